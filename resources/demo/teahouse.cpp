// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
//
// A teahouse to trace: waiters (threads) take orders from one book under a lock, and for every order they weigh leaves, sort
// them, boil water, brew, and pour. Now and then a pot is dropped (an exception) or the kettle is empty (a rare branch).
// Every function counts its own calls, so that a trace can be checked against the truth (--counts).
//
// Containers of the standard library are left out on purpose: a trace of all functions shows this file's, and no others.

#include <pthread.h>
#include <sys/sdt.h>
#include <unistd.h>

#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <ctime>

// Out of line and not cloned: each call in the source is a call in the binary, at any optimisation.
#define SERVED __attribute__((noinline, noclone, used))

namespace tea {

enum Counted {
    Main,
    Waiter,
    TakeOrder,
    Serve,
    Weigh,
    SortLeaves,
    MergeLeaves,
    BoilWater,
    FillKettle,
    Brew,
    Steep,
    Stir,
    PourCup,
    PourPot,
    TasteGreen,
    TasteBlack,
    DropPot,
    CleanUp,
    CloseBook,
    CountedFunctions
};

struct CountedName {
    const char *function;
    uint64_t calls;
};

CountedName counted[CountedFunctions] = {
    {"main", 0},       {"waiter", 0},      {"takeOrder", 0}, {"serve", 0},      {"weigh", 0},
    {"sortLeaves", 0}, {"mergeLeaves", 0}, {"boilWater", 0}, {"fillKettle", 0}, {"brew", 0},
    {"steep", 0},      {"stir", 0},        {"pour", 0},      {"pour", 0},       {"taste", 0},
    {"taste", 0},      {"dropPot", 0},     {"cleanUp", 0},   {"closeBook", 0},
};

#define COUNT(which) __atomic_fetch_add(&counted[which].calls, 1, __ATOMIC_RELAXED)

struct Options {
    long orders = 0; // of all waiters together; 0: until the time is over
    long seconds = 0; // 0: until the orders are done
    int waiters = 2;
    int leaves = 16;
    long pauseUs = 2000; // of a waiter between two orders
    bool counts = false;
};

struct Order {
    long number = 0;
    int guest = 0;
    bool green = false;
};

struct Leaves {
    static constexpr int most = 256;
    int count = 0;
    int size[most];
};

struct Spill {
    long order;
};

struct Green {
    static constexpr int degrees = 80;
    static constexpr Counted counter = TasteGreen;
};
struct Black {
    static constexpr int degrees = 96;
    static constexpr Counted counter = TasteBlack;
};

class Pot {
public:
    SERVED void pour(int cups);
    SERVED void pour(const char *guest, int cups);

    int level = 0;
    int served = 0;
};

Options options;
pthread_mutex_t book = PTHREAD_MUTEX_INITIALIZER;
long ordersTaken = 0;
volatile bool closing = false;
volatile unsigned long warmth = 0; // keeps the work from being optimised away

void Pot::pour(int cups)
{
    COUNT(PourCup);
    level -= cups;
    served += cups;
    warmth = warmth + static_cast<unsigned long>(cups);
}

void Pot::pour(const char *guest, int cups)
{
    COUNT(PourPot);
    for (int i = 0; i < cups; ++i)
        pour(1);
    DTRACE_PROBE2(teahouse, poured, guest, cups);
}

template <typename Kind> SERVED int taste(int strength)
{
    COUNT(Kind::counter);
    return strength * Kind::degrees / 100;
}

SERVED bool takeOrder(Order *order)
{
    COUNT(TakeOrder);
    pthread_mutex_lock(&book);
    const bool open = !closing && (options.orders == 0 || ordersTaken < options.orders);
    if (open) {
        order->number = ++ordersTaken;
        order->guest = static_cast<int>(order->number % 7);
        order->green = order->number % 3 != 0;
    }
    pthread_mutex_unlock(&book);
    if (open)
        DTRACE_PROBE2(teahouse, order__taken, order->number, order->guest);
    return open;
}

SERVED void weigh(const Order *order, Leaves *leaves, int count)
{
    COUNT(Weigh);
    auto seed = static_cast<unsigned>(order->number) * 2654435761u;
    leaves->count = count;
    for (int i = 0; i < count; ++i) {
        seed = seed * 1664525u + 1013904223u;
        leaves->size[i] = static_cast<int>(seed >> 20);
    }
}

SERVED void mergeLeaves(int *size, int middle, int count)
{
    COUNT(MergeLeaves);
    int merged[Leaves::most];
    int a = 0;
    int b = middle;
    for (int i = 0; i < count; ++i)
        merged[i] = b >= count || (a < middle && size[a] <= size[b]) ? size[a++] : size[b++];
    memcpy(size, merged, static_cast<size_t>(count) * sizeof *size);
}

SERVED void sortLeaves(int *size, int count)
{
    COUNT(SortLeaves);
    if (count < 4) {
        for (int i = 1; i < count; ++i)
            for (int j = i; j > 0 && size[j - 1] > size[j]; --j) {
                const int smaller = size[j];
                size[j] = size[j - 1];
                size[j - 1] = smaller;
            }
        return;
    }
    sortLeaves(size, count / 2);
    sortLeaves(size + count / 2, count - count / 2);
    mergeLeaves(size, count / 2, count);
}

SERVED int fillKettle(int litres)
{
    COUNT(FillKettle);
    DTRACE_PROBE1(teahouse, kettle__filled, litres);
    return litres * 10;
}

SERVED int boilWater(long number, int degrees)
{
    COUNT(BoilWater);
    int temperature = 20;
    int water = number % 8 == 0 ? fillKettle(2) : 10;
    while (temperature < degrees) {
        temperature += 4;
        warmth = warmth + static_cast<unsigned long>(temperature * water);
    }
    return temperature;
}

SERVED int stir(int turns)
{
    COUNT(Stir);
    if (turns <= 0)
        return 0;
    const int rest = stir(turns - 1);
    warmth = warmth + static_cast<unsigned long>(turns); // after the call: so it stays a recursion at -O2
    return rest + 1;
}

SERVED int steep(const Leaves *leaves, int temperature)
{
    COUNT(Steep);
    int strength = 0;
    for (int i = 0; i < leaves->count; ++i)
        strength += leaves->size[i] % 5;
    return strength + stir(temperature % 4);
}

SERVED void dropPot(long number)
{
    COUNT(DropPot);
    DTRACE_PROBE1(teahouse, pot__dropped, number);
    throw Spill{number};
}

SERVED int brew(const Order *order, const Leaves *leaves)
{
    COUNT(Brew);
    const int temperature = boilWater(order->number, order->green ? Green::degrees : Black::degrees);
    const int strength = steep(leaves, temperature);
    if (order->number % 61 == 0)
        dropPot(order->number);
    return order->green ? taste<Green>(strength) : taste<Black>(strength);
}

SERVED void cleanUp(long number)
{
    COUNT(CleanUp);
    warmth = warmth + static_cast<unsigned long>(number);
}

SERVED int serve(const Order *order)
{
    COUNT(Serve);
    Leaves leaves;
    weigh(order, &leaves, options.leaves);
    sortLeaves(leaves.size, leaves.count);
    int strength = 0;
    try {
        strength = brew(order, &leaves);
    } catch (const Spill &spill) {
        cleanUp(spill.order);
        return -1;
    }
    Pot pot;
    pot.level = 4;
    if (order->guest == 0)
        pot.pour(4);
    else
        pot.pour("guest", order->guest % 3 + 1);
    return strength;
}

SERVED void *waiter(void *)
{
    COUNT(Waiter);
    Order order;
    while (takeOrder(&order)) {
        serve(&order);
        if (options.pauseUs > 0)
            usleep(static_cast<useconds_t>(options.pauseUs));
    }
    return nullptr;
}

SERVED void closeBook()
{
    COUNT(CloseBook);
    pthread_mutex_lock(&book);
    closing = true;
    pthread_mutex_unlock(&book);
}

}

namespace {

[[noreturn]] void usage(const char *program, int status)
{
    fprintf(status ? stderr : stdout,
            "usage: %s [options]\n"
            "  --orders N      stop after N orders (default: by time)\n"
            "  --seconds S     stop after S seconds (default: 5, or no limit with --orders)\n"
            "  --waiters N     threads, 1 to 16 (default 2)\n"
            "  --leaves N      leaves to sort for a pot, 1 to 256 (default 16)\n"
            "  --pause-us N    pause of a waiter between orders (default 2000; 0 is full speed)\n"
            "  --counts        at the end, print how often each function was called\n",
            program);
    exit(status);
}

long number(const char *program, const char *text, long least, long most)
{
    char *end = nullptr;
    const long value = text ? strtol(text, &end, 10) : 0;
    if (!text || end == text || *end || value < least || value > most)
        usage(program, 2);
    return value;
}

void readOptions(int argc, char **argv)
{
    tea::Options &options = tea::options;
    for (int i = 1; i < argc; ++i) {
        const char *next = i + 1 < argc ? argv[i + 1] : nullptr;
        if (!strcmp(argv[i], "--counts"))
            options.counts = true;
        else if (!strcmp(argv[i], "--help"))
            usage(argv[0], 0);
        else if (!strcmp(argv[i], "--orders"))
            options.orders = number(argv[0], next, 1, 1'000'000'000), ++i;
        else if (!strcmp(argv[i], "--seconds"))
            options.seconds = number(argv[0], next, 1, 86'400), ++i;
        else if (!strcmp(argv[i], "--waiters"))
            options.waiters = static_cast<int>(number(argv[0], next, 1, 16)), ++i;
        else if (!strcmp(argv[i], "--leaves"))
            options.leaves = static_cast<int>(number(argv[0], next, 1, tea::Leaves::most)), ++i;
        else if (!strcmp(argv[i], "--pause-us"))
            options.pauseUs = number(argv[0], next, 0, 10'000'000), ++i;
        else
            usage(argv[0], 2);
    }
    if (options.orders == 0 && options.seconds == 0)
        options.seconds = 5;
}

}

int main(int argc, char **argv)
{
    __atomic_fetch_add(&tea::counted[tea::Main].calls, 1, __ATOMIC_RELAXED);
    readOptions(argc, argv);
    pthread_t threads[16];
    for (int i = 0; i < tea::options.waiters; ++i)
        if (pthread_create(&threads[i], nullptr, tea::waiter, nullptr) != 0) {
            perror("teahouse: cannot hire a waiter");
            return 1;
        }
    if (tea::options.seconds > 0) {
        const timespec day = {tea::options.seconds, 0};
        nanosleep(&day, nullptr);
        tea::closeBook();
    }
    for (int i = 0; i < tea::options.waiters; ++i)
        pthread_join(threads[i], nullptr);
    printf("teahouse: %ld orders served\n", tea::ordersTaken);
    if (tea::options.counts)
        for (const tea::CountedName &entry : tea::counted)
            printf("%s %lu\n", entry.function, static_cast<unsigned long>(entry.calls));
    return 0;
}
