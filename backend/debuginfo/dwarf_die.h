// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <dwarf.h>
#include <elfutils/libdw.h>

#include <cstdint>
#include <optional>
#include <string_view>
#include <utility>
#include <vector>

/// Small steps over DWARF entries that never trust the data: no cycles, no walk backwards.
namespace tapscope::debuginfo {

/// Longest chain of typedefs, qualifiers, origins or nested scopes that is followed.
inline constexpr int deepestNesting = 64;

/// Children of a DIE, for range-for. Stops at the first entry that does not lie behind the previous one.
class DieChildren {
public:
    class Iterator {
    public:
        Iterator() = default;
        explicit Iterator(const Dwarf_Die &parent)
        {
            Dwarf_Die copy = parent;
            m_valid = dwarf_child(&copy, &m_die) == 0;
        }
        [[nodiscard]] const Dwarf_Die &operator*() const { return m_die; }
        Iterator &operator++()
        {
            Dwarf_Die next;
            m_valid = dwarf_siblingof(&m_die, &next) == 0 && next.addr > m_die.addr;
            m_die = next;
            return *this;
        }
        [[nodiscard]] bool operator!=(const Iterator &) const { return m_valid; }

    private:
        Dwarf_Die m_die{};
        bool m_valid = false;
    };

    explicit DieChildren(const Dwarf_Die &parent) : m_parent(parent) {}
    [[nodiscard]] Iterator begin() const { return Iterator(m_parent); }
    [[nodiscard]] Iterator end() const { return {}; }

private:
    Dwarf_Die m_parent;
};

/// The attribute of the entry itself or of what it was made from (abstract origin, specification).
[[nodiscard]] std::optional<Dwarf_Attribute> attributeOf(const Dwarf_Die &die, unsigned name);
[[nodiscard]] std::optional<Dwarf_Attribute> ownAttributeOf(const Dwarf_Die &die, unsigned name);
/// The entry that a reference attribute leads to.
[[nodiscard]] std::optional<Dwarf_Die> referenceOf(const Dwarf_Die &die, unsigned name);
[[nodiscard]] std::optional<uint64_t> unsignedOf(const Dwarf_Die &die, unsigned name);
[[nodiscard]] bool flagOf(const Dwarf_Die &die, unsigned name);
/// Name of the entry, or of what it was made from; empty when it has none.
[[nodiscard]] std::string_view nameOf(const Dwarf_Die &die);
[[nodiscard]] int tagOf(const Dwarf_Die &die);
[[nodiscard]] uint64_t offsetOf(const Dwarf_Die &die);
/// Where the entry has code.
[[nodiscard]] std::vector<std::pair<uint64_t, uint64_t>> rangesOf(const Dwarf_Die &die);
/// Type of a variable, parameter, member or function, typedefs kept; nullopt for void.
[[nodiscard]] std::optional<Dwarf_Die> typeOf(const Dwarf_Die &die);
/// The type behind typedefs and qualifiers; nullopt for void.
[[nodiscard]] std::optional<Dwarf_Die> strippedType(std::optional<Dwarf_Die> type);

}
