// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "base/text.h"
#include "script/source.h"

#include <string>
#include <string_view>
#include <vector>

namespace tapscope::script {

enum class Severity { Error, Warning, Note };

/// A change of the script's text that mends what a diagnostic complains of.
struct FixIt {
    Range range;
    std::string replacement;
    Text label;
};

/// A second place that explains a diagnostic ("first used as a string here").
struct DiagnosticNote {
    Range range;
    Text text;
};

/// What is wrong (or noteworthy) at a range of the script, why, and what to do next.
struct Diagnostic {
    Severity severity = Severity::Error;
    /// Stable name of the kind of problem, as "unknown-function"; documentation and tests key on it.
    std::string_view id;
    Range range;
    Text message;
    /// What the user can do about it; may be empty.
    Text nextStep;
    std::vector<DiagnosticNote> notes;
    std::vector<FixIt> fixIts;
};

/// Collects diagnostics in the order of their discovery.
class Diagnostics {
public:
    Diagnostic &error(std::string_view id, const Range &range, Text message, Text nextStep = {});
    Diagnostic &warning(std::string_view id, const Range &range, Text message, Text nextStep = {});
    void add(Diagnostic diagnostic);

    [[nodiscard]] const std::vector<Diagnostic> &all() const { return m_all; }
    [[nodiscard]] bool hasErrors() const { return m_errors > 0; }
    [[nodiscard]] size_t errorCount() const { return m_errors; }

private:
    std::vector<Diagnostic> m_all;
    size_t m_errors = 0;
};

/// A diagnostic as the terminal shows it: "path:line:col: error: message", the source line, a caret line, notes, and the
/// next step. A range that is Range{} is no place at all and is left out. `colors`: with ANSI colours.
[[nodiscard]] std::string render(const Diagnostic &diagnostic, const SourceSet &sources, bool colors = false);

}
