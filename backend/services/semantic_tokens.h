// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "services/document.h"
#include "services/workspace.h"

#include <vector>

namespace tapscope::services {

enum class SemanticKind : uint8_t {
    Keyword,
    Comment,
    String,
    Number,
    Operator,
    Function,
    LibraryFunction,
    Global,
    Local,
    Parameter,
    Macro,
    AtOperator,
    ProbeComponent,
    TargetVariable,
    Member,
    EmbeddedC,
};

struct SemanticToken {
    Range range; ///< may span lines (comments, embedded C)
    SemanticKind kind = SemanticKind::Keyword;
    bool definition = false;
    bool write = false;
};

/// All of the script but white space and punctuation, in order.
[[nodiscard]] std::vector<SemanticToken> semanticTokens(const Workspace &workspace, const Document &document);

}
