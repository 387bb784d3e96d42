// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "editor/assist/completer.h"

#include "editor/assist/completion_popup.h"
#include "editor/assist/language_client.h"
#include "editor/scintilla_calls.h"
#include "editor/script_editor.h"
#include "editor/snippet_session.h"

#include <KSyntaxHighlighting/Theme>
#include <QKeyEvent>

namespace tapscope::editor {

using Sci = QsciScintilla;

namespace {

/// A pause this long while typing is worth a question.
constexpr int typingMs = 60;
constexpr int explainMs = 120;
/// Styles in which nothing is proposed by itself.
bool proposesIn(int style)
{
    using Theme = KSyntaxHighlighting::Theme;
    return style != Theme::Comment && style != Theme::Documentation && style != Theme::Annotation;
}

bool nameCharacter(int c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
}

}

Completer::Completer(ScriptEditor *editor, LanguageClient *client)
    : QObject(editor)
    , m_editor(editor)
    , m_client(client)
    , m_popup(new CompletionPopup(editor))
{
    m_typing.setSingleShot(true);
    m_typing.setInterval(typingMs);
    connect(&m_typing, &QTimer::timeout, this, [this] { complete(false); });
    m_explain.setSingleShot(true);
    m_explain.setInterval(explainMs);
    connect(&m_explain, &QTimer::timeout, this, &Completer::explain);
    connect(editor, &Sci::SCN_CHARADDED, this, &Completer::onCharAdded);
    connect(editor, &Sci::cursorPositionChanged, this, &Completer::onCaret);
    connect(editor, &Sci::textChanged, this, &Completer::onCaret);
    connect(m_popup, &CompletionPopup::chosen, this, &Completer::choose);
    connect(m_popup, &CompletionPopup::currentChanged, this, [this] { m_explain.start(); });
    editor->installEventFilter(this);
    editor->viewport()->installEventFilter(this);
}

void Completer::onCharAdded(int character)
{
    if (m_inserting || m_editor->isReadOnly() || m_popup->isVisible() || send(m_editor, Sci::SCI_GETSELECTIONS) != 1)
        return;
    const int caret = m_editor->position();
    if (caret < 1 || !proposesIn(static_cast<int>(send(m_editor, Sci::SCI_GETSTYLEAT, caret - 1))))
        return;
    const auto before = caret >= 2 ? static_cast<int>(send(m_editor, Sci::SCI_GETCHARAT, caret - 2)) : 0;
    const bool opens = character == '.' || character == '$' || character == '@' || character == '"' || character == '/'
        || character == '%' || (character == '>' && before == '-');
    // The second letter of a name: one alone says too little.
    if (opens || (nameCharacter(character) && (nameCharacter(before) || before == '$' || before == '@')))
        m_typing.start();
}

void Completer::complete(bool wanted)
{
    m_typing.stop();
    if (m_editor->isReadOnly())
        return;
    const auto offset = static_cast<uint32_t>(m_editor->position());
    m_client->ask(
        LanguageClient::Question::Completion,
        [offset](const services::Workspace &workspace, const services::Document &document, const std::stop_token &stop) {
            return services::complete(workspace, document, offset, stop);
        },
        [this, offset, wanted](services::CompletionList &list) {
            // What was typed since is seen to by narrowing, but the caret must still be behind the place.
            if (!list.cancelled && m_editor->position() >= static_cast<int>(offset))
                show(std::move(list), wanted);
        });
}

void Completer::show(services::CompletionList list, bool wanted)
{
    m_list = std::make_shared<const services::CompletionList>(std::move(list));
    m_popup->model()->setList(m_list);
    narrow();
    if (wanted && !m_popup->isVisible())
        Q_EMIT nothing();
}

void Completer::narrow()
{
    const int caret = m_editor->position();
    if (!m_list || caret < static_cast<int>(m_list->replaceBegin)) {
        m_popup->hide();
        return;
    }
    const QByteArray typed = bytesOf(m_editor, static_cast<int>(m_list->replaceBegin), caret);
    m_popup->model()->setTyped(typed);
    const services::CompletionItem *first = m_popup->model()->item(0);
    // A list whose only proposal has been typed already only hides the text.
    if (!first || typed.contains('\n') || (m_popup->model()->rowCount() == 1 && QByteArrayView(first->label) == typed)) {
        m_popup->hide();
        return;
    }
    m_popup->selectFirst();
    const QPoint at = m_editor->viewport()->mapToGlobal(m_editor->pointOf(static_cast<int>(m_list->replaceBegin)));
    m_popup->showAt(at + QPoint(0, m_editor->textHeight(0) + 2), at - QPoint(0, 2));
}

void Completer::onCaret()
{
    if (m_inserting || !m_popup->isVisible())
        return;
    const int caret = m_editor->position();
    const QByteArray typed = bytesOf(m_editor, static_cast<int>(m_list->replaceBegin), caret);
    const bool left = caret < static_cast<int>(m_list->replaceBegin) || typed.contains('\n') || typed.contains(' ')
        || typed.contains('(') || typed.contains(';') || typed.contains('{');
    left ? m_popup->hide() : narrow();
}

void Completer::choose()
{
    const services::CompletionItem *item = m_popup->current();
    if (!item || !m_list)
        return;
    const services::CompletionItem chosen = *item;
    m_popup->hide();
    const auto begin = static_cast<int>(m_list->replaceBegin);
    // What stood behind the caret and is to be replaced, too, has moved by what was typed since.
    const int behind = static_cast<int>(m_list->replaceEnd) - begin - static_cast<int>(m_list->typed.size());
    const int end = std::min(m_editor->length(), m_editor->position() + std::max(0, behind));
    const QByteArray insert = QByteArray::fromStdString(chosen.insert.empty() ? chosen.label : chosen.insert);
    m_inserting = true;
    if (chosen.snippet) {
        m_editor->snippetSession()->insert(insert, begin, end);
    } else {
        const UndoStep step(m_editor);
        replaceBytes(m_editor, begin, end, insert);
        send(m_editor, Sci::SCI_SETSEL, begin + static_cast<int>(insert.size()), begin + static_cast<int>(insert.size()));
    }
    m_inserting = false;
    m_list.reset();
    if (chosen.goesOn)
        m_typing.start();
    // A function's arguments are next.
    else if (insert.contains('('))
        Q_EMIT m_editor->argumentsWanted();
}

void Completer::explain()
{
    const services::CompletionItem *item = m_popup->current();
    if (!item || !m_popup->isVisible())
        return;
    m_popup->setExplanation(QString::fromStdString(item->documentation));
    if (!item->documentation.empty())
        return;
    m_client->ask(
        LanguageClient::Question::Documentation,
        [list = m_list, item = *item](const services::Workspace &workspace, const services::Document &document,
                                      const std::stop_token &) { return services::documentationOf(workspace, document, item); },
        [this](const std::string &markdown) { m_popup->setExplanation(QString::fromStdString(markdown)); });
}

bool Completer::eventFilter(QObject *object, QEvent *event)
{
    if (!m_popup->isVisible())
        return QObject::eventFilter(object, event);
    switch (event->type()) {
    case QEvent::KeyPress: {
        const auto *key = static_cast<QKeyEvent *>(event);
        if (object == m_editor && !(key->modifiers() & ~Qt::KeypadModifier) && m_popup->takeKey(key->key()))
            return true;
        break;
    }
    case QEvent::ShortcutOverride: {
        // Esc closes the list, not the find bar.
        const int key = static_cast<QKeyEvent *>(event)->key();
        if (key == Qt::Key_Escape || key == Qt::Key_Return || key == Qt::Key_Enter) {
            event->accept();
            return true;
        }
        break;
    }
    case QEvent::FocusOut:
    case QEvent::Hide:
        if (object == m_editor)
            m_popup->hide();
        break;
    case QEvent::MouseButtonPress:
    case QEvent::Wheel: m_popup->hide(); break;
    default: break;
    }
    return QObject::eventFilter(object, event);
}

}
