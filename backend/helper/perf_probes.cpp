// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "helper/attached_probes.h"
#include "helper/features.h"

#include <linux/perf_event.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>

namespace tapscope::helper {

using protocol::Attachment;

namespace {

uint64_t cookieOf(const Attachment &what, size_t site)
{
    return what.cookies.empty() ? 0 : what.cookies[site];
}

/// Opens a perf event for a dynamic probe and puts the program on it.
Result<void> linkEvent(int program, const PerfProbe &probe, uint64_t cookie, AttachedProbes &probes)
{
    auto event = openPerfProbe(probe);
    if (!event)
        return std::unexpected(event.error());
    auto link = linkPerfEvent(program, event->get(), cookie);
    if (!link)
        return std::unexpected(link.error());
    probes.add(std::move(*event));
    probes.add(std::move(*link));
    return {};
}

/// One event name with many places. The kernel compares each new place with those that the event has, so that the time grows with
/// the square of their number, while each event costs about 0.1 s when it is taken off: this many is near the best of both.
constexpr size_t sitesPerEvent = 2000;

/// The kernel reads commands in pieces of a page.
constexpr size_t commandBytes = 4000;

std::string nextEventName(char kind)
{
    static unsigned serial = 0;
    return kind + std::to_string(serial++);
}

struct Group {
    const TraceDirectory &trace;
    EventList list;
    int pid = 0;
    uint64_t cookie = 0;
    std::string_view method;
};

/// Writes `commands` in large pieces; where a piece fails, one by one, and tells which ones failed.
template<class Bad>
size_t define(const Group &group, std::span<const std::string> commands, Bad bad)
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

/// Defines one event for the places that `placeOf` names and attaches the program to it.
template<class PlaceOf>
Result<void> attachGroup(int program, const Group &group, bool isReturn, size_t sites, PlaceOf placeOf, AttachResult &result)
{
    const std::string groupOfUs = groupName(getpid());
    for (size_t first = 0; first < sites; first += sitesPerEvent) {
        const size_t count = std::min(sitesPerEvent, sites - first);
        const std::string event = nextEventName(isReturn ? 'r' : 'p');
        std::vector<std::string> commands;
        commands.reserve(count);
        for (size_t i = 0; i < count; ++i)
            commands.push_back((isReturn ? "r:" : "p:") + groupOfUs + "/" + event + " " + placeOf(first + i) + "\n");
        const size_t defined = define(group, commands, [&](size_t i, int error) {
            result.fail(static_cast<uint32_t>(first + i), error);
        });
        if (defined == 0)
            continue;
        AttachedProbes probes;
        probes.addEvent(group.trace, group.list, groupOfUs + "/" + event);
        const auto id = group.trace.eventId(groupOfUs, event);
        if (!id)
            return std::unexpected(id.error());
        const PerfProbe probe{.type = PERF_TYPE_TRACEPOINT, .config = *id, .pid = group.pid};
        if (auto linked = linkEvent(program, probe, group.cookie, probes); !linked)
            return linked;
        result.probes.merge(std::move(probes));
        result.succeed(group.method, defined);
    }
    return {};
}

std::string hexadecimal(uint64_t value)
{
    constexpr char digits[] = "0123456789abcdef";
    std::string text;
    do {
        text.insert(text.begin(), digits[value & 15]);
        value >>= 4;
    } while (value);
    return "0x" + text;
}

}

Result<void> attachUprobesByGroup(int program, const TraceDirectory &trace, const ProbedFile &file, const Attachment &what,
                                  AttachResult &result)
{
    const Group group{trace, EventList::Uprobes, what.pid, cookieOf(what, 0), "tracefs group"};
    const auto placeOf = [&](size_t site) {
        std::string place = file.path + ":" + hexadecimal(what.offsets[site]);
        if (!what.semaphoreOffsets.empty() && what.semaphoreOffsets[site])
            place += "(" + hexadecimal(what.semaphoreOffsets[site]) + ")";
        return place;
    };
    return attachGroup(program, group, what.isReturn, what.offsets.size(), placeOf, result);
}

Result<void> attachKprobesByGroup(int program, const TraceDirectory &trace, const Attachment &what, AttachResult &result)
{
    const Group group{trace, EventList::Kprobes, what.pid, cookieOf(what, 0), "tracefs kprobe group"};
    return attachGroup(program, group, what.isReturn, what.symbols.size(), [&](size_t site) { return what.symbols[site]; }, result);
}

Result<void> attachUprobesByEvents(int program, const ProbePmus &pmus, const ProbedFile &file, const Attachment &what,
                                   AttachResult &result)
{
    for (size_t i = 0; i < what.offsets.size(); ++i) {
        const uint64_t semaphore = what.semaphoreOffsets.empty() ? 0 : what.semaphoreOffsets[i];
        const PerfProbe probe{.type = pmus.uprobe,
                              .config = (what.isReturn ? pmus.uprobeReturn : 0) | semaphore << pmus.semaphoreShift,
                              .config1 = reinterpret_cast<uintptr_t>(file.path.c_str()), .config2 = what.offsets[i], .pid = what.pid};
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
        const PerfProbe probe{.type = pmus.kprobe, .config = what.isReturn ? pmus.kprobeReturn : 0,
                              .config1 = reinterpret_cast<uintptr_t>(what.symbols[i].c_str()), .pid = what.pid};
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
