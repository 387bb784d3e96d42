// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "debuginfo/module.h"

#include <elfutils/libdw.h>

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace tapscope::debuginfo {

class LineTables;

/// What is being executed at an address: an inlined copy of a function, or the function around them all.
struct ExecutedFunction {
    std::string name; ///< qualified, without parameters
    std::optional<SourceLine> place; ///< where it is: of what is around a copy, the call
};

/// The same as its entry.
struct ExecutedEntry {
    Dwarf_Die entry{};
    std::optional<SourceLine> place;
};

/// The inlined copies around an address in `function`, which has it, and that itself, the innermost first. `place` is the address'.
[[nodiscard]] std::vector<ExecutedEntry> executedIn(const Dwarf_Die &function, uint64_t address, std::optional<SourceLine> place,
                                                    LineTables &lines);

/// The inlined copies around an address in the code of a unit (DWARF 5, 3.3.8) and the function that has them, the innermost first.
[[nodiscard]] std::vector<ExecutedFunction> functionsAt(const Dwarf_Die &unit, uint64_t address, LineTables &lines);

}
