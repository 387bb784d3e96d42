// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "debuginfo/line_scopes.h"

#include <algorithm>
#include <map>
#include <set>
#include <tuple>

namespace tapscope::debuginfo {

namespace {

/// Which scopes have the code at an address.
class ScopesByAddress {
public:
    explicit ScopesByAddress(std::span<const LineScope> scopes)
    {
        struct Edge {
            uint64_t address;
            size_t scope;
            bool begins;
        };
        std::vector<Edge> edges;
        for (size_t i = 0; i < scopes.size(); ++i) {
            for (const auto &[begin, end] : scopes[i].ranges) {
                if (begin < end) {
                    edges.push_back({begin, i, true});
                    edges.push_back({end, i, false});
                }
            }
        }
        std::ranges::sort(edges, {}, &Edge::address);
        std::multiset<size_t> open; // ranges of one scope may overlap in damaged files
        for (size_t i = 0; i < edges.size(); ++i) {
            if (edges[i].begins)
                open.insert(edges[i].scope);
            else if (const auto found = open.find(edges[i].scope); found != open.end())
                open.erase(found);
            if (i + 1 < edges.size() && edges[i + 1].address == edges[i].address)
                continue;
            m_starts.push_back(edges[i].address);
            m_first.push_back(m_scopes.size());
            std::ranges::unique_copy(open, std::back_inserter(m_scopes));
        }
        m_first.push_back(m_scopes.size());
    }

    [[nodiscard]] std::span<const size_t> at(uint64_t address) const
    {
        const auto after = std::ranges::upper_bound(m_starts, address);
        if (after == m_starts.begin())
            return {};
        const auto piece = static_cast<size_t>(after - m_starts.begin() - 1);
        return std::span(m_scopes).subspan(m_first[piece], m_first[piece + 1] - m_first[piece]);
    }

private:
    std::vector<uint64_t> m_starts;
    std::vector<size_t> m_first; ///< in m_scopes, of each piece of code
    std::vector<size_t> m_scopes;
};

bool isWanted(const StatementQuery &query, const LineScope &scope, uint32_t line)
{
    const uint32_t base = query.relative ? scope.line : 0;
    return std::ranges::any_of(query.lines, [&](const StatementQuery::Lines &wanted) {
        return line >= base + wanted.first && line <= base + wanted.last;
    });
}

uint64_t sizeOf(const LineScope &scope)
{
    uint64_t out = 0;
    for (const auto &[begin, end] : scope.ranges)
        out += end - begin;
    return out;
}

bool isOfSource(const LineScope &scope, const ScopedRow &row)
{
    return scope.file == row.file && (row.unit == 0 || scope.unit == row.unit);
}

/// The first row of each line in each scope, by scope and line.
using FirstRows = std::map<size_t, std::map<uint32_t, size_t>>;

FirstRows firstRows(std::span<const LineScope> scopes, std::span<const ScopedRow> rows, const ScopesByAddress &byAddress,
                    const StatementQuery &query)
{
    FirstRows out;
    for (size_t i = 0; i < rows.size(); ++i) {
        for (const size_t scope : byAddress.at(rows[i].address)) {
            if (isOfSource(scopes[scope], rows[i]) && (query.lines.empty() || isWanted(query, scopes[scope], rows[i].line)))
                out[scope].try_emplace(rows[i].line, i);
        }
    }
    return out;
}

/// As they follow each other in one source of one unit: lines of a "*" scope by scope, others line by line.
std::vector<std::pair<size_t, size_t>> inOrder(std::span<const LineScope> scopes, std::span<const ScopedRow> rows,
                                               const FirstRows &first, const StatementQuery &query)
{
    std::vector<std::pair<size_t, size_t>> out; // scope and row
    if (!query.lines.empty()) {
        for (const auto &[scope, lines] : first) {
            for (const auto &[line, row] : lines)
                out.emplace_back(scope, row);
        }
        std::ranges::stable_sort(out, {}, [&](const auto &each) {
            return std::tuple(scopes[each.first].unit, scopes[each.first].file, rows[each.second].line);
        });
        return out;
    }
    std::map<std::pair<uint64_t, uint32_t>, std::set<uint32_t>> linesOf; // of a unit (0: any) and file
    for (const ScopedRow &row : rows)
        linesOf[{row.unit, row.file}].insert(row.line);
    for (const auto &[scope, lines] : first) {
        std::set<uint32_t> known = linesOf[{scopes[scope].unit, scopes[scope].file}];
        if (const auto any = linesOf.find({0, scopes[scope].file}); any != linesOf.end())
            known.insert(any->second.begin(), any->second.end());
        for (auto line = known.find(scopes[scope].firstLine); line != known.end(); ++line) {
            const auto found = lines.find(*line);
            if (found == lines.end())
                break;
            out.emplace_back(scope, found->second);
        }
    }
    return out;
}

}

std::vector<ScopedLine> matchLines(std::span<const LineScope> scopes, std::span<const ScopedRow> rows,
                                   const StatementQuery &query)
{
    const ScopesByAddress byAddress(scopes);
    const FirstRows first = firstRows(scopes, rows, byAddress, query);
    std::vector<ScopedLine> out;
    std::set<std::tuple<uint64_t, uint32_t, uint64_t>> taken;
    for (const auto &[scope, row] : inOrder(scopes, rows, first, query)) {
        if (!taken.emplace(scopes[scope].unit, scopes[scope].file, rows[row].address).second)
            continue;
        const size_t begin = out.size();
        size_t innermost = begin;
        for (const size_t holder : byAddress.at(rows[row].address)) {
            if (scopes[holder].unit != scopes[scope].unit)
                continue;
            out.push_back({holder, row, false});
            if (sizeOf(scopes[holder]) <= sizeOf(scopes[out[innermost].scope]))
                innermost = out.size() - 1;
        }
        if (innermost < out.size())
            out[innermost].innermost = true;
    }
    return out;
}

}
