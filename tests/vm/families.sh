#!/bin/bash
# SPDX-FileCopyrightText: 2026 The Tapscope developers
# SPDX-License-Identifier: GPL-3.0-or-later
#
# families.sh BUILD - kinds of probe points and context functions that need kprobes, on another kernel. Exit status 77: no lab, or
# nothing to run there.

set -u
here=$(dirname "$(readlink -f "$0")")

# Inside of the guest.
if [ "${VMLAB:-}" = 1 ]; then
    cli=$1/bin/tapscope-cli
    # shellcheck source=tests/vm/check.sh
    . "$here/check.sh"
    check "the kernel's stack begins at the probed function" \
        'global n probe kernel.function("vfs_read") { if (pid() == target() && n++ == 0) { print_backtrace() println("by ", caller(), " ", callers(1)) } }' \
        '^ 0xf+[0-9a-f]+ : vfs_read\+0x0/0x[0-9a-f]+ \[kernel\]$' ' : ksys_read\+0x[0-9a-f]+/0x[0-9a-f]+ \[kernel\]$' \
        ' : entry_SYSCALL_64_after_hwframe\+' '^by ksys_read 0xf+[0-9a-f]+ 0xf+[0-9a-f]+$'
    check "the program's stack is seen from the kernel" \
        'global n probe kernel.function("vfs_write") { if (pid() == target() && n++ == 0) print_ubacktrace() }' \
        ' : [A-Za-z_]*write\+0x[0-9a-f]+/0x[0-9a-f]+ \[.*libc' '\[.*/cat(\+0x[0-9a-f]+/0x[0-9a-f]+)?\]$'
    check "a return probe has its value and its caller" \
        'probe kernel.function("vfs_read").return { if (pid() == target()) { printf("%d %d\n", returnval(), $return) print_backtrace() } }' \
        '^([0-9]+) \1$' ' : ksys_read\+'
    check "a return probe knows what the function was called with" \
        'probe kernel.function("ksys_read").return { if (pid() == target() && $return == 3) printf("%d of %d\n", @entry($count) == $count, $count) }' \
        '^1 of [1-9][0-9]*$'
    check "processes begin and end" \
        'probe process("/bin/cat").begin { println("begin ", cmdline_str()) } probe process("/bin/cat").end { println("end ", execname()) }' \
        '^begin /bin/cat /etc/hostname$' '^end cat$'
    check "system calls of a process" \
        'global n probe process.syscall { n++ } probe end { println(n > 20 ? "many" : "few") }' '^many$'
    check "profiles" 'global n probe timer.profile { if (n++ == 3) { println("tick ", strlen(symname(addr())) > 0) exit() } }' '^tick 1$'
    check "paths of files" \
        'probe kernel.function("vfs_read") { if (pid() == target()) println(fullpath_struct_file(task_current(), $file)) }' \
        '^/etc/hostname$' '/libc\.so\.6$'
    check "the kernel's memory in hexadecimal" \
        'global n probe kernel.function("vfs_read") { if (pid() == target() && n++ == 0) printf("%.8M %s\n", $file, sprintf("%.2M", $file)) }' \
        '^[0-9a-f]{16} [0-9a-f]{4}$'
    check "names and paths of inodes" \
        'probe kernel.function("vfs_read") { if (pid() == target()) println(inode_name($file->f_inode), " ", inode_path($file->f_inode)) }' \
        '^hostname /(.*/)?hostname$'
    command="/bin/bash -c 'ip link set lo up; echo tea >/dev/udp/127.0.0.1/4711'"
    check "packets at the hooks of netfilter" \
        'probe netfilter.ip.local_out, netfilter.ip.local_in, netfilter.ip.post_routing, netfilter.ip.pre_routing {
             if (dport == 4711) printf("%s %s %s>%s %s %d %d %d\n", pn(), pf, indev_name, outdev_name, daddr, dport, length, protocol == ipproto_udp) }' \
        '^netfilter\.ip\.local_out NFPROTO_IPV4 >lo 127\.0\.0\.1 4711 32 1$' '^netfilter\.ip\.local_in NFPROTO_IPV4 lo> 127\.0\.0\.1 4711 32 1$' \
        '^netfilter\.ip\.pre_routing ' '^netfilter\.ip\.post_routing '
    check "variables at a hook" \
        'probe netfilter.pf("NFPROTO_IPV4").hook("NF_INET_LOCAL_IN").priority("100") { printf("%d %d %s %d %d\n", $hooknum, $skb->len, $in->name$, $out, @defined($verdict)) }' \
        '^1 32 "lo" 0 1$'
    exit $failed
fi

build=$(readlink -f "${1:?usage: families.sh BUILD}")
for program in tapscope-cli tapscope-helper; do
    [ -x "$build/bin/$program" ] || { echo "$program is not built"; exit 77; }
done
exec "$here/vmlab" run --kernel "${TAPSCOPE_LAB_KERNEL:-6.1.0}" --timeout 380 -- "$here/families.sh" "$build"
