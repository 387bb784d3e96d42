// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QPointer>
#include <QTabWidget>

namespace tapscope::editor {
class EditorPane;
}

namespace tapscope::app {

/// The open scripts as tabs, and the welcome page when there is none. Opens, saves, and never loses an unsaved change.
class DocumentArea : public QTabWidget {
    Q_OBJECT

public:
    explicit DocumentArea(QWidget *parent = nullptr);

    [[nodiscard]] editor::EditorPane *current() const;
    /// What probes are written into: the current script; while a source or a library file is looked at, the script before it.
    [[nodiscard]] editor::EditorPane *script() const;
    [[nodiscard]] QList<editor::EditorPane *> panes() const;
    [[nodiscard]] editor::EditorPane *paneOf(const QString &path) const;

    editor::EditorPane *newScript(const QByteArray &text = {}, const QString &name = {});
    /// Opens a file, or shows its tab; null (after saying why) when it can't be read.
    editor::EditorPane *openFile(const QString &path);
    bool save(editor::EditorPane *pane);
    bool saveAs(editor::EditorPane *pane);
    /// Asks about unsaved changes; false when the user wants to stay.
    bool closePane(editor::EditorPane *pane);
    /// Closes every tab but `kept`; false when the user wants to stay.
    bool closeAll(editor::EditorPane *kept = nullptr);
    void saveAll();
    /// Opens the file that was closed last.
    void reopenClosed();
    [[nodiscard]] bool canReopen() const { return !m_closed.isEmpty(); }
    void showNeighbour(int step);
    /// Asks about every unsaved script, closes none; false when the user wants to stay.
    bool mayCloseAll();

    [[nodiscard]] QStringList recentFiles() const;
    void clearRecent();
    /// Opens a file only to be looked at: of the script library, or the source of a probed program.
    editor::EditorPane *openReference(const QString &path, int line = 0, int column = 1);
    /// Remembers which files are open, and where the user was in each; opens those of the last time.
    void storeSession() const;
    void restoreSession();

Q_SIGNALS:
    void currentPaneChanged(tapscope::editor::EditorPane *pane);
    void paneAdded(tapscope::editor::EditorPane *pane);
    void paneClosed(tapscope::editor::EditorPane *pane);
    void paneProblemsChanged(tapscope::editor::EditorPane *pane);
    void recentChanged();

protected:
    void changeEvent(QEvent *event) override;
    bool eventFilter(QObject *object, QEvent *event) override;

private:
    void tabMenu(const QPoint &at);
    editor::EditorPane *addPane();
    bool mayClose(editor::EditorPane *pane);
    bool mayOverwrite(editor::EditorPane *pane);
    void rememberView(editor::EditorPane *pane) const;
    void sayUnreadable(editor::EditorPane *pane, const QString &problem);
    void updateTitle(editor::EditorPane *pane);
    void noteRecent(const QString &path);

    int m_untitled = 0;
    QPointer<editor::EditorPane> m_lastScript;
    QStringList m_closed;
};

}
