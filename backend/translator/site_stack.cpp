// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "translator/registers.h"
#include "translator/translation.h"

#include <cstddef>

/// The grouped fallback has no cookies, and at a return the instruction pointer is the caller's. So a program at the function's
/// entry puts the function's address on a stack of its own for the thread, and the return takes it off by the stack pointer.
namespace tapscope::translator {

using namespace bpf;

namespace {

constexpr int32_t keyOffset = -24; // as stack::key, which nothing needs across this
/// How many calls that were left without a return go at one hit; the verifier walks each step. What remains goes at the next.
constexpr int32_t mostDropped = 32;
constexpr int32_t callBytes = sizeof(SiteStack::Call);
constexpr int32_t firstCall = offsetof(SiteStack, calls);
constexpr int32_t addressField = offsetof(SiteStack::Call, address);
constexpr int32_t stackPointerField = offsetof(SiteStack::Call, stackPointer);
static_assert((SiteStack::capacity & (SiteStack::capacity - 1)) == 0);

/// r0 = the thread's stack or null; the key (thread and handler) stays on the BPF stack.
void lookup(Assembler &a, const Translation &t)
{
    a.lookUp(t.maps.siteStacks, R10, keyOffset);
}

void makeKey(Assembler &a, uint32_t handler)
{
    a.call(BPF_FUNC_get_current_pid_tgid);
    a.store(Size::W, R10, keyOffset, R0);
    a.storeConstant(Size::W, R10, keyOffset + 4, static_cast<int32_t>(handler));
}

/// r3 = address of the call below depth r1 in the stack r9.
void topCall(Assembler &a)
{
    a.move(R3, R1);
    a.alu(Alu::Add, R3, -1);
    a.alu(Alu::And, R3, SiteStack::capacity - 1);
    a.alu(Alu::Multiply, R3, callBytes);
    a.alu(Alu::Add, R3, R9);
}

/// Takes calls off that lie deeper than the stack pointer r5: they were left without a return (longjmp, exceptions).
/// r9 = the stack; leaves the depth in r1.
void dropLeftCalls(Assembler &a)
{
    const Label again = a.newLabel();
    const Label done = a.newLabel();
    a.load(Size::DW, R1, R9, offsetof(SiteStack, depth));
    a.constant(R2, mostDropped);
    a.bind(again);
    a.jumpIf(Condition::Equal, R1, 0, done);
    topCall(a);
    a.load(Size::DW, R4, R3, firstCall + stackPointerField);
    a.jumpIf(Condition::AboveEqual, R4, R5, done);
    a.alu(Alu::Add, R1, -1);
    a.alu(Alu::Add, R2, -1);
    a.jumpIf(Condition::NotEqual, R2, 0, again);
    a.bind(done);
}

}

uint32_t emitSiteStackEntry(Translation &t, uint32_t handlerIndex)
{
    const analysis::Handler &handler = t.bundle.program.handlers[handlerIndex];
    Assembler a;
    const Label exit = a.newLabel();
    const Label have = a.newLabel();
    a.mark(handler.range);
    a.move(R6, R1);
    a.mapValue(R1, t.bundle.controlMap, offsetof(Control, state));
    a.load(Size::W, R1, R1, 0);
    a.jumpIf(Condition::NotEqual, R1, 1, exit);
    if (handler.targetProcessesOnly) {
        a.call(BPF_FUNC_get_current_pid_tgid);
        a.alu(Alu::ShiftRight, R0, 32);
        a.store(Size::W, R10, keyOffset, R0);
        a.lookUp(t.bundle.targetsMap, R10, keyOffset);
        a.jumpIf(Condition::Equal, R0, 0, exit);
    }
    makeKey(a, handlerIndex);
    lookup(a, t);
    a.jumpIf(Condition::NotEqual, R0, 0, have);
    a.mapDescriptor(R1, t.maps.siteStacks);
    a.move(R2, R10);
    a.alu(Alu::Add, R2, keyOffset);
    a.mapValue(R3, t.maps.zeroes, 0);
    a.constant(R4, BPF_NOEXIST);
    a.call(BPF_FUNC_map_update_elem);
    lookup(a, t);
    a.jumpIf(Condition::Equal, R0, 0, exit);
    a.bind(have);
    a.move(R9, R0);
    a.load(Size::DW, R5, R6, registers::sp);
    dropLeftCalls(a);
    // Past the kernel's own limit of pending returns there will be none to tell apart.
    a.jumpIf(Condition::AboveEqual, R1, SiteStack::capacity, exit);
    a.alu(Alu::Add, R1, 1);
    topCall(a);
    a.load(Size::DW, R4, R6, registers::ip);
    a.store(Size::DW, R3, firstCall + addressField, R4);
    a.store(Size::DW, R3, firstCall + stackPointerField, R5);
    a.store(Size::DW, R9, offsetof(SiteStack, depth), R1);
    a.bind(exit);
    a.constant(R0, 0);
    a.exit();
    (void)a.resolve();
    return addProgram(t, a, {{FunctionMark{0, "entry_of_handler" + std::to_string(handlerIndex), false}}},
                      protocol::Program::Kind::Uprobe, "entry" + std::to_string(handlerIndex));
}

void emitSiteStackPop(Assembler &a, const Translation &t, uint32_t handler, Reg base, int32_t offset)
{
    const Label none = a.newLabel();
    a.storeConstant(Size::DW, base, offset, 0);
    makeKey(a, handler);
    lookup(a, t);
    a.jumpIf(Condition::Equal, R0, 0, none);
    a.move(R9, R0);
    // The return has popped the slot that the entry saw.
    a.load(Size::DW, R5, R6, registers::sp);
    a.alu(Alu::Add, R5, -8);
    dropLeftCalls(a);
    a.store(Size::DW, R9, offsetof(SiteStack, depth), R1);
    a.jumpIf(Condition::Equal, R1, 0, none);
    topCall(a);
    a.load(Size::DW, R4, R3, firstCall + stackPointerField);
    a.jumpIf(Condition::NotEqual, R4, R5, none);
    a.load(Size::DW, R4, R3, firstCall + addressField);
    a.store(Size::DW, base, offset, R4);
    a.alu(Alu::Add, R1, -1);
    a.store(Size::DW, R9, offsetof(SiteStack, depth), R1);
    a.bind(none);
}

}
