// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "engine/planned_places.h"

#include <algorithm>
#include <functional>
#include <map>
#include <string_view>

namespace tapscope::engine {

using protocol::Attachment;

namespace {

/// Without kprobe_multi the kernel changes its code anew for each function.
bool isOneByOne(const translator::PlannedAttachment &plan, const translator::Bundle &bundle, const protocol::Features &features)
{
    switch (plan.attachment.kind) {
    case Attachment::Kind::Tracing: return true;
    case Attachment::Kind::KernelFunctions:
        return !features.kprobeMulti || bundle.kernel.programs[plan.attachment.program].insideFunctions;
    case Attachment::Kind::UserFunctions:
    case Attachment::Kind::RawTracepoint:
    case Attachment::Kind::PerfEvents: return false;
    }
    return false;
}

/// Places that hold their variables in different ways are different handlers of one point.
std::vector<PlannedPlaces::Probe> probesOf(const std::map<uint32_t, uint64_t> &byHandler,
                                           const std::vector<analysis::Handler> &handlers)
{
    std::vector<PlannedPlaces::Probe> probes;
    std::map<std::string_view, size_t> byPoint;
    for (const auto &[handler, places] : byHandler) {
        const std::string &point = handlers[handler].probePoint;
        const auto [known, isNew] = byPoint.emplace(point, probes.size());
        if (isNew)
            probes.push_back({point, 0});
        probes[known->second].places += places;
    }
    std::ranges::stable_sort(probes, std::greater<>(), &PlannedPlaces::Probe::places);
    return probes;
}

}

PlannedPlaces plannedPlaces(const translator::Bundle &bundle, const protocol::Features &features)
{
    PlannedPlaces planned;
    std::map<uint32_t, uint64_t> byHandler;
    const auto &handlers = bundle.program.handlers;
    for (const translator::PlannedAttachment &plan : bundle.attachments) {
        const auto kind = plan.attachment.kind;
        const bool isCode = kind == Attachment::Kind::UserFunctions || kind == Attachment::Kind::KernelFunctions
            || kind == Attachment::Kind::Tracing;
        // What follows the target's forks has no sites and is nobody's probe; what a return probe keeps of the function's entry
        // is the return probe's.
        if (!isCode || plan.sites.empty() || plan.handler >= handlers.size() || handlers[plan.handler].isEntryPart)
            continue;
        planned.total += plan.sites.size();
        if (isOneByOne(plan, bundle, features))
            planned.oneByOne += plan.sites.size();
        byHandler[plan.handler] += plan.sites.size();
        if (kind != Attachment::Kind::UserFunctions)
            continue;
        std::ranges::copy_if(plan.sites, std::back_inserter(planned.slow), [&](uint32_t site) {
            return bundle.program.sites[site].cost == debuginfo::CostClass::SingleStepped;
        });
    }
    planned.probes = probesOf(byHandler, handlers);
    std::ranges::sort(planned.slow);
    planned.slow.erase(std::ranges::unique(planned.slow).begin(), planned.slow.end());
    return planned;
}

}
