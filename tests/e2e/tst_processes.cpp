// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "cli.h"

/// Which program a probe point's process means: scripts and what runs them, wildcards of paths, numbers of processes and threads,
/// addresses of a process that runs.
class TestProcesses : public QObject {
    Q_OBJECT

private slots:
    void initTestCase();
    void scripts_data();
    void scripts();
    void pathsWithWildcards();
    void absoluteAddress();
    void threadNumber_data();
    void threadNumber();
    void alwaysInlined_data();
    void alwaysInlined();
    void narrowProgram();
    void libraryThatComesAgain();
    void wherePrograms_data();
    void wherePrograms();
    void twelveArguments();

private:
    QTemporaryDir m_directory;
    QString m_program;
};

void TestProcesses::initTestCase()
{
    if (!e2e::isRoot())
        QSKIP("probing needs root");
    m_program = e2e::compileTarget(m_directory, "steeping", R"(#include <pthread.h>
#include <unistd.h>
extern "C" __attribute__((noinline)) int stir(int turns) { return turns + 1; }
static inline __attribute__((always_inline)) int pour(int cups) { return stir(cups) * 2; }
static void *helper(void *) { for (;;) pause(); }
int main()
{
    pthread_t thread;
    pthread_create(&thread, nullptr, helper, nullptr);
    for (;;) {
        pour(3);
        usleep(5000);
    }
}
)");
    QVERIFY(!m_program.isEmpty());
}

void TestProcesses::scripts_data()
{
    QTest::addColumn<QByteArray>("firstLine");
    QTest::newRow("path") << QByteArray("#!/bin/bash");
    QTest::newRow("blank, argument") << QByteArray("#! /bin/bash -e");
    QTest::newRow("env") << QByteArray("#!/usr/bin/env bash");
    QTest::newRow("env with options") << QByteArray("#!/usr/bin/env -S TEA=green bash -e");
}

/// The interpreter is what has code: it is meant by the script's name and by the command.
void TestProcesses::scripts()
{
    QFETCH(QByteArray, firstLine);
    const QString script = m_directory.filePath("script.sh");
    QFile file(script);
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(firstLine + "\necho tea\n");
    file.close();
    QVERIFY(file.setPermissions(QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner));
    const e2e::Result result = e2e::runCli(
        {"-c", script, "-e",
         "global begun, main probe process(\"" + script + "\").begin { begun++ } probe process(\"" + script
             + "\").function(\"main\") { main++ } probe process.function(\"shell_version_string\") ? {} "
               "probe process.function(\"main\") { main++ } probe end { println(begun > 0, main) }"});
    QVERIFY2(result.status == 0, result.err.constData());
    QVERIFY2(result.out.contains("tea\n") && result.out.contains("12\n"), result.out.constData());
}

/// A folder of programs holds scripts and other files, too.
void TestProcesses::pathsWithWildcards()
{
    QTemporaryDir folder;
    QVERIFY(QFile::copy(m_program, folder.filePath("tea-program")));
    for (const char *name : {"tea-script", "tea-text"}) {
        QFile file(folder.filePath(name));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(name == QByteArray("tea-script") ? "#!/bin/sh\n" : "leaves\n");
    }
    const e2e::Result result = e2e::runCli(
        {"-c", folder.filePath("tea-program"), "-e",
         "probe process(\"" + folder.path()
             + "/tea-*\").function(\"stir\") { println(execname(), $turns, \" \", pid()) exit() }"});
    QVERIFY2(result.status == 0, result.err.constData());
    QVERIFY2(result.out.startsWith("tea-program3 "), result.out.constData());
    ::kill(result.out.mid(13).toInt(), SIGKILL); // it runs on
    const e2e::Result none = e2e::runCli({"-e", "probe process(\"" + folder.path() + "/tea-[st]*\").function(\"stir\") {}"});
    QVERIFY2(none.err.contains("no file matches"), none.err.constData());
    const e2e::Result one = e2e::runCli(
        {"-p2", "-e", "probe process(\"" + folder.path() + "/tea-p*\").function(\"stirs\") { println(1) }"});
    QVERIFY2(one.err.contains("did you mean 'stir'"), one.err.constData());
}

void TestProcesses::absoluteAddress()
{
    QProcess traced;
    traced.start(m_program, {});
    QVERIFY(traced.waitForStarted());
    const QString pid = QString::number(traced.processId());
    const e2e::Result told = e2e::runCli(
        {"-x", pid, "-e", "probe process.function(\"stir\") { printf(\"%x\", uaddr()) exit() }"});
    QVERIFY2(told.out.size() > 8, told.err.constData());
    for (const bool byNumber : {true, false}) {
        const QString point = (byNumber ? "process(" + pid + ")" : QStringLiteral("process")) + ".statement(0x" + told.out
            + ").absolute";
        const QStringList target = byNumber ? QStringList() : QStringList{"-x", pid};
        const e2e::Result hit = e2e::runCli(
            target + QStringList{"-e", "probe " + point + " { println(pp(), \" \", probefunc(), \" \", $turns) exit() }"});
        QCOMPARE(hit.out, (point + " stir 3\n").toUtf8());
    }
    const e2e::Result nowhere = e2e::runCli({"-e", "probe process(" + pid + ").statement(0x10).absolute {}"});
    QVERIFY2(nowhere.err.contains("has no code of a file at 0x10"), nowhere.err.constData());
    const e2e::Result nobody = e2e::runCli({"-e", "probe process(\"" + m_program + "\").statement(0x10).absolute {}"});
    QVERIFY2(nobody.err.contains("an absolute address is one of a process that runs"), nobody.err.constData());
    traced.kill();
    traced.waitForFinished();
}

void TestProcesses::threadNumber_data()
{
    QTest::addColumn<QString>("point");
    QTest::newRow("function") << QStringLiteral("process(%1).function(\"stir\")");
    QTest::newRow("event") << QStringLiteral("process(%1).begin");
}

/// It would never fire.
void TestProcesses::threadNumber()
{
    QFETCH(QString, point);
    QProcess traced;
    traced.start(m_program, {});
    QVERIFY(traced.waitForStarted());
    const QString pid = QString::number(traced.processId());
    QStringList threads;
    QVERIFY(e2e::eventually([&] {
        threads = QDir("/proc/" + pid + "/task").entryList(QDir::Dirs | QDir::NoDotAndDotDot);
        return threads.size() == 2;
    }));
    threads.removeAll(pid);
    const e2e::Result result = e2e::runCli({"-e", "probe " + point.arg(threads.first()) + " {}"});
    QVERIFY2(result.err.contains((threads.first() + " is the number of a thread of process " + pid).toUtf8()),
             result.err.constData());
    QVERIFY(result.status != 0);
    traced.kill();
    traced.waitForFinished();
}

void TestProcesses::alwaysInlined_data()
{
    QTest::addColumn<QString>("tail");
    QTest::newRow("call") << QStringLiteral(".call");
    QTest::newRow("return") << QStringLiteral(".return");
}

void TestProcesses::alwaysInlined()
{
    QFETCH(QString, tail);
    const e2e::Result result = e2e::runCli({"-e", "probe process(\"" + m_program + "\").function(\"pour\")" + tail + " {}"});
    QVERIFY2(result.err.contains("'pour' has no code of its own in ") && result.err.contains("probe its copies with .inline"),
             result.err.constData());
}

/// A 32-bit program begins and ends as others do, and its calls, which have other numbers, are not taken for those of others.
void TestProcesses::narrowProgram()
{
    const QString program = m_directory.filePath("narrow"), source = program + ".c";
    QFile file(source);
    QVERIFY(file.open(QIODevice::WriteOnly));
    // getpid() is 20, as writev() is elsewhere; exit() is 1, as write() is.
    file.write(
        "void _start(void) { __asm__ volatile(\"mov $20, %eax; int $0x80; mov $1, %eax; xor %ebx, %ebx; int $0x80\"); }\n");
    file.close();
    if (e2e::run("gcc", {"-m32", "-nostdlib", "-static", "-o", program, source}).status != 0 || e2e::run(program, {}).status != 0)
        QSKIP("32-bit programs cannot be made or run here");
    const e2e::Result result = e2e::runCli(
        {"-c", program, "-e",
         "probe process.begin { println(\"begin\") } probe process.end { println(\"end\") } "
         "probe process.syscall { print($syscall, \" \") } "
         "probe syscall.writev, syscall.write { if (pid() == target()) println(\"wrong: \", name) } "
         "probe syscall_any { if (pid() == target() && syscall_nr != 59) names[name]++ } "
         "probe end { foreach (n in names) println(n, \" \", names[n]) } global names"});
    QCOMPARE(result.out, QByteArray("59 begin\n20 1 end\n(of a 32-bit program) 2\n"));
}

/// Opened, closed and opened again: each time its functions and marks are seen.
void TestProcesses::libraryThatComesAgain()
{
    const QString library = m_directory.filePath("libsteep.so");
    const QByteArray text
        = "#include <sys/sdt.h>\nextern \"C\" int steep(int n) { DTRACE_PROBE2(tea, steeped, n, n * 2); return n; }\n";
    QVERIFY(!e2e::compileTarget(m_directory, "libsteep.so", text, {"-g", "-O0", "-shared", "-fPIC"}).isEmpty());
    const QString program = e2e::compileTarget(
        m_directory, "opens",
        "#include <dlfcn.h>\nint main() { for (int i = 0; i < 3; ++i) { void *library = dlopen(\"" + library.toUtf8()
            + "\", RTLD_NOW); if (!library) return 1; "
              "reinterpret_cast<int (*)(int)>(dlsym(library, \"steep\"))(i); dlclose(library); } }\n");
    QVERIFY(!program.isEmpty());
    const e2e::Result result = e2e::runCli({"-c", program, "-e",
                                            "probe process.library(\"" + library
                                                + "\").function(\"steep\") { print(\"f\", $n, \" \") } "
                                                  "probe process.library(\""
                                                + library + "\").provider(\"tea\").mark(\"*\") { print($$name, $arg2, \" \") }"});
    QVERIFY2(result.status == 0, result.err.constData());
    QCOMPARE(result.out, QByteArray("f0 steeped0 f1 steeped2 f2 steeped4 "));
}

void TestProcesses::wherePrograms_data()
{
    QTest::addColumn<QString>("command"); // %1: the program, %2: a free path
    QTest::addColumn<QStringList>("flags");
    QTest::addColumn<QString>("afterwards"); // when it runs
    const QString direct = "exec %1", copied = "cp %1 %2; exec %2", nothing;
    QTest::newRow("static") << direct << QStringList{"-g", "-static"} << nothing;
    QTest::newRow("static, anywhere") << direct << QStringList{"-g", "-static-pie"} << nothing;
    QTest::newRow("at a fixed address") << direct << QStringList{"-g", "-no-pie"} << nothing;
    QTest::newRow("deleted") << copied << QStringList{"-g"} << QStringLiteral("rm %2");
    QTest::newRow("replaced") << copied << QStringList{"-g"} << QStringLiteral("rm %2; cp /bin/true %2");
    QTest::newRow("where only it sees it") << QStringLiteral(
        "exec unshare -m sh -c 'mount -t tmpfs none /mnt && cp %1 /mnt/steeping && exec /mnt/steeping'")
                                           << QStringList{"-g"} << nothing;
    QTest::newRow("with set-user-ID") << QStringLiteral("cp %1 %2; chmod u+s %2; exec %2") << QStringList{"-g"} << nothing;
}

/// A process that runs is probed wherever its program lies, and however it was linked.
void TestProcesses::wherePrograms()
{
    QFETCH(QString, command);
    QFETCH(QStringList, flags);
    QFETCH(QString, afterwards);
    const QString program = e2e::compileTarget(
        m_directory, "placed",
        "#include <unistd.h>\nextern \"C\" __attribute__((noinline)) int stir(int turns) { return turns + 1; }\n"
        "int main() { for (;;) { stir(3); usleep(5000); } }\n",
        flags);
    QVERIFY(!program.isEmpty());
    const QString copy = m_directory.filePath("copy");
    QFile::remove(copy);
    const auto inShell = [&](QString text) { return QStringList{"-c", text.replace("%1", program).replace("%2", copy)}; };
    QProcess traced;
    traced.start("/bin/sh", inShell(command));
    QVERIFY(traced.waitForStarted());
    const QString exe = QStringLiteral("/proc/%1/exe").arg(traced.processId());
    const bool runs = e2e::eventually([&] {
        const QString link = QFile::symLinkTarget(exe);
        return link.endsWith("/placed") || link.endsWith("/copy") || link.endsWith("/steeping");
    });
    if (!runs && command.contains("unshare"))
        QSKIP("there are no name spaces of mounts here");
    QVERIFY(runs);
    QCOMPARE(e2e::run("/bin/sh", inShell(afterwards)).status, 0);
    const QString pid = QString::number(traced.processId());
    for (const QStringList &what :
         {QStringList{"-x", pid, "-e", "probe process.function(\"stir\") { println(ppfunc(), $turns) exit() }"},
          QStringList{"-e", "probe process(" + pid + ").function(\"stir\").return { println(ppfunc(), $return) exit() }"}}) {
        const e2e::Result result = e2e::runCli(what);
        QVERIFY2(result.status == 0, result.err.constData());
        QCOMPARE(result.out, what.first() == "-x" ? QByteArray("stir3\n") : QByteArray("stir4\n"));
    }
    traced.kill();
    traced.waitForFinished();
}

/// As many as a mark can have, with signs and sizes.
void TestProcesses::twelveArguments()
{
    const QString program = e2e::compileTarget(m_directory, "twelve", R"(#include <sys/sdt.h>
#include <climits>
struct Cup { char first, second; short third; } cup = {-1, 2, -3};
int main(int count, char **)
{
    signed char a = -128; unsigned char b = 255; short c = SHRT_MIN; unsigned short d = 65535;
    int e = INT_MIN; unsigned f = UINT_MAX; long g = LONG_MIN; unsigned long h = ULONG_MAX;
    volatile char *i = &cup.first; (void)i;
    DTRACE_PROBE12(tea, all, a, b, c, d, e, f, g, h, cup.first, cup.third, count, 12);
}
)");
    QVERIFY(!program.isEmpty());
    const e2e::Result result = e2e::runCli({"-c", program, "-e",
                                            "probe process.provider(\"*\").mark(\"a*\") { printf(\"%d %d %d %d %d %d %d %x %d %d "
                                            "%d %d\\n%s %s\\n\", $arg1, $arg2, $arg3, $arg4, "
                                            "$arg5, $arg6, $arg7, $arg8, $arg9, $arg10, $arg11, $arg12, $$provider, $$name) }"});
    QVERIFY2(result.status == 0, result.err.constData());
    QCOMPARE(result.out,
             QByteArray(
                 "-128 255 -32768 65535 -2147483648 4294967295 -9223372036854775808 ffffffffffffffff -1 -3 1 12\ntea all\n"));
    const e2e::Result thirteenth = e2e::runCli({"-c", program, "-e", "probe process.mark(\"all\") { println($arg13) }"});
    QVERIFY(thirteenth.status != 0);
    QVERIFY2(thirteenth.err.contains("arg13"), thirteenth.err.constData());
}

QTEST_GUILESS_MAIN(TestProcesses)
#include "tst_processes.moc"
