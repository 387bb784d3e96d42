// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "editor/text_search.h"

#include <QTimer>
#include <QWidget>

class QLabel;
class QLineEdit;
class QPushButton;
class QToolButton;

namespace tapscope::editor {

class ScriptEditor;

/// The lines below an editor that search it and replace in it: text or regular expression, in the whole script or in what was
/// selected, all matches shown at once, with their number.
class FindBar : public QWidget {
    Q_OBJECT

public:
    explicit FindBar(ScriptEditor *editor, QWidget *parent = nullptr);

    /// Shows the bar; what is selected becomes the text. `replacing`: with the line for the new text.
    void open(bool replacing = false);
    [[nodiscard]] QLineEdit *field() const { return m_field; }
    [[nodiscard]] QLineEdit *replacementField() const { return m_replacement; }
    [[nodiscard]] QLabel *countLabel() const { return m_count; }
    [[nodiscard]] size_t matchCount() const { return m_matches.size(); }
    void setRegex(bool on);
    /// Only in what is selected now.
    void setInSelection(bool on);

public Q_SLOTS:
    void findNext();
    void findPrevious();
    /// Replaces the selected match and goes to the next; goes to one if none is selected.
    void replaceOne();
    /// Replaces all, as one step of undo; gives their number.
    size_t replaceAll();
    void close();

protected:
    void keyPressEvent(QKeyEvent *event) override;
    void changeEvent(QEvent *event) override;

private:
    void search();
    void select(bool forward, bool fromHere);
    void takeScope(bool on);
    void retranslate();
    void clearMarks();
    [[nodiscard]] SearchOptions options() const;

    ScriptEditor *m_editor;
    QLineEdit *m_field;
    QLineEdit *m_replacement;
    QWidget *m_replaceLine;
    QLabel *m_count;
    QToolButton *m_case, *m_word, *m_regex, *m_scope, *m_previous, *m_next, *m_close;
    QPushButton *m_replaceOne, *m_replaceAll;
    QTimer m_follow; ///< marks follow the text a moment after it changed
    std::vector<SearchMatch> m_matches;
    bool m_stale = true;
    int m_scopeBegin = 0, m_scopeEnd = -1; ///< -1: the whole text
};

}
