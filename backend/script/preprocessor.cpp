// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "script/preprocessor.h"

#include "script/parser.h"

#include <algorithm>
#include <array>

namespace tapscope::script {

namespace {

/// Macros that use macros can grow without bound; no script needs this many tokens.
constexpr size_t mostWork = 500'000;

/// With more errors than this the rest is not looked at.
constexpr size_t mostErrors = 1000;

/// At-words that a macro would hide.
constexpr std::array<std::string_view, 21> atWords{
    "@cast",     "@defined",   "@probewrite", "@entry",  "@perf",        "@var",      "@avg",
    "@count",    "@sum",       "@min",        "@max",    "@hist_linear", "@hist_log", "@const",
    "@variance", "@kregister", "@uregister",  "@kderef", "@uderef",      "@enum",     "@enumname",
};

/// @name(a, b)
std::string usage(const Macro &macro)
{
    std::string out = macro.name.text + "(";
    for (const std::string &parameter : macro.parameters)
        out += (out.ends_with('(') ? "" : ", ") + parameter.substr(1);
    return out + ")";
}

}

Preprocessor::Preprocessor(Lexer &lexer, const ParseOptions &options, Diagnostics &diagnostics)
    : m_lexer(lexer)
    , m_options(options)
    , m_diagnostics(diagnostics)
{}

Diagnostic &Preprocessor::error(const Token &token, std::string_view id, Text message, Text nextStep)
{
    auto &diagnostic = m_diagnostics.error(id, token.range, std::move(message), std::move(nextStep));
    explain(token, diagnostic);
    return diagnostic;
}

void Preprocessor::explain(const Token &token, Diagnostic &diagnostic) const
{
    auto spelled = token.spelled;
    for (auto index = token.expansion; index != noExpansion; index = m_expansions[index].outer) {
        const auto &expansion = m_expansions[index];
        diagnostic.notes.push_back({spelled, {TAPSCOPE_TEXT("Diagnostics", "this comes from the macro %1"), {expansion.macro}}});
        spelled = expansion.use;
    }
}

std::vector<std::string> Preprocessor::macroNames() const
{
    std::vector<std::string> names;
    for (const auto &[name, macro] : m_macros)
        names.push_back(name);
    return names;
}

/// Tells of the token's problem, once.
void Preprocessor::report(Token &token)
{
    if (token.problem == noProblem || token.problem == toldProblem)
        return;
    if (m_told.size() <= token.problem)
        m_told.resize(token.problem + 1, false);
    if (m_told[token.problem])
        return;
    m_told[token.problem] = true;
    Diagnostic diagnostic = m_lexer.problem(token.problem);
    explain(token, diagnostic);
    m_incomplete = m_incomplete || diagnostic.id == "unclosed-comment" || diagnostic.id == "unclosed-embedded-c";
    m_diagnostics.add(std::move(diagnostic));
}

/// The next token before any expansion, of the innermost list that has one.
Token Preprocessor::raw()
{
    if (!m_pushedBack.empty()) {
        const Token token = m_pushedBack.back();
        m_pushedBack.pop_back();
        return token;
    }
    while (!m_frames.empty() && m_frames.back().at == m_frames.back().tokens->size())
        m_frames.pop_back();
    if (m_frames.empty())
        return m_lexer.next();
    ++m_work;
    auto &frame = m_frames.back();
    Token token = (*frame.tokens)[frame.at++];
    if (frame.use) {
        token.spelled = token.range;
        token.range = *frame.use;
        token.expansion = frame.expansion;
        token.startsLine = false;
    }
    return token;
}

const Macro *Preprocessor::findMacro(std::string_view name) const
{
    if (const auto local = m_macros.find(name); local != m_macros.end()) {
        // A library macro doesn't see the script's own ones.
        const auto *inside = m_frames.empty() || !m_frames.back().environment ? nullptr : m_frames.back().environment->macro;
        const bool ofLibrary = inside && m_options.macros && m_options.macros->find(inside->name.text) == inside;
        if (!ofLibrary)
            return &local->second;
    }
    return m_options.macros ? m_options.macros->find(name) : nullptr;
}

/// A token with macros expanded and definitions taken.
Token Preprocessor::expanded()
{
    for (;;) {
        Token token = raw();
        if (token.kind != TokenKind::AtWord)
            return token;
        if (m_work > mostWork) {
            if (!m_exhausted)
                error(token, "macros-too-large",
                      {TAPSCOPE_TEXT("Diagnostics", "the macros of this script grow beyond all bounds"), {}},
                      {TAPSCOPE_TEXT("Diagnostics", "look for macros that use each other several times"), {}});
            m_exhausted = true;
            m_frames.clear();
            continue;
        }
        if (!m_frames.empty() && m_frames.back().environment) {
            const auto &environment = *m_frames.back().environment;
            if (const auto argument = environment.arguments.find(token.text); argument != environment.arguments.end()) {
                ++m_work;
                Frame frame{argument->second, 0, environment.caller, std::nullopt, noExpansion};
                m_frames.push_back(std::move(frame));
                continue;
            }
        }
        if (token.text == "@define" && m_frames.empty()) {
            define(token);
            continue;
        }
        const auto *macro = findMacro(token.text);
        if (!macro)
            return token;
        if (isActive(macro)) {
            error(token, "recursive-macro", {TAPSCOPE_TEXT("Diagnostics", "the macro %1 uses itself"), {macro->name.text}},
                  {TAPSCOPE_TEXT("Diagnostics", "use a function: these may be recursive"), {}});
            return placeholder(token);
        }
        use(token, *macro);
    }
}

/// A value that stands for a macro that could not be used.
Token Preprocessor::placeholder(Token token)
{
    token.kind = TokenKind::Number;
    token.text = "0";
    token.problem = toldProblem;
    return token;
}

bool Preprocessor::isActive(const Macro *macro) const
{
    const Environment *environment = m_frames.empty() ? nullptr : m_frames.back().environment.get();
    for (; environment; environment = environment->caller.get()) {
        if (environment->macro == macro)
            return true;
    }
    return false;
}

void Preprocessor::define(const Token &word)
{
    Macro macro;
    const Token name = raw();
    if (name.kind != TokenKind::Identifier && name.kind != TokenKind::Keyword) {
        error(name, "expected-macro-name", {TAPSCOPE_TEXT("Diagnostics", "expected the macro's name behind @define"), {}},
              {TAPSCOPE_TEXT("Diagnostics",
                             "a macro is written @define NAME %( text %) or @define NAME(a, b) %( text with @a and @b %)"),
               {}});
        m_pushedBack.push_back(name);
        return;
    }
    macro.name = {'@' + std::string(name.text), name.range};
    Token token = raw();
    if (token.is("(")) {
        if (!readParameters(macro))
            return;
        token = raw();
    }
    if (!token.is("%(")) {
        error(token, "expected-macro-body",
              {TAPSCOPE_TEXT("Diagnostics", "expected %( and the text of the macro %1"), {macro.name.text}},
              {TAPSCOPE_TEXT("Diagnostics", "a macro is written @define NAME %( text %)"), {}});
        m_pushedBack.push_back(token);
        return;
    }
    std::vector<Token> body;
    const Token opening = token;
    for (size_t depth = 1;;) {
        token = raw();
        if (token.kind == TokenKind::End) {
            error(opening, "unclosed-macro",
                  {TAPSCOPE_TEXT("Diagnostics", "the text of the macro %1 has no end"), {macro.name.text}},
                  {TAPSCOPE_TEXT("Diagnostics", "close it with %)"), {}});
            m_incomplete = true;
            return;
        }
        depth += token.is("%(") ? 1 : 0;
        depth -= token.is("%)") ? 1 : 0;
        if (depth == 0)
            break;
        if (token.kind == TokenKind::AtWord && token.text == "@define")
            error(token, "nested-macro", {TAPSCOPE_TEXT("Diagnostics", "a macro can't define macros"), {}},
                  {TAPSCOPE_TEXT("Diagnostics", "put the definition before this one"), {}});
        body.push_back(token);
    }
    macro.body = std::make_shared<const std::vector<Token>>(std::move(body));
    if (std::ranges::find(atWords, macro.name.text) != atWords.end())
        m_diagnostics.warning("macro-hides-operator", macro.name.range,
                              {TAPSCOPE_TEXT("Diagnostics", "from here on the macro %1 stands in the place of the operator %1"),
                               {macro.name.text}},
                              {TAPSCOPE_TEXT("Diagnostics", "choose another name"), {}});
    if (const auto earlier = m_macros.find(macro.name.text); earlier != m_macros.end()) {
        auto &diagnostic = error(name, "duplicate-macro",
                                 {TAPSCOPE_TEXT("Diagnostics", "the macro %1 is defined a second time"), {macro.name.text}},
                                 {TAPSCOPE_TEXT("Diagnostics", "rename one of the two"), {}});
        diagnostic.notes.push_back({earlier->second.name.range, {TAPSCOPE_TEXT("Diagnostics", "first defined here"), {}}});
        return;
    }
    std::string key = macro.name.text;
    macro.name.range = join(word.range, macro.name.range);
    m_macros.emplace(std::move(key), std::move(macro));
}

bool Preprocessor::readParameters(Macro &macro)
{
    macro.hasParameters = true;
    Token token = raw();
    if (token.is(")")) {
        m_diagnostics.warning("empty-parameters", token.range,
                              {TAPSCOPE_TEXT("Diagnostics",
                                             "the parentheses of the macro %1 name no parameter, which stap refuses"),
                               {macro.name.text}},
                              {TAPSCOPE_TEXT("Diagnostics", "leave them out here and where it is used"), {}});
        return true;
    }
    for (;; token = raw()) {
        if (token.kind != TokenKind::Identifier) {
            error(token, "expected-macro-parameter",
                  {TAPSCOPE_TEXT("Diagnostics", "expected a parameter name of the macro %1"), {macro.name.text}},
                  {TAPSCOPE_TEXT("Diagnostics", "in the list the names stand without @, in the text with it"), {}});
            return false;
        }
        macro.parameters.push_back('@' + std::string(token.text));
        token = raw();
        if (token.is(")"))
            return true;
        if (!token.is(",")) {
            error(token, "expected-macro-parameter",
                  {TAPSCOPE_TEXT("Diagnostics", "expected ',' or ')' in the parameters of the macro %1"), {macro.name.text}});
            return false;
        }
    }
}

void Preprocessor::use(const Token &word, const Macro &macro)
{
    ++m_work;
    auto environment = std::make_shared<Environment>();
    environment->macro = &macro;
    environment->caller = m_frames.empty() ? nullptr : m_frames.back().environment;
    Range whole = word.range;
    if (macro.hasParameters) {
        auto arguments = readArguments(word, macro, whole);
        if (!arguments) {
            m_pushedBack.push_back(placeholder(word));
            return;
        }
        for (size_t i = 0; i < macro.parameters.size(); ++i)
            environment->arguments[macro.parameters[i]] = (*arguments)[i];
    }
    m_expansions.push_back({macro.name.text, word.expansion == noExpansion ? word.range : word.spelled, word.expansion});
    m_frames.push_back({macro.body, 0, std::move(environment), whole, static_cast<uint32_t>(m_expansions.size() - 1)});
}

std::optional<std::vector<Preprocessor::Tokens>> Preprocessor::readArguments(const Token &word, const Macro &macro, Range &whole)
{
    std::vector<Tokens> arguments;
    Token token = raw();
    if (!token.is("(")) {
        error(word, "macro-arguments",
              {TAPSCOPE_TEXT("Diagnostics", "the macro %1 needs %2 argument(s) in parentheses"),
               {macro.name.text, std::to_string(macro.parameters.size())}},
              {TAPSCOPE_TEXT("Diagnostics", "write %1"), {usage(macro)}});
        m_pushedBack.push_back(token);
        return std::nullopt;
    }
    std::vector<Token> current;
    bool any = false;
    for (size_t depth = 0;;) {
        token = raw();
        if (token.kind == TokenKind::End) {
            error(word, "unclosed-macro-arguments",
                  {TAPSCOPE_TEXT("Diagnostics", "the arguments of the macro %1 have no closing ')'"), {macro.name.text}});
            m_incomplete = true;
            return std::nullopt;
        }
        const bool ends = depth == 0 && token.is(")");
        if (ends || (depth == 0 && token.is(","))) {
            any = any || !ends || !current.empty();
            if (any)
                arguments.push_back(std::make_shared<const std::vector<Token>>(std::move(current)));
            current.clear();
            if (ends)
                break;
            continue;
        }
        depth += token.is("(") || token.is("[") ? 1 : 0;
        depth -= depth > 0 && (token.is(")") || token.is("]")) ? 1 : 0;
        current.push_back(token);
    }
    if (word.range.file == token.range.file)
        whole = join(word.range, token.range);
    if (arguments.size() == macro.parameters.size())
        return arguments;
    auto &diagnostic = error(word, "macro-arguments",
                             {TAPSCOPE_TEXT("Diagnostics", "the macro %1 takes %2 argument(s), not %3"),
                              {macro.name.text, std::to_string(macro.parameters.size()), std::to_string(arguments.size())}},
                             {TAPSCOPE_TEXT("Diagnostics", "write %1"), {usage(macro)}});
    diagnostic.notes.push_back({macro.name.range, {TAPSCOPE_TEXT("Diagnostics", "it is defined here"), {}}});
    return std::nullopt;
}

Token Preprocessor::next()
{
    for (;;) {
        Token token = expanded();
        if (m_diagnostics.errorCount() > mostErrors && token.kind != TokenKind::End) {
            token = {};
            token.range = {m_lexer.file(), 0, 0};
            token.problem = toldProblem;
            return token;
        }
        if (token.kind == TokenKind::End) {
            for (const auto &condition : m_conditions)
                m_diagnostics.error("unclosed-conditional", condition.opening,
                                    {TAPSCOPE_TEXT("Diagnostics", "this conditional has no end"), {}},
                                    {TAPSCOPE_TEXT("Diagnostics", "close it with %)"), {}});
            m_incomplete = m_incomplete || !m_conditions.empty();
            m_conditions.clear();
            report(token);
            if (m_incomplete)
                token.problem = toldProblem;
            return token;
        }
        if (token.is("%(")) {
            condition(token);
        } else if (token.is("%:") && !m_conditions.empty() && !m_conditions.back().inElse) {
            m_conditions.back().inElse = true;
            skipBranch(token);
        } else if (token.is("%)") && !m_conditions.empty()) {
            m_conditions.pop_back();
        } else if (token.is("%:") || token.is("%)") || token.is("%?")) {
            error(token, "stray-conditional",
                  {TAPSCOPE_TEXT("Diagnostics", "'%1' belongs to no conditional"), {std::string(token.text)}},
                  {TAPSCOPE_TEXT("Diagnostics", "a conditional is written %( condition %? tokens %: other tokens %)"), {}});
        } else {
            report(token);
            if (token.kind != TokenKind::Junk)
                return token;
        }
    }
}

}
