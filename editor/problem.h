// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "script/diagnostic.h"
#include "services/checking.h"

#include <QString>

#include <vector>

namespace tapscope::editor {

/// A diagnostic with its place worked out, so that it can be shown after the sources it came from are gone.
struct Problem {
    script::Diagnostic diagnostic;
    QString path; ///< of the file it is in
    bool inScript = true; ///< in the user's script (file 0), not in the tapset
    int line = 0; ///< from 1; 0: no place
    int column = 0; ///< from 1, in characters
    /// What would mend it; only of a check while typing.
    std::vector<services::CodeAction> actions;
};

using Problems = std::vector<Problem>;

[[nodiscard]] Problem located(const script::Diagnostic &diagnostic, const script::SourceSet &sources);

/// Of a check by the services, which have a place outside of the script as text.
[[nodiscard]] Problem located(const services::CheckedScript &checked, size_t which, const services::Document &document);

/// Message and next step, one below the other, in the language of the interface.
[[nodiscard]] QString fullText(const Problem &problem);

}
