// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "cli.h"

/// Guru mode, in which a script changes what it traces; and functions of the library that reach outside of the handler.
class TestGuru : public QObject {
    Q_OBJECT

private slots:
    void initTestCase();
    void writesVariables();
    void writesMemory();
    void sendsSignals();
    void refused_data();
    void refused();
    void otherProcesses();
    void quotedBuffers();

private:
    [[nodiscard]] e2e::Result trace(const QString &script, bool guru = true) const
    {
        QStringList arguments = {"-e", QString(script).replace("PROGRAM", m_program), "-c", m_program};
        if (guru)
            arguments.prepend("-g");
        return e2e::runCli(arguments);
    }
    QTemporaryDir m_directory;
    QString m_program;
};

namespace {

const QByteArray source = R"(#include <csignal>
#include <cstdio>
#include <unistd.h>
struct Pair { short first; int second; Pair *next; };
static Pair tail = {7, 70, nullptr};
static Pair head = {1, 2, &tail};
static char bytes[] = "a\"b\0\x7f\n";
volatile sig_atomic_t signalled;
extern "C" void onSignal(int) { signalled = 1; }
extern "C" __attribute__((noinline)) int change(int n, Pair *pair, const char *text)
{
    int local = n + 1;
    local += pair->first;
    return local + pair->second + pair->next->second + (text != nullptr);
}
int main()
{
    signal(SIGUSR1, onSignal);
    head.first = 1; tail.second = 70; bytes[0] = 'a';
    printf("result %d\n", change(3, &head, bytes));
    printf("pair %d %d %d\n", head.first, head.second, tail.second);
    printf("signalled %d\n", signalled);
    return 0;
}
)";

}

void TestGuru::initTestCase()
{
    if (!e2e::isRoot())
        QSKIP("probing needs root");
    m_program = e2e::compileTarget(m_directory, QStringLiteral("guru"), source);
    QVERIFY(!m_program.isEmpty());
}

void TestGuru::writesVariables()
{
    const auto result = trace(QStringLiteral("probe process(\"PROGRAM\").statement(\"change@*:14\") { $local = 100 } "
                                             "probe process(\"PROGRAM\").function(\"change\") { $pair->second += 5; "
                                             "$pair->next->second = -1; $pair->first = 0x12345 }"));
    if (result.err.contains("does not let eBPF programs change the memory"))
        QSKIP("this kernel is locked down");
    // first keeps the low 16 bits.
    QVERIFY2(result.out.contains("pair 9029 7 -1\n"), result.out + result.err);
    QVERIFY2(result.out.contains("result " + QByteArray::number(100 + 7 - 1 + 1 + 9029) + "\n")
                 || result.out.contains("result " + QByteArray::number(100 + 7 - 1 + 1) + "\n"),
             result.out + result.err);
}

void TestGuru::writesMemory()
{
    const auto result = trace(
        QStringLiteral("probe process(\"PROGRAM\").function(\"change\") { set_user_int(&$pair->second, 44); "
                       "try { set_user_long(8, 1) } catch (e) { println(e) } }"));
    if (result.err.contains("does not let eBPF programs change the memory"))
        QSKIP("this kernel is locked down");
    QVERIFY2(result.out.contains("pair 1 44 70\n"), result.out + result.err);
    QVERIFY2(result.out.contains("the program's memory cannot be written there\n"), result.out + result.err);
}

void TestGuru::sendsSignals()
{
    const auto result = trace(QStringLiteral("probe process(\"PROGRAM\").function(\"change\") { raise(10) }"));
    QVERIFY2(result.out.contains("signalled 1\n"), result.out + result.err);
}

void TestGuru::refused_data()
{
    QTest::addColumn<QString>("script");
    QTest::addColumn<bool>("guru");
    QTest::addColumn<QString>("said");
    const QString probe = QStringLiteral("probe process(\"PROGRAM\").function(\"change\") ");
    QTest::newRow("variable") << probe + "{ $n = 3 }" << false << "which only guru mode lets a script change";
    QTest::newRow("function") << probe + "{ set_user_int($pair, 3) }" << false << "run it with -g (guru mode)";
    QTest::newRow("text") << probe + "{ $n = \"x\" }" << true << "a number is needed here";
    QTest::newRow("structure") << probe + "{ $pair[0] = 3 }" << true << "cannot be written as one number";
    QTest::newRow("name") << probe + "{ $nope = 3 }" << true << "has no variable '$nope'";
    QTest::newRow("result") << "probe process(\"PROGRAM\").function(\"change\").return { $return = 3 }" << true
                            << "is in a register here, which eBPF programs cannot change";
    QTest::newRow("kernel") << "probe kernel.trace(\"sched_switch\") { $prev->pid = 3 }" << true
                            << "whose memory eBPF programs cannot change";
}

void TestGuru::refused()
{
    QFETCH(QString, script);
    QFETCH(bool, guru);
    QFETCH(QString, said);
    const auto result = trace(script, guru);
    QVERIFY2(result.status != 0 && result.err.contains(said.toUtf8()), result.err);
}

void TestGuru::otherProcesses()
{
    const auto result = trace(QStringLiteral("probe process(\"PROGRAM\").function(\"change\") { "
                                             "println(pid2execname(pid()), \" \", pid2execname(999999999), \"|\") } "
                                             "probe begin { println(pid2execname(pid()), \" \", task_start_time(pid()) > 0) }"),
                              false);
    QVERIFY2(result.out.contains("guru |\n") || result.out.contains(" |\n"), result.out + result.err);
    QVERIFY2(result.out.contains("tapscope-cli 1\n"), result.out + result.err);
    const auto tasks
        = trace(QStringLiteral("probe process(\"PROGRAM\").function(\"change\") { "
                               "printf(\"%d %d %d\\n\", pid2task(pid()) == task_current(), task_pid(pid2task(ppid())) == ppid(), "
                               "pid2task(999999999)) }"),
                false);
    QVERIFY2(tasks.out.contains("1 1 0\n"), tasks.out + tasks.err);
}

void TestGuru::quotedBuffers()
{
    const auto result = trace(QStringLiteral(
                                  "probe process(\"PROGRAM\").function(\"change\") { println(user_buffer_quoted($text, 6, 100)); "
                                  "println(user_buffer_quoted($text, 6, 5)); println(user_buffer_quoted(8, 6, 100)) }"),
                              false);
    QVERIFY2(result.out.contains("\"a\\\"b\\0\\177\\n\"\n"), result.out + result.err);
    QVERIFY2(result.out.contains("\"\"...\n"), result.out + result.err); // what was cut says so
    QVERIFY2(result.out.contains("0x8\n"), result.out + result.err);
}

QTEST_GUILESS_MAIN(TestGuru)
#include "tst_guru.moc"
