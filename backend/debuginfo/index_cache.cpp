// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "debuginfo/index_cache.h"

#include "base/descriptor_io.h"
#include "base/unique_fd.h"

#include <fcntl.h>
#include <pwd.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <filesystem>
#include <tuple>
#include <vector>

namespace tapscope::debuginfo {

namespace {

constexpr std::string_view suffix = ".index";

std::string defaultDirectory()
{
    if (const char *cache = std::getenv("XDG_CACHE_HOME"); cache && *cache == '/')
        return std::string(cache) + "/tapscope/index";
    const char *home = std::getenv("HOME");
    const struct passwd *user = home && *home == '/' ? nullptr : ::getpwuid(::getuid());
    if (user)
        home = user->pw_dir;
    return home && *home == '/' ? std::string(home) + "/.cache/tapscope/index" : std::string();
}

}

std::unique_ptr<IndexBytes> IndexBytes::map(const std::string &path)
{
    const UniqueFd fd(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW));
    struct stat status{};
    if (!fd || ::fstat(fd.get(), &status) != 0 || !S_ISREG(status.st_mode) || status.st_size <= 0)
        return nullptr;
    // Somebody else's file could be cut short while it is mapped.
    if (status.st_uid != ::getuid() && status.st_uid != 0)
        return nullptr;
    std::unique_ptr<IndexBytes> bytes(new IndexBytes);
    bytes->m_size = static_cast<size_t>(status.st_size);
    void *mapping = ::mmap(nullptr, bytes->m_size, PROT_READ, MAP_PRIVATE, fd.get(), 0);
    if (mapping == MAP_FAILED)
        return nullptr;
    bytes->m_mapping = mapping;
    ::futimens(fd.get(), nullptr);
    return bytes;
}

IndexBytes::~IndexBytes()
{
    if (m_mapping)
        ::munmap(m_mapping, m_size);
}

IndexCache::IndexCache(std::string directory, uint64_t limit)
    : m_directory(directory.empty() ? defaultDirectory() : std::move(directory))
    , m_limit(limit)
{}

std::unique_ptr<IndexBytes> IndexCache::load(const std::string &name) const
{
    return m_directory.empty() ? nullptr : IndexBytes::map(pathOf(name));
}

void IndexCache::store(const std::string &name, std::string_view bytes) const
{
    if (m_directory.empty() || bytes.size() > m_limit)
        return;
    std::error_code error;
    std::filesystem::create_directories(m_directory, error);
    std::string temporary = pathOf(".new-XXXXXX");
    const UniqueFd fd(::mkostemp(temporary.data(), O_CLOEXEC));
    if (!fd)
        return;
    if (!writeAll(fd.get(), bytes) || ::rename(temporary.c_str(), pathOf(name).c_str()) != 0)
        ::unlink(temporary.c_str());
    evict(name);
}

void IndexCache::remove(const std::string &name) const
{
    if (!m_directory.empty())
        ::unlink(pathOf(name).c_str());
}

void IndexCache::evict(const std::string &keep) const
{
    struct Entry {
        std::filesystem::file_time_type used;
        uint64_t size = 0;
        std::filesystem::path path;
    };
    std::vector<Entry> entries;
    uint64_t total = 0;
    std::error_code error;
    const auto now = std::filesystem::file_time_type::clock::now();
    for (auto at = std::filesystem::directory_iterator(m_directory, error); !error && at != std::filesystem::directory_iterator();
         at.increment(error)) {
        std::error_code gone;
        const std::string name = at->path().filename().string();
        Entry entry{at->last_write_time(gone), at->file_size(gone), at->path()};
        if (gone)
            continue;
        // What a process that was killed has left.
        if (name.starts_with(".new-") && now - entry.used > std::chrono::hours(1))
            std::filesystem::remove(entry.path, gone);
        if (!name.ends_with(suffix))
            continue;
        total += entry.size;
        if (name != keep)
            entries.push_back(std::move(entry));
    }
    std::ranges::sort(entries, {}, [](const Entry &entry) { return std::tie(entry.used, entry.path); });
    for (const Entry &entry : entries) {
        if (total <= m_limit)
            return;
        std::error_code gone;
        if (std::filesystem::remove(entry.path, gone))
            total -= entry.size;
    }
}

}
