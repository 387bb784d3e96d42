// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "base/regex.h"

#include <cstdint>
#include <expected>
#include <map>
#include <string>
#include <string_view>

namespace tapscope::engine {

/// The compiled regular expressions of a script.
class RegexCache {
public:
    /// Null for one that cannot be compiled, which the analysis has refused.
    [[nodiscard]] const Regex *get(std::string_view pattern);

private:
    std::map<std::string, Regex, std::less<>> m_regexes;
};

/// What matched() and ngroups() tell of the last =~ of a handler's run.
class LastMatch {
public:
    [[nodiscard]] bool match(const Regex *regex, std::string_view text);
    /// The text of group `number`, 0 for all; empty for one that took no part. The error is the handler's.
    [[nodiscard]] std::expected<std::string_view, std::string> group(int64_t number) const;
    [[nodiscard]] int64_t count() const { return static_cast<int64_t>(m_groups.size()); }

private:
    std::string m_text;
    Regex::Groups m_groups; ///< empty: the match failed
};

}
