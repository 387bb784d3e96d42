// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "engine/execution.h"
#include "engine/explain.h"

#include <poll.h>
#include <unistd.h>

#include <algorithm>
#include <utility>

/// What is done while the probes are on.
namespace tapscope::engine {

namespace {

/// How often the ring buffer is read without being asked: wake-ups cost the traced program ten times what a record does.
constexpr int ringPeriodMs = 10;
/// Just after the start nobody wants to wait for the first lines.
constexpr int firstRingPeriodMs = 1;
constexpr uint64_t firstPeriodsNs = 250'000'000;
/// Events are passed on in pieces of about this many.
constexpr size_t eventsAtOnce = 4096;
/// Bytes of records read before other things get their turn.
constexpr uint64_t bytesAtOnce = 4u << 20;

}

bool Execution::onlyTargetFires() const
{
    return std::ranges::all_of(bundle().program.handlers, [](const analysis::Handler &handler) {
        return !handler.inKernel() || handler.targetProcessesOnly;
    });
}

void Execution::loop()
{
    while (!m_ending) {
        pollOnce();
        if (hasKernelSide())
            takeRecords(false);
        if (m_stop.given()) {
            m_outcome.kind = Outcome::Kind::Stopped;
            m_ending = true;
        }
        runTimers();
        checkTarget();
        checkHelper();
        serveRequests();
        serveOutside(); // after what silences the requests' descriptor
        publishCounters(false);
    }
}

void Execution::pollOnce()
{
    std::vector<pollfd> entries{{m_stop.fd(), POLLIN, 0}, {m_requests.fd(), POLLIN, 0}};
    const auto watch = [&](int fd) {
        if (fd >= 0)
            entries.push_back({fd, POLLIN, 0});
    };
    watch(m_timeout.get());
    for (const Timer &timer : m_timers)
        watch(timer.fd());
    if (m_outside)
        m_outside->addTo(entries);
    if (const auto &target = m_prepared.target(); target && !m_targetEnded) {
        watch(target->pidFd());
        watch(target->startFd());
    }
    if (m_prepared.helper())
        watch(m_prepared.helper()->descriptor());
    const uint64_t now = monotonicNs();
    int timeout = m_watchSchedule.waitMs(now);
    if (hasKernelSide()) {
        watch(m_kernel->wakeUpFd());
        timeout = now - m_runNs < firstPeriodsNs ? firstRingPeriodMs : ringPeriodMs;
        if (m_kernel->ring().pending() > bytesAtOnce)
            timeout = 0;
    }
    ::poll(entries.data(), entries.size(), timeout);
    if (hasKernelSide())
        m_kernel->takeWakeUp();
}

/// Decodes what lies in the ring buffer: all of it, or a good piece.
void Execution::takeRecords(bool all)
{
    auto &ring = m_kernel->ring();
    uint64_t bytes = 0;
    while (all || bytes < bytesAtOnce) {
        const auto record = ring.next();
        if (record.empty())
            break;
        bytes += record.size();
        m_decoder->decode(record, m_batch);
        if (!m_batch.starts.empty()) {
            for (const ProgramStart &start : std::exchange(m_batch.starts, {}))
                m_memory->watch(start);
            tellUnwatched();
        }
        if (m_batch.hit) {
            const RecordedHit hit = std::move(*m_batch.hit);
            deliverBatch();
            runRecorded(hit);
        }
        if (m_batch.batch.events.size() >= eventsAtOnce) {
            ring.release();
            deliverBatch();
        }
    }
    ring.release();
    deliverBatch();
}

void Execution::deliverBatch()
{
    auto &events = m_batch.batch.events;
    if (m_errorState)
        events.clear(); // the session is over; these were on their way
    // What comes after the error that ends the session is not shown: its handlers would not have run.
    const size_t untilEnd = m_options.suppressHandlerErrors ? SIZE_MAX
        : m_options.maxErrors >= m_errors                   ? m_options.maxErrors - m_errors
                                                            : 0;
    if (!m_errorState && m_batch.errors.size() > untilEnd) {
        const uint64_t last = m_batch.errors[untilEnd].timeNs;
        std::erase_if(events, [last](const trace::Event &event) { return event.timeNs > last; });
    }
    if (!events.empty())
        m_listener.onEvents(events);
    m_counters.events += events.size();
    for (const HandlerError &error : m_batch.errors)
        takeError(error.text);
    if (m_batch.exitRequested)
        m_ending = true;
    m_batch.clear();
}

void Execution::runTimers()
{
    uint64_t shots = 0;
    if (m_timeout && ::read(m_timeout.get(), &shots, sizeof shots) > 0)
        m_ending = true;
    for (Timer &timer : m_timers) {
        if (m_ending)
            return;
        if (timer.due() && m_armed[timer.handler()])
            runHandler(timer.handler());
        updateConditions();
    }
}

void Execution::checkTarget()
{
    auto &target = m_prepared.target();
    if (!target || m_targetEnded)
        return;
    if (target->startFd() >= 0) {
        pollfd entry{target->startFd(), POLLIN, 0};
        if (::poll(&entry, 1, 0) > 0) {
            if (auto started = target->started(); !started) {
                report(explainFailure("no-command", started.error(), {}));
                m_ending = true;
            } else {
                watchCommand();
            }
        }
    }
    if (!target->ended())
        return;
    m_targetEnded = true;
    if (target->isCommand()) {
        m_ending = true;
        m_outcome.commandStatus = target->status();
    } else if (onlyTargetFires()) {
        warn("process " + std::to_string(target->pid()) + " has ended, and nothing else is probed");
        m_ending = true;
    } else {
        warn("process " + std::to_string(target->pid()) + " has ended");
    }
}

void Execution::checkHelper()
{
    auto &helper = m_prepared.helper();
    if (!helper || m_ending)
        return;
    pollfd entry{helper->descriptor(), POLLIN, 0};
    // A question that its end came into has closed the channel.
    if (entry.fd >= 0 && ::poll(&entry, 1, 0) <= 0)
        return;
    // It says nothing unasked, so this is its end; the kernel has taken the probes off.
    report(explainFailure("helper-failed", helper->whyGone(), {}));
    helper.reset();
    m_ending = true;
}

}
