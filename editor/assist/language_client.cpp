// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "editor/assist/language_client.h"

#include "editor/script_editor.h"

namespace tapscope::editor {

LanguageClient::LanguageClient(ScriptEditor *editor)
    : QObject(editor)
    , m_editor(editor)
    , m_workspace(std::make_shared<services::Workspace>())
{
    connect(editor, &QsciScintilla::textChanged, this, [this] { m_current = {}; });
}

LanguageClient::~LanguageClient()
{
    for (Slot &slot : m_slots)
        slot.stop.request_stop();
}

void LanguageClient::setWorkspace(std::shared_ptr<services::Workspace> workspace)
{
    m_workspace = std::move(workspace);
    m_current = {};
}

void LanguageClient::setPath(const QString &path)
{
    m_path = path.toStdString();
    m_current = {};
}

void LanguageClient::cancel(Question question)
{
    m_slots[static_cast<size_t>(question)].stop.request_stop();
}

LanguageClient::Asked LanguageClient::current()
{
    if (!m_current.shared) {
        m_current.shared = std::make_shared<Asked::Shared>();
        m_current.shared->path = m_path;
        m_current.shared->text = m_editor->bytes().toStdString();
        m_current.shared->options = m_workspace->options()->analysis.parse;
    }
    return m_current;
}

std::shared_ptr<const services::Document> LanguageClient::Asked::document() const
{
    std::call_once(shared->made, [this] {
        shared->document = std::make_shared<const services::Document>(shared->path, shared->text, shared->options);
    });
    return shared->document;
}

}
