// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "debuginfo/die_locator.h"

#include "debuginfo/split_units.h"
#include "debuginfo/unit_scan.h"

#include <atomic>
#include <mutex>
#include <shared_mutex>

namespace tapscope::debuginfo {

namespace {

/// Which locator knows a DWARF: an entry tells which that is from, and nothing of the file that this belongs to.
struct Registry {
    std::atomic<size_t> count = 0;
    std::shared_mutex mutex;
    std::unordered_multimap<Dwarf *, const DieLocator *> locators;

    const DieLocator *find(Dwarf *dwarf)
    {
        // Nearly all programs are in one file.
        if (count.load(std::memory_order_acquire) == 0)
            return nullptr;
        const std::shared_lock lock(mutex);
        const auto found = locators.find(dwarf);
        return found == locators.end() ? nullptr : found->second;
    }
};

Registry &registry()
{
    static Registry all;
    return all;
}

std::optional<uint64_t> unitId(const Dwarf_Die &die)
{
    uint64_t id = 0;
    return dwarf_cu_info(die.cu, nullptr, nullptr, nullptr, nullptr, &id, nullptr, nullptr) == 0 ? std::optional(id)
                                                                                                 : std::nullopt;
}

}

DieLocator::DieLocator(Dwarf *dwarf) : m_dwarf(dwarf)
{
    if (!dwarf)
        return;
    m_alternate = dwarf_getalt(dwarf);
    Dwarf_CU *unit = nullptr;
    Dwarf_Half version = 0;
    uint8_t type = 0;
    Dwarf_Die top;
    Dwarf_Die split;
    while (dwarf_get_units(dwarf, unit, &unit, &version, &type, &top, &split) == 0) {
        const bool isSplit = type == DW_UT_skeleton && split.addr;
        m_split.push_back(isSplit ? dwarf_cu_getdwarf(split.cu) : nullptr);
        if (!isSplit)
            continue;
        const uint64_t number = m_split.size() - 1;
        m_numbers.try_emplace(m_split.back(), number);
        if (const auto id = unitId(split))
            m_numbersById.try_emplace(*id, number);
    }
    if (m_numbers.empty())
        m_split.clear();
    Registry &all = registry();
    const std::unique_lock lock(all.mutex);
    if (m_alternate)
        all.locators.emplace(m_alternate, this);
    for (const auto &[file, number] : m_numbers)
        all.locators.emplace(file, this);
    if (m_alternate || !m_numbers.empty()) {
        all.locators.emplace(m_dwarf, this);
        ++all.count;
    }
}

DieLocator::~DieLocator()
{
    if (!m_alternate && m_numbers.empty())
        return;
    Registry &all = registry();
    const std::unique_lock lock(all.mutex);
    std::erase_if(all.locators, [this](const auto &entry) { return entry.second == this; });
    --all.count;
}

std::optional<Dwarf_Die> DieLocator::find(uint64_t handle) const
{
    Dwarf *dwarf = m_dwarf;
    uint64_t offset = handle;
    if (isSplitHandle(handle)) {
        const uint64_t unit = splitUnit(handle);
        dwarf = unit < m_split.size() ? m_split[unit] : nullptr;
        offset = splitOffset(handle);
    } else if (handle & alternateOffset) {
        dwarf = m_alternate;
        offset = handle & ~alternateOffset;
    }
    Dwarf_Die die;
    if (!dwarf || offset == 0 || !dwarf_offdie(dwarf, offset, &die))
        return std::nullopt;
    return die;
}

uint64_t DieLocator::handle(const Dwarf_Die &die) const
{
    const uint64_t offset = offsetOf(die);
    Dwarf *dwarf = dwarf_cu_getdwarf(die.cu);
    if (dwarf == m_dwarf)
        return offset;
    if (dwarf == m_alternate)
        return offset | alternateOffset;
    if (m_numbersById.size() > m_numbers.size()) {
        const auto id = unitId(die);
        const auto known = id ? m_numbersById.find(*id) : m_numbersById.end();
        if (known != m_numbersById.end())
            return splitHandle(known->second, offset);
    }
    const auto number = m_numbers.find(dwarf);
    return number == m_numbers.end() ? offset : splitHandle(number->second, offset);
}

uint64_t handleOf(const Dwarf_Die &die)
{
    const DieLocator *locator = die.cu ? registry().find(dwarf_cu_getdwarf(die.cu)) : nullptr;
    return locator ? locator->handle(die) : offsetOf(die);
}

std::optional<Dwarf_Die> dieOf(Dwarf *dwarf, uint64_t handle)
{
    if (isSplitHandle(handle) || (handle & alternateOffset)) {
        const DieLocator *locator = registry().find(dwarf);
        return locator ? locator->find(handle) : std::nullopt;
    }
    Dwarf_Die die;
    if (!dwarf || handle == 0 || !dwarf_offdie(dwarf, handle, &die))
        return std::nullopt;
    return die;
}

}
