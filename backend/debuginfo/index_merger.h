// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "debuginfo/index_builder.h"
#include "debuginfo/index_format.h"
#include "debuginfo/unit_scan.h"

#include <mutex>
#include <span>
#include <string>
#include <unordered_map>
#include <vector>

namespace tapscope::debuginfo {

/// Paths of source files, each once; shared by the threads.
class PathPool {
public:
    [[nodiscard]] std::vector<uint32_t> add(std::span<const SourcePath> paths);
    [[nodiscard]] const std::vector<const std::string *> &paths() const { return m_paths; }
    [[nodiscard]] uint32_t writtenFrom(size_t path) const { return m_writtenFrom[path]; }

private:
    std::mutex m_mutex;
    std::unordered_map<std::string, uint32_t> m_known;
    std::vector<const std::string *> m_paths;
    std::vector<uint32_t> m_writtenFrom; ///< of each
};

/// A unit with its files named by the pool, and without what is not in code that the program holds.
struct CondensedUnit {
    std::string_view compilationDirectory;
    std::vector<ScannedFunction> functions; ///< `file` is of the pool; noPath
    std::vector<ScannedCopy> copies;
    std::vector<ScannedUnit::Row> rows;
    std::vector<std::string> scopes;
};
inline constexpr uint32_t noPath = ~uint32_t(0);

[[nodiscard]] CondensedUnit condense(ScannedUnit unit, const IndexInput &input, PathPool &paths);

/// Puts all units together.
[[nodiscard]] index_format::Image mergeUnits(const IndexInput &input, std::vector<CondensedUnit> &units, const PathPool &paths);

}
