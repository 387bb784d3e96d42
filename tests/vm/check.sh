# SPDX-FileCopyrightText: 2026 The Tapscope developers
# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck shell=bash
#
# Sourced by the tests here, with `here` set to this directory. Exit status 77: something that a test needs is not there.

failed=0

# needs BUILD PROGRAM…: sets `build` and `cli`.
needs() {
    local program
    build=$(readlink -f "${1:?usage: $(basename "$0") BUILD}")
    cli=$build/bin/tapscope-cli
    shift
    for program in tapscope-cli tapscope-helper "$@"; do
        [ -x "$build/bin/$program" ] || { echo "$program is not built"; exit 77; }
    done
}

# in_guest KERNEL SECONDS ARGUMENT…: goes on in a guest that runs that kernel; inside of it, or without a KERNEL, does nothing.
in_guest() {
    local kernel=$1 seconds=$2
    shift 2
    [ "${VMLAB:-}" != 1 ] && [ -n "$kernel" ] || return
    "$here/vmlab" list 2>/dev/null | grep -qF -- "$kernel" || { echo "kernel $kernel is not installed"; exit 77; }
    # What is written to the file RECORD has to come out of the guest.
    exec "$here/vmlab" run --kernel "$kernel" ${memory:+--memory "$memory"} --timeout "$seconds" -- \
        env RECORD="${RECORD:+/dev/stdout}" "$0" "$build" "$@"
}

needs_root() {
    [ "$(id -u)" = 0 ] || { echo "probing needs root"; exit 77; }
}

# symbols_root KERNEL: sets `kernel` to its full name, and `root` to where its debug symbols are, $TAPSCOPE_DEBUG_ROOT or /, if any.
symbols_root() {
    local each
    kernel=$("$here/vmlab" list 2>/dev/null | grep -om1 "${1//./\\.}-[^ ]*") root=''
    for each in "${TAPSCOPE_DEBUG_ROOT:-}" /; do
        [ -z "$root" ] && [ -e "$each/usr/lib/debug/boot/vmlinux-$kernel" ] && [ -d "$each/usr/lib/debug/lib/modules/$kernel" ] && root=$each
    done
    [ -n "$kernel" ] && [ -n "$root" ]
}

# index_symbols: reads those of `kernel` here, as the guest is slow.
index_symbols() {
    unshare -m bash -c '[ "$1" = / ] || mount --bind "$1/usr/lib/debug" /usr/lib/debug
        XDG_CACHE_HOME=$2/vm-cache exec "$2/bin/tapscope-cli" -r "$3" -l "kernel.function(\"vfs_read\")"' - "$root" "$build" "$kernel" || exit 1
}

# show_symbols ROOT: inside of the guest, puts them where they are looked for.
show_symbols() {
    [ "$1" = / ] || mount --bind "$1/usr/lib/debug" /usr/lib/debug
    export XDG_CACHE_HOME=$build/vm-cache
}

# with_symbols SCRIPT-ARGUMENTS: as in_guest, for a kernel whose debug symbols are here.
with_symbols() {
    local kernel root
    if [ "${VMLAB:-}" = 1 ]; then
        show_symbols "$2"
        return
    fi
    symbols_root 6.1.0 || { echo "there are no debug symbols of ${kernel:-a kernel 6.1}"; exit 77; }
    index_symbols
    memory=1500 in_guest "$kernel" 900 "$root"
}

# more_lines_than LEAST: ends the test where masked.txt has fewer: what nobody printed is the same everywhere.
more_lines_than() {
    [ "$(wc -l <masked.txt)" -gt "$1" ] || { echo "FAIL  too few lines"; tail -n 5 printed.txt errors.txt; exit 1; }
}

# against_recording: compares masked.txt with what SystemTap has printed ($data/recorded.txt); what differs has to stand in
# $data/differences.txt.
against_recording() {
    diff "$data/recorded.txt" masked.txt | grep '^[<>]' >differing.txt
    [ -z "${RECORD:-}" ] || cat differing.txt >"$RECORD"
    if diff <(grep '^[<>]' "$data/differences.txt") differing.txt >unexpected.txt; then
        echo "ok    $(wc -l <masked.txt) lines, of which $(grep -c '^>' differing.txt) differ as expected"
    else
        echo "FAIL  beside differences.txt:"
        grep '^[<>]' unexpected.txt | cut -c1-400 | head -n 60
        failed=1
    fi
}

# check WHAT SCRIPT PATTERN…: each pattern has to match a line of what the script prints about a cat, or about $command; with
# $guru set in guru mode, with $with_errors set also of what it says about itself.
check() {
    local what=$1 script=$2 missing=
    shift 2
    # Appended, since cat would copy over what the script prints: its copy_file_range() does not lock the place in a file.
    : >/tmp/out.txt
    timeout 100 "$cli" ${guru:+-g} -e "$script" -c "${command:-/bin/cat /etc/hostname}" >>/tmp/out.txt 2>/tmp/err.txt </dev/null
    for pattern in "$@"; do
        grep -Eq -- "$pattern" /tmp/out.txt ${with_errors:+/tmp/err.txt} || missing="$missing [$pattern]"
    done
    if [ -z "$missing" ]; then
        echo "ok    $what"
    else
        echo "FAIL  $what: no line is like$missing"
        head -n 20 /tmp/out.txt /tmp/err.txt | cut -c1-300
        failed=1
    fi
}
