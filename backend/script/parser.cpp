// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "script/parser.h"

#include "script/parser_state.h"

#include <algorithm>
#include <utility>

namespace tapscope::script {

namespace {

/// More than these nobody reads.
constexpr size_t mostDiagnostics = 200;

}

Parser::Parser(const SourceSet &sources, FileId file, const ParseOptions &options, Diagnostics &diagnostics)
    : m_sources(sources)
    , m_file(file)
    , m_options(options)
    , m_output(diagnostics)
    , m_lexer(sources, file, options)
    , m_preprocessor(m_lexer, options, m_lexical)
{
    do {
        m_tokens.push_back(m_preprocessor.next());
    } while (m_tokens.back().kind != TokenKind::End);
    m_ast.file = file;
    m_last = {file, 0, 0};
    m_lastError = {file, UINT32_MAX, UINT32_MAX};
}

const Token &Parser::peek(size_t ahead) const
{
    return m_gaveUp ? m_end : m_tokens[std::min(m_at + ahead, m_tokens.size() - 1)];
}

Token Parser::take()
{
    const Token &token = peek();
    if (token.kind != TokenKind::End) {
        ++m_at;
        m_last = token.range;
    }
    return token;
}

void Parser::giveUp()
{
    m_gaveUp = true;
    m_end.range = {m_file, m_last.end, m_last.end};
    m_end.problem = toldProblem;
}

bool Parser::takeIf(std::string_view spelling)
{
    if (!peek().is(spelling))
        return false;
    take();
    return true;
}

bool Parser::isName(const Token &token) const
{
    return token.kind == TokenKind::Identifier && !token.text.starts_with('$');
}

/// From `begin` to the last token that was taken.
Range Parser::since(const Range &begin) const
{
    return m_last.begin >= begin.begin || m_last.end > begin.end ? join(begin, m_last) : begin;
}

Ast Parser::parse()
{
    while (peek().kind != TokenKind::End) {
        endRecovery();
        declaration();
        if (m_last.end > m_last.begin && m_sources.text(m_last) == "}")
            m_blockEnd = m_last;
        if (m_recovering)
            skipToDeclaration();
    }
    remarks();
    deliver();
    return std::move(m_ast);
}

/// What is no error: comments that look like C directives, arguments that nobody reads.
void Parser::remarks()
{
    for (const auto &remark : m_lexer.remarks())
        m_lexical.add(remark);
    if (m_options.privileged || m_lexical.hasErrors() || m_diagnostics.hasErrors())
        return;
    const auto &used = m_lexer.usedArguments();
    for (size_t i = 0; i < used.size(); ++i) {
        if (!used[i])
            m_lexical.warning("unused-argument", {m_file, 0, 0},
                              {TAPSCOPE_TEXT("Diagnostics", "the script does not use its command line argument %1 ('%2')"),
                               {std::to_string(i + 1), m_options.arguments[i]}},
                              {TAPSCOPE_TEXT("Diagnostics", "read it with $%1 (as it is) or @%1 (as a string)"),
                               {std::to_string(i + 1)}});
    }
}

void Parser::deliver()
{
    auto all = m_lexical.all();
    all.insert(all.end(), m_diagnostics.all().begin(), m_diagnostics.all().end());
    std::ranges::stable_sort(all, {}, [](const Diagnostic &diagnostic) { return diagnostic.range.begin; });
    if (all.size() > mostDiagnostics)
        all.resize(mostDiagnostics);
    for (auto &diagnostic : all)
        m_output.add(std::move(diagnostic));
}

void Parser::declaration()
{
    const Token first = peek();
    m_suspect = {};
    if (first.isKeyword("probe")) {
        probe();
    } else if (first.isKeyword("global")) {
        take();
        global(first, false);
    } else if (first.isKeyword("function")) {
        take();
        function(first, false);
    } else if (first.isKeyword("private")) {
        take();
        if (takeIf("function")) {
            function(first, true);
        } else {
            takeIf("global");
            global(first, true);
        }
    } else if (first.kind == TokenKind::EmbeddedC) {
        embeddedBlock();
    } else if (first.is(";")) {
        // stap refuses it, people write it, and it harms nobody.
        take();
    } else if (first.is("}")) {
        take();
        if (!std::exchange(m_toldBrace, true))
            error("stray-brace", first, {TAPSCOPE_TEXT("Diagnostics", "this '}' closes nothing"), {}},
                  {TAPSCOPE_TEXT("Diagnostics", "remove it, or look above for a '}' too many"), {}});
        endRecovery();
    } else {
        auto *diagnostic = error("expected-declaration", first,
                                 {TAPSCOPE_TEXT("Diagnostics", "expected a probe, function or global declaration, not %1"),
                                  {shown(first)}},
                                 {TAPSCOPE_TEXT("Diagnostics", "statements stand in a probe's braces: probe begin { … }"), {}});
        if (diagnostic && !m_blockEnd.empty() && indentation(first.range) > 0)
            diagnostic->notes.push_back(
                {m_blockEnd, {TAPSCOPE_TEXT("Diagnostics", "the block above ends here; is this '}' too many?"), {}}});
        if (!m_blockEnd.empty())
            m_toldBrace = true;
        if (diagnostic && first.kind == TokenKind::Identifier) {
            const Token &second = peek(1);
            if (second.is("(") || isName(second))
                diagnostic->nextStep = {TAPSCOPE_TEXT("Diagnostics", "start a function with 'function', a probe with 'probe'"),
                                        {}};
            if (second.is("=") || second.is(";") || second.is("["))
                diagnostic->nextStep = {TAPSCOPE_TEXT("Diagnostics", "declare a variable with: global %1"),
                                        {std::string(first.text)}};
        }
    }
}

void Parser::embeddedBlock()
{
    const Token token = take();
    guruOnly(token);
    m_ast.embeddedC.push_back({token.range, std::string(token.text)});
}

void Parser::guruOnly(const Token &token)
{
    if (m_options.guru || m_options.privileged)
        return;
    const bool recovering = m_recovering;
    error("embedded-c-needs-guru", token, {TAPSCOPE_TEXT("Diagnostics", "embedded C is allowed in guru mode only"), {}},
          {TAPSCOPE_TEXT("Diagnostics", "turn on guru mode (-g), or write this part in the script language"), {}});
    m_recovering = recovering;
}

namespace {

/// Whether these are a program's or an archive's bytes: each of them would be a mistake of its own otherwise.
bool isBinary(std::string_view text)
{
    constexpr size_t looked = 4096, few = 8;
    const std::string_view start = text.substr(0, looked);
    return start.starts_with("\x7f"
                             "ELF")
        || static_cast<size_t>(std::ranges::count(start, '\0')) > few;
}

}

Ast parse(const SourceSet &sources, FileId file, const ParseOptions &options, Diagnostics &diagnostics)
{
    if (isBinary(sources.file(file).text())) {
        diagnostics.error("binary-file", {},
                          {TAPSCOPE_TEXT("Diagnostics", "“%1” is no script: it holds binary data"), {sources.file(file).path()}},
                          {TAPSCOPE_TEXT("Diagnostics", "name the script; the program to trace comes behind -c"), {}});
        return {};
    }
    return Parser(sources, file, options, diagnostics).parse();
}

}
