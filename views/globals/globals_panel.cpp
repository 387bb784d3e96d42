// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "views/globals/globals_panel.h"

#include "views/globals/globals_model.h"
#include "views/globals/trend_delegate.h"
#include "views/panel_bar.h"

#include <QAction>
#include <QClipboard>
#include <QEvent>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLineEdit>
#include <QPainter>
#include <QToolButton>
#include <QTreeView>

#include <algorithm>

namespace tapscope::views {

GlobalsPanel::GlobalsPanel(QWidget *parent)
    : QWidget(parent)
    , m_model(new GlobalsModel(this))
    , m_view(new QTreeView(this))
    , m_filter(new QLineEdit(this))
    , m_reset(new QToolButton(this))
{
    QHBoxLayout *bar = addBarAbove(m_view, this);
    bar->addWidget(m_filter, 1);
    bar->addStretch(1);
    bar->addWidget(m_reset);
    makeSearchField(m_filter, 46);
    m_reset->setEnabled(false);

    m_view->setModel(m_model);
    m_view->setUniformRowHeights(true);
    m_view->setAlternatingRowColors(true);
    m_view->setSelectionMode(QAbstractItemView::ExtendedSelection);
    m_view->setFrameShape(QFrame::NoFrame);
    m_view->setItemDelegateForColumn(GlobalsModel::TrendColumn, new TrendDelegate(m_view));
    m_view->setSortingEnabled(true);
    m_view->sortByColumn(GlobalsModel::ValueColumn, Qt::DescendingOrder);
    const int digit = fontMetrics().averageCharWidth();
    m_view->setColumnWidth(GlobalsModel::NameColumn, 36 * digit);
    m_view->setColumnWidth(GlobalsModel::ValueColumn, 26 * digit);
    for (int column = GlobalsModel::CountColumn; column < GlobalsModel::TrendColumn; ++column)
        m_view->setColumnWidth(column, 14 * digit);
    m_view->viewport()->installEventFilter(this);
    setFocusProxy(m_view);

    m_view->setEditTriggers(QAbstractItemView::DoubleClicked | QAbstractItemView::EditKeyPressed);
    m_copy = new QAction(m_view);
    m_copy->setObjectName(QStringLiteral("copyGlobals"));
    m_copy->setShortcut(QKeySequence::Copy);
    m_edit = new QAction(m_view);
    m_delete = new QAction(m_view);
    m_delete->setShortcut(QKeySequence::Delete);
    for (QAction *action : {m_copy, m_edit, m_delete})
        action->setShortcutContext(Qt::WidgetShortcut);
    m_view->addActions({m_copy, m_edit, m_delete});
    m_view->setContextMenuPolicy(Qt::ActionsContextMenu);
    connect(m_copy, &QAction::triggered, this, &GlobalsPanel::copy);
    connect(m_edit, &QAction::triggered, this,
            [this] { m_view->edit(m_view->currentIndex().siblingAtColumn(GlobalsModel::ValueColumn)); });
    connect(m_delete, &QAction::triggered, this, [this] {
        for (const QModelIndex &index : m_view->selectionModel()->selectedRows())
            m_model->remove(index);
    });
    connect(m_view->selectionModel(), &QItemSelectionModel::selectionChanged, this, &GlobalsPanel::updateActions);
    connect(m_view->selectionModel(), &QItemSelectionModel::currentChanged, this, &GlobalsPanel::updateActions);
    connect(m_model, &GlobalsModel::editWanted, this, &GlobalsPanel::editWanted);
    updateActions();
    connect(m_filter, &QLineEdit::textChanged, this, [this](const QString &text) {
        m_model->setFilter(text);
        if (!text.isEmpty())
            m_view->expandAll();
    });
    connect(m_reset, &QToolButton::clicked, this, &GlobalsPanel::resetWanted);
    retranslate();
}

void GlobalsPanel::setGlobals(const trace::Globals &globals)
{
    showColumns(globals);
    m_model->setGlobals(globals);
    if (!m_expanded && !m_model->isEmpty()) {
        m_expanded = true;
        m_view->expandAll();
    }
}

/// Scripts without statistics need no columns for them.
void GlobalsPanel::showColumns(const trace::Globals &globals)
{
    const bool statistics = std::ranges::any_of(globals.variables, [](const trace::GlobalVariable &variable) {
        return variable.kind == trace::GlobalVariable::Kind::Statistic;
    });
    for (int column = GlobalsModel::CountColumn; column <= GlobalsModel::SumColumn; ++column)
        m_view->setColumnHidden(column, !statistics);
}

void GlobalsPanel::updateActions()
{
    const QModelIndex current = m_view->currentIndex();
    m_edit->setEnabled(m_model->flags(current.siblingAtColumn(GlobalsModel::ValueColumn)) & Qt::ItemIsEditable);
    m_delete->setEnabled(std::ranges::any_of(m_view->selectionModel()->selectedRows(),
                                             [this](const QModelIndex &index) { return m_model->canDelete(index); }));
}

void GlobalsPanel::begin()
{
    m_model->clear();
    m_model->setEditable(true);
    m_expanded = false;
    m_reset->setEnabled(true);
}

void GlobalsPanel::end()
{
    m_reset->setEnabled(false);
    m_model->setEditable(false);
    updateActions();
}

void GlobalsPanel::copy() const
{
    QGuiApplication::clipboard()->setText(m_model->asText(m_view->selectionModel()->selectedIndexes()));
}

/// An empty table says what would fill it.
bool GlobalsPanel::eventFilter(QObject *watched, QEvent *event)
{
    if (event->type() != QEvent::Paint || watched != m_view->viewport() || !m_model->isEmpty())
        return QWidget::eventFilter(watched, event);
    QPainter painter(m_view->viewport());
    painter.setPen(palette().color(QPalette::PlaceholderText));
    painter.drawText(m_view->viewport()->rect().adjusted(24, 24, -24, -24), Qt::AlignCenter | Qt::TextWordWrap, m_emptyText);
    return true;
}

void GlobalsPanel::retranslate()
{
    m_filter->setPlaceholderText(tr("Filter by name or key"));
    m_filter->setAccessibleName(tr("Filter by name or key"));
    m_view->setAccessibleName(tr("Global variables"));
    m_reset->setText(tr("Reset"));
    m_reset->setToolTip(tr("Puts the variables back to what they were when the script began"));
    m_copy->setText(tr("&Copy"));
    m_edit->setText(tr("&Change the Value"));
    m_delete->setText(tr("&Delete or Empty"));
    m_emptyText = tr("The global variables of a running script appear here, with how they change.");
    Q_EMIT m_model->headerDataChanged(Qt::Horizontal, 0, GlobalsModel::Columns - 1);
    m_view->viewport()->update();
}

void GlobalsPanel::changeEvent(QEvent *event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::LanguageChange)
        retranslate();
}

}
