// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "analysis/tapset_index.h"

#include <cstdint>

namespace tapscope::analysis {

/// A library file as it was found in its directory.
struct FoundTapsetFile {
    std::string path;
    int64_t changed = 0; ///< in the file clock's ticks
    uint64_t size = 0;
    uint64_t directory = 0;
    bool macros = false;

    friend bool operator==(const FoundTapsetFile &, const FoundTapsetFile &) = default;
};

/// The bytes in which an index is kept: a version, the hash of the rest, what it was made of, and what is in it.
[[nodiscard]] std::string encodeTapsetIndex(const TapsetPlaces &places, const std::vector<FoundTapsetFile> &files,
                                            const TapsetIndex &index);
/// Null when the bytes are of another version, damaged, or made of other files than these.
[[nodiscard]] std::shared_ptr<const TapsetIndex> decodeTapsetIndex(std::string_view bytes, const TapsetPlaces &places,
                                                                   const std::vector<FoundTapsetFile> &files);

/// From and into the user's cache, one file for each set of places. Null when there is none that fits; what cannot be written is
/// left.
[[nodiscard]] std::shared_ptr<const TapsetIndex> loadTapsetIndex(const TapsetPlaces &places,
                                                                 const std::vector<FoundTapsetFile> &files);
void storeTapsetIndex(const TapsetPlaces &places, const std::vector<FoundTapsetFile> &files, const TapsetIndex &index);

}
