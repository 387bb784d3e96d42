// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "translator/key_text.h"

#include <algorithm>
#include <cstring>

namespace tapscope::translator::key_text {

uint64_t hash(std::string_view text, uint32_t bytes)
{
    uint64_t hash = hashSeed;
    for (uint32_t at = 0; at < bytes; at += 8) {
        uint64_t word = 0;
        if (at < text.size())
            std::memcpy(&word, text.data() + at, std::min<size_t>(8, text.size() - at));
        hash = (hash ^ word) * hashFactor;
        hash ^= hash >> 32;
    }
    return hash;
}

}
