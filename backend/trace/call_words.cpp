// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "trace/call_words.h"

#include <cstddef>

namespace tapscope::trace {

namespace {

bool isBlank(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

/// "->", "=>", "<-", "<=", "-->", "→" and the like.
size_t arrowLength(std::string_view text)
{
    if (text.starts_with("\xe2\x86\x92") || text.starts_with("\xe2\x86\x90"))
        return 3;
    size_t end = 0;
    bool hasHead = false;
    while (end < text.size() && end < 4) {
        const char c = text[end];
        if (c == '<' || c == '>')
            hasHead = true;
        else if (c != '-' && c != '=')
            break;
        ++end;
    }
    return hasHead && end >= 2 ? end : 0;
}

size_t wordLength(std::string_view text)
{
    size_t end = 0;
    while (end < text.size() && !isBlank(text[end])) {
        if (text[end] == '(' && end > 0) {
            if (!text.substr(0, end).ends_with("operator") || !text.substr(end).starts_with("()"))
                break;
            end += 2;
            continue;
        }
        ++end;
    }
    while (end > 1 && (text[end - 1] == ':' || text[end - 1] == ',' || text[end - 1] == '='))
        --end;
    return end;
}

}

std::string_view trimmed(std::string_view text)
{
    while (!text.empty() && isBlank(text.front()))
        text.remove_prefix(1);
    while (!text.empty() && isBlank(text.back()))
        text.remove_suffix(1);
    return text;
}

std::string_view restOfCall(std::string_view text)
{
    text = trimmed(text);
    while (!text.empty() && (text.front() == ':' || text.front() == ',' || text.front() == '='))
        text = trimmed(text.substr(1));
    return text;
}

std::string_view returnedValue(std::string_view rest)
{
    constexpr std::string_view label = "return=";
    const std::string_view text = trimmed(rest);
    return text.starts_with(label) ? text.substr(label.size()) : rest;
}

CallWords splitCall(std::string_view text)
{
    CallWords words;
    text = trimmed(text);
    words.arrow = text.substr(0, arrowLength(text));
    text = trimmed(text.substr(words.arrow.size()));
    const size_t end = wordLength(text);
    words.function = text.substr(0, end);
    words.rest = restOfCall(text.substr(end));
    return words;
}

}
