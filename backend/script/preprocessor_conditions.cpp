// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

// %( condition %? tokens %: other tokens %)

#include "base/glob.h"
#include "script/parser.h"
#include "script/preprocessor.h"

#include <algorithm>
#include <charconv>
#include <cstring>

namespace tapscope::script {

namespace {

bool ordered(std::string_view op, int order)
{
    return op == "==" ? order == 0
        : op == "!="  ? order != 0
        : op == "<"   ? order < 0
        : op == "<="  ? order <= 0
        : op == ">"   ? order > 0
                      : order >= 0;
}

bool isComparison(const Token &token)
{
    return token.is("==") || token.is("!=") || token.is("<") || token.is("<=") || token.is(">") || token.is(">=");
}

std::optional<int64_t> toNumber(std::string_view text)
{
    int64_t value = 0;
    const bool hex = text.starts_with("0x");
    const auto digits = hex ? text.substr(2) : text;
    const auto [end, problem] = std::from_chars(digits.data(), digits.data() + digits.size(), value, hex ? 16 : 10);
    return problem == std::errc() && end == digits.data() + digits.size() ? std::optional(value) : std::nullopt;
}

}

void Preprocessor::condition(const Token &opening)
{
    std::vector<Token> tokens;
    for (;;) {
        Token token = expanded();
        if (token.is("%?"))
            break;
        if (token.kind == TokenKind::End || token.is("%(") || token.is("%)") || token.is("%:")) {
            if (token.kind == TokenKind::End)
                error(opening, "unclosed-conditional", {TAPSCOPE_TEXT("Diagnostics", "this conditional has no end"), {}},
                      {TAPSCOPE_TEXT("Diagnostics", "close it with %)"), {}});
            else
                error(token, "conditional-without-branch",
                      {TAPSCOPE_TEXT("Diagnostics", "expected '%?' behind the condition"), {}},
                      {TAPSCOPE_TEXT("Diagnostics", "a conditional is written %( condition %? tokens %: other tokens %)"), {}});
            m_incomplete = m_incomplete || token.kind == TokenKind::End;
            if (!token.is("%)"))
                m_pushedBack.push_back(token);
            if (token.is("%(") || token.is("%:"))
                m_conditions.push_back({opening.range, false});
            return;
        }
        report(token);
        if (token.kind != TokenKind::Junk)
            tokens.push_back(token);
    }
    m_conditions.push_back({opening.range, false});
    if (!evaluate(tokens, opening))
        skipBranch(opening);
}

/// Drops tokens up to the %: or %) of the innermost conditional. Nothing in them is told or expanded.
void Preprocessor::skipBranch(const Token &)
{
    for (size_t depth = 0;;) {
        const Token token = raw();
        if (token.kind == TokenKind::End) {
            m_pushedBack.push_back(token);
            return;
        }
        if (token.is("%(")) {
            ++depth;
        } else if (token.is("%)")) {
            if (depth == 0) {
                m_conditions.pop_back();
                return;
            }
            --depth;
        } else if (depth == 0 && token.is("%:") && !m_conditions.back().inElse) {
            m_conditions.back().inElse = true;
            return;
        }
    }
}

/// A op B, joined by && (which binds tighter) and ||. A condition that is wrong counts as false.
bool Preprocessor::evaluate(std::vector<Token> &tokens, const Token &opening)
{
    bool any = false;
    bool all = true;
    for (size_t i = 0;; ++i) {
        if (i + 2 >= tokens.size() || !isComparison(tokens[i + 1])) {
            const auto &at = i < tokens.size() ? tokens[std::min(i + 1, tokens.size() - 1)] : opening;
            error(
                at, "invalid-condition",
                {TAPSCOPE_TEXT("Diagnostics", "this condition is incomplete: expected a comparison such as kernel_v >= \"5.4\""),
                 {}},
                {TAPSCOPE_TEXT(
                     "Diagnostics",
                     "compare kernel_v, kernel_vr, arch, CONFIG_…, strings or numbers; join with && and ||, without parentheses"),
                 {}});
            return false;
        }
        const auto left = operand(tokens[i]);
        const auto right = left ? operand(tokens[i + 2]) : std::nullopt;
        const auto holds = right ? compare(*left, tokens[i + 1], *right) : std::nullopt;
        if (!holds)
            return false;
        all = all && *holds;
        i += 3;
        if (i >= tokens.size())
            return any || all;
        if (tokens[i].is("||")) {
            any = any || all;
            all = true;
        } else if (!tokens[i].is("&&")) {
            error(tokens[i], "invalid-condition", {TAPSCOPE_TEXT("Diagnostics", "expected &&, || or %? in this condition"), {}});
            return false;
        }
    }
}

std::optional<Preprocessor::Operand> Preprocessor::operand(const Token &token)
{
    using Kind = Operand::Kind;
    const auto version = [&](const std::string &text) { return Operand{Kind::Version, text, 0, false, token.range}; };
    const auto symbol = [&](const std::string &text) { return Operand{Kind::Symbol, text, 0, false, token.range}; };
    if (token.kind == TokenKind::Number)
        return Operand{Kind::Number, {}, token.number, true, token.range};
    if (token.kind == TokenKind::String)
        return Operand{Kind::String, std::string(token.text), 0, false, token.range};
    if (token.kind == TokenKind::Identifier) {
        if (token.text == "kernel_v")
            return version(m_options.kernelVersion);
        if (token.text == "kernel_vr")
            return version(m_options.kernelRelease);
        if (token.text == "systemtap_v")
            return version(m_options.compatible);
        if (token.text == "arch")
            return symbol(m_options.architecture);
        if (token.text == "runtime")
            return symbol("bpf");
        if (token.text == "systemtap_privilege")
            return symbol("stapdev");
        if (token.text == "guru_mode")
            return Operand{Kind::Flag, {}, m_options.guru ? 1 : 0, true, token.range};
        if (token.text.starts_with("CONFIG_")) {
            const auto found = std::ranges::find(m_options.kernelConfig, token.text, &std::pair<std::string, std::string>::first);
            Operand result{Kind::Config, found == m_options.kernelConfig.end() ? std::string() : found->second, 0, false,
                           token.range};
            if (const auto number = toNumber(result.text)) {
                result.number = *number;
                result.hasNumber = true;
            }
            return result;
        }
    }
    error(token, "unknown-condition",
          {TAPSCOPE_TEXT("Diagnostics", "'%1' is nothing that a condition can test"), {std::string(token.text)}},
          {TAPSCOPE_TEXT("Diagnostics",
                         "conditions know kernel_v, kernel_vr, systemtap_v, arch, runtime, systemtap_privilege, guru_mode, "
                         "CONFIG_…, strings and numbers"),
           {}});
    return std::nullopt;
}

std::optional<bool> Preprocessor::compare(const Operand &left, const Token &op, const Operand &right)
{
    using Kind = Operand::Kind;
    const bool equality = op.is("==") || op.is("!=");
    const auto wrongType = [&]() -> std::optional<bool> {
        error(op, "invalid-condition",
              {TAPSCOPE_TEXT("Diagnostics", "these two can't be compared with '%1'"), {std::string(op.text)}},
              {TAPSCOPE_TEXT("Diagnostics", "compare versions and names with strings, numbers with numbers"), {}});
        return std::nullopt;
    };
    const auto numeric = [&] { return ordered(op.text, left.number < right.number ? -1 : left.number > right.number); };
    switch (left.kind) {
    case Kind::Version:
        if (right.kind != Kind::String)
            return wrongType();
        if (equality)
            return globMatches(right.text, left.text) == op.is("==");
        if (isGlob(right.text)) {
            Token token = op;
            token.range = right.range;
            error(token, "invalid-condition", {TAPSCOPE_TEXT("Diagnostics", "a version with wildcards can't be ordered"), {}},
                  {TAPSCOPE_TEXT("Diagnostics", "use == or !=, or write the version without wildcards"), {}});
            return std::nullopt;
        }
        return ordered(op.text, strverscmp(left.text.c_str(), right.text.c_str()));
    case Kind::Symbol:
        return right.kind == Kind::String && equality ? std::optional(globMatches(right.text, left.text) == op.is("=="))
                                                      : wrongType();
    case Kind::Flag: return right.kind == Kind::Number && equality ? std::optional(numeric()) : wrongType();
    case Kind::Config:
        if (right.kind == Kind::String)
            return equality ? std::optional(globMatches(right.text, left.text) == op.is("==")) : wrongType();
        if (right.kind == Kind::Config && !(left.hasNumber && right.hasNumber))
            return ordered(op.text, left.text.compare(right.text));
        if (left.text.empty() && right.hasNumber) // what is not set counts as 0
            return ordered(op.text, 0 < right.number ? -1 : 0 > right.number);
        return left.hasNumber && right.hasNumber ? std::optional(numeric()) : wrongType();
    case Kind::String:
        return right.kind == Kind::String ? std::optional(ordered(op.text, left.text.compare(right.text))) : wrongType();
    case Kind::Number: return right.kind == Kind::Number ? std::optional(numeric()) : wrongType();
    }
    return std::nullopt;
}

}
