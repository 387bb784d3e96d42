// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "base/similar.h"

#include <algorithm>
#include <cctype>

namespace tapscope {

namespace {

char lower(char c)
{
    return static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
}

// Optimal string alignment distance on lower-cased names; gives up (returns limit + 1) past `limit`.
size_t distance(std::string_view a, std::string_view b, size_t limit)
{
    if (a.size() > b.size() + limit || b.size() > a.size() + limit)
        return limit + 1;
    std::vector<size_t> before(b.size() + 1);
    std::vector<size_t> last(b.size() + 1);
    std::vector<size_t> now(b.size() + 1);
    for (size_t j = 0; j <= b.size(); ++j)
        last[j] = j;
    for (size_t i = 1; i <= a.size(); ++i) {
        now[0] = i;
        size_t best = now[0];
        for (size_t j = 1; j <= b.size(); ++j) {
            const bool same = lower(a[i - 1]) == lower(b[j - 1]);
            now[j] = std::min({last[j] + 1, now[j - 1] + 1, last[j - 1] + (same ? 0 : 1)});
            if (i > 1 && j > 1 && lower(a[i - 1]) == lower(b[j - 2]) && lower(a[i - 2]) == lower(b[j - 1]))
                now[j] = std::min(now[j], before[j - 2] + 1);
            best = std::min(best, now[j]);
        }
        if (best > limit)
            return limit + 1;
        std::swap(before, last);
        std::swap(last, now);
    }
    return last[b.size()];
}

}

std::vector<std::string> similarNames(std::string_view name, std::span<const std::string> candidates, size_t most)
{
    struct Scored {
        size_t score;
        const std::string *candidate;
    };
    std::vector<Scored> near;
    constexpr size_t mostChanges = 8; // of long names; what differs in more is something else
    const size_t limit = std::clamp<size_t>(name.size() / 3, 1, mostChanges);
    for (const std::string &candidate : candidates) {
        if (candidate == name)
            continue;
        const size_t score = distance(name, candidate, limit);
        if (score <= limit)
            near.push_back({score, &candidate});
    }
    std::ranges::stable_sort(near, [](const Scored &a, const Scored &b) {
        return a.score != b.score ? a.score < b.score : *a.candidate < *b.candidate;
    });
    std::vector<std::string> out;
    for (const Scored &scored : near) {
        if (out.size() == most)
            break;
        if (std::ranges::find(out, *scored.candidate) == out.end())
            out.push_back(*scored.candidate);
    }
    return out;
}

}
