// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/gui/probes/probes_panel.h"

#include "engine/clock.h"
#include "views/panel_bar.h"
#include "views/time_text.h"

#include <QAction>
#include <QClipboard>
#include <QEvent>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QLineEdit>
#include <QPainter>
#include <QSortFilterProxyModel>
#include <QStyledItemDelegate>
#include <QTreeView>

namespace tapscope::app {

namespace {

// Rows as high as those of the other lists.
class RowDelegate final : public QStyledItemDelegate {
public:
    using QStyledItemDelegate::QStyledItemDelegate;
    QSize sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const override
    {
        return {QStyledItemDelegate::sizeHint(option, index).width(), option.fontMetrics.height() + 6};
    }
};

}

ProbesPanel::ProbesPanel(QWidget *parent)
    : QWidget(parent)
    , m_model(new ProbesModel(this))
    , m_sorted(new QSortFilterProxyModel(this))
    , m_view(new QTreeView(this))
    , m_filter(new QLineEdit(this))
    , m_summary(new QLabel(this))
    , m_copy(new QAction(m_view))
    , m_armAll(new QAction(m_view))
    , m_disarmAll(new QAction(m_view))
{
    QHBoxLayout *bar = views::addBarAbove(m_view, this);
    bar->addWidget(m_filter, 1);
    bar->addStretch(1);
    bar->addWidget(m_summary);
    views::makeSearchField(m_filter, 46);

    m_sorted->setSourceModel(m_model);
    m_sorted->setSortRole(ProbesModel::SortRole);
    m_sorted->setFilterCaseSensitivity(Qt::CaseInsensitive);
    m_sorted->setRecursiveFilteringEnabled(true);
    m_sorted->setAutoAcceptChildRows(true);
    m_view->setModel(m_sorted);
    m_view->setItemDelegate(new RowDelegate(m_view));
    m_view->setUniformRowHeights(true);
    m_view->setAlternatingRowColors(true);
    m_view->setSelectionMode(QAbstractItemView::ExtendedSelection);
    m_view->setFrameShape(QFrame::NoFrame);
    m_view->setSortingEnabled(true);
    m_view->sortByColumn(ProbesModel::ProbeColumn, Qt::AscendingOrder);
    const int digit = fontMetrics().averageCharWidth();
    m_view->setColumnWidth(ProbesModel::ProbeColumn, 48 * digit);
    for (int column = ProbesModel::HitsColumn; column < ProbesModel::Columns; ++column)
        m_view->setColumnWidth(column, 12 * digit);
    m_view->viewport()->installEventFilter(this);
    setFocusProxy(m_view);

    m_copy->setShortcut(QKeySequence::Copy);
    m_copy->setShortcutContext(Qt::WidgetShortcut);
    m_view->addActions({m_copy, m_armAll, m_disarmAll});
    m_view->setContextMenuPolicy(Qt::ActionsContextMenu);
    connect(m_copy, &QAction::triggered, this, &ProbesPanel::copy);
    connect(m_armAll, &QAction::triggered, this, [this] { armAll(true); });
    connect(m_disarmAll, &QAction::triggered, this, [this] { armAll(false); });
    connect(m_filter, &QLineEdit::textChanged, m_sorted, &QSortFilterProxyModel::setFilterFixedString);
    connect(m_model, &ProbesModel::armWanted, this, &ProbesPanel::armWanted);
    connect(m_view, &QTreeView::activated, this, [this](const QModelIndex &index) {
        QModelIndex at = m_sorted->mapToSource(index);
        if (at.parent().isValid())
            at = at.parent();
        if (const ProbeFacts *probe = m_model->probe(at); probe && probe->line > 0)
            Q_EMIT probeActivated(*probe);
    });
    m_armAll->setEnabled(false);
    m_disarmAll->setEnabled(false);
    retranslate();
}

void ProbesPanel::begin()
{
    m_model->clear();
    showSummary();
}

void ProbesPanel::setProbes(const ProbeList &probes)
{
    m_model->setProbes(probes);
    m_model->setRunning(true);
    m_armAll->setEnabled(true);
    m_disarmAll->setEnabled(true);
    showSummary();
}

void ProbesPanel::setFailedPlaces(const FailedPlaces &places)
{
    m_model->setFailedPlaces(places);
    m_view->expandAll();
    for (int row = 0; row < m_sorted->rowCount(); ++row) {
        const QModelIndex probe = m_sorted->index(row, 0);
        for (int place = 0; place < m_sorted->rowCount(probe); ++place)
            m_view->setFirstColumnSpanned(place, probe, true);
    }
    showSummary();
}

void ProbesPanel::setCounters(const engine::Counters &counters)
{
    m_model->setCounters(counters, engine::monotonicNs());
    showSummary();
}

void ProbesPanel::end()
{
    m_model->setRunning(false);
    m_armAll->setEnabled(false);
    m_disarmAll->setEnabled(false);
}

void ProbesPanel::armAll(bool armed)
{
    for (int row = 0; row < m_sorted->rowCount(); ++row)
        m_sorted->setData(m_sorted->index(row, ProbesModel::ProbeColumn), armed ? Qt::Checked : Qt::Unchecked,
                          Qt::CheckStateRole);
}

void ProbesPanel::copy() const
{
    QModelIndexList rows;
    for (const QModelIndex &index : m_view->selectionModel()->selectedRows())
        rows << m_sorted->mapToSource(index);
    QGuiApplication::clipboard()->setText(m_model->asText(rows));
}

void ProbesPanel::showSummary()
{
    const ProbesModel::Totals totals = m_model->totals();
    QStringList parts;
    if (m_model->rowCount() > 0) {
        parts << tr("%n probe(s)", nullptr, m_model->rowCount());
        parts << tr("%1 hit(s)", nullptr, views::pluralOf(totals.hits)).arg(views::countText(totals.hits));
        if (totals.off > 0)
            parts << tr("%n taken off", nullptr, static_cast<int>(totals.off));
        if (totals.missed > 0)
            parts << tr("%n place(s) not probed", nullptr, static_cast<int>(totals.missed));
        parts << (totals.lost > 0 ? tr("%1 lost").arg(views::countText(totals.lost)) : tr("nothing lost"));
    }
    m_summary->setText(parts.join(QStringLiteral("  ·  ")));
}

/// An empty table says what would fill it.
bool ProbesPanel::eventFilter(QObject *watched, QEvent *event)
{
    if (event->type() != QEvent::Paint || watched != m_view->viewport() || m_model->rowCount() > 0)
        return QWidget::eventFilter(watched, event);
    QPainter painter(m_view->viewport());
    painter.setPen(palette().color(QPalette::PlaceholderText));
    painter.drawText(m_view->viewport()->rect().adjusted(24, 24, -24, -24), Qt::AlignCenter | Qt::TextWordWrap, m_emptyText);
    return true;
}

void ProbesPanel::retranslate()
{
    m_filter->setPlaceholderText(tr("Filter by probe point"));
    m_filter->setAccessibleName(tr("Filter by probe point"));
    m_view->setAccessibleName(tr("Probes of the script"));
    m_copy->setText(tr("&Copy"));
    m_armAll->setText(tr("Put &All On"));
    m_disarmAll->setText(tr("Take All &Off"));
    m_emptyText = tr(
        "The probes of a running script appear here, with their hits and losses. A probe that is not ticked is taken "
        "off until it is ticked again.");
    Q_EMIT m_model->headerDataChanged(Qt::Horizontal, 0, ProbesModel::Columns - 1);
    showSummary();
    m_view->viewport()->update();
}

void ProbesPanel::changeEvent(QEvent *event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::LanguageChange)
        retranslate();
}

}
