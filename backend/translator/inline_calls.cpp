// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "translator/inline_calls.h"

#include "translator/optimise.h"

#include <algorithm>
#include <map>
#include <unordered_map>

namespace tapscope::translator {

using namespace ir;

namespace {

constexpr size_t maxInstructions = 50'000;
/// As a string constant's index: past any table, which reads as "".
constexpr int64_t emptyString = INT32_MAX;

class Inliner {
public:
    Inliner(const Module &module, Function function, std::vector<Foreach> &loops, const KeptCalls &kept,
            script::Diagnostics &diagnostics)
        : m_module(module)
        , m_loops(loops)
        , m_kept(kept)
        , m_function(std::move(function))
        , m_chains(m_function.blocks.size())
        , m_outermost(m_function.blocks.size())
        , m_diagnostics(diagnostics)
    {}

    std::optional<Function> run()
    {
        for (size_t b = 0; b < m_function.blocks.size(); ++b) {
            const auto &instructions = m_function.blocks[b].instructions;
            const auto call = std::ranges::find_if(instructions, [&](const Instruction &i) {
                const auto callee = static_cast<uint32_t>(i.imm);
                return i.op == Op::Call && !m_kept.functions.contains(callee)
                    && !(m_kept.recursion && std::ranges::contains(m_chains[b], callee));
            });
            if (call == instructions.end())
                continue;
            const auto at = static_cast<size_t>(call - instructions.begin());
            // Looks at the block again: what follows may call too, and what was put in its place.
            --b;
            if (splice(b + 1, at))
                continue;
            if (!expand(b + 1, at))
                return std::nullopt;
        }
        optimise(m_function, m_loops);
        return std::move(m_function);
    }

private:
    uint32_t newLocal(Type type, std::string name = {})
    {
        m_function.locals.push_back({std::move(name), type == Type::Unknown ? Type::Long : type});
        return static_cast<uint32_t>(m_function.locals.size() - 1);
    }

    static Instruction access(Op op, uint32_t local, Type type, const Range &range, ValueId value)
    {
        Instruction i;
        i.op = op;
        i.type = type;
        i.imm = local;
        i.range = range;
        (op == Op::LoadLocal ? i.result : i.a) = value;
        return i;
    }

    /// A function of one block that only reads its parameters takes the call's place inside the block. So the tapset's wrappers
    /// cost nothing, and what they return stays as lazy as it was.
    bool splice(size_t block, size_t at)
    {
        const Instruction call = m_function.blocks[block].instructions[at];
        const Function &f = m_module.functions[static_cast<size_t>(call.imm)];
        if (f.blocks.size() != 1 || f.blocks[0].instructions.size() > 64)
            return false;
        const auto &body = f.blocks[0].instructions;
        for (const Instruction &i : body) {
            if (i.op == Op::StoreLocal || i.op == Op::Call
                || (i.op == Op::LoadLocal && static_cast<size_t>(i.imm) >= call.keys.size()))
                return false;
        }
        const ValueId firstValue = m_function.valueCount;
        m_function.valueCount += f.valueCount;
        auto chain = m_chains[block];
        chain.push_back(static_cast<uint32_t>(call.imm));
        noteOrigin(firstValue, std::move(chain), m_chains[block].empty() ? call.range : m_outermost[block]);
        std::unordered_map<ValueId, ValueId> renamed;
        const auto rename = [&](ValueId &v) {
            if (!v)
                return;
            const auto known = renamed.find(v);
            v = known != renamed.end() ? known->second : v + firstValue;
        };
        std::vector<Instruction> placed;
        ValueId value = 0;
        bool raises = false;
        for (Instruction i : body) {
            if (i.op == Op::LoadLocal) {
                renamed[i.result] = call.keys[static_cast<size_t>(i.imm)];
                continue;
            }
            if (i.result)
                i.result += firstValue;
            rename(i.a);
            rename(i.b);
            for (ValueId &key : i.keys)
                rename(key);
            // Errors and lines are told at the call, where the user wrote something.
            i.range = call.range;
            if (i.op == Op::Return) {
                value = i.a;
                continue;
            }
            raises |= i.op == Op::Raise;
            placed.push_back(std::move(i));
        }
        if (!value && call.result) {
            Instruction empty;
            empty.type = call.type;
            empty.op = call.type == Type::String ? Op::StringConstant : Op::Constant;
            empty.imm = call.type == Type::String ? emptyString : 0;
            empty.range = call.range;
            empty.result = value = ++m_function.valueCount;
            placed.insert(placed.begin(), empty);
        }
        auto &instructions = m_function.blocks[block].instructions;
        for (size_t n = at + 1; n < instructions.size(); ++n) {
            const auto replace = [&](ValueId &v) { v = v && v == call.result ? value : v; };
            replace(instructions[n].a);
            replace(instructions[n].b);
            for (ValueId &key : instructions[n].keys)
                replace(key);
        }
        const auto place = instructions.begin() + static_cast<std::ptrdiff_t>(at);
        if (raises)
            instructions.erase(place, instructions.end());
        else
            instructions.erase(place);
        instructions.insert(instructions.begin() + static_cast<std::ptrdiff_t>(at), placed.begin(), placed.end());
        return true;
    }

    bool expand(size_t block, size_t at)
    {
        const Instruction call = m_function.blocks[block].instructions[at];
        const auto callee = static_cast<uint32_t>(call.imm);
        if (std::ranges::find(m_chains[block], callee) != m_chains[block].end()) {
            m_diagnostics.error(
                "recursion-in-kernel", call.range,
                {TAPSCOPE_TEXT("Diagnostics",
                               "The function “%1” calls itself, which a handler that runs in the kernel cannot do."),
                 {m_module.functions[callee].name}},
                {TAPSCOPE_TEXT("Diagnostics", "Call it from a begin, end or timer handler, or write it as a loop."), {}});
            return false;
        }
        size_t total = 0;
        for (const BasicBlock &b : m_function.blocks)
            total += b.instructions.size();
        if (total > maxInstructions) {
            m_diagnostics.error(
                "handler-too-large", call.range,
                {TAPSCOPE_TEXT("Diagnostics", "With the functions it calls, this handler is too large to run in the kernel."),
                 {}},
                {TAPSCOPE_TEXT("Diagnostics", "Call fewer functions from it, or move the work to a timer handler."), {}});
            return false;
        }

        const uint32_t resultLocal = newLocal(call.type);
        const size_t tail = splitAfter(block, at, call, resultLocal);
        const size_t entry = copyCallee(block, callee, resultLocal, tail, call.range);
        enterCallee(block, callee, call, resultLocal, entry);
        return true;
    }

    /// Moves what follows the call to a block of its own; values it needs from before go through locals.
    size_t splitAfter(size_t block, size_t at, const Instruction &call, uint32_t resultLocal)
    {
        std::vector<Instruction> head(m_function.blocks[block].instructions.begin(),
                                      m_function.blocks[block].instructions.begin() + static_cast<std::ptrdiff_t>(at));
        std::vector<Instruction> rest(m_function.blocks[block].instructions.begin() + static_cast<std::ptrdiff_t>(at) + 1,
                                      m_function.blocks[block].instructions.end());
        std::unordered_map<ValueId, ValueId> renamed;
        std::vector<Instruction> reloads;
        reloads.push_back(access(Op::LoadLocal, resultLocal, m_function.locals[resultLocal].type, call.range, call.result));
        if (!call.result)
            reloads.clear();
        const auto rename = [&](ValueId &v) {
            if (!v)
                return;
            if (const auto known = renamed.find(v); known != renamed.end()) {
                v = known->second;
                return;
            }
            const auto definition = std::ranges::find(head, v, &Instruction::result);
            if (definition == head.end())
                return;
            const ValueId fresh = ++m_function.valueCount;
            if (definition->op == Op::Constant || definition->op == Op::StringConstant) {
                Instruction copy = *definition;
                copy.result = fresh;
                reloads.push_back(copy);
            } else {
                const uint32_t local = newLocal(definition->type);
                const Type type = m_function.locals[local].type;
                reloads.push_back(access(Op::LoadLocal, local, type, definition->range, fresh));
                const Instruction parked = access(Op::StoreLocal, local, type, definition->range, v);
                head.push_back(parked);
            }
            renamed[v] = fresh;
            v = fresh;
        };
        for (Instruction &i : rest) {
            rename(i.a);
            rename(i.b);
            for (ValueId &key : i.keys)
                rename(key);
        }
        BasicBlock tail;
        tail.onError = m_function.blocks[block].onError;
        tail.onTooMany = m_function.blocks[block].onTooMany;
        tail.instructions = std::move(reloads);
        tail.instructions.insert(tail.instructions.end(), rest.begin(), rest.end());
        m_function.blocks[block].instructions = std::move(head);
        m_function.blocks.push_back(std::move(tail));
        m_chains.push_back(m_chains[block]);
        m_outermost.push_back(m_outermost[block]);
        return m_function.blocks.size() - 1;
    }

    size_t copyCallee(size_t block, uint32_t callee, uint32_t resultLocal, size_t tail, const Range &range)
    {
        const Function &f = m_module.functions[callee];
        const size_t firstBlock = m_function.blocks.size();
        m_firstLocal = m_function.locals.size();
        for (const analysis::Local &local : f.locals)
            newLocal(local.type, local.name);
        if (f.catchMessageLocal >= 0 && m_function.catchMessageLocal < 0)
            m_function.catchMessageLocal = static_cast<int32_t>(newLocal(Type::String));
        const ValueId firstValue = m_function.valueCount;
        m_function.valueCount += f.valueCount;
        auto chain = m_chains[block];
        chain.push_back(callee);
        const Range outermost = m_chains[block].empty() ? range : m_outermost[block];
        noteOrigin(firstValue, chain, outermost);
        const int32_t outer = m_function.blocks[block].onError;
        const int32_t tooMany = m_function.blocks[block].onTooMany;
        std::map<int64_t, int64_t> ownLoops;
        for (const BasicBlock &source : f.blocks) {
            BasicBlock copy = source;
            copy.onError = source.onError < 0 ? outer : source.onError + static_cast<int32_t>(firstBlock);
            copy.onTooMany = tooMany;
            for (Instruction &i : copy.instructions) {
                const auto shift = [&](ValueId &v) { v = v ? v + firstValue : 0; };
                shift(i.result);
                shift(i.a);
                shift(i.b);
                for (ValueId &key : i.keys)
                    shift(key);
                if (i.op == Op::LoadLocal || i.op == Op::StoreLocal) {
                    i.imm = i.imm == f.catchMessageLocal ? m_function.catchMessageLocal
                                                         : i.imm + static_cast<int64_t>(m_firstLocal);
                } else if (i.op == Op::ForeachBegin || i.op == Op::ForeachNext) {
                    i.imm = ownLoop(ownLoops, i.imm);
                } else if (i.op == Op::Jump || i.op == Op::Branch) {
                    i.imm += static_cast<int64_t>(firstBlock);
                    i.imm2 += i.op == Op::Branch ? static_cast<int64_t>(firstBlock) : 0;
                }
            }
            if (Instruction &last = copy.instructions.back(); last.op == Op::Return) {
                const ValueId value = last.a;
                last = {};
                last.op = Op::Jump;
                last.type = Type::Unknown;
                last.imm = static_cast<int64_t>(tail);
                last.range = range;
                if (value) {
                    copy.instructions.insert(copy.instructions.end() - 1,
                                             access(Op::StoreLocal, resultLocal, m_function.locals[resultLocal].type, range,
                                                    value));
                }
            }
            m_function.blocks.push_back(std::move(copy));
            m_chains.push_back(chain);
            m_outermost.push_back(outermost);
        }
        return firstBlock;
    }

    /// The values behind `first` are those of a function.
    void noteOrigin(ValueId first, std::vector<uint32_t> chain, const Range &outermost)
    {
        if (m_kept.origins)
            m_kept.origins->push_back({first + 1, m_function.valueCount, std::move(chain), outermost});
    }

    /// A loop's copy of its own, over the copy's variables.
    int64_t ownLoop(std::map<int64_t, int64_t> &known, int64_t loop)
    {
        const auto [entry, isNew] = known.try_emplace(loop, static_cast<int64_t>(m_loops.size()));
        if (isNew) {
            Foreach copy = m_loops[static_cast<size_t>(loop)];
            for (uint32_t &local : copy.keyLocals)
                local += static_cast<uint32_t>(m_firstLocal);
            copy.valueLocal += copy.valueLocal >= 0 ? static_cast<int32_t>(m_firstLocal) : 0;
            m_loops.push_back(std::move(copy));
        }
        return entry->second;
    }

    /// Arguments into the parameters, every other variable of the function back to its start, and on to its first block.
    void enterCallee(size_t block, uint32_t callee, const Instruction &call, uint32_t resultLocal, size_t entry)
    {
        const Function &f = m_module.functions[callee];
        auto &head = m_function.blocks[block].instructions;
        const auto clear = [&](uint32_t local) {
            Instruction empty;
            empty.type = m_function.locals[local].type;
            empty.range = call.range;
            empty.result = ++m_function.valueCount;
            empty.op = empty.type == Type::String ? Op::StringConstant : Op::Constant;
            empty.imm = empty.type == Type::String ? emptyString : 0;
            head.push_back(empty);
            const Instruction stored = access(Op::StoreLocal, local, empty.type, call.range, empty.result);
            head.push_back(stored);
        };
        for (size_t n = 0; n < f.locals.size(); ++n) {
            const auto local = static_cast<uint32_t>(m_firstLocal + n);
            if (n < f.parameterCount && n < call.keys.size())
                head.push_back(access(Op::StoreLocal, local, m_function.locals[local].type, call.range, call.keys[n]));
            else if (!f.locals[n].name.empty())
                clear(local);
        }
        if (f.result != Type::Unknown)
            clear(resultLocal);
        Instruction jump;
        jump.op = Op::Jump;
        jump.type = Type::Unknown;
        jump.imm = static_cast<int64_t>(entry);
        jump.range = call.range;
        head.push_back(jump);
    }

    const Module &m_module;
    std::vector<Foreach> &m_loops;
    const KeptCalls &m_kept;
    Function m_function;
    std::vector<std::vector<uint32_t>> m_chains; ///< by block: functions it was copied through
    std::vector<Range> m_outermost; ///< by block: the call of the first of these
    script::Diagnostics &m_diagnostics;
    size_t m_firstLocal = 0;
};

}

std::optional<Function> inlineCalls(const Module &module, const Function &body, std::vector<Foreach> &loops,
                                    script::Diagnostics &diagnostics, const KeptCalls &kept)
{
    return Inliner(module, body, loops, kept, diagnostics).run();
}

}
