#!/bin/bash
# SPDX-FileCopyrightText: 2026 The Tapscope developers
# SPDX-License-Identifier: GPL-3.0-or-later
#
# verifier.sh BUILD [KERNEL] - how much work each example and each script of verifier/ is for the kernel's verifier: on this kernel, or
# in a guest with KERNEL. Fails when one is refused or takes a fifth more than verifier/processed.txt says for this series of kernels.
# RECORD=FILE: appends what was measured instead. Exit status 77: the kernel (or its series' record) or the rights are missing.

set -u
here=$(dirname "$(readlink -f "$0")")
# shellcheck source=tests/vm/check.sh
. "$here/check.sh"
needs "${1:-}" teahouse
in_guest "${2:-}" 700
needs_root
series=$(uname -r | cut -d. -f1,2)
grep -q " $series " "$here/verifier/processed.txt" || [ -n "${RECORD:-}" ] || { echo "nothing is recorded for kernel $series"; exit 77; }
for script in "$here"/../../resources/examples/*.stp "$here"/verifier/*.stp; do
    name=$(basename "$script" .stp)
    # That one needs a program with other marks than the demo's; e2e_tst_examples loads it.
    [ "$name" = script-functions ] && continue
    command=()
    # As a shell reads the first call that the script's comment shows.
    eval "arguments=($(sed -n "s|^#   tapscope-cli .*resources/examples/${name}[.]stp *||p" "$script" | head -n 1 | sed "s/[;|>].*//"))"
    grep -q '^probe process[.]\|^probe [$]1\|^probe.*process[.]\(function\|plt\|statement\)' "$script" && command=(-c "$build/bin/teahouse --help")
    said=$( (cd "$here/../.." && { cat "$script"; echo 'probe begin { exit() }'; } | timeout 60 "$build/bin/tapscope-cli" -v "${command[@]}" - "${arguments[@]}" 2>&1 >/dev/null))
    verified=$(sed -n 's/^Pass 4: loaded [0-9]* programs, \([0-9]*\) instructions verified.*/\1/p' <<<"$said")
    if [ -z "$verified" ]; then
        grep -q '^Pass 4: nothing to load' <<<"$said" && continue
        grep -qx "$name $series refused" "$here/verifier/processed.txt" && { echo "known $name is refused by this kernel"; continue; }
        echo "FAIL  $name is not loaded:"
        head -n 12 <<<"$said"
        failed=1
        continue
    fi
    grep -qx "$name $series refused" "$here/verifier/processed.txt" && { echo "FAIL  $name is loaded now: record it"; failed=1; }
    if [ -n "${RECORD:-}" ]; then
        echo "$name $series $verified" >>"$RECORD"
        continue
    fi
    known=$(sed -n "s/^$name $series \([0-9]*\)$/\1/p" "$here/verifier/processed.txt")
    if [ -z "$known" ]; then
        echo "note  $name: $verified, not recorded"
    elif [ $((verified * 5)) -gt $((known * 6)) ]; then
        echo "FAIL  $name: $verified instructions processed, $known recorded"
        failed=1
    else
        echo "ok    $name: $verified ($known recorded)"
    fi
done
exit $failed
