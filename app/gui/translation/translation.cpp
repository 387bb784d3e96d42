// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/gui/translation/translation.h"

#include <algorithm>
#include <optional>

namespace tapscope::app {

using script::Range;
using translator::ListingLine;
using Lines = std::vector<ListingLine>;

namespace {

bool holds(const Range &outer, const Range &inner)
{
    return outer.file == inner.file && outer.begin <= inner.begin && inner.end <= outer.end;
}

/// The smallest range of the lines that holds a place.
std::optional<Range> smallestAround(const Lines &lines, const Range &place)
{
    std::optional<Range> found;
    for (const ListingLine &line : lines) {
        if (!line.range.empty() && holds(line.range, place)
            && (!found || line.range.end - line.range.begin < found->end - found->begin))
            found = line.range;
    }
    return found;
}

/// Lines that do a part of a range's work; else those of what holds it: an instruction's range can be wider than what is asked for.
std::vector<size_t> linesOf(const Lines &lines, const Range &range)
{
    std::vector<size_t> found;
    for (size_t i = 0; i < lines.size(); ++i) {
        if (!lines[i].range.empty() && holds(range, lines[i].range))
            found.push_back(i);
    }
    if (!found.empty())
        return found;
    const auto around = smallestAround(lines, range);
    for (size_t i = 0; around && i < lines.size(); ++i) {
        if (lines[i].range == *around)
            found.push_back(i);
    }
    return found;
}

TranslationLink linkOf(const Translation &translation, const Range &range)
{
    return {range, linesOf(translation.listing.intermediate, range), linesOf(translation.listing.instructions, range)};
}

std::vector<size_t> linesOf(const Lines &lines, const std::vector<int32_t> &handlers)
{
    std::vector<size_t> found;
    for (size_t i = 0; i < lines.size(); ++i) {
        if (lines[i].handler >= 0 && std::ranges::contains(handlers, lines[i].handler))
            found.push_back(i);
    }
    return found;
}

/// All that a probe became.
TranslationLink linkOf(const Translation &translation, const Translation::Probe &probe)
{
    return {probe.range, linesOf(translation.listing.intermediate, probe.handlers),
            linesOf(translation.listing.instructions, probe.handlers)};
}

/// The smallest range that holds those of some lines, as far as they are of one file.
Range joined(const Lines &lines, size_t first, size_t last)
{
    Range all;
    for (size_t i = first; i <= last && i < lines.size(); ++i) {
        const Range &range = lines[i].range;
        if (range.empty() || (!all.empty() && all.file != range.file))
            continue;
        all = all.empty() ? range : script::join(all, range);
    }
    return all;
}

TranslationLink linkFrom(const Translation &translation, const Lines &lines, size_t first, size_t last)
{
    if (first >= lines.size())
        return {};
    const Range range = joined(lines, first, last);
    if (!range.empty())
        return linkOf(translation, range);
    for (const Translation::Probe &probe : translation.probes) {
        if (first == last && std::ranges::contains(probe.handlers, lines[first].handler))
            return linkOf(translation, probe);
    }
    return {};
}

}

Translation makeTranslation(const translator::Listing &listing, const analysis::Program &program,
                            const script::SourceSet &sources)
{
    Translation made;
    made.listing = listing;
    made.files.resize(sources.size());
    const auto need = [&](script::FileId file) {
        if (file >= sources.size() || !made.files[file].path.isEmpty())
            return;
        made.files[file].path = QString::fromStdString(sources.file(file).path());
        const std::string_view text = sources.file(file).text();
        made.files[file].text = QByteArray(text.data(), static_cast<qsizetype>(text.size()));
    };
    need(0);
    for (const Lines *lines : {&listing.intermediate, &listing.instructions}) {
        for (const ListingLine &line : *lines) {
            if (!line.range.empty())
                need(line.range.file);
        }
    }
    for (size_t i = 0; i < program.handlers.size(); ++i) {
        const analysis::Handler &handler = program.handlers[i];
        auto probe = std::ranges::find_if(made.probes, [&](const Translation::Probe &known) {
            return known.range == handler.range && known.name == QString::fromStdString(handler.probePoint);
        });
        if (probe == made.probes.end())
            probe = made.probes.insert(made.probes.end(), {QString::fromStdString(handler.probePoint), handler.range, {}});
        probe->handlers.push_back(static_cast<int32_t>(i));
    }
    std::ranges::stable_sort(made.probes, {},
                             [](const Translation::Probe &probe) { return std::pair(probe.range.file, probe.range.begin); });
    std::string text = translator::withScript(listing.intermediate, sources);
    if (!listing.instructions.empty())
        text += '\n' + translator::withScript(listing.instructions, sources);
    made.text = QString::fromStdString(text);
    return made;
}

TranslationLink linkFromScript(const Translation &translation, const Range &place)
{
    if (!place.empty())
        return linkOf(translation, place);
    if (place.file >= translation.files.size())
        return {};
    const QByteArray &text = translation.files[place.file].text;
    const auto at = std::min<qsizetype>(place.begin, text.size());
    const qsizetype begin = at > 0 ? text.lastIndexOf('\n', at - 1) + 1 : 0;
    // A probe point, and what stands before it in its line, stand for the whole probe.
    for (const Translation::Probe &probe : translation.probes) {
        if (!probe.range.empty() && probe.range.file == place.file && probe.range.begin >= begin && place.begin <= probe.range.end
            && text.indexOf('\n', begin) >= static_cast<qsizetype>(probe.range.begin))
            return linkOf(translation, probe);
    }
    if (const auto around = smallestAround(translation.listing.intermediate, place))
        return linkOf(translation, *around);
    const qsizetype newline = text.indexOf('\n', at);
    const Range line{place.file, static_cast<uint32_t>(begin), static_cast<uint32_t>(newline < 0 ? text.size() : newline)};
    Range all;
    for (const ListingLine &each : translation.listing.intermediate) {
        if (!each.range.empty() && each.range.file == line.file && each.range.begin >= line.begin && each.range.begin < line.end)
            all = all.empty() ? each.range : script::join(all, each.range);
    }
    return all.empty() ? TranslationLink{} : linkOf(translation, all);
}

TranslationLink linkFromIntermediate(const Translation &translation, size_t first, size_t last)
{
    return linkFrom(translation, translation.listing.intermediate, first, last);
}

TranslationLink linkFromInstructions(const Translation &translation, size_t first, size_t last)
{
    return linkFrom(translation, translation.listing.instructions, first, last);
}

}
