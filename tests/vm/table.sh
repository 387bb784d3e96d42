#!/bin/bash
# SPDX-FileCopyrightText: 2026 The Tapscope developers
# SPDX-License-Identifier: GPL-3.0-or-later
#
# table.sh BUILD [KERNEL] - which families of probe points run, on this kernel or in a guest with KERNEL: one line for each, "works" or
# the text with which it is refused. Fails when docs/probe-families.md says otherwise for this series of kernels. RECORD=FILE: writes
# the lines there instead ("family <tab> series <tab> what"). Exit status 77: the kernel or the rights are missing.

set -u
here=$(dirname "$(readlink -f "$0")")
# shellcheck source=tests/vm/check.sh
. "$here/check.sh"
needs "${1:-}" teahouse
if [ "${VMLAB:-}" = 1 ]; then
    symbols=${2:-}
    [ -z "$symbols" ] || show_symbols "$symbols"
elif [ -n "${2:-}" ] && symbols_root "$2"; then
    index_symbols >/dev/null
    memory=1500 in_guest "$2" 850 "$root"
else
    in_guest "${2:-}" 850
fi
needs_root
series=$(uname -r | cut -d. -f1,2)
document=$here/../../docs/probe-families.md
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
export XDG_RUNTIME_DIR=$work
chmod 700 "$work"
tea="$build/bin/teahouse --orders 20 --waiters 1 --pause-us 20000"

# row FAMILY SCRIPT [COMMAND]: works when the script prints "hit", which ends it.
row() {
    local family=$1 script=$2 command=${3:-$tea} what
    # Appended, since cat would copy over what the script prints: its copy_file_range() does not lock the place in a file.
    : >"$work/out"
    timeout -k 5 60 "$build/bin/tapscope-cli" -T 40 -e "$script" -c "$command" >>"$work/out" 2>"$work/err" </dev/null
    told "$family"
}
told() {
    local family=$1
    if grep -q '^hit' "$work/out"; then
        what=works${with:-}
    else
        what=$(grep -m 1 -o 'error: .*' "$work/err" | cut -c 8- | sed 's/0x[0-9a-f]*/ADDRESS/g; s/kernel [0-9][^ ]* here/kernel RELEASE here/' | sed "s#$build/bin/##g")
        what=${what:-nothing is seen}
    fi
    if [ -n "${RECORD:-}" ]; then
        printf '%s\t%s\t%s\n' "$family" "$series" "$what" >>"$RECORD"
        return
    fi
    # The column is that of the series in the table's head.
    known=$(awk -F' *[|] *' -v series="Linux $series" -v family="\`$family\`" '
        /^[|] Family/ { for (i = 1; i <= NF; ++i) if ($i == series) column = i }
        $2 == family && column { print $column }' "$document")
    if [ -z "$known" ]; then
        echo "note  $family: $what; nothing is recorded for kernel $series"
    elif [ -z "${symbols:-}" ] && [[ $known == *"with its debug symbols" ]]; then
        echo "note  $family: there are no debug symbols here; recorded is: $known"
    elif [ "$known" = "$what" ]; then
        echo "ok    $family: $what"
    else
        echo "FAIL  $family: $what; recorded is: $known"
        failed=1
    fi
}

hit='{ println("hit") exit() }'
mine="{ if (pid() == target()) { println(\"hit\") exit() } }"
# begin and error handlers, timers
row 'begin' "probe begin $hit"
row 'end' 'probe end { println("hit") }' /bin/true
row 'error' 'probe begin { error("so") } probe error { println("hit") }'
row 'timer.ms' "probe timer.ms(5) $hit"
row 'timer.profile' "probe timer.profile $hit"
row 'perf.sw.cpu_clock' "probe perf.sw.cpu_clock $hit"
row 'perf.hw.cpu_cycles' "probe perf.hw.cpu_cycles.sample(100000) $hit"
row 'perf….counter, @perf' "probe perf.sw.page_faults.counter(\"f\") {} probe process.function(\"brew\") { if (@perf(\"f\") >= 0) println(\"hit\") exit() }"
# programs
row 'process.function' "probe process.function(\"brew\") $hit"
row 'process.function.return' "probe process.function(\"brew\").return { if (\$return >= 0) println(\"hit\") exit() }"
row 'process.function.callee' "probe process.function(\"brew\").callee(\"steep\") $hit"
row 'process.function.callee.return' "probe process.function(\"brew\").callee(\"steep\").return $hit"
row 'process.statement' "probe process.statement(\"brew@*:*\") $hit"
row 'process.mark' "probe process.mark(\"order__taken\") { if (\$arg1 > 0) println(\"hit\") exit() }"
row 'process.plt' "probe process.plt(\"usleep\"), process.plt(\"pthread_mutex_lock\") $hit"
row 'process.library.function' "probe process.library(\"libc.so.6\").function(\"write\") ?, process.library(\"libc.so.6\").function(\"malloc\") $hit"
row 'process.begin' "probe process.begin $hit"
row 'process.end' "probe process.end $hit" /bin/true
row 'process.thread.begin' "probe process.thread.begin $hit"
row 'process.syscall' "probe process.syscall $hit"

"$build/bin/teahouse" --orders 400 --waiters 1 --pause-us 20000 >/dev/null &
running=$!
timeout -k 5 60 "$build/bin/tapscope-cli" -T 30 -x $running -e "probe process.data(\"ordersTaken\").write $hit" >"$work/out" 2>"$work/err" </dev/null
told 'process(PID).data'
kill $running 2>/dev/null
row 'process.data (-c)' "probe process.data(\"ordersTaken\").write $hit"
row 'process("…").data' "probe process(\"$build/bin/teahouse\").data(\"ordersTaken\").rw $hit"
# the kernel
row 'kernel.function' "probe kernel.function(\"vfs_read\") $mine" '/bin/cat /etc/hostname'
row 'kernel.function.return' "probe kernel.function(\"vfs_read\").return { if (pid() == target() && \$return != 0) { println(\"hit\") exit() } }" '/bin/cat /etc/hostname'
row 'kernel.function (arguments)' "probe kernel.function(\"vfs_read\") { if (pid() == target() && \$count > 0) { println(\"hit\") exit() } }" '/bin/cat /etc/hostname'
row 'kprobe.function' "probe kprobe.function(\"vfs_read\") $mine" '/bin/cat /etc/hostname'
# These need the kernel's debug symbols.
with=' with its debug symbols'
[ -n "${symbols:-}" ] || with=
row 'kernel.statement' "probe kernel.statement(\"vfs_read@fs/read_write.c:*\") $mine" '/bin/cat /etc/hostname'
row 'kernel.function.callee' "probe kernel.function(\"ksys_read\").callee(\"vfs_read\") $mine" '/bin/cat /etc/hostname'
with=
row 'kernel.trace' "probe kernel.trace(\"sched_switch\") $hit"
row 'kernel.tracepoint' "probe kernel.tracepoint(\"sched_switch\") $hit"
row 'syscall' "probe syscall.read $mine" '/bin/cat /etc/hostname'
row 'syscall.return' "probe syscall.read.return $mine" '/bin/cat /etc/hostname'
row 'kernel.data' 'probe kernel.data("panic_timeout").write { println("hit") exit() }' "/bin/sh -c 'cat /proc/sys/kernel/panic >/proc/sys/kernel/panic'"
row 'kernel.lsm' "probe kernel.lsm(\"file_open\") $mine" '/bin/cat /etc/hostname'
row 'lsm' "probe lsm.file_open { if (pid() == target() && name == \"file_open\") { println(\"hit\") exit() } }" '/bin/cat /etc/hostname'
nets() { echo "/bin/bash -c 'modprobe -a veth bridge; ip link set lo up; ip netns add far; ip link add near type veth peer name eth0 netns far; ip link set near up; ip netns exec far ip link set eth0 up; ip netns exec far ip addr add 10.9.1.2/24 dev eth0; $1'"; }
if [ "${VMLAB:-}" = 1 ]; then modprobe -a veth bridge; fi
row 'netfilter.ipv4' "probe netfilter.ipv4.local_out { if (dport == 4711) { println(\"hit\") exit() } }" "/bin/bash -c 'ip link set lo up; echo tea >/dev/udp/127.0.0.1/4711'"
row 'netfilter.ipv6' "probe netfilter.ipv6.local_out { if (dport == 4711) { println(\"hit\") exit() } }" "/bin/bash -c 'ip link set lo up; echo tea >/dev/udp/::1/4711'"
if [ "${VMLAB:-}" = 1 ]; then arp=$(nets 'ip addr add 10.9.1.1/24 dev near; busybox ping -c 1 -W 2 10.9.1.2') bridge=$(nets 'ip link add name tea type bridge; ip link set near master tea; ip link set tea up; ip addr add 10.9.1.1/24 dev tea; busybox ping -c 2 -W 2 10.9.1.2'); else arp=/bin/true bridge=/bin/true; fi
row 'netfilter.arp' "probe netfilter.arp.out { if (ar_op == 1) { println(\"hit\") exit() } }" "$arp"
ip netns del far 2>/dev/null
row 'netfilter.bridge' "probe netfilter.bridge.local_in { println(\"hit\") exit() }" "$bridge"
# from outside
timeout -k 5 60 "$build/bin/tapscope-cli" -T 30 -e "probe input.line $hit" >"$work/out" 2>"$work/err" <<<"a line"
told 'input.line'
timeout -k 5 60 "$build/bin/tapscope-cli" -T 30 -e "probe procfs(\"x\").read { \$value = \"x\" println(\"hit\") exit() }" >"$work/out" 2>"$work/err" </dev/null &
for _ in $(seq 100); do
    path=$(sed -n 's/^procfs("x").read: //p' "$work/err" 2>/dev/null)
    [ -n "$path" ] && break
    sleep 0.2
done
[ -n "$path" ] && cat "$path" >/dev/null
wait $!
told 'procfs.read'
row 'java' 'probe java("x").class("C").method("m") { println("hit") }'
exit $failed
