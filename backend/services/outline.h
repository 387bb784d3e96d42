// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "services/document.h"

#include <string>
#include <vector>

namespace tapscope::services {

/// A line of the outline.
struct OutlineItem {
    enum class Kind : uint8_t { Probe, Alias, Function, Global, Macro, Statement };
    Kind kind = Kind::Probe;
    std::string name;
    std::string detail; ///< signature, what an alias stands for, size of an array …
    Range range;
    Range nameRange;
};

/// In the order of the text.
[[nodiscard]] std::vector<OutlineItem> outline(const Document &document);

/// Names of what is around `offset`, outermost first: a declaration, then the statements that hold others.
[[nodiscard]] std::vector<OutlineItem> breadcrumb(const Document &document, uint32_t offset);

struct FoldingRange {
    enum class Kind : uint8_t { Block, Comment, Conditional };
    uint32_t firstLine = 0; ///< from 0
    uint32_t lastLine = 0;
    Kind kind = Kind::Block;

    friend bool operator==(const FoldingRange &, const FoldingRange &) = default;
};

/// Blocks, comments and preprocessor branches of more than one line, by their first line.
[[nodiscard]] std::vector<FoldingRange> foldingRanges(const Document &document);

}
