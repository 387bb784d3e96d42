#!/bin/bash
# SPDX-FileCopyrightText: 2026 The Tapscope developers
# SPDX-License-Identifier: GPL-3.0-or-later
#
# modules.sh BUILD - lines, inlined copies and variables of a kernel's modules by their debug symbols, what their BTF says, and what
# the kernel refuses. Exit status 77: no lab, nothing to run there, or no debug symbols of its kernel (package linux-image-VERSION-dbg,
# installed or unpacked to $TAPSCOPE_DEBUG_ROOT).

set -u
here=$(dirname "$(readlink -f "$0")")

# shellcheck source=tests/vm/check.sh
. "$here/check.sh"
needs "${1:-}"
with_symbols "$@"

mount -t debugfs none /sys/kernel/debug 2>/dev/null
command='/bin/ls /usr/include/linux /usr/share/doc'
with_errors=1
check "lines of a module's function, with variables" \
    'probe module("fuse").statement("fuse_lookup@fs/fuse/dir.c:429") { printf("%s %s %d %d %s\n", pp(), probefunc(), $flags, $outarg_valid, $entry->d_iname$) }' \
    '^module\("fuse"\)\.statement\("fuse_lookup@fs/fuse/dir\.c:429"\) fuse_lookup [0-9]+ [01] "[a-z]'
check "all lines run in their order" \
    'global seen probe module("fuse").statement("fuse_lookup@fs/fuse/dir.c:*") { seen[strtol(tokenize(substr(pp(), 52, 5), "\""), 10)]++ }
     probe end { println(seen[429] > 0, " ", seen[429] >= seen[434], " ", 999 in seen) }' \
    '^1 1 0$'
check "inlined copies of a module" \
    'global n probe module("fuse").function("get_fuse_conn").inline { n[probefunc()]++ }
     probe end { foreach (f in n-) println("in ", f, " ", n[f] > 0) }' \
    '^in [a-z_]+ 1$'
check "a module's function that is inlined everywhere" \
    'global n probe module("fuse").function("get_fuse_conn") { n++ } probe end { println(n > 0 ? "inlined" : "none") }' '^inlined$'
check "a function that no module has" 'probe module("fuse").function("fuse_lokup") { }' "next: did you mean 'fuse_lookup'"
check "functions by their source file, several modules" \
    'global n probe module("*").function("*@fs/fuse/*.c").call { n[ppfunc()]++ } probe end { println("read: ", n["fuse_lookup"] > 0, n["virtio_fs_wake_pending_and_unlock"] > 0) }' \
    '^read: 11$'
check "returns by source file" \
    'global n probe module("fuse").function("fuse_lookup@fs/fuse/dir.c").return { if (n++ == 0) printf("%s %d\n", pp(), $return != 0) }
     probe end { println(n > 0) }' \
    '^module\("fuse"\)\.function\("fuse_lookup@fs/fuse/dir\.c:[0-9]+"\)\.return [01]$' '^1$'
check "variables of a module, by where its sections are" \
    'global n probe module("fuse").function("fuse_do_getattr@fs/fuse/dir.c"), module("fuse").function("fuse_lookup@fs/fuse/dir.c") { if (n++ == 0) printf("list %d %x\n", &@var("fuse_conn_list@fs/fuse/inode.c") != 0, @var("fuse_conn_list@fs/fuse/inode.c")->next) }' \
    '^list 1 ff[0-9a-f]+$'
check "types of a module by its BTF" \
    'global n probe module("fuse").function("fuse_simple_request") { if (n++ == 0) printf("%s opcode %d\n", ppfunc(), $args->opcode) }' \
    '^fuse_simple_request opcode [1-9][0-9]*$'
check "variables of the image's functions" \
    'global n probe kernel.statement("vfs_read@fs/read_write.c:451") { if (n++ == 0) printf("pids %d\n", @var("pid_max@kernel/pid.c")) }' \
    '^pids [1-9][0-9]+$'
check "what the blacklist names" 'probe kernel.function("do_int3") { }' 'error: the kernel refuses probes in .do_int3.'
check "what has no hook" 'probe kernel.function("native_sched_clock") { }' 'error: .native_sched_clock. cannot be probed'
check "lines of what is refused" 'probe kernel.statement("do_int3@arch/x86/kernel/traps.c:*") { }' \
    'error: the kernel refuses probes in .do_int3.'
"$cli" -l 'kernel.function("do_int3*")' | grep -q do_int3 && { echo "FAIL  what is refused is in lists"; failed=1; }
"$cli" -L 'module("fuse").function("fuse_simple_request")' |
    grep -q 'fuse_simple_request.* \$fm:struct fuse_mount\* \$args:struct fuse_args\*' || { echo "FAIL  lists of modules"; failed=1; }
"$cli" -L 'kernel.trace("*")' | grep -c . | grep -qx '[0-9]\{3,\}' || { echo "FAIL  tracepoints"; failed=1; }
exit $failed
