// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "cli.h"

using namespace Qt::Literals::StringLiterals;

/// Stacks with the calls that were inlined, function by function and line by line as gdb has them.
class TestInlinedCalls : public QObject {
    Q_OBJECT

private slots:
    void initTestCase();
    void sameAsDebugger_data();
    void sameAsDebugger();
    void forms();
    void onlyWhenAskedFor();

private:
    [[nodiscard]] QString build(const QString &compiler, const QStringList &flags);
    QTemporaryDir m_directory;
    int m_built = 0;
};

namespace {

const QByteArray source = R"(#include <cstdio>
#define APART __attribute__((noinline))
#define WITHIN inline __attribute__((always_inline))
extern "C" APART int innermost(int n) { volatile int kept = n; return kept + 1; }
namespace tea {
struct Pot {
    int cups = 3;
    WITHIN int pour(int n)
    {
        int sum = 0;
        for (int i = 0; i < n; ++i)
            sum += innermost(i + cups);
        return sum;
    }
};
template <class T> static WITHIN int brew(T &pot, int n)
{
    volatile int before = n;
    return pot.pour(before) + 1;
}
}
static WITHIN int serve(int n)
{
    tea::Pot pot;
    volatile int kept = tea::brew(pot, n);
    return kept;
}
extern "C" APART int evening(int n)
{
    volatile int guests = n;
    volatile int served = serve(guests);
    return served + 2;
}
int main(int argc, char **)
{
    volatile int r = evening(argc);
    printf("%d\n", r);
    return 0;
}
)";

// "function line" of each frame, down to main().
QStringList framesOf(const QByteArray &text, const QRegularExpression &form)
{
    QStringList frames;
    for (const QString &line : QString::fromUtf8(text).split('\n')) {
        const auto match = form.match(line);
        if (match.hasMatch())
            frames.append(match.captured(1) + u' ' + match.captured(2));
        if (match.hasMatch() && match.captured(1) == u"main"_s)
            break;
    }
    return frames;
}

}

QString TestInlinedCalls::build(const QString &compiler, const QStringList &flags)
{
    return e2e::compileTarget(m_directory, u"calls%1"_s.arg(++m_built), source, flags, compiler);
}

void TestInlinedCalls::initTestCase()
{
    if (!e2e::isRoot())
        QSKIP("probing needs root");
}

void TestInlinedCalls::sameAsDebugger_data()
{
    QTest::addColumn<QString>("compiler");
    QTest::addColumn<QStringList>("flags");
    QTest::newRow("gcc") << u"g++"_s << QStringList{u"-g"_s, u"-O2"_s};
    QTest::newRow("gcc, DWARF 4") << u"g++"_s << QStringList{u"-gdwarf-4"_s, u"-O1"_s};
    QTest::newRow("gcc, split") << u"g++"_s << QStringList{u"-g"_s, u"-O2"_s, u"-gsplit-dwarf"_s};
    QTest::newRow("clang") << u"clang++-19"_s << QStringList{u"-g"_s, u"-O2"_s};
}

void TestInlinedCalls::sameAsDebugger()
{
    QFETCH(QString, compiler);
    QFETCH(QStringList, flags);
    if (QStandardPaths::findExecutable(compiler).isEmpty() || QStandardPaths::findExecutable(u"gdb"_s).isEmpty())
        QSKIP("a compiler and gdb are needed");
    const QString program = build(compiler, flags);
    QVERIFY(!program.isEmpty());
    const e2e::Result debugger = e2e::run(u"gdb"_s,
                                          {u"-batch"_s, u"-nx"_s, u"-ex"_s, u"break innermost"_s, u"-ex"_s, u"run"_s, u"-ex"_s,
                                           u"bt"_s, program});
    // Templates come without what they were made for, as gdb may have it or not.
    const QStringList expected = framesOf(
        debugger.out, QRegularExpression(uR"(^#\d+ +(?:0x[0-9a-f]+ in )?([\w:]+)(?:<[^(]*>)? \(.* at .*calls\d+\.cpp:(\d+)$)"_s));
    QVERIFY2(expected.size() >= 6, debugger.out.constData());
    const e2e::Result ours = e2e::runCli(
        {u"--inlined-calls"_s, u"-c"_s, program, u"-e"_s,
         u"probe process(\"%1\").function(\"innermost\") { print_ubacktrace_fileline() exit() }"_s.arg(program)});
    QStringList found = framesOf(ours.out,
                                 QRegularExpression(
                                     uR"( : ([\w:]+)(?:<.*>)?(?: \(inlined\)|\+0x[0-9a-f/x]+) at .*calls\d+\.cpp:(\d+) \[)"_s));
    QVERIFY2(!found.isEmpty(), (ours.out + ours.err).constData());
    // gdb stops behind the prologue, on the line or the next.
    found.first() = expected.first();
    QCOMPARE(found, expected);
}

void TestInlinedCalls::forms()
{
    const QString program = build(u"g++"_s, {u"-g"_s, u"-O2"_s});
    QVERIFY(!program.isEmpty());
    const QString script = u"probe process(\"%1\").function(\"innermost\") { print_ubacktrace() print_ubacktrace_brief() "
                           "println(sprint_ubacktrace()) exit() }"_s.arg(program);
    const QString out = QString::fromUtf8(e2e::runCli({u"--inlined-calls"_s, u"-c"_s, program, u"-e"_s, script}).out);
    QVERIFY2(out.contains(QRegularExpression(uR"(\n 0x[0-9a-f]+ : tea::Pot::pour \(inlined\) \[/.*/calls\d+\]\n)"_s)),
             qPrintable(out));
    QVERIFY2(out.contains(u"\ntea::Pot::pour (inlined)\n"_s), qPrintable(out));
    QVERIFY2(out.contains(QRegularExpression(uR"(\ntea::Pot::pour \(inlined\) \[calls\d+\]\n)"_s)), qPrintable(out));
}

void TestInlinedCalls::onlyWhenAskedFor()
{
    const QString program = build(u"g++"_s, {u"-g"_s, u"-O2"_s});
    QVERIFY(!program.isEmpty());
    const QString script = u"probe process(\"%1\").function(\"innermost\") { print_ubacktrace_fileline() exit() }"_s.arg(program);
    const e2e::Result result = e2e::runCli({u"-c"_s, program, u"-e"_s, script});
    QVERIFY2(result.out.contains(" : evening+0x"), (result.out + result.err).constData());
    QVERIFY2(!result.out.contains("(inlined)") && !result.out.contains("serve"), result.out.constData());
}

QTEST_GUILESS_MAIN(TestInlinedCalls)
#include "tst_inlined_calls.moc"
