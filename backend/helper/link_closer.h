// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "base/unique_fd.h"

#include <atomic>
#include <condition_variable>
#include <mutex>
#include <span>
#include <thread>
#include <vector>

namespace tapscope::helper {

/// Closes descriptors of links side by side. Each close waits for the kernel's grace periods (some 30 ms); closed together they
/// wait for the same ones. Its threads take no memory and make no system calls but futex, close, exit and those of a thread's
/// start, so that they fit into the sandbox, which has to be entered after they were made.
class LinkCloser {
public:
    /// Does not wait for the threads to run. Without any (none could be made), close() works one after another.
    explicit LinkCloser(unsigned threads = 8);
    ~LinkCloser();
    LinkCloser(const LinkCloser &) = delete;
    LinkCloser &operator=(const LinkCloser &) = delete;

    /// Returns when all of them are closed.
    void close(std::vector<UniqueFd> links);

private:
    void work();
    void closeRemaining();

    std::mutex m_mutex;
    std::condition_variable m_changed;
    std::span<UniqueFd> m_links;
    std::atomic<size_t> m_next = 0;
    unsigned m_round = 0;
    unsigned m_busy = 0; ///< threads that have not finished the round
    bool m_ending = false;
    std::vector<std::thread> m_threads;
};

}
