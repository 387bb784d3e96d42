// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "debuginfo/unit_reader.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace tapscope::debuginfo {

/// The path of a source file, and where in it begins what the line table says: in front of that is the folder that the compiler
/// ran in. Probe points are written without it.
struct SourcePath {
    std::string text;
    uint32_t writtenFrom = 0;
};

/// The line table of a unit (DWARF 4 and 5, section 6.2).
struct LineProgram {
    struct File {
        std::string_view name;
        uint64_t directory = 0;
    };
    struct Row {
        uint64_t address = 0;
        uint32_t file = 0; ///< index as DW_AT_decl_file counts
        uint32_t line = 0;
        bool isStatement = false;
    };

    std::string_view compilationDirectory;
    std::vector<std::string_view> directories;
    std::vector<File> files;
    std::vector<Row> rows; ///< as they come
    std::vector<uint64_t> ends; ///< where code without lines begins, as they come

    /// Path of a file as libdw writes it: with its directory, and the compilation's when that is absolute. Empty when there is
    /// none.
    [[nodiscard]] SourcePath path(uint64_t file) const;
};

/// Reads the program at `offset` of .debug_line; `withRows`: else its files only. What is damaged ends it early.
[[nodiscard]] LineProgram readLineProgram(const FormContext &context, uint64_t offset, std::string_view compilationDirectory,
                                          bool withRows = true);

}
