// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "helper/instruction_check.h"

#include <unistd.h>

#include <algorithm>
#include <array>

namespace tapscope::helper {

#if defined(__x86_64__)

namespace {

constexpr std::array<uint8_t, 5> refusedPrefixes{0x26, 0x2e, 0x36, 0x3e, 0xf0};
constexpr std::array<uint8_t, 6> otherPrefixes{0x64, 0x65, 0x66, 0x67, 0xf2, 0xf3};
// Invalid in 64-bit mode, traps, and what only the kernel may do.
constexpr std::array<uint8_t, 39> refusedOpcodes{0x06, 0x07, 0x0e, 0x16, 0x17, 0x1e, 0x1f, 0x27, 0x2f, 0x37, 0x3f, 0x60, 0x61, 0x6c,
                                                 0x6d, 0x6e, 0x6f, 0x82, 0x9a, 0xcc, 0xcd, 0xce, 0xcf, 0xd4, 0xd5, 0xd6, 0xe4, 0xe5,
                                                 0xe6, 0xe7, 0xea, 0xec, 0xed, 0xee, 0xef, 0xf1, 0xf4, 0xfa, 0xfb};

template<size_t Size> bool isOneOf(uint8_t byte, const std::array<uint8_t, Size> &list)
{
    return std::ranges::find(list, byte) != list.end();
}

}

bool looksUnprobeable(std::span<const uint8_t> instruction)
{
    for (const uint8_t byte : instruction) {
        if (isOneOf(byte, refusedPrefixes))
            return true;
        if (!isOneOf(byte, otherPrefixes))
            return isOneOf(byte, refusedOpcodes);
    }
    return true; // prefixes only
}

#else

bool looksUnprobeable(std::span<const uint8_t>)
{
    return false;
}

#endif

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
        const bool doubtful = got <= 0 || looksUnprobeable(std::span(bytes).first(static_cast<size_t>(got)));
        (doubtful ? sorted.doubtful : sorted.good).push_back(i);
    }
    return sorted;
}

}
