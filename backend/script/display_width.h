// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <cstdint>
#include <string_view>

namespace tapscope::script {

/// One character of UTF-8 text: its code point and how many bytes it takes. A byte that is not part of valid UTF-8 is
/// U+FFFD of one byte.
struct Character {
    uint32_t codePoint = 0;
    uint32_t bytes = 0;
};

/// The character that starts at `offset` (which must be inside the text).
[[nodiscard]] Character characterAt(std::string_view text, size_t offset);

/// Columns that a terminal gives to a code point: 0 for combining marks, 2 for East Asian wide forms, else 1.
[[nodiscard]] uint32_t displayWidth(uint32_t codePoint);

}
