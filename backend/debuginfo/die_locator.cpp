// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "debuginfo/die_locator.h"

#include "debuginfo/split_units.h"
#include "debuginfo/unit_scan.h"

namespace tapscope::debuginfo {

std::optional<Dwarf_Die> DieLocator::find(uint64_t handle)
{
    Dwarf *dwarf = m_dwarf;
    uint64_t offset = handle;
    if (isSplitHandle(handle)) {
        readSplitUnits();
        const uint64_t unit = splitUnit(handle);
        dwarf = unit < m_split.size() ? m_split[unit] : nullptr;
        offset = splitOffset(handle);
    } else if (handle & alternateOffset) {
        dwarf = m_dwarf ? dwarf_getalt(m_dwarf) : nullptr;
        offset = handle & ~alternateOffset;
    }
    Dwarf_Die die;
    if (!dwarf || offset == 0 || !dwarf_offdie(dwarf, offset, &die))
        return std::nullopt;
    return die;
}

void DieLocator::readSplitUnits()
{
    if (m_splitRead || !m_dwarf)
        return;
    m_splitRead = true;
    Dwarf_CU *unit = nullptr;
    Dwarf_Half version = 0;
    uint8_t type = 0;
    Dwarf_Die top;
    Dwarf_Die split;
    while (dwarf_get_units(m_dwarf, unit, &unit, &version, &type, &top, &split) == 0)
        m_split.push_back(type == DW_UT_skeleton && split.addr ? dwarf_cu_getdwarf(split.cu) : nullptr);
}

}
