// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "debuginfo/elf_file.h"

#include <elfutils/libdw.h>

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace tapscope::debuginfo {

/// A row of the line table at which a statement begins.
struct LineRow {
    uint64_t address = 0;
    const char *file = nullptr; ///< lives as long as the Dwarf
    uint32_t line = 0;
};

/// The rows of all units that name a source file which `wanted` accepts, of those files only, by address.
[[nodiscard]] std::vector<LineRow> readLineRows(Dwarf *dwarf, const ElfFile &program,
                                                const std::function<bool(std::string_view)> &wanted);

/// Whether `glob` matches a path, or the end of it behind a slash. An empty one matches all.
[[nodiscard]] bool fileMatches(std::string_view glob, std::string_view path);

}
