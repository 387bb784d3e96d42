// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "script/ast.h"
#include "script/diagnostic.h"

#include <functional>
#include <map>
#include <set>
#include <string_view>
#include <vector>

namespace tapscope::analysis {

/// The parts of a script that never run, or whose running nobody would notice. SystemTap takes them away before it looks at
/// types, so wrong types there are no obstacle.
class IdleCode {
public:
    /// Finds the functions that no probe of the script can reach by name.
    explicit IdleCode(const script::Ast &ast);

    /// Tells of a statement of one handler; it is idle when it is that in all of them.
    void add(const script::Statement &statement, bool isIdle);
    /// Tells where a function that is written in C is called.
    void addCallOfC(const script::Function &function, const script::Range &call)
    {
        m_callsOfC[{function.name.range.file, function.name.range.begin}].push_back(call);
    }
    [[nodiscard]] bool contains(const script::Function &function) const { return m_functions.contains(&function); }
    [[nodiscard]] bool contains(const script::Statement &statement) const { return m_statements.contains(&statement); }

    /// Whether all errors of `found` from the `first`-th diagnostic on lie in functions that nobody calls, or are about types in
    /// statements for nothing.
    [[nodiscard]] bool explains(const script::Diagnostics &found, size_t first) const;

private:
    std::set<const script::Function *> m_functions;
    std::set<const script::Statement *> m_statements;
    std::set<const script::Statement *> m_needed;
    std::map<std::pair<script::FileId, uint32_t>, std::vector<script::Range>> m_callsOfC; ///< by where the name stands
};

/// Whether C says of itself that it only computes its value: /* pure */.
[[nodiscard]] bool isPureC(std::string_view code);

/// Whether evaluating this does nothing, as far as its form tells: names and literals with operators between them, and pure C.
/// `callsPureC` tells of a call whether the function is such a piece of C.
[[nodiscard]] bool isIdle(const script::Expression *expression, const std::function<bool(const script::Call &)> &callsPureC);

/// What was found with idle code, where it is an error, as a warning; the program is the one without it.
[[nodiscard]] script::Diagnostics withForgiven(const script::Diagnostics &withIdleCode, script::Diagnostics without);

}
