#!/bin/bash
# SPDX-FileCopyrightText: 2026 The Tapscope developers
# SPDX-License-Identifier: GPL-3.0-or-later
#
# contexts.sh BUILD - whether the functions of the library that scripts use the most (data/essential.txt) can be translated in each
# kind of handler. Those of data/refused.txt ("function contexts…") are refused there, and have to be.

set -u
here=$(dirname "$(readlink -f "$0")")
build=$(readlink -f "${1:?usage: contexts.sh BUILD}")
[ -x "$build/bin/tapscope-cli" ] || { echo "tapscope-cli is not built"; exit 77; }
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
failed=0

# calls: "NAME/PARAMETERS <tab> STATEMENT" for each signature.
calls() {
    awk '
        FNR == NR { essential[$1] = 1; next }
        {
            split($1, name, ":")
            if (!(name[1] in essential)) next
            list = $0
            sub(/^[^(]*\(/, "", list)
            sub(/\).*/, "", list)
            count = list == "" ? 0 : split(list, parameters, ", ")
            arguments = ""
            for (i = 1; i <= count; ++i) {
                value = parameters[i] ~ /:string/ ? "\"x\"" : "pid()"
                if (name[1] == "register") value = "\"rdi\""
                if (name[1] ~ /_arg$/ && name[1] != "cmdline_arg") value = "1"
                arguments = arguments (i > 1 ? ", " : "") value
            }
            call = name[1] "(" arguments ")"
            print name[1] "/" count "\t" (name[2] == "" || name[2] == "unknown" ? call : "println(" call ")")
        }' "$here/data/essential.txt" "$here/data/functions.txt"
}

# context NAME POINT
context() {
    local name=$1 point=$2 function statement refused status
    : >"$work/script.stp"
    : >"$work/refused.stp"
    refused=0
    while IFS=$'\t' read -r function statement; do
        if awk -v wanted="$function" -v context="$name" '
            $1 == wanted { for (i = 2; i <= NF; ++i) if ($i == context || $i == "*") found = 1 } END { exit !found }' "$here/data/refused.txt"; then
            echo "probe $point { $statement }" >>"$work/refused.stp"
            refused=$((refused + 1))
        else
            echo "probe $point { $statement }" >>"$work/script.stp"
        fi
    done < <(calls)
    timeout 300 "$build/bin/tapscope-cli" -g -p4 "$work/script.stp" >/dev/null 2>"$work/err"
    status=$?
    if [ $status = 0 ]; then
        echo "ok    $name: $(wc -l <"$work/script.stp") can be called"
    else
        echo "FAIL  $name:"
        grep -A1 'error: ' "$work/err" | head -n 30
        failed=1
    fi
    # Each one by itself: what is told first hides the rest.
    while read -r statement; do
        if "$build/bin/tapscope-cli" -g -p4 -e "$statement" >/dev/null 2>&1; then
            echo "FAIL  $name: no longer refused: $statement"
            failed=1
        fi
    done <"$work/refused.stp"
}

context begin begin
context timer 'timer.ms(100)'
context profile timer.profile
context function "process(\"$build/bin/teahouse\").function(\"brew\")"
context return "process(\"$build/bin/teahouse\").function(\"brew\").return"
context mark "process(\"$build/bin/teahouse\").mark(\"order__taken\")"
context kernel 'kernel.function("vfs_read")'
context kernel.return 'kernel.function("vfs_read").return'
context trace 'kernel.trace("sched_switch")'
context syscall syscall.read
context syscall.return syscall.read.return
context process.begin "process(\"$build/bin/teahouse\").begin"
context process.end "process(\"$build/bin/teahouse\").end"
exit $failed
