// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "script/source.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace tapscope::services {

/// A place as editors count: line and UTF-16 code unit in it, both from 0. The services themselves count bytes.
struct TextPosition {
    uint32_t line = 0;
    uint32_t character = 0;

    friend bool operator==(const TextPosition &, const TextPosition &) = default;
};

/// How many UTF-16 code units `text` (UTF-8) is; a byte that is no UTF-8 counts as one.
[[nodiscard]] uint32_t utf16Length(std::string_view text);

/// The byte offset of a position. What lies behind a line's end means that end, what lies behind the last line the text's; the
/// second half of a surrogate pair means the character it is of.
[[nodiscard]] uint32_t offsetOf(const script::SourceFile &file, TextPosition position);
[[nodiscard]] TextPosition positionOf(const script::SourceFile &file, uint32_t offset);

/// A change of a text: bytes [begin, end) become `text`.
struct TextEdit {
    uint32_t begin = 0;
    uint32_t end = 0;
    std::string text;

    friend bool operator==(const TextEdit &, const TextEdit &) = default;
};

/// `text` with all edits made; they refer to the text as it was and do not overlap.
[[nodiscard]] std::string applied(std::string_view text, std::vector<TextEdit> edits);

}
