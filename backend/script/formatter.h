// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "base/text.h"

#include <cstdint>
#include <expected>
#include <string>
#include <string_view>

namespace tapscope::script {

struct FormatOptions {
    /// Columns of one level.
    uint32_t indent = 4;
    bool tabs = false;
};

/// `text` with its lines indented by their nesting, blanks set by one rule and at most one empty line in a row. Lines stay
/// lines: breaks and comments are the author's. The tokens stay the same, and formatting twice changes nothing more.
/// Fails when the text can't be cut into tokens, as with an unclosed string.
[[nodiscard]] std::expected<std::string, Failure> format(std::string_view text, const FormatOptions &options = {});

}
