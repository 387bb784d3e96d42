// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "editor/script_editor.h"

#include <optional>

namespace tapscope::app {

/// One of the three texts: read-only, with what belongs to a selection elsewhere marked. Lines can be left out; those of the
/// whole text are meant wherever a line is spoken of here.
class TranslationColumn : public editor::ScriptEditor {
    Q_OBJECT

public:
    /// `syntax`: a file name whose kind of text it is.
    explicit TranslationColumn(const QString &syntax, QWidget *parent = nullptr);

    /// `shown`: the lines that are shown, in order; all by default.
    void setLines(const QList<QByteArray> &lines, const std::optional<std::vector<size_t>> &shown = {});
    [[nodiscard]] size_t shownLines() const { return m_shown.size(); }
    /// Marks whole lines, and brings the first of them into sight when none of them is.
    void markLines(const std::vector<size_t> &lines);
    /// Marks bytes of the text.
    void markBytes(int begin, int end);
    void clearMarks();
    [[nodiscard]] const std::vector<size_t> &markedLines() const { return m_marked; }
    /// First and last selected line (the caret's, when nothing is selected).
    [[nodiscard]] std::optional<std::pair<size_t, size_t>> selectedLines() const;
    /// Selects the next place with this text behind the selection (false: before it); `fromEdge`: in the whole text.
    bool findText(const QString &text, bool forward, bool fromEdge);
    /// The selection; without one, what is marked.
    void copyLines() const;

Q_SIGNALS:
    /// The user went somewhere in the text, or selected something.
    void selected();

protected:
    void changeEvent(QEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void contextMenuEvent(QContextMenuEvent *event) override;

private:
    void restyle();

    std::vector<size_t> m_shown;
    std::vector<size_t> m_marked;
    bool m_changing = false; ///< by the program, not by the user
};

}
