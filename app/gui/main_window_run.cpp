// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

// Checking and running scripts from the main window.

#include "app/gui/action_set.h"
#include "app/gui/assistance.h"
#include "app/gui/document_area.h"
#include "app/gui/files/files_panel.h"
#include "app/gui/machine.h"
#include "app/gui/main_window.h"
#include "app/gui/phase_strip.h"
#include "app/gui/places_question.h"
#include "app/gui/probes/probes_panel.h"
#include "app/gui/problems_panel.h"
#include "app/gui/status_line.h"
#include "editor/editor_pane.h"
#include "editor/live_checker.h"
#include "editor/script_editor.h"
#include "editor/translated.h"
#include "engine/command_line.h"
#include "engine/places.h"
#include "views/calltree/call_tree_panel.h"
#include "views/console/console_panel.h"
#include "views/globals/globals_panel.h"
#include "views/live/live_trace.h"
#include "views/time_text.h"

#include <QDockWidget>
#include <QFile>
#include <QMessageBox>
#include <QStackedWidget>

#include <sys/wait.h>

#include <algorithm>
#include <cstring>

namespace tapscope::app {

using editor::EditorPane;
using engine::Outcome;

namespace {

bool sameProblem(const editor::Problem &a, const editor::Problem &b)
{
    return a.diagnostic.range == b.diagnostic.range && a.diagnostic.message == b.diagnostic.message && a.inScript == b.inScript;
}

std::vector<std::string> plainStrings(const QStringList &list)
{
    std::vector<std::string> out;
    for (const QString &word : list)
        out.push_back(word.toStdString());
    return out;
}

}

/// What the check while typing assumes: the target and the arguments of the run bar.
void MainWindow::configureServices()
{
    analysis::Options options;
    options.parse.arguments = plainStrings(m_runBar->arguments());
    options.parse.kernelRelease = Machine::kernelRelease().toStdString();
    options.parse.kernelVersion = options.parse.kernelRelease.substr(0, options.parse.kernelRelease.find('-'));
    options.tapsetDirectories = {engine::ownTapset()};
    if (m_runBar->target() == RunBar::Target::Command && !m_runBar->command().isEmpty()) {
        // A command that isn't there (yet) is told when it is run, not at every key.
        if (const auto command = engine::resolveCommand(m_runBar->command().toStdString())) {
            options.hasTarget = true;
            options.targetProgram = command->program;
        }
    } else if (m_runBar->target() == RunBar::Target::Process && m_runBar->pid() > 0) {
        options.hasTarget = true;
        options.targetPid = m_runBar->pid();
        options.targetProgram = QFile::symLinkTarget(u"/proc/" + QString::number(m_runBar->pid()) + u"/exe").toStdString();
    }
    m_assistance->configure(std::move(options));
}

/// The script at hand with its arguments and target; a process is not chosen yet when its number is 0.
std::optional<engine::Options> MainWindow::scriptOptions() const
{
    EditorPane *pane = m_documents->current();
    if (!pane)
        return {};
    engine::Options options;
    options.scriptPath = (pane->path().isEmpty() ? pane->title() : pane->path()).toStdString();
    options.scriptText = pane->editor()->bytes().toStdString();
    options.arguments = plainStrings(m_runBar->arguments());
    if (m_runBar->target() == RunBar::Target::Command)
        options.command = m_runBar->command().toStdString();
    else if (m_runBar->target() == RunBar::Target::Process)
        options.pid = m_runBar->pid();
    return options;
}

std::optional<engine::Options> MainWindow::runOptions(int lastPass)
{
    auto options = scriptOptions();
    if (!options)
        return {};
    options->lastPass = lastPass;
    options->showsInlinedCalls = (*m_actions)["inlinedCalls"]->isChecked();
    if (m_runBar->target() == RunBar::Target::Process && options->pid <= 0) {
        reportFailure({TAPSCOPE_TEXT("Diagnostics", "No process is chosen as the target."), {}},
                      {TAPSCOPE_TEXT("Diagnostics", "Choose one in the run bar, or set the target to “Command” or “None”."), {}});
        return {};
    }
    return options;
}

void MainWindow::start(int lastPass)
{
    if (m_bridge->running())
        return;
    m_runPane = m_documents->current();
    m_runProblems.clear();
    const auto options = runOptions(lastPass);
    if (!options)
        return;
    m_phases->reset();
    if (lastPass >= 5) {
        m_status->resetCounters();
        m_runBar->remember();
        const bool tree = options->scriptText.find("indent") != std::string::npos;
        raise(tree ? "calltree" : "console");
        m_callTree->setRunning(true);
        m_globals->begin();
        m_probes->begin();
        m_files->begin();
    }
    showProblems();
    m_status->clearMessage();
    m_bridge->start(*options);
}

void MainWindow::check()
{
    start(4);
}

void MainWindow::run()
{
    start(5);
}

bool MainWindow::runDemo()
{
    const QString program = Machine::demoProgram();
    QFile script(QStringLiteral(":/examples/call-tree.stp"));
    if (program.isEmpty() || !script.open(QIODevice::ReadOnly) || m_bridge->running())
        return false;
    const QByteArray text = script.readAll();
    EditorPane *pane = nullptr;
    for (EditorPane *open : m_documents->panes()) {
        if (open->path().isEmpty() && open->editor()->bytes() == text)
            pane = open;
    }
    if (pane)
        m_documents->setCurrentWidget(pane);
    else
        m_documents->newScript(text, QStringLiteral("call-tree.stp"));
    m_runBar->setTarget(RunBar::Target::Command);
    m_runBar->setCommand(program + QStringLiteral(" --seconds 8 --pause-us 20000"));
    run();
    return true;
}

void MainWindow::askBeforeProbing(const engine::PlannedPlaces &planned)
{
    QMessageBox *box = placesBox(planned, this);
    box->setAttribute(Qt::WA_DeleteOnClose);
    connect(box, &QMessageBox::finished, m_bridge,
            [bridge = m_bridge](int result) { bridge->answer(result == QMessageBox::Ok); });
    connect(m_bridge, &SessionBridge::finished, box, &QMessageBox::reject);
    box->open();
}

void MainWindow::stop()
{
    if (!m_bridge->running())
        return;
    m_bridge->stop();
    m_status->showMessage(tr("Stopping: the probes are being taken off…"));
    if (m_trace->paused())
        setPaused(false);
    updateActions();
}

void MainWindow::setPaused(bool paused)
{
    m_trace->setPaused(paused);
    if (paused)
        m_actions->setText("pause", QT_TR_NOOP("Go &On"), QT_TR_NOOP("Shows what has happened meanwhile"));
    else
        m_actions->setText("pause", QT_TR_NOOP("&Pause"), QT_TR_NOOP("Freezes the display; the program and the script run on"));
    updateActions();
}

/// Takes the running script's probe at the caret off, or puts it back on.
void MainWindow::armHere()
{
    ProbesModel *probes = m_probes->model();
    const QModelIndex probe = m_runPane && m_runPane == m_documents->current()
        ? probes->probeAt(m_runPane->editor()->currentLine() + 1)
        : QModelIndex();
    if (!probe.isValid()) {
        m_status->showMessage(tr("No probe of the running script is at the cursor."));
        return;
    }
    const bool armed = probes->armed(probe);
    if (probes->setData(probe, armed ? Qt::Unchecked : Qt::Checked, Qt::CheckStateRole))
        m_status->showMessage((armed ? tr("%1 is taken off.") : tr("%1 is put back on.")).arg(probe.data().toString()));
}

void MainWindow::onPhase(const engine::PhaseReport &report)
{
    m_phases->show(report);
    if (report.phase == engine::Phase::Load && report.state == engine::PhaseReport::State::Done)
        m_status->refreshMachine();
}

void MainWindow::onProblem(const editor::Problem &problem)
{
    m_runProblems.push_back(problem);
    showProblems();
}

void MainWindow::reportFailure(Text message, Text nextStep)
{
    editor::Problem problem;
    problem.diagnostic.message = std::move(message);
    problem.diagnostic.nextStep = std::move(nextStep);
    problem.inScript = false;
    m_runPane = m_documents->current();
    m_runProblems.push_back(std::move(problem));
    showProblems();
    raise("problems");
}

QString MainWindow::outcomeText(const Outcome &outcome) const
{
    QStringList parts;
    if (!outcome.message.empty())
        parts << editor::translated(outcome.message);
    else
        parts << (outcome.kind == Outcome::Kind::Stopped ? tr("Stopped.") : tr("Finished."));
    if (const uint64_t events = m_trace->applied() + m_trace->backlog(); events > 0)
        parts << tr("%1 event(s).", nullptr, views::pluralOf(events)).arg(views::countText(events));
    if (outcome.commandStatus) {
        const int status = *outcome.commandStatus;
        if (WIFSIGNALED(status))
            parts << tr("The command was ended by signal %1 (%2).")
                         .arg(WTERMSIG(status))
                         .arg(QString::fromLocal8Bit(::strsignal(WTERMSIG(status))));
        else if (WIFEXITED(status) && WEXITSTATUS(status) != 0)
            parts << tr("The command exited with status %1.").arg(WEXITSTATUS(status));
    }
    return parts.join(u' ');
}

void MainWindow::onFinished(const Outcome &outcome)
{
    m_phases->setFinished(outcome);
    m_callTree->setRunning(false);
    m_globals->end();
    m_probes->end();
    m_files->end();
    m_console->setInputShown(false);
    if (m_trace->paused())
        setPaused(false);
    updateActions();
    if (m_closeWhenFinished) {
        close();
        return;
    }
    m_status->showMessage(outcomeText(outcome));
    if (outcome.kind != Outcome::Kind::Failed)
        return;
    const bool told = std::ranges::any_of(m_runProblems, [](const editor::Problem &problem) {
        return problem.diagnostic.severity == script::Severity::Error;
    });
    if (!told && !outcome.message.empty())
        reportFailure(outcome.message, {});
    showProblems();
    raise("problems");
}

/// The problems of the last check while typing, and those that only running brought up.
void MainWindow::showProblems()
{
    EditorPane *pane = m_documents->current();
    editor::Problems shown;
    if (pane == m_runPane)
        shown = m_runProblems;
    if (pane) {
        for (const editor::Problem &problem : pane->liveProblems()) {
            if (std::ranges::none_of(shown, [&](const editor::Problem &other) { return sameProblem(other, problem); }))
                shown.push_back(problem);
        }
        std::ranges::stable_sort(shown, {}, [](const editor::Problem &problem) {
            return std::tuple(problem.line > 0, problem.diagnostic.severity, problem.line, problem.column);
        });
        pane->editor()->setProblems(shown);
    }
    const auto errors = std::ranges::count_if(shown, [](const editor::Problem &p) {
        return p.diagnostic.severity == script::Severity::Error;
    });
    dock("problems")->setWindowTitle(shown.empty() ? tr("Problems") : tr("Problems") + u' ' + QString::number(shown.size()));
    dock("problems")->setToolTip(errors > 0 ? tr("%n error(s)", nullptr, static_cast<int>(errors)) : QString());
    m_problems->setProblems(std::move(shown));
}

void MainWindow::goTo(const editor::Problem &problem)
{
    if (problem.line <= 0)
        return;
    EditorPane *pane = m_documents->current();
    if (!problem.inScript)
        pane = m_documents->openReference(problem.path);
    if (!pane)
        return;
    m_centre->setCurrentWidget(m_documents);
    if (problem.inScript)
        pane->editor()->goToBytes(static_cast<int>(problem.diagnostic.range.begin),
                                  static_cast<int>(problem.diagnostic.range.end));
    else
        pane->editor()->goTo(problem.line, problem.column);
    pane->editor()->setFocus(Qt::OtherFocusReason);
}

}
