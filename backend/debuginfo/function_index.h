// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "debuginfo/elf_file.h"
#include "debuginfo/index.h"
#include "debuginfo/module.h"
#include "debuginfo/symbol_table.h"

#include <elfutils/libdw.h>

#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace tapscope::debuginfo {

/// A function as the wildcard search needs it; the rest is read from its DIE when it is wanted.
struct IndexedFunction {
    uint64_t lowPc = 0;
    uint64_t size = 0;
    std::string name;
    std::string qualifiedName;
    std::string linkageName;
    uint64_t dieOffset = 0;
    bool external = false;
    bool hasDebugInfo = false;
};

/// What is known of it without its DIE; the entry is not.
[[nodiscard]] Function functionOf(const IndexedFunction &entry);

/// All functions of a program, by address, one an address: from DWARF (when `dwarf` is not null), and from the symbols for
/// code that DWARF does not describe.
[[nodiscard]] std::vector<IndexedFunction> indexFunctions(Dwarf *dwarf, const ElfFile &program, const SymbolTable &symbols);

/// The same from the file's kept index, which is made when there is none yet; nothing where its entries lie in several files
/// (supplementary or split DWARF).
[[nodiscard]] std::optional<std::vector<IndexedFunction>> indexedFunctions(const Index &index, const SymbolTable &symbols);

/// Where the functions begin that hold inlined copies of those that are named.
[[nodiscard]] std::set<uint64_t> holdersOfCopies(const Index &index, std::string_view nameGlob, std::string_view fileGlob);

}
