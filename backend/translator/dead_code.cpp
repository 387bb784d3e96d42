// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "translator/arithmetic.h"
#include "translator/optimise.h"

#include <algorithm>

namespace tapscope::translator::ir {

void removeDeadInstructions(Function &function)
{
    std::vector<uint32_t> uses(function.valueCount + 1);
    const auto forOperands = [](const Instruction &i, const auto &action) {
        if (i.a)
            action(i.a);
        if (i.b)
            action(i.b);
        for (const ValueId key : i.keys) {
            if (key)
                action(key);
        }
    };
    for (const BasicBlock &block : function.blocks) {
        for (const Instruction &i : block.instructions)
            forOperands(i, [&](ValueId v) { ++uses[v]; });
    }
    // Backwards, so that a chain of unused values goes in one sweep: operands stand before their uses, in the same block.
    for (BasicBlock &block : function.blocks) {
        for (size_t n = block.instructions.size(); n-- > 0;) {
            const Instruction &i = block.instructions[n];
            if (isPure(i) && (!i.result || uses[i.result] == 0)) {
                forOperands(i, [&](ValueId v) { --uses[v]; });
                block.instructions.erase(block.instructions.begin() + static_cast<std::ptrdiff_t>(n));
            }
        }
    }
}

namespace {

template <typename Action> void forSuccessors(const BasicBlock &block, const Action &action)
{
    if (block.instructions.empty())
        return;
    const Instruction &last = block.instructions.back();
    if (last.op == Op::Jump || last.op == Op::Branch)
        action(static_cast<size_t>(last.imm));
    if (last.op == Op::Branch)
        action(static_cast<size_t>(last.imm2));
}

/// Blocks that run from the entry; the catch of a block that runs counts as reached.
std::vector<bool> reachable(const Function &function)
{
    std::vector<bool> reached(function.blocks.size());
    std::vector<size_t> open;
    const auto visit = [&](size_t block) {
        if (!reached[block]) {
            reached[block] = true;
            open.push_back(block);
        }
    };
    visit(0);
    while (!open.empty()) {
        const size_t block = open.back();
        open.pop_back();
        forSuccessors(function.blocks[block], visit);
        const bool canRaise = std::ranges::any_of(function.blocks[block].instructions, mayRaise);
        if (canRaise && function.blocks[block].onError >= 0)
            visit(static_cast<size_t>(function.blocks[block].onError));
        if (function.blocks[block].onTooMany >= 0
            && std::ranges::contains(function.blocks[block].instructions, Op::SpendActions, &Instruction::op))
            visit(static_cast<size_t>(function.blocks[block].onTooMany));
    }
    return reached;
}

/// Appends to each block the block that only it jumps to.
void joinBlocks(Function &function)
{
    std::vector<uint32_t> predecessors(function.blocks.size());
    predecessors[0] = 1;
    for (const BasicBlock &block : function.blocks) {
        forSuccessors(block, [&](size_t s) { ++predecessors[s]; });
        for (const int32_t failure : {block.onError, block.onTooMany}) {
            if (failure >= 0)
                predecessors[static_cast<size_t>(failure)] += 2;
        }
    }
    for (size_t b = 0; b < function.blocks.size(); ++b) {
        BasicBlock &block = function.blocks[b];
        while (!block.instructions.empty() && block.instructions.back().op == Op::Jump) {
            const auto next = static_cast<size_t>(block.instructions.back().imm);
            if (next == b || predecessors[next] != 1 || function.blocks[next].onError != block.onError
                || function.blocks[next].onTooMany != block.onTooMany)
                break;
            block.instructions.pop_back();
            auto &moved = function.blocks[next].instructions;
            block.instructions.insert(block.instructions.end(), std::make_move_iterator(moved.begin()),
                                      std::make_move_iterator(moved.end()));
            moved.clear();
            predecessors[next] = 0;
        }
    }
}

void dropUnreached(Function &function)
{
    const std::vector<bool> reached = reachable(function);
    std::vector<int64_t> renumbered(function.blocks.size(), -1);
    std::vector<BasicBlock> kept;
    for (size_t b = 0; b < function.blocks.size(); ++b) {
        if (reached[b]) {
            renumbered[b] = static_cast<int64_t>(kept.size());
            kept.push_back(std::move(function.blocks[b]));
        }
    }
    for (BasicBlock &block : kept) {
        Instruction &last = block.instructions.back();
        if (last.op == Op::Jump || last.op == Op::Branch)
            last.imm = renumbered[static_cast<size_t>(last.imm)];
        if (last.op == Op::Branch)
            last.imm2 = renumbered[static_cast<size_t>(last.imm2)];
        // A catch that nothing raises to is gone.
        for (int32_t *failure : {&block.onError, &block.onTooMany}) {
            if (*failure >= 0)
                *failure = static_cast<int32_t>(renumbered[static_cast<size_t>(*failure)]);
        }
    }
    function.blocks = std::move(kept);
}

}

void removeDeadBlocks(Function &function)
{
    dropUnreached(function);
    joinBlocks(function);
    dropUnreached(function);
}

}
