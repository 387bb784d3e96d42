// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "analysis/code_lister.h"
#include "analysis/place_pattern.h"

#include <optional>
#include <string>

namespace tapscope::analysis {

/// What follows .function(…) or .statement(…).
struct CodeTail {
    enum class Kind : uint8_t { Plain, Call, Return, Inline, Exported, Label, Callees, Nearest };
    Kind kind = Kind::Plain;
    std::string text; ///< as written, with its dot
    std::string argument = "*"; ///< of .label and .callee
    std::string ofCallee; ///< ".call" or ".return"
    int depth = 1; ///< of .callees
};

struct CodeLister::Request {
    std::string written; ///< the argument
    std::optional<int64_t> address; ///< instead of it
    size_t component = 1; ///< whose it is
    PlacePattern pattern; ///< refers to `written`
    bool statements = false;
    CodeTail tail;
};

[[nodiscard]] std::vector<ListedPoint::Variable> listed(const std::vector<debuginfo::VisibleVariables::Variable> &variables);

}
