// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace tapscope::analysis {

/// What the files of tapset directories define, by name. Immutable, so that analyses of all threads share it.
struct TapsetIndex {
    struct File {
        std::string path;
        std::string text;
    };
    /// *.stp in the order in which they are searched.
    std::vector<File> files;
    /// *.stpm, the other way round: of two macros of one name the later one holds.
    std::vector<File> macroFiles;
    std::map<std::string, std::vector<size_t>, std::less<>> functions;
    std::map<std::string, std::vector<size_t>, std::less<>> aliases; ///< by first component
    std::map<std::string, std::vector<size_t>, std::less<>> globals; ///< those that begin with __, which macros use
};

/// Where the tapset is looked for. Sub-directories called like a kernel version or an architecture are read only for that one.
struct TapsetPlaces {
    std::vector<std::string> directories;
    std::string kernelVersion; ///< "6.1.0"; sub-directories 6.1.0, 6.1 and 6 are its own
    std::string architecture;

    friend auto operator<=>(const TapsetPlaces &, const TapsetPlaces &) = default;
};

/// Files are read once and again only when one of them has changed. Directories that cannot be read are empty.
[[nodiscard]] std::shared_ptr<const TapsetIndex> tapsetIndex(const TapsetPlaces &places);

}
