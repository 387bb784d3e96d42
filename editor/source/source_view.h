// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "editor/scintilla.h"
#include "editor/source/source_reader.h"

#include <set>

namespace tapscope::editor {

class ScriptLexer;

/// A source file, to be read, with a gutter of the lines that can be probed: ● set, ○ possible, ◐ possible in inlined copies
/// only, nothing where there is no code.
class SourceView : public QsciScintilla {
    Q_OBJECT

public:
    explicit SourceView(QWidget *parent = nullptr);

    /// Shows a text; without one, a line for each place that can be probed.
    void setText(const QByteArray &utf8, const QString &fileName);
    void setLines(std::shared_ptr<const SourceLines> lines);
    void setProbed(const std::set<int> &lines);

    enum class Mark : uint8_t { None, Possible, Inlined, Set };
    /// Of a line, from 1.
    [[nodiscard]] Mark mark(int line) const;
    [[nodiscard]] int currentLine() const;
    /// Puts the cursor on a line and brings it into sight.
    void goToLine(int line);

Q_SIGNALS:
    void toggleWanted(int line);
    void lineChanged(int line);
    /// The mouse rests on a line that has code, or Enter was pressed there.
    void hovered(int line, const QPoint &place);

protected:
    void changeEvent(QEvent *event) override;
    void contextMenuEvent(QContextMenuEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;

private:
    void applyTheme();
    void showMarks();
    void showPlaces();

    ScriptLexer *m_lexer;
    std::map<int, Mark> m_marks;
    std::set<int> m_probed;
    std::shared_ptr<const SourceLines> m_lines;
    bool m_hasText = false;
    bool m_applyingTheme = false;
};

}
