// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "app/gui/run_bar.h"
#include "app/gui/session_bridge.h"
#include "editor/problem.h"

#include <QMainWindow>
#include <QPointer>

class QDockWidget;
class QMenu;
class QStackedWidget;

namespace tapscope::editor {
class EditorPane;
}
namespace tapscope::views {
class CallTreePanel;
class ConsolePanel;
class GlobalsPanel;
class LiveTrace;
}

namespace tapscope::app {

class ActionSet;
class Assistance;
class DocumentArea;
class DocumentRecovery;
class Exploration;
class FilesPanel;
class Layouts;
class PhaseStrip;
class ProbesPanel;
class ProblemsPanel;
class StatusLine;
class TranslationPanel;
class TranslationWatch;
class WelcomePage;

/// The IDE: scripts in the middle, the run above, what it shows below.
class MainWindow : public QMainWindow {
    Q_OBJECT

public:
    explicit MainWindow(QWidget *parent = nullptr);
    ~MainWindow() override;

    void openFiles(const QStringList &paths);
    /// Opens the files of the last time.
    void restoreDocuments();
    /// Opens the call-tree example on the demonstration program and runs it; false when the program isn't there.
    bool runDemo();
    void run();
    void check();

    [[nodiscard]] DocumentArea *documents() const { return m_documents; }
    [[nodiscard]] DocumentRecovery *recovery() const { return m_recovery; }
    [[nodiscard]] RunBar *runBar() const { return m_runBar; }
    [[nodiscard]] SessionBridge *bridge() const { return m_bridge; }
    [[nodiscard]] views::LiveTrace *trace() const { return m_trace; }
    [[nodiscard]] views::CallTreePanel *callTree() const { return m_callTree; }
    [[nodiscard]] views::ConsolePanel *console() const { return m_console; }
    [[nodiscard]] views::GlobalsPanel *globals() const { return m_globals; }
    [[nodiscard]] ProbesPanel *probes() const { return m_probes; }
    [[nodiscard]] FilesPanel *files() const { return m_files; }
    [[nodiscard]] ProblemsPanel *problems() const { return m_problems; }
    [[nodiscard]] PhaseStrip *phases() const { return m_phases; }
    [[nodiscard]] ActionSet *actionSet() const { return m_actions; }
    [[nodiscard]] Assistance *assistance() const { return m_assistance; }
    [[nodiscard]] Exploration *exploration() const { return m_exploration; }
    [[nodiscard]] TranslationPanel *translation() const { return m_translation; }
    [[nodiscard]] TranslationWatch *translationWatch() const { return m_translationWatch; }
    [[nodiscard]] Layouts *layouts() const { return m_layouts; }
    [[nodiscard]] QDockWidget *dock(const char *name) const;
    /// Brings a dock to the front.
    void raise(const char *dockName);

public Q_SLOTS:
    /// Puts all parts where they are at first, to write a script.
    void resetLayout();
    void showKeys();
    void showPreferences();
    void showWelcome();

protected:
    void closeEvent(QCloseEvent *event) override;
    void changeEvent(QEvent *event) override;
    void dragEnterEvent(QDragEnterEvent *event) override;
    void dropEvent(QDropEvent *event) override;

private:
    // main_window_actions.cpp
    void makeActions();
    void makeFileActions();
    void makeRunActions();
    void makeViewActions();
    void makeMenus();
    void makeExploreActions(); // main_window_explore.cpp
    void fillRecent();
    void updateActions();
    void find();
    void sendKey(QKeySequence::StandardKey key);
    void backToEditor();
    void about();
    void applyCodeFont();

    // main_window_edit.cpp
    void makeEditActions();
    void fillEditMenu(QMenu *menu);
    void updateEditActions();
    void equipEditor(editor::EditorPane *pane);

    // main_window_run.cpp
    [[nodiscard]] std::optional<engine::Options> scriptOptions() const;
    [[nodiscard]] std::optional<engine::Options> runOptions(int lastPass);
    void start(int lastPass);
    void stop();
    void setPaused(bool paused);
    void armHere();
    void onPhase(const engine::PhaseReport &report);
    void onProblem(const editor::Problem &problem);
    void askBeforeProbing(const engine::PlannedPlaces &planned);
    void onFinished(const engine::Outcome &outcome);
    [[nodiscard]] QString outcomeText(const engine::Outcome &outcome) const;
    void configureServices();
    void goTo(const editor::Problem &problem);
    void showProblems();
    void reportFailure(Text message, Text nextStep);

    void makeDocks();
    [[nodiscard]] QString filesTitle() const;
    void retranslate();
    void onCurrentPane(editor::EditorPane *pane);
    void showPlace();
    void onPaneAdded(editor::EditorPane *pane);
    void exampleAsScript(const QString &resource);
    void openDialog();
    void storeLayout();
    void restoreLayout();

    views::LiveTrace *m_trace;
    SessionBridge *m_bridge;
    DocumentArea *m_documents;
    DocumentRecovery *m_recovery = nullptr;
    WelcomePage *m_welcome;
    QStackedWidget *m_centre;
    RunBar *m_runBar;
    PhaseStrip *m_phases;
    ProblemsPanel *m_problems;
    views::ConsolePanel *m_console;
    views::GlobalsPanel *m_globals;
    views::CallTreePanel *m_callTree;
    ProbesPanel *m_probes;
    FilesPanel *m_files;
    TranslationPanel *m_translation;
    TranslationWatch *m_translationWatch;
    StatusLine *m_status;
    Exploration *m_exploration;
    Assistance *m_assistance;
    Layouts *m_layouts;
    ActionSet *m_actions;
    std::vector<std::pair<QByteArray, QDockWidget *>> m_docks;
    struct NamedMenu {
        QMenu *menu;
        const char *title;
    };
    std::vector<NamedMenu> m_menus;
    QMenu *m_recent = nullptr;
    QPointer<editor::EditorPane> m_runPane;
    editor::Problems m_runProblems;
    bool m_closeWhenFinished = false;
    struct EditAction {
        QAction *action;
        enum class Needs { Text, Script, Writing } needs = Needs::Text;
    };
    std::vector<EditAction> m_editActions;
};

}
