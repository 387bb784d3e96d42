// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "debuginfo/line_table.h"

#include "base/glob.h"
#include "debuginfo/dwarf_die.h"

#include <dwarf.h>

#include <algorithm>

namespace tapscope::debuginfo {

namespace {

uint8_t typeOfUnit(const Dwarf_Die &unit)
{
    uint8_t type = 0;
    return unit.cu && dwarf_cu_info(unit.cu, nullptr, &type, nullptr, nullptr, nullptr, nullptr, nullptr) == 0 ? type : 0;
}

}

bool fileMatches(std::string_view glob, std::string_view path)
{
    if (glob.empty() || globMatches(glob, path))
        return true;
    for (size_t slash = path.find('/'); slash != std::string_view::npos; slash = path.find('/', slash + 1)) {
        if (globMatches(glob, path.substr(slash + 1)))
            return true;
    }
    return false;
}

std::vector<LineRow> LineTables::rows(const ElfFile &program, const std::function<bool(std::string_view)> &wanted, bool parts)
{
    std::vector<LineRow> out;
    std::unordered_map<const Paths::value_type *, bool> known;
    const auto isWanted = [&](const Paths::value_type *path) {
        if (!path)
            return false;
        const auto [entry, isNew] = known.try_emplace(path, false);
        if (isNew)
            entry->second = wanted(path->first);
        return entry->second;
    };
    std::unordered_set<const Table *> seen;
    Dwarf_CU *unit = nullptr;
    Dwarf_Half version = 0;
    uint8_t type = 0;
    Dwarf_Die top;
    while (m_dwarf && dwarf_get_units(m_dwarf, unit, &unit, &version, &type, &top, nullptr) == 0) {
        if (type != DW_UT_compile && type != DW_UT_skeleton)
            continue;
        Table *table = tableOf(top);
        if (!table || !seen.insert(table).second || std::ranges::none_of(table->paths, isWanted))
            continue;
        readRows(top, *table);
        for (const LineProgram::Row &row : table->rows) {
            const Paths::value_type *path = row.file < table->paths.size() ? table->paths[row.file] : nullptr;
            if ((row.isStatement || parts) && isWanted(path) && program.isCode(row.address))
                out.push_back({row.address, path->first, row.line});
        }
    }
    std::ranges::stable_sort(out, {}, &LineRow::address);
    return out;
}

std::optional<SourceLine> LineTables::at(const Dwarf_Die &unit, uint64_t address)
{
    Table *table = tableOf(unit);
    if (!table)
        return std::nullopt;
    readRows(skeletonOf(unit), *table);
    const auto after = std::ranges::upper_bound(table->rows, address, {}, &LineProgram::Row::address);
    if (after == table->rows.begin())
        return std::nullopt;
    const LineProgram::Row &row = *(after - 1);
    const auto end = std::ranges::upper_bound(table->ends, row.address);
    if ((end != table->ends.end() && *end <= address) || row.file >= table->paths.size() || !table->paths[row.file])
        return std::nullopt;
    return SourceLine{table->paths[row.file]->first, row.line};
}

uint32_t LineTables::firstLine(const Dwarf_Die &unit, uint64_t entry, const std::vector<std::pair<uint64_t, uint64_t>> &ranges)
{
    Table *table = tableOf(unit);
    if (!table)
        return 0;
    readRows(skeletonOf(unit), *table);
    const auto after = std::ranges::upper_bound(table->rows, entry, {}, &LineProgram::Row::address);
    if (after != table->rows.begin() && (after - 1)->address == entry)
        return (after - 1)->line;
    const LineProgram::Row *first = nullptr;
    for (const auto &[begin, end] : ranges) {
        const auto row = std::ranges::lower_bound(table->rows, begin, {}, &LineProgram::Row::address);
        if (row != table->rows.end() && row->address < end && (!first || row->address < first->address))
            first = &*row;
    }
    return first ? first->line : 0;
}

std::string_view LineTables::declaringFile(const Dwarf_Die &die)
{
    const auto attribute = attributeOf(die, DW_AT_decl_file);
    return attribute ? fileOf(*attribute) : std::string_view();
}

std::optional<SourceLine> LineTables::callOf(const Dwarf_Die &copy)
{
    const auto line = unsignedOf(copy, DW_AT_call_line);
    if (!line)
        return std::nullopt;
    const auto file = ownAttributeOf(copy, DW_AT_call_file);
    return SourceLine{std::string(file ? fileOf(*file) : std::string_view()), static_cast<uint32_t>(*line)};
}

std::string_view LineTables::fileOf(const Dwarf_Attribute &attribute)
{
    Dwarf_Attribute copy = attribute;
    Dwarf_Word number = 0;
    Dwarf_Die unit;
    // The number counts in the unit of the entry that has it, which may be another one's.
    if (dwarf_formudata(&copy, &number) != 0 || !copy.cu
        || !dwarf_cu_die(copy.cu, &unit, nullptr, nullptr, nullptr, nullptr, nullptr, nullptr))
        return {};
    const Table *table = tableOf(unit);
    return table && number < table->paths.size() && table->paths[number] ? std::string_view(table->paths[number]->first)
                                                                         : std::string_view();
}

std::optional<uint32_t> LineTables::writtenFrom(const std::string &path) const
{
    const auto known = m_paths.find(path);
    return known == m_paths.end() ? std::nullopt : std::optional(known->second);
}

LineTables::Table *LineTables::tableOf(const Dwarf_Die &unit)
{
    const Dwarf_Die holder = skeletonOf(unit);
    Dwarf *dwarf = holder.cu ? dwarf_cu_getdwarf(holder.cu) : nullptr;
    const auto offset = dwarf ? unsignedOf(holder, DW_AT_stmt_list) : std::nullopt;
    if (!offset)
        return nullptr;
    const auto [entry, isNew] = m_tables.try_emplace({dwarf, *offset});
    Table &table = entry->second;
    if (isNew) {
        table.offset = *offset;
        auto directory = ownAttributeOf(holder, DW_AT_comp_dir);
        const char *text = directory ? dwarf_formstring(&*directory) : nullptr;
        const FormContext context{&sectionsOf(dwarf), nullptr, {}};
        const LineProgram program = readLineProgram(context, *offset, text ? text : "", false);
        table.paths.reserve(program.files.size());
        for (size_t i = 0; i < program.files.size(); ++i) {
            SourcePath path = program.path(i);
            table.paths.push_back(path.text.empty() ? nullptr
                                                    : &*m_paths.try_emplace(std::move(path.text), path.writtenFrom).first);
        }
    }
    return &table;
}

void LineTables::readRows(const Dwarf_Die &unit, Table &table)
{
    if (std::exchange(table.hasRows, true))
        return;
    const FormContext context{&sectionsOf(dwarf_cu_getdwarf(unit.cu)), nullptr, {}};
    LineProgram program = readLineProgram(context, table.offset, {});
    table.rows = std::move(program.rows);
    table.ends = std::move(program.ends);
    std::ranges::stable_sort(table.rows, {}, &LineProgram::Row::address);
    std::ranges::sort(table.ends);
}

// Split units keep their lines in the program's file.
Dwarf_Die LineTables::skeletonOf(const Dwarf_Die &unit)
{
    if (const uint8_t type = typeOfUnit(unit); type != DW_UT_split_compile && type != DW_UT_split_type)
        return unit;
    if (!m_skeletons) {
        m_skeletons.emplace();
        Dwarf_CU *each = nullptr;
        Dwarf_Half version = 0;
        uint8_t type = 0;
        Dwarf_Die top;
        Dwarf_Die split;
        while (m_dwarf && dwarf_get_units(m_dwarf, each, &each, &version, &type, &top, &split) == 0) {
            if (type == DW_UT_skeleton && split.addr)
                m_skeletons->try_emplace(split.cu, top);
        }
    }
    const auto found = m_skeletons->find(unit.cu);
    return found == m_skeletons->end() ? unit : found->second;
}

const DwarfSections &LineTables::sectionsOf(Dwarf *dwarf)
{
    const auto [entry, isNew] = m_sections.try_emplace(dwarf);
    if (isNew)
        entry->second = readDwarfSections(dwarf_getelf(dwarf));
    return entry->second;
}

}
