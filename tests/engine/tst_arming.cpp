// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "engine/session.h"

#include <QtTest>

#include <unistd.h>

#include <mutex>

using namespace tapscope;
using namespace tapscope::engine;

extern "C" [[gnu::noinline]] int watchedByArming(int n)
{
    asm volatile("");
    return n + 1;
}

namespace {

/// The latest counters, for another thread than the session's.
class Counted : public Listener {
public:
    void onCounters(const Counters &now) override
    {
        const std::scoped_lock lock(m_mutex);
        m_counters = now;
    }
    void onDiagnostic(const script::Diagnostic &diagnostic) override
    {
        const std::scoped_lock lock(m_mutex);
        m_problem = diagnostic.message.english();
    }
    [[nodiscard]] Counters counters() const
    {
        const std::scoped_lock lock(m_mutex);
        return m_counters;
    }
    [[nodiscard]] std::string problem() const
    {
        const std::scoped_lock lock(m_mutex);
        return m_problem;
    }
    [[nodiscard]] uint64_t hits(size_t handler) const
    {
        const Counters now = counters();
        return handler < now.handlers.size() ? now.handlers[handler].counters.hits : 0;
    }
    [[nodiscard]] bool armed(size_t handler) const
    {
        const Counters now = counters();
        return handler < now.handlers.size() && now.handlers[handler].armed;
    }

private:
    mutable std::mutex m_mutex;
    Counters m_counters;
    std::string m_problem;
};

}

/// Probes taken off and put back while their script runs.
class TestArming : public QObject {
    Q_OBJECT

private slots:
    void oneOfTwo_data();
    void oneOfTwo();
    void nothingThatIsNot();
    void byCondition_data();
    void byCondition();
};

void TestArming::oneOfTwo_data()
{
    QTest::addColumn<QByteArray>("probe");
    QTest::addColumn<int>("handler");
    QTest::addColumn<bool>("root");
    QTest::newRow("a timer") << QByteArray("timer.ms(1)") << 0 << false;
    QTest::newRow("a tracepoint") << QByteArray("kernel.trace(\"sched_switch\")") << 0 << true;
    QTest::newRow("a function of a program, with its entry")
        << QByteArray("process(\"/proc/self/exe\").function(\"watchedByArming\").return") << 0 << true;
}

void TestArming::oneOfTwo()
{
    QFETCH(QByteArray, probe);
    QFETCH(bool, root);
    QFETCH(int, handler);
    if (root && ::geteuid() != 0)
        QSKIP("probes in the kernel need root");
    Options options;
    options.scriptText = "global n, m probe " + probe.toStdString() + " { n++ } probe timer.ms(2) { m++ }";
    options.helperPath = TAPSCOPE_BINARY_DIR "/bin/tapscope-helper";
    options.tapsetDirectories = {TAPSCOPE_SOURCE_DIR "/tapset"};
    Counted counted;
    Session session(options, counted);
    const auto until = [&](auto condition) {
        const auto poked = [&] {
            watchedByArming(1);
            return condition() || session.finished();
        };
        return QTest::qWaitFor(poked, 20'000) && !session.finished();
    };
    const auto one = static_cast<size_t>(handler), other = size_t{1};
    QVERIFY2(until([&] { return counted.hits(one) > 0 && counted.hits(other) > 0; }), counted.problem().c_str());
    QVERIFY(counted.armed(one));

    session.arm(static_cast<uint32_t>(one), false);
    QVERIFY(until([&] { return !counted.armed(one); }));
    const uint64_t before = counted.hits(one), ticks = counted.hits(other);
    QVERIFY(until([&] { return counted.hits(other) > ticks + 10; }));
    QCOMPARE(counted.hits(one), before);
    QVERIFY(counted.armed(other));

    session.arm(static_cast<uint32_t>(one), true);
    QVERIFY(until([&] { return counted.armed(one); }));
    QVERIFY(until([&] { return counted.hits(one) > before; }));
    QVERIFY2(counted.problem().empty(), counted.problem().c_str());
    session.stop();
    session.wait();
}

void TestArming::nothingThatIsNot()
{
    Options options;
    options.scriptText = "global m probe timer.ms(2) { m++ }";
    options.tapsetDirectories = {TAPSCOPE_SOURCE_DIR "/tapset"};
    Counted counted;
    Session session(options, counted);
    session.arm(77, false);
    session.arm(0, true);
    QVERIFY(QTest::qWaitFor([&] { return counted.hits(0) > 3 || session.finished(); }, 20'000));
    QVERIFY(!session.finished());
    QVERIFY(counted.armed(0));
}

void TestArming::byCondition_data()
{
    QTest::addColumn<QByteArray>("probe");
    QTest::addColumn<QByteArray>("condition");
    QTest::addColumn<bool>("disarms");
    const QByteArray call = "process(\"/proc/self/exe\").function(\"watchedByArming\").return";
    QTest::newRow("a function's return") << call << QByteArray("on") << true;
    QTest::newRow("two conditions") << call << QByteArray("on && ticks >= 0") << true;
    QTest::newRow("a tracepoint") << QByteArray("kernel.trace(\"sched_switch\")") << QByteArray("on != 0") << true;
    QTest::newRow("what a handler in the kernel changes") << call << QByteArray("on || n < 0") << false;
}

// A timer turns the condition around when the test wants it; what was hit while it did not hold was not counted.
void TestArming::byCondition()
{
    QFETCH(QByteArray, probe);
    QFETCH(QByteArray, condition);
    QFETCH(bool, disarms);
    if (::geteuid() != 0)
        QSKIP("probes in the kernel need root");
    Options options;
    options.scriptText = "global on, wanted, n, ticks, wrong probe " + probe.toStdString() + " if (" + condition.toStdString()
        + ") { n++ if (!on) wrong++ } probe timer.ms(20) { ticks++ on = wanted printf(\"%d %d\\n\", n, wrong) } probe begin { "
          "wanted = 0 }";
    options.helperPath = TAPSCOPE_BINARY_DIR "/bin/tapscope-helper";
    options.tapsetDirectories = {TAPSCOPE_SOURCE_DIR "/tapset"};
    Counted counted;
    Session session(options, counted);
    const auto becomes = [&](bool on) {
        session.editGlobal({1, {}, trace::KeyColumn{false, on, ""}});
        const bool waits = !on && disarms;
        const uint64_t before = counted.hits(0);
        const auto seen = [&] {
            watchedByArming(1);
            const Counters now = counted.counters();
            return session.finished()
                || (!now.handlers.empty() && now.handlers[0].waits == waits && (waits || counted.hits(0) > before));
        };
        return QTest::qWaitFor(seen, 20'000) && !session.finished();
    };
    for (const bool on : {false, true, false, true})
        QVERIFY2(becomes(on), counted.problem().c_str());
    QVERIFY2(counted.problem().empty(), counted.problem().c_str());
    session.stop();
    session.wait();
}

QTEST_GUILESS_MAIN(TestArming)
#include "tst_arming.moc"
