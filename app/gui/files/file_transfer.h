// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QByteArray>
#include <QObject>
#include <QString>

#include <functional>
#include <stop_token>
#include <thread>

namespace tapscope::app {

/// Reads a running script's file, or writes to it, on a thread of its own: whoever opens one waits until the script has answered,
/// and a script may be slow or gone. One transfer at a time.
class FileTransfer : public QObject {
    Q_OBJECT

public:
    struct Result {
        bool written = false; ///< else read
        QByteArray bytes; ///< what was read, or written
        bool cut = false; ///< there was more to read than `mostBytes`
        QString error; ///< of the system; empty: it went well
        bool unanswered = false; ///< the script did not answer within `limitMs`
    };
    static constexpr qsizetype mostBytes = 1 << 20;
    static constexpr int limitMs = 10'000;

    using QObject::QObject;
    /// Ends a transfer that is under way.
    ~FileTransfer() override;

    [[nodiscard]] bool busy() const { return m_busy; }
    /// Does nothing while one is under way.
    void read(const QString &path);
    void write(const QString &path, QByteArray bytes);
    /// Ends a transfer that is under way; finished() does not come then.
    void cancel();

Q_SIGNALS:
    void finished(const tapscope::app::FileTransfer::Result &result);

private:
    void start(std::function<Result(std::stop_token)> transfer);

    bool m_busy = false;
    quint64 m_serial = 0; ///< of the transfer that counts
    std::jthread m_thread;
};

}
