// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "monitor_screen.h"
#include "terminal.h"

#include <termios.h>

#include <atomic>
#include <mutex>
#include <optional>

namespace tapscope::cli {

/// --monitor: probes with their hits, global variables and the last lines of output, live on the terminal, while the script runs.
/// Keys: q ends the run, the arrows choose a probe, the space bar takes it off or puts it back, r resets the globals. What was
/// printed meanwhile goes to `terminal` at the end, or at once where its output is no terminal.
class Monitor : public engine::Listener {
public:
    Monitor(Terminal &terminal, const CommandLineOptions &options);
    ~Monitor() override;

    /// Whether there is a terminal to draw on; says so otherwise.
    [[nodiscard]] bool open();
    /// Gives the terminal back at once, from a signal handler before the program's end.
    void giveBack() { leave(); }
    /// Serves the keyboard until the session has ended.
    void serve(engine::Session &session);

    void onSources(const script::SourceSet &sources) override;
    void onPhase(const engine::PhaseReport &report) override;
    void onDiagnostic(const script::Diagnostic &diagnostic) override;
    void onListing(std::string_view text) override;
    void onProgram(const analysis::Program &program) override;
    [[nodiscard]] bool mayAttach(const engine::PlannedPlaces &planned) override;
    void onMissedPlaces(std::span<const engine::MissedPlace> missed) override;
    void onEvents(std::span<const trace::Event> events) override;
    void onMessage(std::string_view text) override;
    void onCounters(const engine::Counters &counters) override;
    void onGlobals(const trace::Globals &globals) override;
    void onFinished(const engine::Outcome &outcome) override;

private:
    void show();
    void leave();
    void draw();
    void addLines(std::string_view text);
    void onMessageLocked(std::string_view text);
    void press(char key, engine::Session &session);

    Terminal &m_terminal;
    const CommandLineOptions &m_options;
    UniqueFd m_screen;
    bool m_holdsOutput = false;
    std::atomic<bool> m_asks = false; ///< the keyboard is for the answer
    std::mutex m_mutex; ///< everything below: the session's thread and the keyboard's
    MonitorState m_state;
    std::optional<termios> m_before; ///< while the screen is shown
    std::string m_held, m_heldMessages;
    bool m_lineEnded = true; ///< the next byte of output begins a line
    std::vector<uint64_t> m_counted; ///< hits by handler, at m_countedNs
    uint64_t m_countedNs = 0;
};

}
