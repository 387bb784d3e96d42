#!/bin/bash
# SPDX-FileCopyrightText: 2026 The Tapscope developers
# SPDX-License-Identifier: GPL-3.0-or-later
#
# Asks an installed stap whether it accepts and rejects the scripts of the corpus as expected here.
#
#   compare_with_stap.sh FIXTURE [FILE.corpus…]
#
# FIXTURE is the program that scripts call @FIXTURE@: build-…/tests/analysis_fixture. stap's front end wants the build folder of
# a kernel; when the running one has none, a folder with the few files that it looks at stands in for it.
set -u
fixture=$(realpath "${1:?usage: compare_with_stap.sh FIXTURE [FILE.corpus…]}") || exit 2
shift
here=$(cd "$(dirname "$0")" && pwd)
[ $# -gt 0 ] || set -- "$here"/*.corpus
command -v stap >/dev/null || { echo "stap is not installed" >&2; exit 2; }
work=$(mktemp -d) || exit 2
trap 'rm -rf "$work"' EXIT

release=()
if [ ! -e "/lib/modules/$(uname -r)/build/.config" ]; then
    mkdir -p "$work/kernel/include/config" "$work/kernel/include/generated"
    printf 'CONFIG_%s=y\n' UPROBES ARCH_SUPPORTS_UPROBES KPROBES MODULES SMP TRACEPOINTS X86_64 >"$work/kernel/.config"
    echo 'CONFIG_HZ=250' >>"$work/kernel/.config"
    uname -r | sed 's/-.*//' >"$work/kernel/include/config/kernel.release"
    echo "#define UTS_RELEASE \"$(uname -r | sed 's/-.*//')\"" >"$work/kernel/include/generated/utsrelease.h"
    touch "$work/kernel/Makefile" "$work/kernel/Module.symvers"
    printf '%016x T %s\n' 1 _stext 2 uprobe_register 3 uprobe_unregister 4 arch_uretprobe_hijack_return_addr 5 _etext \
        >"$work/kernel/System.map"
    release=(-r "$work/kernel")
fi

# One script: NUMBER.stp, its expectation in NUMBER.expected, options in NUMBER.options, its name in NUMBER.name.
awk -v work="$work" -v fixture="$fixture" '
    /^=== / { base = sprintf("%s/%04d", work, ++n); inScript = 1; first = 1; options = ""
              file = FILENAME; sub(/.*\//, "", file); print file ": " substr($0, 5) > (base ".name"); next }
    /^--- / { if (inScript) { inScript = 0; print $2 > (base ".expected"); print options > (base ".options") } next }
    inScript && first && /^\[.*\]$/ { options = options substr($0, 2, length($0) - 2) "\n"; next }
    inScript { first = 0; gsub(/@FIXTURE@/, fixture); print > (base ".stp") }
' "$@"

one() {
    local base=$1 accepted=reject wanted arguments=() flags=()
    wanted=$(cat "$base.expected")
    [ "$wanted" = unable ] && wanted=accept
    while read -r word rest; do
        case $word in
        guru) flags+=(-g) ;;
        compatible) flags+=(--compatible="$rest") ;;
        args) read -ra arguments <<<"$rest" ;;
        stap) wanted=${rest%s} ;;
        esac
    done <"$base.options"
    [ "$wanted" = unchecked ] && return 0
    timeout 60 stap "${release[@]}" "${flags[@]}" -w -p3 "$base.stp" "${arguments[@]}" >"$base.out" 2>&1 && accepted=accept
    [ "$accepted" = "$wanted" ] && return 0
    echo "$(cat "$base.name"): stap ${accepted}s it, expected: $wanted"
    grep -E 'error|ERROR' "$base.out" | head -2 | sed 's/^/    /'
    touch "$base.differs"
}
running=0
for script in "$work"/*.stp; do
    one "${script%.stp}" &
    if [ $((++running)) -ge "$(nproc)" ]; then wait -n; running=$((running - 1)); fi
done
wait
scripts=$(find "$work" -name '*.stp' | wc -l)
differing=$(find "$work" -name '*.differs' | wc -l)
echo "$scripts scripts, $differing on which stap differs"
[ "$differing" -eq 0 ]
