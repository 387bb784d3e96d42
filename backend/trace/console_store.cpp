// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "trace/console_store.h"

#include <algorithm>
#include <cstring>

namespace tapscope::trace {

ConsoleStore::ConsoleStore(size_t maxBytes) : m_maxBytes(std::max(maxBytes, 2 * chunkBytes)) {}

void ConsoleStore::clear()
{
    m_chunks.clear();
    m_memoryBytes = 0;
    m_lineCount = m_dropped = 0;
    m_partial = false;
    ++m_revision;
}

size_t ConsoleStore::lastLineBytes() const
{
    return m_partial ? m_chunks.back().used - m_chunks.back().begins.back() : 0;
}

void ConsoleStore::dropOldest()
{
    const Chunk &oldest = m_chunks.front();
    m_memoryBytes -= oldest.capacity + oldest.begins.size() * bytesPerLine;
    m_lineCount -= oldest.begins.size();
    m_dropped += oldest.begins.size();
    m_chunks.pop_front();
}

/// Makes the last chunk have space for `bytes` more; an open last line moves along, since lines lie in one piece.
void ConsoleStore::makeRoom(size_t bytes)
{
    if (!m_chunks.empty() && m_chunks.back().capacity - m_chunks.back().used >= bytes)
        return;
    const size_t moving = lastLineBytes();
    Chunk chunk;
    // Twice what is needed, so that a line which grows bit by bit is not copied each time.
    chunk.capacity = std::max(chunkBytes, (moving + bytes) * 2);
    chunk.text = std::make_unique_for_overwrite<char[]>(chunk.capacity);
    chunk.firstLine = m_dropped + m_lineCount;
    m_memoryBytes += chunk.capacity;
    if (m_partial) {
        Chunk &last = m_chunks.back();
        std::memcpy(chunk.text.get(), last.text.get() + last.begins.back(), moving);
        chunk.used = moving;
        chunk.begins.push_back(0);
        chunk.marks.push_back(last.marks.back());
        --chunk.firstLine;
        last.used -= moving;
        last.begins.pop_back();
        last.marks.pop_back();
        if (last.begins.empty()) {
            m_memoryBytes -= last.capacity;
            m_chunks.pop_back();
        }
    }
    m_chunks.push_back(std::move(chunk));
    while (m_memoryBytes > m_maxBytes && m_chunks.size() > 1)
        dropOldest();
}

void ConsoleStore::appendToLine(std::string_view text, Mark mark)
{
    while (m_partial && lastLineBytes() + text.size() > maxLineBytes) {
        const size_t fits = maxLineBytes - lastLineBytes();
        const std::string_view head = text.substr(0, fits);
        makeRoom(head.size());
        std::memcpy(m_chunks.back().text.get() + m_chunks.back().used, head.data(), head.size());
        m_chunks.back().used += head.size();
        text.remove_prefix(fits);
        m_partial = false;
        if (text.empty())
            return;
    }
    makeRoom(std::min(text.size(), maxLineBytes));
    Chunk &chunk = m_chunks.back();
    if (!m_partial) {
        chunk.begins.push_back(static_cast<uint32_t>(chunk.used));
        chunk.marks.push_back(mark);
        m_memoryBytes += bytesPerLine;
        ++m_lineCount;
        m_partial = true;
    }
    const std::string_view head = text.substr(0, maxLineBytes);
    if (!head.empty())
        std::memcpy(chunk.text.get() + chunk.used, head.data(), head.size());
    chunk.used += head.size();
    if (head.size() < text.size())
        appendToLine(text.substr(head.size()), mark);
}

void ConsoleStore::append(std::string_view text, Mark mark)
{
    if (text.empty())
        return;
    ++m_revision;
    while (!text.empty()) {
        const size_t end = text.find('\n');
        appendToLine(text.substr(0, end), mark);
        if (end == std::string_view::npos)
            return;
        m_partial = false;
        text.remove_prefix(end + 1);
    }
}

void ConsoleStore::appendLine(std::string_view text, Mark mark)
{
    ++m_revision;
    m_partial = false;
    if (text.ends_with('\n'))
        text.remove_suffix(1);
    if (text.empty())
        appendToLine(text, mark);
    else
        append(text, mark);
    m_partial = false;
}

ConsoleStore::Line ConsoleStore::line(uint64_t i) const
{
    if (i >= m_lineCount)
        return {};
    const uint64_t number = m_dropped + i;
    const auto after = std::upper_bound(m_chunks.begin(), m_chunks.end(), number,
                                        [](uint64_t n, const Chunk &chunk) { return n < chunk.firstLine; });
    const Chunk &chunk = *std::prev(after);
    const auto place = static_cast<size_t>(number - chunk.firstLine);
    const size_t begin = chunk.begins[place];
    const size_t end = place + 1 < chunk.begins.size() ? chunk.begins[place + 1] : chunk.used;
    return {{chunk.text.get() + begin, end - begin}, chunk.marks[place]};
}

}
