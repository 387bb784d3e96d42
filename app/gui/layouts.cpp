// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/gui/layouts.h"

#include "app/gui/exploration.h"
#include "app/gui/main_window.h"
#include "app/gui/settings.h"

#include <QApplication>
#include <QDockWidget>

#include <algorithm>

namespace tapscope::app {

namespace {

const QString currentKey = QStringLiteral("window/layout");

QString stateKey(Layouts::Kind kind)
{
    return QStringLiteral("window/layout-%1").arg(static_cast<int>(kind));
}

}

Layouts::Layouts(MainWindow *window) : QObject(window), m_window(window) {}

void Layouts::show(Kind kind)
{
    giveRoomBack();
    if (kind == m_current)
        return;
    const auto store = settings();
    store->setValue(stateKey(m_current), m_window->saveState(version));
    m_current = kind;
    const QByteArray state = store->value(stateKey(kind)).toByteArray();
    if (state.isEmpty() || !m_window->restoreState(state, version))
        arrange();
}

void Layouts::reset()
{
    giveRoomBack();
    settings()->remove(stateKey(m_current));
    arrange();
}

void Layouts::arrange()
{
    m_window->resetLayout();
    Exploration *exploration = m_window->exploration();
    const auto lower = [this](int percent) {
        m_window->resizeDocks({m_window->dock("problems")}, {m_window->height() * percent / 100}, Qt::Vertical);
    };
    switch (m_current) {
    case Kind::Write: break;
    case Kind::Trace:
        exploration->browserDock()->hide();
        lower(65);
        break;
    case Kind::Source:
        exploration->sourceDock()->show();
        exploration->sourceDock()->raise();
        m_window->resizeDocks({exploration->sourceDock()}, {m_window->width() * 45 / 100}, Qt::Horizontal);
        lower(25);
        break;
    }
}

QDockWidget *Layouts::focusedDock() const
{
    for (QWidget *at = QApplication::focusWidget(); at; at = at->parentWidget()) {
        if (auto *dock = qobject_cast<QDockWidget *>(at))
            return dock;
    }
    return nullptr;
}

void Layouts::toggleMaximised()
{
    if (maximised()) {
        giveRoomBack();
        return;
    }
    const QPointer<QWidget> focus = QApplication::focusWidget();
    QDockWidget *kept = focusedDock();
    if (kept && kept->isFloating())
        return;
    m_before = m_window->saveState(version);
    const QList<QDockWidget *> beside = kept ? m_window->tabifiedDockWidgets(kept) : QList<QDockWidget *>();
    for (QDockWidget *dock : m_window->findChildren<QDockWidget *>()) {
        if (dock != kept && !beside.contains(dock) && !dock->isFloating())
            dock->hide();
    }
    m_window->centralWidget()->setVisible(!kept);
    if (focus)
        focus->setFocus(Qt::OtherFocusReason);
}

void Layouts::giveRoomBack()
{
    if (!maximised())
        return;
    const QPointer<QWidget> focus = QApplication::focusWidget();
    m_window->centralWidget()->show();
    m_window->restoreState(m_before, version);
    m_before.clear();
    if (focus)
        focus->setFocus(Qt::OtherFocusReason);
}

void Layouts::store()
{
    giveRoomBack();
    settings()->setValue(currentKey, static_cast<int>(m_current));
}

void Layouts::restore()
{
    m_current = static_cast<Kind>(std::clamp(settings()->value(currentKey, 0).toInt(), 0, static_cast<int>(Kind::Source)));
}

}
