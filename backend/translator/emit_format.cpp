// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "base/escape.h"
#include "translator/handler_emitter.h"

#include <algorithm>
#include <span>

/// sprintf() and its kin as values in a handler: strings are copied, runs of numbers go through the kernel's own formatter.
namespace tapscope::translator {

using namespace bpf;
using analysis::FormatPiece;

namespace {

/// As many values as one call of the kernel's formatter takes.
constexpr size_t maxValues = 12;

bool isHexadecimal(char conversion)
{
    return conversion == 'x' || conversion == 'X' || conversion == 'p';
}

/// Whether the piece comes out in the kernel as it does everywhere.
bool hasKernelForm(const FormatPiece &piece)
{
    if (piece.widthFromArgument || piece.precisionFromArgument)
        return false;
    switch (piece.conversion) {
    case 0: return true;
    case 's': return !piece.alternate && !(piece.width && piece.precision);
    case 'c': return !piece.width;
    case 'd':
    case 'i':
    case 'u': return !piece.precision;
    case 'x':
    case 'X':
    case 'p': return !piece.precision && !((piece.alternate || piece.conversion == 'p') && piece.width);
    default: return false;
    }
}

std::string escaped(std::string_view literal)
{
    std::string out;
    for (const char c : literal) {
        out += c;
        if (c == '%')
            out += '%';
    }
    return out;
}

std::string kernelForm(const FormatPiece &piece)
{
    std::string out;
    if (isHexadecimal(piece.conversion) && (piece.alternate || piece.conversion == 'p'))
        out += piece.conversion == 'X' ? "0X" : "0x";
    out += '%';
    const bool isSigned = piece.conversion == 'd' || piece.conversion == 'i';
    if (piece.leftAlign)
        out += '-';
    if (piece.plusSign && isSigned)
        out += '+';
    if (piece.spaceSign && isSigned)
        out += ' ';
    if (piece.zeroPad && !piece.leftAlign)
        out += '0';
    if (piece.width)
        out += std::to_string(*piece.width);
    if (piece.conversion == 's')
        return out + 's';
    return out + "ll" + (piece.conversion == 'p' ? 'x' : piece.conversion == 'i' ? 'd' : piece.conversion);
}

}

bool HandlerEmitter::canFormat(const ir::PrintFormat &format)
{
    return std::ranges::all_of(format.pieces, hasKernelForm);
}

int32_t HandlerEmitter::escapedCharactersMap()
{
    if (m_t.maps.escapedCharacters < 0) {
        std::vector<std::byte> bytes(size_t{256} * 8);
        for (size_t c = 0; c < 256; ++c) {
            const std::string text = escapedCharacter(static_cast<char>(c), '\'');
            std::ranges::copy(std::as_bytes(std::span(text)), bytes.data() + c * 8);
        }
        m_t.maps.escapedCharacters = m_t.addTable("escaped_chars", std::move(bytes));
    }
    return m_t.maps.escapedCharacters;
}

uint32_t HandlerEmitter::formatBytes(const Instruction &i) const
{
    // Room for the text to overshoot, the numbers of one call, and a short name.
    return 2 * m_t.options.maxStringLength + 8 * static_cast<uint32_t>(std::min(i.keys.size(), maxValues)) + 8 + 16;
}

uint32_t HandlerEmitter::formatText(const std::string &text)
{
    if (m_t.maps.formats < 0)
        m_t.maps.formats = m_t.addTable("formats", {});
    protocol::Map &map = m_t.bundle.kernel.maps[static_cast<size_t>(m_t.maps.formats)];
    const auto offset = static_cast<uint32_t>(map.initial.size());
    const auto *bytes = reinterpret_cast<const std::byte *>(text.c_str());
    map.initial.insert(map.initial.end(), bytes, bytes + text.size() + 1);
    map.valueSize = static_cast<uint32_t>(map.initial.size());
    return offset;
}

/// r1 = where the text goes on.
void HandlerEmitter::formatPlace(int32_t out)
{
    const Label within = m_asm.newLabel();
    const auto longest = static_cast<int32_t>(m_t.options.maxStringLength);
    m_asm.load(Size::DW, R1, R7, frame::cursor);
    m_asm.jumpIf(Condition::Below, R1, longest, within);
    m_asm.constant(R1, longest - 1);
    m_asm.bind(within);
    m_asm.alu(Alu::Add, R1, R7);
    m_asm.alu(Alu::Add, R1, out);
}

/// Moves on by the helper's result, which counts the end of the text.
void HandlerEmitter::formatAdvance()
{
    const Label some = m_asm.newLabel();
    m_asm.jumpIf(Condition::Greater, R0, 0, some);
    m_asm.constant(R0, 1);
    m_asm.bind(some);
    m_asm.load(Size::DW, R1, R7, frame::cursor);
    m_asm.alu(Alu::Add, R1, R0);
    m_asm.alu(Alu::Add, R1, -1);
    m_asm.store(Size::DW, R7, frame::cursor, R1);
}

/// One call of the kernel's formatter; the values lie in the frame.
void HandlerEmitter::formatRun(const std::string &text, size_t count, int32_t out, int32_t values)
{
    if (text.empty())
        return;
    formatPlace(out);
    m_asm.constant(R2, m_t.options.maxStringLength);
    const uint32_t offset = formatText(text);
    m_asm.mapValue(R3, m_t.maps.formats, offset);
    m_asm.move(R4, R7);
    m_asm.alu(Alu::Add, R4, values);
    m_asm.constant(R5, static_cast<int64_t>(8 * count));
    m_asm.call(BPF_FUNC_snprintf);
    formatAdvance();
}

void HandlerEmitter::format(const Instruction &i)
{
    const auto longest = static_cast<int32_t>(m_t.options.maxStringLength);
    const int32_t out = temporary(i);
    const int32_t values = out + 2 * longest;
    const int32_t name = values + static_cast<int32_t>(8 * std::min(i.keys.size(), maxValues)) + 8;
    const ir::PrintFormat &plan = m_t.bundle.ir.prints[static_cast<size_t>(i.imm)];
    std::string text;
    size_t count = 0, next = 0;
    m_asm.storeConstant(Size::DW, R7, frame::cursor, 0);
    m_asm.storeConstant(Size::B, R7, out, 0);
    const auto flush = [&] {
        formatRun(text, count, out, values);
        text.clear();
        count = 0;
    };
    for (const FormatPiece &piece : plan.pieces) {
        text += escaped(piece.literal);
        if (piece.conversion == 0)
            continue;
        const ValueId value = i.keys[next++];
        const StringSource &s = source(value);
        if (piece.conversion == 's' && s.kind == StringSource::Kind::Literal && !piece.width && !piece.precision) {
            text += escaped(s.index < m_t.bundle.ir.strings.size() ? m_t.bundle.ir.strings[s.index] : std::string());
        } else if (piece.conversion == 's') {
            flush();
            StringSource from = s;
            if (s.kind == StringSource::Kind::Literal) {
                from = {StringSource::Kind::Frame, 0, out + longest, s.capacity};
                materialise(value, R7, out + longest, s.capacity, false);
            } else if (s.kind == StringSource::Kind::Execname) {
                from = {StringSource::Kind::Frame, 0, name, s.capacity};
                materialise(value, R7, name, s.capacity, false);
            }
            if (piece.width) {
                sourceAddress(from, R3);
                m_asm.store(Size::DW, R7, values, R3);
                formatRun(kernelForm(piece), 1, out, values);
            } else {
                const uint32_t most = piece.precision ? std::min(*piece.precision, from.capacity - 1) + 1 : from.capacity;
                sourceAddress(from, R3);
                formatPlace(out);
                m_asm.constant(R2, most);
                m_asm.call(BPF_FUNC_probe_read_kernel_str);
                formatAdvance();
            }
        } else if (piece.conversion == 'c' && piece.alternate) {
            flush();
            into(value, R3);
            m_asm.alu(Alu::And, R3, 0xff);
            m_asm.alu(Alu::ShiftLeft, R3, 3);
            m_asm.mapValue(R4, escapedCharactersMap(), 0);
            m_asm.alu(Alu::Add, R3, R4);
            formatPlace(out);
            m_asm.constant(R2, 8);
            m_asm.call(BPF_FUNC_probe_read_kernel_str);
            formatAdvance();
        } else if (piece.conversion == 'c') {
            flush();
            const Label end = m_asm.newLabel();
            into(value, R3);
            formatPlace(out);
            m_asm.store(Size::B, R1, 0, R3);
            m_asm.storeConstant(Size::B, R1, 1, 0);
            m_asm.alu(Alu::And, R3, 0xff);
            m_asm.jumpIf(Condition::Equal, R3, 0, end);
            m_asm.constant(R0, 2);
            formatAdvance();
            m_asm.bind(end);
        } else {
            if (count == maxValues)
                flush();
            m_asm.store(Size::DW, R7, values + static_cast<int32_t>(8 * count), use(value, R0));
            text += kernelForm(piece);
            ++count;
        }
    }
    flush();
    m_asm.storeConstant(Size::B, R7, out + longest - 1, 0);
}

}
