// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "translator/lower.h"

#include <algorithm>

namespace tapscope::translator::ir {

using namespace analysis;
using script::BinaryOperator;

namespace {

bool splits(const Expr *e);

bool splitsAny(const std::vector<ExprPtr> &list)
{
    return std::ranges::any_of(list, [](const ExprPtr &e) { return splits(e.get()); });
}

/// Whether lowering `e` ends the current block, so that values computed before it are out of reach behind it.
bool splits(const Expr *e)
{
    if (!e)
        return false;
    switch (e->kind) {
    case ExprKind::Logical:
    case ExprKind::Conditional: return true;
    case ExprKind::Element: return splitsAny(as<ElementExpr>(e)->keys);
    case ExprKind::Unary: return splits(as<UnaryExpr>(e)->operand.get());
    case ExprKind::Binary: return splits(as<BinaryExpr>(e)->left.get()) || splits(as<BinaryExpr>(e)->right.get());
    case ExprKind::Assign: return splits(as<AssignExpr>(e)->target.get()) || splits(as<AssignExpr>(e)->value.get());
    case ExprKind::Increment: return splits(as<IncrementExpr>(e)->target.get());
    case ExprKind::In: return splitsAny(as<InExpr>(e)->keys);
    case ExprKind::CallFunction: return splitsAny(as<CallFunctionExpr>(e)->arguments);
    case ExprKind::CallIntrinsic:
        return as<CallIntrinsicExpr>(e)->intrinsic == analysis::Intrinsic::Error
            || splitsAny(as<CallIntrinsicExpr>(e)->arguments);
    case ExprKind::Format: return splitsAny(as<FormatExpr>(e)->arguments);
    case ExprKind::Statistic: return splitsAny(as<StatisticExpr>(e)->keys);
    case ExprKind::Histogram: return splitsAny(as<HistogramExpr>(e)->keys) || splits(as<HistogramExpr>(e)->bucket.get());
    default: return false;
    }
}

Op operation(BinaryOperator op)
{
    switch (op) {
    case BinaryOperator::Add: return Op::Add;
    case BinaryOperator::Subtract: return Op::Subtract;
    case BinaryOperator::Multiply: return Op::Multiply;
    case BinaryOperator::Divide: return Op::Divide;
    case BinaryOperator::Modulo: return Op::Modulo;
    case BinaryOperator::ShiftLeft: return Op::ShiftLeft;
    case BinaryOperator::ShiftRight: return Op::ShiftRight;
    case BinaryOperator::ShiftRightLogical: return Op::ShiftRightLogical;
    case BinaryOperator::And: return Op::And;
    case BinaryOperator::Or: return Op::Or;
    case BinaryOperator::Xor: return Op::Xor;
    case BinaryOperator::Equal: return Op::Equal;
    case BinaryOperator::NotEqual: return Op::NotEqual;
    case BinaryOperator::Less: return Op::Less;
    case BinaryOperator::LessEqual: return Op::LessEqual;
    case BinaryOperator::Greater: return Op::Greater;
    case BinaryOperator::GreaterEqual: return Op::GreaterEqual;
    case BinaryOperator::Concatenate: return Op::Concatenate;
    case BinaryOperator::LogicalAnd:
    case BinaryOperator::LogicalOr: break; // LogicalExpr
    }
    return Op::And;
}

const std::vector<ExprPtr> &keysOf(const Expr *target)
{
    static const std::vector<ExprPtr> none;
    const auto *element = as<ElementExpr>(target);
    return element ? element->keys : none;
}

/// Of a GlobalExpr or an ElementExpr.
uint32_t globalOf(const Expr &target)
{
    const auto *scalar = as<GlobalExpr>(&target);
    return scalar ? scalar->global : static_cast<const ElementExpr &>(target).global;
}

}

std::vector<ValueId> Lowering::expressions(const std::vector<const Expr *> &list)
{
    std::vector<ValueId> values(list.size());
    std::vector<int64_t> parked(list.size(), -1);
    for (size_t n = 0; n < list.size(); ++n) {
        if (!list[n])
            continue; // a wildcard key
        values[n] = expression(list[n]);
        if (std::any_of(list.begin() + static_cast<std::ptrdiff_t>(n) + 1, list.end(), splits)) {
            parked[n] = newLocal(list[n]->type);
            storeLocal(static_cast<uint32_t>(parked[n]), values[n], list[n]->range);
        }
    }
    for (size_t n = 0; n < list.size(); ++n) {
        if (parked[n] >= 0)
            values[n] = loadLocal(static_cast<uint32_t>(parked[n]), list[n]->range);
    }
    return values;
}

std::vector<ValueId> Lowering::expressions(const std::vector<ExprPtr> &list)
{
    std::vector<const Expr *> plain;
    plain.reserve(list.size());
    for (const ExprPtr &e : list)
        plain.push_back(e.get());
    return expressions(plain);
}

ValueId Lowering::expression(const Expr *e)
{
    switch (e->kind) {
    case ExprKind::Number: return constant(as<NumberExpr>(e)->value, e->range);
    case ExprKind::String: {
        Instruction &i = append(Op::StringConstant, Type::String, e->range);
        const std::string &text = as<StringExpr>(e)->value;
        i.imm = string(text.substr(0, text.find('\0'))); // strings end at a NUL
        return result(i);
    }
    case ExprKind::Local:
    case ExprKind::Global: return load(e, {});
    case ExprKind::Element: return load(e, expressions(as<ElementExpr>(e)->keys));
    case ExprKind::Unary: return unary(*as<UnaryExpr>(e));
    case ExprKind::Binary: return binaryExpression(*as<BinaryExpr>(e));
    case ExprKind::Logical:
    case ExprKind::Conditional: return choice(e);
    case ExprKind::Assign: return assign(*as<AssignExpr>(e));
    case ExprKind::Increment: return increment(*as<IncrementExpr>(e));
    case ExprKind::In: {
        auto keys = expressions(as<InExpr>(e)->keys);
        Instruction &i = append(Op::HasElement, Type::Long, e->range);
        i.imm = as<InExpr>(e)->global;
        i.keys = std::move(keys);
        return result(i);
    }
    case ExprKind::CallFunction: {
        auto arguments = expressions(as<CallFunctionExpr>(e)->arguments);
        const uint32_t function = as<CallFunctionExpr>(e)->function;
        const ActionCount count = m_actions.function(function);
        if (count.finite)
            needActions(count.actions, m_program.functions[function].nameRange);
        Instruction &i = append(Op::Call, e->type, e->range);
        i.imm = function;
        i.keys = std::move(arguments);
        const ValueId value = result(i);
        if (count.finite)
            spend(count.actions, e->range, true);
        return value;
    }
    case ExprKind::CallIntrinsic: return intrinsic(*as<CallIntrinsicExpr>(e));
    case ExprKind::TargetValue: {
        const uint32_t index = targetValue(*as<TargetValueExpr>(e));
        Instruction &i = append(Op::TargetValue, Type::Long, e->range);
        i.imm = index;
        return result(i);
    }
    case ExprKind::TargetVariables: {
        ir::Module::TargetList list{as<TargetVariablesExpr>(e)->firstVariable, {}};
        for (const TargetValueExpr &value : as<TargetVariablesExpr>(e)->values)
            list.values.push_back(targetValue(value));
        Instruction &i = append(Op::TargetVariables, Type::String, e->range);
        i.imm = static_cast<int64_t>(m_module.targetVariables.size());
        m_module.targetVariables.push_back(std::move(list));
        return result(i);
    }
    case ExprKind::Format: return format(*as<FormatExpr>(e));
    case ExprKind::Histogram: {
        const auto &h = *as<HistogramExpr>(e);
        std::vector<const Expr *> operands;
        for (const ExprPtr &key : h.keys)
            operands.push_back(key.get());
        operands.push_back(h.bucket.get());
        auto values = expressions(operands);
        Instruction &i = append(h.bucket ? Op::HistogramBucket : Op::HistogramText, e->type, e->range);
        i.imm = h.global;
        i.a = values.back();
        values.pop_back();
        i.keys = std::move(values);
        return result(i);
    }
    case ExprKind::Statistic: {
        const auto &s = *as<StatisticExpr>(e);
        auto keys = expressions(s.keys);
        Instruction &i = append(Op::Statistic, Type::Long, e->range);
        i.imm = s.global;
        i.imm2 = static_cast<int64_t>(s.function);
        i.keys = std::move(keys);
        return result(i);
    }
    }
    return 0;
}

void Lowering::condition(const Expr *e, size_t whenTrue, size_t whenFalse)
{
    if (const auto *logical = as<LogicalExpr>(e)) {
        const size_t second = newBlock();
        condition(logical->left.get(), logical->isAnd ? second : whenTrue, logical->isAnd ? whenFalse : second);
        enter(second);
        condition(logical->right.get(), whenTrue, whenFalse);
        return;
    }
    if (const auto *u = as<UnaryExpr>(e); u && u->op == script::UnaryOperator::Not) {
        condition(u->operand.get(), whenFalse, whenTrue);
        return;
    }
    branch(expression(e), whenTrue, whenFalse, e->range);
}

ValueId Lowering::choice(const Expr *e)
{
    const auto *conditional = as<ConditionalExpr>(e);
    const uint32_t local = newLocal(e->type);
    const size_t whenTrue = newBlock();
    const size_t whenFalse = newBlock();
    const size_t after = newBlock();
    condition(conditional ? conditional->condition.get() : e, whenTrue, whenFalse);
    enter(whenTrue);
    storeLocal(local, conditional ? expression(conditional->whenTrue.get()) : constant(1, e->range), e->range);
    jump(after, e->range);
    enter(whenFalse);
    storeLocal(local, conditional ? expression(conditional->whenFalse.get()) : constant(0, e->range), e->range);
    jump(after, e->range);
    enter(after);
    return loadLocal(local, e->range);
}

ValueId Lowering::operate(BinaryOperator op, Type operandType, ValueId a, ValueId b, const Range &range)
{
    if (op == BinaryOperator::Concatenate)
        return binary(Op::Concatenate, Type::String, a, b, range);
    if (operandType == Type::String) {
        const ValueId order = binary(Op::StringCompare, Type::Long, a, b, range);
        return binary(operation(op), Type::Long, order, constant(0, range), range);
    }
    return binary(operation(op), Type::Long, a, b, range);
}

ValueId Lowering::binaryExpression(const BinaryExpr &e)
{
    const auto values = expressions(std::vector<const Expr *>{e.left.get(), e.right.get()});
    return operate(e.op, e.left->type, values[0], values[1], e.operatorRange.empty() ? e.range : e.operatorRange);
}

ValueId Lowering::unary(const UnaryExpr &e)
{
    const ValueId operand = expression(e.operand.get());
    Op op = Op::Negate;
    switch (e.op) {
    case script::UnaryOperator::Plus: return operand;
    case script::UnaryOperator::Minus: op = Op::Negate; break;
    case script::UnaryOperator::Not: op = Op::Not; break;
    case script::UnaryOperator::Complement: op = Op::Complement; break;
    }
    return binary(op, Type::Long, operand, 0, e.range);
}

ValueId Lowering::load(const Expr *target, const std::vector<ValueId> &keys)
{
    if (const auto *local = as<LocalExpr>(target))
        return loadLocal(local->local, target->range);
    const bool isScalar = target->kind == ExprKind::Global;
    Instruction &i = append(isScalar ? Op::LoadGlobal : Op::LoadElement, target->type, target->range);
    i.imm = globalOf(*target);
    i.keys = keys;
    return result(i);
}

void Lowering::store(const Expr *target, const std::vector<ValueId> &keys, ValueId value, const Range &range)
{
    if (const auto *local = as<LocalExpr>(target)) {
        storeLocal(local->local, value, range);
        return;
    }
    const bool isScalar = target->kind == ExprKind::Global;
    Instruction &i = append(isScalar ? Op::StoreGlobal : Op::StoreElement, target->type, range);
    i.imm = globalOf(*target);
    i.keys = keys;
    i.a = value;
}

ValueId Lowering::addTo(const Expr *target, const std::vector<ValueId> &keys, ValueId value, const Range &range)
{
    const bool isScalar = target->kind == ExprKind::Global;
    Instruction &i = append(isScalar ? Op::AddGlobal : Op::AddElement, Type::Long, range);
    i.imm = globalOf(*target);
    i.keys = keys;
    i.a = value;
    return result(i);
}

ValueId Lowering::assign(const AssignExpr &e)
{
    // Keys first, then the value; a value that cuts the block parks the keys in locals.
    std::vector<const Expr *> parts;
    for (const ExprPtr &key : keysOf(e.target.get()))
        parts.push_back(key.get());
    const bool isLocal = e.target->kind == ExprKind::Local;
    const bool adds = e.op && (*e.op == BinaryOperator::Add || *e.op == BinaryOperator::Subtract) && !isLocal;

    if (e.accumulate || !e.op || adds) {
        parts.push_back(e.value.get());
        auto keys = expressions(parts);
        ValueId value = keys.back();
        keys.pop_back();
        if (e.accumulate) {
            const auto *global = as<GlobalExpr>(e.target);
            Instruction &i = append(Op::Accumulate, Type::Unknown, e.range);
            i.imm = global ? global->global : as<ElementExpr>(e.target)->global;
            i.keys = std::move(keys);
            i.a = value;
            return value;
        }
        if (!e.op) {
            store(e.target.get(), keys, value, e.range);
            return value;
        }
        if (*e.op == BinaryOperator::Subtract)
            value = binary(Op::Negate, Type::Long, value, 0, e.range);
        const ValueId before = addTo(e.target.get(), keys, value, e.range);
        return binary(Op::Add, Type::Long, before, value, e.range);
    }

    // The right side runs before the old value is read, as in stap.
    parts.push_back(e.value.get());
    auto keys = expressions(parts);
    const ValueId right = keys.back();
    keys.pop_back();
    const ValueId before = load(e.target.get(), keys);
    const ValueId after = operate(*e.op, e.target->type, before, right, e.range);
    store(e.target.get(), keys, after, e.range);
    return after;
}

ValueId Lowering::increment(const IncrementExpr &e)
{
    const auto keys = expressions(keysOf(e.target.get()));
    const ValueId delta = constant(e.decrement ? -1 : 1, e.range);
    if (e.target->kind == ExprKind::Local) {
        const ValueId before = load(e.target.get(), keys);
        const ValueId after = binary(Op::Add, Type::Long, before, delta, e.range);
        store(e.target.get(), keys, after, e.range);
        return e.prefix ? after : before;
    }
    const ValueId before = addTo(e.target.get(), keys, delta, e.range);
    return e.prefix ? binary(Op::Add, Type::Long, before, delta, e.range) : before;
}

ValueId Lowering::intrinsic(const CallIntrinsicExpr &e)
{
    auto arguments = expressions(e.arguments);
    spend(0, e.range, true);
    if (e.intrinsic == analysis::Intrinsic::Error) {
        Instruction &raise = append(Op::Raise, Type::Unknown, e.range);
        raise.a = arguments.empty() ? 0 : arguments[0];
        enter(newBlock()); // never reached
        return constant(0, e.range);
    }
    if (e.intrinsic == analysis::Intrinsic::Log) {
        // log(text) is a print with a newline.
        PrintFormat plan;
        plan.pieces.resize(2);
        plan.pieces[0].conversion = 's';
        plan.pieces[1].literal = "\n";
        plan.arguments = {Type::String};
        plan.range = e.range;
        m_module.prints.push_back(std::move(plan));
        Instruction &print = append(Op::Print, Type::Unknown, e.range);
        print.imm = static_cast<int64_t>(m_module.prints.size() - 1);
        print.keys = std::move(arguments);
        return 0;
    }
    Instruction &i = append(Op::Intrinsic, e.type, e.range);
    i.imm = static_cast<int64_t>(e.intrinsic);
    i.keys = std::move(arguments);
    return result(i);
}

// A text that is only made to be printed by %s is printed piece by piece. Only the outermost of such texts is cut: what it holds
// cannot be longer than it.
void Lowering::flatten(const FormatExpr &e, std::vector<FormatPiece> &pieces, std::vector<const Expr *> &values,
                       std::vector<PrintFormat::InnerText> *innerTexts)
{
    size_t next = 0;
    for (const FormatPiece &piece : e.pieces) {
        const size_t taken = (piece.widthFromArgument ? 1U : 0U) + (piece.precisionFromArgument ? 1U : 0U);
        const auto *inner = piece.conversion == 's' && taken == 0 && !piece.width && !piece.precision && !piece.alternate
                && next < e.arguments.size()
            ? as<FormatExpr>(e.arguments[next])
            : nullptr;
        if (!inner || !inner->toString) {
            pieces.push_back(piece);
            for (size_t n = 0; piece.conversion && n <= taken && next < e.arguments.size(); ++n)
                values.push_back(e.arguments[next++].get());
            continue;
        }
        ++next;
        if (!piece.literal.empty())
            pieces.emplace_back().literal = piece.literal;
        const size_t first = pieces.size();
        flatten(*inner, pieces, values, nullptr);
        if (innerTexts && pieces.size() > first)
            innerTexts->push_back({first, pieces.size()});
    }
}

ValueId Lowering::format(const FormatExpr &e)
{
    PrintFormat plan;
    std::vector<const Expr *> values;
    flatten(e, plan.pieces, values, e.toString ? nullptr : &plan.innerTexts);
    for (const Expr *value : values)
        plan.arguments.push_back(value->type);
    plan.range = e.range;
    auto arguments = expressions(values);
    const auto index = static_cast<int64_t>(m_module.prints.size());
    m_module.prints.push_back(std::move(plan));
    Instruction &i = append(e.toString ? Op::Format : Op::Print, e.toString ? Type::String : Type::Unknown, e.range);
    i.imm = index;
    i.keys = std::move(arguments);
    return e.toString ? result(i) : 0;
}

uint32_t Lowering::targetValue(const TargetValueExpr &e)
{
    auto &list = m_module.targetValues;
    const auto same = std::ranges::find_if(list, [&](const TargetValue &v) {
        return v.name == e.name && v.byteSize == e.byteSize && v.isSigned == e.isSigned && v.location.kind == e.location.kind
            && v.location.steps == e.location.steps;
    });
    if (same != list.end())
        return static_cast<uint32_t>(same - list.begin());
    list.push_back({e.name, e.location, e.byteSize, e.isSigned});
    return static_cast<uint32_t>(list.size() - 1);
}

}
