// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "base/text.h"

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace tapscope::services {

/// A piece of script with places to fill in.
struct Snippet {
    std::string_view name; ///< what is typed for it
    Text title;
    std::string_view body; ///< as CompletionItem::insert
    bool topLevel = true; ///< else inside of a handler
};

[[nodiscard]] std::span<const Snippet> snippets();

/// A body with its places worked out, for editors that fill them in themselves.
struct ExpandedSnippet {
    struct Place {
        uint32_t number = 0; ///< 0: where the cursor ends up
        uint32_t begin = 0; ///< bytes of `text`
        uint32_t end = 0;
    };
    std::string text;
    std::vector<Place> places; ///< in the order of the text
};

/// `indent` is put before each line but the first; a tab of the body becomes `level`.
[[nodiscard]] ExpandedSnippet expand(std::string_view body, std::string_view indent = {}, std::string_view level = "    ");

}
