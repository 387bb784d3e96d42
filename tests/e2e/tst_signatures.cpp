// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "cli.h"

#include <QRandomGenerator>

using namespace Qt::Literals::StringLiterals;

/// Functions with signatures made by chance, which main calls with known values: at their entries and at their returns probes
/// read those, whatever lies beside them in registers and on the stack.
class TestSignatures : public QObject {
    Q_OBJECT

private slots:
    void initTestCase();
    void sameValues_data();
    void sameValues();
    void pointersToMembers_data();
    void pointersToMembers();
};

namespace {

/// What can be passed. Of structures `members` can be read, of the others the value itself.
struct Passable {
    const char *type;
    const char *make; ///< with %1 for each value
    QStringList members = {};
    qint64 low = 0, high = 0; ///< of values; equal ones: nothing can be read
};

const QList<Passable> numbers = {
    {"signed char", "%1", {}, -128, 127},
    {"unsigned char", "%1", {}, 0, 255},
    {"short", "%1", {}, -30'000, 30'000},
    {"unsigned short", "%1", {}, 0, 65'000},
    {"int", "%1", {}, -2'000'000'000, 2'000'000'000},
    {"unsigned", "%1u", {}, 0, 4'000'000'000},
    {"long", "%1L", {}, -4'000'000'000'000, 4'000'000'000'000},
    {"unsigned long long", "%1ull", {}, 0, 4'000'000'000'000},
    {"void *", "(void *)%1L", {}, 1, 4'000'000'000'000},
    {"bool", "%1", {}, 0, 1},
    {"enum Leaf", "(enum Leaf)%1", {}, 0, 1},
};

const QList<Passable> others = {
    {"double", "1.5"},
    {"float", "2.5f"},
    {"long double", "3.5L"},
    {"__int128", "(__int128)7"},
    {"_Complex float", "(_Complex float)1.0f"},
    {"_Complex double", "(_Complex double)1.0"},
    {"_Complex long double", "(_Complex long double)1.0L"},
    {"vector", "(vector){1, 2, 3, 4}"},
    {"struct One", "(struct One){%1}", {"a"}, -1'000'000, 1'000'000},
    {"struct Two", "(struct Two){%1, %1}", {"a", "b"}, -1'000'000, 1'000'000},
    {"struct Three", "(struct Three){%1, %1, %1}", {"a", "b", "c"}, -1'000'000, 1'000'000},
    {"struct WithDouble", "(struct WithDouble){%1, 1.0}", {"a"}, -1'000'000, 1'000'000},
    {"struct BehindDouble", "(struct BehindDouble){1.0, %1}", {"b"}, -1'000'000, 1'000'000},
    {"struct Doubles", "(struct Doubles){1, 2}"},
    {"struct Floats", "(struct Floats){1, 2, 3}"},
    {"struct BehindFloat", "(struct BehindFloat){1, %1}", {"b"}, -1'000'000, 1'000'000},
    {"struct Packed", "(struct Packed){1, %1, %1}", {"i", "l"}, -1'000'000, 1'000'000},
    {"struct Bits", "(struct Bits){1, %1}", {"b"}, -1'000'000, 1'000'000},
    {"struct Aligned", "(struct Aligned){%1}", {"a"}, -1'000'000, 1'000'000},
    {"struct Precise", "(struct Precise){1}"},
    {"struct Wide", "(struct Wide){1}"},
    {"struct Vector", "(struct Vector){{1, 2, 3, 4}}"},
    {"struct Empty", "(struct Empty){}"},
};

constexpr char heading[] = R"(#include <stdbool.h>
#ifdef __clang__
#define KEEP __attribute__((noinline, optnone))
#else
#define KEEP __attribute__((noipa))
#endif
enum Leaf { Green, Black };
typedef int vector __attribute__((vector_size(16)));
struct One { int a; };
struct Two { long a, b; };
struct Three { long a, b, c; };
struct WithDouble { long a; double b; };
struct BehindDouble { double a; long b; };
struct Doubles { double a, b; };
struct Floats { float a, b, c; };
struct BehindFloat { float a; int b; };
struct __attribute__((packed)) Packed { char c; int i; long l; };
struct Bits { int a : 3; long b : 40; };
struct Aligned { _Alignas(16) long a; };
struct Precise { long double a; };
struct Wide { __int128 a; };
struct Vector { vector a; };
struct Empty { };
volatile long sink;
)";

struct Program {
    QByteArray source;
    QByteArray script;
    QByteArray expected; ///< lines that the script prints, in order
};

/// A value of it, as an expression; what the script reads of it is added to `read` and `values`.
QString made(const Passable &what, const QString &name, QRandomGenerator &chance, QStringList &read, QStringList &values)
{
    QString text = QString::fromLatin1(what.make);
    QStringList parts = what.members;
    if (parts.isEmpty() && what.low != what.high)
        parts.append(QString());
    for (const QString &part : parts) {
        const qint64 value = what.low + static_cast<qint64>(chance.bounded(static_cast<quint64>(what.high - what.low + 1)));
        const QString digits = QString::number(value);
        text.replace(text.indexOf("%1"_L1), 2, digits);
        values.append(digits);
        read.append(u'$' + name + (part.isEmpty() ? QString() : u"->"_s + part));
    }
    return text;
}

Program makeProgram(quint32 seed)
{
    QRandomGenerator chance(seed);
    const auto any = [&](const QList<Passable> &of) -> const Passable & { return of[chance.bounded(of.size())]; };
    const auto printed = [](const QString &tag, const QString &point, const QStringList &read) {
        return u"probe process(\"%1\").function(\"%2\")%3 { printf(\"%2%3"_s.arg(u"PROGRAM"_s, tag, point)
            + u" %d"_s.repeated(read.size()) + u"\\n\", "_s + read.join(u", "_s) + u") }\n"_s;
    };
    QString source = QString::fromLatin1(heading), calls, script, expected;
    for (int n = 0; n < 40; ++n) {
        const QString name = u"f%1"_s.arg(n);
        QStringList parameters, arguments, read, values;
        const auto count = chance.bounded(3, 14);
        for (int p = 0; p < count; ++p) {
            const Passable &what = any(chance.bounded(2) ? numbers : others);
            const QString parameter = u"p%1"_s.arg(p);
            parameters.append(QString::fromLatin1(what.type) + u' ' + parameter);
            arguments.append(made(what, parameter, chance, read, values));
        }
        const Passable &result = any(chance.bounded(2) ? numbers : others);
        QStringList readOfResult, valuesOfResult;
        const QString returned = made(result, u"return"_s, chance, readOfResult, valuesOfResult);
        source += u"KEEP %1 %2(%3) { sink++; return %4; }\n"_s.arg(QString::fromLatin1(result.type), name,
                                                                   parameters.join(u", "_s), returned);
        calls += u"    %1(%2);\n"_s.arg(name, arguments.join(u", "_s));
        if (!read.isEmpty()) {
            script += printed(name, {}, read);
            expected += name + u' ' + values.join(u' ') + u'\n';
        }
        if (!readOfResult.isEmpty()) {
            script += printed(name, u".return"_s, readOfResult);
            expected += name + u".return "_s + valuesOfResult.join(u' ') + u'\n';
        }
    }
    return {(source + u"int main(void)\n{\n"_s + calls + u"    return 0;\n}\n"_s).toUtf8(), script.toUtf8(), expected.toUtf8()};
}

}

void TestSignatures::initTestCase()
{
    if (!e2e::isRoot())
        QSKIP("probing needs root");
}

void TestSignatures::sameValues_data()
{
    QTest::addColumn<QString>("compiler");
    QTest::addColumn<QStringList>("options");
    QTest::addColumn<quint32>("seed");
    const QList<std::pair<QString, QStringList>> ways
        = {{u"gcc"_s, {u"-O0"_s}}, {u"gcc"_s, {u"-O2"_s}}, {u"gcc"_s, {u"-O2"_s, u"-gdwarf-4"_s}}, {u"clang"_s, {u"-O0"_s}}};
    for (const auto &[compiler, options] : ways) {
        for (const quint32 seed : {1u, 2u, 3u}) {
            QTest::addRow("%s %s %u", qPrintable(compiler), qPrintable(options.join(u' ')), seed) << compiler << options << seed;
        }
    }
}

void TestSignatures::sameValues()
{
    QFETCH(QString, compiler);
    QFETCH(QStringList, options);
    QFETCH(quint32, seed);
    if (QStandardPaths::findExecutable(compiler).isEmpty())
        QSKIP("this compiler is not installed");
    const Program program = makeProgram(seed);
    const QTemporaryDir directory;
    QFile file(directory.filePath(u"calls.c"_s));
    QVERIFY(file.open(QIODevice::WriteOnly) && file.write(program.source) == program.source.size());
    file.close();
    const QString built = directory.filePath(u"calls"_s);
    const e2e::Result compiled = e2e::run(compiler, QStringList{u"-g"_s, u"-w"_s, file.fileName(), u"-o"_s, built} + options);
    QVERIFY2(compiled.status == 0, compiled.err);

    QByteArray script = program.script;
    script.replace("PROGRAM", built.toUtf8());
    const e2e::Result result = e2e::runCli({u"-e"_s, QString::fromUtf8(script), u"-c"_s, built});
    QVERIFY2(result.status == 0, result.err);
    const QByteArrayList expected = program.expected.split('\n'), printed = result.out.split('\n');
    for (qsizetype n = 0; n < std::min(expected.size(), printed.size()); ++n) {
        const QByteArray name = expected[n].left(expected[n].indexOf(' ')).replace(".return", "");
        const qsizetype at = program.source.indexOf(' ' + name + '(');
        QVERIFY2(expected[n] == printed[n],
                 expected[n] + " is printed as " + printed[n] + program.source.mid(at, program.source.indexOf('{', at) - at));
    }
    QCOMPARE(printed.size(), expected.size());
}

void TestSignatures::pointersToMembers_data()
{
    QTest::addColumn<QString>("level");
    QTest::newRow("plain") << u"-O0"_s;
    QTest::newRow("optimised") << u"-O2"_s;
}

/// One to data needs a register, one to a function two, or twice the place on the stack; debug information says no size of either.
void TestSignatures::pointersToMembers()
{
    QFETCH(QString, level);
    const QTemporaryDir directory;
    const QString program = e2e::compileTarget(
        directory, u"asks"_s,
        "struct Pot { int cups; int pour(int n) const { return cups - n; } };\n"
        "__attribute__((noipa)) int ask(int Pot::*which, int (Pot::*how)(int) const, decltype(nullptr), long first,\n"
        "    long second, int (Pot::*otherwise)(int) const, int from, short to)\n"
        "{ return which && how && otherwise ? static_cast<int>(first + second) + from + to : 0; }\n"
        "int main() { return ask(&Pot::cups, &Pot::pour, nullptr, 26, 27, &Pot::pour, 28, -29) == 52 ? 0 : 1; }\n",
        {u"-g"_s, level});
    QVERIFY(!program.isEmpty());
    const e2e::Result result = e2e::runCli(
        {u"-c"_s, program, u"-e"_s,
         u"probe process(\"%1\").function(\"ask\") { println($first, \" \", $second, \" \", $from, \" \", $to) }"_s.arg(program)});
    QVERIFY2(result.out == "26 27 28 -29\n", result.out + result.err);
}

QTEST_GUILESS_MAIN(TestSignatures)
#include "tst_signatures.moc"
