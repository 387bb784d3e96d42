// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "debuginfo/scope_names.h"

#include "debuginfo/die_locator.h"

#include <algorithm>

namespace tapscope::debuginfo {

ScopeNames::ScopeNames()
{
    m_scopes.emplace_back().named = true;
}

uint32_t ScopeNames::add(uint32_t parent, const Dwarf_Die &die, bool walked)
{
    const auto index = static_cast<uint32_t>(m_scopes.size());
    Scope &scope = m_scopes.emplace_back();
    scope.begin = handleOf(die);
    scope.end = ~uint64_t(0);
    scope.parent = parent;
    scope.walked = walked;
    scope.die = die;
    m_byOffset.push_back(index);
    return index;
}

const std::string &ScopeNames::prefix(uint32_t index)
{
    if (!m_scopes[index].named) {
        const std::string outer = prefix(m_scopes[index].parent);
        Scope &scope = m_scopes[index];
        scope.named = true;
        // Few scopes are ever asked for, so that names are read late.
        const std::string_view name = nameOf(scope.die);
        if (name.empty())
            scope.prefix = outer + (tagOf(scope.die) == DW_TAG_namespace ? "(anonymous namespace)::" : "{unnamed}::");
        else
            scope.prefix = outer + std::string(name) + "::";
    }
    return m_scopes[index].prefix;
}

uint32_t ScopeNames::enclosing(uint64_t offset)
{
    const auto after = std::ranges::upper_bound(m_byOffset, offset, {}, [this](uint32_t i) { return m_scopes[i].begin; });
    if (after == m_byOffset.begin())
        return global;
    uint32_t scope = *(after - 1);
    while (scope != global && (m_scopes[scope].begin == offset || m_scopes[scope].end <= offset))
        scope = m_scopes[scope].parent;
    if (m_scopes[scope].walked)
        return scope;
    if (!m_scopes[scope].expanded) {
        m_scopes[scope].expanded = true;
        expand(scope, m_scopes[scope].die, 0);
    }
    const auto member = m_members.find(offset);
    return member == m_members.end() ? scope : member->second;
}

void ScopeNames::expand(uint32_t scope, const Dwarf_Die &die, int depth)
{
    if (depth > deepestNesting)
        return;
    for (const Dwarf_Die &child : DieChildren(die)) {
        switch (tagOf(child)) {
        case DW_TAG_subprogram: m_members.emplace(handleOf(child), scope); break;
        case DW_TAG_lexical_block: expand(scope, child, depth + 1); break;
        case DW_TAG_class_type:
        case DW_TAG_structure_type:
        case DW_TAG_union_type: {
            const auto inner = static_cast<uint32_t>(m_scopes.size());
            Scope &added = m_scopes.emplace_back();
            added.parent = scope;
            added.die = child;
            expand(inner, child, depth + 1);
            break;
        }
        default: break;
        }
    }
}

}
