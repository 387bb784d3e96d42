// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "editor/script_editor.h"

#include "editor/code_font.h"
#include "editor/problem_marks.h"
#include "editor/script_lexer.h"
#include "editor/translated.h"

#include <QContextMenuEvent>
#include <QMenu>
#include <QMimeData>

#include <algorithm>

namespace tapscope::editor {

using KSyntaxHighlighting::Theme;

namespace {

constexpr int numberMargin = 0;
constexpr int foldMargin = 2;
constexpr int indentColumns = 4;

unsigned long unsignedOf(int value)
{
    return static_cast<unsigned long>(value);
}

}

ScriptEditor::ScriptEditor(QWidget *parent)
    : QsciScintilla(parent)
    , m_lexer(new ScriptLexer(this))
    , m_marks(new ProblemMarks(this))
{
    setUtf8(true);
    setEolMode(EolUnix);
    setTabWidth(indentColumns);
    setIndentationsUseTabs(false);
    setIndentationWidth(indentColumns);
    setTabIndents(true);
    setBackspaceUnindents(true);
    setFrameShape(QFrame::NoFrame);
    setAccessibleName(tr("Script editor"));

    setBraceMatching(SloppyBraceMatch);
    setCaretLineVisible(true);
    setCaretWidth(2);
    setScrollWidth(1);
    setScrollWidthTracking(true);
    setExtraAscent(1);
    setExtraDescent(1);
    setMarginType(numberMargin, NumberMargin);
    setMarginLineNumbers(numberMargin, true);
    setFolding(BoxedTreeFoldStyle, foldMargin);
    setMarginWidth(foldMargin, 14);
    SendScintilla(SCI_SETMULTIPLESELECTION, 1UL);
    SendScintilla(SCI_SETADDITIONALSELECTIONTYPING, 1UL);
    SendScintilla(SCI_SETVIRTUALSPACEOPTIONS, static_cast<unsigned long>(SCVS_RECTANGULARSELECTION));
    SendScintilla(SCI_SETYCARETPOLICY, static_cast<unsigned long>(CARET_SLOP | CARET_EVEN), 3L);
    SendScintilla(SCI_SETMODEVENTMASK, static_cast<unsigned long>(SC_MODEVENTMASKALL));

    setLexer(m_lexer);
    clearForeignKeys();
    applyTheme();
    connect(this, &QsciScintilla::SCN_CHARADDED, this, &ScriptEditor::onCharAdded);
    connect(this, &QsciScintilla::linesChanged, this, &ScriptEditor::fitLineNumbers);
    connect(this, &QsciScintilla::SCN_ZOOM, this, [this] {
        fitLineNumbers();
        m_marks->restyle();
        Q_EMIT zoomed();
    });
}

ScriptEditor::~ScriptEditor() = default;

/// Keys that Scintilla takes for itself and that mean something else in this program.
void ScriptEditor::clearForeignKeys()
{
    for (const QKeyCombination keys :
         {Qt::CTRL | Qt::Key_L, Qt::CTRL | Qt::SHIFT | Qt::Key_L, Qt::CTRL | Qt::Key_T, Qt::CTRL | Qt::SHIFT | Qt::Key_T,
          Qt::CTRL | Qt::Key_Slash, Qt::CTRL | Qt::Key_Backslash, Qt::CTRL | Qt::Key_BracketLeft, Qt::CTRL | Qt::Key_BracketRight,
          Qt::CTRL | Qt::Key_U, Qt::CTRL | Qt::SHIFT | Qt::Key_U, Qt::CTRL | Qt::SHIFT | Qt::Key_Slash,
          Qt::CTRL | Qt::SHIFT | Qt::Key_Backslash, Qt::CTRL | Qt::Key_Plus, Qt::CTRL | Qt::Key_Minus}) {
        const int key = keys.toCombined();
        if (QsciCommand *command = standardCommands()->boundTo(key)) {
            if (command->key() == key)
                command->setKey(0);
            else
                command->setAlternateKey(0);
        }
    }
}

QByteArray ScriptEditor::bytes() const
{
    const auto size = SendScintilla(SCI_GETLENGTH);
    return QByteArray(static_cast<const char *>(SendScintillaPtrResult(SCI_GETCHARACTERPOINTER)), size);
}

void ScriptEditor::load(const QByteArray &utf8)
{
    SendScintilla(SCI_SETUNDOCOLLECTION, 0UL);
    SendScintilla(SCI_CLEARALL);
    SendScintilla(SCI_SETEOLMODE, static_cast<unsigned long>(utf8.contains("\r\n") ? SC_EOL_CRLF : SC_EOL_LF));
    SendScintilla(SCI_ADDTEXT, static_cast<unsigned long>(utf8.size()), utf8.constData());
    SendScintilla(SCI_SETUNDOCOLLECTION, 1UL);
    SendScintilla(SCI_EMPTYUNDOBUFFER);
    SendScintilla(SCI_SETSAVEPOINT);
    SendScintilla(SCI_GOTOPOS, 0UL);
    fitLineNumbers();
}

void ScriptEditor::setProblems(Problems problems)
{
    m_marks->setProblems(std::move(problems));
}

const Problems &ScriptEditor::problems() const
{
    return m_marks->problems();
}

bool ScriptEditor::applyFix(const script::FixIt &fix)
{
    const auto begin = static_cast<int>(fix.range.begin);
    const auto end = static_cast<int>(fix.range.end);
    if (fix.range.file != 0 || begin > end || end > length())
        return false;
    beginUndoAction();
    SendScintilla(SCI_SETTARGETRANGE, unsignedOf(begin), static_cast<long>(end));
    SendScintilla(SCI_REPLACETARGET, static_cast<unsigned long>(fix.replacement.size()), fix.replacement.c_str());
    endUndoAction();
    SendScintilla(SCI_GOTOPOS, static_cast<unsigned long>(fix.range.begin + fix.replacement.size()));
    return true;
}

int ScriptEditor::position() const
{
    return static_cast<int>(SendScintilla(SCI_GETCURRENTPOS));
}

int ScriptEditor::lineStart(int line) const
{
    return static_cast<int>(SendScintilla(SCI_POSITIONFROMLINE, unsignedOf(line)));
}

QByteArray ScriptEditor::lineText(int line) const
{
    const int begin = lineStart(line);
    const auto end = static_cast<int>(SendScintilla(SCI_GETLINEENDPOSITION, unsignedOf(line)));
    if (end <= begin)
        return {};
    return QByteArray(reinterpret_cast<const char *>(
                          SendScintilla(SCI_GETRANGEPOINTER, unsignedOf(begin), static_cast<long>(end - begin))),
                      end - begin);
}

void ScriptEditor::goTo(int line, int column)
{
    line = std::clamp(line, 1, std::max(1, lines())) - 1;
    const QString text = QString::fromUtf8(lineText(line));
    const int target = lineStart(line) + static_cast<int>(text.left(std::max(0, column - 1)).toUtf8().size());
    goToBytes(target, target);
}

void ScriptEditor::goToBytes(int begin, int end)
{
    begin = std::clamp(begin, 0, length());
    end = std::clamp(end, begin, length());
    const auto line = SendScintilla(SCI_LINEFROMPOSITION, unsignedOf(begin));
    SendScintilla(SCI_ENSUREVISIBLEENFORCEPOLICY, static_cast<unsigned long>(line));
    SendScintilla(SCI_SETSEL, unsignedOf(end), static_cast<long>(begin));
    SendScintilla(SCI_SCROLLCARET);
}

void ScriptEditor::toggleComment()
{
    const auto anchor = static_cast<int>(SendScintilla(SCI_GETSELECTIONSTART));
    const auto caret = static_cast<int>(SendScintilla(SCI_GETSELECTIONEND));
    const auto first = static_cast<int>(SendScintilla(SCI_LINEFROMPOSITION, unsignedOf(anchor)));
    auto last = static_cast<int>(SendScintilla(SCI_LINEFROMPOSITION, unsignedOf(caret)));
    if (last > first && lineStart(last) == caret)
        --last; // a selection that ends before a line's first character doesn't mean that line
    bool allCommented = true;
    qsizetype column = INT_MAX;
    for (int line = first; line <= last; ++line) {
        const QByteArray text = lineText(line);
        const qsizetype indent = text.size() - text.trimmed().size();
        if (text.trimmed().isEmpty())
            continue;
        qsizetype leading = 0;
        while (leading < indent && (text[leading] == ' ' || text[leading] == '\t'))
            ++leading;
        column = std::min(column, leading);
        allCommented = allCommented && text.mid(leading).startsWith("//");
    }
    if (column == INT_MAX)
        return;
    beginUndoAction();
    for (int line = first; line <= last; ++line) {
        const QByteArray text = lineText(line);
        if (text.trimmed().isEmpty())
            continue;
        if (allCommented) {
            const qsizetype at = text.indexOf("//");
            const int length = text.mid(at).startsWith("// ") ? 3 : 2;
            SendScintilla(SCI_DELETERANGE, static_cast<unsigned long>(lineStart(line) + at), static_cast<long>(length));
        } else {
            SendScintilla(SCI_INSERTTEXT, static_cast<unsigned long>(lineStart(line) + column), "// ");
        }
    }
    endUndoAction();
}

/// Sets the selected lines' indentation from the braces around them.
void ScriptEditor::indentSelection()
{
    const auto first = static_cast<int>(
        SendScintilla(SCI_LINEFROMPOSITION, static_cast<unsigned long>(SendScintilla(SCI_GETSELECTIONSTART))));
    const auto last = static_cast<int>(
        SendScintilla(SCI_LINEFROMPOSITION, static_cast<unsigned long>(SendScintilla(SCI_GETSELECTIONEND))));
    beginUndoAction();
    for (int line = first; line <= last; ++line) {
        int above = line - 1;
        while (above >= 0 && lineText(above).trimmed().isEmpty())
            --above;
        int columns = above >= 0 ? indentation(above) : 0;
        const QByteArray text = lineText(line).trimmed();
        if (above >= 0 && lineText(above).trimmed().endsWith('{'))
            columns += indentColumns;
        if (text.startsWith('}'))
            columns = std::max(0, columns - indentColumns);
        if (!text.isEmpty())
            setIndentation(line, columns);
    }
    endUndoAction();
}

void ScriptEditor::onCharAdded(int character)
{
    int line = 0;
    int index = 0;
    getCursorPosition(&line, &index);
    if (character == '\n' && line > 0) {
        int columns = indentation(line - 1);
        if (lineText(line - 1).trimmed().endsWith('{'))
            columns += indentColumns;
        if (lineText(line).trimmed().startsWith('}'))
            columns = std::max(0, columns - indentColumns);
        setIndentation(line, columns);
        SendScintilla(SCI_GOTOPOS, static_cast<unsigned long>(SendScintilla(SCI_GETLINEINDENTPOSITION, unsignedOf(line))));
    } else if (character == '}' && lineText(line).trimmed() == "}") {
        const long open = SendScintilla(SCI_BRACEMATCH, unsignedOf(position() - 1), 0L);
        if (open >= 0) {
            const auto openLine = static_cast<int>(SendScintilla(SCI_LINEFROMPOSITION, static_cast<unsigned long>(open)));
            setIndentation(line, indentation(openLine));
            SendScintilla(SCI_GOTOPOS, static_cast<unsigned long>(SendScintilla(SCI_GETLINEENDPOSITION, unsignedOf(line))));
        }
    }
}

void ScriptEditor::fitLineNumbers()
{
    const QString widest(std::max(3, static_cast<int>(QString::number(lines()).size())), u'9');
    setMarginWidth(numberMargin, widest + u' ');
}

void ScriptEditor::resetZoom()
{
    zoomTo(0);
}

void ScriptEditor::applyTheme()
{
    if (m_applyingTheme)
        return;
    m_applyingTheme = true;
    const Theme theme = syntaxRepository().themeForPalette(palette());
    const auto color = [&theme](Theme::EditorColorRole role) { return QColor::fromRgba(theme.editorColor(role)); };
    m_lexer->setTheme(theme, codeFont());
    setLexer(m_lexer);
    setPaper(color(Theme::BackgroundColor));
    const QColor text = QColor::fromRgba(theme.textColor(Theme::Normal));
    setCaretForegroundColor(text);
    setCaretLineBackgroundColor(color(Theme::CurrentLine));
    setSelectionBackgroundColor(color(Theme::TextSelection));
    resetSelectionForegroundColor();
    setMarginsFont(codeFont());
    setMarginsBackgroundColor(color(Theme::IconBorder));
    setMarginsForegroundColor(color(Theme::LineNumbers));
    setFoldMarginColors(color(Theme::IconBorder), color(Theme::IconBorder));
    for (int marker = SC_MARKNUM_FOLDEREND; marker <= int(SC_MARKNUM_FOLDEROPEN); ++marker) {
        SendScintilla(SCI_MARKERSETFORE, unsignedOf(marker), color(Theme::IconBorder));
        SendScintilla(SCI_MARKERSETBACK, unsignedOf(marker), color(Theme::LineNumbers));
    }
    setMatchedBraceForegroundColor(text);
    setMatchedBraceBackgroundColor(color(Theme::BracketMatching));
    setUnmatchedBraceForegroundColor(QColor::fromRgba(theme.textColor(Theme::Error)));
    setUnmatchedBraceBackgroundColor(color(Theme::BackgroundColor));
    setIndentationGuidesForegroundColor(color(Theme::IndentationLine));
    m_marks->restyle();
    fitLineNumbers();
    m_applyingTheme = false;
}

void ScriptEditor::changeEvent(QEvent *event)
{
    QsciScintilla::changeEvent(event);
    if (event->type() == QEvent::PaletteChange)
        applyTheme();
    if (event->type() == QEvent::LanguageChange)
        setAccessibleName(tr("Script editor"));
}

void ScriptEditor::wheelEvent(QWheelEvent *event)
{
    if (!(event->modifiers() & Qt::ControlModifier)) {
        QsciScintilla::wheelEvent(event);
        return;
    }
    if (event->angleDelta().y() > 0)
        zoomIn();
    else if (event->angleDelta().y() < 0)
        zoomOut();
    event->accept();
}

// Dropped files are for the window, which opens them; dropped text is for the editor.
void ScriptEditor::dragEnterEvent(QDragEnterEvent *event)
{
    if (event->mimeData()->hasUrls())
        event->ignore();
    else
        QsciScintilla::dragEnterEvent(event);
}

void ScriptEditor::dropEvent(QDropEvent *event)
{
    if (event->mimeData()->hasUrls())
        event->ignore();
    else
        QsciScintilla::dropEvent(event);
}

bool ScriptEditor::canInsertFromMimeData(const QMimeData *source) const
{
    return !source->hasUrls() && QsciScintilla::canInsertFromMimeData(source);
}

void ScriptEditor::addFixActions(QMenu &menu)
{
    auto hits = m_marks->at(position());
    if (hits.empty()) {
        int line = 0;
        int index = 0;
        getCursorPosition(&line, &index);
        hits = m_marks->onLine(line);
    }
    for (const auto &hit : hits) {
        const int shift = hit.begin - static_cast<int>(hit.problem->diagnostic.range.begin);
        for (script::FixIt fix : hit.problem->diagnostic.fixIts) {
            fix.range.begin = static_cast<uint32_t>(std::max(0, static_cast<int>(fix.range.begin) + shift));
            fix.range.end = static_cast<uint32_t>(std::max(0, static_cast<int>(fix.range.end) + shift));
            menu.addAction(translated(fix.label), this, [this, fix] { applyFix(fix); });
        }
    }
}

void ScriptEditor::showFixes()
{
    auto *menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    addFixActions(*menu);
    if (menu->isEmpty())
        menu->addAction(tr("No fix is known for this place"))->setEnabled(false);
    else
        menu->setActiveAction(menu->actions().constFirst());
    const QPoint caret(static_cast<int>(SendScintilla(SCI_POINTXFROMPOSITION, 0UL, static_cast<long>(position()))),
                       static_cast<int>(SendScintilla(SCI_POINTYFROMPOSITION, 0UL, static_cast<long>(position())))
                           + textHeight(0));
    menu->popup(viewport()->mapToGlobal(caret));
}

void ScriptEditor::contextMenuEvent(QContextMenuEvent *event)
{
    auto *menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    addFixActions(*menu);
    if (!menu->isEmpty())
        menu->addSeparator();
    menu->addAction(tr("&Undo"), this, &QsciScintilla::undo)->setEnabled(isUndoAvailable());
    menu->addAction(tr("&Redo"), this, &QsciScintilla::redo)->setEnabled(isRedoAvailable());
    menu->addSeparator();
    menu->addAction(tr("Cu&t"), this, &QsciScintilla::cut)->setEnabled(hasSelectedText());
    menu->addAction(tr("&Copy"), this, &QsciScintilla::copy)->setEnabled(hasSelectedText());
    menu->addAction(tr("&Paste"), this, &QsciScintilla::paste);
    menu->addSeparator();
    menu->addAction(tr("Select &All"), this, [this] { selectAll(); });
    menu->addAction(tr("Toggle Co&mment"), this, &ScriptEditor::toggleComment);
    menu->popup(event->globalPos());
}

}
