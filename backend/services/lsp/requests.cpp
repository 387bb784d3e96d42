// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "services/lsp/requests.h"

#include "services/formatting.h"
#include "services/hover.h"
#include "services/lsp/conversions.h"

#include <algorithm>
#include <array>

namespace tapscope::services::lsp {

namespace {

using Answer = std::expected<Json, RequestError>;

struct Question {
    const Workspace &workspace;
    const Request &request;
    const Document &document;
    std::stop_token stop;

    [[nodiscard]] uint32_t offset() const { return offsetIn(document, member(request.params, "position")); }
};

Json markdown(const std::string &value)
{
    return {{"kind", "markdown"}, {"value", value}};
}

Answer answerCompletion(const Question &q)
{
    const CompletionList list = complete(q.workspace, q.document, q.offset(), q.stop);
    return completionJson(q.document, q.request.uri, list, q.request.client.snippets);
}

Answer answerResolve(const Question &q)
{
    Json out = q.request.params;
    const std::string told = documentationOf(q.workspace, q.document, completionItemOf(out));
    if (!told.empty() && out.is_object())
        out["documentation"] = markdown(told);
    return out;
}

Answer answerHover(const Question &q)
{
    const auto told = hover(q.workspace, q.document, q.offset(), q.stop);
    if (!told)
        return Json();
    return Json{{"contents", markdown(told->markdown)}, {"range", rangeJson(q.document, told->range)}};
}

Answer answerSignature(const Question &q)
{
    const auto help = signatureHelp(q.workspace, q.document, q.offset());
    if (!help)
        return Json();
    Json signatures = Json::array();
    for (const SignatureHelp::Signature &each : help->signatures) {
        Json parameters = Json::array();
        for (const auto &[begin, end] : each.parameters) {
            const std::string_view label = each.label;
            parameters.push_back({{"label", {utf16Length(label.substr(0, begin)), utf16Length(label.substr(0, end))}}});
        }
        signatures.push_back(
            {{"label", each.label}, {"documentation", markdown(each.documentation)}, {"parameters", parameters}});
    }
    return Json{{"signatures", signatures},
                {"activeSignature", help->activeSignature},
                {"activeParameter", help->activeParameter}};
}

Answer answerDefinition(const Question &q)
{
    Json out = Json::array();
    for (const FileLocation &location : definition(q.workspace, q.document, q.offset(), q.stop))
        out.push_back(locationJson(location, q.document, q.request.uri));
    return out;
}

Answer answerReferences(const Question &q)
{
    const bool declarations = flag(at(q.request.params, "context.includeDeclaration"), true);
    Json out = Json::array();
    for (const Occurrence &each : references(q.document, q.offset())) {
        if (declarations || !each.definition)
            out.push_back({{"uri", q.request.uri}, {"range", rangeJson(q.document, each.range)}});
    }
    return out;
}

Answer answerHighlight(const Question &q)
{
    Json out = Json::array();
    for (const Occurrence &each : references(q.document, q.offset()))
        out.push_back({{"range", rangeJson(q.document, each.range)}, {"kind", each.write ? 3 : 2}});
    return out;
}

Answer answerPrepareRename(const Question &q)
{
    const auto name = prepareRename(q.workspace, q.document, q.offset());
    if (!name)
        return std::unexpected(RequestError{requestFailed, q.workspace.say(name.error())});
    return Json{{"range", rangeJson(q.document, name->range)}, {"placeholder", name->name}};
}

Answer answerRename(const Question &q)
{
    const auto edits = rename(q.workspace, q.document, q.offset(), text(member(q.request.params, "newName")));
    if (!edits)
        return std::unexpected(RequestError{requestFailed, q.workspace.say(edits.error())});
    return Json{{"changes", {{q.request.uri, editsJson(q.document, *edits)}}}};
}

Answer answerSymbols(const Question &q)
{
    return symbolsJson(q.document, outline(q.document));
}

Answer answerFolding(const Question &q)
{
    Json out = Json::array();
    for (const FoldingRange &each : foldingRanges(q.document)) {
        Json range{{"startLine", each.firstLine}, {"endLine", each.lastLine}};
        if (each.kind != FoldingRange::Kind::Block)
            range["kind"] = each.kind == FoldingRange::Kind::Comment ? "comment" : "region";
        out.push_back(std::move(range));
    }
    return out;
}

Answer answerTokens(const Question &q)
{
    return semanticTokensJson(q.document, semanticTokens(q.workspace, q.document));
}

Answer formatted(const Question &q, uint32_t first, uint32_t last)
{
    script::FormatOptions options;
    const Json &wanted = member(q.request.params, "options");
    options.indent = std::clamp(number(member(wanted, "tabSize"), options.indent), 1U, 16U);
    options.tabs = !flag(member(wanted, "insertSpaces"), true);
    const auto edits = formatLines(q.document, first, last, options);
    if (!edits)
        return std::unexpected(
            RequestError{requestFailed, q.workspace.say(edits.error().what) + " " + q.workspace.say(edits.error().nextStep)});
    return editsJson(q.document, *edits);
}

Answer answerFormatting(const Question &q)
{
    return formatted(q, 0, UINT32_MAX - 1);
}

Answer answerRangeFormatting(const Question &q)
{
    const Json &range = member(q.request.params, "range");
    return formatted(q, number(at(range, "start.line")), number(at(range, "end.line")));
}

Answer answerCodeAction(const Question &q)
{
    const Json &only = at(q.request.params, "context.only");
    const auto wanted = [](const Json &kind) { return text(kind).empty() || text(kind) == "quickfix"; };
    Json out = Json::array();
    if (only.is_array() && std::ranges::none_of(only, wanted))
        return out;
    const CheckedScript checked = check(q.workspace, q.document, q.stop);
    const Json &range = member(q.request.params, "range");
    const uint32_t begin = offsetIn(q.document, member(range, "start"));
    const uint32_t end = std::max(begin, offsetIn(q.document, member(range, "end")));
    for (const CodeAction &action : codeActions(q.document, checked.diagnostics, begin, end)) {
        Json mended = Json::array();
        for (size_t i = 0; i < checked.diagnostics.size(); ++i) {
            const script::Diagnostic &each = checked.diagnostics[i];
            if (each.id == action.diagnostic && each.range == action.range)
                mended.push_back(diagnosticJson(q.workspace, q.document, q.request.uri, each, checked.places[i]));
        }
        std::string title = q.workspace.say(action.title);
        if (!title.empty() && title.front() >= 'a' && title.front() <= 'z')
            title.front() = static_cast<char>(title.front() - 'a' + 'A');
        out.push_back({{"title", std::move(title)},
                       {"kind", "quickfix"},
                       {"isPreferred", action.preferred},
                       {"diagnostics", std::move(mended)},
                       {"edit", {{"changes", {{q.request.uri, editsJson(q.document, action.edits)}}}}}});
    }
    return out;
}

struct Handler {
    std::string_view method;
    Answer (*answer)(const Question &);
};

constexpr std::array handlers{
    Handler{"textDocument/completion", answerCompletion},
    Handler{"completionItem/resolve", answerResolve},
    Handler{"textDocument/hover", answerHover},
    Handler{"textDocument/signatureHelp", answerSignature},
    Handler{"textDocument/definition", answerDefinition},
    Handler{"textDocument/references", answerReferences},
    Handler{"textDocument/documentHighlight", answerHighlight},
    Handler{"textDocument/prepareRename", answerPrepareRename},
    Handler{"textDocument/rename", answerRename},
    Handler{"textDocument/documentSymbol", answerSymbols},
    Handler{"textDocument/foldingRange", answerFolding},
    Handler{"textDocument/semanticTokens/full", answerTokens},
    Handler{"textDocument/formatting", answerFormatting},
    Handler{"textDocument/rangeFormatting", answerRangeFormatting},
    Handler{"textDocument/codeAction", answerCodeAction},
};

}

bool isDocumentRequest(std::string_view method)
{
    return std::ranges::find(handlers, method, &Handler::method) != handlers.end();
}

Answer answer(const Workspace &workspace, const Request &request, std::stop_token stop)
{
    const auto found = std::ranges::find(handlers, std::string_view(request.method), &Handler::method);
    if (found == handlers.end())
        return std::unexpected(RequestError{methodNotFound, "unknown method " + request.method});
    if (!request.document)
        return std::unexpected(RequestError{invalidParams, "the document " + request.uri + " is not open"});
    if (stop.stop_requested())
        return std::unexpected(RequestError{requestCancelled, "cancelled"});
    Answer out = found->answer({workspace, request, *request.document, stop});
    if (stop.stop_requested())
        return std::unexpected(RequestError{requestCancelled, "cancelled"});
    return out;
}

Json capabilities()
{
    return {{"positionEncoding", "utf-16"},
            {"textDocumentSync", {{"openClose", true}, {"change", 2}, {"save", true}}},
            {"completionProvider",
             {{"triggerCharacters", {".", "\"", "/", "$", "@", "%", ">", "(", ":"}}, {"resolveProvider", true}}},
            {"hoverProvider", true},
            {"signatureHelpProvider", {{"triggerCharacters", {"(", ","}}}},
            {"definitionProvider", true},
            {"referencesProvider", true},
            {"documentHighlightProvider", true},
            {"renameProvider", {{"prepareProvider", true}}},
            {"documentSymbolProvider", true},
            {"foldingRangeProvider", true},
            {"documentFormattingProvider", true},
            {"documentRangeFormattingProvider", true},
            {"codeActionProvider", {{"codeActionKinds", {"quickfix"}}}},
            {"semanticTokensProvider", {{"legend", semanticLegend()}, {"full", true}}}};
}

}
