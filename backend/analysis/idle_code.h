// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "script/ast.h"
#include "script/diagnostic.h"

#include <set>

namespace tapscope::analysis {

/// The parts of a script that never run, or whose running nobody would notice. SystemTap takes them away before it looks at
/// types, so wrong types there are no obstacle.
class IdleCode {
public:
    /// Finds the functions that no probe of the script can reach by name.
    explicit IdleCode(const script::Ast &ast);

    /// Tells of a statement of one handler; it is idle when it is that in all of them.
    void add(const script::Statement &statement, bool isIdle);
    [[nodiscard]] bool contains(const script::Function &function) const { return m_functions.contains(&function); }
    [[nodiscard]] bool contains(const script::Statement &statement) const { return m_statements.contains(&statement); }

    /// Whether all errors of `found` from the `first`-th diagnostic on lie in functions that nobody calls, or are about types in
    /// statements for nothing.
    [[nodiscard]] bool explains(const script::Diagnostics &found, size_t first) const;

private:
    std::set<const script::Function *> m_functions;
    std::set<const script::Statement *> m_statements;
    std::set<const script::Statement *> m_needed;
};

/// Whether evaluating this does nothing, as far as its form tells: names and literals with operators between them.
[[nodiscard]] bool isIdle(const script::Expression *expression);

/// What was found with idle code, where it is an error, as a warning; the program is the one without it.
[[nodiscard]] script::Diagnostics withForgiven(const script::Diagnostics &withIdleCode, script::Diagnostics without);

}
