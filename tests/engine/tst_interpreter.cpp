// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "engine/runtime/interpreter_impl.h"
#include "script_run.h"

#include <QtTest>

using namespace tapscope;
using namespace tapscope::engine;

class TestInterpreter : public QObject {
    Q_OBJECT

private slots:
    void runs_data();
    void runs();
    void fails_data();
    void fails();
    void limitsActions();
    void limitsNesting();
    void cutsStrings();
    void overflowsArrays();
    void wrapsArrays();
    void hostSeesCalls();
    void sortsElements();
};

void TestInterpreter::runs_data()
{
    QTest::addColumn<QString>("script");
    QTest::addColumn<QString>("output");
    const auto row = [](const char *name, const char *body, const char *output) {
        QTest::addRow("%s", name) << QString::fromUtf8(body) << QString::fromUtf8(output);
    };
    // Printed by a real stap.
    row("formats",
        R"(probe begin { printf("[%5d] [%-5d] [%05d] [%x] [%#x] [%o] [%p] [%c] [%%]\n", 42, 42, 42, 255, 255, 8, 4096, 65) })",
        "[   42] [42   ] [00042] [ff] [0xff] [10] [0x1000] [A] [%]\n");
    row("overflow wraps", R"(probe begin { printf("%d %d\n", -1, 0x7fffffffffffffff + 1) })", "-1 -9223372036854775808\n");
    row("division truncates", R"(probe begin { println(3 / 2, " ", -3 / 2, " ", -3 % 2) })", "1 -1 -1\n");
    row("printd", R"(probe begin { printdln("|", "a", 1, "b") })", "a|1|b\n");
    row("string functions",
        R"(probe begin { printf("%s|%s|%s\n", substr("hello", 1, 3), tokenize("a b c", " "), str_replace("aXbX", "X", "--")) })",
        "ell|a|a--b--\n");
    row("numbers of strings", R"(probe begin { println(strtol("0x10", 16), isinstr("abc", "b"), strlen("abc")) })", "1613\n");
    row("concatenation", R"(probe begin { println("abc" . "def") })", "abcdef\n");
    row("arrays", R"(global a
probe begin {
 a["x", 1] = 5; a["y", 2] = 3; a["z", 0] = 9
 foreach ([s, i] in a-) println(s, " ", i, " ", a[s, i])
 foreach (v = [s+, i] in a limit 2) println(v, s)
 delete a["x", 1]; println(["x", 1] in a ? "in" : "not in") })",
        "z 0 9\nx 1 5\ny 2 3\n5x\n3y\nnot in\n");
    // And more.
    row("smallest by minus one", R"(global m, n = -1
probe begin { m = 1 << 63; println(m / n, " ", m % n) })",
        "-9223372036854775808 0\n");
    row("shifts", R"(global a = -16, b = 2
probe begin { println(a >> b, " ", a << b, " ", a >>> 60) })",
        "-4 -64 15\n");
    row("bits", R"(global a = 12, b = 10
probe begin { println(a & b, " ", a | b, " ", a ^ b, " ", ~a, " ", !a, " ", !!a, " ", -a) })",
        "8 14 6 -13 0 1 -12\n");
    row("comparisons", R"(global a = 1, b = 2
probe begin { println(a < b, a <= b, a > b, a >= b, a == b, a != b, "a" < "b", "b" <= "a", "x" == "x", "x" != "x") })",
        "1100011010\n");
    row("short circuit", R"(global n
function f(x) { n++; return x }
probe begin { println(f(0) && f(1), f(1) || f(0), f(1) && f(2), n) })",
        "0114\n");
    row("conditional", R"(global x = 3
probe begin { println(x > 2 ? "big" : "small", x > 5 ? 1 : x > 2 ? 2 : 3) })",
        "big2\n");
    row("loops", R"(probe begin { for (i = 0; i < 10; i++) { if (i == 2) continue; if (i == 5) break; print(i, " ") }
 while (j < 3) j++; println(j) })",
        "0 1 3 4 3\n");
    row("increments", R"(global g
probe begin { x = 5; println(x++, x, ++x, x--, --x, g++, ++g, g--) })",
        "56775022\n");
    row("assignments", R"(global s
probe begin { x = 7; x += 3; x -= 1; x *= 4; x /= 3; x %= 7; x <<= 4; x |= 1; x ^= 3; x &= 0xff; println(x); s = "a"; s .= "b"; println(s) })",
        "82\nab\n");
    row("functions", R"(function add(a, b) { return a + b } function twice(s) { return s . s }
function nothing() { }
probe begin { println(add(2, add(3, 4)), twice("x")); nothing() })",
        "9xx\n");
    row("recursion", R"(function fact(n) { if (n <= 1) return 1; return n * fact(n - 1) }
probe begin { println(fact(10)) })",
        "3628800\n");
    row("next", R"(probe begin { print("a"); next; print("b") } probe begin { println("c") })", "ac\n");
    row("globals keep their values", R"(global n = 40, s = "x"
probe begin { n += 2; s = s . "y" } probe begin { println(n, s) })",
        "42xy\n");
    row("statistics", R"(global s, t
probe begin { s <<< 5; s <<< -3; s <<< 10; t["a"] <<< 1; t["b"] <<< 2; t["b"] <<< 4
 println(@count(s), " ", @sum(s), " ", @min(s), " ", @max(s), " ", @avg(s), " ", @count(t["c"]))
 foreach (k in t-) println(k, @count(t[k]), @avg(t[k])); delete s; println(@count(s)) })",
        "3 12 -3 10 4 0\nb23\na11\n0\n");
    row("foreach by another statistic", R"(global t
probe begin { t["a"] <<< 9; t["b"] <<< 2; t["b"] <<< 4; foreach (k in t @max-) print(k); foreach (k in t @sum+) print(k); println("") })",
        "abba\n");
    row("foreach without order", R"(global a
probe begin { for (i = 5; i > 0; i--) a[i] = i * i; foreach (k in a) print(k, " "); foreach (k+ in a) print(k, " "); foreach (k in a limit 0) print("never"); println("") })",
        "5 4 3 2 1 1 2 3 4 5 \n");
    row("foreach nested and left", R"(global a, b
probe begin { a[1] = 1; a[2] = 2; b["x"] = 1; b["y"] = 2
 foreach (i+ in a) { foreach (s+ in b) { if (s == "y") break; print(i, s, " ") } } println("") })",
        "1x 2x \n");
    row("missing elements", R"(global a, s
probe begin { if (0) { s["x"] = "y"; a[1] = 2 } println(a[5], "[", s["q"], "]", 5 in a); a[5]++; println(a[5], 5 in a) })",
        "0[]0\n11\n");
    row("delete", R"(global a, n = 3
probe begin { a[1] = 1; a[2] = 2; delete a[1]; delete a[7]; foreach (k in a) print(k); delete a; foreach (k in a) print(k); delete n; println(n) })",
        "20\n");
    row("catch", R"(global zero
probe begin { try { println(1 / zero) } catch (m) { println("caught ", m) } println("on") })",
        "caught division by 0\non\n");
    row("catch of a called function", R"(global zero
function f() { return 1 % zero }
probe begin { try { f() ; println("no") } catch { print("x") } try { error("mine") } catch (m) { println(m) } })",
        "xmine\n");
    row("catch in a catch",
        R"(probe begin { try { try { error("a") } catch (m) { error(m . "b") } } catch (m2) { println(m2) } })", "ab\n");
    row("loop with a catch", R"(global z
probe begin { for (i = 0; i < 3; i++) try { println(i / z) } catch { continue } println(i) })",
        "3\n");
    row("sprint", R"(probe begin { s = sprintf("%03d", 7) . sprint("a", 1); println(s, strlen(s)) })", "007a15\n");
    row("thread_indent", R"(probe begin { printf("%s-> a\n", thread_indent(2)); printf("%s-> b\n", thread_indent(2));
 printf("%s<- b\n", thread_indent(-2)); printf("%s<- a\n", thread_indent(-2)); printf("%s-> c\n", thread_indent(1)) })",
        "     0 stapio(99): -> a\n  1000 stapio(99):   -> b\n  2000 stapio(99):   <- b\n  3000 stapio(99): <- a\n     0 "
        "stapio(99):-> c\n");
    row("log", R"(probe begin { log("line"); print_char(65); println("") })", "line\nA\n");
    row("context", R"(probe begin { println(execname(), tid(), " ", target(), " ", pp()) })", "stapio99 4711 begin\n");
}

void TestInterpreter::runs()
{
    QFETCH(QString, script);
    const ScriptRun run(script.toStdString());
    if (!run.problems.empty())
        QFAIL(run.problems.c_str());
    QCOMPARE(QString::fromStdString(run.errors), QString());
    QTEST(QString::fromStdString(run.output), "output");
    // What the library keeps for itself does not come along with a script that uses the name.
    QVERIFY(std::ranges::none_of(run.program.handlers, [](const analysis::Handler &handler) {
        return handler.kind == analysis::ProbeKind::FileRead || handler.kind == analysis::ProbeKind::FileWrite;
    }));
}

void TestInterpreter::fails_data()
{
    QTest::addColumn<QString>("script");
    QTest::addColumn<QString>("output");
    QTest::addColumn<QString>("error");
    QTest::addRow("division") << "global x\nprobe begin { println(\"a\"); println(1 / x) }" << "a\n"
                              << "ERROR: division by 0 near operator '/' at test.stp:2:";
    QTest::addRow("user string") << "probe begin { println(\"before\"); println(user_string(0)) }" << "before\n"
                                 << "ERROR: user string copy fault -14 at 0x0 [man error::fault] near identifier 'user_string";
    QTest::addRow("empty statistic") << "global s\nprobe begin { println(@avg(s)) } probe never { s <<< 1 }" << ""
                                     << "ERROR: empty aggregate near operator '@avg' at test.stp:2:23";
    QTest::addRow("raised") << "probe begin { print(1); error(\"no luck\") }" << "1" << "ERROR: no luck near ";
}

void TestInterpreter::fails()
{
    QFETCH(QString, script);
    QFETCH(QString, error);
    const ScriptRun run(script.toStdString());
    if (!run.problems.empty())
        QFAIL(run.problems.c_str());
    QTEST(QString::fromStdString(run.output), "output");
    QCOMPARE(QString::fromStdString(run.errors).left(error.size()), error);
}

void TestInterpreter::limitsActions()
{
    const ScriptRun endless(
        "global x\nprobe begin { try { while (1) x++ } catch { println(\"no\") } } probe begin { println(x > 4900) }");
    QCOMPARE(QString::fromStdString(endless.problems), QString());
    QVERIFY2(endless.errors.starts_with("ERROR: MAXACTION exceeded near identifier 'x' at test.stp:2:"), endless.errors.c_str());
    QCOMPARE(endless.output, std::string("1\n"));
    const ScriptRun enough("probe begin { for (i = 0; i < 9990; i++) ; println(i) }");
    QCOMPARE(enough.errors, std::string());
    QCOMPARE(enough.output, std::string("9990\n"));
    InterpreterOptions unlimited;
    unlimited.maxAction = 0;
    const ScriptRun free("probe begin { for (i = 0; i < 100000; i++) ; println(i) }", unlimited);
    QCOMPARE(free.output, std::string("100000\n"));
}

void TestInterpreter::limitsNesting()
{
    const std::string script = "function f(n) { if (n == 0) return 0; return 1 + f(n - 1) }\n"
                               "probe begin { println(f(9)); println(f(50)) }";
    const ScriptRun run(script);
    QCOMPARE(QString::fromStdString(run.problems), QString());
    QCOMPARE(run.output, std::string("9\n"));
    QVERIFY2(run.errors.starts_with("ERROR: MAXNESTING exceeded near "), run.errors.c_str());
    InterpreterOptions deep;
    deep.maxNesting = 100;
    QCOMPARE(ScriptRun(script, deep).output, std::string("9\n50\n"));
}

void TestInterpreter::cutsStrings()
{
    InterpreterOptions options;
    options.maxStringLength = 8;
    const ScriptRun run(
        "probe begin { s = \"abcdef\"; s .= \"ghijkl\"; println(s, strlen(s)); println(sprintf(\"%s%s\", s, s)) }", options);
    QCOMPARE(run.output, std::string("abcdefg7\nabcdefg\n"));
}

void TestInterpreter::overflowsArrays()
{
    const ScriptRun named("global a[3]\nprobe begin { for (i = 0; i < 5; i++) a[i] = i; println(\"not reached\") }"
                          "probe begin { foreach (k+ in a) print(k) }");
    QCOMPARE(QString::fromStdString(named.problems), QString());
    QVERIFY2(named.errors.starts_with("ERROR: Array overflow, check size limit (3) near "), named.errors.c_str());
    QCOMPARE(named.output, std::string("012"));
    const ScriptRun usual("global a\nprobe begin { for (i = 0; i < 5; i++) a[i]++; } probe begin { foreach (k in a) ; }", {}, 4);
    QVERIFY2(usual.errors.starts_with("ERROR: Array overflow, check MAXMAPENTRIES near "), usual.errors.c_str());
    const ScriptRun statistics("global a[1]\nprobe begin { a[1] <<< 1; a[2] <<< 1 } probe begin { println(@count(a[1])) }");
    QVERIFY2(statistics.errors.starts_with("ERROR: Array overflow"), statistics.errors.c_str());
    QCOMPARE(statistics.output, std::string("1\n"));
}

void TestInterpreter::wrapsArrays()
{
    const ScriptRun run("global a%[3]\nprobe begin { for (i = 0; i < 5; i++) a[i] = i; foreach (k in a) print(k) }");
    const ScriptRun other("global a[3]%\nprobe begin { for (i = 0; i < 5; i++) a[i] = i; foreach (k in a) print(k) }");
    const ScriptRun &good = run.problems.empty() ? run : other;
    QCOMPARE(QString::fromStdString(good.problems), QString());
    QCOMPARE(good.errors, std::string());
    QCOMPARE(good.output, std::string("234"));
}

void TestInterpreter::hostSeesCalls()
{
    const ScriptRun run("probe begin { warn(\"careful\"); exit(); println(\"still here\") }");
    QCOMPARE(QString::fromStdString(run.problems), QString());
    QCOMPARE(run.warnings, std::string("WARNING: careful\n"));
    QVERIFY(run.exited);
    QCOMPARE(run.output, std::string("still here\n"));
}

void TestInterpreter::sortsElements()
{
    std::vector<Element> elements;
    for (const int64_t n : {3, 1, 2})
        elements.push_back({{{n, {}}, {0, std::string(static_cast<size_t>(n), 'x')}}, {10 - n, {}}, {}});
    translator::ir::Foreach plan;
    analysis::GlobalVariable global;
    global.keys = {analysis::Type::Long, analysis::Type::String};
    const auto order = [&](script::SortOrder sort, uint32_t column) {
        plan.order = sort;
        plan.sortColumn = column;
        auto copy = elements;
        sortElements(copy, plan, global);
        QString text;
        for (const Element &element : copy)
            text += QString::number(element.key[0].number);
        return text;
    };
    QCOMPARE(order(script::SortOrder::None, 0), QStringLiteral("312"));
    QCOMPARE(order(script::SortOrder::Ascending, 0), QStringLiteral("321"));
    QCOMPARE(order(script::SortOrder::Descending, 1), QStringLiteral("321"));
    QCOMPARE(order(script::SortOrder::Ascending, 2), QStringLiteral("123"));
    QCOMPARE(order(script::SortOrder::Ascending, 9), QStringLiteral("312"));
}

QTEST_GUILESS_MAIN(TestInterpreter)
#include "tst_interpreter.moc"
