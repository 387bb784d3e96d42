// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

// Numbers, strings, embedded C, command line arguments, and what stands in for them by mistake.

#include "script/foreign.h"
#include "script/lexer.h"
#include "script/parser.h"

#include <algorithm>
#include <charconv>

namespace tapscope::script {

namespace {

bool isAlphanumeric(char c)
{
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
}

int hexDigit(char c)
{
    return c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

/// The literal's value, or nothing when it isn't one. Values up to 2^64-1 are taken and wrap.
std::optional<int64_t> numberValue(std::string_view text)
{
    int base = 10;
    if (text.starts_with("0x") || text.starts_with("0X")) {
        base = 16;
        text.remove_prefix(2);
    } else if (text.size() > 1 && text.starts_with('0')) {
        base = 8;
        text.remove_prefix(1);
    }
    uint64_t value = 0;
    const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), value, base);
    if (problem != std::errc() || end != text.data() + text.size())
        return std::nullopt;
    return static_cast<int64_t>(value);
}

}

Token Lexer::number(Input &input)
{
    auto end = input.at;
    while (end < input.text.size() && isAlphanumeric(input.text[end]))
        ++end;
    const auto isDigitAt = [&](uint32_t at) { return at < input.text.size() && input.text[at] >= '0' && input.text[at] <= '9'; };
    const auto isDecimal = [](std::string_view text) {
        return std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
    };
    if (end < input.text.size() && input.text[end] == '.' && isDigitAt(end + 1)
        && isDecimal(input.text.substr(input.at, end - input.at))) {
        auto behind = end + 1;
        while (behind < input.text.size() && isAlphanumeric(input.text[behind]))
            ++behind;
        Token token = make(TokenKind::Number, input, input.at, behind);
        token.number = numberValue(token.text.substr(0, token.text.find('.'))).value_or(0);
        addProblem(token, "no-floating-point",
                   {TAPSCOPE_TEXT("Diagnostics", "'%1': there are no floating-point numbers"), {std::string(token.text)}},
                   {TAPSCOPE_TEXT("Diagnostics", "count in a smaller unit, as microseconds in place of seconds"), {}});
        return token;
    }
    Token token = make(TokenKind::Number, input, input.at, end);
    if (const auto value = numberValue(token.text)) {
        token.number = *value;
        return token;
    }
    const bool octal = token.text.starts_with('0') && isDecimal(token.text);
    auto &problem = addProblem(
        token, "invalid-number",
        {TAPSCOPE_TEXT("Diagnostics", "'%1' is not a number, or is out of range"), {std::string(token.text)}},
        {TAPSCOPE_TEXT("Diagnostics",
                       "numbers are decimal, 0x… or octal (0…), up to 18446744073709551615; names start with a letter"),
         {}});
    if (octal) {
        problem.message = {TAPSCOPE_TEXT("Diagnostics", "'%1' starts with 0, so it is octal, and 8 and 9 are no octal digits"),
                           {std::string(token.text)}};
        const auto firstDigit = std::min(token.text.find_first_not_of('0'), token.text.size() - 1);
        const std::string decimal(token.text.substr(firstDigit));
        problem.fixIts.push_back(
            {token.range, decimal, {TAPSCOPE_TEXT("Diagnostics", "write it as the decimal number %1"), {decimal}}});
        problem.nextStep = {};
    }
    return token;
}

Token Lexer::string(Input &input, std::string_view open, std::string_view close)
{
    const auto begin = input.at;
    // Where the string ends; it goes on behind a line break that a backslash stands before.
    const auto endOf = [&](bool goesOn) {
        auto at = begin + static_cast<uint32_t>(open.size());
        while (at < input.text.size() && input.text[at] != '\n' && !input.text.substr(at).starts_with(close)) {
            const bool pair = input.text[at] == '\\' && at + 1 < input.text.size();
            at += pair && (goesOn || input.text[at + 1] != '\n') ? 2 : 1;
        }
        return std::min(at, static_cast<uint32_t>(input.text.size()));
    };
    auto at = endOf(true);
    bool closed = input.text.substr(at).starts_with(close);
    if (!closed) {
        at = endOf(false);
        closed = input.text.substr(at).starts_with(close);
    }
    const auto body = input.text.substr(begin + open.size(), at - begin - open.size());
    Token token = make(TokenKind::String, input, begin, closed ? at + static_cast<uint32_t>(close.size()) : at);
    token.text = body.contains('\\') ? keep(unescape(body)) : body;
    if (!closed) {
        auto &problem = addProblem(
            token, "unclosed-string", {TAPSCOPE_TEXT("Diagnostics", "this string has no closing quote on its line"), {}},
            {TAPSCOPE_TEXT("Diagnostics", "close it with \"; a line break inside of a string is written \\n"), {}});
        if (body.ends_with('\\'))
            problem.nextStep = {TAPSCOPE_TEXT("Diagnostics", "close it on each line: strings side by side are joined"), {}};
        if (input.isFile) {
            // The quote most likely belongs before the punctuation that ends the statement.
            auto behind = static_cast<uint32_t>(body.find_last_not_of(" \t\r);}\\"));
            behind = body.find_last_not_of(" \t\r);}\\") == std::string_view::npos ? 0 : behind + 1;
            const auto where = begin + static_cast<uint32_t>(open.size()) + behind;
            problem.fixIts.push_back(
                {{m_file, where, where}, "\"", {TAPSCOPE_TEXT("Diagnostics", "insert the closing quote"), {}}});
            // Go on behind the quote that should be there, so that what follows is still understood.
            token.text = body.substr(0, behind).contains('\\') ? keep(unescape(body.substr(0, behind))) : body.substr(0, behind);
            token.range.end = where;
            input.at = body.ends_with('\\') ? at : where;
        }
    }
    return token;
}

bool Lexer::isOlderThan(const char *version) const
{
    return strverscmp(m_options.compatible.c_str(), version) < 0;
}

std::string Lexer::unescape(std::string_view body) const
{
    std::string value;
    value.reserve(body.size());
    for (size_t i = 0; i < body.size(); ++i) {
        if (body[i] != '\\' || i + 1 == body.size()) {
            value += body[i];
            continue;
        }
        const char c = body[++i];
        static constexpr std::string_view letters = "abtnvfr";
        static constexpr std::string_view meanings = "\a\b\t\n\v\f\r";
        if (const auto letter = letters.find(c); letter != std::string_view::npos) {
            value += meanings[letter];
        } else if (c >= '0' && c <= '7') {
            int code = 0;
            for (size_t digits = 0; digits < 3 && i < body.size() && body[i] >= '0' && body[i] <= '7'; ++digits)
                code = code * 8 + (body[i++] - '0');
            --i;
            value += static_cast<char>(code);
        } else if (c == 'x' && i + 1 < body.size() && hexDigit(body[i + 1]) >= 0 && !isOlderThan("2.3")) {
            int code = hexDigit(body[++i]);
            if (i + 1 < body.size() && hexDigit(body[i + 1]) >= 0)
                code = code * 16 + hexDigit(body[++i]);
            value += static_cast<char>(code);
        } else {
            value += c;
        }
    }
    return value;
}

Token Lexer::characterLiteral(Input &input)
{
    const auto rest = input.text.substr(input.at);
    const auto line = rest.substr(0, rest.find('\n'));
    const auto close = line.find('\'', 1);
    if (close == std::string_view::npos || !input.isFile)
        return junk(input);
    const auto begin = input.at;
    Token token = make(TokenKind::String, input, begin, begin + static_cast<uint32_t>(close) + 1);
    const auto body = line.substr(1, close - 1);
    token.text = body;
    auto &problem = addProblem(
        token, "single-quotes", {TAPSCOPE_TEXT("Diagnostics", "strings are written in double quotes"), {}},
        {TAPSCOPE_TEXT("Diagnostics", "there are no character literals either: use a string, or the character's number"), {}});
    if (!body.contains('"')) {
        const auto replacement = '"' + std::string(body) + '"';
        problem.fixIts.push_back({token.range, replacement, {TAPSCOPE_TEXT("Diagnostics", "write %1"), {replacement}}});
    }
    return token;
}

Token Lexer::embeddedC(Input &input)
{
    const auto begin = input.at;
    const auto close = input.text.find("%}", begin + 2);
    const bool closed = close != std::string_view::npos;
    const auto end = closed ? static_cast<uint32_t>(close) : static_cast<uint32_t>(input.text.size());
    Token token = make(TokenKind::EmbeddedC, input, begin, closed ? end + 2 : end);
    token.text = input.text.substr(begin + 2, end - begin - 2);
    if (!closed) {
        token.range.end = rangeOf(input, begin, begin + 2).end;
        addProblem(token, "unclosed-embedded-c", {TAPSCOPE_TEXT("Diagnostics", "this embedded C has no end"), {}},
                   {TAPSCOPE_TEXT("Diagnostics", "close it with %}"), {}});
    } else if (const auto reversed = token.text.find("}%"); reversed != std::string_view::npos && input.isFile) {
        const auto at = begin + 2 + static_cast<uint32_t>(reversed);
        m_remarks.push_back({Severity::Warning,
                             "reversed-c-end",
                             {m_file, at, at + 2},
                             {TAPSCOPE_TEXT("Diagnostics", "'}%' does not end embedded C; did you mean '%}'?"), {}},
                             {},
                             {},
                             {}});
    }
    return token;
}

Token Lexer::argument(Input &input)
{
    const bool asString = input.text[input.at] == '@';
    auto end = input.at + 1;
    if (input.text[end] == '#') {
        Token token = make(asString ? TokenKind::String : TokenKind::Number, input, input.at, end + 1);
        token.number = static_cast<int64_t>(m_options.arguments.size());
        token.text = keep(std::to_string(token.number));
        return token;
    }
    while (end < input.text.size() && input.text[end] >= '0' && input.text[end] <= '9')
        ++end;
    const bool nested = !input.isFile;
    Token token = make(asString ? TokenKind::String : TokenKind::Number, input, input.at, end);
    const std::string spelling(token.text);
    size_t index = 0;
    const auto parsed = std::from_chars(spelling.data() + 1, spelling.data() + spelling.size(), index);
    token.text = asString ? std::string_view() : std::string_view("0");
    if (nested) {
        addProblem(token, "nested-argument",
                   {TAPSCOPE_TEXT("Diagnostics", "the text of a command line argument holds '%1', which is not replaced again"),
                    {spelling}},
                   {TAPSCOPE_TEXT("Diagnostics", "give the script the value itself"), {}});
        return token;
    }
    const auto count = m_options.arguments.size();
    if (parsed.ec != std::errc() || index == 0 || index > count) {
        Text have{
            TAPSCOPE_TEXT(
                "Diagnostics",
                "the script was started without arguments; give them behind its name, or guard this with %( $# >= %1 %? … %)"),
            {spelling.substr(1)}};
        if (count > 0)
            have = {TAPSCOPE_TEXT("Diagnostics",
                                  "the script was started with %1 argument(s); guard this with %( $# >= %2 %? … %)"),
                    {std::to_string(count), spelling.substr(1)}};
        addProblem(token, "missing-argument",
                   {TAPSCOPE_TEXT("Diagnostics", "there is no command line argument for '%1'"), {spelling}}, std::move(have));
        return token;
    }
    m_usedArguments[index - 1] = true;
    const auto &text = m_options.arguments[index - 1];
    if (asString) {
        token.text = keep(text);
        return token;
    }
    // Letters right behind $1 go on with the last word of the argument.
    auto behind = end;
    while (behind < input.text.size() && (isAlphanumeric(input.text[behind]) || input.text[behind] == '$'))
        ++behind;
    input.at = behind;
    return pasteFirst(keep(text + std::string(input.text.substr(end, behind - end))), {m_file, token.range.begin, behind}, 0,
                      noProblem);
}

Token Lexer::pasteFirst(std::string_view text, const Range &fixed, uint32_t scale, uint32_t problem)
{
    Input pasted;
    pasted.text = text;
    pasted.fixed = fixed;
    pasted.scale = scale;
    const bool startsLine = m_startsLine;
    const bool adjacent = m_adjacent;
    std::vector<Token> tokens;
    for (;;) {
        m_adjacent = true;
        skipBlanks(pasted);
        if (pasted.at >= pasted.text.size())
            break;
        const bool wasAdjacent = m_adjacent;
        tokens.push_back(scan(pasted));
        tokens.back().adjacent = wasAdjacent;
        // Full-width characters in an argument's text are pasted in their turn.
        tokens.insert(tokens.end(), m_pasted.begin(), m_pasted.end());
        m_pasted.clear();
    }
    m_startsLine = startsLine;
    m_adjacent = adjacent;
    if (tokens.empty()) { // an argument of blanks: a junk token without a problem, which is dropped in silence
        tokens.emplace_back().kind = TokenKind::Junk;
        tokens.back().range = fixed;
    }
    if (problem != noProblem)
        tokens.front().problem = problem;
    m_pasted.assign(tokens.begin() + 1, tokens.end());
    return tokens.front();
}

Token Lexer::nonAscii(Input &input)
{
    const auto begin = input.at;
    const auto first = classifyForeign(input.text, begin);
    if (first.kind == Foreign::Letter)
        return word(input);
    if (first.kind == Foreign::OpenQuote || first.kind == Foreign::CloseQuote) {
        const auto open = input.text.substr(begin, first.bytes);
        std::string_view close = open;
        for (auto at = begin + first.bytes; at < input.text.size() && input.text[at] != '\n'; ++at) {
            const auto candidate = classifyForeign(input.text, at);
            if (input.text[at] == '"' || candidate.kind == Foreign::CloseQuote) {
                close = input.text.substr(at, std::max(candidate.bytes, 1U));
                break;
            }
        }
        Token token = string(input, open, close);
        if (token.problem == noProblem) {
            auto &problem = addProblem(token, "typographic-quotes",
                                       {TAPSCOPE_TEXT("Diagnostics", "'%1' is a typographic quote; strings need the plain \""),
                                        {std::string(open)}});
            const auto replacement = '"'
                + std::string(input.text.substr(begin + open.size(), input.at - begin - open.size() - close.size())) + '"';
            problem.fixIts.push_back({token.range, replacement, {TAPSCOPE_TEXT("Diagnostics", "write %1"), {replacement}}});
        }
        return token;
    }
    auto end = begin + first.bytes;
    if (first.kind == Foreign::Punctuation) {
        std::string ascii(first.ascii);
        for (auto more = classifyForeign(input.text, end); ascii.size() == (end - begin) / first.bytes
             && more.kind == Foreign::Punctuation && more.bytes == first.bytes && more.ascii.size() == 1;
             more = classifyForeign(input.text, end)) {
            ascii += more.ascii;
            end += more.bytes;
        }
        const uint32_t scale = input.isFile && ascii.size() * first.bytes == end - begin ? first.bytes : 0;
        Token whole = make(TokenKind::Junk, input, begin, end);
        auto &problem = addProblem(whole, "full-width",
                                   {TAPSCOPE_TEXT("Diagnostics",
                                                  "'%1' is a full-width or typographic character; scripts need the plain '%2'"),
                                    {std::string(whole.text), ascii}});
        problem.fixIts.push_back({whole.range, ascii, {TAPSCOPE_TEXT("Diagnostics", "write %1"), {ascii}}});
        return pasteFirst(keep(ascii), whole.range, scale, whole.problem);
    }
    while (classifyForeign(input.text, end).kind == first.kind)
        end += classifyForeign(input.text, end).bytes;
    Token token = make(TokenKind::Junk, input, begin, end);
    if (first.kind == Foreign::Blank) {
        auto &problem = addProblem(token, "foreign-blank",
                                   {TAPSCOPE_TEXT("Diagnostics", "this looks like a blank and is another character"), {}});
        problem.fixIts.push_back({token.range, " ", {TAPSCOPE_TEXT("Diagnostics", "replace it with a blank"), {}}});
    } else {
        addProblem(token, "stray-character", {TAPSCOPE_TEXT("Diagnostics", "these bytes have no meaning in a script"), {}},
                   {TAPSCOPE_TEXT("Diagnostics", "remove them, or put them into a string or a comment"), {}});
    }
    return token;
}

}
