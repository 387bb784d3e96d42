// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "editor/bookmarks.h"

#include "editor/problem_marks.h"
#include "editor/scintilla_calls.h"

#include <QPainter>

#include <algorithm>

namespace tapscope::editor {

namespace {

constexpr int mask = 1 << mark::bookmark;

/// A ribbon: unlike every mark of a problem.
QImage ribbon(const QColor &color, const QsciScintilla &editor)
{
    QImage image = ProblemMarks::slotImage(editor);
    QPainter painter(&image);
    ProblemMarks::enter(painter, editor, ProblemMarks::Slot::Right);
    painter.setPen(Qt::NoPen);
    painter.setBrush(color);
    painter.drawPolygon(QPolygonF{{4, 1}, {12, 1}, {12, 15}, {8, 11}, {4, 15}});
    return image;
}

}

Bookmarks::Bookmarks(QsciScintilla *editor) : QObject(editor), m_editor(editor)
{
    restyle();
}

void Bookmarks::restyle()
{
    const bool dark = m_editor->palette().color(QPalette::Base).lightness() < 128;
    m_editor->markerDefine(ribbon(dark ? QColor(0x4d, 0xd0, 0xc0) : QColor(0x00, 0x79, 0x6b), *m_editor), mark::bookmark);
}

QList<int> Bookmarks::lines() const
{
    QList<int> lines;
    for (int line = m_editor->markerFindNext(0, mask); line >= 0; line = m_editor->markerFindNext(line + 1, mask))
        lines << line;
    return lines;
}

void Bookmarks::setLines(const QList<int> &lines)
{
    m_editor->markerDeleteAll(mark::bookmark);
    for (const int line : lines) {
        if (line >= 0 && line < m_editor->lines())
            m_editor->markerAdd(line, mark::bookmark);
    }
    Q_EMIT changed();
}

void Bookmarks::toggle(int line)
{
    if (m_editor->markersAtLine(line) & static_cast<unsigned>(mask))
        m_editor->markerDelete(line, mark::bookmark);
    else
        m_editor->markerAdd(line, mark::bookmark);
    Q_EMIT changed();
}

int Bookmarks::next(int line) const
{
    const int found = m_editor->markerFindNext(line + 1, mask);
    return found >= 0 ? found : m_editor->markerFindNext(0, mask);
}

int Bookmarks::previous(int line) const
{
    const int found = line > 0 ? m_editor->markerFindPrevious(line - 1, mask) : -1;
    return found >= 0 ? found : m_editor->markerFindPrevious(m_editor->lines() - 1, mask);
}

void Bookmarks::clear()
{
    m_editor->markerDeleteAll(mark::bookmark);
    Q_EMIT changed();
}

}
