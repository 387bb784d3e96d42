// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "engine/global_watch.h"
#include "engine/runtime/local_storage.h"
#include "engine/session.h"

#include <QtTest>

#include <atomic>
#include <mutex>

using namespace tapscope;
using namespace tapscope::engine;

namespace {

struct Watcher : Listener {
    std::mutex mutex;
    std::vector<trace::Globals> readings;
    std::atomic<bool> running{false};

    void onPhase(const PhaseReport &report) override
    {
        if (report.phase == Phase::Run && report.state == PhaseReport::State::Running)
            running = true;
    }
    void onGlobals(const trace::Globals &globals) override
    {
        const std::lock_guard lock(mutex);
        readings.push_back(globals);
    }
    trace::Globals last()
    {
        const std::lock_guard lock(mutex);
        return readings.empty() ? trace::Globals() : readings.back();
    }
};

template <typename Condition> bool eventually(Condition condition)
{
    QElapsedTimer timer;
    timer.start();
    while (!condition()) {
        if (timer.elapsed() > 20'000)
            return false;
        QTest::qWait(2);
    }
    return true;
}

analysis::GlobalVariable global(std::string name, analysis::Type type, std::vector<analysis::Type> keys = {})
{
    analysis::GlobalVariable variable;
    variable.name = std::move(name);
    variable.type = type;
    variable.keys = std::move(keys);
    return variable;
}

}

class TestGlobalWatch : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void largestElementsComeFirst();
    void statisticsAreSummedUp();
    void resetRestoresInitialValues();
    void editsWhatFits();
    void largeArraysAreReadSeldom();
    void runningScriptIsWatched();
};

void TestGlobalWatch::largestElementsComeFirst()
{
    const std::vector<analysis::GlobalVariable> globals{
        global("calls", analysis::Type::Long, {analysis::Type::String, analysis::Type::Long})};
    LocalStorage storage(globals, 5000);
    for (int64_t i = 0; i < 2000; ++i)
        QVERIFY(storage.store(0, {{0, "f"}, {i, ""}}, {i % 1000, ""}));
    GlobalWatch watch(globals, storage, 5000);
    const auto all = watch.read(77);
    QCOMPARE(all.timeNs, uint64_t{77});
    QCOMPARE(all.variables.size(), size_t{1});
    const auto &calls = all.variables[0];
    QVERIFY(calls.isArray);
    QCOMPARE(calls.size, uint64_t{2000});
    QCOMPARE(calls.capacity, uint64_t{5000});
    QCOMPARE(calls.values.size(), GlobalWatch::listedElements);
    // Equal values stand by their keys.
    QCOMPARE(calls.values[0].number, 999);
    QCOMPARE(calls.values[0].key[1].number, 999);
    QCOMPARE(calls.values[1].key[1].number, 1999);
    QVERIFY(calls.values[0].key[0].isText);
    QCOMPARE(calls.values[0].key[0].text, std::string("f"));
    QCOMPARE(calls.values.back().number, 750);
}

void TestGlobalWatch::statisticsAreSummedUp()
{
    const std::vector<analysis::GlobalVariable> globals{global("sizes", analysis::Type::Stats),
                                                        global("empty", analysis::Type::Stats)};
    LocalStorage storage(globals, 10);
    for (const int64_t value : {4, 10, -2})
        QVERIFY(storage.accumulate(0, {}, value));
    GlobalWatch watch(globals, storage, 10);
    const auto all = watch.read(0);
    QCOMPARE(all.variables[0].values[0].statistic, (trace::Statistic{3, 12, -2, 10, 4}));
    QCOMPARE(all.variables[1].values[0].statistic.count, 0);
}

void TestGlobalWatch::resetRestoresInitialValues()
{
    std::vector<analysis::GlobalVariable> globals{global("limit", analysis::Type::Long), global("name", analysis::Type::String),
                                                  global("seen", analysis::Type::Long, {analysis::Type::Long})};
    globals[0].initialNumber = 7;
    globals[1].initialString = "nobody";
    LocalStorage storage(globals, 10);
    QVERIFY(storage.store(0, {}, {99, ""}));
    QVERIFY(storage.store(1, {}, {0, "somebody"}));
    QVERIFY(storage.store(2, {{1, ""}}, {1, ""}));
    GlobalWatch watch(globals, storage, 10);
    watch.reset();
    const auto all = watch.read(0);
    QCOMPARE(all.variables[0].values[0].number, 7);
    QCOMPARE(all.variables[1].values[0].text, std::string("nobody"));
    QCOMPARE(all.variables[2].size, uint64_t{0});
}

void TestGlobalWatch::editsWhatFits()
{
    const std::vector<analysis::GlobalVariable> globals{global("limit", analysis::Type::Long),
                                                        global("seen", analysis::Type::String, {analysis::Type::Long}),
                                                        global("sizes", analysis::Type::Stats),
                                                        global("counts", analysis::Type::Long, {analysis::Type::String})};
    LocalStorage storage(globals, 10);
    QVERIFY(storage.store(1, {{7, ""}}, {0, "old"}));
    QVERIFY(storage.accumulate(2, {}, 5));
    GlobalWatch watch(globals, storage, 10);
    const trace::KeyColumn seven{false, 7, ""}, eight{false, 8, ""}, text{true, 0, "new"};
    QVERIFY(watch.edit({0, {}, seven}));
    QVERIFY(watch.edit({1, {seven}, text}));
    QVERIFY(!watch.edit({1, {eight}, text})); // gone, or never there
    QVERIFY(!watch.edit({0, {}, text}));
    QVERIFY(!watch.edit({0, {seven}, seven}));
    QVERIFY(!watch.edit({1, {text}, text}));
    QVERIFY(!watch.edit({2, {}, seven}));
    QVERIFY(!watch.edit({3, {text}, seven}));
    QVERIFY(!watch.edit({9, {}, seven}));
    auto all = watch.read(0);
    QCOMPARE(all.variables[0].values[0].number, 7);
    QCOMPARE(all.variables[1].values[0].text, std::string("new"));
    QCOMPARE(all.variables[3].size, uint64_t{0});
    QVERIFY(watch.edit({1, {seven}, {}}));
    QVERIFY(watch.edit({2, {}, {}}));
    all = watch.read(0);
    QCOMPARE(all.variables[1].size, uint64_t{0});
    QCOMPARE(all.variables[2].values[0].statistic.count, 0);
}

void TestGlobalWatch::largeArraysAreReadSeldom()
{
    WatchSchedule schedule;
    QVERIFY(!schedule.due(5'000));
    QCOMPARE(schedule.waitMs(5'000), -1);
    schedule.setPeriod(1'000'000'000);
    QVERIFY(schedule.due(5'000));
    schedule.done(0, 1'000'000); // quick: the period counts
    QVERIFY(!schedule.due(1'000'999'999));
    QVERIFY(schedule.due(1'001'000'000));
    schedule.done(0, 100'000'000); // slow: a twentieth of the time at most
    QCOMPARE(schedule.waitMs(100'000'000), 1900);
}

void TestGlobalWatch::runningScriptIsWatched()
{
    Options options;
    options.tapsetDirectories = {TAPSCOPE_SOURCE_DIR "/tapset"};
    options.scriptText = "global n = 3, names, sizes\n"
                         "probe begin { names[\"a\"] = 1 names[\"b\"] = 7 sizes <<< 3 sizes <<< 5 }\n"
                         "probe timer.ms(2) { n++ }\n"
                         "probe end { n = -1 println(names[\"a\"], @count(sizes)) }\n";
    Watcher watcher;
    Session session(options, watcher);
    session.watchGlobals(5);
    QVERIFY(eventually([&] {
        const auto now = watcher.last();
        return !now.variables.empty() && now.variables[0].values[0].number > 5;
    }));
    auto now = watcher.last();
    QCOMPARE(now.variables.size(), size_t{3});
    QCOMPARE(now.variables[1].values[0].number, 7);
    QCOMPARE(now.variables[2].values[0].statistic.count, 2);
    session.editGlobal({0, {}, trace::KeyColumn{false, 1'000'000, ""}});
    session.editGlobal({1, {{true, 0, "b"}}, trace::KeyColumn{false, 70, ""}});
    QVERIFY(eventually([&] { return watcher.last().variables[1].values[0].number == 70; }));
    QVERIFY(watcher.last().variables[0].values[0].number >= 1'000'000);
    session.resetGlobals();
    QVERIFY(eventually([&] { return watcher.last().variables[1].size == 0; }));
    session.stop();
    session.wait();
    QCOMPARE(watcher.last().variables[0].values[0].number, -1);
}

QTEST_GUILESS_MAIN(TestGlobalWatch)
#include "tst_global_watch.moc"
