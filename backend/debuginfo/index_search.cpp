// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "debuginfo/index_search.h"

#include "base/glob.h"
#include "debuginfo/line_table.h"

#include <algorithm>

namespace tapscope::debuginfo {

namespace {

char lower(char c)
{
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

bool isLetterOrDigit(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

bool startsWord(std::string_view name, size_t at)
{
    if (at == 0 || !isLetterOrDigit(name[at - 1]))
        return true;
    return name[at] >= 'A' && name[at] <= 'Z' && name[at - 1] >= 'a' && name[at - 1] <= 'z';
}

constexpr int perLetter = 16;
constexpr int besideEachOther = 12;
constexpr int wordStart = 10;
constexpr int wholeStart = 14;
constexpr int mostForLength = 40;

}

int fuzzyScore(std::string_view typed, std::string_view name)
{
    if (typed.empty() || typed.size() > name.size())
        return 0;
    // The first end at which all letters have occurred, then back from there for the shortest stretch that holds them.
    size_t at = 0;
    size_t letter = 0;
    for (; at < name.size() && letter < typed.size(); ++at) {
        if (lower(name[at]) == lower(typed[letter]))
            ++letter;
    }
    if (letter < typed.size())
        return 0;
    int score = 0;
    size_t later = 0;
    for (size_t i = at, left = typed.size(); left > 0;) {
        --i;
        if (lower(name[i]) != lower(typed[left - 1]))
            continue;
        score += perLetter + (startsWord(name, i) ? wordStart : 0);
        if (left < typed.size() && later == i + 1)
            score += besideEachOther;
        later = i;
        --left;
    }
    if (later == 0)
        score += wholeStart;
    // A whole stretch further on is better than letters here and there.
    const auto same = [](char a, char b) { return lower(a) == lower(b); };
    const auto whole = std::ranges::search(name, typed, same);
    if (!whole.empty()) {
        const auto begin = static_cast<size_t>(whole.begin() - name.begin());
        const int length = static_cast<int>(typed.size());
        score = std::max(score,
                         length * perLetter + (length - 1) * besideEachOther + (startsWord(name, begin) ? wordStart * 2 : 0)
                             + (begin == 0 ? wholeStart : 0));
    }
    return score + std::max(0, mostForLength - static_cast<int>(name.size() - typed.size())) + 1;
}

std::vector<SearchHit> searchNames(const IndexData &data, std::string_view text, size_t most, std::stop_token stop)
{
    constexpr size_t stopEvery = 4096;
    std::vector<SearchHit> hits;
    const bool wildcard = text.find_first_of("*?") != std::string_view::npos;
    const auto score = [&](std::string_view name) {
        return !wildcard              ? fuzzyScore(text, name)
            : globMatches(text, name) ? 1 + std::max(0, 1000 - static_cast<int>(name.size()))
                                      : 0;
    };
    const auto functions = data.functions();
    for (uint32_t id = 0; id < functions.size(); ++id) {
        if (id % stopEvery == 0 && stop.stop_requested())
            return {};
        const index_format::Function &function = functions[id];
        // Static functions of headers: each file that includes them has its own, all with one name and place.
        const bool repeated = id > 0 && functions[id - 1].name == function.name && functions[id - 1].file == function.file
            && functions[id - 1].line == function.line;
        if (repeated || (function.lowPc == 0 && function.copies == 0))
            continue;
        int best = score(data.text(function.name));
        if (function.qualifiedName != function.name)
            best = std::max(best, score(data.text(function.qualifiedName)));
        if (best > 0)
            hits.push_back({SearchHit::Kind::Function, id, best});
    }
    const auto files = data.files();
    for (uint32_t id = 0; id < files.size(); ++id) {
        if (id % stopEvery == 0 && stop.stop_requested())
            return {};
        const std::string_view path = data.text(files[id].path);
        const std::string_view name = path.substr(path.rfind('/') + 1);
        const int best = wildcard ? (fileMatches(text, path) ? score(name) + 1 : 0) : std::max(score(path) / 2, score(name));
        if (best > 0)
            hits.push_back({SearchHit::Kind::File, id, best});
    }
    // Equal ones by kind and by name.
    const auto better = [](const SearchHit &a, const SearchHit &b) {
        return a.score != b.score ? a.score > b.score : a.kind != b.kind ? a.kind < b.kind : a.id < b.id;
    };
    const size_t count = std::min(most, hits.size());
    std::ranges::partial_sort(hits, hits.begin() + static_cast<ptrdiff_t>(count), better);
    hits.resize(count);
    return hits;
}

}
