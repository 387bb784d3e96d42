// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QByteArray>
#include <QList>

#include <deque>
#include <utility>

/// Programs in C and C++ with some 200 variables of all kinds, each in several kinds of places: parameters in registers and on
/// the stack, locals that live on and that do not, loop and block variables, statics, globals, thread-locals, inlined copies.
namespace variables {

/// How to read a value: in the script's language behind "$name", in the debugger's behind "name". {*} stands for the name.
struct Reading {
    const char *ours;
    const char *theirs;
};

struct Kind {
    const char *declare; ///< a declaration, with * where the name goes as {}
    const char *make; ///< an expression or, of arrays, an initialiser, of the int {}
    const char *use; ///< a number made of the variable {}
    QList<Reading> readings;
    bool isPassable = true;
    int floatBits = 0;
};

/// A value that is looked at somewhere.
struct Value {
    QByteArray variable;
    QByteArray ours;
    QByteArray theirs;
    int bits = 0; ///< of a floating-point number
};

struct Program {
    QByteArray source;
    /// What is visible at the places "here_N_…", by N.
    QList<QList<Value>> places;
    int variables = 0;
};

inline QByteArray with(const char *pattern, const QByteArray &name)
{
    return QByteArray(pattern).replace("{}", name);
}

// Values that are compared by where they point from a known variable, since programs are loaded anywhere.
inline const Reading pointsTo{"${} - &$anchor", "(char *){} - (char *)&anchor"};

inline QList<Kind> commonKinds()
{
    QList<Kind> kinds;
    const auto kept = [](QByteArray text) {
        static std::deque<QByteArray> all;
        return all.emplace_back(std::move(text)).constData();
    };
    for (const char *type : {"signed char", "unsigned char", "char", "short", "unsigned short", "int", "unsigned", "long",
                             "unsigned long", "long long", "unsigned long long", "int32_t", "uint8_t", "uint64_t"})
        kinds.append(
            {kept(QByteArray(type) + " {}"), kept('(' + QByteArray(type) + ")(({}) * -1000003)"), "(long){}", {{"${}", "{}"}}});
    kinds.append({"bool {}", "(({}) % 2 != 0)", "(long){}", {{"${}", "{}"}}});
    kinds.append({"enum Colour {}", "(enum Colour)(({}) % 3 - 1)", "(long){}", {{"${}", "{}"}}});
    kinds.append({"enum Tiny {}", "(enum Tiny)(({}) % 3)", "(long){}", {{"${}", "{}"}}});
    kinds.append({"volatile int {}", "(({}) + 5)", "(long){}", {{"${}", "{}"}}});
    kinds.append({"int *{}", "&cells[({}) % 8]", "*{}", {pointsTo, {"${}[0]", "{}[0]"}, {"${}[1]", "{}[1]"}}});
    kinds.append({"const char *{}", "&letters[({}) % 8]", "{}[0]", {pointsTo, {"${}[0]", "{}[0]"}}});
    kinds.append({"void *{}", "(void *)&cells[({}) % 8]", "(long)({} != 0)", {pointsTo}});
    kinds.append({"int **{}", "&pointers[({}) % 4]", "**{}", {pointsTo, {"${}[0][0]", "{}[0][0]"}}});
    kinds.append({"long (*{})(long)", "(({}) % 2 ? twice : thrice)", "{}(1)", {pointsTo}});
    kinds.append({"struct Node *{}",
                  "&nodes[({}) % 4]",
                  "{}->key",
                  {pointsTo,
                   {"${}->key", "{}->key"},
                   {"${}->next->inner->b", "{}->next->inner.b"},
                   {"${}->bits->second", "{}->bits.second"},
                   {"${}->row[2]", "{}->row[2]"},
                   {"${}->left", "{}->left"},
                   {"${}->either->bytes[1]", "{}->either.bytes[1]"}}});
    kinds.append(
        {"struct Pair {}", "(struct Pair){({}) + 1, (short)-({})}", "({}.a + {}.b)", {{"${}->a", "{}.a"}, {"${}->b", "{}.b"}}});
    kinds.append({"struct Wide {}",
                  "(struct Wide){({}) * 77L, -({}), (char)({})}",
                  "({}.x + {}.y + {}.z)",
                  {{"${}->x", "{}.x"}, {"${}->y", "{}.y"}, {"${}->z", "{}.z"}}});
    kinds.append({"struct Big {}",
                  "(struct Big){{({}), 2, -({}), 4, 5}, {({}) + 9, 3}}",
                  "({}.row[2] + {}.inner.a)",
                  {{"${}->row[2]", "{}.row[2]"}, {"${}->inner->a", "{}.inner.a"}, {"${}->inner->b", "{}.inner.b"}}});
    kinds.append(
        {"struct Bits {}",
         "(struct Bits){(unsigned)(({}) % 8), -(({}) % 16), (unsigned)({}), (({}) % 2)}",
         "({}.first + {}.second + {}.third)",
         {{"${}->first", "{}.first"}, {"${}->second", "{}.second"}, {"${}->third", "{}.third"}, {"${}->fourth", "{}.fourth"}}});
    kinds.append({"union Either {}",
                  "(union Either){({}) * 65537}",
                  "{}.number",
                  {{"${}->number", "{}.number"}, {"${}->bytes[1]", "{}.bytes[1]"}, {"${}->half", "{}.half"}}});
    kinds.append({"struct Hidden {}",
                  "(struct Hidden){.head = ({}), {.left = ({}) + 2}, .tail = -({})}",
                  "({}.head + {}.left + {}.tail)",
                  {{"${}->head", "{}.head"}, {"${}->left", "{}.left"}, {"${}->right", "{}.right"}, {"${}->tail", "{}.tail"}}});
    kinds.append({"int {}[3]",
                  "{({}), -({}), ({}) * 3}",
                  "({}[0] + {}[2])",
                  {{"${}[0]", "{}[0]"}, {"${}[1]", "{}[1]"}, {"${}[2]", "{}[2]"}},
                  false});
    kinds.append({"short {}[2][3]",
                  "{{1, (short)({}), 3}, {(short)-({}), 5, 6}}",
                  "({}[0][1] + {}[1][0])",
                  {{"${}[0][1]", "{}[0][1]"}, {"${}[1][0]", "{}[1][0]"}},
                  false});
    kinds.append({"char {}[8]", "{(char)(({}) % 26 + 97), 'x'}", "{}[0]", {{"${}[0]", "{}[0]"}, {"${}[1]", "{}[1]"}}, false});
    kinds.append({"struct Pair {}[2]",
                  "{{({}), 1}, {2, (short)-({})}}",
                  "({}[0].a + {}[1].b)",
                  {{"${}[0]->a", "{}[0].a"}, {"${}[1]->b", "{}[1].b"}},
                  false});
    kinds.append(
        {"int *{}[2]", "{&cells[({}) % 8], &cells[(({}) + 1) % 8]}", "({}[0] - {}[1])", {{"${}[1][0]", "{}[1][0]"}}, false});
    kinds.append({"double {}", "(double)(({}) * 3)", "(long){}", {{"${}", "(long){}"}}, true, 64});
    kinds.append({"float {}", "(float)(({}) - 40)", "(long){}", {{"${}", "(long){}"}}, true, 32});
    return kinds;
}

inline QList<Kind> cxxKinds()
{
    return {
        {"int &{}", "cells[({}) % 8]", "(long){}", {{"${}[0]", "{}"}}},
        {"const Pair &{}", "pairs[({}) % 4]", "({}.a + {}.b)", {{"${}->a", "{}.a"}, {"${}->b", "{}.b"}}},
        {"Derived {}",
         "Derived(({}))",
         "({}.low + {}.own)",
         {{"${}->low", "{}.low"}, {"${}->high", "{}.high"}, {"${}->own", "{}.own"}, {"${}->shared", "{}.shared"}}},
        {"Derived *{}",
         "&derived[({}) % 2]",
         "{}->high",
         {{"${}->low", "{}->low"}, {"${}->high", "{}->high"}, {"${}->own", "{}->own"}, {"${}->inside->a", "{}->inside.a"}}},
        {"Virtual *{}", "&virtuals[({}) % 2]", "{}->plain", {{"${}->plain", "{}->plain"}, {"${}->more", "{}->more"}}},
        {"Box<long> {}",
         "(Box<long>{({}) * 5L, ({})})",
         "({}.content + {}.count)",
         {{"${}->content", "{}.content"}, {"${}->count", "{}.count"}}},
        {"Level {}", "(({}) % 2 ? Level::High : Level::Low)", "(long){}", {{"${}", "{}"}}},
        {"char16_t {}", "(char16_t)(({}) * 3000)", "(long){}", {{"${}", "{}"}}},
        {"wchar_t {}", "(wchar_t)(({}) * 300000)", "(long){}", {{"${}", "{}"}}},
        {"space::Point {}", "(space::Point{({}), -({})})", "({}.x + {}.y)", {{"${}->x", "{}.x"}, {"${}->y", "{}.y"}}},
        {"int (&{})[8]", "row8", "{}[3]", {{"${}[3]", "{}[3]"}}},
    };
}

inline const char *const heading = R"(#include <stdint.h>
#include <stdbool.h>
#include <stdlib.h>
#define APART __attribute__((noinline, noclone))
#define INLINED static inline __attribute__((always_inline))
#define HERE(n) __asm__ volatile("here_" #n "_%=: nop" :)
enum Colour { Red = -1, Green, Blue = 1000 };
enum __attribute__((packed)) Tiny { Small, Smaller, Smallest };
struct Pair { int a; short b; };
struct Wide { long x; int y; char z; };
struct Big { long row[5]; struct Pair inner; };
struct Bits { unsigned first : 3; int second : 5; unsigned third : 17; int fourth : 2; };
union Either { int number; unsigned char bytes[4]; short half; };
struct Hidden { int head; union { int left; unsigned char right; }; short tail; };
struct Node { struct Node *next; int key; struct Pair inner; struct Bits bits; int row[4]; struct { int left; }; union Either either; };
int anchor = 42;
volatile int seed = 3;
int cells[10] = {10, -11, 12, -13, 14, -15, 16, -17, 18, -19};
int row8[8] = {1, 2, 3, -4, 5, 6, 7, 8};
int *pointers[4] = {&cells[1], &cells[2], &cells[3], &cells[4]};
const char letters[] = "abcdefghij";
struct Pair pairs[4] = {{1, -1}, {2, -2}, {3, -3}, {4, -4}};
struct Node nodes[4] = {{&nodes[1], 100, {1, 2}, {1, -2, 3, 1}, {1, 2, 3, 4}, {5}, {0x01020304}},
    {&nodes[2], -200, {3, -4}, {2, -3, 70000, -1}, {5, 6, -7, 8}, {-5}, {0x11223344}},
    {&nodes[3], 300, {5, 6}, {3, 4, 5, 0}, {9, 8, 7, 6}, {55}, {-2}}, {&nodes[0], 400, {7, -8}, {4, -5, 6, 1}, {4, 3, -2, 1}, {-55}, {77}}};
APART long twice(long n) { __asm__ volatile(""); return n * 2; }
APART long thrice(long n) { __asm__ volatile(""); return n * 3; }
APART void keep(long n) { __asm__ volatile("" : : "r"(n)); }
)";

inline const char *const cxxHeading = R"(
struct Low { int low; static int shared; };
int Low::shared = 4711;
struct High { long high; };
struct Derived : Low, High { int own; struct Inside { int a; } inside; explicit Derived(int n) : Low{n}, High{n * -9L}, own(n + 1), inside{n + 2} {} };
Derived derived[2] = {Derived(5), Derived(6)};
struct Virtual { virtual ~Virtual() = default; int plain = 8; virtual int call() { return plain; } long more = -9; };
Virtual virtuals[2];
template <typename T> struct Box { T content; int count; };
enum class Level : unsigned char { Low = 1, High = 200 };
namespace space { struct Point { int x; int y; }; int above = 99; namespace { short hidden = -98; } }
struct Counter {
    int count; long total;
    APART long add(int by) { count += by; HERE(0); total += count; keep(by); return total; }
};
)";

// Kinds in groups, a function for each: its parameters, locals that are used later and some that are not, a block in a loop,
// statics.
inline Program make(bool isCxx)
{
    constexpr int groupSize = 5;
    QList<Kind> kinds = commonKinds();
    if (isCxx)
        kinds += cxxKinds();
    Program program;
    QByteArray statics, functions, calls;
    int number = 0;
    const auto see = [&](QList<Value> &values, const Kind &kind, const QByteArray &name) {
        for (const Reading &reading : kind.readings)
            values.append({name, with(reading.ours, name), with(reading.theirs, name), kind.floatBits});
        ++program.variables;
    };
    const auto defined = [](const Kind &kind, const QByteArray &name, const QByteArray &from) {
        return with(kind.declare, name) + " = " + with(kind.make, from) + ";";
    };
    const auto mixed = [&](int factor) { return "(seed + " + QByteArray::number(number * 7 + factor) + ")"; };
    program.places.append(QList<Value>());
    if (isCxx) {
        program.places[0] = {{"this", "$this->count", "this->count"},
                             {"this", "$this->total", "this->total"},
                             {"by", "$by", "by"}};
        calls += "    Counter counter{1, 2}; keep(counter.add(seed));\n";
        program.variables += 2;
    }
    for (qsizetype first = 0; first < kinds.size(); first += groupSize) {
        const QList<Kind> group = kinds.mid(first, groupSize);
        const QByteArray place = QByteArray::number(++number);
        QList<Value> values;
        QByteArray parameters = "int depth", arguments = "seed", locals, block, uses, after;
        for (int i = 0; i < group.size(); ++i) {
            const Kind &kind = group[i];
            const QByteArray tag = QByteArray::number(number) + "_" + QByteArray::number(i);
            const bool isReference = QByteArray(kind.declare).contains('&');
            if (kind.isPassable) {
                const QByteArray name = "p" + tag;
                parameters += ", " + with(kind.declare, name);
                arguments += ", " + with(kind.make, mixed(i));
                see(values, kind, name);
                if (i % 3 != 2)
                    after += "    keep(" + with(kind.use, name) + ");\n";
            }
            const QByteArray local = "l" + tag;
            locals += "    " + defined(kind, local, mixed(i + 10)) + "\n";
            see(values, kind, local);
            (i % 2 ? after : uses) += "    keep(" + with(kind.use, local) + ");\n"; // half of them are over at the place
            if (i < 4) {
                const QByteArray inner = "b" + tag;
                block += "        " + defined(kind, inner, "(i + depth + " + QByteArray::number(i + 20) + ")") + "\n";
                see(values, kind, inner);
                after += "        keep(" + with(kind.use, inner) + ");\n";
            }
            if (i >= 2) {
                const QByteArray constant = "c" + tag; // known to the compiler
                locals += "    " + defined(kind, constant, QByteArray::number(number + i)) + "\n";
                see(values, kind, constant);
                after += "        keep(" + with(kind.use, constant) + ");\n";
            }
            if (!isReference && (kind.isPassable || !QByteArray(kind.declare).contains('*'))
                && kind.declare != QByteArray("Derived {}")) {
                const char *const storage[] = {"static ", "", "static __thread ", "__thread ", "static "};
                const QByteArray global = "g" + tag;
                statics += storage[i] + with(kind.declare, global) + ";\n";
                if (kind.isPassable && !QByteArray(kind.declare).contains("const Pair")) {
                    locals += "    " + global + " = " + with(kind.make, mixed(i + 30)) + ";\n";
                    after += "    keep(" + with(kind.use, global) + ");\n";
                }
                see(values, kind, global);
            }
        }
        values.append({"i", "$i", "i"});
        values.append({"depth", "$depth", "depth"});
        values.append({"calls", "$calls", "calls"});
        program.variables += 3;
        if (isCxx) {
            values.append({"above", "@var(\"above\")", "space::above"});
            values.append({"hidden", "@var(\"hidden\")", "space::hidden"});
        }
        functions += "APART void place" + place + "(" + parameters + ")\n{\n    static int calls;\n    ++calls;\n" + locals + uses
            + "    for (int i = 0; i < 2; ++i) {\n" + block + "        HERE(" + place + ");\n        keep(i);\n    " + after
            + "    }\n}\n";
        calls += "    place" + place + "(" + arguments + ");\n";
        program.places.append(values);
    }
    // Inlined into two functions, with what is known there and what is not.
    for (qsizetype first = 0; first < kinds.size(); first += 3) {
        const Kind &kind = kinds[first];
        const QByteArray place = QByteArray::number(++number);
        QList<Value> values;
        see(values, kind, "q" + place);
        values.append({"n", "$n", "n"});
        ++program.variables;
        functions += "INLINED void copied" + place + "(int n)\n{\n    " + defined(kind, "q" + place, "(n + 2)") + "\n    HERE("
            + place + ");\n    keep(" + with(kind.use, "q" + place) + ");\n}\nAPART void outer" + place + "(int k)\n{\n    copied"
            + place + "(k * 3);\n    if (k > 2) {\n        copied" + place + "(4);\n        keep(k);\n    }\n}\n";
        calls += "    outer" + place + "(seed);\n";
        program.places.append(values);
    }
    // What the function has no need of any more at the place, so that only what it was at the entry is known there.
    const QByteArray early = QByteArray::number(++number);
    functions
        += "APART void early(int early_n, long early_m, const char *early_text, struct Node *early_node, int early_last)\n{\n"
           "    keep(early_n + early_m + early_text[0] + early_node->key + early_last);\n    HERE("
        + early
        + ");\n    keep(1);\n}\nAPART void earlier(int k)\n{\n    keep(k);\n    early(k, 77L, letters, &nodes[1], -5);\n"
          "    early(12, k * 3L, &letters[2], &nodes[k % 4], k);\n    keep(k);\n}\n";
    calls += "    earlier(seed + 2);\n    early(-4, 5, &letters[1], nodes, 6);\n";
    program.places.append({{"early_n", "$early_n", "early_n"},
                           {"early_m", "$early_m", "early_m"},
                           {"early_text", "$early_text[0]", "early_text[0]"},
                           {"early_text", "$early_text - &$anchor", "(char *)early_text - (char *)&anchor"},
                           {"early_node", "$early_node->key", "early_node->key"},
                           {"early_node", "$early_node->bits->second", "early_node->bits.second"},
                           {"early_last", "$early_last", "early_last"}});
    // Pointers to what is in registers.
    const QByteArray through = QByteArray::number(++number);
    functions += "INLINED long through(const struct Pair *held, const int *counted, const long *whole)\n{\n"
                 "    long sum = held->a * 3 + *counted + *whole;\n    HERE("
        + through
        + ");\n    return sum + held->b;\n}\nAPART long pass(int k)\n{\n    struct Pair pair = {k * 3, 4};\n"
          "    int count = k + 5;\n    long total = k * 8L;\n    keep(1);\n"
          "    long sum = through(&pair, &count, &total);\n    keep(sum);\n    keep(pair.a + pair.b + count);\n"
          "    return sum + total;\n}\n";
    calls += "    keep(pass(seed));\n";
    program.places.append({{"held", "$held->a", "held->a"},
                           {"held", "$held->b", "held->b"},
                           {"counted", "$counted[0]", "*counted"},
                           {"whole", "$whole[0]", "*whole"},
                           {"sum", "$sum", "sum"}});
    program.variables += 9;
    program.source = heading + QByteArray(isCxx ? cxxHeading : "") + statics + functions
        + "int main(void)\n{\n    keep(*(const volatile char *)&letters[seed]);\n" + calls + "    return 0;\n}\n";
    return program;
}

}
