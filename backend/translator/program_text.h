// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "translator/bundle.h"
#include "translator/listing.h"

#include <optional>
#include <string>
#include <vector>

namespace tapscope::translator {

/// An instruction of a program as text.
struct ProgramLine {
    std::string text;
    /// Where the program's line information says that something else begins here.
    struct Place {
        std::string file;
        uint32_t line = 0, column = 0;
        std::string source; ///< the script's line
    };
    std::optional<Place> place;
    bool isHeading = false;
};

[[nodiscard]] std::vector<ProgramLine> programLines(const Bundle &bundle, const protocol::Program &program);
/// The intermediate representation, with the global variables' names.
[[nodiscard]] std::vector<ListingLine> intermediateLines(const Bundle &bundle);

}
