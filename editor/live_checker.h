// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "analysis/analyze.h"
#include "editor/problem.h"

#include <QByteArray>
#include <QObject>
#include <QTimer>

#include <atomic>
#include <memory>

class QThread;

namespace tapscope::editor {

/// Checks a script while it is typed: parses and analyses on a thread of its own, some time after the last key. A newer text
/// cancels the check of an older one. Lives in the GUI thread; results come there.
class LiveChecker : public QObject {
    Q_OBJECT

public:
    static constexpr int typingDelayMs = 300;

    explicit LiveChecker(QObject *parent = nullptr);
    ~LiveChecker() override;

    /// What the script is checked against: target, arguments, tapset. `cancelled` is the checker's own.
    void setOptions(analysis::Options options);
    /// Checks `text` soon. Any check under way is given up.
    void schedule(const QString &path, const QByteArray &text);
    /// Checks what was scheduled without waiting for more keys.
    void checkNow();
    [[nodiscard]] bool busy() const { return m_timer.isActive() || m_running > 0; }

Q_SIGNALS:
    /// The newest text has been checked.
    void checked(const tapscope::editor::Problems &problems);

private:
    void start();

    QTimer m_timer;
    QThread *m_thread;
    QObject *m_worker;
    analysis::Options m_options;
    QString m_path;
    QByteArray m_text;
    std::shared_ptr<std::atomic<bool>> m_cancelled;
    uint64_t m_revision = 0;
    int m_running = 0;
};

/// The whole check of one text, on the caller's thread.
[[nodiscard]] Problems check(const QString &path, const QByteArray &text, analysis::Options options,
                             const std::atomic<bool> &cancelled);

}
