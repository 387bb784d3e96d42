// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "analysis/intrinsics.h"
#include "translator/optimise.h"

#include <algorithm>
#include <optional>

namespace tapscope::translator::ir {

namespace {

/// Where the only value of a local comes from.
struct Store {
    size_t block = 0, at = 0;
    std::optional<Instruction> source{}; ///< none: it comes from another block
};

using analysis::Intrinsic;

bool changesTargets(const Instruction &i)
{
    return i.op == Op::Intrinsic && analysis::needsGuru(static_cast<Intrinsic>(i.imm));
}

/// What is the same wherever a handler asks for it, and costs no more the second time than a local would.
bool isRepeatable(const Instruction &i, bool targetsChange)
{
    switch (i.op) {
    case Op::Constant:
    case Op::StringConstant: return true;
    case Op::TargetVariables: return !targetsChange;
    case Op::Intrinsic: {
        const auto what = static_cast<Intrinsic>(i.imm);
        return what == Intrinsic::Pp || what == Intrinsic::Ppfunc || what == Intrinsic::Probefunc;
    }
    default: return false;
    }
}

/// What changes something, so that it is done once, but keeps its result where it can be printed from.
bool isIndentation(const Instruction &i)
{
    const auto what = static_cast<Intrinsic>(i.imm);
    return i.op == Op::Intrinsic && (what == Intrinsic::ThreadIndent || what == Intrinsic::Indent);
}

void replaceValue(std::vector<Instruction> &instructions, size_t from, ValueId old, ValueId fresh)
{
    const auto replace = [&](ValueId &v) { v = v == old ? fresh : v; };
    for (size_t n = from; n < instructions.size(); ++n) {
        replace(instructions[n].a);
        replace(instructions[n].b);
        std::ranges::for_each(instructions[n].keys, replace);
    }
}

/// Blocks that can be reached without the store's being done.
std::vector<bool> reachedWithout(const Function &function, size_t store)
{
    std::vector<bool> reached(function.blocks.size());
    std::vector<size_t> open;
    const auto visit = [&](int64_t block) {
        if (block >= 0 && !reached[static_cast<size_t>(block)]) {
            reached[static_cast<size_t>(block)] = true;
            open.push_back(static_cast<size_t>(block));
        }
    };
    visit(0);
    while (!open.empty()) {
        const BasicBlock &block = function.blocks[open.back()];
        const bool isStore = open.back() == store;
        open.pop_back();
        visit(block.onError);
        visit(block.onTooMany);
        if (isStore || block.instructions.empty())
            continue;
        const Instruction &last = block.instructions.back();
        if (last.op == Op::Jump || last.op == Op::Branch)
            visit(last.imm);
        if (last.op == Op::Branch)
            visit(last.imm2);
    }
    return reached;
}

/// By local: its store, where it has one, and nothing else can set it.
std::vector<std::optional<Store>> onlyStores(const Function &function, const std::vector<Foreach> &loops)
{
    std::vector<std::optional<Store>> stores(function.locals.size());
    std::vector<bool> isSetOtherwise(function.locals.size());
    const auto exclude = [&](int64_t local) {
        if (local >= 0 && static_cast<size_t>(local) < isSetOtherwise.size())
            isSetOtherwise[static_cast<size_t>(local)] = true;
    };
    for (uint32_t parameter = 0; parameter < function.parameterCount; ++parameter)
        exclude(parameter);
    exclude(function.catchMessageLocal);
    for (size_t b = 0; b < function.blocks.size(); ++b) {
        const auto &instructions = function.blocks[b].instructions;
        for (size_t n = 0; n < instructions.size(); ++n) {
            const Instruction &i = instructions[n];
            if (i.op == Op::ForeachNext) {
                const Foreach &loop = loops[static_cast<size_t>(i.imm)];
                std::ranges::for_each(loop.keyLocals, exclude);
                exclude(loop.valueLocal);
            }
            if (i.op != Op::StoreLocal)
                continue;
            const auto local = static_cast<size_t>(i.imm);
            if (stores[local])
                exclude(i.imm);
            const auto source = std::ranges::find(instructions, i.a, &Instruction::result);
            stores[local] = Store{b, n};
            if (source != instructions.end())
                stores[local]->source = *source;
        }
    }
    for (size_t local = 0; local < stores.size(); ++local) {
        if (isSetOtherwise[local])
            stores[local].reset();
    }
    return stores;
}

}

bool propagateLocals(Function &function, const std::vector<Foreach> &loops)
{
    const bool targetsChange = std::ranges::any_of(function.blocks, [](const BasicBlock &block) {
        return std::ranges::any_of(block.instructions, changesTargets);
    });
    auto stores = onlyStores(function, loops);
    bool changed = false;
    for (size_t local = 0; local < stores.size(); ++local) {
        if (!stores[local] || !stores[local]->source)
            continue;
        const Store &store = *stores[local];
        const Instruction value = *store.source;
        if (isIndentation(value)) {
            auto &instructions = function.blocks[store.block].instructions;
            for (size_t n = store.at + 1; n < instructions.size(); ++n) {
                if (instructions[n].op != Op::LoadLocal || static_cast<size_t>(instructions[n].imm) != local)
                    continue;
                replaceValue(instructions, n + 1, instructions[n].result, value.result);
                instructions.erase(instructions.begin() + static_cast<std::ptrdiff_t>(n));
                return true; // the places of the other stores are not what they were
            }
            continue;
        }
        if (!isRepeatable(value, targetsChange))
            continue;
        const std::vector<bool> reached = reachedWithout(function, store.block);
        for (size_t b = 0; b < function.blocks.size(); ++b) {
            auto &instructions = function.blocks[b].instructions;
            for (size_t n = 0; n < instructions.size(); ++n) {
                Instruction &load = instructions[n];
                if (load.op != Op::LoadLocal || static_cast<size_t>(load.imm) != local
                    || (b == store.block ? n < store.at : bool(reached[b])))
                    continue;
                const ValueId result = load.result;
                const Range range = load.range;
                load = value;
                load.result = result;
                load.range = range;
                changed = true;
            }
        }
    }
    return changed;
}

void removeDeadStores(Function &function)
{
    std::vector<bool> loaded(function.locals.size());
    for (const BasicBlock &block : function.blocks) {
        for (const Instruction &i : block.instructions) {
            if (i.op == Op::LoadLocal)
                loaded[static_cast<size_t>(i.imm)] = true;
        }
    }
    for (BasicBlock &block : function.blocks) {
        std::erase_if(block.instructions,
                      [&](const Instruction &i) { return i.op == Op::StoreLocal && !loaded[static_cast<size_t>(i.imm)]; });
    }
}

}
