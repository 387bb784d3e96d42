// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "analysis/program.h"

#include <cstdint>
#include <vector>

namespace tapscope::translator::ir {

/// The statements that one run of a piece of code counts for MAXACTION, along its longest path, by stap's rules: code without
/// loops is checked once and for all, the rest counts while it runs.
struct ActionCount {
    bool finite = true;
    uint64_t actions = 0;
};

/// Counts statements of handlers and functions. What the library is made of counts nothing, as stap's own is not made of
/// statements.
class ActionCounter {
public:
    explicit ActionCounter(const analysis::Program &program);
    [[nodiscard]] ActionCount function(uint32_t index);
    [[nodiscard]] ActionCount statement(const analysis::Stmt *s);

private:
    [[nodiscard]] ActionCount expression(const analysis::Expr *e);
    [[nodiscard]] ActionCount expressions(const std::vector<analysis::ExprPtr> &list);

    enum class State : uint8_t { New, Open, Done };
    const analysis::Program &m_program;
    std::vector<State> m_states;
    std::vector<ActionCount> m_functions;
};

/// Where messages say that a statement is: stap takes a block of one statement for that statement.
[[nodiscard]] script::Range actionPlace(const analysis::Stmt *s);

}
