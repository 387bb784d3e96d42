#!/bin/bash
# SPDX-FileCopyrightText: 2026 The Tapscope developers
# SPDX-License-Identifier: GPL-3.0-or-later
#
# many.sh BUILD - more than a thousand functions of the kernel by wildcards, with their returns: all are put on, each hit is of the
# right function, and none stays behind. Prints how long it takes. Exit status 77: no lab, or nothing to run there.

set -u
here=$(dirname "$(readlink -f "$0")")

# shellcheck source=tests/vm/check.sh
. "$here/check.sh"
needs "${1:-}" teahouse
in_guest "${TAPSCOPE_LAB_KERNEL:-6.1.0}" 900

wanted='kprobe.function("tcp_*"), kprobe.function("ext4_*"), kprobe.function("vfs_*")'
returns='kprobe.function("tcp_*").return, kprobe.function("ext4_*").return, kprobe.function("vfs_*").return'
script="global calls, returns, wrong
probe $wanted {
    if (pid() == target()) calls[ppfunc()]++
    if (!(probefunc() == ppfunc() && isinstr(pp(), \"\\\"\" . ppfunc() . \"\\\"\") && ppfunc() =~ \"^(tcp|ext4|vfs)_\")) wrong++
}
probe $returns {
    if (pid() == target()) returns[ppfunc()]++
    if (!(isinstr(pp(), ppfunc()) && isinstr(pp(), \".return\"))) wrong++
}
probe end {
    foreach (f in calls) if (calls[f] == returns[f]) same++ else println(f, \" \", calls[f], \" calls, \", returns[f], \" returns\")
    println(\"functions: \", same > 5, \" reads: \", calls[\"vfs_read\"] > 3, \" wrong: \", wrong + 0)
}
global same"
timeout 320 "$cli" -vv -e "$script" -c '/bin/cat /etc/hostname' >/tmp/out.txt 2>/tmp/err.txt </dev/null
grep -E '^(functions|[a-z_0-9]+ [0-9]+ calls)' /tmp/out.txt
grep -E 'Pass [2-5]:|Not probed|cannot be probed' /tmp/err.txt | cut -c1-200
places=$(sed -n 's/^Pass 5: attached \([0-9]*\) probes by .*/\1/p' /tmp/err.txt)
way=$(sed -n 's/^Pass 5: attached [0-9]* probes by \(.*\) in .*/\1/p' /tmp/err.txt)
if [ "${places:-0}" -lt 2000 ]; then
    echo "FAIL  only ${places:-none} places were probed, or not all"
    cut -c1-300 /tmp/err.txt | head -n 20
    failed=1
fi
grep -qx 'functions: 1 reads: 1 wrong: 0' /tmp/out.txt || { echo "FAIL  hits"; head -n 20 /tmp/out.txt; failed=1; }
check "handlers of one function run in the script's order, at the return too" \
    'probe kprobe.function("vfs_read") { if (pid() == target()) print("a") } probe kernel.function("vfs_read") { if (pid() == target()) print("b") }
     probe kprobe.function("vfs_rea*") { if (pid() == target()) print("c") } probe kprobe.function("vfs_read").return { if (pid() == target()) print("d") }
     probe kernel.function("vfs_read").return { if (pid() == target()) print("e") } probe kprobe.function("vfs_read*").return { if (pid() == target()) println("f") }' \
    '^abcdef$'
command="$build/bin/teahouse --orders 1 --waiters 1" check "those of a program's functions, too" \
    'global s probe process.function("brew") { s .= "a" } probe process.function("brew").call { s .= "b" } probe process.function("bre*") { s .= "c" }
     probe process.function("brew").return { s .= "d" } probe process.function("bre*").return { s .= "e" } probe process.function("brew").return { s .= "f" } probe end { println(s) }' \
    '^abcdef$'
# None of them is left, in whatever way it was put on.
if [ -s /sys/kernel/debug/kprobes/list ] || [ -s /sys/kernel/tracing/enabled_functions ]; then
    echo "FAIL  probes are left"
    head -n 5 /sys/kernel/debug/kprobes/list /sys/kernel/tracing/enabled_functions
    failed=1
fi
# The way follows from what the kernel has.
if zcat -f /proc/config.gz "/boot/config-$(uname -r)" 2>/dev/null | grep -q '^CONFIG_FPROBE=y'; then
    [ "$way" = kprobe_multi ] || { echo "FAIL  this kernel has kprobe_multi"; failed=1; }
fi
exit $failed
