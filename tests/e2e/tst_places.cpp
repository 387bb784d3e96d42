// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "cli.h"

/// Statements, marks, inlined functions and linkage stubs of programs: listed, and probed in the kernel.
class TestPlaces : public QObject {
    Q_OBJECT

private slots:
    void initTestCase();
    void functionsWithoutPlaces_data();
    void functionsWithoutPlaces();
    void lists_data();
    void lists();
    void nothingToList();
    void libraryLists();
    void statements();
    void statementsOfTeahouse();
    void marksOfTeahouse_data();
    void marksOfTeahouse();
    void marksWithSemaphores();
    void inlinedFunctions();
    void labelsCopiesAndAddresses();
    void whichPointFired_data();
    void whichPointFired();
    void statementsDoNotBreakIndentation();

private:
    [[nodiscard]] QString point(const QString &rest) const
    {
        return QStringLiteral("process(\"") + m_program + QStringLiteral("\").") + rest;
    }

    QTemporaryDir m_directory;
    QString m_program;
};

namespace {

// The line numbers below are those of this text.
const QByteArray source = R"(#define _SDT_HAS_SEMAPHORES 1
#include <cstdio>
#include <cstdlib>
#include <sys/sdt.h>
extern "C" unsigned short places_step_semaphore;
unsigned short places_step_semaphore __attribute__((section(".probes")));
static inline __attribute__((always_inline)) long twice(long x)
{
    long y = x + x;
    return y;
}
static int grade(int n)
{
    int r = 5;
    if (n < 0)
        r = -1;
    else if (n % 2)
        r = 1;
    for (int i = 0; i < n; i++) {
        int k = i + r;
        r += k;
    }
    return r;
}
int main(int argc, char **argv)
{
    long sum = argc;
    for (int i = -1; i < 3; i++) {
        sum += grade(i) + twice(i);
        signed char small = -7;
        if (places_step_semaphore)
            puts("counted");
        DTRACE_PROBE3(places, step, i, small, sum);
    }
    printf("sum %ld\n", sum + atoi(argv[0]));
}
)";

QStringList linesOf(const QByteArray &text)
{
    return QString::fromUtf8(text).split(QLatin1Char('\n'), Qt::SkipEmptyParts);
}

}

void TestPlaces::initTestCase()
{
    QVERIFY(m_directory.isValid());
    m_program = e2e::compileTarget(m_directory, QStringLiteral("places"), source);
    QVERIFY(!m_program.isEmpty());
    m_program = QFileInfo(m_program).canonicalFilePath();
}

void TestPlaces::functionsWithoutPlaces_data()
{
    QTest::addColumn<QString>("pattern");
    QTest::addColumn<QString>("said");
    QTest::newRow("not inlined") << "function(\"grade\").inline" << "'grade' is not inlined anywhere in ";
    QTest::newRow("static") << "function(\"grade\").exported" << "'grade' is static in ";
}

void TestPlaces::functionsWithoutPlaces()
{
    QFETCH(QString, pattern);
    QFETCH(QString, said);
    const e2e::Result result = e2e::runCli({"-e", "probe " + point(pattern) + " { }"});
    QVERIFY2(QString::fromUtf8(result.err).contains(said), result.err.constData());
    QCOMPARE(result.status, 1);
}

void TestPlaces::lists_data()
{
    QTest::addColumn<QString>("option");
    QTest::addColumn<QString>("pattern");
    QTest::addColumn<QStringList>("expected"); // FILE: the source
    const auto row = [](const char *name, const char *option, const char *pattern, const QStringList &expected) {
        QTest::newRow(name) << QString::fromLatin1(option) << QString::fromLatin1(pattern) << expected;
    };
    row("functions", "-l", "function(\"[gm]*\")", {"function(\"grade@FILE:12\")", "function(\"main@FILE:25\")"});
    row("functions with variables", "-L", "function(\"gr*\").call", {"function(\"grade@FILE:12\").call $n:int $r:int"});
    row("return", "-L", "function(\"grade\").return", {"function(\"grade@FILE:12\").return $return:int $n:int"});
    row("function by a line in it", "-l", "function(\"*@places.cpp:21\")", {"function(\"grade@FILE:12\")"});
    row("exported", "-l", "function(\"[gm]*\").exported", {"function(\"main@FILE:25\").exported"});
    row("inlined", "-L", "function(\"twice\").inline", {"function(\"twice@FILE:7\").inline $x:long int $y:long int"});
    row("all lines of a function", "-l", "statement(\"grade@places.cpp:*\")",
        {"statement(\"grade@FILE:13\")", "statement(\"grade@FILE:14\")", "statement(\"grade@FILE:15\")",
         "statement(\"grade@FILE:16\")", "statement(\"grade@FILE:17\")", "statement(\"grade@FILE:18\")",
         "statement(\"grade@FILE:19\")", "statement(\"grade@FILE:20\")", "statement(\"grade@FILE:21\")",
         "statement(\"grade@FILE:23\")", "statement(\"grade@FILE:24\")"});
    row("inner blocks first", "-L", "statement(\"grade@places.cpp:21\")",
        {"statement(\"grade@FILE:21\") $k:int $i:int $n:int $r:int"});
    row("a line of any function", "-l", "statement(\"*@places.cpp:29\")", {"statement(\"main@FILE:29\")"});
    row("range and list", "-l", "statement(\"grade@places.cpp:14,20-22\")",
        {"statement(\"grade@FILE:14\")", "statement(\"grade@FILE:20\")", "statement(\"grade@FILE:21\")"});
    row("relative", "-l", "statement(\"grade@places.cpp:+2\")", {"statement(\"grade@FILE:14\")"});
    row("nearest", "-l", "statement(\"grade@places.cpp:22\").nearest", {"statement(\"grade@FILE:23\").nearest"});
    row("lines of an inlined function", "-l", "statement(\"twice@places.cpp:9\")", {"statement(\"twice@FILE:9\")"});
    row("marks", "-L", "mark(\"*\")", {"mark(\"step\") $arg1:long $arg2:long $arg3:long"});
    row("mark of a provider", "-l", "provider(\"pl*\").mark(\"st*\")", {"provider(\"places\").mark(\"step\")"});
    row("linkage stubs", "-l", "plt(\"[ap]*\")", {"plt(\"atoi\")", "plt(\"printf\")", "plt(\"puts\")"});
}

void TestPlaces::lists()
{
    QFETCH(QString, option);
    QFETCH(QString, pattern);
    QFETCH(QStringList, expected);
    for (QString &line : expected)
        line = point(line.replace(QStringLiteral("FILE"), m_program + QStringLiteral(".cpp")));
    const e2e::Result result = e2e::runCli({option, point(pattern)});
    QCOMPARE(result.err, QByteArray());
    QCOMPARE(linesOf(result.out), expected);
    QCOMPARE(result.status, 0);
    // A bare process means the program of -c, which is not started.
    const e2e::Result bare = e2e::runCli({option, QStringLiteral("process.") + pattern, QStringLiteral("-c"), m_program});
    QCOMPARE(linesOf(bare.out), expected);
}

void TestPlaces::nothingToList()
{
    const e2e::Result none = e2e::runCli({QStringLiteral("-l"), point(QStringLiteral("mark(\"nosuch\")"))});
    QCOMPARE(none.status, 1);
    QCOMPARE(none.out, QByteArray());
    QVERIFY2(none.err.contains("there is no mark 'nosuch'"), none.err.constData());
    QCOMPARE(e2e::runCli({QStringLiteral("-l"), QStringLiteral("begin")}).out, QByteArray("begin\n"));
}

void TestPlaces::libraryLists()
{
    QVERIFY(
        e2e::runCli({QStringLiteral("--dump-functions")}).out.contains("substr:string (str:string, start:long, length:long)\n"));
    QVERIFY(e2e::runCli({QStringLiteral("--dump-probe-types")}).out.contains("process(string).statement(string).nearest\n"));
    QCOMPARE(e2e::runCli({QStringLiteral("--dump-probe-aliases")}).status, 0);
}

void TestPlaces::statements()
{
    if (!e2e::isRoot())
        QSKIP("probes in the kernel need root here");
    // What the source does for n = -1, 0, 1, 2; the loop's line has its first place before the loop.
    QStringList expected;
    const QList<QList<int>> paths{{13, 14, 15, 16, 19, 23, 24},
                                  {13, 14, 15, 17, 19, 23, 24},
                                  {13, 14, 15, 17, 18, 19, 20, 21, 23, 24},
                                  {13, 14, 15, 17, 19, 20, 21, 20, 21, 23, 24}};
    for (const QList<int> &path : paths) {
        for (const int line : path)
            expected.append(point(QStringLiteral("statement(\"grade@%1.cpp:%2\")").arg(m_program).arg(line)));
    }
    const e2e::Result result = e2e::runCli(
        {QStringLiteral("-e"), QStringLiteral("probe process.statement(\"grade@places.cpp:*\") { println(pp()) }"),
         QStringLiteral("-c"), m_program, QStringLiteral("-o"), m_directory.filePath(QStringLiteral("out"))});
    QVERIFY2(result.status == 0, result.err.constData());
    QFile out(m_directory.filePath(QStringLiteral("out")));
    QVERIFY(out.open(QIODevice::ReadOnly));
    QCOMPARE(linesOf(out.readAll()), expected);
    // Variables are read where they are at that very line.
    const e2e::Result values = e2e::runCli(
        {QStringLiteral("-e"),
         QStringLiteral("probe process.statement(\"grade@places.cpp:21\") { printf(\"%d %d %d %s\\n\", $i, $k, $r, $$vars) }"),
         QStringLiteral("-c"), m_program, QStringLiteral("-o"), m_directory.filePath(QStringLiteral("values"))});
    QVERIFY2(values.status == 0, values.err.constData());
    QFile read(m_directory.filePath(QStringLiteral("values")));
    QVERIFY(read.open(QIODevice::ReadOnly));
    QCOMPARE(linesOf(read.readAll()),
             (QStringList{QStringLiteral("0 1 1 n=0x1 r=0x1 i=0x0 k=0x1"), QStringLiteral("0 5 5 n=0x2 r=0x5 i=0x0 k=0x5"),
                          QStringLiteral("1 11 10 n=0x2 r=0xa i=0x1 k=0xb")}));
}

void TestPlaces::statementsOfTeahouse()
{
    if (!e2e::isRoot())
        QSKIP("probes in the kernel need root here");
    const QString script = QStringLiteral("global entries, lines probe process.function(\"takeOrder\").call { entries++ } "
                                          "probe process.statement(\"takeOrder@teahouse.cpp:*\") { lines[pp()]++ } "
                                          "probe end { foreach (l+ in lines) printf(\"%d %d\\n\", entries, lines[l]) }");
    const e2e::Result result = e2e::runCli({QStringLiteral("-e"), script, QStringLiteral("-c"),
                                            e2e::binary(QStringLiteral("teahouse")) + QStringLiteral(" --orders 25"),
                                            QStringLiteral("-o"), m_directory.filePath(QStringLiteral("pour"))});
    QVERIFY2(result.status == 0, result.err.constData());
    QFile out(m_directory.filePath(QStringLiteral("pour")));
    QVERIFY(out.open(QIODevice::ReadOnly));
    const QStringList lines = linesOf(out.readAll());
    QVERIFY2(lines.size() >= 3, qPrintable(lines.join(QLatin1Char('\n'))));
    // Every line was passed, none more often than the function was called, the first as often.
    const QStringList first = lines.first().split(QLatin1Char(' '));
    QVERIFY(first[0].toInt() > 0);
    QCOMPARE(first[1], first[0]);
}

void TestPlaces::marksOfTeahouse_data()
{
    QTest::addColumn<QString>("program");
    QTest::newRow("with debuginfo") << "teahouse";
    QTest::newRow("optimised, separate debuginfo") << "teahouse-stripped";
}

void TestPlaces::marksOfTeahouse()
{
    if (!e2e::isRoot())
        QSKIP("probes in the kernel need root here");
    QFETCH(QString, program);
    const QString script = QStringLiteral("probe process.mark(\"*\") { printf(\"%s:%s %s\\n\", $$provider, $$name, $$parms) }"
                                          "probe process.mark(\"order__taken\") { printf(\"order %d %d\\n\", $arg1, $arg2) }");
    const QString output = m_directory.filePath(QStringLiteral("marks"));
    const e2e::Result result = e2e::runCli({QStringLiteral("-e"), script, QStringLiteral("-c"),
                                            e2e::binary(program) + QStringLiteral(" --orders 300 --pause-us 0 --counts"),
                                            QStringLiteral("-o"), output});
    QVERIFY2(result.status == 0, result.err.constData());
    QFile out(output);
    QVERIFY(out.open(QIODevice::ReadOnly));
    QHash<QString, qint64> seen;
    QSet<QString> orders;
    for (const QString &line : linesOf(out.readAll())) {
        const QStringList words = line.split(QLatin1Char(' '));
        ++seen[words[0]];
        if (words[0] == QLatin1String("order")) {
            orders.insert(words[1]);
            QCOMPARE(words[2].toInt(), words[1].toInt() % 7);
        }
    }
    // What the program says of itself; of the two functions named pour, the one with the mark comes last.
    const auto counted = [&](const QByteArray &function) {
        qint64 count = -1;
        const QList<QByteArray> lines = result.out.split('\n');
        for (const QByteArray &line : lines) {
            if (line.startsWith(function + ' '))
                count = line.mid(function.size() + 1).toLongLong();
        }
        return count;
    };
    QCOMPARE(seen[QStringLiteral("teahouse:order__taken")], 300);
    QCOMPARE(orders.size(), 300);
    QCOMPARE(seen[QStringLiteral("teahouse:poured")], counted("pour"));
    QCOMPARE(seen[QStringLiteral("teahouse:pot__dropped")], counted("dropPot"));
    QVERIFY(seen[QStringLiteral("teahouse:pot__dropped")] > 0);
}

void TestPlaces::marksWithSemaphores()
{
    if (!e2e::isRoot())
        QSKIP("probes in the kernel need root here");
    QVERIFY(!e2e::run(m_program, {}).out.contains("counted"));
    const QString output = m_directory.filePath(QStringLiteral("semaphore"));
    const e2e::Result result = e2e::runCli(
        {QStringLiteral("-e"),
         QStringLiteral("probe process.mark(\"step\") { printf(\"%d %d %d %s\\n\", $arg1, $arg2, $arg3, probefunc()) }"),
         QStringLiteral("-c"), m_program, QStringLiteral("-o"), output});
    QVERIFY2(result.status == 0, result.err.constData());
    QFile out(output);
    QVERIFY(out.open(QIODevice::ReadOnly));
    QCOMPARE(linesOf(out.readAll()),
             (QStringList{QStringLiteral("-1 -7 -2 main"), QStringLiteral("0 -7 3 main"), QStringLiteral("1 -7 7 main"),
                          QStringLiteral("2 -7 32 main")}));
    QCOMPARE(result.out.count("counted"), 4); // the program saw that it is probed
    QVERIFY(!e2e::run(m_program, {}).out.contains("counted"));
}

void TestPlaces::inlinedFunctions()
{
    if (!e2e::isRoot())
        QSKIP("probes in the kernel need root here");
    const QString output = m_directory.filePath(QStringLiteral("inlined"));
    const e2e::Result result = e2e::runCli(
        {QStringLiteral("-e"),
         QStringLiteral("probe process.function(\"twice\").inline { printf(\"%s %d\\n\", ppfunc(), $x) } "
                        "probe process.plt(\"atoi\") { println(ppfunc()) }"),
         QStringLiteral("-c"), m_program, QStringLiteral("-o"), output});
    QVERIFY2(result.status == 0, result.err.constData());
    QFile out(output);
    QVERIFY(out.open(QIODevice::ReadOnly));
    const QStringList lines = linesOf(out.readAll());
    QCOMPARE(lines.size(), 5);
    for (int i = 0; i < 4; ++i)
        QVERIFY2(lines[i].startsWith(QStringLiteral("twice ")), qPrintable(lines[i]));
    QCOMPARE(lines.last(), QStringLiteral("atoi"));
}

void TestPlaces::labelsCopiesAndAddresses()
{
    if (!e2e::isRoot())
        QSKIP("probes in the kernel need root here");
    const QByteArray walk = R"(
static inline __attribute__((always_inline)) int twice(int x) { volatile int y = x; return y * 2; }
extern "C" __attribute__((noinline)) int leaf(int n) { volatile int k = n; return k; }
extern "C" __attribute__((noinline)) int walk(int n)
{
    int s = 0;
again:
    s += twice(n);
    if (--n > 0) goto again;
    return s + leaf(7);
}
int main() { return walk(2) == twice(5) + leaf(8); }
)";
    const QString program = e2e::compileTarget(m_directory, QStringLiteral("walk"), walk);
    QVERIFY(!program.isEmpty());
    const QString head = QStringLiteral("process(\"") + program + QStringLiteral("\").");
    const auto run = [&](const QString &points, const QString &body) {
        const auto result = e2e::runCli({"-e", QStringLiteral("probe ") + points + " { " + body + " }", "-c", program});
        return linesOf(result.out + result.err);
    };
    const auto labels = run(head + "function(\"walk\").label(\"ag*\")", "println(pp(), $n)");
    QCOMPARE(labels.size(), 2);
    QVERIFY2(labels.first().startsWith(head + "function(\"walk@") && labels.first().endsWith(":7\")2"),
             qPrintable(labels.join('\n')));
    // Without .call, the copies inside other functions are meant too.
    const auto copies = run(head + "function(\"twice\")", "println(ppfunc(), $x)");
    QCOMPARE(copies, QStringList({"twice2", "twice1", "twice5"}));
    // Only calls from there count.
    QCOMPARE(run(head + "function(\"walk\").callee(\"leaf\")", "println(ppfunc(), $n)"), QStringList{"leaf7"});
    const QString onReturn = head + "function(\"walk\").callee(\"leaf\").return";
    QCOMPARE(run(onReturn, "println(ppfunc(), @entry($n))"), QStringList{"leaf7"});
    QCOMPARE(run(onReturn, "println(@defined(@entry($n)), @defined(@entry($nope)) ? @entry($nope) : @entry($n))"),
             QStringList{"17"});
    QCOMPARE(run(head + "function(\"leaf\").call", "println(@defined(@entry($n)))").value(0), QStringLiteral("0"));
    QStringList called = run(head + "function(\"main\").callees(2)", "println(ppfunc())");
    called.sort();
    QCOMPARE(called, QStringList({"leaf", "leaf", "twice", "twice", "twice", "walk"}));
    const auto places = e2e::runCli({"-p2", "-e", QStringLiteral("probe ") + head + "function(\"walk\").call { println($n) }"});
    const QString address = QRegularExpression(QStringLiteral("pc=(0x[0-9a-f]+)")).match(places.out).captured(1);
    const auto byAddress = run(head + "function(" + address + ").call", "println(pp(), $n)");
    QVERIFY2(byAddress.value(0).endsWith("\").call2"), qPrintable(byAddress.join('\n')));
    const auto most = e2e::runCli({"-e", QStringLiteral("probe ") + head + "function(\"walk\").return.maxactive(3) { }"});
    QVERIFY2(most.err.contains("'maxactive' cannot follow"), most.err);
}

// As SystemTap 4.8 says it, of the same kinds of points.
void TestPlaces::whichPointFired_data()
{
    QTest::addColumn<QString>("point");
    QTest::addColumn<QString>("expected"); // ppfunc, probefunc, probe_type, user_mode, is_return, pnlabel; %1: what the point is
    QTest::addColumn<QString>("full"); // pn(): the end of it
    QTest::newRow("call") << "function(\"grade\").call" << "grade grade uprobe 1 0 []" << ".call";
    QTest::newRow("return") << "function(\"grade\").return" << "grade main uretprobe 1 1 []" << ".return";
    QTest::newRow("inlined") << "function(\"twice\").inline" << "twice main uprobe 1 0 []" << ".inline";
    QTest::newRow("statement") << "statement(\"grade@places.cpp:23\")" << "grade grade uprobe 1 0 []" << ":23\")";
    QTest::newRow("mark") << "mark(\"step\")" << " main uprobe 1 0 []" << ".mark(\"step\")";
    QTest::newRow("stub's return") << "plt(\"atoi\").return" << "atoi main uretprobe 1 1 []" << ".plt(\"atoi\").return";
    QTest::newRow("library") << "library(\"libc.so.6\").function(\"atoi\").return" << "atoi main uretprobe 1 1 []"
                             << ".return";
    QTest::newRow("system call") << "syscall.return" << " * utrace_syscall 1 0 []" << ".syscall.return";
    QTest::newRow("begin") << "begin" << " * utrace 1 0 []" << ".begin";
}

void TestPlaces::whichPointFired()
{
    QFETCH(QString, point);
    QFETCH(QString, expected);
    QFETCH(QString, full);
    if (!e2e::isRoot())
        QSKIP("probes in the kernel need root here");
    const QString output = m_directory.filePath(QStringLiteral("which"));
    const QString script = QStringLiteral("global n probe %1 { if (!n++) printf(\"%s %s %s %d %d [%s]\\n%s\\n\", ppfunc(), "
                                          "probefunc(), probe_type(), user_mode(), is_return(), pnlabel(), pn()) }")
                               .arg(this->point(point));
    const e2e::Result result = e2e::runCli(
        {QStringLiteral("-e"), script, QStringLiteral("-c"), m_program, QStringLiteral("-o"), output});
    QVERIFY2(result.status == 0, result.err.constData());
    QFile out(output);
    QVERIFY(out.open(QIODevice::ReadOnly));
    const QStringList lines = QString::fromUtf8(out.readAll()).split(QLatin1Char('\n'));
    QVERIFY2(lines.size() >= 2, result.err.constData());
    const QString pattern = QRegularExpression::wildcardToRegularExpression(
        QString(expected).replace(QLatin1Char('['), QStringLiteral("[[]")));
    QVERIFY2(QRegularExpression(pattern).match(lines[0]).hasMatch(), qPrintable(lines[0]));
    QVERIFY2(lines[1].startsWith(QStringLiteral("process(\"") + m_program) && lines[1].endsWith(full), qPrintable(lines[1]));
}

void TestPlaces::statementsDoNotBreakIndentation()
{
    if (!e2e::isRoot())
        QSKIP("probes in the kernel need root here");
    const QString output = m_directory.filePath(QStringLiteral("indent"));
    const QString script = QStringLiteral(
        "probe process.function(\"*@*places.cpp\").call { printf(\"%s-> %s\\n\", thread_indent(1), ppfunc()) } "
        "probe process.statement(\"grade@places.cpp:23\") { printf(\"%s at %s\\n\", thread_indent(0), ppfunc()) } "
        "probe process.function(\"*@*places.cpp\").return { printf(\"%s<- %s\\n\", thread_indent(-1), ppfunc()) }");
    const e2e::Result result = e2e::runCli(
        {QStringLiteral("-e"), script, QStringLiteral("-c"), m_program, QStringLiteral("-o"), output});
    QVERIFY2(result.status == 0, result.err.constData());
    QFile out(output);
    QVERIFY(out.open(QIODevice::ReadOnly));
    QStringList shapes;
    for (const QString &line : linesOf(out.readAll()))
        shapes.append(line.mid(line.indexOf(QLatin1Char(':')) + 1));
    QStringList expected{QStringLiteral("-> main")};
    for (int i = 0; i < 4; ++i)
        expected << QStringLiteral(" -> grade") << QStringLiteral("  at grade") << QStringLiteral(" <- grade");
    expected << QStringLiteral("<- main");
    QCOMPARE(shapes, expected);
}

QTEST_GUILESS_MAIN(TestPlaces)
#include "tst_places.moc"
