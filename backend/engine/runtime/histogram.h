// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "analysis/program.h"

#include <cstdint>
#include <span>
#include <string>

namespace tapscope::engine {

/// The drawing of a histogram: a row for each bucket with its lowest value, a bar and the count; long runs of empty buckets
/// become one row with ~.
[[nodiscard]] std::string drawHistogram(const analysis::HistogramKind &kind, std::span<const int64_t> buckets);

}
