// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "debuginfo/index.h"
#include "debuginfo/index_data.h"

namespace tapscope::debuginfo {

/// How well `name` fits what was typed: its letters must occur in this order, upper case as lower case. Higher is better:
/// letters beside each other, at the start of words, names that hold little else. 0: it does not fit.
[[nodiscard]] int fuzzyScore(std::string_view typed, std::string_view name);

[[nodiscard]] std::vector<SearchHit> searchNames(const IndexData &data, std::string_view text, size_t most, std::stop_token stop);

}
