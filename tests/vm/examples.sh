#!/bin/bash
# SPDX-FileCopyrightText: 2026 The Tapscope developers
# SPDX-License-Identifier: GPL-3.0-or-later
#
# examples.sh BUILD - the examples that need a kernel with kprobes, and what they print. Exit status 77: no lab, or nothing to run
# there.

set -u
here=$(dirname "$(readlink -f "$0")")
# shellcheck source=tests/vm/check.sh
. "$here/check.sh"
needs "${1:-}"
in_guest "${TAPSCOPE_LAB_KERNEL:-6.1.0}" 900
ip link set lo up

# example NAME COMMAND PATTERN…
example() {
    local name=$1
    command=$2
    shift 2
    check "$name" "$(cat "$here/../../resources/examples/$name.stp")" "$@"
}
example reads-by-program "/bin/sh -c 'cat /etc/hostname; sleep 1'" '^ +[0-9]+ cat$'
example input-output-by-program "/bin/sh -c 'dd if=/dev/zero of=/dev/null bs=64k count=100 2>/dev/null; sleep 3'" \
    '^program +process +KiB read +written$' '^dd +[0-9]+ +6[0-9]{3} +6400$'
example who-kills "/bin/sh -c 'sleep 100 & kill -9 \$!; wait'" \
    ' [0-9:]+ [0-9]{4}: (da)?sh \(process [0-9]+, user 0\) kills (sleep|sh|dash) \(process [0-9]+\)$'
example signals "/bin/sh -c 'sleep 100 & kill -9 \$!; wait'" '^(da)?sh \([0-9]+\) sends signal 9 to (sleep|sh|dash) \([0-9]+\)$'
example tcp-accepts "/usr/bin/python3 -c 'import socket
s = socket.create_server((\"127.0.0.1\", 4711))
c = socket.create_connection((\"127.0.0.1\", 4711))
s.accept()'" '^ +user program +process +port from$' '^ +0 python3[.0-9]* +[0-9]+ +4711 127\.0\.0\.1$'
example received-packets "/bin/bash -c 'echo tea >/dev/udp/127.0.0.1/4711; sleep 1'" '^[1-9][0-9]* times __netif_receive_skb$' \
    'process_backlog\+0x[0-9a-f]+/0x[0-9a-f]+' 'net_rx_action\+'
example ticks-per-second '/bin/sleep 30' '^[0-9]+ ticks in [0-9]+ ms: CONFIG_HZ=2[0-9]{2}$'
script=$here/../../resources/examples/kernel-callers.stp
: >/tmp/out.txt
timeout 100 "$cli" -c '/bin/cat /etc/hostname' "$script" vfs_read vfs_write vfs_open vfs_fstat >>/tmp/out.txt 2>/tmp/err.txt </dev/null
for pattern in '^vfs_read: [1-9][0-9]* times$' '^vfs_write: 1 times$' ' : ksys_read\+0x' ' : do_syscall_64\+' '\[.*libc\.so\.6\]?'; do
    grep -Eq -- "$pattern" /tmp/out.txt || { echo "FAIL  kernel-callers: no line is like [$pattern]"; head -n 30 /tmp/out.txt /tmp/err.txt; failed=1; }
done
exit $failed
