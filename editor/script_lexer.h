// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "editor/scintilla.h"
#include "editor/syntax_bridge.h"

#include <vector>

namespace tapscope::editor {

/// Styles the visible part of a script for Scintilla, line by line, from the state that the line before left. A style's number is
/// its KSyntaxHighlighting::Theme::TextStyle.
class ScriptLexer : public QsciLexerCustom {
    Q_OBJECT

public:
    explicit ScriptLexer(QObject *parent = nullptr);

    /// Colours and fonts of a theme, for all styles.
    void setTheme(const KSyntaxHighlighting::Theme &theme, const QFont &font);

    /// Another language than SystemTap.
    void setDefinition(const KSyntaxHighlighting::Definition &definition);
    /// The definition that fits a file's name, of the script language if none does.
    void setDefinitionOf(const QString &fileName);

    const char *language() const override { return "SystemTap"; }
    QString description(int style) const override;
    void styleText(int start, int end) override;
    const char *wordCharacters() const override;

private:
    struct LineEnd {
        KSyntaxHighlighting::State state;
        int depth = 0;
    };

    SyntaxBridge m_bridge;
    std::vector<LineEnd> m_lineEnds;
    QByteArray m_styles;
};

}
