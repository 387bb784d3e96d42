// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "translator/handler_emitter.h"

#include <cstddef>

namespace tapscope::translator {

using namespace bpf;

namespace {

/// Tries before a hit is given up: some tenths of a millisecond when the lock is held on another processor. In an interrupt of
/// the very handler that holds it, waiting is in vain, and this is the longest that it can take.
constexpr int32_t tries = 4096;

}

void HandlerEmitter::takeLock()
{
    const auto word = lockNumber() * 8;
    const Label got = m_asm.newLabel();
    m_asm.mapValue(R1, m_t.maps.locks, static_cast<uint32_t>(word));
    m_asm.constant(R0, 1);
    m_asm.atomic(BPF_XCHG, R1, 0, R0);
    m_asm.jumpIf(Condition::Equal, R0, 0, got);
    m_asm.storeConstant(Size::DW, R7, frame::cursor, 1);
    m_asm.constant(R1, tries);
    m_asm.functionAddress(R2, routine("lock", m_handler.range, [this, word] {
                              takeContext(R2);
                              m_asm.mapValue(R1, m_t.maps.locks, static_cast<uint32_t>(word));
                              m_asm.constant(R0, 1);
                              m_asm.atomic(BPF_XCHG, R1, 0, R0);
                              m_asm.store(Size::DW, R7, frame::cursor, R0);
                              m_asm.alu(Alu::Xor, R0, 1);
                              m_asm.alu(Alu::And, R0, 1);
                              m_asm.exit();
                          }));
    passContext(R3);
    m_asm.constant(R4, 0);
    m_asm.call(BPF_FUNC_loop);
    m_asm.load(Size::DW, R1, R7, frame::cursor);
    m_asm.jumpIf(Condition::Equal, R1, 0, got);
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
