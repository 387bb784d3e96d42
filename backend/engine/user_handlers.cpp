// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "engine/user_handlers.h"

#include "engine/clock.h"

#include <sched.h>
#include <unistd.h>

#include <algorithm>
#include <utility>

namespace tapscope::engine {

UserHandlers::UserHandlers(const Context &context, std::unique_ptr<Storage> storage, const Options &options)
    : m_context(context)
    , m_storage(std::move(storage))
    , m_interpreter(context.bundle.ir, context.bundle.program, *m_storage, *this,
                    {.maxStringLength = options.maxStringLength, .maxAction = options.maxAction, .maxNesting = 0})
    , m_hits(context.bundle.program.handlers.size(), 0)
    , m_name(execname())
{}

UserHandlers::~UserHandlers() = default;

std::optional<RunError> UserHandlers::run(uint32_t handler)
{
    m_running = handler;
    ++m_hits[handler];
    const auto &sites = m_context.bundle.program.handlers[handler].sites;
    return m_interpreter.run(handler, sites.empty() ? UINT32_MAX : sites.front());
}

std::vector<uint32_t> UserHandlers::handlersOf(analysis::ProbeKind kind) const
{
    const auto &handlers = m_context.bundle.program.handlers;
    std::vector<uint32_t> found;
    for (uint32_t i = 0; i < handlers.size(); ++i) {
        if (handlers[i].kind == kind)
            found.push_back(i);
    }
    std::ranges::stable_sort(found, {}, [&](uint32_t i) { return handlers[i].sequence; });
    return found;
}

std::vector<Timer> UserHandlers::timers() const
{
    std::vector<Timer> timers;
    for (const uint32_t handler : handlersOf(analysis::ProbeKind::Timer)) {
        const auto &probe = m_context.bundle.program.handlers[handler];
        timers.emplace_back(handler, probe.periodNs, probe.randomizeNs);
    }
    return timers;
}

void UserHandlers::print(std::string_view text)
{
    if (text.empty())
        return;
    const auto &sites = m_context.bundle.program.handlers[m_running].sites;
    trace::Event event;
    event.handler = m_running;
    event.site = sites.empty() ? UINT32_MAX : sites.front();
    event.cpu = static_cast<uint32_t>(std::max(0, ::sched_getcpu()));
    event.pid = static_cast<uint32_t>(::getpid());
    event.tid = static_cast<uint32_t>(::gettid());
    event.timeNs = monotonicNs() - m_context.startNs;
    event.execname = m_name;
    event.text = text;
    ++m_events;
    m_context.listener.onEvents({&event, 1});
}

void UserHandlers::warn(std::string_view text)
{
    m_context.listener.onMessage(text);
}

void UserHandlers::exit()
{
    m_exit = true;
}

int64_t UserHandlers::target()
{
    return m_context.targetPid;
}

}
