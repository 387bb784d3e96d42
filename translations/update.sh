#!/usr/bin/env bash
# SPDX-FileCopyrightText: 2026 The Tapscope developers
# SPDX-License-Identifier: GPL-3.0-or-later
#
# Brings the .ts files up to date with every text in the sources. What is new comes out "unfinished"; translate it with
# `linguist translations/tapscope_zh_CN.ts`, by the terms of glossary.md.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
lupdate=$(command -v lupdate || echo /usr/lib/qt6/bin/lupdate)
examples=$(mktemp -d)
trap 'rm -rf "$examples"' EXIT
# The titles of the examples: the first sentence of each one's first comment, as the welcome page shows them.
awk 'function finish() {
         if (sentence == "") return
         sub(/\. .*|\.$/, "", sentence); gsub(/["\\]/, "\\\\&", sentence)
         printf "QT_TRANSLATE_NOOP(\"Examples\", \"%s\")\n", sentence
         sentence = ""; done = 1
     }
     FNR == 1 { finish(); done = 0 }
     done || /^#!|SPDX/ { next }
     /^(#|\/\/) *[^ ]/ { sub(/^(#|\/\/) */, ""); sentence = sentence (sentence == "" ? "" : " ") $0; next }
     { finish() }
     END { finish() }' resources/examples/*.stp >"$examples/titles.cpp"
update() {
    "$lupdate" -silent -no-obsolete -locations none -I . -I backend -tr-function-alias QT_TRANSLATE_NOOP+=TAPSCOPE_TEXT \
        -extensions cpp,h "$@"
    if grep -q 'type="unfinished"' "${*: -1}"; then
        printf '%s: %s texts wait for a translation\n' "${*: -1}" "$(grep -c 'type="unfinished"' "${*: -1}")"
    fi
}
update backend editor views app "$examples" -ts translations/tapscope_zh_CN.ts
# English needs its plurals only.
update -pluralonly backend editor views app -ts translations/tapscope_en.ts
