// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "analysis/probe_binder.h"
#include "translator/handler_emitter.h"
#include "translator/registers.h"

#include <algorithm>

namespace tapscope::translator {

using namespace bpf;
using debuginfo::LocationStep;

namespace {

constexpr int64_t stackPointer = 7; // DWARF's number of rsp

}

void HandlerEmitter::registerValue(Reg dst, int64_t dwarf)
{
    if (dwarf < 0 || dwarf >= registers::count) {
        m_asm.constant(dst, 0);
        return;
    }
    m_asm.load(Size::DW, dst, R6, registers::byDwarfNumber[dwarf]);
}

void HandlerEmitter::registerNamed(Reg dst, std::string_view name)
{
    const registers::Named *found = registers::byName(name);
    if (!found) {
        m_asm.constant(dst, 0);
        return;
    }
    if (name == registers::userAddress && analysis::isKernelSide(m_handler.kind)) {
        m_asm.call(BPF_FUNC_get_current_task_btf);
        m_asm.move(R1, R0);
        m_asm.call(BPF_FUNC_task_pt_regs);
        m_asm.move(R3, R0);
        m_asm.alu(Alu::Add, R3, found->offset);
        readMemory(stack::word, 8, true);
        m_asm.load(Size::DW, dst, R10, stack::word);
        return;
    }
    if ((name == registers::probeAddress || name == "rip") && m_handler.kind == analysis::ProbeKind::KernelFunction) {
        probedAddress();
        if (dst != R0)
            m_asm.move(dst, R0);
        return;
    }
    const bool inProgram = m_t.bundle.program.sites[m_handler.sites.front()].probePoint.starts_with("process");
    if (m_handler.kind == analysis::ProbeKind::KernelTrace
        && (!isSystemCallTracepoint() || (name == registers::probeAddress && !inProgram))) {
        m_asm.constant(dst, 0); // no instruction of the program, nor a known one of the kernel
        return;
    }
    if (m_handler.kind == analysis::ProbeKind::KernelTrace) {
        m_asm.load(Size::DW, R3, R6, 0);
        m_asm.alu(Alu::Add, R3, found->offset);
        readMemory(stack::word, 8, true);
        m_asm.load(Size::DW, dst, R10, stack::word);
    } else {
        m_asm.load(Size::DW, dst, R6, found->offset);
        if (found->offset == registers::ip && m_handler.kind == analysis::ProbeKind::UserReturn
            && m_t.returnsByInstruction(m_handler)) {
            // Where the function goes is on top of the stack, at the instruction that leaves it.
            m_asm.load(Size::DW, R3, R6, registers::sp);
            readMemory(stack::word, 8, false);
            m_asm.load(Size::DW, dst, R10, stack::word);
        }
    }
    if (found->bytes < 8)
        extend(dst, found->bytes, false);
}

void HandlerEmitter::readTarget(int32_t stackOffset, uint32_t bytes)
{
    readMemory(stackOffset, bytes, analysis::isKernelSide(m_handler.kind));
}

void HandlerEmitter::readMemory(int32_t stackOffset, uint32_t bytes, bool ofKernel)
{
    m_asm.move(R1, R10);
    m_asm.alu(Alu::Add, R1, stackOffset);
    m_asm.constant(R2, bytes);
    m_asm.call(ofKernel ? BPF_FUNC_probe_read_kernel : BPF_FUNC_probe_read_user);
}

void HandlerEmitter::probedAddress()
{
    using analysis::ProbeKind;
    // At a return the instruction pointer is the caller's, and what it is at a function's start depends on how the kernel
    // probes it; the kernel knows which function it was.
    const bool isReturn = m_handler.kind == ProbeKind::UserReturn || m_handler.kind == ProbeKind::KernelReturn;
    const bool isKernelFunction = m_handler.kind == ProbeKind::KernelFunction;
    const auto isInside = [&](uint32_t site) { return m_t.bundle.program.sites[site].kernelSymbol.contains('+'); };
    if (isReturn || (isKernelFunction && std::ranges::none_of(m_handler.sites, isInside))) {
        m_asm.move(R1, R6);
        m_asm.call(BPF_FUNC_get_func_ip);
        return;
    }
    m_asm.load(Size::DW, R0, R6, registers::ip);
    if (isKernelFunction)
        m_asm.alu(Alu::Add, R0, -1); // on x86 a kprobe leaves it behind the breakpoint's byte, whatever it was made of
}

void HandlerEmitter::loadBias(int64_t siteAddress)
{
    probedAddress();
    m_asm.constant(R1, siteAddress);
    m_asm.alu(Alu::Subtract, R0, R1);
}

void HandlerEmitter::argumentValue(int64_t number, Label fault)
{
    if (m_handler.systemCall && number >= 1 && number <= 6) {
        constexpr std::string_view ofSystemCall[] = {"rdi", "rsi", "rdx", "r10", "r8", "r9"};
        registerNamed(R0, ofSystemCall[number - 1]);
        return;
    }
    if (m_handler.kind == analysis::ProbeKind::KernelTrace) {
        m_asm.load(Size::DW, R0, R6, static_cast<int32_t>(number - 1) * 8);
        return;
    }
    constexpr int64_t byNumber[] = {5, 4, 1, 2, 8, 9}; // rdi, rsi, rdx, rcx, r8, r9
    if (number >= 1 && number <= 6) {
        registerValue(R0, byNumber[number - 1]);
        return;
    }
    m_asm.load(Size::DW, R3, R6, registers::sp);
    m_asm.alu(Alu::Add, R3, static_cast<int32_t>(8 * (number - 6)));
    m_asm.store(Size::DW, R10, stack::evaluation, R3);
    readTarget(stack::word, 8);
    m_asm.load(Size::DW, R3, R10, stack::evaluation);
    m_asm.jumpIf(Condition::NotEqual, R0, 0, fault);
    m_asm.load(Size::DW, R0, R10, stack::word);
}

void HandlerEmitter::writeUser(const Instruction &i)
{
    m_t.bundle.kernel.guru = true;
    const Label fine = m_asm.newLabel();
    int64_t bytes = 8;
    (void)constantOf(i.keys[1], bytes);
    into(i.keys[2], R1);
    m_asm.store(Size::DW, R10, stack::word, R1);
    into(i.keys[0], R1);
    m_asm.move(R2, R10);
    m_asm.alu(Alu::Add, R2, stack::word);
    m_asm.constant(R3, bytes == 1 || bytes == 2 || bytes == 4 ? bytes : 8);
    m_asm.call(BPF_FUNC_probe_write_user);
    m_asm.jumpIf(Condition::Equal, R0, 0, fine);
    raise(i, RuntimeError::Raised, "the program's memory cannot be written there", false);
    m_asm.bind(fine);
    define(i, R0);
}

void HandlerEmitter::extend(Reg reg, uint32_t bytes, bool isSigned)
{
    if (bytes >= 8)
        return;
    const auto shift = static_cast<int32_t>(64 - 8 * bytes);
    m_asm.alu(Alu::ShiftLeft, reg, shift);
    m_asm.alu(isSigned ? Alu::ShiftRightSigned : Alu::ShiftRight, reg, shift);
}

void HandlerEmitter::threadPointer()
{
    const auto kernel = analysis::runningKernelCached();
    const auto thread = kernel ? (*kernel)->memberOffset("task_struct", "thread") : std::nullopt;
    const auto base = kernel ? (*kernel)->memberOffset("thread_struct", "fsbase") : std::nullopt;
    m_asm.call(BPF_FUNC_get_current_task);
    m_asm.alu(Alu::Add, R0, static_cast<int32_t>(thread.value_or(0) + base.value_or(0)));
    m_asm.move(R3, R0);
    readMemory(stack::word, 8, true);
    m_asm.load(Size::DW, R0, R10, stack::word);
}

// r0 = r0 op r1
void HandlerEmitter::binaryStep(LocationStep::Op op)
{
    using enum LocationStep::Op;
    const auto compare = [&](Condition condition) {
        const Label holds = m_asm.newLabel();
        m_asm.constant(R2, 1);
        m_asm.jumpIf(condition, R0, R1, holds);
        m_asm.constant(R2, 0);
        m_asm.bind(holds);
        m_asm.move(R0, R2);
    };
    switch (op) {
    case Add: m_asm.alu(Alu::Add, R0, R1); break;
    case Subtract: m_asm.alu(Alu::Subtract, R0, R1); break;
    case Multiply: m_asm.alu(Alu::Multiply, R0, R1); break;
    case And: m_asm.alu(Alu::And, R0, R1); break;
    case Or: m_asm.alu(Alu::Or, R0, R1); break;
    case Xor: m_asm.alu(Alu::Xor, R0, R1); break;
    case Divide: signedDivision(Alu::Divide); break;
    case Modulo: m_asm.alu(Alu::Modulo, R0, R1); break;
    case Equal: compare(Condition::Equal); break;
    case NotEqual: compare(Condition::NotEqual); break;
    case Less: compare(Condition::Less); break;
    case LessEqual: compare(Condition::LessEqual); break;
    case Greater: compare(Condition::Greater); break;
    case GreaterEqual: compare(Condition::GreaterEqual); break;
    default:
        m_asm.alu(Alu::And, R1, 63);
        m_asm.alu(op == ShiftLeft ? Alu::ShiftLeft : op == ShiftRight ? Alu::ShiftRight : Alu::ShiftRightSigned, R0, R1);
    }
}

bool HandlerEmitter::targetValue(const ir::TargetValue &value, Label fault)
{
    using Kind = debuginfo::Location::Kind;
    if (value.location.kind == Kind::Unavailable)
        return false;
    // A postfix machine with its top in r0 and the rest on the stack.
    int32_t depth = 0;
    const auto slot = [](int32_t n) { return stack::evaluation - 8 * n; };
    const auto push = [&] {
        if (depth > 0)
            m_asm.store(Size::DW, R10, slot(depth - 1), R0);
        ++depth;
    };
    const auto loadFrom = [&](uint32_t bytes) {
        // The address is kept for the error's text.
        const int32_t kept = slot(depth - 1);
        m_asm.store(Size::DW, R10, kept, R0);
        m_asm.move(R3, R0);
        readTarget(stack::word, bytes);
        m_asm.load(Size::DW, R3, R10, kept);
        m_asm.jumpIf(Condition::NotEqual, R0, 0, fault);
        m_asm.load(sizeOf(bytes), R0, R10, stack::word);
    };
    const auto &steps = value.location.steps;
    for (size_t n = 0; n < steps.size(); ++n) {
        const LocationStep &step = steps[n];
        if (depth >= stack::evaluationDepth
            || (depth == 0 && step.op != LocationStep::Op::Register && step.op != LocationStep::Op::Frame
                && step.op != LocationStep::Op::Constant && step.op != LocationStep::Op::LoadBias
                && step.op != LocationStep::Op::ThreadPointer && step.op != LocationStep::Op::Argument))
            return false;
        switch (step.op) {
        case LocationStep::Op::Register:
            push();
            registerValue(R0, step.value);
            break;
        case LocationStep::Op::Frame: {
            push();
            registerValue(R0, stackPointer);
            // The kernel's return probes come when the return address has been taken off the stack.
            const bool isReturn = m_handler.kind == analysis::ProbeKind::UserReturn
                || m_handler.kind == analysis::ProbeKind::KernelReturn;
            if (isReturn && !m_t.returnsByInstruction(m_handler))
                m_asm.alu(Alu::Add, R0, -8);
            break;
        }
        case LocationStep::Op::Constant:
            // The most frequent form: base register plus offset.
            if (depth > 0 && n + 1 < steps.size() && steps[n + 1].op == LocationStep::Op::Add
                && step.value == static_cast<int32_t>(step.value)) {
                if (step.value)
                    m_asm.alu(Alu::Add, R0, static_cast<int32_t>(step.value));
                ++n;
                break;
            }
            push();
            m_asm.constant(R0, step.value);
            break;
        case LocationStep::Op::LoadBias:
            push();
            loadBias(step.value);
            break;
        case LocationStep::Op::ThreadPointer:
            push();
            threadPointer();
            break;
        case LocationStep::Op::Argument:
            push();
            m_asm.load(Size::DW, R0, R6, static_cast<int32_t>(step.value) * 8);
            break;
        case LocationStep::Op::Negate: m_asm.alu(Alu::Negate, R0, 0); break;
        case LocationStep::Op::Not: m_asm.alu(Alu::Xor, R0, -1); break;
        case LocationStep::Op::Load: loadFrom(static_cast<uint32_t>(step.value)); break;
        default: break;
        }
        if (!step.isBinary())
            continue;
        if (depth < 2)
            return false;
        m_asm.move(R1, R0);
        m_asm.load(Size::DW, R0, R10, slot(depth - 2));
        --depth;
        binaryStep(step.op);
    }
    if (depth == 0)
        return false;
    const uint32_t bytes = value.byteSize == 1 || value.byteSize == 2 || value.byteSize == 4 ? value.byteSize : 8;
    if (value.location.kind == Kind::Memory) {
        loadFrom(bytes);
        if (value.isSigned)
            extend(R0, bytes, true);
    } else {
        extend(R0, bytes, value.isSigned);
    }
    return true;
}

}
