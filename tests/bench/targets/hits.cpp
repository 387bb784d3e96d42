// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
//
// hits COUNT [RATE [THREADS [stepped]]]: each thread calls hit(), or hitStepped(), COUNT times, RATE times a second (0: at full
// speed), and nanoseconds per call of a thread are printed.

#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <thread>
#include <vector>

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

#ifdef __x86_64__
/// Begins with an instruction that the kernel does not emulate but lets the processor do in a copy.
extern "C" __attribute__((naked, noinline)) void hitStepped(long)
{
    asm("lea 1(%rdi), %rax\n\tret");
}
#else
extern "C" __attribute__((noinline)) void hitStepped(long i)
{
    hit(i);
}
#endif

int main(int argc, char **argv)
{
    const long count = argc > 1 ? atol(argv[1]) : 1'000'000;
    const uint64_t rate = argc > 2 ? strtoull(argv[2], nullptr, 10) : 0;
    const long threads = argc > 3 ? atol(argv[3]) : 1;
    const auto function = argc > 4 ? hitStepped : hit;
    const uint64_t begin = now();
    const auto calls = [=] {
        for (long i = 0; i < count; ++i) {
            while (rate && now() < begin + static_cast<uint64_t>(i) * 1'000'000'000 / rate) {}
            function(i);
        }
    };
    std::vector<std::thread> others;
    for (long i = 1; i < threads; ++i)
        others.emplace_back(calls);
    calls();
    for (std::thread &thread : others)
        thread.join();
    fprintf(stderr, "ns per call: %.1f\n", static_cast<double>(now() - begin) / static_cast<double>(count));
    return 0;
}
