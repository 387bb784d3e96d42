// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "translator/handler_emitter.h"

#include <cstddef>

namespace tapscope::translator {

using namespace bpf;
using analysis::Intrinsic;

bool HandlerEmitter::constantOf(ValueId v, int64_t &value) const
{
    value = m_places[v].value;
    return m_places[v].kind == Place::Kind::Constant;
}

bool HandlerEmitter::immediateOf(ValueId v, int32_t &value) const
{
    int64_t wide = 0;
    if (!constantOf(v, wide) || wide != static_cast<int32_t>(wide))
        return false;
    value = static_cast<int32_t>(wide);
    return true;
}

Reg HandlerEmitter::use(ValueId v, Reg scratch)
{
    if (m_places[v].kind == Place::Kind::Register)
        return m_places[v].reg;
    into(v, scratch);
    return scratch;
}

void HandlerEmitter::into(ValueId v, Reg reg)
{
    const Place &place = m_places[v];
    switch (place.kind) {
    case Place::Kind::None:
    case Place::Kind::Constant: m_asm.constant(reg, place.value); break;
    case Place::Kind::Register: m_asm.move(reg, place.reg); break;
    case Place::Kind::Stack: m_asm.load(Size::DW, reg, R10, static_cast<int32_t>(place.value)); break;
    case Place::Kind::Frame: m_asm.load(Size::DW, reg, R7, m_spillArea + static_cast<int32_t>(place.value)); break;
    }
}

Reg HandlerEmitter::resultRegister(const Instruction &i) const
{
    return m_places[i.result].kind == Place::Kind::Register ? m_places[i.result].reg : R0;
}

void HandlerEmitter::define(const Instruction &i, Reg reg)
{
    const Place &place = m_places[i.result];
    switch (place.kind) {
    case Place::Kind::None:
    case Place::Kind::Constant: break;
    case Place::Kind::Register: m_asm.move(place.reg, reg); break;
    case Place::Kind::Stack: m_asm.store(Size::DW, R10, static_cast<int32_t>(place.value), reg); break;
    case Place::Kind::Frame: m_asm.store(Size::DW, R7, m_spillArea + static_cast<int32_t>(place.value), reg); break;
    }
}

void HandlerEmitter::instruction(const Instruction &i)
{
    switch (i.op) {
    case Op::Constant:
    case Op::StringConstant:
    case Op::TargetVariables: return;
    case Op::LoadLocal: {
        const int32_t offset = m_localOffsets[static_cast<size_t>(i.imm)];
        if (i.type == ir::Type::String) {
            if (temporary(i))
                stringOperation(i);
            return;
        }
        const Reg reg = resultRegister(i);
        m_asm.load(Size::DW, reg, R7, offset);
        define(i, reg);
        return;
    }
    case Op::StoreLocal: {
        const int32_t offset = m_localOffsets[static_cast<size_t>(i.imm)];
        int32_t imm = 0;
        if (i.type == ir::Type::String)
            materialise(i.a, R7, offset, m_t.options.maxStringLength, false);
        else if (immediateOf(i.a, imm))
            m_asm.storeConstant(Size::DW, R7, offset, imm);
        else
            m_asm.store(Size::DW, R7, offset, use(i.a, R0));
        return;
    }
    case Op::LoadGlobal:
    case Op::StoreGlobal:
    case Op::AddGlobal:
    case Op::DeleteGlobal: globalAccess(i); return;
    case Op::LoadElement:
    case Op::StoreElement:
    case Op::AddElement:
    case Op::HasElement:
    case Op::DeleteElement: arrayAccess(i); return;
    case Op::Accumulate: accumulate(i); return;
    case Op::Statistic:
    case Op::HistogramBucket: statistic(i); return;
    case Op::ForeachBegin: foreachBegin(i); return;
    case Op::ForeachNext: foreachNext(i); return;
    case Op::SpendActions: spendActions(i); return;
    case Op::SpentActions: spentActions(i); return;
    case Op::CaughtError:
        m_asm.load(Size::DW, R0, R7, i.imm ? frame::errorOperand : frame::errorCode);
        define(i, R0);
        return;
    case Op::Divide:
    case Op::Modulo: division(i); return;
    case Op::Equal:
    case Op::NotEqual:
    case Op::Less:
    case Op::LessEqual:
    case Op::Greater:
    case Op::GreaterEqual:
    case Op::Not: comparison(i); return;
    case Op::StringCompare: compareStrings(i); return;
    case Op::Concatenate: stringOperation(i); return;
    case Op::Format: format(i); return;
    case Op::Intrinsic: intrinsic(i); return;
    case Op::TargetValue: {
        const ir::TargetValue &value = m_t.bundle.ir.targetValues[static_cast<size_t>(i.imm)];
        const Label fault = m_asm.newLabel();
        const Label done = m_asm.newLabel();
        const bool available = targetValue(value, fault);
        if (!available)
            m_asm.constant(R0, 0);
        define(i, R0);
        if (m_asm.isUsed(fault)) {
            m_asm.jump(done);
            m_asm.bind(fault);
            if (i.imm2) { // recorded for later
                m_asm.constant(R0, 0);
                define(i, R0);
            } else {
                raise(i, RuntimeError::ReadFault, value.name, true);
            }
            m_asm.bind(done);
        }
        return;
    }
    case Op::Print: print(i, static_cast<uint32_t>(i.imm), false); return;
    default: arithmetic(i);
    }
}

void HandlerEmitter::arithmetic(const Instruction &i)
{
    Alu op = Alu::Add;
    switch (i.op) {
    case Op::Add: op = Alu::Add; break;
    case Op::Subtract: op = Alu::Subtract; break;
    case Op::Multiply: op = Alu::Multiply; break;
    case Op::ShiftLeft: op = Alu::ShiftLeft; break;
    case Op::ShiftRight: op = Alu::ShiftRightSigned; break;
    case Op::ShiftRightLogical: op = Alu::ShiftRight; break;
    case Op::And: op = Alu::And; break;
    case Op::Or: op = Alu::Or; break;
    case Op::Xor: op = Alu::Xor; break;
    case Op::Negate:
    case Op::Complement: {
        into(i.a, R0);
        m_asm.alu(i.op == Op::Negate ? Alu::Negate : Alu::Xor, R0, i.op == Op::Negate ? 0 : -1);
        define(i, R0);
        return;
    }
    default: return;
    }
    const bool shifts = op == Alu::ShiftLeft || op == Alu::ShiftRight || op == Alu::ShiftRightSigned;
    into(i.a, R0);
    int32_t imm = 0;
    int64_t count = 0;
    if (shifts && constantOf(i.b, count)) {
        m_asm.alu(op, R0, static_cast<int32_t>(count & 63));
    } else if (immediateOf(i.b, imm)) {
        m_asm.alu(op, R0, imm);
    } else if (shifts) {
        into(i.b, R1);
        m_asm.alu(Alu::And, R1, 63);
        m_asm.alu(op, R0, R1);
    } else {
        m_asm.alu(op, R0, use(i.b, R1));
    }
    define(i, R0);
}

// The machine divides unsigned only: work on the magnitudes, r2 keeps the sign of the result. The magnitude of INT64_MIN is
// right as an unsigned number, so INT64_MIN / -1 comes out as INT64_MIN.
void HandlerEmitter::signedDivision(Alu op)
{
    m_asm.move(R2, R0);
    if (op == Alu::Divide)
        m_asm.alu(Alu::Xor, R2, R1);
    m_asm.alu(Alu::ShiftRightSigned, R2, 63);
    for (const Reg reg : {R0, R1}) {
        m_asm.move(R3, reg);
        m_asm.alu(Alu::ShiftRightSigned, R3, 63);
        m_asm.alu(Alu::Xor, reg, R3);
        m_asm.alu(Alu::Subtract, reg, R3);
    }
    m_asm.alu(op, R0, R1);
    m_asm.alu(Alu::Xor, R0, R2);
    m_asm.alu(Alu::Subtract, R0, R2);
}

void HandlerEmitter::division(const Instruction &i)
{
    int64_t divisor = 0;
    const bool known = constantOf(i.b, divisor) && divisor != 0;
    into(i.b, R1);
    if (!known) {
        const Label fine = m_asm.newLabel();
        m_asm.jumpIf(Condition::NotEqual, R1, 0, fine);
        raise(i, RuntimeError::DivisionByZero, {}, false);
        m_asm.bind(fine);
    }
    into(i.a, R0);
    signedDivision(i.op == Op::Divide ? Alu::Divide : Alu::Modulo);
    define(i, R0);
}

void HandlerEmitter::comparison(const Instruction &i)
{
    static constexpr Condition conditions[] = {Condition::Equal,     Condition::NotEqual, Condition::Less,
                                               Condition::LessEqual, Condition::Greater,  Condition::GreaterEqual};
    const Condition c = i.op == Op::Not ? Condition::Equal : conditions[static_cast<int>(i.op) - static_cast<int>(Op::Equal)];
    const Label done = m_asm.newLabel();
    const Reg a = use(i.a, R1);
    int32_t imm = 0;
    const bool immediate = i.op == Op::Not || immediateOf(i.b, imm);
    const Reg b = immediate ? R2 : use(i.b, R2);
    m_asm.constant(R0, 1);
    if (immediate)
        m_asm.jumpIf(c, a, imm, done);
    else
        m_asm.jumpIf(c, a, b, done);
    m_asm.constant(R0, 0);
    m_asm.bind(done);
    define(i, R0);
}

void HandlerEmitter::intrinsic(const Instruction &i)
{
    const auto helper = [&](int32_t function, Alu shift, int32_t count) {
        m_asm.call(function);
        if (count)
            m_asm.alu(shift, R0, count);
    };
    switch (static_cast<Intrinsic>(i.imm)) {
    case Intrinsic::Pid: helper(BPF_FUNC_get_current_pid_tgid, Alu::ShiftRight, 32); break;
    case Intrinsic::Tid:
        helper(BPF_FUNC_get_current_pid_tgid, Alu::ShiftLeft, 32);
        m_asm.alu(Alu::ShiftRight, R0, 32);
        break;
    case Intrinsic::Uid:
        helper(BPF_FUNC_get_current_uid_gid, Alu::ShiftLeft, 32);
        m_asm.alu(Alu::ShiftRight, R0, 32);
        break;
    case Intrinsic::Gid: helper(BPF_FUNC_get_current_uid_gid, Alu::ShiftRight, 32); break;
    case Intrinsic::Cpu: helper(BPF_FUNC_get_smp_processor_id, Alu::Add, 0); break;
    case Intrinsic::Target:
        m_asm.mapValue(R1, m_t.bundle.controlMap, offsetof(Control, targetPid));
        m_asm.load(Size::W, R0, R1, 0);
        break;
    case Intrinsic::GettimeofdayNs:
        m_asm.call(BPF_FUNC_ktime_get_ns);
        m_asm.mapValue(R1, m_t.bundle.controlMap, offsetof(Control, realtimeOffsetNs));
        m_asm.load(Size::DW, R1, R1, 0);
        m_asm.alu(Alu::Add, R0, R1);
        break;
    case Intrinsic::Ppid:
    case Intrinsic::Euid:
    case Intrinsic::Egid: m_asm.constant(R0, 0); break; // asked only where there is no current task
    case Intrinsic::KtimeNs: helper(BPF_FUNC_ktime_get_ns, Alu::Add, 0); break;
    case Intrinsic::Random:
        helper(BPF_FUNC_get_prandom_u32, Alu::ShiftLeft, 32);
        m_asm.alu(Alu::ShiftRight, R0, 32);
        break;
    case Intrinsic::ThreadIndent:
    case Intrinsic::Indent: threadIndent(i); return;
    case Intrinsic::Exit: exitEntry(); return;
    case Intrinsic::Warn: print(i, UINT32_MAX, true); return;
    case Intrinsic::CurrentTask: helper(BPF_FUNC_get_current_task, Alu::Add, 0); break;
    case Intrinsic::UserMode:
        if (m_handler.kind == analysis::ProbeKind::KernelTrace) {
            // A place in the kernel, but what a process does is the program's.
            const std::string &point = m_t.bundle.program.sites[m_handler.sites.front()].probePoint;
            m_asm.constant(R0, point.starts_with("process") ? 1 : 0);
            break;
        }
        // The low bits of the code segment are the level of privilege.
        registerNamed(R0, "cs");
        m_asm.alu(Alu::And, R0, 3);
        m_asm.alu(Alu::ShiftRight, R0, 1);
        break;
    case Intrinsic::InTargetTree: {
        const Label none = m_asm.newLabel();
        into(i.keys[0], R1);
        m_asm.store(Size::W, R10, stack::key, R1);
        m_asm.lookUp(m_t.bundle.targetsMap, R10, stack::key);
        m_asm.jumpIf(Condition::Equal, R0, 0, none);
        m_asm.constant(R0, 1);
        m_asm.bind(none);
        break;
    }
    case Intrinsic::PerfCounter: perfCounter(i); return;
    case Intrinsic::WriteUser: writeUser(i); return;
    case Intrinsic::SendSignal:
        m_t.bundle.kernel.guru = true;
        into(i.keys[0], R1);
        m_asm.call(BPF_FUNC_send_signal_thread);
        break;
    case Intrinsic::UserBufferQuoted:
    case Intrinsic::KernelBufferQuoted: quotedBuffer(i); return;
    case Intrinsic::UserMemory:
    case Intrinsic::KernelMemory: memoryDump(i); return;
    case Intrinsic::Register: {
        const StringSource &s = source(i.keys[0]);
        const auto &strings = m_t.bundle.ir.strings;
        registerNamed(R0, s.index < strings.size() ? std::string_view(strings[s.index]) : std::string_view());
        break;
    }
    case Intrinsic::Argument: {
        const Label fault = m_asm.newLabel();
        const Label done = m_asm.newLabel();
        int64_t number = 1;
        (void)constantOf(i.keys[0], number);
        argumentValue(number, fault);
        define(i, R0);
        if (m_asm.isUsed(fault)) {
            m_asm.jump(done);
            m_asm.bind(fault);
            raise(i, RuntimeError::ReadFault, {}, true);
            m_asm.bind(done);
        }
        return;
    }
    case Intrinsic::KernelLong:
    case Intrinsic::UserLong: {
        const Label fine = m_asm.newLabel();
        int64_t size = 8;
        if (i.keys.size() > 1)
            (void)constantOf(i.keys[1], size);
        const auto bytes = static_cast<uint32_t>(size == 1 || size == 2 || size == 4 ? size : 8);
        into(i.keys[0], R3);
        m_asm.store(Size::DW, R10, stack::evaluation, R3);
        readMemory(stack::word, bytes, static_cast<Intrinsic>(i.imm) == Intrinsic::KernelLong);
        if (i.imm2) { // recorded for later
            const Label faulted = m_asm.newLabel();
            m_asm.move(R1, R0);
            m_asm.constant(R0, -1);
            m_asm.jumpIf(Condition::NotEqual, R1, 0, faulted);
            m_asm.load(sizeOf(bytes), R0, R10, stack::word);
            m_asm.bind(faulted);
            break;
        }
        m_asm.jumpIf(Condition::Equal, R0, 0, fine);
        m_asm.load(Size::DW, R3, R10, stack::evaluation);
        raise(i, RuntimeError::ReadFault, {}, true);
        m_asm.bind(fine);
        m_asm.load(sizeOf(bytes), R0, R10, stack::word);
        break;
    }
    case Intrinsic::LongToFp: floatOf(i); break;
    case Intrinsic::Strlen:
    case Intrinsic::Substr:
    case Intrinsic::KernelString:
    case Intrinsic::UserString: stringOperation(i); return;
    case Intrinsic::UserStringQuoted:
    case Intrinsic::KernelStringQuoted: quotedString(i); return;
    case Intrinsic::TextStrn: quotedText(i); return;
    case Intrinsic::Isinstr:
    case Intrinsic::RegexMatch: search(i); return;
    default: return; // strings that exist only as what they print
    }
    define(i, R0);
}

void HandlerEmitter::threadIndent(const Instruction &i)
{
    const bool ownThread = static_cast<Intrinsic>(i.imm) == Intrinsic::ThreadIndent;
    const int32_t out = temporary(i);
    const Label have = m_asm.newLabel();
    const Label done = m_asm.newLabel();
    const Label keepTime = m_asm.newLabel();
    const Label after = m_asm.newLabel();
    const Label positive = m_asm.newLabel();
    const auto lookup = [&] { m_asm.lookUp(m_t.maps.indent, R10, stack::key); };
    // indent() counts for the whole script, under a key that no thread has.
    if (ownThread) {
        m_asm.load(Size::W, R1, R7, m_output + static_cast<int32_t>(offsetof(RecordHeader, tid)));
        m_asm.store(Size::W, R10, stack::key, R1);
    } else {
        m_asm.storeConstant(Size::W, R10, stack::key, -1);
    }
    lookup();
    m_asm.jumpIf(Condition::NotEqual, R0, 0, have);
    m_asm.storeConstant(Size::DW, R10, stack::area, 0);
    m_asm.storeConstant(Size::DW, R10, stack::area + 8, 0);
    m_asm.mapDescriptor(R1, m_t.maps.indent);
    m_asm.move(R2, R10);
    m_asm.alu(Alu::Add, R2, stack::key);
    m_asm.move(R3, R10);
    m_asm.alu(Alu::Add, R3, stack::area);
    m_asm.constant(R4, BPF_NOEXIST);
    m_asm.call(BPF_FUNC_map_update_elem);
    lookup();
    m_asm.storeConstant(Size::DW, R7, out, 0);
    m_asm.storeConstant(Size::DW, R7, out + 8, 0);
    m_asm.jumpIf(Condition::Equal, R0, 0, done);
    m_asm.bind(have);
    constexpr auto depth = static_cast<int32_t>(offsetof(IndentState, depth));
    constexpr auto zeroSince = static_cast<int32_t>(offsetof(IndentState, zeroSinceNs));
    m_asm.load(Size::DW, R1, R0, depth);
    m_asm.load(Size::DW, R2, R7, m_output + static_cast<int32_t>(offsetof(RecordHeader, timeNs)));
    m_asm.jumpIf(Condition::NotEqual, R1, 0, keepTime);
    m_asm.store(Size::DW, R0, zeroSince, R2);
    m_asm.bind(keepTime);
    m_asm.load(Size::DW, R3, R0, zeroSince);
    m_asm.alu(Alu::Subtract, R2, R3);
    m_asm.alu(Alu::Divide, R2, 1000);
    m_asm.store(Size::DW, R7, out, R2);
    into(i.keys[0], R4);
    m_asm.store(Size::W, R7, out + 12, R4);
    // A step in is counted before its line is indented, a step out after.
    m_asm.move(R3, R1);
    m_asm.alu(Alu::Add, R1, R4);
    m_asm.store(Size::DW, R0, depth, R1);
    m_asm.jumpIf(Condition::Less, R4, 0, after);
    m_asm.move(R3, R1);
    m_asm.bind(after);
    m_asm.alu(Alu::Add, R3, -1);
    m_asm.jumpIf(Condition::GreaterEqual, R3, 0, positive);
    m_asm.constant(R3, 0);
    m_asm.bind(positive);
    m_asm.store(Size::W, R7, out + 8, R3);
    m_asm.bind(done);
}

void HandlerEmitter::raise(const Instruction &i, RuntimeError error, const std::string &subject, bool hasOperand)
{
    const auto site = static_cast<int32_t>(m_t.errorSite(i.range, subject));
    const Reg base = m_needsFrame ? R7 : R10;
    m_asm.storeConstant(Size::W, base, m_needsFrame ? frame::errorCode : stack::errorCode, static_cast<int32_t>(error));
    m_asm.storeConstant(Size::W, base, m_needsFrame ? frame::errorSite : stack::errorSite, site);
    const int32_t operand = m_needsFrame ? frame::errorOperand : stack::errorOperand;
    if (hasOperand)
        m_asm.store(Size::DW, base, operand, R3);
    else
        m_asm.storeConstant(Size::DW, base, operand, 0);
    const int32_t onError = m_f.blocks[m_block].onError;
    if (onError >= 0) {
        if (m_f.catchMessageLocal >= 0)
            storeErrorText(error, subject);
        m_asm.jump(target(m_unit, static_cast<uint32_t>(onError)));
        return;
    }
    if (m_needsFrame && m_staticOutput)
        m_asm.storeConstant(Size::DW, R7, frame::used, static_cast<int32_t>(m_position));
    m_asm.jump(target(m_unit, abortTarget));
}

}
