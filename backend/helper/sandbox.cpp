// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "helper/sandbox.h"

#include <fcntl.h>
#include <linux/bpf.h>
#include <seccomp.h>
#include <sys/mman.h>

#include <initializer_list>

namespace tapscope::helper {

namespace {

bool allow(scmp_filter_ctx filter, std::initializer_list<int> calls)
{
    for (const int call : calls) {
        if (seccomp_rule_add(filter, SCMP_ACT_ALLOW, call, 0) != 0)
            return false;
    }
    return true;
}

bool addRules(scmp_filter_ctx filter, Sandbox what)
{
    // What the C and C++ libraries need to run, allocate, and end in order or by abort().
    bool ok = allow(filter, {SCMP_SYS(exit),      SCMP_SYS(exit_group),      SCMP_SYS(rt_sigreturn),  SCMP_SYS(rt_sigprocmask),
                             SCMP_SYS(brk),       SCMP_SYS(munmap),          SCMP_SYS(mremap),        SCMP_SYS(madvise),
                             SCMP_SYS(futex),     SCMP_SYS(getrandom),       SCMP_SYS(clock_gettime), SCMP_SYS(clock_nanosleep),
                             SCMP_SYS(nanosleep), SCMP_SYS(restart_syscall), SCMP_SYS(getpid),        SCMP_SYS(gettid),
                             SCMP_SYS(tgkill),    SCMP_SYS(close),           SCMP_SYS(read),          SCMP_SYS(pread64),
                             SCMP_SYS(write),     SCMP_SYS(writev),          SCMP_SYS(fstat),         SCMP_SYS(newfstatat),
                             SCMP_SYS(lseek)});
    // Memory that can be executed is never asked for.
    ok = ok && seccomp_rule_add(filter, SCMP_ACT_ALLOW, SCMP_SYS(mmap), 1, SCMP_A2(SCMP_CMP_MASKED_EQ, PROT_EXEC, 0)) == 0
        && seccomp_rule_add(filter, SCMP_ACT_ALLOW, SCMP_SYS(mprotect), 1, SCMP_A2(SCMP_CMP_MASKED_EQ, PROT_EXEC, 0)) == 0;
    if (what == Sandbox::Watcher)
        return ok;

    // The closer's threads may still be starting.
    ok = ok
        && allow(filter,
                 {SCMP_SYS(recvmsg), SCMP_SYS(sendmsg), SCMP_SYS(poll), SCMP_SYS(ppoll), SCMP_SYS(perf_event_open),
                  SCMP_SYS(rseq), SCMP_SYS(set_robust_list)});
    // What kernel_calls.cpp asks of bpf(2): nothing that finds or pins the objects of others.
    for (const unsigned command : {BPF_MAP_CREATE, BPF_MAP_UPDATE_ELEM, BPF_MAP_FREEZE, BPF_BTF_LOAD, BPF_PROG_LOAD,
                                   BPF_LINK_CREATE, BPF_RAW_TRACEPOINT_OPEN, BPF_OBJ_GET_INFO_BY_FD})
        ok = ok && seccomp_rule_add(filter, SCMP_ACT_ALLOW, SCMP_SYS(bpf), 1, SCMP_A0(SCMP_CMP_EQ, command)) == 0;
    ok = ok && seccomp_rule_add(filter, SCMP_ACT_ALLOW, SCMP_SYS(fcntl), 1, SCMP_A1(SCMP_CMP_EQ, F_GETFL)) == 0;
    if (what == Sandbox::TraceEvents) {
        ok = ok
            && seccomp_rule_add(filter, SCMP_ACT_ALLOW, SCMP_SYS(openat), 1,
                                SCMP_A2(SCMP_CMP_MASKED_EQ, O_ACCMODE | O_CREAT | O_TRUNC, O_RDONLY))
                == 0;
    }
    return ok;
}

}

bool enterSandbox(Sandbox what)
{
    scmp_filter_ctx filter = seccomp_init(SCMP_ACT_KILL_PROCESS);
    if (!filter)
        return false;
    const bool entered = seccomp_attr_set(filter, SCMP_FLTATR_CTL_TSYNC, 1) == 0 && addRules(filter, what)
        && seccomp_load(filter) == 0;
    seccomp_release(filter);
    return entered;
}

}
