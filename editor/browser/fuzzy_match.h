// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace tapscope::editor {

/// A set of names that is searched at each key: a name fits when it holds the typed characters in their order, whatever is
/// between ("tasc" finds tcp_ack_snd_check). Upper case is the same as lower case.
class FuzzyNames {
public:
    void add(std::string_view name);
    void reserve(size_t names, size_t bytes);
    [[nodiscard]] size_t size() const { return m_ends.size(); }
    [[nodiscard]] std::string_view name(size_t index) const;

    struct Hit {
        uint32_t index = 0;
        int score = 0;
    };
    /// The `most` names that fit best, best first; equal ones in the order in which they were added. `total` is how many fit.
    [[nodiscard]] std::vector<Hit> search(std::string_view typed, size_t most, size_t *total = nullptr) const;

private:
    std::string m_text; ///< all names, one behind the other
    std::string m_lower;
    std::vector<uint32_t> m_ends;
    std::vector<uint64_t> m_letters; ///< which characters a name holds, to leave most names out at a glance
};

/// How well `name` fits; 0 when it does not. Runs of characters, starts of words and short names count more.
[[nodiscard]] int fuzzyScore(std::string_view lowerTyped, std::string_view lowerName);

/// Where the typed characters are in `name`, for showing them.
[[nodiscard]] std::vector<int> fuzzyPlaces(std::string_view typed, std::string_view name);

}
