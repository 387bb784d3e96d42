#!/bin/bash
# SPDX-FileCopyrightText: 2026 The Tapscope developers
# SPDX-License-Identifier: GPL-3.0-or-later
#
# aliases.sh BUILD [KERNEL [later]] - what the aliases of the kernel's subsystems tell of a program (aliases/*.c), each variable of
# each alias, against what SystemTap itself has printed (recorded.txt; record.sh records it anew). Where the two differ,
# differences.txt has the lines and why. On other kernels only that each alias runs. With `later` the statements run outside of the
# kernel. Exit status 77: no lab, or nothing to run there.

set -u
here=$(dirname "$(readlink -f "$0")")
data=$here/aliases
recorded_on=6.1.0

# shellcheck source=tests/vm/check.sh
. "$here/check.sh"
needs "${1:-}"
seconds=180
[ -z "${3:-}" ] || seconds=800 # the programs are twice as large
memory=1024 in_guest "${2:-$recorded_on}" $seconds "${2:-$recorded_on}" "${3:-}"
needs_root
export LC_ALL=C

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
${CC:-gcc} -static -O0 -w -o "$work/doer" "$data"/*.c || { echo "no compiler for the program"; exit 77; }
cd "$work" || exit 1
awk -v later="${3:-}" -f "$data/script.awk" "$data/probes.txt" >script.stp
"$data/devices.sh"
"$cli" -D MAXERRORS=1000 -c ./doer script.stp >printed.txt 2>errors.txt </dev/null
# What hits while a handler runs, in an interrupt, is skipped and counted: that is no failure.
grep -E 'error: |output lost' errors.txt && failed=1
awk -f "$data/children.awk" printed.txt | sort >masked.txt
more_lines_than 580
case $(uname -r) in
"$recorded_on"*) against_recording ;;
*) echo "ok    $(wc -l <masked.txt) lines" ;;
esac
exit $failed
