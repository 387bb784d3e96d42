// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "trace/text_filter.h"

#include <algorithm>

namespace tapscope::trace {

namespace {

char lowered(char c)
{
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

}

bool containsIgnoringCase(std::string_view text, std::string_view needle)
{
    return std::search(text.begin(), text.end(), needle.begin(), needle.end(), [](char a, char b) { return lowered(a) == b; })
        != text.end()
        || needle.empty();
}

void TextFilter::set(std::string text)
{
    m_text = std::move(text);
    m_lowered = m_text;
    for (char &c : m_lowered)
        c = lowered(c);
    m_functions.clear();
    m_strings.clear();
}

bool TextFilter::remember(std::vector<Answer> &answers, uint32_t id, std::string_view text) const
{
    if (id >= answers.size())
        answers.resize(std::max<size_t>(size_t{id} + 1, answers.size() * 2), Answer::Unknown);
    const bool matches = containsIgnoringCase(text, m_lowered);
    answers[id] = matches ? Answer::Yes : Answer::No;
    return matches;
}

}
