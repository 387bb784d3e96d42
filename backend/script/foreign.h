// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <cstdint>
#include <string_view>

namespace tapscope::script {

/// What a character outside of ASCII is to a script. Input methods leave full-width punctuation and typographic quotes that
/// look right and mean nothing.
struct Foreign {
    enum Kind : uint8_t {
        None,        ///< ASCII, or the end of the text
        Letter,      ///< may have been meant as part of a name
        Punctuation, ///< stands for `ascii`
        OpenQuote,
        CloseQuote,
        Blank,
        Invalid,     ///< no UTF-8, or a symbol that means nothing
    } kind = None;
    uint32_t bytes = 0;
    /// The spelling that was meant.
    std::string_view ascii;
};

[[nodiscard]] Foreign classifyForeign(std::string_view text, size_t offset);

}
