// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace tapscope::bench {

/// How a command went.
struct Finished {
    double firstLineMs = -1; ///< from the start until the awaited text came out; -1: never
    double totalMs = 0;
    /// Resident memory of the command and of its children named `helper` when the awaited text came out.
    double residentMb = 0, helperMb = 0;
    std::string err;

    /// The number after `key` on stderr; -1 when there is none.
    [[nodiscard]] double value(std::string_view key) const;
};

/// Runs a command to its end; `awaited` is looked for in what it prints.
[[nodiscard]] Finished execute(const std::vector<std::string> &words, std::string_view awaited = {},
                               std::string_view helper = {});

[[nodiscard]] bool isInstalled(const std::string &program);

/// Lines of a file.
[[nodiscard]] long countLines(const std::string &path);

}
