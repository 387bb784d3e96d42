// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "engine/execution.h"

#include <algorithm>

namespace tapscope::engine {

namespace {

constexpr uint64_t countersPeriodNs = 250'000'000;
/// The helper is asked more seldom.
constexpr uint64_t missedPeriodNs = 1'000'000'000;

}

void Execution::publishCounters(bool now)
{
    const uint64_t time = monotonicNs();
    if (!now && time - m_lastCountersNs < countersPeriodNs)
        return;
    m_lastCountersNs = time;
    if (hasKernelSide())
        m_kernel->readCounters(m_kernelCounters);
    if (now || time - m_lastMissedNs >= missedPeriodNs) {
        m_lastMissedNs = time;
        if (m_attachments)
            m_missed = m_attachments->missedByHandler();
    }
    Counters counters;
    uint64_t missed = 0;
    counters.events = m_counters.events + m_user->events();
    counters.errors = m_errors;
    const auto &handlers = bundle().program.handlers;
    for (uint32_t i = 0; i < handlers.size(); ++i) {
        translator::HandlerCounters one = m_kernelCounters[i];
        if (!handlers[i].inKernel())
            one = m_user->counted(i);
        counters.lost += one.ringFull;
        counters.skipped += one.frameBusy + one.lockBusy;
        counters.handlers.push_back(
            {handlers[i].probePoint, one, m_armed[i], !m_holds[i], i < m_missed.size() ? m_missed[i] : 0});
        missed += counters.handlers.back().missed;
    }
    counters.skipped += missed;
    m_outcome.counters = counters;
    m_listener.onCounters(counters);
    checkOverload(time);
    // Those that were missed are no reason to end, as in stap.
    if (counters.skipped - missed > m_options.maxSkipped && !m_errorState && !m_options.suppressHandlerErrors) {
        m_listener.onMessage("ERROR: Skipped too many probes, check MAXSKIPPED or try again with stap -t for more details.\n");
        m_errorState = m_ending = true;
    }
}

void Execution::checkOverload(uint64_t nowNs)
{
    if (!m_options.overload || !hasKernelSide() || m_errorState || nowNs < m_overloadSinceNs + m_options.overload->intervalNs)
        return;
    const auto busy = m_kernel->busyNs();
    uint64_t most = 0;
    for (size_t cpu = 0; cpu < busy.size() && cpu < m_overloadBusyNs.size(); ++cpu)
        most = std::max(most, busy[cpu] - m_overloadBusyNs[cpu]);
    const uint64_t limit = m_options.overload->busyNs;
    // Where the time since is longer than asked for, so is what it allows.
    const double intervals = static_cast<double>(nowNs - m_overloadSinceNs) / static_cast<double>(m_options.overload->intervalNs);
    if (m_overloadSinceNs != 0 && static_cast<double>(most) > static_cast<double>(limit) * intervals) {
        m_listener.onMessage("ERROR: probe overhead (" + std::to_string(most) + " ns) exceeded threshold ("
                             + std::to_string(limit) + " ns) in last " + std::to_string(nowNs - m_overloadSinceNs) + " ns\n");
        m_errorState = m_ending = true;
    }
    m_overloadSinceNs = nowNs;
    m_overloadBusyNs.assign(busy.begin(), busy.end());
}

}
