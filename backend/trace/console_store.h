// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <memory>
#include <string_view>
#include <vector>

namespace tapscope::trace {

/// The console's lines: appended at the end, read by number, millions of them. Text lies in chunks, each with an index of its
/// lines; when the limit is reached, the oldest chunk goes and its lines are counted as dropped. One owner.
class ConsoleStore {
public:
    enum class Mark : uint8_t { None, Error, Warning, Lost, Note };

    struct Line {
        std::string_view text; ///< without its newline; valid until the next append or clear
        Mark mark = Mark::None;
    };

    explicit ConsoleStore(size_t maxBytes = size_t{256} << 20);

    /// Printed text, cut anywhere: text without a newline at its end is the last line until more comes.
    void append(std::string_view text) { append(text, Mark::None); }
    /// A line of its own (several, when it holds newlines); printed text that waits for its newline is ended first.
    void appendLine(std::string_view text, Mark mark);
    void clear();

    /// Lines that are there, the unfinished last one included.
    [[nodiscard]] uint64_t lineCount() const { return m_lineCount; }
    /// Line `i` of those, from 0; an empty line when it is not there.
    [[nodiscard]] Line line(uint64_t i) const;
    /// Lines that had to go: what is line 0 now was line droppedLines() of all.
    [[nodiscard]] uint64_t droppedLines() const { return m_dropped; }
    /// Whether the last line waits for its newline.
    [[nodiscard]] bool lastLineIsPartial() const { return m_partial; }
    [[nodiscard]] size_t memoryBytes() const { return m_memoryBytes; }
    /// Grows with every change; views compare it.
    [[nodiscard]] uint64_t revision() const { return m_revision; }

private:
    struct Chunk {
        std::unique_ptr<char[]> text;
        size_t capacity = 0;
        size_t used = 0;
        uint64_t firstLine = 0; ///< counted from the first line ever
        std::vector<uint32_t> begins; ///< where each line begins
        std::vector<Mark> marks;
    };
    static constexpr size_t chunkBytes = size_t{128} << 10;
    static constexpr size_t bytesPerLine = sizeof(uint32_t) + sizeof(Mark);
    /// A line longer than this goes on in the next one: no view can show it, and no chunk needs to hold it.
    static constexpr size_t maxLineBytes = size_t{1} << 20;

    void append(std::string_view text, Mark mark);
    /// Adds to the last line, which begins when there is none open.
    void appendToLine(std::string_view text, Mark mark);
    [[nodiscard]] size_t lastLineBytes() const;
    void makeRoom(size_t bytes);
    void dropOldest();

    std::deque<Chunk> m_chunks;
    size_t m_maxBytes;
    size_t m_memoryBytes = 0;
    uint64_t m_lineCount = 0;
    uint64_t m_dropped = 0;
    uint64_t m_revision = 0;
    bool m_partial = false;
};

}
