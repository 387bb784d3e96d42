// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "debuginfo/index.h"

#include <cstdint>
#include <expected>
#include <stop_token>
#include <vector>

namespace tapscope::debuginfo {

/// A function whose code calls another one.
struct Caller {
    FunctionId function = noEntry; ///< noEntry: code outside all functions that are known
    uint64_t address = 0; ///< of the first call; of the first copy where there are only copies
    uint32_t calls = 0; ///< instructions that call it, jumps at the end of a function among them
    uint32_t copies = 0; ///< copies of it that the compiler put there
};

/// Who calls a function by its address, or holds a copy of it, in the same file, by name. Calls through pointers have no name.
/// The code is searched anew each time, which takes some 20 ms for a kernel.
[[nodiscard]] std::expected<std::vector<Caller>, Failure> callersOf(const Index &index, FunctionId function,
                                                                    std::stop_token stop = {});

}
