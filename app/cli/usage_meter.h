// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <cstdint>
#include <string>

namespace tapscope::cli {

/// What a pass has cost this process, in the words of stap's -v.
class UsageMeter {
public:
    UsageMeter();

    /// " using …virt/…res/…shr/…data kb,": the memory now; empty where it cannot be read.
    [[nodiscard]] static std::string memory();
    /// "…usr/…sys/…real ms": processor time since the last call (or the beginning), and the wall-clock time that is given.
    [[nodiscard]] std::string times(uint64_t realNs);

private:
    uint64_t m_userMs = 0, m_systemMs = 0;
};

}
