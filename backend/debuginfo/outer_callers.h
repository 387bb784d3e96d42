// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "debuginfo/index.h"

#include <cstdint>
#include <span>
#include <stop_token>
#include <string>
#include <vector>

namespace tapscope::debuginfo {

/// A function that calls one of another file by its name.
struct OuterCaller {
    std::string file;
    std::string function; ///< empty: code outside all functions that are known
    uint32_t calls = 0;
};

/// The names by which other files can call a function: its own, and others of the same address. None of a static function.
[[nodiscard]] std::vector<std::string> callableNames(const Index &index, FunctionId function);

/// Who calls a function of one of these names in `file`, a program, library or kernel module that does not hold it itself: by
/// name. Calls through pointers have no name. Empty for files that cannot be read.
[[nodiscard]] std::vector<OuterCaller> callersIn(const std::string &file, std::span<const std::string> names,
                                                 std::stop_token stop = {});

}
