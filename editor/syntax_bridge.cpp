// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "editor/syntax_bridge.h"

#include <KSyntaxHighlighting/Definition>
#include <KSyntaxHighlighting/FoldingRegion>
#include <KSyntaxHighlighting/Format>

namespace tapscope::editor {

KSyntaxHighlighting::Repository &syntaxRepository()
{
    static KSyntaxHighlighting::Repository repository;
    return repository;
}

SyntaxBridge::SyntaxBridge()
{
    setDefinition(syntaxRepository().definitionForName(QStringLiteral("SystemTap")));
}

KSyntaxHighlighting::State SyntaxBridge::highlight(QStringView line, const KSyntaxHighlighting::State &before)
{
    m_runs.clear();
    m_foldDelta = 0;
    if (!definition().isValid())
        return before;
    return highlightLine(line, before);
}

void SyntaxBridge::applyFormat(int offset, int length, const KSyntaxHighlighting::Format &format)
{
    if (length > 0)
        m_runs.push_back({offset, length, format.textStyle()});
}

void SyntaxBridge::applyFolding(int, int, KSyntaxHighlighting::FoldingRegion region)
{
    m_foldDelta += region.type() == KSyntaxHighlighting::FoldingRegion::Begin ? 1 : -1;
}

}
