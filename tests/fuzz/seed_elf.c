// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

/* A small program as C and as C++, from which the ELF fuzzer starts. */
#ifdef __cplusplus
extern "C"
#endif
void *memcpy(void *to, const void *from, unsigned long size)
{
    char *out = (char *)to;
    for (unsigned long i = 0; i < size; ++i)
        out[i] = ((const char *)from)[i];
    return to;
}

enum leaf { GREEN = 3, SMOKED = -2 };
struct pot { int cups; const char *name; struct pot *next; long grams[3]; };

#ifdef __cplusplus
namespace tea {
template <typename T> __attribute__((noinline)) T brew(T minutes, const pot &in) { return minutes + T(in.cups); }
struct guest { guest(const guest &o) : id(o.id) {} guest() : id(1) {} ~guest() { id = 0; } __attribute__((noinline)) int sit(int at) { return id + at; } int id; };
__attribute__((noinline)) int seat(guest g, double at) { return g.sit(static_cast<int>(at)); }
}
extern "C"
#endif
__attribute__((noinline)) int pour(struct pot *from, enum leaf leaf, unsigned char by, struct pot copy)
{
    int total = 0;
    for (struct pot *p = from; p; p = p->next) {
        int step = p->cups * (int)leaf;
        total += step + by;
    }
    return total + copy.cups;
}

#ifdef __cplusplus
extern "C"
#endif
void run(void)
{
    struct pot second = {2, "b", 0, {1, 2, 3}};
    struct pot first = {1, "a", &second, {4, 5, 6}};
    volatile int sink = pour(&first, GREEN, 7, second);
#ifdef __cplusplus
    sink = sink + tea::brew(1, first) + (int)tea::brew(2L, second) + tea::seat(tea::guest(), 2.5);
#endif
    (void)sink;
    for (;;)
        ;
}
