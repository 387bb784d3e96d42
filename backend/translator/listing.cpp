// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "translator/listing.h"

#include "translator/bundle.h"
#include "translator/program_text.h"

#include <algorithm>
#include <map>
#include <tuple>

namespace tapscope::translator {

namespace {

using Place = std::tuple<script::FileId, uint32_t, uint32_t>; ///< file, line and column

/// The widest range that begins at each place where one of the translation begins: programs know lines and columns only.
std::map<Place, script::Range> rangesByPlace(const std::vector<ListingLine> &lines, const script::SourceSet &sources)
{
    std::map<Place, script::Range> ranges;
    for (const ListingLine &line : lines) {
        if (line.range.empty() || line.range.file >= sources.size())
            continue;
        const script::Position at = sources.position(line.range);
        script::Range &known = ranges[{line.range.file, at.line, at.column}];
        if (line.range.end - line.range.begin > known.end - known.begin)
            known = line.range;
    }
    return ranges;
}

}

Listing makeListing(const Bundle &bundle, const script::SourceSet &sources)
{
    Listing listing;
    listing.intermediate = intermediateLines(bundle);
    const auto ranges = rangesByPlace(listing.intermediate, sources);
    const auto rangeOf = [&](const ProgramLine::Place &place) -> script::Range {
        for (script::FileId file = 0; file < sources.size(); ++file) {
            if (sources.file(file).path() != place.file || place.line == 0 || place.line > sources.file(file).lineCount())
                continue;
            if (const auto known = ranges.find({file, place.line, place.column}); known != ranges.end())
                return known->second;
            const uint32_t begin = sources.file(file).lineStart(place.line) + place.column - 1;
            return {file, begin, begin + 1};
        }
        return {};
    };
    for (size_t n = 0; n < bundle.kernel.programs.size(); ++n) {
        const protocol::Program &program = bundle.kernel.programs[n];
        const auto handler = std::ranges::find(bundle.programOfHandler, n);
        const int32_t owner = handler == bundle.programOfHandler.end()
            ? -1
            : static_cast<int32_t>(handler - bundle.programOfHandler.begin());
        script::Range range;
        for (ProgramLine &line : programLines(bundle, program)) {
            if (line.place)
                range = rangeOf(*line.place);
            listing.instructions.push_back({std::move(line.text), line.isHeading ? script::Range{} : range, owner});
        }
    }
    return listing;
}

std::string withScript(const std::vector<ListingLine> &lines, const script::SourceSet &sources)
{
    std::string out;
    std::pair<script::FileId, uint32_t> last{};
    for (const ListingLine &line : lines) {
        if (!line.range.empty() && line.range.file < sources.size()) {
            const script::SourceFile &file = sources.file(line.range.file);
            const script::Position at = sources.position(line.range);
            if (std::pair(line.range.file, at.line) != last) {
                last = {line.range.file, at.line};
                out += "; " + file.path() + ':' + std::to_string(at.line) + "  " + std::string(file.line(at.line)) + '\n';
            }
        } else {
            last = {};
        }
        out += line.text + '\n';
    }
    return out;
}

}
