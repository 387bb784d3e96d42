// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "engine/watched_memory.h"

#include "debuginfo/process_image.h"
#include "engine/clock.h"
#include "engine/running_processes.h"

#include <signal.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>

namespace tapscope::engine {

namespace {

/// What dead processes leave behind is taken away when it has become this much.
constexpr size_t deadAtOnce = 64;

/// How far the program that a process runs was moved; nullopt: that cannot be told.
std::optional<uint64_t> loadBiasIn(int pid, const analysis::PerfEvent &perf)
{
    char path[4096];
    const ssize_t length = ::readlink(("/proc/" + std::to_string(pid) + "/exe").c_str(), path, sizeof path);
    if (length <= 0)
        return std::nullopt;
    const std::string_view program(path, static_cast<size_t>(length));
    for (const debuginfo::Mapping &mapping : debuginfo::ProcessImage::mappingsOf(pid)) {
        if (mapping.path == program && perf.codeOffset >= mapping.offset
            && perf.codeOffset - mapping.offset < mapping.end - mapping.begin)
            return mapping.begin + (perf.codeOffset - mapping.offset) - perf.linkedCode;
    }
    return std::nullopt;
}

bool isGone(int pid)
{
    return ::kill(pid, 0) != 0 && errno == ESRCH;
}

}

WatchedMemory::WatchedMemory(Preparation &prepared) : m_prepared(prepared)
{
    const auto &bundle = prepared.bundle();
    for (uint32_t i = 0; i < bundle.attachments.size(); ++i) {
        const uint32_t handler = bundle.attachments[i].handler;
        if (handler < bundle.program.handlers.size() && bundle.program.handlers[handler].perf.inEachProcess)
            m_plans.push_back({.attachment = i});
    }
}

const analysis::Handler &WatchedMemory::handlerOf(const Plan &plan) const
{
    const auto &bundle = m_prepared.bundle();
    return bundle.program.handlers[bundle.attachments[plan.attachment].handler];
}

const analysis::WatchedProgram &WatchedMemory::programOf(const Plan &plan) const
{
    return m_prepared.bundle().program.watchedPrograms[handlerOf(plan).watchedProgram.value_or(0)];
}

bool WatchedMemory::has(uint32_t handler) const
{
    return std::ranges::any_of(m_plans, [&](const Plan &plan) {
        return m_prepared.bundle().attachments[plan.attachment].handler == handler;
    });
}

/// With a target only what belongs to it fires, so that others need not be slowed down.
bool WatchedMemory::isMeant(const Plan &plan, int pid) const
{
    const auto &target = m_prepared.target();
    if (!handlerOf(plan).targetProcessesOnly || !target || target->pid() == pid)
        return true;
    return std::ranges::contains(processTree(target->pid()), static_cast<uint32_t>(pid));
}

bool WatchedMemory::fail(size_t index, int pid, int error)
{
    Plan &plan = m_plans[index];
    ++plan.failed;
    ++m_failures[{m_prepared.bundle().attachments[plan.attachment].handler, error}];
    m_watched.push_back({pid, index, std::nullopt, monotonicNs()});
    return false;
}

bool WatchedMemory::watch(size_t index, int pid)
{
    Plan &plan = m_plans[index];
    auto &helper = m_prepared.helper();
    if (!plan.on || !helper || !isMeant(plan, pid))
        return false;
    const uint64_t now = monotonicNs();
    const auto bias = loadBiasIn(pid, handlerOf(plan).perf);
    if (!bias) // or it has gone again, or runs another program by now
        return runsProgram(pid, programOf(plan)) && fail(index, pid, EACCES);
    protocol::Attach request;
    auto &attachment = request.attachments.emplace_back(m_prepared.bundle().attachments[plan.attachment].attachment);
    attachment.perfConfig += *bias;
    attachment.offsets = threadsOf(pid);
    const auto attached = helper->attach(request, {});
    if (!attached && attached.error().refused)
        return fail(index, pid, attached.error().refused->error);
    if (!attached) {
        helper.reset(); // stopped in the midst of a question; its going takes all probes off
        return false;
    }
    if (!attached->failures.empty())
        return attached->failures.front().error != ESRCH && fail(index, pid, attached->failures.front().error);
    ++plan.watched;
    m_watched.push_back({pid, index, attached->first, now});
    return true;
}

template <class Is> void WatchedMemory::drop(Is is)
{
    const auto rest = std::ranges::partition(m_watched, [&](const Watched &each) { return !is(each); });
    std::vector<uint32_t> numbers;
    for (const Watched &each : rest) {
        if (each.number)
            numbers.push_back(*each.number);
    }
    m_watched.erase(rest.begin(), rest.end());
    // A helper that is gone has taken all off.
    if (!numbers.empty() && m_prepared.helper())
        (void)m_prepared.helper()->detach(numbers);
}

/// Children that a process forked have inherited what watches it, so that this stays as long as there is one of them.
void WatchedMemory::forgetTheDead()
{
    const auto isDead = [](const Watched &each) { return isGone(each.pid); };
    if (m_watched.size() < deadAtOnce || std::ranges::count_if(m_watched, isDead) < static_cast<std::ptrdiff_t>(deadAtOnce))
        return;
    for (size_t i = 0; i < m_plans.size(); ++i) {
        const auto isWatched = [&](int pid) {
            return std::ranges::any_of(m_watched, [&](const Watched &each) { return each.plan == i && each.pid == pid; });
        };
        if (std::ranges::all_of(engine::processesOf(programOf(m_plans[i])), isWatched))
            drop([&](const Watched &each) { return each.plan == i && isDead(each); });
    }
}

uint64_t WatchedMemory::watchRunning(const std::vector<bool> &on)
{
    uint64_t places = 0;
    for (size_t i = 0; i < m_plans.size(); ++i) {
        const uint32_t handler = m_prepared.bundle().attachments[m_plans[i].attachment].handler;
        m_plans[i].on = handler >= on.size() || on[handler];
        if (!m_plans[i].on)
            continue;
        for (const int pid : engine::processesOf(programOf(m_plans[i])))
            places += watch(i, pid) ? 1 : 0;
    }
    return places;
}

void WatchedMemory::watch(const ProgramStart &start)
{
    const auto pid = static_cast<int>(start.pid);
    // What was put on after the program began is at the right place; what was there before, the kernel has taken away.
    const auto isNew = [&](const Watched &each) { return each.pid == pid && each.sinceNs > start.monotonicNs; };
    drop([&](const Watched &each) { return each.pid == pid && !isNew(each); });
    forgetTheDead();
    for (size_t i = 0; i < m_plans.size(); ++i) {
        if (handlerOf(m_plans[i]).watchedProgram == start.program
            && std::ranges::none_of(m_watched, [&](const Watched &each) { return each.plan == i && isNew(each); }))
            watch(i, pid);
    }
}

void WatchedMemory::arm(uint32_t handler, bool on)
{
    for (size_t i = 0; i < m_plans.size(); ++i) {
        Plan &plan = m_plans[i];
        if (m_prepared.bundle().attachments[plan.attachment].handler != handler || plan.on == on)
            continue;
        plan.on = on;
        if (!on) {
            drop([&](const Watched &each) { return each.plan == i; });
            continue;
        }
        for (const int pid : engine::processesOf(programOf(plan)))
            watch(i, pid);
    }
}

std::vector<WatchedMemory::Failure> WatchedMemory::takeFailures()
{
    std::vector<Failure> failures;
    for (const auto &[key, processes] : std::exchange(m_failures, {}))
        failures.push_back({key.first, key.second, processes});
    return failures;
}

std::pair<uint64_t, uint64_t> WatchedMemory::processesOf(uint32_t handler) const
{
    std::pair<uint64_t, uint64_t> sum;
    for (const Plan &plan : m_plans) {
        if (m_prepared.bundle().attachments[plan.attachment].handler == handler) {
            sum.first += plan.watched;
            sum.second += plan.failed;
        }
    }
    return sum;
}

}
