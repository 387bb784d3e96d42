// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "services/semantic_tokens.h"

#include <algorithm>
#include <optional>

namespace tapscope::services {

using script::Token;
using script::TokenKind;

namespace {

SemanticKind kindOf(const Occurrence &name, const LibraryIndex &library)
{
    switch (name.kind) {
    case NameKind::Global: return SemanticKind::Global;
    case NameKind::Local: return SemanticKind::Local;
    case NameKind::Parameter: return SemanticKind::Parameter;
    case NameKind::Function:
        return library.functions().contains(name.name) ? SemanticKind::LibraryFunction : SemanticKind::Function;
    case NameKind::Macro: return SemanticKind::Macro;
    case NameKind::Operator: return SemanticKind::AtOperator;
    case NameKind::ProbeComponent: return SemanticKind::ProbeComponent;
    case NameKind::TargetVariable: return SemanticKind::TargetVariable;
    case NameKind::Member: return SemanticKind::Member;
    }
    return SemanticKind::Local;
}

std::optional<SemanticKind> kindOf(const Token &token)
{
    switch (token.kind) {
    case TokenKind::Keyword: return SemanticKind::Keyword;
    case TokenKind::Number: return SemanticKind::Number;
    case TokenKind::String: return SemanticKind::String;
    case TokenKind::EmbeddedC: return SemanticKind::EmbeddedC;
    case TokenKind::AtWord: return SemanticKind::AtOperator;
    case TokenKind::Operator:
        if (token.text.find_first_of("(){}[];,.") == std::string_view::npos || token.text.starts_with('%'))
            return SemanticKind::Operator;
        break;
    default: break;
    }
    return std::nullopt;
}

}

std::vector<SemanticToken> semanticTokens(const Workspace &workspace, const Document &document)
{
    std::vector<SemanticToken> out;
    const auto library = workspace.library();
    const auto &names = document.model().occurrences();
    auto name = names.begin();
    for (const Token &token : document.tokens()) {
        while (name != names.end() && name->range.begin < token.range.begin)
            ++name;
        if (!out.empty() && token.range.begin < out.back().range.end)
            continue; // several words out of one place, as of an argument
        if (name != names.end() && name->range == token.range)
            out.push_back({token.range, kindOf(*name, *library), name->definition, name->write});
        else if (const auto kind = kindOf(token))
            out.push_back({token.range, *kind, false, false});
    }
    for (const script::Comment &comment : document.comments())
        out.push_back({comment.range, SemanticKind::Comment, false, false});
    std::ranges::stable_sort(out, {}, [](const SemanticToken &each) { return each.range.begin; });
    std::erase_if(out, [](const SemanticToken &each) { return each.range.empty(); });
    return out;
}

}
