// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "script/diagnostic.h"
#include "translator/ir.h"

#include <optional>
#include <set>
#include <vector>

namespace tapscope::translator {

/// Where a run of value numbers of an inlined body comes from.
struct InlinedValues {
    ir::ValueId first = 0, last = 0;
    std::vector<uint32_t> functions; ///< that were called, the outermost first
    script::Range call; ///< of the outermost
};

/// Which calls stay calls.
struct KeptCalls {
    bool recursion = false; ///< of functions to themselves
    std::set<uint32_t> functions;
    std::vector<InlinedValues> *origins = nullptr; ///< filled in, if given
};

/// The body of a handler with the calls of script functions replaced by the functions' blocks, as a kernel-side program needs
/// it. `loops` are those of the module, to which copies of those in the functions are added. Recursion and excessive growth are
/// diagnostics.
[[nodiscard]] std::optional<ir::Function> inlineCalls(const ir::Module &module, const ir::Function &body,
                                                      std::vector<ir::Foreach> &loops, script::Diagnostics &diagnostics,
                                                      const KeptCalls &kept = {});

}
