// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "base/unique_fd.h"
#include "trace/globals.h"

#include <sys/eventfd.h>

#include <atomic>
#include <cstdint>
#include <mutex>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace tapscope::engine {

/// What others want of a running session, from any thread; the session's own thread looks when its descriptor is readable.
class SessionRequests {
public:
    SessionRequests() : m_fd(::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)) {}

    /// Asks for the globals every so often, and at the end; 0: at the end only.
    void watchGlobals(uint64_t periodNs)
    {
        m_watchPeriodNs.store(periodNs);
        m_watched.store(true);
        wake();
    }
    void resetGlobals()
    {
        m_reset.store(true);
        wake();
    }

    void editGlobal(trace::GlobalEdit edit)
    {
        {
            const std::scoped_lock lock(m_mutex);
            m_edits.push_back(std::move(edit));
        }
        wake();
    }

    void input(std::string_view text)
    {
        {
            const std::scoped_lock lock(m_mutex);
            m_input += text;
        }
        wake();
    }

    void arm(uint32_t handler, bool armed)
    {
        {
            const std::scoped_lock lock(m_mutex);
            m_arming.emplace_back(handler, armed);
        }
        wake();
    }

    [[nodiscard]] int fd() const { return m_fd.get(); }
    [[nodiscard]] uint64_t watchPeriodNs() const { return m_watchPeriodNs.load(); }
    [[nodiscard]] bool watched() const { return m_watched.load(); }
    /// Whether a reset was asked for since the last call.
    [[nodiscard]] bool takeReset() { return m_reset.exchange(false); }
    /// The changes of globals since the last call, in order.
    [[nodiscard]] std::vector<trace::GlobalEdit> takeEdits()
    {
        const std::scoped_lock lock(m_mutex);
        return std::exchange(m_edits, {});
    }
    /// What was typed since the last call.
    [[nodiscard]] std::string takeInput()
    {
        const std::scoped_lock lock(m_mutex);
        return std::exchange(m_input, {});
    }
    /// The probes to take off (false) or to put on since the last call, in order.
    [[nodiscard]] std::vector<std::pair<uint32_t, bool>> takeArming()
    {
        const std::scoped_lock lock(m_mutex);
        return std::exchange(m_arming, {});
    }
    /// Makes the descriptor quiet until the next request.
    void clear()
    {
        uint64_t requests = 0;
        [[maybe_unused]] const auto count = ::read(m_fd.get(), &requests, sizeof requests);
    }

private:
    void wake()
    {
        const uint64_t one = 1;
        [[maybe_unused]] const auto written = ::write(m_fd.get(), &one, sizeof one);
    }

    UniqueFd m_fd;
    std::atomic<uint64_t> m_watchPeriodNs{0};
    std::atomic<bool> m_watched{false};
    std::atomic<bool> m_reset{false};
    std::mutex m_mutex;
    std::vector<std::pair<uint32_t, bool>> m_arming;
    std::vector<trace::GlobalEdit> m_edits;
    std::string m_input;
};

}
