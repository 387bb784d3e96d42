// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "script/parser_state.h"

#include <algorithm>
#include <array>

namespace tapscope::script {

namespace {

constexpr std::array<std::string_view, 11> printFamily{"print",    "println", "printf",  "printd",    "printdln",  "sprint",
                                                       "sprintln", "sprintf", "sprintd", "sprintdln", "print_char"};

}

ExpressionPtr Parser::primary()
{
    const Token token = peek();
    switch (token.kind) {
    case TokenKind::Number: {
        take();
        auto number = std::make_unique<Number>(token.range);
        number->value = token.number;
        return number;
    }
    case TokenKind::String: return stringLiteral();
    case TokenKind::EmbeddedC: {
        take();
        guruOnly(token);
        auto code = std::make_unique<EmbeddedC>(token.range);
        code->code = token.text;
        return code;
    }
    case TokenKind::Identifier: return token.text.starts_with('$') ? targetVariable(false, token.range) : nameExpression();
    case TokenKind::AtWord: return atOperator(false, token.range);
    default: break;
    }
    if (token.is("(")) {
        take();
        // "(int)x": a cast as in C.
        const Token inner = peek();
        static constexpr std::array<std::string_view, 6> types{"int", "char", "unsigned", "void", "struct", "uint64_t"};
        const bool castWord = std::ranges::find(types, inner.text) != types.end() || inner.isKeyword("long")
            || inner.isKeyword("string");
        if (castWord
            && (inner.kind == TokenKind::Keyword || peek(1).is("*") || isName(peek(1))
                || (peek(1).is(")") && (isName(peek(2)) || peek(2).is("(") || peek(2).text.starts_with('$'))))) {
            error("c-cast", token,
                  {TAPSCOPE_TEXT("Diagnostics", "there are no casts as in C: numbers have 64 bits, strings are strings"), {}},
                  {TAPSCOPE_TEXT("Diagnostics",
                                 "read through a pointer with @cast(value, \"type\")->member; make a string with sprint(value)"),
                   {}});
            while (!peek().is(")") && !peek().is("}") && !peek().startsLine && peek().kind != TokenKind::End)
                take();
            takeIf(")");
            endRecovery();
            return unary();
        }
        auto inside = expression();
        expectClosing(")", token);
        inside->range = since(token.range);
        return inside;
    }
    if (token.kind == TokenKind::Keyword && !startsDeclaration(token)) {
        const bool asName = !peek(1).startsLine && (binaryLike(peek(1)) || peek(1).is(")") || peek(1).is(",") || peek(1).is(";"));
        if (asName && (token.is("in") || token.is("limit") || token.is("string") || token.is("long") || token.is("next"))) {
            const auto name = expectName({});
            auto identifier = std::make_unique<Identifier>(token.range);
            identifier->name = name ? name->text : std::string();
            return identifier;
        }
    }
    auto *diagnostic = unexpected("expected-expression", {TAPSCOPE_TEXT("Diagnostics", "expected a value, not %1"), {}});
    if (diagnostic) {
        diagnostic->nextStep
            = {TAPSCOPE_TEXT("Diagnostics",
                             "values are numbers, \"strings\", variables, $variables and calls; remove what is too much"),
               {}};
        if (token.is("{"))
            diagnostic->nextStep = {TAPSCOPE_TEXT("Diagnostics", "there are no array literals: assign the elements one by one"),
                                    {}};
        else if (m_at > 0 && binaryLike(m_tokens[m_at - 1]))
            diagnostic->nextStep = {TAPSCOPE_TEXT("Diagnostics", "write a value behind '%1', or remove it"),
                                    {std::string(m_tokens[m_at - 1].text)}};
        else if (token.is(",") || token.is(")"))
            diagnostic->nextStep = {TAPSCOPE_TEXT("Diagnostics", "remove a ',' too many, or add what is missing"), {}};
        else if (token.isKeyword("string") || token.isKeyword("long"))
            diagnostic->nextStep
                = {TAPSCOPE_TEXT("Diagnostics",
                                 "make a string of a number with sprint(n), and a number of a string with strtol(s, 10)"),
                   {}};
        else if (token.is("*"))
            diagnostic->nextStep = {TAPSCOPE_TEXT("Diagnostics",
                                                  "pointers are followed with ->, or read with kernel_long() and the like; '*' "
                                                  "as a key stands in 'in', 'delete' and 'foreach' only"),
                                    {}};
    }
    return errorExpression(token.range);
}

/// Whether a keyword before `token` was meant as a variable.
bool Parser::binaryLike(const Token &token) const
{
    return token.is("=") || token.is("+") || token.is("-") || token.is("++") || token.is("--") || token.is("==") || token.is("+=")
        || token.is(".") || token.is("<<<") || token.is("[");
}

/// Literals side by side are one.
ExpressionPtr Parser::stringLiteral()
{
    const Token first = take();
    auto literal = std::make_unique<StringLiteral>(first.range);
    literal->value = first.text;
    while (peek().kind == TokenKind::String)
        literal->value += take().text;
    literal->range = since(first.range);
    return literal;
}

/// A variable, an array element or a call.
ExpressionPtr Parser::nameExpression()
{
    const Token name = take();
    if (std::ranges::find(printFamily, name.text) != printFamily.end())
        return print(name);
    if (peek().is("(")) {
        const Token opening = take();
        auto call = std::make_unique<Call>(name.range);
        call->function = {std::string(name.text), name.range};
        call->arguments = arguments(opening);
        for (const auto &argument : call->arguments)
            adopt(*call, argument);
        call->range = since(name.range);
        return checked(std::move(call));
    }
    if (peek().is("[")) {
        const Token opening = take();
        auto index = std::make_unique<Index>(name.range);
        index->array = {std::string(name.text), name.range};
        index->keys = keyList("]", true);
        for (const auto &key : index->keys)
            adopt(*index, key);
        expectClosing("]", opening);
        index->range = since(name.range);
        if (!m_recovering && peek().is("[") && peek().adjacent) {
            if (auto *diagnostic = error("c-index", peek(),
                                         {TAPSCOPE_TEXT("Diagnostics", "several keys stand in one pair of brackets"), {}}))
                diagnostic->nextStep = {TAPSCOPE_TEXT("Diagnostics", "write: %1[key1, key2]"), {std::string(name.text)}};
        }
        return checked(std::move(index));
    }
    auto identifier = std::make_unique<Identifier>(name.range);
    identifier->name = name.text;
    return identifier;
}

/// Behind the ( up to and with the ).
std::vector<ExpressionPtr> Parser::arguments(const Token &opening)
{
    std::vector<ExpressionPtr> result;
    if (takeIf(")"))
        return result;
    do {
        if (peek().is(")") && !result.empty()) {
            if (auto *diagnostic = error("trailing-comma", peek(),
                                         {TAPSCOPE_TEXT("Diagnostics", "expected an argument behind ','"), {}}))
                diagnostic->fixIts.push_back({m_last, "", {TAPSCOPE_TEXT("Diagnostics", "remove the ','"), {}}});
            endRecovery();
            break;
        }
        result.push_back(expression());
    } while (!m_recovering && takeIf(","));
    expectClosing(")", opening);
    return result;
}

/// print(…) and its relatives; the name has been taken.
ExpressionPtr Parser::print(const Token &name)
{
    auto result = std::make_unique<Print>(name.range);
    result->function = {std::string(name.text), name.range};
    result->toString = name.text.starts_with('s');
    const auto kind = name.text.substr(result->toString ? 1 : 0);
    result->formatted = kind == "printf";
    result->delimited = kind == "printd" || kind == "printdln";
    result->newline = kind == "println" || kind == "printdln";
    result->character = kind == "print_char";
    if (!peek().is("(")) {
        unexpected("expected-arguments",
                   {TAPSCOPE_TEXT("Diagnostics", "expected '(' behind '%1', not %2"), {std::string(name.text)}},
                   {TAPSCOPE_TEXT("Diagnostics", "'%1' is built in and can't be a variable; its arguments stand in parentheses"),
                    {std::string(name.text)}});
        return errorExpression(name.range);
    }
    const Token opening = take();
    if (result->formatted || result->delimited) {
        if (!printFormat(*result)) {
            expectClosing(")", opening);
            return errorExpression(since(name.range));
        }
        if (takeIf(","))
            result->arguments = arguments(opening);
        else
            expectClosing(")", opening);
    } else {
        result->arguments = arguments(opening);
    }
    for (const auto &argument : result->arguments)
        adopt(*result, argument);
    result->range = since(name.range);
    const size_t least = result->delimited ? 2 : result->formatted || kind == "println" ? 0 : 1;
    if (!m_recovering && result->arguments.size() < least) {
        const bool recovering = m_recovering;
        if (result->delimited)
            errorAt("too-few-arguments", result->range,
                    {TAPSCOPE_TEXT("Diagnostics", "'%1' needs at least two values behind the delimiter"),
                     {std::string(name.text)}},
                    {TAPSCOPE_TEXT("Diagnostics", "for one value use print or println"), {}});
        else
            errorAt("too-few-arguments", result->range,
                    {TAPSCOPE_TEXT("Diagnostics", "'%1' needs a value to print"), {std::string(name.text)}},
                    {TAPSCOPE_TEXT("Diagnostics", "for an empty line write println()"), {}});
        m_recovering = recovering;
    }
    return checked(std::move(result));
}

/// The literal that printf and printd start with.
bool Parser::printFormat(Print &print)
{
    if (peek().kind == TokenKind::String) {
        const auto literal = stringLiteral();
        print.format = as<StringLiteral>(literal)->value;
        print.formatRange = literal->range;
        if (!peek().is(",") && !peek().is(")")) {
            unexpected("expected-comma", {TAPSCOPE_TEXT("Diagnostics", "expected ',' or ')' behind the format, not %1"), {}},
                       {TAPSCOPE_TEXT("Diagnostics",
                                      "the format is one literal; put the values behind it: printf(\"%d %s\", number, text)"),
                        {}});
            return false;
        }
        return true;
    }
    const Token token = peek();
    if (print.formatted) {
        auto *diagnostic
            = unexpected("expected-format",
                         {TAPSCOPE_TEXT("Diagnostics", "the format of '%1' is a string literal, not %2"), {print.function.text}},
                         {TAPSCOPE_TEXT("Diagnostics", "write: %1(\"%d %s\\n\", number, text)"), {print.function.text}});
        if (diagnostic && (token.kind == TokenKind::Identifier || token.kind == TokenKind::Number))
            diagnostic->fixIts.push_back(
                {{m_file, token.range.begin, token.range.begin},
                 "\"%s\", ",
                 {TAPSCOPE_TEXT("Diagnostics", "insert the format \"%s\" (or \"%d\" for a number)"), {}}});
    } else {
        unexpected("expected-format",
                   {TAPSCOPE_TEXT("Diagnostics", "the delimiter of '%1' is a string literal, not %2"), {print.function.text}},
                   {TAPSCOPE_TEXT("Diagnostics", "write: %1(\", \", a, b)"), {print.function.text}});
    }
    return false;
}

}
