// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "call_text.h"
#include "cli.h"

#include <sys/stat.h>

/// Scripts with probes in the kernel, on real programs, compared with what the programs say of themselves.
class TestTracing : public QObject {
    Q_OBJECT

private slots:
    void initTestCase();
    void callTree_data();
    void callTree();
    void exceptions();
    void longJumps();
    void recursion_data();
    void recursion();
    void vectorInstructions();
    void withoutDebugInfo();
    void runningProcess();
    void processThatEnds();
    void forkedChildren();
    void longKeys();
    void longOutput();
    void exitStopsTheRun();
    void exitInHandler();
    void countersAndTimers();
    void errorInHandler();
    void lossesAreTold();
    void overload();
    void cutBacktrace();
    void targetThatEndsAtOnce();
    void treeOption();
    void ordinaryUser();
    void withoutPermission();

private:
    QTemporaryDir m_directory;
};

void TestTracing::initTestCase()
{
    if (!e2e::isRoot())
        QSKIP("probes in the kernel need root here");
    // Other users (the one without rights) must get here too.
    QVERIFY(m_directory.isValid());
    QVERIFY(::chmod(QFile::encodeName(m_directory.path()).constData(), 0755) == 0);
}

void TestTracing::callTree_data()
{
    QTest::addColumn<QString>("program");
    QTest::addColumn<QStringList>("options");
    QTest::newRow("with debuginfo") << "teahouse" << QStringList{};
    QTest::newRow("optimised, separate debuginfo") << "teahouse-stripped" << QStringList{};
}

void TestTracing::callTree()
{
    QFETCH(QString, program);
    QFETCH(QStringList, options);
    const QString output = m_directory.filePath("tree.txt");
    const e2e::Result result = e2e::runCli(options
                                           + QStringList{"-o", output, "-c",
                                                         e2e::binary(program) + " --orders 60 --pause-us 0 --counts", "-e",
                                                         e2e::callTreeScript()});
    QVERIFY(result.finished);
    QVERIFY2(result.status == 0, result.err.constData());
    QFile file(output);
    QVERIFY(file.open(QIODevice::ReadOnly));
    const e2e::CallText calls = e2e::readCalls(file.readAll());
    QVERIFY2(calls.problems.isEmpty(), qPrintable(calls.problems.mid(0, 20).join(QLatin1Char('\n'))));
    QCOMPARE(calls.threads, 3);
    QCOMPARE(calls.openCalls, 1); // _start never returns
    const auto counts = e2e::readCounts(result.out);
    QVERIFY(counts.size() >= 15);
    for (auto it = counts.begin(); it != counts.end(); ++it) {
        QVERIFY2(calls.calls.value(it.key()) == it.value(),
                 qPrintable(
                     QStringLiteral("%1: %2 calls seen, %3 made").arg(it.key()).arg(calls.calls.value(it.key())).arg(it.value())));
        QCOMPARE(calls.returns.value(it.key()), it.value());
    }
}

/// Frames that an exception unwinds do not return; the program must live, and the depth must heal.
void TestTracing::exceptions()
{
    const QString output = m_directory.filePath("exceptions.txt");
    const e2e::Result result = e2e::runCli({"-o", output, "-c",
                                            e2e::binary("teahouse") + " --orders 200 --waiters 1 --pause-us 0 --counts", "-e",
                                            e2e::callTreeScript()});
    QVERIFY(result.finished);
    QVERIFY2(result.status == 0, result.err.constData());
    QFile file(output);
    QVERIFY(file.open(QIODevice::ReadOnly));
    const QByteArray text = file.readAll();
    const e2e::CallText calls = e2e::readCalls(text);
    const auto counts = e2e::readCounts(result.out);
    QCOMPARE(counts.value("dropPot"), 3);
    for (auto it = counts.begin(); it != counts.end(); ++it)
        QVERIFY2(calls.calls.value(it.key()) == it.value(), qPrintable(it.key()));
    QCOMPARE(calls.returns.value("dropPot"), 0);
    QCOMPARE(calls.returns.value("brew"), counts.value("brew") - 3);
    QCOMPARE(calls.returns.value("serve"), counts.value("serve"));
    // serve is always called by waiter: had the depth not healed, it would have grown with each exception.
    static const QRegularExpression form(QStringLiteral(":( *)-> serve"));
    QSet<qsizetype> depths;
    for (auto match = form.globalMatch(QString::fromUtf8(text)); match.hasNext();)
        depths.insert(match.next().captured(1).size());
    QCOMPARE(depths.size(), 1);
}

void TestTracing::longJumps()
{
    const QString program = e2e::compileTarget(m_directory, "jumper", R"(
#include <setjmp.h>
#include <stdio.h>
jmp_buf place;
__attribute__((noinline)) void deepest(int i) { longjmp(place, i + 1); }
__attribute__((noinline)) void deeper(int i) { deepest(i); asm volatile(""); }
__attribute__((noinline)) void leaf() { asm volatile(""); }
__attribute__((noinline)) void jumpOnce(int i) { if (setjmp(place) == 0) deeper(i); leaf(); }
int main() { for (int i = 0; i < 5; ++i) jumpOnce(i); return 0; }
)");
    QVERIFY(!program.isEmpty());
    const QString script = QStringLiteral(
        "probe process.function(\"deepest\").call, process.function(\"deeper\").call, process.function(\"leaf\").call, "
        "process.function(\"jumpOnce\").call { printf(\"%s -> %s\\n\", thread_indent(1), ppfunc()) } "
        "probe process.function(\"deepest\").return, process.function(\"deeper\").return, process.function(\"leaf\").return, "
        "process.function(\"jumpOnce\").return { printf(\"%s <- %s\\n\", thread_indent(-1), ppfunc()) }");
    const e2e::Result result = e2e::runCli({"-c", program, "-e", script});
    QVERIFY2(result.status == 0, result.err.constData());
    static const QRegularExpression form(QStringLiteral(":( *)-> jumpOnce"));
    int calls = 0;
    for (auto match = form.globalMatch(QString::fromUtf8(result.out)); match.hasNext(); ++calls)
        QCOMPARE(match.next().captured(1).size(), 1);
    QCOMPARE(calls, 5);
    QCOMPARE(result.out.count("<- jumpOnce"), 5);
    QCOMPARE(result.out.count("<- leaf"), 5);
}

void TestTracing::recursion_data()
{
    QTest::addColumn<int>("depth");
    QTest::newRow("50 deep") << 50;
    QTest::newRow("200 deep") << 200;
}

/// The kernel remembers 64 returns of a thread: deeper calls are seen without theirs, and the depth stays true.
void TestTracing::recursion()
{
    QFETCH(int, depth);
    const QString program = e2e::compileTarget(m_directory, "deep", R"(
#include <stdlib.h>
__attribute__((noinline)) int down(int n) { asm volatile(""); return n == 0 ? 0 : down(n - 1) + 1; }
__attribute__((noinline)) int after() { asm volatile(""); return 1; }
int main(int, char **argv) { int n = atoi(argv[1]) - 1; return down(n) - n + after() - 1; }
)");
    QVERIFY(!program.isEmpty());
    const e2e::Result result = e2e::runCli(
        {"-c", program + ' ' + QString::number(depth), "-e",
         "probe process.function(\"down\").call, process.function(\"after\").call { printf(\"%s -> %s "
         "%s\\n\", thread_indent(1), ppfunc(), $$parms) } probe process.function(\"down\").return, "
         "process.function(\"after\").return { printf(\"%s <- %s\\n\", thread_indent(-1), ppfunc()) }"});
    QVERIFY2(result.status == 0, result.err.constData());
    const e2e::CallText calls = e2e::readCalls(result.out);
    QCOMPARE(calls.calls.value("down"), depth);
    QCOMPARE(calls.returns.value("after"), 1);
    QVERIFY(result.out.contains("-> down n=" + QByteArray("0x") + QByteArray::number(depth - 1, 16) + '\n'));
    QVERIFY(result.out.contains("-> down n=0x0\n"));
    QVERIFY2(result.out.contains("): -> after"), result.out.right(400).constData()); // not indented: nothing else runs
    if (depth < 64) {
        QVERIFY2(calls.problems.isEmpty(), qPrintable(calls.problems.mid(0, 5).join(QLatin1Char('\n'))));
        QCOMPARE(calls.returns.value("down"), depth);
        QCOMPARE(result.err, QByteArray());
    } else {
        const QByteArray unseen = QByteArray::number(depth - calls.returns.value("down"));
        QVERIFY2(result.err.contains("nested more than 64 deep, " + unseen + " returns were not seen"), result.err.constData());
    }
}

/// A program of the system: no DWARF, only the symbols that it exports.
/// The kernel mistakes some AVX instructions for jumps, calls or returns: the program must compute the same under probes.
void TestTracing::vectorInstructions()
{
#if !defined(__x86_64__)
    QSKIP("AVX belongs to x86-64");
#else
    if (!__builtin_cpu_supports("avx2"))
        QSKIP("this processor has no AVX2");
#endif
    const QString program = e2e::compileTarget(m_directory, "vectors", R"(
#include <cstdio>
#include <initializer_list>
#define BEGIN(name) ".globl " #name "\n.type " #name ",@function\n" #name ":\n"
#define END(name) "vmovdqu %ymm0,(%rdi)\nvmovdqu (%rdi),%ymm0\nret\n.size " #name ",.-" #name "\n"
asm(BEGIN(compares) "vpcmpeqd %ymm0,%ymm0,%ymm0\n" END(compares)
    BEGIN(clears) "vzeroupper\n" END(clears)
    BEGIN(subtracts) "vpsubsb %ymm0,%ymm0,%ymm0\n" END(subtracts)
    // A loop back to its first instruction: the probe has no other place to go.
    BEGIN(loops) "vpcmpeqd %ymm0,%ymm0,%ymm0\nsub $1,%esi\njg loops\n" END(loops));
extern "C" void compares(void *, int), clears(void *, int), subtracts(void *, int), loops(void *, int);
int main()
{
    const unsigned char filled[32] = {90, 90, 90, 90, 90, 90, 90, 90, 90, 90, 90, 90, 90, 90, 90, 90,
                                      90, 90, 90, 90, 90, 90, 90, 90, 90, 90, 90, 90, 90, 90, 90, 90};
    for (const auto function : {compares, clears, subtracts, loops}) {
        unsigned char bytes[32];
        asm volatile("vmovdqu %0,%%ymm0" : : "m"(filled) : "xmm0");
        function(bytes, 3);
        printf("%02x%02x ", bytes[0], bytes[31]);
    }
    puts("");
}
)",
                                               {"-O1"});
    QVERIFY(!program.isEmpty());
    const QByteArray truth = e2e::run(program, {}).out;
    QCOMPARE(truth, QByteArray("ffff 5a00 0000 ffff \n"));
    const e2e::Result result = e2e::runCli({"-c", program, "-e",
                                            "probe process.function(\"compares\").call, process.function(\"clears\").call, "
                                            "process.function(\"subtracts\").call, process.function(\"loops\").call { "
                                            "printf(\"%s \", ppfunc()) }"});
    QVERIFY(result.finished);
    QVERIFY2(result.status == 0, result.err.constData());
    QVERIFY2(result.out.contains(truth), result.out.constData());
    QVERIFY2(result.out.contains("compares clears subtracts "), result.out.constData());
    QVERIFY2(result.err.contains("1 of 1 places cannot be probed (loops)"), result.err.constData());
}

void TestTracing::withoutDebugInfo()
{
    const e2e::Result result = e2e::runCli({"-c", "/bin/bash -c 'for i in 1 2 3; do echo $i; done'", "-o",
                                            m_directory.filePath("bash.txt"), "-e", e2e::callTreeScript()});
    QVERIFY(result.finished);
    QVERIFY2(result.status == 0, result.err.constData());
    QCOMPARE(result.out, QByteArray("1\n2\n3\n"));
    QFile file(m_directory.filePath("bash.txt"));
    QVERIFY(file.open(QIODevice::ReadOnly));
    const e2e::CallText calls = e2e::readCalls(file.readAll());
    QVERIFY(calls.calls.size() > 50);
    QCOMPARE(calls.calls.value("execute_command_internal"), calls.returns.value("execute_command_internal"));
    QVERIFY(calls.calls.value("execute_command_internal") >= 4);

    const e2e::Result ls = e2e::runCli({"-c", "/bin/ls -d /", "-e", e2e::callTreeScript()});
    QVERIFY2(ls.status == 0, ls.err.constData());
    QVERIFY(ls.out.contains("/\n"));
}

/// -x: the process of that number, and no other of the same program.
void TestTracing::runningProcess()
{
    QProcess traced, other;
    traced.start(e2e::binary("teahouse"), {"--seconds", "60"});
    other.start(e2e::binary("teahouse"), {"--seconds", "60"});
    QVERIFY(traced.waitForStarted() && other.waitForStarted());
    const e2e::Result result = e2e::runCli({"-x", QString::number(traced.processId()), "-e",
                                            "probe process.function(\"serve\").call { printf(\"%d %d %d\\n\", pid(), target(), "
                                            "$order != 0) if (++n == 20) exit() } global n"});
    const qint64 pid = traced.processId();
    traced.kill();
    other.kill();
    traced.waitForFinished();
    other.waitForFinished();
    QVERIFY2(result.status == 0, result.err.constData());
    const auto lines = result.out.trimmed().split('\n');
    QVERIFY(lines.size() >= 20);
    for (const QByteArray &line : lines)
        QCOMPARE(line, QByteArray::number(pid) + ' ' + QByteArray::number(pid) + " 1");
}

void TestTracing::processThatEnds()
{
    QProcess traced;
    traced.start(e2e::binary("teahouse"), {"--seconds", "60"});
    QVERIFY(traced.waitForStarted());
    QProcess cli;
    cli.start(e2e::binary("tapscope-cli"),
              {"-x", QString::number(traced.processId()), "-e",
               "probe process.function(\"serve\").call { println(ppfunc()) } probe end { println(\"end\") }"});
    QVERIFY(cli.waitForReadyRead(30'000));
    traced.kill();
    traced.waitForFinished();
    const e2e::Result result = e2e::collect(cli, 20'000);
    QVERIFY(result.finished);
    QCOMPARE(result.status, 0);
    QVERIFY(result.out.endsWith("end\n"));
    QVERIFY2(result.err.contains("has ended"), result.err.constData());
}

/// Children of the command are followed, also through a shell.
void TestTracing::longKeys()
{
    // Written in the kernel, read and written outside of it.
    const e2e::Result result = e2e::runCli({"-c", "/bin/true", "-e", R"(
global a, b
probe process.begin {
    s = "x"; for (i = 0; i < 8; i++) s .= s
    a[s . "1", s . "2"] = 1; a[s . "1", s . "3"] = 2; b[s] = 3; b[s . "b"] = 4
    exit()
}
probe end {
    foreach ([x, y] in a+) printf("%d %d %s %d\n", strlen(x), strlen(y), substr(y, strlen(y) - 1, 1), a[x, y])
    foreach (x in b-) printf("%d %d\n", strlen(x), b[x])
    s = "x"; for (i = 0; i < 8; i++) s .= s
    println(a[s . "1", s . "3"], b[s], [s . "1", s . "9"] in a)
    b[s . "q"] = 9; delete b[s]; println(b[s . "q"], s in b)
}
)"});
    QVERIFY2(result.status == 0, result.err.constData());
    QCOMPARE(result.out, QByteArray("257 257 2 1\n257 257 3 2\n257 4\n256 3\n230\n90\n"));
}

void TestTracing::longOutput()
{
    const e2e::Result result = e2e::runCli(
        {"-c", "/bin/true", "-e", "probe process.begin { for (i = 0; i < 3000; i++) printf(\"%d is a number\\n\", i); exit() }"});
    QVERIFY2(result.status == 0, result.err.constData());
    const auto lines = result.out.trimmed().split('\n');
    QCOMPARE(lines.size(), 3000);
    QCOMPARE(lines.last(), QByteArray("2999 is a number"));
}

void TestTracing::forkedChildren()
{
    const QString program = e2e::compileTarget(m_directory, "forker", R"(
#include <sys/wait.h>
#include <unistd.h>
__attribute__((noinline)) void work() { asm volatile(""); }
int main() {
    for (int i = 0; i < 3; ++i) {
        if (fork() == 0) { if (fork() == 0) { work(); _exit(0); } work(); wait(nullptr); _exit(0); }
    }
    work();
    while (wait(nullptr) > 0) { }
    return 0;
}
)");
    QVERIFY(!program.isEmpty());
    const QStringList script{"-e", "probe process(\"" + program + "\").function(\"work\").call { println(pid()) }"};
    for (const QString &command : {program, "(" + program + "; true)"}) {
        const e2e::Result result = e2e::runCli(QStringList{"-c", command} + script);
        QVERIFY2(result.status == 0, result.err.constData());
        const auto pids = result.out.trimmed().split('\n');
        QCOMPARE(pids.size(), 7);
        QCOMPARE(QSet<QByteArray>(pids.begin(), pids.end()).size(), 7);
    }
}

void TestTracing::exitStopsTheRun()
{
    const e2e::Result result = e2e::runCli({"-c", "sleep 30", "-e",
                                            "probe process(\"" + e2e::binary("teahouse")
                                                + "\").function(\"serve\") { println(1) } "
                                                  "probe timer.ms(50) { exit() } probe end { println(\"end\") }"},
                                           {}, 20'000);
    QVERIFY(result.finished);
    QCOMPARE(result.out, QByteArray("end\n"));
}

void TestTracing::exitInHandler()
{
    const e2e::Result result
        = e2e::runCli({"-c", e2e::binary("teahouse") + " --seconds 20 --waiters 1", "-e",
                       "probe process.function(\"serve\").call { println(\"once\") exit() } probe end { println(\"end\") }"},
                      {}, 15'000);
    QVERIFY(result.finished);
    QVERIFY2(result.status == 0, result.err.constData());
    QCOMPARE(result.out, QByteArray("once\nend\n"));
}

/// Arrays and statistics are filled in the kernel and read at the end.
void TestTracing::countersAndTimers()
{
    const e2e::Result result = e2e::runCli(
        {"-c", e2e::binary("teahouse") + " --orders 60 --pause-us 0 --counts", "-e",
         "global calls, total probe process.function(\"*\").call { calls[ppfunc()]++; total <<< 1 } "
         "probe end { foreach (f in calls-) printf(\"%s=%d\\n\", f, calls[f]) printf(\"total=%d\\n\", @count(total)) }"});
    QVERIFY2(result.status == 0, result.err.constData());
    const auto counts = e2e::readCounts(result.out);
    QVERIFY(!counts.isEmpty());
    for (auto it = counts.begin(); it != counts.end(); ++it) {
        if (it.value() > 0 && it.key() != "taste") // two instances of a template
            QVERIFY2(result.out.contains('\n' + it.key().toUtf8() + '=' + QByteArray::number(it.value()) + '\n'),
                     result.out.constData());
    }
    QVERIFY(result.out.contains("\ntotal="));
}

void TestTracing::errorInHandler()
{
    const e2e::Result result = e2e::runCli(
        {"-c", e2e::binary("teahouse") + " --orders 60 --pause-us 0", "-e",
         "global zero probe process.function(\"serve\").call { println(\"before\") println(1 / zero) } "
         "probe end { println(\"end\") } probe error { println(\"error probe\") }"});
    QVERIFY(result.finished);
    QCOMPARE(result.status, 1);
    QVERIFY2(result.out.contains("before\n") && result.out.endsWith("error probe\n"), result.out.constData());
    QVERIFY(!result.out.contains("end\n"));
    QVERIFY2(result.err.contains("ERROR: division by 0 near operator '/' at <input>:1:"), result.err.constData());
    QVERIFY2(result.err.contains("WARNING: Number of errors: 1, skipped probes: 0\n"), result.err.constData());
}

/// Every event is there or counted as lost.
void TestTracing::lossesAreTold()
{
    const QString program = e2e::compileTarget(m_directory, "flood", R"(
__attribute__((noinline)) void hit(long i) { asm volatile("" : : "r"(i)); }
int main() { for (long i = 0; i < 200000; ++i) hit(i); return 0; }
)",
                                               {"-g", "-O1"});
    QVERIFY(!program.isEmpty());
    const e2e::Result result = e2e::runCli(
        {"-s", "1", "-o", "/dev/null", "-c", program, "-e",
         "global n probe process.function(\"hit\").call { n++; printf(\"%d %s\\n\", $i, execname()) } "
         "probe end { printf(\"%d\\n\", n) }"});
    QVERIFY(result.finished);
    const e2e::Result counted = e2e::runCli({"-c", program, "-e",
                                             "global n probe process.function(\"hit\").call { n++; printf(\"%d\\n\", $i) } "
                                             "probe end { printf(\"n=%d\\n\", n) }"});
    QVERIFY2(counted.status == 0, counted.err.constData());
    QVERIFY(counted.out.endsWith("n=200000\n"));
    static const QRegularExpression lost(QStringLiteral("There were (\\d+) transport failures"));
    const auto match = lost.match(QString::fromUtf8(counted.err));
    QCOMPARE(counted.out.count('\n') - 1 + match.captured(1).toInt(), 200'000);
}

// A handler that takes nearly all of a processor's time ends the script where that is asked for, and only there.
void TestTracing::overload()
{
    const QString program = e2e::compileTarget(m_directory, "busy", R"(
#include <unistd.h>
__attribute__((noinline)) void hit(long i) { asm volatile("" : : "r"(i)); }
int main() { alarm(60); for (long i = 0;; ++i) hit(i); }
)",
                                               {"-g", "-O1"});
    QVERIFY(!program.isEmpty());
    const QString script = QStringLiteral(
        "global a probe process.function(\"hit\").call { for (i = 0; i < 500; i++) a[i] += $i } "
        "probe end { println(\"end\") } probe error { println(\"error\") }");
    const e2e::Result stopped = e2e::runCli(
        {"-DSTP_OVERLOAD_THRESHOLD=1000000", "-DSTP_OVERLOAD_INTERVAL=500000000", "-w", "-c", program, "-e", script});
    QVERIFY(stopped.finished);
    QVERIFY2(stopped.err.contains("ERROR: probe overhead ("), stopped.err.constData());
    QCOMPARE(stopped.out, QByteArray("error\n"));
    QCOMPARE(stopped.status, 1);
    const e2e::Result free = e2e::runCli({"-DSTP_NO_OVERLOAD", "-T", "2", "-w", "-c", program, "-e", script});
    QVERIFY2(free.out.startsWith("end\n"), free.err.constData());
}

void TestTracing::cutBacktrace()
{
    const QString program = e2e::compileTarget(m_directory, "nested", R"(
__attribute__((noinline)) void bottom(void) { asm volatile(""); }
__attribute__((noinline)) void chain(int depth) { if (depth) chain(depth - 1); else bottom(); asm volatile(""); }
int main() { chain(9); return 0; }
)",
                                               {"-g", "-O1", "-fno-optimize-sibling-calls"});
    QVERIFY(!program.isEmpty());
    const QString script = QStringLiteral("probe process.function(\"bottom\").call { print_ubacktrace() }");
    const auto frames = [&](const QStringList &options) {
        return e2e::runCli(options + QStringList{"-c", program, "-e", script}).out.count("chain");
    };
    QCOMPARE(frames({}), 10);
    QCOMPARE(frames({"-DMAXBACKTRACE=4"}), 3);
}

void TestTracing::targetThatEndsAtOnce()
{
    const QString script = QStringLiteral("probe process(\"") + e2e::binary("teahouse")
        + QStringLiteral("\").function(\"serve\") { println(1) }");
    const e2e::Result good = e2e::runCli({"-c", "/bin/true", "-e", script});
    QVERIFY(good.finished);
    QCOMPARE(good.status, 0);
    const e2e::Result killed = e2e::runCli({"-c", "sh -c 'kill -SEGV $$'", "-e", script});
    QVERIFY(killed.finished);
    QCOMPARE(killed.status, 1);
    QVERIFY2(killed.err.contains("Child process exited with signal 11"), killed.err.constData());
}

void TestTracing::treeOption()
{
    const e2e::Result result = e2e::runCli(
        {"--tree", "-c", e2e::binary("teahouse") + " --orders 5", "-e", e2e::callTreeScript()});
    QVERIFY2(result.status == 0, result.err.constData());
    QVERIFY2(result.out.contains("serve"), result.out.constData());
    QVERIFY(!result.out.contains("-> serve"));
}

/// The usual way: an ordinary user, and a helper that has file capabilities.
void TestTracing::ordinaryUser()
{
    if (QStandardPaths::findExecutable("setcap", {"/usr/sbin", "/sbin"}).isEmpty()
        || QStandardPaths::findExecutable("setpriv").isEmpty())
        QSKIP("needs setcap and setpriv");
    const QString helper = m_directory.filePath("tapscope-helper");
    QVERIFY(QFile::exists(helper) || QFile::copy(e2e::binary("tapscope-helper"), helper));
    QVERIFY(::chmod(QFile::encodeName(helper).constData(), 0755) == 0);
    const e2e::Result capable = e2e::run(QStandardPaths::findExecutable("setcap", {"/usr/sbin", "/sbin"}),
                                         {"cap_bpf,cap_perfmon=ep", helper});
    QVERIFY2(capable.status == 0, capable.err.constData());
    const e2e::Result result
        = e2e::run("setpriv",
                   {"--reuid=65534", "--regid=65534", "--clear-groups", e2e::binary("tapscope-cli"), "--helper", helper, "-c",
                    e2e::binary("teahouse") + " --orders 60 --pause-us 0 --counts", "-e",
                    "probe process.function(\"*\").call { printf(\"%s -> %s %s\\n\", thread_indent(1), ppfunc(), "
                    "$$parms) } probe process.function(\"*\").return { printf(\"%s <- %s\\n\", "
                    "thread_indent(-1), ppfunc()) } probe end { println(uid()) }"});
    QVERIFY(result.finished);
    QVERIFY2(result.status == 0, result.err.constData());
    QVERIFY(result.out.endsWith("65534\n"));
    const auto counts = e2e::readCounts(result.out);
    QCOMPARE(counts.value("serve"), 60);
    QCOMPARE(int(result.out.count("-> serve ")), 60);
    QCOMPARE(int(result.out.count("<- serve\n")), 60);
}

void TestTracing::withoutPermission()
{
    if (QStandardPaths::findExecutable("setpriv").isEmpty())
        QSKIP("needs setpriv");
    const QString helper = m_directory.filePath("helper-without-rights");
    QVERIFY(QFile::exists(helper) || QFile::copy(e2e::binary("tapscope-helper"), helper));
    QVERIFY(::chmod(QFile::encodeName(helper).constData(), 0755) == 0);
    const e2e::Result result = e2e::run("setpriv",
                                        {"--reuid=65534", "--regid=65534", "--clear-groups", e2e::binary("tapscope-cli"),
                                         "--helper", helper, "-c", e2e::binary("teahouse"), "-e",
                                         "probe process.function(\"serve\").call { println(1) }"});
    QVERIFY(result.finished);
    QCOMPARE(result.status, 1);
    QVERIFY2(result.err.contains("setcap") && result.err.contains("error:"), result.err.constData());
}

QTEST_GUILESS_MAIN(TestTracing)
#include "tst_tracing.moc"
