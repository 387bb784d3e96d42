// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "debuginfo/code_query.h"
#include "debuginfo/elf_file.h"

#include <functional>
#include <optional>
#include <string_view>
#include <vector>

namespace tapscope::debuginfo {

/// Address of a symbol by its name; operands of markers name some.
using SymbolAddress = std::function<std::optional<uint64_t>(std::string_view)>;

/// What .note.stapsdt of the program (else of its debug file) lists, by address; notes that do not fit the program are left out.
[[nodiscard]] std::vector<Marker> readMarkers(const ElfFile &program, const ElfFile *debugFile, const SymbolAddress &symbol);

/// One argument of a note: "-4@-20(%rbp)" at the instruction `address`.
[[nodiscard]] VariableAt parseMarkerArgument(std::string_view text, uint64_t address, bool fixedAddress,
                                             const SymbolAddress &symbol);

}
