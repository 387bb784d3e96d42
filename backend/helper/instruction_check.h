// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <cstdint>
#include <span>
#include <vector>

namespace tapscope::helper {

/// Whether the kernel is likely to refuse a probe on this machine instruction: lock and segment prefixes, opcodes without meaning or
/// for the kernel only. Just a guess to put such places aside; the kernel decides.
[[nodiscard]] bool looksUnprobeable(std::span<const uint8_t> instruction);

/// Places of a file, the ones that look bad apart. The kernel takes a set of places or refuses it as a whole, so that a bad one
/// among many is expensive to find.
struct SortedSites {
    std::vector<uint32_t> good, doubtful, outside; ///< indexes into the offsets
};
[[nodiscard]] SortedSites sortSites(int file, uint64_t fileSize, std::span<const uint64_t> offsets);

}
