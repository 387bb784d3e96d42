// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "engine/runtime/soft_float.h"

#include <algorithm>
#include <array>
#include <bit>
#include <charconv>
#include <cmath>
#include <limits>

namespace tapscope::engine {

namespace {

double towards(double value, int64_t mode)
{
    const double down = std::floor(value);
    switch (mode) {
    case 1: return std::trunc(value);
    case 2: return down;
    case 3: return std::ceil(value);
    case 4: return std::round(value);
    case 6: return down == value ? value : std::fmod(down, 2) != 0 ? down : down + 1;
    default: return value - std::remainder(value, 1);
    }
}

}

double fromBits(int64_t bits)
{
    return std::bit_cast<double>(bits);
}

int64_t toBits(double value)
{
    return std::bit_cast<int64_t>(value);
}

int64_t fpToLong(double value, int64_t mode)
{
    using Limits = std::numeric_limits<int64_t>;
    if (std::isnan(value))
        return Limits::min();
    const double rounded = towards(value, mode);
    constexpr double beyond = 9223372036854775808.0; // 2^63, the first that doesn't fit
    if (rounded >= beyond)
        return Limits::max();
    return rounded < -beyond ? Limits::min() : static_cast<int64_t>(rounded);
}

double stringToFp(std::string_view text)
{
    text.remove_prefix(std::min(text.find_first_not_of(" \t"), text.size()));
    if (text.starts_with('+'))
        text.remove_prefix(1);
    double value = 0;
    std::from_chars(text.data(), text.data() + text.size(), value);
    return value;
}

std::string fpToString(double value, int64_t precision)
{
    std::array<char, 512> buffer{}; // 309 digits, a point, a sign, and the precision
    const auto digits = static_cast<int>(std::clamp<int64_t>(precision, 0, 60));
    const auto [end, error] = std::to_chars(buffer.data(), buffer.data() + buffer.size(), value, std::chars_format::fixed,
                                            digits);
    return error == std::errc() ? std::string(buffer.data(), end) : std::string();
}

double fp32ToFp64(int64_t bits)
{
    return static_cast<double>(std::bit_cast<float>(static_cast<uint32_t>(bits)));
}

}
