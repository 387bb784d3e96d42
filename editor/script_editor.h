// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "editor/bookmarks.h"
#include "editor/problem.h"
#include "editor/scintilla.h"

#include <functional>
#include <utility>
#include <vector>

namespace tapscope::editor {

class LockMarks;
class ProblemMarks;
class ScriptLexer;
class SnippetSession;

/// The script editor: Scintilla (positions are bytes of UTF-8, as ranges are) with SystemTap highlighting, folding, brace
/// matching, indentation and the problems of the last check.
class ScriptEditor : public QsciScintilla {
    Q_OBJECT

public:
    explicit ScriptEditor(QWidget *parent = nullptr);
    ~ScriptEditor() override;

    [[nodiscard]] QByteArray bytes() const;
    [[nodiscard]] QByteArray lineText(int line) const;
    /// Replaces the text and forgets the undo history: a freshly opened file.
    void load(const QByteArray &utf8);
    /// Replaces the text as one step of undo; only what differs is touched, so that marks and the caret keep their lines.
    void replaceText(const QByteArray &utf8);
    /// Highlights as files of this name are; scripts by default.
    void setSyntaxOf(const QString &fileName);
    void setLineNumbersShown(bool shown);

    void setProblems(Problems problems);
    [[nodiscard]] const Problems &problems() const;
    [[nodiscard]] ProblemMarks *problemMarks() const { return m_marks; }
    [[nodiscard]] LockMarks *lockMarks() const { return m_locks; }
    /// Changes the text as a fix-it says; false when the problem's place is gone.
    bool applyFix(const script::FixIt &fix);
    /// The same for a change of several places, which were moved by the edits since the check.
    bool applyAction(const services::CodeAction &action);

    /// Puts the cursor at a place, selects `length` bytes behind it, and scrolls so that it can be read. Both from 1.
    void goTo(int line, int column = 1);
    void goToBytes(int begin, int end);
    [[nodiscard]] int position() const;
    [[nodiscard]] int currentLine() const;
    /// Of all selections together.
    [[nodiscard]] int selectedCharacters() const;
    [[nodiscard]] int caretCount() const;
    /// Where a byte is drawn, in the viewport.
    [[nodiscard]] QPoint pointOf(int position) const;

    [[nodiscard]] Bookmarks *bookmarks() const { return m_bookmarks; }
    [[nodiscard]] SnippetSession *snippetSession() const { return m_snippets; }
    /// Puts a snippet at the caret, in place of its trigger if that stands before it.
    void insertSnippet(const QByteArray &body, const QString &trigger = {});
    void resetZoom();
    [[nodiscard]] int zoom() const;
    /// What the context menu offers beside the fixes; null is a separator.
    void setContextActions(const QList<QAction *> &actions) { m_contextActions = actions; }

public Q_SLOTS:
    /// A menu with the fixes for what is under the cursor (or in its line).
    void showFixes();
    /// Applies the first fix of the problem under the cursor (or in its line); false when there is none.
    bool applyFirstFix();
    /// A menu with the snippets.
    void showSnippets();
    void goToNextProblem(bool forward = true);
    void applyTheme();

Q_SIGNALS:
    void zoomed();
    /// A name was clicked with Ctrl held.
    void definitionWanted(int position);
    /// A call was inserted whose arguments are to be written next.
    void argumentsWanted();
    /// The context menu is about to be shown; more can be put into it.
    void contextMenuShown(QMenu *menu, int position);

protected:
    void changeEvent(QEvent *event) override;
    void contextMenuEvent(QContextMenuEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;
    void mouseMoveEvent(QMouseEvent *event) override;
    void wheelEvent(QWheelEvent *event) override;
    void dragEnterEvent(QDragEnterEvent *event) override;
    void dropEvent(QDropEvent *event) override;
    bool canInsertFromMimeData(const QMimeData *source) const override;

private:
    void clearForeignKeys();
    void onCharAdded(int character);
    void fitLineNumbers();
    [[nodiscard]] std::vector<std::pair<QString, std::function<void()>>> fixes();
    void addFixActions(QMenu &menu);
    void onMarginClicked(int line);
    bool expandTrigger();
    void showLink(int position);

    ScriptLexer *m_lexer;
    ProblemMarks *m_marks;
    LockMarks *m_locks;
    Bookmarks *m_bookmarks;
    SnippetSession *m_snippets;
    QList<QAction *> m_contextActions;
    bool m_applyingTheme = false;
    bool m_lineNumbers = true;
};

}
