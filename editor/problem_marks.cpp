// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "editor/problem_marks.h"

#include "editor/scintilla_calls.h"
#include "editor/translated.h"

#include <QPainter>
#include <QToolTip>

#include <algorithm>

namespace tapscope::editor {

using script::Severity;

namespace {

// Indicators 0 to 7 belong to lexers.
constexpr int indicatorOf(Severity severity)
{
    return 8 + static_cast<int>(severity);
}
constexpr int markerOf(Severity severity)
{
    return 1 + static_cast<int>(severity);
}
constexpr Severity severities[] = {Severity::Note, Severity::Warning, Severity::Error};

QColor colorOf(Severity severity, bool dark)
{
    switch (severity) {
    case Severity::Error: return dark ? QColor(0xff, 0x6b, 0x6b) : QColor(0xc9, 0x2a, 0x2a);
    case Severity::Warning: return dark ? QColor(0xff, 0xc0, 0x4d) : QColor(0xb3, 0x6b, 0x00);
    case Severity::Note: break;
    }
    return dark ? QColor(0x74, 0xb9, 0xff) : QColor(0x1c, 0x6d, 0xd0);
}

/// Error: a disc with a cross; warning: a triangle; note: a square with an i.
QImage markImage(Severity severity, bool dark, const QsciScintilla &editor)
{
    QImage image = ProblemMarks::slotImage(editor);
    QPainter painter(&image);
    ProblemMarks::enter(painter, editor, ProblemMarks::Slot::Left);
    painter.setPen(Qt::NoPen);
    painter.setBrush(colorOf(severity, dark));
    const QPen ink(dark ? QColor(0x20, 0x20, 0x24) : QColor(Qt::white), 1.8, Qt::SolidLine, Qt::RoundCap);
    switch (severity) {
    case Severity::Error:
        painter.drawEllipse(QRectF(2, 2, 12, 12));
        painter.setPen(ink);
        painter.drawLine(QPointF(5.8, 5.8), QPointF(10.2, 10.2));
        painter.drawLine(QPointF(10.2, 5.8), QPointF(5.8, 10.2));
        break;
    case Severity::Warning:
        painter.drawPolygon(QPolygonF{{8, 1.5}, {15, 14}, {1, 14}});
        painter.setPen(ink);
        painter.drawLine(QPointF(8, 6), QPointF(8, 9.4));
        painter.drawPoint(QPointF(8, 11.8));
        break;
    case Severity::Note:
        painter.drawRoundedRect(QRectF(2, 2, 12, 12), 2.5, 2.5);
        painter.setPen(ink);
        painter.drawPoint(QPointF(8, 5));
        painter.drawLine(QPointF(8, 8), QPointF(8, 11.2));
        break;
    }
    return image;
}

/// Stands in the margin where a fix is known.
QImage bulbImage(bool dark, const QsciScintilla &editor)
{
    QImage image = ProblemMarks::slotImage(editor);
    QPainter painter(&image);
    ProblemMarks::enter(painter, editor, ProblemMarks::Slot::Right);
    painter.setPen(QPen(dark ? QColor(0x20, 0x20, 0x24) : QColor(0x80, 0x60, 0x00), 0.8));
    painter.setBrush(QColor(0xff, 0xd5, 0x4f));
    painter.drawEllipse(QRectF(3, 1, 10, 10));
    painter.setBrush(dark ? QColor(0xb0, 0xb4, 0xb8) : QColor(0x60, 0x64, 0x68));
    painter.drawRect(QRectF(5.8, 11.2, 4.4, 3.8));
    return image;
}

int markSide(const QsciScintilla &editor)
{
    return std::clamp(editor.textHeight(0) - 2, 10, 32);
}

}

QColor severityColor(Severity severity, const QPalette &palette)
{
    return colorOf(severity, palette.color(QPalette::Base).lightness() < 128);
}

ProblemMarks::ProblemMarks(QsciScintilla *editor) : QObject(editor), m_editor(editor)
{
    editor->SendScintilla(QsciScintilla::SCI_SETMOUSEDWELLTIME, 350);
    connect(editor, &QsciScintilla::SCN_DWELLSTART, this, &ProblemMarks::showHover);
    connect(editor, &QsciScintilla::SCN_DWELLEND, this, [](int, int, int) { QToolTip::hideText(); });
    connect(editor, &QsciScintilla::SCN_MODIFIED, this,
            [this](int position, int type, const char *, int length, int, int, int, int, int, int) {
                if (m_problems.empty())
                    return;
                if (type & QsciScintilla::SC_MOD_INSERTTEXT)
                    m_edits.push_back({position, length});
                else if (type & QsciScintilla::SC_MOD_DELETETEXT)
                    m_edits.push_back({position, -length});
            });
    connect(editor, &QsciScintilla::cursorPositionChanged, this, &ProblemMarks::showBulb);
    restyle();
}

/// The bulb follows the caret: it stands in the caret's line if there is something to mend it with.
void ProblemMarks::showBulb()
{
    const int line = lineOf(m_editor, static_cast<int>(send(m_editor, QsciScintilla::SCI_GETCURRENTPOS)));
    const auto hits = m_editor->isReadOnly() ? std::vector<Hit>() : onLine(line);
    const bool fixes = std::ranges::any_of(hits, &ProblemMarks::canMend);
    if (fixes && m_editor->markersAtLine(line) & (1U << mark::lightbulb))
        return;
    m_editor->markerDeleteAll(mark::lightbulb);
    if (fixes)
        m_editor->markerAdd(line, mark::lightbulb);
}

QImage ProblemMarks::slotImage(const QsciScintilla &editor)
{
    const int side = markSide(editor);
    QImage image(2 * side, side, QImage::Format_ARGB32);
    image.fill(Qt::transparent);
    return image;
}

void ProblemMarks::enter(QPainter &painter, const QsciScintilla &editor, Slot slot)
{
    const int side = markSide(editor);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.translate(slot == Slot::Right ? side : 0, 0);
    painter.scale(side / 16.0, side / 16.0);
}

bool ProblemMarks::canMend(const Hit &hit)
{
    return !hit.problem->actions.empty() || !hit.problem->diagnostic.fixIts.empty();
}

void ProblemMarks::restyle()
{
    const bool dark = m_editor->palette().color(QPalette::Base).lightness() < 128;
    for (const Severity severity : severities) {
        const int indicator = indicatorOf(severity);
        const auto style = severity == Severity::Note ? QsciScintilla::DotsIndicator : QsciScintilla::SquigglePixmapIndicator;
        m_editor->indicatorDefine(style, indicator);
        m_editor->setIndicatorForegroundColor(colorOf(severity, dark), indicator);
        m_editor->setIndicatorDrawUnder(true, indicator);
        m_editor->markerDefine(markImage(severity, dark, *m_editor), markerOf(severity));
    }
    m_editor->markerDefine(bulbImage(dark, *m_editor), mark::lightbulb);
    m_editor->setMarginType(margin, QsciScintilla::SymbolMargin);
    m_editor->setMarginWidth(margin, 2 * markSide(*m_editor) + 2);
    int mask = 1 << mark::lightbulb | 1 << mark::bookmark;
    for (const Severity severity : severities)
        mask |= 1 << markerOf(severity);
    m_editor->setMarginMarkerMask(margin, mask);
}

void ProblemMarks::setProblems(Problems problems)
{
    m_problems = std::move(problems);
    m_edits.clear();
    const int length = m_editor->length();
    for (const Severity severity : severities) {
        m_editor->SendScintilla(QsciScintilla::SCI_SETINDICATORCURRENT, static_cast<unsigned long>(indicatorOf(severity)));
        m_editor->SendScintilla(QsciScintilla::SCI_INDICATORCLEARRANGE, 0UL, static_cast<long>(length));
        m_editor->markerDeleteAll(markerOf(severity));
    }
    for (const Problem &problem : m_problems) {
        if (!problem.inScript || problem.line <= 0)
            continue;
        const script::Diagnostic &diagnostic = problem.diagnostic;
        const int begin = std::min(static_cast<int>(diagnostic.range.begin), length);
        const int end = std::min(static_cast<int>(diagnostic.range.end), length);
        m_editor->SendScintilla(QsciScintilla::SCI_SETINDICATORCURRENT,
                                static_cast<unsigned long>(indicatorOf(diagnostic.severity)));
        // An empty range (something is missing here) still needs a character to stand below.
        const int from = begin == end && begin == length && begin > 0 ? begin - 1 : begin;
        m_editor->SendScintilla(QsciScintilla::SCI_INDICATORFILLRANGE, static_cast<unsigned long>(from),
                                static_cast<long>(std::max(1, end - from)));
        m_editor->markerAdd(problem.line - 1, markerOf(diagnostic.severity));
    }
    showBulb();
}

int ProblemMarks::moved(int position) const
{
    for (const Edit &edit : m_edits) {
        if (edit.position < position || (edit.position == position && edit.delta > 0))
            position = std::max(edit.position, position + edit.delta);
    }
    return position;
}

std::vector<ProblemMarks::Hit> ProblemMarks::at(int position) const
{
    std::vector<Hit> hits;
    for (const Problem &problem : m_problems) {
        if (!problem.inScript || problem.line <= 0)
            continue;
        const int begin = moved(static_cast<int>(problem.diagnostic.range.begin));
        const int end = moved(static_cast<int>(problem.diagnostic.range.end));
        if (position >= begin && position <= std::max(end, begin + 1))
            hits.push_back({&problem, begin, end});
    }
    return hits;
}

std::vector<ProblemMarks::Hit> ProblemMarks::onLine(int line) const
{
    std::vector<Hit> hits;
    for (const Problem &problem : m_problems) {
        if (!problem.inScript || problem.line <= 0)
            continue;
        const int begin = moved(static_cast<int>(problem.diagnostic.range.begin));
        if (m_editor->SendScintilla(QsciScintilla::SCI_LINEFROMPOSITION, static_cast<unsigned long>(begin)) == line)
            hits.push_back({&problem, begin, moved(static_cast<int>(problem.diagnostic.range.end))});
    }
    return hits;
}

QString ProblemMarks::hoverText(const std::vector<Hit> &hits) const
{
    QStringList parts;
    for (const Hit &hit : hits) {
        const script::Diagnostic &diagnostic = hit.problem->diagnostic;
        QString part = u"<p style='white-space:pre-wrap'><b>" + translated(diagnostic.message).toHtmlEscaped() + u"</b>";
        if (!diagnostic.nextStep.empty())
            part += u"<br>" + translated(diagnostic.nextStep).toHtmlEscaped();
        for (const script::DiagnosticNote &note : diagnostic.notes)
            part += u"<br>• " + translated(note.text).toHtmlEscaped();
        if (!hit.problem->actions.empty())
            part += u"<br><i>" + tr("Ctrl+Return: %1").arg(translated(hit.problem->actions.front().title)).toHtmlEscaped()
                + u"</i>";
        else if (!diagnostic.fixIts.empty())
            part += u"<br><i>" + tr("Ctrl+Return: %1").arg(translated(diagnostic.fixIts.front().label)).toHtmlEscaped() + u"</i>";
        parts << part + u"</p>";
    }
    return parts.join(QString());
}

void ProblemMarks::showHoverAt(int position)
{
    const QString text = textAt(position);
    if (text.isEmpty())
        return;
    const QPoint at(static_cast<int>(send(m_editor, QsciScintilla::SCI_POINTXFROMPOSITION, 0, position)),
                    static_cast<int>(send(m_editor, QsciScintilla::SCI_POINTYFROMPOSITION, 0, position))
                        + m_editor->textHeight(0));
    QToolTip::showText(m_editor->viewport()->mapToGlobal(at), text, m_editor->viewport());
}

void ProblemMarks::showHover(int position, int x, int y)
{
    std::vector<Hit> hits;
    int margins = 0;
    for (int i = 0; i <= margin; ++i)
        margins += m_editor->marginWidth(i);
    if (x < margins) {
        const long close = m_editor->SendScintilla(QsciScintilla::SCI_POSITIONFROMPOINT, static_cast<unsigned long>(margins + 1),
                                                   static_cast<long>(y));
        hits = onLine(
            static_cast<int>(m_editor->SendScintilla(QsciScintilla::SCI_LINEFROMPOSITION, static_cast<unsigned long>(close))));
    } else if (position >= 0) {
        hits = at(position);
    }
    if (!hits.empty())
        QToolTip::showText(m_editor->viewport()->mapToGlobal(QPoint(x, y)), hoverText(hits), m_editor->viewport());
}

}
