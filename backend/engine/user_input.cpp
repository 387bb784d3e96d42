// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "engine/user_input.h"

#include <poll.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <utility>

namespace tapscope::engine {

namespace {

/// Bytes of the character that begins with this one in UTF-8; others stand for themselves.
size_t characterBytes(char first)
{
    const auto byte = static_cast<unsigned char>(first);
    return byte >= 0xf0 && byte < 0xf8 ? 4 : byte >= 0xe0 && byte < 0xf0 ? 3 : byte >= 0xc2 && byte < 0xe0 ? 2 : 1;
}

}

UserInput::UserInput(int fd, bool characters) : m_fd(fd), m_terminal(fd)
{
    termios now{};
    if (!characters || ::tcgetpgrp(fd) != ::getpgrp() || ::tcgetattr(fd, &now) != 0)
        return;
    m_before = now;
    now.c_lflag &= ~static_cast<tcflag_t>(ICANON);
    now.c_cc[VMIN] = 1;
    now.c_cc[VTIME] = 0;
    ::tcsetattr(fd, TCSANOW, &now);
}

UserInput::~UserInput()
{
    if (m_before)
        ::tcsetattr(m_terminal, TCSANOW, &*m_before);
}

/// A terminal that is another program's at the moment stops who reads from it.
bool UserInput::listens() const
{
    const pid_t owner = m_fd < 0 ? -1 : ::tcgetpgrp(m_fd);
    return m_fd >= 0 && (owner < 0 || owner == ::getpgrp());
}

void UserInput::read()
{
    std::array<char, 4096> piece;
    while (listens()) {
        pollfd entry{m_fd, POLLIN, 0};
        if (::poll(&entry, 1, 0) <= 0)
            return;
        const ssize_t count = ::read(m_fd, piece.data(), piece.size());
        if (count < 0 && (errno == EINTR || errno == EAGAIN))
            return;
        if (count <= 0) {
            m_fd = -1;
            m_ended = true;
            return;
        }
        add({piece.data(), static_cast<size_t>(count)});
        if (static_cast<size_t>(count) < piece.size())
            return;
    }
}

void UserInput::add(std::string_view text)
{
    m_characters += text;
    m_lines += text;
}

void UserInput::take(const std::function<void(std::string_view)> &character, const std::function<void(std::string_view)> &line,
                     size_t longest)
{
    const std::string characters = std::exchange(m_characters, {});
    const std::string lines = std::exchange(m_lines, {});
    for (size_t at = 0; character && at < characters.size();) {
        const size_t bytes = characterBytes(characters[at]);
        if (at + bytes > characters.size() && !m_ended) {
            m_characters = characters.substr(at) + m_characters; // its rest is still to come
            break;
        }
        character(std::string_view(characters).substr(at, bytes));
        at += bytes;
    }
    for (size_t at = 0; line && at < lines.size();) {
        const size_t end = lines.find('\n', at);
        const size_t bytes = end == std::string::npos ? lines.size() - at : end + 1 - at;
        if (end == std::string::npos && bytes < longest && !m_ended) {
            m_lines = lines.substr(at) + m_lines;
            break;
        }
        const size_t piece = std::min(bytes, longest);
        line(std::string_view(lines).substr(at, piece));
        at += piece;
    }
}

}
