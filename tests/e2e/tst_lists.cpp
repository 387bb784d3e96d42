// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "cli.h"

#include <algorithm>

/// Lists of probe points beside those that SystemTap 4.8 printed for the same files (tests/data/lists): the demo program, and the
/// kernel of Debian's linux-image-6.1.0-56-cloud-amd64-dbg where somebody has unpacked that package.
class TestLists : public QObject {
    Q_OBJECT

private slots:
    void initTestCase();
    void likeSystemTap_data();
    void likeSystemTap();
    void recorded_data();
    void recorded();
    void likeSystemTapHere_data();
    void likeSystemTapHere();
    void namesWithoutASource();
    void copiesAreProbedOnce();
    void relativeSources_data();
    void relativeSources();
    void json();
    void otherKernelsAreNamed();
    void runningKernel_data();
    void runningKernel();

private:
    // The kernel's index is made once, which takes a build without optimisation on a busy machine minutes.
    [[nodiscard]] e2e::Result list(const QStringList &arguments) const { return e2e::runCli(arguments, {}, 600'000); }

    QTemporaryDir m_directory;
    QString m_program;
    QString m_names; ///< of C++
    QString m_kernel; ///< folder of the unpacked package; empty: not there
};

namespace {

/// What is knowingly not as SystemTap has it.
struct Difference {
    const char *list;
    const char *line; ///< SystemTap's, or the beginning of it
    const char *reason;
};
constexpr Difference differences[] = {
    {"kernel-function-vfs", "kernel.function(\"vfs_get_tree.cold\")",
     "the cold part of a function is jumped to, never called: a probe there would count something else than its name says"},
    {"kernel-function-vfs", "kernel.function(\"vfs_set_acl_prepare_kgid@",
     "its variable kgid exists from the third byte on, not at "
     "the probed address"},
    {"kernel-function-vfs", "kernel.function(\"vfs_set_acl_prepare_kuid@", "as kgid"},
    // Of the symbols of a place in assembler code SystemTap takes the first in the table, we the one that other files see.
    {"libc", "process(\"/usr/lib/x86_64-linux-gnu/libc.so.6\").function(\"__GI_memfd_create@",
     "an internal symbol of memfd_create"},
    {"libc", "process(\"/usr/lib/x86_64-linux-gnu/libc.so.6\").function(\"memfd_create@", "as above"},
    {"libc", "process(\"/usr/lib/x86_64-linux-gnu/libc.so.6\").function(\"__memcpy_sse2_unaligned@",
     "another symbol of __memmove_sse2_unaligned"},
    {"libc", "process(\"/usr/lib/x86_64-linux-gnu/libc.so.6\").function(\"__memmove_sse2_unaligned@", "as above"},
};

const Difference *differenceOf(const QString &list, const QString &line)
{
    const auto *found = std::ranges::find_if(differences, [&](const Difference &difference) {
        return list.endsWith(QLatin1String(difference.list)) && line.startsWith(QLatin1String(difference.line));
    });
    return found == std::end(differences) ? nullptr : found;
}

// Of a function with several instances SystemTap's order of the variables is that of whichever it finds first.
QString withSortedVariables(const QString &line)
{
    QStringList parts = line.split(QStringLiteral(" $"));
    std::sort(parts.begin() + 1, parts.end());
    return parts.join(QStringLiteral(" $"));
}

QStringList linesOf(const QByteArray &text)
{
    return QString::fromUtf8(text).split(QLatin1Char('\n'), Qt::SkipEmptyParts);
}

}

void TestLists::initTestCase()
{
    QVERIFY(m_directory.isValid());
    // Kept between runs; an index of another version is made again.
    qputenv("XDG_CACHE_HOME", TAPSCOPE_BINARY_DIR "/tests/lists");
    m_program = m_directory.filePath(QStringLiteral("prog"));
    const QString source = QStringLiteral(TAPSCOPE_SOURCE_DIR "/tests/data/lists/prog.c");
    const auto compiled = e2e::run(QStringLiteral("gcc"),
                                   {QStringLiteral("-g"), QStringLiteral("-O0"),
                                    QStringLiteral("-ffile-prefix-map=") + QFileInfo(source).path() + QStringLiteral("=/tmp/lab"),
                                    QStringLiteral("-o"), m_program, source});
    QVERIFY2(compiled.status == 0, compiled.err.constData());
    m_names = m_directory.filePath(QStringLiteral("names"));
    const QString names = QStringLiteral(TAPSCOPE_SOURCE_DIR "/tests/debuginfo/programs/teapot.cpp");
    const auto compiledNames = e2e::run(QStringLiteral("g++"),
                                        {QStringLiteral("-g"), QStringLiteral("-O0"),
                                         QStringLiteral("-ffile-prefix-map=") + QFileInfo(names).path()
                                             + QStringLiteral("=/tmp/lab"),
                                         QStringLiteral("-o"), m_names, names});
    QVERIFY2(compiledNames.status == 0, compiledNames.err.constData());
    for (const QString &root :
         {qEnvironmentVariable("TAPSCOPE_DEBUG_ROOT"), QStringLiteral("/var/tmp/tapscope-debug/root"), QStringLiteral("/")}) {
        const QString release = QStringLiteral("6.1.0-56-cloud-amd64");
        if (m_kernel.isEmpty() && !root.isEmpty()
            && QFile::exists(root + QStringLiteral("/usr/lib/debug/boot/vmlinux-") + release))
            m_kernel = root == QLatin1Char('/') ? release : root;
    }
}

void TestLists::likeSystemTap_data()
{
    QTest::addColumn<QString>("name");
    const QDir lists(QStringLiteral(TAPSCOPE_SOURCE_DIR "/tests/data/lists"));
    for (const QFileInfo &file : lists.entryInfoList({QStringLiteral("*.txt")}, QDir::Files))
        QTest::newRow(qPrintable(file.completeBaseName())) << file.completeBaseName();
    QVERIFY(lists.count() > 0);
}

void TestLists::likeSystemTap()
{
    QFETCH(QString, name);
    QFile file(QStringLiteral(TAPSCOPE_SOURCE_DIR "/tests/data/lists/") + name + QStringLiteral(".txt"));
    QVERIFY(file.open(QIODevice::ReadOnly));
    QStringList expected = linesOf(file.readAll());
    const QString command = expected.takeFirst();
    const bool ofKernel = command.contains(QStringLiteral("kernel.")) || command.contains(QStringLiteral("module("));
    if (ofKernel && m_kernel.isEmpty())
        QSKIP("the debug package of kernel 6.1.0-56-cloud-amd64 is not unpacked here (TAPSCOPE_DEBUG_ROOT)");
    QString pattern = command.mid(3);
    pattern.replace(QStringLiteral("/tmp/prog"), m_program);
    QStringList arguments{command.left(2), pattern};
    if (ofKernel)
        arguments << QStringLiteral("-r") << m_kernel;
    const auto result = list(arguments);
    QStringList ours, theirs;
    for (const QString &line : linesOf(result.out)) {
        if (!differenceOf(name, line))
            ours << withSortedVariables(line);
    }
    for (QString line : expected) {
        line.replace(QStringLiteral("/tmp/prog"), m_program);
        if (!differenceOf(name, line))
            theirs << withSortedVariables(line);
    }
    QCOMPARE(ours.join(QLatin1Char('\n')), theirs.join(QLatin1Char('\n')));
}

/// One pattern of every kind beside what SystemTap 4.8 said of it (tests/data/lists/recorded.list): a block for each, its lines
/// as both have them, behind "-" what only SystemTap has and behind "+" what only we have, and behind "#" the reason.
void TestLists::recorded_data()
{
    QTest::addColumn<QString>("command");
    QTest::addColumn<QStringList>("lines");
    QFile file(QStringLiteral(TAPSCOPE_SOURCE_DIR "/tests/data/lists/recorded.list"));
    QVERIFY(file.open(QIODevice::ReadOnly));
    for (const QString &block : QString::fromUtf8(file.readAll()).split(QStringLiteral("\n\n"), Qt::SkipEmptyParts)) {
        const QStringList all = block.split(QLatin1Char('\n'), Qt::SkipEmptyParts);
        QStringList lines;
        bool reason = false, differs = false;
        for (const QString &line : all.mid(1)) {
            reason = reason || line.startsWith(QLatin1Char('#'));
            differs = differs || line.startsWith(QLatin1Char('-')) || line.startsWith(QLatin1Char('+'));
            if (line.startsWith(QLatin1Char(' ')) || line.startsWith(QLatin1Char('+')))
                lines << withSortedVariables(line.mid(2));
        }
        QVERIFY2(reason == differs, qPrintable(all.first()));
        QTest::newRow(qPrintable(all.first())) << all.first() << lines;
    }
}

void TestLists::recorded()
{
    QFETCH(QString, command);
    QFETCH(QStringList, lines);
    const bool ofKernel = command.contains(QStringLiteral("kernel.")) || command.contains(QStringLiteral("module("));
    if (ofKernel && m_kernel.isEmpty())
        QSKIP("the debug package of kernel 6.1.0-56-cloud-amd64 is not unpacked here (TAPSCOPE_DEBUG_ROOT)");
    const auto here = [this](QString text) {
        return text.replace(QStringLiteral("/tmp/prog"), m_program).replace(QStringLiteral("/tmp/names"), m_names);
    };
    QStringList arguments{command.left(2), here(command.mid(3))};
    if (ofKernel)
        arguments << QStringLiteral("-r") << m_kernel;
    const auto result = list(arguments);
    // What each C library adds to a program differs from system to system.
    static const QRegularExpression start(
        QStringLiteral("function\\(\"(_start|_init|_fini|frame_dummy|(de)?register_tm_clones|__do_global_dtors_aux|"
                       "_dl_relocate_static_pie)\"\\)"));
    QStringList ours;
    for (const QString &line : linesOf(result.out)) {
        if (!start.match(line).hasMatch())
            ours << withSortedVariables(line);
    }
    QStringList expected;
    for (const QString &line : lines)
        expected << here(line);
    ours.sort();
    expected.sort();
    QCOMPARE(ours.join(QLatin1Char('\n')), expected.join(QLatin1Char('\n')));
    // Where nothing matches it is said, and told to the shell.
    if (linesOf(result.out).isEmpty()) {
        QCOMPARE(result.status, 1);
        QVERIFY(result.err.contains("error: ") || command.endsWith(QLatin1Char('?')));
    } else {
        QCOMPARE(result.status, 0);
    }
    // For programs that read it: the same points.
    if (ofKernel)
        return;
    const auto json = list(QStringList{QStringLiteral("--json")} + arguments);
    const QJsonArray points = QJsonDocument::fromJson(json.out).array();
    QCOMPARE(points.size(), linesOf(result.out).size());
    QCOMPARE(json.status, result.status);
}

/// The installed SystemTap beside us, on files of which no list could be recorded: a compiler's and this system's library.
void TestLists::likeSystemTapHere_data()
{
    QTest::addColumn<QString>("option");
    QTest::addColumn<QString>("pattern"); // %1: the program
    QTest::addColumn<bool>("more"); // we know more, never less
    const auto row = [](const char *name, const char *option, const char *pattern, bool more = false) {
        QTest::newRow(name) << QString::fromLatin1(option) << QString::fromLatin1(pattern) << more;
    };
    row("libc", "-L", R"(process("/lib/x86_64-linux-gnu/libc.so.6").function("mem*"))");
    row("library", "-L", R"(process("%1").library("libc.so.6").function("memfrob"))");
    row("calls", "-l", R"(process("%1").function("*").call)");
    row("returns", "-l", R"(process("%1").function("*").return)");
    row("labels", "-L", R"(process("%1").function("walk").label("*"))");
    row("label", "-l", R"(process("%1").function("walk").label("again"))");
    // A line that stands before the function's is that of a function inlined there; SystemTap names the outer one, too.
    // SystemTap 4.8 knows the calls that older compilers wrote down; unoptimised code has none.
    row("callees", "-L", R"(process("%1").function("main").callee("*"))", true);
    row("callees to a depth", "-l", R"(process("%1").function("main").callees(2))", true);
    row("callee's entry", "-l", R"(process("%1").function("main").callee("walk").call)", true);
    row("range of lines", "-L", R"(process("%1").statement("walk@parts.c:14-20"))");
    row("list of lines", "-L", R"(process("%1").statement("walk@parts.c:14,17-18"))");
    row("any function", "-L", R"(process("%1").statement("*@parts.c:7-17"))");
    row("copies in a range", "-L", R"(process("%1").statement("*@parts.c:1-99"))");
    row("copies in all lines", "-L", R"(process("%1").statement("*@parts.c:*"))");
    row("copies in a line", "-L", R"(process("%1").statement("*@parts.c:5"))");
    row("copy in a function", "-L", R"(process("%1").statement("leaf@parts.c:5"))");
    row("lines from the declaration", "-L", R"(process("%1").statement("*@parts.c+3"))");
    row("nearest", "-L", R"(process("%1").statement("walk@parts.c:13").nearest)");
    row("file", "-l", R"(process("%1").function("*@parts.c"))");
    // Of "*@parts.c:11" SystemTap lists every function of the file; we the one that begins there.
    row("line of a declaration", "-l", R"(process("%1").function("walk@parts.c:11"))");
    row("exported", "-l", R"(process("%1").function("w*").exported)");
    row("inlined", "-L", R"(process("%1").function("twice").inline)");
}

void TestLists::likeSystemTapHere()
{
    QFETCH(QString, option);
    QFETCH(QString, pattern);
    QFETCH(bool, more);
    const QString stap = QStandardPaths::findExecutable(QStringLiteral("stap"));
    if (stap.isEmpty())
        QSKIP("SystemTap is not installed");
    // It wants a kernel's headers, whatever is listed.
    QString release;
    for (const QString &each : QDir(QStringLiteral("/lib/modules")).entryList(QDir::Dirs | QDir::NoDotAndDotDot)) {
        if (QFile::exists(QStringLiteral("/lib/modules/%1/build/.config").arg(each)))
            release = each;
    }
    if (release.isEmpty())
        QSKIP("no headers of a kernel are here, which SystemTap needs");
    qputenv("SYSTEMTAP_NOSIGN", "1");
    for (const char *optimisation : {"-O2"}) {
        const QString program = m_directory.filePath(QStringLiteral("parts") + QLatin1String(optimisation));
        const QString source = QStringLiteral(TAPSCOPE_SOURCE_DIR "/tests/data/lists/parts.c");
        if (!QFile::exists(program)) {
            const auto compiled = e2e::run(QStringLiteral("gcc"),
                                           {QStringLiteral("-gdwarf-4"), QLatin1String(optimisation), QStringLiteral("-o"),
                                            program, source});
            QVERIFY2(compiled.status == 0, compiled.err.constData());
        }
        const QString wanted = pattern.contains(QLatin1String("%1")) ? pattern.arg(program) : pattern;
        const auto theirs = e2e::run(stap, {QStringLiteral("-r"), release, option, wanted});
        QVERIFY2(more || !theirs.out.isEmpty(), theirs.err.constData());
        const auto ours = list({option, wanted});
        QStringList known, missing;
        for (const QString &line : linesOf(ours.out))
            known << withSortedVariables(line);
        for (const QString &line : linesOf(theirs.out)) {
            if (!differenceOf(QStringLiteral("libc"), line) && !known.removeOne(withSortedVariables(line)))
                missing << line;
        }
        QCOMPARE(missing.join(QLatin1Char('\n')), QString());
        if (!more) {
            erase_if(known, [](const QString &line) { return differenceOf(QStringLiteral("libc"), line) != nullptr; });
            QCOMPARE(known.join(QLatin1Char('\n')), QString());
        } else {
            QVERIFY2(!linesOf(ours.out).isEmpty(), ours.err.constData());
        }
    }
}

// The lists name each function that a copy lies in; a probe on all of them goes there once, as the copied function.
void TestLists::namesWithoutASource()
{
    QFile source(m_directory.filePath(QStringLiteral("made.cpp")));
    QVERIFY(source.open(QIODevice::WriteOnly));
    // What makes the object at the start is a function of the compiler; the other's name is that of a part, of nothing known.
    source.write("struct Made { Made(); int value; };\n"
                 "__attribute__((noinline)) Made::Made() : value(1) {}\n"
                 "extern \"C\" __attribute__((noinline)) int part() __asm__(\"work.part.0\");\n"
                 "int part() { return 1; }\n"
                 "Made made;\n"
                 "int main() { return part() - made.value; }\n");
    source.close();
    const auto lines = [&](const QStringList &flags) {
        const QString program = m_directory.filePath(QStringLiteral("made"));
        const auto compiled = e2e::run(QStringLiteral("g++"),
                                       flags + QStringList{QStringLiteral("-o"), program, source.fileName()});
        const QString all = QStringLiteral("process(\"%1\").function(\"*\")").arg(program);
        return compiled.status == 0 ? linesOf(list({QStringLiteral("-l"), all}).out) : QStringList(compiled.err);
    };
    const QString described = lines({QStringLiteral("-g"), QStringLiteral("-O2")}).join(QLatin1Char('\n'));
    QVERIFY2(described.contains(QStringLiteral("__static_initialization_and_destruction_0@<unknown source>")),
             qPrintable(described));
    const QString symbols = lines({QStringLiteral("-O2")}).join(QLatin1Char('\n'));
    QVERIFY2(symbols.contains(QStringLiteral("function(\"work.part.0\")")), qPrintable(symbols));
}

void TestLists::copiesAreProbedOnce()
{
    const QString program = m_directory.filePath(QStringLiteral("copies"));
    const auto compiled = e2e::run(QStringLiteral("gcc"),
                                   {QStringLiteral("-g"), QStringLiteral("-O2"), QStringLiteral("-o"), program,
                                    QStringLiteral(TAPSCOPE_SOURCE_DIR "/tests/data/lists/prog.c")});
    QVERIFY2(compiled.status == 0, compiled.err.constData());
    const QString head = QStringLiteral("process(\"%1\").statement(\"").arg(program);
    const QString pattern = head + QStringLiteral("*@prog.c:1-99\")");
    const auto result = e2e::runCli(
        {QStringLiteral("-u"), QStringLiteral("-p2"), QStringLiteral("-e"), QStringLiteral("probe %1 {}").arg(pattern)});
    static const QRegularExpression place(QStringLiteral("^process.* pc=(0x[0-9a-f]+) "));
    QSet<QString> addresses;
    qsizetype sites = 0;
    for (const QString &line : linesOf(result.out)) {
        if (const auto match = place.match(line); match.hasMatch()) {
            addresses.insert(match.captured(1));
            ++sites;
        }
    }
    QVERIFY2(sites > 10, result.out + result.err);
    QCOMPARE(addresses.size(), sites);
    QVERIFY(linesOf(list({QStringLiteral("-l"), pattern}).out).size() > sites);
}

// As the compiler was given them: SystemTap writes no folder in front.
void TestLists::relativeSources_data()
{
    QTest::addColumn<QString>("folder");
    QTest::addColumn<QString>("source");
    QTest::addColumn<QString>("flags");
    QTest::addColumn<QString>("listed");
    QTest::newRow("below the folder") << "" << "sub/a.c" << "-gdwarf-5" << "sub/a.c";
    QTest::newRow("below the folder, DWARF 4") << "" << "sub/a.c" << "-gdwarf-4" << "sub/a.c";
    QTest::newRow("beside the folder") << "build" << "../sub/a.c" << "-gdwarf-5" << "../sub/a.c";
    QTest::newRow("with a dot") << "" << "./sub/a.c" << "-gdwarf-5" << "./sub/a.c";
    QTest::newRow("in the folder") << "sub" << "a.c" << "-gdwarf-5" << "%1/sub/a.c";
    QTest::newRow("in the folder, DWARF 4") << "sub" << "a.c" << "-gdwarf-4" << "%1/sub/a.c";
}

void TestLists::relativeSources()
{
    QFETCH(QString, folder);
    QFETCH(QString, source);
    QFETCH(QString, flags);
    QFETCH(QString, listed);
    QTemporaryDir directory;
    QVERIFY(QDir(directory.path()).mkpath("sub") && QDir(directory.path()).mkpath("build"));
    QFile text(directory.filePath("sub/a.c"));
    QVERIFY(text.open(QIODevice::WriteOnly));
    text.write("int twice(int x)\n{\n    return 2 * x;\n}\nint main(void)\n{\n    return twice(0);\n}\n");
    text.close();
    QProcess compiler;
    compiler.setWorkingDirectory(directory.filePath(folder));
    compiler.start("gcc", {"-O0", flags, "-o", directory.filePath("program"), source});
    QVERIFY(compiler.waitForFinished(60'000));
    QCOMPARE(compiler.exitCode(), 0);
    if (listed.contains("%1"))
        listed = listed.arg(directory.path());
    const QString head = "process(\"" + directory.filePath("program") + "\").";
    const auto first = [&](const QString &pattern) {
        return QString::fromUtf8(list({"-l", head + pattern}).out).section('\n', 0, 0);
    };
    QCOMPARE(first("function(\"twice\")"), head + "function(\"twice@" + listed + ":1\")");
    QCOMPARE(first("statement(\"twice@a.c:3\")"), head + "statement(\"twice@" + listed + ":3\")");
    // The whole path finds it too, and the probe says it as the list does.
    const e2e::Result bound = e2e::runCli(
        {"-u", "-p2", "-e", "probe " + head + "statement(\"twice@" + directory.path() + "/sub/a.c:3\") {}"});
    if (!source.startsWith("."))
        QVERIFY2(bound.out.contains(("statement(\"twice@" + listed + ":3\")").toUtf8()), bound.err + bound.out);
    const e2e::Result function = e2e::runCli({"-u", "-p2", "-e", "probe " + head + "function(\"twice@sub/a.c\") {}"});
    QVERIFY2(function.out.contains(("function(\"twice@" + listed + ":1\")").toUtf8()), function.err + function.out);
}

void TestLists::json()
{
    const auto result = list(
        {QStringLiteral("--json"), QStringLiteral("-L"), QStringLiteral("process(\"%1\").function(\"add\")").arg(m_program)});
    QCOMPARE(result.status, 0);
    QJsonParseError error;
    const QJsonArray points = QJsonDocument::fromJson(result.out, &error).array();
    QCOMPARE(error.error, QJsonParseError::NoError);
    QCOMPARE(points.size(), 1);
    const QJsonObject point = points.at(0).toObject();
    QVERIFY(point.value(QStringLiteral("point")).toString().contains(QStringLiteral("add@/tmp/lab/prog.c:17")));
    const QJsonArray variables = point.value(QStringLiteral("variables")).toArray();
    QCOMPARE(variables.at(1).toObject().value(QStringLiteral("name")).toString(), QStringLiteral("$name"));
    QCOMPARE(variables.at(1).toObject().value(QStringLiteral("type")).toString(), QStringLiteral("char const*"));
}

void TestLists::otherKernelsAreNamed()
{
    const auto result = list({QStringLiteral("-r"), QStringLiteral("9.99.0-nosuch"), QStringLiteral("-l"),
                              QStringLiteral("kernel.function(\"vfs_*\")")});
    QCOMPARE(result.status, 1);
    QVERIFY2(result.err.contains("9.99.0-nosuch"), result.err.constData());
    QCOMPARE(list({QStringLiteral("-r"), QStringLiteral("9.99.0-nosuch"), QStringLiteral("-e"), QStringLiteral("probe begin {}")})
                 .status,
             1);
}

void TestLists::runningKernel_data()
{
    QTest::addColumn<QString>("pattern");
    QTest::addColumn<QString>("line"); // one of those expected
    QTest::newRow("function") << QStringLiteral("kernel.function(\"vfs_read\")")
                              << QStringLiteral(R"(kernel\.function\("vfs_read(@\S+)?"\) \$file:struct file\* \$buf:char\* .*)");
    QTest::newRow("result") << QStringLiteral("kernel.function(\"vfs_read\").return")
                            << QStringLiteral(R"(kernel\.function\("vfs_read(@\S+)?"\)\.return \$return:ssize_t.*)");
    QTest::newRow("tracepoint") << QStringLiteral("kernel.trace(\"sched_process_fork\")")
                                << QStringLiteral(R"(kernel\.trace\("\S*sched_process_fork"\) \$parent:struct task_struct\* .*)");
    // What an alias sets comes in front of what the places behind it have.
    QTest::newRow("alias") << QStringLiteral("vfs.read")
                           << QStringLiteral(R"(vfs\.read (\w+:\w+ )*name:string .*\$file:struct file\* .*)");
    QTest::newRow("system call") << QStringLiteral("syscall.openat")
                                 << QStringLiteral(R"(syscall\.openat (\w+:\w+ )*dfd:long (\w+:\w+ )*argstr:string.*)");
}

void TestLists::runningKernel()
{
    QFETCH(QString, pattern);
    QFETCH(QString, line);
    if (!QFile::exists(QStringLiteral("/sys/kernel/btf/vmlinux")))
        QSKIP("the running kernel has no BTF");
    const auto result = list({QStringLiteral("-L"), pattern});
    QCOMPARE(result.status, 0);
    const QRegularExpression wanted(QRegularExpression::anchoredPattern(line));
    const QStringList lines = linesOf(result.out);
    QVERIFY2(std::ranges::any_of(lines, [&](const QString &each) { return wanted.match(each).hasMatch(); }),
             result.out.constData());
}

QTEST_GUILESS_MAIN(TestLists)
#include "tst_lists.moc"
