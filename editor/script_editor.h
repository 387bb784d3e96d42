// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "editor/problem.h"
#include "editor/scintilla.h"

namespace tapscope::editor {

class ProblemMarks;
class ScriptLexer;

/// The script editor: Scintilla (positions are bytes of UTF-8, as ranges are) with SystemTap highlighting, folding, brace
/// matching, indentation and the problems of the last check.
class ScriptEditor : public QsciScintilla {
    Q_OBJECT

public:
    explicit ScriptEditor(QWidget *parent = nullptr);
    ~ScriptEditor() override;

    [[nodiscard]] QByteArray bytes() const;
    /// Replaces the text and forgets the undo history: a freshly opened file.
    void load(const QByteArray &utf8);

    void setProblems(Problems problems);
    [[nodiscard]] const Problems &problems() const;
    /// Changes the text as a fix-it says; false when the problem's place is gone.
    bool applyFix(const script::FixIt &fix);

    /// Puts the cursor at a place, selects `length` bytes behind it, and scrolls so that it can be read. Both from 1.
    void goTo(int line, int column = 1);
    void goToBytes(int begin, int end);
    [[nodiscard]] int position() const;

    void toggleComment();
    void indentSelection();
    void resetZoom();

public Q_SLOTS:
    /// A menu with the fixes for what is under the cursor (or in its line).
    void showFixes();
    void applyTheme();

Q_SIGNALS:
    void zoomed();

protected:
    void changeEvent(QEvent *event) override;
    void contextMenuEvent(QContextMenuEvent *event) override;
    void wheelEvent(QWheelEvent *event) override;
    void dragEnterEvent(QDragEnterEvent *event) override;
    void dropEvent(QDropEvent *event) override;
    bool canInsertFromMimeData(const QMimeData *source) const override;

private:
    void clearForeignKeys();
    void onCharAdded(int character);
    void fitLineNumbers();
    void addFixActions(QMenu &menu);
    [[nodiscard]] QByteArray lineText(int line) const;
    [[nodiscard]] int lineStart(int line) const;

    ScriptLexer *m_lexer;
    ProblemMarks *m_marks;
    bool m_applyingTheme = false;
};

}
