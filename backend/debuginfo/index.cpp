// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "debuginfo/index.h"

#include "base/glob.h"
#include "debuginfo/function_name.h"
#include "debuginfo/index_cache.h"
#include "debuginfo/index_data.h"
#include "debuginfo/index_opening.h"
#include "debuginfo/index_search.h"
#include "debuginfo/line_table.h"
#include "debuginfo/symbol_table.h"

#include <algorithm>
#include <atomic>
#include <memory>
#include <mutex>
#include <ranges>
#include <tuple>

namespace tapscope::debuginfo {

namespace {

namespace format = index_format;

class MappedIndex final : public Index {
public:
    MappedIndex(IndexSource source, std::shared_ptr<const IndexBytes> bytes, IndexData data, bool isNew)
        : m_source(std::move(source))
        , m_bytes(std::move(bytes))
        , m_data(data)
        , m_isNew(isNew)
        , m_checked(new std::atomic<bool>[data.blockCount()]())
    {}

    const std::string &path() const override { return m_source.path; }
    const std::string &buildId() const override { return m_source.buildId; }
    bool hasDebugInfo() const override { return m_data.hasDebugInfo(); }
    std::string_view compilationDirectory() const override { return m_data.compilationDirectory(); }

    uint32_t functionCount() const override { return static_cast<uint32_t>(m_data.functions().size()); }
    uint32_t fileCount() const override { return static_cast<uint32_t>(m_data.files().size()); }

    FunctionEntry function(FunctionId id) const override
    {
        FunctionEntry out;
        if (id >= functionCount())
            return out;
        const format::Function &record = m_data.functions()[id];
        out.id = id;
        out.name = m_data.text(record.name);
        out.qualifiedName = m_data.text(record.qualifiedName);
        out.linkageName = m_data.text(record.linkageName);
        out.file = record.file < fileCount() ? record.file : noEntry;
        out.line = record.line;
        out.lowPc = record.lowPc;
        out.size = record.size;
        out.dieOffset = record.dieOffset;
        out.inlinedCopies = record.copies;
        out.external = record.flags & format::External;
        out.hasDebugInfo = record.flags & format::HasDebugInfo;
        out.neverReturns = record.flags & format::NeverReturns;
        out.blacklisted = record.flags & format::Blacklisted;
        return out;
    }

    FileEntry file(FileId id) const override
    {
        if (id >= fileCount())
            return {};
        const format::File &record = m_data.files()[id];
        const std::string_view path = m_data.text(record.path);
        return {id, path, path.substr(std::min<size_t>(record.writtenFrom, path.size())), record.functions, record.rows};
    }

    std::vector<FunctionId> functions(std::string_view nameGlob, std::string_view fileGlob) const override
    {
        std::vector<FunctionId> out;
        const auto &records = m_data.functions();
        const auto aliases = m_data.aliases();
        size_t alias = 0;
        for (FunctionId id = 0; id < records.size(); ++id) {
            const size_t firstAlias = alias;
            while (alias < aliases.size() && aliases[alias].function == id)
                ++alias;
            const format::Function &record = records[id];
            if (record.lowPc == 0 && record.copies == 0)
                continue;
            // Parts of functions are meant only where they are named, unless nothing tells what they are parts of.
            if ((record.flags & format::HasDebugInfo) && isSplitPart(m_data.text(record.name)) && !nameGlob.contains(".part"))
                continue;
            bool matches = nameMatches(nameGlob, m_data.text(record.name), record.name, record);
            for (size_t i = firstAlias; !matches && i < alias; ++i)
                matches = linkageMatches(nameGlob, m_data.text(aliases[i].name));
            if (matches && inFile(record, fileGlob))
                out.push_back(id);
        }
        return out;
    }

    std::vector<FileId> files(std::string_view fileGlob) const override
    {
        std::vector<FileId> out;
        for (FileId id = 0; id < fileCount(); ++id) {
            if (fileMatches(fileGlob, m_data.text(m_data.files()[id].path)))
                out.push_back(id);
        }
        return out;
    }

    std::vector<FunctionId> functionsOf(FileId file) const override
    {
        if (file >= fileCount())
            return {};
        const auto ids = m_data.functionsOf(m_data.files()[file]);
        return {ids.begin(), ids.end()};
    }

    std::optional<FunctionId> functionAt(uint64_t address) const override
    {
        const auto ids = m_data.byAddress();
        const auto after = std::ranges::upper_bound(ids, address, {}, [&](uint32_t id) { return m_data.functions()[id].lowPc; });
        if (after == ids.begin())
            return std::nullopt;
        const format::Function &record = m_data.functions()[*(after - 1)];
        return address - record.lowPc < record.size ? std::optional(*(after - 1)) : std::nullopt;
    }

    DirectoryEntry directory(std::string_view path) const override
    {
        DirectoryEntry out;
        const std::string prefix = path.empty() || path.ends_with('/') ? std::string(path) : std::string(path) + "/";
        const auto records = m_data.files();
        const auto pathOf = [this](const format::File &file) { return m_data.text(file.path); };
        for (auto at = std::ranges::lower_bound(records, std::string_view(prefix), {}, pathOf);
             at != records.end() && pathOf(*at).starts_with(prefix); ++at) {
            const std::string_view rest = pathOf(*at).substr(prefix.size());
            const size_t slash = rest.find('/', rest.starts_with('/') ? 1 : 0);
            if (slash == std::string_view::npos) {
                out.files.push_back(static_cast<FileId>(at - records.begin()));
                continue;
            }
            const std::string_view name = rest.substr(0, slash);
            if (out.directories.empty() || out.directories.back().name != name)
                out.directories.push_back({name, 0});
            ++out.directories.back().files;
        }
        return out;
    }

    std::vector<StatementRow> statements(FileId file, uint32_t first, uint32_t last) const override
    {
        std::vector<StatementRow> out;
        if (file >= fileCount())
            return out;
        const auto rows = rowsOf(m_data.files()[file]);
        for (auto row = std::ranges::lower_bound(rows, first, {}, &format::Row::line); row != rows.end() && row->line <= last;
             ++row)
            out.push_back(rowOf(*row, file));
        return out;
    }

    std::vector<StatementRow> statementsOf(FunctionId function) const override
    {
        const FunctionEntry entry = this->function(function);
        std::vector<StatementRow> out;
        if (entry.file == noEntry)
            return out;
        for (const format::Row &row : rowsOf(m_data.files()[entry.file])) {
            if ((row.owner & format::ownerMask) == function)
                out.push_back(rowOf(row, entry.file));
        }
        return out;
    }

    std::vector<InlinedCopy> copiesOf(FunctionId function) const override
    {
        std::vector<InlinedCopy> out;
        if (function >= functionCount())
            return out;
        for (const format::Copy &copy : copiesOf(m_data.functions()[function]))
            out.push_back({copy.address, function, copy.caller < functionCount() ? copy.caller : noEntry, copy.dieOffset});
        return out;
    }

    std::vector<SearchHit> search(std::string_view text, size_t most, std::stop_token stop) const override
    {
        return searchNames(m_data, text, most, std::move(stop));
    }

private:
    // As Module::functions: all mangled names start alike, so that they take part only when they are meant.
    bool nameMatches(std::string_view glob, std::string_view name, uint32_t nameOffset, const format::Function &record) const
    {
        return glob == "*" || glob == name || globMatches(glob, name)
            || (record.qualifiedName != nameOffset && functionNameMatches(glob, m_data.text(record.qualifiedName)))
            || (record.linkageName != 0 && linkageMatches(glob, m_data.text(record.linkageName)));
    }

    bool inFile(const format::Function &record, std::string_view glob) const
    {
        return glob.empty() || (record.file < fileCount() && fileMatches(glob, m_data.text(m_data.files()[record.file].path)));
    }

    StatementRow rowOf(const format::Row &row, FileId file) const
    {
        const uint32_t owner = row.owner & format::ownerMask;
        const auto has = [&](uint32_t flag) { return (row.owner & flag) != 0; };
        return {row.line,
                file,
                row.address,
                owner < functionCount() ? owner : noEntry,
                has(format::inlinedFlag),
                has(format::statementFlag),
                has(format::codeFlag)};
    }

    std::span<const format::Row> rowsOf(const format::File &file) const
    {
        return large(format::Part::Rows, file.firstRow, file.rows).rowsOf(file);
    }

    std::span<const format::Copy> copiesOf(const format::Function &function) const
    {
        return large(format::Part::Copies, function.firstCopy, function.copies).copiesOf(function);
    }

    // Rows and copies are most of the file and seldom needed all, so that they are checked where they are. Where they turn out
    // damaged the index is made again; the same records have the same ids then.
    const IndexData &large(format::Part part, uint64_t first, uint64_t count) const
    {
        if (!m_replaced.load(std::memory_order_acquire)) {
            if (m_isNew || m_data.isSound(part, first, count, m_checked.get()))
                return m_data;
            std::call_once(m_replacing, [this] {
                if (auto again = m_source.rebuild()) {
                    m_rebuilt = std::make_unique<IndexBytes>(std::move(*again));
                    if (const auto data = IndexData::read(m_rebuilt->view(), m_source.key))
                        m_large = *data;
                }
                m_replaced.store(true, std::memory_order_release);
            });
        }
        return m_large;
    }

    IndexSource m_source;
    std::shared_ptr<const IndexBytes> m_bytes;
    IndexData m_data;
    bool m_isNew; ///< just made, so that there is nothing to check
    std::unique_ptr<std::atomic<bool>[]> m_checked; ///< blocks of the rows and copies that were found sound
    mutable std::once_flag m_replacing;
    mutable std::atomic<bool> m_replaced = false;
    mutable std::unique_ptr<IndexBytes> m_rebuilt;
    mutable IndexData m_large;
};

Failure stopped()
{
    return {{TAPSCOPE_TEXT("Diagnostics", "Reading the debug information was stopped."), {}},
            {TAPSCOPE_TEXT("Diagnostics", "Start it again when it is needed."), {}}};
}

}

std::expected<std::shared_ptr<const Index>, Failure> openIndex(IndexSource source, const IndexOptions &options)
{
    const IndexCache cache(options.cacheDirectory, options.cacheLimit);
    // Each file that was found damaged later is replaced, too.
    source.rebuild = [build = source.build, cache, name = source.cacheName]() -> std::optional<std::string> {
        auto bytes = build({});
        if (bytes)
            cache.store(name, *bytes);
        return bytes ? std::optional(std::move(*bytes)) : std::nullopt;
    };
    std::shared_ptr<const IndexBytes> bytes = cache.load(source.cacheName);
    if (bytes) {
        if (const auto data = IndexData::read(bytes->view(), source.key))
            return std::make_shared<MappedIndex>(std::move(source), std::move(bytes), *data, false);
    }
    auto built = source.build(options);
    if (!built)
        return std::unexpected(built.error().what.empty() ? stopped() : std::move(built.error()));
    cache.store(source.cacheName, *built);
    // What was mapped can be dropped again by the system, unlike memory.
    bytes = cache.load(source.cacheName);
    auto data = bytes ? IndexData::read(bytes->view(), source.key) : std::nullopt;
    if (!data) {
        bytes = std::make_shared<IndexBytes>(std::move(*built));
        data = IndexData::read(bytes->view(), source.key);
    }
    if (!data)
        return std::unexpected(stopped());
    return std::make_shared<MappedIndex>(std::move(source), std::move(bytes), *data, true);
}

uint32_t Index::writtenFrom(std::string_view path) const
{
    // Files are in the order of their paths.
    const auto ids = std::views::iota(FileId{0}, static_cast<FileId>(fileCount()));
    const auto found = std::ranges::lower_bound(ids, path, {}, [this](FileId id) { return file(id).path; });
    if (found == ids.end() || file(*found).path != path)
        return 0;
    const FileEntry entry = file(*found);
    return static_cast<uint32_t>(entry.path.size() - entry.written.size());
}

}
