// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/gui/main_window.h"

#include "app/gui/action_set.h"
#include "app/gui/assistance.h"
#include "app/gui/document_area.h"
#include "app/gui/document_recovery.h"
#include "app/gui/exploration.h"
#include "app/gui/files/files_panel.h"
#include "app/gui/icons.h"
#include "app/gui/layouts.h"
#include "app/gui/machine.h"
#include "app/gui/phase_strip.h"
#include "app/gui/preferences.h"
#include "app/gui/probes/probes_panel.h"
#include "app/gui/problems_panel.h"
#include "app/gui/settings.h"
#include "app/gui/status_line.h"
#include "app/gui/translation/translation_panel.h"
#include "app/gui/translation/translation_watch.h"
#include "app/gui/welcome_page.h"
#include "editor/code_font.h"
#include "editor/editor_pane.h"
#include "editor/lock_marks.h"
#include "editor/script_editor.h"
#include "views/calltree/call_tree_panel.h"
#include "views/console/console_panel.h"
#include "views/console/console_view.h"
#include "views/globals/globals_panel.h"
#include "views/live/live_trace.h"

#include <QCloseEvent>
#include <QDockWidget>
#include <QFileDialog>
#include <QHeaderView>
#include <QMimeData>
#include <QStackedWidget>
#include <QTabBar>

namespace tapscope::app {

using editor::EditorPane;

MainWindow::MainWindow(QWidget *parent)
    : QMainWindow(parent)
    , m_trace(new views::LiveTrace(this))
    , m_bridge(new SessionBridge(m_trace, this))
    , m_documents(new DocumentArea(this))
    , m_welcome(new WelcomePage(this))
    , m_centre(new QStackedWidget(this))
    , m_runBar(new RunBar(this))
    , m_phases(new PhaseStrip(this))
    , m_problems(new ProblemsPanel(this))
    , m_console(new views::ConsolePanel(m_trace, this))
    , m_globals(new views::GlobalsPanel(this))
    , m_callTree(new views::CallTreePanel(m_trace, this))
    , m_probes(new ProbesPanel(this))
    , m_files(new FilesPanel(this))
    , m_translation(new TranslationPanel(this))
    , m_translationWatch(new TranslationWatch(this, m_translation, [this] { return scriptOptions(); }))
    , m_status(new StatusLine(m_trace, this))
    , m_exploration(new Exploration(this))
    , m_assistance(new Assistance(this))
    , m_layouts(new Layouts(this))
    , m_actions(new ActionSet(this))
{
    setWindowIcon(icon(QStringLiteral("tapscope")));
    setAcceptDrops(true);
    setDockOptions(QMainWindow::AnimatedDocks | QMainWindow::AllowTabbedDocks | QMainWindow::AllowNestedDocks
                   | QMainWindow::GroupedDragging);
    setStatusBar(m_status);
    addToolBar(Qt::TopToolBarArea, m_runBar);
    m_runBar->setContextMenuPolicy(Qt::PreventContextMenu);

    auto *centre = new QWidget(this);
    auto *layout = new QVBoxLayout(centre);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(m_phases);
    layout->addWidget(m_centre, 1);
    m_centre->addWidget(m_welcome);
    m_centre->addWidget(m_documents);
    setCentralWidget(centre);
    Preferences::loadCodeFont();
    m_console->view()->setFont(editor::codeFont());

    makeDocks();
    makeActions();
    m_recovery = new DocumentRecovery(m_documents, DocumentRecovery::standardFolder());

    connect(m_documents, &DocumentArea::currentPaneChanged, this, &MainWindow::onCurrentPane);
    connect(m_documents, &DocumentArea::paneAdded, this, &MainWindow::onPaneAdded);
    connect(m_documents, &DocumentArea::paneProblemsChanged, this, [this](EditorPane *pane) {
        if (pane == m_documents->current())
            showProblems();
    });
    connect(m_documents, &DocumentArea::recentChanged, this, &MainWindow::fillRecent);
    connect(m_welcome, &WelcomePage::demoWanted, this, [this] {
        if (!runDemo())
            reportFailure({TAPSCOPE_TEXT("Diagnostics", "The demonstration program was not found."), {}},
                          {TAPSCOPE_TEXT("Diagnostics",
                                         "It is built beside this program. Choose another command to trace in the run bar."),
                           {}});
    });
    connect(m_welcome, &WelcomePage::newWanted, this, [this] { m_documents->newScript(); });
    connect(m_welcome, &WelcomePage::openWanted, this, &MainWindow::openDialog);
    connect(m_welcome, &WelcomePage::fileWanted, this, [this](const QString &path) { m_documents->openFile(path); });
    connect(m_welcome, &WelcomePage::exampleWanted, this, &MainWindow::exampleAsScript);
    connect(m_problems, &ProblemsPanel::activatedProblem, this, &MainWindow::goTo);
    connect(m_phases, &PhaseStrip::problemsWanted, this, [this] { raise("problems"); });
    connect(m_callTree->view(), &views::CallTreeView::activated, this, [this](const views::CallTreeView::Row &row) {
        const views::CallFacts &facts = m_callTree->model()->facts();
        if (facts.isThread(row))
            return;
        const QString place = m_bridge->placeOf(facts.call(row).site);
        const QString name = m_callTree->model()->text(row, views::CallTreeModel::CallColumn);
        if (m_exploration->showPlace(m_bridge->programOf(facts.call(row).site), place))
            return;
        m_status->showMessage(place.isEmpty() ? tr("%1: where it is written is not known (no debug information).").arg(name)
                                              : name + QStringLiteral("  –  ") + place);
    });
    connect(m_translation, &TranslationPanel::problemActivated, this, &MainWindow::goTo);
    connect(m_runBar, &RunBar::changed, this, [this] {
        configureServices();
        m_translationWatch->renew();
        updateActions();
    });
    connect(m_bridge, &SessionBridge::started, this, &MainWindow::updateActions);
    connect(m_bridge, &SessionBridge::phase, this, &MainWindow::onPhase);
    connect(m_bridge, &SessionBridge::problem, this, &MainWindow::onProblem);
    connect(m_bridge, &SessionBridge::counters, m_status, &StatusLine::setCounters);
    connect(m_bridge, &SessionBridge::globals, m_globals, &views::GlobalsPanel::setGlobals);
    connect(m_bridge, &SessionBridge::probes, m_probes, &ProbesPanel::setProbes);
    connect(m_bridge, &SessionBridge::readsInput, this, [this](bool reads) {
        if (reads)
            raise("console");
        m_console->setInputShown(reads);
    });
    connect(m_console, &views::ConsolePanel::inputGiven, m_bridge, &SessionBridge::input);
    connect(m_bridge, &SessionBridge::files, m_files, &FilesPanel::setFiles);
    connect(m_files, &FilesPanel::countChanged, this, [this] { dock("files")->setWindowTitle(filesTitle()); });
    connect(m_bridge, &SessionBridge::locks, this, [this](const std::vector<editor::SharedGlobals> &locks) {
        if (m_runPane)
            m_runPane->editor()->lockMarks()->setLocks(locks);
    });
    connect(m_bridge, &SessionBridge::asks, this, &MainWindow::askBeforeProbing);
    connect(m_bridge, &SessionBridge::failedPlaces, m_probes, &ProbesPanel::setFailedPlaces);
    connect(m_bridge, &SessionBridge::counters, m_probes, &ProbesPanel::setCounters);
    connect(m_bridge, &SessionBridge::problem, m_probes->model(), &ProbesModel::forgetWishes);
    connect(m_probes, &ProbesPanel::armWanted, m_bridge, &SessionBridge::arm);
    connect(m_probes, &ProbesPanel::probeActivated, this, [this](const ProbeFacts &probe) {
        if (!m_runPane || !m_documents->panes().contains(m_runPane.data()))
            return;
        m_documents->setCurrentWidget(m_runPane);
        m_runPane->editor()->goTo(probe.line);
        m_runPane->editor()->setFocus(Qt::OtherFocusReason);
    });
    connect(m_globals, &views::GlobalsPanel::editWanted, m_bridge, &SessionBridge::editGlobal);
    connect(m_globals, &views::GlobalsPanel::resetWanted, m_bridge, &SessionBridge::resetGlobals);
    connect(m_bridge, &SessionBridge::finished, this, &MainWindow::onFinished);

    m_runBar->restore();
    configureServices();
    resize(1280, 840);
    retranslate();
    resetLayout();
    restoreLayout();
    onCurrentPane(nullptr);
}

MainWindow::~MainWindow()
{
    // The session's thread uses the trace until it has ended.
    delete m_bridge;
}

void MainWindow::makeDocks()
{
    const auto add = [this](const char *name, QWidget *content) {
        auto *dock = new QDockWidget(this);
        dock->setObjectName(QString::fromLatin1(name));
        dock->setWidget(content);
        dock->setFeatures(QDockWidget::DockWidgetMovable | QDockWidget::DockWidgetFloatable | QDockWidget::DockWidgetClosable);
        // The tab says its name; a title bar is only needed while it floats.
        dock->setTitleBarWidget(new QWidget(dock));
        connect(dock, &QDockWidget::topLevelChanged, dock, [dock](bool floating) {
            QWidget *bare = dock->titleBarWidget();
            dock->setTitleBarWidget(floating ? nullptr : new QWidget(dock));
            delete bare;
        });
        addDockWidget(Qt::BottomDockWidgetArea, dock);
        m_docks.emplace_back(name, dock);
    };
    add("problems", m_problems);
    add("console", m_console);
    add("calltree", m_callTree);
    add("globals", m_globals);
    add("probes", m_probes);
    add("translation", m_translation);
    add("files", m_files);
    // A tab that is not in front counts as shown; its dock knows better.
    connect(dock("globals"), &QDockWidget::visibilityChanged, m_bridge, &SessionBridge::watchGlobals);
    connect(dock("translation"), &QDockWidget::visibilityChanged, m_translationWatch, &TranslationWatch::setWatched);
    setTabPosition(Qt::AllDockWidgetAreas, QTabWidget::North);
    setCorner(Qt::BottomLeftCorner, Qt::LeftDockWidgetArea);
    setCorner(Qt::BottomRightCorner, Qt::RightDockWidgetArea);
}

QDockWidget *MainWindow::dock(const char *name) const
{
    for (const auto &[id, dock] : m_docks) {
        if (id == name)
            return dock;
    }
    return nullptr;
}

void MainWindow::raise(const char *dockName)
{
    QDockWidget *of = dock(dockName);
    of->show();
    of->raise();
}

void MainWindow::resetLayout()
{
    for (const auto &[name, dock] : m_docks) {
        dock->setFloating(false);
        addDockWidget(Qt::BottomDockWidgetArea, dock);
        dock->show();
    }
    for (size_t i = 1; i < m_docks.size(); ++i)
        tabifyDockWidget(m_docks[i - 1].second, m_docks[i].second);
    raise("calltree");
    m_runBar->show();
    resizeDocks({m_docks[0].second}, {height() * 43 / 100}, Qt::Vertical);
    m_exploration->resetLayout();
    m_assistance->resetLayout(dock("problems"));
}

void MainWindow::storeLayout()
{
    m_layouts->store();
    const auto store = settings();
    store->setValue(QStringLiteral("window/geometry"), saveGeometry());
    store->setValue(QStringLiteral("window/state"), saveState(Layouts::version));
    store->setValue(QStringLiteral("window/callTreeHeader"), m_callTree->view()->header()->saveState());
}

void MainWindow::restoreLayout()
{
    m_layouts->restore();
    const auto store = settings();
    restoreGeometry(store->value(QStringLiteral("window/geometry")).toByteArray());
    restoreState(store->value(QStringLiteral("window/state")).toByteArray(), Layouts::version);
    m_callTree->view()->header()->restoreState(store->value(QStringLiteral("window/callTreeHeader")).toByteArray());
}

void MainWindow::openFiles(const QStringList &paths)
{
    for (const QString &path : paths)
        m_documents->openFile(path);
}

void MainWindow::restoreDocuments()
{
    m_documents->restoreSession();
    m_recovery->recover();
}

void MainWindow::openDialog()
{
    const auto store = settings();
    const QStringList files = QFileDialog::getOpenFileNames(
        this, tr("Open Script"), store->value(QStringLiteral("files/folder"), QDir::homePath()).toString(),
        tr("SystemTap scripts (*.stp);;All files (*)"));
    if (!files.isEmpty())
        store->setValue(QStringLiteral("files/folder"), QFileInfo(files.constFirst()).path());
    openFiles(files);
}

void MainWindow::exampleAsScript(const QString &resource)
{
    QFile file(resource);
    if (file.open(QIODevice::ReadOnly))
        m_documents->newScript(file.readAll(), QFileInfo(resource).fileName());
}

void MainWindow::showWelcome()
{
    m_centre->setCurrentWidget(m_welcome);
    setWindowTitle(QStringLiteral("Tapscope"));
    setWindowModified(false);
}

void MainWindow::onPaneAdded(EditorPane *pane)
{
    equipEditor(pane);
    connect(pane->editor(), &QsciScintilla::selectionChanged, this, &MainWindow::showPlace);
    connect(pane->editor(), &QsciScintilla::cursorPositionChanged, this, &MainWindow::showPlace);
    connect(pane->editor(), &QsciScintilla::SCN_UPDATEUI, this, [this](int updated) {
        if (updated & QsciScintilla::SC_UPDATE_SELECTION)
            showPlace();
    });
    connect(pane->editor(), &QsciScintilla::textChanged, this, [this, pane] {
        // What the last run complained of is about the text as it was.
        if (pane == m_runPane)
            m_runProblems.clear();
    });
    connect(pane->editor(), &QsciScintilla::copyAvailable, this, &MainWindow::updateActions);
}

void MainWindow::onCurrentPane(EditorPane *pane)
{
    m_centre->setCurrentWidget(pane ? static_cast<QWidget *>(m_documents) : m_welcome);
    setWindowTitle(pane ? pane->title() + QStringLiteral("[*] – Tapscope") : QStringLiteral("Tapscope"));
    setWindowModified(pane && pane->isModified());
    setWindowFilePath(QString());
    showPlace();
    showProblems();
    updateActions();
}

void MainWindow::showPlace()
{
    const EditorPane *pane = m_documents->current();
    if (!pane) {
        m_status->setPlace(0, 0);
        return;
    }
    int line = 0;
    int index = 0;
    pane->editor()->getCursorPosition(&line, &index);
    m_status->setPlace(line + 1, index + 1, pane->editor()->selectedCharacters(), pane->editor()->caretCount());
    m_translationWatch->followCaret();
}

void MainWindow::closeEvent(QCloseEvent *event)
{
    if (!m_closeWhenFinished && !m_documents->mayCloseAll()) {
        event->ignore();
        return;
    }
    if (m_bridge->running()) {
        // The probes are taken off first; the window goes when that is done.
        m_closeWhenFinished = true;
        stop();
        event->ignore();
        return;
    }
    m_documents->storeSession();
    m_runBar->remember();
    storeLayout();
    event->accept();
}

void MainWindow::changeEvent(QEvent *event)
{
    QMainWindow::changeEvent(event);
    if (event->type() == QEvent::LanguageChange)
        retranslate();
}

void MainWindow::dragEnterEvent(QDragEnterEvent *event)
{
    for (const QUrl &url : event->mimeData()->urls()) {
        if (url.isLocalFile()) {
            event->acceptProposedAction();
            return;
        }
    }
}

void MainWindow::dropEvent(QDropEvent *event)
{
    QStringList files;
    for (const QUrl &url : event->mimeData()->urls()) {
        if (url.isLocalFile())
            files << url.toLocalFile();
    }
    event->acceptProposedAction();
    openFiles(files);
}

}
