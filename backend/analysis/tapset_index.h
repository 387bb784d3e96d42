// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <deque>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

namespace tapscope::analysis {

/// A library file, read when its text is first asked for. Files belong to an index and do not move.
class TapsetFile {
public:
    TapsetFile(std::string where, size_t directoryNumber) : path(std::move(where)), directory(directoryNumber) {}

    /// Empty when the file cannot be read (any more).
    [[nodiscard]] const std::string &text() const;

    const std::string path;
    const size_t directory; ///< number of its directory in the places; definitions of earlier ones hold

private:
    mutable std::once_flag m_once;
    mutable std::string m_text;
};

/// What the files of tapset directories define, by name. Immutable, so that analyses of all threads share it.
struct TapsetIndex {
    using Names = std::map<std::string, std::vector<size_t>, std::less<>>;

    /// *.stp in the order in which they are searched.
    std::deque<TapsetFile> files;
    /// *.stpm, the other way round: of two macros of one name the later one holds.
    std::deque<TapsetFile> macroFiles;
    Names functions;
    Names aliases; ///< whole names without arguments, "syscall.open.return"
    Names globals; ///< those that are for all
};

/// Where the tapset is looked for. Sub-directories called like a kernel version or an architecture are read only for that one.
struct TapsetPlaces {
    std::vector<std::string> directories;
    std::string kernelVersion; ///< "6.1.0"; sub-directories 6.1.0, 6.1 and 6 are its own
    std::string architecture;

    friend auto operator<=>(const TapsetPlaces &, const TapsetPlaces &) = default;
};

/// An index is made once and again only when a file has changed, come or gone (by path, size and time). It is kept in the user's
/// cache, beside the indexes of debug information, so that a process that starts reads one file and then only those library
/// files that its script uses; that holds for the product's own library as for any other directory. Without a cache that can be
/// read or written the index is made in memory. Directories that cannot be read are empty.
[[nodiscard]] std::shared_ptr<const TapsetIndex> tapsetIndex(const TapsetPlaces &places);

}
