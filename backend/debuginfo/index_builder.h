// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "debuginfo/dwarf_sections.h"
#include "debuginfo/index_format.h"
#include "debuginfo/split_files.h"

#include <cstdint>
#include <functional>
#include <optional>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

namespace tapscope::debuginfo {

/// What an index is made from.
struct IndexInput {
    struct Symbol {
        uint64_t address = 0;
        uint64_t size = 0;
        std::string_view name;
        bool local = false;
    };
    DwarfSections sections;
    std::optional<DwarfSections> alternate; ///< of the supplementary file
    std::vector<AddressRange> code;
    std::vector<Symbol> symbols; ///< of functions, by address
    std::vector<AddressRange> blacklist; ///< code that must not be probed; sorted
    bool shortPaths = false; ///< without the folder that the compiler ran in, as paths of the kernel's sources are written
    /// Sections of the split unit of that name (DW_AT_dwo_name) and id, compiled in that folder; nullopt when it is not there.
    std::function<std::optional<SplitSections>(std::string_view name, std::string_view directory, uint64_t id)> split;
};

struct IndexProgress {
    unsigned threads = 2;
    std::function<void(uint64_t done, uint64_t total)> report;
    std::stop_token stop;
};

/// Reads all units; nullopt when it was stopped.
[[nodiscard]] std::optional<index_format::Image> buildIndex(const IndexInput &input, const IndexProgress &progress);

}
