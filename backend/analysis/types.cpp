// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "analysis/types.h"

namespace tapscope::analysis {

using script::Range;
using script::Type;

Cell TypeTable::fresh()
{
    const auto cell = static_cast<Cell>(m_nodes.size());
    m_nodes.push_back({cell, Type::Unknown, {}});
    return cell;
}

Cell TypeTable::known(Type type, const Range &origin)
{
    const Cell cell = fresh();
    m_nodes[cell].type = type;
    m_nodes[cell].origin = origin;
    return cell;
}

Cell TypeTable::root(Cell cell) const
{
    while (m_nodes[cell].parent != cell) {
        m_nodes[cell].parent = m_nodes[m_nodes[cell].parent].parent;
        cell = m_nodes[cell].parent;
    }
    return cell;
}

bool TypeTable::set(Cell cell, Type type, const Range &origin)
{
    Node &node = m_nodes[root(cell)];
    if (node.type == Type::Unknown) {
        node.type = type;
        node.origin = origin;
    }
    return node.type == type;
}

bool TypeTable::unite(Cell a, Cell b)
{
    Cell first = root(a);
    Cell second = root(b);
    if (first == second)
        return true;
    const Type firstType = m_nodes[first].type;
    const Type secondType = m_nodes[second].type;
    if (firstType != Type::Unknown && secondType != Type::Unknown && firstType != secondType)
        return false;
    // The typed root stays, so that its origin does.
    if (firstType == Type::Unknown)
        std::swap(first, second);
    m_nodes[second].parent = first;
    return true;
}

}
