// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "editor/browser/probe_delegate.h"

#include "editor/browser/fuzzy_match.h"
#include "editor/browser/probe_tree_model.h"

#include <QApplication>
#include <QPainter>

namespace tapscope::editor {

namespace {

constexpr int gap = 8;
constexpr Badge allBadges[] = {Badge::Inlined,        Badge::NoReturn, Badge::Blacklisted,
                               Badge::NeedsDebugInfo, Badge::Slow,     Badge::Container};

/// A letter for what kind of thing a row is: shapes for those who see no colours.
QString signOf(const ProbeNode &node)
{
    using Kind = ProbeNode::Kind;
    switch (node.kind) {
    case Kind::Function:
    case Kind::KernelFunction: return QStringLiteral("ƒ");
    case Kind::InlinedFunction: return QStringLiteral("◐");
    case Kind::Statement: return QStringLiteral("○");
    case Kind::Mark: return QStringLiteral("◆");
    case Kind::LinkageStub: return QStringLiteral("→");
    case Kind::Tracepoint: return QStringLiteral("◇");
    case Kind::Syscall: return QStringLiteral("⇣");
    case Kind::Alias: return QStringLiteral("≡");
    case Kind::TapsetFunction: return QStringLiteral("()");
    case Kind::Event: return QStringLiteral("⏱");
    default: return {};
    }
}

QFont smaller(const QFont &font)
{
    QFont out = font;
    out.setPointSizeF(font.pointSizeF() * 0.85);
    return out;
}

}

QSize ProbeDelegate::sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    return {QStyledItemDelegate::sizeHint(option, index).width(), option.fontMetrics.height() + 6};
}

int ProbeDelegate::paintName(QPainter *painter, const QRect &rect, const QString &text, const QFont &font,
                             const QColor &ink) const
{
    painter->setPen(ink);
    painter->setFont(font);
    const QFontMetrics metrics(font);
    const int width = metrics.horizontalAdvance(text);
    const auto places = m_typed.isEmpty() || width > rect.width() ? std::vector<int>()
                                                                  : fuzzyPlaces(m_typed.toStdString(), text.toStdString());
    // Bytes are characters only in ASCII, which names of code are but for a few.
    if (places.empty() || text.toUtf8().size() != text.size()) {
        painter->drawText(rect, Qt::AlignVCenter | Qt::AlignLeft | Qt::TextSingleLine,
                          metrics.elidedText(text, Qt::ElideMiddle, rect.width()));
        return std::min(width, rect.width());
    }
    QFont bold = font;
    bold.setBold(true);
    const QFontMetrics boldMetrics(bold);
    int x = rect.left();
    size_t next = 0;
    for (qsizetype i = 0; i < text.size();) {
        const bool hit = next < places.size() && places[next] == i;
        qsizetype end = i;
        while (end < text.size() && (next < places.size() && places[next] == end) == hit) {
            if (hit)
                ++next;
            ++end;
        }
        const QString part = text.mid(i, end - i);
        painter->setFont(hit ? bold : font);
        painter->drawText(QRect(x, rect.top(), rect.right() - x + 1, rect.height()),
                          Qt::AlignVCenter | Qt::AlignLeft | Qt::TextSingleLine, part);
        x += (hit ? boldMetrics : metrics).horizontalAdvance(part);
        i = end;
    }
    return x - rect.left();
}

void ProbeDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    QStyleOptionViewItem plain = option;
    initStyleOption(&plain, index);
    plain.text.clear();
    QApplication::style()->drawControl(QStyle::CE_ItemViewItem, &plain, painter, plain.widget);

    const auto node = index.data(ProbeTreeModel::NodeRole).value<ProbeNode>();
    const bool selected = option.state & QStyle::State_Selected;
    const bool active = option.state & QStyle::State_Active;
    const QPalette::ColorGroup colors = active ? QPalette::Active : QPalette::Inactive;
    const QColor ink = option.palette.color(colors, selected ? QPalette::HighlightedText : QPalette::Text);
    QColor quiet = selected ? ink : option.palette.color(colors, QPalette::PlaceholderText);

    painter->save();
    painter->setClipRect(option.rect);
    QRect rect = option.rect.adjusted(4, 0, -4, 0);
    const QString sign = signOf(node);
    const int signWidth = option.fontMetrics.horizontalAdvance(QStringLiteral("()")) + 4;
    if (!sign.isEmpty()) {
        painter->setFont(option.font);
        painter->setPen(selected ? ink : option.palette.color(colors, QPalette::Link));
        painter->drawText(QRect(rect.left(), rect.top(), signWidth, rect.height()), Qt::AlignVCenter | Qt::AlignLeft, sign);
        rect.setLeft(rect.left() + signWidth);
    }
    QFont font = option.font;
    if (index.data(ProbeTreeModel::LoadingRole).toBool() || node.kind == ProbeNode::Kind::Fact)
        font.setItalic(true);
    const QFont small = smaller(option.font);
    const QFontMetrics metrics(small);
    // Badges keep their room, as far as half of the row is left for the name.
    int badgesWidth = 0;
    for (const Badge badge : allBadges) {
        if (node.badges & badge)
            badgesWidth += metrics.horizontalAdvance(badgeText(badge)) + 10 + gap;
    }
    QRect nameRect = rect;
    nameRect.setWidth(std::max(rect.width() / 2, rect.width() - badgesWidth));
    rect.setLeft(rect.left() + paintName(painter, nameRect, node.text, font, ink) + gap);

    painter->setFont(small);
    painter->setRenderHint(QPainter::Antialiasing);
    for (const Badge badge : allBadges) {
        if (!(node.badges & badge) || rect.width() <= 0)
            continue;
        const QString text = badgeText(badge);
        // Chinese glyphs fill the line from top to bottom.
        const int height = std::min(metrics.height() + 4, rect.height() - 2);
        const QRect pill(rect.left(), rect.center().y() - height / 2, metrics.horizontalAdvance(text) + 10, height);
        QPen edge(quiet);
        edge.setWidthF(0.8);
        painter->setPen(edge);
        painter->drawRoundedRect(QRectF(pill).adjusted(0.5, 0.5, -0.5, -0.5), 4, 4);
        painter->drawText(pill, Qt::AlignCenter, text);
        rect.setLeft(pill.right() + gap);
    }
    if (!node.detail.isEmpty() && rect.width() > 0) {
        painter->setPen(quiet);
        painter->drawText(rect, Qt::AlignVCenter | Qt::AlignLeft | Qt::TextSingleLine,
                          metrics.elidedText(node.detail, Qt::ElideRight, rect.width()));
    }
    painter->restore();
}

}
