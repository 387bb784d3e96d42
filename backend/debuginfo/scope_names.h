// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "debuginfo/dwarf_die.h"

#include <cstdint>
#include <string>
#include <unordered_map>
#include <vector>

namespace tapscope::debuginfo {

/// Finds the namespaces and classes around a DIE. DWARF has no way up the tree, so that the scopes of a unit are noted while
/// it is walked, as intervals of offsets; members of a type are noted when one of them is first asked for.
class ScopeNames {
public:
    static constexpr uint32_t global = 0;

    ScopeNames();
    /// The scope of `die` inside `parent`, whose entries lie in [begin, end). Add outer scopes before inner ones, in the
    /// order of their offsets. A scope that is not `walked` further by the caller is looked into when needed.
    uint32_t add(uint32_t parent, const Dwarf_Die &die, bool walked);
    void setEnd(uint32_t scope, uint64_t end) { m_scopes[scope].end = end; }
    /// "tea::Pot::", or empty.
    [[nodiscard]] const std::string &prefix(uint32_t scope);
    /// Scope of the entry at `offset`, of units that were added.
    [[nodiscard]] uint32_t enclosing(uint64_t offset);

private:
    struct Scope {
        uint64_t begin = 0;
        uint64_t end = 0;
        uint32_t parent = 0;
        bool walked = true;
        bool expanded = false;
        bool named = false;
        std::string prefix;
        Dwarf_Die die{};
    };
    void expand(uint32_t scope, const Dwarf_Die &die, int depth);

    std::vector<Scope> m_scopes;
    std::vector<uint32_t> m_byOffset; // scopes of the walk, ascending
    std::unordered_map<uint64_t, uint32_t> m_members;
};

}
