// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "on_terminal.h"

/// Wildcards that mean many functions: what is asked before, what is told, and that each hit is of the right function.
class TestScale : public QObject {
    Q_OBJECT

private slots:
    void initTestCase();
    void cleanup();
    void asksOnATerminal_data();
    void asksOnATerminal();
    void neverAsksAPipe();
    void tellsSlowAndRefusedPlaces();
    void countsEachFunction();

private:
    QByteArray build(const char *name, const QByteArray &source, const QStringList &flags);

    QTemporaryDir m_directory;
    QByteArray m_many;
};

QByteArray TestScale::build(const char *name, const QByteArray &source, const QStringList &flags)
{
    const QString path = m_directory.filePath(QString::fromLatin1(name));
    QFile file(path + ".c");
    if (!file.open(QIODevice::WriteOnly) || file.write(source) != source.size())
        return {};
    file.close();
    const e2e::Result compiled = e2e::run("gcc", QStringList{"-g", "-o", path, path + ".c"} + flags);
    if (compiled.status != 0)
        qWarning("%s", compiled.err.constData());
    return compiled.status == 0 ? path.toUtf8() : QByteArray();
}

void TestScale::initTestCase()
{
    if (!e2e::isRoot())
        QSKIP("needs root");
    // fn_0000 … fn_1199: each is called once, those whose number ends with 7 twice more. What a probe on all of them lists takes
    // two handlers.
    QByteArray source = "#define F __attribute__((noinline)) void\n", calls;
    for (int i = 0; i < 1200; ++i) {
        const QByteArray name = "fn_" + QByteArray::number(i).rightJustified(4, '0');
        source += "F " + name + (i % 2 ? "(int a, int b)" : "(int a)") + " { __asm__ volatile(\"\"); }\n";
        const QByteArray call = name + (i % 2 ? "(1, 2);" : "(1);");
        calls += i % 10 == 7 ? call + call + call : call;
    }
    m_many = build("many", source + "int main(void) { " + calls + " return 0; }\n", {"-O0", "-fcf-protection=none"});
    QVERIFY(!m_many.isEmpty());
}

void TestScale::cleanup()
{
    const e2e::Result left = e2e::run("pgrep", {"-f", QString::fromUtf8(m_many)});
    QCOMPARE(left.out, QByteArray());
}

void TestScale::asksOnATerminal_data()
{
    QTest::addColumn<QByteArrayList>("options");
    QTest::addColumn<QByteArray>("answer");
    QTest::addColumn<bool>("runs");
    QTest::newRow("yes") << QByteArrayList() << QByteArray("y\n") << true;
    QTest::newRow("no") << QByteArrayList() << QByteArray("\n") << false;
    QTest::newRow("end of input") << QByteArrayList() << QByteArray("\x04") << false;
    QTest::newRow("interrupted") << QByteArrayList() << QByteArray("\x03") << false;
    QTest::newRow("--yes") << QByteArrayList{"--yes"} << QByteArray() << true;
    QTest::newRow("monitor") << QByteArrayList{"--monitor"} << QByteArray("yes\n") << true;
}

void TestScale::asksOnATerminal()
{
    QFETCH(QByteArrayList, options);
    QFETCH(QByteArray, answer);
    QFETCH(bool, runs);
    e2e::OnTerminal run(options
                        + QByteArrayList{"-c", m_many, "-e",
                                         "global n, listed probe process.function(\"fn_*\").call { n++; listed = $$parms } "
                                         "probe end { println(\"hits: \", n, strlen(listed) ? \"\" : \"?\") }"});
    if (!answer.isEmpty()) {
        QVERIFY2(run.shows("puts probes on 1,200 places"), run.rest().constData());
        QVERIFY(run.shows("1,200  process.function(\"fn_*\").call"));
        QVERIFY(run.shows("Continue? [y/N]"));
        run.press(answer.constData());
    }
    if (runs)
        QVERIFY2(run.shows("hits: 1440"), run.rest().constData());
    else
        QVERIFY2(run.shows("no probe was put on."), run.rest().constData());
    int status = -1;
    QVERIFY(run.ends(status));
    QVERIFY(WIFEXITED(status));
    QCOMPARE(WEXITSTATUS(status), runs ? 0 : 1);
    QVERIFY(runs || !run.rest().contains("hits: "));
    QVERIFY(!run.rest().contains("Continue?"));
}

void TestScale::neverAsksAPipe()
{
    const e2e::Result result = e2e::runCli(
        {"-c", m_many, "-e", "global n probe process.function(\"fn_*\").call { n++ } probe end { println(\"hits: \", n) }"});
    QVERIFY(result.finished);
    QCOMPARE(result.status, 0);
    QCOMPARE(result.out, QByteArray("hits: 1440\n"));
    QVERIFY2(!result.err.contains("Continue"), result.err.constData());
}

/// Of five functions one has no other place than an instruction that must not be probed, and two begin with one that the kernel
/// steps through.
void TestScale::tellsSlowAndRefusedPlaces()
{
    const QByteArray program = build("mixed", R"(
__asm__(".text\n"
        ".type loops, @function\nloops: vpcmpeqd %ymm0, %ymm0, %ymm0\nsub $1, %esi\njg loops\nret\n.size loops, .-loops\n"
        ".type steps, @function\nsteps: xor %eax, %eax\nret\n.size steps, .-steps\n"
        ".type walks, @function\nwalks: mov $1, %eax\nret\n.size walks, .-walks\n");
__attribute__((noinline)) void a(void) { __asm__ volatile(""); }
__attribute__((noinline)) void b(void) { __asm__ volatile(""); }
int main(void) { a(); b(); return 0; }
)",
                                     {"-O0", "-fcf-protection=none"});
    QVERIFY(!program.isEmpty());
    const QByteArray script = "probe process.function(\"loops\"), process.function(\"steps\"), process.function(\"walks\"), "
                              "process.function(\"a\"), process.function(\"b\") { println(ppfunc()) }";
    const e2e::Result result = e2e::runCli({"-v", "-c", program, "-e", script});
    QVERIFY2(result.status == 0, result.err.constData());
    QCOMPARE(result.out, QByteArray("a\nb\n"));
    QVERIFY2(result.err.contains(
                 "3 of 5 places are slow, since the kernel steps through the instruction there: loops, steps, walks\n"),
             result.err.constData());
    QVERIFY2(result.err.contains("attached 4 of 5 probes by uprobe"), result.err.constData());
    QVERIFY2(result.err.contains("1 of 1 places cannot be probed (loops): the kernel"), result.err.constData());
    QVERIFY2(result.err.contains("Not probed, 1 places: the kernel"), result.err.constData());
    const e2e::Result quiet = e2e::runCli({"-c", program, "-e", script});
    QVERIFY2(!quiet.err.contains("slow") && !quiet.err.contains("Not probed"), quiet.err.constData());
}

/// Entries and returns: no function's hits are taken for another's.
void TestScale::countsEachFunction()
{
    const e2e::Result result = e2e::runCli(
        {"-c", m_many, "-e",
         "global calls, returns probe process.function(\"fn_*\").call { calls[ppfunc(), probefunc()]++ } "
         "probe process.function(\"fn_*\").return { returns[ppfunc()]++ } "
         "probe end { foreach ([f, g] in calls) { c[calls[f, g] == returns[f] && f == g]++ t[calls[f, g], substr(f, 6, 1) == "
         "\"7\"]++ } "
         "foreach (k in c+) println(\"equal \", k, \": \", c[k]) foreach ([n, seven] in t-) println(n, \" \", seven, \": \", "
         "t[n, seven]) } "
         "global c, t"});
    QVERIFY2(result.status == 0, result.err.constData());
    QCOMPARE(result.out, QByteArray("equal 1: 1200\n1 0: 1080\n3 1: 120\n"));
}

QTEST_GUILESS_MAIN(TestScale)
#include "tst_scale.moc"
