// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "debuginfo/dwarf_die.h"
#include "debuginfo/type_source.h"

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
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
        const void *unit = nullptr;
    };

    explicit NameIndex(Dwarf *dwarf) : m_dwarf(dwarf) {}

    /// Reads one more unit of the file; false when all have been read.
    bool extend();
    /// Reads this unit of the file before its turn; what it is in the entries.
    const void *read(const Dwarf_Die &unit);
    /// Reads all units.
    void complete()
    {
        while (extend()) {}
    }
    void add(const Dwarf_Die &unit)
    {
        m_unit = unit.addr;
        visit(unit, {}, nameOf(unit), 0, false);
    }
    /// By qualified and unqualified name.
    [[nodiscard]] const std::multimap<std::string, Entry, std::less<>> &types() const { return m_types; }
    [[nodiscard]] const std::multimap<std::string, Entry, std::less<>> &variables() const { return m_variables; }

private:
    void visit(const Dwarf_Die &die, const std::string &scope, std::string_view file, int depth, bool inFunction);

    Dwarf *m_dwarf = nullptr;
    Dwarf_Off m_next = 0;
    std::unordered_set<const void *> m_read; ///< Entry::unit
    const void *m_unit = nullptr; ///< that is being read
    std::multimap<std::string, Entry, std::less<>> m_types;
    std::multimap<std::string, Entry, std::less<>> m_variables;
    std::unordered_map<const void *, std::string> m_declared; ///< qualified names, by the entry that declares
    std::unordered_map<const void *, Entry> m_defined; ///< definitions that came first, by the entry that declares
};

/// `name` as in TypeSource::findType. Reads as many more units as it takes to find it; that of the `unit` which was read comes
/// first.
[[nodiscard]] std::optional<TypeInfo> findTypeByName(Dwarf *dwarf, NameIndex &index, std::string_view name,
                                                     const void *unit = nullptr);

/// The definitions of variables called `name`, of the first unit that has any. Reads as many more units as it takes.
[[nodiscard]] std::vector<Dwarf_Die> definitionsOf(Dwarf *dwarf, NameIndex &index, std::string_view name);

/// The external variable of that name that the unit declares and does not define.
[[nodiscard]] std::optional<Dwarf_Die> declarationIn(const Dwarf_Die &unit, std::string_view name);

/// The variables called `name` outside functions, and static ones in them, of the units whose files match; only definitions.
[[nodiscard]] std::vector<Dwarf_Die> definitionsInFiles(Dwarf *dwarf, std::string_view name, std::string_view fileGlob);

}
