// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "calls.h"

/// Opening, reading and writing, and the state of files.
void files(void)
{
    C(open, S("/tmp/s_a"), 02101, 0644);
    C(open, S("/tmp/nonexist"), 0, 0);
    C(open, bad, 0, 0);
    C(open, S("/tmp/s_a"), 04000000 | 0200000 | 0400000, 0);
    C(open, S("a\tb\"c\n\\\x01\xff"), 0x2c000 | 2, 0600);
    C(open, 0, 0, 0);
    C(open, S("/tmp"), 020200000 | 2, 0600);
    C(openat, -100, S("/tmp/s_a"), 02, 0);
    C(openat, 77, S("x"), 0101, 04755);
    C(openat, -100, bad, 0, 0);
    C(openat2, -100, S("/tmp/s_a"), A(2, 0, 0), 24);
    C(creat, S("/tmp/s_b"), 0700);
    C(creat, bad, 07777);
    C(write, 3, S("hello\nworld"), 11);
    C(write, -1, S("x"), 1);
    C(write, 3, bad, 5);
    C(write, 3, S("0123456789012345678901234567890123456789012345678901234567890123456789"), 70);
    C(read, 3, buf, 10);
    C(read, -1, 0, 0);
    C(pread64, 3, buf, 10, 5);
    C(pwrite64, 3, S("abc"), 3, 1);
    C(pread64, 3, buf, -1, -1);
    C(readv, 3, A(buf, 10), 1);
    C(writev, 3, A(S("xyz"), 3), 1);
    C(preadv, 3, A(buf, 10), 1, 5, 0);
    C(pwritev, 3, A(buf, 4), 1, 6, 0);
    C(preadv2, 3, A(buf, 10), 1, 5, 0, 8);
    C(pwritev2, 3, A(buf, 1), 1, 5, 0, 2);
    C(preadv2, 3, A(buf, 1), 1, -1, -1, 0xf);
    C(lseek, 3, 5, 0);
    C(lseek, 3, -1, 1);
    C(lseek, 3, 0, 2);
    C(lseek, 3, 0, 3);
    C(lseek, 3, 0, 4);
    C(lseek, 3, 0, 9);
    C(close, 99);
    C(close, -1);
    C(dup, 3);
    C(dup2, 3, 20);
    C(dup3, 3, 21, 02000000);
    C(dup3, 3, 21, 7);
    C(fcntl, 3, 0, 30);
    C(fcntl, 3, 1, 0);
    C(fcntl, 3, 2, 1);
    C(fcntl, 3, 4, 04000);
    C(fcntl, 3, 1030, 40);
    C(fcntl, 3, 1031, 65536);
    C(fcntl, 3, 6, buf);
    C(fcntl, 3, 5, buf);
    C(fcntl, 3, 99, 1);
    C(fcntl, 3, 8, 0);
    C(fcntl, 3, 9, 0);
    C(fcntl, 3, 10, 1);
    C(fcntl, 3, 11, 0);
    C(fcntl, 3, 37, buf);
    C(fcntl, 3, 38, buf);
    C(fcntl, 3, 1024, 1);
    C(fcntl, 3, 1025);
    C(fcntl, 3, 1026, 15);
    C(fcntl, 3, 1033, 8);
    C(stat, S("/tmp/s_a"), buf);
    C(lstat, S("/tmp/s_a"), buf);
    C(fstat, 3, buf);
    C(newfstatat, -100, S("/tmp/s_a"), buf, 0x100);
    C(newfstatat, -100, S(""), buf, 0x1000);
    C(statx, -100, S("/tmp/s_a"), 0x100, 0x7ff, buf);
    C(statx, -100, S("/"), 0x6000, 0xfff, buf);
    C(stat, bad, bad);
    C(statfs, S("/tmp"), buf);
    C(fstatfs, 3, buf);
    C(ustat, 1, buf);
    C(access, S("/tmp/s_a"), 6);
    C(access, S("/tmp/s_a"), 0);
    C(access, S("/tmp"), 1);
    C(access, S("x"), 8);
    C(faccessat, -100, S("/tmp/s_a"), 4);
    C(faccessat2, -100, S("/tmp/s_a"), 4, 0x200);
}
