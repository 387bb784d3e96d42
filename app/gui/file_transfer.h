// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QByteArray>
#include <QObject>

#include <atomic>
#include <memory>
#include <optional>

class QThread;

namespace tapscope::app {

/// Reads a file that a script serves, or writes to one, on a thread of its own: the script may take its time. One at a time.
class FileTransfer : public QObject {
    Q_OBJECT

public:
    struct Result {
        QByteArray bytes; ///< that were read, at most `mostBytes`
        bool isCut = false;
        int error = 0; ///< of errno(3); 0: it worked
    };
    static constexpr qsizetype mostBytes = 1 << 20;

    explicit FileTransfer(QObject *parent = nullptr);
    ~FileTransfer() override;

    void read(const QString &path) { start(path, std::nullopt); }
    void write(const QString &path, const QByteArray &bytes) { start(path, bytes); }
    /// Gives up what is under way; finished() does not come.
    void stop();
    [[nodiscard]] bool running() const { return m_thread != nullptr; }

Q_SIGNALS:
    void finished(const tapscope::app::FileTransfer::Result &result);

private:
    void start(const QString &path, std::optional<QByteArray> bytes);

    std::shared_ptr<std::atomic<bool>> m_stop;
    std::unique_ptr<QThread> m_thread;
};

}
