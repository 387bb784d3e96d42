// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "debuginfo/index_merger.h"

#include "debuginfo/demangle.h"
#include "debuginfo/symbol_table.h"

#include <algorithm>
#include <numeric>
#include <tuple>

namespace tapscope::debuginfo {

namespace {

using namespace index_format;

/// Longest chain from a piece of a function to what it is a piece of.
constexpr int longestChain = 8;

class Merger {
public:
    Merger(const IndexInput &input, std::vector<CondensedUnit> &units, const PathPool &paths)
        : m_input(input)
        , m_units(units)
        , m_paths(paths)
    {}

    Image run()
    {
        for (uint32_t i = 0; i < m_units.size(); ++i) {
            if (!m_units[i].functions.empty())
                m_unitsByOffset.emplace_back(m_units[i].functions.front().offset, i);
            m_ids.emplace_back(m_units[i].functions.size(), noOwner);
        }
        std::ranges::sort(m_unitsByOffset);
        addDefinitions();
        addSymbols();
        addCopies();
        orderFunctions();
        addFiles();
        addRows();
        addAliases();
        m_image.hasDebugInfo = !m_input.sections.info.empty();
        findCompilationDirectory();
        return std::move(m_image);
    }

private:
    struct Place {
        uint32_t unit = 0;
        uint32_t function = 0;
    };
    struct Key {
        std::string_view name;
        std::string_view linkageName;
        uint32_t file = 0;
        uint32_t line = 0;
        friend bool operator==(const Key &, const Key &) = default;
    };
    struct KeyHash {
        size_t operator()(const Key &key) const
        {
            return std::hash<std::string_view>()(key.name) ^ (size_t(key.file) << 32 | key.line) * 0x9e3779b97f4a7c15;
        }
    };
    struct Resolved {
        std::string_view name, linkageName;
        const std::string *scope = nullptr;
        uint32_t file = noPath, line = 0;
        bool external = false, neverReturns = false;
    };

    std::optional<Place> find(uint64_t offset, uint32_t unit) const
    {
        const auto within = [&](uint32_t candidate) -> std::optional<Place> {
            const auto &functions = m_units[candidate].functions;
            const auto found = std::ranges::lower_bound(functions, offset, {}, &ScannedFunction::offset);
            if (found == functions.end() || found->offset != offset)
                return std::nullopt;
            return Place{candidate, static_cast<uint32_t>(found - functions.begin())};
        };
        if (const auto place = within(unit))
            return place;
        const auto after = std::ranges::upper_bound(m_unitsByOffset, offset, {}, &std::pair<uint64_t, uint32_t>::first);
        return after == m_unitsByOffset.begin() ? std::nullopt : within((after - 1)->second);
    }

    Resolved resolve(Place place) const
    {
        Resolved out;
        for (int hops = 0; hops < longestChain; ++hops) {
            const CondensedUnit &unit = m_units[place.unit];
            const ScannedFunction &function = unit.functions[place.function];
            if (out.name.empty())
                out.name = function.name;
            if (out.linkageName.empty())
                out.linkageName = function.linkageName;
            if (out.file == noPath)
                out.file = function.file;
            if (out.line == 0)
                out.line = function.line;
            out.external = out.external || function.external;
            out.neverReturns = out.neverReturns || function.neverReturns;
            out.scope = &unit.scopes[function.scope];
            const auto next = function.origin != 0 ? find(function.origin, place.unit) : std::nullopt;
            if (!next)
                break;
            place = *next;
        }
        return out;
    }

    uint32_t addFunction(const Resolved &resolved, const ScannedFunction *definition, uint64_t dieOffset)
    {
        Function function;
        function.name = m_image.texts.add(resolved.name);
        function.qualifiedName = function.name;
        if (resolved.scope && !resolved.scope->empty())
            function.qualifiedName = m_image.texts.add(*resolved.scope + std::string(resolved.name));
        function.linkageName = m_image.texts.add(resolved.linkageName);
        function.file = resolved.file;
        function.line = resolved.line;
        function.dieOffset = dieOffset;
        function.flags = HasDebugInfo | (resolved.external ? External : 0U) | (resolved.neverReturns ? NeverReturns : 0U);
        if (definition) {
            function.lowPc = definition->lowPc;
            if (contain(m_input.blacklist, function.lowPc))
                function.flags |= Blacklisted;
            function.size = definition->highPc - definition->lowPc;
        }
        m_image.functions.push_back(function);
        return static_cast<uint32_t>(m_image.functions.size() - 1);
    }

    void addDefinitions()
    {
        std::unordered_map<uint64_t, std::string_view> parts;
        for (const IndexInput::Symbol &symbol : m_input.symbols) {
            if (isSplitPart(symbol.name))
                parts.try_emplace(symbol.address, symbol.name);
        }
        for (uint32_t unit = 0; unit < m_units.size(); ++unit) {
            const auto &functions = m_units[unit].functions;
            for (uint32_t i = 0; i < functions.size(); ++i) {
                if (functions[i].highPc == 0)
                    continue;
                Resolved resolved = resolve({unit, i});
                if (resolved.name.empty())
                    continue;
                // A part that was split off is not the function: it is named as the linker knows it.
                const auto part = parts.find(functions[i].lowPc);
                const std::string partName = part == parts.end()
                    ? std::string()
                    : std::string(resolved.name) + std::string(part->second.substr(part->second.find(".part.")));
                if (!partName.empty()) {
                    resolved.name = partName;
                    resolved.linkageName = part->second;
                    resolved.external = false;
                }
                if (const auto known = m_byPc.find(functions[i].lowPc); known != m_byPc.end()) {
                    m_ids[unit][i] = known->second;
                    continue;
                }
                const uint32_t id = addFunction(resolved, &functions[i], functions[i].offset);
                m_byPc.emplace(functions[i].lowPc, id);
                if (partName.empty())
                    m_byKey.try_emplace({resolved.name, resolved.linkageName, resolved.file, resolved.line}, id);
                m_ids[unit][i] = id;
            }
        }
    }

    // Code that DWARF does not describe.
    void addSymbols()
    {
        const auto isThunk = [](std::string_view name) {
            return name.starts_with("_ZTh") || name.starts_with("_ZTv") || name.starts_with("_ZTc");
        };
        // Assembler code may have lines all the same.
        std::unordered_map<uint64_t, const ScannedUnit::Row *> places;
        for (const CondensedUnit &unit : m_units) {
            for (const ScannedUnit::Row &row : unit.rows) {
                if (row.owner == ScannedUnit::noOwner)
                    places.try_emplace(row.address, &row);
            }
        }
        for (const IndexInput::Symbol &symbol : m_input.symbols) {
            if (isColdPart(symbol.name) || isThunk(symbol.name) || !m_byPc.try_emplace(symbol.address, 0).second)
                continue;
            const std::string qualified = demangledName(symbol.name);
            Function function;
            function.lowPc = symbol.address;
            function.size = symbol.size;
            const auto place = places.find(symbol.address);
            function.file = place == places.end() ? noPath : place->second->file;
            function.line = place == places.end() ? 0 : place->second->line;
            function.qualifiedName = m_image.texts.add(qualified);
            function.name = m_image.texts.add(unqualifiedName(qualified));
            function.linkageName = m_image.texts.add(symbol.name);
            function.flags = (symbol.local ? 0U : uint32_t(External))
                | (contain(m_input.blacklist, symbol.address) ? uint32_t(Blacklisted) : 0U);
            m_byPc[symbol.address] = static_cast<uint32_t>(m_image.functions.size());
            m_image.functions.push_back(function);
        }
    }

    void addCopies()
    {
        for (uint32_t unit = 0; unit < m_units.size(); ++unit) {
            for (ScannedCopy &copy : m_units[unit].copies) {
                const uint32_t function = originOf(copy, unit);
                const uint32_t caller = copy.caller < m_ids[unit].size() ? m_ids[unit][copy.caller] : noOwner;
                m_owners.push_back(function);
                if (function != noOwner && contain(m_input.code, copy.address))
                    m_image.copies.push_back({copy.address, copy.offset, function, caller});
            }
            m_firstOwner.push_back(m_owners.size() - m_units[unit].copies.size());
        }
    }

    uint32_t originOf(const ScannedCopy &copy, uint32_t unit)
    {
        const auto place = find(copy.origin, unit);
        if (!place)
            return noOwner;
        uint32_t &id = m_ids[place->unit][place->function];
        if (id != noOwner)
            return id;
        const Resolved resolved = resolve(*place);
        if (resolved.name.empty())
            return noOwner;
        const auto [entry, isNew] = m_byKey.try_emplace({resolved.name, resolved.linkageName, resolved.file, resolved.line}, 0);
        if (isNew)
            entry->second = addFunction(resolved, nullptr, m_units[place->unit].functions[place->function].offset);
        return id = entry->second;
    }

    void orderFunctions()
    {
        std::vector<Function> &functions = m_image.functions;
        std::vector<uint32_t> order(functions.size());
        std::iota(order.begin(), order.end(), 0U);
        const std::string &texts = m_image.texts.bytes();
        const auto rank = [&](uint32_t id) {
            const Function &function = functions[id];
            return std::tuple(std::string_view(texts.c_str() + function.name),
                              function.file == noPath ? std::string_view() : std::string_view(*m_paths.paths()[function.file]),
                              function.line, function.lowPc);
        };
        std::ranges::sort(order, [&](uint32_t a, uint32_t b) { return rank(a) < rank(b); });
        m_newId.resize(order.size());
        std::vector<Function> sorted(functions.size());
        for (uint32_t i = 0; i < order.size(); ++i) {
            m_newId[order[i]] = i;
            sorted[i] = functions[order[i]];
        }
        functions = std::move(sorted);
        for (Copy &copy : m_image.copies) {
            copy.function = m_newId[copy.function];
            if (copy.caller != noOwner)
                copy.caller = m_newId[copy.caller];
        }
        std::ranges::sort(m_image.copies, {},
                          [](const Copy &copy) { return std::tuple(copy.function, copy.address, copy.dieOffset); });
        for (uint32_t i = 0; i < m_image.copies.size(); ++i) {
            Function &function = functions[m_image.copies[i].function];
            if (function.copies++ == 0)
                function.firstCopy = i;
        }
        for (uint32_t i = 0; i < functions.size(); ++i) {
            if (functions[i].lowPc != 0)
                m_image.byAddress.push_back(i);
        }
        std::ranges::sort(m_image.byAddress, {}, [&](uint32_t id) { return functions[id].lowPc; });
    }

    void addFiles()
    {
        const auto &paths = m_paths.paths();
        std::vector<uint32_t> order(paths.size());
        std::iota(order.begin(), order.end(), 0U);
        std::ranges::sort(order, [&](uint32_t a, uint32_t b) { return *paths[a] < *paths[b]; });
        m_newFile.resize(paths.size());
        for (uint32_t i = 0; i < order.size(); ++i) {
            m_newFile[order[i]] = i;
            File &file = m_image.files.emplace_back();
            file.path = m_image.texts.add(*paths[order[i]]);
            file.writtenFrom = m_paths.writtenFrom(order[i]);
        }
        auto &functions = m_image.functions;
        for (uint32_t i = 0; i < functions.size(); ++i) {
            if (functions[i].file == noPath)
                continue;
            functions[i].file = m_newFile[functions[i].file];
            m_image.byFile.push_back(i);
        }
        std::ranges::sort(m_image.byFile, {},
                          [&](uint32_t id) { return std::tuple(functions[id].file, functions[id].line, id); });
        for (uint32_t i = 0; i < m_image.byFile.size(); ++i) {
            File &file = m_image.files[functions[m_image.byFile[i]].file];
            if (file.functions++ == 0)
                file.firstFunction = i;
        }
    }

    void addRows()
    {
        std::vector<uint32_t> counts(m_image.files.size() + 1);
        for (const CondensedUnit &unit : m_units) {
            for (const ScannedUnit::Row &row : unit.rows)
                ++counts[m_newFile[row.file] + 1];
        }
        std::partial_sum(counts.begin(), counts.end(), counts.begin());
        m_image.rows.resize(counts.back());
        std::vector<uint32_t> next = counts;
        for (uint32_t unit = 0; unit < m_units.size(); ++unit) {
            for (const ScannedUnit::Row &row : m_units[unit].rows)
                m_image.rows[next[m_newFile[row.file]]++] = {row.address, row.line, ownerOf(row.owner, unit) | row.flags};
            m_units[unit].rows = {};
        }
        uint32_t end = 0;
        for (size_t file = 0; file < m_image.files.size(); ++file) {
            const auto begin = m_image.rows.begin() + counts[file];
            const auto limit = m_image.rows.begin() + counts[file + 1];
            std::sort(begin, limit, [](const Row &a, const Row &b) {
                return std::tuple(a.line, a.address, a.owner) < std::tuple(b.line, b.address, b.owner);
            });
            m_image.files[file].firstRow = end;
            for (auto row = begin; row != limit; ++row) {
                const bool repeated = row != begin && (row - 1)->line == row->line && (row - 1)->address == row->address
                    && (row - 1)->owner == row->owner;
                if (!repeated)
                    m_image.rows[end++] = *row;
            }
            m_image.files[file].rows = end - m_image.files[file].firstRow;
        }
        m_image.rows.resize(end);
    }

    uint32_t ownerOf(uint32_t owner, uint32_t unit) const
    {
        if (owner == ScannedUnit::noOwner)
            return noOwner;
        if (owner & ScannedUnit::copyFlag) {
            const uint32_t id = m_owners[m_firstOwner[unit] + (owner & ~ScannedUnit::copyFlag)];
            return id == noOwner ? noOwner : m_newId[id] | inlinedFlag;
        }
        const uint32_t id = m_ids[unit][owner];
        return id == noOwner ? noOwner : m_newId[id];
    }

    void addAliases()
    {
        const std::string &texts = m_image.texts.bytes();
        std::vector<std::pair<std::string_view, uint32_t>> found;
        for (const IndexInput::Symbol &symbol : m_input.symbols) {
            const auto known = m_byPc.find(symbol.address);
            if (known == m_byPc.end())
                continue;
            const uint32_t id = m_newId[known->second];
            const Function &function = m_image.functions[id];
            if (symbol.name != texts.c_str() + function.name && symbol.name != texts.c_str() + function.linkageName)
                found.emplace_back(symbol.name, id);
        }
        for (const auto &[name, id] : found)
            m_image.aliases.push_back({m_image.texts.add(name), id});
        std::ranges::sort(m_image.aliases, {}, [](const Alias &alias) { return std::pair(alias.function, alias.name); });
    }

    void findCompilationDirectory()
    {
        std::unordered_map<std::string_view, size_t> counts;
        for (const CondensedUnit &unit : m_units) {
            if (!unit.compilationDirectory.empty())
                ++counts[unit.compilationDirectory];
        }
        if (counts.size() == 1)
            m_image.compilationDirectory = m_image.texts.add(counts.begin()->first);
    }

    const IndexInput &m_input;
    std::vector<CondensedUnit> &m_units;
    const PathPool &m_paths;
    Image m_image;
    std::vector<std::pair<uint64_t, uint32_t>> m_unitsByOffset;
    std::vector<std::vector<uint32_t>> m_ids; // of each unit's functions
    std::unordered_map<uint64_t, uint32_t> m_byPc;
    std::unordered_map<Key, uint32_t, KeyHash> m_byKey;
    std::vector<uint32_t> m_owners; // of the copies of all units
    std::vector<size_t> m_firstOwner;
    std::vector<uint32_t> m_newId, m_newFile;
};

}

std::vector<uint32_t> PathPool::add(std::span<const SourcePath> paths)
{
    std::vector<uint32_t> out;
    out.reserve(paths.size());
    const std::scoped_lock lock(m_mutex);
    for (const SourcePath &path : paths) {
        const auto [entry, isNew] = m_known.try_emplace(path.text, static_cast<uint32_t>(m_paths.size()));
        if (isNew) {
            m_paths.push_back(&entry->first);
            m_writtenFrom.push_back(path.writtenFrom);
        }
        out.push_back(entry->second);
    }
    return out;
}

CondensedUnit condense(ScannedUnit unit, const IndexInput &input, PathPool &paths)
{
    std::vector<uint32_t> position(unit.lines.files.size(), noPath);
    std::vector<SourcePath> wanted;
    const std::string_view directory = unit.compilationDirectory;
    const auto want = [&](uint32_t file) {
        if (file >= position.size() || position[file] != noPath)
            return;
        SourcePath path = unit.lines.path(file);
        std::string &text = path.text;
        if (text.empty())
            return;
        if (input.shortPaths && !directory.empty() && text.starts_with(directory) && text.size() > directory.size() + 1
            && text[directory.size()] == '/') {
            text.erase(0, directory.size() + 1);
            path.writtenFrom = 0;
        }
        position[file] = static_cast<uint32_t>(wanted.size());
        wanted.push_back(std::move(path));
    };
    for (const ScannedUnit::Row &row : unit.rows)
        want(row.file);
    for (ScannedFunction &function : unit.functions) {
        if (function.highPc != 0 && !contain(input.code, function.lowPc))
            function.lowPc = function.highPc = 0;
        if (function.line != 0)
            want(function.file);
    }
    const std::vector<uint32_t> ids = paths.add(wanted);
    const auto idOf = [&](uint32_t file) {
        return file < position.size() && position[file] != noPath ? ids[position[file]] : noPath;
    };
    for (ScannedFunction &function : unit.functions)
        function.file = function.line != 0 ? idOf(function.file) : noPath;
    for (ScannedUnit::Row &row : unit.rows)
        row.file = idOf(row.file);
    std::erase_if(unit.rows, [](const ScannedUnit::Row &row) { return row.file == noPath; });
    return {directory, std::move(unit.functions), std::move(unit.copies), std::move(unit.rows), std::move(unit.scopes)};
}

Image mergeUnits(const IndexInput &input, std::vector<CondensedUnit> &units, const PathPool &paths)
{
    return Merger(input, units, paths).run();
}

}
