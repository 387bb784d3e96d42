// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "engine/session.h"

#include <QtTest>

#include <unistd.h>

#include <atomic>
#include <thread>

using namespace tapscope;
using namespace tapscope::engine;

extern "C" [[gnu::noinline]] int sharedByThreads(int n)
{
    asm volatile("");
    return n + 1;
}

namespace {

struct Printed : Listener {
    std::atomic<bool> hit{false}, printed{false};
    std::string text, problems;
    Counters counters;

    void onDiagnostic(const script::Diagnostic &diagnostic) override
    {
        if (diagnostic.severity == script::Severity::Error)
            problems += diagnostic.message.english() + "\n";
    }
    void onEvents(std::span<const trace::Event> events) override
    {
        for (const trace::Event &event : events)
            text += event.text;
        printed = true;
    }
    void onCounters(const Counters &now) override
    {
        counters = now;
        hit = counters.handlers.at(0).counters.hits > 0;
    }
};

Options optionsFor(std::string script)
{
    Options options;
    options.scriptText = std::move(script);
    options.helperPath = TAPSCOPE_BINARY_DIR "/bin/tapscope-helper";
    options.tapsetDirectories = {TAPSCOPE_SOURCE_DIR "/tapset"};
    return options;
}

}

/// Handlers that run at the same time on several processors and change the same variables.
class TestSharedGlobals : public QObject {
    Q_OBJECT

private slots:
    void nothingIsLost_data();
    void nothingIsLost();
    void endComesAfterAll();
};

void TestSharedGlobals::nothingIsLost_data()
{
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<QByteArray>("result");
    QTest::newRow("an atomic step") << QByteArray("n++") << QByteArray("n");
    QTest::newRow("read and stored") << QByteArray("n = n * 1 + (n & 0) + 1") << QByteArray("n");
    QTest::newRow("an element") << QByteArray("if (1 in a) a[1] = a[1] + (n & 0) + 1 else a[1] = 1") << QByteArray("a[1]");
    QTest::newRow("two that belong together")
        << QByteArray("if (n == m) { n = n + (m & 0) + 1 m = m + (n & 0) + 1 } else torn++") << QByteArray("n + torn * 1000000");
}

void TestSharedGlobals::nothingIsLost()
{
    if (::geteuid() != 0)
        QSKIP("probes in the kernel need root");
    QFETCH(QByteArray, body);
    QFETCH(QByteArray, result);
    constexpr int threads = 4, calls = 5000;
    Options options = optionsFor("global n, m, a, torn\nprobe process(\"/proc/self/exe\").function(\"sharedByThreads\") { "
                                 + body.toStdString() + " }\nprobe end { println(" + result.toStdString()
                                 + ") a[1] = m = torn = n }");
    options.maxSkipped = UINT32_MAX;
    Printed printed;
    Session session(options, printed);
    const auto poked = [&] {
        sharedByThreads(0);
        return printed.hit || session.finished();
    };
    QVERIFY(QTest::qWaitFor(poked, 20'000));
    QVERIFY(!session.finished());
    std::vector<std::thread> hitters;
    for (int t = 0; t < threads; ++t) {
        hitters.emplace_back([] {
            for (int i = 0; i < calls; ++i)
                sharedByThreads(i);
        });
    }
    for (std::thread &each : hitters)
        each.join();
    session.stop();
    session.wait();
    QVERIFY2(printed.problems.empty(), printed.problems.c_str());
    const auto &counters = printed.counters.handlers.at(0).counters;
    QVERIFY(counters.hits > threads * calls);
    QCOMPARE(counters.frameBusy, 0u);
    QCOMPARE(QByteArray::fromStdString(printed.text).split('\n').first().toULongLong(), counters.hits - counters.lockBusy);
}

/// A handler takes some milliseconds, so that one is at work whenever the probes are taken off.
void TestSharedGlobals::endComesAfterAll()
{
    if (::geteuid() != 0)
        QSKIP("probes in the kernel need root");
    std::atomic<pid_t> number{0};
    std::jthread caller([&](const std::stop_token &stop) {
        number = ::gettid();
        number.notify_all();
        while (!stop.stop_requested())
            ::getppid();
    });
    number.wait(0);
    Options options = optionsFor("global begun, done, x\nprobe kernel.trace(\"sys_enter\") { if (tid() == "
                                 + std::to_string(number)
                                 + ") { begun++ println(\"in\") for (i = 0; i < 4000000; i++) x = i done++ } }\n"
                                   "probe end { println(begun == done, begun > 0, x > 0) }");
    options.suppressTimeLimits = true;
    Printed printed;
    Session session(options, printed);
    QVERIFY(QTest::qWaitFor([&] { return printed.printed || session.finished(); }, 20'000));
    session.stop();
    session.wait();
    QVERIFY2(printed.problems.empty(), printed.problems.c_str());
    QVERIFY2(printed.text.ends_with("\n111\n"), printed.text.c_str());
}

QTEST_GUILESS_MAIN(TestSharedGlobals)
#include "tst_shared_globals.moc"
