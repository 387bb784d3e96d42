// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "editor/problem.h"
#include "services/workspace.h"

#include <QWidget>

#include <memory>

class QSpinBox;
class QVBoxLayout;

namespace tapscope::editor {

class BreadcrumbBar;
class FileWatch;
class FindBar;
class LiveChecker;
class MessageBar;
class Minimap;
class ScriptEditor;
struct Assistant;

/// What a tab holds: an editor with its find bar, its go-to-line bar and the check of what is typed.
class EditorPane : public QWidget {
    Q_OBJECT

public:
    explicit EditorPane(QWidget *parent = nullptr);
    ~EditorPane() override;

    [[nodiscard]] ScriptEditor *editor() const { return m_editor; }
    [[nodiscard]] FindBar *findBar() const { return m_findBar; }
    [[nodiscard]] LiveChecker *checker() const { return m_checker; }
    [[nodiscard]] MessageBar *messages() const { return m_messages; }
    [[nodiscard]] Minimap *minimap() const { return m_minimap; }
    [[nodiscard]] const Assistant &assistant() const { return *m_assistant; }
    [[nodiscard]] BreadcrumbBar *breadcrumbs() const { return m_breadcrumbs; }
    /// What the script is checked against and completed from; shared by all scripts.
    void setWorkspace(std::shared_ptr<services::Workspace> workspace);
    /// Says something in the bar above the text; the next key takes it away.
    void say(const QString &message);

    /// Empty for a script that has no file yet.
    [[nodiscard]] const QString &path() const { return m_path; }
    void setPath(const QString &path);
    /// What a tab says: the file's name, or the name of an unsaved script.
    [[nodiscard]] QString title() const;
    void setUntitledNumber(int number) { m_untitled = number; }
    /// Name of an example that was opened as a new script; what saving suggests.
    void setSuggestedName(const QString &name) { m_suggested = name; }
    [[nodiscard]] bool isModified() const;

    /// Both give an empty string, or why it could not be done. Text that is not UTF-8 is shown read-only, with an offer to
    /// convert it.
    [[nodiscard]] QString read(const QString &path);
    [[nodiscard]] QString write(const QString &path);
    /// Opens a file only to be looked at: of the script library, or the source of a probed program.
    [[nodiscard]] QString readReference(const QString &path);
    [[nodiscard]] bool isReference() const { return m_reference; }
    /// Not the source of a program: it can be asked about.
    [[nodiscard]] bool isScript() const;
    /// Another program has changed the file since it was read or written.
    [[nodiscard]] bool changedOnDisk() const;
    /// Shows the text of a script that was not saved when the program ended.
    void recover(const QByteArray &text);

    /// What the check while typing found last.
    [[nodiscard]] const Problems &liveProblems() const { return m_liveProblems; }
    /// Checks the script again, as after a change of the target.
    void recheck();

public Q_SLOTS:
    void askForLine();
    /// Looks whether another program has changed the file.
    void lookAtDisk();
    /// Takes what is in the file; undo brings the text back.
    void reload();
    void compareWithDisk();
    void format();
    /// Mends what is wrong at the cursor by the first fix.
    void mend();

Q_SIGNALS:
    void titleChanged();
    void problemsChanged();
    void saveWanted();

protected:
    void changeEvent(QEvent *event) override;
    bool eventFilter(QObject *object, QEvent *event) override;

private:
    void retranslate();
    void offerConversion(const QByteArray &bytes, const QString &encoding);
    void onDiskChanged();
    void onDiskVanished();
    [[nodiscard]] QString readBytes(const QString &path, QByteArray &bytes) const;

    ScriptEditor *m_editor;
    FindBar *m_findBar;
    QWidget *m_lineBar;
    QSpinBox *m_line;
    MessageBar *m_messages;
    Minimap *m_minimap;
    LiveChecker *m_checker;
    FileWatch *m_watch;
    std::unique_ptr<Assistant> m_assistant;
    BreadcrumbBar *m_breadcrumbs;
    Problems m_liveProblems;
    QString m_path;
    QString m_suggested;
    int m_untitled = 1;
    bool m_reference = false;
    /// Differs from the file although the editor's undo history says otherwise.
    bool m_dirty = false;
};

}
