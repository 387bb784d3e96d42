// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "translator/deferral.h"

#include "translator/handler_code.h"
#include "translator/registers.h"

#include <algorithm>

namespace tapscope::translator {

using namespace ir;
using analysis::Intrinsic;

namespace {

/// Whether the interpreter can answer it from a record, or needs no record.
bool isKnownLater(Intrinsic what)
{
    switch (what) {
    case Intrinsic::Pid:
    case Intrinsic::Tid:
    case Intrinsic::Ppid:
    case Intrinsic::Euid:
    case Intrinsic::Egid:
    case Intrinsic::Uid:
    case Intrinsic::Gid:
    case Intrinsic::Cpu:
    case Intrinsic::Execname:
    case Intrinsic::Target:
    case Intrinsic::GettimeofdayNs:
    case Intrinsic::Pp:
    case Intrinsic::Probefunc:
    case Intrinsic::Ppfunc:
    case Intrinsic::Exit:
    case Intrinsic::Log:
    case Intrinsic::Warn:
    case Intrinsic::Error:
    case Intrinsic::Strlen:
    case Intrinsic::Substr:
    case Intrinsic::Isinstr:
    case Intrinsic::Strtol:
    case Intrinsic::Stringat:
    case Intrinsic::StrReplace:
    case Intrinsic::Tokenize:
    case Intrinsic::Strpos:
    case Intrinsic::TextStrn:
    case Intrinsic::TzGmtoff:
    case Intrinsic::TzName:
    case Intrinsic::LoadAverage:
    case Intrinsic::ProcMem:
    case Intrinsic::TargetMember:
    case Intrinsic::System:
    case Intrinsic::Abort:
    case Intrinsic::Pn:
    case Intrinsic::PnLabel:
    case Intrinsic::ProbeType:
    case Intrinsic::StpPid:
    case Intrinsic::StpUid:
    case Intrinsic::PlaceIsKnown:
    case Intrinsic::Random:
    case Intrinsic::KtimeNs:
    case Intrinsic::FpAdd:
    case Intrinsic::FpSub:
    case Intrinsic::FpMul:
    case Intrinsic::FpDiv:
    case Intrinsic::FpRem:
    case Intrinsic::FpSqrt:
    case Intrinsic::FpEq:
    case Intrinsic::FpLe:
    case Intrinsic::FpLt:
    case Intrinsic::Fp32ToFp64:
    case Intrinsic::FpToLong:
    case Intrinsic::LongToFp:
    case Intrinsic::StringToFp:
    case Intrinsic::FpToString:
    case Intrinsic::RegexMatch:
    case Intrinsic::Matched:
    case Intrinsic::Ngroups:
    case Intrinsic::KernelLog:
    case Intrinsic::PidExecname:
    case Intrinsic::ThreadTime:
    case Intrinsic::UserSymbol:
    case Intrinsic::KernelSymbol:
    case Intrinsic::UserLoadAddress: return true;
    default: return false;
    }
}

/// What has to be recorded for an intrinsic, which may be another.
Intrinsic recordedFor(Intrinsic what)
{
    return what == Intrinsic::PrintUserStack  ? Intrinsic::UserStack
        : what == Intrinsic::PrintKernelStack ? Intrinsic::KernelStack
                                              : what;
}

bool isQuoted(Intrinsic what)
{
    return what == Intrinsic::UserStringQuoted || what == Intrinsic::KernelStringQuoted || what == Intrinsic::UserBufferQuoted
        || what == Intrinsic::KernelBufferQuoted;
}

bool isStack(Intrinsic what)
{
    return what == Intrinsic::UserStack || what == Intrinsic::KernelStack;
}

/// Copies what leads to addresses into a deferral's slice.
class Slicer {
public:
    Slicer(Deferral &deferral, const Module &module) : m_deferral(deferral), m_module(module) {}

    /// The value in the slice; 0: it depends on what only the statements know.
    ValueId copy(const Function &f, const BasicBlock &block, ValueId v, int depth = 0)
    {
        const auto definition = std::ranges::find(block.instructions, v, &Instruction::result);
        if (!v || definition == block.instructions.end() || depth > 32)
            return 0;
        if (const auto known = m_known.find(&*definition); known != m_known.end())
            return known->second;
        ValueId value = 0;
        if (definition->op == Op::LoadLocal)
            value = variable(f, definition->imm, depth);
        else if (isCopied(*definition))
            value = instruction(f, block, *definition, depth);
        m_known[&*definition] = value;
        return value;
    }

    /// A read whose value the record has. False: it cannot be known before.
    bool read(const Function &f, const BasicBlock &block, const Instruction &i)
    {
        const Intrinsic what = recordedFor(static_cast<Intrinsic>(i.imm));
        Deferral::Read read{what,
                            what == Intrinsic::UserString || what == Intrinsic::KernelString || isQuoted(what) || isStack(what),
                            0, 0, 0};
        if (isStack(what)) {
            // One record tells all of it, however often it is asked for.
            if (std::ranges::any_of(m_deferral.reads, [&](const Deferral::Read &other) { return other.what == what; }))
                return true;
            read.of = read.first = constant(0);
            read.value = add(what, Type::String, {});
            m_deferral.reads.push_back(read);
            return true;
        }
        if (!read.isString)
            read.value = copy(f, block, i.result);
        if (!read.isString && !read.value)
            return false;
        if (what == Intrinsic::Register) {
            const auto name = std::ranges::find(block.instructions, i.keys[0], &Instruction::result);
            if (name == block.instructions.end() || name->op != Op::StringConstant)
                return false;
            read.of = constant(registers::numberOf(m_module.strings[static_cast<size_t>(name->imm)]));
            read.first = constant(0);
            m_deferral.reads.push_back(read);
            return m_deferral.reads.size() <= maxReads;
        }
        read.of = i.keys.empty() ? constant(0) : copy(f, block, i.keys[0]);
        if (!read.of)
            return false;
        if (isQuoted(what))
            return quoted(f, block, i, read);
        if (what == Intrinsic::UserString || what == Intrinsic::UserLong)
            read.first = add(Intrinsic::UserLong, Type::Long, {read.of, constant(1)});
        else if (what == Intrinsic::KernelString || what == Intrinsic::KernelLong)
            read.first = add(Intrinsic::KernelLong, Type::Long, {read.of, constant(1)});
        else
            read.first = constant(0);
        if (read.isString)
            read.value = add(what, Type::String, {read.of});
        m_deferral.reads.push_back(read);
        return m_deferral.reads.size() <= maxReads;
    }

    [[nodiscard]] bool isFull() const { return m_deferral.reads.size() > maxReads; }

private:
    static constexpr size_t maxReads = 24;

    /// A text in quotes, of which `first` is how many bytes are asked for. What cannot be read is told as its address.
    bool quoted(const Function &f, const BasicBlock &block, const Instruction &i, Deferral::Read &read)
    {
        const bool isBuffer = i.keys.size() > 1;
        read.first = isBuffer ? copy(f, block, i.keys[1]) : constant(0);
        const ValueId longest = isBuffer ? copy(f, block, i.keys[2]) : read.first;
        if (!read.first || !longest)
            return false;
        read.value = add(read.what, Type::String, isBuffer ? std::vector{read.of, read.first, longest} : std::vector{read.of});
        m_deferral.reads.push_back(read);
        return m_deferral.reads.size() <= maxReads;
    }

    [[nodiscard]] static bool isCopied(const Instruction &i)
    {
        if (i.op == Op::Intrinsic) {
            switch (static_cast<Intrinsic>(i.imm)) {
            case Intrinsic::UserLong:
            case Intrinsic::KernelLong:
            case Intrinsic::Register:
            case Intrinsic::Argument:
            case Intrinsic::UserMode:
            case Intrinsic::PerfCounter:
            case Intrinsic::LongToFp:
            case Intrinsic::CurrentTask:
            case Intrinsic::Pid:
            case Intrinsic::Tid:
            case Intrinsic::Ppid:
            case Intrinsic::InTargetTree: return true;
            default: return false;
            }
        }
        return i.op == Op::Constant || i.op == Op::StringConstant || i.op == Op::TargetValue
            || (i.op >= Op::Add && i.op <= Op::GreaterEqual && i.op != Op::Divide && i.op != Op::Modulo);
    }

    struct Store {
        const BasicBlock *block = nullptr;
        ValueId value = 0;
    };

    ValueId variable(const Function &f, int64_t local, int depth)
    {
        std::vector<Store> stores, zeros;
        for (const BasicBlock &b : f.blocks) {
            for (const Instruction &i : b.instructions) {
                if (i.op != Op::StoreLocal || i.imm != local)
                    continue;
                const auto source = std::ranges::find(b.instructions, i.a, &Instruction::result);
                const bool isZero = source != b.instructions.end() && source->op == Op::Constant && source->imm == 0;
                (isZero ? zeros : stores).push_back({&b, i.a});
            }
        }
        if (stores.size() == 1) {
            for (const Store &zero : zeros) {
                if (const ValueId chosen = choice(f, stores[0], zero, depth))
                    return chosen;
            }
            // Variables of a function that was put in place are set to 0 first.
            return copy(f, *stores[0].block, stores[0].value, depth + 1);
        }
        return stores.size() == 2 ? choice(f, stores[0], stores[1], depth) : 0;
    }

    /// Of two values that the branches of one condition store (`c ? a : b`), the one that will be: b + (c != 0) * (a - b).
    ValueId choice(const Function &f, const Store &one, const Store &other, int depth)
    {
        const auto isBlock = [&](int64_t index, const Store &store) {
            return &f.blocks[static_cast<size_t>(index)] == store.block;
        };
        for (const BasicBlock &b : f.blocks) {
            const Instruction &end = b.instructions.back();
            if (end.op != Op::Branch)
                continue;
            const bool inOrder = isBlock(end.imm, one) && isBlock(end.imm2, other);
            if (!inOrder && !(isBlock(end.imm, other) && isBlock(end.imm2, one)))
                continue;
            const ValueId condition = copy(f, b, end.a, depth + 1);
            const ValueId first = copy(f, *one.block, one.value, depth + 1);
            const ValueId second = copy(f, *other.block, other.value, depth + 1);
            if (!condition || !first || !second)
                return 0;
            const ValueId yes = inOrder ? first : second;
            const ValueId no = inOrder ? second : first;
            const ValueId isTrue = binary(Op::NotEqual, condition, constant(0));
            return binary(Op::Add, no, binary(Op::Multiply, isTrue, binary(Op::Subtract, yes, no)));
        }
        return 0;
    }

    ValueId binary(Op op, ValueId a, ValueId b)
    {
        Instruction i;
        i.op = op;
        i.a = a;
        i.b = b;
        i.result = ++m_deferral.sliceValues;
        m_deferral.slice.push_back(i);
        return i.result;
    }

    ValueId instruction(const Function &f, const BasicBlock &block, const Instruction &i, int depth)
    {
        Instruction out = i;
        const auto operand = [&](ValueId &v) {
            if (v)
                v = copy(f, block, v, depth + 1);
            return v != 0;
        };
        if ((i.a && !operand(out.a)) || (i.b && !operand(out.b)))
            return 0;
        for (ValueId &key : out.keys) {
            if (!operand(key))
                return 0;
        }
        if (i.op == Op::TargetValue || i.op == Op::Intrinsic)
            out.imm2 = 1; // no run-time errors here
        out.result = ++m_deferral.sliceValues;
        m_deferral.slice.push_back(std::move(out));
        return m_deferral.sliceValues;
    }

    ValueId constant(int64_t value)
    {
        Instruction i;
        i.op = Op::Constant;
        i.imm = value;
        i.result = ++m_deferral.sliceValues;
        m_deferral.slice.push_back(i);
        return i.result;
    }

    ValueId add(Intrinsic what, Type type, std::vector<ValueId> keys)
    {
        Instruction i;
        i.op = Op::Intrinsic;
        i.type = type;
        i.imm = static_cast<int64_t>(what);
        i.imm2 = 1;
        i.keys = std::move(keys);
        i.result = ++m_deferral.sliceValues;
        m_deferral.slice.push_back(i);
        return i.result;
    }

    Deferral &m_deferral;
    const Module &m_module;
    std::map<const Instruction *, ValueId> m_known;
};

bool isRead(Intrinsic what)
{
    switch (what) {
    case Intrinsic::UserStack:
    case Intrinsic::KernelStack:
    case Intrinsic::PrintUserStack:
    case Intrinsic::PrintKernelStack:
    case Intrinsic::UserMode:
    case Intrinsic::UserString:
    case Intrinsic::UserLong:
    case Intrinsic::UserStringQuoted:
    case Intrinsic::UserBufferQuoted:
    case Intrinsic::KernelString:
    case Intrinsic::KernelLong:
    case Intrinsic::KernelStringQuoted:
    case Intrinsic::KernelBufferQuoted:
    case Intrinsic::Register:
    case Intrinsic::Argument:
    case Intrinsic::PerfCounter:
    case Intrinsic::CurrentTask: return true;
    default: return false;
    }
}

void insertOnce(std::vector<uint32_t> &list, uint32_t value)
{
    if (std::ranges::find(list, value) == list.end())
        list.push_back(value);
}

}

std::optional<Deferral> planDeferral(const Bundle &bundle, uint32_t handler)
{
    Deferral deferral;
    Slicer slicer(deferral, bundle.ir);
    InlinedCode inlined;
    const std::vector<const Function *> code = codeOf(bundle, handler, inlined);
    for (const Function *f : code) {
        for (const BasicBlock &b : f->blocks) {
            for (const Instruction &i : b.instructions) {
                if (i.op == Op::TargetValue)
                    insertOnce(deferral.values, static_cast<uint32_t>(i.imm));
                if (i.op == Op::TargetVariables) {
                    for (const uint32_t value : bundle.ir.targetVariables[static_cast<size_t>(i.imm)].values)
                        insertOnce(deferral.values, value);
                }
                if (i.op != Op::Intrinsic)
                    continue;
                const auto what = static_cast<Intrinsic>(i.imm);
                if (what == Intrinsic::InTargetTree) {
                    // Told at the hit, where that can be: later the process may have gone, and who looks for it makes hits.
                    if (!slicer.read(*f, b, i) && slicer.isFull())
                        return std::nullopt;
                } else if (isRead(what)) {
                    if (!slicer.read(*f, b, i))
                        return std::nullopt;
                } else if (what == Intrinsic::ThreadIndent || what == Intrinsic::Indent) {
                    // It changes its count whenever it runs, so it has to be certain that it does, once.
                    const auto delta = std::ranges::find(b.instructions, i.keys[0], &Instruction::result);
                    if (deferral.indents || &b != &code.front()->blocks.front() || delta == b.instructions.end()
                        || delta->op != Op::Constant)
                        return std::nullopt;
                    deferral.indents = true;
                    deferral.ownIndent = what == Intrinsic::ThreadIndent;
                    deferral.indentDelta = delta->imm;
                } else if (!isKnownLater(what)) {
                    return std::nullopt;
                }
            }
        }
    }
    return deferral;
}

Function recordingBody(Module &module, uint32_t handler, const Deferral &deferral)
{
    const auto found = std::ranges::find(module.handlers, handler, &Handler::programHandler);
    Function f;
    f.name = found->body.name;
    f.range = found->body.range;
    BasicBlock block;
    PrintFormat format;
    format.deferred = true;
    format.range = f.range;
    Instruction print;
    print.op = Op::Print;
    print.type = Type::Unknown;
    print.range = f.range;
    print.imm = static_cast<int64_t>(module.prints.size());
    const auto add = [&](Op op, Type type, int64_t imm, std::vector<ValueId> keys, bool quiet) {
        Instruction i;
        i.op = op;
        i.type = type;
        i.imm = imm;
        i.imm2 = quiet ? 1 : 0;
        i.keys = std::move(keys);
        i.range = f.range;
        i.result = ++f.valueCount;
        block.instructions.push_back(std::move(i));
        return f.valueCount;
    };
    const auto intrinsic = [&](Intrinsic what, Type type, std::vector<ValueId> keys = {}) {
        return add(Op::Intrinsic, type, static_cast<int64_t>(what), std::move(keys), true);
    };
    const auto send = [&](ValueId value, Type type) {
        print.keys.push_back(value);
        format.arguments.push_back(type);
    };
    if (deferral.indents) {
        const ValueId delta = add(Op::Constant, Type::Long, deferral.indentDelta, {}, false);
        const auto what = deferral.ownIndent ? Intrinsic::ThreadIndent : Intrinsic::Indent;
        send(intrinsic(what, Type::String, {delta}), Type::String);
    }
    module.targetVariables.push_back({0, deferral.values});
    send(add(Op::TargetVariables, Type::String, static_cast<int64_t>(module.targetVariables.size() - 1), {}, false),
         Type::String);
    const ValueId sliceStart = f.valueCount;
    for (Instruction i : deferral.slice) {
        const auto shift = [&](ValueId &v) { v = v ? v + sliceStart : 0; };
        shift(i.result);
        shift(i.a);
        shift(i.b);
        std::ranges::for_each(i.keys, shift);
        i.range = f.range;
        block.instructions.push_back(std::move(i));
    }
    f.valueCount += deferral.sliceValues;
    for (const Deferral::Read &read : deferral.reads) {
        send(read.of + sliceStart, Type::Long);
        send(read.first + sliceStart, Type::Long);
        send(read.value + sliceStart, read.isString ? Type::String : Type::Long);
    }
    send(intrinsic(Intrinsic::Uid, Type::Long), Type::Long);
    send(intrinsic(Intrinsic::Gid, Type::Long), Type::Long);
    send(intrinsic(Intrinsic::Execname, Type::String), Type::String);
    block.instructions.push_back(std::move(print));
    Instruction end;
    end.op = Op::Return;
    end.type = Type::Unknown;
    end.range = f.range;
    block.instructions.push_back(std::move(end));
    f.blocks.push_back(std::move(block));
    module.prints.push_back(std::move(format));
    return f;
}

}
