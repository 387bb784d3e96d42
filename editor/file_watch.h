// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QByteArray>
#include <QFileSystemWatcher>
#include <QObject>
#include <QTimer>

namespace tapscope::editor {

/// Tells when another program changes or removes a file. What this program writes itself is announced by `noteContent` and
/// not told.
class FileWatch : public QObject {
    Q_OBJECT

public:
    explicit FileWatch(QObject *parent = nullptr);

    /// Empty: watches nothing. `content`: what the file holds as far as we know.
    void watch(const QString &path, const QByteArray &content);
    void noteContent(const QByteArray &content);
    /// Looks now, as before the file is overwritten.
    [[nodiscard]] bool differs() const;
    /// Looks now, and tells if there is something to tell.
    void look();

Q_SIGNALS:
    /// The file holds something else than it did.
    void changed(const QByteArray &content);
    void vanished();

private:
    QFileSystemWatcher m_watcher;
    QTimer m_settle; ///< programs write in pieces, or put a new file in place of the old
    QString m_path;
    QByteArray m_digest;
    bool m_gone = false;
};

}
