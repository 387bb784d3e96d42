// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "editor/text_commands.h"

#include "editor/scintilla_calls.h"
#include "editor/script_editor.h"
#include "script/formatter.h"

#include <algorithm>
#include <climits>

namespace tapscope::editor::commands {

namespace {

using Sci = QsciScintilla;

struct Lines {
    int first = 0;
    int last = 0;
};

/// The lines of the selection; one that ends before a line's first character doesn't mean that line.
Lines selectedLines(const ScriptEditor &editor)
{
    const auto begin = static_cast<int>(send(&editor, Sci::SCI_GETSELECTIONSTART));
    const auto end = static_cast<int>(send(&editor, Sci::SCI_GETSELECTIONEND));
    Lines lines{lineOf(&editor, begin), lineOf(&editor, end)};
    if (lines.last > lines.first && startOf(&editor, lines.last) == end)
        --lines.last;
    return lines;
}

qsizetype leadingBlanks(const QByteArray &text)
{
    qsizetype count = 0;
    while (count < text.size() && (text[count] == ' ' || text[count] == '\t'))
        ++count;
    return count;
}

}

void toggleComment(ScriptEditor &editor)
{
    if (editor.isReadOnly())
        return;
    const auto [first, last] = selectedLines(editor);
    bool allCommented = true;
    qsizetype column = INT_MAX;
    for (int line = first; line <= last; ++line) {
        const QByteArray text = editor.lineText(line);
        if (text.trimmed().isEmpty())
            continue;
        const qsizetype leading = leadingBlanks(text);
        column = std::min(column, leading);
        allCommented = allCommented && text.mid(leading).startsWith("//");
    }
    if (column == INT_MAX)
        return;
    const UndoStep step(&editor);
    for (int line = first; line <= last; ++line) {
        const QByteArray text = editor.lineText(line);
        if (text.trimmed().isEmpty())
            continue;
        if (allCommented) {
            const qsizetype at = text.indexOf("//");
            const int length = text.mid(at).startsWith("// ") ? 3 : 2;
            send(&editor, Sci::SCI_DELETERANGE, startOf(&editor, line) + at, length);
        } else {
            editor.SendScintilla(Sci::SCI_INSERTTEXT, static_cast<unsigned long>(startOf(&editor, line) + column), "// ");
        }
    }
}

void indentSelection(ScriptEditor &editor)
{
    if (editor.isReadOnly())
        return;
    const auto [first, last] = selectedLines(editor);
    const UndoStep step(&editor);
    for (int line = first; line <= last; ++line) {
        int above = line - 1;
        while (above >= 0 && editor.lineText(above).trimmed().isEmpty())
            --above;
        int columns = above >= 0 ? editor.indentation(above) : 0;
        const QByteArray text = editor.lineText(line).trimmed();
        if (above >= 0 && editor.lineText(above).trimmed().endsWith('{'))
            columns += editor.indentationWidth();
        if (text.startsWith('}'))
            columns = std::max(0, columns - editor.indentationWidth());
        if (!text.isEmpty())
            editor.setIndentation(line, columns);
    }
}

bool format(ScriptEditor &editor)
{
    if (editor.isReadOnly())
        return false;
    const QByteArray before = editor.bytes();
    const auto formatted = script::format(std::string_view(before.constData(), static_cast<size_t>(before.size())));
    if (!formatted)
        return false;
    const QByteArray after = QByteArray::fromStdString(*formatted);
    if (after != before)
        editor.replaceText(after);
    return true;
}

void moveLines(ScriptEditor &editor, bool down)
{
    if (!editor.isReadOnly())
        send(&editor, down ? Sci::SCI_MOVESELECTEDLINESDOWN : Sci::SCI_MOVESELECTEDLINESUP);
}

void duplicate(ScriptEditor &editor)
{
    if (!editor.isReadOnly())
        send(&editor, Sci::SCI_SELECTIONDUPLICATE);
}

void deleteLines(ScriptEditor &editor)
{
    if (editor.isReadOnly())
        return;
    const auto [first, last] = selectedLines(editor);
    int begin = startOf(&editor, first);
    const int end = last + 1 < editor.lines() ? startOf(&editor, last + 1) : editor.length();
    // The last line goes with the line break before it.
    if (last + 1 >= editor.lines() && first > 0)
        begin = endOf(&editor, first - 1);
    const UndoStep step(&editor);
    send(&editor, Sci::SCI_DELETERANGE, begin, end - begin);
    send(&editor, Sci::SCI_GOTOPOS, startOf(&editor, std::min(first, editor.lines() - 1)));
}

void joinLines(ScriptEditor &editor)
{
    if (editor.isReadOnly())
        return;
    auto [first, last] = selectedLines(editor);
    if (first == last)
        ++last;
    const UndoStep step(&editor);
    for (int count = last - first; count > 0 && first + 1 < editor.lines(); --count) {
        const QByteArray next = editor.lineText(first + 1);
        const int begin = endOf(&editor, first);
        const int end = startOf(&editor, first + 1) + static_cast<int>(leadingBlanks(next));
        replaceBytes(&editor, begin, end, next.trimmed().isEmpty() ? "" : " ");
    }
}

void addCaret(ScriptEditor &editor, bool below)
{
    const auto count = static_cast<int>(send(&editor, Sci::SCI_GETSELECTIONS));
    // The outermost caret in the direction of growth, whichever is the main one.
    int edge = static_cast<int>(send(&editor, Sci::SCI_GETSELECTIONNCARET, 0));
    for (int i = 1; i < count; ++i) {
        const auto caret = static_cast<int>(send(&editor, Sci::SCI_GETSELECTIONNCARET, i));
        edge = below ? std::max(edge, caret) : std::min(edge, caret);
    }
    const int line = lineOf(&editor, edge) + (below ? 1 : -1);
    if (line < 0 || line >= editor.lines())
        return;
    const auto column = send(&editor, Sci::SCI_GETCOLUMN, edge);
    const auto position = send(&editor, Sci::SCI_FINDCOLUMN, line, column);
    send(&editor, Sci::SCI_ADDSELECTION, position, position);
    send(&editor, Sci::SCI_SCROLLRANGE, position, position);
}

void addNextOccurrence(ScriptEditor &editor)
{
    send(&editor, Sci::SCI_TARGETWHOLEDOCUMENT);
    send(&editor, Sci::SCI_SETSEARCHFLAGS, Sci::SCFIND_MATCHCASE);
    send(&editor, Sci::SCI_MULTIPLESELECTADDNEXT);
    const auto caret = send(&editor, Sci::SCI_GETCURRENTPOS);
    send(&editor, Sci::SCI_SCROLLRANGE, caret, caret);
}

void selectAllOccurrences(ScriptEditor &editor)
{
    send(&editor, Sci::SCI_TARGETWHOLEDOCUMENT);
    send(&editor, Sci::SCI_SETSEARCHFLAGS, Sci::SCFIND_MATCHCASE);
    if (send(&editor, Sci::SCI_GETSELECTIONEMPTY))
        send(&editor, Sci::SCI_MULTIPLESELECTADDNEXT);
    send(&editor, Sci::SCI_MULTIPLESELECTADDEACH);
}

void caretsInLines(ScriptEditor &editor)
{
    const auto [first, last] = selectedLines(editor);
    send(&editor, Sci::SCI_SETSELECTION, endOf(&editor, first), endOf(&editor, first));
    for (int line = first + 1; line <= last; ++line)
        send(&editor, Sci::SCI_ADDSELECTION, endOf(&editor, line), endOf(&editor, line));
}

void toggleFold(ScriptEditor &editor)
{
    int line = lineOf(&editor, editor.position());
    // Levels are only known of text that has been highlighted.
    send(&editor, Sci::SCI_COLOURISE, 0, endOf(&editor, line));
    if (!(send(&editor, Sci::SCI_GETFOLDLEVEL, line) & Sci::SC_FOLDLEVELHEADERFLAG))
        line = static_cast<int>(send(&editor, Sci::SCI_GETFOLDPARENT, line));
    if (line < 0)
        return;
    // A caret inside what is folded would open it again.
    send(&editor, Sci::SCI_GOTOPOS, endOf(&editor, line));
    send(&editor, Sci::SCI_TOGGLEFOLD, line);
}

void foldAll(ScriptEditor &editor, bool fold)
{
    // Levels are only known of text that has been highlighted.
    send(&editor, Sci::SCI_COLOURISE, 0, -1);
    send(&editor, Sci::SCI_FOLDALL, fold ? Sci::SC_FOLDACTION_CONTRACT : Sci::SC_FOLDACTION_EXPAND);
    send(&editor, Sci::SCI_SCROLLCARET);
}

}
