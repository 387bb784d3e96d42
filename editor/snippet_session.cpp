// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "editor/snippet_session.h"

#include "editor/scintilla_calls.h"
#include "services/snippet.h"

#include <algorithm>

namespace tapscope::editor {

using Sci = QsciScintilla;

SnippetSession::SnippetSession(QsciScintilla *editor) : QObject(editor), m_editor(editor)
{
    connect(editor, &Sci::SCN_MODIFIED, this,
            [this](int position, int type, const char *, int length, int, int, int, int, int, int) {
                if (!active())
                    return;
                if (type & (Sci::SC_PERFORMED_UNDO | Sci::SC_PERFORMED_REDO))
                    end();
                else if (type & Sci::SC_MOD_INSERTTEXT)
                    onEdit(position, length);
                else if (type & Sci::SC_MOD_DELETETEXT)
                    onEdit(position, -length);
            });
    connect(editor, &Sci::cursorPositionChanged, this, &SnippetSession::onCaret);
}

void SnippetSession::insert(const QByteArray &body, int begin, int end)
{
    this->end();
    const QByteArray line = bytesOf(m_editor, startOf(m_editor, lineOf(m_editor, begin)), begin);
    qsizetype blanks = 0;
    while (blanks < line.size() && (line[blanks] == ' ' || line[blanks] == '\t'))
        ++blanks;
    const services::ExpandedSnippet snippet = services::expand(std::string_view(body.constData(),
                                                                                static_cast<size_t>(body.size())),
                                                               line.left(blanks).toStdString());
    {
        const UndoStep step(m_editor);
        replaceBytes(m_editor, begin, end, QByteArray::fromStdString(snippet.text));
    }
    QList<Stop> stops;
    for (const auto &place : snippet.places) {
        auto stop = std::ranges::find(stops, place.number, &Stop::number);
        if (stop == stops.end())
            stop = stops.insert(stops.end(), {place.number, {}});
        stop->ranges.push_back({begin + static_cast<int>(place.begin), begin + static_cast<int>(place.end)});
    }
    const int behind = begin + static_cast<int>(snippet.text.size());
    if (std::ranges::find(stops, 0U, &Stop::number) == stops.end())
        stops.push_back({0, {{behind, behind}}});
    std::ranges::stable_sort(stops, {}, [](const Stop &stop) { return stop.number == 0 ? UINT32_MAX : stop.number; });
    m_begin = begin;
    m_end = behind;
    m_stops = std::move(stops);
    select(0);
}

void SnippetSession::select(qsizetype stop)
{
    m_current = stop;
    const auto ranges = m_stops[stop].ranges;
    const bool last = m_stops[stop].number == 0;
    m_selecting = true;
    send(m_editor, Sci::SCI_SETSELECTION, ranges[0].second, ranges[0].first);
    for (qsizetype i = 1; i < ranges.size(); ++i)
        send(m_editor, Sci::SCI_ADDSELECTION, ranges[i].second, ranges[i].first);
    send(m_editor, Sci::SCI_SETMAINSELECTION, 0);
    send(m_editor, Sci::SCI_SCROLLRANGE, ranges[0].second, ranges[0].first);
    m_selecting = false;
    if (last)
        end();
    else
        showPlaces();
}

void SnippetSession::next()
{
    if (active())
        select(std::min(m_current + 1, m_stops.size() - 1));
}

void SnippetSession::previous()
{
    if (active())
        select(std::max<qsizetype>(m_current - 1, 0));
}

void SnippetSession::end()
{
    m_stops.clear();
    showPlaces();
}

void SnippetSession::onEdit(int position, int delta)
{
    if (position < m_begin || position > m_end) {
        end();
        return;
    }
    m_end = std::max(m_begin, m_end + delta);
    for (qsizetype i = 0; i < m_stops.size(); ++i) {
        for (auto &[from, to] : m_stops[i].ranges) {
            if (delta > 0) {
                // What is typed at the edge belongs to the place that is being filled in.
                const bool mine = i == m_current && position >= from && position <= to;
                if (mine || (position > from && position < to)) {
                    to += delta;
                } else if (position <= from) {
                    from += delta;
                    to += delta;
                }
            } else {
                const int gone = position - delta;
                const auto moved = [&](int at) { return at >= gone ? at + delta : std::min(at, position); };
                from = moved(from);
                to = moved(to);
            }
        }
    }
    showPlaces();
}

void SnippetSession::onCaret()
{
    if (!active() || m_selecting)
        return;
    const auto caret = send(m_editor, Sci::SCI_GETCURRENTPOS);
    if (caret < m_begin || caret > m_end)
        end();
}

void SnippetSession::showPlaces()
{
    send(m_editor, Sci::SCI_SETINDICATORCURRENT, mark::placeholder);
    send(m_editor, Sci::SCI_INDICATORCLEARRANGE, 0, m_editor->length());
    if (m_stops.isEmpty())
        return;
    m_editor->indicatorDefine(Sci::StraightBoxIndicator, mark::placeholder);
    m_editor->setIndicatorForegroundColor(m_editor->palette().color(QPalette::Highlight), mark::placeholder);
    send(m_editor, Sci::SCI_INDICSETALPHA, mark::placeholder, 30);
    send(m_editor, Sci::SCI_INDICSETOUTLINEALPHA, mark::placeholder, 120);
    for (const Stop &stop : std::as_const(m_stops)) {
        for (const auto &[from, to] : stop.ranges) {
            if (to > from)
                send(m_editor, Sci::SCI_INDICATORFILLRANGE, from, to - from);
        }
    }
}

}
