// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "engine/runtime/format.h"

#include "base/escape.h"

#include <algorithm>
#include <array>
#include <cstring>

namespace tapscope::engine {

using analysis::FormatPiece;

namespace {

/// Digits of a number, last first, in a buffer that holds 64 bits in octal.
struct Digits {
    std::array<char, 24> text;
    size_t begin = 24;

    [[nodiscard]] size_t size() const { return text.size() - begin; }
    [[nodiscard]] std::string_view view() const { return {text.data() + begin, size()}; }
};

constexpr char pairs[]
    = "00010203040506070809101112131415161718192021222324252627282930313233343536373839404142434445464748495051525354"
      "555657585960616263646566676869707172737475767778798081828384858687888990919293949596979899";

Digits decimalDigits(uint64_t value)
{
    Digits digits;
    while (value >= 100) {
        digits.begin -= 2;
        std::memcpy(digits.text.data() + digits.begin, pairs + value % 100 * 2, 2);
        value /= 100;
    }
    if (value >= 10) {
        digits.begin -= 2;
        std::memcpy(digits.text.data() + digits.begin, pairs + value * 2, 2);
    } else {
        digits.text[--digits.begin] = static_cast<char>('0' + value);
    }
    return digits;
}

Digits powerOfTwoDigits(uint64_t value, unsigned bits, bool upperCase)
{
    const char *alphabet = upperCase ? "0123456789ABCDEF" : "0123456789abcdef";
    Digits digits;
    do {
        digits.text[--digits.begin] = alphabet[value & ((1U << bits) - 1)];
        value >>= bits;
    } while (value != 0);
    return digits;
}

uint64_t magnitude(int64_t value)
{
    return value < 0 ? 0 - static_cast<uint64_t>(value) : static_cast<uint64_t>(value);
}

FormatPiece conversionOnly(char conversion)
{
    FormatPiece piece;
    piece.conversion = conversion;
    return piece;
}

/// The order of padding, sign, prefix and zeroes is the kernel's, on which stap's printf is built: precision and zero padding add
/// up.
void appendNumber(std::string &out, const FormatPiece &piece, const FieldSize &size, int64_t value)
{
    const char conversion = piece.conversion;
    const bool isSigned = conversion == 'd' || conversion == 'i';
    const bool isHex = conversion == 'x' || conversion == 'X' || conversion == 'p';
    const bool isOctal = conversion == 'o';
    const bool hasPrefix = conversion == 'p' || (piece.alternate && (isHex || isOctal));
    const uint64_t bits = isSigned ? magnitude(value) : static_cast<uint64_t>(value);
    const Digits digits = isHex ? powerOfTwoDigits(bits, 4, conversion == 'X')
        : isOctal               ? powerOfTwoDigits(bits, 3, false)
                                : decimalDigits(bits);
    char sign = 0;
    if (isSigned)
        sign = value < 0 ? '-' : piece.plusSign ? '+' : piece.spaceSign ? ' ' : '\0';
    const std::string_view prefix = !hasPrefix ? "" : isOctal ? "0" : conversion == 'X' ? "0X" : "0x";
    const size_t zeroes = size.precision > 0 && static_cast<size_t>(size.precision) > digits.size()
        ? static_cast<size_t>(size.precision) - digits.size()
        : 0;
    const size_t used = (sign ? 1U : 0U) + prefix.size() + zeroes + digits.size();
    const size_t padding = size.width > 0 && static_cast<size_t>(size.width) > used ? static_cast<size_t>(size.width) - used : 0;
    const bool padZeroes = piece.zeroPad && !size.leftAlign;
    if (padding > 0 && !size.leftAlign && !padZeroes)
        out.append(padding, ' ');
    if (sign)
        out += sign;
    out += prefix;
    if (padding > 0 && padZeroes)
        out.append(padding, '0');
    out.append(zeroes, '0');
    out += digits.view();
    if (padding > 0 && size.leftAlign)
        out.append(padding, ' ');
}

void appendPadded(std::string &out, const FieldSize &size, std::string_view text)
{
    const size_t padding = size.width > 0 && static_cast<size_t>(size.width) > text.size()
        ? static_cast<size_t>(size.width) - text.size()
        : 0;
    if (padding > 0 && !size.leftAlign)
        out.append(padding, ' ');
    out += text;
    if (padding > 0 && size.leftAlign)
        out.append(padding, ' ');
}

void appendText(std::string &out, const FormatPiece &piece, const FieldSize &size, std::string_view text)
{
    if (size.precision >= 0)
        text = text.substr(0, static_cast<size_t>(size.precision));
    if (!piece.alternate) {
        appendPadded(out, size, text);
        return;
    }
    std::string escaped; // what a C literal would hold, so that the text stays on one line
    for (const char c : text)
        escaped += escapedCharacter(c, '"');
    appendPadded(out, size, escaped);
}

void appendCharacter(std::string &out, const FormatPiece &piece, const FieldSize &size, int64_t value)
{
    std::string text;
    if (piece.alternate)
        text = escapedCharacter(static_cast<char>(value), '\'');
    else
        text += static_cast<char>(value);
    appendPadded(out, size, text);
}

/// %b: the value's bytes as they lie in memory.
void appendBinary(std::string &out, const FieldSize &size, int64_t value)
{
    const int32_t asked = size.precision > 0 ? size.precision : size.width;
    const size_t bytes = asked == 1 || asked == 2 || asked == 4 ? static_cast<size_t>(asked) : 8;
    char raw[8];
    std::memcpy(raw, &value, sizeof raw);
    out.append(raw, bytes);
}

/// %m: the bytes that were read, which come as hexadecimal digits.
void appendMemory(std::string &out, const FieldSize &size, std::string_view digits)
{
    const auto value = [](char digit) { return digit <= '9' ? digit - '0' : digit - 'a' + 10; };
    std::string bytes;
    bytes.reserve(digits.size() / 2);
    for (size_t i = 0; i + 1 < digits.size(); i += 2)
        bytes += static_cast<char>(value(digits[i]) * 16 + value(digits[i + 1]));
    appendPadded(out, size, bytes);
}

}

FieldSize fieldSize(const FormatPiece &piece, int64_t widthArgument, int64_t precisionArgument)
{
    FieldSize size;
    size.leftAlign = piece.leftAlign;
    if (piece.widthFromArgument) {
        const int64_t width = std::clamp<int64_t>(widthArgument, -maxFieldWidth, maxFieldWidth);
        size.leftAlign = size.leftAlign || width < 0;
        size.width = static_cast<int32_t>(width < 0 ? -width : width);
    } else if (piece.width) {
        size.width = static_cast<int32_t>(std::min<uint32_t>(*piece.width, maxFieldWidth));
    }
    if (piece.precisionFromArgument)
        size.precision = static_cast<int32_t>(std::clamp<int64_t>(precisionArgument, -1, maxFieldWidth));
    else if (piece.precision)
        size.precision = static_cast<int32_t>(std::min<uint32_t>(*piece.precision, maxFieldWidth));
    return size;
}

void appendValue(std::string &out, const FormatPiece &piece, const FieldSize &size, const FormatArgument &value)
{
    switch (piece.conversion) {
    case 's':
        if (value.isText)
            appendText(out, piece, size, value.text);
        else
            appendNumber(out, conversionOnly('d'), size, value.number);
        break;
    case 'c': appendCharacter(out, piece, size, value.number); break;
    case 'b': appendBinary(out, size, value.number); break;
    case 'm': appendMemory(out, size, value.isText ? value.text : std::string_view()); break;
    default: appendNumber(out, piece, size, value.number); break;
    }
}

bool TextCutter::beforePiece(std::string &out)
{
    bool cut = false;
    if (m_next < m_texts.size() && m_texts[m_next].end == m_piece) {
        cut = out.size() > m_start + m_longest;
        out.resize(std::min(out.size(), m_start + m_longest));
        ++m_next;
    }
    if (m_next < m_texts.size() && m_texts[m_next].first == m_piece)
        m_start = out.size();
    ++m_piece;
    return cut;
}

void appendFormat(std::string &out, const translator::ir::PrintFormat &format, std::span<const FormatArgument> arguments,
                  size_t longest)
{
    TextCutter cutter(format.innerTexts, longest);
    size_t next = 0;
    for (const FormatPiece &piece : format.pieces) {
        cutter.beforePiece(out);
        const size_t taken = (piece.conversion ? 1U : 0U) + (piece.widthFromArgument ? 1U : 0U)
            + (piece.precisionFromArgument ? 1U : 0U);
        const size_t first = std::min(next, arguments.size());
        appendFormat(out, std::span(&piece, 1), arguments.subspan(first, std::min(taken, arguments.size() - first)));
        next += taken;
    }
    cutter.beforePiece(out);
}

void appendFormat(std::string &out, std::span<const FormatPiece> pieces, std::span<const FormatArgument> arguments)
{
    size_t next = 0;
    const auto take = [&]() -> FormatArgument { return next < arguments.size() ? arguments[next++] : FormatArgument(); };
    for (const FormatPiece &piece : pieces) {
        out += piece.literal;
        if (piece.conversion == 0)
            continue;
        const int64_t width = piece.widthFromArgument ? take().number : 0;
        const int64_t precision = piece.precisionFromArgument ? take().number : 0;
        const FormatArgument value = take();
        const bool plain = !piece.widthFromArgument && !piece.precisionFromArgument && !piece.width && !piece.precision;
        if (plain && piece.conversion == 's' && value.isText && !piece.alternate)
            out += value.text;
        else if (plain && piece.conversion == 'd' && !piece.plusSign && !piece.spaceSign)
            appendDecimal(out, value.number);
        else
            appendValue(out, piece, fieldSize(piece, width, precision), value);
    }
}

void appendDecimal(std::string &out, int64_t value)
{
    if (value < 0)
        out += '-';
    out += decimalDigits(magnitude(value)).view();
}

void appendHex(std::string &out, uint64_t value)
{
    out += "0x";
    out += powerOfTwoDigits(value, 4, false).view();
}

void appendIndent(std::string &out, int64_t microseconds, std::string_view name, int64_t tid, int64_t spaces)
{
    const Digits digits = decimalDigits(magnitude(microseconds));
    const size_t used = digits.size() + (microseconds < 0 ? 1 : 0);
    if (used < 6)
        out.append(6 - used, ' ');
    if (microseconds < 0)
        out += '-';
    out += digits.view();
    out += ' ';
    if (!name.empty()) {
        out += name;
        out += '(';
        appendDecimal(out, tid);
        out += ')';
    }
    out += ':';
    if (spaces > 0)
        out.append(static_cast<size_t>(std::min<int64_t>(spaces, maxFieldWidth)), ' ');
}

}
