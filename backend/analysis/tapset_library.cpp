// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "analysis/tapset_library.h"

#include "base/glob.h"
#include "script/macro.h"
#include "script/parser.h"

#include <algorithm>
#include <iterator>

namespace tapscope::analysis {

TapsetLibrary::TapsetLibrary(const std::vector<std::string> &directories, const script::ParseOptions &parse)
    : m_index(tapsetIndex({directories, parse.kernelVersion, parse.architecture}))
    , m_taken(m_index->files.size())
{}

std::vector<const TapsetLibrary::File *> TapsetLibrary::take(const std::vector<size_t> &files)
{
    std::vector<const File *> out;
    for (const size_t file : files) {
        if (!m_taken[file]) {
            m_taken[file] = true;
            out.push_back(&m_index->files[file]);
        }
    }
    return out;
}

std::vector<size_t> TapsetLibrary::ofFirstDirectory(const std::vector<size_t> &files) const
{
    std::vector<size_t> out;
    for (const size_t file : files) {
        if (m_index->files[file].directory == m_index->files[files.front()].directory)
            out.push_back(file);
    }
    return out;
}

std::vector<const TapsetLibrary::File *> TapsetLibrary::takeFunction(std::string_view name)
{
    const auto found = m_index->functions.find(name);
    return found == m_index->functions.end() ? std::vector<const File *>() : take(ofFirstDirectory(found->second));
}

std::vector<const TapsetLibrary::File *> TapsetLibrary::takeGlobal(std::string_view name)
{
    const auto found = m_index->globals.find(name);
    return found == m_index->globals.end() ? std::vector<const File *>() : take(ofFirstDirectory(found->second));
}

std::vector<const TapsetLibrary::File *> TapsetLibrary::takeAliases(std::string_view pattern)
{
    std::vector<const File *> out;
    for (const auto &[name, files] : m_index->aliases) {
        if (globMatches(pattern, std::string_view(name).substr(0, name.find('.'))))
            std::ranges::copy(take(ofFirstDirectory(files)), std::back_inserter(out));
    }
    return out;
}

std::vector<std::string> TapsetLibrary::functionNames() const
{
    std::vector<std::string> out;
    for (const auto &[name, files] : m_index->functions) {
        if (!name.starts_with("__"))
            out.push_back(name);
    }
    return out;
}

std::vector<std::string> TapsetLibrary::aliasNames() const
{
    std::vector<std::string> out;
    for (const auto &[name, files] : m_index->aliases) {
        const std::string_view first = std::string_view(name).substr(0, name.find('.'));
        if (out.empty() || out.back() != first) // names with the same first component may have others between them
            out.emplace_back(first);
    }
    std::ranges::sort(out);
    out.erase(std::ranges::unique(out).begin(), out.end());
    return out;
}

std::unique_ptr<script::MacroLibrary> TapsetLibrary::macros(script::SourceSet &sources, const script::ParseOptions &parse,
                                                            script::Diagnostics &diagnostics) const
{
    auto library = std::make_unique<script::MacroLibrary>();
    script::ParseOptions options = parse;
    options.arguments.clear();
    options.privileged = true;
    for (const File &file : m_index->macroFiles)
        library->add(sources, sources.add(file.path, file.text()), options, diagnostics);
    return library;
}

}
