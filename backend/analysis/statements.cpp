// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "analysis/body_builder.h"

namespace tapscope::analysis {

namespace {

const TargetScope noTargets;

// Whether running this could change or print anything.
bool hasEffect(const Expr *expr)
{
    switch (expr->kind) {
    case ExprKind::Number:
    case ExprKind::String:
    case ExprKind::Local:
    case ExprKind::Global:
    case ExprKind::Element:
    case ExprKind::In:
    case ExprKind::TargetValue:
    case ExprKind::TargetVariables:
    case ExprKind::Statistic:
    case ExprKind::Histogram: return false;
    case ExprKind::Unary: return hasEffect(as<UnaryExpr>(expr)->operand.get());
    case ExprKind::Binary: return hasEffect(as<BinaryExpr>(expr)->left.get()) || hasEffect(as<BinaryExpr>(expr)->right.get());
    case ExprKind::Logical: return hasEffect(as<LogicalExpr>(expr)->left.get()) || hasEffect(as<LogicalExpr>(expr)->right.get());
    case ExprKind::Conditional:
        return hasEffect(as<ConditionalExpr>(expr)->whenTrue.get()) || hasEffect(as<ConditionalExpr>(expr)->whenFalse.get())
            || hasEffect(as<ConditionalExpr>(expr)->condition.get());
    case ExprKind::CallIntrinsic: return signatureOf(as<CallIntrinsicExpr>(expr)->intrinsic).hasEffect;
    case ExprKind::Format: return !as<FormatExpr>(expr)->toString;
    case ExprKind::Assign:
    case ExprKind::Increment:
    case ExprKind::CallFunction: return true;
    }
    return true;
}

}

BodyBuilder::BodyBuilder(Context &context, FunctionSymbol &function, BodyBuilder *probe)
    : m_context(context)
    , m_scope(probe ? probe->m_scope : noTargets)
    , m_function(&function)
    , m_probe(probe)
    , m_file(function.file)
{
    for (size_t i = 0; i < function.parameters.size(); ++i) {
        const script::Name &name = function.ast->parameters[i].name;
        m_localsByName.emplace(name.text, static_cast<uint32_t>(m_locals.size()));
        m_locals.push_back({name.text, function.parameters[i], name.range, true, false, false});
    }
}

// Null for none.
ExprPtr BodyBuilder::allOf(const std::vector<const script::Expression *> &conditions)
{
    ExprPtr condition;
    m_inCondition = true;
    for (const script::Expression *node : conditions) {
        m_file = node->range.file;
        ExprPtr next = expect(node, Type::Long);
        if (!condition) {
            condition = std::move(next);
            continue;
        }
        auto both = std::make_unique<LogicalExpr>(Type::Long, node->range);
        both->isAnd = true;
        both->left = std::move(condition);
        both->right = std::move(next);
        condition = std::move(both);
    }
    m_inCondition = false;
    return condition;
}

StmtPtr BodyBuilder::conditionBody(const std::vector<const script::Expression *> &conditions)
{
    ExprPtr condition = allOf(conditions);
    auto result = std::make_unique<ReturnStmt>(condition->range);
    result->value = std::move(condition);
    return result;
}

StmtPtr BodyBuilder::handlerBody(const Range &range, const std::vector<const script::Expression *> &conditions,
                                 const std::vector<const script::Statement *> &parts)
{
    ExprPtr condition = allOf(conditions);
    auto block = std::make_unique<BlockStmt>(range);
    for (const script::Statement *part : parts) {
        m_file = part->range.file;
        block->statements.push_back(statement(part));
    }
    if (!condition)
        return block;
    auto guard = std::make_unique<IfStmt>(condition->range);
    guard->condition = std::move(condition);
    guard->whenTrue = std::move(block);
    auto outer = std::make_unique<BlockStmt>(range);
    outer->statements.push_back(std::move(guard));
    return outer;
}

StmtPtr BodyBuilder::statement(const script::Statement *node)
{
    if (!node)
        return std::make_unique<BlockStmt>(Range{m_file, 0, 0});
    if (m_context.skips(*node))
        return std::make_unique<BlockStmt>(node->range);
    const Range &range = node->range;
    switch (node->kind) {
    case script::StatementKind::Block: {
        auto block = std::make_unique<BlockStmt>(range);
        for (const script::StatementPtr &inner : as<script::Block>(node)->statements) {
            if (inner && inner->kind != script::StatementKind::Empty)
                block->statements.push_back(statement(inner.get()));
        }
        return block;
    }
    case script::StatementKind::Expression: return expressionStatement(*as<script::ExpressionStatement>(node));
    case script::StatementKind::If: return ifStatement(*as<script::If>(node));
    case script::StatementKind::While: return whileStatement(*as<script::While>(node));
    case script::StatementKind::For: return forStatement(*as<script::For>(node));
    case script::StatementKind::Foreach: return foreachStatement(*as<script::Foreach>(node));
    case script::StatementKind::Break:
    case script::StatementKind::Continue:
        if (node->kind == script::StatementKind::Break)
            return std::make_unique<BreakStmt>(range);
        return std::make_unique<ContinueStmt>(range);
    case script::StatementKind::Next:
        if (m_function)
            return nextFunction(range);
        return std::make_unique<NextStmt>(range);
    case script::StatementKind::Return: return returnStatement(*as<script::Return>(node));
    case script::StatementKind::Delete: return deleteStatement(*as<script::Delete>(node));
    case script::StatementKind::TryCatch: return tryStatement(*as<script::TryCatch>(node));
    case script::StatementKind::EmbeddedC:
        m_context.error("embedded-c", range, {TAPSCOPE_TEXT("Diagnostics", "embedded C cannot run as eBPF"), {}},
                        {TAPSCOPE_TEXT("Diagnostics", "write it in the script language, or run this script with stap itself"),
                         {}});
        break;
    case script::StatementKind::Empty: break;
    }
    return std::make_unique<BlockStmt>(range);
}

StmtPtr BodyBuilder::expressionStatement(const script::ExpressionStatement &node)
{
    auto out = std::make_unique<ExpressionStmt>(node.range);
    out->expression = expression(node.expression.get(), Use::Discarded).expr;
    const auto *assign = as<script::Assign>(node.expression);
    const auto *target = assign && !assign->op && !assign->accumulate ? as<script::Identifier>(assign->target) : nullptr;
    const auto callsPureC = [this](const script::Call &call) { return this->callsPureC(call); };
    if (isIdle(node.expression.get(), callsPureC))
        m_context.tellIdle(node, true);
    else if (target && isIdle(assign->value.get(), callsPureC))
        m_plainAssignments.emplace_back(target->name, &node);
    // What is wrong is left out of the program: it may seem to do nothing for that reason alone.
    if (!m_context.hasErrors() && !hasEffect(out->expression.get()))
        m_context.warning("no-effect", node.expression->range, {TAPSCOPE_TEXT("Diagnostics", "this expression does nothing"), {}},
                          {TAPSCOPE_TEXT("Diagnostics", "print it, assign it, or remove it"), {}});
    return out;
}

StmtPtr BodyBuilder::ifStatement(const script::If &node)
{
    if (const std::optional<bool> constant = constantCondition(node.condition.get()))
        return *constant || node.whenFalse ? statement(*constant ? node.whenTrue.get() : node.whenFalse.get())
                                           : std::make_unique<BlockStmt>(node.range);
    auto out = std::make_unique<IfStmt>(node.range);
    out->condition = expect(node.condition.get(), Type::Long);
    out->whenTrue = statement(node.whenTrue.get());
    if (node.whenFalse)
        out->whenFalse = statement(node.whenFalse.get());
    return out;
}

StmtPtr BodyBuilder::whileStatement(const script::While &node)
{
    auto out = std::make_unique<LoopStmt>(node.range);
    out->condition = expect(node.condition.get(), Type::Long);
    out->body = statement(node.body.get());
    return out;
}

StmtPtr BodyBuilder::forStatement(const script::For &node)
{
    auto out = std::make_unique<LoopStmt>(node.range);
    if (node.initial)
        out->initial = expression(node.initial.get(), Use::Discarded).expr;
    if (node.condition)
        out->condition = expect(node.condition.get(), Type::Long);
    out->body = statement(node.body.get());
    if (node.step)
        out->step = expression(node.step.get(), Use::Discarded).expr;
    return out;
}

// Keys and values of a loop are variables of the body.
uint32_t BodyBuilder::bindLoopVariable(const script::Name &name, Cell cell)
{
    TypeTable &types = m_context.types();
    const uint32_t index = local(name.text, name.range);
    m_locals[index].assigned = true;
    m_locals[index].read = true; // having to name a key is no reason to have to read it
    const Type has = types.type(m_locals[index].cell);
    if (!types.unite(m_locals[index].cell, cell)) {
        if (script::Diagnostic *diagnostic = m_context.error(
                "type-mismatch", name.range,
                has == Type::Long
                    ? Text{TAPSCOPE_TEXT("Diagnostics", "'%1' holds numbers elsewhere, but here it gets strings"), {name.text}}
                    : Text{TAPSCOPE_TEXT("Diagnostics", "'%1' holds strings elsewhere, but here it gets numbers"), {name.text}},
                {TAPSCOPE_TEXT("Diagnostics", "use another variable here"), {}}))
            diagnostic->notes.push_back({types.origin(m_locals[index].cell), typeSince(has)});
    }
    return index;
}

StmtPtr BodyBuilder::foreachStatement(const script::Foreach &node)
{
    TypeTable &types = m_context.types();
    if (node.histogram)
        return foreachHistogram(node);
    auto out = std::make_unique<ForeachStmt>(node.range);
    const std::optional<uint32_t> global = array(node.array, node.keys.size());
    if (global) {
        GlobalSymbol &symbol = m_context.globals()[*global];
        symbol.read = true;
        out->global = *global;
        for (size_t i = 0; i < node.keys.size(); ++i)
            out->keyLocals.push_back(bindLoopVariable(node.keys[i], symbol.keys[i]));
        if (!node.slice.empty() && shape(*global, node.slice.size(), node.array.range))
            out->keys = keys(*global, node.slice, node.array.range, Wildcards::Allowed);
        out->sortStatistic = sortStatistic(node, symbol.value);
        if (node.value) {
            m_context.mustBePlain(node.value->range, symbol.value, node.array.text);
            if (types.type(symbol.value) != Type::Stats)
                out->valueLocal = bindLoopVariable(*node.value, symbol.value);
        }
    } else {
        for (const script::Name &key : node.keys)
            bindLoopVariable(key, types.fresh());
        if (node.value)
            bindLoopVariable(*node.value, types.fresh());
    }
    out->order = node.order;
    out->sortColumn = node.sortColumn;
    if (node.limit)
        out->limit = expect(node.limit.get(), Type::Long);
    if (global)
        m_foreachs.push_back({*global, node.array.range});
    out->body = statement(node.body.get());
    if (global)
        m_foreachs.pop_back();
    return out;
}

StmtPtr BodyBuilder::returnStatement(const script::Return &node)
{
    auto out = std::make_unique<ReturnStmt>(node.range);
    if (!node.value)
        return out;
    Typed value = expression(node.value.get());
    if (m_function) {
        TypeTable &types = m_context.types();
        m_function->returnsValue = true;
        const Type has = types.type(m_function->result);
        if (types.type(value.cell) == Type::Stats) {
            require(value, Type::Long);
        } else if (!types.unite(m_function->result, value.cell)) {
            if (script::Diagnostic *diagnostic = m_context.error(
                    "type-mismatch", value.expr->range,
                    has == Type::Long
                        ? Text{TAPSCOPE_TEXT("Diagnostics", "the function '%1' returns a number, but this is a string"),
                               {m_function->ast->name.text}}
                        : Text{TAPSCOPE_TEXT("Diagnostics", "the function '%1' returns a string, but this is a number"),
                               {m_function->ast->name.text}},
                    howToConvert(has)))
                diagnostic->notes.push_back({types.origin(m_function->result), typeSince(has)});
        }
    }
    out->value = std::move(value.expr);
    return out;
}

StmtPtr BodyBuilder::deleteStatement(const script::Delete &node)
{
    auto out = std::make_unique<DeleteStmt>(node.range);
    if (const auto *index = as<script::Index>(node.target)) {
        if (const std::optional<uint32_t> global = array(index->array, index->keys.size())) {
            out->global = *global;
            out->keys = keys(*global, index->keys, index->range, Wildcards::Allowed);
            markWritten(*global, index->range);
            m_context.globals()[*global].read = true; // as for stap, which does not print such a variable at the end
        }
        return out;
    }
    const auto *name = as<script::Identifier>(node.target);
    if (!name)
        return out;
    if (const std::optional<uint32_t> global = globalNamed(name->name)) {
        out->global = *global;
        markWritten(*global, name->range);
        m_context.globals()[*global].read = true;
        return out;
    }
    // A local gets back the value that it begins with: that of a local of its type that nothing is assigned to.
    const uint32_t index = local(name->name, name->range);
    m_locals[index].assigned = true;
    const uint32_t initial = local(" initial " + name->name, name->range);
    m_locals[initial].assigned = m_locals[initial].read = true;
    m_context.types().unite(m_locals[index].cell, m_locals[initial].cell);
    auto reset = std::make_unique<ExpressionStmt>(node.range);
    reset->expression = assignLocal(index, initial, name->range);
    return reset;
}

// target = source
ExprPtr BodyBuilder::assignLocal(uint32_t target, uint32_t source, const Range &range)
{
    auto out = std::make_unique<AssignExpr>(Type::Unknown, range);
    const auto make = [&](uint32_t index) {
        auto expr = std::make_unique<LocalExpr>(Type::Unknown, range);
        expr->local = index;
        m_context.resolveLater(&expr->type, m_locals[index].cell);
        return expr;
    };
    out->target = make(target);
    out->value = make(source);
    m_context.resolveLater(&out->type, m_locals[target].cell);
    return out;
}

StmtPtr BodyBuilder::tryStatement(const script::TryCatch &node)
{
    auto out = std::make_unique<TryCatchStmt>(node.range);
    out->body = statement(node.body.get());
    if (node.message) {
        const uint32_t index = local(node.message->text, node.message->range);
        m_locals[index].assigned = true;
        m_locals[index].read = true;
        if (!m_context.types().set(m_locals[index].cell, Type::String, node.message->range)) {
            if (script::Diagnostic *diagnostic = m_context.error(
                    "type-mismatch", node.message->range,
                    {TAPSCOPE_TEXT("Diagnostics", "'%1' holds numbers elsewhere, but catch puts the error's text into it"),
                     {node.message->text}},
                    {TAPSCOPE_TEXT("Diagnostics", "use another variable here"), {}}))
                diagnostic->notes.push_back({m_context.types().origin(m_locals[index].cell), typeSince(Type::Long)});
        }
        out->messageLocal = index;
    }
    out->handler = statement(node.handler.get());
    return out;
}

}
