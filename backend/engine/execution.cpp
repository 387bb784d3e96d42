// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "engine/execution.h"

#include "engine/explain.h"
#include "engine/hit_report.h"
#include "engine/planned_places.h"
#include "engine/running_processes.h"
#include "engine/runtime/error_text.h"
#include "engine/runtime/local_storage.h"
#include "engine/runtime/map_storage.h"

#include <sys/timerfd.h>
#include <sys/wait.h>

#include <algorithm>
#include <utility>

namespace tapscope::engine {

using analysis::ProbeKind;

Execution::Execution(const Options &options, Listener &listener, Signals signals, Preparation &prepared, uint64_t startNs)
    : m_options(options)
    , m_listener(listener)
    , m_stop(signals.stop)
    , m_requests(signals.requests)
    , m_prepared(prepared)
    , m_startNs(startNs)
{}

Execution::~Execution() = default;

void Execution::report(const script::Diagnostic &diagnostic)
{
    m_listener.onDiagnostic(diagnostic);
    if (diagnostic.severity == script::Severity::Error)
        fail(diagnostic.message);
}

void Execution::fail(Text message)
{
    m_outcome.kind = Outcome::Kind::Failed;
    m_outcome.status = 1;
    if (m_outcome.message.empty())
        m_outcome.message = std::move(message);
}

void Execution::warn(std::string_view text)
{
    m_listener.onMessage("WARNING: " + std::string(text) + "\n");
}

/// Nothing is loaded before: who says no has changed nothing.
bool Execution::approved()
{
    if (bundle().attachments.empty() || !m_prepared.helper())
        return true;
    if (m_listener.mayAttach(plannedPlaces(bundle(), m_prepared.helper()->features())))
        return true;
    m_outcome.kind = Outcome::Kind::Stopped;
    m_outcome.status = 1;
    return false;
}

bool Execution::load()
{
    PhaseTimer phase(m_listener, Phase::Load);
    if (bundle().kernel.programs.empty()) {
        phase.done("nothing to load");
        return openStorage();
    }
    auto loaded = m_prepared.helper()->load(bundle().kernel);
    if (!loaded) {
        if (!loaded.error().cancelled)
            report(explainLoad(loaded.error(), bundle(), m_prepared.sources()));
        return false;
    }
    auto kernel = bpf::KernelSide::open(bundle(), std::move(loaded->shared));
    if (!kernel) {
        report(explainFailure("helper-failed", kernel.error(), {}));
        return false;
    }
    m_kernel.emplace(std::move(*kernel));
    m_decoder.emplace(bundle(), m_prepared.sources(), m_startNs, m_options.maxStringLength);
    if (!openStorage())
        return false;
    uint64_t verified = 0, emitted = 0;
    for (const uint32_t instructions : loaded->loaded.verifiedInstructions)
        verified += instructions;
    for (const auto &program : bundle().kernel.programs)
        emitted += program.code.size();
    phase.done("loaded " + std::to_string(bundle().kernel.programs.size()) + " programs, " + std::to_string(verified)
                   + " instructions verified",
               verified, emitted);
    return true;
}

bool Execution::openStorage()
{
    std::unique_ptr<Storage> storage;
    if (hasKernelSide()) {
        auto maps = MapStorage::create(bundle(), m_kernel->mapDescriptors(), m_options.maxMapEntries);
        if (!maps) {
            report(explainFailure("helper-failed", maps.error(), {}));
            return false;
        }
        storage = std::move(*maps);
    } else {
        storage = std::make_unique<LocalStorage>(bundle().program.globals, m_options.maxMapEntries);
    }
    const int target = m_prepared.target() ? m_prepared.target()->pid() : 0;
    const bool isCommand = target != 0 && m_prepared.target()->isCommand();
    const int32_t readerMap = bundle().kernelReaderMap;
    const int reader = hasKernelSide() && readerMap >= 0 ? m_kernel->mapDescriptors()[static_cast<size_t>(readerMap)] : -1;
    m_user = std::make_unique<UserHandlers>(UserHandlers::Context{bundle(), m_listener, m_startNs, target, isCommand,
                                                                  m_options.maxBacktrace, reader},
                                            std::move(storage), m_options);
    m_watch.emplace(bundle().program.globals, m_user->storage(), m_options.maxMapEntries);
    m_kernelCounters.resize(bundle().program.handlers.size());
    m_armed.assign(bundle().program.handlers.size(), true);
    m_holds.assign(bundle().program.handlers.size(), true);
    return true;
}

bool Execution::attach()
{
    PhaseTimer phase(m_listener, Phase::Attach);
    if (!hasKernelSide()) {
        phase.done("nothing to attach");
        return true;
    }
    if (const auto &target = m_prepared.target()) {
        m_kernel->prepare(target->pid());
        const auto pid = static_cast<uint32_t>(target->pid());
        m_kernel->addTargets(target->isCommand() ? std::vector<uint32_t>{pid} : processTree(target->pid()));
    } else {
        m_kernel->prepare(0);
    }
    m_attachments.emplace(m_prepared);
    findConditions();
    const auto attached = m_attachments->attachAll(m_holds);
    if (!attached) {
        if (attached.error())
            report(*attached.error());
        return false;
    }
    m_attached = true;
    for (const auto &diagnostic : explainAttach(*attached, bundle()))
        report(diagnostic);
    if (const auto missed = missedPlaces(*attached, bundle()); !missed.empty())
        m_listener.onMissedPlaces(missed);
    if (m_outcome.kind == Outcome::Kind::Failed)
        return false;
    // Children that a running process made while the probes went on.
    if (const auto &target = m_prepared.target(); target && !target->isCommand())
        m_kernel->addTargets(processTree(target->pid()));
    addRunningPrograms(bundle(), *m_kernel);
    m_memory.emplace(m_prepared);
    const uint64_t watched = m_memory->watchRunning(m_holds);
    tellUnwatched();
    // What follows the target's forks is attached too, but is nobody's probe.
    uint64_t planned = watched, failed = 0;
    for (const auto &plan : bundle().attachments) {
        if (plan.handler >= m_holds.size() || (m_holds[plan.handler] && !m_memory->has(plan.handler)))
            planned += plan.sites.size();
    }
    for (const auto &failure : attached->failures)
        failed += failure.attachment < bundle().attachments.size() && !bundle().attachments[failure.attachment].sites.empty() ? 1
                                                                                                                              : 0;
    const uint64_t placed = planned - std::min(failed, planned);
    phase.done(attached->method.empty() && !m_memory->empty() ? "watching memory in " + std::to_string(watched) + " processes"
                   : attached->method.empty()                 ? "no probe is on: their conditions do not hold"
                                                              : "attached " + std::to_string(placed)
                       + (placed < planned ? " of " + std::to_string(planned) : "") + " probes by " + attached->method,
               placed, planned);
    return true;
}

void Execution::runHandler(uint32_t handler)
{
    if (const auto error = m_user->run(handler))
        takeError(errorText(error->message, error->range, m_prepared.sources()));
    if (m_user->exitRequested())
        m_ending = true;
}

void Execution::runRecorded(const RecordedHit &hit)
{
    if (m_errorState || m_user->exitRequested())
        return;
    if (const auto error = m_user->run(hit))
        takeError(errorText(error->message, error->range, m_prepared.sources()));
    if (m_user->exitRequested() && !m_ending) {
        m_ending = true;
        m_kernel->stop();
    }
}

/// Counts a run-time error; too many of them end the session (MAXERRORS).
void Execution::takeError(std::string_view text)
{
    if (m_errorState)
        return;
    ++m_errors;
    if (m_options.suppressHandlerErrors)
        return;
    m_listener.onMessage(std::string(text) + "\n");
    if (m_errors > m_options.maxErrors) {
        m_errorState = m_ending = true;
        if (hasKernelSide())
            m_kernel->stop();
    }
}

void Execution::begin()
{
    for (const uint32_t handler : m_user->handlersOf(ProbeKind::Begin)) {
        if (m_ending || m_errorState || m_stop.given())
            return; // after exit() no other probe begins
        runHandler(handler);
    }
    updateConditions();
}

void Execution::armTimeout()
{
    if (m_options.timeoutSeconds == 0)
        return;
    m_timeout.reset(::timerfd_create(CLOCK_MONOTONIC, TFD_CLOEXEC | TFD_NONBLOCK));
    itimerspec spec{};
    spec.it_value.tv_sec = m_options.timeoutSeconds;
    ::timerfd_settime(m_timeout.get(), 0, &spec, nullptr);
}

void Execution::releaseTarget()
{
    if (auto &target = m_prepared.target(); target && target->isCommand())
        target->release();
}

/// Whether nothing can happen any more once the target's processes have gone.
void Execution::detach()
{
    PhaseTimer phase(m_listener, Phase::Detach);
    if (hasKernelSide())
        m_kernel->stop();
    auto &helper = m_prepared.helper();
    if (helper && m_attached) {
        if (auto detached = helper->detach(); !detached)
            report(explainFailure("helper-failed", detached.error().failure, {}));
    }
    if (m_attachments)
        m_attachments->settle();
    m_attached = false;
    if (m_attachments)
        m_attachments->attachKernelReader();
    if (hasKernelSide())
        takeRecords(true);
    phase.done("detached");
}

/// End probes see everything that the others have left; after errors it is the error probes that run.
void Execution::end()
{
    const ProbeKind kind = m_errorState ? ProbeKind::Error : ProbeKind::End;
    const bool wasErrorState = m_errorState;
    for (const uint32_t handler : m_user->handlersOf(kind)) {
        if (m_armed[handler])
            runHandler(handler);
        if (!wasErrorState && m_errorState)
            break;
    }
    if (!wasErrorState && m_errorState) {
        for (const uint32_t handler : m_user->handlersOf(ProbeKind::Error))
            runHandler(handler);
    }
    publishCounters(true);
    if (m_requests.watched())
        publishGlobals();
    const auto &counters = m_outcome.counters;
    if (m_errors > 0 || counters.skipped > 0)
        warn("Number of errors: " + std::to_string(m_errors) + ", skipped probes: " + std::to_string(counters.skipped));
    if (counters.lost > 0) {
        warn("There were " + std::to_string(counters.lost)
             + " transport failures: the buffer was full. Try a larger one with -s, or print less.");
    }
    for (const std::string &line : lossLines(counters))
        warn(line);
    for (uint32_t handler = 0; m_memory && handler < bundle().program.handlers.size(); ++handler) {
        const auto [watched, failed] = m_memory->processesOf(handler);
        if (failed > 0) {
            warn("'" + bundle().program.handlers[handler].probePoint + "' could not be watched in " + std::to_string(failed)
                 + " of " + std::to_string(watched + failed) + " processes");
        }
    }
    if (m_options.timing)
        m_listener.onMessage(hitReport(bundle(), m_prepared.sources(), counters));
    if (const uint64_t missed = m_decoder ? m_decoder->returnsTooDeep() : 0; missed > 0) {
        warn("Of calls nested more than 64 deep, " + std::to_string(missed)
             + " returns were not seen: the kernel remembers no more of a thread. Probe fewer functions of the recursion.");
    }
    if (m_outcome.commandStatus && *m_outcome.commandStatus != 0) {
        const int status = *m_outcome.commandStatus;
        if (WIFSIGNALED(status)) {
            warn("Child process exited with signal " + std::to_string(WTERMSIG(status)) + " (" + ::strsignal(WTERMSIG(status))
                 + ")");
        } else {
            warn("Child process exited with status " + std::to_string(WEXITSTATUS(status)));
        }
        m_outcome.status = 1;
    }
    if (m_errorState || (m_errors > 0 && !m_options.suppressHandlerErrors))
        m_outcome.status = 1;
}

Outcome Execution::run()
{
    const auto over = [this] {
        if (m_stop.given() && m_outcome.kind != Outcome::Kind::Failed)
            m_outcome.kind = Outcome::Kind::Stopped;
        return std::move(m_outcome);
    };
    if (!approved() || m_stop.given() || !load() || m_stop.given())
        return over();
    if (const auto &target = m_prepared.target())
        m_listener.onTarget(target->pid());
    const bool attached = attach() && openOutside();
    if (!attached || m_stop.given()) {
        if (m_attached)
            detach();
        return over();
    }
    {
        PhaseTimer phase(m_listener, Phase::Run);
        armTimeout();
        begin();
        if (!m_ending && !m_stop.given()) {
            if (hasKernelSide())
                m_kernel->start();
            m_timers = m_user->timers();
            m_runNs = monotonicNs();
            for (const RecordedHit &hit : beginsOfRunning(bundle(), m_prepared.target(), m_startNs))
                runRecorded(hit);
            releaseTarget();
        }
        if (!m_stop.given() || m_ending)
            loop();
        else
            m_outcome.kind = Outcome::Kind::Stopped;
        if (m_outcome.kind != Outcome::Kind::Failed)
            phase.done("run completed");
    }
    m_outside.reset();
    detach();
    end();
    return over();
}

}
