// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "services/workspace.h"

#include <QObject>
#include <QPointer>

#include <memory>

class QDockWidget;

namespace tapscope::editor {
class EditorPane;
class OutlineView;
class PlacesList;
}

namespace tapscope::app {

class MainWindow;

/// What the window does with the help of the language services: the outline and the list of uses beside the script, and the
/// way back from where a name was followed to.
class Assistance : public QObject {
    Q_OBJECT

public:
    explicit Assistance(MainWindow *window);

    [[nodiscard]] const std::shared_ptr<services::Workspace> &workspace() const { return m_workspace; }
    /// Takes over what scripts are checked against, if it has changed.
    void configure(analysis::Options options);

    [[nodiscard]] editor::OutlineView *outline() const { return m_outline; }
    [[nodiscard]] editor::PlacesList *places() const { return m_places; }
    [[nodiscard]] QDockWidget *outlineDock() const { return m_outlineDock; }
    [[nodiscard]] QDockWidget *placesDock() const { return m_placesDock; }

    void resetLayout(QDockWidget *beside);
    void retranslate();
    void showOutline();
    /// Shows a place of a file, or of a script that was never saved by its title.
    void goTo(const QString &path, int line, int column);
    void back();
    void forward();

private:
    struct Stop {
        QString path;
        QPointer<editor::EditorPane> pane;
        int line = 0;
        int column = 0;
    };
    void equip(editor::EditorPane *pane);
    bool visit(const Stop &stop);
    [[nodiscard]] Stop here() const;

    MainWindow *m_window;
    std::shared_ptr<services::Workspace> m_workspace;
    std::string m_configured;
    editor::OutlineView *m_outline;
    editor::PlacesList *m_places;
    QDockWidget *m_outlineDock;
    QDockWidget *m_placesDock;
    std::vector<Stop> m_back;
    std::vector<Stop> m_forward;
};

}
