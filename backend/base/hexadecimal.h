// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <charconv>
#include <cstdint>
#include <string>

namespace tapscope {

/// "0x1f": an address as all texts write it.
[[nodiscard]] inline std::string hexadecimal(uint64_t number)
{
    char digits[16];
    return "0x" + std::string(digits, std::to_chars(digits, digits + sizeof digits, number, 16).ptr);
}

}
