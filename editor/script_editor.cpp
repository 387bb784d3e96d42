// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "editor/script_editor.h"

#include "editor/code_font.h"
#include "editor/lock_marks.h"
#include "editor/problem_marks.h"
#include "editor/scintilla_calls.h"
#include "editor/script_lexer.h"
#include "editor/snippet_session.h"
#include "editor/translated.h"
#include "services/snippet.h"

#include <QMenu>
#include <QMimeData>

#include <algorithm>

namespace tapscope::editor {

using KSyntaxHighlighting::Theme;

namespace {

constexpr int numberMargin = 0;
constexpr int foldMargin = 2;
constexpr int indentColumns = 4;

}

ScriptEditor::ScriptEditor(QWidget *parent)
    : QsciScintilla(parent)
    , m_lexer(new ScriptLexer(this))
    , m_marks(new ProblemMarks(this))
    , m_locks(new LockMarks(this))
    , m_bookmarks(new Bookmarks(this))
    , m_snippets(new SnippetSession(this))
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
    send(this, SCI_SETMULTIPLESELECTION, 1);
    send(this, SCI_SETADDITIONALSELECTIONTYPING, 1);
    send(this, SCI_SETMULTIPASTE, SC_MULTIPASTE_EACH);
    send(this, SCI_SETVIRTUALSPACEOPTIONS, SCVS_RECTANGULARSELECTION);
    send(this, SCI_SETYCARETPOLICY, CARET_SLOP | CARET_EVEN, 3);
    send(this, SCI_SETMODEVENTMASK, SC_MODEVENTMASKALL);

    setLexer(m_lexer);
    clearForeignKeys();
    applyTheme();
    setMarginSensitivity(ProblemMarks::margin, true);
    connect(this, &QsciScintilla::marginClicked, this, [this](int margin, int line) {
        if (margin == ProblemMarks::margin)
            onMarginClicked(line);
    });
    connect(this, &QsciScintilla::SCN_CHARADDED, this, &ScriptEditor::onCharAdded);
    connect(this, &QsciScintilla::linesChanged, this, &ScriptEditor::fitLineNumbers);
    connect(this, &QsciScintilla::SCN_ZOOM, this, [this] {
        fitLineNumbers();
        m_marks->restyle();
        m_locks->restyle();
        m_bookmarks->restyle();
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
          Qt::CTRL | Qt::SHIFT | Qt::Key_Backslash, Qt::CTRL | Qt::Key_Plus, Qt::CTRL | Qt::Key_Minus, Qt::CTRL | Qt::Key_D,
          Qt::CTRL | Qt::SHIFT | Qt::Key_Up, Qt::CTRL | Qt::SHIFT | Qt::Key_Down, Qt::CTRL | Qt::Key_J}) {
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

void ScriptEditor::replaceText(const QByteArray &utf8)
{
    const QByteArray before = bytes();
    qsizetype same = 0;
    const qsizetype most = std::min(before.size(), utf8.size());
    while (same < most && before[same] == utf8[same])
        ++same;
    // Whole lines, so that no character is cut and marks of untouched lines stay.
    while (same > 0 && before[same - 1] != '\n')
        --same;
    qsizetype tail = 0;
    while (tail < most - same && before[before.size() - 1 - tail] == utf8[utf8.size() - 1 - tail])
        ++tail;
    while (tail > 0 && before[before.size() - tail - 1] != '\n')
        --tail;
    const int line = currentLine();
    const int top = firstVisibleLine();
    {
        const UndoStep step(this);
        replaceBytes(this, static_cast<int>(same), static_cast<int>(before.size() - tail),
                     utf8.mid(same, utf8.size() - same - tail));
    }
    if (currentLine() != line)
        send(this, SCI_GOTOPOS, send(this, SCI_GETLINEINDENTPOSITION, std::min(line, lines() - 1)));
    send(this, SCI_SETFIRSTVISIBLELINE, top);
}

int ScriptEditor::position() const
{
    return static_cast<int>(send(this, SCI_GETCURRENTPOS));
}

int ScriptEditor::currentLine() const
{
    return lineOf(this, position());
}

int ScriptEditor::caretCount() const
{
    return static_cast<int>(send(this, SCI_GETSELECTIONS));
}

int ScriptEditor::selectedCharacters() const
{
    qint64 count = 0;
    for (int i = 0; i < caretCount(); ++i)
        count += send(this, SCI_COUNTCHARACTERS, send(this, SCI_GETSELECTIONNSTART, i), send(this, SCI_GETSELECTIONNEND, i));
    return static_cast<int>(count);
}

QPoint ScriptEditor::pointOf(int position) const
{
    return {static_cast<int>(send(this, SCI_POINTXFROMPOSITION, 0, position)),
            static_cast<int>(send(this, SCI_POINTYFROMPOSITION, 0, position))};
}

QByteArray ScriptEditor::lineText(int line) const
{
    return bytesOf(this, startOf(this, line), endOf(this, line));
}

void ScriptEditor::goTo(int line, int column)
{
    line = std::clamp(line, 1, std::max(1, lines())) - 1;
    const QString text = QString::fromUtf8(lineText(line));
    const int target = startOf(this, line) + static_cast<int>(text.left(std::max(0, column - 1)).toUtf8().size());
    goToBytes(target, target);
}

void ScriptEditor::goToBytes(int begin, int end)
{
    begin = std::clamp(begin, 0, length());
    end = std::clamp(end, begin, length());
    send(this, SCI_ENSUREVISIBLEENFORCEPOLICY, lineOf(this, begin));
    send(this, SCI_SETSEL, end, begin);
    send(this, SCI_SCROLLCARET);
}

void ScriptEditor::goToNextProblem(bool forward)
{
    const int here = position();
    const Problem *nearest = nullptr;
    const Problem *around = nullptr;
    for (const Problem &problem : problems()) {
        if (!problem.inScript || problem.line <= 0)
            continue;
        const auto at = static_cast<int>(problem.diagnostic.range.begin);
        const auto closer = [&](const Problem *than) {
            return !than
                || (forward ? at < static_cast<int>(than->diagnostic.range.begin)
                            : at > static_cast<int>(than->diagnostic.range.begin));
        };
        if ((forward ? at > here : at < here) && closer(nearest))
            nearest = &problem;
        if (closer(around))
            around = &problem;
    }
    const Problem *problem = nearest ? nearest : around;
    if (!problem)
        return;
    const auto begin = static_cast<int>(problem->diagnostic.range.begin);
    goToBytes(begin, begin);
    m_marks->showHoverAt(begin);
}

void ScriptEditor::insertSnippet(const QByteArray &body, const QString &trigger)
{
    if (isReadOnly())
        return;
    auto begin = static_cast<int>(send(this, SCI_GETSELECTIONSTART));
    const auto end = static_cast<int>(send(this, SCI_GETSELECTIONEND));
    const QByteArray word = trigger.toUtf8();
    if (!word.isEmpty() && begin == end && begin >= word.size()
        && bytesOf(this, begin - static_cast<int>(word.size()), begin) == word)
        begin -= static_cast<int>(word.size());
    m_snippets->insert(body, begin, end);
}

bool ScriptEditor::expandTrigger()
{
    const int caret = position();
    if (isReadOnly() || hasSelectedText() || send(this, SCI_GETSELECTIONS) != 1)
        return false;
    const auto begin = static_cast<int>(send(this, SCI_WORDSTARTPOSITION, caret, 1));
    const QByteArray word = bytesOf(this, begin, caret);
    for (const services::Snippet &snippet : services::snippets()) {
        if (QByteArrayView(snippet.name) == word) {
            m_snippets->insert(QByteArray(snippet.body.data(), static_cast<qsizetype>(snippet.body.size())), begin, caret);
            return true;
        }
    }
    return false;
}

void ScriptEditor::showSnippets()
{
    if (isReadOnly())
        return;
    auto *menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    for (const services::Snippet &snippet : services::snippets()) {
        const QString trigger = QString::fromUtf8(snippet.name.data(), static_cast<qsizetype>(snippet.name.size()));
        const QByteArray body(snippet.body.data(), static_cast<qsizetype>(snippet.body.size()));
        menu->addAction(trigger + QStringLiteral(" — ") + translated(snippet.title), this,
                        [this, body, trigger] { insertSnippet(body, trigger); });
    }
    menu->setActiveAction(menu->actions().constFirst());
    menu->popup(viewport()->mapToGlobal(pointOf(position()) + QPoint(0, textHeight(0))));
}

void ScriptEditor::setSyntaxOf(const QString &fileName)
{
    m_lexer->setDefinitionOf(fileName);
    setLexer(m_lexer);
}

/// Underlines the name that a click would go from; -1: none.
void ScriptEditor::showLink(int position)
{
    send(this, SCI_SETINDICATORCURRENT, mark::link);
    send(this, SCI_INDICATORCLEARRANGE, 0, length());
    const auto begin = position < 0 ? 0 : send(this, SCI_WORDSTARTPOSITION, position, 1);
    const auto end = position < 0 ? 0 : send(this, SCI_WORDENDPOSITION, position, 1);
    viewport()->setCursor(end > begin ? Qt::PointingHandCursor : Qt::IBeamCursor);
    if (end <= begin)
        return;
    indicatorDefine(PlainIndicator, mark::link);
    setIndicatorForegroundColor(palette().color(QPalette::Link), mark::link);
    send(this, SCI_INDICATORFILLRANGE, begin, end - begin);
}

void ScriptEditor::mousePressEvent(QMouseEvent *event)
{
    const QPoint at = event->position().toPoint();
    const auto position = static_cast<int>(send(this, SCI_POSITIONFROMPOINTCLOSE, at.x(), at.y()));
    if (event->button() == Qt::LeftButton && event->modifiers() == Qt::ControlModifier && position >= 0) {
        showLink(-1);
        Q_EMIT definitionWanted(position);
        return;
    }
    if (event->button() == Qt::LeftButton && event->modifiers() == (Qt::ControlModifier | Qt::AltModifier) && position >= 0) {
        send(this, SCI_ADDSELECTION, position, position);
        return;
    }
    QsciScintilla::mousePressEvent(event);
}

void ScriptEditor::mouseMoveEvent(QMouseEvent *event)
{
    QsciScintilla::mouseMoveEvent(event);
    if (event->buttons() != Qt::NoButton)
        return;
    const QPoint at = event->position().toPoint();
    if (event->modifiers() == Qt::ControlModifier)
        showLink(static_cast<int>(send(this, SCI_POSITIONFROMPOINTCLOSE, at.x(), at.y())));
    else if (viewport()->cursor().shape() == Qt::PointingHandCursor)
        showLink(-1);
}

void ScriptEditor::keyPressEvent(QKeyEvent *event)
{
    const auto key = event->key();
    if (m_snippets->active()) {
        if (key == Qt::Key_Tab && event->modifiers() == Qt::NoModifier) {
            m_snippets->next();
            return;
        }
        if (key == Qt::Key_Backtab) {
            m_snippets->previous();
            return;
        }
        if (key == Qt::Key_Escape) {
            m_snippets->end();
            send(this, SCI_CANCEL);
            return;
        }
    } else if (key == Qt::Key_Tab && event->modifiers() == Qt::NoModifier && expandTrigger()) {
        return;
    }
    QsciScintilla::keyPressEvent(event);
}

void ScriptEditor::onCharAdded(int character)
{
    const int line = currentLine();
    if (character == '\n' && line > 0) {
        int columns = indentation(line - 1);
        if (lineText(line - 1).trimmed().endsWith('{'))
            columns += indentColumns;
        if (lineText(line).trimmed().startsWith('}'))
            columns = std::max(0, columns - indentColumns);
        setIndentation(line, columns);
        send(this, SCI_GOTOPOS, send(this, SCI_GETLINEINDENTPOSITION, line));
    } else if (character == '}' && lineText(line).trimmed() == "}") {
        const qint64 open = send(this, SCI_BRACEMATCH, position() - 1);
        if (open >= 0) {
            setIndentation(line, indentation(lineOf(this, static_cast<int>(open))));
            send(this, SCI_GOTOPOS, endOf(this, line));
        }
    }
}

void ScriptEditor::fitLineNumbers()
{
    const QString widest(std::max(3, static_cast<int>(QString::number(lines()).size())), u'9');
    if (m_lineNumbers)
        setMarginWidth(numberMargin, widest + u' ');
    else
        setMarginWidth(numberMargin, 0);
}

void ScriptEditor::setLineNumbersShown(bool shown)
{
    m_lineNumbers = shown;
    fitLineNumbers();
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
        SendScintilla(SCI_MARKERSETFORE, static_cast<unsigned long>(marker), color(Theme::IconBorder));
        SendScintilla(SCI_MARKERSETBACK, static_cast<unsigned long>(marker), color(Theme::LineNumbers));
    }
    setMatchedBraceForegroundColor(text);
    setMatchedBraceBackgroundColor(color(Theme::BracketMatching));
    setUnmatchedBraceForegroundColor(QColor::fromRgba(theme.textColor(Theme::Error)));
    setUnmatchedBraceBackgroundColor(color(Theme::BackgroundColor));
    setIndentationGuidesForegroundColor(color(Theme::IndentationLine));
    SendScintilla(SCI_SETADDITIONALCARETFORE, text);
    m_marks->restyle();
    m_locks->restyle();
    m_bookmarks->restyle();
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

int ScriptEditor::zoom() const
{
    return static_cast<int>(send(this, SCI_GETZOOM));
}

}
