// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "analysis/alias_list.h"

#include "script/ast.h"

#include <algorithm>

namespace tapscope::analysis {

using namespace script;

namespace {

std::string_view nameOf(Type type)
{
    switch (type) {
    case Type::Long: return "long";
    case Type::String: return "string";
    case Type::Stats: return "stats";
    default: return "unknown";
    }
}

/// "x = @defined($return) ? …", which means something only when a function or system call returns.
bool isOfReturns(const Assign &assign)
{
    const auto *choice = as<Conditional>(assign.value);
    const auto *asked = choice ? as<AtOperator>(choice->condition) : nullptr;
    const auto *what = asked && asked->name == "@defined" && asked->arguments.size() == 1
        ? as<TargetVariable>(asked->arguments.front())
        : nullptr;
    return what && what->name == "$return";
}

}

void AliasList::noteSet(const Statement *statement, bool isReturn, std::vector<std::string> &names)
{
    if (!statement)
        return;
    switch (statement->kind) {
    case StatementKind::Block:
        for (const StatementPtr &inner : as<Block>(statement)->statements)
            noteSet(inner.get(), isReturn, names);
        break;
    case StatementKind::If:
        noteSet(as<If>(statement)->whenTrue.get(), isReturn, names);
        noteSet(as<If>(statement)->whenFalse.get(), isReturn, names);
        break;
    case StatementKind::Expression: {
        const auto *assign = as<Assign>(as<ExpressionStatement>(statement)->expression);
        const auto *target = assign ? as<Identifier>(assign->target) : nullptr;
        if (target && (isReturn || !isOfReturns(*assign)) && !target->name.starts_with("__")
            && !std::ranges::contains(names, target->name) && !m_context.findGlobal(target->name, statement->range.file))
            names.push_back(target->name);
        break;
    }
    default: break;
    }
}

void AliasList::note(const ExpandedPoint &point)
{
    if (point.alias.empty())
        return;
    std::vector<std::string> &names = m_names[point.alias];
    const bool isReturn = !point.components.empty() && point.components.back().name.text == "return";
    for (const Statement *statement : point.prologues)
        noteSet(statement, isReturn, names);
    for (const Statement *statement : point.epilogues)
        noteSet(statement, isReturn, names);
}

// A script that reads them all is analysed for their types.
std::map<std::string, std::map<std::string, Type>> AliasList::types() const
{
    std::string text;
    for (const auto &[alias, names] : m_names) {
        if (names.empty())
            continue;
        text += "probe " + alias + " ? {";
        for (const std::string &name : names)
            text += " " + name + ";";
        text += " }\n";
    }
    std::map<std::string, std::map<std::string, Type>> out;
    if (text.empty())
        return out;
    SourceSet sources;
    Diagnostics diagnostics;
    const FileId file = sources.add("<aliases>", text);
    const Ast ast = parse(sources, file, m_options, diagnostics);
    if (diagnostics.hasErrors())
        return out;
    const Program program = analyze(sources, ast, m_options, diagnostics);
    for (const Handler &handler : program.handlers) {
        for (const auto &[alias, names] : m_names) {
            if (!std::ranges::contains(handler.derivedFrom, alias) && !handler.probePoint.starts_with(alias + " "))
                continue;
            for (const Local &local : handler.locals) {
                Type &known = out[alias][local.name];
                known = known == Type::Unknown ? local.type : known;
            }
        }
    }
    return out;
}

void AliasList::addTo(std::vector<ListedPoint> &list) const
{
    const auto known = types();
    for (ListedPoint &point : list) {
        const auto names = m_names.find(point.text);
        if (names == m_names.end())
            continue;
        const auto of = known.find(point.text);
        std::vector<ListedPoint::Variable> own;
        for (const std::string &name : names->second) {
            Type type = Type::Unknown;
            if (of != known.end()) {
                const auto found = of->second.find(name);
                type = found == of->second.end() ? type : found->second;
            }
            own.push_back({name, std::string(nameOf(type))});
        }
        point.variables.insert(point.variables.begin(), own.begin(), own.end());
    }
}

}
