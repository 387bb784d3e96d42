// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
//
// hits COUNT: calls hit() COUNT times and prints nanoseconds per call. hits COUNT RATE: so many calls a second.

#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <ctime>

static uint64_t now()
{
    timespec time{};
    clock_gettime(CLOCK_MONOTONIC, &time);
    return static_cast<uint64_t>(time.tv_sec) * 1'000'000'000 + static_cast<uint64_t>(time.tv_nsec);
}

extern "C" __attribute__((noinline)) void hit(long i)
{
    asm volatile("" : : "r"(i));
}

int main(int argc, char **argv)
{
    const long count = argc > 1 ? atol(argv[1]) : 1'000'000;
    const uint64_t rate = argc > 2 ? strtoull(argv[2], nullptr, 10) : 0;
    const uint64_t begin = now();
    for (long i = 0; i < count; ++i) {
        while (rate && now() < begin + static_cast<uint64_t>(i) * 1'000'000'000 / rate) { }
        hit(i);
    }
    fprintf(stderr, "%.1f\n", static_cast<double>(now() - begin) / static_cast<double>(count));
    return 0;
}
