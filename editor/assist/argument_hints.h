// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "services/hover.h"

#include <QLabel>
#include <QObject>

namespace tapscope::editor {

class LanguageClient;
class ScriptEditor;

/// The parameters of the call that is being written, above the caret, with the present one in bold.
class ArgumentHints : public QObject {
    Q_OBJECT

public:
    ArgumentHints(ScriptEditor *editor, LanguageClient *client);

    /// Asks now.
    void show();
    void hide() { m_label->hide(); }
    [[nodiscard]] QLabel *label() const { return m_label; }

protected:
    bool eventFilter(QObject *object, QEvent *event) override;

private:
    void place(const services::SignatureHelp &help);

    ScriptEditor *m_editor;
    LanguageClient *m_client;
    QLabel *m_label;
};

}
