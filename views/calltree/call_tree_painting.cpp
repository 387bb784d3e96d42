// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

// How the call tree looks.

#include "views/calltree/call_tree_view.h"

#include <QHeaderView>
#include <QPainter>
#include <QScrollBar>
#include <QStyleOption>

#include <algorithm>

namespace tapscope::views {

namespace {

constexpr int indentStep = 16;
constexpr int fullDepths = 16; ///< depths that are indented by a whole step
constexpr int deepStep = 3;
constexpr int arrowSize = 16;
constexpr int padding = 6;

QColor mixed(const QColor &a, const QColor &b, double share)
{
    return QColor::fromRgbF(static_cast<float>(a.redF() * (1 - share) + b.redF() * share),
                            static_cast<float>(a.greenF() * (1 - share) + b.greenF() * share),
                            static_cast<float>(a.blueF() * (1 - share) + b.blueF() * share));
}

}

/// Deep recursion must not push the name out of its column: behind some depths a step is small, and half the column is kept.
int CallTreeView::indentOf(int depth, int columnWidth) const
{
    const int indent = std::min(depth, fullDepths) * indentStep + std::max(0, depth - fullDepths) * deepStep;
    return std::min(indent, std::max(0, columnWidth * 3 / 5 - arrowSize));
}

QRect CallTreeView::arrowRect(const Row &row, const QRect &cell) const
{
    return {cell.left() + 2 + indentOf(m_model->depth(row), cell.width()), cell.top() + (cell.height() - arrowSize) / 2,
            arrowSize, arrowSize};
}

void CallTreeView::paintEvent(QPaintEvent *event)
{
    QPainter painter(viewport());
    const int rows = m_model->rowCount();
    if (rows == 0) {
        painter.setPen(palette().color(QPalette::PlaceholderText));
        painter.drawText(viewport()->rect().adjusted(24, 24, -24, -24), Qt::AlignCenter | Qt::TextWordWrap, m_emptyText);
        return;
    }
    const int value = verticalScrollBar()->value();
    const int first = std::max(0, (value + event->rect().top()) / m_rowHeight);
    const int last = std::min(rows - 1, (value + event->rect().bottom()) / m_rowHeight);
    for (int row = first; row <= last; ++row)
        paintRow(painter, row, QRect(0, row * m_rowHeight - value, viewport()->width(), m_rowHeight));
}

void CallTreeView::paintRow(QPainter &painter, int at, const QRect &line)
{
    const Row row = m_model->rowAt(at);
    const bool selected = m_current && m_current->thread == row.thread && m_current->call == row.call;
    const bool isThread = m_model->facts().isThread(row);
    const QPalette::ColorGroup group = hasFocus() ? QPalette::Active : QPalette::Inactive;
    const QColor base = palette().color(QPalette::Base);
    const QColor text = palette().color(QPalette::Text);
    QColor ink = text;
    if (selected) {
        painter.fillRect(line, palette().color(group, QPalette::Highlight));
        ink = palette().color(group, QPalette::HighlightedText);
    } else if (at == m_hovered) {
        painter.fillRect(line, mixed(base, palette().color(QPalette::Highlight), 0.12));
    } else if (isThread) {
        painter.fillRect(line, mixed(base, text, 0.05));
    }
    const QColor faint = selected ? ink : mixed(base, text, 0.62);

    for (int visual = 0; visual < m_header->count(); ++visual) {
        const int column = m_header->logicalIndex(visual);
        const QRect cell(m_header->sectionViewportPosition(column), line.top(), m_header->sectionSize(column), line.height());
        if (cell.right() < 0 || cell.left() > viewport()->width() || m_header->isSectionHidden(column))
            continue;
        if (column == CallTreeModel::CallColumn) {
            paintCallCell(painter, row, cell, ink, faint);
            continue;
        }
        if ((column == CallTreeModel::InclusiveColumn || column == CallTreeModel::SelfColumn) && !isThread)
            paintTimeCell(painter, row, column, cell, selected);
        const bool left = column == CallTreeModel::ArgumentsColumn || column == CallTreeModel::ReturnsColumn;
        const bool quiet = column == CallTreeModel::ArgumentsColumn || column == CallTreeModel::StartColumn
            || column == CallTreeModel::ThreadColumn || column == CallTreeModel::CountColumn;
        painter.setPen(quiet ? faint : ink);
        const QRect inner = cell.adjusted(padding, 0, -padding, 0);
        const QString words = m_model->text(row, column);
        if (!words.isEmpty())
            painter.drawText(inner, (left ? Qt::AlignLeft : Qt::AlignRight) | Qt::AlignVCenter | Qt::TextSingleLine,
                             fontMetrics().elidedText(words, Qt::ElideRight, inner.width()));
    }
}

void CallTreeView::paintCallCell(QPainter &painter, const Row &row, const QRect &cell, const QColor &ink, const QColor &faint)
{
    painter.save();
    painter.setClipRect(cell);
    const QRect arrow = arrowRect(row, cell);
    if (m_model->hasInner(row)) {
        const QPointF middle = QRectF(arrow).center();
        painter.setRenderHint(QPainter::Antialiasing);
        painter.setPen(QPen(faint, 1.4, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
        painter.setBrush(Qt::NoBrush);
        if (m_model->isExpanded(row))
            painter.drawPolyline(QPolygonF{middle + QPointF(-3.5, -1.5), middle + QPointF(0, 2), middle + QPointF(3.5, -1.5)});
        else
            painter.drawPolyline(QPolygonF{middle + QPointF(-1.5, -3.5), middle + QPointF(2, 0), middle + QPointF(-1.5, 3.5)});
        painter.setRenderHint(QPainter::Antialiasing, false);
    }
    int x = arrow.right() + 4;
    const QString marks = m_model->facts().marks(row);
    if (!marks.isEmpty()) {
        painter.setPen(faint);
        painter.drawText(QRect(x, cell.top(), cell.right() - x, cell.height()), Qt::AlignLeft | Qt::AlignVCenter, marks);
        x += fontMetrics().horizontalAdvance(marks) + 5;
    }
    const bool isThread = m_model->facts().isThread(row);
    const bool matches = m_model->filter().isEmpty() || (!isThread && m_model->matches(row));
    QFont font = this->font();
    font.setBold(isThread || (matches && !m_model->filter().isEmpty()));
    painter.setFont(font);
    painter.setPen(matches || isThread ? ink : faint);
    const int width = cell.right() - padding - x;
    painter.drawText(QRect(x, cell.top(), width, cell.height()), Qt::AlignLeft | Qt::AlignVCenter | Qt::TextSingleLine,
                     QFontMetrics(font).elidedText(m_model->text(row, CallTreeModel::CallColumn), Qt::ElideRight, width));
    painter.restore();
}

/// A small bar behind the figure: the share of the caller's time.
void CallTreeView::paintTimeCell(QPainter &painter, const Row &row, int column, const QRect &cell, bool selected)
{
    const CallFacts &facts = m_model->facts();
    double share = 0;
    if (column == CallTreeModel::InclusiveColumn) {
        share = facts.shareOfParent(row);
    } else if (const uint64_t inclusive = facts.inclusiveNs(row)) {
        // Against the caller's time, too, so that a bar is long only where time goes.
        share = facts.shareOfParent(row) * static_cast<double>(facts.selfNs(row)) / static_cast<double>(inclusive);
    }
    QColor color = column == CallTreeModel::InclusiveColumn ? QColor(0x3b, 0x82, 0xc4) : QColor(0xd9, 0x82, 0x2b);
    color.setAlphaF(selected ? 0.55F : 0.28F);
    const QRect room = cell.adjusted(padding / 2, 3, -padding / 2, -3);
    const int width = static_cast<int>(room.width() * std::clamp(share, 0.0, 1.0));
    if (width > 0)
        painter.fillRect(QRect(room.right() - width + 1, room.top(), width, room.height()), color);
}

}
