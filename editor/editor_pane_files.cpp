// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

// Reading and writing a pane's file, and what happens when others write it.

#include "editor/assist/assistant.h"
#include "editor/assist/breadcrumb_bar.h"
#include "editor/compare_dialog.h"
#include "editor/editor_pane.h"
#include "editor/file_watch.h"
#include "editor/message_bar.h"
#include "editor/script_editor.h"
#include "editor/text_encoding.h"

#include <QInputDialog>

namespace tapscope::editor {

namespace {

const QString diskKind = QStringLiteral("disk");
const QString encodingKind = QStringLiteral("encoding");

}

QString EditorPane::readBytes(const QString &path, QByteArray &bytes) const
{
    constexpr qint64 mostBytes = 64 << 20;
    QFile file(path);
    if (QFileInfo(path).isDir())
        return tr("%1 is a folder. Choose a script file in it.").arg(path);
    if (!file.open(QIODevice::ReadOnly))
        return tr("%1 could not be opened: %2").arg(path, file.errorString());
    if (file.size() > mostBytes)
        return tr("%1 is larger than 64 MB, which is no script.").arg(path);
    bytes = file.readAll();
    if (file.error() != QFileDevice::NoError)
        return tr("%1 could not be read: %2").arg(path, file.errorString());
    return {};
}

QString EditorPane::read(const QString &path)
{
    QByteArray bytes;
    if (const QString problem = readBytes(path, bytes); !problem.isEmpty())
        return problem;
    const bool utf8 = QUtf8StringView(bytes).isValidUtf8();
    const QString encoding = utf8 ? QString() : guessEncoding(bytes);
    if (bytes.contains('\0') && !encoding.startsWith(u"UTF-16"))
        return tr("%1 is a binary file, not a script.").arg(path);
    m_path = QFileInfo(path).absoluteFilePath();
    m_messages->takeBack(diskKind);
    m_messages->takeBack(encodingKind);
    m_dirty = false;
    m_editor->setReadOnly(false);
    if (utf8)
        m_editor->load(bytes);
    else
        offerConversion(bytes, encoding);
    m_watch->watch(m_path, bytes);
    Q_EMIT titleChanged();
    recheck();
    return {};
}

QString EditorPane::readReference(const QString &path)
{
    QByteArray bytes;
    if (const QString problem = readBytes(path, bytes); !problem.isEmpty())
        return problem;
    if (bytes.contains('\0'))
        return tr("%1 is a binary file.").arg(path);
    if (!QUtf8StringView(bytes).isValidUtf8())
        bytes = toUtf8(bytes, QStringLiteral("ISO-8859-1")).value_or(QByteArray());
    m_reference = true;
    m_path = QFileInfo(path).absoluteFilePath();
    m_assistant->client->setSilent(!isScript());
    m_breadcrumbs->setVisible(isScript());
    m_editor->setSyntaxOf(path);
    m_editor->load(bytes);
    m_editor->setReadOnly(true);
    m_watch->watch(m_path, bytes);
    Q_EMIT titleChanged();
    return {};
}

/// Saving what is not UTF-8 as if it were would destroy it, so it can't be changed before it has been converted.
void EditorPane::offerConversion(const QByteArray &bytes, const QString &encoding)
{
    m_editor->setReadOnly(false);
    m_editor->load(toUtf8(bytes, encoding).value_or(QByteArray()));
    m_editor->setReadOnly(true);
    m_messages->ask(
        encodingKind, tr("This file is not UTF-8. It is shown as %1, read only. Converted, it is saved as UTF-8.").arg(encoding),
        {{tr("Convert to UTF-8"), tr("Lets you change the script; the file stays as it is until you save"),
          [this] {
              m_editor->setReadOnly(false);
              // The file is still in its old encoding.
              m_dirty = true;
              Q_EMIT titleChanged();
              recheck();
          }},
         {tr("Other Encoding…"), tr("Shows the text as if it had been written in another encoding"), [this, bytes, encoding] {
              QStringList fitting;
              for (const QString &known : knownEncodings()) {
                  if (toUtf8(bytes, known))
                      fitting << known;
              }
              bool chosen = false;
              const QString other = QInputDialog::getItem(window(), tr("Encoding"), tr("The file was written as:"), fitting,
                                                          static_cast<int>(std::max<qsizetype>(0, fitting.indexOf(encoding))),
                                                          false, &chosen);
              offerConversion(bytes, chosen ? other : encoding);
              recheck();
          }}});
}

QString EditorPane::write(const QString &path)
{
    QSaveFile file(path);
    const QByteArray bytes = m_editor->bytes();
    if (!file.open(QIODevice::WriteOnly) || file.write(bytes) != bytes.size())
        return tr("%1 could not be saved: %2").arg(path, file.errorString());
    // Before the file is there, so that the watcher doesn't take it for another program's.
    m_watch->noteContent(bytes);
    if (!file.commit())
        return tr("%1 could not be saved: %2").arg(path, file.errorString());
    m_path = QFileInfo(path).absoluteFilePath();
    m_watch->watch(m_path, bytes);
    m_messages->takeBack(diskKind);
    m_messages->takeBack(encodingKind);
    m_dirty = false;
    m_editor->setModified(false);
    Q_EMIT titleChanged();
    return {};
}

void EditorPane::recover(const QByteArray &text)
{
    // What is in the file stays one undo away.
    m_editor->setReadOnly(false);
    m_editor->replaceText(text);
    m_dirty = true;
    Q_EMIT titleChanged();
    recheck();
}

bool EditorPane::changedOnDisk() const
{
    return m_messages->holds(diskKind) || m_watch->differs();
}

void EditorPane::lookAtDisk()
{
    m_watch->look();
}

void EditorPane::onDiskChanged()
{
    QByteArray bytes;
    if (!readBytes(m_path, bytes).isEmpty())
        return;
    if (bytes == m_editor->bytes()) {
        m_messages->takeBack(diskKind);
        m_dirty = false;
        m_editor->setModified(false);
        Q_EMIT titleChanged();
        return;
    }
    if (m_reference) {
        reload();
        return;
    }
    m_messages->ask(diskKind,
                    isModified()
                        ? tr("Another program has changed “%1”, and you have changes here that are not saved.").arg(title())
                        : tr("Another program has changed “%1”.").arg(title()),
                    {{tr("Reload"), tr("Takes what is in the file; undo brings your text back"), [this] { reload(); }},
                     {tr("Keep Mine"), tr("Leaves your text as it is; saving replaces the file"),
                      [this] {
                          m_dirty = true;
                          Q_EMIT titleChanged();
                      }},
                     {tr("Compare…"), tr("Shows both side by side"), [this] { compareWithDisk(); }}});
}

void EditorPane::onDiskVanished()
{
    m_dirty = true;
    m_messages->ask(diskKind, tr("“%1” was removed or renamed by another program. Your text is still here.").arg(title()),
                    {{tr("Save Again"), tr("Writes the file anew"), [this] { Q_EMIT saveWanted(); }}, {tr("Close"), {}, {}}});
    Q_EMIT titleChanged();
}

void EditorPane::reload()
{
    QByteArray bytes;
    QString problem = readBytes(m_path, bytes);
    if (problem.isEmpty() && !QUtf8StringView(bytes).isValidUtf8())
        problem = tr("%1 is no longer UTF-8 text. Close it and open it again to convert it.").arg(m_path);
    if (!problem.isEmpty()) {
        m_messages->ask(diskKind, problem, {{tr("Close"), {}, {}}});
        return;
    }
    m_messages->takeBack(diskKind);
    m_editor->setReadOnly(false);
    m_editor->replaceText(bytes);
    m_editor->setReadOnly(m_reference);
    m_watch->noteContent(bytes);
    m_dirty = false;
    m_editor->setModified(false);
    Q_EMIT titleChanged();
}

void EditorPane::compareWithDisk()
{
    QByteArray bytes;
    if (const QString problem = readBytes(m_path, bytes); !problem.isEmpty()) {
        m_messages->ask(diskKind, problem, {{tr("Close"), {}, {}}});
        return;
    }
    auto *dialog = new CompareDialog(m_editor->bytes(), bytes, title(), this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &CompareDialog::theirsWanted, this, &EditorPane::reload);
    // Whatever is looked at, the choice is still to be made.
    connect(dialog, &QDialog::rejected, this, &EditorPane::onDiskChanged);
    dialog->open();
}

}
