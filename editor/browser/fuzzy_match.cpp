// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "editor/browser/fuzzy_match.h"

#include <algorithm>
#include <array>
#include <cstring>

namespace tapscope::editor {

namespace {

char lowered(char c)
{
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

std::string loweredAll(std::string_view text)
{
    std::string out(text);
    std::ranges::transform(out, out.begin(), lowered);
    return out;
}

uint64_t lettersOf(std::string_view lower)
{
    uint64_t letters = 0;
    for (const char c : lower)
        letters |= uint64_t(1) << (static_cast<unsigned char>(c) & 63U);
    return letters;
}

bool isWordStart(std::string_view name, size_t at)
{
    if (at == 0)
        return true;
    const char before = name[at - 1];
    return !(before >= 'a' && before <= 'z') && !(before >= '0' && before <= '9');
}

constexpr size_t longestName = 160;
constexpr size_t longestTyped = 40;
constexpr int impossible = -1'000'000;

/// Points for the character at a place of the name, without what is before it.
int placeScore(std::string_view name, size_t at)
{
    return 8 + (isWordStart(name, at) ? (at == 0 ? 18 : 14) : 0);
}

/// The best way to find the typed characters in the name: each either right behind the one before, or further on at a cost for
/// each character left out. `rows` gets what was reached at each place, for finding the way back.
int bestScore(std::string_view typed, std::string_view name, std::vector<std::array<int, longestName>> *rows)
{
    // Each row is written before it is read, so nothing is cleared: this runs for every name at every key.
    std::array<int, longestName> rowA, rowB;
    int *before = rowA.data(), *now = rowB.data();
    const size_t size = name.size();
    for (size_t i = 0; i < typed.size(); ++i) {
        int carried = impossible; // best end of the characters before, at least one place away
        bool any = false;
        for (size_t j = 0; j < size; ++j) {
            int from = 0;
            if (i > 0) {
                from = std::max(carried, j > 0 ? before[j - 1] + 10 : impossible);
                carried = std::max(carried, j > 0 ? before[j - 1] : impossible) - 1;
            }
            const bool fits = name[j] == typed[i] && from > impossible / 2;
            now[j] = fits ? from + placeScore(name, j) : impossible;
            any = any || fits;
        }
        if (!any)
            return 0;
        if (rows)
            std::copy_n(now, size, rows->emplace_back().begin());
        std::swap(before, now);
    }
    return std::max(1, *std::max_element(before, before + size));
}

bool holdsInOrder(std::string_view typed, std::string_view name)
{
    size_t at = 0;
    for (const char wanted : typed) {
        const void *found = at < name.size() ? std::memchr(name.data() + at, wanted, name.size() - at) : nullptr;
        if (!found)
            return false;
        at = static_cast<size_t>(static_cast<const char *>(found) - name.data()) + 1;
    }
    return true;
}

}

int fuzzyScore(std::string_view lowerTyped, std::string_view lowerName)
{
    if (lowerTyped.empty())
        return 1;
    if (lowerTyped.size() > longestTyped || !holdsInOrder(lowerTyped, lowerName))
        return 0;
    const int best = bestScore(lowerTyped, lowerName.substr(0, longestName), nullptr);
    if (best <= 0)
        return 0;
    const int same = lowerName == lowerTyped ? 60 : 0;
    return std::max(1, (best + same) * 4 - static_cast<int>(std::min<size_t>(lowerName.size(), 200)));
}

std::vector<int> fuzzyPlaces(std::string_view typed, std::string_view name)
{
    const std::string lowerTyped = loweredAll(typed);
    const std::string lowerName = loweredAll(name).substr(0, longestName);
    std::vector<std::array<int, longestName>> rows;
    std::vector<int> places;
    if (lowerTyped.empty() || lowerTyped.size() > longestTyped || bestScore(lowerTyped, lowerName, &rows) <= 0)
        return places;
    // From the best end back: where each character came from is what leads to its score.
    size_t end = lowerName.size();
    for (size_t i = rows.size(); i-- > 0;) {
        size_t best = 0;
        int score = impossible * 2;
        for (size_t j = 0; j < end; ++j) {
            int through = rows[i][j];
            if (i + 1 < rows.size())
                through += j + 1 == end ? 10 : -static_cast<int>(end - j - 1);
            if (through > score) {
                score = through;
                best = j;
            }
        }
        places.insert(places.begin(), static_cast<int>(best));
        end = best;
    }
    return places;
}

void FuzzyNames::reserve(size_t names, size_t bytes)
{
    m_ends.reserve(names);
    m_letters.reserve(names);
    m_text.reserve(bytes);
    m_lower.reserve(bytes);
}

void FuzzyNames::add(std::string_view name)
{
    m_text += name;
    const std::string lower = loweredAll(name);
    m_lower += lower;
    m_letters.push_back(lettersOf(lower));
    m_ends.push_back(static_cast<uint32_t>(m_text.size()));
}

std::string_view FuzzyNames::name(size_t index) const
{
    const size_t begin = index == 0 ? 0 : m_ends[index - 1];
    return std::string_view(m_text).substr(begin, m_ends[index] - begin);
}

std::vector<FuzzyNames::Hit> FuzzyNames::search(std::string_view typed, size_t most, size_t *total) const
{
    const std::string lower = loweredAll(typed);
    const uint64_t letters = lettersOf(lower);
    std::vector<Hit> hits;
    for (size_t i = 0; i < m_ends.size(); ++i) {
        if ((m_letters[i] & letters) != letters)
            continue;
        const size_t begin = i == 0 ? 0 : m_ends[i - 1];
        const int score = fuzzyScore(lower, std::string_view(m_lower).substr(begin, m_ends[i] - begin));
        if (score > 0)
            hits.push_back({static_cast<uint32_t>(i), score});
    }
    if (total)
        *total = hits.size();
    const auto better = [](const Hit &a, const Hit &b) { return a.score != b.score ? a.score > b.score : a.index < b.index; };
    const size_t kept = std::min(most, hits.size());
    std::ranges::partial_sort(hits, hits.begin() + static_cast<ptrdiff_t>(kept), better);
    hits.resize(kept);
    return hits;
}

}
