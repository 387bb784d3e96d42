#!/bin/bash
# SPDX-FileCopyrightText: 2026 The Tapscope developers
# SPDX-License-Identifier: GPL-3.0-or-later
#
# forms.sh BUILD - every form in which the arguments of kernel functions can be written, by the types of the kernel's BTF (there are no
# debug symbols), and functions that leave traces in the kernel or in the program. Exit status 77: no lab, or nothing to run there.

set -u
here=$(dirname "$(readlink -f "$0")")

# shellcheck source=tests/vm/check.sh
. "$here/check.sh"
needs "${1:-}"
in_guest "${TAPSCOPE_LAB_KERNEL:-6.1.0}" 900

mine='if (pid() == target() && $count == 131072)'
check "arguments by name, with members" \
    "probe kernel.function(\"vfs_read\") { $mine printf(\"%d %d %s %s\n\", \$count, \$pos != 0, kernel_string(\$file->f_path->dentry->d_name->name), \$file->f_path->dentry->d_iname\$) }" \
    '^131072 1 hostname "hostname"$'
check "members of members, arrays, bit fields and pointers to pointers" \
    "probe kernel.function(\"vfs_read\") { $mine { d = \$file->f_path->dentry printf(\"%c%c %d %d %x\n\", d->d_iname[0], d->d_iname[1], d->d_parent->d_parent->d_parent == d->d_parent->d_parent, d->d_inode->i_sb->s_root->d_parent == d->d_inode->i_sb->s_root, \$file->f_inode == d->d_inode) } }" \
    '^ho 1 1 1$'
check "lists of arguments" \
    "probe kernel.function(\"vfs_read\") { $mine { println(\$\$parms) println(\$\$vars) println(\$\$parms\$) } }" \
    '^file=0xf[0-9a-f]+ buf=0x7[0-9a-f]+ count=0x20000 pos=0xf[0-9a-f]+$' '^file=\{.*\.f_inode=0xf[0-9a-f]+, '
check "whole structures" \
    "probe kernel.function(\"vfs_read\") { $mine { println(\$file->f_path\$) println(\$file->f_path->dentry->d_name\$\$) println(\$file\$) } }" \
    '^\{\.mnt=0xf[0-9a-f]+, \.dentry=0xf[0-9a-f]+\}$' '\.len=8.*\.name="hostname"\}$' '^\{.*\.f_mode=[0-9]+'
check "addresses and casts" \
    "probe kernel.function(\"vfs_read\") { $mine { println(&\$file->f_path == &@cast(\$file, \"file\", \"kernel\")->f_path, @cast(&\$file->f_path, \"path\", \"kernel\")->dentry == \$file->f_path->dentry, kernel_long(\$pos) == \$pos[0]) } }" \
    '^111$'
check "what is there and what is not" \
    "probe kernel.function(\"vfs_read\") { $mine println(@defined(\$file->f_path), @defined(\$file->nosuch), @defined(\$nosuch), @defined(\$return)) }" \
    '^1000$'
check "values of returns, with what the function was called with" \
    'probe kernel.function("vfs_read").return { if (pid() == target() && $count == 131072 && $return > 0) printf("%s %d of %d, %d %s\n", $$return, $return > 0, $count, @entry($pos) == $pos, kernel_string($file->f_path->dentry->d_name->name)) }' \
    '^return=0x[0-9a-f]+ 1 of 131072, 1 hostname$'
check "a pointer that is returned" \
    'probe kernel.function("do_filp_open").return { if (pid() == target() && $return < -4095) { println($return->f_path->dentry->d_iname$) println(kernel_string($pathname->name)) } }' \
    '^"hostname"$' '^/etc/hostname$'
check "the list of arguments at the return" \
    'probe kernel.function("vfs_read").return { if (pid() == target() && $count == 131072) { println($$parms) println($$vars) } }' \
    '^file=0xf[0-9a-f]+ buf=0x7[0-9a-f]+ count=0x20000 pos=0xf[0-9a-f]+$'
check "arguments by number and by register" \
    "probe kernel.function(\"vfs_read\") { $mine println(pointer_arg(1) == \$file, ulong_arg(3) == \$count, register(\"rdx\") == \$count, int_arg(3)) }" \
    '^111131072$'
check "several functions with arguments of different types" \
    'global n probe kernel.function("vfs_read"), kernel.function("vfs_write"), kernel.function("vfs_fsync*") { if (pid() == target()) n[ppfunc(), @defined($count) ? $count : -1]++ } probe end { foreach ([f, c] in n) println(f, " ", c) }' \
    '^vfs_read 131072$' '^vfs_write [0-9]+$'
check "memory of the kernel where no hit is" \
    'global t probe kernel.function("vfs_read") { if (pid() == target()) t = task_parent(task_current()) }
     probe end { println(task_pid(t) == stp_pid(), " ", task_execname(t)) }' '^1 tapscope-cli$'
check "memory of the kernel as quoted text" \
    "probe kernel.function(\"vfs_read\") { $mine { println(kernel_buffer_quoted(\$file->f_path->dentry->d_name->name, 4)) println(kernel_string_n(\$file->f_path->dentry->d_name->name, 3)) } }" \
    '^"host' '^hos$'
# What a script does to the kernel and to the program.
guru() {
    local what=$1 script=$2 look=$3 pattern=$4
    timeout 100 "$cli" -g -e "$script" -c '/bin/cat /etc/hostname' >/tmp/out.txt 2>/tmp/err.txt </dev/null
    if sh -c "$look" 2>/dev/null | grep -Eq -- "$pattern"; then
        echo "ok    $what"
    else
        echo "FAIL  $what: [$pattern]"
        head -n 20 /tmp/out.txt /tmp/err.txt
        sh -c "$look" 2>&1 | tail -n 5
        failed=1
    fi
}
guru "a line in the kernel's log" 'probe begin { printk(4, "tapscope was here") exit() }' 'dmesg 2>&1 | tail -n 30; ls -l /dev/kmsg' 'tapscope was here'
mount -t tracefs none /sys/kernel/tracing 2>/dev/null
guru "a line in the trace buffer" 'probe begin { ftrace("tapscope traced this") exit() }' 'cat /sys/kernel/tracing/trace' 'tapscope traced this'
exit $failed
