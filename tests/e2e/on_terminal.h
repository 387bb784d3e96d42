// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "cli.h"

#include <poll.h>
#include <pty.h>
#include <sys/wait.h>

#include <vector>

namespace e2e {

/// The real program on a terminal of its own.
class OnTerminal {
public:
    explicit OnTerminal(const QByteArrayList &arguments)
    {
        winsize size{};
        size.ws_row = 30;
        size.ws_col = 110;
        QByteArrayList words{binary(QStringLiteral("tapscope-cli")).toUtf8()};
        words += arguments;
        std::vector<char *> argv;
        for (QByteArray &word : words)
            argv.push_back(word.data());
        argv.push_back(nullptr);
        m_pid = ::forkpty(&m_fd, nullptr, nullptr, &size);
        if (m_pid == 0) {
            ::execv(argv[0], argv.data());
            ::_exit(127);
        }
    }
    ~OnTerminal()
    {
        if (m_pid > 0) {
            ::kill(m_pid, SIGKILL);
            ::waitpid(m_pid, nullptr, 0);
        }
        ::close(m_fd);
    }
    void press(const char *keys) const { QCOMPARE(::write(m_fd, keys, qstrlen(keys)), ssize_t(qstrlen(keys))); }
    /// Whether this comes to the screen; what was there before counts no more.
    bool shows(const char *text)
    {
        return eventually([&] {
            read();
            const qsizetype at = m_seen.indexOf(text);
            if (at >= 0)
                m_seen.remove(0, at + qsizetype(qstrlen(text)));
            return at >= 0;
        });
    }
    bool ends(int &status)
    {
        return eventually([&] {
            read();
            if (::waitpid(m_pid, &status, WNOHANG) != m_pid)
                return false;
            m_pid = 0;
            read();
            return true;
        });
    }
    [[nodiscard]] const QByteArray &rest() const { return m_seen; }

private:
    void read()
    {
        pollfd entry{m_fd, POLLIN, 0};
        char buffer[8192];
        while (::poll(&entry, 1, 0) > 0 && (entry.revents & POLLIN)) {
            const ssize_t size = ::read(m_fd, buffer, sizeof buffer);
            if (size <= 0)
                return;
            m_seen.append(buffer, size);
        }
    }

    int m_fd = -1;
    pid_t m_pid = -1;
    QByteArray m_seen;
};

}
