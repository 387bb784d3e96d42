// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "analysis/body_builder.h"

#include <algorithm>

namespace tapscope::analysis {

StmtPtr BodyBuilder::functionBody(const script::Statement *body)
{
    auto block = std::make_unique<BlockStmt>(body ? body->range : Range{m_file, 0, 0});
    block->statements.push_back(statement(body));
    saveParameters(*block);
    return block;
}

StmtPtr BodyBuilder::nextFunction(const Range &range)
{
    const std::string &name = m_function->ast->name.text;
    std::deque<FunctionSymbol> &functions = m_context.functions();
    std::vector<uint32_t> overloads = m_context.findFunctions(name, m_file);
    std::erase_if(overloads,
                  [&](uint32_t index) { return functions[index].ast->parameters.size() != m_function->parameters.size(); });
    const auto self = std::ranges::find_if(overloads, [&](uint32_t index) {
        return &functions[index] == m_function || m_function->copyOf == index;
    });
    auto block = std::make_unique<BlockStmt>(range);
    auto result = std::make_unique<ReturnStmt>(range);
    if (self == overloads.end() || self + 1 == overloads.end()) {
        // Nobody is left to try: an error when it happens, as in stap.
        auto text = std::make_unique<StringExpr>(Type::String, range);
        text->value = "all functions exhausted";
        std::vector<Typed> arguments;
        arguments.push_back({std::move(text), m_context.types().known(Type::String, range)});
        auto failure = std::make_unique<ExpressionStmt>(range);
        failure->expression = intrinsic(Intrinsic::Error, range, std::move(arguments), name).expr;
        block->statements.push_back(std::move(failure));
        block->statements.push_back(std::move(result));
        return block;
    }
    const uint32_t own = m_function->copyOf ? m_probe->m_copies.at(*m_function->copyOf) : *self;
    functions[*(self + 1)].called = true;
    const uint32_t other = forThisProbe(*(self + 1));
    FunctionSymbol &function = functions[other];
    TypeTable &types = m_context.types();
    const auto conflict = [&](Cell mine, Cell others, const Range &where) {
        if (types.unite(mine, others))
            return;
        const Type has = types.type(mine);
        if (script::Diagnostic *diagnostic = m_context.error(
                "type-mismatch", range,
                has == Type::Long
                    ? Text{TAPSCOPE_TEXT("Diagnostics", "the next function '%1' has a string where this one has a number"),
                           {name}}
                    : Text{TAPSCOPE_TEXT("Diagnostics", "the next function '%1' has a number where this one has a string"),
                           {name}},
                {TAPSCOPE_TEXT("Diagnostics", "functions that are tried one after the other have the same types"), {}})) {
            diagnostic->notes.push_back({types.origin(mine), typeSince(has)});
            diagnostic->notes.push_back({where, {TAPSCOPE_TEXT("Diagnostics", "the next function is here"), {}}});
        }
    };
    Typed value;
    if (function.direct) {
        std::vector<Typed> arguments;
        for (uint32_t i = 0; i < m_function->parameters.size(); ++i)
            arguments.push_back({passedOn(i, range), m_function->parameters[i]});
        value = intrinsic(*function.direct, range, std::move(arguments), name);
    } else {
        m_effects.calls.insert(other);
        for (const ActiveForeach &loop : m_foreachs)
            m_effects.callsInLoops.push_back({other, loop.global, range, loop.range});
        auto call = std::make_unique<CallFunctionExpr>(Type::Unknown, range);
        for (uint32_t i = 0; i < m_function->parameters.size(); ++i) {
            conflict(m_function->parameters[i], function.parameters[i], function.ast->parameters[i].name.range);
            call->arguments.push_back(passedOn(i, range));
        }
        m_context.callLater(call.get(), other);
        m_context.resolveLater(&call->type, function.result);
        value = {std::move(call), function.result};
    }
    conflict(m_function->result, value.cell, function.ast->name.range);
    result->value = std::move(value.expr);
    block->statements.push_back(std::move(result));
    m_context.goesOnAs(own, other, block.get());
    return block;
}

// A parameter with the value that the caller gave it; saveParameters() sees to that.
ExprPtr BodyBuilder::passedOn(uint32_t parameter, const Range &range)
{
    auto expr = std::make_unique<LocalExpr>(Type::Unknown, range);
    expr->local = parameter;
    m_context.resolveLater(&expr->type, m_locals[parameter].cell);
    m_passedOn.emplace_back(parameter, expr.get());
    return expr;
}

// Parameters that the body changes are copied at its beginning, for `next` to pass on.
void BodyBuilder::saveParameters(BlockStmt &body)
{
    std::map<uint32_t, uint32_t> copies;
    for (const auto &[parameter, use] : m_passedOn) {
        if (!m_locals[parameter].assigned)
            continue;
        const auto [at, added] = copies.try_emplace(parameter, 0);
        if (added) {
            const Range range = m_locals[parameter].range;
            at->second = local(" given " + m_locals[parameter].name, range);
            m_locals[at->second].assigned = m_locals[at->second].read = true;
            m_context.types().unite(m_locals[at->second].cell, m_locals[parameter].cell);
            auto copy = std::make_unique<ExpressionStmt>(range);
            copy->expression = assignLocal(at->second, parameter, range);
            body.statements.insert(body.statements.begin(), std::move(copy));
        }
        use->local = at->second;
    }
}

}
