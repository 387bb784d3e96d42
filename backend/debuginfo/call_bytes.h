// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "debuginfo/dwarf_sections.h"
#include "debuginfo/elf_file.h"

#include <cstdint>
#include <span>
#include <vector>

namespace tapscope::debuginfo {

/// An instruction that seems to lead to a function: its bytes do, and whether an instruction begins there is not known yet.
struct CallBytes {
    uint64_t address = 0;
    bool isJump = false;
};

/// Where calls may lead to, each list sorted.
struct CallTargets {
    std::vector<uint64_t> addresses;
    std::vector<uint64_t> slots; ///< pointers in memory through which it is called
};

/// The places in `range` whose bytes are those of a call of a target or of a jump to one, by address.
[[nodiscard]] std::vector<CallBytes> findCallBytes(ElfFile &file, const AddressRange &range, const CallTargets &targets);

}
