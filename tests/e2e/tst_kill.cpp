// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "cli.h"
#include "kernel_state.h"

#include <sys/syscall.h>

/// Whoever dies in the middle of a run, by whatever means: no probe stays, the others say so and end.
class TestKill : public QObject {
    Q_OBJECT

private slots:
    void initTestCase();
    void killed_data();
    void killed();
    void killedWhileHeld();
    void secondInterrupt();
    void windowIsKilled();
};

void TestKill::initTestCase()
{
    if (!e2e::isRoot())
        QSKIP("probes in the kernel need root here");
}

void TestKill::killed_data()
{
    QTest::addColumn<QByteArray>("victim");
    QTest::newRow("the terminal command") << QByteArray("cli");
    QTest::newRow("the helper") << QByteArray("helper");
    QTest::newRow("the helper, when it is asked") << QByteArray("asked helper");
    QTest::newRow("the target") << QByteArray("target");
}

/// Whether one of its threads sleeps in poll(2) for longer than it does between its looks at the records.
static bool waitsLong(qint64 pid)
{
    const QDir threads(QStringLiteral("/proc/%1/task").arg(pid));
    for (const QString &each : threads.entryList(QDir::Dirs | QDir::NoDotAndDotDot)) {
        QFile file(threads.filePath(each) + "/syscall");
        const QByteArrayList words = file.open(QIODevice::ReadOnly) ? file.readAll().split(' ') : QByteArrayList();
        if (words.size() > 3 && words[0].toLong() == SYS_poll && words[3].toULongLong(nullptr, 16) > 1000)
            return true;
    }
    return false;
}

void TestKill::killed()
{
    QFETCH(QByteArray, victim);
    QProcess cli;
    cli.start(e2e::binary("tapscope-cli"),
              {"-c", e2e::binary("teahouse") + " --seconds 120", "-e",
               e2e::callTreeScript() + " probe end { println(\"end\") }"});
    QVERIFY(cli.waitForStarted());
    QVERIFY(cli.waitForReadyRead(30'000)); // events come: the probes are on
    const auto helpers = e2e::childrenOf(cli.processId(), "tapscope-helper");
    const auto targets = e2e::childrenOf(cli.processId(), "teahouse");
    QCOMPARE(helpers.size(), 1);
    QCOMPARE(targets.size(), 1);
    const QSet<uint> during = e2e::bpfLinksOf(helpers[0]);
    QVERIFY(!during.isEmpty());

    const qint64 pid = victim == "cli" ? cli.processId() : victim == "target" ? targets[0] : helpers[0];
    if (victim == "asked helper") {
        ::kill(pid_t(pid), SIGSTOP); // so that no question is answered
        QVERIFY(e2e::eventually([&] { return waitsLong(cli.processId()); }));
    }
    QCOMPARE(::kill(pid_t(pid), SIGKILL), 0);

    QVERIFY(e2e::eventually([&] { return !e2e::bpfLinks().intersects(during); }));
    QCOMPARE(e2e::uprobeEvents(), QByteArrayList());
    const e2e::Result result = e2e::collect(cli, 20'000);
    QVERIFY(result.finished);
    QVERIFY(e2e::eventually([&] { return !e2e::isAlive(helpers[0]); }));
    if (victim.endsWith("helper")) {
        QCOMPARE(result.status, 1);
        QVERIFY2(result.err.contains("helper"), result.err.constData());
        QVERIFY(result.out.endsWith("end\n"));
    } else if (victim == "target") {
        QCOMPARE(result.status, 1);
        QVERIFY2(result.err.contains("WARNING: Child process exited with signal 9 (Killed)"), result.err.constData());
        QVERIFY(result.out.endsWith("end\n"));
    }
    // A command whose tracer has gone runs on, as with stap; it must still be able to.
    if (victim != "target") {
        QVERIFY(e2e::isAlive(targets[0]));
        ::kill(pid_t(targets[0]), SIGKILL);
    }
}

/// A command that was never let go does not outlive the one who held it.
void TestKill::killedWhileHeld()
{
    QProcess cli;
    // Handlers that come before the command may run, and take some seconds for it.
    QString script;
    for (int i = 0; i < 50; ++i)
        script += QStringLiteral("probe begin(%1) { while (1) s = sprintf(\"%50d%50d%50d%50d\", 1, 2, 3, 4) println(s) } ").arg(i);
    cli.start(e2e::binary("tapscope-cli"), {"-c", "sleep 100", "-e", script, "-D", "MAXACTION=100000", "-D", "MAXERRORS=1000"});
    QVERIFY(cli.waitForStarted());
    const qint64 holder = cli.processId(); // 0 once it has ended
    qint64 held = 0;
    QVERIFY(e2e::eventually([&] {
        const auto children = e2e::childrenOf(holder);
        held = children.isEmpty() ? 0 : children.first();
        return held != 0 || cli.state() == QProcess::NotRunning;
    }));
    cli.kill();
    QVERIFY(cli.state() == QProcess::NotRunning || cli.waitForFinished());
    QVERIFY(held == 0 || e2e::eventually([&] { return !e2e::isAlive(held); }));
    if (held != 0)
        ::kill(pid_t(held), SIGKILL);
}

void TestKill::secondInterrupt()
{
    QProcess cli;
    cli.start(e2e::binary("tapscope-cli"), {"-c", e2e::binary("teahouse") + " --seconds 120", "-e", e2e::callTreeScript()});
    QVERIFY(cli.waitForReadyRead(30'000));
    const auto helpers = e2e::childrenOf(cli.processId(), "tapscope-helper");
    const auto targets = e2e::childrenOf(cli.processId(), "teahouse");
    QCOMPARE(helpers.size(), 1);
    const QSet<uint> during = e2e::bpfLinksOf(helpers[0]);
    ::kill(pid_t(cli.processId()), SIGINT);
    ::kill(pid_t(cli.processId()), SIGTERM);
    QVERIFY(e2e::collect(cli, 10'000).finished);
    QVERIFY(e2e::eventually([&] { return !e2e::bpfLinks().intersects(during); }));
    for (const qint64 pid : targets)
        ::kill(pid_t(pid), SIGKILL);
}

void TestKill::windowIsKilled()
{
    const QString ide = e2e::binary("tapscope");
    if (!QFile::exists(ide))
        QSKIP("built without the IDE");
    QTemporaryDir home;
    QProcess window;
    auto environment = QProcessEnvironment::systemEnvironment();
    environment.insert("QT_QPA_PLATFORM", "offscreen");
    environment.insert("HOME", home.path());
    environment.insert("XDG_CONFIG_HOME", home.path());
    window.setProcessEnvironment(environment);
    window.start(ide,
                 {"-c", e2e::binary("teahouse") + " --seconds 120", "--run",
                  QStringLiteral(TAPSCOPE_SOURCE_DIR "/resources/examples/call-tree.stp")});
    QVERIFY(window.waitForStarted());
    QList<qint64> helpers, targets;
    QSet<uint> during;
    QVERIFY(e2e::eventually([&] {
        helpers = e2e::childrenOf(window.processId(), "tapscope-helper");
        targets = e2e::childrenOf(window.processId(), "teahouse");
        during = helpers.isEmpty() ? QSet<uint>() : e2e::bpfLinksOf(helpers[0]);
        return (!during.isEmpty() && !targets.isEmpty()) || window.state() == QProcess::NotRunning;
    }));
    QCOMPARE(helpers.size(), 1);
    QCOMPARE(targets.size(), 1);
    window.kill();
    QVERIFY(window.waitForFinished());
    QVERIFY(e2e::eventually([&] { return !e2e::bpfLinks().intersects(during) && !e2e::isAlive(helpers[0]); }));
    QCOMPARE(e2e::uprobeEvents(), QByteArrayList());
    // Held before its exec it goes too; once it runs it is the user's.
    ::kill(pid_t(targets[0]), SIGKILL);
}

QTEST_GUILESS_MAIN(TestKill)
#include "tst_kill.moc"
