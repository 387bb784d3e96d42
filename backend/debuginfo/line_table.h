// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "debuginfo/dwarf_sections.h"
#include "debuginfo/elf_file.h"
#include "debuginfo/line_program.h"
#include "debuginfo/module.h"

#include <elfutils/libdw.h>

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <utility>
#include <vector>

namespace tapscope::debuginfo {

/// A row of the line table.
struct LineRow {
    uint64_t address = 0;
    std::string_view file; ///< lives as long as the LineTables
    uint32_t line = 0;
};

/// The line tables of a program's units, each read once. libdw, which trusts their headers, has no part in it. Not thread-safe.
class LineTables {
public:
    explicit LineTables(Dwarf *dwarf = nullptr) : m_dwarf(dwarf) {}

    /// The rows of all units that name a source file which `wanted` accepts, of those files only, by address. `parts`: those too
    /// where only a part of a statement is.
    [[nodiscard]] std::vector<LineRow> rows(const ElfFile &program, const std::function<bool(std::string_view)> &wanted,
                                            bool parts = false);
    /// The line of an address in the code of a unit, which may be a split one.
    [[nodiscard]] std::optional<SourceLine> at(const Dwarf_Die &unit, uint64_t address);
    /// The line at `entry` of code in those ranges of a unit; where none begins there, the first that begins in the ranges.
    [[nodiscard]] uint32_t firstLine(const Dwarf_Die &unit, uint64_t entry,
                                     const std::vector<std::pair<uint64_t, uint64_t>> &ranges);
    /// The source file that declares an entry, or what it was made from; empty when none is told.
    [[nodiscard]] std::string_view declaringFile(const Dwarf_Die &die);
    /// The source line that calls what an inlined copy was made from.
    [[nodiscard]] std::optional<SourceLine> callOf(const Dwarf_Die &copy);
    /// SourcePath::writtenFrom of a path that this has given; nothing for others.
    [[nodiscard]] std::optional<uint32_t> writtenFrom(const std::string &path) const;

private:
    using Paths = std::unordered_map<std::string, uint32_t>; ///< SourcePath::writtenFrom
    struct Table {
        std::vector<const Paths::value_type *> paths; ///< as DW_AT_decl_file counts; null: it has no name
        std::vector<LineProgram::Row> rows; ///< by address
        std::vector<uint64_t> ends; ///< sorted
        uint64_t offset = 0;
        bool hasRows = false;
    };
    [[nodiscard]] std::string_view fileOf(const Dwarf_Attribute &number);
    Table *tableOf(const Dwarf_Die &unit);
    void readRows(const Dwarf_Die &unit, Table &table);
    [[nodiscard]] Dwarf_Die skeletonOf(const Dwarf_Die &unit);
    const DwarfSections &sectionsOf(Dwarf *dwarf);

    Dwarf *m_dwarf;
    std::map<Dwarf *, DwarfSections> m_sections; ///< of the file and of the one that dwz has moved parts to
    std::map<std::pair<Dwarf *, uint64_t>, Table> m_tables; ///< units may share one
    Paths m_paths;
    std::optional<std::unordered_map<Dwarf_CU *, Dwarf_Die>> m_skeletons; ///< of split units
};

/// Whether `glob` matches a path, or the end of it behind a slash. An empty one matches all.
[[nodiscard]] bool fileMatches(std::string_view glob, std::string_view path);

}
