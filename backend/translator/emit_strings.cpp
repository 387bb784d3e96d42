// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "translator/error_words.h"
#include "translator/handler_emitter.h"

#include <algorithm>
#include <cstddef>
#include <cstring>

namespace tapscope::translator {

using namespace bpf;
using analysis::Intrinsic;

namespace {

/// The four bytes of `text` from `at` on as a stored word; zero past its end.
int32_t wordAt(std::string_view text, size_t at)
{
    char bytes[4] = {};
    if (at < text.size())
        std::memcpy(bytes, text.data() + at, std::min<size_t>(4, text.size() - at));
    int32_t word = 0;
    std::memcpy(&word, bytes, sizeof word);
    return word;
}

}

void HandlerEmitter::zero(Reg base, int32_t offset, uint32_t from, uint32_t to)
{
    for (; from < to && from % 8 != 0; ++from)
        m_asm.storeConstant(Size::B, base, offset + static_cast<int32_t>(from), 0);
    for (; from + 8 <= to; from += 8)
        m_asm.storeConstant(Size::DW, base, offset + static_cast<int32_t>(from), 0);
    for (; from < to; ++from)
        m_asm.storeConstant(Size::B, base, offset + static_cast<int32_t>(from), 0);
}

void HandlerEmitter::siteIndex(Reg dst)
{
    if (m_handler.kind == analysis::ProbeKind::KernelTrace || m_handler.kind == analysis::ProbeKind::Profile) {
        m_asm.constant(dst, m_handler.sites.front());
        return;
    }
    m_asm.move(R1, R6);
    m_asm.call(BPF_FUNC_get_attach_cookie);
    m_asm.move(dst, R0);
}

void HandlerEmitter::sourceAddress(const StringSource &s, Reg dst)
{
    switch (s.kind) {
    case StringSource::Kind::Frame:
        m_asm.move(dst, R7);
        m_asm.alu(Alu::Add, dst, s.offset);
        break;
    case StringSource::Kind::Global: m_asm.mapValue(dst, m_t.bundle.globalsMap, static_cast<uint32_t>(s.offset)); break;
    case StringSource::Kind::SiteFunction:
    case StringSource::Kind::SitePoint: {
        const bool point = s.kind == StringSource::Kind::SitePoint;
        const Label known = m_asm.newLabel();
        const auto sites = static_cast<int32_t>(m_t.bundle.program.sites.size());
        const uint32_t stride = m_t.maps.functionStride + m_t.maps.pointStride;
        siteIndex(R4);
        m_asm.jumpIf(Condition::Below, R4, sites, known);
        m_asm.constant(R4, 0);
        m_asm.bind(known);
        m_asm.alu(Alu::Multiply, R4, static_cast<int32_t>(stride));
        m_asm.mapValue(dst, m_t.maps.siteNames, point ? m_t.maps.functionStride : 0);
        m_asm.alu(Alu::Add, dst, R4);
        break;
    }
    default: m_asm.constant(dst, 0); break;
    }
}

void HandlerEmitter::materialise(ValueId v, Reg base, int32_t offset, uint32_t size, bool padded)
{
    const StringSource &s = source(v);
    const auto address = [&](Reg reg) {
        m_asm.move(reg, base);
        if (offset)
            m_asm.alu(Alu::Add, reg, offset);
    };
    switch (s.kind) {
    case StringSource::Kind::Literal: {
        const auto &strings = m_t.bundle.ir.strings;
        std::string_view text = s.index < strings.size() ? std::string_view(strings[s.index]) : std::string_view();
        text = text.substr(0, size - 1);
        const auto bytes = std::min<uint32_t>(size, (static_cast<uint32_t>(text.size()) + 1 + 7) & ~7u);
        uint32_t at = 0;
        for (; at + 4 <= bytes; at += 4)
            m_asm.storeConstant(Size::W, base, offset + static_cast<int32_t>(at), wordAt(text, at));
        for (; at < bytes; ++at)
            m_asm.storeConstant(Size::B, base, offset + static_cast<int32_t>(at), at < text.size() ? text[at] : 0);
        if (padded)
            zero(base, offset, bytes, size);
        return;
    }
    case StringSource::Kind::Execname: {
        const uint32_t bytes = std::min<uint32_t>(size, 16);
        // Older kernels leave what is behind the name's end as it was.
        if (padded)
            zero(base, offset, 0, size);
        address(R1);
        m_asm.constant(R2, bytes);
        m_asm.call(BPF_FUNC_get_current_comm);
        return;
    }
    case StringSource::Kind::SiteFunction:
    case StringSource::Kind::SitePoint:
    case StringSource::Kind::Frame:
    case StringSource::Kind::Global: {
        const bool fixed = s.kind == StringSource::Kind::SiteFunction || s.kind == StringSource::Kind::SitePoint;
        const uint32_t bytes = std::min(size, s.capacity);
        // A copy of a string stops at its end, so what lies behind is cleared before; the sites' names come with their zeroes.
        if (padded)
            zero(base, offset, fixed ? bytes : 0, size);
        sourceAddress(s, R3);
        // Short names go by words, without a call.
        constexpr uint32_t shortName = 64;
        if (fixed && bytes % 8 == 0 && bytes <= shortName) {
            for (uint32_t at = 0; at < bytes; at += 8) {
                m_asm.load(Size::DW, R1, R3, static_cast<int32_t>(at));
                m_asm.store(Size::DW, base, offset + static_cast<int32_t>(at), R1);
            }
            return;
        }
        address(R1);
        m_asm.constant(R2, bytes);
        m_asm.call(fixed ? BPF_FUNC_probe_read_kernel : BPF_FUNC_probe_read_kernel_str);
        return;
    }
    default: m_asm.storeConstant(Size::B, base, offset, 0); return;
    }
}

void HandlerEmitter::compareStrings(const Instruction &i)
{
    using Kind = StringSource::Kind;
    const auto capacity = [&](ValueId v) { return (source(v).capacity + 7) & ~7u; };
    const uint32_t longest = m_t.options.maxStringLength;
    const int32_t left = temporary(i);
    const int32_t right = left + static_cast<int32_t>(longest);
    const Label less = m_asm.newLabel();
    const Label greater = m_asm.newLabel();
    const Label done = m_asm.newLabel();
    const auto literalOf = [&](ValueId v) -> std::optional<std::string_view> {
        if (source(v).kind != Kind::Literal)
            return std::nullopt;
        const auto &strings = m_t.bundle.ir.strings;
        return source(v).index < strings.size() ? std::string_view(strings[source(v).index]).substr(0, longest - 1)
                                                : std::string_view();
    };
    const auto literal = literalOf(i.b);
    const bool fixedSide = source(i.a).kind == Kind::Execname || source(i.a).kind == Kind::Literal;
    // Eight bytes at a time, as big-endian numbers. Against a literal nothing behind its end can decide.
    uint32_t bytes = std::min(longest, std::max(capacity(i.a), capacity(i.b)));
    if (literal)
        bytes = std::min<uint32_t>(bytes, (static_cast<uint32_t>(literal->size()) + 1 + 7) & ~7u);
    bytes = std::max(bytes, fixedSide ? std::min<uint32_t>(16, longest) : 8u);
    materialise(i.a, R7, left, bytes, true);
    if (!literal)
        materialise(i.b, R7, right, bytes, true);
    for (uint32_t at = 0; at < bytes; at += 8) {
        m_asm.load(Size::DW, R1, R7, left + static_cast<int32_t>(at));
        m_asm.bigEndian64(R1);
        if (literal) {
            uint64_t word = 0;
            for (uint32_t n = 0; n < 8; ++n)
                word = word << 8 | (at + n < literal->size() ? static_cast<unsigned char>((*literal)[at + n]) : 0u);
            m_asm.constant(R2, static_cast<int64_t>(word));
        } else {
            m_asm.load(Size::DW, R2, R7, right + static_cast<int32_t>(at));
            m_asm.bigEndian64(R2);
        }
        m_asm.jumpIf(Condition::Below, R1, R2, less);
        m_asm.jumpIf(Condition::Above, R1, R2, greater);
    }
    m_asm.constant(R0, 0);
    m_asm.jump(done);
    m_asm.bind(less);
    m_asm.constant(R0, -1);
    m_asm.jump(done);
    m_asm.bind(greater);
    m_asm.constant(R0, 1);
    m_asm.bind(done);
    define(i, R0);
}

void HandlerEmitter::stringOperation(const Instruction &i)
{
    const uint32_t longest = m_t.options.maxStringLength;
    const int32_t out = temporary(i);
    const auto outAddress = [&](Reg reg) {
        m_asm.move(reg, R7);
        m_asm.alu(Alu::Add, reg, out);
    };
    // Length in r0 of the string that was just copied, from the helper's count of bytes with the NUL.
    const auto lengthOfCopy = [&] {
        const Label fine = m_asm.newLabel();
        m_asm.jumpIf(Condition::Greater, R0, 0, fine);
        m_asm.constant(R0, 1);
        m_asm.bind(fine);
        m_asm.alu(Alu::Add, R0, -1);
    };
    const auto copyIn = [&](ValueId v) {
        // Through a helper even where the bytes are known, since its result is the length.
        if (source(v).kind == StringSource::Kind::Frame || source(v).kind == StringSource::Kind::Global) {
            sourceAddress(source(v), R3);
        } else {
            materialise(v, R7, out, longest, false);
            outAddress(R3);
        }
        outAddress(R1);
        m_asm.constant(R2, longest);
        m_asm.call(BPF_FUNC_probe_read_kernel_str);
        lengthOfCopy();
    };
    if (i.op == Op::LoadLocal || i.op == Op::LoadGlobal) {
        if (i.op == Op::LoadLocal) {
            m_asm.move(R3, R7);
            m_asm.alu(Alu::Add, R3, m_localOffsets[static_cast<size_t>(i.imm)]);
        } else {
            m_asm.mapValue(R3, m_t.bundle.globalsMap, m_t.bundle.globals[static_cast<size_t>(i.imm)].offset);
        }
        outAddress(R1);
        m_asm.constant(R2, longest);
        m_asm.call(BPF_FUNC_probe_read_kernel_str);
        return;
    }
    if (i.op == Op::Concatenate) {
        copyIn(i.a);
        // The place for the second string is bounded by going through memory and a mask right before its use.
        m_asm.store(Size::DW, R7, frame::cursor, R0);
        StringSource second = source(i.b);
        if (second.kind != StringSource::Kind::Frame && second.kind != StringSource::Kind::Global) {
            materialise(i.b, R7, out + static_cast<int32_t>(longest), longest, false);
            // It lies where the joined string may grow; bytes are copied upwards to a lower place, so the two may overlap.
            second = {StringSource::Kind::Frame, 0, out + static_cast<int32_t>(longest), longest};
        }
        sourceAddress(second, R3);
        const Label fits = m_asm.newLabel();
        m_asm.load(Size::DW, R1, R7, frame::cursor);
        m_asm.jumpIf(Condition::Below, R1, static_cast<int32_t>(longest), fits);
        m_asm.constant(R1, longest - 1);
        m_asm.bind(fits);
        m_asm.alu(Alu::Add, R1, R7);
        m_asm.alu(Alu::Add, R1, out);
        m_asm.constant(R2, longest);
        m_asm.call(BPF_FUNC_probe_read_kernel_str);
        m_asm.storeConstant(Size::B, R7, out + static_cast<int32_t>(longest) - 1, 0);
        return;
    }
    switch (static_cast<Intrinsic>(i.imm)) {
    case Intrinsic::Strlen:
        copyIn(i.keys[0]);
        define(i, R0);
        return;
    case Intrinsic::KernelString:
    case Intrinsic::UserString: {
        const Label fine = m_asm.newLabel();
        into(i.keys[0], R3);
        m_asm.store(Size::DW, R10, stack::word, R3);
        outAddress(R1);
        m_asm.constant(R2, longest);
        m_asm.call(static_cast<Intrinsic>(i.imm) == Intrinsic::KernelString ? BPF_FUNC_probe_read_kernel_str
                                                                            : BPF_FUNC_probe_read_user_str);
        m_asm.jumpIf(Condition::GreaterEqual, R0, 0, fine);
        if (i.imm2) { // recorded for later
            m_asm.storeConstant(Size::B, R7, out, 0);
        } else {
            m_asm.load(Size::DW, R3, R10, stack::word);
            raise(i, RuntimeError::ReadFault, {}, true);
        }
        m_asm.bind(fine);
        return;
    }
    case Intrinsic::Substr: {
        // The whole string into the upper half, then the wanted part of it into the lower.
        const Label empty = m_asm.newLabel();
        const Label done = m_asm.newLabel();
        const Label fits = m_asm.newLabel();
        const int32_t whole = out + static_cast<int32_t>(longest);
        materialise(i.keys[0], R7, whole, longest, true);
        m_asm.storeConstant(Size::B, R7, whole + static_cast<int32_t>(longest) - 1, 0);
        into(i.keys[1], R3);
        into(i.keys[2], R2);
        m_asm.jumpIf(Condition::AboveEqual, R3, static_cast<int32_t>(longest), empty);
        m_asm.jumpIf(Condition::LessEqual, R2, 0, empty);
        m_asm.jumpIf(Condition::Below, R2, static_cast<int32_t>(longest), fits);
        m_asm.constant(R2, longest - 1);
        m_asm.bind(fits);
        m_asm.alu(Alu::Add, R2, 1);
        m_asm.alu(Alu::Add, R3, R7);
        m_asm.alu(Alu::Add, R3, whole);
        outAddress(R1);
        m_asm.call(BPF_FUNC_probe_read_kernel_str);
        m_asm.jump(done);
        m_asm.bind(empty);
        m_asm.storeConstant(Size::B, R7, out, 0);
        m_asm.bind(done);
        return;
    }
    default: return;
    }
}

void HandlerEmitter::storeErrorText(RuntimeError error, const std::string &subject)
{
    std::string text = error == RuntimeError::Raised ? subject : errorWords(error, declaredSize(m_t.bundle.program, subject));
    text.resize(std::min<size_t>(text.size(), m_t.options.maxStringLength - 1));
    const int32_t at = m_localOffsets[static_cast<size_t>(m_f.catchMessageLocal)];
    for (size_t n = 0; n <= text.size(); n += 4)
        m_asm.storeConstant(Size::W, R7, at + static_cast<int32_t>(n), wordAt(text, n));
}

}
