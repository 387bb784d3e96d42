// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "translator/handler_emitter.h"

/// Text of the traced program or of the kernel in quotes, with escapes; where it cannot be read, its address.
namespace tapscope::translator {

using namespace bpf;
using analysis::Intrinsic;

namespace {

/// What may be written at once behind the last check, with the quote and the end.
constexpr int32_t longestEscape = 8;

}

uint32_t HandlerEmitter::quotedBytes() const
{
    // The quoted text, the text as it was read, a place in the former, and an address to be formatted.
    return 2 * m_t.options.maxStringLength + 16;
}

/// Callback for one character: r1 is which.
void HandlerEmitter::quoteCharacter(int32_t out, bool untilNul)
{
    const auto longest = static_cast<int32_t>(m_t.options.maxStringLength);
    const int32_t raw = out + longest;
    const int32_t place = raw + longest;
    const Label stop = m_asm.newLabel();
    const Label two = m_asm.newLabel();
    const Label octal = m_asm.newLabel();
    const Label advance = m_asm.newLabel();
    takeContext(R2);
    m_asm.jumpIf(Condition::AboveEqual, R1, longest, stop);
    m_asm.alu(Alu::Add, R1, R7);
    m_asm.load(Size::B, R4, R1, raw);
    if (untilNul)
        m_asm.jumpIf(Condition::Equal, R4, 0, stop);
    m_asm.load(Size::DW, R5, R7, place);
    m_asm.jumpIf(Condition::Above, R5, longest - longestEscape, stop);
    m_asm.move(R3, R5);
    m_asm.alu(Alu::Add, R3, R7);
    m_asm.jumpIf(Condition::Equal, R4, '"', two);
    m_asm.jumpIf(Condition::Equal, R4, '\\', two);
    for (const auto &[character, letter] : {std::pair{'\n', 'n'}, {'\t', 't'}, {'\r', 'r'}}) {
        const Label other = m_asm.newLabel();
        m_asm.jumpIf(Condition::NotEqual, R4, character, other);
        m_asm.constant(R4, letter);
        m_asm.jump(two);
        m_asm.bind(other);
    }
    m_asm.jumpIf(Condition::Below, R4, ' ', octal);
    m_asm.jumpIf(Condition::Above, R4, '~', octal);
    m_asm.store(Size::B, R3, out, R4);
    m_asm.alu(Alu::Add, R5, 1);
    m_asm.jump(advance);
    m_asm.bind(two);
    m_asm.storeConstant(Size::B, R3, out, '\\');
    m_asm.store(Size::B, R3, out + 1, R4);
    m_asm.alu(Alu::Add, R5, 2);
    m_asm.jump(advance);
    m_asm.bind(octal);
    m_asm.storeConstant(Size::B, R3, out, '\\');
    for (int32_t digit = 0; digit < 3; ++digit) {
        m_asm.move(R0, R4);
        m_asm.alu(Alu::ShiftRight, R0, 6 - 3 * digit);
        m_asm.alu(Alu::And, R0, 7);
        m_asm.alu(Alu::Add, R0, '0');
        m_asm.store(Size::B, R3, out + 1 + digit, R0);
    }
    m_asm.alu(Alu::Add, R5, 4);
    m_asm.bind(advance);
    m_asm.store(Size::DW, R7, place, R5);
    m_asm.constant(R0, 0);
    m_asm.exit();
    m_asm.bind(stop);
    m_asm.constant(R0, 1);
    m_asm.exit();
}

void HandlerEmitter::quotedString(const Instruction &i)
{
    const auto longest = static_cast<int32_t>(m_t.options.maxStringLength);
    const int32_t out = temporary(i);
    const int32_t raw = out + longest;
    const int32_t place = raw + longest;
    const bool fromKernel = static_cast<Intrinsic>(i.imm) == Intrinsic::KernelStringQuoted;
    const Label readable = m_asm.newLabel();
    const Label done = m_asm.newLabel();
    into(i.keys[0], R3);
    m_asm.store(Size::DW, R7, place + 8, R3);
    m_asm.move(R1, R7);
    m_asm.alu(Alu::Add, R1, raw);
    m_asm.constant(R2, longest);
    m_asm.call(fromKernel ? BPF_FUNC_probe_read_kernel_str : BPF_FUNC_probe_read_user_str);
    m_asm.jumpIf(Condition::GreaterEqual, R0, 0, readable);
    m_asm.storeConstant(Size::DW, R7, frame::cursor, 0);
    formatRun("0x%llx", 1, out, place + 8);
    m_asm.jump(done);
    m_asm.bind(readable);
    quoteRead(i, out, true);
    m_asm.bind(done);
}

/// What was read stands behind the quoted text; r0 says how much it is.
void HandlerEmitter::quoteRead(const Instruction &i, int32_t out, bool untilNul)
{
    const auto longest = static_cast<int32_t>(m_t.options.maxStringLength);
    const int32_t place = out + 2 * longest;
    const Label fits = m_asm.newLabel();
    m_asm.storeConstant(Size::B, R7, out, '"');
    m_asm.storeConstant(Size::DW, R7, place, 1);
    m_asm.move(R1, R0);
    m_asm.functionAddress(R2, routine("quote", i.range, [this, out, untilNul] { quoteCharacter(out, untilNul); }));
    passContext(R3);
    m_asm.constant(R4, 0);
    m_asm.call(BPF_FUNC_loop);
    m_asm.load(Size::DW, R1, R7, place);
    m_asm.jumpIf(Condition::BelowEqual, R1, longest - 2, fits);
    m_asm.constant(R1, longest - 2);
    m_asm.bind(fits);
    m_asm.alu(Alu::Add, R1, R7);
    m_asm.storeConstant(Size::B, R1, out, '"');
    m_asm.storeConstant(Size::B, R1, out + 1, 0);
}

void HandlerEmitter::quotedBuffer(const Instruction &i)
{
    const auto longest = static_cast<int32_t>(m_t.options.maxStringLength);
    const int32_t out = temporary(i);
    const int32_t raw = out + longest;
    const int32_t place = raw + longest;
    const bool fromKernel = static_cast<Intrinsic>(i.imm) == Intrinsic::KernelBufferQuoted;
    const Label small = m_asm.newLabel();
    const Label readable = m_asm.newLabel();
    const Label done = m_asm.newLabel();
    into(i.keys[0], R3);
    m_asm.store(Size::DW, R7, place + 8, R3);
    into(i.keys[1], R2);
    m_asm.jumpIf(Condition::BelowEqual, R2, longest - 1, small);
    m_asm.constant(R2, longest - 1);
    m_asm.bind(small);
    m_asm.store(Size::DW, R7, place, R2);
    m_asm.load(Size::DW, R3, R7, place + 8);
    m_asm.move(R1, R7);
    m_asm.alu(Alu::Add, R1, raw);
    m_asm.call(fromKernel ? BPF_FUNC_probe_read_kernel : BPF_FUNC_probe_read_user);
    m_asm.jumpIf(Condition::Equal, R0, 0, readable);
    m_asm.storeConstant(Size::DW, R7, frame::cursor, 0);
    formatRun("0x%llx", 1, out, place + 8);
    m_asm.jump(done);
    m_asm.bind(readable);
    m_asm.load(Size::DW, R0, R7, place);
    quoteRead(i, out, false);
    m_asm.bind(done);
}

}
