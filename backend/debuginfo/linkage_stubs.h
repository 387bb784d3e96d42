// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "debuginfo/code_query.h"
#include "debuginfo/elf_file.h"

#include <optional>
#include <string_view>
#include <vector>

namespace tapscope::debuginfo {

/// The named slots of .plt and .plt.sec, by address: each jumps through the slot of the global offset table that a relocation
/// of .rela.plt names.
[[nodiscard]] std::vector<LinkageStub> readLinkageStubs(ElfFile &program);

/// Address of the symbol of that name in the tables of `file`, of functions and data alike.
[[nodiscard]] std::optional<uint64_t> addressOfSymbol(const ElfFile &file, std::string_view name);

}
