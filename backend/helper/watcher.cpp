// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "helper/watcher.h"

#include "helper/privileges.h"
#include "helper/sandbox.h"

#include <fcntl.h>
#include <sys/prctl.h>
#include <time.h>
#include <unistd.h>

#include <cerrno>

namespace tapscope::helper {

namespace {

/// Events stay busy until the dead process' perf events are gone, which takes about 0.1 s for each.
constexpr int attempts = 1500;
constexpr timespec pause{0, 20'000'000};

[[noreturn]] void watch(const TraceDirectory &trace, const UniqueFd &helperEnd, const std::string &group)
{
    prctl(PR_SET_NAME, "tapscope-watch");
    setsid(); // what kills the helper's process group shall not kill this one
    close(STDIN_FILENO); // the client's channel: it must see the helper's end
    dropAllPrivileges();
    enterSandbox(Sandbox::Watcher);
    char byte = 0;
    while (read(helperEnd.get(), &byte, 1) < 0 && errno == EINTR) {}
    for (int i = 0; i < attempts; ++i) {
        if (trace.removeGroup(group))
            break;
        nanosleep(&pause, nullptr);
    }
    _exit(0);
}

}

Result<UniqueFd> startWatcher(const TraceDirectory &trace)
{
    int ends[2];
    if (pipe2(ends, O_CLOEXEC) != 0)
        return std::unexpected(errno);
    UniqueFd readEnd(ends[0]), writeEnd(ends[1]);
    const std::string group = groupName(getpid());
    const pid_t child = fork();
    if (child < 0)
        return std::unexpected(errno);
    if (child == 0) {
        writeEnd.reset();
        watch(trace, readEnd, group);
    }
    return writeEnd;
}

}
