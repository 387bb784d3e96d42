// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "translator/handler_emitter.h"

/// Text of the traced program or of the kernel in quotes, with escapes; where it cannot be read, its address.
namespace tapscope::translator {

using namespace bpf;
using analysis::Intrinsic;

namespace {

/// What is written at once at most: \U and eight digits. So much may follow the text.
constexpr int32_t longestEscape = 16;
/// What stands in place of the rest of a text that is cut: a quote and three dots, of which the quote is there anyway.
constexpr int32_t dots = 3;

/// Places behind the quoted text and the text as it was read.
struct State {
    explicit State(int32_t out, int32_t longest) : raw(out + longest + longestEscape), position(raw + longest) {}

    int32_t raw;
    int32_t position; ///< where the next character is written
    int32_t address = position + 8; ///< while reading
    int32_t limit = position + 8; ///< then: where the quote stands at the latest
    int32_t used = position + 16; ///< of the limit: a zero byte counts as four characters, of which it takes two
    int32_t isCut = position + 24;
    int32_t next = position + 32; ///< the byte behind a character of several
    int32_t count = position + 40; ///< of bytes that were read
    int32_t escape = position + 48; ///< the first escape that a cut might divide
    int32_t escapeBytes = position + 56;
};

constexpr uint32_t stateBytes = 64;

}

uint32_t HandlerEmitter::quotedBytes() const
{
    return 2 * m_t.options.maxStringLength + static_cast<uint32_t>(longestEscape) + stateBytes;
}

/// r8 = 6 or 10 and r9 = the character of two to four bytes at r1, which begins with r4; else to `none`.
void HandlerEmitter::characterOfSeveral(int32_t out, Label none)
{
    const State at(out, static_cast<int32_t>(m_t.options.maxStringLength));
    const Label isThree = m_asm.newLabel();
    const Label isFour = m_asm.newLabel();
    const Label isKnown = m_asm.newLabel();
    const Label isShort = m_asm.newLabel();
    const auto continuation = [&](int32_t n) {
        m_asm.load(Size::B, R3, R1, at.raw + n);
        m_asm.move(R0, R3);
        m_asm.alu(Alu::And, R0, 0xc0);
        m_asm.jumpIf(Condition::NotEqual, R0, 0x80, none);
        m_asm.alu(Alu::And, R3, 0x3f);
        m_asm.alu(Alu::ShiftLeft, R4, 6);
        m_asm.alu(Alu::Or, R4, R3);
    };
    m_asm.move(R8, R9);
    m_asm.jumpIf(Condition::AboveEqual, R4, 0xf0, isFour);
    m_asm.jumpIf(Condition::AboveEqual, R4, 0xe0, isThree);
    m_asm.alu(Alu::And, R4, 0x1f);
    continuation(1);
    m_asm.jumpIf(Condition::Below, R4, 0x80, none);
    m_asm.alu(Alu::Add, R8, 2);
    m_asm.jump(isKnown);
    m_asm.bind(isThree);
    m_asm.alu(Alu::And, R4, 0xf);
    continuation(1);
    continuation(2);
    m_asm.jumpIf(Condition::Below, R4, 0x800, none);
    m_asm.move(R0, R4);
    m_asm.alu(Alu::And, R0, 0xf800);
    m_asm.jumpIf(Condition::Equal, R0, 0xd800, none); // half of a pair
    m_asm.alu(Alu::Add, R8, 3);
    m_asm.jump(isKnown);
    m_asm.bind(isFour);
    m_asm.jumpIf(Condition::AboveEqual, R4, 0xf8, none);
    m_asm.alu(Alu::And, R4, 0x7);
    continuation(1);
    continuation(2);
    continuation(3);
    m_asm.jumpIf(Condition::Below, R4, 0x10000, none);
    m_asm.jumpIf(Condition::Above, R4, 0x10ffff, none);
    m_asm.alu(Alu::Add, R8, 4);
    m_asm.bind(isKnown);
    m_asm.load(Size::DW, R0, R7, at.count);
    m_asm.jumpIf(Condition::Above, R8, R0, none);
    m_asm.store(Size::DW, R7, at.next, R8);
    m_asm.move(R9, R4);
    m_asm.constant(R8, 6);
    m_asm.jumpIf(Condition::BelowEqual, R9, 0xffff, isShort);
    m_asm.constant(R8, 10);
    m_asm.bind(isShort);
}

/// Callback for one byte: r1 is which.
void HandlerEmitter::quoteCharacter(int32_t out, bool untilNul)
{
    const auto longest = static_cast<int32_t>(m_t.options.maxStringLength);
    const State at(out, longest);
    const Label stop = m_asm.newLabel();
    const Label cut = m_asm.newLabel();
    const Label escape = m_asm.newLabel();
    const Label whole = m_asm.newLabel();
    const Label control = m_asm.newLabel();
    const Label several = m_asm.newLabel();
    const Label octal = m_asm.newLabel();
    const Label room = m_asm.newLabel();
    const Label writeTwo = m_asm.newLabel();
    const Label writeZero = m_asm.newLabel();
    const Label writeOctal = m_asm.newLabel();
    const Label writeLong = m_asm.newLabel();
    const Label writeDigits = m_asm.newLabel();
    const Label advance = m_asm.newLabel();
    const Label again = m_asm.newLabel();
    takeContext(R2);
    m_asm.jumpIf(Condition::AboveEqual, R1, longest, stop);
    m_asm.load(Size::DW, R0, R7, at.next);
    m_asm.jumpIf(Condition::Below, R1, R0, again);
    m_asm.move(R9, R1);
    m_asm.alu(Alu::Add, R1, R7);
    m_asm.load(Size::B, R4, R1, at.raw);
    if (untilNul)
        m_asm.jumpIf(Condition::Equal, R4, 0, stop);
    // r8 = how much is written, r9 = what.
    m_asm.jumpIf(Condition::Below, R4, ' ', control);
    m_asm.jumpIf(Condition::Above, R4, '~', several);
    m_asm.constant(R8, 2);
    m_asm.move(R9, R4);
    m_asm.jumpIf(Condition::Equal, R4, '"', room);
    m_asm.jumpIf(Condition::Equal, R4, '\\', room);
    m_asm.constant(R8, 1);
    m_asm.jump(room);
    m_asm.bind(control);
    m_asm.constant(R8, 2);
    for (const auto &[character, letter] :
         {std::pair{'\n', 'n'}, {'\t', 't'}, {'\r', 'r'}, {'\a', 'a'}, {'\b', 'b'}, {'\v', 'v'}, {'\f', 'f'}}) {
        m_asm.constant(R9, letter);
        m_asm.jumpIf(Condition::Equal, R4, character, room);
    }
    m_asm.jump(octal);
    m_asm.bind(several);
    m_asm.jumpIf(Condition::Below, R4, 0xc0, octal);
    characterOfSeveral(out, octal);
    m_asm.jump(room);
    m_asm.bind(octal);
    m_asm.load(Size::B, R9, R1, at.raw);
    m_asm.constant(R8, 4);
    m_asm.bind(room);
    m_asm.load(Size::DW, R5, R7, at.position);
    m_asm.jumpIf(Condition::Above, R5, longest, stop);
    m_asm.load(Size::DW, R4, R7, at.used);
    m_asm.alu(Alu::Add, R4, R8);
    m_asm.load(Size::DW, R0, R7, at.limit);
    m_asm.jumpIf(Condition::NotEqual, R8, 1, escape);
    m_asm.jumpIf(Condition::Above, R4, R0, cut);
    m_asm.alu(Alu::Add, R5, R7);
    m_asm.store(Size::B, R5, out, R9);
    m_asm.bind(advance);
    m_asm.store(Size::DW, R7, at.used, R4);
    m_asm.load(Size::DW, R5, R7, at.position);
    m_asm.alu(Alu::Add, R5, R8);
    m_asm.store(Size::DW, R7, at.position, R5);
    m_asm.bind(again);
    m_asm.constant(R0, 0);
    m_asm.exit();
    m_asm.bind(escape);
    m_asm.move(R3, R0);
    m_asm.alu(Alu::Subtract, R3, dots);
    m_asm.jumpIf(Condition::LessEqual, R4, R3, whole);
    m_asm.load(Size::DW, R3, R7, at.escape);
    m_asm.jumpIf(Condition::NotEqual, R3, 0, whole);
    m_asm.store(Size::DW, R7, at.escape, R5);
    m_asm.store(Size::DW, R7, at.escapeBytes, R8);
    m_asm.bind(whole);
    m_asm.jumpIf(Condition::Above, R4, R0, cut);
    m_asm.alu(Alu::Add, R5, R7);
    m_asm.storeConstant(Size::B, R5, out, '\\');
    m_asm.jumpIf(Condition::Equal, R8, 2, writeTwo);
    m_asm.jumpIf(Condition::Equal, R8, 4, writeOctal);
    m_asm.jumpIf(Condition::Equal, R8, 10, writeLong);
    m_asm.storeConstant(Size::B, R5, out + 1, 'u');
    m_asm.jump(writeDigits);
    m_asm.bind(writeTwo);
    m_asm.store(Size::B, R5, out + 1, R9);
    m_asm.jump(advance);
    if (!untilNul) {
        m_asm.bind(writeZero);
        m_asm.storeConstant(Size::B, R5, out + 1, '0');
        m_asm.constant(R8, 2);
        m_asm.jump(advance);
    }
    m_asm.bind(writeOctal);
    if (!untilNul)
        m_asm.jumpIf(Condition::Equal, R9, 0, writeZero);
    for (int32_t digit = 0; digit < 3; ++digit) {
        m_asm.move(R3, R9);
        m_asm.alu(Alu::ShiftRight, R3, 6 - 3 * digit);
        m_asm.alu(Alu::And, R3, 7);
        m_asm.alu(Alu::Add, R3, '0');
        m_asm.store(Size::B, R5, out + 1 + digit, R3);
    }
    m_asm.jump(advance);
    const auto digits = [&](int32_t count, int32_t shift, int32_t place) {
        for (int32_t digit = 0; digit < count; ++digit) {
            const Label isDecimal = m_asm.newLabel();
            m_asm.move(R3, R9);
            m_asm.alu(Alu::ShiftRight, R3, shift - 4 * digit);
            m_asm.alu(Alu::And, R3, 15);
            m_asm.alu(Alu::Add, R3, '0');
            m_asm.jumpIf(Condition::BelowEqual, R3, '9', isDecimal);
            m_asm.alu(Alu::Add, R3, 'A' - '9' - 1);
            m_asm.bind(isDecimal);
            m_asm.store(Size::B, R5, place + digit, R3);
        }
    };
    m_asm.bind(writeLong);
    m_asm.storeConstant(Size::B, R5, out + 1, 'U');
    digits(4, 28, out + 2);
    m_asm.alu(Alu::Add, R5, 4);
    m_asm.bind(writeDigits);
    digits(4, 12, out + 2);
    m_asm.jump(advance);
    m_asm.bind(cut);
    m_asm.jumpIf(Condition::Equal, R9, 0, stop); // zero bytes are not missed
    m_asm.storeConstant(Size::DW, R7, at.isCut, 1);
    m_asm.bind(stop);
    m_asm.constant(R0, 1);
    m_asm.exit();
}

void HandlerEmitter::quotedString(const Instruction &i)
{
    const auto longest = static_cast<int32_t>(m_t.options.maxStringLength);
    const int32_t out = temporary(i);
    const State at(out, longest);
    const bool fromKernel = static_cast<Intrinsic>(i.imm) == Intrinsic::KernelStringQuoted;
    const Label readable = m_asm.newLabel();
    const Label done = m_asm.newLabel();
    into(i.keys[0], R3);
    m_asm.store(Size::DW, R7, at.address, R3);
    m_asm.move(R1, R7);
    m_asm.alu(Alu::Add, R1, at.raw);
    m_asm.constant(R2, longest);
    m_asm.call(fromKernel ? BPF_FUNC_probe_read_kernel_str : BPF_FUNC_probe_read_user_str);
    m_asm.jumpIf(Condition::GreaterEqual, R0, 0, readable);
    m_asm.storeConstant(Size::DW, R7, frame::cursor, 0);
    formatRun("0x%llx", 1, out, at.address);
    m_asm.jump(done);
    m_asm.bind(readable);
    m_asm.storeConstant(Size::DW, R7, at.limit, longest - 2);
    quoteRead(i, out, true);
    m_asm.bind(done);
}

/// What was read stands behind the quoted text; r0 says how much it is, and the limit is known.
void HandlerEmitter::quoteRead(const Instruction &i, int32_t out, bool untilNul)
{
    const State at(out, static_cast<int32_t>(m_t.options.maxStringLength));
    const Label whole = m_asm.newLabel();
    const Label fits = m_asm.newLabel();
    m_asm.storeConstant(Size::B, R7, out, '"');
    m_asm.storeConstant(Size::DW, R7, at.position, 1);
    m_asm.storeConstant(Size::DW, R7, at.used, 1);
    m_asm.storeConstant(Size::DW, R7, at.escape, 0);
    m_asm.storeConstant(Size::DW, R7, at.isCut, 0);
    m_asm.storeConstant(Size::DW, R7, at.next, 0);
    m_asm.store(Size::DW, R7, at.count, R0);
    m_asm.move(R1, R0);
    m_asm.functionAddress(R2, routine("quote", i.range, [this, out, untilNul] { quoteCharacter(out, untilNul); }));
    passContext(R3);
    m_asm.constant(R4, 0);
    m_asm.call(BPF_FUNC_loop);
    m_asm.load(Size::DW, R1, R7, at.position);
    m_asm.load(Size::DW, R0, R7, at.isCut);
    m_asm.jumpIf(Condition::Equal, R0, 0, whole);
    // As much as leaves room for the dots, and no part of an escape.
    m_asm.load(Size::DW, R2, R7, at.limit);
    m_asm.load(Size::DW, R3, R7, at.used);
    m_asm.alu(Alu::Subtract, R2, R3);
    m_asm.alu(Alu::Add, R1, R2);
    m_asm.alu(Alu::Subtract, R1, dots);
    m_asm.load(Size::DW, R2, R7, at.escape);
    m_asm.jumpIf(Condition::Equal, R2, 0, whole);
    m_asm.jumpIf(Condition::AboveEqual, R2, R1, whole);
    m_asm.load(Size::DW, R3, R7, at.escapeBytes);
    m_asm.alu(Alu::Add, R3, R2);
    m_asm.jumpIf(Condition::AboveEqual, R1, R3, whole);
    m_asm.move(R1, R2);
    m_asm.bind(whole);
    const auto last = static_cast<int32_t>(m_t.options.maxStringLength) - 1;
    m_asm.jumpIf(Condition::BelowEqual, R1, last, fits);
    m_asm.constant(R1, last);
    m_asm.bind(fits);
    m_asm.alu(Alu::Add, R1, R7);
    m_asm.storeConstant(Size::B, R1, out, '"');
    m_asm.storeConstant(Size::B, R1, out + 1, 0);
    const Label done = m_asm.newLabel();
    m_asm.jumpIf(Condition::Equal, R0, 0, done);
    for (int32_t n = 1; n <= dots; ++n)
        m_asm.storeConstant(Size::B, R1, out + n, '.');
    m_asm.storeConstant(Size::B, R1, out + 1 + dots, 0);
    m_asm.bind(done);
}

/// string_quoted(): a text of the script itself.
void HandlerEmitter::quotedText(const Instruction &i)
{
    const auto longest = static_cast<int32_t>(m_t.options.maxStringLength);
    const int32_t out = temporary(i);
    const State at(out, longest);
    materialise(i.keys[0], R7, at.raw, static_cast<uint32_t>(longest), false);
    m_asm.storeConstant(Size::B, R7, at.raw + longest - 1, 0);
    m_asm.storeConstant(Size::DW, R7, at.limit, longest - 2);
    m_asm.constant(R0, longest);
    quoteRead(i, out, true);
}

void HandlerEmitter::quotedBuffer(const Instruction &i)
{
    const auto longest = static_cast<int32_t>(m_t.options.maxStringLength);
    const int32_t out = temporary(i);
    const State at(out, longest);
    const bool fromKernel = static_cast<Intrinsic>(i.imm) == Intrinsic::KernelBufferQuoted;
    const Label small = m_asm.newLabel();
    const Label readable = m_asm.newLabel();
    const Label done = m_asm.newLabel();
    into(i.keys[0], R3);
    m_asm.store(Size::DW, R7, at.address, R3);
    into(i.keys[1], R2);
    m_asm.jumpIf(Condition::BelowEqual, R2, longest - 1, small);
    m_asm.constant(R2, longest - 1);
    m_asm.bind(small);
    m_asm.store(Size::DW, R7, at.count, R2);
    m_asm.load(Size::DW, R3, R7, at.address);
    m_asm.move(R1, R7);
    m_asm.alu(Alu::Add, R1, at.raw);
    m_asm.call(fromKernel ? BPF_FUNC_probe_read_kernel : BPF_FUNC_probe_read_user);
    m_asm.jumpIf(Condition::Equal, R0, 0, readable);
    m_asm.storeConstant(Size::DW, R7, frame::cursor, 0);
    formatRun("0x%llx", 1, out, at.address);
    m_asm.jump(done);
    m_asm.bind(readable);
    // The third argument is the longest text; 0 is the longest there is.
    const Label isGiven = m_asm.newLabel();
    const Label isSmall = m_asm.newLabel();
    into(i.keys[2], R2);
    m_asm.alu(Alu::Subtract, R2, 1);
    m_asm.jumpIf(Condition::BelowEqual, R2, longest - 2, isSmall);
    m_asm.constant(R2, longest - 2);
    m_asm.bind(isSmall);
    m_asm.jumpIf(Condition::AboveEqual, R2, 1 + dots, isGiven);
    m_asm.constant(R2, 1 + dots);
    m_asm.bind(isGiven);
    m_asm.store(Size::DW, R7, at.limit, R2);
    m_asm.load(Size::DW, R0, R7, at.count);
    quoteRead(i, out, false);
    m_asm.bind(done);
}

}
