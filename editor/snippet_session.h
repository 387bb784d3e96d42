// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QByteArray>
#include <QList>
#include <QObject>

class QsciScintilla;

namespace tapscope::editor {

/// Filling in a snippet that has just been inserted: Tab and Shift+Tab go from place to place, equal places are typed at once,
/// Esc or leaving the snippet ends it.
class SnippetSession : public QObject {
    Q_OBJECT

public:
    explicit SnippetSession(QsciScintilla *editor);

    /// Puts a snippet (as services::CompletionItem::insert) in place of the bytes [begin, end).
    void insert(const QByteArray &body, int begin, int end);
    [[nodiscard]] bool active() const { return !m_stops.isEmpty(); }
    void next();
    void previous();
    void end();

private:
    struct Stop {
        uint32_t number = 0; ///< 0 is the last
        QList<std::pair<int, int>> ranges; ///< bytes [begin, end) of the text
    };
    void select(qsizetype stop);
    void onEdit(int position, int delta);
    void onCaret();
    void showPlaces();

    QsciScintilla *m_editor;
    QList<Stop> m_stops; ///< in the order they are visited
    qsizetype m_current = 0;
    int m_begin = 0, m_end = 0; ///< the whole snippet
    bool m_selecting = false;
};

}
