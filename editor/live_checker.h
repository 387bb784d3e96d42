// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "editor/problem.h"
#include "services/workspace.h"

#include <QByteArray>
#include <QObject>
#include <QTimer>

#include <memory>
#include <stop_token>

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

    /// What the script is checked against: target, arguments, tapset. Usually shared by all scripts.
    void setWorkspace(std::shared_ptr<services::Workspace> workspace);
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
    std::shared_ptr<services::Workspace> m_workspace;
    QString m_path;
    QByteArray m_text;
    std::stop_source m_stop;
    uint64_t m_revision = 0;
    int m_running = 0;
};

/// The whole check of one text, on the caller's thread.
[[nodiscard]] Problems check(const services::Workspace &workspace, const QString &path, const QByteArray &text,
                             const std::stop_token &stop);

}
