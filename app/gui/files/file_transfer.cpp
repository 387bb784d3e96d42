// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/gui/files/file_transfer.h"

#include "base/unique_fd.h"

#include <QDeadlineTimer>
#include <QFile>

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

namespace tapscope::app {

namespace {

/// How soon a wait sees that it is to end.
constexpr int turnMs = 10;

class Transfer {
public:
    Transfer(const QString &path, std::stop_token stop) : m_path(QFile::encodeName(path)), m_stop(std::move(stop)) {}

    FileTransfer::Result read();
    FileTransfer::Result write(const QByteArray &bytes);

private:
    [[nodiscard]] bool mayWait() const { return !m_stop.stop_requested() && !m_limit.hasExpired(); }
    /// Opens the file when the other side is there; what it waits for is told by `notYet`.
    [[nodiscard]] UniqueFd open(int flags, int notYet) const;
    /// Waits a turn for `events`.
    void wait(int fd, short events) const;
    [[nodiscard]] FileTransfer::Result failed(FileTransfer::Result result, int error) const;

    const QByteArray m_path;
    const std::stop_token m_stop;
    const QDeadlineTimer m_limit{FileTransfer::limitMs};
};

UniqueFd Transfer::open(int flags, int notYet) const
{
    // The one that the name leads to now: whoever is answered finds another one under it.
    const UniqueFd named(::open(m_path.constData(), O_PATH | O_CLOEXEC));
    if (!named)
        return {};
    const QByteArray again = "/proc/self/fd/" + QByteArray::number(named.get());
    for (;;) {
        UniqueFd fd(::open(again.constData(), flags | O_NONBLOCK | O_CLOEXEC));
        if (fd || (errno != notYet && errno != EINTR) || !mayWait())
            return fd;
        wait(-1, 0);
    }
}

void Transfer::wait(int fd, short events) const
{
    const int before = errno;
    pollfd entry{fd, events, 0};
    ::poll(&entry, 1, turnMs);
    errno = before;
}

FileTransfer::Result Transfer::failed(FileTransfer::Result result, int error) const
{
    result.unanswered = m_limit.hasExpired();
    result.error = QString::fromLocal8Bit(std::strerror(error));
    return result;
}

FileTransfer::Result Transfer::read()
{
    FileTransfer::Result result;
    // A lease on the file is given back first.
    const UniqueFd fd = open(O_RDONLY, EWOULDBLOCK);
    if (!fd)
        return failed(result, errno);
    char piece[16384];
    bool begun = false;
    for (;;) {
        const ssize_t got = ::read(fd.get(), piece, sizeof piece);
        if (got > 0) {
            begun = true;
            result.bytes.append(piece, got);
            if (result.bytes.size() <= FileTransfer::mostBytes)
                continue;
            result.bytes.truncate(FileTransfer::mostBytes);
            result.cut = true;
            return result;
        }
        if (got < 0 && errno != EAGAIN && errno != EINTR)
            return failed(result, errno);
        // A pipe that nobody has opened for writing yet looks like one at its end.
        pollfd ended{fd.get(), POLLIN, 0};
        if (got == 0 && (begun || ::poll(&ended, 1, 0) > 0))
            return result;
        if (!mayWait())
            return failed(result, EAGAIN);
        wait(fd.get(), POLLIN);
    }
}

FileTransfer::Result Transfer::write(const QByteArray &bytes)
{
    FileTransfer::Result result;
    result.written = true;
    const UniqueFd fd = open(O_WRONLY, ENXIO);
    if (!fd)
        return failed(result, errno);
    while (result.bytes.size() < bytes.size()) {
        const qsizetype done = result.bytes.size();
        const ssize_t put = ::write(fd.get(), bytes.constData() + done, static_cast<size_t>(bytes.size() - done));
        if (put > 0) {
            result.bytes.append(bytes.constData() + done, put);
            continue;
        }
        if (errno != EAGAIN && errno != EINTR)
            return failed(result, errno);
        if (!mayWait())
            return failed(result, EAGAIN);
        wait(fd.get(), POLLOUT);
    }
    return result;
}

}

FileTransfer::~FileTransfer()
{
    cancel();
}

void FileTransfer::cancel()
{
    m_thread = {};
    ++m_serial;
    m_busy = false;
}

void FileTransfer::read(const QString &path)
{
    start([path](std::stop_token stop) { return Transfer(path, std::move(stop)).read(); });
}

void FileTransfer::write(const QString &path, QByteArray bytes)
{
    start([path, bytes = std::move(bytes)](std::stop_token stop) { return Transfer(path, std::move(stop)).write(bytes); });
}

void FileTransfer::start(std::function<Result(std::stop_token)> transfer)
{
    if (m_busy)
        return;
    m_busy = true;
    m_thread = std::jthread([this, serial = ++m_serial, transfer = std::move(transfer)](const std::stop_token &stop) {
        // A reader that goes away must not end the program.
        sigset_t pipeSignal;
        ::sigemptyset(&pipeSignal);
        ::sigaddset(&pipeSignal, SIGPIPE);
        ::pthread_sigmask(SIG_BLOCK, &pipeSignal, nullptr);
        Result result = transfer(stop);
        if (stop.stop_requested())
            return;
        QMetaObject::invokeMethod(this, [this, serial, result = std::move(result)] {
            if (serial != m_serial)
                return;
            m_busy = false;
            Q_EMIT finished(result);
        });
    });
}

}
