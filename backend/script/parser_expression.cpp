// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "script/parser_state.h"

#include <algorithm>
#include <array>

namespace tapscope::script {

namespace {

/// Parentheses and other recursion of one expression.
constexpr uint32_t mostParentheses = 250;

struct BinarySpelling {
    std::string_view spelling;
    BinaryOperator op;
    /// From loose (1) to tight.
    int level;
};

// Level 6 is membership and 7 holds the regular expressions too: see binary().
constexpr int membershipLevel = 6;
constexpr int comparisonLevel = 7;
constexpr int tightestLevel = 11;
constexpr std::array<BinarySpelling, 20> binaries{{
    {"||", BinaryOperator::LogicalOr, 1},
    {"&&", BinaryOperator::LogicalAnd, 2},
    {"|", BinaryOperator::Or, 3},
    {"^", BinaryOperator::Xor, 4},
    {"&", BinaryOperator::And, 5},
    {"==", BinaryOperator::Equal, comparisonLevel},
    {"!=", BinaryOperator::NotEqual, comparisonLevel},
    {"<", BinaryOperator::Less, comparisonLevel},
    {"<=", BinaryOperator::LessEqual, comparisonLevel},
    {">", BinaryOperator::Greater, comparisonLevel},
    {">=", BinaryOperator::GreaterEqual, comparisonLevel},
    {"<<", BinaryOperator::ShiftLeft, 8},
    {">>", BinaryOperator::ShiftRight, 8},
    {">>>", BinaryOperator::ShiftRightLogical, 8},
    {".", BinaryOperator::Concatenate, 9},
    {"+", BinaryOperator::Add, 10},
    {"-", BinaryOperator::Subtract, 10},
    {"*", BinaryOperator::Multiply, tightestLevel},
    {"/", BinaryOperator::Divide, tightestLevel},
    {"%", BinaryOperator::Modulo, tightestLevel},
}};

struct AssignSpelling {
    std::string_view spelling;
    BinaryOperator op;
};
constexpr std::array<AssignSpelling, 11> assigns{{
    {"+=", BinaryOperator::Add},
    {"-=", BinaryOperator::Subtract},
    {"*=", BinaryOperator::Multiply},
    {"/=", BinaryOperator::Divide},
    {"%=", BinaryOperator::Modulo},
    {"<<=", BinaryOperator::ShiftLeft},
    {">>=", BinaryOperator::ShiftRight},
    {"&=", BinaryOperator::And},
    {"^=", BinaryOperator::Xor},
    {"|=", BinaryOperator::Or},
    {".=", BinaryOperator::Concatenate},
}};

const BinarySpelling *binaryOperator(const Token &token)
{
    if (token.kind != TokenKind::Operator)
        return nullptr;
    const auto *found = std::ranges::find(binaries, token.text, &BinarySpelling::spelling);
    return found == binaries.end() ? nullptr : found;
}

}

void Parser::adopt(Expression &parent, const ExpressionPtr &child)
{
    if (child)
        parent.height = std::max(parent.height, static_cast<uint16_t>(child->height + 1));
}

ExpressionPtr Parser::errorExpression(const Range &range)
{
    return std::make_unique<ErrorExpression>(range);
}

/// `expression`, or an error when it has become too high for recursive visits.
ExpressionPtr Parser::checked(ExpressionPtr expression)
{
    if (expression->height <= maximumHeight)
        return expression;
    const Range range = expression->range;
    errorAt("too-deep", range,
            {TAPSCOPE_TEXT("Diagnostics", "this expression is nested more than %1 levels deep"), {std::to_string(maximumHeight)}},
            {TAPSCOPE_TEXT("Diagnostics", "split it up with variables"), {}});
    giveUp();
    return errorExpression(range);
}

/// What an assignment or ++ can change.
bool Parser::isTarget(const Expression &expression) const
{
    switch (expression.kind) {
    case ExpressionKind::Identifier:
    case ExpressionKind::Index:
    case ExpressionKind::TargetVariable:
    case ExpressionKind::AtOperator:
    case ExpressionKind::Error: return true;
    default: return false;
    }
}

ExpressionPtr Parser::expression()
{
    const Deeper deeper(m_depth);
    if (m_depth > mostParentheses) {
        const Token token = peek();
        error("too-deep", token,
              {TAPSCOPE_TEXT("Diagnostics", "this is nested more than %1 levels deep"), {std::to_string(mostParentheses)}},
              {TAPSCOPE_TEXT("Diagnostics", "split it up with variables"), {}});
        giveUp();
        return errorExpression(token.range);
    }
    auto target = ternary();
    const Token op = peek();
    if (m_recovering || op.kind != TokenKind::Operator)
        return target;
    const auto *compound = std::ranges::find(assigns, op.text, &AssignSpelling::spelling);
    const bool accumulate = op.is("<<<");
    if (compound == assigns.end() && !accumulate && !op.is("="))
        return target;
    if (!isTarget(*target)) {
        auto *diagnostic = error("not-assignable", op,
                                 {TAPSCOPE_TEXT("Diagnostics", "the left side of '%1' can't be changed"), {std::string(op.text)}},
                                 {TAPSCOPE_TEXT("Diagnostics", "assign to a variable, an array element or a target variable"),
                                  {}});
        if (diagnostic && op.is("="))
            diagnostic->fixIts.push_back({op.range, "==", {TAPSCOPE_TEXT("Diagnostics", "compare with '=='"), {}}});
        if (diagnostic)
            diagnostic->notes.push_back({target->range, {TAPSCOPE_TEXT("Diagnostics", "this is a value, not a place"), {}}});
        endRecovery();
    }
    take();
    auto assign = std::make_unique<Assign>(target->range);
    assign->operatorRange = op.range;
    assign->accumulate = accumulate;
    if (compound != assigns.end())
        assign->op = compound->op;
    assign->target = std::move(target);
    assign->value = expression();
    assign->range = since(assign->target->range);
    adopt(*assign, assign->target);
    adopt(*assign, assign->value);
    return checked(std::move(assign));
}

ExpressionPtr Parser::ternary()
{
    auto condition = binary(1);
    if (m_recovering || !peek().is("?"))
        return condition;
    const Token question = take();
    auto result = std::make_unique<Conditional>(condition->range);
    result->condition = std::move(condition);
    result->whenTrue = expression();
    if (!m_recovering && !takeIf(":")) {
        if (auto *diagnostic = unexpected("expected-colon",
                                          {TAPSCOPE_TEXT("Diagnostics", "expected ':' and the other value of '?', not %1"), {}}))
            diagnostic->notes.push_back({question.range, {TAPSCOPE_TEXT("Diagnostics", "of this '?'"), {}}});
        result->whenFalse = errorExpression(peek().range);
    } else {
        result->whenFalse = m_recovering ? errorExpression(m_last) : [&] {
            const Deeper deeper(m_depth);
            if (m_depth <= mostParentheses)
                return ternary();
            error("too-deep", peek(),
                  {TAPSCOPE_TEXT("Diagnostics", "this is nested more than %1 levels deep"), {std::to_string(mostParentheses)}},
                  {TAPSCOPE_TEXT("Diagnostics", "split it up with variables"), {}});
            giveUp();
            return errorExpression(peek().range);
        }();
    }
    result->range = since(result->condition->range);
    adopt(*result, result->condition);
    adopt(*result, result->whenTrue);
    adopt(*result, result->whenFalse);
    return checked(std::move(result));
}

/// Operators of `lowest` level and tighter, by climbing: all are left-associative.
ExpressionPtr Parser::binary(int lowest)
{
    auto left = lowest <= membershipLevel && peek().is("[") ? membership() : unary();
    while (!m_recovering) {
        const Token token = peek();
        if (token.isKeyword("in") && lowest <= membershipLevel) {
            std::vector<ExpressionPtr> keys;
            const Range begin = left->range;
            keys.push_back(std::move(left));
            left = membershipOf(begin, std::move(keys));
            // `in` does not chain, and looser operators may follow.
            continue;
        }
        if ((token.is("=~") || token.is("!~")) && lowest <= comparisonLevel) {
            left = regexMatch(std::move(left));
            continue;
        }
        const auto *op = binaryOperator(token);
        if (!op || op->level < lowest)
            return left;
        // "x &$y" on a new line could be a new statement; as in C it goes on.
        take();
        auto node = std::make_unique<Binary>(left->range);
        node->op = op->op;
        node->operatorRange = token.range;
        node->left = std::move(left);
        node->right = binary(op->level + 1);
        node->range = since(node->left->range);
        adopt(*node, node->left);
        adopt(*node, node->right);
        left = checked(std::move(node));
    }
    return left;
}

/// [keys] in array
ExpressionPtr Parser::membership()
{
    const Token opening = take();
    auto keys = keyList("]", true);
    expectClosing("]", opening);
    if (m_recovering)
        return errorExpression(since(opening.range));
    if (!peek().isKeyword("in")) {
        unexpected("expected-in", {TAPSCOPE_TEXT("Diagnostics", "expected 'in' and an array behind the keys, not %1"), {}},
                   {TAPSCOPE_TEXT("Diagnostics", "write: [a, b] in array; there are no array values"), {}});
        return errorExpression(since(opening.range));
    }
    return membershipOf(opening.range, std::move(keys));
}

ExpressionPtr Parser::membershipOf(const Range &begin, std::vector<ExpressionPtr> keys)
{
    take();
    auto result = std::make_unique<In>(begin);
    result->keys = std::move(keys);
    for (const auto &key : result->keys)
        adopt(*result, key);
    if (const auto array = expectName({TAPSCOPE_TEXT("Diagnostics", "expected an array behind 'in', not %1"), {}}))
        result->array = *array;
    result->range = since(begin);
    return checked(std::move(result));
}

ExpressionPtr Parser::regexMatch(ExpressionPtr subject)
{
    const Token op = take();
    auto result = std::make_unique<RegexMatch>(subject->range);
    result->negated = op.is("!~");
    result->subject = std::move(subject);
    adopt(*result, result->subject);
    if (peek().kind == TokenKind::String) {
        const auto pattern = stringLiteral();
        result->pattern = as<StringLiteral>(pattern)->value;
        result->patternRange = pattern->range;
    } else {
        unexpected("expected-pattern",
                   {TAPSCOPE_TEXT("Diagnostics", "expected a regular expression as a string literal, not %1"), {}},
                   {TAPSCOPE_TEXT("Diagnostics",
                                  "patterns are compiled before the script runs; compare values with ==, isinstr() or substr()"),
                    {}});
    }
    result->range = since(result->subject->range);
    return checked(std::move(result));
}

/// e, e, … up to `closing`, which is not taken. With `wildcards`, * stands for any key and is null here.
std::vector<ExpressionPtr> Parser::keyList(std::string_view closing, bool wildcards)
{
    std::vector<ExpressionPtr> keys;
    if (peek().is(closing)) {
        unexpected("expected-key", {TAPSCOPE_TEXT("Diagnostics", "expected a key before %1"), {}},
                   {TAPSCOPE_TEXT("Diagnostics", "an array is read by key; the whole array is its name alone"), {}});
        endRecovery();
        return keys;
    }
    do {
        if (wildcards && peek().is("*") && (peek(1).is(",") || peek(1).is(closing))) {
            take();
            keys.push_back(nullptr);
        } else {
            keys.push_back(expression());
        }
    } while (!m_recovering && takeIf(","));
    return keys;
}

ExpressionPtr Parser::unary()
{
    const Token op = peek();
    const bool sign = op.is("+") || op.is("-");
    if (!sign && !op.is("!") && !op.is("~"))
        return postfix();
    const Deeper deeper(m_depth);
    if (m_depth > mostParentheses) {
        error("too-deep", op,
              {TAPSCOPE_TEXT("Diagnostics", "this is nested more than %1 levels deep"), {std::to_string(mostParentheses)}},
              {TAPSCOPE_TEXT("Diagnostics", "split it up with variables"), {}});
        giveUp();
        return errorExpression(op.range);
    }
    take();
    auto result = std::make_unique<Unary>(op.range);
    result->op = op.is("+") ? UnaryOperator::Plus
        : op.is("-")        ? UnaryOperator::Minus
        : op.is("!")        ? UnaryOperator::Not
                            : UnaryOperator::Complement;
    result->operatorRange = op.range;
    result->operand = unary();
    result->range = since(op.range);
    adopt(*result, result->operand);
    return checked(std::move(result));
}

/// ++x, --x, x++, x--
ExpressionPtr Parser::postfix()
{
    const Token first = peek();
    const auto increment = [&](const Token &op, bool prefix, ExpressionPtr target) -> ExpressionPtr {
        if (!m_recovering && !isTarget(*target)) {
            error("not-assignable", op,
                  {TAPSCOPE_TEXT("Diagnostics", "'%1' needs a variable, an array element or a target variable"),
                   {std::string(op.text)}},
                  {TAPSCOPE_TEXT("Diagnostics", "to change the value in an expression, write + 1 or - 1"), {}});
            endRecovery();
        }
        auto result = std::make_unique<Increment>(prefix ? since(op.range) : join(target->range, op.range));
        result->decrement = op.is("--");
        result->prefix = prefix;
        result->target = std::move(target);
        adopt(*result, result->target);
        return checked(std::move(result));
    };
    if (first.is("++") || first.is("--")) {
        take();
        return increment(first, true, accessed());
    }
    auto operand = accessed();
    const Token op = peek();
    if (m_recovering || (!op.is("++") && !op.is("--")))
        return operand;
    // "x = 3 ++y": the marks belong to what follows when what is before can't be changed.
    if (!isTarget(*operand) && (peek(1).kind == TokenKind::Identifier))
        return operand;
    take();
    return increment(op, false, std::move(operand));
}

}
