// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <KSyntaxHighlighting/AbstractHighlighter>
#include <KSyntaxHighlighting/Repository>
#include <KSyntaxHighlighting/State>
#include <KSyntaxHighlighting/Theme>

#include <vector>

namespace tapscope::editor {

/// The definitions and themes; loaded on first use, shared by all editors (GUI thread).
[[nodiscard]] KSyntaxHighlighting::Repository &syntaxRepository();

/// Runs the SystemTap definition over one line and collects what it says.
class SyntaxBridge : public KSyntaxHighlighting::AbstractHighlighter {
public:
    struct Run {
        int offset = 0; ///< UTF-16 units in the line
        int length = 0;
        KSyntaxHighlighting::Theme::TextStyle style = KSyntaxHighlighting::Theme::Normal;
    };

    SyntaxBridge();

    /// Returns the state behind the line; `runs` and `foldDelta` are the line's.
    KSyntaxHighlighting::State highlight(QStringView line, const KSyntaxHighlighting::State &before);
    [[nodiscard]] const std::vector<Run> &runs() const { return m_runs; }
    /// Blocks opened minus blocks closed.
    [[nodiscard]] int foldDelta() const { return m_foldDelta; }

protected:
    void applyFormat(int offset, int length, const KSyntaxHighlighting::Format &format) override;
    void applyFolding(int offset, int length, KSyntaxHighlighting::FoldingRegion region) override;

private:
    std::vector<Run> m_runs;
    int m_foldDelta = 0;
};

}
