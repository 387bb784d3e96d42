// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "analysis/body_builder.h"
#include "base/similar.h"

#include <algorithm>
#include <cstdlib>
#include <utility>

namespace tapscope::analysis {

using debuginfo::Location;
using debuginfo::VariableAt;

namespace {

bool hasAddress(const TargetPlace &place)
{
    return place.address && place.bitSize == 0;
}

// Of what the accesses have led to.
bool hasValue(const TargetPlace &place, const script::TargetVariable &node)
{
    using Kind = script::Access::Kind;
    const auto isPretty = [](const script::Access &access) {
        return access.kind == Kind::Pretty || access.kind == Kind::PrettyDeep;
    };
    if (node.addressOf)
        return hasAddress(place);
    return !place.isImplied || (!node.accesses.empty() && isPretty(node.accesses.back()));
}

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

const VariableAt *BodyBuilder::findTarget(const script::TargetVariable &node)
{
    if (m_scope.fileValue != TargetScope::FileValue::None) {
        placeError("no-target-variables", node.range,
                   {TAPSCOPE_TEXT("Diagnostics", "this probe point has one variable, '$value', and no '%1'"), {node.name}},
                   {TAPSCOPE_TEXT("Diagnostics", "a variable of the script is written without $"), {}});
        return nullptr;
    }
    if (m_scope.kind == TargetScope::Kind::None) {
        placeError("no-target-variables", node.range,
                   {TAPSCOPE_TEXT("Diagnostics", "this probe point has no target variables, so there is no '%1'"), {node.name}},
                   {TAPSCOPE_TEXT("Diagnostics", "a variable of the script is written without $"), {}});
        return nullptr;
    }
    const bool atReturn = m_scope.kind == TargetScope::Kind::Return;
    const VariableAt *variable = nullptr;
    if (node.name == "$return" && atReturn) {
        if (m_scope.returned)
            return &*m_scope.returned;
        if (m_scope.hasDebugInfo) {
            placeError("void-return", node.nameRange,
                       {TAPSCOPE_TEXT("Diagnostics", "%1() returns nothing, so it has no '$return'"), {m_scope.function}},
                       {TAPSCOPE_TEXT("Diagnostics", "$$return is empty then; @defined($return) tests for it"), {}});
            return nullptr;
        }
    } else if (!atReturn) {
        variable = m_scope.find(std::string_view(node.name).substr(1));
        if (!variable && node.name == "$return") {
            placeError(
                "return-at-entry", node.nameRange,
                {TAPSCOPE_TEXT("Diagnostics", "'$return' only exists when the function returns; this probe is at its entry"), {}},
                {TAPSCOPE_TEXT("Diagnostics", "add .return to the probe point"), {}});
            return nullptr;
        }
    }
    if (!variable && !m_quiet)
        unknownTarget(node);
    return variable;
}

uint32_t BodyBuilder::nearestLine(const std::string &name) const
{
    if (!m_scope.module || !m_scope.code || m_scope.code->inlinedDie != 0)
        return 0;
    constexpr size_t mostLines = 400;
    const auto here = m_scope.module->lineAt(m_scope.address);
    debuginfo::StatementQuery query;
    query.nameGlob = m_scope.code->name;
    uint32_t best = 0;
    size_t asked = 0;
    for (const debuginfo::Statement &statement : m_scope.module->statements(query)) {
        if (statement.function.dieOffset != m_scope.code->dieOffset || statement.function.inlinedDie != 0 || ++asked > mostLines)
            continue;
        const auto distance = [&](uint32_t line) { return std::abs(int64_t{line} - int64_t{here ? here->line : 0}); };
        if (best != 0 && distance(statement.place.line) >= distance(best))
            continue;
        const auto variables = m_scope.module->variables(statement.function, statement.function.entry.address);
        const auto found = std::ranges::find(variables.rbegin(), variables.rend(), name, &VariableAt::name);
        if (found != variables.rend() && found->location.kind != Location::Kind::Unavailable)
            best = statement.place.line;
    }
    return best;
}

void BodyBuilder::unavailable(const std::string &name, const Range &range, const Text &reason)
{
    if (m_quiet)
        return;
    script::Diagnostic *diagnostic = m_context.error(
        "unavailable-target-variable", range,
        {TAPSCOPE_TEXT("Diagnostics", "'%1' of %2() cannot be read where it is probed"), {name, m_scope.function}},
        m_scope.kernelMemory
            ? Text{TAPSCOPE_TEXT("Diagnostics", "@defined(%1) tests for it"), {name}}
            : Text{TAPSCOPE_TEXT("Diagnostics", "build the program with less optimisation, or test with @defined(%1)"), {name}});
    if (!diagnostic)
        return;
    if (!reason.empty())
        diagnostic->notes.push_back({range, reason});
    if (const uint32_t line = nearestLine(name.starts_with('$') ? name.substr(1) : name)) {
        diagnostic->nextStep
            = {TAPSCOPE_TEXT("Diagnostics", "line %1 is the nearest where it can be read: probe .statement(\"%2@%3:%1\")"),
               {std::to_string(line), m_scope.function, m_scope.code->file.substr(m_scope.code->file.rfind('/') + 1)}};
    }
}

Typed BodyBuilder::targetVariable(const script::TargetVariable &node)
{
    if (node.base) {
        Typed pointer = expression(node.base.get());
        require(pointer, Type::Long);
        if (!pointer.pointee) {
            m_context.error("no-type", node.range,
                            {TAPSCOPE_TEXT("Diagnostics", "nothing tells what this number points to, so -> cannot follow it"),
                             {}},
                            {TAPSCOPE_TEXT("Diagnostics", "say the type: @cast(…, \"struct name\")->member"), {}});
            return broken(node.range);
        }
        const std::string text(m_context.sources().text(node.base->range));
        TargetPlace place = placeBehind(std::move(pointer.expr), *pointer.pointee, text, node.range);
        return finishPlace(std::move(place), node.accesses, node.addressOf);
    }
    if (isFileValue(&node))
        return fileValue(node);
    if (isListWord(node.name) && m_scope.kind != TargetScope::Kind::None)
        return targetList(node);
    if (const std::string *word = m_scope.word(node.name)) {
        auto expr = std::make_unique<StringExpr>(Type::String, node.range);
        expr->value = *word;
        return {std::move(expr), m_context.types().known(Type::String, node.range)};
    }
    if (node.name.starts_with("$$") && m_scope.kind != TargetScope::Kind::None) {
        m_context.error("unknown-target-variable", node.nameRange,
                        {TAPSCOPE_TEXT("Diagnostics", "there is no '%1' at this probe point"), {node.name}},
                        {TAPSCOPE_TEXT("Diagnostics", "$$parms, $$vars, $$locals and $$return list variables"), {}});
        return broken(node.range);
    }
    if (m_scope.kind == TargetScope::Kind::Return && node.name != "$return" && m_scope.entry)
        return atEntry(node, node.range);
    const VariableAt *variable = findTarget(node);
    return variable ? readVariable(node, *variable) : broken(node.range);
}

Typed BodyBuilder::targetList(const script::TargetVariable &node)
{
    const bool atReturn = m_scope.kind == TargetScope::Kind::Return;
    if (node.name == "$$return" && !atReturn) {
        m_context.error(
            "return-at-entry", node.nameRange,
            {TAPSCOPE_TEXT("Diagnostics", "'$$return' only exists when the function returns; this probe is at its entry"), {}},
            {TAPSCOPE_TEXT("Diagnostics", "add .return to the probe point"), {}});
        return broken(node.range);
    }
    if (node.name != "$$return" && atReturn && m_scope.entry)
        return node.accesses.empty() ? listAtEntry(node) : atEntry(node, node.range);
    if (node.name != "$$return" && atReturn)
        return notYet(
            node.range,
            {TAPSCOPE_TEXT("Diagnostics",
                           "'%1' in a return probe means the values at the function's entry, which is not yet able to run"),
             {node.name + (node.accesses.empty() ? "" : "$")}},
            {TAPSCOPE_TEXT("Diagnostics", "print it in a .call probe; $$return works here"), {}});
    if (!node.accesses.empty()) {
        const script::Access::Kind kind = node.accesses.front().kind;
        if (kind == script::Access::Kind::Pretty || kind == script::Access::Kind::PrettyDeep)
            return prettyList(node, kind == script::Access::Kind::PrettyDeep);
        m_context.error("list-access", node.accesses.front().range,
                        {TAPSCOPE_TEXT("Diagnostics", "'%1' is a text; nothing but $ can follow it"), {node.name}},
                        {TAPSCOPE_TEXT("Diagnostics", "name the variable that you want: $name->member"), {}});
        return broken(node.range);
    }
    constexpr size_t mostComputed = 32;
    const std::vector<const VariableAt *> variables = m_scope.list(node.name);
    if (variables.size() <= mostComputed
        && std::ranges::any_of(variables, [](const VariableAt *variable) { return isComputed(variable->location); }))
        return computedList(variables, node.range);
    std::vector<std::string> &listedWords = m_probe ? m_probe->m_listedWords : m_listedWords;
    // $$parms is the beginning of $$vars, so that one list can serve both.
    if (node.name == "$$vars" && !listedWords.empty() && listedWords.back() == "$$parms")
        listedWords.back() = "$$vars";
    auto expr = std::make_unique<TargetVariablesExpr>(Type::String, node.range);
    bool listed = false;
    for (const std::string &word : listedWords) {
        if (word == node.name || (word == "$$vars" && node.name == "$$parms")) {
            listed = true;
            break;
        }
        expr->firstVariable += static_cast<uint32_t>(m_scope.list(word).size());
    }
    if (!listed)
        listedWords.push_back(node.name);
    for (const VariableAt *variable : variables) {
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

std::optional<bool> BodyBuilder::isThere(const script::Expression *argument)
{
    const bool before = std::exchange(m_quiet, true);
    bool defined = false;
    if (const auto *word = as<script::AtOperator>(argument); word && (word->name == "@var" || word->name == "@cast")) {
        std::optional<TargetPlace> place = word->name == "@var" ? staticPlace(*word) : castPlace(*word);
        defined = place && follow(*place, word->accesses) && (!word->addressOf || hasAddress(*place));
    } else if (word && word->name == "@entry" && word->arguments.size() == 1) {
        if (m_scope.entry)
            defined = BodyBuilder(m_context, *m_scope.entry).isThere(word->arguments.front().get()).value_or(true);
    } else if (const auto *variable = as<script::TargetVariable>(argument); variable && !variable->base) {
        const std::string &name = variable->name;
        const bool atReturn = m_scope.kind == TargetScope::Kind::Return;
        if (m_scope.word(name) || isFileValue(variable)) {
            defined = true;
        } else if (isListWord(name)) {
            defined = m_scope.kind != TargetScope::Kind::None && (name == "$$return") == atReturn;
        } else if (m_scope.kind != TargetScope::Kind::None) {
            const VariableAt *found = nullptr;
            if (!atReturn)
                found = m_scope.find(std::string_view(name).substr(1));
            else if (name == "$return")
                found = m_scope.returned ? &*m_scope.returned : nullptr;
            else if (m_scope.entry)
                found = m_scope.entry->find(std::string_view(name).substr(1));
            if (found) {
                std::optional<TargetPlace> place = placeOf(*found, name, variable->range, &variable->accesses);
                defined = place && follow(*place, variable->accesses) && hasValue(*place, *variable);
            }
        }
    } else {
        m_quiet = before;
        return {};
    }
    m_quiet = before;
    return defined;
}

bool BodyBuilder::isDefined(const script::AtOperator &node)
{
    const std::optional<bool> defined = isThere(node.arguments.size() == 1 ? node.arguments.front().get() : nullptr);
    if (!defined)
        m_context.error("bad-defined", node.range,
                        {TAPSCOPE_TEXT("Diagnostics", "@defined() takes one target variable, as in @defined($x)"), {}});
    return defined.value_or(false);
}

// What cannot be read is 0 where the user has asked for that.
bool BodyBuilder::isSkipped(const script::Expression &node)
{
    if (!m_context.options().skipsBadVariables || m_quiet || isThere(&node).value_or(true))
        return false;
    m_context.warning("skipped-variable", node.range,
                      {TAPSCOPE_TEXT("Diagnostics", "'%1' cannot be read here; 0 stands in its place"),
                       {std::string(m_context.sources().text(node.range))}},
                      {TAPSCOPE_TEXT("Diagnostics", "run without --skip-badvars to be told why"), {}});
    return true;
}

// Whether the script's own part of the handler sets the variable that an alias's part asks about.
Typed BodyBuilder::isWritten(const script::AtOperator &node)
{
    const auto *name = node.arguments.size() == 1 ? as<script::Identifier>(node.arguments.front()) : nullptr;
    if (!name) {
        m_context.error("bad-probewrite", node.range,
                        {TAPSCOPE_TEXT("Diagnostics", "@probewrite() takes the name of one variable of the script"), {}},
                        {TAPSCOPE_TEXT("Diagnostics", "for example: if (@probewrite(value)) …"), {}});
        return broken(node.range);
    }
    TargetUses uses;
    collectTargetUses(m_probe ? m_probe->m_userBody : m_userBody, uses);
    return number(uses.written.contains(name->name) ? 1 : 0, node.range);
}

// What a counter that a perf probe names has counted for the thread.
Typed BodyBuilder::counterValue(const script::AtOperator &node)
{
    const auto *name = node.arguments.size() == 1 ? as<script::StringLiteral>(node.arguments.front()) : nullptr;
    if (!name) {
        m_context.error("perf-counter", node.range,
                        {TAPSCOPE_TEXT("Diagnostics", "@perf() takes the name of a counter in quotes, as in @perf(\"cycles\")"),
                         {}});
        return broken(node.range);
    }
    if (m_scope.kind == TargetScope::Kind::None) {
        m_context.error("perf-counter", node.range,
                        {TAPSCOPE_TEXT("Diagnostics", "@perf() can only be read where a program or the kernel is probed"), {}},
                        {TAPSCOPE_TEXT("Diagnostics", "keep what it was in a global variable"), {}});
        return broken(node.range);
    }
    std::vector<Typed> arguments;
    arguments.push_back(number(m_context.counterNamed(name->value, name->range), node.range));
    return intrinsic(Intrinsic::PerfCounter, node.range, std::move(arguments), node.name);
}

Typed BodyBuilder::atOperator(const script::AtOperator &node)
{
    if (node.name == "@defined")
        return number(isDefined(node) ? 1 : 0, node.range);
    if (node.name == "@count" || node.name == "@sum" || node.name == "@min" || node.name == "@max" || node.name == "@avg"
        || node.name == "@variance")
        return statistic(node);
    if (node.name == "@cast")
        return cast(node);
    if (node.name == "@var")
        return staticVariable(node);
    if (node.name == "@probewrite")
        return isWritten(node);
    if (node.name == "@entry" && node.arguments.size() == 1 && node.arguments.front())
        return atEntry(*node.arguments.front(), node.range);
    if (node.name == "@perf")
        return counterValue(node);
    if (node.name == "@const")
        return kernelConstant(node);
    return notYet(node.range, {TAPSCOPE_TEXT("Diagnostics", "%1 is not yet able to run"), {node.name}},
                  {TAPSCOPE_TEXT("Diagnostics", "run this script with stap itself"), {}});
}

}
