// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "cli.h"

/// Memory that is watched by the processor, and events that it or the kernel counts for a thread.
class TestWatch : public QObject {
    Q_OBJECT

private slots:
    void initTestCase();
    void processData();
    void processDataInThreads();
    void bytesAndReads();
    void command();
    void runningAndFuture();
    void registersRunOut();
    void refused_data();
    void refused();
    void counter();
    void counterOfThisThreadAlone();
    void counterRunLater();

private:
    /// Runs a script on the program while it waits, lets it go on, and collects what was printed.
    e2e::Result watch(const QString &script, const QStringList &arguments = {})
    {
        QProcess target;
        target.start(m_program, QStringList{QStringLiteral("watch")} + arguments);
        if (!target.waitForReadyRead())
            return {};
        const QString address = QString::fromUtf8(target.readLine()).trimmed();
        QProcess tracer;
        tracer.start(e2e::binary(QStringLiteral("tapscope-cli")),
                     {QStringLiteral("-x"), QString::number(target.processId()), QStringLiteral("-e"),
                      QString(script).replace("PID", QString::number(target.processId())).replace("ADDRESS", address)
                          + QStringLiteral(" global told probe timer.ms(10) { if (!told++) println(\"ready\") }")});
        QByteArray out;
        e2e::eventually([&] {
            tracer.waitForReadyRead(5);
            out += tracer.readAllStandardOutput();
            return out.contains("ready\n") || tracer.state() == QProcess::NotRunning;
        });
        target.write("\n");
        target.waitForFinished(20'000);
        ::kill(static_cast<pid_t>(tracer.processId()), SIGINT);
        e2e::Result result = e2e::collect(tracer, 20'000);
        result.out = out + result.out;
        return result;
    }
    QTemporaryDir m_directory;
    QString m_program;
};

namespace {

const QByteArray source = R"(#include <cstdio>
#include <cstring>
#include <cstdlib>
#include <pthread.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>
volatile long watched = 5;
static volatile char bytes[16];
volatile long sink, second, third, fourth, fifth;
struct Early { Early() { watched = 77; } } early; // before main
extern "C" __attribute__((noinline)) void change(long to) { watched = to; sink = watched; }
extern "C" void *other(void *) { for (int i = 0; i < 5; ++i) change(100 + i); return nullptr; }
extern "C" __attribute__((noinline)) long touch(char *at, int pages)
{
    for (int i = 0; i < pages; ++i)
        at[i * 4096] = 1;
    return pages;
}
static char *fresh(int pages)
{
    char *at = static_cast<char *>(mmap(nullptr, pages * 4096, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0));
    madvise(at, pages * 4096, MADV_NOHUGEPAGE);
    return at;
}
int main(int argc, char **argv)
{
    if (argc > 1 && !strcmp(argv[1], "watch")) {
        pthread_t early;
        printf("%p\n", const_cast<char *>(bytes));
        fflush(stdout);
        char c;
        if (read(0, &c, 1) < 0) return 1;
        for (int i = 0; i < 10; ++i) change(i);
        bytes[2] = 1; bytes[9] = 2; sink = bytes[2];
        if (argc > 2) { pthread_create(&early, nullptr, other, nullptr); pthread_join(early, nullptr); }
        return 0;
    }
    if (argc > 1 && !strcmp(argv[1], "beside")) {
        // Another process faults all the time.
        const pid_t child = fork();
        if (child == 0)
            for (;;) { char *at = fresh(50); touch(at, 1); memset(at, 1, 50 * 4096); munmap(at, 50 * 4096); }
        for (int i = 0; i < 20; ++i) { touch(fresh(40), 40); usleep(1000); }
        kill(child, 9);
        waitpid(child, nullptr, 0);
        return 0;
    }
    if (argc > 1 && !strcmp(argv[1], "early")) {
        // Children of it and their threads, and the same program once more.
        for (int i = 0; i < 3; ++i) {
            if (fork() == 0) {
                pthread_t thread;
                change(i);
                pthread_create(&thread, nullptr, other, nullptr);
                pthread_join(thread, nullptr);
                _exit(0);
            }
            wait(nullptr);
        }
        execl(argv[0], argv[0], "last", nullptr);
        return 1;
    }
    if (argc > 1 && !strcmp(argv[1], "last")) {
        // Until somebody has had the time to look.
        for (int i = 0; argc == 2 && i < 400; ++i) { change(i); usleep(5000); }
        return 0;
    }
    touch(fresh(100), 100);
    touch(fresh(7), 7);
    return 0;
}
)";

}

void TestWatch::initTestCase()
{
    if (!e2e::isRoot())
        QSKIP("probing needs root");
    m_program = e2e::compileTarget(m_directory, QStringLiteral("watched"), "#include <signal.h>\n" + source);
    QVERIFY(!m_program.isEmpty());
}

void TestWatch::processData()
{
    const auto result = watch(
        QStringLiteral("global n, f probe process(PID).data(\"watched\").length(8).write { n++; f = user_mode() } "
                       "probe end { println(n, \" \", f) }"));
    if (result.err.contains("no debug registers"))
        QSKIP("this machine has no debug registers");
    QVERIFY2(result.out.contains("10 1\n"), result.out + result.err);
    // That of -x, without its number; and reads, which the processor only watches together with writes.
    const auto target = watch(QStringLiteral("global n probe process.data(\"watched\").rw { n++ } probe end { println(n) }"));
    QVERIFY2(target.out.contains("20\n"), target.out + target.err);
}

void TestWatch::processDataInThreads()
{
    const auto result = watch(QStringLiteral(
                                  "global n, t probe process(PID).data(\"watched\").write { n++; if (tid() != pid()) t++ } "
                                  "probe end { println(n, \" \", t) }"),
                              {QStringLiteral("thread")});
    if (result.err.contains("no debug registers"))
        QSKIP("this machine has no debug registers");
    QVERIFY2(result.out.contains("15 5\n"), result.out + result.err);
}

void TestWatch::bytesAndReads()
{
    const auto result = watch(
        QStringLiteral("global n probe process(PID).data(ADDRESS).length(3).write { n++ } probe end { println(n) }"));
    if (result.err.contains("no debug registers"))
        QSKIP("this machine has no debug registers");
    QVERIFY2(result.out.contains("1\n"), result.out + result.err);
}

void TestWatch::command()
{
    // From its first instruction on: the constructor's write, and those of three children and their threads.
    const QString script = QStringLiteral("global n, children, threads probe %1.data(\"watched\").length(8).write { if "
                                          "(pid() == target()) n++; else if (tid() == pid()) children++; else threads++ } "
                                          "probe end { println(n > 0, \" \", children, \" \", threads) }");
    for (const QString &process : {QStringLiteral("process"), QStringLiteral("process(\"%1\")").arg(m_program)}) {
        const auto result = e2e::runCli({"-e", script.arg(process), "-c", m_program + QStringLiteral(" early")});
        if (result.err.contains("no debug registers"))
            QSKIP("this machine has no debug registers");
        QVERIFY2(result.out == "1 3 15\n" && result.status == 0, result.out + result.err);
    }
    const auto first = e2e::runCli(
        {"-e",
         QStringLiteral(
             "global n probe process.data(\"watched\").write { if (!n++) println(ppid() > 0, \" \", usymname(uaddr())) }"),
         "-c", m_program});
    QVERIFY2(first.out.startsWith("1 ") && first.out.contains("arly"), first.out + first.err);
}

void TestWatch::runningAndFuture()
{
    QProcess running;
    running.start(m_program, {QStringLiteral("watch")});
    QVERIFY(running.waitForReadyRead());
    QProcess tracer;
    tracer.start(e2e::binary(QStringLiteral("tapscope-cli")),
                 {QStringLiteral("-e"),
                  QStringLiteral(
                      "global told probe process(\"%1\").data(\"watched\").write { if (pid() == %2) { if (told++ == 9) "
                      "println(\"running\") } else if (told++ > 60) { println(\"future\"); exit() } } "
                      "probe timer.ms(10) { if (!told) println(\"ready\") }")
                      .arg(m_program)
                      .arg(running.processId())});
    QByteArray out;
    const auto says = [&](const char *what) {
        return e2e::eventually([&] {
            tracer.waitForReadyRead(5);
            out += tracer.readAllStandardOutput();
            return out.contains(what) || tracer.state() == QProcess::NotRunning;
        });
    };
    QVERIFY(says("ready\n"));
    running.write("\n");
    QVERIFY(running.waitForFinished(20'000));
    QVERIFY(says("running\n"));
    const auto later = e2e::run(m_program, {QStringLiteral("last")});
    QCOMPARE(later.status, 0);
    QVERIFY(says("future\n"));
    const auto result = e2e::collect(tracer, 20'000);
    if (result.err.contains("no debug registers"))
        QSKIP("this machine has no debug registers");
    QVERIFY2(out.contains("running\n") && out.contains("future\n") && result.status == 0, out + result.err);
}

void TestWatch::registersRunOut()
{
    // A processor has four of them.
    QString script = QStringLiteral("global n probe end { println(n > 0) }");
    for (const char *name : {"watched", "second", "third", "fourth", "fifth"})
        script += QStringLiteral(" probe process.data(\"%1\").write { n++ }").arg(QLatin1String(name));
    const auto result = e2e::runCli({"-e", script, "-c", m_program});
    if (result.err.contains("no debug registers"))
        QSKIP("this machine has no debug registers");
    QVERIFY2(result.out == "1\n" && result.err.contains("all four debug registers of the processor are taken")
                 && result.err.contains("could not be watched in 1 of 1 processes"),
             result.out + result.err);
}

void TestWatch::refused_data()
{
    QTest::addColumn<QString>("script");
    QTest::addColumn<QString>("said");
    QTest::newRow("no process") << "probe process.data(\"x\").write { }" << "does not say whose memory is to be watched";
    QTest::newRow("no symbol") << "probe process(\"/bin/cat\").data(\"x\").write { }"
                               << "has no variable 'x' outside of its functions";
    QTest::newRow("gone") << "probe process(4000000).data(\"x\").write { }" << "4000000";
    QTest::newRow("length") << "probe kernel.data(0xffffffff81000000).length(9).write { }"
                            << "the processor watches 1 to 8 bytes, not 9";
    QTest::newRow("alignment") << "probe kernel.data(0xffffffff81000001).length(4).rw { }"
                               << "they do not begin at a multiple of 4";
    QTest::newRow("side") << "probe kernel.data(0x1000).write { }" << "0x1000 is not an address of the kernel";
    QTest::newRow("symbol") << "probe kernel.data(\"no_such_variable_at_all\").write { }" << "no_such_variable_at_all";
    QTest::newRow("no counter") << "probe kernel.trace(\"sched_switch\") { println(@perf(\"nope\")) }"
                                << "no probe point names a counter 'nope'";
    QTest::newRow("counter's name")
        << "probe perf.sw.page_faults.counter(\"faults\") {} probe kernel.trace(\"sched_switch\") { println(@perf(\"fauls\")) }"
        << "did you mean 'faults'";
    QTest::newRow("place") << "probe perf.sw.page_faults.counter(\"faults\") {} probe begin { println(@perf(\"faults\")) }"
                           << "@perf() can only be read where a program or the kernel is probed";
    QTest::newRow("twice") << "probe perf.sw.page_faults.counter(\"f\"), perf.sw.cpu_clock.counter(\"f\") {} "
                              "probe kernel.trace(\"sched_switch\") { println(@perf(\"f\")) }"
                           << "there is another counter called 'f'";
    QTest::newRow("type")
        << "probe perf.type(2).config(5).counter(\"f\") {} probe kernel.trace(\"sched_switch\") { println(@perf(\"f\")) }"
        << "events of this type cannot be counted";
    QTest::newRow("machine")
        << "probe perf.type(77).config(5).counter(\"f\") {} probe kernel.trace(\"sched_switch\") { println(@perf(\"f\")) }"
        << "cannot count what 'perf.type(77).config(5).counter(\"f\")' is about";
}

void TestWatch::refused()
{
    QFETCH(QString, script);
    QFETCH(QString, said);
    const auto result = e2e::runCli({"-e", script});
    QVERIFY(result.finished);
    QVERIFY2(result.status != 0 && result.err.contains(said.toUtf8()), result.err);
}

void TestWatch::counter()
{
    const auto result = e2e::runCli(
        {"-e",
         QStringLiteral("probe perf.sw.page_faults.process(\"%1\").counter(\"faults\") {} "
                        "probe perf.type(1).config(1).process(\"%1\").counter(\"clock\") {} global began, clock "
                        "probe process(\"%1\").function(\"touch\") { began = @perf(\"faults\"); clock = @perf(\"clock\") } "
                        "probe process(\"%1\").function(\"touch\").return { printf(\"%d faults of %d, %d\\n\", "
                        "@perf(\"faults\") - began, $return, @perf(\"clock\") > clock) }")
             .arg(m_program),
         "-c", m_program});
    QCOMPARE(result.status, 0);
    QVERIFY2(result.out.endsWith("\n7 faults of 7, 1\n")
                 && QRegularExpression("^10[0-3] faults of 100, 1\n").match(QString::fromUtf8(result.out)).hasMatch(),
             result.out + result.err);
}

void TestWatch::counterOfThisThreadAlone()
{
    const auto result = e2e::runCli(
        {"-e",
         QStringLiteral(
             "probe perf.sw.page_faults.counter(\"faults\") {} global began, n, others "
             "probe process(\"%1\").function(\"touch\") { if (pid() == target()) began = @perf(\"faults\") else others++ } "
             "probe process(\"%1\").function(\"touch\").return { if (pid() == target()) { n++; f = @perf(\"faults\") - began; "
             "if (f < 40 || f > 45) println(\"wrong \", f) } } probe end { println(n, \" \", others > 0) }")
             .arg(m_program),
         "-c", m_program + QStringLiteral(" beside")});
    QVERIFY2(result.out == "20 1\n", result.out + result.err);
}

void TestWatch::counterRunLater()
{
    // A regular expression takes the handler out of the kernel; the counter is read there all the same.
    const auto result = e2e::runCli(
        {"-e",
         QStringLiteral("probe perf.sw.page_faults.counter(\"faults\") {} global began "
                        "probe process(\"%1\").function(\"touch\") { began = @perf(\"faults\") } "
                        "probe process(\"%1\").function(\"touch\").return { f = @perf(\"faults\"); if (pp() =~ \"touch\") "
                        "println(f - began) }")
             .arg(m_program),
         "-c", m_program});
    QVERIFY2(result.out.startsWith("10") && result.out.endsWith("\n7\n"), result.out + result.err);
}

QTEST_GUILESS_MAIN(TestWatch)
#include "tst_watch.moc"
