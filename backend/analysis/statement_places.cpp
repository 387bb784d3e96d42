// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "analysis/statement_places.h"

#include "debuginfo/function_name.h"
#include "debuginfo/line_scopes.h"

#include <algorithm>
#include <map>
#include <set>
#include <tuple>

namespace tapscope::analysis {

using debuginfo::FunctionEntry;
using debuginfo::StatementRow;

bool lineWanted(const debuginfo::StatementQuery &query, uint32_t line, uint32_t base)
{
    if (query.lines.empty())
        return true;
    const uint32_t first = query.relative ? base : 0;
    return std::ranges::any_of(query.lines, [&](const debuginfo::StatementQuery::Lines &wanted) {
        return line >= first + wanted.first && line <= first + wanted.last;
    });
}

namespace {

/// As SystemTap means it: line_scopes.h.
std::vector<StatementPlace> placesAround(const debuginfo::Index &index, debuginfo::VisibleVariables &shapes,
                                         const debuginfo::StatementQuery &query)
{
    struct Owner {
        debuginfo::FunctionId function;
        uint64_t copy;
    };
    std::vector<debuginfo::LineScope> scopes;
    std::vector<Owner> owners;
    std::set<uint64_t> units;
    const auto add = [&](const FunctionEntry &function, uint64_t die, uint64_t entry, uint64_t copy) {
        auto [unit, ranges] = shapes.extent(die);
        units.insert(unit);
        scopes.push_back(
            {function.file, unit, function.line, query.lines.empty() ? shapes.firstLine(die, entry) : 0, std::move(ranges)});
        owners.push_back({function.id, copy});
    };
    std::vector<FunctionEntry> functions;
    std::set<debuginfo::FileId> files;
    for (const debuginfo::FunctionId id : index.functions(query.nameGlob, query.fileGlob)) {
        const FunctionEntry function = index.function(id);
        if (function.blacklisted || !function.hasDebugInfo || function.file == debuginfo::noEntry)
            continue;
        files.insert(function.file);
        functions.push_back(function);
        if (function.lowPc != 0)
            add(function, function.dieOffset, function.lowPc, 0);
    }
    for (const FunctionEntry &function : functions) {
        for (const debuginfo::InlinedCopy &copy : index.copiesOf(function.id))
            add(function, copy.dieOffset, copy.address, copy.dieOffset);
    }
    std::vector<debuginfo::ScopedRow> rows;
    std::vector<StatementRow> found;
    std::map<debuginfo::FunctionId, uint64_t> unitOf;
    for (const debuginfo::FileId file : files) {
        for (const StatementRow &row : index.statements(file)) {
            uint64_t unit = 0;
            if (units.size() > 1) { // A header's rows are of many.
                if (const auto holder = index.functionAt(row.address)) {
                    const auto [entry, isNew] = unitOf.try_emplace(*holder);
                    if (isNew)
                        entry->second = shapes.extent(index.function(*holder).dieOffset).unit;
                    unit = entry->second;
                }
            }
            rows.push_back({file, unit, row.line, row.address});
            found.push_back(row);
        }
    }
    std::vector<StatementPlace> out;
    for (const auto &[scope, row, innermost] : debuginfo::matchLines(scopes, rows, query))
        out.push_back({owners[scope].function, scopes[scope].file, rows[row].line, found[row], owners[scope].copy, innermost});
    return out;
}

}

std::vector<StatementPlace> statementPlaces(const debuginfo::Index &index, debuginfo::VisibleVariables *shapes,
                                            const debuginfo::StatementQuery &query)
{
    if (shapes && query.around && !query.nearest)
        return placesAround(index, *shapes, query);
    std::map<std::tuple<debuginfo::FunctionId, debuginfo::FileId, uint32_t>, StatementRow> places;
    std::vector<bool> wanted(index.functionCount());
    for (const debuginfo::FunctionId id : index.functions(query.nameGlob))
        wanted[id] = !index.function(id).blacklisted;
    for (const debuginfo::FileId file : index.files(query.fileGlob)) {
        for (const StatementRow &row : index.statements(file)) {
            if (row.function == debuginfo::noEntry || !wanted[row.function])
                continue;
            // Lines before the function's are those of macros and of functions that left no instructions.
            const FunctionEntry function = index.function(row.function);
            if (function.file == file && row.line < function.line)
                continue;
            const auto [entry, isNew] = places.try_emplace({row.function, file, row.line}, row);
            if (!isNew && row.address < entry->second.address)
                entry->second = row;
        }
    }
    if (!query.nearest) {
        std::erase_if(places, [&](const auto &entry) {
            const auto &[function, file, line] = entry.first;
            return !lineWanted(query, line, index.function(function).line);
        });
    }
    if (query.nearest && !query.lines.empty()) {
        // Of each function (of all when no name is given) the line that is nearest to what was asked for.
        std::map<std::pair<debuginfo::FunctionId, size_t>, std::pair<uint32_t, uint32_t>> best;
        const auto groupOf = [&](debuginfo::FunctionId id) { return query.nameGlob == "*" ? 0 : id; };
        const auto distance = [&](debuginfo::FunctionId id, uint32_t line, size_t which) {
            const uint32_t target = query.lines[which].first + (query.relative ? index.function(id).line : 0);
            return std::pair(line > target ? line - target : target - line, ~line);
        };
        for (const auto &[key, row] : places) {
            for (size_t i = 0; i < query.lines.size(); ++i) {
                const auto candidate = distance(std::get<0>(key), std::get<2>(key), i);
                const auto [entry, isNew] = best.try_emplace({groupOf(std::get<0>(key)), i}, candidate);
                if (!isNew)
                    entry->second = std::min(entry->second, candidate);
            }
        }
        std::erase_if(places, [&](const auto &entry) {
            const auto &[function, file, line] = entry.first;
            for (size_t i = 0; i < query.lines.size(); ++i) {
                if (distance(function, line, i) == best.at({groupOf(function), i}))
                    return false;
            }
            return true;
        });
    }
    // Of the wanted lines that begin at one address, the first in the source has it.
    std::set<std::pair<debuginfo::FunctionId, uint64_t>> taken;
    std::erase_if(places,
                  [&](const auto &entry) { return !taken.emplace(std::get<0>(entry.first), entry.second.address).second; });
    std::vector<StatementPlace> out;
    out.reserve(places.size());
    for (const auto &[key, row] : places)
        out.push_back({std::get<0>(key), std::get<1>(key), std::get<2>(key), row, {}, true});
    return out;
}

std::optional<uint64_t> copyAt(const debuginfo::Index &index, debuginfo::VisibleVariables *shapes, debuginfo::FunctionId function,
                               uint64_t address)
{
    for (const debuginfo::InlinedCopy &copy : index.copiesOf(function)) {
        if (copy.address == address || (shapes && shapes->holds(copy.dieOffset, address)))
            return copy.dieOffset;
    }
    return {};
}

std::string placeOf(const debuginfo::Index &index, const debuginfo::FunctionEntry &function, std::string_view nameGlob)
{
    std::string out(nameGlob.contains("::") ? debuginfo::nameAsWritten(nameGlob, function.qualifiedName) : function.name);
    if (function.file != debuginfo::noEntry)
        out.append("@").append(index.file(function.file).written).append(":").append(std::to_string(function.line));
    else if (function.hasDebugInfo)
        out += "@<unknown source>"; // what the compiler made up
    return out;
}

std::vector<debuginfo::FunctionId> functionsOf(const debuginfo::Index &index, const debuginfo::StatementQuery &query)
{
    std::vector<debuginfo::FunctionId> ids = index.functions(query.nameGlob, query.fileGlob);
    // A line is that of the declaration, or any inside.
    if (!query.lines.empty()) {
        const auto declared = [&](debuginfo::FunctionId id) { return lineWanted(query, index.function(id).line, 0); };
        if (std::ranges::any_of(ids, declared)) {
            std::erase_if(ids, std::not_fn(declared));
        } else {
            std::erase_if(ids, [&](debuginfo::FunctionId id) {
                return std::ranges::none_of(index.statementsOf(id),
                                            [&](const debuginfo::StatementRow &row) { return lineWanted(query, row.line, 0); });
            });
        }
    }
    return ids;
}

}
