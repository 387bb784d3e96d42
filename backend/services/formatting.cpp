// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "services/formatting.h"

#include <algorithm>

namespace tapscope::services {

namespace {

struct Line {
    uint32_t begin = 0;
    uint32_t end = 0; ///< in front of the line break
    uint32_t next = 0; ///< behind it
    bool blank = false;
};

std::vector<Line> linesOf(std::string_view text)
{
    std::vector<Line> out;
    for (size_t at = 0; at < text.size();) {
        const size_t end = std::min(text.find('\n', at), text.size());
        const std::string_view line = text.substr(at, end - at);
        const size_t next = std::min(end + 1, text.size());
        out.push_back({static_cast<uint32_t>(at), static_cast<uint32_t>(end), static_cast<uint32_t>(next),
                       line.find_first_not_of(" \t\r") == std::string_view::npos});
        at = next;
    }
    return out;
}

}

std::expected<std::vector<TextEdit>, Failure> formatLines(const Document &document, uint32_t first, uint32_t last,
                                                          const script::FormatOptions &options)
{
    const auto formatted = script::format(document.text(), options);
    if (!formatted)
        return std::unexpected(formatted.error());
    std::vector<TextEdit> out;
    const std::string_view before = document.text(), after = *formatted;
    if (before == after)
        return out;
    const std::vector<Line> from = linesOf(before), to = linesOf(after);
    const auto words = [](const std::vector<Line> &lines) { return std::ranges::count(lines, false, &Line::blank); };
    if (words(from) != words(to)) { // lines are no longer lines: all or nothing
        if (first == 0 && last + 1 >= from.size())
            out.push_back({0, static_cast<uint32_t>(before.size()), *formatted});
        return out;
    }
    // Lines that hold something are the same ones in the same order; between two of them are blank ones.
    size_t i = 0, j = 0;
    while (i < from.size() || j < to.size()) {
        const size_t blanksFrom = i, blanksTo = j;
        while (i < from.size() && from[i].blank)
            ++i;
        while (j < to.size() && to[j].blank)
            ++j;
        const auto inside = [&](size_t line) { return line >= first && line <= last; };
        const uint32_t gapBegin = blanksFrom < from.size() ? from[blanksFrom].begin : static_cast<uint32_t>(before.size());
        const uint32_t gapEnd = i < from.size() ? from[i].begin : static_cast<uint32_t>(before.size());
        const uint32_t newBegin = blanksTo < to.size() ? to[blanksTo].begin : static_cast<uint32_t>(after.size());
        const uint32_t newEnd = j < to.size() ? to[j].begin : static_cast<uint32_t>(after.size());
        const std::string_view gap = after.substr(newBegin, newEnd - newBegin);
        if (before.substr(gapBegin, gapEnd - gapBegin) != gap && inside(blanksFrom)
            && inside(i > blanksFrom ? i - 1 : blanksFrom))
            out.push_back({gapBegin, gapEnd, std::string(gap)});
        if (i < from.size() && j < to.size()) {
            const std::string_view line = after.substr(to[j].begin, to[j].next - to[j].begin);
            if (before.substr(from[i].begin, from[i].next - from[i].begin) != line && inside(i))
                out.push_back({from[i].begin, from[i].next, std::string(line)});
        }
        ++i;
        ++j;
    }
    return out;
}

}
