// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "monitor.h"

#include "base/descriptor_io.h"
#include "engine/clock.h"

#include <fcntl.h>
#include <poll.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>

namespace tapscope::cli {

namespace {

constexpr std::string_view enterScreen = "\033[?1049h\033[?25l", leaveScreen = "\033[?25h\033[?1049l";
constexpr size_t keptLines = 200;
/// Output is held while the screen is up; of more than this the beginning goes.
constexpr size_t heldBytes = 16u << 20;
constexpr int keyboardPeriodMs = 50;

}

Monitor::Monitor(Terminal &terminal, const CommandLineOptions &options)
    : m_terminal(terminal)
    , m_options(options)
    , m_holdsOutput(options.outputPath.empty() && ::isatty(STDOUT_FILENO) == 1)
{
    m_state.script = options.session.scriptPath;
}

Monitor::~Monitor()
{
    leave();
}

bool Monitor::open()
{
    m_screen.reset(::open("/dev/tty", O_RDWR | O_CLOEXEC));
    if (m_screen)
        return true;
    writeAll(STDERR_FILENO, "tapscope-cli: --monitor needs a terminal to draw on.\n");
    return false;
}

void Monitor::show()
{
    termios modes{};
    if (m_before || ::tcgetattr(m_screen.get(), &modes) != 0)
        return;
    m_before = modes;
    modes.c_lflag &= ~static_cast<tcflag_t>(ICANON | ECHO); // ^C stays a signal
    ::tcsetattr(m_screen.get(), TCSANOW, &modes);
    writeAll(m_screen.get(), enterScreen);
}

void Monitor::leave()
{
    if (!m_before)
        return;
    writeAll(m_screen.get(), leaveScreen);
    ::tcsetattr(m_screen.get(), TCSANOW, &*m_before);
    m_before.reset();
}

void Monitor::draw()
{
    if (!m_before)
        return;
    winsize size{};
    ::ioctl(m_screen.get(), TIOCGWINSZ, &size);
    m_state.nowNs = engine::monotonicNs();
    const size_t columns = size.ws_col > 0 ? size.ws_col : 80, rows = size.ws_row > 0 ? size.ws_row : 24;
    writeAll(m_screen.get(), "\033[H" + monitorScreen(m_state, columns, rows));
}

void Monitor::press(char key, engine::Session &session)
{
    const std::scoped_lock lock(m_mutex);
    const size_t count = m_state.shownHandlers.size();
    switch (key) {
    case 'q': session.stop(); break;
    case 'r': session.resetGlobals(); break;
    case 'j':
    case 'B': m_state.selected += m_state.selected + 1 < count ? 1 : 0; break;
    case 'k':
    case 'A': m_state.selected -= m_state.selected > 0 ? 1 : 0; break;
    case ' ':
        if (m_state.selected < count) {
            const uint32_t handler = m_state.shownHandlers[m_state.selected];
            if (handler < m_state.counters.handlers.size())
                session.arm(handler, !m_state.counters.handlers[handler].armed);
        }
        break;
    default: return;
    }
    draw();
}

void Monitor::serve(engine::Session &session)
{
    session.watchGlobals(m_options.monitorSeconds * 1000);
    char before[2] = {};
    while (!session.finished()) {
        pollfd entry{m_screen.get(), POLLIN, 0};
        char key = 0;
        if (::poll(&entry, 1, keyboardPeriodMs) <= 0 || m_asks)
            continue;
        // What was there may have been the answer to the question, which has been taken by now.
        if (::poll(&entry, 1, 0) <= 0 || !(entry.revents & POLLIN) || ::read(m_screen.get(), &key, 1) != 1)
            continue;
        // Arrows come as ESC [ A and ESC [ B.
        const bool isArrow = before[0] == '\033' && before[1] == '[';
        if (isArrow == (key == 'A' || key == 'B'))
            press(key, session);
        before[0] = before[1];
        before[1] = key;
    }
}

void Monitor::onSources(const script::SourceSet &sources)
{
    m_terminal.onSources(sources);
}

void Monitor::onPhase(const engine::PhaseReport &report)
{
    const std::scoped_lock lock(m_mutex);
    if (report.phase == engine::Phase::Run && report.state == engine::PhaseReport::State::Running) {
        m_state.startNs = engine::monotonicNs();
        show();
        draw();
    }
    if (!m_before)
        m_terminal.onPhase(report);
}

void Monitor::onDiagnostic(const script::Diagnostic &diagnostic)
{
    const std::scoped_lock lock(m_mutex);
    if (m_before)
        onMessageLocked(diagnostic.message.english() + "\n");
    else
        m_terminal.onDiagnostic(diagnostic);
}

void Monitor::onListing(std::string_view text)
{
    m_terminal.onListing(text);
}

void Monitor::onProgram(const analysis::Program &program)
{
    m_terminal.onProgram(program);
    const std::scoped_lock lock(m_mutex);
    for (uint32_t i = 0; i < program.handlers.size(); ++i) {
        if (!program.handlers[i].isEntryPart)
            m_state.shownHandlers.push_back(i);
    }
}

bool Monitor::mayAttach(const engine::PlannedPlaces &planned)
{
    m_asks = true;
    const bool may = m_terminal.mayAttach(planned);
    m_asks = false;
    return may;
}

void Monitor::onMissedPlaces(std::span<const engine::MissedPlace> missed)
{
    m_terminal.onMissedPlaces(missed);
}

void Monitor::addLines(std::string_view text)
{
    for (const char c : text) {
        if (m_lineEnded)
            m_state.lines.emplace_back();
        m_lineEnded = c == '\n';
        if (!m_lineEnded)
            m_state.lines.back() += c;
    }
    while (m_state.lines.size() > keptLines)
        m_state.lines.pop_front();
}

void Monitor::onEvents(std::span<const trace::Event> events)
{
    const std::scoped_lock lock(m_mutex);
    if (!m_holdsOutput || !m_before)
        m_terminal.onEvents(events);
    for (const trace::Event &event : events) {
        addLines(event.text);
        if (m_holdsOutput && m_before)
            m_held += event.text;
    }
    if (m_held.size() > heldBytes)
        m_held.erase(0, m_held.size() - heldBytes / 2);
}

void Monitor::onMessageLocked(std::string_view text)
{
    addLines(text);
    m_heldMessages += text;
}

void Monitor::onMessage(std::string_view text)
{
    const std::scoped_lock lock(m_mutex);
    if (m_before)
        onMessageLocked(text);
    else
        m_terminal.onMessage(text);
}

void Monitor::onCounters(const engine::Counters &counters)
{
    const std::scoped_lock lock(m_mutex);
    const uint64_t now = engine::monotonicNs();
    const double seconds = static_cast<double>(now - m_countedNs) / 1e9;
    if (m_countedNs == 0 || seconds >= 0.2) {
        m_state.rates.assign(counters.handlers.size(), 0);
        for (size_t i = 0; i < counters.handlers.size() && i < m_counted.size() && m_countedNs != 0; ++i)
            m_state.rates[i] = static_cast<double>(counters.handlers[i].counters.hits - m_counted[i]) / seconds;
        m_counted.resize(counters.handlers.size());
        for (size_t i = 0; i < counters.handlers.size(); ++i)
            m_counted[i] = counters.handlers[i].counters.hits;
        m_countedNs = now;
    }
    m_state.counters = counters;
    draw();
}

void Monitor::onGlobals(const trace::Globals &globals)
{
    const std::scoped_lock lock(m_mutex);
    m_state.globals = globals;
    draw();
}

void Monitor::onFinished(const engine::Outcome &outcome)
{
    const std::scoped_lock lock(m_mutex);
    leave();
    if (!m_held.empty()) {
        trace::Event event;
        event.text = m_held;
        m_terminal.onEvents({&event, 1});
    }
    if (!m_heldMessages.empty())
        m_terminal.onMessage(m_heldMessages);
    m_terminal.onFinished(outcome);
}

}
