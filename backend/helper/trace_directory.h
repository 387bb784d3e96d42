// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "base/unique_fd.h"
#include "helper/kernel_calls.h"

#include <functional>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace tapscope::helper {

/// The kernel's two lists of dynamic events.
enum class EventList : uint8_t { Uprobes, Kprobes };

/// The trace file system, as far as probes without uprobe_multi need it: the lists of dynamic events, opened while the rights to
/// open them are still there, and the directory in which the events' numbers are found.
class TraceDirectory {
public:
    /// Uses the mounted one, or a mount of its own that nobody else sees (that needs CAP_SYS_ADMIN). Nothing if it cannot be used.
    [[nodiscard]] static std::optional<TraceDirectory> open();

    [[nodiscard]] bool has(EventList list) const { return static_cast<bool>(file(list)); }
    /// Appends commands, one a line. Stops at the first that the kernel refuses.
    [[nodiscard]] Result<void> write(EventList list, std::string_view commands) const;
    /// The number of "group/event", for perf_event_open().
    [[nodiscard]] Result<uint32_t> eventId(const std::string &event) const;

    /// Hits of the kernel's probes that the events in a group did not get, by event.
    [[nodiscard]] std::map<std::string, uint64_t, std::less<>> missedHits() const;

    /// Removes all events of a group; EBUSY when one is in use (the others are gone).
    [[nodiscard]] Result<void> removeGroup(std::string_view group) const;
    /// Removes what helpers left behind that were killed together with their watchers.
    void removeGroupsOfDeadHelpers() const;

private:
    [[nodiscard]] const UniqueFd &file(EventList list) const { return list == EventList::Uprobes ? m_uprobes : m_kprobes; }

    UniqueFd m_directory, m_uprobes, m_kprobes;
};

/// The group that this process' events are in.
[[nodiscard]] std::string groupName(pid_t helper);

/// What a line of a list defines: "p:group/event place".
struct ListedEvent {
    std::string_view group, event;
};
[[nodiscard]] std::optional<ListedEvent> parseListedEvent(std::string_view line);
/// A line of kprobe_profile: "  event  hits  missed", without the group.
struct ListedMisses {
    std::string_view event;
    uint64_t missed = 0;
};
[[nodiscard]] std::optional<ListedMisses> parseListedMisses(std::string_view line);
/// The process in a group name that groupName() made.
[[nodiscard]] std::optional<pid_t> helperOfGroup(std::string_view group);

}
