// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "script/source.h"

#include <cstdint>
#include <string>
#include <vector>

namespace tapscope::translator {

struct Bundle;

/// A line of a translation's text, and the part of the script that it does the work of (empty: of nothing that is written there).
struct ListingLine {
    std::string text;
    script::Range range;
    int32_t handler = -1; ///< whose work it is; -1: a function's
};

/// A translation to read: the script's ranges lead from each text to the other.
struct Listing {
    std::vector<ListingLine> intermediate; ///< the typed blocks that both the kernel's programs and the interpreter come from
    std::vector<ListingLine> instructions; ///< the kernel's programs
};

[[nodiscard]] Listing makeListing(const Bundle &bundle, const script::SourceSet &sources);

/// The lines as one text, with the script's own lines before what they became.
[[nodiscard]] std::string withScript(const std::vector<ListingLine> &lines, const script::SourceSet &sources);

}
