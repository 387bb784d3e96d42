// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <cstdint>

namespace tapscope::translator {

/// Bytes rounded up to a multiple of eight: where the next 64-bit word can lie.
[[nodiscard]] constexpr uint32_t align8(uint64_t bytes)
{
    return static_cast<uint32_t>((bytes + 7) & ~uint64_t(7));
}

}
