// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <array>
#include <cstdint>

/// The power of two below a number without a branch: with all bits below its highest set, a number times `factor` has one of 64
/// patterns in its upper six bits, which say where in `table` the power stands (a De Bruijn sequence).
namespace tapscope::translator::powers {

inline constexpr uint64_t factor = 0x03f79d71b4cb0a89;
inline constexpr unsigned shift = 58;

inline constexpr std::array<uint8_t, 64> table = [] {
    std::array<uint8_t, 64> made{};
    for (unsigned power = 0; power < 64; ++power)
        made[(~uint64_t{0} >> (63 - power)) * factor >> shift] = static_cast<uint8_t>(power);
    return made;
}();

static_assert([] {
    std::array<bool, 64> seen{};
    for (const uint8_t power : table)
        seen[power] = true;
    for (const bool each : seen) {
        if (!each)
            return false;
    }
    return true;
}());

}
