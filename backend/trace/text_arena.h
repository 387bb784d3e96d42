// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <cstddef>
#include <cstring>
#include <memory>
#include <string_view>
#include <vector>

namespace tapscope::trace {

/// Keeps text at fixed addresses: views into it stay valid until clear(). Chunked, so that growing never copies.
class TextArena {
public:
    explicit TextArena(size_t chunkBytes = 64u << 10) : m_chunkBytes(chunkBytes) {}

    /// A copy of `text` that lives as long as the arena's contents.
    std::string_view add(std::string_view text)
    {
        if (text.empty())
            return {};
        char *place = allocate(text.size());
        std::memcpy(place, text.data(), text.size());
        return {place, text.size()};
    }

    /// Forgets all text and keeps the chunks of the usual size for what comes next.
    void clear();
    [[nodiscard]] size_t memoryBytes() const { return m_memoryBytes; }

private:
    char *allocate(size_t bytes)
    {
        if (bytes > static_cast<size_t>(m_end - m_next))
            nextChunk(bytes);
        char *place = m_next;
        m_next += bytes;
        return place;
    }
    void nextChunk(size_t bytes);

    size_t m_chunkBytes;
    std::vector<std::unique_ptr<char[]>> m_chunks;
    std::vector<std::unique_ptr<char[]>> m_large; ///< texts longer than a chunk, each alone
    size_t m_used = 0; ///< chunks in use
    char *m_next = nullptr;
    char *m_end = nullptr;
    size_t m_memoryBytes = 0;
};

}
