// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "translator/loops.h"

#include "translator/arithmetic.h"

#include <algorithm>

namespace tapscope::translator {

std::vector<size_t> successors(const ir::Function &function, size_t block)
{
    std::vector<size_t> out;
    const ir::BasicBlock &b = function.blocks[block];
    const ir::Instruction &last = b.instructions.back();
    if (last.op == ir::Op::Jump || last.op == ir::Op::Branch)
        out.push_back(static_cast<size_t>(last.imm));
    if (last.op == ir::Op::Branch)
        out.push_back(static_cast<size_t>(last.imm2));
    if (b.onError >= 0 && std::ranges::any_of(b.instructions, ir::mayRaise))
        out.push_back(static_cast<size_t>(b.onError));
    if (b.onTooMany >= 0 && std::ranges::contains(b.instructions, ir::Op::SpendActions, &ir::Instruction::op))
        out.push_back(static_cast<size_t>(b.onTooMany));
    return out;
}

LoopForest findLoops(const ir::Function &function)
{
    const size_t count = function.blocks.size();
    LoopForest forest;
    forest.innermost.assign(count, -1);
    std::vector<std::vector<size_t>> predecessors(count);
    std::vector<std::pair<size_t, size_t>> backEdges;

    enum class State : uint8_t { New, Open, Done };
    std::vector<State> state(count, State::New);
    std::vector<std::pair<size_t, std::vector<size_t>>> path;
    path.emplace_back(0, successors(function, 0));
    state[0] = State::Open;
    while (!path.empty()) {
        auto &[block, rest] = path.back();
        if (rest.empty()) {
            state[block] = State::Done;
            path.pop_back();
            continue;
        }
        const size_t next = rest.back();
        rest.pop_back();
        predecessors[next].push_back(block);
        if (state[next] == State::Open) {
            backEdges.emplace_back(block, next);
        } else if (state[next] == State::New) {
            state[next] = State::Open;
            path.emplace_back(next, successors(function, next));
        }
    }

    for (const auto &[latch, head] : backEdges) {
        auto loop = std::ranges::find(forest.loops, head, &Loop::head);
        if (loop == forest.loops.end()) {
            forest.loops.push_back({head, std::vector<bool>(count), -1, 0});
            loop = forest.loops.end() - 1;
            loop->blocks[head] = true;
        }
        std::vector<size_t> open;
        if (!loop->blocks[latch]) {
            loop->blocks[latch] = true;
            open.push_back(latch);
        }
        while (!open.empty()) {
            const size_t block = open.back();
            open.pop_back();
            for (const size_t p : predecessors[block]) {
                if (!loop->blocks[p]) {
                    loop->blocks[p] = true;
                    open.push_back(p);
                }
            }
        }
    }
    for (Loop &loop : forest.loops)
        loop.blockCount = static_cast<size_t>(std::ranges::count(loop.blocks, true));
    for (size_t l = 0; l < forest.loops.size(); ++l) {
        for (size_t other = 0; other < forest.loops.size(); ++other) {
            const bool around = other != l && forest.loops[other].blocks[forest.loops[l].head];
            int32_t &parent = forest.loops[l].parent;
            if (around && (parent < 0 || forest.loops[other].blockCount < forest.loops[static_cast<size_t>(parent)].blockCount))
                parent = static_cast<int32_t>(other);
        }
        for (size_t b = 0; b < count; ++b) {
            int32_t &inner = forest.innermost[b];
            if (forest.loops[l].blocks[b]
                && (inner < 0 || forest.loops[l].blockCount < forest.loops[static_cast<size_t>(inner)].blockCount))
                inner = static_cast<int32_t>(l);
        }
    }
    return forest;
}

}
