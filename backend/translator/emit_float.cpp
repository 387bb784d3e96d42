// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "translator/handler_emitter.h"

namespace tapscope::translator {

using namespace bpf;

/// The bits of the floating-point number of 64 bits that is nearest to a signed whole one, the even of two (IEEE 754), in
/// whole numbers, since a handler in the kernel has no others.
void HandlerEmitter::floatOf(const Instruction &i)
{
    constexpr int32_t bias = 1023, digits = 52, cut = 63 - digits; // how many bits go at the right
    constexpr int32_t half = 1 << (cut - 1);
    const Label positive = m_asm.newLabel(), up = m_asm.newLabel(), done = m_asm.newLabel();
    into(i.keys[0], R0);
    m_asm.constant(R5, 0);
    m_asm.jumpIf(Condition::Equal, R0, 0, done);
    m_asm.move(R4, R0);
    m_asm.alu(Alu::ShiftRight, R4, 63);
    m_asm.alu(Alu::ShiftLeft, R4, 63);
    m_asm.jumpIf(Condition::Greater, R0, 0, positive);
    m_asm.alu(Alu::Negate, R0, 0);
    m_asm.bind(positive);
    // Its first 1 comes to the left end.
    m_asm.constant(R3, bias + 63);
    for (const int32_t step : {32, 16, 8, 4, 2, 1}) {
        const Label further = m_asm.newLabel();
        m_asm.move(R1, R0);
        m_asm.alu(Alu::ShiftRight, R1, 64 - step);
        m_asm.jumpIf(Condition::NotEqual, R1, 0, further);
        m_asm.alu(Alu::ShiftLeft, R0, step);
        m_asm.alu(Alu::Add, R3, -step);
        m_asm.bind(further);
    }
    m_asm.move(R1, R0);
    m_asm.alu(Alu::And, R1, (1 << cut) - 1);
    m_asm.alu(Alu::ShiftRight, R0, cut);
    m_asm.move(R5, R3);
    m_asm.alu(Alu::Add, R5, -1); // that first 1 is added to the exponent
    m_asm.alu(Alu::ShiftLeft, R5, digits);
    m_asm.alu(Alu::Add, R5, R0);
    m_asm.alu(Alu::Or, R5, R4);
    m_asm.jumpIf(Condition::Below, R1, half, done);
    m_asm.jumpIf(Condition::Above, R1, half, up);
    m_asm.alu(Alu::And, R0, 1);
    m_asm.jumpIf(Condition::Equal, R0, 0, done);
    m_asm.bind(up);
    m_asm.alu(Alu::Add, R5, 1);
    m_asm.bind(done);
    m_asm.move(R0, R5);
}

}
