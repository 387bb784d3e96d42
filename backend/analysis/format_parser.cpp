// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "analysis/format_parser.h"

#include "base/characters.h"

#include <cctype>

namespace tapscope::analysis {

namespace {

class FormatParser {
public:
    explicit FormatParser(std::string_view format) : m_format(format) {}

    ParsedFormat parse()
    {
        FormatPiece piece;
        while (m_at < m_format.size()) {
            if (m_format[m_at] != '%') {
                piece.literal += m_format[m_at++];
            } else if (m_format.substr(m_at).starts_with("%%")) {
                piece.literal += '%';
                m_at += 2;
            } else {
                m_begin = m_at++;
                if (conversion(piece)) {
                    m_out.pieces.push_back(std::move(piece));
                    m_out.spans.emplace_back(m_begin, m_at);
                    piece = {};
                } else {
                    std::string literal = std::move(piece.literal);
                    piece = {};
                    piece.literal = std::move(literal);
                }
            }
        }
        if (!piece.literal.empty()) {
            m_out.pieces.push_back(std::move(piece));
            m_out.spans.emplace_back(m_format.size(), m_format.size());
        }
        return std::move(m_out);
    }

private:
    char peek() const { return m_at < m_format.size() ? m_format[m_at] : '\0'; }

    void problem(Text message, Text nextStep)
    {
        m_out.problems.push_back({m_begin, m_at, std::move(message), std::move(nextStep)});
    }

    bool flag(FormatPiece &piece)
    {
        switch (peek()) {
        case '0': return piece.zeroPad = true;
        case '+': return piece.plusSign = true;
        case '-': return piece.leftAlign = true;
        case ' ': return piece.spaceSign = true;
        case '#': return piece.alternate = true;
        default: return false;
        }
    }

    std::optional<uint32_t> digits()
    {
        std::optional<uint32_t> value;
        while (isDigit(peek())) {
            value = std::min<uint32_t>(100'000, value.value_or(0) * 10 + static_cast<uint32_t>(peek() - '0'));
            ++m_at;
        }
        return value;
    }

    // The directive behind its %; false when it is not one, with the problem noted.
    bool conversion(FormatPiece &piece)
    {
        if (flag(piece)) {
            ++m_at;
            FormatPiece second;
            if (!isDigit(peek()) && flag(second)) {
                ++m_at;
                problem({TAPSCOPE_TEXT("Diagnostics", "a directive can have only one of the flags 0 + - space #"), {}},
                        {TAPSCOPE_TEXT("Diagnostics", "keep the one that matters"), {}});
                return false;
            }
        }
        if (peek() == '*') {
            piece.widthFromArgument = true;
            ++m_at;
        } else {
            piece.width = digits();
        }
        if (peek() == '.') {
            ++m_at;
            if (peek() == '*') {
                piece.precisionFromArgument = true;
                ++m_at;
            } else {
                piece.precision = digits().value_or(0);
            }
        }
        if (peek() == 'l')
            ++m_at;
        const char c = peek();
        if (c != '\0')
            ++m_at;
        constexpr uint32_t longest = 4096;
        constexpr uint32_t longestDump = 1024;
        if (piece.width.value_or(0) > longest || piece.precision.value_or(0) > longest) {
            problem({TAPSCOPE_TEXT("Diagnostics", "this width or precision is above %1"), {std::to_string(longest)}}, {});
            return false;
        }
        switch (c) {
        case 'd':
        case 'i':
        case 'u':
        case 'o':
        case 'x':
        case 'X':
        case 'p':
        case 'c':
        case 's': piece.conversion = c; return true;
        case 'b':
            piece.conversion = c;
            if (const uint32_t width = piece.width.value_or(8); width != 1 && width != 2 && width != 4 && width != 8) {
                problem({TAPSCOPE_TEXT("Diagnostics", "%b writes 1, 2, 4 or 8 bytes; its width is %1"), {std::to_string(width)}},
                        {TAPSCOPE_TEXT("Diagnostics", "write %1b, %2b, %4b or %8b"), {}});
                return false;
            }
            return true;
        case 'm':
        case 'M':
            piece.conversion = c;
            if (piece.precision.value_or(0) > longestDump) {
                problem({TAPSCOPE_TEXT("Diagnostics", "a memory dump is of %1 bytes at most; its precision is %2"),
                         {std::to_string(longestDump), std::to_string(*piece.precision)}},
                        {TAPSCOPE_TEXT("Diagnostics", "dump it in pieces: %.1024M and then the address + 1024"), {}});
                return false;
            }
            return true;
        case '\0':
            problem({TAPSCOPE_TEXT("Diagnostics", "the format ends inside a directive"), {}},
                    {TAPSCOPE_TEXT("Diagnostics", "write %% for a percent sign"), {}});
            return false;
        default: break;
        }
        const std::string written(m_format.substr(m_begin, m_at - m_begin));
        if (c == 'f' || c == 'e' || c == 'g')
            problem({TAPSCOPE_TEXT("Diagnostics", "the script language has no floating point, so there is no '%1'"), {written}},
                    {TAPSCOPE_TEXT("Diagnostics", "print whole and fraction separately, as in %d.%02d"), {}});
        else
            problem({TAPSCOPE_TEXT("Diagnostics", "there is no directive '%1'"), {written}},
                    {TAPSCOPE_TEXT("Diagnostics", "the conversions are d i u o x X p c s b m M; a percent sign is %%"), {}});
        return false;
    }

    std::string_view m_format;
    size_t m_at = 0;
    size_t m_begin = 0;
    ParsedFormat m_out;
};

// Length in the source of the escape or character at `at`, and the byte it stands for.
std::pair<size_t, char> decodeAt(std::string_view source, size_t at)
{
    if (source[at] != '\\' || at + 1 >= source.size())
        return {1, source[at]};
    const char c = source[at + 1];
    static constexpr std::string_view names = "abtnvfr";
    static constexpr std::string_view values = "\a\b\t\n\v\f\r";
    if (const size_t known = names.find(c); known != std::string_view::npos)
        return {2, values[known]};
    size_t length = 1;
    unsigned value = 0;
    if (c >= '0' && c <= '7') {
        while (length < 4 && at + length < source.size() && source[at + length] >= '0' && source[at + length] <= '7')
            value = value * 8 + static_cast<unsigned>(source[at + length++] - '0');
        return {length, static_cast<char>(value)};
    }
    if (c == 'x') {
        length = 2;
        while (length < 4 && at + length < source.size() && std::isxdigit(static_cast<unsigned char>(source[at + length]))) {
            const char digit = source[at + length++];
            value = value * 16 + static_cast<unsigned>(isDigit(digit) ? digit - '0' : std::tolower(digit) - 'a' + 10);
        }
        return {length, static_cast<char>(value)};
    }
    return {2, c};
}

}

ParsedFormat parseFormat(std::string_view format)
{
    return FormatParser(format).parse();
}

std::vector<uint32_t> literalOffsets(std::string_view source, std::string_view value)
{
    std::vector<uint32_t> out;
    bool inside = false;
    size_t at = 0;
    size_t last = 0;
    while (at < source.size()) {
        if (source[at] == '"') {
            inside = !inside;
            last = at++;
        } else if (!inside) {
            ++at; // between adjacent literals
        } else {
            const auto [length, byte] = decodeAt(source, at);
            if (out.size() >= value.size() || value[out.size()] != byte)
                return {};
            out.push_back(static_cast<uint32_t>(at));
            at += length;
        }
    }
    if (out.size() != value.size())
        return {};
    out.push_back(static_cast<uint32_t>(last));
    return out;
}

}
