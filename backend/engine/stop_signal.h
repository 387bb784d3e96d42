// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "base/unique_fd.h"

#include <sys/eventfd.h>

#include <atomic>
#include <cerrno>
#include <cstdint>

namespace tapscope::engine {

/// A wish to end that every wait of a session can see: once given it stays. Giving it is safe in signal handlers.
class StopSignal {
public:
    StopSignal() : m_fd(::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)) {}

    void give()
    {
        const int before = errno; // a signal handler may come between somebody's call and its look at errno
        m_given.store(true);
        const uint64_t one = 1;
        [[maybe_unused]] const auto written = ::write(m_fd.get(), &one, sizeof one);
        errno = before;
    }
    [[nodiscard]] bool given() const { return m_given.load(); }
    /// Readable once it is given.
    [[nodiscard]] int fd() const { return m_fd.get(); }
    [[nodiscard]] const std::atomic<bool> &flag() const { return m_given; }

private:
    UniqueFd m_fd;
    std::atomic<bool> m_given{false};
};

}
