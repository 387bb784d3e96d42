// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

// clang-format off
// A program to probe. First prints where its functions lie in the file ("name offset" lines, then "ready"), then for each line
// "name count" on its standard input calls the function that often and answers "done". Ends at end of input.

#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>

extern "C" {

volatile int sink = 0;

#define TARGET(name) \
    __attribute__((noinline, noclone)) void name() \
    { \
        sink = sink + 1; \
    }
TARGET(target_one)
TARGET(target_two)
TARGET(target_three)

// A thousand functions for measuring.
#define TEN(prefix) TARGET(prefix##0) TARGET(prefix##1) TARGET(prefix##2) TARGET(prefix##3) TARGET(prefix##4) \
    TARGET(prefix##5) TARGET(prefix##6) TARGET(prefix##7) TARGET(prefix##8) TARGET(prefix##9)
#define HUNDRED(prefix) TEN(prefix##0) TEN(prefix##1) TEN(prefix##2) TEN(prefix##3) TEN(prefix##4) \
    TEN(prefix##5) TEN(prefix##6) TEN(prefix##7) TEN(prefix##8) TEN(prefix##9)
HUNDRED(many_0) HUNDRED(many_1) HUNDRED(many_2) HUNDRED(many_3) HUNDRED(many_4)
HUNDRED(many_5) HUNDRED(many_6) HUNDRED(many_7) HUNDRED(many_8) HUNDRED(many_9)

// An instruction that does not exist in 64-bit mode: the kernel refuses to put a probe on it. Never called.
void unprobeable();
#if defined(__x86_64__)
__asm__(".pushsection .text\n.globl unprobeable\nunprobeable: .byte 0x06\n ret\n.popsection");
#else
__asm__(".pushsection .text\n.globl unprobeable\nunprobeable: .word 0xffffffff\n.popsection");
#endif

// A static probe with a semaphore.
__attribute__((section(".probes"), used, visibility("hidden"))) unsigned short target_semaphore = 0;
__asm__(".pushsection .note.stapsdt,\"\",\"note\"\n.balign 4\n.4byte 8, 2f-1f, 3\n.asciz \"stapsdt\"\n"
        "1: .8byte target_one, 0, target_semaphore\n.asciz \"target\"\n.asciz \"one\"\n.asciz \"\"\n2: .balign 4\n.popsection");
}

namespace {

using Function = void (*)();

struct Named {
    const char *name;
    Function function;
};

#define NAMED(name) {#name, name},
#define NAMED_TEN(prefix) NAMED(prefix##0) NAMED(prefix##1) NAMED(prefix##2) NAMED(prefix##3) NAMED(prefix##4) \
    NAMED(prefix##5) NAMED(prefix##6) NAMED(prefix##7) NAMED(prefix##8) NAMED(prefix##9)
#define NAMED_HUNDRED(prefix) NAMED_TEN(prefix##0) NAMED_TEN(prefix##1) NAMED_TEN(prefix##2) NAMED_TEN(prefix##3) NAMED_TEN(prefix##4) \
    NAMED_TEN(prefix##5) NAMED_TEN(prefix##6) NAMED_TEN(prefix##7) NAMED_TEN(prefix##8) NAMED_TEN(prefix##9)
const Named functions[] = {
    NAMED(target_one) NAMED(target_two) NAMED(target_three) NAMED(unprobeable)
    NAMED_HUNDRED(many_0) NAMED_HUNDRED(many_1) NAMED_HUNDRED(many_2) NAMED_HUNDRED(many_3) NAMED_HUNDRED(many_4)
    NAMED_HUNDRED(many_5) NAMED_HUNDRED(many_6) NAMED_HUNDRED(many_7) NAMED_HUNDRED(many_8) NAMED_HUNDRED(many_9)
};

/// File offset minus address, in the mapping that holds an address.
uint64_t shift(uintptr_t address)
{
    FILE *maps = std::fopen("/proc/self/maps", "r");
    char line[512];
    unsigned long start = 0, end = 0, offset = 0;
    while (maps && std::fgets(line, sizeof line, maps)) {
        if (std::sscanf(line, "%lx-%lx %*s %lx", &start, &end, &offset) == 3 && address >= start && address < end)
            break;
    }
    if (maps)
        std::fclose(maps);
    return offset - start;
}

}

int main()
{
    const uint64_t toOffset = shift(reinterpret_cast<uintptr_t>(&target_one));
    for (const Named &named : functions)
        std::printf("%s %llu\n", named.name, static_cast<unsigned long long>(reinterpret_cast<uintptr_t>(named.function) + toOffset));
    const auto semaphore = reinterpret_cast<uintptr_t>(&target_semaphore);
    std::printf("semaphore %llu\n", static_cast<unsigned long long>(semaphore + shift(semaphore)));
    std::puts("ready");
    std::fflush(stdout);
    char name[64];
    long count = 0;
    while (std::scanf("%63s %ld", name, &count) == 2) {
        for (const Named &named : functions) {
            if (std::strcmp(named.name, name) != 0)
                continue;
            for (long i = 0; i < count; ++i)
                named.function();
        }
        std::puts("done");
        std::fflush(stdout);
    }
}
