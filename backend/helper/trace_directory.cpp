// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "helper/trace_directory.h"

#include "base/descriptor_io.h"

#include <fcntl.h>
#include <linux/magic.h>
#include <sys/mount.h>
#include <sys/vfs.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <charconv>
#include <vector>

namespace tapscope::helper {

namespace {

constexpr std::string_view groupPrefix = "tapscope_";
constexpr std::string_view programName = "tapscope-helper";

bool isTraceFs(int directory)
{
    struct statfs status{};
    return fstatfs(directory, &status) == 0 && status.f_type == TRACEFS_MAGIC;
}

/// A mount that belongs to a descriptor and to no name space: it goes with the descriptor.
UniqueFd mountPrivately()
{
    const UniqueFd context(fsopen("tracefs", FSOPEN_CLOEXEC));
    if (!context || fsconfig(context.get(), FSCONFIG_CMD_CREATE, nullptr, nullptr, 0) != 0)
        return UniqueFd();
    return UniqueFd(fsmount(context.get(), FSMOUNT_CLOEXEC, MOUNT_ATTR_NOSUID | MOUNT_ATTR_NODEV | MOUNT_ATTR_NOEXEC));
}

template <class Each> void forEachLine(std::string_view text, Each each)
{
    while (!text.empty()) {
        const size_t end = std::min(text.find('\n'), text.size());
        each(text.substr(0, end));
        text.remove_prefix(std::min(end + 1, text.size()));
    }
}

}

std::optional<TraceDirectory> TraceDirectory::open()
{
    TraceDirectory trace;
    for (const char *path : {"/sys/kernel/tracing", "/sys/kernel/debug/tracing"}) {
        trace.m_directory.reset(::open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC));
        if (trace.m_directory && isTraceFs(trace.m_directory.get()))
            break;
        trace.m_directory.reset();
    }
    if (!trace.m_directory)
        trace.m_directory = mountPrivately();
    if (!trace.m_directory)
        return std::nullopt;
    // Never O_TRUNC: it would remove everybody's events.
    constexpr int flags = O_RDWR | O_APPEND | O_CLOEXEC;
    trace.m_uprobes.reset(openat(trace.m_directory.get(), "uprobe_events", flags));
    trace.m_kprobes.reset(openat(trace.m_directory.get(), "kprobe_events", flags));
    if (!trace.m_uprobes && !trace.m_kprobes)
        return std::nullopt;
    return trace;
}

Result<void> TraceDirectory::write(EventList list, std::string_view commands) const
{
    if (!writeAll(file(list).get(), commands))
        return std::unexpected(errno);
    return {};
}

Result<uint32_t> TraceDirectory::eventId(const std::string &event) const
{
    return readNumber(m_directory.get(), ("events/" + event + "/id").c_str());
}

Result<void> TraceDirectory::removeGroup(std::string_view group) const
{
    int error = 0;
    for (const EventList list : {EventList::Uprobes, EventList::Kprobes}) {
        if (!has(list))
            continue;
        const auto text = readAll(file(list).get());
        if (!text) {
            error = text.error();
            continue;
        }
        std::vector<std::string> events; // several lines name one event
        forEachLine(*text, [&](std::string_view line) {
            const auto listed = parseListedEvent(line);
            if (listed && listed->group == group && (events.empty() || events.back() != listed->event))
                events.emplace_back(listed->event);
        });
        std::ranges::sort(events);
        const auto repeated = std::ranges::unique(events);
        events.erase(repeated.begin(), repeated.end());
        for (const std::string &event : events) {
            const auto removed = write(list, "-:" + std::string(group) + "/" + event + "\n");
            if (!removed && removed.error() != ENOENT)
                error = removed.error();
        }
    }
    if (error)
        return std::unexpected(error);
    return {};
}

std::map<std::string, uint64_t, std::less<>> TraceDirectory::missedHits() const
{
    std::map<std::string, uint64_t, std::less<>> missed;
    const auto text = readFile(m_directory.get(), "kprobe_profile");
    forEachLine(text ? std::string_view(*text) : std::string_view(), [&](std::string_view line) {
        if (const auto listed = parseListedMisses(line))
            missed[std::string(listed->event)] += listed->missed; // several lines name one event
    });
    return missed;
}

void TraceDirectory::removeGroupsOfDeadHelpers() const
{
    std::vector<std::string> groups;
    for (const EventList list : {EventList::Uprobes, EventList::Kprobes}) {
        if (!has(list))
            continue;
        const auto text = readAll(file(list).get());
        forEachLine(text ? std::string_view(*text) : std::string_view(), [&](std::string_view line) {
            const auto listed = parseListedEvent(line);
            if (listed && (groups.empty() || groups.back() != listed->group) && helperOfGroup(listed->group))
                groups.emplace_back(listed->group);
        });
    }
    for (const std::string &group : groups) {
        const std::string name = "/proc/" + std::to_string(*helperOfGroup(group)) + "/comm";
        const auto running = readFile(AT_FDCWD, name.c_str());
        // A helper in another pid name space looks dead from here, but its events are in use and stay.
        if (!running || std::string_view(*running).substr(0, programName.size()) != programName)
            (void)removeGroup(group);
    }
}

std::string groupName(pid_t helper)
{
    return std::string(groupPrefix) + std::to_string(helper);
}

std::optional<ListedEvent> parseListedEvent(std::string_view line)
{
    // "p:group/event place …", or "r8:group/event place …"
    const size_t colon = line.find(':');
    if (colon == std::string_view::npos || colon == 0 || (line[0] != 'p' && line[0] != 'r'))
        return std::nullopt;
    const size_t slash = line.find('/', colon);
    const size_t space = line.find(' ', colon);
    if (slash == std::string_view::npos || space == std::string_view::npos || slash > space)
        return std::nullopt;
    return ListedEvent{line.substr(colon + 1, slash - colon - 1), line.substr(slash + 1, space - slash - 1)};
}

std::optional<ListedMisses> parseListedMisses(std::string_view line)
{
    constexpr std::string_view blanks = " \t";
    const size_t begin = line.find_first_not_of(blanks);
    const size_t last = line.find_last_not_of(blanks);
    if (begin == std::string_view::npos)
        return std::nullopt;
    const size_t number = line.find_last_of(blanks, last) + 1;
    const size_t end = line.find_first_of(blanks, begin);
    ListedMisses listed;
    const auto [stop, error] = std::from_chars(line.data() + number, line.data() + last + 1, listed.missed);
    if (error != std::errc{} || stop != line.data() + last + 1 || end >= number)
        return std::nullopt;
    listed.event = line.substr(begin, end - begin);
    return listed;
}

std::optional<pid_t> helperOfGroup(std::string_view group)
{
    if (!group.starts_with(groupPrefix))
        return std::nullopt;
    group.remove_prefix(groupPrefix.size());
    pid_t pid = 0;
    const auto [end, error] = std::from_chars(group.data(), group.data() + group.size(), pid);
    if (error != std::errc{} || end != group.data() + group.size() || pid <= 0)
        return std::nullopt;
    return pid;
}

}
