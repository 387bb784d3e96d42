// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
//
// A thousand functions fn_000 … fn_999, each called once.

#define ONE(n)                                                                                                                   \
    extern "C" __attribute__((noinline)) void fn_##n()                                                                           \
    {                                                                                                                            \
        asm volatile("");                                                                                                        \
    }
#define TEN(n) ONE(n##0) ONE(n##1) ONE(n##2) ONE(n##3) ONE(n##4) ONE(n##5) ONE(n##6) ONE(n##7) ONE(n##8) ONE(n##9)
#define HUNDRED(n) TEN(n##0) TEN(n##1) TEN(n##2) TEN(n##3) TEN(n##4) TEN(n##5) TEN(n##6) TEN(n##7) TEN(n##8) TEN(n##9)
#define THOUSAND HUNDRED(0) HUNDRED(1) HUNDRED(2) HUNDRED(3) HUNDRED(4) HUNDRED(5) HUNDRED(6) HUNDRED(7) HUNDRED(8) HUNDRED(9)
THOUSAND
#undef ONE
#define ONE(n) fn_##n();

int main()
{
    THOUSAND
    return 0;
}
