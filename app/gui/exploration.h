// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "app/gui/script_search.h"
#include "editor/browser/probe_snippets.h"

#include <QObject>

class QDockWidget;

namespace tapscope::editor {
class CodeIndexes;
class EditorPane;
class ProbeBrowser;
class SourceArea;
struct ScriptEdit;
}

namespace tapscope::app {

class Locator;
class MainWindow;

/// Looking for places to probe: the docks beside the script, and what goes from them into it.
class Exploration : public QObject {
    Q_OBJECT

public:
    explicit Exploration(MainWindow *window);

    [[nodiscard]] editor::ProbeBrowser *browser() const { return m_browser; }
    [[nodiscard]] editor::SourceArea *sources() const { return m_sources; }
    [[nodiscard]] Locator *locator() const { return m_locator; }
    [[nodiscard]] QDockWidget *browserDock() const { return m_browserDock; }
    [[nodiscard]] QDockWidget *sourceDock() const { return m_sourceDock; }

    void resetLayout();
    void retranslate();
    /// The target of the run bar has changed.
    void followTarget();
    void showBrowser();
    void showSources();
    void locate(const QString &prefix = {});
    /// Sets or clears the probe of the current source line.
    void toggleProbe();
    /// Opens a source file of a program at a line.
    void showSource(const editor::CodeFile &code, const QString &file, int line);
    /// Opens the source of a place that a run has seen ("file:line"); false when it is not known.
    bool showPlace(const QString &program, const QString &place);
    /// Asks for a program to be shown in the browser.
    void addProgram();
    /// Asks which kernel is browsed.
    void chooseKernel();

public Q_SLOTS:
    /// Writes a probe behind the current script, or a call at its cursor.
    void insert(const tapscope::editor::ProbeNode &node, tapscope::editor::Snippet snippet);
    void insertPattern(const QString &pattern);

private:
    void followScript();
    void goTo(const editor::ProbeNode &node, bool insertIt);
    void apply(const editor::ScriptEdit &edit);
    void append(const QString &text);
    /// The script that probes are written into; null when there is none.
    [[nodiscard]] editor::EditorPane *writableScript() const;
    /// The same, brought to the front, or a new one.
    editor::EditorPane *scriptToWrite();
    [[nodiscard]] QString scriptText() const;
    [[nodiscard]] SearchedScripts searchedScripts() const;

    MainWindow *m_window;
    std::shared_ptr<editor::CodeIndexes> m_indexes;
    editor::ProbeBrowser *m_browser;
    QDockWidget *m_browserDock;
    editor::SourceArea *m_sources;
    QDockWidget *m_sourceDock;
    Locator *m_locator;
};

}
