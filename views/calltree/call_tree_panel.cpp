// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "views/calltree/call_tree_panel.h"

#include "views/live/live_trace.h"
#include "views/panel_bar.h"
#include "views/time_text.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QToolButton>

namespace tapscope::views {

CallTreePanel::CallTreePanel(LiveTrace *trace, QWidget *parent)
    : QWidget(parent)
    , m_trace(trace)
    , m_model(new CallTreeModel(trace->tree(), trace->rows(), this))
    , m_view(new CallTreeView(m_model, this))
    , m_filter(new QLineEdit(this))
    , m_counts(new QLabel(this))
    , m_followButton(new QToolButton(this))
{
    QHBoxLayout *bar = addBarAbove(m_view, this);
    bar->addWidget(m_filter, 1);
    bar->addWidget(m_counts);
    bar->addWidget(m_followButton);
    makeSearchField(m_filter, 46);
    bar->insertStretch(1, 1);
    m_followButton->setCheckable(true);
    m_followButton->setChecked(true);
    m_followButton->setToolButtonStyle(Qt::ToolButtonTextOnly);
    setFocusProxy(m_view);

    m_filterDelay.setSingleShot(true);
    m_filterDelay.setInterval(150);
    connect(&m_filterDelay, &QTimer::timeout, this, &CallTreePanel::applyFilter);
    connect(m_filter, &QLineEdit::textChanged, this, [this] { m_filterDelay.start(); });
    connect(m_filter, &QLineEdit::returnPressed, this, [this] {
        applyFilter();
        m_view->setFocus();
    });
    connect(m_view, &CallTreeView::filterRequested, this, &CallTreePanel::setFilter);
    connect(m_view, &CallTreeView::followChanged, m_followButton, &QToolButton::setChecked);
    connect(m_followButton, &QToolButton::toggled, m_view, &CallTreeView::setFollow);
    connect(trace, &LiveTrace::changed, this, &CallTreePanel::onChanged);
    connect(trace, &LiveTrace::cleared, this, [this] {
        m_model->reset();
        m_view->setFollow(true);
        onChanged();
    });
    retranslate();
}

void CallTreePanel::setFilter(const QString &text)
{
    m_filter->setText(text);
    m_filterDelay.stop();
    applyFilter();
}

void CallTreePanel::applyFilter()
{
    if (m_model->filter() == m_filter->text())
        return;
    m_model->setFilter(m_filter->text());
    if (m_view->current())
        m_view->setCurrent(*m_view->current());
    retranslate();
    m_view->refresh();
    showCounts();
}

void CallTreePanel::setRunning(bool running)
{
    m_running = running;
    retranslate();
    showCounts();
}

void CallTreePanel::onChanged()
{
    m_view->refresh();
    showCounts();
}

void CallTreePanel::showCounts()
{
    const auto &tree = m_trace->tree();
    QStringList parts;
    if (tree.callCount() > 0)
        parts << tr("%1 call(s)", nullptr, pluralOf(tree.callCount())).arg(countText(tree.callCount()));
    if (tree.healedCount() > 0)
        parts << tr("%1 without return ◌").arg(countText(tree.healedCount()));
    if (m_trace->paused() && m_trace->backlog() > 0)
        parts << tr("paused, %1 events waiting").arg(countText(m_trace->backlog()));
    else if (m_trace->backlog() > 100'000)
        parts << tr("%1 events waiting").arg(countText(m_trace->backlog()));
    m_counts->setText(parts.join(QStringLiteral("  ·  ")));
}

void CallTreePanel::retranslate()
{
    m_filter->setPlaceholderText(tr("Filter by function or arguments"));
    m_filter->setAccessibleName(tr("Filter of the call tree"));
    m_followButton->setText(tr("↓ Follow"));
    m_followButton->setToolTip(tr("Keeps the newest call in sight. Scrolling up stops it"));
    if (!m_model->filter().isEmpty())
        m_view->setEmptyText(tr("No call matches the filter “%1”.").arg(m_model->filter()));
    else if (m_running)
        m_view->setEmptyText(tr("Waiting for the first call…"));
    else
        m_view->setEmptyText(tr("Calls appear here when a script prints with thread_indent().\nRun one with Ctrl+R."));
}

void CallTreePanel::changeEvent(QEvent *event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::LanguageChange) {
        retranslate();
        showCounts();
    }
}

QStringList CallTreePanel::textRows(int lines) const
{
    QStringList out;
    for (int row = 0; row < std::min(lines, m_model->rowCount()); ++row) {
        const auto at = m_model->rowAt(row);
        const auto cell = [&](int column) { return m_model->text(at, column); };
        QString line = QString(m_model->depth(at) * 2, u' ') + m_model->facts().marks(at) + cell(CallTreeModel::CallColumn);
        for (const int column : {CallTreeModel::ArgumentsColumn, CallTreeModel::ReturnsColumn, CallTreeModel::InclusiveColumn,
                                 CallTreeModel::SelfColumn}) {
            const QString text = cell(column);
            if (!text.isEmpty())
                line += (column == CallTreeModel::ReturnsColumn ? QStringLiteral("  = ") : QStringLiteral("  ")) + text;
        }
        out << line;
    }
    return out;
}

}
