// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/gui/problems_panel.h"

#include "editor/translated.h"

#include <QClipboard>
#include <QFileInfo>
#include <QGuiApplication>
#include <QKeyEvent>
#include <QPainter>
#include <QStyledItemDelegate>

namespace tapscope::app {

using script::Severity;

void ProblemsModel::setProblems(editor::Problems problems)
{
    beginResetModel();
    m_problems = std::move(problems);
    endResetModel();
}

void ProblemsModel::retranslate()
{
    if (!m_problems.empty())
        Q_EMIT dataChanged(index(0), index(rowCount() - 1));
}

int ProblemsModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_problems.size());
}

QVariant ProblemsModel::data(const QModelIndex &index, int role) const
{
    if (!index.isValid() || index.row() >= rowCount())
        return {};
    const editor::Problem &problem = m_problems[static_cast<size_t>(index.row())];
    switch (role) {
    case Qt::DisplayRole: return editor::translated(problem.diagnostic.message);
    case NextStepRole: return editor::translated(problem.diagnostic.nextStep);
    case PlaceRole:
        return problem.line > 0
            ? QFileInfo(problem.path).fileName() + u':' + QString::number(problem.line) + u':' + QString::number(problem.column)
            : QString();
    case SeverityRole: return static_cast<int>(problem.diagnostic.severity);
    case Qt::AccessibleTextRole: {
        const QString kind = problem.diagnostic.severity == Severity::Error ? tr("error")
            : problem.diagnostic.severity == Severity::Warning              ? tr("warning")
                                                                            : tr("note");
        return QStringList{kind, data(index, PlaceRole).toString(), editor::fullText(problem)}.join(QStringLiteral(", "));
    }
    case Qt::ToolTipRole: return editor::fullText(problem);
    default: return {};
    }
}

namespace {

constexpr int padding = 8;
constexpr int iconSide = 16;

/// Two lines: the message with its place, and the next step below it.
class ProblemDelegate : public QStyledItemDelegate {
public:
    using QStyledItemDelegate::QStyledItemDelegate;

    QSize sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const override
    {
        const auto *view = qobject_cast<const QListView *>(option.widget);
        const int width = (view ? view->viewport()->width() : 600) - textLeft() - padding;
        int height = textHeight(option, index.data(Qt::DisplayRole).toString(), width - placeWidth(option, index));
        const QString next = index.data(ProblemsModel::NextStepRole).toString();
        if (!next.isEmpty())
            height += textHeight(option, next, width) + 1;
        return {width, std::max(height, iconSide) + 10};
    }

    void paint(QPainter *painter, const QStyleOptionViewItem &item, const QModelIndex &index) const override
    {
        QStyleOptionViewItem option = item;
        initStyleOption(&option, index);
        const bool selected = option.state & QStyle::State_Selected;
        const QPalette &palette = option.palette;
        const auto group = option.state & QStyle::State_Active ? QPalette::Active : QPalette::Inactive;
        if (selected)
            painter->fillRect(option.rect, palette.color(group, QPalette::Highlight));
        QRect rect = option.rect.adjusted(0, 5, -padding, -5);
        paintIcon(*painter, QRect(padding, rect.top() + (option.fontMetrics.height() - iconSide) / 2, iconSide, iconSide),
                  static_cast<Severity>(index.data(ProblemsModel::SeverityRole).toInt()),
                  palette.color(QPalette::Base).lightness() < 128);
        rect.setLeft(textLeft());
        const QColor ink = palette.color(group, selected ? QPalette::HighlightedText : QPalette::Text);
        const QColor faint = selected ? ink : palette.color(QPalette::PlaceholderText);
        painter->setPen(faint);
        const int place = placeWidth(option, index);
        painter->drawText(rect, Qt::AlignTop | Qt::AlignRight, index.data(ProblemsModel::PlaceRole).toString());
        painter->setPen(ink);
        const QString message = index.data(Qt::DisplayRole).toString();
        const QRect first = rect.adjusted(0, 0, -place, 0);
        painter->drawText(first, Qt::AlignTop | Qt::AlignLeft | Qt::TextWordWrap, message);
        painter->setPen(faint);
        painter->drawText(rect.adjusted(0, textHeight(option, message, first.width()) + 1, 0, 0),
                          Qt::AlignTop | Qt::AlignLeft | Qt::TextWordWrap, index.data(ProblemsModel::NextStepRole).toString());
    }

private:
    static int textLeft() { return padding + iconSide + 8; }
    static int textHeight(const QStyleOptionViewItem &option, const QString &text, int width)
    {
        return option.fontMetrics.boundingRect(QRect(0, 0, std::max(80, width), 10'000), Qt::TextWordWrap, text).height();
    }
    static int placeWidth(const QStyleOptionViewItem &option, const QModelIndex &index)
    {
        const QString place = index.data(ProblemsModel::PlaceRole).toString();
        return place.isEmpty() ? 0 : option.fontMetrics.horizontalAdvance(place) + 16;
    }
    static void paintIcon(QPainter &painter, const QRect &rect, Severity severity, bool dark)
    {
        painter.save();
        painter.setRenderHint(QPainter::Antialiasing);
        painter.translate(rect.topLeft());
        painter.setPen(Qt::NoPen);
        const QPen mark(dark ? QColor(0x20, 0x20, 0x24) : QColor(Qt::white), 1.8, Qt::SolidLine, Qt::RoundCap);
        switch (severity) {
        case Severity::Error:
            painter.setBrush(dark ? QColor(0xff, 0x6b, 0x6b) : QColor(0xc9, 0x2a, 0x2a));
            painter.drawEllipse(QRectF(1.5, 1.5, 13, 13));
            painter.setPen(mark);
            painter.drawLine(QPointF(5.6, 5.6), QPointF(10.4, 10.4));
            painter.drawLine(QPointF(10.4, 5.6), QPointF(5.6, 10.4));
            break;
        case Severity::Warning:
            painter.setBrush(dark ? QColor(0xff, 0xc0, 0x4d) : QColor(0xb3, 0x6b, 0x00));
            painter.drawPolygon(QPolygonF{{8, 1.5}, {15, 14.5}, {1, 14.5}});
            painter.setPen(mark);
            painter.drawLine(QPointF(8, 6.2), QPointF(8, 9.6));
            painter.drawPoint(QPointF(8, 12));
            break;
        case Severity::Note:
            painter.setBrush(dark ? QColor(0x74, 0xb9, 0xff) : QColor(0x1c, 0x6d, 0xd0));
            painter.drawRoundedRect(QRectF(2, 2, 12, 12), 2.5, 2.5);
            painter.setPen(mark);
            painter.drawPoint(QPointF(8, 5.2));
            painter.drawLine(QPointF(8, 8), QPointF(8, 11.2));
            break;
        }
        painter.restore();
    }
};

}

ProblemsPanel::ProblemsPanel(QWidget *parent) : QListView(parent), m_model(new ProblemsModel(this))
{
    setModel(m_model);
    setItemDelegate(new ProblemDelegate(this));
    setFrameShape(QFrame::NoFrame);
    setResizeMode(QListView::Adjust);
    setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setUniformItemSizes(false);
    const auto go = [this](const QModelIndex &index) {
        if (index.isValid())
            Q_EMIT activatedProblem(m_model->problems()[static_cast<size_t>(index.row())]);
    };
    connect(this, &QListView::clicked, this, go);
    connect(this, &QListView::activated, this, go);
    retranslate();
}

void ProblemsPanel::retranslate()
{
    setAccessibleName(tr("Problems"));
    m_model->retranslate();
}

void ProblemsPanel::setProblems(editor::Problems problems)
{
    m_model->setProblems(std::move(problems));
}

void ProblemsPanel::changeEvent(QEvent *event)
{
    QListView::changeEvent(event);
    if (event->type() == QEvent::LanguageChange)
        retranslate();
}

void ProblemsPanel::keyPressEvent(QKeyEvent *event)
{
    if (event->matches(QKeySequence::Copy) && currentIndex().isValid()) {
        QGuiApplication::clipboard()->setText(currentIndex().data(ProblemsModel::PlaceRole).toString() + QStringLiteral("  ")
                                              + currentIndex().data(Qt::ToolTipRole).toString());
        return;
    }
    QListView::keyPressEvent(event);
}

void ProblemsPanel::paintEvent(QPaintEvent *event)
{
    QListView::paintEvent(event);
    if (m_model->rowCount() > 0)
        return;
    QPainter painter(viewport());
    painter.setPen(palette().color(QPalette::PlaceholderText));
    painter.drawText(viewport()->rect(), Qt::AlignCenter | Qt::TextWordWrap, tr("No problems found."));
}

}
