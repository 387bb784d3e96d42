// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

// A program of functions with numbers, each called once. FUNCTIONS says which: THOUSAND() is fn_000 to fn_999, THOUSAND(0) is
// fn_0000 to fn_0999.
#define TEN(n) ONE(n##0) ONE(n##1) ONE(n##2) ONE(n##3) ONE(n##4) ONE(n##5) ONE(n##6) ONE(n##7) ONE(n##8) ONE(n##9)
#define HUNDRED(n) TEN(n##0) TEN(n##1) TEN(n##2) TEN(n##3) TEN(n##4) TEN(n##5) TEN(n##6) TEN(n##7) TEN(n##8) TEN(n##9)
#define THOUSAND(n)                                                                                                              \
    HUNDRED(n##0)                                                                                                                \
    HUNDRED(n##1) HUNDRED(n##2) HUNDRED(n##3) HUNDRED(n##4) HUNDRED(n##5) HUNDRED(n##6) HUNDRED(n##7) HUNDRED(n##8) HUNDRED(n##9)

#define ONE(n)                                                                                                                   \
    extern "C" __attribute__((noinline)) void fn_##n()                                                                           \
    {                                                                                                                            \
        asm volatile("");                                                                                                        \
    }
FUNCTIONS
#undef ONE
#define ONE(n) fn_##n();

int main()
{
    FUNCTIONS
    return 0;
}
