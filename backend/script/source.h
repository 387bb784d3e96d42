// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace tapscope::script {

/// Index of a SourceFile in its SourceSet.
using FileId = uint32_t;

/// A half-open span of bytes [begin, end) of one source file.
struct Range {
    FileId file = 0;
    uint32_t begin = 0;
    uint32_t end = 0;

    [[nodiscard]] bool empty() const { return begin == end; }
    friend bool operator==(const Range &, const Range &) = default;
};

/// The smallest range that holds both (which are of one file).
[[nodiscard]] Range join(const Range &a, const Range &b);

/// Line and column, both from 1; the column counts bytes.
struct Position {
    uint32_t line = 1;
    uint32_t column = 1;
};

/// The text of one script or tapset file. Immutable.
class SourceFile {
public:
    SourceFile(std::string path, std::string text);

    /// As the user named it; "<input>" for -e and standard input.
    [[nodiscard]] const std::string &path() const { return m_path; }
    [[nodiscard]] std::string_view text() const { return m_text; }
    [[nodiscard]] Position position(uint32_t offset) const;
    /// Byte offset of a line's first byte; of the end of text for a line past the last.
    [[nodiscard]] uint32_t lineStart(uint32_t line) const;
    [[nodiscard]] uint32_t lineCount() const { return static_cast<uint32_t>(m_lineStarts.size()); }
    /// A line's text without its newline; empty for a line that isn't there.
    [[nodiscard]] std::string_view line(uint32_t line) const;

private:
    std::string m_path;
    std::string m_text;
    std::vector<uint32_t> m_lineStarts;
};

/// The files that one script is made of: file 0 is the user's script. Ranges stay valid as long as the set lives.
class SourceSet {
public:
    FileId add(std::string path, std::string text);
    [[nodiscard]] const SourceFile &file(FileId id) const { return *m_files.at(id); }
    [[nodiscard]] size_t size() const { return m_files.size(); }
    [[nodiscard]] std::string_view text(const Range &range) const;
    [[nodiscard]] Position position(const Range &range) const { return file(range.file).position(range.begin); }
    /// "path:line:column" of the range's begin.
    [[nodiscard]] std::string where(const Range &range) const;

private:
    std::vector<std::unique_ptr<const SourceFile>> m_files;
};

}
