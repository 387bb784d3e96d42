// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/gui/session_bridge.h"

#include "views/live/live_trace.h"

#include <QSocketNotifier>

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <functional>
#include <thread>

namespace tapscope::app {

namespace {

constexpr uint64_t mostWaiting = 3'000'000;
constexpr int deliveriesMs = 33;
/// As often as a person can follow numbers that change.
constexpr uint32_t globalsPeriodMs = 500;

trace::ConsoleStore::Mark markOf(std::string_view line)
{
    if (line.starts_with("ERROR"))
        return trace::ConsoleStore::Mark::Error;
    if (line.starts_with("WARNING"))
        return trace::ConsoleStore::Mark::Warning;
    return trace::ConsoleStore::Mark::Note;
}

}

SessionBridge::SessionBridge(views::LiveTrace *trace, QObject *parent) : QObject(parent), m_trace(trace)
{
    m_timer.setInterval(deliveriesMs);
    connect(&m_timer, &QTimer::timeout, this, &SessionBridge::deliver);
}

SessionBridge::~SessionBridge()
{
    m_stopping = true;
    answer(false);
    m_session.reset();
}

void SessionBridge::start(engine::Options options)
{
    if (m_session)
        return;
    m_inbox = {};
    m_answer.reset();
    m_places.clear();
    m_programs.clear();
    m_sources = nullptr;
    m_stopping = false;
    m_listing = options.lastPass < 4;
    m_runs = options.lastPass >= 5;
    if (m_runs)
        m_trace->clear();
    openCommandOutput(options);
    engine::Listener &listener = *this;
    m_session = std::make_unique<engine::Session>(std::move(options), listener);
    watchGlobals(m_watchesGlobals);
    m_timer.start();
    Q_EMIT started();
}

void SessionBridge::stop()
{
    if (!m_session || m_stopping.exchange(true))
        return;
    answer(false);
    m_session->stop();
}

void SessionBridge::answer(bool yes)
{
    const std::lock_guard lock(m_mutex);
    m_inbox.question.reset();
    m_answer = yes;
    m_answered.notify_all();
}

void SessionBridge::watchGlobals(bool watch)
{
    m_watchesGlobals = watch;
    if (m_session)
        m_session->watchGlobals(watch ? globalsPeriodMs : 0);
}

void SessionBridge::resetGlobals()
{
    if (m_session)
        m_session->resetGlobals();
}

void SessionBridge::editGlobal(const trace::GlobalEdit &edit)
{
    if (m_session)
        m_session->editGlobal(edit);
}

void SessionBridge::input(const QString &line)
{
    if (!executing())
        return;
    m_trace->pushText(line.chopped(1).toStdString(), trace::ConsoleStore::Mark::Note);
    m_session->input(line.toStdString());
}

void SessionBridge::arm(uint32_t handler, bool armed)
{
    if (m_session)
        m_session->arm(handler, armed);
}

QString SessionBridge::placeOf(uint32_t site) const
{
    return site < m_places.size() ? QString::fromStdString(m_places[site]) : QString();
}

QString SessionBridge::programOf(uint32_t site) const
{
    return site < m_programs.size() ? QString::fromStdString(m_programs[site]) : QString();
}

void SessionBridge::deliver()
{
    Inbox inbox;
    {
        const std::lock_guard lock(m_mutex);
        inbox = std::exchange(m_inbox, {});
    }
    for (const engine::PhaseReport &report : inbox.phases)
        Q_EMIT phase(report);
    for (const editor::Problem &found : inbox.problems)
        Q_EMIT problem(found);
    if (inbox.places)
        m_places = std::move(*inbox.places);
    if (inbox.programs)
        m_programs = std::move(*inbox.programs);
    if (inbox.target)
        Q_EMIT target(*inbox.target);
    if (inbox.probes)
        Q_EMIT probes(*inbox.probes);
    if (inbox.readsInput)
        Q_EMIT readsInput(*inbox.readsInput);
    if (inbox.locks)
        Q_EMIT locks(*inbox.locks);
    if (inbox.question)
        Q_EMIT asks(*inbox.question);
    if (inbox.failedPlaces)
        Q_EMIT failedPlaces(*inbox.failedPlaces);
    if (inbox.files)
        Q_EMIT files(*inbox.files);
    if (inbox.counters)
        Q_EMIT counters(*inbox.counters);
    if (inbox.globals)
        Q_EMIT globals(*inbox.globals);
    if (!inbox.outcome)
        return;
    m_timer.stop();
    m_session.reset();
    readCommandOutput();
    closeCommandOutput();
    if (m_runs)
        m_trace->finish();
    Q_EMIT finished(*inbox.outcome);
}

/// What the traced command prints comes to the console, so that nothing is lost on an invisible terminal.
void SessionBridge::openCommandOutput(engine::Options &options)
{
    closeCommandOutput();
    int ends[2] = {-1, -1};
    if (options.command.empty() || ::pipe2(ends, O_CLOEXEC) != 0)
        return;
    m_commandRead.reset(ends[0]);
    m_commandWrite.reset(ends[1]);
    ::fcntl(ends[0], F_SETFL, O_NONBLOCK);
    options.commandStdout = options.commandStderr = ends[1];
    m_commandOutput = std::make_unique<QSocketNotifier>(ends[0], QSocketNotifier::Read);
    connect(m_commandOutput.get(), &QSocketNotifier::activated, this, &SessionBridge::readCommandOutput);
}

void SessionBridge::readCommandOutput()
{
    constexpr qsizetype longestLine = 64 << 10;
    constexpr int mostReads = 16; // then other events get their turn
    char buffer[16384];
    for (int i = 0; i < mostReads && m_commandRead; ++i) {
        const ssize_t got = ::read(m_commandRead.get(), buffer, sizeof buffer);
        if (got <= 0)
            break;
        m_commandLine.append(buffer, got);
    }
    qsizetype end = m_commandLine.lastIndexOf('\n');
    if (end < 0 && m_commandLine.size() < longestLine)
        return;
    if (end < 0)
        end = m_commandLine.size();
    m_trace->pushText(m_commandLine.left(end).toStdString(), trace::ConsoleStore::Mark::Note);
    m_commandLine.remove(0, end + 1);
}

void SessionBridge::closeCommandOutput()
{
    if (!m_commandLine.isEmpty())
        m_trace->pushText(std::exchange(m_commandLine, {}).toStdString(), trace::ConsoleStore::Mark::Note);
    m_commandOutput.reset();
    m_commandRead.reset();
    m_commandWrite.reset();
}

// From here on: the session's thread.

void SessionBridge::onSources(const script::SourceSet &sources)
{
    m_sources = &sources;
}

void SessionBridge::onPhase(const engine::PhaseReport &report)
{
    const std::lock_guard lock(m_mutex);
    m_inbox.phases.push_back(report);
}

void SessionBridge::onDiagnostic(const script::Diagnostic &diagnostic)
{
    editor::Problem found;
    found.diagnostic = diagnostic;
    if (m_sources)
        found = editor::located(diagnostic, *m_sources);
    const std::lock_guard lock(m_mutex);
    m_inbox.problems.push_back(std::move(found));
}

void SessionBridge::onListing(std::string_view text)
{
    if (m_listing)
        m_trace->pushText(std::string(text));
}

void SessionBridge::onProgram(const analysis::Program &program)
{
    std::vector<std::string> places;
    std::vector<std::string> programs;
    places.reserve(program.sites.size());
    for (const analysis::Site &site : program.sites) {
        places.push_back(site.sourceFile.empty() ? std::string() : site.sourceFile + ':' + std::to_string(site.line));
        programs.push_back(site.modulePath);
    }
    m_siteNames.clear();
    for (size_t i = 0; i < program.sites.size(); ++i)
        m_siteNames.push_back(QString::fromStdString(
            program.sites[i].function + (program.sites[i].function.empty() || places[i].empty() ? "" : "  ") + places[i]));
    ProbeList probes;
    for (uint32_t i = 0; m_runs && i < program.handlers.size(); ++i) {
        const analysis::Handler &handler = program.handlers[i];
        if (handler.isEntryPart)
            continue;
        ProbeFacts &probe = probes.emplace_back();
        probe.handler = i;
        probe.point = QString::fromStdString(handler.probePoint);
        if (handler.inKernel())
            probe.places = handler.sites.size();
        if (handler.range.file == 0 && m_sources && !handler.range.empty()) {
            probe.range = handler.range;
            probe.line = static_cast<int>(m_sources->position(handler.range).line);
        }
    }
    const bool reads = std::ranges::any_of(program.handlers, [](const analysis::Handler &handler) {
        return handler.kind == analysis::ProbeKind::InputCharacter || handler.kind == analysis::ProbeKind::InputLine;
    });
    const std::lock_guard lock(m_mutex);
    if (m_runs) {
        m_inbox.probes = std::move(probes);
        m_inbox.readsInput = reads;
    }
    m_inbox.places = std::move(places);
    m_inbox.programs = std::move(programs);
}

void SessionBridge::onLocks(const analysis::Program &program, std::span<const engine::LockedTogether> locks)
{
    const auto isOwn = [this](const script::Range &range) { return m_sources && range.file == 0 && !range.empty(); };
    std::vector<editor::SharedGlobals> all;
    for (const engine::LockedTogether &lock : locks) {
        editor::SharedGlobals shared;
        for (const uint32_t n : lock.globals) {
            const analysis::GlobalVariable &global = program.globals[n];
            if (!isOwn(global.range))
                continue; // the library's, or the translator's own
            shared.names << QString::fromStdString(global.name);
            shared.ranges.emplace_back(static_cast<int>(global.range.begin), static_cast<int>(global.range.end));
        }
        for (const uint32_t n : lock.handlers) {
            if (isOwn(program.handlers[n].range))
                shared.probeLines.push_back(static_cast<int>(m_sources->position(program.handlers[n].range).line));
        }
        std::ranges::sort(shared.probeLines);
        const auto [first, last] = std::ranges::unique(shared.probeLines);
        shared.probeLines.erase(first, last);
        if (!shared.names.isEmpty() && !shared.probeLines.empty())
            all.push_back(std::move(shared));
    }
    const std::lock_guard lock(m_mutex);
    m_inbox.locks = std::move(all);
}

bool SessionBridge::mayAttach(const engine::PlannedPlaces &planned)
{
    if (planned.total <= engine::PlannedPlaces::withoutAsking)
        return true;
    std::unique_lock lock(m_mutex);
    if (m_answer) // stopped meanwhile
        return false;
    m_inbox.question = planned;
    m_answered.wait(lock, [this] { return m_answer.has_value(); });
    return *m_answer;
}

void SessionBridge::onMissedPlaces(std::span<const engine::MissedPlace> missed)
{
    FailedPlaces failed;
    for (const engine::MissedPlace &place : missed)
        failed.push_back({place.handler, place.site < m_siteNames.size() ? m_siteNames[place.site] : QString(), place.reason});
    const std::lock_guard lock(m_mutex);
    m_inbox.failedPlaces = std::move(failed);
}

void SessionBridge::onFiles(std::span<const engine::OfferedFile> files)
{
    const std::lock_guard lock(m_mutex);
    m_inbox.files.emplace(files.begin(), files.end());
}

void SessionBridge::onTarget(int pid)
{
    const std::lock_guard lock(m_mutex);
    m_inbox.target = pid;
}

void SessionBridge::onEvents(std::span<const trace::Event> events)
{
    if (events.empty())
        return;
    while (m_trace->backlog() > mostWaiting && !m_stopping)
        std::this_thread::sleep_for(std::chrono::milliseconds(2));
    auto batch = m_trace->takeEmpty();
    batch->events.reserve(events.size());
    // Neighbours mostly have the same program; its name is kept once.
    std::string_view execname;
    for (const trace::Event &event : events) {
        trace::Event &copy = batch->events.emplace_back(event);
        if (event.execname != execname)
            execname = batch->text.add(event.execname);
        copy.execname = execname;
        copy.text = batch->text.add(event.text);
        copy.function = batch->text.add(event.function);
        copy.arguments = batch->text.add(event.arguments);
    }
    m_trace->push(std::move(batch));
}

void SessionBridge::onMessage(std::string_view text)
{
    if (text.ends_with('\n'))
        text.remove_suffix(1);
    m_trace->pushText(std::string(text), markOf(text));
}

void SessionBridge::onCounters(const engine::Counters &counters)
{
    const std::lock_guard lock(m_mutex);
    m_inbox.counters = counters;
}

void SessionBridge::onGlobals(const trace::Globals &globals)
{
    const std::lock_guard lock(m_mutex);
    m_inbox.globals = globals;
}

void SessionBridge::onFinished(const engine::Outcome &outcome)
{
    const std::lock_guard lock(m_mutex);
    m_inbox.outcome = outcome;
    m_inbox.counters = outcome.counters;
}

}
