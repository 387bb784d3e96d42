// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "base/regex.h"

#include <limits>

namespace tapscope {

namespace {

constexpr size_t none = std::numeric_limits<size_t>::max();

}

// All ways at once, each with the place where it began; of two in the same state the earlier one counts.
std::optional<Regex::Span> Regex::find(std::string_view text) const
{
    std::vector<size_t> now(m_steps.size(), none), later(m_steps.size(), none);
    std::vector<uint32_t> states, following, open;
    std::optional<Span> best;

    const auto enter = [&](std::vector<size_t> &began, std::vector<uint32_t> &list, uint32_t state, size_t start, size_t at) {
        open.push_back(state);
        while (!open.empty()) {
            const uint32_t s = open.back();
            open.pop_back();
            if (began[s] <= start)
                continue;
            if (began[s] == none)
                list.push_back(s);
            began[s] = start;
            const Step &step = m_steps[s];
            switch (step.kind) {
            case Step::Kind::Split:
                open.push_back(step.other);
                open.push_back(step.next);
                break;
            case Step::Kind::Jump:
            case Step::Kind::Save: open.push_back(step.next); break;
            case Step::Kind::Begin:
                if (at == 0)
                    open.push_back(step.next);
                break;
            case Step::Kind::End:
                if (at == text.size())
                    open.push_back(step.next);
                break;
            case Step::Kind::Byte: break;
            case Step::Kind::Match:
                if (!best || start <= best->begin)
                    best = Span{start, at};
                break;
            }
        }
    };

    for (size_t at = 0; at <= text.size(); ++at) {
        if (!best)
            enter(now, states, 0, at, at);
        if (states.empty() || at == text.size())
            break;
        const auto c = static_cast<unsigned char>(text[at]);
        for (const uint32_t s : states) {
            const size_t start = now[s];
            now[s] = none;
            if (m_steps[s].kind == Step::Kind::Byte && m_sets[m_steps[s].other][c] && (!best || start <= best->begin))
                enter(later, following, m_steps[s].next, start, at + 1);
        }
        states.clear();
        std::swap(now, later);
        std::swap(states, following);
    }
    return best;
}

// Within the match that find() has found: the ways in the order in which they are preferred, each with its groups.
Regex::Groups Regex::groupsOf(std::string_view text, Span whole) const
{
    using Slots = std::vector<size_t>;
    struct Way {
        uint32_t step;
        Slots slots;
    };
    std::vector<Way> ways, following, open;
    std::vector<size_t> seen(m_steps.size(), none);
    Groups out(m_groups + 1);

    const auto enter = [&](uint32_t state, Slots slots, size_t at) {
        open.push_back({state, std::move(slots)});
        while (!open.empty()) {
            Way way = std::move(open.back());
            open.pop_back();
            if (seen[way.step] == at)
                continue;
            seen[way.step] = at;
            const Step &step = m_steps[way.step];
            switch (step.kind) {
            case Step::Kind::Split:
                open.push_back({step.other, way.slots});
                open.push_back({step.next, std::move(way.slots)});
                break;
            case Step::Kind::Save:
                way.slots[step.other] = at;
                open.push_back({step.next, std::move(way.slots)});
                break;
            case Step::Kind::Jump: open.push_back({step.next, std::move(way.slots)}); break;
            case Step::Kind::Begin:
                if (at == 0)
                    open.push_back({step.next, std::move(way.slots)});
                break;
            case Step::Kind::End:
                if (at == text.size())
                    open.push_back({step.next, std::move(way.slots)});
                break;
            case Step::Kind::Byte:
            case Step::Kind::Match: following.push_back(std::move(way)); break;
            }
        }
    };

    enter(0, Slots(2 * out.size(), none), whole.begin);
    for (size_t at = whole.begin; at < whole.end; ++at) {
        std::swap(ways, following);
        following.clear();
        const auto c = static_cast<unsigned char>(text[at]);
        for (Way &way : ways) {
            const Step &step = m_steps[way.step];
            if (step.kind == Step::Kind::Byte && m_sets[step.other][c])
                enter(step.next, std::move(way.slots), at + 1);
        }
    }
    for (const Way &way : following) {
        if (m_steps[way.step].kind != Step::Kind::Match)
            continue;
        for (size_t i = 0; i < out.size(); ++i) {
            if (way.slots[2 * i] != none && way.slots[2 * i + 1] != none)
                out[i] = Span{way.slots[2 * i], way.slots[2 * i + 1]};
        }
        break;
    }
    return out;
}

std::optional<Regex::Groups> Regex::search(std::string_view text) const
{
    const std::optional<Span> whole = find(text);
    if (!whole)
        return {};
    if (m_groups == 0)
        return Groups{whole};
    return groupsOf(text, *whole);
}

}
