// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "cli.h"

/// The examples that come with the program, run as they are, on programs of which it is known what they do. Those that need a
/// kernel with kprobes are in tests/vm/examples.sh.
class TestExamples : public QObject {
    Q_OBJECT

private slots:
    void initTestCase();
    void onTeahouse_data();
    void onTeahouse();
    void ofSystem_data();
    void ofSystem();
    void numbersAsBytes();
    void functionsOfScripts();
    void ticks();

private:
    static QString example(const char *name)
    {
        return QStringLiteral(TAPSCOPE_SOURCE_DIR "/resources/examples/%1.stp").arg(name);
    }
    static e2e::Result runOn(const QString &command, const char *name)
    {
        return e2e::runCli({QStringLiteral("-c"), command, example(name)});
    }
    QTemporaryDir m_directory;
};

void TestExamples::initTestCase()
{
    if (!e2e::isRoot())
        QSKIP("probing needs root");
}

void TestExamples::onTeahouse_data()
{
    QTest::addColumn<QByteArray>("name");
    QTest::addColumn<QStringList>("lines");
    const auto row = [](const char *name, const QStringList &lines) { QTest::newRow(name) << QByteArray(name) << lines; };
    row("hello", {QStringLiteral("^hello ")});
    row("call-tree",
        {QStringLiteral("^ +\\d+ teahouse\\(\\d+\\): *-> main argc=0x5 argv=0x[0-9a-f]+$"),
         QStringLiteral("^ +\\d+ teahouse\\(\\d+\\): +-> brew "), QStringLiteral("^ +\\d+ teahouse\\(\\d+\\): +<- brew ")});
    row("calls-by-function", {QStringLiteral("^ +3 brew$"), QStringLiteral("^--$")});
    row("library-calls", {QStringLiteral("^ +[1-9]\\d* pthread_mutex_lock$")});
    row("marks", {QStringLiteral("^order__taken +"), QStringLiteral("^[1-9]\\d* cups poured$")});
    row("statement-trace",
        {QStringLiteral("^\\d+ process\\(\".*teahouse\"\\)\\.statement\\(\"readOptions@.*teahouse\\.cpp:\\d+\"\\) .*argc=0x5")});
    row("inlined-functions", {QStringLiteral("^ +[1-9]\\d* [a-z]")});
    row("lock-holders",
        {QStringLiteral("^[1-9]\\d* times .+"), QStringLiteral("^  [1-9]\\d* times from$"),
         QStringLiteral("^ 0x[0-9a-f]+ : tea::takeOrder\\+0x[0-9a-f]+/0x[0-9a-f]+ \\[.*/teahouse\\]$")});
}

void TestExamples::onTeahouse()
{
    QFETCH(QByteArray, name);
    QFETCH(QStringList, lines);
    const QString program = e2e::binary(name == "inlined-functions" ? QStringLiteral("teahouse-stripped")
                                                                    : QStringLiteral("teahouse"));
    const e2e::Result result = runOn(program + QStringLiteral(" --orders 3 --waiters 1"), name.constData());
    QVERIFY2(result.finished && result.status == 0, result.err.constData());
    for (const QString &line : lines) {
        const QRegularExpression pattern(line, QRegularExpression::MultilineOption);
        QVERIFY2(pattern.match(QString::fromUtf8(result.out)).hasMatch(),
                 qPrintable(line + "\n" + result.out.left(3000) + result.err));
    }
}

void TestExamples::ofSystem_data()
{
    QTest::addColumn<QByteArray>("name");
    QTest::addColumn<QString>("command");
    QTest::addColumn<QStringList>("lines");
    QTest::newRow("who-kills") << QByteArray("who-kills") << QStringLiteral("sh -c 'sleep 100 & kill -s KILL $!; wait'")
                               << QStringList{QStringLiteral(
                                      ": (da)?sh \\(process \\d+, user 0\\) kills (sleep|sh|dash) \\(process \\d+\\)$")};
    QTest::newRow("probe-groups") << QByteArray("probe-groups") << QStringLiteral("cat /etc/hostname")
                                  << QStringList{QStringLiteral("^files    write      1$"),
                                                 QStringLiteral("^files    read       [1-9]"),
                                                 QStringLiteral("^memory   mmap2?      *[1-9]")};
    QTest::newRow("open-files") << QByteArray("open-files") << QStringLiteral("cat /etc/hostname")
                                << QStringList{QStringLiteral("^cat +\\d+ \"/etc/hostname\" = [3-9]$")};
    QTest::newRow("started-programs") << QByteArray("started-programs") << QStringLiteral("sh -c '/bin/true; echo tea'")
                                      << QStringList{QStringLiteral("^ *\\d+ /bin/true, started by (da)?sh \\(\\d+\\)$")};
    QTest::newRow("busiest-readers") << QByteArray(
        "busiest-readers") << QStringLiteral("sh -c 'dd if=/dev/zero of=/dev/null bs=1M count=3000 2>/dev/null; sleep 1.5'")
                                     << QStringList{QStringLiteral("^ +program process +read +written$"),
                                                    QStringLiteral("^ +dd +\\d+ +\\d{7,} +\\d{7,}$")};
    QTest::newRow("waiting-for-locks") << QByteArray("waiting-for-locks")
                                       << e2e::binary(QStringLiteral("teahouse")) + QStringLiteral(" --orders 50 --waiters 3")
                                       << QStringList{QStringLiteral(
                                              "^teahouse +\\d+ 0x[0-9a-f]+: waited [1-9]\\d* times, \\d+ us, longest \\d+ us$")};
}

void TestExamples::ofSystem()
{
    QFETCH(QByteArray, name);
    QFETCH(QString, command);
    QFETCH(QStringList, lines);
    const e2e::Result result = runOn(command, name.constData());
    if (result.err.contains("does not describe"))
        QSKIP("this kernel has no BTF");
    QVERIFY2(result.finished && !result.err.contains("error"), result.err.constData());
    for (const QString &line : lines) {
        const QRegularExpression pattern(line, QRegularExpression::MultilineOption);
        QVERIFY2(pattern.match(QString::fromUtf8(result.out)).hasMatch(), qPrintable(line + "\n" + result.out + result.err));
    }
}

void TestExamples::numbersAsBytes()
{
    const QString bytes = m_directory.filePath(QStringLiteral("reads"));
    const e2e::Result result = e2e::runCli({QStringLiteral("-o"), bytes, QStringLiteral("-c"),
                                            QStringLiteral("dd if=/dev/zero of=/dev/null bs=1234 count=5"),
                                            example("binary-output")});
    QCOMPARE(result.status, 0);
    QFile file(bytes);
    QVERIFY(file.open(QIODevice::ReadOnly));
    const QByteArray all = file.readAll();
    QCOMPARE(all.size() % 16, 0);
    int reads = 0;
    quint64 last = 0;
    for (qsizetype at = 0; at < all.size(); at += 16) {
        const auto time = qFromLittleEndian<quint64>(all.constData() + at);
        reads += qFromLittleEndian<qint32>(all.constData() + at + 12) == 1234 ? 1 : 0;
        QVERIFY(time > last);
        last = time;
    }
    QCOMPARE(reads, 5);
}

void TestExamples::functionsOfScripts()
{
    // What an interpreter tells, by a program with the same marks.
    const QString program = e2e::compileTarget(m_directory, QStringLiteral("interpreter"), R"(#include <initializer_list>
#include <sys/sdt.h>
static void call(const char *name, int line, int depth)
{
    DTRACE_PROBE3(python, function__entry, "tea.py", name, line);
    if (depth > 0) call("pour", line + 10, depth - 1);
    DTRACE_PROBE3(python, function__return, "tea.py", name, line + 5);
}
volatile char sum; // what was never read is not in memory
int main() { for (const char *each : {"tea.py", "brew", "pour"}) sum += *each; call("brew", 3, 2); return 0; }
)");
    QVERIFY(!program.isEmpty());
    const e2e::Result result = runOn(program, "script-functions");
    const QRegularExpression times(QStringLiteral("^ *\\d+ interpreter\\(\\d+\\): "), QRegularExpression::MultilineOption);
    QCOMPARE(QString::fromUtf8(result.out).replace(times, QString()),
             QStringLiteral("=> brew in tea.py:3\n => pour in tea.py:13\n  => pour in tea.py:23\n  <= pour in tea.py:28\n"
                            " <= pour in tea.py:18\n<= brew in tea.py:8\n"));
}

void TestExamples::ticks()
{
    const e2e::Result result = e2e::runCli({example("ticks-per-second")});
    const auto match
        = QRegularExpression(QStringLiteral("^\\d+ ticks in \\d+ ms: CONFIG_HZ=(\\d+)\n$")).match(QString::fromUtf8(result.out));
    QVERIFY2(match.hasMatch(), result.out + result.err);
    const e2e::Result told = e2e::runCli({"-e", "probe begin { println(HZ()) exit() }"});
    // Timers come late on a machine that has much to do.
    const int hz = told.out.trimmed().toInt();
    QVERIFY2(hz > 0 && qAbs(match.captured(1).toInt() - hz) <= hz / 3, result.out + told.out + told.err);
}

QTEST_GUILESS_MAIN(TestExamples)
#include "tst_examples.moc"
