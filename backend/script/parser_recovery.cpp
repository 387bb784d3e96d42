// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "script/parser_state.h"

namespace tapscope::script {

namespace {

/// More than this many and the file is no script.
constexpr size_t mostErrors = 100;

bool opens(const Token &token)
{
    return token.is("(") || token.is("[") || token.is("{");
}
bool closes(const Token &token)
{
    return token.is(")") || token.is("]") || token.is("}");
}
bool startsStatement(const Token &token)
{
    return token.isKeyword("if") || token.isKeyword("for") || token.isKeyword("foreach") || token.isKeyword("while")
        || token.isKeyword("return") || token.isKeyword("delete") || token.isKeyword("break") || token.isKeyword("continue")
        || token.isKeyword("next") || token.isKeyword("try");
}

}

/// How messages speak of a token.
std::string Parser::shown(const Token &token) const
{
    switch (token.kind) {
    case TokenKind::End: return "the end of the file";
    case TokenKind::String: return "a string";
    case TokenKind::EmbeddedC: return "embedded C";
    default: return '\'' + std::string(token.text.substr(0, 60)) + '\'';
    }
}

/// Tells of an error at `token`, unless it follows from one already told; null then.
Diagnostic *Parser::error(std::string_view id, const Token &token, Text message, Text nextStep)
{
    // What is wrong at a token that the lexer has complained of is the same thing.
    if (token.problem != noProblem) {
        recover();
        return nullptr;
    }
    auto *diagnostic = errorAt(id, token.range, std::move(message), std::move(nextStep));
    if (diagnostic)
        m_preprocessor.explain(token, *diagnostic);
    return diagnostic;
}

Diagnostic *Parser::errorAt(std::string_view id, const Range &range, Text message, Text nextStep)
{
    const bool atEnd = peek().kind == TokenKind::End;
    const bool consequence = m_recovering || range == m_lastError || m_gaveUp || (atEnd && m_toldEnd);
    recover();
    if (consequence)
        return nullptr;
    m_lastError = range;
    m_toldEnd = atEnd;
    if (++m_errors == mostErrors)
        giveUp();
    return &m_diagnostics.error(id, range, std::move(message), std::move(nextStep));
}

/// "expected X, not Y" at the next token.
Diagnostic *Parser::unexpected(std::string_view id, const Text &expected, Text nextStep)
{
    Text message = expected;
    message.arguments.push_back(shown(peek()));
    return error(id, peek(), std::move(message), std::move(nextStep));
}

/// Where something is missing: before the next token, or behind the last one when the next is on another line.
Range Parser::gap() const
{
    const Token &next = peek();
    return next.startsLine || next.kind == TokenKind::End ? Range{m_file, m_last.end, m_last.end} : next.range;
}

/// "expected X, not Y" where something is missing before the next token.
Diagnostic *Parser::missing(std::string_view id, const Text &expected)
{
    const Token &next = peek();
    if (next.problem != noProblem)
        return unexpected(id, expected);
    Text message = expected;
    message.arguments.push_back(shown(next));
    auto *diagnostic = errorAt(id, gap(), std::move(message));
    if (diagnostic)
        m_preprocessor.explain(next, *diagnostic);
    return diagnostic;
}

/// Takes the token `spelling`. When it is missing that is told, with the insertion as remedy, and the parser goes on as if
/// it were there. `message` is filled with what was found in its place.
bool Parser::expect(std::string_view spelling, const Text &message)
{
    if (takeIf(spelling))
        return true;
    if (auto *diagnostic = missing("expected-token", message))
        diagnostic->fixIts.push_back({{m_file, m_last.end, m_last.end},
                                      std::string(spelling),
                                      {TAPSCOPE_TEXT("Diagnostics", "insert '%1'"), {std::string(spelling)}}});
    return false;
}

/// The ) or ] that closes `opening`. When it is missing, nothing up to it is skipped and the parser goes on.
bool Parser::expectClosing(std::string_view spelling, const Token &opening)
{
    if (takeIf(spelling))
        return true;
    if (m_recovering) {
        // Something inside could not be understood: leave the parentheses behind if they do end on this line.
        skipInList();
        if (takeIf(spelling)) {
            endRecovery();
            return true;
        }
        return false;
    }
    auto *diagnostic = missing("expected-closing",
                               {TAPSCOPE_TEXT("Diagnostics", "expected '%1' before %2"), {std::string(spelling)}});
    if (!diagnostic)
        return false;
    diagnostic->notes.push_back(
        {opening.range, {TAPSCOPE_TEXT("Diagnostics", "to close this '%1'"), {std::string(opening.text)}}});
    diagnostic->fixIts.push_back({{m_file, m_last.end, m_last.end},
                                  std::string(spelling),
                                  {TAPSCOPE_TEXT("Diagnostics", "insert '%1'"), {std::string(spelling)}}});
    const Token &next = peek();
    if (next.is("{") || next.is("}") || next.is(";") || next.startsLine || next.kind == TokenKind::End) {
        endRecovery();
        return false;
    }
    skipInList();
    if (takeIf(spelling))
        endRecovery();
    return false;
}

std::optional<Name> Parser::expectName(const Text &expected)
{
    const Token &token = peek();
    if (isName(token)) {
        const Token taken = take();
        return Name{std::string(taken.text), taken.range};
    }
    if (token.kind == TokenKind::Keyword) {
        // Most likely meant as a name; taken as one, so that what follows is understood.
        const bool declares = startsDeclaration(token) && token.startsLine;
        if (!declares) {
            const Token taken = take();
            if (auto *diagnostic
                = error("keyword-as-name", taken,
                        {TAPSCOPE_TEXT("Diagnostics", "'%1' is a keyword and can't be a name"), {std::string(taken.text)}},
                        {TAPSCOPE_TEXT("Diagnostics", "choose another name, as '%1_'"), {std::string(taken.text)}}))
                diagnostic->fixIts.push_back(
                    {taken.range,
                     std::string(taken.text) + '_',
                     {TAPSCOPE_TEXT("Diagnostics", "rename it to '%1_' here"), {std::string(taken.text)}}});
            endRecovery();
            return Name{std::string(taken.text), taken.range};
        }
    }
    if (token.kind == TokenKind::Identifier) {
        const Token taken = take();
        error("target-variable-as-name", taken,
              {TAPSCOPE_TEXT("Diagnostics", "'%1' is a variable of the probed program and can't be declared here"),
               {std::string(taken.text)}},
              {TAPSCOPE_TEXT("Diagnostics", "names of the script have no $"), {}});
        endRecovery();
        return Name{std::string(taken.text), taken.range};
    }
    unexpected("expected-name", expected,
               {TAPSCOPE_TEXT("Diagnostics", "names are made of letters, digits and _, and do not begin with a digit"), {}});
    return std::nullopt;
}

bool Parser::startsDeclaration(const Token &token) const
{
    return token.isKeyword("probe") || token.isKeyword("global") || token.isKeyword("function") || token.isKeyword("private");
}

/// Bytes of white space at the start of the line that `range` is on.
uint32_t Parser::indentation(const Range &range) const
{
    const auto &file = m_sources.file(range.file);
    const auto line = file.line(file.position(range.begin).line);
    const auto first = line.find_first_not_of(" \t");
    return static_cast<uint32_t>(first == std::string_view::npos ? line.size() : first);
}

/// Up to the end of this statement: behind its ;, or before a } of the enclosing block, a statement keyword or a new line.
void Parser::skipToStatement()
{
    for (size_t depth = 0;;) {
        const Token &token = peek();
        if (token.kind == TokenKind::End || (startsDeclaration(token) && token.startsLine))
            return;
        if (depth == 0) {
            if (token.is("}"))
                return;
            if (token.is(";")) {
                take();
                return;
            }
            const bool word = token.kind == TokenKind::Identifier || token.kind == TokenKind::Keyword
                || token.kind == TokenKind::AtWord;
            if (startsStatement(token)
                || (token.startsLine && word && !token.isKeyword("else") && token.range.begin > m_lastError.begin))
                return;
        }
        depth += opens(token) ? 1 : 0;
        depth -= depth > 0 && closes(token) ? 1 : 0;
        take();
    }
}

void Parser::skipToDeclaration()
{
    for (size_t depth = 0;;) {
        const Token &token = peek();
        if (token.kind == TokenKind::End || (startsDeclaration(token) && (depth == 0 || token.startsLine)))
            return;
        if (token.kind == TokenKind::EmbeddedC && depth == 0 && token.startsLine)
            return;
        depth += token.is("{") ? 1 : 0;
        if (token.is("}") && depth > 0 && --depth == 0) {
            take();
            return;
        }
        take();
    }
}

/// Up to a , ) or ] of this list, or to where the list can't go on.
void Parser::skipInList()
{
    for (size_t depth = 0;;) {
        const Token &token = peek();
        if (token.kind == TokenKind::End || token.is(";") || token.is("{") || token.is("}") || startsStatement(token)
            || startsDeclaration(token))
            return;
        if (depth == 0 && (token.is(")") || token.is("]")))
            return;
        depth += opens(token) ? 1 : 0;
        depth -= depth > 0 && closes(token) ? 1 : 0;
        take();
    }
}

/// A whole { … }.
void Parser::skipBraces()
{
    size_t depth = 0;
    do {
        depth += peek().is("{") ? 1 : 0;
        depth -= peek().is("}") ? 1 : 0;
        take();
    } while (depth > 0 && peek().kind != TokenKind::End);
}

/// The block that starts at `opening` has no end: the next token starts a declaration, or the file is over.
void Parser::missingBrace(const Token &opening)
{
    const Token &next = peek();
    const bool atEnd = next.kind == TokenKind::End;
    const Text message = atEnd
        ? Text{TAPSCOPE_TEXT("Diagnostics", "the file ends before this block does: a '}' is missing"), {}}
        : Text{TAPSCOPE_TEXT("Diagnostics", "%1 starts before the block above ends: a '}' is missing"), {shown(next)}};
    const bool recovering = m_recovering;
    m_toldBrace = true;
    const bool explained = next.problem != noProblem;
    endRecovery();
    m_toldEnd = false;
    const Range where = atEnd ? Range{m_file, m_last.end, m_last.end} : next.range;
    if (auto *diagnostic = explained
            ? nullptr
            : errorAt("missing-brace", where, message, {TAPSCOPE_TEXT("Diagnostics", "close the block with '}'"), {}})) {
        diagnostic->notes.push_back({opening.range, {TAPSCOPE_TEXT("Diagnostics", "the block starts here"), {}}});
        if (!m_suspect.empty())
            diagnostic->notes.push_back(
                {m_suspect, {TAPSCOPE_TEXT("Diagnostics", "by the indentation, it is this one that was not closed"), {}}});
        diagnostic->fixIts.push_back(
            {{m_file, m_last.end, m_last.end}, atEnd ? " }" : "\n}", {TAPSCOPE_TEXT("Diagnostics", "insert '}'"), {}}});
    }
    m_recovering = recovering;
    if (atEnd)
        giveUp();
}

}
