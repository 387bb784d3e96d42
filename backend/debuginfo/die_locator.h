// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "debuginfo/dwarf_die.h"

#include <cstdint>
#include <optional>
#include <unordered_map>
#include <vector>

namespace tapscope::debuginfo {

/// Finds entries by their handles: offsets in a file's DWARF, in its supplementary file, or in its split units. While it lives,
/// handleOf() and dieOf() know those other files as parts of `dwarf`.
class DieLocator {
public:
    explicit DieLocator(Dwarf *dwarf);
    ~DieLocator();
    DieLocator(const DieLocator &) = delete;
    DieLocator &operator=(const DieLocator &) = delete;

    [[nodiscard]] std::optional<Dwarf_Die> find(uint64_t handle) const;
    [[nodiscard]] uint64_t handle(const Dwarf_Die &die) const;

private:
    Dwarf *m_dwarf;
    Dwarf *m_alternate = nullptr;
    std::vector<Dwarf *> m_split; ///< by the number of the skeleton; null for others
    std::unordered_map<Dwarf *, uint64_t> m_numbers; ///< of those that hold one unit
    std::unordered_map<uint64_t, uint64_t> m_numbersById; ///< of units that share a file
};

/// The handle of an entry: its offset, unless it is in a file that belongs to another one.
[[nodiscard]] uint64_t handleOf(const Dwarf_Die &die);
/// The entry with that handle in `dwarf` or what belongs to it.
[[nodiscard]] std::optional<Dwarf_Die> dieOf(Dwarf *dwarf, uint64_t handle);

}
