// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "base/escape.h"

#include <string_view>

namespace tapscope {

std::string escapedCharacter(char c, char quote)
{
    static constexpr std::string_view codes = "\a\b\f\n\r\t\v\\";
    static constexpr std::string_view letters = "abfnrtv\\";
    const auto byte = static_cast<unsigned char>(c);
    if (const size_t place = codes.find(c); place != std::string_view::npos)
        return {'\\', letters[place]};
    if (c == quote)
        return {'\\', c};
    if (byte >= 0x20 && byte < 0x7f)
        return {c};
    const auto digit = [byte](int shift) { return static_cast<char>('0' + ((byte >> shift) & 7)); };
    return {'\\', digit(6), digit(3), digit(0)};
}

}
