// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "editor/assist/hover_tips.h"

#include "editor/assist/language_client.h"
#include "editor/lock_marks.h"
#include "editor/problem_marks.h"
#include "editor/scintilla_calls.h"
#include "editor/script_editor.h"
#include "services/hover.h"

#include <QTextDocument>
#include <QToolTip>

namespace tapscope::editor {

using Sci = QsciScintilla;

namespace {

QString htmlOf(const std::string &markdown)
{
    QTextDocument document;
    document.setMarkdown(QString::fromStdString(markdown));
    return document.toHtml();
}

}

HoverTips::HoverTips(ScriptEditor *editor, LanguageClient *client) : QObject(editor), m_editor(editor), m_client(client)
{
    connect(editor, &Sci::SCN_DWELLSTART, this, [this](int position, int x, int y) {
        if (position >= 0)
            ask(position, QPoint(x, y), false);
    });
    connect(editor, &Sci::SCN_DWELLEND, this, [this] { m_client->cancel(LanguageClient::Question::Hover); });
}

void HoverTips::describe()
{
    const int position = m_editor->position();
    ask(position, m_editor->pointOf(position) + QPoint(0, m_editor->textHeight(0)), true);
}

void HoverTips::ask(int position, const QPoint &at, bool wanted)
{
    m_client->ask(
        LanguageClient::Question::Hover,
        [position](const services::Workspace &workspace, const services::Document &document, const std::stop_token &stop) {
            return services::hover(workspace, document, static_cast<uint32_t>(position), stop);
        },
        [this, position, at, wanted](const std::optional<services::Hover> &hover) {
            QString html = m_editor->problemMarks()->textAt(position);
            html += m_editor->lockMarks()->textAt(position);
            if (hover && !hover->markdown.empty())
                html += (html.isEmpty() ? QString() : QStringLiteral("<hr>")) + htmlOf(hover->markdown);
            if (html.isEmpty()) {
                if (wanted)
                    Q_EMIT nothing();
                return;
            }
            QToolTip::showText(m_editor->viewport()->mapToGlobal(at), html, m_editor->viewport());
            Q_EMIT shown(html);
        });
}

}
