// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "cli.h"

using namespace Qt::Literals::StringLiterals;

/// Variables where reading them takes more than the registers of the moment: what was in registers at the function's entry,
/// what is in its place only behind the prologue.
class TestTargetVariables : public QObject {
    Q_OBJECT

private slots:
    void initTestCase();
    void entryOfARunningCall();
    void listsOfComputedValues();
    void typesOfTheProbedUnit();
    void behindThePrologue_data();
    void behindThePrologue();

private:
    [[nodiscard]] QString build(const QString &name, const QString &compiler, const QStringList &flags, const QByteArray &source);
    QTemporaryDir m_directory;
};

namespace {

QString labelled(const QString &program, const char *label)
{
    for (const QByteArray &line : e2e::run(u"nm"_s, {program}).out.split('\n')) {
        const QByteArrayList words = line.simplified().split(' ');
        if (words.size() == 3 && words[2] == label)
            return u"0x"_s + QString::fromLatin1(words[0]);
    }
    return {};
}

}

QString TestTargetVariables::build(const QString &name, const QString &compiler, const QStringList &flags,
                                   const QByteArray &source)
{
    return e2e::compileTarget(m_directory, name, source, flags + QStringList{u"-w"_s}, compiler);
}

void TestTargetVariables::initTestCase()
{
    if (!e2e::isRoot())
        QSKIP("probing needs root");
}

namespace {

// At "late", `number` is nowhere but in what called work().
const QByteArray gone = R"(#include <poll.h>
#include <unistd.h>
__attribute__((noinline)) void keep(long n) { __asm__ volatile("" : : "r"(n) : "memory"); }
extern "C" __attribute__((noinline)) void beat() { __asm__ volatile(""); }
extern "C" __attribute__((noinline)) long work(long number, int other, const char *words)
{
    keep(number + other + words[0]);
    char c = 0;
    struct pollfd input = {0, POLLIN, 0};
    while (poll(&input, 1, 5) == 0)
        beat();
    if (read(0, &c, 1) < 0)
        return 0;
    double half = number;
    __asm__ volatile("late: nop");
    keep(c);
    return c;
}
int main()
{
    if (write(1, "ready", 5) != 5)
        return 1;
    for (int i = 1; i <= 3; ++i)
        keep(work(1000 * i, -i, "abc" + i % 2));
    return 0;
}
)";

}

// Of a call that began before the probe nothing tells what was in the registers then: an error that can be caught, and no wrong
// value. The next calls have theirs.
void TestTargetVariables::entryOfARunningCall()
{
    const QString program = build(u"gone"_s, u"g++"_s, {u"-g"_s, u"-O2"_s, u"-fno-ipa-ra"_s}, gone);
    const QString late = labelled(program, "late");
    QVERIFY(!late.isEmpty());
    QProcess target;
    target.start(program, QStringList());
    QVERIFY(QTest::qWaitFor([&] { return target.readAllStandardOutput().contains("ready"); }, 20'000));
    QProcess cli;
    cli.start(e2e::binary(u"tapscope-cli"_s),
              {u"-x"_s, QString::number(target.processId()), u"-e"_s,
               u"global n probe process(\"%1\").statement(%2) { try { println($number, \" \", $other, "
               "\" \", $words[1]) } catch (why) { println(why) } } probe process(\"%1\").function(\"beat\") { if (n++ == 3) "
               u"println(\"armed\") }"_s.arg(program, late)});
    QByteArray out;
    const auto has = [&](const char *text) {
        out += cli.readAllStandardOutput();
        return out.contains(text);
    };
    QVERIFY2(QTest::qWaitFor([&] { return has("armed"); }, 30'000), cli.readAllStandardError().constData());
    target.write("xyz");
    QVERIFY(target.waitForBytesWritten(10'000));
    const e2e::Result result = e2e::collect(cli, 30'000);
    out += result.out;
    QVERIFY(target.waitForFinished(20'000));
    QVERIFY2(out.contains("the call began before the probe was there"), (out + result.err).constData());
    QVERIFY2(out.contains("2000 -2 98\n3000 -3 99\n"), (out + result.err).constData());
}

void TestTargetVariables::listsOfComputedValues()
{
    const QString program = build(u"listed"_s, u"g++"_s, {u"-g"_s, u"-O2"_s, u"-fno-ipa-ra"_s}, gone);
    const QString late = labelled(program, "late");
    QVERIFY(!late.isEmpty());
    const e2e::Result read = e2e::run(
        u"sh"_s,
        {u"-c"_s, u"echo xyz | \"$@\""_s, u"sh"_s, e2e::binary(u"tapscope-cli"_s), u"-c"_s, program, u"-e"_s,
         u"probe process(\"%1\").statement(%2) { println($$parms); println($$vars$); println($half) }"_s.arg(program, late)});
    QVERIFY2(read.status == 0, read.err.constData());
    QVERIFY2(read.out.contains("number=0x3e8 other=0xffffffffffffffff words=0x"), read.out.constData());
    QVERIFY2(read.out.contains("number=2000 other=-2 words=\"abc\""), read.out.constData());
    QVERIFY2(read.out.contains("\n4652007308841189376\n"), read.out.constData()); // 1000.0
}

// Where two source files have a type of the same name, that of the probed one is meant.
void TestTargetVariables::typesOfTheProbedUnit()
{
    const QByteArray first = "struct cup { int tea; };\nstatic int level = 1;\n"
                             "__attribute__((noinline)) int first(void *p) { return ((struct cup *)p)->tea + level; }\n";
    const QByteArray second = "struct cup { char saucer[12]; int coffee; };\nstatic int level = 2;\n"
                              "__attribute__((noinline)) int second(void *p) { return ((struct cup *)p)->coffee + level; }\n"
                              "int first(void *);\n"
                              "int main(void) { struct cup c = {{3}, 44}; return first(&c) + second(&c) == 0; }\n";
    const QString program = m_directory.filePath(u"units"_s);
    QStringList sources;
    for (const QByteArray &text : {first, second}) {
        QFile file(program + QString::number(sources.size()) + u".c"_s);
        QVERIFY(file.open(QIODevice::WriteOnly) && file.write(text) == text.size());
        sources << file.fileName();
    }
    const e2e::Result built = e2e::run(u"gcc"_s, QStringList{u"-g"_s, u"-o"_s, program} + sources);
    QVERIFY2(built.status == 0, built.err.constData());
    const QString script = u"probe process(\"%1\").function(\"second\") { println(@cast($p, \"cup\")->coffee, \" \", $level) } "
                           "probe process(\"%1\").function(\"first\") { println(@cast($p, \"cup\")->tea, \" \", $level) }"_s.arg(
                               program);
    const e2e::Result result = e2e::runCli({u"-e"_s, script, u"-c"_s, program});
    QVERIFY2(result.out == "3 1\n44 2\n", (result.out + result.err).constData());
}

void TestTargetVariables::behindThePrologue_data()
{
    QTest::addColumn<QString>("compiler");
    QTest::addColumn<QStringList>("flags");
    QTest::newRow("gcc") << u"g++"_s << QStringList{u"-g"_s, u"-O0"_s};
    QTest::newRow("gcc, without frame pointers") << u"g++"_s << QStringList{u"-g"_s, u"-O0"_s, u"-fomit-frame-pointer"_s};
    QTest::newRow("gcc, guarded") << u"g++"_s << QStringList{u"-g"_s, u"-O0"_s, u"-fstack-protector-all"_s, u"-fcf-protection"_s};
    QTest::newRow("clang") << u"clang++-19"_s << QStringList{u"-g"_s, u"-O0"_s};
    QTest::newRow("clang, DWARF 4") << u"clang++-19"_s << QStringList{u"-gdwarf-4"_s, u"-O0"_s};
}

// Without optimisation, parameters that come in vector registers, addresses of parameters and changes of them: the probe is
// where they are in memory, and sees what the caller gave.
void TestTargetVariables::behindThePrologue()
{
    QFETCH(QString, compiler);
    QFETCH(QStringList, flags);
    if (QStandardPaths::findExecutable(compiler).isEmpty())
        QSKIP("the compiler is not installed");
    const QString program = build(u"prologue"_s, compiler, flags, R"(#include <cstdio>
struct Mixed { double d; long n; };
extern "C" __attribute__((noinline)) long work(int number, double d, float f, Mixed mixed, long last, int *const out)
{
    return number * 2 + (long)d + (long)f + mixed.n + last + *out;
}
int main()
{
    int out = 7;
    printf("%ld\n", work(-5, 2.5, -0.75f, {4.25, 99}, 1L << 40, &out));
    printf("%ld\n", work(6, 1e9, 3, {-1, -2}, -3, &out));
}
)");
    QVERIFY(!program.isEmpty());
    const QString script = u"probe process(\"%1\").function(\"work\") {\n"
                           "printf(\"%x %x %x %d %d\\n\", $d, $f, $mixed->d, $mixed->n, $number)\n"
                           "printf(\"%d %d\\n\", user_int(&$number), user_long(&$last))\n"
                           "printf(\"%d\\n\", @cast(&$mixed, \"Mixed\")->n)\n"
                           "printf(\"%d\\n\", @cast(&$mixed - 16, \"Mixed\")[1]->n + @cast(&$last - 4, \"int\")[1])\n"
                           "printf(\"%d %d\\n\", &@cast(0, \"Mixed\")[2], @cast_sizeof(\"Mixed\"))\n"
                           "printf(\"%d %d\\n\", @cast_sizeof(\"int*\"), @cast_sizeof(\"Mixed *\"))\n"
                           "println($$parms)\n}\n"
                           "probe process(\"%1\").function(\"work\").return { println($number, \" \", $return) }\n"_s.arg(
                               program);
    const e2e::Result read = e2e::runCli({u"-c"_s, program, u"-e"_s, script});
    QVERIFY2(read.status == 0, read.err.constData());
    for (const char *line : {"4004000000000000 bf400000 4011000000000000 99 -5\n-5 1099511627776\n99\n99\n32 16\n8 "
                             "8\nnumber=0xfffffffffffffffb d=0x",
                             "41cdcd6500000000 40400000 bff0000000000000 -2 6\n6 -3\n-2\n", "\n-5 1099511627874\n"})
        QVERIFY2(read.out.contains(line), read.out.constData());
    // What is changed there, the function works with.
    const e2e::Result changed = e2e::runCli(
        {u"-g"_s, u"-c"_s, program, u"-e"_s, u"probe process(\"%1\").function(\"work\") { $number = 100 }"_s.arg(program)});
    if (changed.err.contains("does not let eBPF programs change"))
        QSKIP("this kernel does not let programs be changed");
    QVERIFY2(changed.status == 0, changed.err.constData());
    QVERIFY2(changed.out.contains("1099511628084\n"), changed.out.constData());
}

QTEST_GUILESS_MAIN(TestTargetVariables)
#include "tst_target_variables.moc"
