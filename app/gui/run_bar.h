// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QStringList>
#include <QToolBar>

class QComboBox;
class QLabel;
class QLineEdit;
class QStackedWidget;

namespace tapscope::app {

/// What a run needs besides the script: its arguments, and the command or the process to trace.
class RunBar : public QToolBar {
    Q_OBJECT

public:
    enum class Target { Command, Process, None };

    explicit RunBar(QWidget *parent = nullptr);

    [[nodiscard]] Target target() const;
    void setTarget(Target target);
    [[nodiscard]] QString command() const;
    void setCommand(const QString &command);
    /// 0 when none is chosen, or what is typed is no process.
    [[nodiscard]] int pid() const;
    void setPid(int pid);
    /// The script's arguments, split as a shell would.
    [[nodiscard]] QStringList arguments() const;
    void setArguments(const QString &text);
    [[nodiscard]] QString argumentsText() const;

    void remember();
    void restore();

public Q_SLOTS:
    void refreshProcesses();

Q_SIGNALS:
    /// Something that the check depends on has changed.
    void changed();

protected:
    void changeEvent(QEvent *event) override;

private:
    void retranslate();
    void showTarget();

    QLabel *m_argumentsLabel, *m_targetLabel;
    QLineEdit *m_arguments;
    QComboBox *m_kind, *m_command, *m_process;
    QStackedWidget *m_stack;
    QWidget *m_noTarget;
    QAction *m_refresh;
};

}
