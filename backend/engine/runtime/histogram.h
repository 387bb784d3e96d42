// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "analysis/program.h"

#include <cstdint>
#include <span>
#include <string>

namespace tapscope::engine {

struct HistogramForm {
    uint32_t barWidth = 50; ///< HIST_WIDTH: characters of the longest bar, 1 or more
    /// HIST_ELISION: empty buckets nearer than this to a filled one are shown; -1: all are.
    int32_t elision = 2;
};

/// The drawing of a histogram: a row for each bucket with its lowest value, a bar and the count; long runs of empty buckets
/// become one row with ~.
[[nodiscard]] std::string drawHistogram(const analysis::HistogramKind &kind, std::span<const int64_t> buckets,
                                        const HistogramForm &form = {});

}
