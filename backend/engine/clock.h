// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <time.h>

#include <cstdint>

namespace tapscope::engine {

[[nodiscard]] inline uint64_t clockNs(clockid_t clock)
{
    timespec now{};
    ::clock_gettime(clock, &now);
    return static_cast<uint64_t>(now.tv_sec) * 1'000'000'000 + static_cast<uint64_t>(now.tv_nsec);
}

/// CLOCK_MONOTONIC, as records from the kernel carry it.
[[nodiscard]] inline uint64_t monotonicNs()
{
    return clockNs(CLOCK_MONOTONIC);
}

}
