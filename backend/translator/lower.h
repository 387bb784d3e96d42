// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "translator/actions.h"
#include "translator/ir.h"

#include <map>

namespace tapscope::translator::ir {

/// Builds the IR of one handler or function. Expressions are in lower_expressions.cpp, statements in lower_statements.cpp.
class Lowering {
public:
    Lowering(const analysis::Program &program, Module &module) : m_program(program), m_module(module), m_actions(program) {}

    [[nodiscard]] Function function(std::string name, const Range &range, Type result, uint32_t parameterCount,
                                    const std::vector<analysis::Local> &locals, const analysis::Stmt *body, bool isHandler);

private:
    using Expr = analysis::Expr;
    using Stmt = analysis::Stmt;

    // blocks and instructions
    size_t newBlock();
    void enter(size_t block) { m_block = block; }
    Instruction &append(Op op, Type type, const Range &range);
    ValueId result(Instruction &instruction) { return instruction.result = ++m_function.valueCount; }
    void jump(size_t block, const Range &range);
    void branch(ValueId condition, size_t whenTrue, size_t whenFalse, const Range &range);
    uint32_t newLocal(Type type);
    ValueId constant(int64_t value, const Range &range);
    ValueId loadLocal(uint32_t local, const Range &range);
    void storeLocal(uint32_t local, ValueId value, const Range &range);
    ValueId binary(Op op, Type type, ValueId a, ValueId b, const Range &range);

    // expressions
    ValueId expression(const Expr *e);
    /// Evaluates in order; a value that a later sub-expression's blocks would cut off goes through a local.
    std::vector<ValueId> expressions(const std::vector<const Expr *> &list);
    std::vector<ValueId> expressions(const std::vector<analysis::ExprPtr> &list);
    void condition(const Expr *e, size_t whenTrue, size_t whenFalse);
    /// 0 or 1, or the value of one of two arms, by blocks that meet again.
    ValueId choice(const Expr *e);
    ValueId binaryExpression(const analysis::BinaryExpr &e);
    ValueId unary(const analysis::UnaryExpr &e);
    ValueId assign(const analysis::AssignExpr &e);
    ValueId increment(const analysis::IncrementExpr &e);
    ValueId intrinsic(const analysis::CallIntrinsicExpr &e);
    ValueId format(const analysis::FormatExpr &e);
    static void flatten(const analysis::FormatExpr &e, std::vector<analysis::FormatPiece> &pieces,
                        std::vector<const Expr *> &values, std::vector<PrintFormat::InnerText> *innerTexts);
    ValueId load(const Expr *target, const std::vector<ValueId> &keys);
    void store(const Expr *target, const std::vector<ValueId> &keys, ValueId value, const Range &range);
    /// Atomic addition to a global or element; yields the value before.
    ValueId addTo(const Expr *target, const std::vector<ValueId> &keys, ValueId value, const Range &range);
    ValueId operate(script::BinaryOperator op, Type operandType, ValueId a, ValueId b, const Range &range);
    uint32_t string(const std::string &text);
    uint32_t targetValue(const analysis::TargetValueExpr &e);

    // statements
    void statement(const Stmt *s);
    void ifStatement(const analysis::IfStmt &s);
    void loop(const analysis::LoopStmt &s);
    void foreach (const analysis::ForeachStmt &s);
    void tryCatch(const analysis::TryCatchStmt &s);
    void deleteStatement(const analysis::DeleteStmt &s);
    /// Ends the block with `s`'s jump; what follows it in the source can't be reached and gets a block of its own.
    void leaveTo(size_t block, const Range &range);
    /// Counts statements for MAXACTION, as far as this body counts while it runs; `flush`: no statement may wait to be counted.
    void spend(uint64_t actions, const Range &range, bool flush = false);
    /// Fails here when fewer statements are left.
    void needActions(uint64_t actions, const Range &range);
    void startCounting(const Stmt *body, bool isHandler);

    struct LoopTargets {
        size_t breakTo, continueTo;
    };

    const analysis::Program &m_program;
    Module &m_module;
    Function m_function;
    size_t m_block = 0;
    int32_t m_onError = -1;
    std::vector<LoopTargets> m_loops;
    ActionCounter m_actions;
    uint64_t m_uncounted = 0; ///< statements that the next SpendActions takes
    bool m_counts = false;
};

}
