// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "analysis/place_pattern.h"

#include "analysis/context.h"

#include <algorithm>
#include <charconv>

namespace tapscope::analysis {

using debuginfo::StatementQuery;

namespace {

bool parseNumber(std::string_view text, uint32_t &out)
{
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), out);
    return error == std::errc() && end == text.data() + text.size();
}

// "*", "12", "+3", "10-20", "1,5-7,9"
bool parseLines(std::string_view text, StatementQuery &query)
{
    if (text == "*")
        return true;
    query.relative = text.starts_with('+');
    if (query.relative)
        text.remove_prefix(1);
    while (true) {
        const size_t comma = std::min(text.find(','), text.size());
        const std::string_view part = text.substr(0, comma);
        const size_t dash = std::min(part.find('-'), part.size());
        StatementQuery::Lines lines;
        if (!parseNumber(part.substr(0, dash), lines.first))
            return false;
        lines.last = lines.first;
        if (dash < part.size() && !parseNumber(part.substr(dash + 1), lines.last))
            return false;
        if (lines.last < lines.first)
            return false;
        query.lines.push_back(lines);
        if (comma == text.size())
            return true;
        text.remove_prefix(comma + 1);
    }
}

}

PlacePattern parsePlacePattern(std::string_view text)
{
    PlacePattern out;
    const size_t at = text.find('@');
    out.query.nameGlob = at == 0 ? "*" : text.substr(0, at);
    if (at == std::string_view::npos)
        return out;
    out.hasFile = true;
    std::string_view file = text.substr(at + 1);
    size_t colon = file.rfind(':');
    if (colon == std::string_view::npos)
        colon = file.rfind('+');
    if (colon != std::string_view::npos) {
        const std::string_view lines = file.substr(colon + (file[colon] == ':' ? 1 : 0));
        out.hasLines = out.query.around = true;
        out.valid = parseLines(lines, out.query);
        file = file.substr(0, colon);
    }
    out.query.fileGlob = file;
    return out;
}

void reportPlacePattern(Context &context, const script::Range &range, const std::string &written)
{
    context.error("bad-statement-pattern", range,
                  {TAPSCOPE_TEXT("Diagnostics", "'%1' is not of the form function@file:lines"), {written}},
                  {TAPSCOPE_TEXT("Diagnostics", "lines are 12, 10-20, 3,5-7, * for all, or +2 from the function's first"), {}});
}

}
