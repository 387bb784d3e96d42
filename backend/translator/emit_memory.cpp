// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "translator/handler_emitter.h"

/// Memory of the traced program or of the kernel as hexadecimal digits: %m and %M of printf.
namespace tapscope::translator {

using namespace bpf;
using analysis::Intrinsic;

uint32_t HandlerEmitter::memoryBytes() const
{
    // The digits, and the bytes as they were read.
    return 2 * m_t.options.maxStringLength;
}

/// Callback for one byte: r1 is which.
void HandlerEmitter::dumpByte(int32_t out)
{
    const auto longest = static_cast<int32_t>(m_t.options.maxStringLength);
    const Label stop = m_asm.newLabel();
    takeContext(R2);
    m_asm.jumpIf(Condition::AboveEqual, R1, longest / 2 - 1, stop);
    m_asm.move(R2, R1);
    m_asm.alu(Alu::Add, R2, R7);
    m_asm.load(Size::B, R4, R2, out + longest);
    m_asm.alu(Alu::Add, R2, R1); // two digits for each byte
    for (const int32_t digit : {0, 1}) {
        const Label letter = m_asm.newLabel();
        const Label done = m_asm.newLabel();
        m_asm.move(R3, R4);
        if (digit == 0)
            m_asm.alu(Alu::ShiftRight, R3, 4);
        m_asm.alu(Alu::And, R3, 15);
        m_asm.jumpIf(Condition::Above, R3, 9, letter);
        m_asm.alu(Alu::Add, R3, '0');
        m_asm.jump(done);
        m_asm.bind(letter);
        m_asm.alu(Alu::Add, R3, 'a' - 10);
        m_asm.bind(done);
        m_asm.store(Size::B, R2, out + digit, R3);
    }
    m_asm.storeConstant(Size::B, R2, out + 2, 0);
    m_asm.constant(R0, 0);
    m_asm.exit();
    m_asm.bind(stop);
    m_asm.constant(R0, 1);
    m_asm.exit();
}

void HandlerEmitter::memoryDump(const Instruction &i)
{
    const auto longest = static_cast<int32_t>(m_t.options.maxStringLength);
    const int32_t most = longest / 2 - 1;
    const int32_t out = temporary(i);
    const Label some = m_asm.newLabel();
    const Label fits = m_asm.newLabel();
    const Label readable = m_asm.newLabel();
    const Label none = m_asm.newLabel(); // recorded for later: "" says that it fails
    const Label done = m_asm.newLabel();
    into(i.keys[0], R3);
    m_asm.store(Size::DW, R10, stack::word, R3);
    into(i.keys[1], R2);
    m_asm.jumpIf(Condition::Greater, R2, 0, some);
    m_asm.constant(R2, 1);
    m_asm.bind(some);
    m_asm.jumpIf(Condition::BelowEqual, R2, most, fits);
    if (i.imm2)
        m_asm.jump(none);
    else
        raise(i, RuntimeError::Raised, "a memory dump of so many bytes does not fit into a string (see -D MAXSTRINGLEN)", false);
    m_asm.bind(fits);
    m_asm.store(Size::DW, R10, stack::evaluation, R2);
    m_asm.load(Size::DW, R3, R10, stack::word);
    m_asm.move(R1, R7);
    m_asm.alu(Alu::Add, R1, out + longest);
    m_asm.call(static_cast<Intrinsic>(i.imm) == Intrinsic::KernelMemory ? BPF_FUNC_probe_read_kernel : BPF_FUNC_probe_read_user);
    m_asm.jumpIf(Condition::Equal, R0, 0, readable);
    m_asm.load(Size::DW, R3, R10, stack::word);
    if (i.imm2)
        m_asm.jump(none);
    else
        raise(i, RuntimeError::ReadFault, {}, true);
    m_asm.bind(readable);
    m_asm.load(Size::DW, R1, R10, stack::evaluation);
    m_asm.functionAddress(R2, routine("dump", i.range, [this, out] { dumpByte(out); }));
    passContext(R3);
    m_asm.constant(R4, 0);
    m_asm.call(BPF_FUNC_loop);
    if (!i.imm2)
        return;
    m_asm.jump(done);
    m_asm.bind(none);
    m_asm.storeConstant(Size::B, R7, out, 0);
    m_asm.bind(done);
}

}
