// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "services/completion.h"

#include <QObject>
#include <QTimer>

#include <memory>

namespace tapscope::editor {

class CompletionPopup;
class LanguageClient;
class ScriptEditor;

/// Proposes what can be written at the caret, when asked for and while a name is typed.
class Completer : public QObject {
    Q_OBJECT

public:
    Completer(ScriptEditor *editor, LanguageClient *client);

    [[nodiscard]] CompletionPopup *popup() const { return m_popup; }
    /// Asks now. `wanted`: by the user, who is also told that there is nothing.
    void complete(bool wanted);

Q_SIGNALS:
    /// Nothing can be proposed although the user asked.
    void nothing();

protected:
    bool eventFilter(QObject *object, QEvent *event) override;

private:
    void onCharAdded(int character);
    void onCaret();
    void show(services::CompletionList list, bool wanted);
    void narrow();
    void choose();
    void explain();

    ScriptEditor *m_editor;
    LanguageClient *m_client;
    CompletionPopup *m_popup;
    QTimer m_typing;
    QTimer m_explain;
    std::shared_ptr<const services::CompletionList> m_list;
    bool m_inserting = false;
};

}
