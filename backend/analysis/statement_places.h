// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "debuginfo/code_query.h"
#include "debuginfo/index.h"

#include <cstdint>
#include <vector>

namespace tapscope::analysis {

/// Where a line of a function begins.
struct StatementPlace {
    debuginfo::FunctionId function = debuginfo::noEntry;
    debuginfo::FileId file = debuginfo::noEntry;
    uint32_t line = 0;
    debuginfo::StatementRow row;
};

/// Whether `line` is among the lines that are asked for; those of a relative query count from `base`.
[[nodiscard]] bool lineWanted(const debuginfo::StatementQuery &query, uint32_t line, uint32_t base);

/// The places that `query` means, by function, file and line: each line of a function once, at its first address.
[[nodiscard]] std::vector<StatementPlace> statementPlaces(const debuginfo::Index &index, const debuginfo::StatementQuery &query);

}
