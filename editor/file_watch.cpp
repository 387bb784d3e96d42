// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "editor/file_watch.h"

#include <QCryptographicHash>
#include <QFile>
#include <QFileInfo>

namespace tapscope::editor {

namespace {

QByteArray digest(const QByteArray &content)
{
    return QCryptographicHash::hash(content, QCryptographicHash::Sha1);
}

}

FileWatch::FileWatch(QObject *parent) : QObject(parent)
{
    m_settle.setSingleShot(true);
    m_settle.setInterval(150);
    connect(&m_settle, &QTimer::timeout, this, &FileWatch::look);
    const auto soon = [this] { m_settle.start(); };
    connect(&m_watcher, &QFileSystemWatcher::fileChanged, this, soon);
    // A file that is replaced is a new one; its folder tells when it comes back.
    connect(&m_watcher, &QFileSystemWatcher::directoryChanged, this, [this] {
        if (m_gone || !m_watcher.files().contains(m_path))
            m_settle.start();
    });
}

void FileWatch::watch(const QString &path, const QByteArray &content)
{
    if (!m_watcher.files().isEmpty())
        m_watcher.removePaths(m_watcher.files());
    if (!m_watcher.directories().isEmpty())
        m_watcher.removePaths(m_watcher.directories());
    m_path = path;
    m_gone = false;
    m_digest = digest(content);
    if (path.isEmpty())
        return;
    m_watcher.addPath(path);
    m_watcher.addPath(QFileInfo(path).path());
}

void FileWatch::noteContent(const QByteArray &content)
{
    m_digest = digest(content);
    m_gone = false;
}

bool FileWatch::differs() const
{
    QFile file(m_path);
    return !m_path.isEmpty() && file.open(QIODevice::ReadOnly) && digest(file.readAll()) != m_digest;
}

void FileWatch::look()
{
    if (m_path.isEmpty())
        return;
    QFile file(m_path);
    if (!file.open(QIODevice::ReadOnly)) {
        if (!m_gone && !QFileInfo::exists(m_path)) {
            m_gone = true;
            Q_EMIT vanished();
        }
        return;
    }
    if (!m_watcher.files().contains(m_path))
        m_watcher.addPath(m_path);
    const QByteArray content = file.readAll();
    const bool wasGone = std::exchange(m_gone, false);
    if (digest(content) == m_digest && !wasGone)
        return;
    m_digest = digest(content);
    Q_EMIT changed(content);
}

}
