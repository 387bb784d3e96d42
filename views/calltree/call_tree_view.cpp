// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "views/calltree/call_tree_view.h"

#include <QAccessible>
#include <QHeaderView>
#include <QHelpEvent>
#include <QKeyEvent>
#include <QMenu>
#include <QScrollBar>
#include <QToolTip>

#include <algorithm>
#include <climits>
#include <utility>

namespace tapscope::views {

namespace {

constexpr int tailStaysMs = 1000;

}

CallTreeView::CallTreeView(CallTreeModel *model, QWidget *parent)
    : QAbstractScrollArea(parent)
    , m_model(model)
    , m_header(new QHeaderView(Qt::Horizontal, this))
{
    setFrameShape(QFrame::NoFrame);
    setFocusPolicy(Qt::StrongFocus);
    setVerticalScrollBarPolicy(Qt::ScrollBarAsNeeded);
    viewport()->setMouseTracking(true);
    viewport()->setBackgroundRole(QPalette::Base);
    m_header->setModel(model);
    m_header->setSectionsMovable(true);
    m_header->setHighlightSections(false);
    m_header->setContextMenuPolicy(Qt::CustomContextMenu);
    m_header->setStyleSheet(
        QStringLiteral("QHeaderView { border: 0; background: palette(window); }"
                       "QHeaderView::section { padding: 4px 6px; border: 0; border-bottom: 1px solid palette(mid);"
                       " border-right: 1px solid palette(midlight); background: palette(window); }"));
    connect(m_header, &QHeaderView::sectionResized, this, [this](int column) {
        // A width that was chosen by hand stays.
        if (!m_sharingWidth && (column == CallTreeModel::CallColumn || column == CallTreeModel::ArgumentsColumn))
            m_widthsChosen = true;
        updateRanges();
        viewport()->update();
    });
    connect(m_header, &QHeaderView::customContextMenuRequested, this, &CallTreeView::chooseColumns);
    connect(m_header, &QHeaderView::sectionMoved, this, [this] { viewport()->update(); });
    connect(model, &QAbstractItemModel::modelReset, this, [this] {
        if (m_current && m_current->thread >= m_model->facts().tree().threads().size())
            m_current.reset();
        refresh();
    });
    makeActions();
    measure();
}

void CallTreeView::measure()
{
    const QFontMetrics metrics = fontMetrics();
    m_rowHeight = metrics.height() + 6;
    const int digit = metrics.horizontalAdvance(u'0');
    const int widths[CallTreeModel::ColumnCount] = {44, 24, 12, 11, 11, 7, 13, 9};
    const bool wasSharing = std::exchange(m_sharingWidth, true);
    for (int i = 0; i < CallTreeModel::ColumnCount; ++i) {
        const int title = m_header->fontMetrics().horizontalAdvance(m_model->headerData(i, Qt::Horizontal).toString()) + 16;
        m_header->resizeSection(i, std::max(widths[i] * digit, title));
    }
    m_sharingWidth = wasSharing;
    // The rows of a thread stand under its name.
    m_header->setSectionHidden(CallTreeModel::ThreadColumn, true);
    shareWidth();
}

/// Calls and arguments take what the figures leave: the names first.
void CallTreeView::shareWidth()
{
    if (m_widthsChosen)
        return;
    const int both = m_header->sectionSize(CallTreeModel::CallColumn) + m_header->sectionSize(CallTreeModel::ArgumentsColumn);
    const int rest = viewport()->width() - (m_header->length() - both);
    const int digit = fontMetrics().horizontalAdvance(u'0');
    const int arguments = m_header->isSectionHidden(CallTreeModel::ArgumentsColumn) ? 0 : std::max(16 * digit, rest * 2 / 5);
    const bool wasSharing = std::exchange(m_sharingWidth, true);
    m_header->resizeSection(CallTreeModel::CallColumn, std::max(30 * digit, rest - arguments));
    if (arguments > 0)
        m_header->resizeSection(CallTreeModel::ArgumentsColumn, arguments);
    m_sharingWidth = wasSharing;
}

void CallTreeView::chooseColumns(const QPoint &at)
{
    QMenu menu(this);
    for (int column = CallTreeModel::CallColumn + 1; column < CallTreeModel::ColumnCount; ++column) {
        QAction *action = menu.addAction(m_model->headerData(column, Qt::Horizontal).toString());
        action->setCheckable(true);
        action->setChecked(!m_header->isSectionHidden(column));
        connect(action, &QAction::toggled, this, [this, column](bool shown) {
            m_header->setSectionHidden(column, !shown);
            shareWidth();
            updateRanges();
            viewport()->update();
        });
    }
    menu.exec(m_header->mapToGlobal(at));
}

void CallTreeView::setEmptyText(const QString &text)
{
    m_emptyText = text;
    viewport()->update();
}

int CallTreeView::visibleRows() const
{
    return std::max(1, viewport()->height() / m_rowHeight);
}

int CallTreeView::firstVisibleRow() const
{
    return verticalScrollBar()->value() / m_rowHeight;
}

int CallTreeView::rowAtY(int y) const
{
    const int row = (verticalScrollBar()->value() + y) / m_rowHeight;
    return row < m_model->rowCount() ? row : -1;
}

void CallTreeView::updateRanges()
{
    const bool wasMoving = std::exchange(m_moving, true);
    const int headerHeight = m_header->sizeHint().height();
    setViewportMargins(0, headerHeight, 0, 0);
    m_header->setGeometry(viewport()->x(), viewport()->y() - headerHeight, viewport()->width(), headerHeight);
    const qint64 height = static_cast<qint64>(m_model->rowCount()) * m_rowHeight;
    verticalScrollBar()->setRange(0, static_cast<int>(std::clamp<qint64>(height - viewport()->height(), 0, INT_MAX)));
    verticalScrollBar()->setPageStep(viewport()->height());
    verticalScrollBar()->setSingleStep(m_rowHeight);
    horizontalScrollBar()->setRange(0, std::max(0, m_header->length() - viewport()->width()));
    horizontalScrollBar()->setPageStep(viewport()->width());
    horizontalScrollBar()->setSingleStep(20);
    m_moving = wasMoving;
}

/// Runs a change of the rows so that the current row (else the topmost) stays where it is on the screen.
void CallTreeView::keepingPlace(const std::function<void()> &change)
{
    std::optional<Row> anchor;
    int offset = 0;
    if (m_model->rowCount() > 0) {
        const int first = std::min(firstVisibleRow(), m_model->rowCount() - 1);
        int at = first;
        if (m_current) {
            const int current = m_model->rowOf(*m_current);
            if (current >= first && current <= first + visibleRows())
                at = current;
        }
        anchor = m_model->rowAt(at);
        offset = at * m_rowHeight - verticalScrollBar()->value();
    }
    change();
    const bool wasMoving = std::exchange(m_moving, true);
    updateRanges();
    if (anchor && m_model->rowCount() > 0 && anchor->thread < m_model->facts().tree().threads().size())
        verticalScrollBar()->setValue(m_model->rowOf(*anchor) * m_rowHeight - offset);
    m_moving = wasMoving;
    viewport()->update();
}

void CallTreeView::refresh()
{
    if (m_follow) {
        m_model->grow();
        updateRanges();
        scrollToTail();
    } else {
        keepingPlace([this] { m_model->grow(); });
    }
    viewport()->update();
}

/// Keeps the end of the thread that is active in sight; another thread takes over when it has been quiet for a while.
void CallTreeView::scrollToTail()
{
    const auto &threads = m_model->facts().tree().threads();
    if (threads.empty() || m_model->rowCount() == 0)
        return;
    if (m_tailThread >= threads.size()) {
        m_tailThread = 0;
        m_tailCalls = 0;
    }
    if (threads[m_tailThread].calls.size() != m_tailCalls) {
        m_tailCalls = threads[m_tailThread].calls.size();
        m_tailSince.start();
    } else if (!m_tailSince.isValid() || m_tailSince.elapsed() > tailStaysMs) {
        uint64_t newest = 0;
        for (uint32_t t = 0; t < threads.size(); ++t) {
            if (!threads[t].calls.empty() && threads[t].calls.back().start >= newest) {
                newest = threads[t].calls.back().start;
                m_tailThread = t;
            }
        }
        m_tailCalls = threads[m_tailThread].calls.size();
        m_tailSince.start();
    }
    const bool wasMoving = std::exchange(m_moving, true);
    const CallFacts::Row last{m_tailThread,
                              threads[m_tailThread].calls.empty()
                                  ? trace::noCall
                                  : static_cast<trace::CallIndex>(threads[m_tailThread].calls.size() - 1)};
    const int bottom = (m_model->rowOf(last) + 1) * m_rowHeight;
    verticalScrollBar()->setValue(bottom - viewport()->height());
    m_moving = wasMoving;
}

void CallTreeView::setFollow(bool follow)
{
    if (m_follow == follow)
        return;
    m_follow = follow;
    if (follow) {
        scrollToTail();
        viewport()->update();
    }
    Q_EMIT followChanged(follow);
}

void CallTreeView::scrollContentsBy(int, int dy)
{
    m_header->setOffset(horizontalScrollBar()->value());
    m_hovered = -1;
    if (!m_moving && dy != 0)
        setFollow(verticalScrollBar()->value() == verticalScrollBar()->maximum());
    viewport()->update();
}

void CallTreeView::resizeEvent(QResizeEvent *event)
{
    QAbstractScrollArea::resizeEvent(event);
    if (event->size().width() != event->oldSize().width())
        shareWidth();
    updateRanges();
    if (m_follow)
        scrollToTail();
}

void CallTreeView::setCurrent(const Row &row, bool show)
{
    const bool changed = !m_current || m_current->thread != row.thread || m_current->call != row.call;
    // What is hidden in closed callers is opened up to, so that going to a call always shows it.
    if (show) {
        std::vector<Row> closed;
        for (auto above = m_model->facts().parent(row); above; above = m_model->facts().parent(*above)) {
            if (!m_model->isExpanded(*above))
                closed.push_back(*above);
        }
        for (size_t i = closed.size(); i-- > 0;)
            m_model->setExpanded(closed[i], true);
        if (!closed.empty())
            updateRanges();
    }
    m_current = row;
    if (show)
        reveal(m_model->rowOf(row));
    viewport()->update();
    if (changed) {
        announceCurrent();
        Q_EMIT currentChanged();
    }
}

void CallTreeView::reveal(int row)
{
    const int top = row * m_rowHeight;
    const int value = verticalScrollBar()->value();
    const bool wasMoving = std::exchange(m_moving, true);
    if (top < value)
        verticalScrollBar()->setValue(top);
    else if (top + m_rowHeight > value + viewport()->height())
        verticalScrollBar()->setValue(top + m_rowHeight - viewport()->height());
    m_moving = wasMoving;
    setFollow(false);
}

void CallTreeView::announceCurrent()
{
    if (!QAccessible::isActive() || !m_current)
        return;
    QStringList words{tr("level %1").arg(m_model->depth(*m_current))};
    for (int column = 0; column < CallTreeModel::ColumnCount; ++column) {
        const QString text = m_model->text(*m_current, column);
        if (!text.isEmpty())
            words << m_model->headerData(column, Qt::Horizontal).toString() + u' ' + text;
    }
    QAccessibleAnnouncementEvent event(this, words.join(QStringLiteral(", ")));
    QAccessible::updateAccessibility(&event);
}

void CallTreeView::step(int rows)
{
    if (m_model->rowCount() == 0)
        return;
    const int from = m_current ? m_model->rowOf(*m_current) : rows > 0 ? firstVisibleRow() - 1 : firstVisibleRow() + 1;
    setCurrent(m_model->rowAt(std::clamp(from + rows, 0, m_model->rowCount() - 1)));
}

void CallTreeView::keyPressEvent(QKeyEvent *event)
{
    switch (event->key()) {
    case Qt::Key_Up: step(-1); break;
    case Qt::Key_Down: step(1); break;
    case Qt::Key_PageUp: step(-visibleRows()); break;
    case Qt::Key_PageDown: step(visibleRows()); break;
    case Qt::Key_Home: step(-m_model->rowCount()); break;
    case Qt::Key_End: step(m_model->rowCount()); break;
    default: QAbstractScrollArea::keyPressEvent(event); return;
    }
    event->accept();
}

void CallTreeView::mousePressEvent(QMouseEvent *event)
{
    const int at = rowAtY(event->position().toPoint().y());
    if (at < 0)
        return;
    const Row row = m_model->rowAt(at);
    const int column = CallTreeModel::CallColumn;
    const QRect cell(m_header->sectionViewportPosition(column), at * m_rowHeight - verticalScrollBar()->value(),
                     m_header->sectionSize(column), m_rowHeight);
    if (event->button() == Qt::LeftButton && m_model->hasInner(row)
        && arrowRect(row, cell).contains(event->position().toPoint())) {
        setFollow(false);
        m_current = row;
        keepingPlace([&] { m_model->setExpanded(row, !m_model->isExpanded(row)); });
        Q_EMIT currentChanged();
        return;
    }
    setCurrent(row);
}

void CallTreeView::mouseDoubleClickEvent(QMouseEvent *event)
{
    const int at = rowAtY(event->position().toPoint().y());
    if (at < 0 || event->button() != Qt::LeftButton)
        return;
    const Row row = m_model->rowAt(at);
    if (m_model->hasInner(row))
        keepingPlace([&] { m_model->setExpanded(row, !m_model->isExpanded(row)); });
}

void CallTreeView::mouseMoveEvent(QMouseEvent *event)
{
    const int row = rowAtY(event->position().toPoint().y());
    if (row != m_hovered) {
        m_hovered = row;
        viewport()->update();
    }
}

void CallTreeView::leaveEvent(QEvent *event)
{
    m_hovered = -1;
    viewport()->update();
    QAbstractScrollArea::leaveEvent(event);
}

void CallTreeView::focusInEvent(QFocusEvent *event)
{
    QAbstractScrollArea::focusInEvent(event);
    viewport()->update();
}

void CallTreeView::focusOutEvent(QFocusEvent *event)
{
    QAbstractScrollArea::focusOutEvent(event);
    viewport()->update();
}

void CallTreeView::changeEvent(QEvent *event)
{
    QAbstractScrollArea::changeEvent(event);
    if (event->type() == QEvent::FontChange || event->type() == QEvent::StyleChange)
        m_rowHeight = fontMetrics().height() + 6;
    if (event->type() == QEvent::LanguageChange) {
        retranslate();
        Q_EMIT m_model->headerDataChanged(Qt::Horizontal, 0, CallTreeModel::ColumnCount - 1);
    }
}

bool CallTreeView::viewportEvent(QEvent *event)
{
    if (event->type() == QEvent::ToolTip) {
        const auto *help = static_cast<QHelpEvent *>(event);
        const int at = rowAtY(help->pos().y());
        if (at >= 0)
            QToolTip::showText(help->globalPos(), rowToolTip(m_model->rowAt(at)), viewport());
        else
            QToolTip::hideText();
        return true;
    }
    return QAbstractScrollArea::viewportEvent(event);
}

QString CallTreeView::rowToolTip(const Row &row) const
{
    QStringList lines;
    const QString arguments = m_model->text(row, CallTreeModel::ArgumentsColumn);
    const QString result = m_model->text(row, CallTreeModel::ReturnsColumn);
    lines << m_model->text(row, CallTreeModel::CallColumn);
    if (!arguments.isEmpty())
        lines << arguments;
    if (!result.isEmpty())
        lines << tr("Returns: %1").arg(result);
    if (!m_model->facts().isThread(row))
        lines << tr("%1 % of the caller's time").arg(QLocale().toString(m_model->facts().shareOfParent(row) * 100, 'f', 1));
    if (m_model->facts().isRunning(row))
        lines << tr("Still running");
    const QString marks = m_model->facts().marksExplained(row);
    if (!marks.isEmpty())
        lines << marks;
    return lines.join(u'\n');
}

}
