// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "engine/runtime/regex_functions.h"

namespace tapscope::engine {

const Regex *RegexCache::get(std::string_view pattern)
{
    if (const auto found = m_regexes.find(pattern); found != m_regexes.end())
        return &found->second;
    auto regex = Regex::compile(pattern);
    return regex ? &m_regexes.emplace(std::string(pattern), std::move(*regex)).first->second : nullptr;
}

bool LastMatch::match(const Regex *regex, std::string_view text)
{
    m_groups.clear();
    if (!regex)
        return false;
    auto groups = regex->search(text);
    if (!groups)
        return false;
    m_text = text;
    m_groups = std::move(*groups);
    return true;
}

std::expected<std::string_view, std::string> LastMatch::group(int64_t number) const
{
    if (m_groups.empty())
        return std::unexpected("Attempted to get subexpression " + std::to_string(number) + " from failed match");
    if (number < 0 || number >= count())
        return std::unexpected("Attempted to get nonexistent subexpression " + std::to_string(number));
    const auto &span = m_groups[static_cast<size_t>(number)];
    return span ? std::string_view(m_text).substr(span->begin, span->end - span->begin) : std::string_view();
}

}
