// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "services/library_index.h"

#include "base/files.h"
#include "base/glob.h"
#include "services/navigation.h"

#include <algorithm>
#include <filesystem>
#include <set>

namespace tapscope::services {

namespace {

// `name` or `name:type`.
std::string typed(const std::string &name, script::Type type)
{
    return type == script::Type::Unknown ? name : name + ":" + std::string(typeName(type));
}

LibraryFunction made(const script::Function &function, const Document &document)
{
    LibraryFunction out{function.name.text, function.type, {}, function.documentation, locationOf(document, function.name.range)};
    for (const script::Parameter &parameter : function.parameters)
        out.parameters.push_back({parameter.name.text, parameter.type});
    if (out.documentation.empty())
        out.documentation = document.commentAbove(function.range.begin);
    return out;
}

// What the bodies of an alias set: the names that the handlers of its users see.
std::vector<std::string> variablesOf(const script::Alias &alias, const Document &document)
{
    std::set<std::string> names;
    const ScriptModel &model = document.model();
    for (const Occurrence &each : model.occurrences()) {
        if (each.range.begin >= alias.range.begin && each.range.end <= alias.range.end && each.kind == NameKind::Local
            && each.write)
            names.emplace(each.name);
    }
    return {names.begin(), names.end()};
}

}

std::string_view typeName(script::Type type)
{
    switch (type) {
    case script::Type::Long: return "long";
    case script::Type::String: return "string";
    case script::Type::Stats: return "stats";
    case script::Type::Unknown: break;
    }
    return {};
}

std::string LibraryFunction::signature() const
{
    std::string out = name + "(";
    for (size_t i = 0; i < parameters.size(); ++i)
        out += (i > 0 ? ", " : "") + typed(parameters[i].name, parameters[i].type);
    return typed(out + ")", type);
}

LibraryIndex::LibraryIndex(const std::vector<std::string> &directories)
{
    for (const std::string &directory : directories) {
        std::error_code error;
        std::vector<std::filesystem::path> paths;
        for (std::filesystem::recursive_directory_iterator at(directory, error), end; !error && at != end; at.increment(error)) {
            if (at->path().extension() == ".stp" || at->path().extension() == ".stpm")
                paths.push_back(at->path());
        }
        std::ranges::sort(paths);
        script::ParseOptions options;
        options.privileged = true;
        for (const std::filesystem::path &path : paths)
            add(Document(path.string(), readFile(path.string()).value_or(std::string()), options), false);
    }
}

void LibraryIndex::add(const Document &document, bool all)
{
    const bool onlyMacros = document.path().ends_with(".stpm");
    static const script::Ast nothing;
    const script::Ast &ast = onlyMacros ? nothing : document.ast();
    for (const script::Function &function : ast.functions) {
        if (all || (!function.isPrivate && !function.name.text.starts_with("__")))
            m_functions.emplace(function.name.text, made(function, document));
    }
    for (const script::Global &global : ast.globals) {
        if (all)
            m_globals.insert_or_assign(global.name.text,
                                       LibraryGlobal{global.name.text, document.commentAbove(global.range.begin),
                                                     locationOf(document, global.name.range)});
    }
    for (const script::Alias &alias : ast.aliases) {
        std::string points;
        for (const script::ProbePoint &point : alias.points)
            points += (points.empty() ? "" : ", ") + point.text();
        for (const script::ProbePoint &name : alias.names) {
            if (name.components.empty() || (!all && name.components.front().name.text.starts_with("_")))
                continue;
            LibraryAlias made{name.text(),
                              {},
                              points,
                              variablesOf(alias, document),
                              document.commentAbove(alias.range.begin),
                              locationOf(document, name.range)};
            for (const script::ProbeComponent &component : name.components)
                made.components.push_back(component.name.text);
            m_aliases.push_back(std::move(made));
        }
    }
    const std::vector<script::Token> &tokens = document.tokens();
    for (const Declaration &declaration : document.model().declarations()) {
        if (declaration.kind != Declaration::Kind::Macro || declaration.firstToken + 1 >= tokens.size())
            continue;
        LibraryMacro made;
        made.name = "@" + std::string(document.text(declaration.nameRange));
        for (const Occurrence &each : document.model().occurrences()) {
            if (each.kind == NameKind::Parameter && each.definition && each.range.begin > declaration.range.begin
                && each.range.end <= declaration.range.end)
                made.parameters.emplace_back(each.name);
        }
        made.hasParameters = tokens[std::min<size_t>(declaration.firstToken + 2, tokens.size() - 1)].is("(");
        if (declaration.body)
            made.body = document.text(*declaration.body);
        made.documentation = document.commentAbove(declaration.range.begin);
        made.location = locationOf(document, declaration.nameRange);
        m_macros.insert_or_assign(made.name, std::move(made));
    }
}

std::vector<const LibraryFunction *> LibraryIndex::functionsNamed(std::string_view name) const
{
    std::vector<const LibraryFunction *> out;
    for (auto [at, end] = m_functions.equal_range(name); at != end; ++at)
        out.push_back(&at->second);
    return out;
}

std::vector<const LibraryAlias *> LibraryIndex::aliasesOf(const std::vector<std::string> &components) const
{
    std::vector<const LibraryAlias *> out;
    for (const LibraryAlias &alias : m_aliases) {
        if (alias.components.size() == components.size()
            && std::ranges::equal(components, alias.components,
                                  [](const std::string &written, const std::string &name) { return globMatches(written, name); }))
            out.push_back(&alias);
    }
    return out;
}

}
