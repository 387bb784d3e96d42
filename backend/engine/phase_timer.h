// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "engine/clock.h"
#include "engine/session.h"

#include <utility>

namespace tapscope::engine {

/// Reports one phase to the listener: running from construction, failed when it goes without done().
class PhaseTimer {
public:
    PhaseTimer(Listener &listener, Phase phase) : m_listener(listener), m_began(monotonicNs())
    {
        m_report.phase = phase;
        m_listener.onPhase(m_report);
    }
    PhaseTimer(const PhaseTimer &) = delete;
    PhaseTimer &operator=(const PhaseTimer &) = delete;
    ~PhaseTimer()
    {
        if (m_report.state == PhaseReport::State::Running)
            end(PhaseReport::State::Failed);
    }

    /// How far it has come, while it is running.
    void progress(uint64_t done, uint64_t total)
    {
        m_report.done = done;
        m_report.total = total;
        m_listener.onPhase(m_report);
    }

    void done(std::string detail, uint64_t done = 0, uint64_t total = 0)
    {
        m_report.detail = std::move(detail);
        m_report.done = done;
        m_report.total = total;
        end(PhaseReport::State::Done);
    }

private:
    void end(PhaseReport::State state)
    {
        m_report.state = state;
        m_report.elapsedNs = monotonicNs() - m_began;
        m_listener.onPhase(m_report);
    }

    Listener &m_listener;
    PhaseReport m_report;
    uint64_t m_began;
};

}
