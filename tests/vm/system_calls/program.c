// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "calls.h"

#include <sys/mman.h>

char *top = PLACE;

Word put(const void *bytes, unsigned long count)
{
    char *at = top;
    memcpy(at, bytes, count);
    top += (count + 15) & ~15ul;
    return (Word)at;
}

Word call(Word number, Word a, Word b, Word c, Word d, Word e, Word f)
{
    Word result;
    register Word fourth __asm__("r10") = d;
    register Word fifth __asm__("r8") = e;
    register Word sixth __asm__("r9") = f;
    __asm__ volatile("syscall"
                     : "=a"(result)
                     : "a"(number), "D"(a), "S"(b), "d"(c), "r"(fourth), "r"(fifth), "r"(sixth)
                     : "rcx", "r11", "memory");
    top = PLACE;
    return result;
}

/// About 700 system calls with characteristic arguments, good ones and bad ones. For a guest: some of them want more than a test
/// should have.
int main(void)
{
    mmap(PLACE, 1 << 20, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED, -1, 0);
    files();
    attributes();
    memory();
    processes();
    network();
    others();
    C(exit_group, 5);
}
