// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "translator/lower.h"

namespace tapscope::translator::ir {

using namespace analysis;

void Lowering::statement(const Stmt *s)
{
    if (!s)
        return;
    switch (s->kind) {
    case StmtKind::Block:
        for (const StmtPtr &child : as<BlockStmt>(s)->statements)
            statement(child.get());
        break;
    case StmtKind::Expression:
        expression(as<ExpressionStmt>(s)->expression.get());
        spend(1, s->range);
        break;
    case StmtKind::If: ifStatement(*as<IfStmt>(s)); break;
    case StmtKind::Loop: loop(*as<LoopStmt>(s)); break;
    case StmtKind::Foreach:
        foreach (*as<ForeachStmt>(s))
            ;
        break;
    case StmtKind::Break:
        spend(1, s->range, true);
        if (!m_loops.empty())
            leaveTo(m_loops.back().breakTo, s->range);
        break;
    case StmtKind::Continue:
        spend(1, s->range, true);
        if (!m_loops.empty())
            leaveTo(m_loops.back().continueTo, s->range);
        break;
    case StmtKind::Next:
        spend(1, s->range, true);
        append(Op::Return, Type::Unknown, s->range);
        enter(newBlock());
        break;
    case StmtKind::Return: {
        const auto &r = *as<ReturnStmt>(s);
        spend(1, s->range, true);
        const ValueId value = r.value ? expression(r.value.get()) : 0;
        Instruction &i = append(Op::Return, r.value ? r.value->type : Type::Unknown, s->range);
        i.a = value;
        enter(newBlock());
        break;
    }
    case StmtKind::Delete: deleteStatement(*as<DeleteStmt>(s)); break;
    case StmtKind::TryCatch: tryCatch(*as<TryCatchStmt>(s)); break;
    }
}

void Lowering::leaveTo(size_t block, const Range &range)
{
    jump(block, range);
    enter(newBlock());
}

void Lowering::ifStatement(const IfStmt &s)
{
    spend(1, s.range, true);
    const size_t whenTrue = newBlock();
    const size_t whenFalse = s.whenFalse ? newBlock() : 0;
    const size_t after = newBlock();
    condition(s.condition.get(), whenTrue, s.whenFalse ? whenFalse : after);
    enter(whenTrue);
    statement(s.whenTrue.get());
    spend(0, actionPlace(s.whenTrue.get()), true);
    jump(after, s.range);
    if (s.whenFalse) {
        enter(whenFalse);
        statement(s.whenFalse.get());
        spend(0, actionPlace(s.whenFalse.get()), true);
        jump(after, s.range);
    }
    enter(after);
}

void Lowering::loop(const LoopStmt &s)
{
    if (s.initial) {
        expression(s.initial.get());
        spend(1, s.range);
    }
    spend(1, s.range, true);
    const size_t head = newBlock();
    const size_t body = newBlock();
    const size_t step = s.step ? newBlock() : head;
    const size_t after = newBlock();
    jump(head, s.range);
    enter(head);
    spend(1, s.range);
    if (s.condition)
        condition(s.condition.get(), body, after);
    else
        jump(body, s.range);
    enter(body);
    m_loops.push_back({after, step});
    statement(s.body.get());
    spend(0, actionPlace(s.body.get()), true);
    m_loops.pop_back();
    jump(step, s.range);
    if (s.step) {
        enter(step);
        expression(s.step.get());
        spend(1, s.range);
        jump(head, s.range);
    }
    enter(after);
}

void Lowering::foreach (const ForeachStmt &s)
{
    Foreach plan;
    plan.global = s.global;
    plan.histogram = s.histogram;
    plan.keyLocals = s.keyLocals;
    plan.valueLocal = s.valueLocal ? static_cast<int32_t>(*s.valueLocal) : -1;
    plan.order = s.order;
    plan.sortColumn = s.sortColumn;
    plan.sortStatistic = s.sortStatistic ? static_cast<int32_t>(*s.sortStatistic) : -1;
    const auto index = static_cast<int64_t>(m_module.foreachs.size());
    m_module.foreachs.push_back(std::move(plan));

    std::vector<const Expr *> operands;
    for (const ExprPtr &key : s.keys)
        operands.push_back(key.get());
    operands.push_back(s.limit.get());
    auto values = expressions(operands);
    Instruction &begin = append(Op::ForeachBegin, Type::Unknown, s.range);
    begin.imm = index;
    begin.a = values.back();
    values.pop_back();
    begin.keys = std::move(values);
    spend(1, s.range, true);
    const size_t head = newBlock();
    const size_t body = newBlock();
    const size_t after = newBlock();
    jump(head, s.range);
    enter(head);
    spend(1, s.range);
    Instruction &next = append(Op::ForeachNext, Type::Long, s.range);
    next.imm = index;
    branch(result(next), body, after, s.range);
    enter(body);
    m_loops.push_back({after, head});
    statement(s.body.get());
    spend(0, actionPlace(s.body.get()), true);
    m_loops.pop_back();
    jump(head, s.range);
    enter(after);
}

void Lowering::tryCatch(const TryCatchStmt &s)
{
    spend(0, s.range, true);
    const size_t handler = newBlock();
    const size_t after = newBlock();
    const int32_t outer = m_onError;
    m_onError = static_cast<int32_t>(handler);
    const size_t body = newBlock();
    jump(body, s.range);
    enter(body);
    statement(s.body.get());
    spend(0, actionPlace(s.body.get()), true);
    jump(after, s.range);
    m_onError = outer;
    enter(handler);
    spend(1, s.range, true);
    if (s.messageLocal) {
        // One local of the function receives every error's text; each catch copies it at once into its own variable.
        if (m_function.catchMessageLocal < 0)
            m_function.catchMessageLocal = static_cast<int32_t>(newLocal(Type::String));
        storeLocal(*s.messageLocal, loadLocal(static_cast<uint32_t>(m_function.catchMessageLocal), s.range), s.range);
    }
    statement(s.handler.get());
    spend(0, actionPlace(s.handler.get()), true);
    jump(after, s.range);
    enter(after);
}

void Lowering::deleteStatement(const DeleteStmt &s)
{
    auto keys = expressions(s.keys);
    Instruction &i = append(s.keys.empty() ? Op::DeleteGlobal : Op::DeleteElement, Type::Unknown, s.range);
    i.imm = s.global;
    i.keys = std::move(keys);
    spend(1, s.range);
}

}
