# SPDX-FileCopyrightText: 2026 The Tapscope developers
# SPDX-License-Identifier: GPL-3.0-or-later
#
# Makes a script of probes.txt that prints every variable of every alias; with -v later=1 one whose statements the kernel leaves to
# the interpreter.

BEGIN {
    print "function process_text(p) { return p == target() ? \"first\" : p > target() && p < target() + 1000 ? sprintf(\"first+%d\", p - target()) : p ? \"another\" : \"none\" }"
    print "function some_text(n) { return n > 0 ? \"some\" : sprintf(\"%d\", n) }"
    print "function address_text(a) { return a & ~4095 ? \"address\" : sprintf(\"%d\", a) }"
}
/^#/ { next }
{
    format = $1
    values = ""
    when = "execname() == \"doer\""
    for (n = 2; n <= NF; ++n) {
        if ($n == "once") {
            print "global told" NR
            when = when " && !told" NR "++"
            continue
        }
        if ($n ~ /^when=/) {
            when = substr($n, 6)
            continue
        }
        split($n, variable, ":")
        text = variable[1]
        if (variable[2] ~ /^(process|address|some)$/)
            text = variable[2] "_text(" text ")"
        format = format " " variable[1] "=" (variable[2] == "long" ? "%d" : "%s")
        values = values ", " text
    }
    if (later)
        when = "strtol(\"1\", 10) && (" when ")"
    print "probe " $1 " { if (" when ") printf(\"" format "\\n\"" values ") }"
}
