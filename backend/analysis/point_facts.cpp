// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "analysis/point_facts.h"

#include <algorithm>

namespace tapscope::analysis {

namespace {

const Site *firstSite(const Program &program, const Handler &handler)
{
    return handler.sites.empty() ? nullptr : &program.sites[handler.sites.front()];
}

std::string_view traceType(const Handler &handler, const Site *site)
{
    if (handler.systemCall)
        return site && site->isReturn ? "kretprobe" : "kprobe";
    if (handler.lifeEvent != LifeEvent::None)
        return "utrace";
    return site && site->probePoint.starts_with("process") ? "utrace_syscall" : "kernel_tracepoint";
}

}

std::string_view probeType(const Program &program, const Handler &handler)
{
    const Site *site = firstSite(program, handler);
    const bool ofPackets = site && site->probePoint.starts_with("netfilter");
    switch (handler.kind) {
    case ProbeKind::Timer: return handler.probePoint.contains("jiffies") ? "timer" : "hrtimer";
    case ProbeKind::FileRead:
    case ProbeKind::FileWrite:
    case ProbeKind::InputCharacter: // SystemTap takes what is typed from such a file
    case ProbeKind::InputLine: return "procfs";
    case ProbeKind::UserFunction:
    case ProbeKind::UserStatement: return "uprobe";
    case ProbeKind::UserReturn: return "uretprobe";
    case ProbeKind::KernelFunction: return ofPackets ? "netfilter" : "kprobe";
    case ProbeKind::KernelReturn: return "kretprobe";
    case ProbeKind::KernelTrace: return traceType(handler, site);
    case ProbeKind::Profile: return handler.perf.watchType ? "hardware_data_breakpoint" : "perf_event";
    default: return "begin_end";
    }
}

bool placeIsKnown(const Program &program, const Handler &handler)
{
    const bool atPlace = handler.kind == ProbeKind::UserFunction || handler.kind == ProbeKind::UserStatement
        || handler.kind == ProbeKind::KernelFunction || handler.systemCall;
    return atPlace && std::ranges::none_of(handler.sites, [&](uint32_t site) { return program.sites[site].isInlined; });
}

bool pointNamesFunction(const Site &site)
{
    return site.probePoint.contains("function(\"") || site.probePoint.contains("statement(\"")
        || site.listedAs.contains(").plt(\"");
}

const std::string &nameOfPoint(const Handler &handler, const Site &site)
{
    return !handler.alias.empty() ? handler.alias : !site.listedAs.empty() ? site.listedAs : site.probePoint;
}

std::string_view labelOfPoint(const Handler &handler, const Site &site)
{
    constexpr std::string_view word = "label(\"";
    const std::string_view name = nameOfPoint(handler, site);
    const size_t at = name.find(word);
    return at == std::string_view::npos ? std::string_view()
                                        : name.substr(at + word.size(), name.find('"', at + word.size()) - at - word.size());
}

}
