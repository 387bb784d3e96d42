# SPDX-FileCopyrightText: 2026 The Tapscope developers
# SPDX-License-Identifier: GPL-3.0-or-later
#
# Numbers the program's processes one after the other: others of the machine may have begun between them. Also hides what is of one
# run only within strings.

{
    gsub(/0xffff[0-9a-f]+/, "address")
    gsub(/(socket|pipe):\[[0-9]+\]/, "&]")
    gsub(/\[[0-9]+\]\]/, "[some]")
    gsub(/pathname=[^ ]*\/doer/, "pathname=doer")
    line[NR] = $0
    rest = $0
    while (match(rest, /first\+[0-9]+/)) {
        child[substr(rest, RSTART + 6, RLENGTH - 6) + 0] = 1
        rest = substr(rest, RSTART + RLENGTH)
    }
}
END {
    for (distance = 1; distance < 1000; ++distance) {
        if (distance in child)
            rank[distance] = ++count
    }
    for (n = 1; n <= NR; ++n) {
        rest = line[n]
        out = ""
        while (match(rest, /first\+[0-9]+/)) {
            out = out substr(rest, 1, RSTART - 1) "child " rank[substr(rest, RSTART + 6, RLENGTH - 6) + 0]
            rest = substr(rest, RSTART + RLENGTH)
        }
        print out rest
    }
}
