// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "editor/problem.h"

#include <QWidget>

class QSpinBox;

namespace tapscope::editor {

class FindBar;
class LiveChecker;
class ScriptEditor;

/// What a tab holds: an editor with its find bar, its go-to-line bar and the check of what is typed.
class EditorPane : public QWidget {
    Q_OBJECT

public:
    explicit EditorPane(QWidget *parent = nullptr);

    [[nodiscard]] ScriptEditor *editor() const { return m_editor; }
    [[nodiscard]] FindBar *findBar() const { return m_findBar; }
    [[nodiscard]] LiveChecker *checker() const { return m_checker; }

    /// Empty for a script that has no file yet.
    [[nodiscard]] const QString &path() const { return m_path; }
    void setPath(const QString &path);
    /// What a tab says: the file's name, or the name of an unsaved script.
    [[nodiscard]] QString title() const;
    void setUntitledNumber(int number) { m_untitled = number; }
    /// Name of an example that was opened as a new script; what saving suggests.
    void setSuggestedName(const QString &name) { m_suggested = name; }
    [[nodiscard]] bool isModified() const;

    /// Both give an empty string, or why it could not be done.
    [[nodiscard]] QString read(const QString &path);
    [[nodiscard]] QString write(const QString &path);

    /// What the check while typing found last.
    [[nodiscard]] const Problems &liveProblems() const { return m_liveProblems; }
    /// Checks the script again, as after a change of the target.
    void recheck();

public Q_SLOTS:
    void askForLine();

Q_SIGNALS:
    void titleChanged();
    void problemsChanged();

protected:
    void changeEvent(QEvent *event) override;
    bool eventFilter(QObject *object, QEvent *event) override;

private:
    void retranslate();

    ScriptEditor *m_editor;
    FindBar *m_findBar;
    QWidget *m_lineBar;
    QSpinBox *m_line;
    LiveChecker *m_checker;
    Problems m_liveProblems;
    QString m_path;
    QString m_suggested;
    int m_untitled = 1;
};

}
