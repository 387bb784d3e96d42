// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "editor/view_state.h"

#include "editor/bookmarks.h"
#include "editor/scintilla_calls.h"
#include "editor/script_editor.h"

#include <QJsonArray>

#include <algorithm>

namespace tapscope::editor {

using Sci = QsciScintilla;

QJsonObject viewState(const ScriptEditor &editor)
{
    QJsonObject state;
    state[QStringLiteral("caret")] = send(&editor, Sci::SCI_GETCURRENTPOS);
    state[QStringLiteral("anchor")] = send(&editor, Sci::SCI_GETANCHOR);
    state[QStringLiteral("top")] = send(&editor, Sci::SCI_DOCLINEFROMVISIBLE, send(&editor, Sci::SCI_GETFIRSTVISIBLELINE));
    QJsonArray folds;
    for (qint64 line = send(&editor, Sci::SCI_CONTRACTEDFOLDNEXT, 0); line >= 0;
         line = send(&editor, Sci::SCI_CONTRACTEDFOLDNEXT, line + 1))
        folds.append(line);
    state[QStringLiteral("folds")] = folds;
    QJsonArray bookmarks;
    for (const int line : editor.bookmarks()->lines())
        bookmarks.append(line);
    state[QStringLiteral("bookmarks")] = bookmarks;
    return state;
}

void restoreViewState(ScriptEditor &editor, const QJsonObject &state)
{
    QList<int> bookmarks;
    for (const QJsonValue &line : state[QStringLiteral("bookmarks")].toArray())
        bookmarks << line.toInt(-1);
    editor.bookmarks()->setLines(bookmarks);
    const QJsonArray folds = state[QStringLiteral("folds")].toArray();
    if (!folds.isEmpty())
        send(&editor, Sci::SCI_COLOURISE, 0, -1);
    for (const QJsonValue &value : folds) {
        const int line = value.toInt(-1);
        if (line >= 0 && line < editor.lines() && send(&editor, Sci::SCI_GETFOLDLEVEL, line) & Sci::SC_FOLDLEVELHEADERFLAG)
            send(&editor, Sci::SCI_FOLDLINE, line, Sci::SC_FOLDACTION_CONTRACT);
    }
    const qint64 length = editor.length();
    const auto whole = [&](const char *key) -> qint64 {
        const qint64 position = std::clamp<qint64>(state[QLatin1StringView(key)].toInteger(), 0, length);
        // Never between the bytes of one character: the file may have changed since.
        return position == 0 ? 0 : send(&editor, Sci::SCI_POSITIONAFTER, send(&editor, Sci::SCI_POSITIONBEFORE, position));
    };
    send(&editor, Sci::SCI_SETSEL, whole("anchor"), whole("caret"));
    send(&editor, Sci::SCI_SETFIRSTVISIBLELINE,
         send(&editor, Sci::SCI_VISIBLEFROMDOCLINE, state[QStringLiteral("top")].toInteger()));
}

}
