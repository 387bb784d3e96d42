// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "translator/handler_emitter.h"

#include <cstddef>

namespace tapscope::translator {

using namespace bpf;

namespace {

/// Tries before a hit is given up: some milliseconds, for which another processor may hold the lock.
constexpr int32_t tries = 1 << 17;

}

void HandlerEmitter::takeLock()
{
    // The lock holds the number of the processor that took it, from 1. In an interrupt of the very handler that holds it (or
    // where another thread was preempted with it) waiting is in vain.
    const auto word = lockNumber() * 8;
    const Label got = m_asm.newLabel();
    const Label lost = m_asm.newLabel();
    const auto exchange = [this, word](Reg own) {
        m_asm.mapValue(R1, m_t.maps.locks, static_cast<uint32_t>(word));
        m_asm.constant(R0, 0);
        m_asm.atomic(BPF_CMPXCHG, R1, 0, own);
    };
    m_asm.call(BPF_FUNC_get_smp_processor_id);
    m_asm.alu(Alu::Add, R0, 1);
    m_asm.move(R8, R0);
    exchange(R8);
    m_asm.jumpIf(Condition::Equal, R0, 0, got);
    m_asm.jumpIf(Condition::Equal, R0, R8, lost);
    m_asm.store(Size::DW, R7, frame::cursor, R8);
    m_asm.store(Size::DW, R7, frame::exitTarget, R8);
    m_asm.constant(R1, tries);
    m_asm.functionAddress(R2, routine("lock", m_handler.range, [this, exchange] {
                              takeContext(R2);
                              m_asm.load(Size::DW, R2, R7, frame::cursor);
                              exchange(R2);
                              m_asm.store(Size::DW, R7, frame::exitTarget, R0);
                              m_asm.constant(R1, 1);
                              const Label free = m_asm.newLabel();
                              m_asm.jumpIf(Condition::Equal, R0, 0, free);
                              m_asm.constant(R1, 0);
                              m_asm.bind(free);
                              m_asm.move(R0, R1);
                              m_asm.exit();
                          }));
    passContext(R3);
    m_asm.constant(R4, 0);
    m_asm.call(BPF_FUNC_loop);
    m_asm.load(Size::DW, R1, R7, frame::exitTarget);
    m_asm.jumpIf(Condition::Equal, R1, 0, got);
    m_asm.bind(lost);
    countFor(offsetof(HandlerCounters, lockBusy));
    m_asm.storeConstant(Size::DW, R7, frame::busy, 0);
    m_asm.jump(m_exit);
    m_asm.bind(got);
}

void HandlerEmitter::giveLockBack()
{
    m_asm.mapValue(R1, m_t.maps.locks, static_cast<uint32_t>(lockNumber() * 8));
    // An exchange, so that everything before it is seen by whoever takes the lock next.
    m_asm.constant(R0, 0);
    m_asm.atomic(BPF_XCHG, R1, 0, R0);
}

}
