// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "translator/handler_emitter.h"

/// @perf(): the kernel counts by CPU; whenever a thread leaves one, what was counted since it came is added to what is the
/// thread's. A thread has an entry from the first time on that a handler asks for it.
namespace tapscope::translator {

using namespace bpf;

namespace {

void readCounter(Assembler &a, int32_t map)
{
    a.mapDescriptor(R1, map);
    a.constant(R2, BPF_F_CURRENT_CPU);
    a.call(BPF_FUNC_perf_event_read);
}

}

void HandlerEmitter::perfCounter(const Instruction &i)
{
    constexpr int32_t total = stack::area, start = stack::area + 8, thread = stack::area + 16;
    int64_t counter = 0;
    (void)constantOf(i.keys[0], counter);
    const Label done = m_asm.newLabel();
    m_asm.call(BPF_FUNC_get_current_pid_tgid);
    m_asm.alu(Alu::ShiftLeft, R0, 32);
    m_asm.alu(Alu::ShiftRight, R0, 32);
    m_asm.constant(R1, counter << 32);
    m_asm.alu(Alu::Or, R0, R1);
    m_asm.store(Size::DW, R10, thread, R0);
    m_asm.storeConstant(Size::W, R10, stack::key, static_cast<int32_t>(counter));
    // Twice when the thread has left the CPU in between.
    for (int turn = 0; turn < 2; ++turn) {
        const Label known = m_asm.newLabel();
        const Label got = m_asm.newLabel();
        m_asm.lookUp(m_t.maps.counterTotals, R10, thread);
        m_asm.jumpIf(Condition::NotEqual, R0, 0, known);
        m_asm.storeConstant(Size::DW, R10, total, 0);
        m_asm.mapDescriptor(R1, m_t.maps.counterTotals);
        m_asm.move(R2, R10);
        m_asm.alu(Alu::Add, R2, thread);
        m_asm.move(R3, R10);
        m_asm.alu(Alu::Add, R3, total);
        m_asm.constant(R4, BPF_NOEXIST);
        m_asm.call(BPF_FUNC_map_update_elem);
        m_asm.jump(got);
        m_asm.bind(known);
        m_asm.load(Size::DW, R1, R0, 0);
        m_asm.store(Size::DW, R10, total, R1);
        m_asm.bind(got);
        m_asm.lookUp(m_t.maps.counterStarts, R10, stack::key);
        m_asm.jumpIf(Condition::Equal, R0, 0, done);
        m_asm.load(Size::DW, R1, R0, 0);
        m_asm.store(Size::DW, R10, start, R1);
        readCounter(m_asm, m_t.bundle.counterMaps[static_cast<size_t>(counter)]);
        m_asm.load(Size::DW, R1, R10, start);
        m_asm.alu(Alu::Subtract, R0, R1);
        m_asm.load(Size::DW, R1, R10, total);
        m_asm.alu(Alu::Add, R0, R1);
        m_asm.store(Size::DW, R10, total, R0);
        m_asm.lookUp(m_t.maps.counterStarts, R10, stack::key);
        m_asm.jumpIf(Condition::Equal, R0, 0, done);
        m_asm.load(Size::DW, R1, R0, 0);
        m_asm.load(Size::DW, R2, R10, start);
        m_asm.load(Size::DW, R0, R10, total);
        m_asm.jumpIf(Condition::Equal, R1, R2, done);
    }
    m_asm.bind(done);
    define(i, R0);
}

void emitCounterSwitch(Translation &t)
{
    constexpr int32_t number = -8, key = -16;
    Assembler a;
    a.mark(t.bundle.program.counters.front().range);
    // The one that leaves is still the current one.
    a.call(BPF_FUNC_get_current_pid_tgid);
    a.alu(Alu::ShiftLeft, R0, 32);
    a.alu(Alu::ShiftRight, R0, 32);
    a.move(R7, R0);
    for (size_t counter = 0; counter < t.bundle.counterMaps.size(); ++counter) {
        const Label next = a.newLabel();
        const Label foreign = a.newLabel();
        readCounter(a, t.bundle.counterMaps[counter]);
        a.move(R8, R0);
        a.storeConstant(Size::W, R10, number, static_cast<int32_t>(counter));
        a.lookUp(t.maps.counterStarts, R10, number);
        a.jumpIf(Condition::Equal, R0, 0, next);
        a.move(R9, R0);
        a.constant(R1, static_cast<int64_t>(counter) << 32);
        a.alu(Alu::Or, R1, R7);
        a.store(Size::DW, R10, key, R1);
        a.lookUp(t.maps.counterTotals, R10, key);
        a.jumpIf(Condition::Equal, R0, 0, foreign);
        a.load(Size::DW, R1, R9, 0);
        a.move(R2, R8);
        a.alu(Alu::Subtract, R2, R1);
        a.load(Size::DW, R1, R0, 0);
        a.alu(Alu::Add, R1, R2);
        a.store(Size::DW, R0, 0, R1);
        a.bind(foreign);
        a.store(Size::DW, R9, 0, R8);
        a.bind(next);
    }
    a.constant(R0, 0);
    a.exit();
    (void)a.resolve();
    planTracepoint(t, a, "sched_switch", "counters");
}

}
