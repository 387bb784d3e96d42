// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "own_probes.h"
#include "probed.h"

#include <QtTest>

using namespace tapscope;
using namespace tapscope::translator;

/// Counters, arrays and statistics of handlers that run in the kernel.
class TestGlobalVariables : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void countsInBuckets();
    void counts();
    void gathersWhatIsRead_data();
    void gathersWhatIsRead();
    void bySite();
    void arrays();
    void keysAreNarrow();
};

void TestGlobalVariables::initTestCase()
{
    const std::string why = whyNotHere();
    QVERIFY2(!why.starts_with("error: "), why.c_str());
    if (!why.empty())
        QSKIP(why.c_str());
}

void TestGlobalVariables::countsInBuckets()
{
    Translated t("global a, b\n" + on("probed_sum", "a <<< $a; b[1] <<< $a")
                 + "probe end { print(@hist_log(a)) print(@hist_linear(b[1], -20, 900, 11)) }\n");
    QVERIFY2(!t.diagnostics.hasErrors(), t.said().c_str());
    KernelRunner runner(t);
    QVERIFY2(runner.error.empty(), runner.error.c_str());
    QVERIFY2(runner.attach(), runner.error.c_str());
    std::array<std::vector<int64_t>, 2> expected;
    for (size_t g = 0; g < 2; ++g)
        expected[g].resize(t.bundle.program.globals[g].histogram->bucketCount());
    for (const int64_t value :
         {int64_t{0}, int64_t{1}, int64_t{2}, int64_t{3}, int64_t{4}, int64_t{-1}, int64_t{-2}, int64_t{-3}, int64_t{-20},
          int64_t{-21}, int64_t{899}, int64_t{900}, int64_t{901}, int64_t{911}, int64_t{1} << 40, INT64_MAX, INT64_MIN}) {
        probed_sum(value, 0, 0);
        for (size_t g = 0; g < 2; ++g)
            ++expected[g][t.bundle.program.globals[g].histogram->bucketOf(value)];
    }
    const int64_t one = 1;
    const uint32_t zero = 0;
    const auto cpus = static_cast<size_t>(libbpf_num_possible_cpus());
    for (size_t g = 0; g < 2; ++g) {
        const translator::GlobalLayout &layout = t.bundle.globals[g];
        std::vector<int64_t> words(cpus * layout.valueSize / 8);
        const void *key = g == 0 ? static_cast<const void *>(&zero) : &one;
        QCOMPARE(bpf_map_lookup_elem(runner.map(layout.map), key, words.data()), 0);
        std::vector<int64_t> found(layout.bucketCount);
        for (size_t cpu = 0; cpu < cpus; ++cpu) {
            for (size_t bucket = 0; bucket < found.size(); ++bucket)
                found[bucket] += words[cpu * layout.valueSize / 8 + layout.bucketsOffset / 8 + bucket];
        }
        QCOMPARE(found, expected[g]);
    }
}

void TestGlobalVariables::counts()
{
    Translated t("global n = 40, m, s\n" + on("probed_sum", "n += 2; m = n++ + --m; s <<< $a"));
    QVERIFY2(!t.diagnostics.hasErrors(), t.said().c_str());
    KernelRunner runner(t);
    QVERIFY2(runner.error.empty(), runner.error.c_str());
    probed_sum(9, 9, 9);
    QVERIFY2(runner.attach(), runner.error.c_str());
    probed_sum(5, 0, 0);
    probed_sum(-3, 0, 0);
    QCOMPARE(runner.scalar(0), 46);
    QCOMPARE(runner.scalar(1), 45 + 40);
    struct Stat {
        int64_t count, sum, min, max;
    };
    std::vector<Stat> perCpu(static_cast<size_t>(libbpf_num_possible_cpus()));
    const uint32_t zero = 0;
    QCOMPARE(bpf_map_lookup_elem(runner.map(t.bundle.globals[2].map), &zero, perCpu.data()), 0);
    int64_t count = 0, sum = 0, least = INT64_MAX, most = INT64_MIN;
    for (const Stat &s : perCpu) {
        count += s.count;
        sum += s.sum;
        if (s.count) {
            least = std::min(least, s.min);
            most = std::max(most, s.max);
        }
    }
    QCOMPARE(count, 2);
    QCOMPARE(sum, 2);
    QCOMPARE(least, -3);
    QCOMPARE(most, 5);
    runner.control().state = 2;
    probed_sum(5, 0, 0);
    QCOMPARE(runner.scalar(0), 46);
    QCOMPARE(runner.counters(0).hits, 2u);
    runner.consume();
    QVERIFY(runner.records.empty());
}

void TestGlobalVariables::gathersWhatIsRead_data()
{
    QTest::addColumn<QString>("reader");
    QTest::addColumn<bool>("count");
    QTest::addColumn<bool>("sum");
    QTest::addColumn<bool>("bounds");
    QTest::newRow("drawing") << "probe end { print(@hist_log(s)) }" << false << false << false;
    QTest::newRow("bucket") << "probe end { print(@hist_log(s)[70]) }" << false << false << false;
    QTest::newRow("count beside drawing") << "probe end { print(@hist_log(s)) print(@count(s)) }" << true << false << false;
    QTest::newRow("count") << "probe end { print(@count(s)) }" << true << false << false;
    QTest::newRow("average") << "probe end { print(@avg(s)) }" << true << true << false;
    QTest::newRow("least") << "function f() { return @min(s) } probe end { print(f()) }" << true << false << true;
    QTest::newRow("variance") << "probe end { print(@variance(s)) }" << true << true << false;
    QTest::newRow("handler in the kernel") << QString::fromStdString(on("probed_deep", "if (@hist_log(s)[70] > 3) exit()"))
                                           << true << false << false;
}

void TestGlobalVariables::gathersWhatIsRead()
{
    QFETCH(QString, reader);
    QFETCH(bool, count);
    QFETCH(bool, sum);
    QFETCH(bool, bounds);
    const std::string script = "global s\n" + on("probed_sum", "s <<< $a") + reader.toStdString();
    Translated all(script);
    QVERIFY2(!all.diagnostics.hasErrors(), all.said().c_str());
    const GlobalLayout &full = all.bundle.globals[0];
    QVERIFY(full.gathersCount && full.gathersSum && full.gathersBounds);
    Translated t(script, [](TranslateOptions &o) { o.gathersAll = false; });
    QVERIFY2(!t.diagnostics.hasErrors(), t.said().c_str());
    const GlobalLayout &layout = t.bundle.globals[0];
    QCOMPARE(layout.gathersCount, count);
    QCOMPARE(layout.gathersSum, sum);
    QCOMPARE(layout.gathersBounds, bounds);
}

void TestGlobalVariables::bySite()
{
    Translated t("global n\n" + on("probed_*", "n[ppfunc()]++; printf(\"%s\", ppfunc())"));
    QVERIFY2(!t.diagnostics.hasErrors(), t.said().c_str());
    KernelRunner runner(t);
    QVERIFY2(runner.error.empty(), runner.error.c_str());
    QVERIFY2(runner.attach(), runner.error.c_str());
    probed_sum(1, 1, 1);
    probed_deep(2);
    runner.consume();
    QCOMPARE(runner.records.size(), 4u);
    QCOMPARE(t.bundle.layouts[runner.records[0].entries[0].id].fields[0].kind, FieldKind::ProbeFunction);
    const GlobalLayout &layout = t.bundle.globals[0];
    QVERIFY(layout.keys[0].size >= 12 && layout.keys[0].size <= 24);
    for (const auto &[name, expected] : {std::pair<const char *, int64_t>{"probed_sum", 1}, {"probed_deep", 3}}) {
        char key[512] = {};
        std::strcpy(key, name);
        int64_t value = 0;
        QCOMPARE(bpf_map_lookup_elem(runner.map(layout.map), key, &value), 0);
        QCOMPARE(value, expected);
    }
}

void TestGlobalVariables::arrays()
{
    Translated t("global c, n, d[2]\n"
                 + on("probed_sum",
                      "c[execname(), $b]++; n[ppfunc()] += $a; println(n[\"probed_sum\"], n[\"none\"], [execname(), $b] in c);"
                      "delete c[execname(), 3]; println([execname(), 3] in c)")
                 + on("probed_deep", "d[$depth] = 1"));
    QVERIFY2(!t.diagnostics.hasErrors(), t.said().c_str());
    KernelRunner runner(t);
    QVERIFY2(runner.error.empty(), runner.error.c_str());
    QVERIFY2(runner.attach(), runner.error.c_str());
    probed_sum(100, 3, 0);
    probed_sum(11, 4, 0);
    probed_sum(11, 4, 0);
    probed_deep(2);
    runner.consume();
    QCOMPARE(runner.records.size(), 4u);
    QCOMPARE(field(runner.records[0], 0, 0), 100);
    QCOMPARE(field(runner.records[0], 0, 1), 0);
    QCOMPARE(field(runner.records[0], 0, 2), 1);
    QCOMPARE(field(runner.records[0], 1, 0), 0);
    QCOMPARE(field(runner.records[2], 0, 0), 122);
    const GlobalLayout &layout = t.bundle.globals[0];
    QCOMPARE(layout.keys[0].size, 16u);
    char key[24] = {};
    std::memcpy(key, "translator_tst_", 15);
    const int64_t four = 4;
    std::memcpy(key + 16, &four, 8);
    int64_t value = 0;
    QCOMPARE(bpf_map_lookup_elem(runner.map(layout.map), key, &value), 0);
    QCOMPARE(value, 2);
    // The third element does not fit in.
    QCOMPARE(runner.records[3].header.flags, static_cast<uint32_t>(Aborted));
    QCOMPARE(runner.records[3].entries.size(), 1u);
    QCOMPARE(runner.records[3].entries[0].id, entryError);
    QCOMPARE(runner.records[3].entries[0].at<uint32_t>(0), static_cast<uint32_t>(RuntimeError::ArrayOverflow));
    const ErrorSite &site = t.bundle.errorSites[runner.records[3].entries[0].at<uint32_t>(4)];
    QCOMPARE(site.subject, std::string("d"));
    QCOMPARE(std::string(t.sources.text(site.range)), std::string("d[$depth] = 1"));
    QCOMPARE(runner.counters(1).errors, 1u);
}

void TestGlobalVariables::keysAreNarrow()
{
    // Each column is as long as its texts can be, so that arrays are small on machines of many processors, too.
    Translated few("global n\n" + on("probed_*", "n[execname(), ppfunc(), tid()] <<< 1"));
    QVERIFY2(!few.diagnostics.hasErrors(), few.said().c_str());
    QCOMPARE(few.bundle.globals[0].keys.size(), 3u);
    QCOMPARE(few.bundle.globals[0].keys[0].size, 16u);
    QVERIFY(few.bundle.globals[0].keys[1].size <= 16);
    QCOMPARE(few.bundle.globals[0].keys[2].size, 8u);
    Translated many("global n\n" + on("probed_pair", "n[execname(), user_string($name), user_string($name), \"fixed\", 1] = 1"));
    QVERIFY2(!many.diagnostics.hasErrors(), many.said().c_str());
    const auto &columns = many.bundle.globals[0].keys;
    QCOMPARE(columns.size(), 5u);
    QCOMPARE(columns[0].size, 16u);
    QCOMPARE(columns[3].size, 16u);
    QVERIFY(columns[1].abbreviates && columns[2].abbreviates && !columns[0].abbreviates && !columns[3].abbreviates);
    QCOMPARE(columns[4].offset + columns[4].size, 512u); // the two unlimited ones share what is left
}

QTEST_GUILESS_MAIN(TestGlobalVariables)
#include "tst_global_variables.moc"
