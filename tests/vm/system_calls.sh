#!/bin/bash
# SPDX-FileCopyrightText: 2026 The Tapscope developers
# SPDX-License-Identifier: GPL-3.0-or-later
#
# system_calls.sh BUILD [KERNEL] - what syscall.* tells of about 700 system calls (system_calls/*.c), each variable of each alias,
# against what SystemTap itself has printed for them (recorded.txt; record.sh records it anew). Where the two differ,
# differences.txt has the lines and why. Exit status 77: no lab, or nothing to run there.

set -u
here=$(dirname "$(readlink -f "$0")")
data=$here/system_calls

# shellcheck source=tests/vm/check.sh
. "$here/check.sh"
needs "${1:-}"
memory=1024 in_guest "${2:-}" 580
needs_root
export LC_ALL=C

work=$(mktemp -d)
trap 'rm -rf "$work" /tmp/s_?*; [ -z "$made" ] || rmdir /nonexist' EXIT
# The program changes its root there; where SystemTap's output was recorded, it was a directory in spite of its name.
made=
mkdir /nonexist 2>/dev/null && made=1
${CC:-gcc} -static -O0 -w -o "$work/program" "$data"/*.c || { echo "no compiler for the program"; exit 77; }
awk -f "$data/script.awk" "$here/../tapset/data/syscalls.txt" >"$work/script.stp"
rm -rf /tmp/s_?*
cd "$work" || exit 1
# A lease it asks for (fcntl) is broken by SIGHUP when somebody else opens the file: the program would end there.
trap '' HUP
"$cli" -c ./program script.stp >printed.txt 2>errors.txt </dev/null
grep -v 'exited with status 5' errors.txt
sed -E -f "$data/mask.sed" printed.txt >masked.txt
more_lines_than 1000
against_recording
exit $failed
