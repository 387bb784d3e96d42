// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "analysis/tapset_index.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <mutex>
#include <optional>
#include <utility>

namespace tapscope::analysis {

namespace fs = std::filesystem;

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

std::optional<std::string> readFile(const fs::path &path)
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

constexpr std::array<std::string_view, 13> architectures{"x86_64", "i386", "arm",    "arm64", "powerpc",   "s390", "s390x",
                                                         "ia64",   "mips", "mips64", "riscv", "loongarch", "alpha"};
// Libraries for other executors than ours, and for processes of other programs.
constexpr std::array<std::string_view, 3> otherwiseUsed{"dyninst", "bpf", "PATH"};

bool isWanted(const std::string &directory, const TapsetPlaces &places)
{
    if (std::ranges::find(architectures, directory) != architectures.end())
        return directory == places.architecture;
    if (std::isdigit(static_cast<unsigned char>(directory.front())))
        return places.kernelVersion == directory || places.kernelVersion.starts_with(directory + ".")
            || places.kernelVersion.starts_with(directory + "-");
    return std::ranges::find(otherwiseUsed, directory) == otherwiseUsed.end() && directory.front() != '.';
}

struct Found {
    std::string path;
    fs::file_time_type changed;
    uintmax_t size = 0;
    bool macros = false;

    friend bool operator==(const Found &, const Found &) = default;
};

// The special before the general: sub-directories of versions and architectures, then the directory's own files.
void find(const fs::path &directory, const TapsetPlaces &places, int depth, std::vector<Found> &out)
{
    std::error_code error;
    std::vector<fs::path> special, general;
    std::vector<Found> files;
    for (fs::directory_iterator at(directory, error), end; !error && at != end; at.increment(error)) {
        std::error_code unknown;
        const std::string name = at->path().filename().string();
        const std::string extension = at->path().extension().string();
        if (at->is_directory(unknown)) {
            if (depth < 8 && isWanted(name, places)) {
                const bool narrow = std::isdigit(static_cast<unsigned char>(name.front())) || name == places.architecture;
                (narrow ? special : general).push_back(at->path());
            }
        } else if (extension == ".stp" || extension == ".stpm") {
            files.push_back({at->path().string(), at->last_write_time(unknown), at->file_size(unknown), extension == ".stpm"});
        }
    }
    std::ranges::sort(special, std::greater());
    std::ranges::sort(general);
    std::ranges::sort(files, {}, &Found::path);
    for (const fs::path &path : special)
        find(path, places, depth + 1, out);
    std::ranges::move(files, std::back_inserter(out));
    for (const fs::path &path : general)
        find(path, places, depth + 1, out);
}

void indexWords(TapsetIndex &index, size_t file)
{
    TopLevelWords words(index.files[file].text);
    std::string_view before, beforeThat;
    std::string_view alias; // may be one of several names: what stands before a = is
    bool globals = false;
    for (std::string_view word = words.next(); !word.empty(); word = words.next()) {
        if (word == "global" || word == "function" || word == "probe")
            globals = word == "global";
        else if (globals && word.starts_with("__"))
            addOnce(index.globals[std::string(word)], file);
        const bool named = isNameCharacter(word.front()) && beforeThat != "."; // kernel.function("x") defines nothing
        if (before == "function" && named)
            addOnce(index.functions[std::string(word)], file);
        else if (before == "probe" && named && word != "begin") // what a file prepares for itself does not call for it
            addOnce(index.aliases[std::string(word)], file);
        if (word == "=" && !alias.empty())
            addOnce(index.aliases[std::string(alias)], file);
        if (before == "=" && named)
            alias = word;
        else if (word == "probe" || word == "function" || word == "global" || word == "if" || word == ",")
            alias = {};
        beforeThat = std::exchange(before, word);
    }
}

std::shared_ptr<const TapsetIndex> build(const std::vector<Found> &files)
{
    auto index = std::make_shared<TapsetIndex>();
    for (const Found &found : files) {
        std::optional<std::string> text = readFile(found.path);
        if (!text)
            continue;
        (found.macros ? index->macroFiles : index->files).push_back({found.path, std::move(*text)});
        if (!found.macros)
            indexWords(*index, index->files.size() - 1);
    }
    std::ranges::reverse(index->macroFiles);
    return index;
}

}

std::shared_ptr<const TapsetIndex> tapsetIndex(const TapsetPlaces &places)
{
    struct Entry {
        std::vector<Found> files;
        std::shared_ptr<const TapsetIndex> index;
    };
    static std::mutex mutex;
    static std::map<TapsetPlaces, Entry> known;

    std::vector<Found> files;
    for (const std::string &directory : places.directories)
        find(directory, places, 0, files);
    const std::lock_guard lock(mutex);
    constexpr size_t mostPlaces = 16; // tests and users with many settings
    if (const auto found = known.find(places); found != known.end() && found->second.files == files)
        return found->second.index;
    if (known.size() >= mostPlaces)
        known.clear();
    std::shared_ptr<const TapsetIndex> index = build(files);
    known.insert_or_assign(places, Entry{std::move(files), index});
    return index;
}

}
