// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "script/parser_state.h"

namespace tapscope::script {

StatementPtr Parser::loopControl()
{
    const Token word = take();
    if (m_loops == 0) {
        const bool isBreak = word.isKeyword("break");
        const bool recovering = m_recovering;
        error("outside-loop", word, {TAPSCOPE_TEXT("Diagnostics", "'%1' stands outside of any loop"), {std::string(word.text)}},
              isBreak && !m_inFunction ? Text{TAPSCOPE_TEXT("Diagnostics", "leave a probe's handler with 'next'"), {}}
                                       : Text{TAPSCOPE_TEXT("Diagnostics", "it belongs into while, for and foreach"), {}});
        m_recovering = recovering;
    }
    if (word.isKeyword("break"))
        return std::make_unique<Break>(word.range);
    return std::make_unique<Continue>(word.range);
}

StatementPtr Parser::whileStatement()
{
    const Token first = take();
    auto result = std::make_unique<While>(first.range);
    result->condition = parenthesized("while");
    ++m_loops;
    result->body = body("while");
    --m_loops;
    result->range = since(first.range);
    return result;
}

StatementPtr Parser::forStatement()
{
    const Token first = take();
    auto result = std::make_unique<For>(first.range);
    if (peek().is("(")) {
        const Token opening = take();
        const Token start = peek();
        // "for (int i = 0; …" and "for (k in array)".
        if (isName(start) && isName(peek(1)) && !peek(1).isKeyword("in")) {
            take();
            if (auto *diagnostic
                = error("c-declaration", start,
                        {TAPSCOPE_TEXT("Diagnostics", "variables are not declared: the first assignment makes them"), {}}))
                diagnostic->fixIts.push_back({{m_file, start.range.begin, peek().range.begin},
                                              "",
                                              {TAPSCOPE_TEXT("Diagnostics", "remove '%1'"), {std::string(start.text)}}});
            endRecovery();
        }
        if (!peek().is(";"))
            result->initial = expression();
        if (!m_recovering && result->initial && result->initial->kind == ExpressionKind::In && peek().is(")")) {
            if (auto *diagnostic = error("for-in", first,
                                         {TAPSCOPE_TEXT("Diagnostics", "the loop over an array is written 'foreach'"), {}}))
                diagnostic->fixIts.push_back({first.range, "foreach", {TAPSCOPE_TEXT("Diagnostics", "write 'foreach'"), {}}});
            endRecovery();
            take();
        } else {
            const auto separator = [&] {
                return m_recovering
                    || expect(";", {TAPSCOPE_TEXT("Diagnostics", "expected ';' between the parts of 'for', not %1"), {}});
            };
            separator();
            if (!m_recovering && !peek().is(";"))
                result->condition = expression();
            separator();
            if (!m_recovering && !peek().is(")"))
                result->step = expression();
            if (m_recovering) {
                while (!peek().is(")") && !peek().is("{") && !peek().is("}") && !peek().startsLine
                       && peek().kind != TokenKind::End)
                    take();
                takeIf(")");
                endRecovery();
            } else {
                expectClosing(")", opening);
            }
        }
    } else {
        unexpected("expected-parenthesis", {TAPSCOPE_TEXT("Diagnostics", "expected '(' behind 'for', not %1"), {}},
                   {TAPSCOPE_TEXT("Diagnostics", "write: for (i = 0; i < 10; i++) …"), {}});
    }
    ++m_loops;
    result->body = body("for");
    --m_loops;
    result->range = since(first.range);
    return result;
}

StatementPtr Parser::foreachStatement()
{
    const Token first = take();
    auto result = std::make_unique<Foreach>(first.range);
    if (peek().is("(")) {
        const Token opening = take();
        foreachHead(*result);
        expectClosing(")", opening);
        if (m_recovering && (peek().is("{") || peek().startsLine))
            endRecovery();
    } else {
        unexpected("expected-parenthesis", {TAPSCOPE_TEXT("Diagnostics", "expected '(' behind 'foreach', not %1"), {}},
                   {TAPSCOPE_TEXT("Diagnostics", "write: foreach (key in array) … or foreach ([a, b] in array) …"), {}});
    }
    if (m_recovering) {
        skipInList();
        if (takeIf(")") || peek().is("{"))
            endRecovery();
    }
    ++m_loops;
    result->body = body("foreach");
    --m_loops;
    result->range = since(first.range);
    return result;
}

/// Takes a + or - behind what is sorted by. `column`: 0 for the value, else the key's number.
bool Parser::sortMark(Foreach &loop, uint32_t column)
{
    const Token mark = peek();
    // "v-=" is written without blanks by some.
    const bool joined = column == 0 && (mark.is("-=") || mark.is("+="));
    if (!joined && !mark.is("+") && !mark.is("-"))
        return false;
    take();
    if (loop.order != SortOrder::None) {
        error("several-sort-marks", mark, {TAPSCOPE_TEXT("Diagnostics", "a loop sorts by one thing only"), {}},
              {TAPSCOPE_TEXT("Diagnostics", "keep one '+' or '-'"), {}});
        endRecovery();
        return joined;
    }
    loop.order = mark.text.starts_with('+') ? SortOrder::Ascending : SortOrder::Descending;
    loop.sortColumn = column;
    return joined;
}

/// [VALUE[+|-] =] KEYS in ARRAY [slice] [@aggregate][+|-] [limit E]
void Parser::foreachHead(Foreach &loop)
{
    const bool marked = peek(1).is("+") || peek(1).is("-");
    if (isName(peek()) && (peek(1).is("=") || peek(1).is("-=") || peek(1).is("+=") || (marked && peek(2).is("=")))) {
        const Token name = take();
        loop.value = Name{std::string(name.text), name.range};
        if (!sortMark(loop, 0))
            expect("=", {TAPSCOPE_TEXT("Diagnostics", "expected '=' behind the loop's value, not %1"), {}});
    }
    foreachKeys(loop);
    if (m_recovering)
        return;
    if (!takeIf("in")) {
        unexpected("expected-in", {TAPSCOPE_TEXT("Diagnostics", "expected 'in' and the array, not %1"), {}},
                   {TAPSCOPE_TEXT("Diagnostics", "write: foreach (key in array) … or foreach (value = [a, b] in array) …"), {}});
        return;
    }
    foreachArray(loop);
    if (m_recovering)
        return;
    if (takeIf("limit"))
        loop.limit = expression();
}

void Parser::foreachKeys(Foreach &loop)
{
    const bool bracketed = peek().is("[");
    const Token opening = peek();
    if (bracketed)
        take();
    do {
        const auto key = expectName({TAPSCOPE_TEXT("Diagnostics", "expected the name of a loop variable, not %1"), {}});
        if (!key)
            break;
        loop.keys.push_back(*key);
        sortMark(loop, static_cast<uint32_t>(loop.keys.size()));
    } while ((bracketed || (peek().is(",") && isName(peek(1)))) && takeIf(","));
    if (bracketed) {
        expectClosing("]", opening);
    } else if (loop.keys.size() > 1) {
        const Range keys = join(loop.keys.front().range, m_last);
        if (auto *diagnostic = errorAt("keys-without-brackets", keys,
                                       {TAPSCOPE_TEXT("Diagnostics", "several keys stand in brackets"), {}})) {
            const auto fixed = '[' + std::string(m_sources.text(keys)) + ']';
            diagnostic->fixIts.push_back({keys, fixed, {TAPSCOPE_TEXT("Diagnostics", "write %1"), {fixed}}});
        }
        endRecovery();
    }
}

void Parser::foreachArray(Foreach &loop)
{
    const Token array = peek();
    if (array.kind == TokenKind::AtWord && (array.text == "@hist_log" || array.text == "@hist_linear")) {
        take();
        loop.histogram = histogram(array);
    } else {
        const auto name = expectName({TAPSCOPE_TEXT("Diagnostics", "expected the array's name, not %1"), {}});
        if (!name)
            return;
        loop.array = *name;
        if (peek().is("[")) {
            const Token opening = take();
            loop.slice = keyList("]", true);
            expectClosing("]", opening);
        } else if (peek().is("(") || peek().is(".") || peek().is("->")) {
            unexpected("not-an-array", {TAPSCOPE_TEXT("Diagnostics", "a loop goes over an array; %1 can't stand here"), {}},
                       {TAPSCOPE_TEXT("Diagnostics", "use while or for to count or to walk a list"), {}});
            return;
        }
    }
    const Token aggregate = peek();
    if (aggregate.kind == TokenKind::AtWord) {
        const auto &text = aggregate.text;
        if (text != "@count" && text != "@sum" && text != "@min" && text != "@max" && text != "@avg" && text != "@variance") {
            unexpected("expected-aggregate",
                       {TAPSCOPE_TEXT("Diagnostics", "expected @count, @sum, @min, @max, @avg or @variance to sort by, not %1"),
                        {}});
            return;
        }
        take();
        loop.sortAggregate = std::string(text);
        if (!peek().is("+") && !peek().is("-")) {
            if (auto *diagnostic = unexpected("expected-sort-mark",
                                              {TAPSCOPE_TEXT("Diagnostics", "expected '+' or '-' behind %1, not %2"),
                                               {loop.sortAggregate}}))
                diagnostic->fixIts.push_back({{m_file, m_last.end, m_last.end},
                                              "-",
                                              {TAPSCOPE_TEXT("Diagnostics", "insert '-' to see the largest first"), {}}});
            endRecovery();
            return;
        }
    }
    sortMark(loop, 0);
}

}
