// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "base/text.h"

#include <bitset>
#include <cstdint>
#include <expected>
#include <optional>
#include <string_view>
#include <vector>

namespace tapscope {

/// The regular expressions of the script language: POSIX extended ones without back-references, over bytes. A search takes time
/// in proportion to the text times the expression, whatever the two are.
class Regex {
public:
    struct Problem {
        size_t at = 0; ///< byte of the pattern
        Text what;
        Text nextStep;
    };
    /// Where a group matched; unset when it took no part.
    struct Span {
        size_t begin = 0, end = 0;
        friend bool operator==(const Span &, const Span &) = default;
    };
    using Groups = std::vector<std::optional<Span>>;

    [[nodiscard]] static std::expected<Regex, Problem> compile(std::string_view pattern);

    /// Groups of the pattern, without the whole.
    [[nodiscard]] uint32_t groupCount() const { return m_groups; }
    [[nodiscard]] bool matches(std::string_view text) const { return find(text).has_value(); }
    /// The leftmost match, of these the longest: the whole first, then the groups in the order of their parentheses.
    [[nodiscard]] std::optional<Groups> search(std::string_view text) const;

private:
    friend class RegexCompiler;
    friend class RegexTabulator;
    using Bytes = std::bitset<256>;
    /// A step of the automaton. Split prefers `next`.
    struct Step {
        enum class Kind : uint8_t { Byte, Split, Jump, Save, Begin, End, Match } kind = Kind::Match;
        uint32_t next = 0;
        uint32_t other = 0; ///< Split: the second way; Save: the slot; Byte: index of the set
    };

    [[nodiscard]] std::optional<Span> find(std::string_view text) const;
    [[nodiscard]] Groups groupsOf(std::string_view text, Span whole) const;

    std::vector<Step> m_steps;
    std::vector<Bytes> m_sets;
    uint32_t m_groups = 0;
};

}
