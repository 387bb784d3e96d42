// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "base/hexadecimal.h"
#include "helper/attached_probes.h"
#include "helper/features.h"
#include "helper/instruction_check.h"

#include <linux/perf_event.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <iterator>
#include <map>

namespace tapscope::helper {

using protocol::Attachment;

namespace {

uint64_t cookieOf(const Attachment &what, size_t site)
{
    return what.cookies.empty() ? 0 : what.cookies[site];
}

/// Opens a perf event for a dynamic probe and puts the program on it. The link holds the event: it needs no descriptor more.
Result<void> linkEvent(int program, const PerfProbe &probe, uint64_t cookie, AttachedProbes &probes)
{
    auto event = openPerfProbe(probe);
    if (!event)
        return std::unexpected(event.error());
    auto link = linkPerfEvent(program, event->get(), cookie);
    if (!link)
        return std::unexpected(link.error());
    probes.add(std::move(*link));
    return {};
}

/// One event name with many places. The kernel compares each new place with those that the event has, so that the time grows with
/// the square of their number, while each event costs about 0.1 s when it is taken off: this many is near the best of both.
constexpr size_t sitesPerEvent = 2000;

/// The kernel reads commands in pieces of a page.
constexpr size_t commandBytes = 4000;

/// Some lists name events without their groups.
std::string nextEventName(char kind)
{
    static unsigned serial = 0;
    return kind + std::to_string(getpid()) + "_" + std::to_string(serial++);
}

struct Group {
    const TraceDirectory &trace;
    EventList list;
    int pid = 0;
    uint64_t cookie = 0;
    std::string_view method;
    uint32_t maxActive = 0; ///< 0: the kernel's choice
};

/// Writes `commands` in large pieces; where a piece fails, one by one, and tells which ones failed.
template <class Bad> size_t define(const Group &group, std::span<const std::string> commands, Bad bad)
{
    size_t defined = 0;
    for (size_t first = 0; first < commands.size();) {
        std::string piece;
        size_t end = first;
        while (end < commands.size() && (piece.empty() || piece.size() + commands[end].size() <= commandBytes))
            piece += commands[end++];
        if (group.trace.write(group.list, piece)) {
            defined += end - first;
        } else {
            for (size_t i = first; i < end; ++i) {
                const auto written = group.trace.write(group.list, commands[i]);
                // Those before the one that failed are there already.
                if (written || written.error() == EEXIST)
                    ++defined;
                else
                    bad(i, written.error());
            }
        }
        first = end;
    }
    return defined;
}

/// What one event is made of: places of an attachment, by index.
template <class PlaceOf> struct GroupRequest {
    int program = -1;
    const Group &group;
    bool isReturn = false;
    std::vector<uint32_t> sites;
    PlaceOf placeOf;
};

/// Defines one event for `count` of the places and attaches the program to it. The kernel puts the probes on only then, and all
/// of them or none; when it refuses, halving finds out which one it disliked.
template <class PlaceOf>
Result<void> attachGroup(const GroupRequest<PlaceOf> &request, size_t first, size_t count, AttachResult &result)
{
    const Group &group = request.group;
    const std::string event = groupName(getpid()) + "/" + nextEventName(request.isReturn ? 'r' : 'p');
    const std::string definition = !request.isReturn ? "p:"
        : group.maxActive                            ? "r" + std::to_string(group.maxActive) + ":"
                                                     : "r:";
    std::vector<std::string> commands;
    commands.reserve(count);
    for (size_t i = 0; i < count; ++i)
        commands.push_back(definition + event + " " + request.placeOf(request.sites[first + i]) + "\n");
    AttachResult undefined{.attachment = result.attachment};
    const size_t defined = define(group, commands, [&](size_t i, int error) { undefined.fail(request.sites[first + i], error); });
    if (defined > 0) {
        AttachedProbes probes;
        probes.addEvent(group.trace, group.list, event);
        const auto id = group.trace.eventId(event);
        if (!id)
            return std::unexpected(id.error());
        const PerfProbe probe{.type = PERF_TYPE_TRACEPOINT, .config = *id, .pid = group.pid};
        const auto linked = linkEvent(request.program, probe, group.cookie, probes);
        if (!linked && concernsAllSites(linked.error()))
            return linked;
        if (!linked && count == 1) {
            result.fail(request.sites[first], linked.error());
            return {};
        }
        if (!linked) {
            probes.clear();
            const size_t half = count / 2;
            if (auto done = attachGroup(request, first, half, result); !done)
                return done;
            return attachGroup(request, first + half, count - half, result);
        }
        result.probes.merge(std::move(probes));
        result.succeed(group.method, defined);
    }
    std::ranges::copy(undefined.failures, std::back_inserter(result.failures));
    return {};
}

template <class PlaceOf> Result<void> attachInGroups(const GroupRequest<PlaceOf> &request, AttachResult &result)
{
    for (size_t first = 0; first < request.sites.size(); first += sitesPerEvent) {
        if (auto done = attachGroup(request, first, std::min(sitesPerEvent, request.sites.size() - first), result); !done)
            return done;
    }
    return {};
}

}

Result<void> attachUprobesByGroup(int program, const TraceDirectory &trace, const ProbedFile &file, const Attachment &what,
                                  AttachResult &result)
{
    const Group group{trace, EventList::Uprobes, what.pid, cookieOf(what, 0), "tracefs group", 0};
    const auto placeOf = [&](uint32_t site) {
        std::string place = file.path() + ":" + hexadecimal(what.offsets[site]);
        if (!what.semaphoreOffsets.empty() && what.semaphoreOffsets[site])
            place += "(" + hexadecimal(what.semaphoreOffsets[site]) + ")";
        return place;
    };
    const SortedSites sorted = sortSites(file.descriptor(), file.size(), what.offsets);
    for (const uint32_t site : sorted.outside)
        result.fail(site, EINVAL);
    for (const uint32_t site : sorted.harmful)
        result.fail(site, errorNotSupported);
    if (auto done = attachInGroups(GroupRequest{program, group, what.isReturn, sorted.good, placeOf}, result); !done)
        return done;
    for (const uint32_t site : sorted.doubtful) {
        if (auto done = attachInGroups(GroupRequest{program, group, what.isReturn, {site}, placeOf}, result); !done)
            return done;
    }
    return {};
}

Result<void> attachKprobesByGroup(int program, const TraceDirectory &trace, const Attachment &what, uint32_t maxActive,
                                  AttachResult &result)
{
    std::map<uint64_t, std::vector<uint32_t>> sitesByCookie;
    for (uint32_t site = 0; site < what.symbols.size(); ++site)
        sitesByCookie[cookieOf(what, site)].push_back(site);
    const auto placeOf = [&](uint32_t site) { return what.symbols[site]; };
    for (auto &[cookie, sites] : sitesByCookie) {
        const Group group{trace, EventList::Kprobes, what.pid, cookie, "tracefs kprobe group", maxActive};
        if (auto done = attachInGroups(GroupRequest{program, group, what.isReturn, std::move(sites), placeOf}, result); !done)
            return done;
    }
    return {};
}

Result<void> attachUprobesByEvents(int program, const ProbePmus &pmus, const ProbedFile &file, const Attachment &what,
                                   AttachResult &result)
{
    const SortedSites sorted = sortSites(file.descriptor(), file.size(), what.offsets);
    for (const uint32_t site : sorted.harmful)
        result.fail(site, errorNotSupported);
    for (size_t i = 0; i < what.offsets.size(); ++i) {
        if (std::ranges::binary_search(sorted.harmful, i))
            continue;
        const uint64_t semaphore = what.semaphoreOffsets.empty() ? 0 : what.semaphoreOffsets[i];
        const PerfProbe probe{.type = pmus.uprobe,
                              .config = (what.isReturn ? pmus.uprobeReturn : 0) | semaphore << pmus.semaphoreShift,
                              .config1 = reinterpret_cast<uintptr_t>(file.path().c_str()),
                              .config2 = what.offsets[i],
                              .pid = what.pid};
        const auto linked = linkEvent(program, probe, cookieOf(what, i), result.probes);
        if (linked)
            result.succeed("perf uprobes", 1);
        else if (concernsAllSites(linked.error()))
            return linked;
        else
            result.fail(static_cast<uint32_t>(i), linked.error());
    }
    return {};
}

Result<void> attachKprobesByEvents(int program, const ProbePmus &pmus, const Attachment &what, AttachResult &result)
{
    for (size_t i = 0; i < what.symbols.size(); ++i) {
        const size_t plus = what.symbols[i].find('+');
        const std::string symbol = what.symbols[i].substr(0, plus);
        const PerfProbe probe{.type = pmus.kprobe,
                              .config = what.isReturn ? pmus.kprobeReturn : 0,
                              .config1 = reinterpret_cast<uintptr_t>(symbol.c_str()),
                              .config2 = plus == std::string::npos ? 0
                                                                   : std::stoull(what.symbols[i].substr(plus + 1), nullptr, 16),
                              .pid = what.pid};
        const auto linked = linkEvent(program, probe, cookieOf(what, i), result.probes);
        if (linked)
            result.succeed("perf kprobes", 1);
        else if (concernsAllSites(linked.error()))
            return linked;
        else
            result.fail(static_cast<uint32_t>(i), linked.error());
    }
    return {};
}

}
