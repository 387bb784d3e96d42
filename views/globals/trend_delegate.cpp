// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "views/globals/trend_delegate.h"

#include "views/globals/globals_model.h"

#include <QPainter>

#include <algorithm>

namespace tapscope::views {

namespace {

constexpr int readingWidth = 3;

}

QSize TrendDelegate::sizeHint(const QStyleOptionViewItem &option, const QModelIndex &) const
{
    return {readingWidth * ValueHistory::length + 12, option.fontMetrics.height() + 6};
}

void TrendDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    QStyledItemDelegate::paint(painter, option, index);
    const auto readings = index.data(GlobalsModel::TrendRole).value<QList<qint64>>();
    if (readings.size() < 2)
        return;
    const auto [least, largest] = std::ranges::minmax(readings);
    QRectF area = QRectF(option.rect).adjusted(6, 4, -6, -4);
    area.setWidth(std::min(area.width(), double(readingWidth * ValueHistory::length)));
    const double span = std::max(1.0, double(largest) - double(least));
    QPolygonF line;
    for (qsizetype i = 0; i < readings.size(); ++i) {
        // The newest reading stands at the right end, however few there are.
        const double x = area.right() - area.width() * double(readings.size() - 1 - i) / (ValueHistory::length - 1);
        const double y = largest == least ? area.center().y()
                                          : area.bottom() - area.height() * (double(readings[i]) - double(least)) / span;
        line << QPointF(x, y);
    }
    const bool selected = option.state & QStyle::State_Selected;
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    painter->setPen(QPen(option.palette.color(selected ? QPalette::HighlightedText : QPalette::Link), 1.4));
    painter->drawPolyline(line);
    painter->restore();
}

}
