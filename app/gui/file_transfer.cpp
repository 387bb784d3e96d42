// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/gui/file_transfer.h"

#include "base/unique_fd.h"

#include <QFile>
#include <QThread>

#include <fcntl.h>
#include <poll.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>

namespace tapscope::app {

namespace {

constexpr int pauseMs = 10;
using Result = FileTransfer::Result;

/// Opened without waiting, again and again, so that it can be given up: a leased file is not there yet (EWOULDBLOCK), a pipe has
/// nobody at its other end (ENXIO).
UniqueFd openPatiently(const QByteArray &path, int flags, const std::atomic<bool> &stop, int &error)
{
    while (!stop) {
        UniqueFd fd(::open(path.constData(), flags | O_NONBLOCK | O_CLOEXEC));
        error = fd ? 0 : errno;
        if (fd || (error != EWOULDBLOCK && error != ENXIO && error != EINTR))
            return fd;
        ::poll(nullptr, 0, pauseMs);
    }
    return {};
}

Result readFile(const QByteArray &path, const std::atomic<bool> &stop)
{
    Result result;
    const UniqueFd fd = openPatiently(path, O_RDONLY, stop, result.error);
    struct stat status = {};
    if (!fd || ::fstat(fd.get(), &status) != 0)
        return result;
    char buffer[16384];
    while (!stop) {
        pollfd entry{fd.get(), POLLIN, 0};
        ::poll(&entry, 1, pauseMs);
        const ssize_t got = ::read(fd.get(), buffer, sizeof buffer);
        if (got > 0) {
            const auto taken = std::min<qsizetype>(got, FileTransfer::mostBytes - result.bytes.size());
            result.bytes.append(buffer, taken);
            result.isCut = taken < got;
        }
        // A pipe ends before anybody has written to it, too.
        const bool atEnd = got == 0 && (!S_ISFIFO(status.st_mode) || !result.bytes.isEmpty());
        if (atEnd || result.isCut)
            break;
        if (got < 0 && errno != EAGAIN && errno != EINTR) {
            result.error = errno;
            break;
        }
        if (got == 0)
            ::poll(nullptr, 0, pauseMs);
    }
    return result;
}

Result writeFile(const QByteArray &path, const QByteArray &bytes, const std::atomic<bool> &stop)
{
    Result result;
    const UniqueFd fd = openPatiently(path, O_WRONLY, stop, result.error);
    for (qsizetype done = 0; fd && done < bytes.size() && !stop && result.error == 0;) {
        pollfd entry{fd.get(), POLLOUT, 0};
        ::poll(&entry, 1, pauseMs);
        const ssize_t put = ::write(fd.get(), bytes.constData() + done, static_cast<size_t>(bytes.size() - done));
        if (put > 0)
            done += put;
        else if (put < 0 && errno != EAGAIN && errno != EINTR)
            result.error = errno;
    }
    return result;
}

}

FileTransfer::FileTransfer(QObject *parent) : QObject(parent) {}

FileTransfer::~FileTransfer()
{
    stop();
}

void FileTransfer::stop()
{
    if (!m_thread)
        return;
    *m_stop = true;
    m_thread->wait();
    m_thread.reset();
}

void FileTransfer::start(const QString &path, std::optional<QByteArray> bytes)
{
    stop();
    m_stop = std::make_shared<std::atomic<bool>>(false);
    m_thread.reset(QThread::create([this, stop = m_stop, name = QFile::encodeName(path), bytes = std::move(bytes)] {
        Result result = bytes ? writeFile(name, *bytes, *stop) : readFile(name, *stop);
        QMetaObject::invokeMethod(
            this,
            [this, stop, result = std::move(result)] {
                if (*stop)
                    return; // given up, or another one is under way
                m_thread->wait();
                m_thread.reset();
                Q_EMIT finished(result);
            },
            Qt::QueuedConnection);
    }));
    m_thread->start();
}

}
