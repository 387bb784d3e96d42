// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/gui/exploration.h"

#include "app/gui/document_area.h"
#include "app/gui/main_window.h"
#include "app/gui/settings.h"
#include "editor/browser/probe_browser.h"
#include "editor/editor_pane.h"
#include "editor/script_editor.h"
#include "engine/command_line.h"
#include "engine/places.h"

#include <QDockWidget>
#include <QFileDialog>
#include <QFileInfo>
#include <QLineEdit>

namespace tapscope::app {

using editor::EditorPane;
using editor::ScriptEditor;

namespace {

constexpr int browserWidth = 330;

QString programsKey()
{
    return QStringLiteral("browser/programs");
}

}

Exploration::Exploration(MainWindow *window)
    : QObject(window)
    , m_window(window)
    , m_browser(new editor::ProbeBrowser(engine::ownTapset(), window))
    , m_browserDock(new QDockWidget(window))
{
    m_browserDock->setObjectName(QStringLiteral("browser"));
    m_browserDock->setWidget(m_browser);
    window->addDockWidget(Qt::LeftDockWidgetArea, m_browserDock);
    QStringList programs;
    for (const QString &path : settings()->value(programsKey()).toStringList()) {
        if (QFileInfo(path).isReadable())
            programs << path;
    }
    if (!programs.isEmpty())
        m_browser->setPrograms(programs);
    connect(m_browser, &editor::ProbeBrowser::insertWanted, this, &Exploration::insert);
    connect(m_browser, &editor::ProbeBrowser::patternWanted, this, &Exploration::insertPattern);
    connect(m_browser, &editor::ProbeBrowser::addProgramWanted, this, &Exploration::addProgram);
    connect(m_browser, &editor::ProbeBrowser::fileWanted, this, [this](const QString &path, int line) {
        if (EditorPane *pane = m_window->documents()->openFile(path))
            pane->editor()->goTo(std::max(line, 1));
    });
    connect(window->runBar(), &RunBar::changed, this, &Exploration::followTarget);
    retranslate();
}

void Exploration::resetLayout()
{
    m_browserDock->setFloating(false);
    m_window->addDockWidget(Qt::LeftDockWidgetArea, m_browserDock);
    m_browserDock->show();
    m_window->resizeDocks({m_browserDock}, {browserWidth}, Qt::Horizontal);
}

void Exploration::retranslate()
{
    m_browserDock->setWindowTitle(tr("Probes"));
}

void Exploration::followTarget()
{
    const RunBar *bar = m_window->runBar();
    QString program;
    if (bar->target() == RunBar::Target::Command && !bar->command().isEmpty()) {
        if (const auto command = engine::resolveCommand(bar->command().toStdString()))
            program = QString::fromStdString(command->program);
    } else if (bar->target() == RunBar::Target::Process && bar->pid() > 0) {
        program = QFile::symLinkTarget(u"/proc/" + QString::number(bar->pid()) + u"/exe");
    }
    m_browser->setTarget(program);
}

void Exploration::showBrowser()
{
    m_browserDock->show();
    m_browserDock->raise();
    m_browser->filter()->setFocus(Qt::ShortcutFocusReason);
    m_browser->filter()->selectAll();
}

void Exploration::addProgram()
{
    const QString path = QFileDialog::getOpenFileName(m_window, tr("Add Program or Library"), QStringLiteral("/usr/bin"));
    if (path.isEmpty())
        return;
    QStringList programs = m_browser->programs();
    programs.removeAll(path);
    programs.prepend(path);
    settings()->setValue(programsKey(), programs);
    m_browser->setPrograms(programs);
}

QString Exploration::scriptText() const
{
    const EditorPane *pane = m_window->documents()->current();
    return pane ? QString::fromUtf8(pane->editor()->bytes()) : QString();
}

void Exploration::append(const QString &text)
{
    EditorPane *pane = m_window->documents()->current();
    if (!pane)
        pane = m_window->documents()->newScript();
    ScriptEditor *editor = pane->editor();
    const QByteArray before = editor->bytes();
    const QByteArray added = (before.trimmed().isEmpty()  ? QByteArray()
                                  : before.endsWith('\n') ? QByteArray("\n")
                                                          : QByteArray("\n\n"))
        + text.toUtf8();
    editor->beginUndoAction();
    editor->SendScintilla(QsciScintilla::SCI_INSERTTEXT, static_cast<unsigned long>(before.size()), added.constData());
    editor->endUndoAction();
    const auto end = static_cast<int>(before.size() + added.size());
    editor->goToBytes(end, end);
    editor->goToBytes(end - static_cast<int>(text.toUtf8().size()), end);
}

void Exploration::insert(const editor::ProbeNode &node, editor::Snippet snippet)
{
    const QString text = editor::snippetText(snippet, node, scriptText());
    if (text.isEmpty())
        return;
    if (node.kind != editor::ProbeNode::Kind::TapsetFunction) {
        append(text);
        return;
    }
    EditorPane *pane = m_window->documents()->current();
    if (!pane)
        pane = m_window->documents()->newScript();
    pane->editor()->replaceSelectedText(text);
    if (!pane->editor()->hasSelectedText()) {
        int line = 0;
        int column = 0;
        pane->editor()->getCursorPosition(&line, &column);
        if (!scriptText().contains(text))
            pane->editor()->insertAt(text, line, column);
    }
    pane->editor()->setFocus(Qt::OtherFocusReason);
}

void Exploration::insertPattern(const QString &pattern)
{
    append(editor::patternSnippet(pattern));
}

}
