// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "services/completion.h"

#include <algorithm>
#include <array>

namespace tapscope::services {

namespace {

char lower(char c)
{
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

bool isWord(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

// The first character, one behind a separator, or an upper-case one behind a lower-case one.
bool startsWord(std::string_view name, size_t at)
{
    if (at == 0)
        return true;
    const char before = name[at - 1], here = name[at];
    return !isWord(before) || (here >= 'A' && here <= 'Z' && before >= 'a' && before <= 'z');
}

// The first place from `from` on that fits `c`, preferring the start of a word.
size_t place(std::string_view name, char c, size_t from, bool wordStart)
{
    for (size_t i = from; i < name.size(); ++i) {
        if (lower(name[i]) == c && (!wordStart || startsWord(name, i)))
            return i;
    }
    return std::string_view::npos;
}

constexpr int none = -1;

// `boundaries`: jump to starts of words where that is possible.
int subsequenceScore(std::string_view typed, std::string_view name, bool boundaries)
{
    int score = 0;
    size_t from = 0;
    for (size_t i = 0; i < typed.size(); ++i) {
        const char c = lower(typed[i]);
        size_t at = std::string_view::npos;
        if (i > 0 && from < name.size() && lower(name[from]) == c)
            at = from;
        if (at == std::string_view::npos && boundaries)
            at = place(name, c, from, true);
        if (at == std::string_view::npos)
            at = place(name, c, from, false);
        if (at == std::string_view::npos)
            return none;
        if (at == from && i > 0)
            score += 12;
        else if (startsWord(name, at))
            score += 10;
        else
            score += 1;
        if (name[at] == typed[i])
            score += 1;
        from = at + 1;
    }
    return score;
}

}

int matchScore(std::string_view typed, std::string_view name)
{
    if (typed.empty())
        return 0;
    if (typed.size() > name.size())
        return none;
    size_t same = 0;
    bool exactCase = true;
    while (same < typed.size() && lower(typed[same]) == lower(name[same])) {
        exactCase = exactCase && typed[same] == name[same];
        ++same;
    }
    const int shorter = 40 - static_cast<int>(std::min<size_t>(name.size(), 40));
    if (same == typed.size())
        return (name.size() == typed.size() ? 4000 : 2000) + (exactCase ? 500 : 0) + shorter;
    const int score = std::max(subsequenceScore(typed, name, true), subsequenceScore(typed, name, false));
    if (score == none)
        return none;
    // One or two characters somewhere inside of a long name are chance.
    const bool starts = lower(typed.front()) == lower(name.front()) || (!isWord(name.front()) && name.size() > 1);
    if (!starts && typed.size() < 2
        && !startsWord(name,
                       place(name, lower(typed.front()), 0, true) == std::string_view::npos
                           ? name.size() - 1
                           : place(name, lower(typed.front()), 0, true)))
        return none;
    return score * 10 + (starts ? 100 : 0) + shorter;
}

std::vector<CompletionMatch> matches(const CompletionList &list, std::string_view typed, size_t most)
{
    std::vector<CompletionMatch> out;
    for (size_t i = 0; i < list.items.size(); ++i) {
        const int score = matchScore(typed, list.items[i].label);
        if (score >= 0)
            out.push_back({static_cast<uint32_t>(i), score});
    }
    const auto better = [&](const CompletionMatch &a, const CompletionMatch &b) {
        const CompletionItem &x = list.items[a.item], &y = list.items[b.item];
        // The very name beats a prefix, that beats a fitting group, and that how well characters in the middle match.
        const auto band = [&](int score) { return typed.empty() || score >= 4500 ? 0 : score >= 2000 ? 1 : 2; };
        if (band(a.score) != band(b.score))
            return band(a.score) < band(b.score);
        if (x.group != y.group)
            return x.group < y.group;
        if (a.score != b.score)
            return a.score > b.score;
        if (x.label != y.label)
            return x.label < y.label;
        return a.item < b.item;
    };
    const size_t kept = std::min(most, out.size());
    std::ranges::partial_sort(out, out.begin() + static_cast<ptrdiff_t>(kept), better);
    out.resize(kept);
    return out;
}

}
