// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "cli.h"
#include "debuginfo/module.h"
#include "variable_programs.h"

#include <bit>
#include <map>

using namespace Qt::Literals::StringLiterals;

/// Programs full of variables, from several compilers at several levels of optimisation: what gdb prints at a place is what a
/// probe there reads. Nothing that gdb can read is missing without optimisation; with it, a share that may shrink only.
class TestAgainstGdb : public QObject {
    Q_OBJECT

private slots:
    void initTestCase();
    void sameValues_data();
    void sameValues();
    void sameStacks_data();
    void sameStacks();

private:
    QTemporaryDir m_directory;
    variables::Program m_programs[2];
};

namespace {

struct Place {
    QByteArray symbol;
    uint64_t address = 0;
    int number = 0;
};

// By "place value", what was printed first.
using Values = std::map<std::pair<QByteArray, int>, QByteArray>;

// Lines "@symbol", "v number value", and "o number" behind what says that the value has been optimised out.
Values valuesOf(const QByteArray &out, QByteArrayList *order = nullptr)
{
    Values values;
    QByteArray place;
    bool isGone = false;
    for (QByteArray line : out.split('\n')) {
        isGone = isGone || line.contains("<optimized out>");
        // What could not be read leaves half a line.
        if (const qsizetype prompt = line.lastIndexOf("(gdb) "); prompt >= 0)
            line.remove(0, prompt + 6);
        if (line.startsWith('@')) {
            place = line.mid(1);
            if (order && !order->contains(place))
                order->append(place);
        } else if (line.startsWith("v ")) {
            const QByteArrayList words = line.split(' ');
            if (words.size() == 3)
                values.try_emplace({place, words[1].toInt()}, words[2]);
        } else if (line.startsWith("o ")) {
            if (std::exchange(isGone, false))
                values.erase({place, line.mid(2).trimmed().toInt()});
        }
    }
    return values;
}

// Of floating-point numbers the bits are read.
QByteArray asWhole(const variables::Value &value, const QByteArray &read)
{
    if (value.bits == 64)
        return QByteArray::number(static_cast<qlonglong>(std::bit_cast<double>(read.toLongLong())));
    if (value.bits == 32)
        return QByteArray::number(static_cast<qlonglong>(std::bit_cast<float>(static_cast<quint32>(read.toLongLong()))));
    return read;
}

QList<Place> placesOf(const QString &program)
{
    QList<Place> places;
    const e2e::Result symbols = e2e::run(QStringLiteral("nm"), {program});
    for (const QByteArray &line : symbols.out.split('\n')) {
        const QByteArrayList words = line.simplified().split(' ');
        if (words.size() == 3 && words[2].startsWith("here_"))
            places.append({words[2], words[0].toULongLong(nullptr, 16), words[2].split('_')[1].toInt()});
    }
    return places;
}

}

void TestAgainstGdb::initTestCase()
{
    if (!e2e::isRoot())
        QSKIP("probing needs root");
    if (QStandardPaths::findExecutable(QStringLiteral("gdb")).isEmpty())
        QSKIP("gdb is not installed");
    for (const bool isCxx : {false, true}) {
        m_programs[isCxx] = variables::make(isCxx);
        QFile file(m_directory.filePath(isCxx ? QStringLiteral("many.cpp") : QStringLiteral("many.c")));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(m_programs[isCxx].source);
        QVERIFY2(m_programs[isCxx].variables >= 200, QByteArray::number(m_programs[isCxx].variables).constData());
    }
}

void TestAgainstGdb::sameValues_data()
{
    QTest::addColumn<bool>("isCxx");
    QTest::addColumn<QString>("compiler");
    QTest::addColumn<QStringList>("flags");
    QTest::addColumn<double>("mayMiss"); // of a hundred that gdb shows
    const bool all = qEnvironmentVariableIsSet("TAPSCOPE_ALL_PROGRAMS");
    for (const bool isCxx : {false, true}) {
        for (const bool isClang : {false, true}) {
            for (const int level : {0, 1, 2}) {
                for (const int dwarf : {4, 5}) {
                    // A third of them, unless all are asked for; each compiler, language, level and version comes up.
                    const bool isChosen = (level + isCxx + isClang + dwarf) % 2 == 0
                        && (level == 0 || (level == 1) == (isCxx == isClang));
                    if (!all && !isChosen)
                        continue;
                    const char *const compiler = isClang ? isCxx ? "clang++-19" : "clang-19" : isCxx ? "g++" : "gcc";
                    const double mayMiss = level == 0 ? 0 : 1.5;
                    QTest::addRow("%s -O%d -gdwarf-%d", compiler, level, dwarf)
                        << isCxx << QString::fromLatin1(compiler)
                        << QStringList{QStringLiteral("-O%1").arg(level), QStringLiteral("-gdwarf-%1").arg(dwarf)} << mayMiss;
                }
            }
        }
    }
}

void TestAgainstGdb::sameValues()
{
    QFETCH(bool, isCxx);
    QFETCH(QString, compiler);
    QFETCH(QStringList, flags);
    QFETCH(double, mayMiss);
    if (QStandardPaths::findExecutable(compiler).isEmpty())
        QSKIP("the compiler is not installed");
    const variables::Program &source = m_programs[isCxx];
    const QString program = m_directory.filePath(
        QStringLiteral("many-%1").arg(QString::fromUtf8(QTest::currentDataTag())).replace(' ', '_'));
    const e2e::Result compiled
        = e2e::run(compiler,
                   flags
                       + QStringList{QStringLiteral("-w"), QStringLiteral("-Wno-narrowing"), QStringLiteral("-o"), program,
                                     m_directory.filePath(isCxx ? QStringLiteral("many.cpp") : QStringLiteral("many.c"))});
    QVERIFY2(compiled.status == 0, compiled.err.constData());
    const QList<Place> places = placesOf(program);
    QVERIFY(places.size() >= source.places.size() - 1);

    QString script = QString();
    for (const Place &place : places) {
        script += QStringLiteral("probe process(\"%1\").statement(0x%2) {\nprintln(\"@%3\")\n")
                      .arg(program)
                      .arg(place.address, 0, 16)
                      .arg(QLatin1String(place.symbol));
        const QList<variables::Value> &values = source.places[place.number];
        for (qsizetype i = 0; i < values.size(); ++i) {
            const QByteArray &ours = values[i].ours;
            const QByteArray asked = ours.split(' ').first(); // of a difference
            script += QStringLiteral("if (@defined(%1)) println(\"v %2 \", %3)\n")
                          .arg(QString::fromUtf8(asked))
                          .arg(i)
                          .arg(QString::fromUtf8(ours));
        }
        script += QStringLiteral("}\n");
    }
    QFile text(m_directory.filePath(QStringLiteral("read.stp")));
    QVERIFY(text.open(QIODevice::WriteOnly));
    text.write(script.toUtf8());
    text.close();
    const e2e::Result read = e2e::runCli({QStringLiteral("-c"), program, text.fileName()});
    QVERIFY2(read.finished && read.status == 0, (read.err + '\n' + text.fileName().toUtf8()).constData());
    QVERIFY2(!read.err.contains("fault"), read.err.constData());
    QByteArrayList order;
    const Values ours = valuesOf(read.out, &order);

    QByteArray debugger = "maint set internal-error quit no\nmaint set internal-error corefile no\nset pagination off\nset "
                          "confirm off\nset width 0\nset debuginfod enabled off\n";
    for (const Place &place : places)
        debugger += "tbreak *" + place.symbol + "\n";
    debugger += "run\n";
    for (const QByteArray &symbol : order) {
        const auto place = std::ranges::find(places, symbol, &Place::symbol);
        QVERIFY(place != places.end());
        debugger += "echo \\n@" + symbol + "\\n\nprintf \"at %d\\n\", $pc == (long)&" + symbol + "\n";
        const QList<variables::Value> &values = source.places[place->number];
        for (qsizetype i = 0; i < values.size(); ++i)
            // Of what is gone in part, gdb reads zeros in expressions; on its own it is told.
            debugger += "printf \"v " + QByteArray::number(i) + " %ld\\n\", (long)(" + values[i].theirs + ")\noutput "
                + values[i].theirs + "\necho \\no " + QByteArray::number(i) + "\\n\n";
        debugger += "continue\n";
    }
    debugger += "kill\nquit\n";
    const e2e::Result reference = e2e::run(QStringLiteral("gdb"), {QStringLiteral("-q"), QStringLiteral("-nx"), program},
                                           debugger);
    const Values theirs = valuesOf(reference.out);
    if (theirs.empty())
        QSKIP("gdb cannot run programs here");

    const auto module = tapscope::debuginfo::Module::open(program.toStdString());
    QVERIFY(module);
    std::map<std::string, int> missing; // by reason
    QByteArrayList wrong, listed;
    int shown = 0;
    for (const Place &place : places) {
        const auto statement = (*module)->statementAt(place.address);
        QVERIFY(statement);
        const auto visible = (*module)->variables(statement->function, place.address);
        const QList<variables::Value> &values = source.places[place.number];
        for (int i = 0; i < values.size(); ++i) {
            const auto reference = theirs.find({place.symbol, i});
            if (reference == theirs.end())
                continue;
            ++shown;
            const auto own = ours.find({place.symbol, i});
            if (own == ours.end()) {
                const auto known = std::ranges::find(visible.rbegin(), visible.rend(), values[i].variable.toStdString(),
                                                     &tapscope::debuginfo::VariableAt::name);
                std::string why = known == visible.rend() ? "not listed" : known->location.reason.english();
                // Of what no piece covers, gdb reads zeros, without a word.
                if (why.empty() && reference->second == "0") {
                    --shown;
                    continue;
                }
                if (why.empty())
                    why = "a part of it has been optimised out";
                ++missing[why];
                listed.append(place.symbol + ": " + values[i].ours + " (" + QByteArray::fromStdString(why) + "), gdb has "
                              + reference->second);
            } else if (asWhole(values[i], own->second) != reference->second) {
                wrong.append(place.symbol + ": " + values[i].ours + " is " + own->second + ", gdb says " + reference->second);
            }
        }
    }
    QVERIFY(shown > 100);
    int absent = 0;
    QByteArray reasons;
    for (const auto &[reason, count] : missing) {
        absent += count;
        reasons += "\n    " + QByteArray::number(count) + " " + QByteArray::fromStdString(reason);
    }
    const double share = 100.0 * absent / shown;
    qInfo("%d variables, %d values that gdb shows, %d of them not here (%.1f %%), %zu here%s", source.variables, shown, absent,
          share, ours.size(), reasons.constData());
    if (qEnvironmentVariableIsSet("TAPSCOPE_LIST"))
        qInfo("%s", listed.join('\n').constData());
    QVERIFY2(wrong.isEmpty(), wrong.join('\n').constData());
    QVERIFY2(share <= mayMiss, listed.join('\n').constData());
    // No handler in the kernel can read them: only for that may a value be missing.
    missing.erase("it is in a vector register, which probes cannot read");
    QVERIFY2(missing.empty(), listed.join('\n').constData());
}

namespace {

const QByteArray stackSource = R"(#include <dlfcn.h>
#include <pthread.h>
#include <signal.h>
#include <string.h>
#define APART __attribute__((noinline, noclone))
extern "C" {
APART int innermost(int n) { volatile int kept = n; return kept + 1; }
APART int middle(int n) { volatile char room[100]; room[n] = static_cast<char>(n); return innermost(n) + room[n]; }
APART int outer(int n) { volatile long room[9]; room[n] = n; return middle(n + 1) + static_cast<int>(room[n]); }
void onSignal(int) { outer(3); }
void *other(void *) { outer(2); return nullptr; }
}
int main(int, char **words)
{
    if (!strcmp(words[1], "signal")) {
        signal(SIGUSR1, onSignal);
        raise(SIGUSR1);
    } else if (!strcmp(words[1], "thread")) {
        pthread_t thread;
        pthread_create(&thread, nullptr, other, nullptr);
        pthread_join(thread, nullptr);
    } else if (!strcmp(words[1], "library")) {
        void *library = dlopen(words[2], RTLD_NOW);
        reinterpret_cast<int (*)(int (*)(int), int)>(dlsym(library, "callBack"))(outer, 1);
    }
    return outer(1) == 0;
}
)";

const QByteArray librarySource
    = R"(extern "C" __attribute__((noinline)) int inLibrary(int (*back)(int), int n) { volatile int room[20]; room[n] = n; return back(n) + room[n]; }
extern "C" int callBack(int (*back)(int), int n) { return inLibrary(back, n + 1) + 1; }
)";

// "name+0x12" of each frame up to the outermost of the program's own.
QByteArrayList framesOf(const QByteArray &out, const QRegularExpression &form, int base)
{
    QByteArrayList frames;
    for (const QString &line : QString::fromUtf8(out).split('\n')) {
        const auto match = form.match(line);
        if (!match.hasMatch())
            continue;
        const QByteArray name = match.captured(1).toUtf8();
        frames.append(name + '+' + QByteArray::number(match.captured(2).toULongLong(nullptr, base), 16));
        if (name == "main" || name == "other")
            break;
    }
    return frames;
}

}

void TestAgainstGdb::sameStacks_data()
{
    QTest::addColumn<QStringList>("flags");
    QTest::addColumn<QString>("where");
    const std::pair<const char *, QStringList> builds[] = {
        {"O0", {"-g", "-O0"}},
        {"O2", {"-g", "-O2", "-fno-optimize-sibling-calls"}},
        {"without frame pointers or DWARF", {"-O1", "-fomit-frame-pointer", "-fno-optimize-sibling-calls"}},
    };
    for (const auto &[name, flags] : builds) {
        for (const char *where : {"plain", "signal", "thread", "library"})
            QTest::addRow("%s, %s", name, where) << flags << QString::fromLatin1(where);
    }
}

void TestAgainstGdb::sameStacks()
{
    QFETCH(QStringList, flags);
    QFETCH(QString, where);
    static QStringList built; // with these flags
    static QString program, library;
    if (built != flags) {
        program = e2e::compileTarget(m_directory, QStringLiteral("stacks"), stackSource, flags);
        library = e2e::compileTarget(m_directory, QStringLiteral("libback"), librarySource,
                                     flags + QStringList{"-shared", "-fPIC"});
        built = flags;
    }
    QVERIFY(!program.isEmpty() && !library.isEmpty());
    const QString command = program + ' ' + where + ' ' + library;
    const e2e::Result read = e2e::runCli(
        {"-c", command, "-e",
         QStringLiteral("global n probe process(\"%1\").function(\"innermost\") { if (n++ == 0) print_ubacktrace() }")
             .arg(program)});
    QVERIFY2(read.finished && read.status == 0, read.err.constData());
    const e2e::Result reference = e2e::run(
        QStringLiteral("gdb"), {"-q", "-nx", "--args", program, where, library},
        "set pagination off\nset width 0\nset debuginfod enabled off\nhandle SIGUSR1 nostop noprint pass\nbreak *innermost\nrun\n"
        "set $n = 0\nwhile $n < 40\ninfo symbol $pc\nup\nset $n = $n + 1\nend\nkill\nquit\n");
    const QByteArrayList ours = framesOf(read.out, QRegularExpression(QStringLiteral(" : (\\w+)\\+0x([0-9a-f]+)/")), 16);
    const QByteArrayList theirs
        = framesOf(QByteArray(reference.out).replace("(gdb) ", "").replace("innermost in section", "innermost + 0 in section"),
                   QRegularExpression(QStringLiteral("^[> ]*(\\w+)(?: \\+ (\\d+))? in section")), 10);
    if (theirs.isEmpty())
        QSKIP("gdb cannot run programs here");
    const auto own = [](QByteArrayList frames) { // what the C library calls its own is told by its debug symbols only
        frames.removeIf([](const QByteArray &frame) {
            const QByteArray name = frame.left(frame.indexOf('+'));
            static const QByteArrayList known{"innermost", "middle",    "outer",    "onSignal",
                                              "other",     "inLibrary", "callBack", "main"};
            return !known.contains(name);
        });
        return frames;
    };
    QVERIFY2(theirs.size() >= 4, reference.out.constData());
    QVERIFY2(own(ours) == own(theirs), (ours.join(' ') + "\ngdb: " + theirs.join(' ')).constData());
    // Where both know all names, the frames between are as many.
    QVERIFY2(where == "plain"_L1 || where == "library"_L1 ? ours == theirs : true,
             (ours.join(' ') + "\ngdb: " + theirs.join(' ')).constData());
}

QTEST_GUILESS_MAIN(TestAgainstGdb)
#include "tst_against_gdb.moc"
