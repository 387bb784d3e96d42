// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "debuginfo/code_query.h"
#include "debuginfo/index.h"
#include "debuginfo/visible_variables.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace tapscope::analysis {

/// Where a line of a function begins.
struct StatementPlace {
    debuginfo::FunctionId function = debuginfo::noEntry;
    debuginfo::FileId file = debuginfo::noEntry;
    uint32_t line = 0;
    debuginfo::StatementRow row;
    /// As InlinedCopy::dieOffset; 0: the function's own code. None: row.inlined tells whether it is in a copy.
    std::optional<uint64_t> copy;
    bool innermost = true; ///< else it is the same place as another, seen from a function around it
};

/// Whether `line` is among the lines that are asked for; those of a relative query count from `base`.
[[nodiscard]] bool lineWanted(const debuginfo::StatementQuery &query, uint32_t line, uint32_t base);

/// The places that `query` means, each line of a function or copy once, at its first address. `shapes` may be null: places in
/// copies belong to the copied function only then.
[[nodiscard]] std::vector<StatementPlace> statementPlaces(const debuginfo::Index &index, debuginfo::VisibleVariables *shapes,
                                                          const debuginfo::StatementQuery &query);

/// The inlined copy of `function` that has the code at `address`, as its entry in the debuginfo; `shapes`, where there are any,
/// know the code of copies beyond their first instructions.
[[nodiscard]] std::optional<uint64_t> copyAt(const debuginfo::Index &index, debuginfo::VisibleVariables *shapes,
                                             debuginfo::FunctionId function, uint64_t address);

/// "vfs_read@fs/read_write.c:450"
/// With as many of the scopes around the function as `nameGlob` names.
[[nodiscard]] std::string placeOf(const debuginfo::Index &index, const debuginfo::FunctionEntry &function,
                                  std::string_view nameGlob = {});

/// Of a function's own code and its copies, those that the lines of `query` choose.
[[nodiscard]] std::vector<debuginfo::FunctionId> functionsOf(const debuginfo::Index &index,
                                                             const debuginfo::StatementQuery &query);

}
