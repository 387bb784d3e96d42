// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "analysis/tapset_index.h"

#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace tapscope::script {
class Diagnostics;
class MacroLibrary;
class SourceSet;
struct ParseOptions;
}

namespace tapscope::analysis {

/// The tapset as one analysis uses it: a file is parsed only when something in it is used.
class TapsetLibrary {
public:
    TapsetLibrary(const std::vector<std::string> &directories, const script::ParseOptions &parse);

    using File = TapsetFile;

    /// The files that define a function of this name and are not yet taken; they are from now on. Of several directories that
    /// define it the first one's hold.
    [[nodiscard]] std::vector<const File *> takeFunction(std::string_view name);
    /// The files that define aliases whose first component matches `pattern` (a name or wildcard), likewise; the first
    /// directory's hold for each whole name.
    [[nodiscard]] std::vector<const File *> takeAliases(std::string_view pattern);

    /// The files that declare a global of this name for all, likewise; the first directory's hold.
    [[nodiscard]] std::vector<const File *> takeGlobal(std::string_view name);

    [[nodiscard]] std::vector<std::string> functionNames() const;
    [[nodiscard]] std::vector<std::string> aliasNames() const;
    [[nodiscard]] bool definesFunction(std::string_view name) const { return m_index->functions.contains(name); }
    [[nodiscard]] const std::deque<File> &files() const { return m_index->files; }

    /// The macros of the *.stpm files, whose text is added to `sources`.
    [[nodiscard]] std::unique_ptr<script::MacroLibrary> macros(script::SourceSet &sources, const script::ParseOptions &parse,
                                                               script::Diagnostics &diagnostics) const;

private:
    [[nodiscard]] std::vector<const File *> take(const std::vector<size_t> &files);
    [[nodiscard]] std::vector<size_t> ofFirstDirectory(const std::vector<size_t> &files) const;

    std::shared_ptr<const TapsetIndex> m_index;
    std::vector<bool> m_taken;
};

}
