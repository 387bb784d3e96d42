// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "analysis/probe_list.h"

#include "analysis/alias_list.h"
#include "analysis/code_lister.h"
#include "analysis/context.h"
#include "analysis/probe_binder.h"
#include "analysis/probe_expansion.h"

#include <algorithm>
#include <set>

namespace tapscope::analysis {

namespace {

using debuginfo::VariableAt;

// The innermost block's variables come first, each block's in the order of its declarations.
std::vector<ListedPoint::Variable> variablesAt(const BoundPoint &bound, size_t site)
{
    std::vector<VariableAt> variables;
    if (site < bound.tracepoints.size()) {
        variables = bound.tracepoints[site].arguments;
    } else if (bound.kernel) {
        const std::string module = site < bound.modules.size() ? bound.modules[site] : std::string();
        if (auto signature = bound.kernel->signature(bound.sites[site].function, module)) {
            if (bound.kind == ProbeKind::KernelReturn && signature->result) {
                signature->result->name = "return";
                variables.push_back(std::move(*signature->result));
            }
            std::ranges::move(signature->parameters, std::back_inserter(variables));
        }
    } else if (!bound.markers.empty()) {
        variables = bound.markers[site].arguments;
    } else if (bound.kind == ProbeKind::UserReturn) {
        if (auto value = bound.module->returnValue(bound.functions[site]))
            variables.push_back(std::move(*value));
    } else if (site < bound.functions.size()) {
        const debuginfo::Function &function = bound.functions[site];
        variables = bound.module->variables(function, function.entry.address);
        std::ranges::stable_sort(variables, std::greater(), &VariableAt::depth);
    }
    std::vector<ListedPoint::Variable> out;
    for (const VariableAt &variable : variables) {
        if (variable.location.kind != debuginfo::Location::Kind::Unavailable)
            out.push_back({"$" + variable.name, variable.type.name});
    }
    return out;
}

std::vector<std::string> sorted(std::set<std::string> lines)
{
    return {std::make_move_iterator(lines.begin()), std::make_move_iterator(lines.end())};
}

/// Parses the library's files and hands out their syntax trees.
template <typename Visitor> void visitLibrary(const Options &options, Visitor visit)
{
    script::SourceSet sources;
    script::Diagnostics diagnostics;
    const TapsetLibrary library(options.tapsetDirectories, options.parse);
    FileParser parser(sources, library, options.parse, diagnostics);
    for (const TapsetLibrary::File &file : library.files())
        visit(parser.tapset(file));
}

std::string_view typeName(Type type)
{
    switch (type) {
    case Type::Long: return "long";
    case Type::String: return "string";
    case Type::Stats: return "stats";
    default: return "unknown";
    }
}

}

std::vector<ListedPoint> listPoints(script::SourceSet &sources, const script::Ast &ast, const Options &options,
                                    const ListSettings &settings, script::Diagnostics &diagnostics)
{
    ListCollector found;
    Context context(sources, ast, options, diagnostics);
    PointExpander expander(context);
    ProbeBinder binder(context);
    CodeLister lister(context, settings, found);
    AliasList aliases(context, options);
    const auto listBound = [&](const ExpandedPoint &point, const std::string &plainHead, const std::string &head) {
        for (const BoundPoint &bound : binder.bind(point)) {
            for (size_t i = 0; i < bound.sites.size(); ++i) {
                const Site &site = bound.sites[i];
                std::string text = !point.alias.empty() ? point.alias : site.listedAs.empty() ? site.probePoint : site.listedAs;
                if (!plainHead.empty() && text.starts_with(plainHead))
                    text.replace(0, plainHead.size(), head);
                const bool variables = settings.withVariables && (bound.module || bound.kernel);
                std::vector<ListedPoint::Variable> listed = variables ? variablesAt(bound, i)
                                                                      : std::vector<ListedPoint::Variable>();
                if (settings.withVariables && (bound.kind == ProbeKind::FileRead || bound.kind == ProbeKind::FileWrite))
                    listed.push_back({"$value", "string"});
                found.add(std::move(text), std::move(listed));
            }
        }
    };
    for (const script::Probe &probe : ast.probes) {
        for (const script::ProbePoint &point : probe.points) {
            for (const ExpandedPoint &expanded : expander.expand(point)) {
                // As SystemTap shows them; aliases stand for themselves.
                found.setSuffix(!expanded.alias.empty() ? "" : point.sufficient ? "!" : point.optional ? "?" : "");
                if (settings.withVariables)
                    aliases.note(expanded);
                if (lister.list(expanded))
                    continue;
                // Marks and linkage stubs of libraries are theirs, shown as the program's.
                const auto libraries = lister.inLibraries(expanded);
                for (const CodeLister::LibraryPoint &library : libraries)
                    listBound(library.point, library.plainHead, library.head);
                if (libraries.empty())
                    listBound(expanded, {}, {});
            }
        }
    }
    std::vector<ListedPoint> points = found.take();
    aliases.addTo(points);
    return points;
}

std::vector<std::string> listProbePoints(script::SourceSet &sources, const script::Ast &ast, const Options &options,
                                         bool withVariables, script::Diagnostics &diagnostics)
{
    std::vector<std::string> lines;
    ListSettings settings;
    settings.withVariables = withVariables;
    for (const ListedPoint &point : listPoints(sources, ast, options, settings, diagnostics))
        lines.push_back(textOf(point));
    return lines;
}

std::string textOf(const ListedPoint &point)
{
    std::string line = point.text;
    for (const ListedPoint::Variable &variable : point.variables)
        line += " " + variable.name + ":" + variable.type;
    return line;
}

std::vector<std::string> listProbeTypes()
{
    std::set<std::string> lines;
    for (const ProbePattern &pattern : probePatterns()) {
        if (pattern.components.front().name.starts_with("__"))
            continue;
        std::string line;
        for (const PatternComponent &component : pattern.components) {
            line += (line.empty() ? "" : ".") + component.name;
            if (component.argument != ArgumentKind::None)
                line += component.argument == ArgumentKind::Text ? "(string)" : "(number)";
        }
        lines.insert(pattern.family == Family::Unsupported ? line + " /* not run by this engine */" : std::move(line));
    }
    return sorted(std::move(lines));
}

std::vector<std::string> listFunctions(const Options &options)
{
    std::set<std::string> lines;
    visitLibrary(options, [&](const script::Ast &ast) {
        for (const script::Function &function : ast.functions) {
            if (function.isPrivate || function.name.text.starts_with('_'))
                continue;
            std::string line = function.name.text + ":" + std::string(typeName(function.type)) + " (";
            for (size_t i = 0; i < function.parameters.size(); ++i) {
                const script::Parameter &parameter = function.parameters[i];
                line += (i > 0 ? ", " : "") + parameter.name.text + ":" + std::string(typeName(parameter.type));
            }
            lines.insert(line + ")");
        }
    });
    return sorted(std::move(lines));
}

std::vector<std::string> listAliases(const Options &options)
{
    std::set<std::string> lines;
    visitLibrary(options, [&](const script::Ast &ast) {
        for (const script::Alias &alias : ast.aliases) {
            std::string points;
            for (const script::ProbePoint &point : alias.points)
                points += (points.empty() ? "" : ", ") + point.text();
            for (const script::ProbePoint &name : alias.names) {
                if (!name.components.empty() && !name.components.front().name.text.starts_with('_'))
                    lines.insert(name.text() + " = " + points);
            }
        }
    });
    return sorted(std::move(lines));
}

}
