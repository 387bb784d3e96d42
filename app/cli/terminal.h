// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "base/unique_fd.h"
#include "engine/session.h"
#include "options.h"
#include "trace/call_tree.h"
#include "usage_meter.h"

#include <array>
#include <functional>
#include <string>
#include <vector>

namespace tapscope::cli {

/// Shows a run on the terminal: the script's output on standard output (or -o), everything else on standard error.
class Terminal : public engine::Listener {
public:
    explicit Terminal(const CommandLineOptions &options);

    /// Tells of options that do nothing, and opens the -o file; false (and a message) when that fails.
    [[nodiscard]] bool openOutput();
    /// Called when the reader of our output has gone.
    void setOnOutputClosed(std::function<void()> stop) { m_stop = std::move(stop); }
    /// Says when the user has interrupted the program, while a question waits for its answer.
    void setInterrupted(std::function<bool()> interrupted) { m_interrupted = std::move(interrupted); }
    /// After the session's end.
    [[nodiscard]] int status() const { return m_outputFailed ? 1 : m_status; }
    /// The call tree, when it was asked for.
    void printTree();

    void onSources(const script::SourceSet &sources) override;
    void onPhase(const engine::PhaseReport &report) override;
    void onDiagnostic(const script::Diagnostic &diagnostic) override;
    void onListing(std::string_view text) override;
    void onProgram(const analysis::Program &program) override;
    [[nodiscard]] bool mayAttach(const engine::PlannedPlaces &planned) override;
    void onMissedPlaces(std::span<const engine::MissedPlace> missed) override;
    void onEvents(std::span<const trace::Event> events) override;
    void onMessage(std::string_view text) override;
    void onFinished(const engine::Outcome &outcome) override;

private:
    void write(std::string_view text);
    void say(std::string_view text);
    void passLine(int pass, const engine::PhaseReport &report);

    const CommandLineOptions &m_options;
    const script::SourceSet *m_sources = nullptr;
    UniqueFd m_file;
    int m_output = STDOUT_FILENO;
    bool m_outputClosed = false;
    bool m_outputFailed = false; ///< something printed is lost
    bool m_explained = false; ///< an error was shown
    std::function<void()> m_stop;
    std::function<bool()> m_interrupted;
    std::vector<std::string> m_sites; ///< of the program: functions
    std::string m_batch;
    engine::PhaseReport m_parse;
    UsageMeter m_meter;
    struct Usage {
        std::string memory, times;
    };
    std::array<Usage, 6> m_usage; ///< by pass
    trace::CallTree m_tree;
    uint64_t m_lastTime = 0;
    int m_status = 1;
};

/// One line on standard error that counts up and goes away.
void showReading(uint64_t done, uint64_t total);

}
