// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "editor/assist/script_outline.h"

#include "editor/assist/language_client.h"
#include "editor/script_editor.h"

#include <QCoreApplication>

namespace tapscope::editor {

using Kind = services::OutlineItem::Kind;

QString outlineLetter(Kind kind)
{
    switch (kind) {
    case Kind::Probe: return QStringLiteral("p");
    case Kind::Alias: return QStringLiteral("a");
    case Kind::Function: return QStringLiteral("f");
    case Kind::Global: return QStringLiteral("g");
    case Kind::Macro: return QStringLiteral("@");
    case Kind::Statement: return QStringLiteral("·");
    }
    return {};
}

QString outlineKind(Kind kind)
{
    switch (kind) {
    case Kind::Probe: return QCoreApplication::translate("Outline", "probe");
    case Kind::Alias: return QCoreApplication::translate("Outline", "probe alias");
    case Kind::Function: return QCoreApplication::translate("Outline", "function");
    case Kind::Global: return QCoreApplication::translate("Outline", "global variable");
    case Kind::Macro: return QCoreApplication::translate("Outline", "macro");
    case Kind::Statement: return QCoreApplication::translate("Outline", "statement");
    }
    return {};
}

ScriptOutline::ScriptOutline(ScriptEditor *editor, LanguageClient *client) : QObject(editor), m_editor(editor), m_client(client)
{
    m_rest.setSingleShot(true);
    m_rest.setInterval(150);
    connect(&m_rest, &QTimer::timeout, this, &ScriptOutline::ask);
    connect(editor, &QsciScintilla::textChanged, this, [this] {
        m_stale = true;
        m_rest.start();
    });
    connect(editor, &QsciScintilla::cursorPositionChanged, this, [this] { m_rest.start(); });
    m_rest.start();
}

void ScriptOutline::ask()
{
    const auto offset = static_cast<uint32_t>(m_editor->position());
    using Both = std::pair<std::vector<services::OutlineItem>, std::vector<services::OutlineItem>>;
    m_client->ask(
        LanguageClient::Question::Outline,
        [offset, all = m_stale](const services::Workspace &, const services::Document &document, const std::stop_token &) {
            return Both(all ? services::outline(document) : std::vector<services::OutlineItem>(),
                        services::breadcrumb(document, offset));
        },
        [this, all = m_stale](Both &found) {
            m_around = std::move(found.second);
            if (all) {
                m_items = std::move(found.first);
                m_stale = false;
                Q_EMIT changed();
            }
            Q_EMIT caretMoved();
        });
}

int ScriptOutline::current() const
{
    const auto at = static_cast<uint32_t>(m_editor->position());
    for (size_t i = 0; i < m_items.size(); ++i) {
        if (at >= m_items[i].range.begin && at <= m_items[i].range.end)
            return static_cast<int>(i);
    }
    return -1;
}

void ScriptOutline::goTo(const services::OutlineItem &item)
{
    m_editor->goToBytes(static_cast<int>(item.nameRange.begin), static_cast<int>(item.nameRange.begin));
    m_editor->setFocus(Qt::OtherFocusReason);
}

}
