// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "views/console/console_view.h"

#include "trace/text_filter.h"

#include <QAction>
#include <QClipboard>
#include <QContextMenuEvent>
#include <QGuiApplication>
#include <QMenu>
#include <QPainter>
#include <QScrollBar>

#include <algorithm>
#include <climits>

namespace tapscope::views {

namespace {

constexpr int padding = 10;
constexpr int tabColumns = 8;
constexpr qsizetype mostShown = 8192; ///< UTF-16 units of one line that are laid out
constexpr uint64_t mostCopied = 500'000; ///< lines

QColor markColor(trace::ConsoleStore::Mark mark, const QPalette &palette)
{
    const bool dark = palette.color(QPalette::Base).lightness() < 128;
    switch (mark) {
    case trace::ConsoleStore::Mark::Error: return dark ? QColor(0xff, 0x7b, 0x7b) : QColor(0xb8, 0x1d, 0x1d);
    case trace::ConsoleStore::Mark::Warning:
    case trace::ConsoleStore::Mark::Lost: return dark ? QColor(0xff, 0xc0, 0x4d) : QColor(0x96, 0x59, 0x00);
    case trace::ConsoleStore::Mark::Note: return dark ? QColor(0x7d, 0xb8, 0xf5) : QColor(0x1a, 0x5f, 0xb4);
    case trace::ConsoleStore::Mark::None: break;
    }
    return palette.color(QPalette::Text);
}

}

ConsoleView::ConsoleView(const trace::ConsoleStore &store, QWidget *parent)
    : QAbstractScrollArea(parent)
    , m_store(&store)
    , m_copy(new QAction(this))
    , m_selectAll(new QAction(this))
{
    setFrameShape(QFrame::NoFrame);
    setFocusPolicy(Qt::StrongFocus);
    viewport()->setCursor(Qt::IBeamCursor);
    viewport()->setBackgroundRole(QPalette::Base);
    m_copy->setShortcut(QKeySequence::Copy);
    m_selectAll->setShortcut(QKeySequence::SelectAll);
    connect(m_copy, &QAction::triggered, this, &ConsoleView::copy);
    connect(m_selectAll, &QAction::triggered, this, &ConsoleView::selectAll);
    for (QAction *action : {m_copy, m_selectAll}) {
        action->setShortcutContext(Qt::WidgetShortcut);
        addAction(action);
    }
    retranslate();
    measure();
}

void ConsoleView::retranslate()
{
    setAccessibleName(tr("Console"));
    m_copy->setText(tr("Copy"));
    m_copy->setToolTip(tr("Copies the selected text"));
    m_selectAll->setText(tr("Select All"));
    m_selectAll->setToolTip(tr("Selects everything that was printed"));
}

void ConsoleView::measure()
{
    m_lineHeight = fontMetrics().height() + 1;
}

void ConsoleView::setEmptyText(const QString &text)
{
    m_emptyText = text;
    viewport()->update();
}

/// A line as it is painted: tabs to the next eighth column, other control characters as their pictures.
QString ConsoleView::shown(uint64_t line) const
{
    const std::string_view text = m_store->line(line).text;
    const QString raw
        = QString::fromUtf8(text.data(), static_cast<qsizetype>(std::min<size_t>(text.size(), mostShown * 3))).left(mostShown);
    QString out;
    out.reserve(raw.size());
    for (const QChar c : raw) {
        if (c == u'\t')
            out.append(QString(tabColumns - out.size() % tabColumns, u' '));
        else if (c.unicode() < 0x20)
            out.append(QChar(0x2400 + c.unicode()));
        else
            out.append(c);
    }
    return out;
}

void ConsoleView::updateRanges()
{
    const bool wasMoving = std::exchange(m_moving, true);
    const qint64 height = static_cast<qint64>(m_store->lineCount()) * m_lineHeight + 8;
    verticalScrollBar()->setRange(0, static_cast<int>(std::clamp<qint64>(height - viewport()->height(), 0, INT_MAX)));
    verticalScrollBar()->setPageStep(viewport()->height());
    verticalScrollBar()->setSingleStep(m_lineHeight);
    horizontalScrollBar()->setRange(0, std::max(0, m_widest + 2 * padding - viewport()->width()));
    horizontalScrollBar()->setPageStep(viewport()->width());
    horizontalScrollBar()->setSingleStep(fontMetrics().averageCharWidth() * 4);
    m_moving = wasMoving;
}

void ConsoleView::refresh()
{
    const bool wasMoving = std::exchange(m_moving, true);
    if (m_store->lineCount() == 0)
        m_widest = 0;
    updateRanges();
    if (m_follow) {
        verticalScrollBar()->setValue(verticalScrollBar()->maximum());
    } else if (m_store->droppedLines() > m_dropped) {
        // What is read stays in place while the oldest lines go.
        const auto gone = static_cast<qint64>(m_store->droppedLines() - m_dropped) * m_lineHeight;
        verticalScrollBar()->setValue(static_cast<int>(std::max<qint64>(0, verticalScrollBar()->value() - gone)));
    }
    m_dropped = m_store->droppedLines();
    m_moving = wasMoving;
    viewport()->update();
}

void ConsoleView::setFollow(bool follow)
{
    if (m_follow == follow)
        return;
    m_follow = follow;
    if (follow)
        refresh();
    Q_EMIT followChanged(follow);
}

void ConsoleView::scrollContentsBy(int, int dy)
{
    if (!m_moving && dy != 0)
        setFollow(verticalScrollBar()->value() == verticalScrollBar()->maximum());
    viewport()->update();
}

void ConsoleView::resizeEvent(QResizeEvent *event)
{
    QAbstractScrollArea::resizeEvent(event);
    refresh();
}

std::pair<ConsoleView::Place, ConsoleView::Place> ConsoleView::selection() const
{
    return std::minmax(m_anchor, m_cursor);
}

void ConsoleView::paintEvent(QPaintEvent *event)
{
    QPainter painter(viewport());
    if (m_store->lineCount() == 0) {
        painter.setFont(QGuiApplication::font());
        painter.setPen(palette().color(QPalette::PlaceholderText));
        painter.drawText(viewport()->rect().adjusted(24, 24, -24, -24), Qt::AlignCenter | Qt::TextWordWrap, m_emptyText);
        return;
    }
    const int value = verticalScrollBar()->value() - 4;
    const int left = padding - horizontalScrollBar()->value();
    const auto first = static_cast<uint64_t>(std::max(0, (value + event->rect().top()) / m_lineHeight));
    const auto last = std::min<uint64_t>(m_store->lineCount() - 1,
                                         static_cast<uint64_t>(std::max(0, (value + event->rect().bottom()) / m_lineHeight)));
    const auto [begin, end] = selection();
    const int wasWidest = m_widest;
    for (uint64_t i = first; i <= last; ++i) {
        const QString text = shown(i);
        const auto mark = m_store->line(i).mark;
        const int top = static_cast<int>(static_cast<qint64>(i) * m_lineHeight - value);
        const QRect line(left, top, INT_MAX / 4, m_lineHeight);
        const uint64_t number = i + m_store->droppedLines();
        if (hasSelection() && number >= begin.line && number <= end.line) {
            const int from = number == begin.line ? fontMetrics().horizontalAdvance(text.left(begin.column)) : 0;
            const int to = number == end.line ? fontMetrics().horizontalAdvance(text.left(end.column))
                                              : fontMetrics().horizontalAdvance(text) + fontMetrics().averageCharWidth();
            QColor back = palette().color(hasFocus() ? QPalette::Active : QPalette::Inactive, QPalette::Highlight);
            back.setAlpha(90);
            painter.fillRect(QRect(left + from, top, to - from, m_lineHeight), back);
        }
        if (mark != trace::ConsoleStore::Mark::None)
            painter.fillRect(QRect(2, top + 1, 3, m_lineHeight - 2), markColor(mark, palette()));
        painter.setPen(markColor(mark, palette()));
        painter.drawText(line, Qt::AlignLeft | Qt::AlignVCenter | Qt::TextSingleLine, text);
        m_widest = std::max(m_widest, fontMetrics().horizontalAdvance(text));
    }
    if (m_widest != wasWidest)
        QMetaObject::invokeMethod(this, &ConsoleView::updateRanges, Qt::QueuedConnection);
}

ConsoleView::Place ConsoleView::placeAt(const QPoint &point) const
{
    if (m_store->lineCount() == 0)
        return {};
    const int y = verticalScrollBar()->value() - 4 + point.y();
    const auto line = static_cast<uint64_t>(
        std::clamp<qint64>(y / m_lineHeight, 0, static_cast<qint64>(m_store->lineCount()) - 1));
    const QString text = shown(line);
    const int x = point.x() - padding + horizontalScrollBar()->value();
    int low = 0;
    auto high = static_cast<int>(text.size());
    while (low < high) {
        const int middle = (low + high + 1) / 2;
        const int width = (fontMetrics().horizontalAdvance(text.left(middle - 1))
                           + fontMetrics().horizontalAdvance(text.left(middle)))
            / 2;
        x >= width ? low = middle : high = middle - 1;
    }
    return {line + m_store->droppedLines(), low};
}

void ConsoleView::mousePressEvent(QMouseEvent *event)
{
    if (event->button() != Qt::LeftButton)
        return;
    m_cursor = placeAt(event->position().toPoint());
    if (!(event->modifiers() & Qt::ShiftModifier))
        m_anchor = m_cursor;
    viewport()->update();
}

void ConsoleView::mouseMoveEvent(QMouseEvent *event)
{
    if (!(event->buttons() & Qt::LeftButton))
        return;
    const QPoint point = event->position().toPoint();
    m_cursor = placeAt(point);
    if (point.y() < 0)
        verticalScrollBar()->triggerAction(QAbstractSlider::SliderSingleStepSub);
    else if (point.y() > viewport()->height())
        verticalScrollBar()->triggerAction(QAbstractSlider::SliderSingleStepAdd);
    viewport()->update();
}

void ConsoleView::mouseDoubleClickEvent(QMouseEvent *event)
{
    if (m_store->lineCount() == 0)
        return;
    m_cursor = m_anchor = placeAt(event->position().toPoint());
    const QString text = shown(m_cursor.line - m_store->droppedLines());
    const auto inWord = [&text](int i) { return text[i].isLetterOrNumber() || text[i] == u'_'; };
    while (m_anchor.column > 0 && inWord(m_anchor.column - 1))
        --m_anchor.column;
    while (m_cursor.column < text.size() && inWord(m_cursor.column))
        ++m_cursor.column;
    viewport()->update();
}

void ConsoleView::keyPressEvent(QKeyEvent *event)
{
    QScrollBar *bar = verticalScrollBar();
    switch (event->key()) {
    case Qt::Key_Up: bar->triggerAction(QAbstractSlider::SliderSingleStepSub); break;
    case Qt::Key_Down: bar->triggerAction(QAbstractSlider::SliderSingleStepAdd); break;
    case Qt::Key_PageUp: bar->triggerAction(QAbstractSlider::SliderPageStepSub); break;
    case Qt::Key_PageDown: bar->triggerAction(QAbstractSlider::SliderPageStepAdd); break;
    case Qt::Key_Home: bar->triggerAction(QAbstractSlider::SliderToMinimum); break;
    case Qt::Key_End: bar->triggerAction(QAbstractSlider::SliderToMaximum); break;
    case Qt::Key_Left: horizontalScrollBar()->triggerAction(QAbstractSlider::SliderSingleStepSub); break;
    case Qt::Key_Right: horizontalScrollBar()->triggerAction(QAbstractSlider::SliderSingleStepAdd); break;
    default: QAbstractScrollArea::keyPressEvent(event); return;
    }
    event->accept();
}

void ConsoleView::contextMenuEvent(QContextMenuEvent *event)
{
    auto *menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    menu->addActions(actions());
    menu->popup(event->globalPos());
}

void ConsoleView::changeEvent(QEvent *event)
{
    QAbstractScrollArea::changeEvent(event);
    if (event->type() == QEvent::FontChange) {
        measure();
        refresh();
    } else if (event->type() == QEvent::LanguageChange) {
        retranslate();
    }
}

QString ConsoleView::selectedText() const
{
    if (!hasSelection() || m_store->lineCount() == 0)
        return {};
    auto [begin, end] = selection();
    const uint64_t dropped = m_store->droppedLines();
    if (end.line < dropped)
        return {};
    if (begin.line < dropped)
        begin = {dropped, 0};
    end.line = std::min({end.line, dropped + m_store->lineCount() - 1, begin.line + mostCopied});
    QString out;
    for (uint64_t number = begin.line; number <= end.line; ++number) {
        const uint64_t i = number - dropped;
        if (number == begin.line || number == end.line) {
            const QString text = shown(i);
            const int from = number == begin.line ? begin.column : 0;
            out += number == end.line ? text.mid(from, end.column - from) : text.mid(from);
        } else {
            const std::string_view text = m_store->line(i).text;
            out += QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size()));
        }
        if (number != end.line)
            out += u'\n';
    }
    return out;
}

void ConsoleView::copy()
{
    if (hasSelection())
        QGuiApplication::clipboard()->setText(selectedText());
}

void ConsoleView::selectAll()
{
    if (m_store->lineCount() == 0)
        return;
    m_anchor = {m_store->droppedLines(), 0};
    m_cursor = {m_store->droppedLines() + m_store->lineCount() - 1, static_cast<int>(shown(m_store->lineCount() - 1).size())};
    viewport()->update();
}

bool ConsoleView::find(const QString &text, bool forward)
{
    const uint64_t count = m_store->lineCount();
    if (count == 0 || text.isEmpty())
        return false;
    const std::string needle = text.toLower().toStdString();
    const uint64_t dropped = m_store->droppedLines();
    uint64_t at = forward ? count - 1 : 0;
    if (hasSelection() && selection().first.line >= dropped)
        at = std::min(count - 1, selection().first.line - dropped);
    for (uint64_t tried = 0; tried < count; ++tried) {
        at = forward ? (at + 1) % count : (at + count - 1) % count;
        if (!trace::containsIgnoringCase(m_store->line(at).text, needle))
            continue;
        const auto column = static_cast<int>(std::max<qsizetype>(0, shown(at).indexOf(text, 0, Qt::CaseInsensitive)));
        m_anchor = {at + dropped, column};
        m_cursor = {at + dropped, column + static_cast<int>(text.size())};
        setFollow(false);
        const bool wasMoving = std::exchange(m_moving, true);
        const auto top = static_cast<qint64>(at) * m_lineHeight;
        if (top < verticalScrollBar()->value() || top + m_lineHeight > verticalScrollBar()->value() + viewport()->height())
            verticalScrollBar()->setValue(static_cast<int>(std::max<qint64>(0, top - viewport()->height() / 3)));
        m_moving = wasMoving;
        viewport()->update();
        return true;
    }
    return false;
}

}
