// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "services/document.h"
#include "services/workspace.h"

#include <cstdint>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

namespace tapscope::services {

enum class CompletionKind : uint8_t {
    Keyword,
    Snippet,
    Function,
    Global,
    Local,
    Parameter,
    Macro,
    Operator, ///< @count, @cast …
    TargetVariable,
    Member,
    ProbeComponent,
    ProbeAlias,
    Tracepoint,
    ProgramFunction, ///< of the probed program or the kernel
    Mark,
    Path,
    Directory,
    Directive, ///< of printf
    SourceFile,
};

/// One proposal.
struct CompletionItem {
    CompletionKind kind = CompletionKind::Keyword;
    /// The more fitting here, the lower; ties are broken by how well the typed text matches, then by name.
    uint8_t group = 0;
    /// `insert` holds places to fill in, as ${1:name}, $0 for the cursor at the end, and \$ \} \\ for the characters.
    bool snippet = false;
    /// More is to be proposed right behind it: ask again after inserting (a directory, a probe component).
    bool goesOn = false;
    std::string label;
    std::string insert; ///< empty: the label
    std::string detail; ///< one line: type or signature
    std::string documentation; ///< Markdown; where it is empty, documentationOf() may know more
};

/// All that can be proposed at a place, whatever has been typed of it: it stays good while only `typed` grows or shrinks.
struct CompletionList {
    std::vector<CompletionItem> items;
    uint32_t replaceBegin = 0; ///< bytes that a proposal takes the place of
    uint32_t replaceEnd = 0;
    std::string typed; ///< from replaceBegin to the cursor
    bool cancelled = false;
};

struct CompletionMatch {
    uint32_t item = 0; ///< index
    int score = 0;
};

/// What can be written at byte `offset`.
[[nodiscard]] CompletionList complete(const Workspace &workspace, const Document &document, uint32_t offset,
                                      std::stop_token stop = {});

/// The items that `typed` may mean, best first: its characters occur in the label in this order; starts of words count more.
[[nodiscard]] std::vector<CompletionMatch> matches(const CompletionList &list, std::string_view typed, size_t most = 1000);

/// What is worth telling of an item beyond its line, as Markdown; slower than the list, so asked for one at a time.
[[nodiscard]] std::string documentationOf(const Workspace &workspace, const Document &document, const CompletionItem &item);

/// How well `typed` matches a name; negative: not at all.
[[nodiscard]] int matchScore(std::string_view typed, std::string_view name);

}
