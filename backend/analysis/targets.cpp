// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "analysis/body_builder.h"
#include "base/similar.h"

#include <algorithm>

namespace tapscope::analysis {

using debuginfo::Location;
using debuginfo::VariableAt;

namespace {

bool isListWord(std::string_view name)
{
    return name == "$$parms" || name == "$$vars" || name == "$$locals" || name == "$$return";
}

}

void BodyBuilder::unknownTarget(const script::TargetVariable &node)
{
    if (!m_scope.hasDebugInfo) {
        m_context.error("no-debuginfo", node.nameRange,
                        {TAPSCOPE_TEXT("Diagnostics", "'%1' cannot be found: %2 has no debug information for %3()"),
                         {node.name, m_scope.modulePath, m_scope.function}},
                        {TAPSCOPE_TEXT("Diagnostics", "build it with -g or install its debug symbols; @defined(%1) tests for it"),
                         {node.name}});
        return;
    }
    std::vector<std::string> names;
    for (const VariableAt &variable : m_scope.variables)
        names.push_back("$" + variable.name);
    const std::vector<std::string> similar = similarNames(node.name, names);
    std::string all;
    for (const std::string &name : names)
        all += (all.empty() ? "" : ", ") + name;
    script::Diagnostic *diagnostic = m_context.error(
        "unknown-target-variable", node.nameRange,
        {TAPSCOPE_TEXT("Diagnostics", "%1() has no variable '%2' where it is probed"), {m_scope.function, node.name}},
        !similar.empty()  ? didYouMean(similar)
            : all.empty() ? Text{TAPSCOPE_TEXT("Diagnostics", "it has no variables there at all"), {}}
                          : Text{TAPSCOPE_TEXT("Diagnostics", "it has: %1"), {all}});
    if (diagnostic && !similar.empty())
        diagnostic->fixIts.push_back(replaceBy(node.nameRange, similar.front()));
}

Typed BodyBuilder::targetVariable(const script::TargetVariable &node)
{
    if (node.base)
        return notYet(node.range, {TAPSCOPE_TEXT("Diagnostics", "-> on a script variable is not yet able to run"), {}});
    if (m_function)
        return notYet(node.range, {TAPSCOPE_TEXT("Diagnostics", "'%1' in a function is not yet able to run"), {node.name}},
                      {TAPSCOPE_TEXT("Diagnostics", "read it in the probe and pass it as an argument"), {}});
    switch (m_scope.kind) {
    case TargetScope::Kind::None:
        m_context.error("no-target-variables", node.range,
                        {TAPSCOPE_TEXT("Diagnostics", "this probe point has no target variables, so there is no '%1'"),
                         {node.name}},
                        {TAPSCOPE_TEXT("Diagnostics", "a variable of the script is written without $"), {}});
        return broken(node.range);
    case TargetScope::Kind::Kernel:
        return notYet(node.range,
                      {TAPSCOPE_TEXT("Diagnostics", "variables of kernel functions ('%1') are not yet able to run"), {node.name}},
                      {TAPSCOPE_TEXT("Diagnostics", "run this script with stap itself"), {}});
    case TargetScope::Kind::UserEntry:
    case TargetScope::Kind::UserReturn: break;
    }
    const bool atReturn = m_scope.kind == TargetScope::Kind::UserReturn;
    if (isListWord(node.name))
        return targetList(node);
    if (const std::string *word = m_scope.word(node.name)) {
        auto expr = std::make_unique<StringExpr>(Type::String, node.range);
        expr->value = *word;
        return {std::move(expr), m_context.types().known(Type::String, node.range)};
    }
    if (node.name.starts_with("$$"))
        return notYet(node.range, {TAPSCOPE_TEXT("Diagnostics", "'%1' is not yet able to run"), {node.name}},
                      {TAPSCOPE_TEXT("Diagnostics", "$$parms, $$vars, $$locals and $$return work"), {}});
    const VariableAt *variable = nullptr;
    if (node.name == "$return") {
        if (!atReturn) {
            if (m_scope.find("return") == nullptr)
                m_context.error("return-at-entry", node.nameRange,
                                {TAPSCOPE_TEXT("Diagnostics",
                                               "'$return' only exists when the function returns; this probe is at its entry"),
                                 {}},
                                {TAPSCOPE_TEXT("Diagnostics", "add .return to the probe point"), {}});
            return broken(node.range);
        }
        if (!m_scope.returned) {
            if (!m_scope.hasDebugInfo)
                unknownTarget(node);
            else
                m_context.error("void-return", node.nameRange,
                                {TAPSCOPE_TEXT("Diagnostics", "%1() returns nothing, so it has no '$return'"),
                                 {m_scope.function}},
                                {TAPSCOPE_TEXT("Diagnostics", "$$return is empty then; @defined($return) tests for it"), {}});
            return broken(node.range);
        }
        variable = &*m_scope.returned;
    } else if (atReturn) {
        return notYet(
            node.range,
            {TAPSCOPE_TEXT("Diagnostics",
                           "'%1' in a return probe means its value at the function's entry, which is not yet able to run"),
             {node.name}},
            {TAPSCOPE_TEXT("Diagnostics", "store it in a global array by tid() in a .call probe and read it here"), {}});
    } else {
        variable = m_scope.find(std::string_view(node.name).substr(1));
    }
    if (!variable) {
        unknownTarget(node);
        return broken(node.range);
    }
    const std::string &type = variable->type.name;
    if (node.addressOf)
        return notYet(node.range,
                      {TAPSCOPE_TEXT("Diagnostics", "the address of '%1' (%2) is not yet able to run"), {node.name, type}});
    if (!node.accesses.empty())
        return notYet(script::join(node.accesses.front().range, node.accesses.back().range),
                      {TAPSCOPE_TEXT("Diagnostics", "looking into '%1', a value of type %2, is not yet able to run"),
                       {node.name, type}},
                      {TAPSCOPE_TEXT("Diagnostics", "print the variable itself; user_string(%1) reads a char *"), {node.name}});
    const std::optional<TargetReading> reading = readingOf(*variable);
    if (!reading)
        return notYet(node.range,
                      {TAPSCOPE_TEXT("Diagnostics", "'%1' is of type %2, whose value is not yet able to be read"),
                       {node.name, type}},
                      {TAPSCOPE_TEXT("Diagnostics", "integers, pointers, enumerations and arrays' addresses work"), {}});
    if (reading->location.kind == Location::Kind::Unavailable) {
        script::Diagnostic *diagnostic = m_context.error(
            "unavailable-target-variable", node.nameRange,
            {TAPSCOPE_TEXT("Diagnostics", "'%1' of %2() cannot be read where it is probed"), {node.name, m_scope.function}},
            {TAPSCOPE_TEXT("Diagnostics", "build the program with less optimisation, or test with @defined(%1)"), {node.name}});
        if (diagnostic && !reading->location.reason.empty())
            diagnostic->notes.push_back({node.nameRange, reading->location.reason});
        return broken(node.range);
    }
    auto expr = std::make_unique<TargetValueExpr>(Type::Long, node.range);
    expr->name = variable->name;
    expr->location = reading->location;
    expr->byteSize = reading->byteSize;
    expr->isSigned = reading->isSigned;
    return {std::move(expr), m_context.types().known(Type::Long, node.range)};
}

Typed BodyBuilder::targetList(const script::TargetVariable &node)
{
    const bool atReturn = m_scope.kind == TargetScope::Kind::UserReturn;
    if (node.name == "$$return" && !atReturn) {
        m_context.error(
            "return-at-entry", node.nameRange,
            {TAPSCOPE_TEXT("Diagnostics", "'$$return' only exists when the function returns; this probe is at its entry"), {}},
            {TAPSCOPE_TEXT("Diagnostics", "add .return to the probe point"), {}});
        return broken(node.range);
    }
    if (node.name != "$$return" && atReturn)
        return notYet(
            node.range,
            {TAPSCOPE_TEXT("Diagnostics",
                           "'%1' in a return probe means the values at the function's entry, which is not yet able to run"),
             {node.name}},
            {TAPSCOPE_TEXT("Diagnostics", "print it in a .call probe; $$return works here"), {}});
    if (!node.accesses.empty())
        return notYet(script::join(node.accesses.front().range, node.accesses.back().range),
                      {TAPSCOPE_TEXT("Diagnostics", "'%1' with $ behind it (contents of structures) is not yet able to run"),
                       {node.name}},
                      {TAPSCOPE_TEXT("Diagnostics", "write %1 alone"), {node.name}});
    // $$parms is the beginning of $$vars, so that one list can serve both.
    if (node.name == "$$vars" && !m_listedWords.empty() && m_listedWords.back() == "$$parms")
        m_listedWords.back() = "$$vars";
    auto expr = std::make_unique<TargetVariablesExpr>(Type::String, node.range);
    bool listed = false;
    for (const std::string &word : m_listedWords) {
        if (word == node.name || (word == "$$vars" && node.name == "$$parms")) {
            listed = true;
            break;
        }
        expr->firstVariable += static_cast<uint32_t>(m_scope.list(word).size());
    }
    if (!listed)
        m_listedWords.push_back(node.name);
    for (const VariableAt *variable : m_scope.list(node.name)) {
        TargetValueExpr value(Type::Long, node.range);
        value.name = variable->name;
        if (const std::optional<TargetReading> reading = readingOf(*variable);
            reading && variable->type.kind != debuginfo::TypeInfo::Kind::Array) {
            value.location = reading->location;
            value.byteSize = reading->byteSize;
            value.isSigned = reading->isSigned;
        } else {
            value.location.reason = {TAPSCOPE_TEXT("Diagnostics", "values of type %1 are not read"), {variable->type.name}};
        }
        expr->values.push_back(std::move(value));
    }
    return {std::move(expr), m_context.types().known(Type::String, node.range)};
}

bool BodyBuilder::isDefined(const script::AtOperator &node)
{
    const script::TargetVariable *variable = node.arguments.size() == 1 ? as<script::TargetVariable>(node.arguments.front())
                                                                        : nullptr;
    if (!variable || variable->base) {
        m_context.error("bad-defined", node.range,
                        {TAPSCOPE_TEXT("Diagnostics", "@defined() takes one target variable, as in @defined($x)"), {}});
        return false;
    }
    if (!variable->accesses.empty()) {
        notYet(node.range, {TAPSCOPE_TEXT("Diagnostics", "@defined() of a part of a variable is not yet able to run"), {}},
               {TAPSCOPE_TEXT("Diagnostics", "@defined(%1) works"), {variable->name}});
        return false;
    }
    const std::string &name = variable->name;
    const bool atReturn = m_scope.kind == TargetScope::Kind::UserReturn;
    if (m_scope.kind != TargetScope::Kind::UserEntry && !atReturn)
        return false;
    if (m_scope.word(name))
        return true;
    if (isListWord(name))
        return (name == "$$return") == atReturn;
    const VariableAt *found = nullptr;
    if (atReturn)
        found = name == "$return" && m_scope.returned ? &*m_scope.returned : nullptr;
    else
        found = m_scope.find(std::string_view(name).substr(1));
    return found && found->location.kind != Location::Kind::Unavailable;
}

Typed BodyBuilder::atOperator(const script::AtOperator &node)
{
    if (node.name == "@defined")
        return number(isDefined(node) ? 1 : 0, node.range);
    if (node.name == "@count" || node.name == "@sum" || node.name == "@min" || node.name == "@max" || node.name == "@avg"
        || node.name == "@variance")
        return statistic(node);
    Text help = node.name == "@entry"
        ? Text{TAPSCOPE_TEXT("Diagnostics", "store the value in a global array by tid() in a .call probe and read it here"), {}}
        : Text{TAPSCOPE_TEXT("Diagnostics", "run this script with stap itself"), {}};
    return notYet(node.range, {TAPSCOPE_TEXT("Diagnostics", "%1 is not yet able to run"), {node.name}}, std::move(help));
}

}
