// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "services/completion.h"

#include "services/builtins.h"
#include "services/completion_context.h"
#include "services/completion_points.h"
#include "services/point_names.h"
#include "services/snippet.h"

#include <algorithm>
#include <array>
#include <map>
#include <set>

namespace tapscope::services {

namespace {

using Place = CompletionContext::Place;

CompletionItem &add(CompletionList &list, CompletionKind kind, std::string label, uint8_t group)
{
    CompletionItem &item = list.items.emplace_back();
    item.kind = kind;
    item.label = std::move(label);
    item.group = group;
    return item;
}

// "name($1)$0", or with the cursor behind the parentheses when there is nothing to fill in.
void asCall(CompletionItem &item, bool hasArguments)
{
    item.insert = item.label + (hasArguments ? "($1)$0" : "()");
    item.snippet = hasArguments;
}

/// Fills the list for places in bodies and at the top of the script.
class Proposer {
public:
    Proposer(const Workspace &workspace, const Document &document, const CompletionContext &context, std::stop_token stop,
             CompletionList &list)
        : m_workspace(workspace)
        , m_document(document)
        , m_context(context)
        , m_stop(std::move(stop))
        , m_list(list)
    {}

    void body()
    {
        const bool ofStatistic = isStatisticOperator(m_context.enclosing);
        variables(ofStatistic);
        if (m_context.afterIn)
            return;
        functions();
        macros(3);
        operators(4);
        for (const Builtin &each : printFunctions())
            asCall(builtin(each, CompletionKind::Function, 2), true);
        for (const Builtin &each : targetWords()) {
            if (isProbe())
                builtin(each, CompletionKind::TargetVariable, 4);
        }
        if (!m_context.enclosing.empty() && !m_context.atStatement)
            return;
        for (const std::string_view word : {"if", "else", "for", "foreach", "while", "break", "continue", "next", "return",
                                            "delete", "try", "catch", "in", "limit"})
            keyword(word, m_context.atStatement ? 2 : 3);
        snippetItems(false, 5);
    }

    void topLevel()
    {
        for (const std::string_view word : {"probe", "global", "function", "private"})
            keyword(word, 1);
        builtin(*findBuiltin(operatorsExplained(), "@define"), CompletionKind::Keyword, 2).insert
            = "@define ${1:name} %( ${2:text} %)$0";
        m_list.items.back().snippet = true;
        snippetItems(true, 0);
    }

    void atWords()
    {
        operators(0);
        macros(1);
    }

    void targetVariables()
    {
        for (const TargetName &each : targetNames(m_workspace, pointsOf(m_document, *m_context.declaration), m_stop)) {
            CompletionItem &item = add(m_list, CompletionKind::TargetVariable, "$" + each.name, 0);
            item.detail = each.type;
        }
        for (const Builtin &each : targetWords())
            builtin(each, CompletionKind::TargetVariable, 1);
    }

    void members()
    {
        if (!m_context.declaration)
            return;
        const std::string points = pointsOf(m_document, *m_context.declaration);
        for (const TargetName &each : memberNames(m_workspace, points, m_context.base, m_stop)) {
            CompletionItem &item = add(m_list, CompletionKind::Member, each.name, 0);
            item.detail = each.type;
        }
    }

    void directives()
    {
        for (const Builtin &each : formatDirectives())
            add(m_list, CompletionKind::Directive, std::string(each.name), 0).detail = m_workspace.say(each.meaning);
    }

    void types()
    {
        keyword("long", 0);
        keyword("string", 0);
    }

private:
    [[nodiscard]] bool isProbe() const
    {
        return m_context.declaration
            && (m_context.declaration->kind == Declaration::Kind::Probe
                || m_context.declaration->kind == Declaration::Kind::Alias);
    }

    CompletionItem &builtin(const Builtin &each, CompletionKind kind, uint8_t group)
    {
        CompletionItem &item = add(m_list, kind, std::string(each.name), group);
        item.detail = each.form;
        item.documentation = m_workspace.say(each.meaning);
        return item;
    }

    void keyword(std::string_view word, uint8_t group)
    {
        if (const Builtin *known = findBuiltin(keywordsExplained(), word))
            builtin(*known, CompletionKind::Keyword, group);
    }

    void operators(uint8_t group)
    {
        for (const Builtin &each : operatorsExplained()) {
            if (each.name != "@define")
                asCall(builtin(each, CompletionKind::Operator, group), true);
        }
    }

    void snippetItems(bool topLevel, uint8_t group)
    {
        for (const Snippet &each : snippets()) {
            if (each.topLevel != topLevel)
                continue;
            CompletionItem &item = add(m_list, CompletionKind::Snippet, std::string(each.name), group);
            item.insert = each.body;
            item.snippet = true;
            item.detail = m_workspace.say(each.title);
            item.documentation = "```systemtap\n" + expand(each.body).text + "\n```";
        }
    }

    // Globals of the script, locals and parameters of what is around the cursor, and what aliases set.
    void variables(bool ofStatistic)
    {
        const ScriptModel &model = m_document.model();
        std::map<std::string_view, CompletionKind> found;
        std::set<std::string_view> statistics = accumulated();
        for (const Occurrence &each : model.occurrences()) {
            const bool here = m_context.declaration && each.declaration < model.declarations().size()
                && &model.declarations()[each.declaration] == m_context.declaration;
            const bool beingTyped = each.range.begin == m_context.replaceBegin;
            if (each.kind == NameKind::Global && each.definition)
                found.insert_or_assign(each.name, CompletionKind::Global);
            else if (here && each.kind == NameKind::Parameter && each.definition)
                found.insert_or_assign(each.name, CompletionKind::Parameter);
            else if (here && each.kind == NameKind::Local && !beingTyped)
                found.try_emplace(each.name, CompletionKind::Local);
        }
        for (const auto &[name, kind] : found) {
            const bool statistic = statistics.contains(name);
            if (m_context.afterIn && kind != CompletionKind::Global)
                continue;
            CompletionItem &item = add(m_list, kind, std::string(name), ofStatistic && !statistic ? 1 : 0);
            if (statistic)
                item.detail = "stats";
        }
        if (!isProbe() || m_context.afterIn)
            return;
        for (const std::string &name : aliasVariables(m_workspace, m_document, pointsOf(m_document, *m_context.declaration))) {
            if (!found.contains(name))
                add(m_list, CompletionKind::Local, name, 0).detail = m_workspace.say(
                    {TAPSCOPE_TEXT("Services", "set by the probe point's alias"), {}});
        }
    }

    // Names in front of a <<<, with or without a key.
    [[nodiscard]] std::set<std::string_view> accumulated() const
    {
        std::set<std::string_view> out;
        const auto &tokens = m_document.tokens();
        for (size_t i = 1; i < tokens.size(); ++i) {
            if (!tokens[i].is("<<<"))
                continue;
            size_t name = i - 1;
            for (int depth = 0; name > 0; --name) {
                depth += tokens[name].is("]") ? 1 : tokens[name].is("[") ? -1 : 0;
                if (depth == 0 && tokens[name].kind == script::TokenKind::Identifier)
                    break;
            }
            out.insert(tokens[name].text);
        }
        return out;
    }

    void functions()
    {
        LibraryIndex own;
        own.add(m_document, true);
        const auto library = m_workspace.library();
        for (const LibraryIndex *index : {static_cast<const LibraryIndex *>(&own), library.get()}) {
            const uint8_t group = index == &own ? 1 : 2;
            std::string_view before;
            for (const auto &[name, function] : index->functions()) {
                if (name == before)
                    continue; // the hover tells of the others
                before = name;
                CompletionItem &item = add(m_list, CompletionKind::Function, name, group);
                item.detail = function.signature();
                item.documentation = function.documentation;
                asCall(item, !function.parameters.empty());
            }
        }
    }

    void macros(uint8_t group)
    {
        LibraryIndex own;
        own.add(m_document, true);
        const auto library = m_workspace.library();
        std::set<std::string_view> seen;
        for (const LibraryIndex *index : {static_cast<const LibraryIndex *>(&own), library.get()}) {
            for (const auto &[name, macro] : index->macros()) {
                if (!seen.insert(name).second)
                    continue;
                CompletionItem &item = add(m_list, CompletionKind::Macro, name, group);
                item.detail = macro.body;
                item.documentation = macro.documentation;
                if (macro.hasParameters)
                    asCall(item, true);
            }
        }
    }

    const Workspace &m_workspace;
    const Document &m_document;
    const CompletionContext &m_context;
    std::stop_token m_stop;
    CompletionList &m_list;
};

}

CompletionList complete(const Workspace &workspace, const Document &document, uint32_t offset, std::stop_token stop)
{
    CompletionList list;
    offset = std::min(offset, static_cast<uint32_t>(document.text().size()));
    const CompletionContext context = completionContext(document, offset);
    list.replaceBegin = std::min(context.replaceBegin, offset);
    list.replaceEnd = std::max(context.replaceEnd, offset);
    Proposer proposer(workspace, document, context, stop, list);
    switch (context.place) {
    case Place::None: break;
    case Place::TopLevel: proposer.topLevel(); break;
    case Place::ProbePoint: proposeComponents(workspace, document, context, list); break;
    case Place::ProbeArgument: proposeArguments(workspace, context, stop, list); break;
    case Place::Body: proposer.body(); break;
    case Place::Directive: proposer.directives(); break;
    case Place::AtWord: proposer.atWords(); break;
    case Place::TargetVariable: proposer.targetVariables(); break;
    case Place::Member: proposer.members(); break;
    case Place::Type: proposer.types(); break;
    case Place::TypeName:
        proposeTypeNames(workspace, context, context.declaration ? pointsOf(document, *context.declaration) : std::string(), stop,
                         list);
        break;
    case Place::Condition: proposeConditions(workspace, context, document.text(), list); break;
    }
    list.typed = document.text().substr(list.replaceBegin, offset - list.replaceBegin);
    list.cancelled = stop.stop_requested();
    return list;
}

}
