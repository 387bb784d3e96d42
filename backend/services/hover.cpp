// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "services/hover.h"

#include "analysis/format_parser.h"
#include "base/hexadecimal.h"
#include "services/analyzed_script.h"
#include "services/builtins.h"
#include "services/completion.h"
#include "services/completion_context.h"
#include "services/point_names.h"
#include "services/probe_points.h"

#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <map>
#include <set>

namespace tapscope::services {

namespace {

std::string code(const std::string &text)
{
    return "```systemtap\n" + text + "\n```\n";
}

std::string fileName(const std::string &path)
{
    return std::filesystem::path(path).filename().string();
}

/// Makes the text for one place.
class HoverMaker {
public:
    HoverMaker(const Workspace &workspace, const Document &document, uint32_t offset, const std::stop_token &stop)
        : m_workspace(workspace)
        , m_document(document)
        , m_offset(offset)
        , m_stop(stop)
    {
        m_own.add(document, true);
    }

    std::optional<Hover> make()
    {
        if (const Occurrence *name = m_document.model().occurrenceAt(m_offset)) {
            if (name->kind != NameKind::ProbeComponent) {
                const std::string text = ofName(*name);
                return text.empty() ? std::nullopt : std::optional(Hover{name->range, text});
            }
        }
        if (const auto point = pointAt(m_document, m_offset)) {
            const Occurrence *component = m_document.model().occurrenceAt(m_offset);
            return Hover{component ? component->range : point->range, ofPoint(*point, component)};
        }
        return ofToken();
    }

private:
    std::string say(Text text) const { return m_workspace.say(text); }

    std::string builtin(const Builtin &each) const
    {
        std::string head(each.form);
        if (!each.result.empty())
            head += ":" + std::string(each.result);
        return code(head) + "\n" + m_workspace.say(each.meaning);
    }

    std::string ofName(const Occurrence &name)
    {
        const std::string text(name.name);
        switch (name.kind) {
        case NameKind::Function: return ofFunction(text);
        case NameKind::Macro: return ofMacro(text.starts_with('@') ? text : "@" + text);
        case NameKind::Operator: {
            const Builtin *known = findBuiltin(operatorsExplained(), text);
            return known ? builtin(*known) : std::string();
        }
        case NameKind::TargetVariable: return ofTargetVariable(name);
        case NameKind::Member: return ofMember(name);
        case NameKind::Global:
        case NameKind::Local:
        case NameKind::Parameter: return ofVariable(name);
        case NameKind::ProbeComponent: break;
        }
        return {};
    }

    std::string origin(const FileLocation &place) const
    {
        if (place.path == m_document.path())
            return "\n\n" + say({TAPSCOPE_TEXT("Services", "Declared in line %1."), {std::to_string(place.line + 1)}});
        return "\n\n" + say({TAPSCOPE_TEXT("Services", "From the library: %1."), {fileName(place.path)}});
    }

    std::string ofFunction(const std::string &name)
    {
        if (const Builtin *print = findBuiltin(printFunctions(), name))
            return builtin(*print);
        const auto library = m_workspace.library();
        std::string out;
        for (const LibraryIndex *index : {static_cast<const LibraryIndex *>(&m_own), library.get()}) {
            for (const LibraryFunction *function : index->functionsNamed(name)) {
                if (!out.empty())
                    out += "\n\n---\n";
                out += code("function " + function->signature());
                if (!function->documentation.empty())
                    out += "\n" + function->documentation;
                out += origin(function->location);
            }
            if (!out.empty())
                break;
        }
        return out;
    }

    std::string ofMacro(const std::string &name)
    {
        const auto library = m_workspace.library();
        for (const LibraryIndex *index : {static_cast<const LibraryIndex *>(&m_own), library.get()}) {
            const auto found = index->macros().find(name);
            if (found == index->macros().end())
                continue;
            const LibraryMacro &macro = found->second;
            std::string head = "@define " + name.substr(1);
            for (size_t i = 0; i < macro.parameters.size(); ++i)
                head += (i == 0 ? "(" : ", ") + macro.parameters[i] + (i + 1 == macro.parameters.size() ? ")" : "");
            std::string out = code(head + " " + macro.body);
            if (!macro.documentation.empty())
                out += "\n" + macro.documentation;
            return out + origin(macro.location);
        }
        return {};
    }

    std::string ofVariable(const Occurrence &name)
    {
        std::string type;
        if (const auto script = analyzed(m_workspace, m_document, m_stop))
            type = typeOf(*script, m_document, name);
        const char *word = name.kind == NameKind::Global ? "global " : name.kind == NameKind::Parameter ? "parameter " : "local ";
        const bool macroParameter = name.kind == NameKind::Parameter && type.empty() && name.name.starts_with('@');
        std::string out = code(word + std::string(name.name) + (type.empty() ? "" : ": " + type));
        if (macroParameter)
            return out;
        size_t reads = 0, writes = 0;
        for (const Occurrence *each : m_document.model().sameName(name)) {
            if (each->definition && name.kind != NameKind::Local)
                continue;
            (each->write ? writes : reads) += 1;
        }
        if (name.kind == NameKind::Global) {
            const auto found = m_own.globals().find(name.name);
            if (found != m_own.globals().end()) {
                if (!found->second.documentation.empty())
                    out += "\n" + found->second.documentation;
                out += origin(found->second.location);
            }
        }
        if (name.kind == NameKind::Local
            && std::ranges::contains(aliasVariables(m_workspace, m_document, pointsAround(name)), name.name))
            out += "\n\n" + say({TAPSCOPE_TEXT("Services", "Set by the probe point's alias."), {}});
        return out + "\n\n"
            + say({TAPSCOPE_TEXT("Services", "Places in the script that set it: %1; that read it: %2."),
                   {std::to_string(writes), std::to_string(reads)}});
    }

    [[nodiscard]] std::string pointsAround(const Occurrence &name) const
    {
        const auto &declarations = m_document.model().declarations();
        return name.declaration < declarations.size() ? pointsOf(m_document, declarations[name.declaration]) : std::string();
    }

    std::string ofTargetVariable(const Occurrence &name)
    {
        const std::string text(name.name);
        if (const Builtin *word = findBuiltin(targetWords(), text); word && text.starts_with("$$"))
            return builtin(*word);
        for (const TargetName &each : targetNames(m_workspace, pointsAround(name), m_stop)) {
            if ("$" + each.name != text)
                continue;
            std::string out = code(text + ": " + each.type);
            if (text == "$return")
                return out + "\n" + say({TAPSCOPE_TEXT("Services", "What the probed function returns."), {}});
            return out + "\n"
                + (each.isParameter ? say({TAPSCOPE_TEXT("Services", "A parameter of the probed function."), {}})
                                    : say({TAPSCOPE_TEXT("Services", "A variable that is visible where the probe fires."), {}}));
        }
        return code(text) + "\n"
            + say({TAPSCOPE_TEXT("Services", "A variable of the probed program; it is not known here."), {}});
    }

    std::string ofMember(const Occurrence &name)
    {
        const CompletionContext context = completionContext(m_document, name.range.begin);
        for (const TargetName &each : memberNames(m_workspace, pointsAround(name), context.base, m_stop)) {
            if (each.name == name.name)
                return code(each.name + ": " + each.type);
        }
        return {};
    }

    std::string ofPoint(const WrittenPoint &point, const Occurrence *component)
    {
        std::string out = code("probe " + point.text);
        if (component) {
            if (const Builtin *known = findBuiltin(pointComponents(), component->name))
                out += "\n**" + std::string(component->name) + "**: " + m_workspace.say(known->meaning) + "\n";
        }
        if (point.isAliasName)
            return out + "\n" + say({TAPSCOPE_TEXT("Services", "An alias that this script defines."), {}});
        const auto library = m_workspace.library();
        for (const LibraryIndex *index : {static_cast<const LibraryIndex *>(&m_own), library.get()}) {
            for (const LibraryAlias *alias : index->aliasesOf(point.components)) {
                out += "\n" + say({TAPSCOPE_TEXT("Services", "Alias of %1"), {"`" + alias->points + "`"}}) + "\n";
                if (!alias->documentation.empty())
                    out += "\n" + alias->documentation + "\n";
                std::string names;
                for (const std::string &name : alias->variables)
                    names += (names.empty() ? "`" : ", `") + name + "`";
                if (!names.empty())
                    out += "\n" + say({TAPSCOPE_TEXT("Services", "Sets %1 for its handlers."), {names}}) + "\n";
                out += origin(alias->location);
            }
        }
        // Points of the script's own aliases mean what these stand for.
        if (!m_own.aliasesOf(point.components).empty())
            return out;
        return out + places(point.text);
    }

    std::string places(const std::string &point)
    {
        const auto resolved = m_workspace.resolve(point, m_stop);
        if (!resolved)
            return {};
        std::string out;
        if (resolved->placeCount == 0) {
            for (const script::Diagnostic &problem : resolved->problems) {
                out += "\n" + m_workspace.say(problem.message);
                if (!problem.nextStep.empty())
                    out += "; " + m_workspace.say(problem.nextStep);
            }
            return out;
        }
        const bool one = resolved->placeCount == 1;
        out += "\n\n"
            + (one ? say({TAPSCOPE_TEXT("Services", "Means 1 place here:"), {}})
                   : say({TAPSCOPE_TEXT("Services", "Means %1 places here:"), {std::to_string(resolved->placeCount)}}))
            + "\n";
        constexpr size_t most = 8;
        std::map<ResolvedPoint::Cost, size_t> costs;
        for (size_t i = 0; i < resolved->places.size(); ++i) {
            const ResolvedPoint::Place &place = resolved->places[i];
            ++costs[place.cost];
            if (i >= most)
                continue;
            out += "- `" + (place.function.empty() ? place.point : place.function) + "`";
            if (!place.sourceFile.empty())
                out += " " + place.sourceFile + ":" + std::to_string(place.line);
            else if (!place.program.empty())
                out += " " + place.program;
            out += "\n";
        }
        if (resolved->placeCount > most)
            out += "- …\n";
        out += costClasses(costs);
        std::string names;
        std::set<std::string_view> seen;
        for (const debuginfo::VariableAt &variable : resolved->variables) {
            if (seen.size() < 12 && seen.insert(variable.name).second)
                names += (names.empty() ? "`$" : ", `$") + variable.name + ": " + variable.type.name + "`";
        }
        if (!names.empty())
            out += "\n" + say({TAPSCOPE_TEXT("Services", "Variables: %1"), {names}}) + "\n";
        return out;
    }

    // What a hit costs, by the classes that differ by about a factor of ten.
    std::string costClasses(const std::map<ResolvedPoint::Cost, size_t> &costs) const
    {
        std::string out;
        for (const auto &[cost, count] : costs) {
            if (cost == ResolvedPoint::Cost::None)
                continue;
            const Text meaning = cost == ResolvedPoint::Cost::Tracepoint
                ? Text{TAPSCOPE_TEXT("Services", "Cost class: low (a tracepoint, about 0.1 µs a hit)."), {}}
                : cost == ResolvedPoint::Cost::KernelFunction
                ? Text{TAPSCOPE_TEXT("Services", "Cost class: low (a function of the kernel, below 1 µs a hit)."), {}}
                : cost == ResolvedPoint::Cost::Emulated
                ? Text{TAPSCOPE_TEXT("Services", "Cost class: medium (the kernel emulates the instruction, about 1 µs a hit)."),
                       {}}
                : Text{TAPSCOPE_TEXT("Services",
                                     "Cost class: high (the kernel single-steps the instruction, about 10 µs a hit)."),
                       {}};
            out += "\n" + say(meaning);
            if (costs.size() > 1)
                out += " " + say({TAPSCOPE_TEXT("Services", "Places: %1."), {std::to_string(count)}});
            out += "\n";
        }
        return out;
    }

    // A directive inside of the format of printf or sprintf.
    std::optional<Hover> ofDirective(size_t index)
    {
        const std::vector<script::Token> &tokens = m_document.tokens();
        const bool formats = index >= 2 && tokens[index - 1].is("(")
            && (tokens[index - 2].text == "printf" || tokens[index - 2].text == "sprintf");
        if (!formats)
            return std::nullopt;
        const script::Token &token = tokens[index];
        const std::string value(token.text);
        const std::vector<uint32_t> offsets = analysis::literalOffsets(m_document.text(token.range), value);
        const analysis::ParsedFormat parsed = analysis::parseFormat(value);
        for (size_t i = 0; i < parsed.pieces.size() && !offsets.empty(); ++i) {
            const auto [begin, end] = parsed.spans[i];
            if (!parsed.pieces[i].conversion)
                continue;
            const Range range{token.range.file, token.range.begin + offsets[begin], token.range.begin + offsets[end]};
            if (m_offset < range.begin || m_offset >= range.end)
                continue;
            const Builtin *known = findBuiltin(formatDirectives(), std::string("%") + parsed.pieces[i].conversion);
            if (!known)
                return std::nullopt;
            return Hover{range, code(value.substr(begin, end - begin)) + "\n" + m_workspace.say(known->meaning)};
        }
        return std::nullopt;
    }

    std::optional<Hover> ofToken()
    {
        const size_t behind = m_document.tokenBehind(m_offset + 1);
        if (behind == 0)
            return std::nullopt;
        const script::Token &token = m_document.tokens()[behind - 1];
        if (m_offset > token.range.end)
            return std::nullopt;
        if (token.kind == script::TokenKind::String)
            return ofDirective(behind - 1);
        if (const Builtin *known = findBuiltin(conditionWords(), token.text);
            known && completionContext(m_document, token.range.begin).place == CompletionContext::Place::Condition)
            return Hover{token.range, builtin(*known)};
        if (token.kind == script::TokenKind::Keyword) {
            const Builtin *known = findBuiltin(keywordsExplained(), token.text);
            return known ? std::optional(Hover{token.range, builtin(*known)}) : std::nullopt;
        }
        if (token.kind == script::TokenKind::Number) {
            return Hover{token.range,
                         code(std::to_string(token.number) + " = " + hexadecimal(static_cast<uint64_t>(token.number)))};
        }
        return std::nullopt;
    }

    const Workspace &m_workspace;
    const Document &m_document;
    uint32_t m_offset;
    const std::stop_token &m_stop;
    LibraryIndex m_own;
};

}

std::optional<Hover> hover(const Workspace &workspace, const Document &document, uint32_t offset, std::stop_token stop)
{
    offset = std::min(offset, static_cast<uint32_t>(document.text().size()));
    for (const script::Comment &comment : document.comments()) {
        if (comment.range.begin <= offset && offset < comment.range.end)
            return std::nullopt;
    }
    return HoverMaker(workspace, document, offset, stop).make();
}

std::string documentationOf(const Workspace &workspace, const Document &document, const CompletionItem &item)
{
    if (!item.documentation.empty() && item.kind != CompletionKind::Function)
        return item.documentation;
    // Functions of one name are told of together, as the hover does.
    if (item.kind == CompletionKind::Function || item.kind == CompletionKind::Macro) {
        const Document use(document.path(), std::string(document.text()) + "\nprobe begin { " + item.label + "() }");
        const auto at = static_cast<uint32_t>(document.text().size() + std::string_view("\nprobe begin { ").size());
        if (const auto told = hover(workspace, use, at))
            return told->markdown;
    }
    return item.documentation;
}

}
