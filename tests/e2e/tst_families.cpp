// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "cli.h"

/// Kinds of probe points that this kernel can run, each with its context functions, on a program made for them.
class TestFamilies : public QObject {
    Q_OBJECT

private slots:
    void initTestCase();
    void processLife();
    void systemCalls();
    void runningProcess();
    void profile();
    void refused_data();
    void refused();
    void userStack_data();
    void userStack();
    void stackValues();
    void context();

private:
    [[nodiscard]] e2e::Result trace(const QString &script, const QString &argument = {}) const
    {
        return e2e::runCli({"-e", script, "-c", (m_program + ' ' + argument).trimmed()});
    }
    QTemporaryDir m_directory;
    QString m_program;
};

namespace {

const QByteArray source = R"(#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <sched.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <pthread.h>
#include <signal.h>
#include <unistd.h>
volatile int sink;
extern "C" __attribute__((noinline)) void innermost(int n) { sink += n; }
extern "C" __attribute__((noinline)) void middle(int n) { char room[100]; memset(room, n, sizeof room); innermost(n + room[3]); ++sink; }
extern "C" __attribute__((noinline)) void outer(int n) { middle(n + 1); ++sink; }
extern "C" void onSignal(int) { outer(7); ++sink; }
extern "C" void *other(void *) { outer(1); ++sink; return nullptr; }
int main(int argc, char **argv)
{
    const char *what = argc > 1 ? argv[1] : "";
    if (!strcmp(what, "wait")) { char c; puts("ready"); fflush(stdout); return read(0, &c, 1) < 0; }
    if (!strcmp(what, "spin")) { for (const pid_t parent = getppid(); getppid() == parent;) { for (int i = 0; i < 100000; ++i) ++sink; } return 0; }
    if (!strcmp(what, "signal")) { signal(SIGUSR1, onSignal); raise(SIGUSR1); return 0; }
    if (!strcmp(what, "calls")) { for (int i = 0; i < 3; ++i) syscall(SYS_getpgid, 0); syscall(SYS_close, 4321); return 0; }
    outer(2);
    pthread_t thread;
    pthread_create(&thread, nullptr, other, nullptr);
    pthread_join(thread, nullptr);
    if (const pid_t child = fork()) {
        waitpid(child, nullptr, 0);
        return 0;
    }
    if (!strcmp(what, "exec")) execl("/bin/true", "true", nullptr);
    _exit(3);
}
)";

}

void TestFamilies::initTestCase()
{
    if (!e2e::isRoot())
        QSKIP("probing needs root");
    m_program = e2e::compileTarget(m_directory, QStringLiteral("families"), source);
    QVERIFY(!m_program.isEmpty());
}

void TestFamilies::processLife()
{
    const QString path = QStringLiteral("process(\"") + m_program + QStringLiteral("\")");
    const auto result
        = trace(QStringLiteral("global b, e, tb, te "
                               "probe %1.begin { b++; if (pid() == tid()) println(\"begin \", execname(), pid() == target()) } "
                               "probe %1.end { e++; println(\"end \", execname(), \" \", pid() == target()) } "
                               "probe %1.thread.begin { tb++; println(\"thread \", pid() == target(), tid() != pid()) } "
                               "probe %1.thread.end { te++ } "
                               "probe end { println(\"total \", b, \" \", e, \" \", tb, \" \", te) }")
                    .arg(path),
                QStringLiteral("fork"));
    QCOMPARE(result.status, 0);
    // The command's own beginning and that of its child.
    QVERIFY2(result.out.contains("begin families1\n") && result.out.contains("begin families0\n"), result.out);
    QVERIFY2(result.out.contains("end families 1\n") && result.out.contains("end families 0\n"), result.out);
    QVERIFY2(result.out.contains("thread 11\n"), result.out);
    QVERIFY2(result.out.contains("total 2 2 1 1\n"), result.out);

    // Without a path, all that the target starts, whatever it runs.
    const auto all = trace(QStringLiteral("probe process.begin { println(\"began \", execname()) }"), QStringLiteral("exec"));
    QVERIFY2(all.out.contains("began families\n") && all.out.contains("began true\n"), all.out + all.err);
    // And with one, only it.
    const auto other = trace(QStringLiteral("probe process(\"/bin/true\").begin { println(pp(), \" \", execname()) }"),
                             QStringLiteral("exec"));
    QVERIFY2(other.out.contains("/true\").begin true\n") && !other.out.contains("families"), other.out + other.err);
}

void TestFamilies::systemCalls()
{
    const auto result = trace(QStringLiteral(
                                  "global n probe process(\"%1\").syscall { if ($syscall == 121) { n++; a = $arg1 } "
                                  "if ($syscall == 3 && $arg1 == 4321) println(\"close \", $arg1, \" \", a) } "
                                  "probe process.syscall.return { if ($syscall == 3 && $arg1 == 4321) println($return) } "
                                  "probe end { println(\"calls \", n) }")
                                  .arg(m_program),
                              QStringLiteral("calls"));
    QCOMPARE(result.status, 0);
    QVERIFY2(result.out.contains("close 4321 0\n") && result.out.contains("-9\n"), result.out);
    QVERIFY2(result.out.contains("calls 3\n"), result.out);
}

void TestFamilies::runningProcess()
{
    QProcess waiting;
    waiting.start(m_program, {QStringLiteral("wait")});
    QVERIFY(waiting.waitForReadyRead());
    const QString pid = QString::number(waiting.processId());
    const auto result = e2e::runCli(
        {"-e",
         QStringLiteral("probe process(%1).begin { println(\"numbered \", pid(), execname()) exit() } "
                        "probe process(\"%2\").begin { println(\"named \", pid()) }")
             .arg(pid, m_program)});
    QVERIFY2(result.out.contains("numbered " + pid.toLatin1() + "families\n"), result.out + result.err);
    const auto ended = e2e::runCli({"-x", pid, "-e", QStringLiteral("probe process.begin { println(\"attached\") exit() }")});
    QVERIFY2(ended.out.contains("attached\n"), ended.out + ended.err);
    waiting.closeWriteChannel();
    QVERIFY(waiting.waitForFinished());
}

void TestFamilies::profile()
{
    for (const QString point : {"timer.profile", "timer.profile.freq.hz(500)", "perf.sw.cpu_clock",
                                "perf.type(1).config(0).sample(500000)", "perf.type(1).config(0).hz(300)"}) {
        const auto result = e2e::runCli({"-e",
                                         QStringLiteral("global n probe %1 { if (pid() == target() && user_mode() && n++ == 5) { "
                                                        "println(pp(), \" \", execname(), \" \", usymname(uaddr())) exit() } }")
                                             .arg(point),
                                         "-c", m_program + QStringLiteral(" spin")});
        QVERIFY2(result.finished, qPrintable(point));
        QVERIFY2(result.out.contains(" families main\n"), point.toLatin1() + ": " + result.out + result.err);
    }
    // Only in the processes of one program.
    const auto result = e2e::runCli({"-e",
                                     QStringLiteral("global n probe perf.type(1).config(0).sample(500000).process(\"%1\") { "
                                                    "println(execname()) if (n++ == 5) exit() }")
                                         .arg(m_program),
                                     "-c", m_program + QStringLiteral(" spin")});
    QVERIFY2(result.out.startsWith("families\nfamilies\n"), result.out + result.err);
}

void TestFamilies::refused_data()
{
    QTest::addColumn<QString>("script");
    QTest::addColumn<QString>("said");
    QTest::newRow("path") << "probe process(\"/nowhere/such\").begin { }" << "/nowhere/such";
    QTest::newRow("glob") << "probe process(\"/nowhere/*\").end { }" << "no file matches";
    QTest::newRow("number") << "probe process(-4).begin { }" << "not the number of a process";
    QTest::newRow("word") << "probe process.begi { }" << "begin";
    QTest::newRow("variable") << "probe process.syscall { println($nope) }" << "nope";
    QTest::newRow("rate") << "probe timer.profile.freq.hz(0) { }" << "times a second";
    QTest::newRow("sample") << "probe perf.type(1).config(0).sample(0) { }" << "1 or more";
    QTest::newRow("counter") << "global n probe perf.type(77).config(0) { n++ }"
                             << "cannot count what 'perf.type(77).config(0)' is about";
}

void TestFamilies::refused()
{
    QFETCH(QString, script);
    QFETCH(QString, said);
    const auto result = e2e::runCli({"-e", script});
    QVERIFY(result.finished);
    QVERIFY2(result.status != 0 && result.err.contains(said.toUtf8()), result.err);
}

void TestFamilies::userStack_data()
{
    QTest::addColumn<QStringList>("flags");
    QTest::newRow("O0") << QStringList{"-g", "-O0"};
    QTest::newRow("O2") << QStringList{"-g", "-O2", "-fno-optimize-sibling-calls"};
    QTest::newRow("no frame pointers, no DWARF") << QStringList{"-O1", "-fomit-frame-pointer", "-fno-optimize-sibling-calls"};
    QTest::newRow("frame pointers alone") << QStringList{"-O0", "-fno-asynchronous-unwind-tables"};
}

void TestFamilies::userStack()
{
    QFETCH(QStringList, flags);
    const QString program = e2e::compileTarget(m_directory, QStringLiteral("stacks"), source, flags);
    QVERIFY(!program.isEmpty());
    const auto names = [](const QByteArray &text) {
        QStringList found;
        for (const QByteArray &line : text.split('\n')) {
            const qsizetype at = line.indexOf(" : ");
            if (at > 0)
                found.append(QString::fromUtf8(line.mid(at + 3)).section('+', 0, 0));
        }
        return found.join(' ');
    };
    const QString script
        = QStringLiteral("probe process(\"%1\").function(\"innermost\") { print_ubacktrace() exit() }").arg(program);
    const auto plain = e2e::runCli({"-e", script, "-c", program});
    QVERIFY2(names(plain.out).startsWith("innermost middle outer main"), plain.out + plain.err);
    QVERIFY2(plain.out.contains("[" + program.toUtf8() + "]\n"), plain.out);
    // Return probes put other addresses on the stack.
    const auto returning = e2e::runCli(
        {"-e",
         QStringLiteral(
             "probe process(\"%1\").function(\"innermost\") { print_ubacktrace() exit() } "
             "probe process(\"%1\").function(\"middle\").return, process(\"%1\").function(\"outer\").return { n++ } global n")
             .arg(program),
         "-c", program});
    QVERIFY2(names(returning.out).startsWith("innermost middle outer main"), returning.out + returning.err);
    const auto signal = e2e::runCli({"-e", script, "-c", program + QStringLiteral(" signal")});
    QVERIFY2(names(signal.out).startsWith("innermost middle outer onSignal"), signal.out + signal.err);
    const auto thread = e2e::runCli(
        {"-e",
         QStringLiteral("probe process(\"%1\").function(\"innermost\") { if (pid() != tid()) print_ubacktrace() }").arg(program),
         "-c", program});
    QVERIFY2(names(thread.out).startsWith("innermost middle outer other"), thread.out + thread.err);
    // In the kernel, on the program's behalf.
    const auto call = e2e::runCli({"-e",
                                   QStringLiteral("probe process.syscall { if ($syscall == 3 && $arg1 == 4321) { "
                                                  "print_ubacktrace() print_backtrace() println(usymname(ustack(0))) } }"),
                                   "-c", program + QStringLiteral(" calls")});
    QVERIFY2(names(call.out).contains("syscall main"), call.out + call.err);
    QVERIFY2(call.out.contains(" [kernel]\n"), call.out);
}

void TestFamilies::stackValues()
{
    const auto result = trace(
        QStringLiteral(
            "global stacks probe process(\"%1\").function(\"innermost\") { stacks[ubacktrace()]++; "
            "println(sprint_ubacktrace()); println(tokenize(ucallers(2), \" \") == sprintf(\"%#x\", ustack(0))); "
            "println(usymname(ustack(1)), \" \", usymdata(uaddr()), \" \", umodname(uaddr()), \" \", usymfileline(uaddr())); "
            "println(\"--\"); print_ubacktrace_brief() } probe end { foreach (s in stacks) { println(stacks[s]); print_ustack(s) "
            "} }")
            .arg(m_program));
    QCOMPARE(result.status, 0);
    QVERIFY2(result.out.contains(" [families]\n") && result.out.contains("\nmain+0x"), result.out);
    QVERIFY2(result.out.contains("\n1\n"), result.out);
    QVERIFY2(result.out.contains("middle innermost+0x"), result.out);
    QVERIFY2(result.out.contains(m_program.toUtf8() + ' '), result.out);
    QVERIFY2(result.out.contains("families.cpp:11"), result.out);
    QVERIFY2(QRegularExpression(QStringLiteral("^--\ninnermost\\+0x0\nmiddle\\+0x[0-9a-f]+\n"),
                                QRegularExpression::MultilineOption)
                 .match(QString::fromUtf8(result.out))
                 .hasMatch(),
             result.out);
}

void TestFamilies::context()
{
    const auto result = trace(QStringLiteral(
                                  "probe process(\"%1\").function(\"outer\") { println(cmdline_str(), \"|\", cmdline_arg(1), "
                                  "\"|\", env_var(\"FAMILY\"), \"|\", ppid() == task_pid(task_parent(task_current())), euid(), "
                                  "egid(), \"|\", pgrp() > 0, sid() == %2, ns_pid() == pid(), ns_tid() == tid()) exit() }")
                                  .arg(m_program)
                                  .arg(getsid(0)), // 0 where the session began outside this process namespace
                              QStringLiteral("one two"));
    QVERIFY2(result.out.contains(m_program.toUtf8() + " one two|one|"), result.out + result.err);
    QVERIFY2(result.out.contains("|100|1111\n"), result.out + result.err);
}

QTEST_GUILESS_MAIN(TestFamilies)
#include "tst_families.moc"
