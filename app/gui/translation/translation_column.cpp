// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/gui/translation/translation_column.h"

#include "editor/problem_marks.h"
#include "editor/scintilla_calls.h"

#include <QClipboard>
#include <QContextMenuEvent>
#include <QGuiApplication>
#include <QMenu>
#include <QScopedValueRollback>

#include <algorithm>
#include <numeric>

namespace tapscope::app {

using editor::endOf;
using editor::lineOf;
using editor::send;
using editor::startOf;
namespace mark = editor::mark;

namespace {

constexpr int tint = 70; ///< of 255, of the colour of selections

}

TranslationColumn::TranslationColumn(const QString &syntax, QWidget *parent) : ScriptEditor(parent)
{
    setSyntaxOf(syntax);
    applyTheme(); // a lexer that is set anew brings colours of its own
    setReadOnly(true);
    setFolding(NoFoldStyle);
    setMarginWidth(editor::ProblemMarks::margin, 0);
    // Of markers, those are drawn behind the text that a margin knows, be it as narrow as it may.
    send(this, SCI_SETMARGINMASKN, 3, 1 << mark::relatedLine);
    setMarginWidth(3, 0);
    setCaretLineVisible(false);
    send(this, SCI_SETMULTIPLESELECTION, 0);
    restyle();
    connect(this, &QsciScintilla::SCN_UPDATEUI, this, [this](int updated) {
        if ((updated & SC_UPDATE_SELECTION) && !m_changing && hasFocus())
            Q_EMIT selected();
    });
}

void TranslationColumn::setLines(const QList<QByteArray> &lines, const std::optional<std::vector<size_t>> &shown)
{
    const QScopedValueRollback changing(m_changing, true);
    if (shown) {
        m_shown = *shown;
    } else {
        m_shown.resize(static_cast<size_t>(lines.size()));
        std::iota(m_shown.begin(), m_shown.end(), size_t{0});
    }
    QByteArray text;
    for (const size_t line : m_shown) {
        text += lines[static_cast<qsizetype>(line)];
        text += '\n';
    }
    text.chop(1);
    m_marked.clear();
    setReadOnly(false);
    send(this, SCI_SETSCROLLWIDTH, 1);
    load(text);
    setReadOnly(true);
}

void TranslationColumn::clearMarks()
{
    m_marked.clear();
    send(this, SCI_MARKERDELETEALL, mark::relatedLine);
    send(this, SCI_SETINDICATORCURRENT, mark::related);
    send(this, SCI_INDICATORCLEARRANGE, 0, length());
}

void TranslationColumn::markLines(const std::vector<size_t> &lines)
{
    clearMarks();
    m_marked = lines;
    int first = -1;
    bool seen = false;
    const auto top = static_cast<int>(send(this, SCI_DOCLINEFROMVISIBLE, send(this, SCI_GETFIRSTVISIBLELINE)));
    const int bottom = top + static_cast<int>(send(this, SCI_LINESONSCREEN));
    for (const size_t line : lines) {
        const auto at = std::ranges::lower_bound(m_shown, line);
        if (at == m_shown.end() || *at != line)
            continue;
        const auto row = static_cast<int>(at - m_shown.begin());
        send(this, SCI_MARKERADD, row, mark::relatedLine);
        seen = seen || (row >= top && row < bottom);
        if (first < 0)
            first = row;
    }
    if (first >= 0 && !seen)
        send(this, SCI_SETFIRSTVISIBLELINE, std::max(0, first - 2));
}

void TranslationColumn::markBytes(int begin, int end)
{
    clearMarks();
    end = std::min(end, length());
    if (begin >= end)
        return;
    send(this, SCI_SETINDICATORCURRENT, mark::related);
    send(this, SCI_INDICATORFILLRANGE, begin, end - begin);
    for (int line = lineOf(this, begin); line <= lineOf(this, end - 1); ++line)
        m_marked.push_back(static_cast<size_t>(line));
    const auto top = static_cast<int>(send(this, SCI_GETFIRSTVISIBLELINE));
    const int row = lineOf(this, begin);
    if (row < top || row >= top + send(this, SCI_LINESONSCREEN))
        send(this, SCI_SETFIRSTVISIBLELINE, std::max(0, row - 2));
}

std::optional<std::pair<size_t, size_t>> TranslationColumn::selectedLines() const
{
    const int first = lineOf(this, static_cast<int>(send(this, SCI_GETSELECTIONSTART)));
    const int last = lineOf(this, static_cast<int>(send(this, SCI_GETSELECTIONEND)));
    if (m_shown.empty() || static_cast<size_t>(last) >= m_shown.size())
        return {};
    return std::pair(m_shown[static_cast<size_t>(first)], m_shown[static_cast<size_t>(last)]);
}

bool TranslationColumn::findText(const QString &text, bool forward, bool fromEdge)
{
    const QByteArray wanted = text.toUtf8();
    const qint64 edge = forward ? 0 : length();
    const qint64 begin = fromEdge ? edge : send(this, forward ? SCI_GETSELECTIONEND : SCI_GETSELECTIONSTART);
    send(this, SCI_SETTARGETRANGE, begin, forward ? length() : 0);
    send(this, SCI_SETSEARCHFLAGS, 0);
    const auto at = static_cast<int>(
        SendScintilla(SCI_SEARCHINTARGET, static_cast<unsigned long>(wanted.size()), wanted.constData()));
    if (at < 0)
        return false;
    {
        const QScopedValueRollback changing(m_changing, true);
        goToBytes(at, at + static_cast<int>(wanted.size()));
    }
    Q_EMIT selected();
    return true;
}

void TranslationColumn::copyLines() const
{
    QByteArray text;
    if (hasSelectedText()) {
        text = selectedText().toUtf8();
    } else {
        for (const size_t line : m_marked) {
            const auto at = std::ranges::lower_bound(m_shown, line);
            if (at != m_shown.end() && *at == line)
                text += lineText(static_cast<int>(at - m_shown.begin())) + '\n';
        }
    }
    if (!text.isEmpty())
        QGuiApplication::clipboard()->setText(QString::fromUtf8(text));
}

void TranslationColumn::keyPressEvent(QKeyEvent *event)
{
    if (event->matches(QKeySequence::Copy)) {
        copyLines();
        event->accept();
        return;
    }
    // Tab leaves a text that cannot be written.
    if (event->key() == Qt::Key_Tab || event->key() == Qt::Key_Backtab) {
        focusNextPrevChild(event->key() == Qt::Key_Tab);
        return;
    }
    ScriptEditor::keyPressEvent(event);
}

void TranslationColumn::contextMenuEvent(QContextMenuEvent *event)
{
    QMenu menu(this);
    QAction *copy = menu.addAction(tr("&Copy"), this, &TranslationColumn::copyLines);
    copy->setEnabled(hasSelectedText() || !m_marked.empty());
    menu.addAction(tr("Select &All"), this, [this] { selectAll(true); });
    menu.exec(event->globalPos());
}

void TranslationColumn::changeEvent(QEvent *event)
{
    ScriptEditor::changeEvent(event);
    if (event->type() == QEvent::PaletteChange)
        restyle();
}

void TranslationColumn::restyle()
{
    QColor color = palette().color(QPalette::Highlight);
    markerDefine(Background, mark::relatedLine);
    setMarkerBackgroundColor(color, mark::relatedLine);
    send(this, SCI_MARKERSETALPHA, mark::relatedLine, tint);
    indicatorDefine(StraightBoxIndicator, mark::related);
    color.setAlpha(tint);
    setIndicatorForegroundColor(color, mark::related);
    setIndicatorOutlineColor(palette().color(QPalette::Highlight), mark::related);
    setIndicatorDrawUnder(true, mark::related);
}

}
