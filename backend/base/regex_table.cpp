// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "base/regex_table.h"

#include "base/regex.h"

#include <algorithm>
#include <map>
#include <string>

namespace tapscope {

bool RegexTable::matches(std::string_view text) const
{
    uint8_t state = start;
    for (size_t at = 0; at <= text.size() && state > lost; ++at)
        state = next[size_t{state} * 256 + (at < text.size() ? static_cast<unsigned char>(text[at]) : 0u)];
    return state == found;
}

class RegexTabulator {
public:
    explicit RegexTabulator(const Regex &regex) : m_regex(regex) {}

    std::optional<RegexTable> tabulate()
    {
        // The rows of `found` and of `lost`.
        m_table.next.assign(512, RegexTable::found);
        std::fill(m_table.next.begin() + 256, m_table.next.end(), RegexTable::lost);
        m_sets.resize(2);
        const auto start = stateOf({closure({0}, true, false), true});
        if (!start)
            return std::nullopt;
        m_table.start = *start;
        for (size_t state = 2; state < m_sets.size(); ++state) {
            m_table.next.resize((state + 1) * 256, RegexTable::lost);
            for (unsigned byte = 0; byte < 256; ++byte) {
                const auto next = byte == 0 ? atEnd(state) : stateOf({after(state, byte), false});
                if (!next)
                    return std::nullopt;
                m_table.next[state * 256 + byte] = *next;
            }
        }
        return std::move(m_table);
    }

private:
    using Kind = Regex::Step::Kind;
    using Steps = std::vector<uint32_t>;
    struct Set {
        Steps steps; ///< sorted; of kind Byte, End or Match
        bool atBegin = false;
        friend auto operator<=>(const Set &, const Set &) = default;
    };

    Steps closure(Steps open, bool atBegin, bool atEnd) const
    {
        std::vector<bool> seen(m_regex.m_steps.size());
        Steps out;
        while (!open.empty()) {
            const uint32_t s = open.back();
            open.pop_back();
            if (seen[s])
                continue;
            seen[s] = true;
            const Regex::Step &step = m_regex.m_steps[s];
            switch (step.kind) {
            case Kind::Split: open.push_back(step.other); [[fallthrough]];
            case Kind::Jump:
            case Kind::Save: open.push_back(step.next); break;
            case Kind::Begin:
                if (atBegin)
                    open.push_back(step.next);
                break;
            case Kind::End:
                if (atEnd)
                    open.push_back(step.next);
                else
                    out.push_back(s);
                break;
            case Kind::Byte:
            case Kind::Match: out.push_back(s); break;
            }
        }
        std::ranges::sort(out);
        return out;
    }

    bool isMatch(const Steps &steps) const
    {
        return std::ranges::any_of(steps, [this](uint32_t s) { return m_regex.m_steps[s].kind == Kind::Match; });
    }

    /// A match may begin at each place, so the first step is always among the next ones.
    Steps after(size_t state, unsigned byte) const
    {
        Steps next{0};
        for (const uint32_t s : m_sets[state].steps) {
            const Regex::Step &step = m_regex.m_steps[s];
            if (step.kind == Kind::Byte && m_regex.m_sets[step.other][byte])
                next.push_back(step.next);
        }
        return closure(std::move(next), false, false);
    }

    std::optional<uint8_t> atEnd(size_t state) const
    {
        return isMatch(closure(m_sets[state].steps, m_sets[state].atBegin, true)) ? RegexTable::found : RegexTable::lost;
    }

    std::optional<uint8_t> stateOf(Set set)
    {
        if (isMatch(set.steps))
            return RegexTable::found;
        if (set.steps.empty())
            return RegexTable::lost;
        const auto [known, isNew] = m_states.emplace(set, static_cast<uint8_t>(m_sets.size()));
        if (isNew) {
            if (m_sets.size() == RegexTable::mostStates)
                return std::nullopt;
            m_sets.push_back(std::move(set));
        }
        return known->second;
    }

    const Regex &m_regex;
    RegexTable m_table;
    std::vector<Set> m_sets; ///< by state
    std::map<Set, uint8_t> m_states;
};

std::optional<RegexTable> regexTable(const Regex &regex)
{
    return RegexTabulator(regex).tabulate();
}

std::optional<RegexTable> containsTable(std::string_view literal)
{
    std::string pattern;
    for (const char c : literal) {
        pattern += '\\';
        pattern += c;
    }
    const auto regex = Regex::compile(pattern);
    return regex ? regexTable(*regex) : std::nullopt;
}

}
