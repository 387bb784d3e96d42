/* SPDX-FileCopyrightText: 2026 The Tapscope developers
   SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdio.h>

static inline __attribute__((always_inline)) int twice(int x) { int y = x * 2; return y; }
__attribute__((noinline)) int leaf(int a)
{
    return twice(a) + 1;
}

__attribute__((noinline)) int walk(int a)
{
    int i = 0;
again:
    i += leaf(a);
    if (i < 10)
        goto again;
    if (a < 0) {
inner:
        i -= leaf(i);
        if (i > 100)
            goto inner;
        goto done;
    }
    i += twice(i);
done:
    return i;
}

int main(int argc, char **argv)
{
    printf("%s %d\n", argv[0], walk(argc) + leaf(2));
    return 0;
}
