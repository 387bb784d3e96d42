// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "engine/runtime/string_functions.h"

#include <algorithm>
#include <cstdint>
#include <format>

namespace tapscope::engine {

namespace {

/// Value of a digit; 255 for what is none.
unsigned digitValue(char c)
{
    if (c >= '0' && c <= '9')
        return static_cast<unsigned>(c - '0');
    if (c >= 'a' && c <= 'z')
        return static_cast<unsigned>(c - 'a') + 10;
    if (c >= 'A' && c <= 'Z')
        return static_cast<unsigned>(c - 'A') + 10;
    return 255;
}

bool hasHexPrefix(std::string_view text)
{
    return text.size() > 2 && text[0] == '0' && (text[1] == 'x' || text[1] == 'X') && digitValue(text[2]) < 16;
}

/// The bytes of the character of several bytes at the beginning of the text, as UTF-8 writes it; 0: there is none.
size_t bytesOfCharacter(std::string_view text, uint32_t &character)
{
    const auto lead = static_cast<unsigned char>(text[0]);
    const size_t count = lead >= 0xf8 ? 0 : lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : lead >= 0xc0 ? 2 : 0;
    if (!count || text.size() < count)
        return 0;
    character = lead & (0x7fU >> count);
    for (size_t n = 1; n < count; ++n) {
        const auto next = static_cast<unsigned char>(text[n]);
        if ((next & 0xc0) != 0x80)
            return 0;
        character = character << 6 | (next & 0x3f);
    }
    const bool isTooLong = character < (count == 2 ? 0x80U : count == 3 ? 0x800U : 0x10000U);
    return isTooLong || character > 0x10ffff || (character & 0xfffff800) == 0xd800 ? 0 : count;
}

/// The character with four or eight digits.
std::string numberedCharacter(uint32_t character)
{
    return character <= 0xffff ? std::format("\\u{:04X}", character) : std::format("\\U{:08X}", character);
}

}

std::string_view substr(std::string_view text, int64_t start, int64_t length)
{
    if (start < 0 || length <= 0 || static_cast<uint64_t>(start) >= text.size())
        return {};
    return text.substr(static_cast<size_t>(start), static_cast<size_t>(length));
}

int64_t strtol(std::string_view text, int64_t base)
{
    const bool isNegative = text.starts_with('-');
    if (isNegative)
        text.remove_prefix(1);
    if (base == 0)
        base = hasHexPrefix(text) ? 16 : text.starts_with('0') ? 8 : 10;
    if (base == 16 && hasHexPrefix(text))
        text.remove_prefix(2);
    uint64_t value = 0;
    for (const char c : text) {
        // The kernel's own function, which stap calls, knows no digits past f.
        if (digitValue(c) >= static_cast<uint64_t>(std::clamp<int64_t>(base, 2, 16)))
            break;
        value = value * static_cast<uint64_t>(base) + digitValue(c);
    }
    return static_cast<int64_t>(isNegative ? 0 - value : value);
}

std::string strReplace(std::string_view text, std::string_view search, std::string_view replacement)
{
    std::string out;
    if (search.empty())
        return out.assign(text);
    size_t begin = 0;
    for (size_t place; (place = text.find(search, begin)) != std::string_view::npos; begin = place + search.size()) {
        out += text.substr(begin, place - begin);
        out += replacement;
    }
    return out += text.substr(begin);
}

std::string escapedText(std::string_view text, size_t length, bool quoted)
{
    constexpr std::string_view controls = "\a\b\t\n\v\f\r"; // 7 to 13
    constexpr std::string_view letters = "abtnvfr";
    const size_t room = quoted ? length - std::min<size_t>(length, 2) : length;
    // What is cut ends in a quote and three dots, which count.
    const size_t roomWhenCut = length - std::min<size_t>(length, 5);
    std::string out;
    size_t fitsWhenCut = 0;
    bool isCut = false;
    for (size_t n = 0, bytes = 1; n < text.size(); n += bytes) {
        const char c = text[n];
        const auto byte = static_cast<unsigned char>(c);
        std::string next;
        uint32_t character = 0;
        bytes = 1;
        if (const size_t several = bytesOfCharacter(text.substr(n), character)) {
            next = numberedCharacter(character);
            bytes = several;
        } else if (const size_t control = controls.find(c); control != std::string_view::npos)
            next = {'\\', letters[control]};
        else if (c == '"' || c == '\\')
            next = {'\\', c};
        else if (byte >= 32 && byte < 127)
            next = {c};
        else
            next = {'\\', static_cast<char>('0' + (byte >> 6)), static_cast<char>('0' + ((byte >> 3) & 7)),
                    static_cast<char>('0' + (byte & 7))};
        if (out.size() + next.size() > room) {
            isCut = true;
            break;
        }
        out += next;
        fitsWhenCut = out.size() <= roomWhenCut ? out.size() : fitsWhenCut;
    }
    if (!quoted)
        return out;
    if (isCut)
        out.resize(fitsWhenCut);
    return '"' + out + (isCut ? "\"..." : "\"");
}

std::string Tokenizer::next(std::string_view text, std::string_view delimiters)
{
    if (!text.empty()) {
        m_text.assign(text);
        m_position = 0;
    }
    const size_t begin = std::min(m_text.find_first_not_of(delimiters, m_position), m_text.size());
    const size_t end = std::min(m_text.find_first_of(delimiters, begin), m_text.size());
    m_position = end;
    return m_text.substr(begin, end - begin);
}

}
