// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "debuginfo/code_query.h"
#include "debuginfo/elf_file.h"
#include "debuginfo/line_table.h"
#include "debuginfo/module.h"

#include <elfutils/libdw.h>

#include <functional>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

namespace tapscope::debuginfo {

/// What the search for places inside functions needs of a module.
struct CodeSource {
    Dwarf *dwarf = nullptr;
    ElfFile *program = nullptr;
    LineTables *lines = nullptr;
    /// The function that holds an address, described; not its parts that the compiler moved away.
    std::function<std::optional<Function>(uint64_t)> functionAt;
};

/// The first address of each wanted line in each function and each inlined instance: one place a line, as SystemTap has it.
/// A line belongs to the innermost function there.
[[nodiscard]] std::vector<Statement> findStatements(const CodeSource &source, const StatementQuery &query);

/// What is at one address.
[[nodiscard]] std::optional<Statement> statementAt(const CodeSource &source, uint64_t address);

/// Instances of functions of that name in the code of `callers`, by address.
[[nodiscard]] std::vector<Function> findInlined(const CodeSource &source, std::span<const Function> callers,
                                                std::string_view nameGlob, std::string_view fileGlob);

/// Place of the instruction at `address`.
[[nodiscard]] CodePoint codePointAt(ElfFile &program, uint64_t address);

}
