// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "script/parser_state.h"

#include <algorithm>
#include <limits>

namespace tapscope::script {

void Parser::global(const Token &first, bool isPrivate)
{
    for (bool more = true; more;) {
        oneGlobal(first, isPrivate);
        if (m_recovering) {
            while (!peek().is(",") && !peek().is(";") && !peek().startsLine && peek().kind != TokenKind::End
                   && !startsDeclaration(peek()))
                take();
            endRecovery();
        }
        more = takeIf(",");
        const Token &next = peek();
        if (!more && isName(next) && !next.startsLine) {
            if (auto *diagnostic = unexpected("expected-comma", {TAPSCOPE_TEXT("Diagnostics", "expected ',' before %1"), {}}))
                diagnostic->fixIts.push_back(
                    {{m_file, m_last.end, m_last.end}, ",", {TAPSCOPE_TEXT("Diagnostics", "insert ','"), {}}});
            endRecovery();
            more = true;
        }
    }
    takeIf(";");
}

void Parser::oneGlobal(const Token &first, bool isPrivate)
{
    const auto name = expectName({TAPSCOPE_TEXT("Diagnostics", "expected the name of a global variable, not %1"), {}});
    if (!name)
        return;
    Global global;
    global.name = *name;
    global.isPrivate = isPrivate;
    bool array = false;
    if (takeIf("%"))
        global.wraps = true;
    if (peek().is("[")) {
        const Token opening = take();
        array = true;
        const Token size = peek();
        if (size.kind == TokenKind::Number) {
            take();
            global.hasSize = true;
            if (size.number < 1 || size.number > std::numeric_limits<int32_t>::max()) {
                error("invalid-size", size, {TAPSCOPE_TEXT("Diagnostics", "an array's size is 1 to 2147483647"), {}},
                      {TAPSCOPE_TEXT("Diagnostics", "leave out the brackets for the usual size"), {}});
                endRecovery();
            } else {
                global.size = static_cast<uint32_t>(size.number);
            }
        } else if (size.is("]")) {
            if (auto *diagnostic
                = error("expected-size", size, {TAPSCOPE_TEXT("Diagnostics", "expected the array's size"), {}},
                        {TAPSCOPE_TEXT("Diagnostics", "without a size, write the name alone: use makes it an array"), {}}))
                diagnostic->fixIts.push_back(
                    {join(opening.range, size.range), "", {TAPSCOPE_TEXT("Diagnostics", "remove '[]'"), {}}});
            endRecovery();
        } else {
            unexpected("expected-size", {TAPSCOPE_TEXT("Diagnostics", "expected the array's size as a number, not %1"), {}},
                       {TAPSCOPE_TEXT("Diagnostics", "the size is a number of 1 or more: name[1000]"), {}});
        }
        expectClosing("]", opening);
        if (const Token percent = peek(); percent.is("%") && !m_recovering) {
            take();
            if (auto *diagnostic = error("wrap-mark-place", percent,
                                         {TAPSCOPE_TEXT("Diagnostics", "the '%' of an array that wraps stands before its size"),
                                          {}})) {
                const std::string fixed = global.name.text + "%[" + std::to_string(global.size) + "]";
                diagnostic->fixIts.push_back(
                    {join(global.name.range, percent.range), fixed, {TAPSCOPE_TEXT("Diagnostics", "write %1"), {fixed}}});
            }
            endRecovery();
            global.wraps = true;
        }
    }
    if (peek().is(":")) {
        const Token colon = take();
        type();
        if (auto *diagnostic
            = errorAt("typed-global", since(colon.range),
                      {TAPSCOPE_TEXT("Diagnostics", "globals are declared without a type: it follows from their use"), {}}))
            diagnostic->fixIts.push_back({since(colon.range), "", {TAPSCOPE_TEXT("Diagnostics", "remove the type"), {}}});
        endRecovery();
    }
    if (peek().is("=")) {
        const Token assign = take();
        const Token sign = peek();
        const bool minus = takeIf("-");
        const Token value = peek();
        if (value.kind == TokenKind::Number) {
            take();
            auto number = std::make_unique<Number>(since(sign.range));
            number->value = minus ? static_cast<int64_t>(0 - static_cast<uint64_t>(value.number)) : value.number;
            global.initial = std::move(number);
        } else if (value.kind == TokenKind::String && !minus) {
            global.initial = stringLiteral();
        } else {
            unexpected("expected-literal",
                       {TAPSCOPE_TEXT("Diagnostics", "a global starts with a number or a string, not with %1"), {}},
                       {TAPSCOPE_TEXT("Diagnostics", "assign other values in probe begin { … }"), {}});
        }
        if ((array || global.wraps) && global.initial) {
            errorAt("array-initializer", since(assign.range),
                    {TAPSCOPE_TEXT("Diagnostics", "only scalar globals can be initialized, '%1' is an array"),
                     {global.name.text}},
                    {TAPSCOPE_TEXT("Diagnostics", "fill it in probe begin { … }"), {}});
            endRecovery();
        }
    }
    global.range = m_ast.globals.empty() || m_ast.globals.back().range.begin < first.range.begin ? since(first.range)
                                                                                                 : since(global.name.range);
    const auto same = std::ranges::find_if(m_ast.globals,
                                           [&](const Global &other) { return other.name.text == global.name.text; });
    if (same != m_ast.globals.end()) {
        const bool recovering = m_recovering;
        if (auto *diagnostic = errorAt("duplicate-global", global.name.range,
                                       {TAPSCOPE_TEXT("Diagnostics", "the global '%1' is declared a second time"),
                                        {global.name.text}},
                                       {TAPSCOPE_TEXT("Diagnostics", "remove one of the two"), {}}))
            diagnostic->notes.push_back({same->name.range, {TAPSCOPE_TEXT("Diagnostics", "first declared here"), {}}});
        m_recovering = recovering;
        return;
    }
    m_ast.globals.push_back(std::move(global));
}

Type Parser::type()
{
    const Token token = peek();
    if (takeIf("long"))
        return Type::Long;
    if (takeIf("string"))
        return Type::String;
    if (auto *diagnostic = error("expected-type", token,
                                 {TAPSCOPE_TEXT("Diagnostics", "%1 is no type: there are 'long' and 'string'"),
                                  {shown(token)}})) {
        if (isName(token)) {
            const bool text = token.text == "str" || token.text == "char" || token.text == "String";
            const std::string better = text ? "string" : "long";
            diagnostic->fixIts.push_back({token.range, better, {TAPSCOPE_TEXT("Diagnostics", "write '%1'"), {better}}});
        }
    }
    if (isName(token)) {
        take();
        endRecovery();
    }
    return Type::Unknown;
}

void Parser::function(const Token &first, bool isPrivate)
{
    Function function;
    function.isPrivate = isPrivate;
    function.documentation = documentationBefore(first.range);
    // "function int f()": a type as in C.
    if (isName(peek()) && isName(peek(1)) && !peek(1).startsLine) {
        const Token wrong = take();
        if (auto *diagnostic = error("c-return-type", wrong,
                                     {TAPSCOPE_TEXT("Diagnostics",
                                                    "the type of a function stands behind its name: function %1:long (…)"),
                                      {std::string(peek().text)}}))
            diagnostic->fixIts.push_back({{m_file, wrong.range.begin, peek().range.begin},
                                          "",
                                          {TAPSCOPE_TEXT("Diagnostics", "remove '%1'"), {std::string(wrong.text)}}});
        endRecovery();
    }
    const auto name = expectName({TAPSCOPE_TEXT("Diagnostics", "expected the function's name, not %1"), {}});
    if (!name)
        return;
    function.name = *name;
    if (takeIf(":"))
        function.type = type();
    parameters(function);
    if (takeIf(":")) {
        const Token priority = peek();
        if (priority.kind == TokenKind::Number) {
            take();
            if (priority.number < 1) {
                error("invalid-priority", priority,
                      {TAPSCOPE_TEXT("Diagnostics", "a priority is 1 or more; smaller ones are tried first"), {}},
                      {TAPSCOPE_TEXT("Diagnostics", "a function without a priority is tried before all that have one"), {}});
                endRecovery();
            } else {
                function.priority = priority.number;
            }
        } else {
            if (auto *diagnostic = unexpected("expected-priority",
                                              {TAPSCOPE_TEXT("Diagnostics", "expected a priority (a number) behind ':', not %1"),
                                               {}});
                diagnostic && priority.kind == TokenKind::Keyword)
                diagnostic->nextStep = {TAPSCOPE_TEXT("Diagnostics",
                                                      "the type of a function stands behind its name: function %1:%2 (…)"),
                                        {function.name.text, std::string(priority.text)}};
            if (priority.kind == TokenKind::Keyword || priority.kind == TokenKind::Identifier)
                take();
            endRecovery();
        }
    }
    if (peek().kind == TokenKind::EmbeddedC) {
        const Token code = take();
        guruOnly(code);
        function.embeddedC = std::string(code.text);
    } else if (peek().is("{")) {
        m_inFunction = true;
        m_loops = 0;
        function.body = block();
        m_inFunction = false;
    } else {
        unexpected("expected-body", {TAPSCOPE_TEXT("Diagnostics", "expected '{' and the function's body, not %1"), {}});
    }
    function.range = since(first.range);
    m_ast.functions.push_back(std::move(function));
}

void Parser::parameters(Function &function)
{
    if (!peek().is("(")) {
        if (auto *diagnostic
            = unexpected("expected-parameters",
                         {TAPSCOPE_TEXT("Diagnostics", "expected '(' and the parameters of the function, not %1"), {}}))
            diagnostic->fixIts.push_back(
                {{m_file, m_last.end, m_last.end}, "()", {TAPSCOPE_TEXT("Diagnostics", "insert '()'"), {}}});
        if (peek().is("{"))
            endRecovery();
        return;
    }
    const Token opening = take();
    if (takeIf(")"))
        return;
    do {
        // "int x" or "string x" in place of "x:long".
        const Token prefix = peek();
        const bool typed = (isName(prefix) || prefix.isKeyword("long") || prefix.isKeyword("string")) && isName(peek(1));
        if (typed) {
            take();
            const std::string better = std::string(peek().text) + (prefix.isKeyword("string") ? ":string" : ":long");
            if (auto *diagnostic = error(
                    "c-parameter-type", prefix,
                    {TAPSCOPE_TEXT("Diagnostics", "the type of a parameter stands behind its name, and may be left out"), {}}))
                diagnostic->fixIts.push_back(
                    {join(prefix.range, peek().range), better, {TAPSCOPE_TEXT("Diagnostics", "write %1"), {better}}});
            endRecovery();
        }
        const auto name = expectName({TAPSCOPE_TEXT("Diagnostics", "expected a parameter's name, not %1"), {}});
        if (!name)
            break;
        Parameter parameter{*name, Type::Unknown};
        if (takeIf(":"))
            parameter.type = type();
        const auto same = std::ranges::find_if(function.parameters,
                                               [&](const Parameter &other) { return other.name.text == name->text; });
        if (same != function.parameters.end()) {
            if (auto *diagnostic = errorAt("duplicate-parameter", name->range,
                                           {TAPSCOPE_TEXT("Diagnostics", "the parameter '%1' is named a second time"),
                                            {name->text}},
                                           {TAPSCOPE_TEXT("Diagnostics", "give each parameter a name of its own"), {}}))
                diagnostic->notes.push_back({same->name.range, {TAPSCOPE_TEXT("Diagnostics", "first named here"), {}}});
            endRecovery();
        }
        function.parameters.push_back(std::move(parameter));
    } while (takeIf(",") && !peek().is(")")); // stap, too, takes a comma behind the last one
    expectClosing(")", opening);
}

/// The comments right above, without their markers.
std::string Parser::documentationBefore(const Range &range) const
{
    const auto &file = m_sources.file(m_file);
    const auto &comments = m_lexer.comments();
    auto behind = std::ranges::lower_bound(comments, range.begin, {}, [](const Comment &comment) { return comment.range.begin; });
    uint32_t top = range.begin;
    std::vector<std::string> lines;
    while (behind != comments.begin()) {
        const auto &comment = *--behind;
        const auto gap = file.text().substr(comment.range.end, top - comment.range.end);
        if (!comment.startsLine || std::ranges::count(gap, '\n') > 1
            || gap.find_first_not_of(" \t\r\n") != std::string_view::npos)
            break;
        const auto text = file.text().substr(comment.range.begin, comment.range.end - comment.range.begin);
        if (text.starts_with("#!"))
            break;
        const bool blockComment = text.starts_with("/*");
        auto inside = blockComment ? text.substr(2, text.size() - 4) : text;
        std::vector<std::string> own;
        while (!inside.empty()) {
            const auto newline = inside.find('\n');
            auto line = inside.substr(0, newline);
            inside = newline == std::string_view::npos ? std::string_view() : inside.substr(newline + 1);
            const auto first = line.find_first_not_of(blockComment ? " \t*" : "#/ \t");
            line = first == std::string_view::npos ? std::string_view() : line.substr(first);
            own.emplace_back(line.substr(0, line.find_last_not_of(" \t\r*") + 1));
        }
        lines.insert(lines.begin(), own.begin(), own.end());
        top = comment.range.begin;
        if (blockComment)
            break;
    }
    std::string result;
    for (const auto &line : lines) {
        if (!result.empty() || !line.empty())
            result += line + '\n';
    }
    result.erase(result.find_last_not_of('\n') + 1);
    return result;
}

}
