// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

// What the tests probe: compiled with debuginfo and without inlining, whatever the build's flags are.

struct Pair {
    int first;
    short second;
};

extern "C" {

__attribute__((noinline, used)) long probed_sum(long a, int b, unsigned char c)
{
    __asm__ volatile("" ::: "memory");
    return a + b + c;
}

__attribute__((noinline, used)) int probed_pair(const Pair *pair, const char *name)
{
    __asm__ volatile("" ::: "memory");
    return pair->first + pair->second + (name ? name[0] : 0);
}

__attribute__((noinline, used)) long probed_deep(long depth)
{
    __asm__ volatile("" ::: "memory");
    return depth <= 0 ? 0 : probed_deep(depth - 1) + 1;
}
}
