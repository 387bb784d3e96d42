// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "translator/bundle.h"
#include "translator/inline_calls.h"

#include <vector>

namespace tapscope::translator {

/// A handler's code with its calls in place.
struct InlinedCode {
    ir::Function body;
    std::vector<ir::Foreach> loops; ///< by the numbers that `body` has for them
};

/// The handler's code with its calls in place but for those of `kept.functions`, held by `inlined`, and the functions that are
/// left since they call themselves.
[[nodiscard]] std::vector<const ir::Function *> codeOf(const Bundle &bundle, uint32_t handler, InlinedCode &inlined,
                                                       KeptCalls kept = {});

}
