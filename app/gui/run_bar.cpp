// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/gui/run_bar.h"

#include "app/gui/icons.h"
#include "app/gui/process_list.h"
#include "app/gui/settings.h"

#include <QComboBox>
#include <QCompleter>
#include <QEvent>
#include <QLabel>
#include <QLineEdit>
#include <QProcess>
#include <QStackedWidget>

namespace tapscope::app {

namespace {

constexpr int mostCommands = 20;

}

RunBar::RunBar(QWidget *parent)
    : QToolBar(parent)
    , m_argumentsLabel(new QLabel(this))
    , m_targetLabel(new QLabel(this))
    , m_arguments(new QLineEdit(this))
    , m_kind(new QComboBox(this))
    , m_command(new QComboBox(this))
    , m_process(new QComboBox(this))
    , m_stack(new QStackedWidget(this))
    , m_noTarget(new QWidget(this))
    , m_refresh(new QAction(this))
{
    setObjectName(QStringLiteral("runBar"));
    setMovable(false);
    const int digit = fontMetrics().averageCharWidth();
    for (QLabel *label : {m_targetLabel, m_argumentsLabel}) {
        label->setContentsMargins(8, 0, 4, 0);
        label->setForegroundRole(QPalette::WindowText);
    }
    addWidget(m_targetLabel);
    for (int i = 0; i < 3; ++i)
        m_kind->addItem(QString());
    addWidget(m_kind);
    m_stack->addWidget(m_command);
    m_stack->addWidget(m_process);
    m_stack->addWidget(m_noTarget);
    m_stack->setMinimumWidth(34 * digit);
    m_stack->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    addWidget(m_stack);
    for (QComboBox *box : {m_command, m_process}) {
        box->setEditable(true);
        box->setInsertPolicy(QComboBox::NoInsert);
        box->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
        box->lineEdit()->setClearButtonEnabled(true);
        box->completer()->setCaseSensitivity(Qt::CaseInsensitive);
        box->completer()->setFilterMode(Qt::MatchContains);
        box->completer()->setCompletionMode(QCompleter::PopupCompletion);
    }
    m_refresh->setIcon(icon(QStringLiteral("refresh")));
    m_process->lineEdit()->addAction(m_refresh, QLineEdit::TrailingPosition);
    addWidget(m_argumentsLabel);
    m_arguments->setMaximumWidth(24 * digit);
    m_arguments->setMinimumWidth(12 * digit);
    addWidget(m_arguments);

    connect(m_kind, &QComboBox::currentIndexChanged, this, &RunBar::showTarget);
    connect(m_refresh, &QAction::triggered, this, &RunBar::refreshProcesses);
    connect(m_command->lineEdit(), &QLineEdit::editingFinished, this, &RunBar::changed);
    connect(m_process, &QComboBox::currentIndexChanged, this, &RunBar::changed);
    connect(m_process->lineEdit(), &QLineEdit::editingFinished, this, &RunBar::changed);
    connect(m_arguments, &QLineEdit::editingFinished, this, &RunBar::changed);
    retranslate();
}

void RunBar::showTarget()
{
    m_stack->setCurrentIndex(m_kind->currentIndex());
    if (target() == Target::Process && m_process->count() == 0)
        refreshProcesses();
    Q_EMIT changed();
}

RunBar::Target RunBar::target() const
{
    return static_cast<Target>(m_kind->currentIndex());
}

void RunBar::setTarget(Target target)
{
    m_kind->setCurrentIndex(static_cast<int>(target));
}

QString RunBar::command() const
{
    return m_command->currentText().trimmed();
}

void RunBar::setCommand(const QString &command)
{
    m_command->setEditText(command);
    Q_EMIT changed();
}

int RunBar::pid() const
{
    // A chosen entry reads "2977  nginx (www-data)"; a typed one is the number, or a name in the list.
    const QString text = m_process->currentText().trimmed();
    const int number = text.section(u' ', 0, 0).toInt();
    if (number > 0 || text.isEmpty())
        return number;
    const int found = m_process->findText(text, Qt::MatchContains);
    return found >= 0 ? m_process->itemData(found).toInt() : 0;
}

void RunBar::setPid(int pid)
{
    setTarget(Target::Process);
    refreshProcesses();
    const int found = m_process->findData(pid);
    if (found >= 0)
        m_process->setCurrentIndex(found);
    else
        m_process->setEditText(QString::number(pid));
}

void RunBar::refreshProcesses()
{
    const QString typed = m_process->currentText();
    const QSignalBlocker blocker(m_process);
    m_process->clear();
    for (const ProcessEntry &entry : processList())
        m_process->addItem(QString::number(entry.pid) + QStringLiteral("  ") + entry.name + QStringLiteral("  (") + entry.user
                               + u')',
                           entry.pid);
    m_process->setCurrentIndex(-1);
    m_process->setEditText(typed);
}

QStringList RunBar::arguments() const
{
    return QProcess::splitCommand(m_arguments->text());
}

QString RunBar::argumentsText() const
{
    return m_arguments->text();
}

void RunBar::setArguments(const QString &text)
{
    m_arguments->setText(text);
    Q_EMIT changed();
}

void RunBar::remember()
{
    const QString now = command();
    QStringList commands;
    if (!now.isEmpty())
        commands << now;
    for (int i = 0; i < m_command->count() && commands.size() < mostCommands; ++i) {
        if (m_command->itemText(i) != now)
            commands << m_command->itemText(i);
    }
    m_command->clear();
    m_command->addItems(commands);
    m_command->setEditText(now);
    const auto store = settings();
    store->setValue(QStringLiteral("run/commands"), commands);
    store->setValue(QStringLiteral("run/command"), now);
    store->setValue(QStringLiteral("run/arguments"), m_arguments->text());
    // A process number means nothing the next time.
    store->setValue(QStringLiteral("run/target"), static_cast<int>(target() == Target::Process ? Target::Command : target()));
}

void RunBar::restore()
{
    const auto store = settings();
    m_command->addItems(store->value(QStringLiteral("run/commands")).toStringList());
    m_command->setEditText(store->value(QStringLiteral("run/command")).toString());
    m_arguments->setText(store->value(QStringLiteral("run/arguments")).toString());
    m_kind->setCurrentIndex(std::clamp(store->value(QStringLiteral("run/target")).toInt(), 0, 2));
}

void RunBar::retranslate()
{
    setWindowTitle(tr("Run Bar"));
    m_targetLabel->setText(tr("Target:"));
    m_argumentsLabel->setText(tr("Arguments:"));
    const QStringList kinds{tr("Command"), tr("Process"), tr("None")};
    for (int i = 0; i < 3; ++i)
        m_kind->setItemText(i, kinds[i]);
    m_kind->setToolTip(tr("What is traced: a command that is started for it, a running process, or nothing in particular"));
    m_kind->setAccessibleName(tr("Kind of target"));
    m_command->lineEdit()->setPlaceholderText(tr("Command to run and trace, as: /bin/ls -l"));
    m_command->setAccessibleName(tr("Command to trace"));
    m_process->lineEdit()->setPlaceholderText(tr("Number or name of a process"));
    m_process->setAccessibleName(tr("Process to trace"));
    m_arguments->setPlaceholderText(tr("$1 @2 …"));
    m_arguments->setToolTip(tr("What the script sees as $1, @1, $2 …"));
    m_arguments->setAccessibleName(tr("Arguments of the script"));
    m_refresh->setText(tr("Refresh"));
    m_refresh->setToolTip(tr("Reads the list of processes again"));
}

void RunBar::changeEvent(QEvent *event)
{
    QToolBar::changeEvent(event);
    if (event->type() == QEvent::LanguageChange)
        retranslate();
}

}
