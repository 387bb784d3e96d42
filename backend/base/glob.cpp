// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "base/glob.h"

#include <cstddef>

namespace tapscope {

namespace {

// Matches one character against the class that starts at pattern[at] == '['; moves `at` behind the class.
// An unclosed class is an ordinary '['.
bool classMatches(std::string_view pattern, size_t &at, char c)
{
    size_t i = at + 1;
    const bool negated = i < pattern.size() && (pattern[i] == '!' || pattern[i] == '^');
    if (negated)
        ++i;
    bool found = false;
    for (bool first = true; i < pattern.size() && (first || pattern[i] != ']'); first = false, ++i) {
        if (i + 2 < pattern.size() && pattern[i + 1] == '-' && pattern[i + 2] != ']') {
            found = found || (pattern[i] <= c && c <= pattern[i + 2]);
            i += 2;
        } else {
            found = found || pattern[i] == c;
        }
    }
    if (i >= pattern.size()) {
        ++at;
        return c == '[';
    }
    at = i + 1;
    return found != negated;
}

}

bool globMatches(std::string_view pattern, std::string_view name)
{
    size_t p = 0;
    size_t n = 0;
    size_t starPattern = std::string_view::npos;
    size_t starName = 0;
    while (n < name.size()) {
        size_t next = p;
        bool matches = false;
        if (p < pattern.size()) {
            if (pattern[p] == '*') {
                starPattern = ++p;
                starName = n;
                continue;
            }
            if (pattern[p] == '[')
                matches = classMatches(pattern, next, name[n]);
            else {
                matches = pattern[p] == '?' || pattern[p] == name[n];
                next = p + 1;
            }
        }
        if (matches) {
            p = next;
            ++n;
        } else if (starPattern != std::string_view::npos) {
            p = starPattern;
            n = ++starName;
        } else {
            return false;
        }
    }
    while (p < pattern.size() && pattern[p] == '*')
        ++p;
    return p == pattern.size();
}

bool isGlob(std::string_view pattern)
{
    return pattern.find_first_of("*?[") != std::string_view::npos;
}

}
