// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "app/gui/translation/translation.h"
#include "editor/problem.h"
#include "engine/session.h"

#include <QObject>
#include <QTimer>

#include <memory>
#include <optional>

namespace tapscope::app {

/// Translates a script to be read, on a thread of its own: nothing is loaded, held or run. A newer script gives up the work on an
/// older one. Lives in the GUI thread; results come there.
class TranslationReader : public QObject, private engine::Listener {
    Q_OBJECT

public:
    static constexpr int typingDelayMs = 400;

    explicit TranslationReader(QObject *parent = nullptr);
    ~TranslationReader() override;

    /// `settle`: waits for more keys first.
    void schedule(engine::Options options, bool settle);
    /// Gives up what is under way or waits.
    void cancel();
    [[nodiscard]] bool busy() const { return m_waiting || m_session; }

Q_SIGNALS:
    /// The newest script was translated.
    void translated(const std::shared_ptr<const tapscope::app::Translation> &translation);
    /// The newest script could not be translated.
    void failed(const tapscope::editor::Problems &problems);

private:
    void start();
    void finish(const engine::Outcome &outcome);

    void onSources(const script::SourceSet &sources) override { m_sources = &sources; }
    void onDiagnostic(const script::Diagnostic &diagnostic) override;
    void onProgram(const analysis::Program &program) override { m_program = &program; }
    void onTranslation(const translator::Listing &listing) override;
    void onFinished(const engine::Outcome &outcome) override;

    QTimer m_timer;
    std::optional<engine::Options> m_waiting;
    bool m_stale = false; ///< nobody waits any more for what is under way

    // Of the session's thread, until it has finished:
    const script::SourceSet *m_sources = nullptr;
    const analysis::Program *m_program = nullptr;
    editor::Problems m_problems;
    std::shared_ptr<const Translation> m_made;

    std::unique_ptr<engine::Session> m_session; ///< last: gone before what its thread uses
};

}
