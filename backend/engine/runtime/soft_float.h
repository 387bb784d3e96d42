// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <cstdint>
#include <string>
#include <string_view>

/// The script language has no type for floating point: a 64-bit double travels in a number, bit by bit.
namespace tapscope::engine {

[[nodiscard]] double fromBits(int64_t bits);
[[nodiscard]] int64_t toBits(double value);

/// `mode`: 0 to the nearest, ties to even; 1 towards zero; 2 down; 3 up; 4 to the nearest, ties away from zero; 6 to odd. What
/// doesn't fit becomes the nearest number that does, and no number becomes the smallest.
[[nodiscard]] int64_t fpToLong(double value, int64_t mode);
/// The leading decimal number of the text; 0 when there is none.
[[nodiscard]] double stringToFp(std::string_view text);
/// With `precision` (0 to 60) digits behind the point.
[[nodiscard]] std::string fpToString(double value, int64_t precision);
/// Bits of a 32-bit float.
[[nodiscard]] double fp32ToFp64(int64_t bits);

}
