// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "script_run.h"

#include <QtTest>

using namespace tapscope;
using namespace tapscope::engine;

class TestStatistics : public QObject {
    Q_OBJECT

private slots:
    void drawsAsRecorded();
    void runs_data();
    void runs();
    void fails_data();
    void fails();
    void mergesVariances();
};

// What stap printed for the same script.
void TestStatistics::drawsAsRecorded()
{
    const ScriptRun run(R"(global a, b, d, e
probe begin { for (i = 1; i <= 40; i++) { a <<< i; d <<< i; e <<< i; b <<< i * i - 20 }
  println("hist_log"); print(@hist_log(a)); println("hist_log negative and positive"); print(@hist_log(b))
  println("hist_linear 0 40 5"); print(@hist_linear(d, 0, 40, 5)); println("hist_linear 10 30 5"); print(@hist_linear(e, 10, 30, 5)) })");
    QCOMPARE(QString::fromStdString(run.problems), QString());
    QCOMPARE(QString::fromStdString(run.output), QStringLiteral(R"(hist_log
value |-------------------------------------------------- count
    0 |                                                    0
    1 |@                                                   1
    2 |@@                                                  2
    4 |@@@@                                                4
    8 |@@@@@@@@                                            8
   16 |@@@@@@@@@@@@@@@@                                   16
   32 |@@@@@@@@@                                           9
   64 |                                                    0
  128 |                                                    0

hist_log negative and positive
value |-------------------------------------------------- count
  -64 |                                                   0
  -32 |                                                   0
  -16 |@@                                                 2
   -8 |@                                                  1
   -4 |@                                                  1
   -2 |                                                   0
   -1 |                                                   0
      ~
    1 |                                                   0
    2 |                                                   0
    4 |@                                                  1
    8 |                                                   0
   16 |@@                                                 2
   32 |@@                                                 2
   64 |@@@                                                3
  128 |@@@@                                               4
  256 |@@@@@@@                                            7
  512 |@@@@@@@@@                                          9
 1024 |@@@@@@@@                                           8
 2048 |                                                   0
 4096 |                                                   0

hist_linear 0 40 5
value |-------------------------------------------------- count
    0 |@@@@                                               4
    5 |@@@@@                                              5
   10 |@@@@@                                              5
   15 |@@@@@                                              5
   20 |@@@@@                                              5
   25 |@@@@@                                              5
   30 |@@@@@                                              5
   35 |@@@@@                                              5
   40 |@                                                  1

hist_linear 10 30 5
value |-------------------------------------------------- count
  <10 |@@@@@@@@@                                          9
   10 |@@@@@                                              5
   15 |@@@@@                                              5
   20 |@@@@@                                              5
   25 |@@@@@                                              5
   30 |@@@@@                                              5
  >30 |@@@@@@                                             6

)"));
}

void TestStatistics::runs_data()
{
    QTest::addColumn<QString>("script");
    QTest::addColumn<QString>("output");
    const auto row = [](const char *name, const char *body, const char *output) {
        QTest::addRow("%s", name) << QString::fromUtf8(body) << QString::fromUtf8(output);
    };
    // The figures of stap's manual.
    row("variance", R"(global a, b
probe begin { for (i = 1; i <= 5; i++) { a <<< i; b <<< i } println(@variance(a), " ", @variance(b, 1)) })",
        "12 2\n");
    row("variance of one", R"(global a probe begin { a <<< 7; println(@variance(a)) })", "0\n");
    row("buckets", R"(global a
probe begin { for (i = -5; i <= 5; i++) a <<< i; println(@hist_log(a)[64], @hist_log(a)[65], @hist_log(a)[66], @hist_log(a)[67], @hist_log(a)[61]) })",
        "11222\n");
    row("outer buckets", R"(global a
probe begin { for (i = 0; i <= 9; i++) a <<< i; println(@hist_linear(a, 2, 6, 2)[0], @hist_linear(a, 2, 6, 2)[1], @hist_linear(a, 2, 6, 2)[4]) })",
        "222\n");
    row("extremes", R"(global a
probe begin { a <<< 1 << 63; a <<< ~(1 << 63); println(@hist_log(a)[0], @hist_log(a)[127]) })",
        "11\n");
    row("foreach over buckets", R"(global a
probe begin { a["x"] <<< 3; a["x"] <<< 2; a["x"] <<< 0; a["y"] <<< 1
 foreach (n = b in @hist_log(a["x"])) if (n) print(b, ":", n, " "); foreach (b- in @hist_log(a["x"]) limit 1) println(b) })",
        "64:1 66:2 127\n");
    row("long drawings are not cut", R"(global a
probe begin { for (i = 0; i < 40; i++) a <<< i; print(@hist_linear(a, 0, 39, 1)) println("end") })",
        nullptr);
    row("sorted by aggregates", R"(global a
probe begin { a["x"] <<< 1; a["x"] <<< 1; a["y"] <<< 9; a["z"] <<< 4; a["z"] <<< 4; a["z"] <<< 4
 foreach (k in a-) print(k); foreach (k in a @sum-) print(k); foreach (k in a @max+) print(k); foreach (k in a @avg-) print(k); println("") })",
        "zxyzyxxzyyzx\n");
    row("delete", R"(global a, t
probe begin { a[1] <<< 1; a[2] <<< 2; t <<< 3; delete a[1]; delete t; println(1 in a, 2 in a, @count(t), @count(a[1]), @sum(a[2])) delete a; println(2 in a) })",
        "01002\n0\n");
    row("never read", R"(global bytes, who
probe begin { bytes <<< 12; bytes <<< 2996; who["ls"] <<< 60; who["ls"] <<< 2996; who["stapio"] <<< 12 })",
        "bytes @count=2 @min=12 @max=2996 @sum=3008 @avg=1504\nwho[\"ls\"] @count=2 @min=60 @max=2996 @sum=3056 @avg=1528\n"
        "who[\"stapio\"] @count=1 @min=12 @max=12 @sum=12 @avg=12\n");
    row("wildcard keys", R"(global s
probe begin { for (i = 1; i <= 5; i++) s[i, i % 2 ? "odd" : "even"] = i * i
 println([*, "odd"] in s, [7, *] in s, [*, *] in s)
 foreach (v = [k, w] in s[*, "odd"]) print(k, w, v, " "); foreach ([k, w] in s[2 + 2, *] limit 1) println(k, w)
 delete s[*, "odd"]; foreach ([k-, w] in s) print(k, w); println("") })",
        "101\n1odd1 3odd9 5odd25 4even\n4even2even\n");
}

void TestStatistics::runs()
{
    QFETCH(QString, script);
    QFETCH(QString, output);
    const ScriptRun run(script.toStdString());
    QCOMPARE(QString::fromStdString(run.problems), QString());
    QCOMPARE(QString::fromStdString(run.errors), QString());
    if (output.isNull())
        QVERIFY2(run.output.size() > 2000 && run.output.ends_with("\n\nend\n"), run.output.c_str());
    else
        QCOMPARE(QString::fromStdString(run.output), output);
}

void TestStatistics::fails_data()
{
    QTest::addColumn<QString>("expression");
    QTest::addColumn<QString>("message");
    QTest::newRow("drawing of nothing") << "delete a; print(@hist_log(a))" << "empty aggregate";
    QTest::newRow("bucket of nothing") << "delete a; println(@hist_log(a)[64])" << "empty aggregate";
    QTest::newRow("variance of nothing") << "delete a; println(@variance(a))" << "empty aggregate";
    QTest::newRow("past the last bucket") << "println(@hist_log(a)[128])" << "histogram index out of range";
    QTest::newRow("below the first bucket") << "println(@hist_log(a)[-1])" << "histogram index out of range";
}

void TestStatistics::fails()
{
    QFETCH(QString, expression);
    QFETCH(QString, message);
    const ScriptRun run("global a probe begin { a <<< 1; " + expression.toStdString() + " println(\"not reached\") }");
    QCOMPARE(QString::fromStdString(run.problems), QString());
    QCOMPARE(QString::fromStdString(run.output), QString());
    QVERIFY2(QString::fromStdString(run.errors).contains(message), run.errors.c_str());
}

// What was gathered in parts comes together as if it had been gathered at once.
void TestStatistics::mergesVariances()
{
    analysis::GlobalVariable global;
    global.type = analysis::Type::Stats;
    global.varianceShift = uint8_t{10};
    global.histogram = analysis::HistogramKind{true, 0, 100, 10};
    const StatisticPlan plan(global);
    Statistics whole, first, second;
    for (int64_t n = 0; n < 100; ++n) {
        whole.add(n * 7 % 101, plan);
        (n < 60 ? first : second).add(n * 7 % 101, plan);
    }
    first.merge(second);
    QCOMPARE(first.count, whole.count);
    QCOMPARE(first.buckets, whole.buckets);
    QVERIFY2(std::abs(first.variance(plan) - whole.variance(plan)) <= 1, qPrintable(QString::number(first.variance(plan))));
}

QTEST_GUILESS_MAIN(TestStatistics)
#include "tst_statistics.moc"
