// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <cstdint>
#include <string_view>

/// Texts that are too long for their column of an array's key. A column holds their first bytes, a hash of the whole text, and a
/// mark in its last byte, where every shorter text has its 0; Bundle::keyTextsMap has the whole text by its hash.
namespace tapscope::translator::key_text {

/// Bytes of a column behind the text's front: the hash, and the word with the mark.
inline constexpr uint32_t hashBytes = 8, markBytes = 8, tailBytes = hashBytes + markBytes;
inline constexpr uint64_t mark = uint64_t{1} << 56;

inline constexpr uint64_t hashSeed = 0x2127599bf4325c37, hashFactor = 0x880355f21e6d1965;

/// Of the text with zeroes behind it, to `bytes` (a multiple of 8): what handlers in the kernel compute.
[[nodiscard]] uint64_t hash(std::string_view text, uint32_t bytes);

}
