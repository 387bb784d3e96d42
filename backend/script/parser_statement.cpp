// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "script/parser_state.h"

#include <algorithm>
#include <array>

namespace tapscope::script {

namespace {

constexpr uint32_t mostNesting = 200;

/// Words that start a declaration in C and mean nothing here.
constexpr std::array<std::string_view, 17> typesOfC{"int",    "char", "unsigned", "signed", "short",   "float",
                                                    "double", "bool", "void",     "const",  "static",  "struct",
                                                    "var",    "let",  "auto",     "local",  "uint64_t"};

}

/// { statements }. The opening brace is the next token.
StatementPtr Parser::block()
{
    const Token opening = take();
    auto result = std::make_unique<Block>(opening.range);
    const Deeper deeper(m_depth);
    if (m_depth > mostNesting) {
        error("too-deep", opening,
              {TAPSCOPE_TEXT("Diagnostics", "these blocks are nested more than %1 levels deep"), {std::to_string(mostNesting)}},
              {TAPSCOPE_TEXT("Diagnostics", "move the inner part into a function"), {}});
        giveUp();
        return result;
    }
    while (!peek().is("}")) {
        const Token &next = peek();
        // A declaration in here is a '}' forgotten above it, unless it is further in than the block.
        const bool declares = startsDeclaration(next)
            && (next.isKeyword("probe") || (next.startsLine && indentation(next.range) <= indentation(opening.range)));
        if (next.kind == TokenKind::End || declares) {
            missingBrace(opening);
            result->range = since(opening.range);
            return result;
        }
        result->statements.push_back(statement());
    }
    const Token closing = take();
    const auto line = [&](const Token &token) { return m_sources.file(m_file).position(token.range.begin).line; };
    if (m_suspect.empty() && closing.startsLine && line(closing) != line(opening)
        && indentation(closing.range) < indentation(opening.range))
        m_suspect = opening.range;
    result->range = join(opening.range, m_last);
    return result;
}

/// One statement; behind an error, the next one can be parsed.
StatementPtr Parser::statement()
{
    const Range before = m_last;
    auto result = statementUnchecked();
    if (m_recovering) {
        skipToStatement();
        endRecovery();
        if (m_last == before && peek().kind != TokenKind::End && !peek().is("}") && !startsDeclaration(peek())
            && m_at == m_stuckAt)
            take();
        m_stuckAt = m_at;
    }
    return result;
}

StatementPtr Parser::statementUnchecked()
{
    const Token first = peek();
    const Deeper deeper(m_depth);
    if (m_depth > mostNesting) {
        error("too-deep", first,
              {TAPSCOPE_TEXT("Diagnostics", "these statements are nested more than %1 levels deep"),
               {std::to_string(mostNesting)}},
              {TAPSCOPE_TEXT("Diagnostics", "move the inner part into a function"), {}});
        giveUp();
        return std::make_unique<EmptyStatement>(first.range);
    }
    StatementPtr result;
    if (first.is("{"))
        return block();
    if (first.is(";")) {
        take();
        return std::make_unique<EmptyStatement>(first.range);
    }
    if (first.isKeyword("if"))
        return ifStatement();
    if (first.isKeyword("while"))
        return whileStatement();
    if (first.isKeyword("for"))
        return forStatement();
    if (first.isKeyword("foreach"))
        return foreachStatement();
    if (first.isKeyword("try"))
        return tryStatement();
    if (first.isKeyword("break") || first.isKeyword("continue")) {
        result = loopControl();
    } else if (first.isKeyword("next")) {
        take();
        result = std::make_unique<Next>(first.range);
    } else if (first.isKeyword("return")) {
        result = returnStatement();
    } else if (first.isKeyword("delete")) {
        result = deleteStatement();
    } else if (first.kind == TokenKind::EmbeddedC) {
        take();
        guruOnly(first);
        auto code = std::make_unique<EmbeddedCStatement>(first.range);
        code->code = first.text;
        result = std::move(code);
    } else if (foreignStatement()) {
        result = std::make_unique<EmptyStatement>(since(first.range));
    } else {
        auto statement = std::make_unique<ExpressionStatement>(first.range);
        statement->expression = expression();
        statement->range = since(first.range);
        result = std::move(statement);
        if (!m_recovering && peek().is(",")) {
            unexpected("comma-operator",
                       {TAPSCOPE_TEXT("Diagnostics", "there is no comma operator: expected the end of the statement, not %1"),
                        {}},
                       {TAPSCOPE_TEXT("Diagnostics", "write two statements, separated by ';'"), {}});
        }
    }
    if (!m_recovering)
        takeIf(";");
    return result;
}

/// What people write out of habit from other languages. True when it was told; recovery then goes on behind it.
bool Parser::foreignStatement()
{
    const Token first = peek();
    if (first.isKeyword("else") || first.isKeyword("catch")) {
        take();
        auto *diagnostic = error(
            "stray-branch", first, {TAPSCOPE_TEXT("Diagnostics", "this '%1' belongs to nothing"), {std::string(first.text)}},
            {TAPSCOPE_TEXT("Diagnostics",
                           "'else' stands right behind the statement or block of an 'if', 'catch' behind that of a 'try'"),
             {}});
        if (diagnostic && first.isKeyword("else"))
            diagnostic->nextStep = {TAPSCOPE_TEXT("Diagnostics", "look for a ';' or '}' too many between the 'if' and here"), {}};
        endRecovery();
        return diagnostic != nullptr || peek().is("{");
    }
    if (first.isKeyword("global")) {
        error("nested-declaration", first,
              {TAPSCOPE_TEXT("Diagnostics", "globals are declared outside of probes and functions"), {}},
              {TAPSCOPE_TEXT("Diagnostics", "move this line out; a variable of this block needs no declaration"), {}});
        endRecovery();
        take();
        global(first, false);
        return true;
    }
    if (first.isKeyword("function") || first.isKeyword("private")) {
        error("nested-declaration", first,
              {TAPSCOPE_TEXT("Diagnostics", "functions are declared outside of probes and other functions"), {}},
              {TAPSCOPE_TEXT("Diagnostics", "move it out, or look above for a missing '}'"), {}});
        endRecovery();
        const bool inFunction = m_inFunction;
        const auto loops = m_loops;
        declaration();
        m_inFunction = inFunction;
        m_loops = loops;
        return true;
    }
    if ((first.isKeyword("long") || first.isKeyword("string")) && isName(peek(1))) {
        take();
        if (auto *diagnostic = error("c-declaration", first,
                                     {TAPSCOPE_TEXT("Diagnostics", "variables are not declared: the first assignment makes them"),
                                      {}}))
            diagnostic->fixIts.push_back({{m_file, first.range.begin, peek().range.begin},
                                          "",
                                          {TAPSCOPE_TEXT("Diagnostics", "remove '%1'"), {std::string(first.text)}}});
        endRecovery();
        return false;
    }
    if (first.kind != TokenKind::Identifier)
        return false;
    const Token second = peek(1);
    if (first.text == "do" && second.is("{")) {
        error("no-do-while", first, {TAPSCOPE_TEXT("Diagnostics", "there is no do-while loop"), {}},
              {TAPSCOPE_TEXT("Diagnostics", "write: while (1) { … if (!condition) break }"), {}});
        endRecovery();
        take();
        ++m_loops;
        block();
        --m_loops;
        if (takeIf("while"))
            parenthesized("while");
        return true;
    }
    if (first.text == "switch" && second.is("(")) {
        error("no-switch", first, {TAPSCOPE_TEXT("Diagnostics", "there is no switch"), {}},
              {TAPSCOPE_TEXT("Diagnostics", "write: if (x == 1) … else if (x == 2) … else …"), {}});
        endRecovery();
        take();
        parenthesized("switch");
        if (peek().is("{"))
            skipBraces();
        return true;
    }
    if (first.text == "goto" && isName(second)) {
        error("no-goto", first, {TAPSCOPE_TEXT("Diagnostics", "there is no goto"), {}},
              {TAPSCOPE_TEXT("Diagnostics", "use loops, or a function with 'return'"), {}});
        return true;
    }
    if ((first.text == "elif" || first.text == "elsif" || first.text == "elseif") && second.is("(")) {
        if (auto *diagnostic = error("else-if", first,
                                     {TAPSCOPE_TEXT("Diagnostics", "'%1' is written 'else if'"), {std::string(first.text)}}))
            diagnostic->fixIts.push_back({first.range, "else if", {TAPSCOPE_TEXT("Diagnostics", "write 'else if'"), {}}});
        endRecovery();
        take();
        parenthesized("if");
        statement();
        return true;
    }
    const bool sameLine = !second.startsLine
        && (second.kind == TokenKind::Identifier || (second.is("*") && isName(peek(2)) && peek(3).is("=")));
    if (sameLine && std::ranges::find(typesOfC, first.text) != typesOfC.end()) {
        take();
        bool pointer = false;
        for (; peek().is("*") || (isName(peek()) && isName(peek(1)) && !peek(1).startsLine); take())
            pointer = pointer || peek().is("*");
        const Text message{TAPSCOPE_TEXT("Diagnostics", "variables are not declared: the first assignment makes them"), {}};
        // The language takes "int" for a statement of its own, which does nothing; a * is a product that nobody can assign to.
        Diagnostic *diagnostic = pointer ? error("c-declaration", first, message)
                                         : &m_diagnostics.warning("c-declaration", first.range, message, {});
        if (diagnostic)
            diagnostic->fixIts.push_back({{m_file, first.range.begin, peek().range.begin},
                                          "",
                                          {TAPSCOPE_TEXT("Diagnostics", "remove '%1'"), {std::string(first.text)}}});
        endRecovery();
    }
    return false;
}

/// ( expression ) of if, while, …
ExpressionPtr Parser::parenthesized(std::string_view of)
{
    if (!peek().is("(")) {
        const Token first = peek();
        const bool readable = !first.is("{") && !first.is("}") && !first.is(";") && first.kind != TokenKind::End;
        const auto told = m_diagnostics.errorCount();
        auto condition = readable ? expression() : errorExpression({m_file, m_last.end, m_last.end});
        if (m_diagnostics.errorCount() == told) {
            auto *diagnostic
                = error("expected-parenthesis", first,
                        {TAPSCOPE_TEXT("Diagnostics", "expected '(' behind '%1', not %2"), {std::string(of), shown(first)}},
                        {TAPSCOPE_TEXT("Diagnostics", "conditions stand in parentheses: %1 (…)"), {std::string(of)}});
            if (diagnostic && readable) {
                const auto fixed = '(' + std::string(m_sources.text(condition->range)) + ')';
                diagnostic->fixIts.push_back({condition->range, fixed, {TAPSCOPE_TEXT("Diagnostics", "write %1"), {fixed}}});
            }
            endRecovery();
            takeIf(")");
        }
        return condition;
    }
    const Token opening = take();
    auto condition = expression();
    if (condition->kind == ExpressionKind::Assign && of == "if" && !m_recovering) {
        const auto &assign = *as<Assign>(condition);
        if (!assign.op && !assign.accumulate) {
            Diagnostic warning{Severity::Warning,
                               "assignment-in-condition",
                               assign.operatorRange,
                               {TAPSCOPE_TEXT("Diagnostics", "this assigns; a comparison is written '=='"), {}},
                               {},
                               {},
                               {}};
            warning.fixIts.push_back({assign.operatorRange, "==", {TAPSCOPE_TEXT("Diagnostics", "compare with '=='"), {}}});
            m_diagnostics.add(std::move(warning));
        }
    }
    expectClosing(")", opening);
    return condition;
}

/// The statement that a condition or a loop is for.
StatementPtr Parser::body(std::string_view of)
{
    if (peek().is("}") || peek().kind == TokenKind::End) {
        unexpected("expected-statement",
                   {TAPSCOPE_TEXT("Diagnostics", "expected a statement for '%1', not %2"), {std::string(of)}},
                   {TAPSCOPE_TEXT("Diagnostics", "an empty statement is written ';' or '{}'"), {}});
        endRecovery();
        return std::make_unique<EmptyStatement>(Range{m_file, m_last.end, m_last.end});
    }
    return statement();
}

StatementPtr Parser::ifStatement()
{
    const Token first = take();
    auto result = std::make_unique<If>(first.range);
    result->condition = parenthesized("if");
    result->whenTrue = body("if");
    if (takeIf("else"))
        result->whenFalse = body("else");
    result->range = since(first.range);
    return result;
}

StatementPtr Parser::returnStatement()
{
    const Token first = take();
    auto result = std::make_unique<Return>(first.range);
    if (!peek().is(";") && !peek().is("}") && peek().kind != TokenKind::End)
        result->value = expression();
    result->range = since(first.range);
    if (!m_inFunction) {
        const bool recovering = m_recovering;
        if (auto *diagnostic
            = errorAt("return-outside-function", first.range,
                      {TAPSCOPE_TEXT("Diagnostics", "'return' belongs into functions; a probe has nobody to return to"), {}},
                      {TAPSCOPE_TEXT("Diagnostics", "leave a probe's handler with 'next'"), {}}))
            diagnostic->fixIts.push_back({result->range, "next", {TAPSCOPE_TEXT("Diagnostics", "write 'next'"), {}}});
        m_recovering = recovering;
    }
    return result;
}

StatementPtr Parser::deleteStatement()
{
    const Token first = take();
    auto result = std::make_unique<Delete>(first.range);
    result->target = expression();
    result->range = since(first.range);
    const auto kind = result->target->kind;
    if (kind != ExpressionKind::Identifier && kind != ExpressionKind::Index && kind != ExpressionKind::Error) {
        errorAt("invalid-delete", result->target->range,
                {TAPSCOPE_TEXT("Diagnostics", "only a variable, an array or its elements can be deleted"), {}},
                {TAPSCOPE_TEXT("Diagnostics", "write: delete name, or delete name[key]"), {}});
        endRecovery();
    }
    return result;
}

StatementPtr Parser::tryStatement()
{
    const Token first = take();
    auto result = std::make_unique<TryCatch>(first.range);
    if (!peek().is("{")) {
        unexpected("expected-block", {TAPSCOPE_TEXT("Diagnostics", "expected '{' behind 'try', not %1"), {}},
                   {TAPSCOPE_TEXT("Diagnostics", "write: try { … } catch (message) { … }"), {}});
        return std::make_unique<EmptyStatement>(first.range);
    }
    result->body = block();
    if (!takeIf("catch")) {
        if (auto *diagnostic = unexpected("expected-catch",
                                          {TAPSCOPE_TEXT("Diagnostics", "expected 'catch' behind the block of 'try', not %1"),
                                           {}},
                                          {TAPSCOPE_TEXT("Diagnostics", "write: try { … } catch (message) { … }"), {}})) {
            diagnostic->notes.push_back({first.range, {TAPSCOPE_TEXT("Diagnostics", "of this 'try'"), {}}});
            diagnostic->fixIts.push_back(
                {{m_file, m_last.end, m_last.end}, " catch { }", {TAPSCOPE_TEXT("Diagnostics", "insert 'catch { }'"), {}}});
        }
        endRecovery();
        result->handler = std::make_unique<Block>(Range{m_file, m_last.end, m_last.end});
        result->range = since(first.range);
        return result;
    }
    if (peek().is("(")) {
        const Token opening = take();
        result->message = expectName(
            {TAPSCOPE_TEXT("Diagnostics", "expected the name of the variable that gets the message, not %1"), {}});
        expectClosing(")", opening);
    }
    if (peek().is("{")) {
        result->handler = block();
    } else {
        unexpected("expected-block", {TAPSCOPE_TEXT("Diagnostics", "expected '{' behind 'catch', not %1"), {}},
                   {TAPSCOPE_TEXT("Diagnostics", "write: try { … } catch (message) { … }"), {}});
        result->handler = std::make_unique<Block>(Range{m_file, m_last.end, m_last.end});
    }
    result->range = since(first.range);
    return result;
}

}
