// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "analysis/tapset_index.h"

#include "analysis/tapset_index_file.h"
#include "base/files.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <filesystem>
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

// The special before the general: sub-directories of versions and architectures, then the directory's own files.
void find(const fs::path &directory, size_t number, const TapsetPlaces &places, int depth, std::vector<FoundTapsetFile> &out)
{
    std::error_code error;
    std::vector<fs::path> special, general;
    std::vector<FoundTapsetFile> files;
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
            const int64_t changed = at->last_write_time(unknown).time_since_epoch().count();
            files.push_back({at->path().string(), changed, at->file_size(unknown), number, extension == ".stpm"});
        }
    }
    std::ranges::sort(special, std::greater());
    std::ranges::sort(general);
    std::ranges::sort(files, {}, &FoundTapsetFile::path);
    for (const fs::path &path : special)
        find(path, number, places, depth + 1, out);
    std::ranges::move(files, std::back_inserter(out));
    for (const fs::path &path : general)
        find(path, number, places, depth + 1, out);
}

/// Notes what one file defines.
class Definitions {
public:
    Definitions(TapsetIndex &index, size_t file) : m_index(index), m_file(file) {}

    void read(std::string_view text)
    {
        TopLevelWords words(text);
        for (std::string_view word = words.next(); !word.empty(); word = words.next())
            take(word);
    }

private:
    enum class Part { None, Function, Globals, Alias };

    void take(std::string_view word)
    {
        const std::string_view before = std::exchange(m_before, word);
        const bool component = before == "."; // kernel.function("x") defines nothing
        if (!component && (word == "probe" || word == "function" || word == "global")) {
            const bool isOwn = before == "private"; // nobody else's
            m_part = isOwn ? Part::None : word == "probe" ? Part::Alias : word == "function" ? Part::Function : Part::Globals;
            m_names.assign(1, {});
            m_parentheses = 0;
        } else if (m_part == Part::Function) {
            if (isNameCharacter(word.front()))
                addOnce(m_index.functions[std::string(word)], m_file);
            m_part = Part::None;
        } else if (m_part == Part::Globals) {
            // Not what they begin with.
            if (isNameCharacter(word.front()) && (before == "global" || before == ","))
                addOnce(m_index.globals[std::string(word)], m_file);
        } else if (m_part == Part::Alias) {
            takeOfPoint(word);
        }
    }

    // What stands before a = or += is names: NAME, NAME = NAME = points.
    void takeOfPoint(std::string_view word)
    {
        if (word == "(") {
            ++m_parentheses;
        } else if (word == ")") {
            m_parentheses = std::max(0, m_parentheses - 1);
        } else if (m_parentheses > 0) {
            return;
        } else if (word == "=" || word == "+") {
            for (const std::string &name : m_names) {
                if (!name.empty())
                    addOnce(m_index.aliases[name], m_file);
            }
            m_names.assign(1, {});
        } else if (word == ",") {
            m_names.emplace_back();
        } else if (word == "if") {
            m_part = Part::None;
        } else {
            m_names.back() += word;
        }
    }

    TapsetIndex &m_index;
    size_t m_file;
    Part m_part = Part::None;
    std::string_view m_before;
    std::vector<std::string> m_names;
    int m_parentheses = 0;
};

std::shared_ptr<const TapsetIndex> build(const std::vector<FoundTapsetFile> &found)
{
    auto index = std::make_shared<TapsetIndex>();
    for (const FoundTapsetFile &file : found) {
        if (file.macros) {
            index->macroFiles.emplace_front(file.path, file.directory);
            continue;
        }
        index->files.emplace_back(file.path, file.directory);
        Definitions(*index, index->files.size() - 1).read(index->files.back().text());
    }
    return index;
}

}

const std::string &TapsetFile::text() const
{
    std::call_once(m_once, [this] { m_text = readFile(path).value_or(std::string()); });
    return m_text;
}

std::shared_ptr<const TapsetIndex> tapsetIndex(const TapsetPlaces &places)
{
    struct Entry {
        std::vector<FoundTapsetFile> files;
        std::shared_ptr<const TapsetIndex> index;
    };
    static std::mutex mutex;
    static std::map<TapsetPlaces, Entry> known;

    std::vector<FoundTapsetFile> files;
    for (size_t i = 0; i < places.directories.size(); ++i)
        find(places.directories[i], i, places, 0, files);
    const std::lock_guard lock(mutex);
    constexpr size_t mostPlaces = 16; // tests and users with many settings
    if (const auto found = known.find(places); found != known.end() && found->second.files == files)
        return found->second.index;
    if (known.size() >= mostPlaces)
        known.clear();
    std::shared_ptr<const TapsetIndex> index = loadTapsetIndex(places, files);
    if (!index) {
        index = build(files);
        storeTapsetIndex(places, files, *index);
    }
    known.insert_or_assign(places, Entry{std::move(files), index});
    return index;
}

}
