// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "translator/deferral.h"
#include "translator/inline_calls.h"
#include "translator/point_constants.h"

#include <algorithm>

namespace tapscope::translator {

using namespace ir;
using analysis::Intrinsic;

namespace {

/// As a string constant's index: past any table, which reads as "".
constexpr int64_t emptyString = INT32_MAX;

/// What exists only where it is printed.
bool isStack(const Instruction &i)
{
    const auto what = static_cast<Intrinsic>(i.imm);
    return i.op == Op::Intrinsic && (what == Intrinsic::UserStack || what == Intrinsic::KernelStack);
}

/// Writes the body: the slice, cut where a call can fail, and one print of it all.
class Recorder {
public:
    Recorder(Module &module, const Handler &handler, const Deferral &deferral) : m_module(module), m_deferral(deferral)
    {
        m_f.name = handler.body.name;
        m_f.range = handler.body.range;
        newBlock();
    }

    Function run()
    {
        for (const Instruction &i : m_deferral.slice) {
            if (i.op == Op::Call)
                call(i);
            else if (!isStack(i))
                copy(i);
        }
        print();
        append(Op::Return, Type::Unknown);
        return std::move(m_f);
    }

private:
    /// What is recorded of a call beside its result: local variables.
    struct Outcome {
        uint32_t error = 0, operand = 0, actions = 0;
    };
    struct Defined {
        size_t block = 0;
        ValueId value = 0;
        int64_t local = -1; ///< that keeps it for other blocks
    };

    void newBlock()
    {
        m_block = m_f.blocks.size();
        m_f.blocks.emplace_back();
        m_here.clear();
    }

    Instruction &append(Op op, Type type, int64_t imm = 0)
    {
        Instruction &i = m_f.blocks[m_block].instructions.emplace_back();
        i.op = op;
        i.type = type;
        i.imm = imm;
        i.range = m_f.range;
        return i;
    }

    ValueId define(Op op, Type type, int64_t imm = 0)
    {
        append(op, type, imm).result = ++m_f.valueCount;
        return m_f.valueCount;
    }

    uint32_t newLocal(Type type)
    {
        m_f.locals.push_back({"", type});
        return static_cast<uint32_t>(m_f.locals.size() - 1);
    }

    void store(uint32_t local, ValueId value) { append(Op::StoreLocal, m_f.locals[local].type, local).a = value; }
    void storeEmpty(uint32_t local)
    {
        const Type type = m_f.locals[local].type;
        store(local, type == Type::String ? define(Op::StringConstant, type, emptyString) : define(Op::Constant, type, 0));
    }

    /// A value of the slice, in this block.
    ValueId use(ValueId v)
    {
        if (const auto here = m_here.find(v); here != m_here.end())
            return here->second;
        const auto origin = std::ranges::find(m_deferral.slice, v, &Instruction::result);
        ValueId value = 0;
        if (origin->op == Op::Constant || origin->op == Op::StringConstant) {
            value = define(origin->op, origin->type, origin->imm);
        } else if (isStack(*origin)) {
            copy(*origin);
            return m_here.at(v);
        } else {
            Defined &defined = m_defined.at(v);
            if (defined.local < 0)
                keep(defined, origin->type);
            value = define(Op::LoadLocal, origin->type, defined.local);
        }
        m_here[v] = value;
        return value;
    }

    void keep(Defined &defined, Type type)
    {
        defined.local = newLocal(type);
        Instruction stored;
        stored.op = Op::StoreLocal;
        stored.type = type;
        stored.imm = defined.local;
        stored.a = defined.value;
        stored.range = m_f.range;
        auto &instructions = m_f.blocks[defined.block].instructions;
        const auto definition = std::ranges::find(instructions, defined.value, &Instruction::result);
        instructions.insert(definition + 1, std::move(stored));
    }

    void copy(const Instruction &i)
    {
        Instruction out = i;
        const auto here = [&](ValueId &v) { v = v ? use(v) : 0; };
        here(out.a);
        here(out.b);
        std::ranges::for_each(out.keys, here);
        out.range = m_f.range;
        out.result = ++m_f.valueCount;
        m_here[i.result] = out.result;
        m_defined[i.result] = {m_block, out.result, -1};
        m_f.blocks[m_block].instructions.push_back(std::move(out));
    }

    void call(const Instruction &i)
    {
        std::vector<ValueId> arguments;
        for (const ValueId key : i.keys)
            arguments.push_back(use(key));
        const uint32_t result = newLocal(i.type);
        const Outcome outcome{newLocal(Type::Long), newLocal(Type::Long), newLocal(Type::Long)};
        const ValueId value = define(Op::Call, i.type, i.imm);
        m_f.blocks[m_block].instructions.back().keys = std::move(arguments);
        m_f.blocks[m_block].instructions.back().range = i.range;
        store(result, value);
        store(outcome.actions, define(Op::SpentActions, Type::Long));
        storeEmpty(outcome.error);
        storeEmpty(outcome.operand);
        const size_t calling = m_block;
        append(Op::Jump, Type::Unknown, static_cast<int64_t>(calling) + 2);
        newBlock();
        m_f.blocks[calling].onError = static_cast<int32_t>(m_block);
        m_f.blocks[calling].onTooMany = static_cast<int32_t>(m_block); // the statement may never be run
        storeEmpty(result);
        store(outcome.error, define(Op::CaughtError, Type::Long, 0));
        store(outcome.operand, define(Op::CaughtError, Type::Long, 1));
        store(outcome.actions, define(Op::SpentActions, Type::Long));
        append(Op::Jump, Type::Unknown, static_cast<int64_t>(m_block) + 1);
        newBlock();
        m_defined[i.result] = {calling, value, result};
        m_outcomes[i.result] = outcome;
    }

    void print()
    {
        PrintFormat format;
        format.deferred = true;
        format.range = m_f.range;
        std::vector<ValueId> keys;
        const auto send = [&](ValueId value, Type type) {
            keys.push_back(value);
            format.arguments.push_back(type);
        };
        const auto sendLocal = [&](uint32_t local) { send(define(Op::LoadLocal, Type::Long, local), Type::Long); };
        const auto intrinsic = [&](Intrinsic what, Type type) {
            const ValueId value = define(Op::Intrinsic, type, static_cast<int64_t>(what));
            m_f.blocks[m_block].instructions.back().imm2 = 1;
            send(value, type);
        };
        if (m_deferral.indents) {
            const ValueId delta = define(Op::Constant, Type::Long, m_deferral.indentDelta);
            intrinsic(m_deferral.ownIndent ? Intrinsic::ThreadIndent : Intrinsic::Indent, Type::String);
            m_f.blocks[m_block].instructions.back().keys = {delta};
        }
        m_module.targetVariables.push_back({0, m_deferral.values});
        send(define(Op::TargetVariables, Type::String, static_cast<int64_t>(m_module.targetVariables.size() - 1)), Type::String);
        for (const Deferral::Read &read : m_deferral.reads) {
            send(use(read.of), Type::Long);
            send(use(read.first), Type::Long);
            send(use(read.value), read.isString ? Type::String : Type::Long);
        }
        for (const Deferral::Call &call : m_deferral.calls) {
            for (const Deferral::Call::Argument &argument : call.arguments) {
                if (!argument.isConstant)
                    send(use(argument.value), argument.isString ? Type::String : Type::Long);
            }
            const Outcome &outcome = m_outcomes.at(call.value);
            sendLocal(outcome.error);
            sendLocal(outcome.operand);
            sendLocal(outcome.actions);
            send(use(call.value), call.isString ? Type::String : Type::Long);
        }
        for (const Deferral::EntryValue &kept : m_deferral.entryValues)
            send(use(kept.value), kept.isString ? Type::String : Type::Long);
        intrinsic(Intrinsic::Uid, Type::Long);
        intrinsic(Intrinsic::Gid, Type::Long);
        intrinsic(Intrinsic::Execname, Type::String);
        append(Op::Print, Type::Unknown, static_cast<int64_t>(m_module.prints.size())).keys = std::move(keys);
        m_module.prints.push_back(std::move(format));
    }

    Module &m_module;
    const Deferral &m_deferral;
    Function m_f;
    size_t m_block = 0;
    std::map<ValueId, ValueId> m_here; ///< values of the slice in this block
    std::map<ValueId, Defined> m_defined;
    std::map<ValueId, Outcome> m_outcomes;
};

}

std::optional<Function> recordingBody(Bundle &bundle, uint32_t handler, const Deferral &deferral,
                                      script::Diagnostics &diagnostics)
{
    const auto found = std::ranges::find(bundle.ir.handlers, handler, &Handler::programHandler);
    Function recording = Recorder(bundle.ir, *found, deferral).run();
    if (deferral.calls.empty())
        return recording;
    auto body = inlineCalls(bundle.ir, recording, bundle.ir.foreachs, diagnostics);
    if (body)
        putPointConstants(*body, bundle.ir.foreachs, bundle.program, handler, &bundle.ir.strings);
    return body;
}

}
