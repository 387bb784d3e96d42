// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "editor/editor_pane.h"

#include "editor/find_bar.h"
#include "editor/live_checker.h"
#include "editor/script_editor.h"

namespace tapscope::editor {

EditorPane::EditorPane(QWidget *parent)
    : QWidget(parent)
    , m_editor(new ScriptEditor(this))
    , m_findBar(new FindBar(m_editor, this))
    , m_lineBar(new QWidget(this))
    , m_line(new QSpinBox(m_lineBar))
    , m_checker(new LiveChecker(this))
{
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(m_editor, 1);
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
    connect(m_editor, &QsciScintilla::textChanged, this, &EditorPane::recheck);
    connect(m_checker, &LiveChecker::checked, this, [this](const Problems &problems) {
        m_liveProblems = problems;
        m_editor->setProblems(problems);
        Q_EMIT problemsChanged();
    });
    retranslate();
}

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
    if (!m_path.isEmpty())
        return QFileInfo(m_path).fileName();
    return m_suggested.isEmpty() ? tr("untitled-%1.stp").arg(m_untitled) : m_suggested;
}

bool EditorPane::isModified() const
{
    return m_editor->isModified();
}

QString EditorPane::read(const QString &path)
{
    constexpr qint64 mostBytes = 64 << 20;
    QFile file(path);
    if (QFileInfo(path).isDir())
        return tr("%1 is a folder. Choose a script file in it.").arg(path);
    if (!file.open(QIODevice::ReadOnly))
        return tr("%1 could not be opened: %2").arg(path, file.errorString());
    if (file.size() > mostBytes)
        return tr("%1 is larger than 64 MB, which is no script.").arg(path);
    const QByteArray bytes = file.readAll();
    if (file.error() != QFileDevice::NoError)
        return tr("%1 could not be read: %2").arg(path, file.errorString());
    if (bytes.contains('\0'))
        return tr("%1 is a binary file, not a script.").arg(path);
    // What is not UTF-8 would be destroyed by saving it.
    if (!QUtf8StringView(bytes).isValidUtf8())
        return tr("%1 is not UTF-8 text. Convert it first, as with: iconv -f GB18030 -t UTF-8").arg(path);
    m_editor->load(bytes);
    m_path = QFileInfo(path).absoluteFilePath();
    Q_EMIT titleChanged();
    recheck();
    return {};
}

QString EditorPane::write(const QString &path)
{
    QSaveFile file(path);
    const QByteArray bytes = m_editor->bytes();
    if (!file.open(QIODevice::WriteOnly) || file.write(bytes) != bytes.size() || !file.commit())
        return tr("%1 could not be saved: %2").arg(path, file.errorString());
    m_path = QFileInfo(path).absoluteFilePath();
    m_editor->setModified(false);
    Q_EMIT titleChanged();
    return {};
}

void EditorPane::recheck()
{
    m_checker->schedule(m_path.isEmpty() ? title() : m_path, m_editor->bytes());
}

void EditorPane::askForLine()
{
    int line = 0;
    int index = 0;
    m_editor->getCursorPosition(&line, &index);
    m_line->setRange(1, std::max(1, m_editor->lines()));
    m_line->setValue(line + 1);
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
