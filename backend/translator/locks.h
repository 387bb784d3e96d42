// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "translator/ir.h"

#include <cstdint>
#include <vector>

namespace tapscope::translator {

/// Which kernel-side handlers must not run at the same time because of the global variables that they share.
///
/// `a++`, `a += n`, `a[k]++` and `s <<< n` are single atomic steps and lock nothing. What reads a variable and then stores one
/// does, and so does every other handler that changes the same variables. Variables that are changed together belong to one group,
/// which has one lock, so that no handler ever waits for two. Arrays in which each thread has elements of its own are left out.
struct LockPlan {
    std::vector<int32_t> lockOfHandler; ///< by handler of the program; -1: none
    std::vector<int32_t> lockOfGlobal; ///< by global; -1: none
    uint32_t locks = 0;
};

/// `bodies`: by handler of the program, those of kernel-side handlers; empty ones take no part.
[[nodiscard]] LockPlan planLocks(const std::vector<ir::Function> &bodies, const std::vector<ir::Foreach> &foreachs,
                                 size_t globals);

}
