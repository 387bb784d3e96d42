// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

// The main window's actions for finding places to probe.

#include "app/gui/action_set.h"
#include "app/gui/document_area.h"
#include "app/gui/exploration.h"
#include "app/gui/main_window.h"
#include "editor/editor_pane.h"
#include "editor/script_editor.h"

namespace tapscope::app {

void MainWindow::makeExploreActions()
{
    m_actions->add({"locate", QT_TR_NOOP("&Find Anything…"),
                    QT_TR_NOOP("Finds functions, files, tracepoints, marks, the tapset and commands by a few letters"), "Ctrl+K"},
                   [this] { m_exploration->locate(); });
    m_actions->add({"commands", QT_TR_NOOP("Find &Command…"), QT_TR_NOOP("Finds a command of this program by a few letters"),
                    "Ctrl+Alt+I"},
                   [this] { m_exploration->locate(QStringLiteral("> ")); });
    m_actions->add({"findInScripts", QT_TR_NOOP("Find in &Scripts…"),
                    QT_TR_NOOP("Finds text in the scripts of this folder and in the tapset"), "Ctrl+Shift+F"},
                   [this] {
                       const editor::EditorPane *pane = m_documents->current();
                       const QString selected = pane ? pane->editor()->selectedText() : QString();
                       m_exploration->locate(QStringLiteral("g ") + (selected.contains(u'\n') ? QString() : selected));
                   });
    m_actions->add({"showBrowser", QT_TR_NOOP("Probe &Browser"),
                    QT_TR_NOOP("Shows all that can be probed, to search and to open"), "Alt+9", "find"},
                   [this] { m_exploration->showBrowser(); });
    m_actions->add({"showSource", QT_TR_NOOP("&Source"), QT_TR_NOOP("Shows the program's source, to set probes on its lines"),
                    "Alt+0"},
                   [this] { m_exploration->showSources(); });
    m_actions->add({"toggleProbe", QT_TR_NOOP("&Probe This Line"),
                    QT_TR_NOOP("Sets the probe of the current source line, or takes it away"), "F9"},
                   [this] { m_exploration->toggleProbe(); });
    m_actions->add({"addProgram", QT_TR_NOOP("&Add Program…"), QT_TR_NOOP("Shows a program or library in the probe browser")},
                   [this] { m_exploration->addProgram(); });
    m_actions->add({"chooseKernel", QT_TR_NOOP("Browse Another &Kernel…"),
                    QT_TR_NOOP("Shows a kernel that does not run here in the probe browser, by its debuginfo")},
                   [this] { m_exploration->chooseKernel(); });
}

}
