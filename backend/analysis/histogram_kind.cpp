// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "analysis/program.h"

#include <bit>

namespace tapscope::analysis {

uint32_t HistogramKind::bucketOf(int64_t value) const
{
    if (linear) {
        if (value < low)
            return 0;
        // The distance is right as an unsigned number even where it does not fit a signed one.
        const uint64_t step = (static_cast<uint64_t>(value) - static_cast<uint64_t>(low)) / static_cast<uint64_t>(width);
        return step >= bucketCount() - 2 ? bucketCount() - 1 : static_cast<uint32_t>(step) + 1;
    }
    if (value == 0)
        return 64;
    const uint64_t size = value < 0 ? 0 - static_cast<uint64_t>(value) : static_cast<uint64_t>(value);
    const auto power = static_cast<uint32_t>(std::bit_width(size) - 1);
    return value < 0 ? 63 - power : 65 + power;
}

}
