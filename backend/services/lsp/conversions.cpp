// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "services/lsp/conversions.h"

#include "services/snippet.h"

#include <array>
#include <cstdio>

namespace tapscope::services::lsp {

namespace {

Json positionJson(TextPosition position)
{
    return {{"line", position.line}, {"character", position.character}};
}

// Numbers of the protocol's CompletionItemKind.
int kindNumber(CompletionKind kind)
{
    switch (kind) {
    case CompletionKind::Keyword: return 14;
    case CompletionKind::Snippet: return 15;
    case CompletionKind::Function:
    case CompletionKind::ProgramFunction: return 3;
    case CompletionKind::Global:
    case CompletionKind::Local:
    case CompletionKind::Parameter:
    case CompletionKind::TargetVariable: return 6;
    case CompletionKind::Macro: return 21;
    case CompletionKind::Operator: return 24;
    case CompletionKind::Member: return 5;
    case CompletionKind::ProbeComponent: return 9;
    case CompletionKind::ProbeAlias:
    case CompletionKind::Tracepoint:
    case CompletionKind::Mark: return 23;
    case CompletionKind::Path:
    case CompletionKind::SourceFile: return 17;
    case CompletionKind::Directory: return 19;
    case CompletionKind::Directive: return 12;
    }
    return 1;
}

// Numbers of the protocol's SymbolKind.
int kindNumber(OutlineItem::Kind kind)
{
    switch (kind) {
    case OutlineItem::Kind::Probe: return 24;
    case OutlineItem::Kind::Alias: return 3;
    case OutlineItem::Kind::Function: return 12;
    case OutlineItem::Kind::Global: return 13;
    case OutlineItem::Kind::Macro: return 14;
    case OutlineItem::Kind::Statement: break;
    }
    return 19;
}

struct TokenType {
    uint32_t type;
    uint32_t modifiers;
};

constexpr std::array tokenTypes{"keyword",  "comment",   "string", "number",   "operator", "function",
                                "variable", "parameter", "macro",  "property", "event"};
constexpr std::array tokenModifiers{"declaration", "modification", "static", "defaultLibrary", "readonly"};

TokenType typeOf(SemanticKind kind)
{
    switch (kind) {
    case SemanticKind::Keyword: return {0, 0};
    case SemanticKind::Comment: return {1, 0};
    case SemanticKind::String: return {2, 0};
    case SemanticKind::Number: return {3, 0};
    case SemanticKind::Operator: return {4, 0};
    case SemanticKind::Function: return {5, 0};
    case SemanticKind::LibraryFunction: return {5, 8};
    case SemanticKind::Global: return {6, 4};
    case SemanticKind::Local: return {6, 0};
    case SemanticKind::Parameter: return {7, 0};
    case SemanticKind::Macro: return {8, 0};
    case SemanticKind::AtOperator: return {8, 8};
    case SemanticKind::ProbeComponent: return {10, 0};
    case SemanticKind::TargetVariable: return {6, 16};
    case SemanticKind::Member: return {9, 0};
    case SemanticKind::EmbeddedC: return {2, 0};
    }
    return {0, 0};
}

}

Json positionJson(const Document &document, uint32_t offset)
{
    return positionJson(positionOf(document.source(), offset));
}

Json rangeJson(const Document &document, uint32_t begin, uint32_t end)
{
    return {{"start", positionJson(document, begin)}, {"end", positionJson(document, end)}};
}

Json rangeJson(const Document &document, const Range &range)
{
    return rangeJson(document, range.begin, range.end);
}

uint32_t offsetIn(const Document &document, const Json &position)
{
    return offsetOf(document.source(), {number(member(position, "line")), number(member(position, "character"))});
}

Json editsJson(const Document &document, const std::vector<TextEdit> &edits)
{
    Json out = Json::array();
    for (const TextEdit &edit : edits)
        out.push_back({{"range", rangeJson(document, edit.begin, edit.end)}, {"newText", edit.text}});
    return out;
}

Json locationJson(const FileLocation &location, const Document &document, const std::string &uri)
{
    return {{"uri", location.path == document.path() ? uri : uriOf(location.path)},
            {"range",
             {{"start", positionJson({location.line, location.character})},
              {"end", positionJson({location.line, std::max(location.endCharacter, location.character)})}}}};
}

Json completionJson(const Document &document, const std::string &uri, const CompletionList &list, bool snippets)
{
    constexpr size_t most = 300;
    const std::vector<CompletionMatch> found = matches(list, list.typed, most + 1);
    bool incomplete = found.size() > most;
    Json items = Json::array();
    const Json range = rangeJson(document, list.replaceBegin, list.replaceEnd);
    for (size_t i = 0; i < std::min(found.size(), most); ++i) {
        const CompletionItem &item = list.items[found[i].item];
        std::string newText = item.insert.empty() ? item.label : item.insert;
        if (item.snippet && !snippets)
            newText = expand(newText).text;
        char order[24];
        std::snprintf(order, sizeof order, "%05zu", i);
        Json out{{"label", item.label},
                 {"kind", kindNumber(item.kind)},
                 {"sortText", order},
                 {"filterText", item.label},
                 {"insertTextFormat", item.snippet && snippets ? 2 : 1},
                 {"textEdit", {{"range", range}, {"newText", newText}}},
                 {"data", {{"uri", uri}, {"kind", static_cast<int>(item.kind)}}}};
        if (!item.detail.empty())
            out["detail"] = item.detail;
        if (!item.documentation.empty())
            out["documentation"] = {{"kind", "markdown"}, {"value", item.documentation}};
        items.push_back(std::move(out));
        incomplete = incomplete || item.goesOn;
    }
    return {{"isIncomplete", incomplete}, {"items", std::move(items)}};
}

CompletionItem completionItemOf(const Json &item)
{
    CompletionItem out;
    out.label = text(member(item, "label"));
    out.detail = text(member(item, "detail"));
    const uint32_t kind = number(at(item, "data.kind"), UINT32_MAX);
    out.kind = kind <= static_cast<uint32_t>(CompletionKind::SourceFile) ? static_cast<CompletionKind>(kind)
                                                                         : CompletionKind::Keyword;
    out.documentation = text(at(item, "documentation.value"));
    return out;
}

Json diagnosticJson(const Workspace &workspace, const Document &document, const std::string &uri,
                    const script::Diagnostic &diagnostic, const std::string &place)
{
    std::string message = workspace.say(diagnostic.message);
    if (!place.empty())
        message = place + ": " + message;
    if (!diagnostic.nextStep.empty())
        message += "\n" + workspace.say(diagnostic.nextStep);
    const bool error = diagnostic.severity == script::Severity::Error;
    Json out{{"range", rangeJson(document, diagnostic.range)},
             {"severity",
              error                                                  ? 1
                  : diagnostic.severity == script::Severity::Warning ? 2
                                                                     : 3},
             {"code", diagnostic.id},
             {"source", "tapscope"},
             {"message", message}};
    if (diagnostic.id.starts_with("unused-") || diagnostic.id == "never-read")
        out["tags"] = {1};
    Json related = Json::array();
    for (const script::DiagnosticNote &note : diagnostic.notes)
        related.push_back(
            {{"location", {{"uri", uri}, {"range", rangeJson(document, note.range)}}}, {"message", workspace.say(note.text)}});
    if (!related.empty())
        out["relatedInformation"] = std::move(related);
    return out;
}

Json symbolsJson(const Document &document, const std::vector<OutlineItem> &items)
{
    Json out = Json::array();
    for (const OutlineItem &item : items) {
        out.push_back({{"name", item.name.empty() ? "probe" : item.name},
                       {"detail", item.detail},
                       {"kind", kindNumber(item.kind)},
                       {"range", rangeJson(document, item.range)},
                       {"selectionRange", rangeJson(document, item.nameRange)}});
    }
    return out;
}

Json semanticTokensJson(const Document &document, const std::vector<SemanticToken> &tokens)
{
    Json data = Json::array();
    TextPosition before;
    for (const SemanticToken &token : tokens) {
        const auto [type, modifiers] = typeOf(token.kind);
        const uint32_t all = modifiers | (token.definition ? 1U : 0U) | (token.write ? 2U : 0U);
        // A token of several lines is one for each of them: not all editors can do with less.
        uint32_t begin = token.range.begin;
        while (begin < token.range.end) {
            const std::string_view rest = document.text({0, begin, token.range.end});
            const size_t lineEnd = std::min(rest.find('\n'), rest.size());
            const uint32_t length = utf16Length(rest.substr(0, lineEnd));
            if (length > 0) {
                const TextPosition here = positionOf(document.source(), begin);
                const uint32_t lines = here.line - before.line;
                data.push_back(lines);
                data.push_back(lines == 0 ? here.character - before.character : here.character);
                data.push_back(length);
                data.push_back(type);
                data.push_back(all);
                before = here;
            }
            begin += static_cast<uint32_t>(lineEnd) + 1;
        }
    }
    return {{"data", std::move(data)}};
}

Json semanticLegend()
{
    return {{"tokenTypes", tokenTypes}, {"tokenModifiers", tokenModifiers}};
}

}
