# SPDX-FileCopyrightText: 2026 The Tapscope developers
# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck shell=bash
#
# Sourced inside of a guest; `cli` is the command that is tried, `failed` becomes 1.

failed=0
# check WHAT SCRIPT PATTERN…: each pattern has to match a line of what the script prints about a cat, or about $command; with
# $guru set in guru mode.
check() {
    local what=$1 script=$2 missing=
    shift 2
    timeout 100 "$cli" ${guru:+-g} -e "$script" -c "${command:-/bin/cat /etc/hostname}" >/tmp/out.txt 2>/tmp/err.txt </dev/null
    for pattern in "$@"; do
        grep -Eq -- "$pattern" /tmp/out.txt || missing="$missing [$pattern]"
    done
    if [ -z "$missing" ]; then
        echo "ok    $what"
    else
        echo "FAIL  $what: no line is like$missing"
        head -n 20 /tmp/out.txt /tmp/err.txt
        failed=1
    fi
}
