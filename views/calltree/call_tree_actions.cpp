// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

// The keys of the call tree: which there are, and what each does.

#include "views/calltree/call_tree_view.h"

#include <QAction>
#include <QClipboard>
#include <QContextMenuEvent>
#include <QGuiApplication>
#include <QMenu>

namespace tapscope::views {

namespace {

constexpr size_t mostCopiedLines = 200'000;

}

void CallTreeView::makeActions()
{
    const auto add = [this](const char *text, const char *toolTip, const QList<QKeySequence> &keys, auto &&what) {
        auto *action = new QAction(this);
        action->setShortcuts(keys);
        action->setShortcutContext(Qt::WidgetShortcut);
        connect(action, &QAction::triggered, this, what);
        addAction(action);
        m_actions.push_back({action, text, toolTip});
    };
    const auto key = [](auto k) { return QList<QKeySequence>{QKeySequence(k)}; };
    add(QT_TR_NOOP("Open"), QT_TR_NOOP("Opens the call, or goes to its first inner call"), key(Qt::Key_Right),
        &CallTreeView::expand);
    add(QT_TR_NOOP("Close"), QT_TR_NOOP("Closes the call, or goes to its caller"), key(Qt::Key_Left), &CallTreeView::collapse);
    add(QT_TR_NOOP("Open All Below"), QT_TR_NOOP("Opens the call and everything below it"), key(Qt::SHIFT | Qt::Key_Right),
        &CallTreeView::expandBelow);
    add(QT_TR_NOOP("Close All Below"), QT_TR_NOOP("Closes the call and everything below it"), key(Qt::SHIFT | Qt::Key_Left),
        &CallTreeView::collapseBelow);
    add(QT_TR_NOOP("Hottest Inner Call"), QT_TR_NOOP("Goes to the inner call that took longest"), key(Qt::Key_H),
        &CallTreeView::followHottest);
    add(QT_TR_NOOP("Next in Time"), QT_TR_NOOP("Goes to the next call in time, in any thread"), key(Qt::Key_N),
        &CallTreeView::nextInTime);
    add(QT_TR_NOOP("Previous in Time"), QT_TR_NOOP("Goes to the previous call in time, in any thread"), key(Qt::Key_P),
        &CallTreeView::previousInTime);
    add(QT_TR_NOOP("Show Source"), QT_TR_NOOP("Shows where the function is written"),
        {QKeySequence(Qt::Key_Return), QKeySequence(Qt::Key_Enter)}, [this] {
            if (m_current)
                Q_EMIT activated(*m_current);
        });
    add(QT_TR_NOOP("Only This Function"), QT_TR_NOOP("Shows only calls of this function, and their callers"), key(Qt::Key_F),
        [this] {
            if (m_current && !m_model->facts().isThread(*m_current))
                Q_EMIT filterRequested(m_model->text(*m_current, CallTreeModel::CallColumn));
        });
    add(QT_TR_NOOP("All Functions"), QT_TR_NOOP("Takes the filter away"), key(Qt::SHIFT | Qt::Key_F),
        [this] { Q_EMIT filterRequested(QString()); });
    add(QT_TR_NOOP("Copy Subtree"), QT_TR_NOOP("Copies the call and everything below it as text"),
        {QKeySequence(QKeySequence::Copy)}, &CallTreeView::copy);
    retranslate();
}

void CallTreeView::retranslate()
{
    setAccessibleName(tr("Call tree"));
    setAccessibleDescription(tr("The calls of each thread, in order of time. Arrow keys move, right and left open and close."));
    for (const NamedAction &named : m_actions) {
        named.action->setText(tr(named.text));
        named.action->setToolTip(tr(named.toolTip));
    }
}

void CallTreeView::expand()
{
    if (!m_current || !m_model->hasInner(*m_current))
        return;
    if (m_model->isExpanded(*m_current))
        step(1);
    else
        keepingPlace([this] { m_model->setExpanded(*m_current, true); });
}

void CallTreeView::collapse()
{
    if (!m_current)
        return;
    if (m_model->hasInner(*m_current) && m_model->isExpanded(*m_current))
        keepingPlace([this] { m_model->setExpanded(*m_current, false); });
    else if (const auto above = m_model->facts().parent(*m_current))
        setCurrent(*above);
}

void CallTreeView::expandBelow()
{
    if (m_current)
        keepingPlace([this] { m_model->setExpandedBelow(*m_current, true); });
}

void CallTreeView::collapseBelow()
{
    if (m_current)
        keepingPlace([this] { m_model->setExpandedBelow(*m_current, false); });
}

void CallTreeView::followHottest()
{
    if (!m_current)
        return;
    if (const auto child = m_model->facts().hottestChild(*m_current)) {
        if (!m_model->isExpanded(*m_current))
            m_model->setExpanded(*m_current, true);
        setCurrent(*child);
    }
}

void CallTreeView::nextInTime()
{
    if (const auto next = m_current ? m_model->facts().nextInTime(*m_current) : std::nullopt)
        setCurrent(*next);
}

void CallTreeView::previousInTime()
{
    if (const auto previous = m_current ? m_model->facts().previousInTime(*m_current) : std::nullopt)
        setCurrent(*previous);
}

QString CallTreeView::currentText() const
{
    if (!m_current)
        return {};
    return QString::fromStdString(trace::toText(m_model->facts().tree(), m_current->thread, m_current->call, mostCopiedLines));
}

void CallTreeView::copy()
{
    if (m_current)
        QGuiApplication::clipboard()->setText(currentText());
}

void CallTreeView::contextMenuEvent(QContextMenuEvent *event)
{
    if (!m_current)
        return;
    auto *menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    menu->addActions(actions());
    menu->popup(event->globalPos());
}

}
