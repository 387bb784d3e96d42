// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "base/text.h"

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace tapscope::analysis {

/// What the tapset's files define, by name. Files are read once to find the names; they are parsed only when used.
class TapsetLibrary {
public:
    explicit TapsetLibrary(const std::vector<std::string> &directories);

    struct File {
        std::string path;
        std::string text;
        bool taken = false; ///< already part of the program
    };

    /// The files that define a function of this name and are not yet taken; they are from now on.
    [[nodiscard]] std::vector<const File *> takeFunction(std::string_view name);
    /// The files that define aliases whose first component matches `pattern` (a name or wildcard), likewise.
    [[nodiscard]] std::vector<const File *> takeAliases(std::string_view pattern);

    [[nodiscard]] std::vector<std::string> functionNames() const;
    [[nodiscard]] std::vector<std::string> aliasNames() const;
    [[nodiscard]] bool definesFunction(std::string_view name) const { return m_functions.contains(name); }
    [[nodiscard]] const std::vector<File> &files() const { return m_files; }

private:
    void index(size_t file);
    [[nodiscard]] std::vector<const File *> take(const std::vector<size_t> &files);

    std::vector<File> m_files;
    std::map<std::string, std::vector<size_t>, std::less<>> m_functions;
    std::map<std::string, std::vector<size_t>, std::less<>> m_aliases; ///< by first component
};

}
