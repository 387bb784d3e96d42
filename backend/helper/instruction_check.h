// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <cstdint>
#include <span>
#include <vector>

namespace tapscope::helper {

/// Places of a file, the ones that look bad apart. The kernel takes a set of places or refuses it as a whole, so that a bad one
/// among many is expensive to find. Harmful ones must not be tried: the kernel would take them, and the program suffer.
struct SortedSites {
    std::vector<uint32_t> good, doubtful, harmful, outside; ///< indexes into the offsets
};
[[nodiscard]] SortedSites sortSites(int file, uint64_t fileSize, std::span<const uint64_t> offsets);

}
