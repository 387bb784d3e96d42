// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "calls.h"

/// Communication between processes, the system, and how processes come and go.
void others(void)
{
    C(shmget, 0, 4096, 01600);
    C(shmget, 5, 4096, 03777);
    C(shmat, 77, 0, 010000);
    C(shmat, 77, 0x1000, 030000 | 0100000);
    C(shmdt, 0x1000);
    C(shmctl, 77, 0, 0);
    C(shmctl, 77, 2, buf);
    C(shmctl, 77, 11, 0);
    C(shmctl, 77, 99, 0);
    C(semget, 0, 1, 01600);
    C(semget, 7, 1, 0);
    C(semop, 77, put((short[]){0, 1, 04000}, 6), 1);
    C(semtimedop, 77, put((short[]){0, -1, 010000}, 6), 1, A(0, 5));
    C(semctl, 77, 0, 0, 0);
    C(semctl, 77, 0, 16, 5);
    C(semctl, 77, 0, 12, 0);
    C(msgget, 0, 01600);
    C(msgget, 9, 0);
    C(msgsnd, 77, A(1, 65), 1, 04000);
    C(msgrcv, 77, buf, 10, 0, 010000);
    C(msgctl, 77, 0, 0);
    C(msgctl, 77, 2, buf);
    C(mq_open, S("q"), 0102, 0600, 0);
    C(mq_open, S("q"), 0, 0, 0);
    C(mq_unlink, S("q"));
    C(mq_timedsend, 50, S("m"), 1, 1, A(1, 2));
    C(mq_timedreceive, 50, buf, 1, buf, 0);
    C(mq_notify, 50, 0);
    C(mq_getsetattr, 50, A(0, 0, 0, 0), buf);
    C(futex, A(0), 1, 5, 0, 0, 0);
    C(futex, A(0), 0, 5, A(0, 5), 0, 0);
    C(futex, A(0), 128, 0, A(0, 1000), 0, 0);
    C(futex, A(0), 0x189, 0, A(0, 1000), 0, -1);
    C(futex, A(0), 3, 1, 2, A(0), 0);
    C(futex, A(0), 4, 1, 2, A(0), 7);
    C(futex, A(0), 5, 1, 2, A(0), 0);
    C(futex, A(0), 77, 1, 2, 3, 4);
    C(set_robust_list, buf, 24);
    C(get_robust_list, 0, buf, buf);
    C(set_tid_address, buf);
    C(get_thread_area, buf);
    C(set_thread_area, buf);
    C(mount, S("none"), S("/nonexist"), S("tmpfs"), 0, S("size=1"));
    C(mount, S("none"), S("/nonexist"), S("tmpfs"), 0x1000 | 1 | 0x4000, 0);
    C(mount, 0, S("/nonexist"), 0, 32 | 64, 0);
    C(umount2, S("/nonexist"), 0);
    C(umount2, S("/nonexist"), 2);
    C(umount2, S("/nonexist"), 15);
    C(swapon, S("/nonexist"), 0);
    C(swapon, S("/nonexist"), 0x18005);
    C(swapoff, S("/nonexist"));
    C(pivot_root, S("/a"), S("/b"));
    C(init_module, buf, 4, S("p=1"));
    C(finit_module, 50, S("p=1"), 3);
    C(delete_module, S("nomod"), 04000);
    C(delete_module, S("nomod"), 05000);
    C(quotactl, 0x800001 << 8, S("/dev/x"), 0, buf);
    C(ptrace, 16, 1000000, 0, 0);
    C(ptrace, 3, 1000000, 8, 0);
    C(ptrace, 0x4206, 1000000, 0, 0);
    C(ptrace, 9999, 1, 2, 3);
    C(ptrace, 12, 1000000, 0, buf);
    C(iopl, 5);
    C(ioperm, 0x80, 1, 5);
    C(modify_ldt, 0, buf, 16);
    C(modify_ldt, 1, I(1, 2, 3, 4), 16);
    C(unshare, 0);
    C(unshare, 0x800);
    C(unshare, 0x20000000 | 0x4000000);
    C(setns, 50, 0);
    C(setns, 50, 0x40000000);
    C(kcmp, 1, 2, 0, 3, 4);
    C(kcmp, 1, 2, 9, 3, 4);
    C(seccomp, 0, 5, 0);
    C(seccomp, 1, 1, 0);
    C(seccomp, 2, 0, buf);
    C(getrandom, buf, 10, 0);
    memset((void *)buf, 0, 16); /* what is random can be the end of a line */
    C(getrandom, buf, 10, 3);
    C(getcpu, buf, buf, 0);
    C(bpf, 0, bad, 0);
    C(bpf, 5, bad, 1);
    C(bpf, 99, bad, 1);
    C(perf_event_open, bad, 0, -1, -1, 0);
    C(perf_event_open, bad, 0, -1, -1, 15);
    C(add_key, S("user"), S("desc"), S("pl"), 2, -3);
    C(request_key, S("user"), S("desc"), S("info"), -3);
    C(request_key, S("user"), S("desc"), 0, 0);
    C(keyctl, 0, -3, 0);
    C(keyctl, 6, 1, 2, 3, 4);
    C(keyctl, 999, 1, 2, 3, 4);
    C(io_setup, 1, buf);
    C(io_destroy, 5);
    C(io_submit, 5, 1, A(buf));
    C(io_cancel, 5, buf, buf);
    C(io_getevents, 5, 1, 1, buf, A(0, 5));
    C(lookup_dcookie, 5, buf, 10);
    C(kexec_load, 1, 2, buf, 0x3e0000 | 1);
    C(kexec_file_load, 50, 51, 3, S("cmd"), 4);
    C(sysfs, 3);
    C(sysfs, 1, S("tmpfs"));
    C(sysfs, 2, 0, buf);
    C(uselib, S("/lib/x"));
    C(restart_syscall);
    C(_sysctl, buf);
    C(nfsservctl, 1, 2, 3);
    C(pidfd_open, 1000000, 0);
    C(clone3, bad, 0);
    C(close_range, 100, 200, 0);
    C(landlock_create_ruleset, 0, 0, 1);
    C(epoll_pwait2, 50, buf, 1, A(0, 1), 0, 8);
    C(io_uring_setup, 1, bad);
    C(pidfd_send_signal, 50, 9, 0, 0);
    C(fsopen, S("x"), 0);
    C(rseq, 0, 0, 0, 0);
    C(waitid, 0, 1000000, buf, 4, buf);
    C(waitid, 1, 1000000, 0, 0x1000005, 0);
    C(waitid, 2, 5, 0, 0, 0);
    C(wait4, 1000000, buf, 0, 0);
    C(wait4, -1, buf, 1, 0);
    C(wait4, -1, buf, 0x2000000b, buf);
    if (C(fork) == 0)
        C(exit, 3);
    C(wait4, -1, buf, 0, 0);
    if (C(clone, 17 | 0x4000, 0, 0, 0, 0) == 0)
        C(exit_group, 4);
    C(wait4, -1, buf, 0, 0);
    C(clone, 0x10000, 0, 0, 0, 0);
    C(clone, -1, 0, 0, 0, 0);
    C(execve, S("/nonexist"), A(S("a\nb"), 0), A(S("E=1"), 0));
    C(execve, bad, bad, bad);
    C(execveat, -100, S("/nonexist"), A(S("a"), S("bb"), 0), 0, 0x1000);
    C(execveat, -100, S(""), 0, 0, 0x1100);
    C(execve, S("/nonexist"),
      A(S("one"), S("two"), S("three"), S("four"), S("a very long argument that goes on and on and on"),
        S("yet another long argument of this program that ought to be cut"), 0),
      0);
    C(tuxcall);
    C(vserver);
    C(getpmsg);
    C(security);
    C(afs_syscall);
    C(ustat, 5, bad);
    C(query_module, S("x"), 1);
    C(create_module, S("x"), 5);
    C(get_kernel_syms, buf);
    C(epoll_ctl_old, 1);
}
