// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace tapscope::debuginfo {

/// Bytes of a file, mapped, or of memory where there is no file.
class IndexBytes {
public:
    explicit IndexBytes(std::string memory) : m_memory(std::move(memory)) {}
    [[nodiscard]] static std::unique_ptr<IndexBytes> map(const std::string &path);
    ~IndexBytes();
    IndexBytes(const IndexBytes &) = delete;
    IndexBytes &operator=(const IndexBytes &) = delete;

    [[nodiscard]] std::string_view view() const
    {
        return m_mapping ? std::string_view(static_cast<const char *>(m_mapping), m_size) : std::string_view(m_memory);
    }

private:
    IndexBytes() = default;

    std::string m_memory;
    void *m_mapping = nullptr;
    size_t m_size = 0;
};

/// The files of indexes in one directory. Files appear there whole or not at all, so that any number of processes may use it.
class IndexCache {
public:
    /// Empty: $XDG_CACHE_HOME/tapscope/index, else below ~/.cache.
    IndexCache(std::string directory, uint64_t limit);

    /// Null when there is none. Marks it as used.
    [[nodiscard]] std::unique_ptr<IndexBytes> load(const std::string &name) const;
    /// Keeps `bytes`, and removes what was not used for the longest time until all fit the limit. What cannot be written
    /// (a full disk, a directory of somebody else) is left.
    void store(const std::string &name, std::string_view bytes) const;
    void remove(const std::string &name) const;

private:
    void evict(const std::string &keep) const;
    [[nodiscard]] std::string pathOf(const std::string &name) const { return m_directory + '/' + name; }

    std::string m_directory;
    uint64_t m_limit;
};

}
