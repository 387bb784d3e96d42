// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "analysis/body_builder.h"

namespace tapscope::analysis {

using script::BinaryOperator;

Typed BodyBuilder::number(int64_t value, const Range &range)
{
    auto expr = std::make_unique<NumberExpr>(Type::Long, range);
    expr->value = value;
    return {std::move(expr), m_context.types().known(Type::Long, range)};
}

// Stands where an error has been reported; of any type, so that nothing else is reported because of it.
Typed BodyBuilder::broken(const Range &range)
{
    return {std::make_unique<NumberExpr>(Type::Long, range), m_context.types().fresh()};
}

Typed BodyBuilder::notYet(const Range &range, Text message, Text nextStep)
{
    m_context.error("not-yet", range, std::move(message), std::move(nextStep));
    return broken(range);
}

void BodyBuilder::require(const Typed &value, Type type)
{
    TypeTable &types = m_context.types();
    if (types.set(value.cell, type, value.expr->range))
        return;
    const Type found = types.type(value.cell);
    script::Diagnostic *diagnostic = m_context.error(found == Type::Stats ? "statistic-misuse" : "type-mismatch",
                                                     value.expr->range, mismatch(type, found));
    if (!diagnostic)
        return;
    if (found == Type::Stats)
        diagnostic->nextStep = {TAPSCOPE_TEXT("Diagnostics", "take a number out of it with @count, @sum, @min, @max or @avg"),
                                {}};
    else if (type == Type::Stats)
        diagnostic->nextStep = {TAPSCOPE_TEXT("Diagnostics", "use a global that is filled with <<< alone"), {}};
    else
        diagnostic->nextStep = howToConvert(type);
    if (const Range &origin = types.origin(value.cell); origin != value.expr->range)
        diagnostic->notes.push_back({origin, typeSince(found)});
}

ExprPtr BodyBuilder::expect(const script::Expression *node, Type type)
{
    Typed value = expression(node);
    require(value, type);
    return std::move(value.expr);
}

Typed BodyBuilder::expression(const script::Expression *node, Use use)
{
    if (!node)
        return broken({m_file, 0, 0});
    switch (node->kind) {
    case script::ExpressionKind::Number: return number(as<script::Number>(node)->value, node->range);
    case script::ExpressionKind::StringLiteral: {
        auto expr = std::make_unique<StringExpr>(Type::String, node->range);
        expr->value = as<script::StringLiteral>(node)->value;
        return {std::move(expr), m_context.types().known(Type::String, node->range)};
    }
    case script::ExpressionKind::Identifier: return identifier(*as<script::Identifier>(node));
    case script::ExpressionKind::TargetVariable:
        return isSkipped(*node) ? number(0, node->range) : targetVariable(*as<script::TargetVariable>(node));
    case script::ExpressionKind::AtOperator:
        return isSkipped(*node) ? number(0, node->range) : atOperator(*as<script::AtOperator>(node));
    case script::ExpressionKind::Unary: return unary(*as<script::Unary>(node));
    case script::ExpressionKind::Binary: return binary(*as<script::Binary>(node));
    case script::ExpressionKind::Assign: return assign(*as<script::Assign>(node), use);
    case script::ExpressionKind::Increment: return increment(*as<script::Increment>(node), use);
    case script::ExpressionKind::Conditional: return conditional(*as<script::Conditional>(node));
    case script::ExpressionKind::In: return in(*as<script::In>(node));
    case script::ExpressionKind::Index: return element(*as<script::Index>(node), false);
    case script::ExpressionKind::Call: return call(*as<script::Call>(node), use);
    case script::ExpressionKind::Print: return print(*as<script::Print>(node));
    case script::ExpressionKind::RegexMatch: return regexMatch(*as<script::RegexMatch>(node));
    case script::ExpressionKind::Histogram: return histogramValue(*as<script::Histogram>(node));
    case script::ExpressionKind::EmbeddedC: return embeddedC(*as<script::EmbeddedC>(node));
    case script::ExpressionKind::Error: break;
    }
    return broken(node->range);
}

// It cannot run, but what it is a value of is known.
Typed BodyBuilder::embeddedC(const script::EmbeddedC &node)
{
    m_context.error("embedded-c", node.range, {TAPSCOPE_TEXT("Diagnostics", "embedded C cannot run as eBPF"), {}},
                    {TAPSCOPE_TEXT("Diagnostics", "write it in the script language, or run this script with stap itself"), {}});
    if (node.code.find("/* string */") == std::string::npos)
        return number(0, node.range);
    return {std::make_unique<StringExpr>(Type::String, node.range), m_context.types().known(Type::String, node.range)};
}

Typed BodyBuilder::unary(const script::Unary &node)
{
    auto expr = std::make_unique<UnaryExpr>(Type::Long, node.range);
    expr->op = node.op;
    expr->operand = expect(node.operand.get(), Type::Long);
    // A negative literal is a literal.
    if (const auto *literal = as<NumberExpr>(expr->operand); literal && node.op == script::UnaryOperator::Minus)
        return number(static_cast<int64_t>(0 - static_cast<uint64_t>(literal->value)), node.range);
    return {std::move(expr), m_context.types().known(Type::Long, node.range)};
}

Typed BodyBuilder::binary(const script::Binary &node)
{
    TypeTable &types = m_context.types();
    const Cell result = types.known(node.op == BinaryOperator::Concatenate ? Type::String : Type::Long, node.range);
    if (node.op == BinaryOperator::LogicalAnd || node.op == BinaryOperator::LogicalOr) {
        auto expr = std::make_unique<LogicalExpr>(Type::Long, node.range);
        expr->isAnd = node.op == BinaryOperator::LogicalAnd;
        expr->left = expect(node.left.get(), Type::Long);
        expr->right = expect(node.right.get(), Type::Long);
        return {std::move(expr), result};
    }
    auto expr = std::make_unique<BinaryExpr>(types.type(result), node.range);
    expr->op = node.op;
    expr->operatorRange = node.operatorRange;
    switch (node.op) {
    case BinaryOperator::Equal:
    case BinaryOperator::NotEqual:
    case BinaryOperator::Less:
    case BinaryOperator::LessEqual:
    case BinaryOperator::Greater:
    case BinaryOperator::GreaterEqual: {
        Typed left = expression(node.left.get());
        Typed right = expression(node.right.get());
        const Type leftType = types.type(left.cell);
        if (leftType == Type::Stats)
            require(left, Type::Long);
        else if (!types.unite(left.cell, right.cell)) {
            if (types.type(right.cell) == Type::Stats)
                require(right, Type::Long);
            else if (script::Diagnostic *diagnostic
                     = m_context.error("type-mismatch", node.range,
                                       leftType == Type::Long
                                           ? Text{TAPSCOPE_TEXT("Diagnostics", "a number cannot be compared with a string"), {}}
                                           : Text{TAPSCOPE_TEXT("Diagnostics", "a string cannot be compared with a number"), {}},
                                       howToConvert(leftType))) {
                diagnostic->notes.push_back({types.origin(left.cell), typeSince(leftType)});
                diagnostic->notes.push_back({types.origin(right.cell), typeSince(types.type(right.cell))});
            }
        }
        expr->left = std::move(left.expr);
        expr->right = std::move(right.expr);
        break;
    }
    default: {
        const Type operands = node.op == BinaryOperator::Concatenate ? Type::String : Type::Long;
        expr->left = expect(node.left.get(), operands);
        expr->right = expect(node.right.get(), operands);
        if (node.op == BinaryOperator::Divide || node.op == BinaryOperator::Modulo) {
            if (const auto *zero = as<NumberExpr>(expr->right); zero && zero->value == 0)
                m_context.warning("division-by-zero", expr->right->range,
                                  {TAPSCOPE_TEXT("Diagnostics", "this divides by zero, which ends the handler with an error"),
                                   {}});
        }
    }
    }
    return {std::move(expr), result};
}

Typed BodyBuilder::assign(const script::Assign &node, Use use)
{
    TypeTable &types = m_context.types();
    Range nameRange = node.target ? node.target->range : node.range;
    // The value first: it is what runs first, and what a first assignment takes its type from.
    Typed value = expression(node.value.get());
    if (isFileValue(node.target.get()))
        return assignFileValue(node, std::move(value));
    if (node.target && node.target->kind == script::ExpressionKind::TargetVariable && m_context.options().parse.guru)
        return writeTarget(node, std::move(value));
    Typed target = lvalue(node.target.get(), use == Use::Value, true, nameRange);
    auto expr = std::make_unique<AssignExpr>(Type::Unknown, node.range);
    expr->op = node.op;
    expr->accumulate = node.accumulate;
    Cell result = target.cell;
    if (node.accumulate) {
        require(value, Type::Long);
        if (as<LocalExpr>(target.expr)) {
            const std::string name(m_context.sources().text(nameRange));
            if (script::Diagnostic *diagnostic
                = m_context.error("undeclared-global", nameRange,
                                  {TAPSCOPE_TEXT("Diagnostics", "'%1' collects a statistic, which only a global can do"), {name}},
                                  {TAPSCOPE_TEXT("Diagnostics", "declare it at the top of the script: global %1"), {name}})) {
                diagnostic->fixIts.push_back(
                    {{m_file, 0, 0}, "global " + name + "\n", {TAPSCOPE_TEXT("Diagnostics", "Declare the global %1"), {name}}});
            }
        } else {
            require(target, Type::Stats);
        }
        result = value.cell;
    } else if (node.op) {
        const Type type = *node.op == BinaryOperator::Concatenate ? Type::String : Type::Long;
        require(target, type);
        require(value, type);
    } else if (types.type(target.cell) == Type::Stats) {
        if (script::Diagnostic *diagnostic = m_context.error(
                "statistic-misuse", nameRange, {TAPSCOPE_TEXT("Diagnostics", "a statistic cannot be assigned to"), {}},
                {TAPSCOPE_TEXT("Diagnostics", "add to it with <<<, or empty it with delete"), {}}))
            diagnostic->notes.push_back({types.origin(target.cell), typeSince(Type::Stats)});
    } else if (types.type(value.cell) == Type::Stats) {
        m_context.mustBePlain(value.expr->range, value.cell, std::string(m_context.sources().text(value.expr->range)));
    } else if (!types.unite(target.cell, value.cell)) {
        const Type has = types.type(target.cell);
        const Range origin = types.origin(target.cell);
        const std::string name(m_context.sources().text(nameRange));
        if (script::Diagnostic *diagnostic = m_context.error(
                "type-mismatch", value.expr->range,
                has == Type::Long
                    ? Text{TAPSCOPE_TEXT("Diagnostics", "'%1' holds numbers, so a string cannot be assigned to it"), {name}}
                    : Text{TAPSCOPE_TEXT("Diagnostics", "'%1' holds strings, so a number cannot be assigned to it"), {name}},
                {TAPSCOPE_TEXT("Diagnostics", "use another variable for it, or convert the value with %1"),
                 {has == Type::Long ? "strtol(…, 10)" : "sprint(…)"}})) {
            diagnostic->notes.push_back(
                {origin,
                 has == Type::Long ? Text{TAPSCOPE_TEXT("Diagnostics", "'%1' was first used as a number here"), {name}}
                                   : Text{TAPSCOPE_TEXT("Diagnostics", "'%1' was first used as a string here"), {name}}});
        }
    }
    // What is assigned is known to point to the same.
    if (const auto *local = as<LocalExpr>(target.expr); local && !node.op && !node.accumulate)
        m_locals[local->local].pointee = value.pointee;
    expr->target = std::move(target.expr);
    expr->value = std::move(value.expr);
    m_context.resolveLater(&expr->type, result);
    return {std::move(expr), result, value.pointee};
}

Typed BodyBuilder::increment(const script::Increment &node, Use use)
{
    Range nameRange = node.range;
    Typed target = lvalue(node.target.get(), use == Use::Value, true, nameRange);
    require(target, Type::Long);
    auto expr = std::make_unique<IncrementExpr>(Type::Long, node.range);
    expr->decrement = node.decrement;
    expr->prefix = node.prefix;
    expr->target = std::move(target.expr);
    return {std::move(expr), target.cell};
}

Typed BodyBuilder::conditional(const script::Conditional &node)
{
    if (const std::optional<bool> constant = constantCondition(node.condition.get()))
        return expression(*constant ? node.whenTrue.get() : node.whenFalse.get());
    TypeTable &types = m_context.types();
    auto expr = std::make_unique<ConditionalExpr>(Type::Unknown, node.range);
    expr->condition = expect(node.condition.get(), Type::Long);
    Typed whenTrue = expression(node.whenTrue.get());
    Typed whenFalse = expression(node.whenFalse.get());
    if (!types.unite(whenTrue.cell, whenFalse.cell)) {
        if (script::Diagnostic *diagnostic
            = m_context.error("type-mismatch", whenFalse.expr->range,
                              {TAPSCOPE_TEXT("Diagnostics", "both values of ?: must be of one type, a number or a string"), {}},
                              howToConvert(types.type(whenTrue.cell))))
            diagnostic->notes.push_back({whenTrue.expr->range, typeSince(types.type(whenTrue.cell))});
    }
    const Cell result = whenTrue.cell;
    expr->whenTrue = std::move(whenTrue.expr);
    expr->whenFalse = std::move(whenFalse.expr);
    m_context.resolveLater(&expr->type, result);
    return {std::move(expr), result};
}

Typed BodyBuilder::in(const script::In &node)
{
    auto expr = std::make_unique<InExpr>(Type::Long, node.range);
    const std::optional<uint32_t> global = array(node.array, node.keys.size());
    if (!global)
        return broken(node.range);
    m_context.globals()[*global].read = true;
    expr->global = *global;
    expr->keys = keys(*global, node.keys, node.range, Wildcards::Allowed);
    return {std::move(expr), m_context.types().known(Type::Long, node.range)};
}

// Conditions made of @defined alone are decided here, so that the dead branch is not looked at.
std::optional<bool> BodyBuilder::constantCondition(const script::Expression *node)
{
    if (const auto *at = as<script::AtOperator>(node))
        return at->name == "@defined" ? std::optional(isDefined(*at)) : std::nullopt;
    if (const auto *negation = as<script::Unary>(node); negation && negation->op == script::UnaryOperator::Not) {
        const std::optional<bool> inner = constantCondition(negation->operand.get());
        return inner ? std::optional(!*inner) : std::nullopt;
    }
    const auto *both = as<script::Binary>(node);
    if (!both || (both->op != BinaryOperator::LogicalAnd && both->op != BinaryOperator::LogicalOr))
        return {};
    const bool deciding = both->op == BinaryOperator::LogicalOr;
    const std::optional<bool> left = constantCondition(both->left.get());
    const std::optional<bool> right = constantCondition(both->right.get());
    if (left == deciding || right == deciding)
        return deciding;
    return left && right ? std::optional(!deciding) : std::nullopt;
}

}
