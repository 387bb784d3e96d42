// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QByteArray>
#include <QString>

#include <vector>

namespace tapscope::editor {

struct SearchOptions {
    QString text;
    bool regex = false;
    bool matchCase = false;
    bool wholeWords = false;
};

struct SearchMatch {
    int begin = 0; ///< bytes of UTF-8
    int end = 0;
    /// What stands in its place after a replacement; only if one was asked for.
    QByteArray replacement;
};

struct SearchResult {
    std::vector<SearchMatch> matches;
    /// Why the text is no expression; empty if it is one.
    QString error;
};

constexpr size_t mostMatches = 100'000;

/// All matches in the bytes [begin, end) of `utf8`, at most `mostMatches`. Empty matches are left out. `replacement`: in
/// expressions, `\0` to `\9` are what was captured, `\n` and `\t` a line break and a tabulator, `\\` a backslash.
[[nodiscard]] SearchResult findAll(const QByteArray &utf8, const SearchOptions &options, const QString *replacement = nullptr,
                                   int begin = 0, int end = -1);

}
