// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "engine/execution.h"
#include "engine/explain.h"
#include "engine/running_processes.h"

namespace tapscope::engine {

/// Takes a probe off or puts it back on; every other part of the script runs on.
void Execution::arm(uint32_t handler, bool armed)
{
    if (handler >= m_armed.size() || m_armed[handler] == armed || m_ending)
        return;
    if (m_holds[handler] && !putOn(handler, armed))
        return;
    m_armed[handler] = armed;
    publishCounters(true);
}

/// Whether it is as wanted now.
bool Execution::putOn(uint32_t handler, bool on)
{
    if (!bundle().program.handlers[handler].inKernel() || !m_attached || !m_prepared.helper())
        return true;
    if (m_memory && m_memory->has(handler)) {
        m_memory->arm(handler, on);
        tellUnwatched();
        return true;
    }
    const auto done = m_attachments->arm(handler, on);
    if (!done) {
        if (done.error()) {
            m_listener.onDiagnostic(*done.error()); // the run goes on
        } else {
            m_prepared.helper().reset(); // stopped in the midst of a question; its going takes all probes off
            m_attached = false;
        }
        return false;
    }
    for (script::Diagnostic diagnostic : explainAttach(*done, bundle())) {
        diagnostic.severity = script::Severity::Warning;
        m_listener.onDiagnostic(diagnostic);
    }
    if (const auto missed = missedPlaces(*done, bundle()); !missed.empty())
        m_listener.onMissedPlaces(missed);
    return true;
}

/// The command stands at its first instruction when memory of its is to be watched.
void Execution::watchCommand()
{
    auto &target = m_prepared.target();
    if (!m_memory || m_memory->empty() || !target->isStopped())
        return;
    const auto &programs = bundle().program.watchedPrograms;
    for (uint32_t n = 0; n < programs.size(); ++n) {
        if (runsProgram(target->pid(), programs[n])) // which may have been told already
            m_memory->watch(ProgramStart{n, static_cast<uint32_t>(target->pid()), 0});
    }
    tellUnwatched();
    target->go();
}

/// Each reason once; how often, the end tells.
void Execution::tellUnwatched()
{
    for (const WatchedMemory::Failure &failure : m_memory->takeFailures()) {
        if (m_unwatched.emplace(failure.handler, failure.error).second)
            m_listener.onDiagnostic(explainUnwatched(failure.handler, failure.error, bundle()));
    }
}

/// What the handler wants of the function's entry goes with it.
void Execution::setHolds(uint32_t handler, bool holds)
{
    m_holds[handler] = holds;
    if (handler > 0 && bundle().program.handlers[handler - 1].isEntryPart)
        m_holds[handler - 1] = holds;
}

/// A probe whose condition does not hold is not on, and costs the probed program nothing. One that shares its place with others
/// is; its handler tests the condition.
void Execution::findConditions()
{
    const auto &handlers = bundle().ir.handlers;
    for (uint32_t handler = 0; handler < handlers.size(); ++handler) {
        if (!handlers[handler].condition || !m_attachments->standsAlone(handler))
            continue;
        m_conditional.push_back(handler);
        setHolds(handler, m_user->conditionHolds(handler).value_or(true));
    }
}

/// After what can have changed them. An error in one is the handler's to tell, each time it is hit.
void Execution::updateConditions()
{
    for (const uint32_t handler : m_conditional) {
        const bool holds = m_user->conditionHolds(handler).value_or(true);
        if (m_ending || holds == m_holds[handler])
            continue;
        setHolds(handler, holds);
        if (m_armed[handler])
            putOn(handler, holds);
    }
}

}
