// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "base/text.h"

#include <expected>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace tapscope::engine {

/// Splits a command into words as a shell would; nullopt when it needs a real shell (pipes, redirections, expansions, built-ins,
/// unbalanced quotes).
[[nodiscard]] std::optional<std::vector<std::string>> splitSimpleCommand(std::string_view command);

/// What to execute for a -c command.
struct CommandLine {
    /// Path to execute and its argv.
    std::string executable;
    std::vector<std::string> words;
    /// The program that the command is about: what a bare process probe means. Of a shell command its first word, if that is a
    /// program; else empty.
    std::string program;
    bool usesShell = false;
};

/// Resolves a -c command before anything is started, so that a program that isn't there is known at once.
[[nodiscard]] std::expected<CommandLine, Failure> resolveCommand(const std::string &command);

}
