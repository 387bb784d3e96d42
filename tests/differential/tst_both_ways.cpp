// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "both_ways.h"
#include "script_maker.h"

#include <QtTest>

#include <unistd.h>

/// A script means the same in the interpreter and in the kernel.
class TestBothWays : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void statements_data();
    void statements();
    void random();
};

void TestBothWays::initTestCase()
{
    if (::geteuid() != 0)
        QSKIP("loading programs needs root");
    const BothWays probe("", "println(1)");
    if (probe.problem.find("not permitted") != std::string::npos || probe.problem.starts_with("attach"))
        QSKIP(("this system cannot run it in the kernel: " + probe.problem).c_str());
    QCOMPARE(probe.kernel, std::string("1\n"));
}

void TestBothWays::statements_data()
{
    QTest::addColumn<QString>("body");
    const auto row = [](const char *name, const char *body) { QTest::newRow(name) << QString::fromUtf8(body); };
    row("foreach by key",
        "la[3] = 1; la[-1] = 2; la[7] = 3; foreach (k+ in la) println(k); foreach (v = k- in la) println(k, v)");
    row("foreach by value",
        "sa[\"x\"] = -5; sa[\"yy\"] = 9; sa[\"\"] = 2; foreach (k in sa+) println(k); foreach (k in sa- limit 2) println(k)");
    row("foreach by text", "ss[\"x\"] = \"b\"; ss[\"y\"] = \"a\"; ss[\"z\"] = \"\"; foreach (w in ss-) println(w, ss[w])");
    row("foreach limits",
        "la[1] = 1; la[2] = 1; foreach (k+ in la limit 0) println(k); foreach (k+ in la limit -3) println(k); println(\"none\")");
    row("foreach slices",
        "ls[1, \"a\"] = 1; ls[2, \"a\"] = 2; ls[2, \"b\"] = 3; foreach ([e, w+] in ls[2, *]) println(e, w); foreach ([e-, w] in "
        "ls[*, \"a\"]) println(e, w)");
    row("foreach leaves",
        "la[1] = 1; la[2] = 2; la[3] = 3; foreach (k+ in la) { if (k == 1) continue; println(k); if (k == 2) break } foreach (k "
        "in la) { n += k; if (n > 100) next }");
    row("foreach nested",
        "la[1] = 1; la[2] = 2; sa[\"p\"] = 4; foreach (k+ in la) foreach (w in sa) for (c = 0; c < k; c++) println(k, w, c)");
    row("statistics",
        "st <<< 5; st <<< -3; st <<< 100; println(@count(st), \" \", @sum(st), \" \", @min(st), \" \", @max(st), \" \", "
        "@avg(st), \" \", @variance(st, 4))");
    row("variance of numbers that wrap",
        "lin <<< 9223372036854775807; lin <<< 9; lin <<< 9223372036854775807; lin <<< 9; println(@variance(lin))");
    row("statistics by key",
        "sta[\"a\"] <<< 5; sta[\"b\"] <<< 7; sta[\"b\"] <<< 9; foreach (w in sta @avg-) println(w, @max(sta[w])); foreach (w in "
        "sta @count+ limit 1) println(w); delete sta[\"a\"]; println(@count(sta[\"a\"]))");
    row("buckets", "st <<< 5; st <<< 6; st <<< 0; println(@hist_log(st)[67], @hist_log(st)[64]); println(@hist_log(st)[128])");
    row("empty statistic", "try { println(@avg(st)) } catch (v) { println(v) } println(@count(st)); println(@min(st))");
    row("delete whole", "la[1] = 1; st <<< 3; delete la; delete st; println(1 in la, @count(st)); foreach (k in la) println(k)");
    row("wildcards",
        "ls[1, \"a\"] = 1; ls[2, \"b\"] = 1; println([*, \"a\"] in ls, [3, *] in ls); delete ls[1, *]; println([1, \"a\"] in "
        "ls)");
    row("sprintf",
        "s = sprintf(\"%d|%5d|%-5d|%05d|%x|%#x|%X|%p|%c|%s|%8s|%-8s|%.2s|%%\", -1, 2, 3, -4, 255, 0, 255, 16, 65, \"abc\", "
        "\"d\", \"e\", \"fgh\"); println(s, strlen(s))");
    row("sprintf long",
        "for (c = 0; c < 30; c++) s = sprintf(\"%s%s\", s, \"0123456789012345678\"); println(strlen(s), substr(s, 500, 20))");
    row("sprintf key", "sa[sprintf(\"%d-%s\", 3, \"x\")]++; println(\"3-x\" in sa)");
    row("append", "s .= \"ab\"; s .= s; ss[s] .= s; ss[s] .= \"c\"; println(s, ss[s], s < \"abac\", s == \"abab\")");
    row("long keys",
        "s = \"0123456789abcdefghijklmnopqrstuv\"; s .= s; s .= s; s .= s; w = substr(s, 0, 252); for (c = 0; c < 6; c++) { w .= "
        "\"x\"; sa[w] = c } foreach (w in sa+) println(strlen(w), \" \", sa[w]); println(sa[s . \"y\"], s in sa, (s . \"x\") in "
        "sa); "
        "sa[s . \"1\"] = 7; for (c = 0; c < 9; c++) sa[s . \"2\"]++; println(sa[s . \"1\"], sa[s . \"2\"], (s . \"3\") in sa); "
        "foreach (w in sa-) println(strlen(w), substr(w, strlen(w) - 1, 1)); delete sa[s . \"1\"]; println(sa[s . \"1\"], sa[s . "
        "\"2\"])");
    row("long keys of several columns",
        "s = \"0123456789abcdefghijklmnopqrstuv\"; s .= s; s .= s; s .= s . s; deep[1, s . \"x\", 2] = 3; deep[1, s . \"y\", 2] "
        "= 4; "
        "foreach ([k, w, c] in deep[*, s . \"y\", *]) println(k, strlen(w), substr(w, 511, 1), c, deep[k, w, c]); "
        "sta[s . \"1\"] <<< 4; sta[s . \"2\"] <<< 5; println(@sum(sta[s . \"1\"]), @sum(sta[s . \"2\"])); delete deep[1, s . "
        "\"y\", *]; "
        "foreach ([k, w, c] in deep) println(k, strlen(w), c); foreach (w in sta) z += strlen(w); println(z)");
    row("full array", "for (c = 0; c < 5; c++) try { tiny[c] = s } catch (v) { println(c, v) }");
    row("errors", "println(1); try { n = 1 / (n & 0) } catch (v) { println(v) } println(2); n = 5 % (m - 7)");
    row("error in error",
        "try { try { error(\"one\") } catch (v) { println(v); error(\"two\") } } catch (v) { println(v) } error(\"three\")");
    row("division",
        "println((-9223372036854775807 - 1) / (n - 1), \" \", (-9223372036854775807 - 1) % (n - 1), \" \", -7 / 2 + n, \" \", (n "
        "- 7) % 2)");
    row("floating point",
        "for (c = 0; c < 64; c += 7) { z = 1 << c; printf(\"%x %x %x\\n\", long_to_fp(z + n), long_to_fp(-z - n), long_to_fp(z * "
        "3 - 1)) } "
        "printf(\"%x %x %x %x\\n\", long_to_fp(0), long_to_fp(1 << 63), long_to_fp(9007199254740993), "
        "long_to_fp(9007199254740995)); "
        "printf(\"%x %x %x\\n\", long_to_fp(-9007199254740993), long_to_fp(9223372036854775807), "
        "long_to_fp(4611686018427388161))");
    row("shifts", "println(1 << (n + 63), \" \", (n - 1) >>> 60, \" \", (n - 8) >> 1, \" \", 1 << (n + 64))");
    row("later: recursion", "n = h(6); println(n)");
    row("later: words",
        "s = \"a,b,,c\"; t = tokenize(s, \",\"); while (t != \"\") { println(t); t = tokenize(\"\", \",\") } "
        "println(strtol(\"ff\", 16))");
    row("searches",
        "s = \"a.b\"; s .= \"c\"; println(isinstr(s, \"\"), isinstr(s, \".bc\"), isinstr(s, \"abc\"), \" \", s =~ \"^a\", s "
        "=~ \"c$\", s !~ \"^b|x\", s =~ \"a[.]b+c?$\", t =~ \"^$\", s =~ \"a.c\", s =~ \"(b|c)$\", s =~ \"$x\")");
    row("quoted texts",
        "s = \"a\\\"b\\\\\\tc\\001\"; s .= \"é€\"; println(string_quoted(s), string_quoted(\"\"), strlen(string_quoted(s)))");
    row("later: expressions",
        "if (\"v1.25\" =~ \"v([0-9]+)\\\\.([0-9]+)\") println(matched(1), \"-\", matched(2), \" \", ngroups()); try { "
        "println(\"a\" !~ \"b\", matched(0)) } catch (v) { println(v) } println(matched(3))");
    row("later: width", "printf(\"%s|\", sprintf(\"%*d\", 6, 7)); println(stringat(\"abc\", 1)); println(stringat(\"abc\", 9))");
    row("later: calls in advance",
        "println(str_replace(joined(3, \"ab\"), \"a\", \"x\"), \" \", seen(4, joined(2, \"q\")), \" \", joined(seen(2, \"\") + "
        "1, "
        "\"\")); z = seen(3, \"z\"); println(z, joined(z, \"w\"), n ? joined(5, \"\") : joined(1, \"\"), seen(2, \"\"))");
    row("later: errors of calls in advance",
        "s = tokenize(\"a,b\", \",\"); if (n) println(failing(1)); try { println(failing(1)) } catch (v) { println(v) } try { "
        "println(failing(0)) } catch (v) { println(v) } println(failing(2), failing(6)); try { error(sprint(failing(3))) } catch "
        "(v) { println(v) } println(failing(4))");
    row("later: a call in advance without end",
        "println(str_replace(\"a\", \"a\", \"b\")); if (n) println(endless(1)); println(seen(3, \"\"))");
    row("later: statements of calls in advance",
        "println(stringat(\"a\", 0)); for (c = 0; c < 40; c++) z += seen(100, \"\"); println(z)");
    row("later: drawing",
        "st <<< 3; st <<< 9; print(@hist_log(st)); foreach (b in @hist_log(st)) n += @hist_log(st)[b]; println(n)");
    const QByteArray choice(
        "s = \"a\"; t = s . \"b\"; try { println((strlen(s) > n ? s . t : t . s) . t); n = n ? 0 : 2; println(s = (n ? t : s)) } "
        "catch (v) { println(v) } ");
    row("strings one after another", choice.repeated(60).constData());
    row("functions", "println(f(3, 9), \" \", f(9, 3), g(\"x\", 3), g(\"y\", 4))");
    row("functions with loops",
        "k = 5; key = 9; la[1] = 10; la[2] = 20; sa[\"q\"] = 1; sa[\"r\"] = 2; println(listed(k, \"z\"), \" \", k, key, s, \" "
        "\", "
        "listed(100, \"\"), \" \", la[1])");
    row("parameters that are known", "told(1, \"tea\"); told(-1, s); told(n, s); n = 3; told(n, \"x\")");
}

void TestBothWays::statements()
{
    QFETCH(QString, body);
    const BothWays result(ScriptMaker::declarations(), body.toStdString(), ScriptMaker::types());
    QVERIFY2(result.problem.empty(), result.problem.c_str());
    QCOMPARE(result.deferred, QByteArray(QTest::currentDataTag()).startsWith("later: "));
    QCOMPARE(QString::fromStdString(result.kernel), QString::fromStdString(result.interpreted));
    QVERIFY(!result.interpreted.empty());
}

void TestBothWays::random()
{
    for (uint64_t seed = 1; seed <= 12; ++seed) {
        std::string body;
        for (const std::string &statement : ScriptMaker(seed).statements())
            body += statement + '\n';
        const BothWays result(ScriptMaker::declarations(), body + ScriptMaker::epilogue(), ScriptMaker::types());
        QVERIFY2(result.problem.empty(), (result.problem + body).c_str());
        QCOMPARE(QString::fromStdString(result.kernel), QString::fromStdString(result.interpreted));
        QVERIFY2(result.processed <= 20 * result.emitted, body.c_str());
    }
}

QTEST_GUILESS_MAIN(TestBothWays)
#include "tst_both_ways.moc"
