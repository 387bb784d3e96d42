// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "base/unique_fd.h"

#include <cstdint>
#include <random>
#include <vector>

namespace tapscope::engine {

/// One timer probe: a timerfd that is periodic, or armed anew after each shot when it is randomized.
class Timer {
public:
    Timer(uint32_t handler, uint64_t periodNs, uint64_t randomizeNs);

    [[nodiscard]] int fd() const { return m_fd.get(); }
    [[nodiscard]] uint32_t handler() const { return m_handler; }
    /// Whether it is due; takes the shot. Shots that piled up while the session was busy count as one.
    [[nodiscard]] bool due();

private:
    void arm();
    uint32_t m_handler;
    uint64_t m_periodNs, m_randomizeNs;
    UniqueFd m_fd;
    std::minstd_rand m_random;
};

}
