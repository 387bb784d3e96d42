// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <termios.h>

#include <functional>
#include <optional>
#include <string>
#include <string_view>

namespace tapscope::engine {

/// What the user types while the script runs: from a descriptor (a terminal gives each key at once then, if the script asks for
/// characters), and from whoever else hands text over. Gives the terminal back as it was.
class UserInput {
public:
    /// `fd` -1: only what add() is given.
    UserInput(int fd, bool characters);
    ~UserInput();
    UserInput(const UserInput &) = delete;
    UserInput &operator=(const UserInput &) = delete;

    [[nodiscard]] int fd() const { return m_fd; }
    /// Whether there may be more to come from the descriptor, now.
    [[nodiscard]] bool listens() const;
    /// Takes what has been typed, without waiting.
    void read();
    void add(std::string_view text);
    /// Hands out what has come: whole characters, and whole lines with their ends (at most `longest` bytes at once; what stands
    /// behind the last line end comes when the input has ended).
    void take(const std::function<void(std::string_view)> &character, const std::function<void(std::string_view)> &line,
              size_t longest);

private:
    int m_fd;
    const int m_terminal;
    bool m_ended = false;
    std::optional<termios> m_before;
    std::string m_characters, m_lines;
};

}
