// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <string.h>
#include <sys/syscall.h>

/// System calls whose arguments lie at the same addresses every time.
typedef long Word;

/// Where arguments are kept.
#define PLACE ((char *)0x10000000)
extern char *top;
/// Where the kernel writes.
enum { buf = 0x10010000 };
/// What cannot be read.
#define bad (-1L)

Word put(const void *bytes, unsigned long count);
Word call(Word number, Word a, Word b, Word c, Word d, Word e, Word f);

#define S(text) put(text, strlen(text) + 1)
#define A(...) put((Word[]){__VA_ARGS__}, sizeof((Word[]){__VA_ARGS__}))
#define I(...) put((int[]){__VA_ARGS__}, sizeof((int[]){__VA_ARGS__}))
#define C(name, ...) C_(SYS_##name, ##__VA_ARGS__, 0, 0, 0, 0, 0, 0)
#define C_(number, a, b, c, d, e, f, ...) call(number, (Word)(a), (Word)(b), (Word)(c), (Word)(d), (Word)(e), (Word)(f))

void files(void);
void attributes(void);
void memory(void);
void processes(void);
void network(void);
void others(void);
