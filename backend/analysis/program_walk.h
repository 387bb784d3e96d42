// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "analysis/program.h"

namespace tapscope::analysis {

/// Calls `action(ExprPtr &)` for each operand of `expr` that is there, in the order in which they stand.
template <typename Action> void forOperands(Expr &expr, const Action &action)
{
    const auto one = [&](ExprPtr &operand) {
        if (operand)
            action(operand);
    };
    const auto all = [&](std::vector<ExprPtr> &operands) {
        for (ExprPtr &operand : operands)
            one(operand);
    };
    switch (expr.kind) {
    case ExprKind::Number:
    case ExprKind::String:
    case ExprKind::Local:
    case ExprKind::Global:
    case ExprKind::TargetValue:
    case ExprKind::TargetVariables: break;
    case ExprKind::Element: all(static_cast<ElementExpr &>(expr).keys); break;
    case ExprKind::Unary: one(static_cast<UnaryExpr &>(expr).operand); break;
    case ExprKind::Binary:
        one(static_cast<BinaryExpr &>(expr).left);
        one(static_cast<BinaryExpr &>(expr).right);
        break;
    case ExprKind::Logical:
        one(static_cast<LogicalExpr &>(expr).left);
        one(static_cast<LogicalExpr &>(expr).right);
        break;
    case ExprKind::Conditional:
        one(static_cast<ConditionalExpr &>(expr).condition);
        one(static_cast<ConditionalExpr &>(expr).whenTrue);
        one(static_cast<ConditionalExpr &>(expr).whenFalse);
        break;
    case ExprKind::Assign:
        one(static_cast<AssignExpr &>(expr).target);
        one(static_cast<AssignExpr &>(expr).value);
        break;
    case ExprKind::Increment: one(static_cast<IncrementExpr &>(expr).target); break;
    case ExprKind::In: all(static_cast<InExpr &>(expr).keys); break;
    case ExprKind::CallFunction: all(static_cast<CallFunctionExpr &>(expr).arguments); break;
    case ExprKind::CallIntrinsic: all(static_cast<CallIntrinsicExpr &>(expr).arguments); break;
    case ExprKind::Format: all(static_cast<FormatExpr &>(expr).arguments); break;
    case ExprKind::Statistic: all(static_cast<StatisticExpr &>(expr).keys); break;
    case ExprKind::Histogram:
        all(static_cast<HistogramExpr &>(expr).keys);
        one(static_cast<HistogramExpr &>(expr).bucket);
        break;
    }
}

/// Calls `onExpr(ExprPtr &)` and `onStmt(StmtPtr &)` for the parts of `stmt` that are there.
template <typename OnExpr, typename OnStmt> void forParts(Stmt &stmt, const OnExpr &onExpr, const OnStmt &onStmt)
{
    const auto expr = [&](ExprPtr &part) {
        if (part)
            onExpr(part);
    };
    const auto inner = [&](StmtPtr &part) {
        if (part)
            onStmt(part);
    };
    switch (stmt.kind) {
    case StmtKind::Block:
        for (StmtPtr &part : static_cast<BlockStmt &>(stmt).statements)
            inner(part);
        break;
    case StmtKind::Expression: expr(static_cast<ExpressionStmt &>(stmt).expression); break;
    case StmtKind::If:
        expr(static_cast<IfStmt &>(stmt).condition);
        inner(static_cast<IfStmt &>(stmt).whenTrue);
        inner(static_cast<IfStmt &>(stmt).whenFalse);
        break;
    case StmtKind::Loop:
        expr(static_cast<LoopStmt &>(stmt).initial);
        expr(static_cast<LoopStmt &>(stmt).condition);
        expr(static_cast<LoopStmt &>(stmt).step);
        inner(static_cast<LoopStmt &>(stmt).body);
        break;
    case StmtKind::Foreach:
        for (ExprPtr &key : static_cast<ForeachStmt &>(stmt).keys)
            expr(key);
        expr(static_cast<ForeachStmt &>(stmt).limit);
        inner(static_cast<ForeachStmt &>(stmt).body);
        break;
    case StmtKind::Break:
    case StmtKind::Continue:
    case StmtKind::Next: break;
    case StmtKind::Return: expr(static_cast<ReturnStmt &>(stmt).value); break;
    case StmtKind::Delete:
        for (ExprPtr &key : static_cast<DeleteStmt &>(stmt).keys)
            expr(key);
        break;
    case StmtKind::TryCatch:
        inner(static_cast<TryCatchStmt &>(stmt).body);
        inner(static_cast<TryCatchStmt &>(stmt).handler);
        break;
    }
}

/// Calls `action(ExprPtr &)` for every expression in `stmt`, outer ones first.
template <typename Action> void forAllExpressions(Stmt &stmt, const Action &action)
{
    const auto expression = [&](const auto &self, ExprPtr &expr) -> void {
        action(expr);
        forOperands(*expr, [&](ExprPtr &operand) { self(self, operand); });
    };
    forParts(
        stmt, [&](ExprPtr &expr) { expression(expression, expr); }, [&](StmtPtr &inner) { forAllExpressions(*inner, action); });
}

}
