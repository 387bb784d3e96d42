// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "debuginfo/dwarf_die.h"

#include <cstdint>
#include <optional>
#include <vector>

namespace tapscope::debuginfo {

/// Finds entries by their handles: offsets in a file's DWARF, in its supplementary file, or in its split units.
class DieLocator {
public:
    explicit DieLocator(Dwarf *dwarf) : m_dwarf(dwarf) {}

    [[nodiscard]] std::optional<Dwarf_Die> find(uint64_t handle);

private:
    void readSplitUnits();

    Dwarf *m_dwarf;
    bool m_splitRead = false;
    std::vector<Dwarf *> m_split; ///< by the number of the skeleton; null for others
};

}
