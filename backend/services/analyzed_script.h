// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "analysis/program.h"
#include "script/diagnostic.h"
#include "services/document.h"
#include "services/workspace.h"

#include <memory>
#include <stop_token>
#include <string>
#include <vector>

namespace tapscope::services {

/// A script with what its analysis found. File 0 of `sources` is the script, the others are of the library.
struct AnalyzedScript {
    script::SourceSet sources;
    script::Ast ast; ///< the program refers to it
    script::Diagnostics diagnostics;
    analysis::Program program; ///< complete only without errors
    bool analysed = false; ///< false: the syntax is wrong, so names were not looked at
};

/// The analysis of a document, made once for each version of it; null when given up.
[[nodiscard]] std::shared_ptr<const AnalyzedScript> analyzed(const Workspace &workspace, const Document &document,
                                                             const std::stop_token &stop);

/// "long", "string", "stats", with keys "stats[string, long]"; empty when it isn't known. Of a global, local or parameter.
[[nodiscard]] std::string typeOf(const AnalyzedScript &script, const Document &document, const Occurrence &name);

}
