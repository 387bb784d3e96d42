# SPDX-FileCopyrightText: 2026 The Tapscope developers
# SPDX-License-Identifier: GPL-3.0-or-later
#
# Makes a script that prints every variable of every alias of a system call, of the list in tests/tapset/data/syscalls.txt.

{
    format = "%s(%s)"
    values = "name, argstr"
    for (n = 2; n <= NF; ++n) {
        split($n, variable, ":")
        if (variable[1] == "name" || variable[1] == "argstr")
            continue
        format = format " " variable[1] "=" (variable[2] == "string" ? "%s" : "%d")
        values = values ", " variable[1]
    }
    print "probe " $1 " ? { if (pid() == target()) printf(\"" format "\\n\", " values ") }"
    print "probe " $1 ".return ? { if (pid() == target()) printf(\"  %s = %d %s\\n\", name, retval, retstr) }"
}
