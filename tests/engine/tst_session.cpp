// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "engine/clock.h"
#include "engine/runtime/indent_healer.h"
#include "engine/session.h"

#include <QtTest>

#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <atomic>

using namespace tapscope;
using namespace tapscope::engine;

namespace {

struct Recorder : Listener {
    std::vector<std::pair<Phase, PhaseReport::State>> phases;
    std::vector<std::string> diagnostics;
    std::string text, messages, listing;
    size_t events = 0, sites = 0;
    std::atomic<int> target{0};
    std::atomic<bool> running{false}, finished{false};
    Counters counters;
    Outcome outcome;

    void onPhase(const PhaseReport &report) override
    {
        phases.emplace_back(report.phase, report.state);
        if (report.phase == Phase::Run && report.state == PhaseReport::State::Running)
            running = true;
    }
    void onDiagnostic(const script::Diagnostic &diagnostic) override { diagnostics.push_back(diagnostic.message.english()); }
    void onListing(std::string_view part) override { listing += part; }
    void onProgram(const analysis::Program &program) override { sites = program.sites.size(); }
    void onTarget(int pid) override { target = pid; }
    void onEvents(std::span<const trace::Event> batch) override
    {
        events += batch.size();
        for (const trace::Event &event : batch)
            text += event.text;
    }
    void onMessage(std::string_view part) override { messages += part; }
    void onCounters(const Counters &now) override { counters = now; }
    void onFinished(const Outcome &end) override
    {
        outcome = end;
        finished = true;
    }
};

Options scriptOptions(std::string text)
{
    Options options;
    options.scriptText = std::move(text);
    options.helperPath = TAPSCOPE_BINARY_DIR "/bin/tapscope-helper";
    options.tapsetDirectories = {TAPSCOPE_SOURCE_DIR "/tapset"};
    return options;
}

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

}

/// Runs, as a program that embeds them sees them.
class TestSession : public QObject {
    Q_OBJECT

private slots:
    void reportsPhasesInOrder();
    void failsWithADiagnostic_data();
    void failsWithADiagnostic();
    void stops();
    void stopsWhenDestroyed();
    void stopsBeforeItHasBegun();
    void manyAtOnce();
    void timersKeepTheirPace();
    void tracesATarget();
    void healsIndentation_data();
    void healsIndentation();
    void entryValues_data();
    void entryValues();
    void callersAtReturns_data();
    void callersAtReturns();
};

void TestSession::reportsPhasesInOrder()
{
    Recorder recorder;
    Session session(scriptOptions("probe begin { println(1) exit() } probe end { println(2) }"), recorder);
    session.wait();
    QVERIFY(session.finished());
    QVERIFY(recorder.finished);
    using S = PhaseReport::State;
    std::vector<std::pair<Phase, S>> expected;
    for (const Phase phase :
         {Phase::Parse, Phase::Resolve, Phase::Translate, Phase::Load, Phase::Attach, Phase::Run, Phase::Detach}) {
        expected.emplace_back(phase, S::Running);
        expected.emplace_back(phase, S::Done);
    }
    QVERIFY(recorder.phases == expected);
    QCOMPARE(recorder.text, std::string("1\n2\n"));
    QVERIFY(recorder.outcome.kind == Outcome::Kind::Finished);
    QCOMPARE(recorder.outcome.status, 0);
    QCOMPARE(recorder.counters.events, uint64_t(2));
}

void TestSession::failsWithADiagnostic_data()
{
    QTest::addColumn<QByteArray>("script");
    QTest::addColumn<int>("phase");
    QTest::newRow("syntax") << QByteArray("probe begin {") << int(Phase::Parse);
    QTest::newRow("analysis") << QByteArray("probe begin { nothing() }") << int(Phase::Resolve);
}

void TestSession::failsWithADiagnostic()
{
    QFETCH(QByteArray, script);
    QFETCH(int, phase);
    Recorder recorder;
    Session session(scriptOptions(script.toStdString()), recorder);
    session.wait();
    QVERIFY(recorder.outcome.kind == Outcome::Kind::Failed);
    QCOMPARE(recorder.outcome.status, 1);
    QVERIFY(!recorder.diagnostics.empty());
    QCOMPARE(recorder.outcome.message.english(), recorder.diagnostics.front());
    QCOMPARE(int(recorder.phases.back().first), phase);
    QVERIFY(recorder.phases.back().second == PhaseReport::State::Failed);
}

void TestSession::stops()
{
    Recorder recorder;
    Session session(scriptOptions("probe timer.ms(1) { println(1) } probe end { println(\"end\") }"), recorder);
    QVERIFY(eventually([&] { return recorder.running.load(); }));
    session.stop();
    session.wait();
    QVERIFY(recorder.outcome.kind == Outcome::Kind::Stopped);
    QVERIFY(QByteArray::fromStdString(recorder.text).endsWith("end\n"));
}

void TestSession::stopsWhenDestroyed()
{
    Recorder recorder;
    {
        Options options = scriptOptions("probe begin { println(1) }");
        options.command = "sleep 100";
        Session session(std::move(options), recorder);
        QVERIFY(eventually([&] { return recorder.running.load(); }));
    }
    QVERIFY(recorder.finished);
    const int pid = recorder.target;
    QVERIFY(pid > 0);
    ::kill(pid, SIGKILL); // the command is the user's: it goes on by itself
    int status = 0;
    ::waitpid(pid, &status, 0);
}

void TestSession::stopsBeforeItHasBegun()
{
    for (int i = 0; i < 50; ++i) {
        Recorder recorder;
        {
            Session session(scriptOptions("probe begin { println(1) }"), recorder);
            session.stop();
        }
        QVERIFY(recorder.finished);
        QCOMPARE(recorder.outcome.status, 0);
    }
}

void TestSession::manyAtOnce()
{
    constexpr int count = 8;
    std::vector<Recorder> recorders(count);
    {
        std::vector<std::unique_ptr<Session>> sessions;
        for (Recorder &recorder : recorders)
            sessions.push_back(
                std::make_unique<Session>(scriptOptions("probe timer.ms(1) { if (++n == 20) { println(n) exit() } } global n"),
                                          recorder));
        for (auto &session : sessions)
            session->wait();
    }
    for (const Recorder &recorder : recorders)
        QCOMPARE(recorder.text, std::string("20\n"));
}

void TestSession::timersKeepTheirPace()
{
    Recorder recorder;
    const uint64_t began = monotonicNs();
    Session session(scriptOptions("global fast, slow probe timer.ms(10) { fast++ } "
                                  "probe timer.ms(100) { if (++slow == 3) { printf(\"%d\\n\", fast) exit() } }"),
                    recorder);
    session.wait();
    QVERIFY(monotonicNs() - began >= 300'000'000);
    const int fast = QByteArray::fromStdString(recorder.text).trimmed().toInt();
    QVERIFY2(fast > 5 && fast <= 31, recorder.text.c_str()); // a busy machine may swallow some, never add any
}

void TestSession::tracesATarget()
{
    if (::geteuid() != 0)
        QSKIP("probes in the kernel need root here");
    QFile output(QDir::tempPath() + "/tapscope-session-output");
    QVERIFY(output.open(QIODevice::ReadWrite | QIODevice::Truncate));
    Recorder recorder;
    Options options = scriptOptions("probe process.function(\"serve\").call { println(pid() == target()) }");
    options.command = TAPSCOPE_BINARY_DIR "/bin/teahouse --orders 10 --pause-us 0";
    options.commandStdout = output.handle();
    Session session(std::move(options), recorder);
    session.wait();
    QVERIFY2(recorder.diagnostics.empty(), recorder.diagnostics.empty() ? "" : recorder.diagnostics.front().c_str());
    QCOMPARE(recorder.text, std::string("1\n1\n1\n1\n1\n1\n1\n1\n1\n1\n"));
    QCOMPARE(recorder.sites, size_t(1));
    QVERIFY(recorder.outcome.commandStatus.has_value());
    QCOMPARE(*recorder.outcome.commandStatus, 0);
    QCOMPARE(recorder.counters.handlers.size(), size_t(1));
    QCOMPARE(recorder.counters.handlers[0].counters.hits, uint64_t(10));
    QCOMPARE(recorder.counters.lost, uint64_t(0));
    output.seek(0);
    QVERIFY(output.readAll().contains("10 orders served"));
    output.remove();
}

/// Steps as "sp+ra" (a call), "sp-" (a return), "!" (a loss); what the handlers count, and what is shown.
void TestSession::healsIndentation_data()
{
    QTest::addColumn<QByteArray>("steps");
    QTest::addColumn<QByteArray>("spaces");
    QTest::newRow("well-nested") << QByteArray("1000+1 900+2 900- 900+3 900- 1000-") << QByteArray("0 1 1 1 1 0");
    QTest::newRow("longjmp over two frames")
        << QByteArray("1000+1 900+2 800+3 900+4 900- 1000- 1000+1") << QByteArray("0 1 2 1 1 0 0");
    QTest::newRow("exception to the outermost")
        << QByteArray("1000+1 900+2 800+3 1000- 1000+1 1000-") << QByteArray("0 1 2 0 0 0");
    QTest::newRow("tail call by a jump of a probed frame") << QByteArray("1000+1 1000+4096 1000- 1000-") << QByteArray("0 1 1 0");
    QTest::newRow("call repeated in the same place") << QByteArray("1000+1 900+2 900+2 900- 1000-") << QByteArray("0 1 1 1 0");
    QTest::newRow("return never entered") << QByteArray("1000+1 1500- 1000-") << QByteArray("0 0 0");
    QTest::newRow("loss") << QByteArray("1000+1 900+2 ! 1000- 1000+1") << QByteArray("0 1 1 1");
}

void TestSession::healsIndentation()
{
    QFETCH(QByteArray, steps);
    QFETCH(QByteArray, spaces);
    IndentHealer healer;
    int counted = 0;
    QByteArrayList shown;
    const auto parts = steps.split(' ');
    for (const QByteArray &part : parts) {
        if (part == "!") {
            healer.lost();
            continue;
        }
        IndentHealer::Step step;
        step.thread = 1;
        const qsizetype plus = part.indexOf('+');
        step.delta = plus > 0 ? 1 : -1;
        step.stackPointer = part.left(plus > 0 ? plus : part.size() - 1).toULongLong();
        step.returnAddress = plus > 0 ? part.mid(plus + 1).toULongLong() : 0;
        int32_t indent = step.delta > 0 ? counted : counted - 1; // as the handlers do it
        counted += step.delta;
        int64_t time = 0;
        indent = std::max(indent, 0);
        healer.mend(step, time, indent);
        shown << QByteArray::number(indent);
    }
    QCOMPARE(shown.join(' '), spaces);
}

void TestSession::entryValues_data()
{
    QTest::addColumn<bool>("withoutMulti");
    QTest::newRow("as the kernel allows") << false;
    QTest::newRow("as on kernels before 6.6") << true;
}

// Exceptions may pass through brew(), so that its returns are probed at the instruction where that can be.
void TestSession::entryValues()
{
    QFETCH(bool, withoutMulti);
    if (::geteuid() != 0)
        QSKIP("probes in the kernel need root");
    Options options = scriptOptions("probe process.function(\"brew\").return "
                                    "{ printf(\"%d %d,\", @entry(tid()) == tid(), @var(\"ordersTaken@teahouse.cpp\")) }");
    options.command = TAPSCOPE_BINARY_DIR "/bin/teahouse --orders 3 --waiters 1 --pause-us 0";
    options.withoutUprobeMulti = withoutMulti;
    Recorder recorder;
    Session session(std::move(options), recorder);
    session.wait();
    QCOMPARE(recorder.text, "1 1,1 2,1 3,");
}

void TestSession::callersAtReturns_data()
{
    entryValues_data();
}

// Where they cannot be told, that is said; nothing is left out in silence.
void TestSession::callersAtReturns()
{
    QFETCH(bool, withoutMulti);
    if (::geteuid() != 0)
        QSKIP("probes in the kernel need root");
    Options options = scriptOptions("probe process.function(\"brew\").callee(\"steep\").return { print(\"hit,\") }");
    options.command = TAPSCOPE_BINARY_DIR "/bin/teahouse --orders 2 --waiters 1 --pause-us 0";
    options.withoutUprobeMulti = withoutMulti;
    Recorder recorder;
    Session session(std::move(options), recorder);
    session.wait();
    QCOMPARE(recorder.text, withoutMulti ? "" : "hit,hit,");
    QCOMPARE(recorder.diagnostics.size(), withoutMulti ? 1U : 0U);
    if (withoutMulti)
        QVERIFY2(recorder.diagnostics.front().contains("before 6.6"), recorder.diagnostics.front().c_str());
}

QTEST_GUILESS_MAIN(TestSession)
#include "tst_session.moc"
