// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QList>
#include <QObject>

class QsciScintilla;

namespace tapscope::editor {

/// Lines of an editor that the user marked to come back to. They move with the text.
class Bookmarks : public QObject {
    Q_OBJECT

public:
    explicit Bookmarks(QsciScintilla *editor);

    /// Lines from 0, in order.
    [[nodiscard]] QList<int> lines() const;
    void setLines(const QList<int> &lines);
    void toggle(int line);
    /// The bookmarked line after (before) `line`, around the end if need be; -1: there is none.
    [[nodiscard]] int next(int line) const;
    [[nodiscard]] int previous(int line) const;
    void clear();
    void restyle();

Q_SIGNALS:
    void changed();

private:
    QsciScintilla *m_editor;
};

}
