// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <sys/types.h>

#include <expected>
#include <string>

namespace tapscope::helper {

/// Before anything else: no core dumps and no ptrace of this process, descriptors of others closed, resource limits.
void protectProcess();

/// Makes every permitted capability effective, for the time of setting up.
void raisePermitted();

/// Whether perf events take CAP_SYS_ADMIN here, because a distribution's kernel has perf_event_paranoid levels above 2. Found by
/// trying without it.
[[nodiscard]] bool perfEventsNeedAdmin();

/// Which capabilities work goes on with, beside CAP_BPF and CAP_PERFMON.
struct Keep {
    bool readTraceEvents = false; ///< CAP_DAC_READ_SEARCH or CAP_DAC_OVERRIDE: event numbers are in directories of root
    bool systemAdmin = false; ///< CAP_SYS_ADMIN: separate uprobe perf events, or all perf events on some kernels
};

/// Gives up everything else, for good: other capabilities in every set, new ones by exec, and, when started as root for somebody
/// else (`client`: who owns the other end of the channel), root's identity. The error is what could not be done.
[[nodiscard]] std::expected<void, std::string> dropPrivileges(const Keep &keep, uid_t clientUser, gid_t clientGroup);

/// No capability at all is left, and none can be got. For the watcher.
void dropAllPrivileges();

}
