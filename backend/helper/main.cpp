// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "helper/features.h"
#include "helper/kernel_btf.h"
#include "helper/link_closer.h"
#include "helper/privileges.h"
#include "helper/sandbox.h"
#include "helper/service.h"
#include "helper/watcher.h"

#include <sys/signalfd.h>
#include <sys/socket.h>
#include <unistd.h>

#include <csignal>
#include <cstdio>
#include <optional>
#include <string_view>

namespace {

using namespace tapscope;

constexpr const char *usage = R"(Usage: tapscope-helper [--without-multi]
Loads and attaches BPF programs for tapscope and tapscope-cli, which start it by themselves: its standard input is a
Unix socket connected to them. Everything is detached when that connection ends.
  --without-multi  do without uprobe_multi, kprobe_multi and sessions, as on older kernels
It needs CAP_BPF and CAP_PERFMON (as root, or by: setcap cap_bpf,cap_perfmon=ep tapscope-helper); on kernels without
uprobe_multi (before 6.6) also CAP_DAC_OVERRIDE for the list of trace events, and CAP_SYS_ADMIN where /sys/kernel/tracing
is not mounted. Where kernel.perf_event_paranoid is above 2, profiles and probes inside of kernel functions need CAP_SYS_ADMIN
on all kernels.
)";

/// Who owns the other end of the channel; nothing when standard input is no such thing.
std::optional<ucred> clientOf(int descriptor)
{
    int domain = 0, type = 0;
    socklen_t size = sizeof domain;
    if (getsockopt(descriptor, SOL_SOCKET, SO_DOMAIN, &domain, &size) != 0 || domain != AF_UNIX)
        return std::nullopt;
    size = sizeof type;
    if (getsockopt(descriptor, SOL_SOCKET, SO_TYPE, &type, &size) != 0 || type != SOCK_STREAM)
        return std::nullopt;
    ucred client{};
    size = sizeof client;
    if (getsockopt(descriptor, SOL_SOCKET, SO_PEERCRED, &client, &size) != 0 || client.uid == static_cast<uid_t>(-1))
        return std::nullopt;
    return client;
}

/// Readable when somebody asks this process to end.
UniqueFd termination()
{
    sigset_t signals;
    sigemptyset(&signals);
    sigaddset(&signals, SIGTERM);
    sigprocmask(SIG_BLOCK, &signals, nullptr);
    return UniqueFd(signalfd(-1, &signals, SFD_CLOEXEC | SFD_NONBLOCK));
}

int fail(const char *what, const char *why)
{
    std::fprintf(stderr, "tapscope-helper: %s: %s\n", what, why);
    return 1;
}

int serve(const ucred &client, bool withoutMulti, bool guru)
{
    // Rights of the file are for whoever may run it; only root, sudo and polkit have asked for an administrator.
    const bool byAdministrator = getuid() == 0;
    helper::protectProcess();
    helper::raisePermitted();
    const UniqueFd terminated = termination();

    helper::KernelBtf kernel;
    const helper::ProbePmus pmus = helper::findProbePmus();
    const uint32_t cpus = helper::countPossibleCpus();
    protocol::Features features = helper::probeFeatures(kernel, withoutMulti);

    // Only kernels whose multi-site links are not enough need the trace directory, and rights to it.
    std::optional<helper::TraceDirectory> trace;
    UniqueFd watched;
    const bool needsKprobeEvents = features.kprobe
        && (!features.kprobeMulti || !helper::multiKeepsReturnsByTask(features.kernelRelease));
    const bool needsEvents = features.loadPrograms && (!features.uprobeMulti || needsKprobeEvents);
    if (needsEvents)
        trace = helper::TraceDirectory::open();
    if (trace) {
        trace->removeGroupsOfDeadHelpers();
        auto watcher = helper::startWatcher(*trace);
        if (!watcher)
            return fail("no process could be started", std::strerror(watcher.error()));
        watched = std::move(*watcher);
    }
    features.tracefsUprobes = trace && trace->has(helper::EventList::Uprobes);

    const bool separateEvents = !features.uprobeMulti && !features.tracefsUprobes;
    features.perfUprobes = features.perfUprobes && separateEvents;
    const helper::Keep keep{.readTraceEvents = trace.has_value(),
                            .systemAdmin = separateEvents
                                || helper::perfEventsNeedAdmin()
                                // The kernel lets nobody else load programs that write memory.
                                || (guru && byAdministrator)};
    if (const auto dropped = helper::dropPrivileges(keep, client.uid, client.gid); !dropped)
        return fail("privileges could not be given up", dropped.error().c_str());
    helper::LinkCloser closer; // its threads have what rights are left now, and enter the sandbox with this one
    if (!helper::enterSandbox(trace ? helper::Sandbox::TraceEvents : helper::Sandbox::Links))
        return fail("no sandbox", "this kernel or its libseccomp cannot filter system calls");

    protocol::Channel channel{UniqueFd(STDIN_FILENO)};
    channel.setCancel(terminated.get());
    helper::Service service(channel, features, pmus, trace ? &*trace : nullptr, closer, kernel, cpus, byAdministrator);
    service.run();
    return 0;
}

}

int main(int argc, char **argv)
{
    bool withoutMulti = false, guru = false;
    for (int i = 1; i < argc; ++i) {
        const std::string_view argument = argv[i];
        if (argument == "--without-multi") {
            withoutMulti = true;
        } else if (argument == "--guru") {
            guru = true;
        } else {
            const bool asked = argument == "--help" || argument == "-h";
            std::fputs(usage, asked ? stdout : stderr);
            return asked ? 0 : 2;
        }
    }
    const auto client = clientOf(STDIN_FILENO);
    if (!client) {
        std::fputs("tapscope-helper: standard input is no connection to a client\n", stderr);
        std::fputs(usage, stderr);
        return 2;
    }
    return serve(*client, withoutMulti, guru);
}
