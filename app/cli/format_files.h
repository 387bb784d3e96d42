// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "script/formatter.h"

#include <string>
#include <vector>

namespace tapscope::cli {

struct FormatRequest {
    std::vector<std::string> files; ///< "-" or none: standard input
    bool check = false;
    script::FormatOptions options;
};

/// Formats the files; the exit status: 1 when `check` found something to change, 2 when a file could not be formatted.
[[nodiscard]] int formatFiles(const FormatRequest &request);

}
