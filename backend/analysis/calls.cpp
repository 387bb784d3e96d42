// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "analysis/body_builder.h"
#include "analysis/former_names.h"
#include "base/similar.h"

#include <algorithm>

namespace tapscope::analysis {

namespace {

std::string arities(const Context &, const std::vector<uint32_t> &candidates, const std::deque<FunctionSymbol> &functions)
{
    std::vector<size_t> counts;
    for (const uint32_t candidate : candidates)
        counts.push_back(functions[candidate].ast->parameters.size());
    std::ranges::sort(counts);
    counts.erase(std::ranges::unique(counts).begin(), counts.end());
    std::string out;
    for (const size_t count : counts)
        out += (out.empty() ? "" : "/") + std::to_string(count);
    return out;
}

}

std::optional<uint32_t> BodyBuilder::findCallee(const script::Call &node)
{
    const std::vector<uint32_t> candidates = m_context.findFunctions(node.function.text, m_file);
    const std::deque<FunctionSymbol> &functions = m_context.functions();
    for (const uint32_t candidate : candidates) {
        if (functions[candidate].ast->parameters.size() == node.arguments.size())
            return candidate;
    }
    const std::string &name = node.function.text;
    if (candidates.empty()) {
        std::vector<std::string> similar = similarNames(name, m_context.functionNames());
        if (const std::string_view today = functionCalledToday(name); !today.empty())
            similar = {std::string(today)};
        script::Diagnostic *diagnostic = nullptr;
        if (m_context.findGlobal(name, m_file)) {
            diagnostic = m_context.error(
                "unknown-function", node.function.range,
                {TAPSCOPE_TEXT("Diagnostics", "'%1' is a variable, not a function"), {name}},
                {TAPSCOPE_TEXT("Diagnostics", "an element of an array is written with brackets: %1[key]"), {name}});
        } else if (isSystemTapFunction(name)) {
            diagnostic = m_context.error("not-yet", node.function.range,
                                         {TAPSCOPE_TEXT("Diagnostics", "SystemTap's function %1() is not yet able to run"),
                                          {name}},
                                         similar.empty()
                                             ? Text{TAPSCOPE_TEXT("Diagnostics", "run this script with stap itself"), {}}
                                             : didYouMean(similar));
        } else {
            diagnostic = m_context.error("unknown-function", node.function.range,
                                         {TAPSCOPE_TEXT("Diagnostics", "there is no function '%1'"), {name}},
                                         similar.empty()
                                             ? Text{TAPSCOPE_TEXT("Diagnostics", "define it: function %1(…) { … }"), {name}}
                                             : didYouMean(similar));
        }
        if (diagnostic && !similar.empty())
            diagnostic->fixIts.push_back(replaceBy(node.function.range, similar.front()));
        return {};
    }
    const FunctionSymbol &first = functions[candidates.front()];
    const std::string wanted = arities(m_context, candidates, functions);
    script::Diagnostic *diagnostic = m_context.error(
        "argument-count", node.range,
        wanted == "0"       ? Text{TAPSCOPE_TEXT("Diagnostics", "%1() takes no arguments, but %2 is given"),
                                   {name, std::to_string(node.arguments.size())}}
            : wanted == "1" ? Text{TAPSCOPE_TEXT("Diagnostics", "%1() takes 1 argument, but %2 are given"),
                                   {name, std::to_string(node.arguments.size())}}
                            : Text{TAPSCOPE_TEXT("Diagnostics", "%1() takes %2 arguments, but the number given is %3"),
                                   {name, wanted, std::to_string(node.arguments.size())}});
    if (diagnostic) {
        std::string signature = name + "(";
        for (const script::Parameter &parameter : first.ast->parameters)
            signature += (signature.back() == '(' ? "" : ", ") + parameter.name.text;
        diagnostic->nextStep = {TAPSCOPE_TEXT("Diagnostics", "call it as %1"), {signature + ")"}};
        diagnostic->notes.push_back({first.ast->name.range, {TAPSCOPE_TEXT("Diagnostics", "it is defined here"), {}}});
    }
    return {};
}

bool BodyBuilder::callsPureC(const script::Call &node) const
{
    bool any = false;
    for (const uint32_t candidate : m_context.findFunctions(node.function.text, m_file)) {
        const script::Function &function = *m_context.functions()[candidate].ast;
        if (function.parameters.size() != node.arguments.size())
            continue;
        if (!function.embeddedC || !isPureC(*function.embeddedC))
            return false;
        any = true;
    }
    return any;
}

uint32_t BodyBuilder::forThisProbe(uint32_t function)
{
    FunctionSymbol &original = m_context.functions()[function];
    if (!m_context.dependsOnProbe(original))
        return function;
    BodyBuilder &probe = m_probe ? *m_probe : *this;
    if (const auto known = probe.m_copies.find(function); known != probe.m_copies.end())
        return known->second; // perhaps still being built: it calls itself
    const uint32_t copy = m_context.copyFunction(function);
    probe.m_copies.emplace(function, copy);
    FunctionSymbol &symbol = m_context.functions()[copy];
    BodyBuilder builder(m_context, symbol, &probe);
    symbol.body = builder.functionBody(symbol.ast->body.get());
    builder.reportLocals();
    symbol.locals = builder.takeLocals();
    symbol.effects = builder.takeEffects();
    return copy;
}

Typed BodyBuilder::intrinsic(Intrinsic which, const Range &range, std::vector<Typed> arguments, std::string_view name)
{
    const IntrinsicSignature &signature = signatureOf(which);
    auto expr = std::make_unique<CallIntrinsicExpr>(signature.result, range);
    expr->intrinsic = which;
    for (size_t i = 0; i < arguments.size(); ++i) {
        if (i < signature.parameters.size())
            require(arguments[i], signature.parameters[i]);
        expr->arguments.push_back(std::move(arguments[i].expr));
    }
    if (arguments.size() != signature.parameters.size())
        m_context.error("argument-count", range,
                        {TAPSCOPE_TEXT("Diagnostics", "%1() takes %2 arguments"),
                         {std::string(name), std::to_string(signature.parameters.size())}});
    if (which == Intrinsic::ThreadIndent)
        m_effects.threadIndent = true;
    const Cell cell = signature.result == Type::Unknown ? m_context.types().fresh()
                                                        : m_context.types().known(signature.result, range);
    return {std::move(expr), cell};
}

Typed BodyBuilder::call(const script::Call &node, Use use)
{
    if (m_inCondition) {
        m_context.error("condition", node.range,
                        {TAPSCOPE_TEXT("Diagnostics",
                                       "the condition of a probe point can only read globals; a function cannot be called there"),
                         {}},
                        {TAPSCOPE_TEXT("Diagnostics", "test inside the probe's body: if (…) next"), {}});
        return broken(node.range);
    }
    const IntrinsicSignature *direct = m_context.isTapset(m_file) ? findIntrinsic(node.function.text) : nullptr;
    // What the tapset declares and this engine lacks is reported where the script calls for it.
    const bool missing = !direct && m_context.isTapset(m_file) && node.function.text.starts_with(intrinsicPrefix);
    const std::optional<uint32_t> callee = direct || missing ? std::nullopt : findCallee(node);
    std::vector<Typed> arguments;
    for (const script::ExpressionPtr &argument : node.arguments)
        arguments.push_back(expression(argument.get()));
    if (missing || (direct && needsGuru(direct->intrinsic) && !m_context.options().parse.guru)) {
        m_effects.missing.insert(node.function.text);
        return broken(node.range);
    }
    if (direct)
        return intrinsic(direct->intrinsic, node.range, std::move(arguments), node.function.text);
    if (!callee)
        return broken(node.range);
    m_context.functions()[*callee].called = true;
    if (m_context.functions()[*callee].ast->embeddedC)
        m_context.tellCallOfC(*m_context.functions()[*callee].ast, node.range);
    const uint32_t called = forThisProbe(*callee);
    FunctionSymbol &function = m_context.functions()[called];
    if (use == Use::Value)
        m_context.valueUsed(called, node.range);
    if (use == Use::Value && function.direct
        && !function.returnsValue) { // the function around it has a value, the intrinsic none
        function.direct.reset();
        function.built = false;
    }
    if (function.direct)
        return intrinsic(*function.direct, node.range, std::move(arguments), node.function.text);
    m_effects.calls.insert(called);
    for (const ActiveForeach &loop : m_foreachs)
        m_effects.callsInLoops.push_back({called, loop.global, node.range, loop.range});

    TypeTable &types = m_context.types();
    auto expr = std::make_unique<CallFunctionExpr>(Type::Unknown, node.range);
    for (size_t i = 0; i < arguments.size(); ++i) {
        const Cell parameter = function.parameters[i];
        const Type has = types.type(parameter);
        if (types.type(arguments[i].cell) == Type::Stats) {
            require(arguments[i], Type::Long);
        } else if (!types.unite(parameter, arguments[i].cell)) {
            const script::Name &name = function.ast->parameters[i].name;
            if (script::Diagnostic *diagnostic = m_context.error(
                    "type-mismatch", arguments[i].expr->range,
                    has == Type::Long
                        ? Text{TAPSCOPE_TEXT("Diagnostics", "the parameter '%1' of %2() is a number, but this is a string"),
                               {name.text, node.function.text}}
                        : Text{TAPSCOPE_TEXT("Diagnostics", "the parameter '%1' of %2() is a string, but this is a number"),
                               {name.text, node.function.text}},
                    howToConvert(has)))
                diagnostic->notes.push_back({types.origin(parameter), typeSince(has)});
        }
        expr->arguments.push_back(std::move(arguments[i].expr));
    }
    m_context.callLater(expr.get(), called);
    m_context.resolveLater(&expr->type, function.result);
    return {std::move(expr), function.result, pointeeOf(function)};
}

}
