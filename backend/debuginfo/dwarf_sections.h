// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <libelf.h>

#include <cstdint>
#include <functional>
#include <span>
#include <string_view>
#include <vector>

namespace tapscope::debuginfo {

/// The sections of DWARF that an index is made from, decompressed; they belong to the Elf.
struct DwarfSections {
    using Bytes = std::span<const uint8_t>;
    Bytes info, abbrev, line, text, lineText, addresses, textOffsets, rangeLists, ranges;
};

struct AddressRange {
    uint64_t begin = 0;
    uint64_t end = 0;
};

/// Whether `ranges`, by address and apart from each other, have `address`.
[[nodiscard]] bool contain(std::span<const AddressRange> ranges, uint64_t address);

/// `split`: the sections of a .dwo file. Relocations of object files must have been applied.
[[nodiscard]] DwarfSections readDwarfSections(Elf *elf, bool split = false);

/// Where code is, by the sections that are executed; sorted.
[[nodiscard]] std::vector<AddressRange> codeRanges(Elf *elf);
/// The same of the sections whose name is `wanted`.
[[nodiscard]] std::vector<AddressRange> codeRangesOf(Elf *elf, const std::function<bool(std::string_view)> &wanted);

}
