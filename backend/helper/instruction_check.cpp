// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "helper/instruction_check.h"

#include "base/uprobe_instruction.h"

#include <unistd.h>

#include <array>

namespace tapscope::helper {

SortedSites sortSites(int file, uint64_t fileSize, std::span<const uint64_t> offsets)
{
    SortedSites sorted;
    for (uint32_t i = 0; i < offsets.size(); ++i) {
        std::array<uint8_t, 15> bytes{};
        if (offsets[i] >= fileSize) {
            sorted.outside.push_back(i);
            continue;
        }
        // Read, not mapped: whoever owns the file may cut it off meanwhile.
        const ssize_t got = pread(file, bytes.data(), bytes.size(), static_cast<off_t>(offsets[i]));
        const UprobeRisk risk = got <= 0 ? UprobeRisk::Refused : uprobeRisk(std::span(bytes).first(static_cast<size_t>(got)));
        std::vector<uint32_t> &list = risk == UprobeRisk::None ? sorted.good
            : risk == UprobeRisk::Refused                      ? sorted.doubtful
                                                               : sorted.harmful;
        list.push_back(i);
    }
    return sorted;
}

}
