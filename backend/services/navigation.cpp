// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "services/navigation.h"

#include "services/completion_context.h"
#include "services/probe_points.h"

#include <algorithm>
#include <filesystem>

namespace tapscope::services {

namespace {

/// The file as debuginfo names it, which may be relative to the folder of the build: that is often one around the program's.
std::string existing(const ResolvedPoint::Place &place)
{
    namespace fs = std::filesystem;
    std::error_code error;
    const fs::path file(place.sourceFile);
    if (file.is_absolute() || place.program.empty())
        return fs::is_regular_file(file, error) ? place.sourceFile : std::string();
    for (fs::path folder = fs::path(place.program).parent_path();; folder = folder.parent_path()) {
        if (fs::is_regular_file(folder / file, error))
            return (folder / file).lexically_normal().string();
        if (folder == folder.parent_path())
            return {};
    }
}

void addSources(const Workspace &workspace, const std::string &point, const std::stop_token &stop, std::vector<FileLocation> &out)
{
    const auto resolved = workspace.resolve(point, stop);
    if (!resolved)
        return;
    constexpr size_t most = 50;
    for (const ResolvedPoint::Place &place : resolved->places) {
        std::string file = place.line > 0 ? existing(place) : std::string();
        if (file.empty())
            continue;
        const FileLocation location{std::move(file), place.line - 1, 0, 0};
        if (out.size() < most && std::ranges::find(out, location) == out.end())
            out.push_back(location);
    }
}

/// The aliases around a name that set it.
void addSettingAliases(const Document &document, const LibraryIndex &own, const LibraryIndex &library, const Occurrence &name,
                       std::vector<FileLocation> &out)
{
    if (name.declaration >= document.model().declarations().size())
        return;
    for (const WrittenPoint &point : writtenPoints(document, document.model().declarations()[name.declaration])) {
        for (const LibraryIndex *index : {&own, &library}) {
            for (const LibraryAlias *alias : index->aliasesOf(point.components)) {
                if (!point.isAliasName && std::ranges::contains(alias->variables, name.name)
                    && std::ranges::find(out, alias->location) == out.end())
                    out.push_back(alias->location);
            }
        }
    }
}

void addPoint(const Workspace &workspace, const LibraryIndex &own, const WrittenPoint &point, const std::stop_token &stop,
              std::vector<FileLocation> &out)
{
    if (point.isAliasName)
        return;
    const auto library = workspace.library();
    for (const LibraryIndex *index : {&own, library.get()}) {
        for (const LibraryAlias *alias : index->aliasesOf(point.components))
            out.push_back(alias->location);
    }
    if (out.empty())
        addSources(workspace, point.text, stop, out);
}

}

std::vector<FileLocation> definition(const Workspace &workspace, const Document &document, uint32_t offset, std::stop_token stop)
{
    std::vector<FileLocation> out;
    LibraryIndex own;
    own.add(document, true);
    const Occurrence *name = document.model().occurrenceAt(offset);
    if (!name || name->kind == NameKind::ProbeComponent) {
        if (const auto point = pointAt(document, offset))
            addPoint(workspace, own, *point, stop, out);
        return out;
    }
    const auto library = workspace.library();
    switch (name->kind) {
    case NameKind::Function:
        for (const LibraryIndex *index : {static_cast<const LibraryIndex *>(&own), library.get()}) {
            for (const LibraryFunction *function : index->functionsNamed(name->name))
                out.push_back(function->location);
            if (!out.empty())
                break;
        }
        break;
    case NameKind::Operator: // some of them are macros of the library
    case NameKind::Macro: {
        const std::string word = name->name.starts_with('@') ? std::string(name->name) : "@" + std::string(name->name);
        for (const LibraryIndex *index : {static_cast<const LibraryIndex *>(&own), library.get()}) {
            const auto found = index->macros().find(word);
            if (found != index->macros().end() && out.empty())
                out.push_back(found->second.location);
        }
        break;
    }
    case NameKind::Global:
    case NameKind::Local:
    case NameKind::Parameter:
        // What the handler itself does not set may come from the alias of its probe point.
        if (name->kind == NameKind::Local && std::ranges::none_of(document.model().sameName(*name), &Occurrence::write))
            addSettingAliases(document, own, *library, *name, out);
        if (!out.empty())
            break;
        for (const Occurrence *each : document.model().sameName(*name)) {
            if (each->definition)
                out.push_back(locationOf(document, each->range));
        }
        break;
    case NameKind::TargetVariable:
    case NameKind::Member:
        if (name->declaration < document.model().declarations().size()) {
            for (const WrittenPoint &point : writtenPoints(document, document.model().declarations()[name->declaration])) {
                if (!point.isAliasName)
                    addSources(workspace, point.text, stop, out);
            }
        }
        break;
    case NameKind::ProbeComponent: break;
    }
    return out;
}

std::string missingSource(const Workspace &workspace, const Document &document, uint32_t offset, std::stop_token stop)
{
    const Occurrence *name = document.model().occurrenceAt(offset);
    const auto missing = [&](const std::string &point) -> std::string {
        const auto resolved = workspace.resolve(point, stop);
        if (!resolved)
            return {};
        for (const ResolvedPoint::Place &place : resolved->places) {
            if (place.line > 0 && !place.sourceFile.empty() && existing(place).empty())
                return place.sourceFile;
        }
        return {};
    };
    if (!name || name->kind == NameKind::ProbeComponent) {
        const auto point = pointAt(document, offset);
        return point && !point->isAliasName ? missing(point->text) : std::string();
    }
    if (name->kind != NameKind::TargetVariable && name->kind != NameKind::Member)
        return {};
    if (name->declaration >= document.model().declarations().size())
        return {};
    for (const WrittenPoint &point : writtenPoints(document, document.model().declarations()[name->declaration])) {
        if (std::string path = point.isAliasName ? std::string() : missing(point.text); !path.empty())
            return path;
    }
    return {};
}

std::vector<Occurrence> references(const Document &document, uint32_t offset)
{
    std::vector<Occurrence> out;
    const Occurrence *name = document.model().occurrenceAt(offset);
    if (!name)
        return out;
    for (const Occurrence *each : document.model().sameName(*name))
        out.push_back(*each);
    return out;
}

}
