// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "analysis/tapset_library.h"

#include "base/glob.h"

#include <algorithm>
#include <cctype>
#include <filesystem>
#include <fstream>
#include <iterator>

namespace tapscope::analysis {

namespace {

bool isNameCharacter(char c)
{
    return std::isalnum(static_cast<unsigned char>(c)) || c == '_' || c == '$';
}

// Steps over words of script text at the top level: braces, comments and strings are skipped as a whole.
class TopLevelWords {
public:
    explicit TopLevelWords(std::string_view text) : m_text(text) {}

    // The next word or punctuation character outside of braces; empty at the end.
    std::string_view next()
    {
        while (m_at < m_text.size()) {
            const char c = m_text[m_at];
            if (std::isspace(static_cast<unsigned char>(c)))
                ++m_at;
            else if (c == '#' || startsWith("//"))
                skipTo("\n");
            else if (startsWith("/*"))
                skipTo("*/");
            else if (startsWith("%{"))
                skipTo("%}");
            else if (c == '"')
                skipString();
            else if (c == '{' || c == '}') {
                m_depth += c == '{' ? 1 : -1;
                ++m_at;
            } else {
                const std::string_view word = takeWord();
                if (m_depth == 0)
                    return word;
            }
        }
        return {};
    }

private:
    bool startsWith(std::string_view s) const { return m_text.substr(m_at).starts_with(s); }

    void skipTo(std::string_view end)
    {
        const size_t found = m_text.find(end, m_at + 1);
        m_at = found == std::string_view::npos ? m_text.size() : found + end.size();
    }

    void skipString()
    {
        for (++m_at; m_at < m_text.size() && m_text[m_at] != '"'; ++m_at) {
            if (m_text[m_at] == '\\')
                ++m_at;
        }
        m_at = std::min(m_at + 1, m_text.size());
    }

    std::string_view takeWord()
    {
        const size_t begin = m_at;
        while (m_at < m_text.size() && isNameCharacter(m_text[m_at]))
            ++m_at;
        if (m_at == begin)
            ++m_at;
        return m_text.substr(begin, m_at - begin);
    }

    std::string_view m_text;
    size_t m_at = 0;
    int m_depth = 0;
};

std::optional<std::string> readFile(const std::filesystem::path &path)
{
    std::ifstream in(path, std::ios::binary);
    if (!in)
        return {};
    return std::string(std::istreambuf_iterator<char>(in), {});
}

void addOnce(std::vector<size_t> &list, size_t value)
{
    if (std::ranges::find(list, value) == list.end())
        list.push_back(value);
}

}

TapsetLibrary::TapsetLibrary(const std::vector<std::string> &directories)
{
    for (const std::string &directory : directories) {
        std::error_code error;
        std::vector<std::filesystem::path> paths;
        for (std::filesystem::recursive_directory_iterator at(directory, error), end; !error && at != end; at.increment(error)) {
            if (at->path().extension() == ".stp")
                paths.push_back(at->path());
        }
        std::ranges::sort(paths);
        for (const std::filesystem::path &path : paths) {
            if (std::optional<std::string> text = readFile(path)) {
                m_files.push_back({path.string(), std::move(*text), false});
                index(m_files.size() - 1);
            }
        }
    }
}

void TapsetLibrary::index(size_t file)
{
    TopLevelWords words(m_files[file].text);
    std::string_view before;
    for (std::string_view word = words.next(); !word.empty(); word = words.next()) {
        if (before == "function")
            addOnce(m_functions[std::string(word)], file);
        else if (before == "probe")
            addOnce(m_aliases[std::string(word)], file);
        before = word;
    }
}

std::vector<const TapsetLibrary::File *> TapsetLibrary::take(const std::vector<size_t> &files)
{
    std::vector<const File *> out;
    for (const size_t file : files) {
        if (!m_files[file].taken) {
            m_files[file].taken = true;
            out.push_back(&m_files[file]);
        }
    }
    return out;
}

std::vector<const TapsetLibrary::File *> TapsetLibrary::takeFunction(std::string_view name)
{
    const auto found = m_functions.find(name);
    return found == m_functions.end() ? std::vector<const File *>() : take(found->second);
}

std::vector<const TapsetLibrary::File *> TapsetLibrary::takeAliases(std::string_view pattern)
{
    std::vector<const File *> out;
    for (const auto &[name, files] : m_aliases) {
        if (globMatches(pattern, name))
            std::ranges::copy(take(files), std::back_inserter(out));
    }
    return out;
}

std::vector<std::string> TapsetLibrary::functionNames() const
{
    std::vector<std::string> out;
    for (const auto &[name, files] : m_functions) {
        if (!name.starts_with("__"))
            out.push_back(name);
    }
    return out;
}

std::vector<std::string> TapsetLibrary::aliasNames() const
{
    std::vector<std::string> out;
    for (const auto &[name, files] : m_aliases)
        out.push_back(name);
    return out;
}

}
