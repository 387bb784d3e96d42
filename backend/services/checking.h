// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "script/diagnostic.h"
#include "services/document.h"
#include "services/text_position.h"
#include "services/workspace.h"

#include <stop_token>
#include <string>
#include <vector>

namespace tapscope::services {

/// A change of the script that mends a problem, or several at once.
struct CodeAction {
    Text title;
    std::vector<TextEdit> edits;
    std::string_view diagnostic; ///< id of the kind of problem it mends
    Range range; ///< of the problem
    bool preferred = false; ///< the one that is most likely wanted
};

struct CheckedScript {
    std::vector<script::Diagnostic> diagnostics;
    /// Of a place outside of the script: "path:line:column", by index of the diagnostic; else empty.
    std::vector<std::string> places;
    bool cancelled = false;
};

/// Everything that is wrong with the script.
[[nodiscard]] CheckedScript check(const Workspace &workspace, const Document &document, std::stop_token stop = {});

/// The changes that mend what is wrong at [begin, end).
[[nodiscard]] std::vector<CodeAction> codeActions(const Document &document, const std::vector<script::Diagnostic> &diagnostics,
                                                  uint32_t begin, uint32_t end);
/// Those that mend one of the problems; the others are mended with it where they are of the same making.
[[nodiscard]] std::vector<CodeAction> codeActions(const Document &document, const std::vector<script::Diagnostic> &diagnostics,
                                                  size_t which);

}
