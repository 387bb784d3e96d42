// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

// The main window's menus and keys.

#include "app/gui/action_set.h"
#include "app/gui/appearance.h"
#include "app/gui/assistance.h"
#include "app/gui/cheat_sheet.h"
#include "app/gui/document_area.h"
#include "app/gui/exploration.h"
#include "app/gui/files/files_panel.h"
#include "app/gui/icons.h"
#include "app/gui/language.h"
#include "app/gui/layouts.h"
#include "app/gui/main_window.h"
#include "app/gui/preferences.h"
#include "app/gui/probes/probes_panel.h"
#include "app/gui/settings.h"
#include "app/gui/status_line.h"
#include "app/gui/translation/translation_panel.h"
#include "editor/code_font.h"
#include "editor/editor_pane.h"
#include "editor/find_bar.h"
#include "editor/script_editor.h"
#include "views/calltree/call_tree_panel.h"
#include "views/console/console_panel.h"
#include "views/console/console_view.h"
#include "views/globals/globals_panel.h"
#include "views/live/live_trace.h"

#include <QActionGroup>
#include <QDir>
#include <QDockWidget>
#include <QLineEdit>
#include <QMenuBar>
#include <QMessageBox>
#include <QRegularExpression>
#include <QStackedWidget>

namespace tapscope::app {

using editor::EditorPane;

void MainWindow::makeActions()
{
    makeFileActions();
    makeEditActions();
    makeExploreActions();
    makeRunActions();
    makeViewActions();
    makeMenus();
    for (const char *name : {"check", "run", "pause", "stop"})
        m_runBar->addAction((*m_actions)[name]);
    m_runBar->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    m_runBar->setIconSize(QSize(18, 18));
}

void MainWindow::makeFileActions()
{
    m_actions->add({"new", QT_TR_NOOP("&New Script"), QT_TR_NOOP("Starts an empty script"), "Ctrl+N", "new"},
                   [this] { m_documents->newScript(); });
    m_actions->add({"open", QT_TR_NOOP("&Open…"), QT_TR_NOOP("Opens a script from a file"), "Ctrl+O", "open"},
                   [this] { openDialog(); });
    m_actions->add({"save", QT_TR_NOOP("&Save"), QT_TR_NOOP("Saves the script"), "Ctrl+S", "save"}, [this] {
        if (EditorPane *pane = m_documents->current())
            m_documents->save(pane);
    });
    m_actions->add({"saveAs", QT_TR_NOOP("Save &As…"), QT_TR_NOOP("Saves the script in another file"), "Ctrl+Shift+S"}, [this] {
        if (EditorPane *pane = m_documents->current())
            m_documents->saveAs(pane);
    });
    m_actions->add({"saveAll", QT_TR_NOOP("Save A&ll"), QT_TR_NOOP("Saves every script that has changes"), "Ctrl+Alt+S"},
                   [this] { m_documents->saveAll(); });
    m_actions->add({"reopen", QT_TR_NOOP("Reopen Closed Scri&pt"), QT_TR_NOOP("Opens the script again that was closed last"),
                    "Ctrl+Shift+T"},
                   [this] { m_documents->reopenClosed(); });
    m_actions->add({"nextTab", QT_TR_NOOP("Ne&xt Script"), QT_TR_NOOP("Shows the next tab"), "Ctrl+Tab Ctrl+PgDown"},
                   [this] { m_documents->showNeighbour(1); });
    m_actions->add({"previousTab", QT_TR_NOOP("Pre&vious Script"), QT_TR_NOOP("Shows the tab before"),
                    "Ctrl+Shift+Tab Ctrl+PgUp"},
                   [this] { m_documents->showNeighbour(-1); });
    m_actions->add({"close", QT_TR_NOOP("&Close Script"), QT_TR_NOOP("Closes the script's tab"), "Ctrl+W"}, [this] {
        if (EditorPane *pane = m_documents->current())
            m_documents->closePane(pane);
    });
    m_actions->add({"quit", QT_TR_NOOP("&Quit"), QT_TR_NOOP("Ends the program; a run is stopped first"), "Ctrl+Q"},
                   [this] { close(); });
}

void MainWindow::makeRunActions()
{
    m_actions->add({"check", QT_TR_NOOP("&Check"),
                    QT_TR_NOOP("Translates the script and has the kernel verify it, without running it"), "Ctrl+B", "check"},
                   [this] { check(); });
    m_actions->add({"run", QT_TR_NOOP("&Run"), QT_TR_NOOP("Runs the script and shows what it sees"), "Ctrl+R", "run"},
                   [this] { run(); });
    m_actions->add({"pause", QT_TR_NOOP("&Pause"), QT_TR_NOOP("Freezes the display; the program and the script run on"), "F5",
                    "pause", true},
                   [this] { setPaused((*m_actions)["pause"]->isChecked()); });
    m_actions->add({"armProbe", QT_TR_NOOP("Take Probe &Off or Put It Back"),
                    QT_TR_NOOP("Takes the running script's probe at the cursor off, or puts it back on"), "Ctrl+F9"},
                   [this] { armHere(); });
    m_actions->addSetting({"inlinedCalls", QT_TR_NOOP("Show &Inlined Calls in Stacks"),
                           QT_TR_NOOP(
                               "From the next run on, stacks of programs show the calls that were inlined, which SystemTap "
                               "leaves out"),
                           "Ctrl+Alt+C"},
                          QStringLiteral("run/inlinedCalls"), false);
    m_actions->add({"stop", QT_TR_NOOP("&Stop"), QT_TR_NOOP("Ends the run and takes all probes off"), "Shift+F5", "stop"},
                   [this] { stop(); });
}

void MainWindow::makeViewActions()
{
    m_actions->add({"showProblems", QT_TR_NOOP("&Problems"), QT_TR_NOOP("Shows what is wrong with the script"), "Alt+1",
                    "problems"},
                   [this] {
                       raise("problems");
                       dock("problems")->widget()->setFocus();
                   });
    m_actions->add({"showConsole", QT_TR_NOOP("&Console"), QT_TR_NOOP("Shows what the script prints"), "Alt+2", "console"},
                   [this] {
                       raise("console");
                       m_console->view()->setFocus();
                   });
    m_actions->add({"showCallTree", QT_TR_NOOP("Call &Tree"), QT_TR_NOOP("Shows the calls as a tree"), "Alt+3", "calltree"},
                   [this] {
                       raise("calltree");
                       m_callTree->view()->setFocus();
                   });
    m_actions->add({"showGlobals", QT_TR_NOOP("&Globals"), QT_TR_NOOP("Shows the script's global variables while it runs"),
                    "Alt+4", "globals"},
                   [this] {
                       raise("globals");
                       m_globals->setFocus();
                   });
    m_actions->add({"showProbes", QT_TR_NOOP("&Hits"),
                    QT_TR_NOOP("Shows the probes of the running script, with their hits and losses, and takes them off"),
                    "Alt+5"},
                   [this] {
                       raise("probes");
                       m_probes->setFocus();
                   });
    m_actions->add({"showTranslation", QT_TR_NOOP("T&ranslation"),
                    QT_TR_NOOP("Shows what becomes of the script: typed blocks, and instructions for the kernel"), "Alt+6"},
                   [this] {
                       raise("translation");
                       m_translation->setFocus();
                   });
    m_actions->add({"showFiles", QT_TR_NOOP("&Files"),
                    QT_TR_NOOP("Shows the files that the running script offers, to read them and to write to them"), "Alt+7"},
                   [this] {
                       raise("files");
                       m_files->setFocus();
                   });
    const auto zoom = [this](auto what) {
        return [this, what] {
            if (EditorPane *pane = m_documents->current())
                what(pane->editor());
        };
    };
    m_actions->add({"zoomIn", QT_TR_NOOP("Zoom &In"), QT_TR_NOOP("Makes the script's text larger"), "Ctrl++ Ctrl+="},
                   zoom([](auto *e) { e->zoomIn(); }));
    m_actions->add({"zoomOut", QT_TR_NOOP("Zoom &Out"), QT_TR_NOOP("Makes the script's text smaller"), "Ctrl+-"},
                   zoom([](auto *e) { e->zoomOut(); }));
    m_actions->add({"zoomReset", QT_TR_NOOP("&Normal Size"), QT_TR_NOOP("Gives the script's text its usual size"), "Ctrl+0"},
                   zoom([](auto *e) { e->resetZoom(); }));
    m_actions->add({"resetLayout", QT_TR_NOOP("&Reset Layout"),
                    QT_TR_NOOP("Puts all parts of the window back where they were at first")},
                   [this] { m_layouts->reset(); });
    auto *layouts = new QActionGroup(this);
    const auto layout = [&](const ActionSet::Spec &spec, Layouts::Kind kind) {
        QAction *action = m_actions->add(spec, [this, kind] { m_layouts->show(kind); });
        layouts->addAction(action);
    };
    layout({"layoutWrite", QT_TR_NOOP("&Write"), QT_TR_NOOP("Arranges the window to write a script"), "Ctrl+1", "", true},
           Layouts::Kind::Write);
    layout({"layoutTrace", QT_TR_NOOP("&Trace"), QT_TR_NOOP("Arranges the window to watch a run"), "Ctrl+2", "", true},
           Layouts::Kind::Trace);
    layout({"layoutSource", QT_TR_NOOP("&Read Sources"), QT_TR_NOOP("Arranges the window to read the source of a program"),
            "Ctrl+3", "", true},
           Layouts::Kind::Source);
    m_actions->add({"maximise", QT_TR_NOOP("Fill the &Window"),
                    QT_TR_NOOP("The part with the focus fills the window, or gives the room back"), "Ctrl+Shift+M"},
                   [this] { m_layouts->toggleMaximised(); });
    m_actions->add({"welcome", QT_TR_NOOP("&Welcome Page"),
                    QT_TR_NOOP("Shows the first page, with examples and what this machine offers")},
                   [this] { showWelcome(); });
    m_actions->add({"preferences", QT_TR_NOOP("&Preferences…"), QT_TR_NOOP("Font, appearance, language and keys"), "Ctrl+Alt+P"},
                   [this] { showPreferences(); });
    m_actions->add({"keys", QT_TR_NOOP("&Keys"), QT_TR_NOOP("Lists all keys"), "? F1", "keyboard"}, [this] { showKeys(); });
    m_actions->add({"about", QT_TR_NOOP("&About Tapscope"), QT_TR_NOOP("Version and licence")}, [this] { about(); });

    const auto store = settings();
    auto *appearances = new QActionGroup(this);
    const auto appearance = [&](const ActionSet::Spec &spec, Appearance which) {
        QAction *action = m_actions->add(spec, [which] {
            settings()->setValue(QStringLiteral("window/appearance"), static_cast<int>(which));
            setAppearance(which);
        });
        appearances->addAction(action);
        action->setChecked(store->value(QStringLiteral("window/appearance"), 0).toInt() == static_cast<int>(which));
    };
    appearance({"appearanceDesktop", QT_TR_NOOP("As the &Desktop"), QT_TR_NOOP("Light or dark, as the desktop is"), "", "", true},
               Appearance::Desktop);
    appearance({"appearanceLight", QT_TR_NOOP("&Light"), QT_TR_NOOP("Dark text on light ground"), "", "", true},
               Appearance::Light);
    appearance({"appearanceDark", QT_TR_NOOP("D&ark"), QT_TR_NOOP("Light text on dark ground"), "", "", true}, Appearance::Dark);
}

void MainWindow::makeMenus()
{
    const auto menu = [this](const char *title) {
        QMenu *made = menuBar()->addMenu(QString());
        m_menus.push_back({made, title});
        return made;
    };
    const auto fill = [this](QMenu *of, std::initializer_list<const char *> names) {
        for (const char *name : names)
            *name ? of->addAction((*m_actions)[name]) : (void)of->addSeparator();
    };
    QMenu *file = menu(QT_TR_NOOP("&File"));
    fill(file, {"new", "open"});
    m_recent = file->addMenu(QString());
    m_menus.push_back({m_recent, QT_TR_NOOP("Open &Recent")});
    fill(file, {"reopen", "", "save", "saveAs", "saveAll", "", "nextTab", "previousTab", "", "close", "quit"});
    fillEditMenu(menu(QT_TR_NOOP("&Edit")));
    fill(menu(QT_TR_NOOP("&Probes")),
         {"locate", "commands", "", "showBrowser", "showSource", "", "toggleProbe", "addProgram", "chooseKernel"});
    fill(menu(QT_TR_NOOP("&Run")), {"check", "run", "", "pause", "stop", "", "armProbe", "", "inlinedCalls"});
    QMenu *view = menu(QT_TR_NOOP("&View"));
    fill(view,
         {"showProblems", "showConsole", "showCallTree", "showGlobals", "showProbes", "showTranslation", "showFiles", "",
          "zoomIn", "zoomOut", "zoomReset", ""});
    QMenu *look = view->addMenu(QString());
    m_menus.push_back({look, QT_TR_NOOP("&Appearance")});
    fill(look, {"appearanceDesktop", "appearanceLight", "appearanceDark"});
    QMenu *language = view->addMenu(QString());
    m_menus.push_back({language, QT_TR_NOOP("&Language")});
    auto *group = new QActionGroup(this);
    for (const QString &code : languages()) {
        // A language is named in itself, so that who needs it can read it.
        QAction *action = language->addAction(languageName(code), this, [code] {
            settings()->setValue(QStringLiteral("window/language"), code);
            setLanguage(code);
        });
        action->setCheckable(true);
        action->setChecked(code == currentLanguage());
        action->setObjectName(u"language_" + code);
        group->addAction(action);
    }
    QMenu *layout = view->addMenu(QString());
    m_menus.push_back({layout, QT_TR_NOOP("La&yout")});
    fill(layout, {"layoutWrite", "layoutTrace", "layoutSource", "", "maximise", "resetLayout"});
    fill(view, {"", "preferences"});
    fill(menu(QT_TR_NOOP("&Help")), {"welcome", "keys", "", "about"});
    fillRecent();
}

void MainWindow::retranslate()
{
    m_actions->retranslate();
    for (const NamedMenu &named : m_menus)
        named.menu->setTitle(tr(named.title));
    for (QAction *action : findChildren<QAction *>(QRegularExpression(QStringLiteral("^language_"))))
        action->setChecked(action->objectName() == u"language_" + currentLanguage());
    dock("problems")->setWindowTitle(tr("Problems"));
    dock("console")->setWindowTitle(tr("Console"));
    dock("calltree")->setWindowTitle(tr("Call tree"));
    m_exploration->retranslate();
    m_assistance->retranslate();
    dock("globals")->setWindowTitle(tr("Globals"));
    dock("probes")->setWindowTitle(tr("Hits"));
    dock("translation")->setWindowTitle(tr("Translation"));
    dock("files")->setWindowTitle(filesTitle());
    showProblems();
    fillRecent();
    m_status->clearMessage();
}

/// Says how many there are: a tab behind others is found by it.
QString MainWindow::filesTitle() const
{
    const int count = m_files->count();
    return count > 0 ? tr("Files (%1)").arg(count) : tr("Files");
}

void MainWindow::fillRecent()
{
    if (!m_recent)
        return;
    m_recent->clear();
    const QStringList files = m_documents->recentFiles();
    for (const QString &path : files)
        m_recent->addAction(QDir::toNativeSeparators(path), this, [this, path] { m_documents->openFile(path); });
    if (!files.isEmpty()) {
        m_recent->addSeparator();
        m_recent->addAction(tr("Forget These"), m_documents, &DocumentArea::clearRecent);
    }
    m_recent->setEnabled(!files.isEmpty());
}

void MainWindow::updateActions()
{
    EditorPane *pane = m_documents->current();
    const bool running = m_bridge->running();
    // A source or a library file is only looked at.
    const bool own = pane && !pane->isReference();
    for (const char *name : {"close", "zoomIn", "zoomOut", "zoomReset"})
        (*m_actions)[name]->setEnabled(pane != nullptr);
    for (const char *name : {"save", "saveAs"})
        (*m_actions)[name]->setEnabled(own);
    (*m_actions)["saveAll"]->setEnabled(std::ranges::any_of(m_documents->panes(), &EditorPane::isModified));
    (*m_actions)["reopen"]->setEnabled(m_documents->canReopen());
    for (const char *name : {"nextTab", "previousTab"})
        (*m_actions)[name]->setEnabled(m_documents->count() > 1);
    for (const auto &[name, kind] :
         {std::pair("layoutWrite", Layouts::Kind::Write), std::pair("layoutTrace", Layouts::Kind::Trace),
          std::pair("layoutSource", Layouts::Kind::Source)})
        (*m_actions)[name]->setChecked(m_layouts->current() == kind);
    updateEditActions();
    (*m_actions)["check"]->setEnabled(own && !running);
    (*m_actions)["run"]->setEnabled(own && !running);
    (*m_actions)["stop"]->setEnabled(running && !m_bridge->stopping());
    (*m_actions)["armProbe"]->setEnabled(m_bridge->executing());
    (*m_actions)["pause"]->setEnabled(m_bridge->executing() || m_trace->paused());
    (*m_actions)["pause"]->setChecked(m_trace->paused());
}

void MainWindow::find()
{
    if (m_console->isAncestorOf(focusWidget()))
        m_console->findField()->setFocus(Qt::ShortcutFocusReason);
    else if (m_translation->isAncestorOf(focusWidget()))
        m_translation->findField()->setFocus(Qt::ShortcutFocusReason);
    else if (m_callTree->isAncestorOf(focusWidget()))
        m_callTree->filterField()->setFocus(Qt::ShortcutFocusReason);
    else if (EditorPane *pane = m_documents->current())
        pane->findBar()->open();
}

void MainWindow::backToEditor()
{
    EditorPane *pane = m_documents->current();
    if (!pane)
        return;
    m_centre->setCurrentWidget(m_documents);
    if (pane->findBar()->isVisible())
        pane->findBar()->close();
    pane->editor()->setFocus(Qt::OtherFocusReason);
}

void MainWindow::showKeys()
{
    QList<CheatSheet::Group> groups;
    const std::function<void(const QMenu *)> add = [&](const QMenu *menu) {
        const qsizetype at = groups.size();
        groups << CheatSheet::Group{menu->title(), {}};
        for (QAction *action : menu->actions()) {
            if (action->menu())
                add(action->menu());
            else if (!action->isSeparator())
                groups[at].actions << action;
        }
        if (groups[at].actions.isEmpty())
            groups.removeAt(at);
    };
    for (const QAction *top : menuBar()->actions())
        add(top->menu());
    groups << CheatSheet::Group{dock("calltree")->windowTitle(), m_callTree->view()->actions()};
    groups << CheatSheet::Group{dock("console")->windowTitle(), m_console->view()->actions()};
    auto *sheet = new CheatSheet(groups, this);
    sheet->setAttribute(Qt::WA_DeleteOnClose);
    sheet->open();
}

void MainWindow::showPreferences()
{
    auto *dialog = new Preferences(m_actions, this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &Preferences::codeFontChanged, this, &MainWindow::applyCodeFont);
    dialog->open();
}

void MainWindow::applyCodeFont()
{
    m_console->view()->setFont(editor::codeFont());
    for (EditorPane *pane : m_documents->panes())
        pane->editor()->applyTheme();
}

void MainWindow::about()
{
    auto *box = new QMessageBox(this);
    box->setAttribute(Qt::WA_DeleteOnClose);
    box->setWindowTitle(tr("About Tapscope"));
    box->setIconPixmap(icon(QStringLiteral("tapscope")).pixmap(QSize(64, 64), devicePixelRatio()));
    box->setText(u"<b>Tapscope " + QCoreApplication::applicationVersion() + u"</b>");
    box->setInformativeText(
        tr("An IDE for SystemTap scripts that runs them as eBPF.\n\n© 2026 The Tapscope developers\nLicence: GPL 3.0 or later"));
    box->open();
}

}
