// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "app/gui/probes/probe_facts.h"
#include "base/unique_fd.h"
#include "editor/lock_marks.h"
#include "editor/problem.h"
#include "engine/session.h"

#include <QObject>
#include <QTimer>

#include <atomic>
#include <condition_variable>
#include <memory>
#include <mutex>
#include <optional>

class QSocketNotifier;

namespace tapscope::views {
class LiveTrace;
}

namespace tapscope::app {

/// One run at a time, for the GUI: what the session's thread says is queued and told here at 30 Hz, so that neither thread ever
/// waits for the other (but when more events wait than memory should hold: then the kernel's buffer loses some, and counts them).
class SessionBridge : public QObject, private engine::Listener {
    Q_OBJECT

public:
    explicit SessionBridge(views::LiveTrace *trace, QObject *parent = nullptr);
    ~SessionBridge() override;

    /// Starts a run (or, by options.lastPass, a part of one); nothing happens while one is under way.
    void start(engine::Options options);
    /// Asks for an orderly end; finished() comes when it has been reached.
    void stop();
    [[nodiscard]] bool running() const { return m_session != nullptr; }
    /// A run to its end, not a check.
    [[nodiscard]] bool executing() const { return m_session != nullptr && m_runs; }
    [[nodiscard]] bool stopping() const { return m_stopping; }
    /// Whether somebody looks at the global variables: only then are they read.
    void watchGlobals(bool watch);
    void resetGlobals();
    void editGlobal(const trace::GlobalEdit &edit);
    /// Takes a probe off or puts it back on.
    void arm(uint32_t handler, bool armed);

    /// To asks(): whether the probes are put on.
    void answer(bool yes);

    /// What the user typed for the script's input probes; shown in the console as a terminal would.
    void input(const QString &line);

    /// Where a site's function is written, as "file:line"; empty when that is not known.
    [[nodiscard]] QString placeOf(uint32_t site) const;
    /// The program or library that holds a site; empty for the kernel.
    [[nodiscard]] QString programOf(uint32_t site) const;

Q_SIGNALS:
    void started();
    void phase(const tapscope::engine::PhaseReport &report);
    void problem(const tapscope::editor::Problem &problem);
    void target(int pid);
    /// Of a run: the script's probes, before they are put on, and their places that could not be probed.
    void probes(const tapscope::app::ProbeList &probes);
    void locks(const std::vector<tapscope::editor::SharedGlobals> &locks);
    /// Of a run: whether the script has probes of what the user types.
    void readsInput(bool reads);
    /// The script has more places than are probed without a question; the run waits for answer(), or for stop().
    void asks(const tapscope::engine::PlannedPlaces &planned);
    void failedPlaces(const tapscope::app::FailedPlaces &places);
    /// Of a run: the files by which others talk with the script; they go when it ends.
    void files(const std::vector<tapscope::engine::OfferedFile> &files);
    void counters(const tapscope::engine::Counters &counters);
    void globals(const tapscope::trace::Globals &globals);
    void finished(const tapscope::engine::Outcome &outcome);

private:
    void onSources(const script::SourceSet &sources) override;
    void onPhase(const engine::PhaseReport &report) override;
    void onDiagnostic(const script::Diagnostic &diagnostic) override;
    void onListing(std::string_view text) override;
    void onProgram(const analysis::Program &program) override;
    void onLocks(const analysis::Program &program, std::span<const engine::LockedTogether> locks) override;
    bool mayAttach(const engine::PlannedPlaces &planned) override;
    void onMissedPlaces(std::span<const engine::MissedPlace> missed) override;
    void onFiles(std::span<const engine::OfferedFile> files) override;
    void onTarget(int pid) override;
    void onEvents(std::span<const trace::Event> events) override;
    void onMessage(std::string_view text) override;
    void onCounters(const engine::Counters &counters) override;
    void onGlobals(const trace::Globals &globals) override;
    void onFinished(const engine::Outcome &outcome) override;

    void deliver();
    void openCommandOutput(engine::Options &options);
    void readCommandOutput();
    void closeCommandOutput();

    views::LiveTrace *m_trace;
    QTimer m_timer;
    std::atomic<bool> m_stopping{false};
    bool m_listing = false;
    bool m_watchesGlobals = false;
    bool m_runs = false; ///< to the last pass: not a check

    struct Inbox {
        std::vector<engine::PhaseReport> phases;
        editor::Problems problems;
        std::optional<int> target;
        std::optional<std::vector<std::string>> places;
        std::optional<std::vector<std::string>> programs;
        std::optional<ProbeList> probes;
        std::optional<std::vector<editor::SharedGlobals>> locks;
        std::optional<bool> readsInput;
        std::optional<engine::PlannedPlaces> question;
        std::optional<FailedPlaces> failedPlaces;
        std::optional<std::vector<engine::OfferedFile>> files;
        std::optional<engine::Counters> counters;
        std::optional<trace::Globals> globals;
        std::optional<engine::Outcome> outcome;
    };
    std::vector<std::string> m_places; ///< by site
    std::vector<std::string> m_programs; ///< by site
    std::mutex m_mutex; ///< guards m_inbox and m_answer
    Inbox m_inbox;
    std::condition_variable m_answered;
    std::optional<bool> m_answer;
    const script::SourceSet *m_sources = nullptr; ///< session's thread only
    std::vector<QString> m_siteNames; ///< by site; session's thread only

    std::unique_ptr<QSocketNotifier> m_commandOutput;
    UniqueFd m_commandRead, m_commandWrite;
    QByteArray m_commandLine; ///< what waits for its newline
    std::unique_ptr<engine::Session> m_session; ///< last: gone before what its thread uses
};

}
