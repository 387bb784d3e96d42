// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "helper/privileges.h"

#include "helper/kernel_calls.h"

#include <fcntl.h>
#include <grp.h>
#include <linux/perf_event.h>
#include <sys/capability.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <cstring>
#include <initializer_list>
#include <memory>
#include <vector>

namespace tapscope::helper {

namespace {

struct FreeCapabilities {
    void operator()(cap_t capabilities) const { cap_free(capabilities); }
};
using Capabilities = std::unique_ptr<std::remove_pointer_t<cap_t>, FreeCapabilities>;

/// To `most` where the rights are there for it, else as far as the limit may be raised.
void raiseLimit(__rlimit_resource resource, rlim_t most)
{
    const rlimit unlimited{most, most};
    if (setrlimit(resource, &unlimited) == 0)
        return;
    rlimit limit{};
    if (getrlimit(resource, &limit) == 0) {
        limit.rlim_cur = limit.rlim_max;
        setrlimit(resource, &limit);
    }
}

std::unexpected<std::string> failure(const char *what)
{
    return std::unexpected(std::string(what) + ": " + std::strerror(errno));
}

/// The capabilities of `wanted` that are permitted.
std::vector<cap_value_t> permittedOf(std::initializer_list<cap_value_t> wanted)
{
    const Capabilities now(cap_get_proc());
    std::vector<cap_value_t> kept;
    for (const cap_value_t capability : wanted) {
        cap_flag_value_t set = CAP_CLEAR;
        if (now && cap_get_flag(now.get(), capability, CAP_PERMITTED, &set) == 0 && set == CAP_SET)
            kept.push_back(capability);
    }
    return kept;
}

bool setExactly(const std::vector<cap_value_t> &kept)
{
    const Capabilities capabilities(cap_init());
    if (!capabilities)
        return false;
    const auto count = static_cast<int>(kept.size());
    for (const cap_flag_t set : {CAP_PERMITTED, CAP_EFFECTIVE}) {
        if (count && cap_set_flag(capabilities.get(), set, count, kept.data(), CAP_SET) != 0)
            return false;
    }
    return cap_set_proc(capabilities.get()) == 0;
}

}

void protectProcess()
{
    prctl(PR_SET_DUMPABLE, 0);
    const rlimit none{0, 0};
    setrlimit(RLIMIT_CORE, &none);
    umask(077);
    // Where a standard descriptor is closed, the next file to be opened would take messages for commands.
    for (const int standard : {STDOUT_FILENO, STDERR_FILENO}) {
        if (fcntl(standard, F_GETFD) < 0)
            (void)open("/dev/null", O_WRONLY);
    }
    close_range(STDERR_FILENO + 1, ~0u, 0);
    // Where each probe is a descriptor of its own, thousands are needed; above this number the kernel lets nobody raise it.
    raiseLimit(RLIMIT_NOFILE, readNumber(AT_FDCWD, "/proc/sys/fs/nr_open").value_or(1 << 20));
    raiseLimit(RLIMIT_MEMLOCK, RLIM_INFINITY);
    // A terminal's ^C is meant for the client, which then takes the probes off in order.
    for (const int signal : {SIGINT, SIGQUIT, SIGHUP, SIGTSTP, SIGPIPE})
        std::signal(signal, SIG_IGN);
}

void raisePermitted()
{
    const Capabilities now(cap_get_proc());
    if (!now)
        return;
    for (cap_value_t capability = 0; capability <= CAP_LAST_CAP; ++capability) {
        cap_flag_value_t set = CAP_CLEAR;
        if (cap_get_flag(now.get(), capability, CAP_PERMITTED, &set) == 0)
            cap_set_flag(now.get(), CAP_EFFECTIVE, 1, &capability, set);
    }
    cap_set_proc(now.get());
}

bool perfEventsNeedAdmin()
{
    const auto setAdmin = [](cap_flag_value_t value) {
        const Capabilities now(cap_get_proc());
        const cap_value_t admin = CAP_SYS_ADMIN;
        return now && cap_set_flag(now.get(), CAP_EFFECTIVE, 1, &admin, value) == 0 && cap_set_proc(now.get()) == 0;
    };
    const bool had = !permittedOf({CAP_SYS_ADMIN}).empty();
    if (had && !setAdmin(CAP_CLEAR))
        return true;
    const auto event = openPerfProbe({.type = PERF_TYPE_SOFTWARE, .config = PERF_COUNT_SW_DUMMY});
    const bool refused = !event && (event.error() == EACCES || event.error() == EPERM);
    if (had)
        setAdmin(CAP_SET);
    return refused;
}

std::expected<void, std::string> dropPrivileges(const Keep &keep, uid_t clientUser, gid_t clientGroup)
{
    std::vector<cap_value_t> kept = permittedOf({CAP_BPF, CAP_PERFMON});
    if (keep.readTraceEvents) {
        // The lesser of the two does; files may have been given the greater only.
        auto reading = permittedOf({CAP_DAC_READ_SEARCH, CAP_DAC_OVERRIDE});
        if (!reading.empty())
            kept.push_back(reading.front());
    }
    if (keep.systemAdmin) {
        for (const cap_value_t capability : permittedOf({CAP_SYS_ADMIN}))
            kept.push_back(capability);
    }

    // The bounding set needs CAP_SETPCAP, which a file capability doesn't bring along; no_new_privs does the same then.
    for (cap_value_t capability = 0; cap_get_bound(capability) >= 0; ++capability)
        (void)cap_drop_bound(capability);
    prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_CLEAR_ALL, 0, 0, 0);

    if (geteuid() == 0 && clientUser != 0) {
        if (prctl(PR_SET_KEEPCAPS, 1) != 0)
            return failure("PR_SET_KEEPCAPS");
        if (setgroups(1, &clientGroup) != 0 || setresgid(clientGroup, clientGroup, clientGroup) != 0)
            return failure("changing the group");
        if (setresuid(clientUser, clientUser, clientUser) != 0)
            return failure("changing the user");
        prctl(PR_SET_KEEPCAPS, 0);
    }
    if (!setExactly(kept))
        return failure("dropping capabilities");
    if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0)
        return failure("PR_SET_NO_NEW_PRIVS");
    prctl(PR_SET_DUMPABLE, 0); // changing the user has set it again
    return {};
}

void dropAllPrivileges()
{
    prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_CLEAR_ALL, 0, 0, 0);
    setExactly({});
    prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
}

}
