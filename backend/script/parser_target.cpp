// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

// Target variables, at-words, and the accesses that may stand behind them.

#include "base/similar.h"
#include "script/parser_state.h"

#include <algorithm>
#include <array>
#include <cstring>

namespace tapscope::script {

namespace {

/// How an at-word is called.
std::string usageOf(std::string_view word)
{
    if (word == "@cast")
        return "@cast(address, \"type\") / @cast(address, \"type\", \"module\")";
    if (word == "@var")
        return "@var(\"name\") / @var(\"name@file.c\", \"module\")";
    if (word == "@variance")
        return "@variance(statistic) / @variance(statistic, 4)";
    if (word == "@defined" || word == "@entry")
        return std::string(word) + "($variable)";
    if (word == "@kderef" || word == "@uderef")
        return std::string(word) + "(size, address)";
    if (word == "@kregister" || word == "@uregister")
        return std::string(word) + "(number)";
    if (word == "@perf" || word == "@const" || word == "@enum")
        return std::string(word) + "(\"name\")";
    if (word == "@enumname")
        return "@enumname(value, \"type\")";
    return std::string(word) + (word == "@probewrite" ? "(variable)" : "(statistic)");
}

struct AtWord {
    std::string_view name;
    size_t least;
    size_t most;
    /// The version of the language that brought it; empty for those of old.
    const char *since;
    bool accesses;
    /// Needs guru mode.
    bool guru;
};
constexpr std::array<AtWord, 19> atWords{{
    {"@cast", 2, 3, "", true, false},         {"@defined", 1, 1, "", false, false},     {"@probewrite", 1, 1, "", false, false},
    {"@entry", 1, 1, "", true, false},        {"@perf", 1, 1, "", false, false},        {"@var", 1, 2, "", true, false},
    {"@avg", 1, 1, "", false, false},         {"@count", 1, 1, "", false, false},       {"@sum", 1, 1, "", false, false},
    {"@min", 1, 1, "", false, false},         {"@max", 1, 1, "", false, false},         {"@const", 1, 1, "", false, true},
    {"@variance", 1, 2, "3.1", false, false}, {"@kregister", 1, 1, "4.0", false, true}, {"@uregister", 1, 1, "4.0", false, false},
    {"@kderef", 2, 2, "4.0", false, true},    {"@uderef", 2, 2, "4.0", false, false},   {"@enum", 1, 1, "5.5", false, false},
    {"@enumname", 1, 3, "5.6", false, false},
}};

/// How many $ end `text`; a name of dollars alone has none to give.
size_t trailingDollars(std::string_view text)
{
    const auto last = text.find_last_not_of('$');
    return last == std::string_view::npos ? 0 : text.size() - last - 1;
}

}

/// Whether an access may follow here. [ belongs to a value only where no new statement can start with it.
bool Parser::atAccess(bool afterValue) const
{
    const Token &token = peek();
    if (token.is("->"))
        return true;
    if (afterValue)
        return false;
    return token.is("[") || (token.kind == TokenKind::Identifier && (token.text == "$" || token.text == "$$"));
}

/// ->member, [index], $ and $$ as long as they follow.
std::vector<Access> Parser::accesses(Expression &owner)
{
    std::vector<Access> result;
    const auto pretty = [&](size_t dollars, const Range &range) {
        if (dollars == 0)
            return;
        if (dollars > 2) {
            errorAt("too-many-dollars", range,
                    {TAPSCOPE_TEXT("Diagnostics", "a value ends with '$' (one level) or '$$' (all levels)"), {}});
            endRecovery();
        }
        result.push_back({dollars == 1 ? Access::Kind::Pretty : Access::Kind::PrettyDeep,
                          {},
                          nullptr,
                          {range.file, range.end - static_cast<uint32_t>(std::min<size_t>(dollars, range.end)), range.end}});
    };
    while (!m_recovering && atAccess(false)) {
        const Token mark = take();
        if (mark.kind == TokenKind::Identifier) {
            pretty(mark.text.size(), mark.range);
            break;
        }
        if (mark.is("[")) {
            Access access{Access::Kind::Element, {}, expression(), {}};
            expectClosing("]", mark);
            access.range = since(mark.range);
            adopt(owner, access.index);
            result.push_back(std::move(access));
            continue;
        }
        const Token member = peek();
        if (member.kind != TokenKind::Identifier && member.kind != TokenKind::Keyword) {
            auto *diagnostic = unexpected("expected-member",
                                          {TAPSCOPE_TEXT("Diagnostics", "expected a member's name behind '->', not %1"), {}});
            if (diagnostic && member.kind == TokenKind::String)
                diagnostic->nextStep = {TAPSCOPE_TEXT("Diagnostics", "write the name without quotes"), {}};
            break;
        }
        take();
        const auto dollars = trailingDollars(member.text);
        const auto name = member.text.substr(0, member.text.size() - dollars);
        Range range = member.range;
        range.end -= static_cast<uint32_t>(std::min<size_t>(dollars, range.end - range.begin));
        result.push_back({Access::Kind::Member, {std::string(name), range}, nullptr, join(mark.range, range)});
        pretty(dollars, member.range);
        if (dollars > 0)
            break;
    }
    if (!m_recovering && !result.empty() && result.back().kind >= Access::Kind::Pretty
        && (peek().is("->") || (peek().is("[") && peek().adjacent))) {
        error("access-after-pretty", peek(),
              {TAPSCOPE_TEXT("Diagnostics", "nothing can follow the '$' that turns a value into text"), {}},
              {TAPSCOPE_TEXT("Diagnostics", "put the '$' at the end, behind the last member"), {}});
    }
    return result;
}

/// A primary expression with what follows it by ->, [] and $, and & before it.
ExpressionPtr Parser::accessed()
{
    const Token first = peek();
    if (first.is("&")) {
        take();
        const Token &next = peek();
        if (next.kind == TokenKind::Identifier && next.text.starts_with('$'))
            return targetVariable(true, first.range);
        if (next.kind == TokenKind::AtWord)
            return atOperator(true, first.range);
        auto base = primary();
        if (!m_recovering && (peek().is("->") || (peek().is("[") && peek().adjacent))) {
            auto chain = std::make_unique<TargetVariable>(first.range);
            chain->addressOf = true;
            adopt(*chain, base);
            chain->base = std::move(base);
            chain->accesses = accesses(*chain);
            chain->range = since(first.range);
            return checked(std::move(chain));
        }
        if (!m_recovering)
            errorAt("invalid-address", base->range,
                    {TAPSCOPE_TEXT("Diagnostics", "'&' takes the address of a target variable, @var, @cast or a member"), {}},
                    {TAPSCOPE_TEXT("Diagnostics", "variables of the script have no address"), {}});
        return errorExpression(since(first.range));
    }
    auto value = primary();
    if (m_recovering || value->kind == ExpressionKind::TargetVariable || value->kind == ExpressionKind::AtOperator)
        return value;
    // "f()[1]" and "(p)[1]" are elements; with a blank before it, [ is more likely to start a statement.
    const bool literal = value->kind == ExpressionKind::StringLiteral || value->kind == ExpressionKind::Number;
    const bool elements = peek().adjacent && (value->kind == ExpressionKind::Call || first.is("("));
    if (literal || !atAccess(!elements))
        return value;
    auto chain = std::make_unique<TargetVariable>(value->range);
    adopt(*chain, value);
    chain->base = std::move(value);
    chain->accesses = accesses(*chain);
    chain->range = since(chain->base->range);
    return checked(std::move(chain));
}

ExpressionPtr Parser::targetVariable(bool addressOf, const Range &begin)
{
    const Token token = take();
    auto result = std::make_unique<TargetVariable>(begin);
    result->addressOf = addressOf;
    if (token.text.find_first_not_of('$') == std::string_view::npos) {
        error("expected-target-variable", token,
              {TAPSCOPE_TEXT("Diagnostics", "expected a variable's name behind '%1'"), {std::string(token.text)}},
              {TAPSCOPE_TEXT("Diagnostics",
                             "target variables are written $name; $$vars, $$parms, $$locals and $$return print several"),
               {}});
        return errorExpression(token.range);
    }
    const auto dollars = trailingDollars(token.text);
    result->name = token.text.substr(0, token.text.size() - dollars);
    result->nameRange = token.range;
    result->nameRange.end -= static_cast<uint32_t>(std::min<size_t>(dollars, token.range.end - token.range.begin));
    if (dollars > 0) {
        if (dollars > 2) {
            error("too-many-dollars", token,
                  {TAPSCOPE_TEXT("Diagnostics", "a value ends with '$' (one level) or '$$' (all levels)"), {}});
            endRecovery();
        }
        result->accesses.push_back({dollars == 1 ? Access::Kind::Pretty : Access::Kind::PrettyDeep,
                                    {},
                                    nullptr,
                                    {m_file, result->nameRange.end, token.range.end}});
        if (peek().is("->"))
            error("access-after-pretty", peek(),
                  {TAPSCOPE_TEXT("Diagnostics", "nothing can follow the '$' that turns a value into text"), {}},
                  {TAPSCOPE_TEXT("Diagnostics", "put the '$' at the end, behind the last member"), {}});
    } else {
        result->accesses = accesses(*result);
    }
    result->range = since(begin);
    return checked(std::move(result));
}

ExpressionPtr Parser::atOperator(bool addressOf, const Range &begin)
{
    const Token word = take();
    if (word.text == "@hist_log" || word.text == "@hist_linear")
        return histogram(word);
    const auto *known = std::ranges::find(atWords, word.text, &AtWord::name);
    const bool tooNew = known != atWords.end() && strverscmp(m_options.compatible.c_str(), known->since) < 0;
    if (known == atWords.end() || tooNew) {
        Diagnostic *diagnostic = nullptr;
        if (tooNew) {
            diagnostic = error("unknown-operator", word,
                               {TAPSCOPE_TEXT("Diagnostics", "%1 came with version %2 of the language; this script asks for %3"),
                                {std::string(word.text), known->since, m_options.compatible}},
                               {TAPSCOPE_TEXT("Diagnostics", "start it with --compatible=%1"), {known->since}});
        } else if ((diagnostic = error(
                        "unknown-operator", word,
                        {TAPSCOPE_TEXT("Diagnostics", "there is no operator or macro %1"), {std::string(word.text)}},
                        {TAPSCOPE_TEXT("Diagnostics", "define macros with @define NAME %( … %) before their first use"), {}}))) {
            std::vector<std::string> names;
            for (const auto &candidate : atWords)
                names.emplace_back(candidate.name);
            names.insert(names.end(), {"@hist_log", "@hist_linear"});
            if (m_options.macros) {
                for (const auto &[name, macro] : m_options.macros->all())
                    names.push_back(name);
            }
            for (auto &name : m_preprocessor.macroNames())
                names.push_back(std::move(name));
            if (const auto similar = similarNames(word.text, names, 1); !similar.empty())
                diagnostic->fixIts.push_back(
                    {word.range, similar.front(), {TAPSCOPE_TEXT("Diagnostics", "did you mean %1?"), {similar.front()}}});
        }
        // Leave its arguments behind: they may be anything.
        if (peek().is("(")) {
            const Token opening = take();
            endRecovery();
            const auto errors = m_errors;
            const auto unused = arguments(opening);
            if (m_errors != errors)
                recover();
        } else {
            endRecovery();
        }
        return errorExpression(since(begin));
    }
    auto result = std::make_unique<AtOperator>(begin);
    result->name = word.text;
    result->nameRange = word.range;
    result->addressOf = addressOf;
    if (!peek().is("(")) {
        unexpected("expected-arguments", {TAPSCOPE_TEXT("Diagnostics", "expected '(' behind '%1', not %2"), {result->name}});
        return errorExpression(since(begin));
    }
    const Token opening = take();
    result->arguments = arguments(opening);
    for (const auto &argument : result->arguments)
        adopt(*result, argument);
    result->range = since(begin);
    if (m_recovering)
        return result;
    const auto count = result->arguments.size();
    if (count < known->least || count > known->most) {
        const auto range = std::to_string(known->least)
            + (known->least == known->most ? std::string() : "-" + std::to_string(known->most));
        errorAt("wrong-argument-count", result->range,
                {TAPSCOPE_TEXT("Diagnostics", "%1 takes %2 argument(s), not %3"), {result->name, range, std::to_string(count)}},
                {TAPSCOPE_TEXT("Diagnostics", "write %1"), {usageOf(result->name)}});
        endRecovery();
        return errorExpression(result->range);
    }
    // Types and names for debug information are literals: they are looked up before the script runs.
    const bool textFirst = result->name == "@perf" || result->name == "@var" || result->name == "@const"
        || result->name == "@enum";
    const bool textRest = result->name == "@cast" || result->name == "@var" || result->name == "@enumname";
    for (size_t i = 0; i < count; ++i) {
        if (((i == 0 && textFirst) || (i > 0 && textRest)) && result->arguments[i]->kind != ExpressionKind::StringLiteral
            && result->arguments[i]->kind != ExpressionKind::Error) {
            errorAt("expected-literal", result->arguments[i]->range,
                    {TAPSCOPE_TEXT("Diagnostics", "argument %1 of %2 is a string literal"),
                     {std::to_string(i + 1), result->name}},
                    {TAPSCOPE_TEXT("Diagnostics", "put it into double quotes"), {}});
            endRecovery();
        }
    }
    if (known->guru && !m_options.guru && !m_options.privileged) {
        error("guru-operator", word, {TAPSCOPE_TEXT("Diagnostics", "%1 is allowed in guru mode only"), {result->name}},
              {TAPSCOPE_TEXT("Diagnostics", "turn on guru mode (-g)"), {}});
        endRecovery();
    }
    if (known->accesses)
        result->accesses = accesses(*result);
    result->range = since(begin);
    return checked(std::move(result));
}

/// @hist_log(v) and @hist_linear(v, low, high, width), maybe with [bucket]. The word has been taken.
ExpressionPtr Parser::histogram(const Token &word)
{
    auto result = std::make_unique<Histogram>(word.range);
    result->linear = word.text == "@hist_linear";
    if (!peek().is("(")) {
        unexpected("expected-arguments",
                   {TAPSCOPE_TEXT("Diagnostics", "expected '(' behind '%1', not %2"), {std::string(word.text)}});
        return errorExpression(word.range);
    }
    const Token opening = take();
    auto all = arguments(opening);
    for (const auto &argument : all)
        adopt(*result, argument);
    result->range = since(word.range);
    if (m_recovering)
        return errorExpression(result->range);
    if (all.size() != (result->linear ? 4U : 1U)) {
        errorAt(
            "wrong-argument-count", result->range,
            result->linear
                ? Text{TAPSCOPE_TEXT("Diagnostics",
                                     "@hist_linear takes a statistic, the lowest value, the highest and the width of a bucket"),
                       {}}
                : Text{TAPSCOPE_TEXT("Diagnostics", "@hist_log takes one statistic"), {}},
            {TAPSCOPE_TEXT("Diagnostics", "write: @hist_linear(times, 0, 100, 10) or @hist_log(times)"), {}});
        endRecovery();
        return errorExpression(result->range);
    }
    result->statistic = std::move(all.front());
    for (size_t i = 1; i < all.size(); ++i) {
        const auto *parameter = all[i].get();
        if (const auto *minus = as<Unary>(parameter); minus && minus->op == UnaryOperator::Minus)
            parameter = minus->operand.get();
        if (parameter->kind != ExpressionKind::Number && parameter->kind != ExpressionKind::Error) {
            errorAt("expected-literal", all[i]->range,
                    {TAPSCOPE_TEXT("Diagnostics", "the range of a histogram is given by number literals"), {}},
                    {TAPSCOPE_TEXT("Diagnostics", "buckets are laid out before the script runs"), {}});
            endRecovery();
        }
        result->parameters.push_back(std::move(all[i]));
    }
    if (peek().is("[")) {
        const Token bracket = take();
        result->bucket = expression();
        adopt(*result, result->bucket);
        expectClosing("]", bracket);
        result->range = since(word.range);
    }
    return checked(std::move(result));
}

}
