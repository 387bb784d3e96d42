// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "cli.h"

/// Variables of all kinds, read by probes and by gdb at the same place; tracepoints, system calls, and the examples that use them.
class TestVariables : public QObject {
    Q_OBJECT

private slots:
    void initTestCase();
    void sameAsDebugger_data();
    void sameAsDebugger();
    void texts();
    void atReturn();
    void unreadable();
    void memory();
    void tracepoints();
    void systemCalls();
    void programsOf32Bits();
    void latencyOfSystemCalls();
    void manySystemCalls();
    void tasks();
    void examples_data();
    void examples();

private:
    QTemporaryDir m_directory;
    QString m_program;
};

namespace {

const QByteArray source = R"(#include <cstdio>
#include <cstdint>
struct Base { int inherited; };
enum Colour { Red = 1, Green = -2 };
enum class Wide : uint64_t { Far = 0x8000000000000001ull };
union Either { int number; unsigned char bytes[4]; };
struct Inner { signed char small; unsigned b1 : 3, b2 : 9; int b3 : 5; long row[4]; short grid[2][3]; };
struct Node : Base {
    Node *next; const char *name; Inner inner; Inner *pointer; Either either;
    struct { int anonymous; union { int left; char right; }; };
    Colour colour; Wide wide; bool flag; unsigned char byte; char text[12]; uint16_t half; int64_t big; void *nothing;
};
static int counter = 41;
int shared = -7;
static Node first, second;
static Inner outside;
__attribute__((noinline)) long work(Node *n, Node &r, int k, unsigned short us, signed char sc, int64_t ll, bool yes, int seventh)
{
    int local = k * 2;
    Inner copy = {-3, 5, 300, -9, {1, -2, 3, -4}, {{1, 2, 3}, {4, -5, 6}}};
    long numbers[3] = {10, -20, 30};
    static int calls;
    ++calls;
    ++counter;
    return local + copy.small + numbers[1] + n->inherited + r.half + us + sc + (yes ? ll % 7 : 0) + seventh; // HERE
}
__attribute__((noinline)) int fact(int n) { return n <= 1 ? 1 : n * fact(n - 1); }
int main()
{
    first.inherited = 77; first.next = &second; first.name = "first \"one\"\n"; first.inner = {-1, 7, 511, -16, {9, 8, 7, -6}, {{-1, 1, 2}, {3, 4, 5}}};
    outside = {12, 1, 2, 3, {4, 5, 6, 7}, {{8, 9, 10}, {11, 12, 13}}};
    first.pointer = &outside; first.either.number = 0x01020304; first.anonymous = 5; first.left = 0x4142; first.colour = Green;
    first.wide = Wide::Far; first.flag = true; first.byte = 200; first.half = 65535; first.big = -1234567890123;
    for (int i = 0; i < 11; ++i) first.text[i] = static_cast<char>('a' + i);
    second.inherited = 78; second.name = "second"; second.half = 3;
    printf("%s %s\n", first.name, second.name);
    printf("%ld %d\n", work(&first, second, 21, 65535, -5, -1234567890123, true, 9), fact(4));
    return 0;
}
)";

// Ours and the debugger's; each yields a number.
const std::pair<const char *, const char *> expressions[] = {
    {"$n->inherited", "n->inherited"},
    {"$n->next->inherited", "n->next->inherited"},
    {"$n->inner->small", "n->inner.small"},
    {"$n->inner->b1", "n->inner.b1"},
    {"$n->inner->b2", "n->inner.b2"},
    {"$n->inner->b3", "n->inner.b3"},
    {"$n->inner->row[0]", "n->inner.row[0]"},
    {"$n->inner->row[3]", "n->inner.row[3]"},
    {"$n->inner->grid[0][0]", "n->inner.grid[0][0]"},
    {"$n->inner->grid[1][2]", "n->inner.grid[1][2]"},
    {"$n->pointer->grid[1][1]", "n->pointer->grid[1][1]"},
    {"$n->pointer->b3", "n->pointer->b3"},
    {"$n->either->number", "n->either.number"},
    {"$n->either->bytes[2]", "n->either.bytes[2]"},
    {"$n->anonymous", "n->anonymous"},
    {"$n->left", "n->left"},
    {"$n->right", "n->right"},
    {"$n->colour", "n->colour"},
    {"$n->wide", "n->wide"},
    {"$n->flag", "n->flag"},
    {"$n->byte", "n->byte"},
    {"$n->text[4]", "n->text[4]"},
    {"$n->half", "n->half"},
    {"$n->big", "n->big"},
    {"$n->nothing", "n->nothing"},
    {"&$n->half - $n", "(char*)&n->half - (char*)n"},
    {"&$n->inner->row[2] - $n", "(char*)&n->inner.row[2] - (char*)n"},
    {"$r->inherited", "r.inherited"},
    {"$r->half", "r.half"},
    {"$k", "k"},
    {"$us", "us"},
    {"$sc", "sc"},
    {"$ll", "ll"},
    {"$yes", "yes"},
    {"$seventh", "seventh"},
    {"$local", "local"},
    {"$copy->small", "copy.small"},
    {"$copy->b2", "copy.b2"},
    {"$copy->b3", "copy.b3"},
    {"$copy->row[1]", "copy.row[1]"},
    {"$copy->grid[1][1]", "copy.grid[1][1]"},
    {"$numbers[1]", "numbers[1]"},
    {"$numbers[$calls]", "numbers[calls]"},
    {"$calls", "calls"},
    {"$counter", "counter"},
    {"$shared", "shared"},
    {"@var(\"shared\")", "shared"},
    {"@var(\"first@variables.cpp\")->big", "first.big"},
    {"@var(\"outside\")->row[2]", "outside.row[2]"},
    {"@cast($n, \"Node\")->half", "n->half"},
    {"@cast($n, \"Base\")->inherited", "n->inherited"},
    {"@cast($n->pointer, \"struct Inner\")->row[1]", "n->pointer->row[1]"},
};

}

void TestVariables::initTestCase()
{
    if (!e2e::isRoot())
        QSKIP("probing needs root");
    m_program = e2e::compileTarget(m_directory, QStringLiteral("variables"), source);
    QVERIFY(!m_program.isEmpty());
}

void TestVariables::sameAsDebugger_data()
{
    QTest::addColumn<QStringList>("flags");
    QTest::newRow("DWARF 5, -O0") << QStringList{QStringLiteral("-gdwarf-5"), QStringLiteral("-O0")};
    QTest::newRow("DWARF 4, -O0") << QStringList{QStringLiteral("-gdwarf-4"), QStringLiteral("-O0")};
    QTest::newRow("fixed addresses") << QStringList{QStringLiteral("-g"), QStringLiteral("-O0"), QStringLiteral("-no-pie")};
}

void TestVariables::sameAsDebugger()
{
    QFETCH(QStringList, flags);
    if (QStandardPaths::findExecutable(QStringLiteral("gdb")).isEmpty())
        QSKIP("gdb is not installed");
    const QString program = e2e::compileTarget(m_directory, QStringLiteral("variables"), source, flags);
    const qsizetype here = source.left(source.indexOf("// HERE")).count('\n') + 1;
    QString script = QStringLiteral("probe process(\"%1\").statement(\"work@*:%2\") {\n").arg(program).arg(here);
    QStringList debugger{QStringLiteral("-batch"), QStringLiteral("-ex"), QStringLiteral("break variables.cpp:%1").arg(here),
                         QStringLiteral("-ex"), QStringLiteral("run")};
    for (const auto &[ours, theirs] : expressions) {
        script += QStringLiteral("println(\"value \", %1)\n").arg(QLatin1String(ours));
        debugger += {QStringLiteral("-ex"), QStringLiteral("printf \"value %ld\\n\", (long)(%1)").arg(QLatin1String(theirs))};
    }
    debugger.append(program);
    const auto values = [](const QByteArray &out) {
        QByteArrayList found;
        for (const QByteArray &line : out.split('\n')) {
            if (line.startsWith("value "))
                found.append(line.mid(6));
        }
        return found;
    };
    const e2e::Result read = e2e::runCli({QStringLiteral("-c"), program, QStringLiteral("-e"), script + QLatin1Char('}')});
    QVERIFY2(read.finished && read.status == 0, read.err.constData());
    const QByteArrayList ours = values(read.out);
    const e2e::Result reference = e2e::run(QStringLiteral("gdb"), debugger);
    const QByteArrayList theirs = values(reference.out);
    if (theirs.isEmpty())
        QSKIP("gdb cannot run programs here");
    QCOMPARE(ours.size(), qsizetype(std::size(expressions)));
    for (qsizetype i = 0; i < ours.size(); ++i)
        QVERIFY2(ours[i] == theirs.value(i),
                 (QByteArray(expressions[i].first) + " is " + ours[i] + ", gdb says " + theirs.value(i)).constData());
}

void TestVariables::texts()
{
    const QString script = QStringLiteral(
                               "probe process(\"%1\").function(\"work\") { println($n->name$); println($n->inner$); "
                               "println($n->text$); println(user_string_quoted($r->name)); x = $n; println(x->next->half);"
                               "println(@defined($n->inner->b1), @defined($n->missing), @defined($nobody)) }")
                               .arg(m_program);
    const e2e::Result result = e2e::runCli({QStringLiteral("-c"), m_program, QStringLiteral("-e"), script});
    QVERIFY2(result.status == 0, result.err.constData());
    for (const char *line : {"\"first \\\"one\\\"\\n\"\n", ", .b1=7, .b2=511, .b3=-16, .row=[...], .grid=[...]}\n",
                             "\"abcdefghijk\"\n", "\"second\"\n", "\n3\n", "\n100\n"})
        QVERIFY2(result.out.contains(line), result.out.constData());
}

void TestVariables::atReturn()
{
    const QString script = QStringLiteral(
                               "probe process(\"%1\").function(\"fact\").return { printf(\"%d! = %d\\n\", $n, $return) } "
                               "probe process(\"%1\").function(\"work\").return { println(@entry($n->half) + $k, \" \", "
                               "@var(\"counter\")) }")
                               .arg(m_program);
    const e2e::Result result = e2e::runCli({QStringLiteral("-c"), m_program, QStringLiteral("-e"), script});
    QVERIFY2(result.status == 0, result.err.constData());
    QVERIFY2(result.out.contains("1! = 1\n2! = 2\n3! = 6\n4! = 24\n"), result.out.constData());
    // Without a file's name, @var() is a variable like any other: as it was at the entry.
    QVERIFY2(result.out.contains("65556 41\n"), result.out.constData());
}

void TestVariables::unreadable()
{
    const QString script = QStringLiteral("probe process(\"%1\").function(\"work\") { try { println($n->next->next->half) } "
                                          "catch (m) { println(\"caught \", m) } println(@cast(8, \"Node\")->half) }")
                               .arg(m_program);
    const e2e::Result result = e2e::runCli({QStringLiteral("-c"), m_program, QStringLiteral("-e"), script});
    QVERIFY2(result.out.contains("caught read fault"), result.out.constData());
    QVERIFY2(result.err.contains("read fault [man error::fault] at 0x"), result.err.constData());
}

void TestVariables::memory()
{
    const QString script
        = QStringLiteral("probe process(\"%1\").function(\"work\") { printf(\"%#.5M|%#12.2M|%#.*m|%#M|\", $n->text, $n->text, 3, "
                         "$n->text, $n->text) print(sprintf(\"%#.2M\", $n->text)) try { printf(\"%#.9M\", 8) } catch (m) { "
                         "println(\"|\", m) } try { printf(\"%#.*M\", 5000, $n->text) } catch (m) { println(m) } }")
              .arg(m_program);
    const e2e::Result result = e2e::runCli({QStringLiteral("-c"), m_program, QStringLiteral("-e"), script});
    QVERIFY2(result.out.contains("6162636465|        6162|abc|61|6162|read fault"), result.out.constData());
    QVERIFY2(result.out.contains("a memory dump of so many bytes"), result.out.constData());
}

void TestVariables::tracepoints()
{
    const QString script = QStringLiteral(
        "probe kernel.trace(\"sched_process_exec\") { if (pid() == target()) printf(\"%s %d %s %s\\n\", "
        "pp(), $p->tgid == pid() && !user_mode(), kernel_string($bprm->filename), $$name); "
        "if (pid() == target()) println(inode_name($bprm->file->f_inode), \"|\", inode_path($bprm->file->f_inode)) }");
    const e2e::Result result = e2e::runCli({QStringLiteral("-c"), m_program, QStringLiteral("-e"), script});
    if (result.err.contains("does not describe its tracepoints"))
        QSKIP("this kernel has no BTF");
    const QByteArray expected = "kernel.trace(\"sched_process_exec\") 1 " + m_program.toUtf8() + " sched_process_exec\n";
    QVERIFY2(result.out.contains(expected), (result.out + result.err).constData());
    // Where the file system is mounted is no part of the path.
    QVERIFY2(result.out.contains("\nvariables|/") && result.out.contains("/variables\n"), result.out.constData());
}

void TestVariables::systemCalls()
{
    const QString script = QStringLiteral(
        "probe syscall.openat.return, syscall.mmap { if (pid() == target()) printf(\"%s(%s) %s\\n\", "
        "name, argstr, @defined($return) ? retstr : \"\") } "
        "global all probe syscall_any { if (pid() == target()) all[name]++ } "
        "probe end { println(all[\"openat\"] > 0, all[\"mmap\"] > 0) }");
    const e2e::Result result = e2e::runCli(
        {QStringLiteral("-c"), QStringLiteral("/bin/cat /nosuch\\\"file"), QStringLiteral("-e"), script});
    if (result.err.contains("does not describe"))
        QSKIP("this kernel has no BTF");
    QVERIFY2(result.out.contains(" = ") || result.out.contains("-2 (ENOENT)\n"), (result.out + result.err).constData());
    QVERIFY2(result.out.contains("O_RDONLY|O_CLOEXEC"), result.out.constData());
    QVERIFY2(result.out.contains("PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS, -1, 0)"), result.out.constData());
    QVERIFY2(result.out.contains("\n11\n"), result.out.constData());
}

// Their calls have numbers of their own: the 20 that they ask for their number with is writev elsewhere.
void TestVariables::programsOf32Bits()
{
    QTemporaryDir folder;
    QFile source(folder.filePath(QStringLiteral("narrow.s")));
    QVERIFY(source.open(QIODevice::WriteOnly));
    source.write(".globl _start\n_start:\n movl $20, %eax\n int $0x80\n movl $1, %eax\n xorl %ebx, %ebx\n int $0x80\n");
    source.close();
    const QString object = folder.filePath(QStringLiteral("narrow.o")), program = folder.filePath(QStringLiteral("narrow"));
    if (QProcess::execute(QStringLiteral("as"), {QStringLiteral("--32"), QStringLiteral("-o"), object, source.fileName()}) != 0
        || QProcess::execute(QStringLiteral("ld"),
                             {QStringLiteral("-m"), QStringLiteral("elf_i386"), QStringLiteral("-o"), program, object})
            != 0
        || QProcess::execute(program, {}) != 0)
        QSKIP("32-bit programs cannot be made, or not run here");
    for (const char *calls : {"syscall.writev", "syscall.writev, syscall.write"}) {
        const e2e::Result result = e2e::runCli(
            {QStringLiteral("-c"), program, QStringLiteral("-e"),
             QStringLiteral("global wrong probe %1 { if (pid() == target()) wrong++ } probe end { println(\"wrong: \", wrong) }")
                 .arg(QLatin1String(calls))});
        if (result.err.contains("does not describe"))
            QSKIP("this kernel has no BTF");
        QVERIFY2(result.out.contains("wrong: 0\n"), (result.out + result.err).constData());
    }
}

// The usual way to measure how long calls take. A call that began before the script did has no beginning, so no return either.
void TestVariables::latencyOfSystemCalls()
{
    const QString script = QStringLiteral(
        "global took, name_at probe syscall.openat { if (pid() == target()) name_at[tid()] = filename_uaddr } "
        "probe syscall.openat.return { if (pid() == target()) { took <<< gettimeofday_ns() - @entry(gettimeofday_ns()) "
        "printf(\"%d %d\\n\", name_at[tid()] == @entry($arg2), @entry($arg1) == $arg1) } } "
        "probe end { println(@count(took) > 0, @min(took) > 0, @max(took) < 60000000000) }");
    const e2e::Result result = e2e::runCli(
        {QStringLiteral("-c"), QStringLiteral("/bin/cat /dev/null"), QStringLiteral("-e"), script});
    if (result.err.contains("does not describe"))
        QSKIP("this kernel has no BTF");
    QVERIFY2(result.out.contains("1 1\n"), (result.out + result.err).constData());
    QVERIFY2(!result.out.contains("0 1\n") && !result.out.contains(" 0\n"), result.out.constData());
    QVERIFY2(result.out.endsWith("111\n"), result.out.constData());
}

// One program leads each call to its handlers, however many calls are probed, and however many handlers a call has.
void TestVariables::manySystemCalls()
{
    const QString script = QStringLiteral(
        "global all, opened, again, closed, returned "
        "probe syscall.* { if (pid() == target()) { all[name]++; if (name == \"openat\") opened++ } } "
        "probe syscall.openat { if (pid() == target()) again++ } "
        "probe syscall.{openat,close}.return { if (pid() == target()) { returned[name]++; closed += name == \"close\" } } "
        "probe end { println(opened > 0, \" \", opened == again, \" \", opened == returned[\"openat\"], \" \", closed == "
        "all[\"close\"], "
        "\" \", all[\"read\"] > 0) }");
    const e2e::Result result = e2e::runCli(
        {QStringLiteral("-v"), QStringLiteral("-c"), QStringLiteral("/bin/cat /dev/null"), QStringLiteral("-e"), script});
    if (result.err.contains("does not describe"))
        QSKIP("this kernel has no BTF");
    QVERIFY2(result.out.endsWith("1 1 1 1 1\n"), (result.out + result.err).constData());
}

void TestVariables::tasks()
{
    const QString script = QStringLiteral(
                               "probe process(\"%1\").function(\"work\") { t = task_current(); println(task_pid(t) == pid(), "
                               "task_tid(t) == tid(), task_execname(t) == execname(), task_uid(t) == uid(), t->tgid == pid(), "
                               "pointer_arg(1) == $n, int_arg(3) == $k, register(\"rdi\") == $n, long_arg(8) & 0xff) }")
                               .arg(m_program);
    const e2e::Result result = e2e::runCli({QStringLiteral("-c"), m_program, QStringLiteral("-e"), script});
    if (result.err.contains("does not describe"))
        QSKIP("this kernel has no BTF");
    QVERIFY2(result.out.contains("111111119\n"), (result.out + result.err).constData());
}

void TestVariables::examples_data()
{
    QTest::addColumn<QString>("example");
    QTest::addColumn<QByteArray>("expected");
    QTest::newRow("open-files") << QStringLiteral("open-files") << QByteArray("\"/etc/hostname\" = ");
    QTest::newRow("busiest-readers") << QStringLiteral("busiest-readers") << QByteArray("         program process");
    QTest::newRow("signals") << QStringLiteral("signals") << QByteArray("sends signal 10 to");
    QTest::newRow("started-programs") << QStringLiteral("started-programs") << QByteArray("cat, started by");
    QTest::newRow("waiting-for-locks") << QStringLiteral("waiting-for-locks") << QByteArray();
}

void TestVariables::examples()
{
    QFETCH(QString, example);
    QFETCH(QByteArray, expected);
    const QString file = QStringLiteral(TAPSCOPE_SOURCE_DIR "/resources/examples/%1.stp").arg(example);
    const QString command = QStringLiteral("sh -c 'cat /etc/hostname; sleep 5 & kill -USR1 $!; cat /etc/hostname; sleep 1.2'");
    const bool watchesTarget = example == QLatin1String("open-files");
    const e2e::Result result = e2e::runCli(
        {QStringLiteral("-c"), watchesTarget ? QStringLiteral("/bin/cat /etc/hostname") : command, file});
    if (result.err.contains("does not describe"))
        QSKIP("this kernel has no BTF");
    QVERIFY2(result.finished && !result.err.contains("error"), result.err.constData());
    QVERIFY2(result.out.contains(expected), (result.out + result.err).constData());
}

QTEST_GUILESS_MAIN(TestVariables)
#include "tst_variables.moc"
