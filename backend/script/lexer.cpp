// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "script/lexer.h"

#include "base/characters.h"
#include "script/display_width.h"
#include "script/foreign.h"
#include "script/parser.h"

#include <algorithm>
#include <array>

namespace tapscope::script {

namespace {

constexpr std::array<std::string_view, 20> allKeywords{
    "probe",  "global", "private", "function", "if",       "else", "for",    "foreach", "in",  "limit",
    "return", "delete", "while",   "break",    "continue", "next", "string", "long",    "try", "catch",
};

/// Longest first.
constexpr std::array<std::string_view, 30> operators{
    "<<<", ">>>", "<<=", ">>=", "==", "!=", "<=", ">=", "=~", "!~", "+=", "-=", "*=", "/=", "%=",
    "&=",  "^=",  "|=",  ".=",  "&&", "||", "++", "--", "->", "<<", ">>", "%(", "%?", "%:", "%)",
};
constexpr std::string_view singles = "{}()[];,=.<>+-*/%&|^!~?:";

/// A file larger than this is no script.
constexpr size_t mostBytes = 16U << 20;
/// A file with more bad tokens or remarks than this is none either; the rest is not read.
constexpr size_t mostProblems = 1000;

}

std::span<const std::string_view> keywords()
{
    return allKeywords;
}

bool isKeyword(std::string_view word)
{
    return std::ranges::find(keywords(), word) != keywords().end();
}

Lexer::Lexer(const SourceSet &sources, FileId file, const ParseOptions &options)
    : m_sources(sources)
    , m_file(file)
    , m_options(options)
    , m_usedArguments(options.arguments.size(), false)
{
    m_fileInput.text = sources.file(file).text().substr(0, mostBytes);
    m_fileInput.isFile = true;
    if (m_fileInput.text.starts_with("\xef\xbb\xbf")) // a byte order mark, as some Windows editors leave it
        m_fileInput.at = 3;
}

Range Lexer::rangeOf(const Input &input, uint32_t begin, uint32_t end) const
{
    if (input.isFile)
        return {m_file, begin, end};
    if (input.scale > 0)
        return {m_file, input.fixed.begin + begin * input.scale, input.fixed.begin + end * input.scale};
    return input.fixed;
}

Token Lexer::make(TokenKind kind, Input &input, uint32_t begin, uint32_t end) const
{
    Token token;
    token.kind = kind;
    token.range = rangeOf(input, begin, end);
    token.text = input.text.substr(begin, end - begin);
    input.at = end;
    return token;
}

std::string_view Lexer::keep(std::string text)
{
    return m_texts.emplace_back(std::move(text));
}

Diagnostic &Lexer::addProblem(Token &token, std::string_view id, Text message, Text nextStep)
{
    token.problem = static_cast<uint32_t>(m_problems.size());
    return m_problems.emplace_back(Severity::Error, id, token.range, std::move(message), std::move(nextStep));
}

Token Lexer::next()
{
    Token token;
    if (!m_pasted.empty()) {
        token = m_pasted.front();
        m_pasted.pop_front();
        return token;
    }
    if (m_problems.size() > mostProblems) {
        token = make(TokenKind::End, m_fileInput, m_fileInput.at, m_fileInput.at);
        token.problem = toldProblem;
        return token;
    }
    m_adjacent = true;
    m_startsLine = m_fileInput.at == 0;
    skipBlanks(m_fileInput);
    const bool startsLine = m_startsLine;
    const bool adjacent = m_adjacent;
    token = scan(m_fileInput);
    token.startsLine = startsLine;
    token.adjacent = adjacent;
    return token;
}

bool Lexer::atComment(const Input &input) const
{
    const auto rest = input.text.substr(input.at);
    return rest.starts_with('#') || rest.starts_with("//") || rest.starts_with("/*");
}

void Lexer::skipBlanks(Input &input)
{
    while (input.at < input.text.size()) {
        const char c = input.text[input.at];
        if (c == '\n')
            m_startsLine = true;
        if (c == ' ' || (c >= '\t' && c <= '\r')) {
            ++input.at;
        } else if (atComment(input)) {
            const auto rest = input.text.substr(input.at);
            if (!rest.starts_with("/*")) {
                skipComment(input, std::min(rest.find('\n'), rest.size()));
                continue;
            }
            const auto close = rest.find("*/", 2);
            if (close == std::string_view::npos)
                return; // scan() tells of the unclosed comment
            skipComment(input, close + 2);
        } else {
            return;
        }
        m_adjacent = false;
    }
}

void Lexer::skipComment(Input &input, size_t length)
{
    const auto begin = input.at;
    input.at += static_cast<uint32_t>(length);
    m_adjacent = false;
    if (!input.isFile)
        return;
    m_comments.push_back({rangeOf(input, begin, input.at), m_startsLine});
    remarkCPreprocessor(input, input.text.substr(begin, length));
}

void Lexer::remarkCPreprocessor(const Input &input, std::string_view comment)
{
    const auto looksLike = [&](std::string_view directive, auto &&tail) {
        return comment.starts_with(directive) && comment.size() > directive.size() && tail(comment[directive.size()]);
    };
    if (!m_startsLine || m_remarks.size() > mostProblems)
        return;
    const auto end = input.at;
    const Range range = rangeOf(input, end - static_cast<uint32_t>(comment.size()), end);
    if (looksLike("#define ", [](char c) { return isWordStart(c); }))
        m_remarks.push_back(
            {Severity::Warning,
             "c-preprocessor",
             range,
             {TAPSCOPE_TEXT("Diagnostics", "this line is a comment: # starts a comment here, not a C directive"), {}},
             {TAPSCOPE_TEXT("Diagnostics", "write @define NAME %( … %) for a macro, and @NAME to use it"), {}},
             {},
             {}});
    else if (looksLike("#include ", [](char c) { return c == '<' || c == '"'; }))
        m_remarks.push_back(
            {Severity::Warning,
             "c-preprocessor",
             range,
             {TAPSCOPE_TEXT("Diagnostics", "this line is a comment: # starts a comment here, not a C directive"), {}},
             {TAPSCOPE_TEXT("Diagnostics", "scripts have no includes: functions are found by name in the tapset"), {}},
             {},
             {}});
}

Token Lexer::scan(Input &input)
{
    const auto rest = input.text.substr(std::min<size_t>(input.at, input.text.size()));
    if (rest.empty()) {
        Token end = make(TokenKind::End, input, input.at, input.at);
        if (input.isFile && m_sources.file(m_file).text().size() > mostBytes)
            addProblem(end, "file-too-large",
                       {TAPSCOPE_TEXT("Diagnostics", "this file is too large for a script (over 16 MiB)"), {}});
        return end;
    }
    const char c = rest[0];
    if ((c == '$' || c == '@') && rest.size() > 1 && (isDigit(rest[1]) || rest[1] == '#'))
        return argument(input);
    if (isWordStart(c) || (c == '@' && rest.size() > 1 && isWordStart(rest[1])))
        return word(input);
    if (isDigit(c))
        return number(input);
    if (c == '"')
        return string(input, "\"", "\"");
    if (c == '\'')
        return characterLiteral(input);
    if (rest.starts_with("%{"))
        return embeddedC(input);
    if (rest.starts_with("/*")) {
        const auto opening = input.at;
        Token token = make(TokenKind::Junk, input, opening, static_cast<uint32_t>(input.text.size()));
        token.range.end = rangeOf(input, opening, opening + 2).end;
        addProblem(token, "unclosed-comment", {TAPSCOPE_TEXT("Diagnostics", "this comment has no end"), {}},
                   {TAPSCOPE_TEXT("Diagnostics", "close it with */"), {}});
        return token;
    }
    if (static_cast<unsigned char>(c) >= 0x80)
        return nonAscii(input);
    return operatorToken(input);
}

Token Lexer::word(Input &input)
{
    const auto begin = input.at;
    auto end = begin;
    bool foreign = false;
    while (end < input.text.size()) {
        if (isWordPart(input.text[end]) || end == begin) {
            foreign = foreign || static_cast<unsigned char>(input.text[end]) >= 0x80;
            end += foreign && end == begin ? characterAt(input.text, end).bytes : 1;
        } else if (const auto letter = classifyForeign(input.text, end); letter.kind == Foreign::Letter) {
            foreign = true;
            end += letter.bytes;
        } else {
            break;
        }
    }
    Token token = make(TokenKind::Identifier, input, begin, end);
    if (foreign) {
        addProblem(token, "foreign-letter",
                   {TAPSCOPE_TEXT("Diagnostics", "the name '%1' has letters other than a-z, A-Z, 0-9 and _"),
                    {std::string(token.text)}},
                   {TAPSCOPE_TEXT("Diagnostics", "rename it; strings and comments may hold any text"), {}});
    } else if (token.text.starts_with('@')) {
        token.kind = TokenKind::AtWord;
    } else if (isKeyword(token.text) && !(token.text == "private" && isOlderThan("3.0"))) {
        token.kind = TokenKind::Keyword;
    } else if (token.text.starts_with("arg")) {
        noteArgumentVariable(token.text);
    }
    return token;
}

/// The library's variables argc, argv and argv_1 … hold the arguments too.
void Lexer::noteArgumentVariable(std::string_view name)
{
    if (name == "argc" || name == "argv" || name.starts_with("argv_"))
        m_usedArguments.assign(m_usedArguments.size(), true);
}

Token Lexer::operatorToken(Input &input)
{
    const auto rest = input.text.substr(input.at);
    for (const auto candidate : operators) {
        if (rest.starts_with(candidate))
            return make(TokenKind::Operator, input, input.at, input.at + static_cast<uint32_t>(candidate.size()));
    }
    if (singles.contains(rest[0]))
        return make(TokenKind::Operator, input, input.at, input.at + 1);
    return junk(input);
}

Token Lexer::junk(Input &input)
{
    const char c = input.text[input.at];
    const auto behind = std::min(input.text.find_first_not_of(c, input.at), input.text.size());
    Token token = make(TokenKind::Junk, input, input.at, static_cast<uint32_t>(behind));
    if (c == '@') {
        addProblem(
            token, "stray-at", {TAPSCOPE_TEXT("Diagnostics", "'@' must be followed by a name or a number"), {}},
            {TAPSCOPE_TEXT("Diagnostics",
                           "operators such as @count, macros such as @name and arguments such as @1 have no blank behind the @"),
             {}});
    } else if (c == '`') {
        addProblem(token, "stray-character", {TAPSCOPE_TEXT("Diagnostics", "'%1' has no meaning in a script"), {"`"}},
                   {TAPSCOPE_TEXT("Diagnostics", "strings are written in double quotes"), {}});
    } else if (c == '\\') {
        addProblem(token, "stray-character", {TAPSCOPE_TEXT("Diagnostics", "'%1' has no meaning outside of strings"), {"\\"}},
                   {TAPSCOPE_TEXT("Diagnostics", "remove it: lines go on by themselves, line ends have no meaning"), {}});
    } else {
        static constexpr std::string_view digits = "0123456789abcdef";
        const auto byte = static_cast<unsigned char>(c);
        const std::string shown = byte > 0x20 && byte < 0x7f ? std::string(1, c)
                                                             : std::string("\\x") + digits[byte >> 4] + digits[byte & 15];
        addProblem(token, "stray-character", {TAPSCOPE_TEXT("Diagnostics", "'%1' has no meaning in a script"), {shown}},
                   {TAPSCOPE_TEXT("Diagnostics", "remove it, or put it into a string or a comment"), {}});
    }
    return token;
}

}
