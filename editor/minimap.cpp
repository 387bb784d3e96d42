// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "editor/minimap.h"

#include "editor/problem_marks.h"
#include "editor/scintilla_calls.h"
#include "editor/script_editor.h"

#include <QMouseEvent>
#include <QPainter>

#include <algorithm>

namespace tapscope::editor {

using Sci = QsciScintilla;

namespace {

constexpr int lineHeight = 2;
constexpr int columns = 90;
constexpr int styleAhead = 2'000; ///< lines; farther ones stay grey until they are visited

}

Minimap::Minimap(ScriptEditor *editor, QWidget *parent) : QWidget(parent), m_editor(editor)
{
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Expanding);
    setFocusPolicy(Qt::NoFocus);
    setAccessibleName(tr("Overview of the script"));
    connect(editor, &Sci::SCN_UPDATEUI, this, [this] { update(); });
    connect(editor, &Sci::SCN_MODIFIED, this, [this] { update(); });
}

QSize Minimap::sizeHint() const
{
    return {columns, 100};
}

void Minimap::changeEvent(QEvent *event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::LanguageChange)
        setAccessibleName(tr("Overview of the script"));
}

int Minimap::visibleLines() const
{
    return static_cast<int>(send(m_editor, Sci::SCI_VISIBLEFROMDOCLINE, m_editor->lines()));
}

int Minimap::firstShown() const
{
    const int total = visibleLines();
    const int room = std::max(1, height() / lineHeight);
    if (total <= room)
        return 0;
    const auto screen = static_cast<int>(send(m_editor, Sci::SCI_LINESONSCREEN));
    const auto first = static_cast<int>(send(m_editor, Sci::SCI_GETFIRSTVISIBLELINE));
    return static_cast<int>(static_cast<qint64>(total - room) * std::min(first, std::max(1, total - screen))
                            / std::max(1, total - screen));
}

void Minimap::paintLine(QPainter &painter, int line, int y)
{
    const int begin = startOf(m_editor, line);
    const int end = std::min(endOf(m_editor, line), begin + 2 * columns);
    const QByteArray text = bytesOf(m_editor, begin, end);
    const auto styled = send(m_editor, Sci::SCI_GETENDSTYLED);
    int column = 0;
    for (qsizetype i = 0; i < text.size() && column < columns;) {
        if (text[i] == ' ' || text[i] == '\t') {
            column += text[i] == '\t' ? 4 : 1;
            ++i;
            continue;
        }
        const int style = begin + i < styled ? static_cast<int>(send(m_editor, Sci::SCI_GETSTYLEAT, begin + i)) : 0;
        const int from = column;
        // A stroke for each run of one style; bytes inside a character take no room.
        while (i < text.size() && text[i] != ' ' && text[i] != '\t'
               && (begin + i >= styled || send(m_editor, Sci::SCI_GETSTYLEAT, begin + i) == style)) {
            if ((static_cast<unsigned char>(text[i]) & 0xc0) != 0x80)
                ++column;
            ++i;
        }
        painter.fillRect(4 + from, y, column - from, 1, m_editor->lexer()->color(style));
    }
}

void Minimap::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.fillRect(rect(), m_editor->lexer()->defaultPaper(0));
    painter.setPen(palette().color(QPalette::Mid));
    painter.drawLine(0, 0, 0, height());
    const int total = visibleLines();
    const int first = firstShown();
    const int last = std::min(total, first + height() / lineHeight + 1);
    const auto docLine = [this](int visible) { return static_cast<int>(send(m_editor, Sci::SCI_DOCLINEFROMVISIBLE, visible)); };
    const int styledLine = lineOf(m_editor, static_cast<int>(send(m_editor, Sci::SCI_GETENDSTYLED)));
    const int lastLine = docLine(std::max(first, last - 1));
    if (styledLine < lastLine && lastLine - styledLine < styleAhead)
        send(m_editor, Sci::SCI_COLOURISE, send(m_editor, Sci::SCI_GETENDSTYLED), endOf(m_editor, lastLine));
    painter.setOpacity(0.75);
    for (int visible = first; visible < last; ++visible)
        paintLine(painter, docLine(visible), (visible - first) * lineHeight);

    painter.setOpacity(1);
    const QColor ink = palette().color(QPalette::Highlight);
    const auto edge = [&](int line, const QColor &color, int width) {
        const auto visible = static_cast<int>(send(m_editor, Sci::SCI_VISIBLEFROMDOCLINE, line));
        painter.fillRect(this->width() - width - 1, (visible - first) * lineHeight - 1, width, 3, color);
    };
    for (const Problem &problem : m_editor->problems()) {
        if (problem.inScript && problem.line > 0)
            edge(problem.line - 1, severityColor(problem.diagnostic.severity, palette()),
                 problem.diagnostic.severity == script::Severity::Error ? 12 : 7);
    }
    for (const int line : m_editor->bookmarks()->lines())
        edge(line, ink, 4);

    const auto top = static_cast<int>(send(m_editor, Sci::SCI_GETFIRSTVISIBLELINE));
    const auto screen = static_cast<int>(send(m_editor, Sci::SCI_LINESONSCREEN));
    QRect frame(1, (top - first) * lineHeight, width() - 1, screen * lineHeight);
    QColor glass = ink;
    glass.setAlpha(36);
    painter.fillRect(frame, glass);
}

void Minimap::scrollTo(int y)
{
    const auto screen = static_cast<int>(send(m_editor, Sci::SCI_LINESONSCREEN));
    send(m_editor, Sci::SCI_SETFIRSTVISIBLELINE, std::max(0, firstShown() + y / lineHeight - screen / 2));
}

void Minimap::mousePressEvent(QMouseEvent *event)
{
    if (event->button() == Qt::LeftButton)
        scrollTo(static_cast<int>(event->position().y()));
}

void Minimap::mouseMoveEvent(QMouseEvent *event)
{
    if (event->buttons() & Qt::LeftButton)
        scrollTo(static_cast<int>(event->position().y()));
}

void Minimap::wheelEvent(QWheelEvent *event)
{
    const int lines = -event->angleDelta().y() / 40;
    send(m_editor, Sci::SCI_LINESCROLL, 0, lines);
    event->accept();
}

}
