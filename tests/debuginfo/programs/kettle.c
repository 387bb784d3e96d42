// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

/* Functions of every way to pass arguments; main calls each with values that the tests know. */
#include <stdio.h>
#include <stdlib.h>

#ifdef __clang__
#define KEEP __attribute__((noinline))
#else
#define KEEP __attribute__((noipa))
#endif

enum leaf { GREEN = 3, BLACK = 7, SMOKED = -2 };
struct small { int a; int b; };
struct mixed { double strength; int cups; };
struct large { long a[4]; };
struct kettle { const char *name; int level; struct kettle *next; };
typedef unsigned long grams_t;
typedef int (*visitor)(struct kettle *, enum leaf);

volatile long sink;
static long poured;

KEEP int fact(int n)
{
    return n <= 1 ? 1 : n * fact(n - 1);
}

KEEP long pour(const char *name, unsigned char cups, short heat, _Bool hot, enum leaf leaf, grams_t *total, int seventh, long eighth)
{
    *total += cups;
    sink += name[0] + heat + hot + (long)leaf + seventh;
    return eighth + (long)*total;
}

KEEP double warm(double by, int times, float twice)
{
    return by * times + (double)twice;
}

KEEP int take_small(struct small s, int after)
{
    return s.a + s.b + after;
}

KEEP int take_mixed(struct mixed m, int after)
{
    return (int)m.strength + m.cups + after;
}

KEEP long take_large(struct large l, int after)
{
    return l.a[0] + l.a[3] + after;
}

KEEP struct large make_large(int seed)
{
    struct large l = {{seed, seed + 1, seed + 2, seed + 3}};
    return l;
}

KEEP struct small make_small(int seed)
{
    struct small s = {seed, -seed};
    return s;
}

KEEP long wide(__int128 w, int after)
{
    return (long)(w >> 64) + after;
}

/* One register is left for w, which compilers use in three ways. */
KEEP long crowded(long a, long b, long c, long d, long e, __int128 w, int after, int last)
{
    return a + b + c + d + e + (long)w + after + last;
}

/* The result takes no register of the arguments'. */
KEEP _Complex long double turned(int first, int second)
{
    return (_Complex long double)first + second;
}

struct aligned { _Alignas(16) long at; };

/* On the stack, behind eight bytes that nobody uses. */
KEEP long placed(long a, long b, long c, long d, long e, long f, char seventh, struct aligned eighth)
{
    return a + b + c + d + e + f + seventh + eighth.at;
}

KEEP int precise(long double x, int after)
{
    return (int)x + after;
}

KEEP void note(int *at)
{
    static long notes;
    notes += *at;
    sink += notes;
}

KEEP int addressed(int n, int m)
{
    note(&n);
    note(&m);
    return n + m;
}

KEEP unsigned ignores(int first, long second)
{
    (void)first;
    (void)second;
    return 4000000000u;
}

KEEP int visit(struct kettle *kettle, visitor each, const struct kettle *const *list)
{
    return each(kettle, BLACK) + (list ? 1 : 0);
}

KEEP static int count(struct kettle *kettle, enum leaf leaf)
{
    int total = 0;
    for (struct kettle *k = kettle; k; k = k->next) {
        int step = k->level * (int)leaf;
        total += step;
    }
    return total;
}

/* Gives the optimiser a function to clone: one argument is always the same, one is not used. */
__attribute__((noinline)) static int whistle(int loud, int always, struct small *from)
{
    poured += loud;
    if (loud > 1000)
        abort();
    return loud * always + from->a;
}

__attribute__((noinline, cold)) static void spill(const char *why)
{
    fprintf(stderr, "%s\n", why);
    exit(1);
}

int main(int argc, char **argv)
{
    grams_t total = 5;
    struct small s = {11, 22};
    struct mixed m = {1.5, 33};
    struct large l = {{101, 102, 103, 104}};
    struct kettle second = {"second", 2, NULL};
    struct kettle first = {"first", 1, &second};
    if (argc > 5)
        spill(argv[1]);
    sink = fact(5);
    sink += pour("sencha", 200, -7, 1, SMOKED, &total, 77, 88888888888L);
    sink += (long)warm(1.5, 42, 2.5f);
    sink += take_small(s, 43);
    sink += take_mixed(m, 44);
    sink += take_large(l, 45);
    sink += make_large(46).a[2];
    sink += make_small(47).b;
    sink += wide(((__int128)48 << 64) | 49, 50);
    sink += crowded(1, 2, 3, 4, 5, ((__int128)56 << 64) | 57, 58, 59);
    sink += (long)turned(60, 61);
    sink += placed(1, 2, 3, 4, 5, 62, 63, (struct aligned){64});
    sink += precise(2.5L, 51);
    sink += addressed(52, 53);
    sink += ignores(-54, 55);
    sink += visit(&first, count, NULL);
    sink += whistle((int)sink & 255, 9, &s) + whistle(argc, 9, &s);
    return sink == 42;
}
