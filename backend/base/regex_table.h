// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

namespace tapscope {

class Regex;

/// A deterministic automaton that tells whether a text has a match, in one step for each byte: the next state is
/// next[state * 256 + byte]. A text ends with a byte 0, which is a step as well. Both `found` and `lost` are left no more.
struct RegexTable {
    static constexpr uint8_t found = 0, lost = 1;
    static constexpr size_t mostStates = 128;

    uint8_t start = found;
    std::vector<uint8_t> next;

    [[nodiscard]] size_t states() const { return next.size() / 256; }
    [[nodiscard]] bool matches(std::string_view text) const;
};

/// By the subset construction. Nothing: it would have more than RegexTable::mostStates states.
[[nodiscard]] std::optional<RegexTable> regexTable(const Regex &regex);
/// The same for texts that contain `literal`.
[[nodiscard]] std::optional<RegexTable> containsTable(std::string_view literal);

}
