// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "analysis/program.h"

#include <set>
#include <vector>

namespace tapscope::analysis {

/// Tells what of a whole program anybody could notice: output, globals that change, how the program ends.
class Usefulness {
public:
    explicit Usefulness(Program &program);

    /// Looks at one body; what follows is asked about it. `droppedGlobals` are written to for nobody.
    void look(Stmt &body, const std::set<uint32_t> &droppedGlobals = {});

    [[nodiscard]] bool isUseful(Stmt &statement) const;
    [[nodiscard]] bool isUseful(Expr &expression) const;
    /// Whether the assignment is to a variable that nothing useful reads.
    [[nodiscard]] bool isForNothing(const AssignExpr &assign) const;

private:
    [[nodiscard]] bool hasOutwardEffect(Expr &expression) const;
    void collectReads(Stmt &statement);
    void collectReads(Expr &expression);

    std::vector<bool> m_functions; ///< whether calling them has an effect
    std::set<uint32_t> m_reads; ///< locals that something useful reads
    std::set<uint32_t> m_dropped;
};

}
