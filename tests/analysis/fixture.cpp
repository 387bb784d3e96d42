// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
// clang-format off
// A program to look for functions and variables in. Line numbers matter to tst_probepoints: add at the end only.
#include <cstdio>
#include <cstdlib>
#include <cstring>

struct Item {
    int key;
    const char *name;
    Item *next;
};
enum Colour { Red, Green = 7 };
static Item *head;

static int fact(int n)
{
    return n <= 1 ? 1 : n * fact(n - 1);
}

static Item *add(int key, const char *name)
{
    Item *it = static_cast<Item *>(malloc(sizeof *it));
    *it = {key, name, head};
    return head = it;
}

static int classify(int n)
{
    int r = 0;
    if (n < 0)
        r = -1;
    else
        r = n % 2 ? 1 : 2;
    return r;
}

static unsigned long sum()
{
    unsigned long s = 0;
    for (Item *it = head; it; it = it->next)
        s += static_cast<unsigned long>(it->key) + strlen(it->name);
    return s;
}

static void nothing() { printf("."); }
static double half(double x) { return x / 2; }
static bool isOdd(unsigned char c) { return c % 2; }
static Colour paint(Colour c) { return c == Red ? Green : Red; }
static int twice(int n) { return 2 * n; }
static int whole(Item item) { return item.key; }

namespace tea {
struct Pot {
    int volume = 0;
    int pour(int cups) { return volume -= cups; }
    int pour(const char *who) { return volume -= static_cast<int>(strlen(who)); }
};
}

static int through(int Item::*member, const Item *item) { return item->*member; }

int main(int argc, char **argv)
{
    const int rounds = argc > 1 ? atoi(argv[1]) : 2;
    tea::Pot pot;
    for (int i = 0; i < rounds; ++i) {
        add(fact(i + 2), "item");
        classify(i - 1);
        pot.pour(i);
        pot.pour("guest");
    }
    nothing();
    printf("sum %lu %d %d %d %d %d %d %d\n", sum(), static_cast<int>(half(3)), isOdd(3), paint(Red), twice(2), whole(*head), through(&Item::key, head),
           pot.volume);
    return 0;
}
