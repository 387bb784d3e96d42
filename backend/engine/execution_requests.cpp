// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "engine/execution.h"
#include "engine/explain.h"
#include "engine/runtime/error_text.h"

#include <utility>

/// What others want of a running script: the user's interface, the user, other programs.
namespace tapscope::engine {

void Execution::serveRequests()
{
    m_requests.clear();
    if (m_requests.takeReset()) {
        m_watch->reset();
        updateConditions();
    }
    for (const auto &[handler, armed] : m_requests.takeArming())
        arm(handler, armed);
    if (const auto edits = m_requests.takeEdits(); !edits.empty()) {
        for (const trace::GlobalEdit &edit : edits)
            m_watch->edit(edit); // what is gone by now stays as it is
        updateConditions();
        publishGlobals();
    }
    m_watchSchedule.setPeriod(m_requests.watchPeriodNs());
    const uint64_t began = monotonicNs();
    if (!m_watchSchedule.due(began))
        return;
    publishGlobals();
    m_watchSchedule.done(began, monotonicNs());
}

void Execution::publishGlobals()
{
    m_listener.onGlobals(m_watch->read(monotonicNs() - m_startNs));
}

/// Makes the files of procfs probes, whose places are told, and listens to the user.
bool Execution::openOutside()
{
    auto opened = OutsideWorld::open(bundle().program, m_options);
    if (!opened) {
        report(explainFailure("no-script-files", opened.error(), {}));
        return false;
    }
    m_outside = std::move(*opened);
    const std::vector<OfferedFile> files = m_outside->files(bundle().program);
    for (const OfferedFile &file : files)
        m_listener.onMessage(file.probePoint + ": " + file.path + "\n");
    if (!files.empty())
        m_listener.onFiles(files);
    return true;
}

void Execution::serveOutside()
{
    m_outside->serve(m_requests.takeInput(), [this](uint32_t handler, std::string &value, size_t most) {
        if (m_ending || !m_armed[handler])
            return;
        if (const auto error = m_user->run(handler, value, most))
            takeError(errorText(error->message, error->range, m_prepared.sources()));
        updateConditions();
        m_ending = m_ending || m_user->exitRequested();
        updateConditions();
    });
}

}
