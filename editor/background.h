// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QObject>

#include <atomic>
#include <functional>
#include <memory>

class QThread;

namespace tapscope::editor {

/// Tells work on another thread that nobody waits for it any more.
using Cancelled = std::shared_ptr<std::atomic<bool>>;

/// One thread that does pieces of work one after the other. Lives in the GUI thread; what follows a piece of work is called
/// there, unless it was cancelled. When this object goes, all work is cancelled and the one under way is waited for.
class Background : public QObject {
    Q_OBJECT

public:
    explicit Background(const QString &name, QObject *parent = nullptr);
    ~Background() override;

    /// `work` is called on the thread and returns what is called in the GUI thread then. The work can be cancelled by what is
    /// returned.
    using Then = std::function<void()>;
    Cancelled run(std::function<Then(const std::atomic<bool> &cancelled)> work);
    void cancelAll();
    [[nodiscard]] bool busy() const { return m_running > 0; }

Q_SIGNALS:
    void busyChanged(bool busy);

private:
    QThread *m_thread;
    QObject *m_worker;
    std::vector<std::weak_ptr<std::atomic<bool>>> m_pending;
    int m_running = 0;
};

}
