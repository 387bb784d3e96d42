// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/gui/exploration.h"

#include "app/gui/action_set.h"
#include "app/gui/document_area.h"
#include "app/gui/kernel_dialog.h"
#include "app/gui/locator.h"
#include "app/gui/main_window.h"
#include "app/gui/settings.h"
#include "editor/browser/probe_browser.h"
#include "editor/editor_pane.h"
#include "editor/script_editor.h"
#include "editor/source/source_area.h"
#include "editor/source/source_pane.h"
#include "editor/source/source_view.h"
#include "engine/command_line.h"
#include "engine/places.h"

#include <QDockWidget>
#include <QFileDialog>
#include <QFileInfo>
#include <QLineEdit>
#include <QStatusBar>

namespace tapscope::app {

using editor::EditorPane;
using editor::ScriptEditor;

namespace {

constexpr int browserWidth = 330;

QString programsKey()
{
    return QStringLiteral("browser/programs");
}

QString kernelKey()
{
    return QStringLiteral("browser/kernel");
}

QString sourceMapKey()
{
    return QStringLiteral("source/map");
}

}

Exploration::Exploration(MainWindow *window)
    : QObject(window)
    , m_window(window)
    , m_indexes(std::make_shared<editor::CodeIndexes>())
    , m_browser(new editor::ProbeBrowser(engine::ownTapset(), m_indexes, window))
    , m_browserDock(new QDockWidget(window))
    , m_sources(new editor::SourceArea(m_indexes, window))
    , m_sourceDock(new QDockWidget(window))
    , m_locator(new Locator(window, [window] { return window->actionSet()->all(); }))
{
    m_sourceDock->setObjectName(QStringLiteral("source"));
    m_sourceDock->setWidget(m_sources);
    window->addDockWidget(Qt::RightDockWidgetArea, m_sourceDock);
    m_sourceDock->hide();
    m_sources->setMap(editor::SourceMap::fromLines(settings()->value(sourceMapKey()).toStringList()));
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
    m_browser->setKernel(settings()->value(kernelKey()).toString());
    connect(m_browser, &editor::ProbeBrowser::insertWanted, this, &Exploration::insert);
    connect(m_browser, &editor::ProbeBrowser::patternWanted, this, &Exploration::insertPattern);
    connect(m_browser, &editor::ProbeBrowser::addProgramWanted, this, &Exploration::addProgram);
    connect(m_browser, &editor::ProbeBrowser::chooseKernelWanted, this, &Exploration::chooseKernel);
    connect(m_browser, &editor::ProbeBrowser::fileWanted, this, [this](const QString &path, int line) {
        // Of the tapset: to be read, not to be changed.
        m_window->documents()->openReference(path, std::max(line, 1));
    });
    connect(m_browser, &editor::ProbeBrowser::sourceWanted, this, &Exploration::showSource);
    connect(m_sources, &editor::SourceArea::editWanted, this, &Exploration::apply);
    connect(m_sources, &editor::SourceArea::mapChanged, this,
            [this] { settings()->setValue(sourceMapKey(), m_sources->map().toLines()); });
    connect(m_sources, &editor::SourceArea::notOurs, this, [this](int line) {
        m_window->statusBar()->showMessage(
            tr("Line %1 is probed by a wildcard or a range of the script. Change it there.").arg(line));
    });
    connect(window->documents(), &DocumentArea::paneAdded, this,
            [this](EditorPane *pane) { connect(pane->editor(), &QsciScintilla::textChanged, this, &Exploration::followScript); });
    connect(window->documents(), &DocumentArea::currentPaneChanged, this, &Exploration::followScript);
    connect(window->runBar(), &RunBar::changed, this, &Exploration::followTarget);
    connect(m_browser, &editor::ProbeBrowser::catalogChanged, this, [this] { m_locator->setCatalog(m_browser->catalog()); });
    connect(m_locator, &Locator::chosen, this, &Exploration::goTo);
    m_locator->setScripts([this] { return searchedScripts(); });
    // The run bar is filled after this is made.
    QMetaObject::invokeMethod(this, &Exploration::followTarget, Qt::QueuedConnection);
    retranslate();
}

void Exploration::resetLayout()
{
    m_browserDock->setFloating(false);
    m_window->addDockWidget(Qt::LeftDockWidgetArea, m_browserDock);
    m_browserDock->show();
    m_window->resizeDocks({m_browserDock}, {browserWidth}, Qt::Horizontal);
    m_sourceDock->setFloating(false);
    m_window->addDockWidget(Qt::RightDockWidgetArea, m_sourceDock);
    m_sourceDock->setVisible(m_sources->count() > 0);
}

void Exploration::retranslate()
{
    m_browserDock->setWindowTitle(tr("Probes"));
    m_sourceDock->setWindowTitle(tr("Source"));
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
    followScript();
}

void Exploration::followScript()
{
    const EditorPane *pane = writableScript();
    m_sources->setScript(pane ? pane->editor()->bytes() : QByteArray(), m_browser->target());
}

void Exploration::showSources()
{
    m_sourceDock->show();
    m_sourceDock->raise();
    if (editor::SourcePane *pane = m_sources->current())
        pane->view()->setFocus(Qt::ShortcutFocusReason);
}

void Exploration::showSource(const editor::CodeFile &code, const QString &file, int line)
{
    const bool wasHidden = m_sourceDock->isHidden();
    followScript();
    editor::SourcePane *pane = m_sources->showSource(code, file, line);
    m_sourceDock->show();
    m_sourceDock->raise();
    if (wasHidden)
        m_window->resizeDocks({m_sourceDock}, {m_window->width() * 40 / 100}, Qt::Horizontal);
    pane->view()->setFocus(Qt::OtherFocusReason);
}

void Exploration::locate(const QString &prefix)
{
    m_locator->open(prefix);
}

void Exploration::goTo(const editor::ProbeNode &node, bool insertIt)
{
    using Kind = editor::ProbeNode::Kind;
    if (node.kind == Kind::Fact && !node.file.isEmpty()) {
        const bool library = node.file.startsWith(QString::fromStdString(engine::ownTapset()) + u'/');
        EditorPane *pane = library ? m_window->documents()->openReference(node.file) : m_window->documents()->openFile(node.file);
        if (pane)
            pane->editor()->goTo(node.line);
        return;
    }
    const bool inTapset = node.kind == Kind::Alias || node.kind == Kind::TapsetFunction;
    if (!insertIt && inTapset) {
        m_window->documents()->openReference(node.file, std::max(node.line, 1));
    } else if (!insertIt && !node.program.isEmpty() && !node.file.isEmpty()) {
        showSource(node.code(), node.file, node.line);
    } else {
        insert(node, editor::Snippet::Call);
        if (EditorPane *pane = m_window->documents()->current())
            pane->editor()->setFocus(Qt::OtherFocusReason);
    }
}

bool Exploration::showPlace(const QString &program, const QString &place)
{
    const qsizetype colon = place.lastIndexOf(u':');
    if (colon <= 0 || program.isEmpty())
        return false;
    showSource({program, {}}, place.left(colon), place.mid(colon + 1).toInt());
    return true;
}

void Exploration::toggleProbe()
{
    editor::SourcePane *pane = m_sources->current();
    if (!pane || m_sourceDock->isHidden()) {
        m_window->statusBar()->showMessage(
            tr("Open a source first: choose a file or function in the probe browser, and “Show the Source”."));
        return;
    }
    followScript();
    const int line = pane->view()->currentLine();
    if (!m_sources->toggle(pane, line))
        m_window->statusBar()->showMessage(tr("Line %1 has no code of its own, so that nothing can be probed there.").arg(line));
}

void Exploration::apply(const editor::ScriptEdit &edit)
{
    ScriptEditor *editor = scriptToWrite()->editor();
    editor->beginUndoAction();
    editor->SendScintilla(QsciScintilla::SCI_SETTARGETRANGE, static_cast<unsigned long>(edit.begin), static_cast<long>(edit.end));
    editor->SendScintilla(QsciScintilla::SCI_REPLACETARGET, static_cast<unsigned long>(edit.text.size()), edit.text.constData());
    editor->endUndoAction();
    // The line that was added, from its beginning: paths are long.
    qsizetype newLine = edit.text.indexOf(".statement(");
    while (newLine > 0 && edit.text[newLine - 1] != ' ' && edit.text[newLine - 1] != '\n')
        --newLine;
    const int at = static_cast<int>(edit.begin) + static_cast<int>(std::max<qsizetype>(newLine, 0));
    editor->goToBytes(at, at);
    editor->SendScintilla(QsciScintilla::SCI_SETXOFFSET, 0UL);
    followScript();
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

void Exploration::chooseKernel()
{
    KernelDialog dialog(m_browser->kernel(), m_window);
    if (dialog.exec() != QDialog::Accepted)
        return;
    settings()->setValue(kernelKey(), dialog.kernel());
    m_browser->setKernel(dialog.kernel());
    showBrowser();
}

EditorPane *Exploration::writableScript() const
{
    EditorPane *pane = m_window->documents()->script();
    return pane && !pane->editor()->isReadOnly() ? pane : nullptr;
}

EditorPane *Exploration::scriptToWrite()
{
    EditorPane *pane = writableScript();
    if (!pane)
        return m_window->documents()->newScript();
    m_window->documents()->setCurrentWidget(pane);
    return pane;
}

SearchedScripts Exploration::searchedScripts() const
{
    SearchedScripts out;
    for (const EditorPane *pane : m_window->documents()->panes()) {
        if (pane->path().isEmpty() || pane->isReference())
            continue;
        out.open.insert(pane->path(), pane->editor()->bytes());
        out.folders << QFileInfo(pane->path()).path();
    }
    out.folders.removeDuplicates();
    out.folders << QString::fromStdString(engine::ownTapset());
    return out;
}

QString Exploration::scriptText() const
{
    const EditorPane *pane = writableScript();
    return pane ? QString::fromUtf8(pane->editor()->bytes()) : QString();
}

void Exploration::append(const QString &text)
{
    ScriptEditor *editor = scriptToWrite()->editor();
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
    EditorPane *pane = scriptToWrite();
    pane->editor()->replaceSelectedText(text);
    pane->editor()->setFocus(Qt::OtherFocusReason);
}

void Exploration::insertPattern(const QString &pattern)
{
    append(editor::patternSnippet(pattern));
}

}
