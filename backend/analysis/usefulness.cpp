// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "analysis/usefulness.h"

#include "analysis/intrinsics.h"
#include "analysis/program_walk.h"

namespace tapscope::analysis {

Usefulness::Usefulness(Program &program) : m_functions(program.functions.size())
{
    for (bool more = true; more;) {
        more = false;
        for (size_t i = 0; i < m_functions.size(); ++i) {
            if (m_functions[i] || !program.functions[i].body)
                continue;
            bool effect = false;
            const auto statement = [&](const auto &self, Stmt &stmt) -> void {
                effect = effect || stmt.kind == StmtKind::Delete;
                forParts(stmt, [](ExprPtr &) {}, [&](StmtPtr &inner) { self(self, *inner); });
            };
            statement(statement, *program.functions[i].body);
            forAllExpressions(*program.functions[i].body, [&](ExprPtr &expr) { effect = effect || hasOutwardEffect(*expr); });
            if (effect)
                more = m_functions[i] = true;
        }
    }
}

// Of the expression itself, not of its operands.
bool Usefulness::hasOutwardEffect(Expr &expression) const
{
    const auto isGlobal = [this](const ExprPtr &target) {
        if (const auto *element = as<ElementExpr>(target))
            return !m_dropped.contains(element->global);
        const auto *scalar = as<GlobalExpr>(target);
        return scalar && !m_dropped.contains(scalar->global);
    };
    switch (expression.kind) {
    case ExprKind::CallIntrinsic: return signatureOf(static_cast<CallIntrinsicExpr &>(expression).intrinsic).hasEffect;
    case ExprKind::CallFunction: return m_functions[static_cast<CallFunctionExpr &>(expression).function];
    case ExprKind::Format: return !static_cast<FormatExpr &>(expression).toString;
    case ExprKind::Assign: return isGlobal(static_cast<AssignExpr &>(expression).target);
    case ExprKind::Increment: return isGlobal(static_cast<IncrementExpr &>(expression).target);
    default: return false;
    }
}

bool Usefulness::isForNothing(const AssignExpr &assign) const
{
    // What counts a variable up reads it: as in stap, only plain assignments are dropped.
    const auto *local = as<LocalExpr>(assign.target);
    if (local)
        return !assign.op && !m_reads.contains(local->local);
    const auto *element = as<ElementExpr>(assign.target);
    return element && m_dropped.contains(element->global);
}

bool Usefulness::isUseful(Expr &expression) const
{
    bool useful = hasOutwardEffect(expression);
    if (const auto *assign = as<AssignExpr>(&expression))
        useful = useful || !isForNothing(*assign);
    else if (expression.kind == ExprKind::Increment)
        useful = true;
    if (!useful)
        forOperands(expression, [&](ExprPtr &operand) { useful = useful || isUseful(*operand); });
    return useful;
}

bool Usefulness::isUseful(Stmt &statement) const
{
    switch (statement.kind) {
    case StmtKind::Break:
    case StmtKind::Continue:
    case StmtKind::Next:
    case StmtKind::Return:
    case StmtKind::Delete: return true;
    case StmtKind::TryCatch: return isUseful(*static_cast<TryCatchStmt &>(statement).body); // nothing else can raise
    default: break;
    }
    bool useful = false;
    forParts(
        statement, [&](ExprPtr &expr) { useful = useful || isUseful(*expr); },
        [&](StmtPtr &inner) { useful = useful || isUseful(*inner); });
    return useful;
}

void Usefulness::collectReads(Expr &expression)
{
    if (const auto *local = as<LocalExpr>(&expression))
        m_reads.insert(local->local);
    const auto *assign = as<AssignExpr>(&expression);
    forOperands(expression, [&](ExprPtr &operand) {
        const bool isTarget = assign && !assign->op && operand.get() == assign->target.get();
        if (!isTarget || operand->kind != ExprKind::Local)
            collectReads(*operand);
    });
}

void Usefulness::collectReads(Stmt &statement)
{
    if (!isUseful(statement))
        return;
    const auto *loneExpression = as<ExpressionStmt>(&statement);
    forParts(
        statement,
        [&](ExprPtr &expr) {
            // Of x = f(y) for nothing only f(y) is kept, which reads what it reads.
            if (!loneExpression || isUseful(*expr))
                collectReads(*expr);
        },
        [&](StmtPtr &inner) { collectReads(*inner); });
}

void Usefulness::look(Stmt &body, const std::set<uint32_t> &droppedGlobals)
{
    m_dropped = droppedGlobals;
    m_reads.clear();
    for (size_t before = 0;; before = m_reads.size()) {
        collectReads(body);
        if (m_reads.size() == before)
            return;
    }
}

}
