// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "terminal.h"

#include "base/descriptor_io.h"
#include "place_report.h"

#include <fcntl.h>
#include <poll.h>
#include <time.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstring>

namespace tapscope::cli {

using engine::Phase;
using engine::PhaseReport;

namespace {

/// Name of a file with strftime sequences filled in.
std::string withDate(const std::string &path)
{
    if (!path.contains('%'))
        return path;
    const time_t now = ::time(nullptr);
    struct tm parts{};
    ::localtime_r(&now, &parts);
    char name[4096];
    const size_t size = ::strftime(name, sizeof name, path.c_str(), &parts);
    return size > 0 ? std::string(name, size) : path;
}

/// stap's number of the pass that a phase belongs to; 0 for none.
int passOf(Phase phase)
{
    switch (phase) {
    case Phase::Parse: return 1;
    case Phase::Resolve: return 2;
    case Phase::Translate: return 3;
    case Phase::Load: return 4;
    case Phase::Attach:
    case Phase::Run:
    case Phase::Detach: return 5;
    }
    return 0;
}

constexpr std::string_view failedPass[]{
    "", "parse failed.", "analysis failed.", "translation failed.", "loading failed.", "run failed."};

}

void showReading(uint64_t done, uint64_t total)
{
    if (done < total)
        std::fprintf(stderr, "\rReading debug information: %d %%", static_cast<int>(done * 100 / total));
    else
        std::fputs("\r\033[K", stderr);
    std::fflush(stderr);
}

Terminal::Terminal(const CommandLineOptions &options) : m_options(options) {}

bool Terminal::openOutput()
{
    for (const std::string &remark : m_options.remarks) {
        if (!m_options.suppressWarnings)
            say("WARNING: " + remark + ".\n");
    }
    if (m_options.outputPath.empty())
        return true;
    const std::string path = withDate(m_options.outputPath);
    m_file.reset(::open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666));
    if (!m_file) {
        say("tapscope-cli: the output file “" + path + "” cannot be written: " + std::strerror(errno) + ".\n");
        return false;
    }
    m_output = m_file.get();
    return true;
}

void Terminal::write(std::string_view text)
{
    if (m_outputClosed || text.empty())
        return;
    if (!writeAll(m_output, text)) {
        m_outputClosed = true;
        if (errno != EPIPE) {
            m_outputFailed = true;
            say(std::string("tapscope-cli: the output cannot be written: ") + std::strerror(errno) + ".\n");
        }
        if (m_stop)
            m_stop();
    }
}

void Terminal::say(std::string_view text)
{
    writeAll(STDERR_FILENO, text);
}

void Terminal::onSources(const script::SourceSet &sources)
{
    m_sources = &sources;
}

void Terminal::passLine(int pass, const PhaseReport &report)
{
    std::string line = "Pass " + std::to_string(pass) + ": ";
    if (report.phase == Phase::Parse) {
        const size_t files = m_sources ? m_sources->size() : 1;
        line += "parsed user script and " + std::to_string(files - std::min<size_t>(files, 1)) + " library scripts";
    } else {
        line += report.detail;
    }
    if (pass < 4)
        line += m_usage[static_cast<size_t>(pass)].memory;
    say(line + " in " + m_usage[static_cast<size_t>(pass)].times + ".\n");
}

void Terminal::onPhase(const PhaseReport &report)
{
    const int pass = passOf(report.phase);
    if (report.state == PhaseReport::State::Running) {
        if (m_options.verbosity > 0 && report.phase == Phase::Run)
            say("Pass 5: starting run.\n");
        if (report.phase == Phase::Resolve && report.total > 0 && ::isatty(STDERR_FILENO) == 1)
            showReading(report.done, report.total);
        return;
    }
    if (report.state == PhaseReport::State::Failed) {
        if (pass > 0)
            say("Pass " + std::to_string(pass) + ": " + std::string(failedPass[pass]) + "\n");
        return;
    }
    if (m_options.verbosity == 0)
        return;
    m_usage[static_cast<size_t>(std::max(pass, 0))] = {UsageMeter::memory(), m_meter.times(report.elapsedNs)};
    // Library scripts are parsed while names are looked up, so the first pass's line waits for the second's.
    if (report.phase == Phase::Parse)
        m_parse = report;
    if (report.phase == Phase::Parse && m_options.session.lastPass == 1)
        passLine(1, m_parse);
    if (report.phase == Phase::Resolve)
        passLine(1, m_parse);
    if (report.phase == Phase::Resolve || report.phase == Phase::Translate || report.phase == Phase::Load)
        passLine(pass, report);
    else if (report.phase == Phase::Attach || (report.phase == Phase::Detach && m_options.verbosity > 1))
        passLine(5, report);
    else if (report.phase == Phase::Run)
        say("Pass 5: run completed in " + m_usage[5].times + ".\n");
}

void Terminal::onDiagnostic(const script::Diagnostic &diagnostic)
{
    if (diagnostic.severity != script::Severity::Error && m_options.suppressWarnings)
        return;
    m_explained = m_explained || diagnostic.severity == script::Severity::Error;
    if (m_sources)
        say(script::render(diagnostic, *m_sources, m_options.colours));
    else
        say(diagnostic.message.english() + "\n");
}

void Terminal::onListing(std::string_view text)
{
    write(text);
}

void Terminal::onProgram(const analysis::Program &program)
{
    m_sites.clear();
    for (const analysis::Site &site : program.sites)
        m_sites.push_back(site.function.empty() ? site.probePoint : site.function);
}

bool Terminal::mayAttach(const engine::PlannedPlaces &planned)
{
    const size_t namesShown = m_options.verbosity > 1 ? planned.slow.size() : fewNames;
    if (m_options.verbosity > 0 && !planned.slow.empty())
        say(slowPlaces(planned, m_sites, namesShown));
    const bool canAsk = ::isatty(STDIN_FILENO) == 1 && ::isatty(STDERR_FILENO) == 1;
    if (planned.total <= engine::PlannedPlaces::withoutAsking || m_options.yes || !canAsk)
        return true;
    say(question(planned));
    const bool yes = answeredYes(STDIN_FILENO, m_interrupted);
    if (!yes)
        say("tapscope-cli: no probe was put on.\n");
    return yes;
}

void Terminal::onMissedPlaces(std::span<const engine::MissedPlace> missed)
{
    if (m_options.verbosity > 0)
        say(missedPlaces(missed, m_sites));
}

void Terminal::onEvents(std::span<const trace::Event> events)
{
    m_batch.clear();
    for (const trace::Event &event : events) {
        m_lastTime = std::max(m_lastTime, event.timeNs);
        const bool inTree = m_options.tree && event.kind != trace::Event::Kind::Text;
        if (!inTree)
            m_batch.append(event.text);
    }
    if (m_options.tree)
        m_tree.add(events);
    write(m_batch);
}

void Terminal::onMessage(std::string_view text)
{
    if (m_options.suppressWarnings && text.starts_with("WARNING:"))
        return;
    say(text);
}

void Terminal::onFinished(const engine::Outcome &outcome)
{
    m_status = outcome.status;
    if (outcome.kind == engine::Outcome::Kind::Failed && !m_explained && !outcome.message.empty())
        say("tapscope-cli: " + outcome.message.english() + "\n");
}

void Terminal::printTree()
{
    if (!m_options.tree)
        return;
    m_tree.finish(m_lastTime);
    for (size_t i = 0; i < m_tree.threads().size(); ++i)
        write(trace::toText(m_tree, i, trace::noCall));
}

}
