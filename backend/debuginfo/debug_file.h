// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "debuginfo/elf_file.h"

#include <memory>
#include <string>
#include <string_view>

namespace tapscope::debuginfo {

/// Finds the separate debug file of `program`: by build-id below DEBUGROOT/.build-id, then by .gnu_debuglink beside the
/// program, in .debug/ there, below DEBUGROOT, and finally PROGRAM.debug. Only a file that fits (build-id, else CRC) and
/// holds .debug_info or a symbol table is taken; null when there is none.
[[nodiscard]] std::unique_ptr<ElfFile> findDebugFile(const ElfFile &program, std::string_view debugRoot = "/usr/lib/debug");

}
