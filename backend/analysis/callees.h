// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "debuginfo/index.h"
#include "debuginfo/visible_variables.h"

#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace tapscope::analysis {

/// Something that a function calls, or that was inlined into it.
struct Callee {
    debuginfo::FunctionId function = debuginfo::noEntry;
    std::optional<debuginfo::InlinedCopy> copy;
    debuginfo::FunctionId caller = debuginfo::noEntry;
};

/// What the functions call, what that calls, and so on to `depth` levels; only what is wanted, and nothing that is called through
/// pointers.
[[nodiscard]] std::vector<Callee> calleesOf(const debuginfo::Index &index, debuginfo::VisibleVariables &variables,
                                            std::vector<debuginfo::FunctionId> callers, int depth,
                                            const std::function<bool(const Callee &)> &wanted);

/// ".function(\"main@a.c:3\").callee(\"fact@a.c:1\")"
[[nodiscard]] std::string calleePoint(const debuginfo::Index &index, const Callee &callee);

}
