// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "editor/editor_pane.h"

#include "editor/assist/assistant.h"
#include "editor/assist/breadcrumb_bar.h"
#include "editor/file_watch.h"
#include "editor/find_bar.h"
#include "editor/live_checker.h"
#include "editor/message_bar.h"
#include "editor/minimap.h"
#include "editor/script_editor.h"
#include "editor/text_commands.h"

namespace tapscope::editor {

namespace {

const QString sayKind = QStringLiteral("say");

}

EditorPane::EditorPane(QWidget *parent)
    : QWidget(parent)
    , m_editor(new ScriptEditor(this))
    , m_findBar(new FindBar(m_editor, this))
    , m_lineBar(new QWidget(this))
    , m_line(new QSpinBox(m_lineBar))
    , m_messages(new MessageBar(this))
    , m_minimap(new Minimap(m_editor, this))
    , m_checker(new LiveChecker(this))
    , m_watch(new FileWatch(this))
    , m_assistant(std::make_unique<Assistant>(m_editor))
    , m_breadcrumbs(new BreadcrumbBar(m_assistant->outline, this))
{
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(m_breadcrumbs);
    layout->addWidget(m_messages);
    auto *middle = new QHBoxLayout;
    middle->setSpacing(0);
    middle->addWidget(m_editor, 1);
    middle->addWidget(m_minimap);
    layout->addLayout(middle, 1);
    layout->addWidget(m_findBar);
    layout->addWidget(m_lineBar);
    auto *line = new QHBoxLayout(m_lineBar);
    line->setContentsMargins(8, 4, 8, 4);
    line->addWidget(m_line);
    line->addStretch(1);
    m_line->installEventFilter(this);
    m_lineBar->hide();
    setFocusProxy(m_editor);

    connect(m_editor, &QsciScintilla::modificationChanged, this, &EditorPane::titleChanged);
    connect(m_editor, &QsciScintilla::textChanged, this, [this] {
        m_messages->takeBack(sayKind);
        recheck();
    });
    connect(m_checker, &LiveChecker::checked, this, [this](const Problems &problems) {
        m_liveProblems = problems;
        m_editor->setProblems(problems);
        m_minimap->update();
        Q_EMIT problemsChanged();
    });
    connect(m_watch, &FileWatch::changed, this, &EditorPane::onDiskChanged);
    connect(m_watch, &FileWatch::vanished, this, &EditorPane::onDiskVanished);
    connect(this, &EditorPane::titleChanged, this, [this] { m_assistant->client->setPath(m_path.isEmpty() ? title() : m_path); });
    connect(m_assistant->navigator, &Navigator::failed, this, &EditorPane::say);
    connect(m_assistant->hover, &HoverTips::nothing, this, [this] { say(tr("Nothing is known about what is at the cursor.")); });
    connect(m_assistant->completer, &Completer::nothing, this, [this] { say(tr("Nothing can be proposed here.")); });
    retranslate();
}

EditorPane::~EditorPane() = default;

void EditorPane::retranslate()
{
    m_line->setPrefix(tr("Go to line: "));
    m_line->setAccessibleName(tr("Go to line"));
    Q_EMIT titleChanged();
}

void EditorPane::changeEvent(QEvent *event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::LanguageChange)
        retranslate();
}

void EditorPane::setPath(const QString &path)
{
    m_path = path;
    Q_EMIT titleChanged();
}

QString EditorPane::title() const
{
    if (m_reference)
        return tr("%1 (read only)").arg(QFileInfo(m_path).fileName());
    if (!m_path.isEmpty())
        return QFileInfo(m_path).fileName();
    return m_suggested.isEmpty() ? tr("untitled-%1.stp").arg(m_untitled) : m_suggested;
}

bool EditorPane::isModified() const
{
    return m_dirty || m_editor->isModified();
}

bool EditorPane::isScript() const
{
    return !m_reference || m_path.endsWith(u".stp") || m_path.endsWith(u".stpm");
}

void EditorPane::recheck()
{
    if (!m_reference)
        m_checker->schedule(m_path.isEmpty() ? title() : m_path, m_editor->bytes());
}

void EditorPane::format()
{
    if (m_editor->isReadOnly() || commands::format(*m_editor))
        return;
    say(tr(
        "The script can't be formatted yet: a string, a comment or a piece of C is not closed. The Problems list says where."));
}

void EditorPane::mend()
{
    if (!m_editor->applyFirstFix())
        say(tr("No fix is known for this place."));
}

void EditorPane::say(const QString &message)
{
    m_messages->ask(sayKind, message, {{tr("Close"), {}, {}}});
}

void EditorPane::setWorkspace(std::shared_ptr<services::Workspace> workspace)
{
    m_assistant->client->setWorkspace(workspace);
    m_checker->setWorkspace(std::move(workspace));
}

void EditorPane::askForLine()
{
    m_line->setRange(1, std::max(1, m_editor->lines()));
    m_line->setValue(m_editor->currentLine() + 1);
    m_lineBar->show();
    m_line->setFocus(Qt::ShortcutFocusReason);
    m_line->selectAll();
}

bool EditorPane::eventFilter(QObject *object, QEvent *event)
{
    if (object == m_line && event->type() == QEvent::KeyPress) {
        const int key = static_cast<QKeyEvent *>(event)->key();
        const bool go = key == Qt::Key_Return || key == Qt::Key_Enter;
        if (go) {
            m_line->interpretText();
            m_editor->goTo(m_line->value());
        }
        if (go || key == Qt::Key_Escape) {
            m_lineBar->hide();
            m_editor->setFocus(Qt::OtherFocusReason);
            return true;
        }
    }
    return QWidget::eventFilter(object, event);
}

}
