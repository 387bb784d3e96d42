// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QByteArray>
#include <QList>
#include <QString>

namespace tapscope::editor {

/// A piece of script to insert. In `body`, `${1:name}` is a place to fill in, with what stands there at first; the same number
/// again means the same text; `$0` is where the caret ends. `$$` is a dollar sign.
struct Snippet {
    QString trigger; ///< typed before Tab
    QString title; ///< in the language of the interface
    QByteArray body;
};

[[nodiscard]] QList<Snippet> snippets();

/// A body with its marks taken out.
struct SnippetText {
    struct Stop {
        int number = 0;
        QList<std::pair<int, int>> ranges; ///< bytes [begin, end) of `text`
    };
    QByteArray text;
    QList<Stop> stops; ///< in the order they are visited; 0 is the last, and always there
};

/// `indent`: put before every line but the first.
[[nodiscard]] SnippetText expand(const QByteArray &body, const QByteArray &indent);

}
