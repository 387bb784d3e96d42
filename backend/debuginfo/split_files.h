// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "debuginfo/dwarf_sections.h"
#include "debuginfo/elf_file.h"

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>

namespace tapscope::debuginfo {

/// The sections that hold one split unit.
struct SplitSections {
    DwarfSections sections;
    uint64_t infoOffset = 0; ///< of `sections.info` in the file's section
};

/// The files with a program's split units: its package (program.dwp), else a .dwo file for each, which is sought where the
/// compiler put it and beside the program. Each is opened once.
class SplitFiles {
public:
    explicit SplitFiles(std::string program) : m_program(std::move(program)) {}

    /// Of the unit with that id; `name` and `directory` are DW_AT_dwo_name and the folder in which it was compiled.
    [[nodiscard]] std::optional<SplitSections> find(std::string_view name, std::string_view directory, uint64_t id);

private:
    struct File {
        std::unique_ptr<ElfFile> file;
        DwarfSections sections;
    };
    const File *open(const std::string &path);
    void openPackage();

    std::string m_program;
    std::map<std::string, File> m_files; ///< without a file: not there
    bool m_packageRead = false;
    std::unordered_map<uint64_t, SplitSections> m_packaged; ///< by id
};

/// The units that a package's index (.debug_cu_index, DWARF 5, section 7.3.5) names.
[[nodiscard]] std::unordered_map<uint64_t, SplitSections> readPackageIndex(DwarfSections::Bytes index,
                                                                           const DwarfSections &package);

}
