// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "translator/actions.h"

#include <algorithm>

namespace tapscope::translator::ir {

using namespace analysis;

namespace {

ActionCount operator+(ActionCount a, ActionCount b)
{
    return {a.finite && b.finite, a.actions + b.actions};
}

ActionCount either(ActionCount a, ActionCount b)
{
    return {a.finite && b.finite, std::max(a.actions, b.actions)};
}

}

ActionCounter::ActionCounter(const Program &program)
    : m_program(program)
    , m_states(program.functions.size())
    , m_functions(program.functions.size())
{}

ActionCount ActionCounter::function(uint32_t index)
{
    if (m_states[index] == State::Open)
        return {}; // recursion, which MAXNESTING bounds
    if (m_states[index] == State::New) {
        m_states[index] = State::Open;
        const FunctionBody &f = m_program.functions[index];
        ActionCount count = statement(f.body.get());
        if (f.range.file != 0)
            count.actions = 0;
        m_functions[index] = count;
        m_states[index] = State::Done;
    }
    return m_functions[index];
}

ActionCount ActionCounter::statement(const Stmt *s)
{
    constexpr ActionCount one{true, 1};
    if (!s)
        return {};
    switch (s->kind) {
    case StmtKind::Block: {
        ActionCount all;
        for (const StmtPtr &each : as<BlockStmt>(s)->statements)
            all = all + statement(each.get());
        return all;
    }
    case StmtKind::Expression: return one + expression(as<ExpressionStmt>(s)->expression.get());
    case StmtKind::If: {
        const auto &i = *as<IfStmt>(s);
        return one + expression(i.condition.get()) + either(statement(i.whenTrue.get()), statement(i.whenFalse.get()));
    }
    case StmtKind::Loop:
    case StmtKind::Foreach: return {false, 0};
    case StmtKind::Return: return one + expression(as<ReturnStmt>(s)->value.get());
    case StmtKind::Delete: return one + expressions(as<DeleteStmt>(s)->keys);
    case StmtKind::TryCatch:
        return one + statement(as<TryCatchStmt>(s)->body.get()) + statement(as<TryCatchStmt>(s)->handler.get());
    default: return one;
    }
}

ActionCount ActionCounter::expressions(const std::vector<ExprPtr> &list)
{
    ActionCount all;
    for (const ExprPtr &e : list)
        all = all + expression(e.get());
    return all;
}

ActionCount ActionCounter::expression(const Expr *e)
{
    if (!e)
        return {};
    switch (e->kind) {
    case ExprKind::Element: return expressions(as<ElementExpr>(e)->keys);
    case ExprKind::Unary: return expression(as<UnaryExpr>(e)->operand.get());
    case ExprKind::Binary: return expression(as<BinaryExpr>(e)->left.get()) + expression(as<BinaryExpr>(e)->right.get());
    case ExprKind::Logical: return expression(as<LogicalExpr>(e)->left.get()) + expression(as<LogicalExpr>(e)->right.get());
    case ExprKind::Conditional: {
        const auto &c = *as<ConditionalExpr>(e);
        return expression(c.condition.get()) + either(expression(c.whenTrue.get()), expression(c.whenFalse.get()));
    }
    case ExprKind::Assign: return expression(as<AssignExpr>(e)->target.get()) + expression(as<AssignExpr>(e)->value.get());
    case ExprKind::Increment: return expression(as<IncrementExpr>(e)->target.get());
    case ExprKind::In: return expressions(as<InExpr>(e)->keys);
    case ExprKind::CallFunction:
        return expressions(as<CallFunctionExpr>(e)->arguments) + function(as<CallFunctionExpr>(e)->function);
    case ExprKind::CallIntrinsic: return expressions(as<CallIntrinsicExpr>(e)->arguments);
    case ExprKind::Format: return expressions(as<FormatExpr>(e)->arguments);
    case ExprKind::Statistic: return expressions(as<StatisticExpr>(e)->keys);
    case ExprKind::Histogram: return expressions(as<HistogramExpr>(e)->keys) + expression(as<HistogramExpr>(e)->bucket.get());
    default: return {};
    }
}

script::Range actionPlace(const Stmt *s)
{
    if (const auto *block = as<BlockStmt>(s); block && block->statements.size() == 1)
        return actionPlace(block->statements.front().get());
    return s->range;
}

}
