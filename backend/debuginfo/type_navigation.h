// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "debuginfo/dwarf_die.h"
#include "debuginfo/type_source.h"

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// TypeSource over DWARF. For one Dwarf, not thread-safe.
namespace tapscope::debuginfo {

[[nodiscard]] std::optional<TypeInfo> targetOfType(Dwarf *dwarf, const TypeInfo &type);
[[nodiscard]] std::vector<Member> membersOfType(Dwarf *dwarf, const TypeInfo &type);
[[nodiscard]] std::vector<Enumerator> enumeratorsOfType(Dwarf *dwarf, const TypeInfo &type);

/// What has a name of its own in a program: types, and variables outside functions or static in them.
class NameIndex {
public:
    struct Entry {
        uint64_t die = 0;
        bool complete = true; ///< not only declared
        std::string_view file; ///< of the unit
    };

    void build(Dwarf *dwarf);
    [[nodiscard]] bool built() const { return m_built; }
    /// By qualified and unqualified name.
    [[nodiscard]] const std::multimap<std::string, Entry, std::less<>> &types() const { return m_types; }
    [[nodiscard]] const std::multimap<std::string, Entry, std::less<>> &variables() const { return m_variables; }

private:
    void visit(const Dwarf_Die &die, const std::string &scope, std::string_view file, int depth, bool inFunction);

    bool m_built = false;
    std::multimap<std::string, Entry, std::less<>> m_types;
    std::multimap<std::string, Entry, std::less<>> m_variables;
};

/// `name` as in TypeSource::findType.
[[nodiscard]] std::optional<TypeInfo> findTypeByName(Dwarf *dwarf, const NameIndex &index, std::string_view name);

}
