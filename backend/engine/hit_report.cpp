// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "engine/hit_report.h"

namespace tapscope::engine {

namespace {

/// ", cause: count" for each cause that there was.
std::string losses(const Counters::PerHandler &handler)
{
    const translator::HandlerCounters &counters = handler.counters;
    std::string text;
    const auto add = [&](const char *what, uint64_t count) {
        if (count > 0)
            text += std::string(", ") + what + ": " + std::to_string(count);
    };
    add("skipped (nested)", counters.frameBusy);
    add("skipped (variables locked)", counters.lockBusy);
    add("skipped (missed by the kernel)", handler.missed);
    add("output lost (buffer full)", counters.ringFull);
    return text;
}

}

std::string hitReport(const translator::Bundle &bundle, const script::SourceSet &sources, const Counters &counters)
{
    std::string text = "----- probe hit report:\n";
    const auto &handlers = bundle.program.handlers;
    for (uint32_t i = 0; i < handlers.size() && i < counters.handlers.size(); ++i) {
        const translator::HandlerCounters &one = counters.handlers[i].counters;
        const std::string lost = losses(counters.handlers[i]);
        if (one.hits == 0 && lost.empty())
            continue;
        const script::Range &range = handlers[i].range;
        text += handlers[i].probePoint + ", (";
        if (range.file < sources.size()) {
            const script::Position at = sources.position(range);
            text += sources.file(range.file).path() + ':' + std::to_string(at.line) + ':' + std::to_string(at.column);
        }
        text += "), hits: " + std::to_string(one.hits);
        if (one.timed > 0) {
            text += ", ns: " + std::to_string(one.shortestNs) + "min/" + std::to_string(one.timeNs / one.timed) + "avg/"
                + std::to_string(one.longestNs) + "max";
        }
        if (one.errors > 0)
            text += ", errors: " + std::to_string(one.errors);
        text += lost;
        if (bundle.deferrals.contains(i))
            text += ", statements run outside of the kernel";
        text += ", index: " + std::to_string(i) + '\n';
    }
    return text;
}

std::vector<std::string> lossLines(const Counters &counters)
{
    std::vector<std::string> lines;
    for (const Counters::PerHandler &handler : counters.handlers) {
        if (const std::string lost = losses(handler); !lost.empty())
            lines.push_back("Of " + std::to_string(handler.counters.hits) + " hits of " + handler.probePoint + lost);
    }
    return lines;
}

}
