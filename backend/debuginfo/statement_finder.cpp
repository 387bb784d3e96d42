// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "debuginfo/statement_finder.h"

#include "base/glob.h"
#include "debuginfo/demangle.h"
#include "debuginfo/die_locator.h"
#include "debuginfo/dwarf_die.h"
#include "debuginfo/entry_point.h"
#include "debuginfo/function_name.h"
#include "debuginfo/line_scopes.h"

#include <algorithm>
#include <map>
#include <memory>
#include <set>
#include <tuple>

namespace tapscope::debuginfo {

namespace {

constexpr size_t longestInstruction = 16;
constexpr size_t mostInstances = 65536;

/// An instance of a function in the code of another one.
struct InlineInstance {
    Dwarf_Die die{};
    int depth = 0;
    std::vector<std::pair<uint64_t, uint64_t>> ranges;

    [[nodiscard]] bool holds(uint64_t address) const
    {
        return std::ranges::any_of(ranges,
                                   [address](const auto &range) { return range.first <= address && address < range.second; });
    }
};

void collectInstances(const Dwarf_Die &parent, int depth, std::vector<InlineInstance> &out)
{
    if (depth > deepestNesting)
        return;
    for (const Dwarf_Die &child : DieChildren(parent)) {
        const int tag = tagOf(child);
        if (tag == DW_TAG_lexical_block || tag == DW_TAG_try_block || tag == DW_TAG_catch_block)
            collectInstances(child, depth + 1, out);
        if (tag != DW_TAG_inlined_subroutine || out.size() >= mostInstances)
            continue;
        InlineInstance instance{child, depth, rangesOf(child)};
        if (!instance.ranges.empty())
            out.push_back(std::move(instance));
        collectInstances(child, depth + 1, out);
    }
}

std::vector<InlineInstance> instancesIn(const CodeSource &source, const Function &function)
{
    std::vector<InlineInstance> out;
    if (const auto die = function.hasDebugInfo ? dieOf(source.dwarf, function.dieOffset) : std::nullopt)
        collectInstances(*die, 0, out);
    return out;
}

Function describe(const CodeSource &source, const InlineInstance &instance, const Function &caller)
{
    Function out;
    out.name = nameOf(instance.die);
    if (auto linkage = attributeOf(instance.die, DW_AT_linkage_name)) {
        const char *text = dwarf_formstring(&*linkage);
        out.linkageName = text ? text : "";
    }
    out.qualifiedName = out.linkageName.empty() ? out.name : demangledName(out.linkageName);
    Dwarf_Die copy = instance.die;
    Dwarf_Addr entry = 0;
    out.lowPc = dwarf_entrypc(&copy, &entry) == 0 && entry != 0 ? entry : instance.ranges.front().first;
    const auto range = std::ranges::find_if(instance.ranges,
                                            [&](const auto &each) { return each.first <= out.lowPc && out.lowPc < each.second; });
    out.size = range != instance.ranges.end() ? range->second - out.lowPc : 0;
    out.file = source.lines->declaringFile(instance.die);
    int line = 0;
    if (dwarf_decl_line(&copy, &line) == 0 && line > 0)
        out.line = static_cast<uint32_t>(line);
    out.hasDebugInfo = true;
    out.dieOffset = caller.dieOffset;
    out.inlinedDie = handleOf(instance.die);
    out.entry = codePointAt(*source.program, out.lowPc);
    return out;
}

/// Functions and instances around addresses that come in ascending order.
class ScopeWalk {
public:
    explicit ScopeWalk(const CodeSource &source) : m_source(source) {}

    /// The innermost function at `address`; null when none is known.
    const Function *at(uint64_t address)
    {
        if (!m_function || address < m_function->lowPc || address - m_function->lowPc >= m_function->size) {
            m_function = m_source.functionAt(address);
            m_instances = m_function ? instancesIn(m_source, *m_function) : std::vector<InlineInstance>();
            m_described.clear();
        }
        if (!m_function)
            return nullptr;
        const InlineInstance *innermost = nullptr;
        for (const InlineInstance &instance : m_instances) {
            if ((!innermost || instance.depth >= innermost->depth) && instance.holds(address))
                innermost = &instance;
        }
        if (!innermost)
            return &*m_function;
        const auto [entry, isNew] = m_described.try_emplace(handleOf(innermost->die));
        if (isNew)
            entry->second = describe(m_source, *innermost, *m_function);
        return &entry->second;
    }

private:
    const CodeSource &m_source;
    std::optional<Function> m_function;
    std::vector<InlineInstance> m_instances;
    std::map<uint64_t, Function> m_described;
};

bool nameMatches(std::string_view glob, const Function &function)
{
    return globMatches(glob, function.name) || functionNameMatches(glob, function.qualifiedName)
        || (glob.starts_with("_Z") && globMatches(glob, function.linkageName));
}

bool isWanted(const StatementQuery &query, const Function &function, uint32_t line)
{
    if (query.lines.empty())
        return true;
    const uint32_t base = query.relative ? function.line : 0;
    return std::ranges::any_of(query.lines, [&](const StatementQuery::Lines &wanted) {
        return line >= base + wanted.first && line <= base + wanted.last;
    });
}

// At the very start of a function the probe goes where one on its entry would.
Statement makeStatement(const CodeSource &source, const Function &function, uint64_t address, std::string file, uint32_t line)
{
    Statement out{function, {std::move(file), line}};
    if (address != function.lowPc || function.inlinedDie != 0)
        out.function.entry = codePointAt(*source.program, address);
    return out;
}

// Of each function (of the whole file when all are meant), the lines that are nearest to the wanted ones.
std::vector<Statement> nearestOf(std::vector<Statement> all, const StatementQuery &query)
{
    using Group = std::pair<uint64_t, uint64_t>;
    const auto groupOf = [&](const Statement &statement) {
        return query.nameGlob == "*" ? Group{} : Group{statement.function.dieOffset, statement.function.inlinedDie};
    };
    std::map<std::tuple<Group, size_t>, std::pair<uint32_t, uint32_t>> best; // distance and line
    const auto lineWanted = [&](const Statement &statement, size_t wanted) {
        return query.lines[wanted].first + (query.relative ? statement.function.line : 0);
    };
    for (const Statement &statement : all) {
        for (size_t wanted = 0; wanted < query.lines.size(); ++wanted) {
            const uint32_t line = statement.place.line, target = lineWanted(statement, wanted);
            const std::pair<uint32_t, uint32_t> candidate{line > target ? line - target : target - line, line};
            const auto [entry, isNew] = best.try_emplace({groupOf(statement), wanted}, candidate);
            if (!isNew
                && (candidate.first < entry->second.first
                    || (candidate.first == entry->second.first && candidate.second > entry->second.second)))
                entry->second = candidate;
        }
    }
    std::erase_if(all, [&](const Statement &statement) {
        for (size_t wanted = 0; wanted < query.lines.size(); ++wanted) {
            if (best.at({groupOf(statement), wanted}).second == statement.place.line)
                return false;
        }
        return true;
    });
    return all;
}

}

CodePoint codePointAt(ElfFile &program, uint64_t address)
{
    return {address, program.fileOffset(address).value_or(0), costOf(program.code(address, longestInstruction))};
}

namespace {

/// A function's own code or a copy, and how to describe it.
struct FoundScope {
    LineScope scope;
    size_t caller = 0; ///< in the list of functions
    std::optional<InlineInstance> instance;
};

uint64_t unitOf(const Dwarf_Die &die)
{
    return reinterpret_cast<uintptr_t>(die.cu);
}

LineScope lineScope(const CodeSource &source, const Dwarf_Die &die, uint32_t file, const Function &function, bool all)
{
    LineScope out{file, unitOf(die), function.line, 0, rangesOf(die)};
    Dwarf_Die unit;
    if (all && die.cu && dwarf_cu_die(die.cu, &unit, nullptr, nullptr, nullptr, nullptr, nullptr, nullptr))
        out.firstLine = source.lines->firstLine(unit, function.lowPc, out.ranges);
    return out;
}

/// As SystemTap means it: line_scopes.h.
std::vector<Statement> findAround(const CodeSource &source, const StatementQuery &query, const std::vector<LineRow> &rows)
{
    std::map<std::string_view, uint32_t> files;
    for (const LineRow &row : rows)
        files.try_emplace(row.file, static_cast<uint32_t>(files.size()));
    std::vector<Function> functions;
    std::vector<ScopedRow> scopedRows;
    std::vector<FoundScope> own, copies;
    const auto wanted = [&](const Function &function) {
        const auto file = files.find(function.file);
        return file != files.end() && nameMatches(query.nameGlob, function) ? std::optional(file->second) : std::nullopt;
    };
    uint64_t unit = 0;
    uint64_t functionEnd = 0;
    for (const LineRow &row : rows) {
        if (functions.empty() || row.address < functions.back().lowPc || row.address >= functionEnd) {
            auto function = source.functionAt(row.address);
            const auto die = function && function->hasDebugInfo ? dieOf(source.dwarf, function->dieOffset) : std::nullopt;
            if (!die)
                continue;
            functionEnd = function->lowPc + function->size;
            unit = unitOf(*die);
            const size_t index = functions.size();
            if (const auto file = wanted(*function))
                own.push_back({lineScope(source, *die, *file, *function, query.lines.empty()), index, {}});
            for (InlineInstance &instance : instancesIn(source, *function)) {
                const Function copy = describe(source, instance, *function);
                if (const auto file = wanted(copy))
                    copies.push_back(
                        {lineScope(source, instance.die, *file, copy, query.lines.empty()), index, std::move(instance)});
            }
            functions.push_back(std::move(*function));
        }
        scopedRows.push_back({files.at(row.file), unit, row.line, row.address});
    }
    std::ranges::move(copies, std::back_inserter(own));
    std::vector<LineScope> scopes;
    for (const FoundScope &each : own)
        scopes.push_back(each.scope);
    std::ranges::stable_sort(scopedRows, {}, [](const ScopedRow &row) { return std::tuple(row.file, row.line, row.address); });
    std::vector<std::string_view> paths(files.size());
    for (const auto &[path, id] : files)
        paths[id] = path;
    std::vector<Statement> out;
    for (const auto &[scope, row, innermost] : matchLines(scopes, scopedRows, query)) {
        if (!innermost) // a probe goes there once
            continue;
        const FoundScope &found = own[scope];
        const Function &caller = functions[found.caller];
        const Function function = found.instance ? describe(source, *found.instance, caller) : caller;
        out.push_back(
            makeStatement(source, function, scopedRows[row].address, std::string(paths[found.scope.file]), scopedRows[row].line));
    }
    return out;
}

}

std::vector<Statement> findStatements(const CodeSource &source, const StatementQuery &query)
{
    const bool around = query.around && !query.nearest;
    const auto inFile = [&](std::string_view file) { return fileMatches(query.fileGlob, file); };
    const auto rows = source.lines->rows(*source.program, inFile, around);
    if (around)
        return findAround(source, query, rows);
    std::vector<Statement> out;
    std::set<std::tuple<uint64_t, uint64_t, std::string_view, uint32_t>> seen;
    ScopeWalk scopes(source);
    const bool nearest = query.nearest && !query.lines.empty();
    for (const LineRow &row : rows) {
        const Function *function = scopes.at(row.address);
        if (!function || !nameMatches(query.nameGlob, *function) || (!nearest && !isWanted(query, *function, row.line)))
            continue;
        if (seen.emplace(function->dieOffset ? function->dieOffset : function->lowPc, function->inlinedDie, row.file, row.line)
                .second)
            out.push_back(makeStatement(source, *function, row.address, std::string(row.file), row.line));
    }
    if (nearest)
        out = nearestOf(std::move(out), query);
    // Of several lines at one address only the last has instructions there.
    const auto place = [](const Statement &statement) {
        const Function &function = statement.function;
        return std::tuple(function.entry.address, function.dieOffset, function.inlinedDie);
    };
    std::ranges::stable_sort(out, {}, place);
    std::ranges::reverse(out);
    const auto [first, last] = std::ranges::unique(out, {}, place);
    out.erase(first, last);
    std::ranges::reverse(out);
    return out;
}

std::optional<Statement> statementAt(const CodeSource &source, uint64_t address)
{
    if (!source.program->isCode(address))
        return std::nullopt;
    ScopeWalk scopes(source);
    const Function *function = scopes.at(address);
    Statement out = function ? makeStatement(source, *function, address, {}, 0) : Statement{};
    out.function.entry = codePointAt(*source.program, address);
    return out;
}

std::vector<Function> findInlined(const CodeSource &source, std::span<const Function> callers, std::string_view nameGlob,
                                  std::string_view fileGlob)
{
    std::vector<Function> out;
    for (const Function &caller : callers) {
        for (const InlineInstance &instance : instancesIn(source, caller)) {
            Function function = describe(source, instance, caller);
            if (nameMatches(nameGlob, function) && fileMatches(fileGlob, function.file) && source.program->isCode(function.lowPc))
                out.push_back(std::move(function));
        }
    }
    std::ranges::stable_sort(out, {}, &Function::lowPc);
    return out;
}

}
