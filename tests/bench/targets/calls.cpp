// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
//
// calls open|deep COUNT [RATE]: opens /dev/null COUNT times, or calls a function at the end of a chain of sixteen, RATE times a
// second (0: at full speed), and prints nanoseconds per time.

#include <fcntl.h>
#include <unistd.h>

#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <ctime>

static uint64_t now()
{
    timespec time{};
    clock_gettime(CLOCK_MONOTONIC, &time);
    return static_cast<uint64_t>(time.tv_sec) * 1'000'000'000 + static_cast<uint64_t>(time.tv_nsec);
}

extern "C" __attribute__((noinline)) void bottom()
{
    asm volatile("");
}

extern "C" __attribute__((noinline)) void chain(int depth)
{
    if (depth > 0)
        chain(depth - 1);
    else
        bottom();
    asm volatile("");
}

static void openOnce()
{
    const int descriptor = openat(AT_FDCWD, "/dev/null", O_RDONLY | O_CLOEXEC);
    if (descriptor >= 0)
        close(descriptor);
}

int main(int argc, char **argv)
{
    const bool deep = argc > 1 && strcmp(argv[1], "deep") == 0;
    const long count = argc > 2 ? atol(argv[2]) : 200'000;
    const uint64_t rate = argc > 3 ? strtoull(argv[3], nullptr, 10) : 0;
    const uint64_t begin = now();
    for (long i = 0; i < count; ++i) {
        while (rate && now() < begin + static_cast<uint64_t>(i) * 1'000'000'000 / rate) {}
        if (deep)
            chain(14);
        else
            openOnce();
    }
    fprintf(stderr, "ns per call: %.1f\n", static_cast<double>(now() - begin) / static_cast<double>(count));
    return 0;
}
