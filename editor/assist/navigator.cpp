// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "editor/assist/navigator.h"

#include "editor/assist/language_client.h"
#include "editor/scintilla_calls.h"
#include "editor/script_editor.h"
#include "editor/translated.h"
#include "services/navigation.h"

#include <QInputDialog>

#include <algorithm>

namespace tapscope::editor {

using Sci = QsciScintilla;
using Question = LanguageClient::Question;

Navigator::Navigator(ScriptEditor *editor, LanguageClient *client) : QObject(editor), m_editor(editor), m_client(client)
{
    m_rest.setSingleShot(true);
    m_rest.setInterval(250);
    connect(&m_rest, &QTimer::timeout, this, &Navigator::showOccurrences);
    connect(editor, &Sci::cursorPositionChanged, this, [this] { m_rest.start(); });
    connect(editor, &ScriptEditor::definitionWanted, this, &Navigator::goToDefinition);
}

void Navigator::goToDefinition(int position)
{
    m_client->ask(
        Question::Definition,
        [position](const services::Workspace &workspace, const services::Document &document, const std::stop_token &stop) {
            const auto at = static_cast<uint32_t>(position);
            auto places = services::definition(workspace, document, at, stop);
            std::string missing = places.empty() ? services::missingSource(workspace, document, at, stop) : std::string();
            return std::tuple(std::move(places), document.path(), std::move(missing));
        },
        [this](const std::tuple<std::vector<services::FileLocation>, std::string, std::string> &found) {
            const auto &[places, own, missing] = found;
            if (places.empty()) {
                Q_EMIT failed(missing.empty()
                                  ? tr("Where this comes from is not known: it is part of the language, or no source is at hand.")
                                  : tr("Its source, %1, is not on this machine. The source view of the probe can be told where "
                                       "such files are.")
                                        .arg(QString::fromStdString(missing)));
                return;
            }
            int line = 0;
            int index = 0;
            m_editor->getCursorPosition(&line, &index);
            Q_EMIT leaving(line + 1, index + 1);
            const services::FileLocation &place = places.front();
            if (place.path == own)
                m_editor->goTo(static_cast<int>(place.line) + 1, static_cast<int>(place.character) + 1);
            else
                Q_EMIT placeWanted(QString::fromStdString(place.path), static_cast<int>(place.line) + 1,
                                   static_cast<int>(place.character) + 1);
            if (places.size() < 2)
                return;
            QList<Place> all;
            for (const services::FileLocation &each : places)
                all.push_back({QString::fromStdString(each.path), static_cast<int>(each.line) + 1,
                               static_cast<int>(each.character) + 1, QString()});
            Q_EMIT placesFound(QString(), all);
        });
}

void Navigator::findReferences()
{
    const int position = m_editor->position();
    m_client->ask(
        Question::References,
        [position](const services::Workspace &, const services::Document &document, const std::stop_token &) {
            const auto occurrences = services::references(document, static_cast<uint32_t>(position));
            std::pair<QString, QList<Place>> result;
            for (const services::Occurrence &occurrence : occurrences) {
                const services::FileLocation at = services::locationOf(document, occurrence.range);
                const std::string_view line = document.source().line(at.line + 1);
                result.first = QString::fromUtf8(occurrence.name.data(), static_cast<qsizetype>(occurrence.name.size()));
                result.second.push_back({QString::fromStdString(document.path()), static_cast<int>(at.line) + 1,
                                         static_cast<int>(at.character) + 1,
                                         QString::fromUtf8(line.data(), static_cast<qsizetype>(line.size())).trimmed()});
            }
            return result;
        },
        [this](const std::pair<QString, QList<Place>> &found) {
            if (found.second.isEmpty())
                Q_EMIT failed(tr("There is no name at the cursor whose uses could be found."));
            else
                Q_EMIT placesFound(found.first, found.second);
        });
}

void Navigator::askRename()
{
    if (m_editor->isReadOnly())
        return;
    const int position = m_editor->position();
    m_client->ask(
        Question::Rename,
        [position](const services::Workspace &workspace, const services::Document &document, const std::stop_token &) {
            std::pair<QString, QString> result; // the name, or why not
            if (const auto found = services::prepareRename(workspace, document, static_cast<uint32_t>(position)))
                result.first = QString::fromUtf8(found->name.data(), static_cast<qsizetype>(found->name.size()));
            else
                result.second = translated(found.error());
            return result;
        },
        [this, position](const std::pair<QString, QString> &found) {
            if (found.first.isEmpty()) {
                Q_EMIT failed(found.second);
                return;
            }
            auto *dialog = new QInputDialog(m_editor->window());
            dialog->setAttribute(Qt::WA_DeleteOnClose);
            dialog->setWindowTitle(tr("Rename"));
            dialog->setLabelText(tr("New name for “%1” everywhere in this script:").arg(found.first));
            dialog->setTextValue(found.first);
            connect(dialog, &QInputDialog::textValueSelected, this,
                    [this, position](const QString &name) { rename(position, name); });
            dialog->open();
        });
}

void Navigator::rename(int position, const QString &name)
{
    const QByteArray before = m_editor->bytes();
    m_client->ask(
        Question::Rename,
        [position, name = name.trimmed().toStdString()](const services::Workspace &workspace, const services::Document &document,
                                                        const std::stop_token &) {
            return services::rename(workspace, document, static_cast<uint32_t>(position), name);
        },
        [this, before](const std::expected<std::vector<services::TextEdit>, Text> &edits) {
            if (!edits) {
                Q_EMIT failed(translated(edits.error()));
                return;
            }
            if (m_editor->bytes() != before) {
                Q_EMIT failed(tr("The script was changed in the meantime. Rename again."));
                return;
            }
            auto sorted = *edits;
            std::ranges::sort(sorted, std::greater(), &services::TextEdit::begin);
            const UndoStep step(m_editor);
            for (const services::TextEdit &edit : sorted)
                replaceBytes(m_editor, static_cast<int>(edit.begin), static_cast<int>(edit.end),
                             QByteArray::fromStdString(edit.text));
        });
}

/// Where the caret rests on a name, its other places are marked.
void Navigator::showOccurrences()
{
    const int position = m_editor->position();
    m_client->ask(
        Question::Occurrences,
        [position](const services::Workspace &, const services::Document &document, const std::stop_token &) {
            return services::references(document, static_cast<uint32_t>(position));
        },
        [this, length = m_editor->length()](const std::vector<services::Occurrence> &found) {
            send(m_editor, Sci::SCI_SETINDICATORCURRENT, mark::reference);
            send(m_editor, Sci::SCI_INDICATORCLEARRANGE, 0, m_editor->length());
            if (found.size() < 2 || m_editor->length() != length)
                return;
            m_editor->indicatorDefine(Sci::FullBoxIndicator, mark::reference);
            m_editor->setIndicatorForegroundColor(m_editor->palette().color(QPalette::Link), mark::reference);
            send(m_editor, Sci::SCI_INDICSETALPHA, mark::reference, 40);
            m_editor->setIndicatorDrawUnder(true, mark::reference);
            for (const services::Occurrence &occurrence : found)
                send(m_editor, Sci::SCI_INDICATORFILLRANGE, occurrence.range.begin,
                     occurrence.range.end - occurrence.range.begin);
        });
}

}
