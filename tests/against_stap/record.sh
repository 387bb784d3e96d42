#!/bin/bash
# SPDX-FileCopyrightText: 2026 The Tapscope developers
# SPDX-License-Identifier: GPL-3.0-or-later
# Records what SystemTap itself prints for the scripts of this folder, so that the test beside it can compare without it.
# Usage: record.sh WORKPLACE [NAME...]   builds a module for each script here (stap -p4), runs all in one guest (tests/vm/vmlab)
# Environment: SYSTEMTAP_RUNTIME, SYSTEMTAP_NOSIGN as the installed stap needs them for the guest's kernel.
set -u
here=$(dirname "$(realpath "$0")")
kernel=${KERNEL:-$(find /boot -name 'vmlinuz-6.1.*' -printf '%f\n' | sort | sed -n '1s/^vmlinuz-//p')}
work=${1:?usage: record.sh WORKPLACE [NAME...]}
shift
mkdir -p "$work" "$here/recorded"
work=$(realpath "$work")
names=("$@")
[ ${#names[@]} -gt 0 ] || mapfile -t names < <(find "$here/scripts" -name '*.stp' -printf '%f\n' | sort | sed 's/\.stp$//')
build() {
    local name=$1 here=$2 work=$3 kernel=$4 options=() arguments=()
    [ -f "$here/scripts/$name.options" ] && read -ra options < <(grep -v '^#' "$here/scripts/$name.options" | tr '\n' ' ')
    [ -f "$here/scripts/$name.arguments" ] && mapfile -t arguments <"$here/scripts/$name.arguments"
    (cd "$work" && stap -w -r "$kernel" -p4 -m "s_$name" "${options[@]}" "$here/scripts/$name.stp" "${arguments[@]}" >"$name.log" 2>&1) ||
        { echo "$name: stap cannot build it:"; cat "$work/$name.log"; }
}
export -f build
printf '%s\n' "${names[@]}" | while read -r name; do [ -f "$work/s_$name.ko" ] || echo "$name"; done |
    xargs -P "${JOBS:-2}" -I{} bash -c 'build "$@"' - {} "$here" "$work" "$kernel"
{
    echo "cd $work"
    for name in "${names[@]}"; do
        [ -f "$work/s_$name.ko" ] || continue
        globals=$(sed -n 's/^-G //p' "$here/scripts/$name.options" 2>/dev/null | tr '\n' ' ')
        echo "timeout 60 staprun s_$name.ko $globals >$name.out 2>$name.err </dev/null; echo \$? >$name.status"
    done
} >"$work/run.sh"
"$here/../vm/vmlab" run --kernel "$kernel" --memory 768 --share "$work" --timeout 900 -- bash "$work/run.sh"
for name in "${names[@]}"; do
    [ -f "$work/$name.status" ] || { echo "$name: not run"; continue; }
    cp "$work/$name.out" "$here/recorded/$name.out"
    { sed "s|$here/scripts/||g" "$work/$name.err"; echo "status $(cat "$work/$name.status")"; } >"$here/recorded/$name.err"
done
