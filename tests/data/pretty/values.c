// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
//
// Values of all kinds, of which SystemTap 4.8 printed what shown.txt says.
#include <stdio.h>
#include <string.h>
#include <wchar.h>
#include <stdbool.h>
typedef unsigned char u8; typedef struct inner { int a; const char *s; char c; } inner_t;
enum kind { ONE = 1, BIG = 1000000 };
union u { int i; char c[4]; struct { short lo, hi; } h; };
struct deep { struct { struct { int x; struct { int y; } d; } c; } b; };
struct all {
    int one[1]; int none[0]; int two[2][3]; inner_t structs[2]; char text[8]; u8 bytes[4]; signed char sc; char nul; char nl; char quote; char high;
    char *s; char *null; char **pp; void *v; int (*fn)(int); enum kind e; bool t, f; float fl; double d; long double ld; const volatile int cv; wchar_t w; wchar_t ws[3];
    union u u; inner_t *in; struct deep dp; struct all *self; short sh; unsigned short us; long l; unsigned long ul; long long ll; unsigned u32; int neg; unsigned int b1 : 1, b7 : 7; int bs : 5; _Complex double cd; __int128 big; char last[3];
};
struct list { int n; struct list *next; };
struct many { int m[3]; int a1,a2,a3,a4,a5,a6,a7,a8,a9,a10,a11,a12,a13,a14,a15,a16,a17,a18,a19,a20,a21,a22,a23,a24,a25,a26,a27,a28,a29,a30,a31,a32,a33,a34; };
struct flex { int n; char data[]; };
static struct list l2 = {2, 0}, l1 = {1, &l2};
static char *strings[] = {"first", 0};
static inner_t nested = {7, "in\"ner\n", 'x'};
static struct all all = { {1}, {}, {{1,2,3},{4,5,6}}, {{1,"a",'b'},{2,0,0}}, "tex\tt", {1,200,0,65}, -3, 0, '\n', '\'', (char)0xe9, "str\"ing\\", 0, strings, (void*)0x1234, 0, BIG, 1, 0, 1.5f, 2.5, 3.5L, -9, L'w', L"ab", {0x00420041}, &nested, {{{5,{6}}}}, 0, -1, 65535, -5, 5, -6, 4000000000u, -42, 1, 100, -16, 0, -1, {'a','b','c'} };
static struct many many = {{9,8,7},1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17,18,19,20,21,22,23,24,25,26,27,28,29,30,31,32,33,34};
static struct { struct flex f; char more[8]; } flexible = {{3}, "flexi"};
__attribute__((noinline)) void show(struct all *p, struct all *q, struct many *m, struct list *li, struct flex *fx, char *s, char **strs, int *ip, void *vp, inner_t byvalue, u8 byte, char ch, bool yes, enum kind k, float fl, union u *un, struct deep *dp, int (*rows)[3]) { __asm__ volatile("" ::: "memory"); }
__attribute__((noinline)) inner_t *ret_ptr(void) { return &nested; }
__attribute__((noinline)) char ret_char(void) { return 'c'; }
__attribute__((noinline)) short ret_short(void) { return -3; }
__attribute__((noinline)) unsigned ret_u32(void) { return 4000000000u; }
__attribute__((noinline)) bool ret_bool(void) { return 1; }
__attribute__((noinline)) enum kind ret_enum(void) { return BIG; }
__attribute__((noinline)) char *ret_str(void) { return strings[0]; }
__attribute__((noinline)) void texts(const unsigned short *u16, const wchar_t *u32, const unsigned short *lone) { __asm__ volatile("" ::: "memory"); }
int main(void) { int five[5] = {1,2,3,4,5}; char buf[300]; volatile size_t t = strlen(all.s) + strlen(nested.s) + strlen(strings[0]) + strlen(all.structs[0].s); memset(buf, 'z', 299); buf[299] = 0; all.self = &all;
 show(&all, 0, &many, &l1, &flexible.f, buf, strings, five, &all, nested, 200, '\t', 1, BIG, 1.5f, &all.u, &all.dp, all.two);
 ret_ptr(); ret_char(); ret_short(); ret_u32(); ret_bool(); ret_enum(); ret_str();
 texts(u"a\u00e9\u20ac\U0001F600", L"a\u00e9\u20ac\U0001F600", (const unsigned short[]){0xd800, 'x', 0}); return (int)(t & 1); }
