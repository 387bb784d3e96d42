// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "debuginfo/code_query.h"

#include <cstdint>
#include <span>
#include <utility>
#include <vector>

namespace tapscope::debuginfo {

/// A function's own code, or one inlined copy of it, as far as a pattern's name means it.
struct LineScope {
    uint32_t file = 0; ///< of the declaration; any number that rows have too
    uint64_t unit = 0; ///< of compilation
    uint32_t line = 0; ///< of the declaration
    uint32_t firstLine = 0; ///< of its first instruction
    std::vector<std::pair<uint64_t, uint64_t>> ranges;
};

/// A row of a line table.
struct ScopedRow {
    uint32_t file = 0;
    uint64_t unit = 0; ///< 0: not known
    uint32_t line = 0;
    uint64_t address = 0;
};

struct ScopedLine {
    size_t scope = 0;
    size_t row = 0;
    bool innermost = false; ///< of the scopes that have the line at this address
};

/// The lines that `query` means, by SystemTap's rules. In each scope a line is where it has its lowest address there, so that
/// code of an inlined copy counts for the functions around it too, when the name means them. Of several lines at one address the
/// first has it. All lines ("*") are those from the scope's first one on, up to the first line with code elsewhere only.
/// `scopes`: functions before copies; `rows`: by file, line and address.
[[nodiscard]] std::vector<ScopedLine> matchLines(std::span<const LineScope> scopes, std::span<const ScopedRow> rows,
                                                 const StatementQuery &query);

}
