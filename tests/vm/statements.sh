#!/bin/bash
# SPDX-FileCopyrightText: 2026 The Tapscope developers
# SPDX-License-Identifier: GPL-3.0-or-later
#
# statements.sh BUILD - lines and inlined copies of a kernel, by its debug symbols. Exit status 77: no lab, nothing to run there, or
# no debug symbols of its kernel (package linux-image-VERSION-dbg, installed or unpacked to $TAPSCOPE_DEBUG_ROOT).

set -u
here=$(dirname "$(readlink -f "$0")")

# shellcheck source=tests/vm/check.sh
. "$here/check.sh"
needs "${1:-}"
with_symbols "$@"

check "lines of a function, in the order in which a read runs through them" \
    'global seen, last probe kernel.statement("vfs_read@fs/read_write.c:*") { if (pid() == target()) {
         line = strtol(tokenize(substr(pp(), 43, 9), "\""), 10) seen[line]++ if (line < last && line != 451) println("back to ", line) last = line } }
     probe end { println(seen[451] > 3, " ", seen[451] == seen[454], " ", seen[479] >= seen[478], " ", 455 in seen) }' \
    '^1 1 1 0$'
check "variables at a line" \
    'probe kernel.statement("vfs_read@fs/read_write.c:454") { if (pid() == target()) printf("%s %s %d %s\n", pp(), $$vars, $count, $file->f_path->dentry->d_iname$) }' \
    '^kernel\.statement\("vfs_read@fs/read_write\.c:454"\) file=0xf[0-9a-f]+ buf=0x7[0-9a-f]+ count=0x20000 pos=0x[0-9a-f]+ ret=\? 131072 "hostname"$'
check "the nearest line" 'probe kernel.statement("vfs_read@fs/read_write.c:452").nearest { if (pid() == target()) println(pp()) }' \
    '^kernel\.statement\("vfs_read@fs/read_write\.c:451"\)$'
check "inlined copies" \
    'probe kernel.function("rw_verify_area").inline { if (pid() == target()) println(pp(), " ", $$parms) }' \
    '^kernel\.function\("rw_verify_area@fs/read_write\.c:[0-9]+"\)\.inline read_write=0x[01] file=0xf[0-9a-f]+ ppos=0xf[0-9a-f]+ count=0x[0-9a-f]+$'
check "a function that is inlined everywhere" \
    'global n probe kernel.function("fdget_pos") { if (pid() == target()) n++ } probe end { println(n > 3 ? "inlined" : "none") }' '^inlined$'
check "an optional function that is inlined everywhere" \
    'global n probe kernel.function("fdget_pos")? { if (pid() == target()) n++ } probe end { println(n > 3 ? "inlined" : "none") }' '^inlined$'
check "functions by their source file" \
    'global n probe kernel.function("*@fs/read_write.c").call { if (pid() == target()) n[ppfunc()]++ } probe end { println(n["vfs_read"] > 3, n["ksys_read"] > 3) }' \
    '^11$'
check "returns of functions by their source file, with what they were called with" \
    'probe kernel.function("vfs_read@fs/read_write.c").return { if (pid() == target() && $return == 3) println(pp(), " ", $return, " of ", $count) }' \
    '^kernel\.function\("vfs_read@fs/read_write\.c:450"\)\.return 3 of [1-9][0-9]*$'
check "global variables of the kernel" \
    'probe kernel.statement("vfs_read@fs/read_write.c:451") { if (pid() == target()) {
         d = @var("jiffies_64@kernel/time/timer.c") - @var("jiffies_64@timer.c", "kernel") u = &@var("init_uts_ns@init/version.c")
         println(d, " ", kernel_string(u->name->sysname), " ", @var("init_uts_ns@init/version.c")->name->sysname$) } }' \
    '^0 Linux "Linux"$'
check "callees: out of one function, and of all that it calls" \
    'global n probe kernel.function("ksys_read").callee("vfs_read"), kernel.function("vfs_read").callees { if (pid() == target()) n[ppfunc()]++ }
     probe end { println("from ksys_read ", n["vfs_read"] > 3, ", from vfs_read ", n["rw_verify_area"] > 3) }' \
    '^from ksys_read 1, from vfs_read 1$'
check "a callee that returns" \
    'probe kernel.function("ksys_read").callee("vfs_read").return { if (pid() == target() && $return == 3) println(pp(), " ", ppfunc(), " ", $return) }' \
    'vfs_read 3$'
with_errors=1
check "returns of what is inlined everywhere" 'probe kernel.function("fdget_pos").return { }' \
    "'fdget_pos' has no code of its own in the kernel: it is inlined wherever it is called" 'next: probe its copies with \.inline'
check "copies of what is not inlined" 'probe kernel.function("vfs_read").inline { }' "'vfs_read' is not inlined anywhere in the kernel"
check "what no other file can call" 'probe kernel.function("do_sync_work").exported { }' "'do_sync_work' is static in the kernel"
check "a function of another file" 'probe kernel.function("vfs_read@fs/sync.c") { }' \
    "the kernel has functions 'vfs_read', but none of them in 'fs/sync\.c'"
check "a line without code" 'probe kernel.statement("vfs_read@fs/read_write.c:2") { }' 'vfs_read\(\) is in fs/read_write\.c and has code at the lines .*451, 454'
check "a misspelt label" 'probe kernel.function("vfs_read").label("nothing") { }' "there is no label 'nothing' with code in 'vfs_read'"
with_errors=
symbol=$(grep ' T vfs_read$' /proc/kallsyms | cut -d ' ' -f 1)
guru=1
check "an address of the running kernel, and the statement nearest to one" \
    "global n, m probe kernel.statement(0x$symbol).absolute, kprobe.statement(0x$symbol).absolute { if (pid() == target()) n++ }
     probe kernel.statement(0x$symbol).nearest { if (pid() == target()) m[pp()]++ } probe end { println(n > 6 ? \"absolute\" : \"none\") foreach (at in m) println(at) }" \
    '^absolute$' '^kernel\.statement\(0xf[0-9a-f]+\)'
exit $failed
