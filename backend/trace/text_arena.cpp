// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "trace/text_arena.h"

namespace tapscope::trace {

void TextArena::clear()
{
    m_large.clear();
    m_memoryBytes = m_chunks.size() * m_chunkBytes;
    m_used = 0;
    m_next = m_end = nullptr;
}

void TextArena::nextChunk(size_t bytes)
{
    if (bytes > m_chunkBytes) {
        // The current chunk is given up: this happens once in a blue moon, and keeps the common path one comparison.
        m_large.push_back(std::make_unique_for_overwrite<char[]>(bytes));
        m_memoryBytes += bytes;
        m_next = m_large.back().get();
        m_end = m_next + bytes;
        return;
    }
    if (m_used == m_chunks.size()) {
        m_chunks.push_back(std::make_unique_for_overwrite<char[]>(m_chunkBytes));
        m_memoryBytes += m_chunkBytes;
    }
    m_next = m_chunks[m_used++].get();
    m_end = m_next + m_chunkBytes;
}

}
