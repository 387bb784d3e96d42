// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/gui/assistance.h"

#include "app/gui/document_area.h"
#include "app/gui/main_window.h"
#include "editor/assist/assistant.h"
#include "editor/assist/outline_view.h"
#include "editor/assist/places_list.h"
#include "editor/editor_pane.h"
#include "editor/script_editor.h"
#include "editor/translated.h"

#include <QDockWidget>
#include <QLineEdit>

namespace tapscope::app {

using editor::EditorPane;

namespace {

constexpr size_t mostStops = 100;

services::WorkspaceOptions workspaceOptions(analysis::Options options)
{
    services::WorkspaceOptions made;
    made.analysis = std::move(options);
    made.translate = [](const Text &text) { return editor::translated(text).toStdString(); };
    return made;
}

}

Assistance::Assistance(MainWindow *window)
    : QObject(window)
    , m_window(window)
    , m_workspace(std::make_shared<services::Workspace>(workspaceOptions({})))
    , m_outline(new editor::OutlineView(window))
    , m_places(new editor::PlacesList(window))
    , m_outlineDock(new QDockWidget(window))
    , m_placesDock(new QDockWidget(window))
{
    m_outlineDock->setObjectName(QStringLiteral("outline"));
    m_outlineDock->setWidget(m_outline);
    window->addDockWidget(Qt::RightDockWidgetArea, m_outlineDock);
    m_outlineDock->hide();
    m_placesDock->setObjectName(QStringLiteral("uses"));
    m_placesDock->setWidget(m_places);
    window->addDockWidget(Qt::BottomDockWidgetArea, m_placesDock);
    m_placesDock->hide();
    connect(m_places, &editor::PlacesList::placeWanted, this, &Assistance::goTo);
    connect(window->documents(), &DocumentArea::paneAdded, this, &Assistance::equip);
    connect(window->documents(), &DocumentArea::currentPaneChanged, this,
            [this](EditorPane *pane) { m_outline->setOutline(pane ? pane->assistant().outline : nullptr); });
    retranslate();
}

void Assistance::configure(analysis::Options options)
{
    std::string key = options.targetProgram + '\0' + std::to_string(options.targetPid) + '\0' + std::to_string(options.hasTarget)
        + '\0' + options.parse.kernelRelease;
    for (const std::string &argument : options.parse.arguments)
        key += '\0' + argument;
    if (key == m_configured)
        return;
    m_configured = std::move(key);
    m_workspace->setOptions(workspaceOptions(std::move(options)));
    for (EditorPane *pane : m_window->documents()->panes())
        pane->recheck();
}

void Assistance::equip(EditorPane *pane)
{
    pane->setWorkspace(m_workspace);
    const auto *navigator = pane->assistant().navigator;
    connect(navigator, &editor::Navigator::leaving, this, [this, pane](int line, int column) {
        m_back.push_back({pane->path(), pane, line, column});
        if (m_back.size() > mostStops)
            m_back.erase(m_back.begin());
        m_forward.clear();
    });
    connect(navigator, &editor::Navigator::placeWanted, this, &Assistance::goTo);
    connect(navigator, &editor::Navigator::placesFound, this, [this](const QString &, const QList<editor::Place> &places) {
        m_places->setPlaces(places);
        m_placesDock->show();
        m_placesDock->raise();
        m_places->setFocus(Qt::OtherFocusReason);
    });
}

void Assistance::goTo(const QString &path, int line, int column)
{
    DocumentArea *documents = m_window->documents();
    EditorPane *pane = documents->paneOf(path);
    EditorPane *current = documents->current();
    // A script that was never saved is known by its title.
    if (!pane && current && current->path().isEmpty() && current->title() == path)
        pane = current;
    if (!pane) {
        documents->openReference(path, line, column);
        return;
    }
    documents->setCurrentWidget(pane);
    pane->editor()->goTo(line, column);
    pane->editor()->setFocus(Qt::OtherFocusReason);
}

Assistance::Stop Assistance::here() const
{
    EditorPane *pane = m_window->documents()->current();
    if (!pane)
        return {};
    int line = 0;
    int index = 0;
    pane->editor()->getCursorPosition(&line, &index);
    return {pane->path(), pane, line + 1, index + 1};
}

bool Assistance::visit(const Stop &stop)
{
    if (stop.pane) {
        m_window->documents()->setCurrentWidget(stop.pane);
        stop.pane->editor()->goTo(stop.line, stop.column);
        stop.pane->editor()->setFocus(Qt::OtherFocusReason);
        return true;
    }
    if (stop.path.isEmpty())
        return false;
    goTo(stop.path, stop.line, stop.column);
    return true;
}

void Assistance::back()
{
    while (!m_back.empty()) {
        const Stop stop = m_back.back();
        m_back.pop_back();
        const Stop from = here();
        if (visit(stop)) {
            m_forward.push_back(from);
            return;
        }
    }
}

void Assistance::forward()
{
    while (!m_forward.empty()) {
        const Stop stop = m_forward.back();
        m_forward.pop_back();
        const Stop from = here();
        if (visit(stop)) {
            m_back.push_back(from);
            return;
        }
    }
}

void Assistance::showOutline()
{
    m_outlineDock->show();
    m_outlineDock->raise();
    m_outline->field()->setFocus(Qt::ShortcutFocusReason);
    m_outline->field()->selectAll();
}

void Assistance::resetLayout(QDockWidget *beside)
{
    m_outlineDock->setFloating(false);
    m_window->addDockWidget(Qt::RightDockWidgetArea, m_outlineDock);
    m_outlineDock->hide();
    m_placesDock->setFloating(false);
    m_window->addDockWidget(Qt::BottomDockWidgetArea, m_placesDock);
    m_window->tabifyDockWidget(beside, m_placesDock);
    m_placesDock->hide();
}

void Assistance::retranslate()
{
    m_outlineDock->setWindowTitle(tr("Outline"));
    m_placesDock->setWindowTitle(tr("Uses"));
}

}
