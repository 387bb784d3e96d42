// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "debuginfo/line_table.h"

#include "base/glob.h"

#include <dwarf.h>

#include <algorithm>
#include <unordered_map>

namespace tapscope::debuginfo {

namespace {

bool namesWantedFile(Dwarf_Die unit, const std::function<bool(std::string_view)> &wanted)
{
    Dwarf_Files *files = nullptr;
    size_t count = 0;
    if (dwarf_getsrcfiles(&unit, &files, &count) != 0)
        return false;
    for (size_t i = 0; i < count; ++i) {
        const char *name = dwarf_filesrc(files, i, nullptr, nullptr);
        if (name && wanted(name))
            return true;
    }
    return false;
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

std::vector<LineRow> readLineRows(Dwarf *dwarf, const ElfFile &program, const std::function<bool(std::string_view)> &wanted)
{
    std::vector<LineRow> rows;
    Dwarf_CU *unit = nullptr;
    Dwarf_Half version = 0;
    uint8_t type = 0;
    Dwarf_Die top;
    while (dwarf && dwarf_get_units(dwarf, unit, &unit, &version, &type, &top, nullptr) == 0) {
        if ((type != DW_UT_compile && type != DW_UT_skeleton) || !namesWantedFile(top, wanted))
            continue;
        Dwarf_Lines *lines = nullptr;
        size_t count = 0;
        if (dwarf_getsrclines(&top, &lines, &count) != 0)
            continue;
        std::unordered_map<const char *, bool> known; // the table names each file by one pointer
        for (size_t i = 0; i < count; ++i) {
            Dwarf_Line *line = dwarf_onesrcline(lines, i);
            bool statement = false;
            bool end = false;
            int number = 0;
            Dwarf_Addr address = 0;
            if (!line || dwarf_linebeginstatement(line, &statement) != 0 || !statement || dwarf_lineendsequence(line, &end) != 0
                || end || dwarf_lineno(line, &number) != 0 || number <= 0 || dwarf_lineaddr(line, &address) != 0)
                continue;
            const char *file = dwarf_linesrc(line, nullptr, nullptr);
            if (!file)
                continue;
            const auto [entry, isNew] = known.try_emplace(file, false);
            if (isNew)
                entry->second = wanted(file);
            if (entry->second && program.isCode(address))
                rows.push_back({address, file, static_cast<uint32_t>(number)});
        }
    }
    std::ranges::stable_sort(rows, {}, &LineRow::address);
    return rows;
}

}
