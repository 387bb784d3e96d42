// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "engine/runtime/error_text.h"

#include "base/characters.h"
#include "engine/runtime/format.h"
#include "translator/error_words.h"

#include <algorithm>
#include <array>

namespace tapscope::engine {

namespace {

constexpr std::array<std::string_view, 22> keywords = {
    "probe",  "global", "private", "function", "if",   "else",   "for",  "foreach", "in",    "limit", "return",
    "delete", "while",  "break",   "continue", "next", "string", "long", "try",     "catch", "stats", "do",
};

/// The first token of the text, as stap names it in messages: the kind, then the token in quotes unless it is a keyword.
std::string describeToken(std::string_view text)
{
    if (text.empty())
        return "operator ''";
    const auto quoted = [](std::string_view kind, std::string_view token) {
        return std::string(kind) + " '" + std::string(token) + '\'';
    };
    const char c = text.front();
    if (isWordStart(c) || (c == '@' && text.size() > 1 && isWordStart(text[1]))) {
        size_t end = 1;
        while (end < text.size() && isWordPart(text[end]))
            ++end;
        const std::string_view word = text.substr(0, end);
        if (c == '@')
            return quoted("operator", word);
        return std::ranges::find(keywords, word) != keywords.end() ? std::string("keyword") : quoted("identifier", word);
    }
    if (isDigit(c)) {
        size_t end = 1;
        while (end < text.size() && isWordPart(text[end]))
            ++end;
        return quoted("number", text.substr(0, end));
    }
    if (c == '"') {
        size_t end = 1;
        while (end < text.size() && text[end] != '"')
            end += text[end] == '\\' ? 2 : 1;
        return quoted("string", text.substr(1, std::min(end, text.size()) - 1));
    }
    static constexpr std::array<std::string_view, 30> longOperators = {
        "<<<", ">>>", "<<=", ">>=", "==", "!=", "<=", ">=", "=~", "!~", "+=", "-=", "*=", "/=", "%=",
        "&=",  "^=",  "|=",  ".=",  "&&", "||", "++", "--", "->", "<<", ">>", "%(", "%?", "%:", "%)",
    };
    for (const std::string_view op : longOperators) {
        if (text.starts_with(op))
            return quoted("operator", op);
    }
    return quoted("operator", text.substr(0, 1));
}

}

std::string errorText(std::string_view message, const script::Range &range, const script::SourceSet &sources)
{
    std::string out = "ERROR: ";
    out += message;
    if (range.file >= sources.size())
        return out;
    const std::string_view text = sources.file(range.file).text();
    out += " near ";
    out += describeToken(range.begin < text.size() ? text.substr(range.begin) : std::string_view());
    out += " at ";
    out += sources.where(range);
    return out;
}

std::string readFaultMessage(uint64_t address)
{
    std::string out = "read fault [man error::fault] at ";
    appendHex(out, address);
    return out;
}

std::optional<std::string> errorMessage(const translator::Bundle &bundle, translator::RuntimeError error,
                                        const translator::ErrorSite &where, int64_t operand)
{
    switch (error) {
    case translator::RuntimeError::ReadFault: return readFaultMessage(static_cast<uint64_t>(operand));
    case translator::RuntimeError::Raised: return where.subject;
    case translator::RuntimeError::DivisionByZero:
    case translator::RuntimeError::ArrayOverflow:
    case translator::RuntimeError::MaxAction:
    case translator::RuntimeError::EmptyAggregate:
    case translator::RuntimeError::BucketRange:
        return translator::errorWords(error, translator::declaredSize(bundle.program, where.subject));
    }
    return std::nullopt;
}

}
