#!/bin/bash
# SPDX-FileCopyrightText: 2026 The Tapscope developers
# SPDX-License-Identifier: GPL-3.0-or-later
#
# Records what SystemTap itself prints for the program and the script of this folder.
# Usage: record.sh WORKPLACE   Environment: SYSTEMTAP_RUNTIME, SYSTEMTAP_NOSIGN as the installed stap needs them for the guest's kernel.

set -u
here=$(dirname "$(realpath "$0")")
kernel=${KERNEL:-$(find /boot -name 'vmlinuz-6.1.*' -printf '%f\n' | sort | sed -n '1s/^vmlinuz-//p')}
work=$(realpath "${1:?usage: record.sh WORKPLACE}")
mkdir -p "$work"
cd "$work" || exit 1
gcc -static -O0 -w -o doer "$here"/*.c || exit 1
awk -f "$here/script.awk" "$here/probes.txt" >script.stp
stap -w -r "$kernel" -p4 -m recorded -DSTP_NO_OVERLOAD -DMAXERRORS=1000 script.stp || exit 1
"$here/../vmlab" run --kernel "$kernel" --memory 1024 --share "$work" --timeout 60 -- \
    sh -c "$here/devices.sh; cd $work && staprun -c ./doer recorded.ko >printed.txt"
awk -f "$here/children.awk" printed.txt | LC_ALL=C sort >"$here/recorded.txt"
