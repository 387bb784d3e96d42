// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QObject>

namespace tapscope::editor {

class LanguageClient;
class ScriptEditor;

/// What is known about the word under the mouse or the caret, below what is wrong with it.
class HoverTips : public QObject {
    Q_OBJECT

public:
    HoverTips(ScriptEditor *editor, LanguageClient *client);

    /// Of the word at the caret.
    void describe();

Q_SIGNALS:
    void shown(const QString &html);
    void nothing();

private:
    void ask(int position, const QPoint &at, bool wanted);

    ScriptEditor *m_editor;
    LanguageClient *m_client;
};

}
