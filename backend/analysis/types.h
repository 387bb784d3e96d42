// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "script/ast.h"

#include <cstdint>
#include <vector>

namespace tapscope::analysis {

/// A place that has a type: a variable, a key column, a result, a value. Cells that must agree are united.
using Cell = uint32_t;

/// The types of the whole script while they are being inferred (union-find over cells).
class TypeTable {
public:
    [[nodiscard]] Cell fresh();
    [[nodiscard]] Cell known(script::Type type, const script::Range &origin);

    [[nodiscard]] script::Type type(Cell cell) const { return m_nodes[root(cell)].type; }
    /// Where the type came from; only meaningful when it is known.
    [[nodiscard]] const script::Range &origin(Cell cell) const { return m_nodes[root(cell)].origin; }

    /// Gives the cell a type; false (and no change) when it has another one.
    bool set(Cell cell, script::Type type, const script::Range &origin);
    /// Makes both cells one; false (and no change) when their types differ.
    bool unite(Cell a, Cell b);

private:
    struct Node {
        Cell parent;
        script::Type type = script::Type::Unknown;
        script::Range origin;
    };
    [[nodiscard]] Cell root(Cell cell) const;

    mutable std::vector<Node> m_nodes;
};

}
