#!/bin/bash
# SPDX-FileCopyrightText: 2026 The Tapscope developers
# SPDX-License-Identifier: GPL-3.0-or-later
#
# fallback.sh BUILD - scripts through tapscope-cli on a kernel without uprobe_multi. Exit status 77: no lab, or nothing to run there.

set -u
here=$(dirname "$(readlink -f "$0")")

# shellcheck source=tests/vm/check.sh
. "$here/check.sh"
needs "${1:-}" teahouse
in_guest "${TAPSCOPE_LAB_KERNEL:-6.1.0}" 900

holds() {
    if eval "$2"; then
        echo "ok    $1"
    else
        echo "FAIL  $1"
        failed=1
    fi
}
tree='probe process.function("*").call { printf("%s -> %s %s\n", thread_indent(1), ppfunc(), $$parms) }
      probe process.function("*").return { printf("%s <- %s\n", thread_indent(-1), ppfunc()) }'
before=$(date +%s%N)
timeout 120 "$cli" -o /tmp/tree.txt -e "$tree" -c "$build/bin/teahouse --orders 3 --waiters 2 --pause-us 0 --counts" \
    >/tmp/counts.txt 2>/tmp/tree.err
status=$?
echo "call tree: $(wc -l </tmp/tree.txt) lines in $((($(date +%s%N) - before) / 1000000)) ms"
calls=$(grep -c -- ' -> ' /tmp/tree.txt)
returns=$(grep -c -- ' <- ' /tmp/tree.txt)
holds "the call tree's run succeeds" '[ $status = 0 ]'
holds "calls ($calls) and returns ($returns) pair up, but for _start" '[ "$returns" -gt 0 ] && [ "$calls" = $((returns + 1)) ]'
# The program's own counts; overloads and templates share a name.
awk 'NF == 2 && $2 ~ /^[0-9]+$/ && $2 > 0 { n[$1] += $2 } END { for (i in n) print i, n[i] }' /tmp/counts.txt | sort >/tmp/truth.txt
sed -n 's/^.* -> \([A-Za-z_0-9]*\).*$/\1/p' /tmp/tree.txt | sort | uniq -c | awk '{ print $2, $1 }' | sort >/tmp/seen.txt
holds "each function was seen as often as the program counted" '[ -s /tmp/truth.txt ] && ! join -a 1 /tmp/truth.txt /tmp/seen.txt | awk "\$2 != \$3" | grep .'
[ $failed = 0 ] || { head -n 20 /tmp/tree.txt; tail -n 20 /tmp/tree.err; cat /tmp/counts.txt; }

timeout 60 "$cli" -T 3 -e 'global reads probe kernel.function("vfs_read") { reads[execname()]++ }
    probe end { foreach (name in reads) printf("%s %d\n", name, reads[name]) }' \
    -c 'sh -c "for i in 1 2 3 4 5; do cat /proc/uptime; done"' >/tmp/reads.txt 2>/tmp/reads.err
holds "a kernel function is counted by execname" 'grep -q "^cat [1-9]" /tmp/reads.txt'
[ $failed = 0 ] || { head -n 20 /tmp/reads.txt; tail -n 20 /tmp/reads.err; }

holds "no trace events are left" '! grep -q tapscope_ /sys/kernel/tracing/uprobe_events /sys/kernel/tracing/kprobe_events'
exit $failed
