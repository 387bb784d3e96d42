// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <filesystem>
#include <optional>
#include <string>

namespace tapscope {

/// Whether the path, its links followed, leads to a regular file; false too where it may not be seen.
[[nodiscard]] inline bool isFile(const std::string &path)
{
    std::error_code error;
    return std::filesystem::is_regular_file(path, error);
}

[[nodiscard]] inline bool isDirectory(const std::string &path)
{
    std::error_code error;
    return std::filesystem::is_directory(path, error);
}

/// All that a descriptor gives from where it is, of pipes and of files that do not know their size too. Nothing when it cannot be
/// read to its end (iterators over a stream would end the program then, as when a process of /proc goes); errno says why.
[[nodiscard]] std::optional<std::string> readToEnd(int fd);
/// The same of a file.
[[nodiscard]] std::optional<std::string> readFile(const std::string &path);

}
