// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "script/diagnostic.h"
#include "translator/ir.h"

#include <optional>

namespace tapscope::translator {

/// The body of a handler with all calls of script functions replaced by the functions' blocks, as a kernel-side program needs
/// it. `loops` are those of the module, to which copies of those in the functions are added. Recursion and excessive growth are
/// diagnostics.
[[nodiscard]] std::optional<ir::Function> inlineCalls(const ir::Module &module, const ir::Function &body,
                                                      std::vector<ir::Foreach> &loops, script::Diagnostics &diagnostics,
                                                      bool keepRecursion = false);

}
