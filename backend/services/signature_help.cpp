// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "services/builtins.h"
#include "services/completion_context.h"
#include "services/hover.h"

#include <algorithm>

namespace tapscope::services {

using script::Token;
using Signature = SignatureHelp::Signature;

namespace {

// The parts between the parentheses of a label.
std::vector<std::pair<uint32_t, uint32_t>> parametersOf(const std::string &label)
{
    std::vector<std::pair<uint32_t, uint32_t>> out;
    const size_t open = label.find('('), close = label.rfind(')');
    if (open == std::string::npos || close == std::string::npos || close <= open + 1)
        return out;
    size_t begin = open + 1;
    while (begin < close) {
        const size_t end = std::min(label.find(", ", begin), close);
        out.emplace_back(static_cast<uint32_t>(begin), static_cast<uint32_t>(end));
        begin = end + 2;
    }
    return out;
}

Signature made(std::string label, std::string documentation)
{
    Signature out{std::move(label), {}, std::move(documentation)};
    out.parameters = parametersOf(out.label);
    return out;
}

std::vector<Signature> signaturesOf(const Workspace &workspace, const Document &document, const std::string &name)
{
    std::vector<Signature> out;
    for (const auto list : {printFunctions(), operatorsExplained()}) {
        if (const Builtin *known = findBuiltin(list, name); known && known->form.contains('('))
            out.push_back(made(std::string(known->form) + (known->result.empty() ? "" : ":" + std::string(known->result)),
                               workspace.say(known->meaning)));
    }
    LibraryIndex own;
    own.add(document, true);
    const auto library = workspace.library();
    for (const LibraryIndex *index : {static_cast<const LibraryIndex *>(&own), library.get()}) {
        for (const LibraryFunction *function : index->functionsNamed(name))
            out.push_back(made(function->signature(), function->documentation));
        if (const auto macro = index->macros().find(name); macro != index->macros().end()) {
            std::string label = name + "(";
            for (const std::string &parameter : macro->second.parameters)
                label += (label.ends_with('(') ? "" : ", ") + parameter;
            out.push_back(made(label + ")", macro->second.documentation));
        }
        if (!out.empty())
            break;
    }
    return out;
}

}

std::optional<SignatureHelp> signatureHelp(const Workspace &workspace, const Document &document, uint32_t offset)
{
    const auto &tokens = document.tokens();
    size_t index = document.tokenBehind(offset);
    // In a comma that the cursor is in front of is nothing; a closing parenthesis behind the cursor is not before it.
    const Declaration *declaration = document.model().declarationAt(offset);
    const size_t first = declaration ? declaration->firstToken : 0;
    for (size_t open = openingParenthesis(tokens, index, first); open < tokens.size() && open > 0;
         open = openingParenthesis(tokens, open, first)) {
        const Token &name = tokens[open - 1];
        const bool callable = name.kind == script::TokenKind::Identifier || name.kind == script::TokenKind::AtWord;
        const bool declared = open >= 2 && tokens[open - 2].isKeyword("function");
        if (!callable || declared)
            continue;
        SignatureHelp out;
        out.signatures = signaturesOf(workspace, document, std::string(name.text));
        if (out.signatures.empty())
            continue;
        int depth = 0;
        for (size_t i = open + 1; i < index; ++i) {
            depth += tokens[i].is("(") || tokens[i].is("[") ? 1 : tokens[i].is(")") || tokens[i].is("]") ? -1 : 0;
            out.activeParameter += depth == 0 && tokens[i].is(",") ? 1 : 0;
        }
        for (uint32_t i = 0; i < out.signatures.size(); ++i) {
            if (out.signatures[i].parameters.size() > out.activeParameter) {
                out.activeSignature = i;
                break;
            }
        }
        // All further arguments of print belong to its last parameter.
        const size_t count = out.signatures[out.activeSignature].parameters.size();
        if (count > 0 && findBuiltin(printFunctions(), name.text))
            out.activeParameter = std::min(out.activeParameter, static_cast<uint32_t>(count - 1));
        return out;
    }
    return std::nullopt;
}

}
