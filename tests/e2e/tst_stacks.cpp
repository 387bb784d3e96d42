// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "cli.h"

using namespace Qt::Literals::StringLiterals;

/// Stacks of programs, frame by frame as gdb has them, where finding the way is hard: deep recursion, frames of changing size,
/// every instruction of a function's beginning and end, other stacks, other processes, files without names or with only one
/// kind of unwind tables.
class TestStacks : public QObject {
    Q_OBJECT

private slots:
    void initTestCase();
    void sameAsDebugger_data();
    void sameAsDebugger();
    void everyInstruction_data();
    void everyInstruction();
    void exitsAtOnce();
    void callsThatDoNotReturn();
    void deletedLibrary();
    void buildIds();

private:
    [[nodiscard]] QString built(const QString &compiler, const QStringList &flags);
    QTemporaryDir m_directory;
    QHash<QString, QString> m_programs;
};

namespace {

const char *const source = R"(#include <alloca.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <ucontext.h>
#include <unistd.h>
#define APART __attribute__((noinline))
#ifdef __cplusplus
extern "C" {
#endif
APART int innermost(int n) { volatile int kept = n; return kept + 1; }
APART int deep(int n) { volatile char room[24]; room[n % 24] = 1; if (n == 0) return innermost(n) + room[0]; return deep(n - 1) + room[n % 24]; }
APART int variable(int n) { volatile char *room = (volatile char *)alloca(n * 16 + 8); room[n] = 3; int r = innermost(n); return r + room[n]; }
APART int saves(int a, int b, int c, int d) { volatile int k = innermost(a); int r = k * a + b * innermost(c) + d; return r + innermost(r) + a + b + c + d; }
APART int compare(const void *a, const void *b) { volatile int k = innermost(1); return k - 2 + *(const int *)a - *(const int *)b; }
static ucontext_t back, there;
APART void coroutine(void) { volatile int k = innermost(7); (void)k; swapcontext(&there, &back); }
APART int cloned(void *p) { volatile int k = innermost(8); return p == &k; }
#ifdef __cplusplus
}
APART int throwing(int n) { volatile int k = n; if (k > 1) throw k; return innermost(k); }
APART int catching(int n) { try { return throwing(n); } catch (int v) { volatile int k = v; return innermost(k) + n; } }
namespace shop { struct Till { template <class T> APART T ring(T n) { volatile T k = innermost(int(n)); return k; } }; }
#endif
int main(int argc, char **words)
{
    const char *how = argc > 1 ? words[1] : "";
    if (!strcmp(how, "recursion")) return deep(120) == 0;
    if (!strcmp(how, "alloca")) return variable(30) == 0;
    if (!strcmp(how, "saved registers")) return saves(argc, 2, 3, 4) == 0;
    if (!strcmp(how, "library calls back")) { int v[] = {2, 1}; qsort(v, 2, sizeof(int), compare); return v[0] == 9; }
    if (!strcmp(how, "coroutine")) {
        getcontext(&there);
        there.uc_stack.ss_sp = malloc(65536);
        there.uc_stack.ss_size = 65536;
        there.uc_link = &back;
        makecontext(&there, coroutine, 0);
        return swapcontext(&back, &there);
    }
    if (!strcmp(how, "fork")) { pid_t p = fork(); if (p == 0) { variable(5); _exit(0); } return waitpid(p, 0, 0) < 0; }
    if (!strcmp(how, "vfork")) { pid_t p = vfork(); if (p == 0) { innermost(5); _exit(0); } return waitpid(p, 0, 0) < 0; }
    if (!strcmp(how, "clone")) {
        char *stack = (char *)malloc(65536) + 65536;
        return waitpid(clone(cloned, stack, CLONE_VM | SIGCHLD, 0), 0, 0) < 0;
    }
#ifdef __cplusplus
    if (!strcmp(how, "caught")) return catching(5) == 0;
    if (!strcmp(how, "template")) return shop::Till().ring<long>(4) == 0;
#endif
    return 0;
}
)";

// Names of the frames, up to the program's outermost. What the C library calls itself has several names.
QStringList framesOf(const QByteArray &text, const QRegularExpression &form)
{
    QStringList frames;
    for (const QString &line : QString::fromUtf8(text).split('\n')) {
        const auto match = form.match(line);
        if (!match.hasMatch())
            continue;
        QString name = match.captured(1);
        static const QStringList own{u"innermost"_s, u"deep"_s,   u"variable"_s, u"saves"_s,    u"compare"_s,
                                     u"coroutine"_s, u"cloned"_s, u"main"_s,     u"catching"_s, u"throwing"_s};
        if (!own.contains(name) && !name.contains(u"ring<"_s))
            name = u"other"_s;
        if (name != u"other"_s || frames.isEmpty() || frames.last() != name)
            frames.append(name);
        if (name == u"main"_s || name == u"cloned"_s || name == u"coroutine"_s)
            break;
    }
    return frames;
}

QStringList oursOf(const QByteArray &text)
{
    return framesOf(text, QRegularExpression(u" : ([^+]+)\\+0x"_s));
}

}

QString TestStacks::built(const QString &compiler, const QStringList &flags)
{
    QString &program = m_programs[compiler + flags.join(u' ')];
    if (!program.isEmpty())
        return program;
    const QString name = m_directory.filePath(u"stacks%1"_s.arg(m_programs.size()));
    QFile file(name + (compiler.endsWith(u"++"_s) || compiler.contains(u"++-"_s) ? u".cpp"_s : u".c"_s));
    if (!file.open(QIODevice::WriteOnly) || file.write(source) < 0)
        return {};
    file.close();
    const e2e::Result made = e2e::run(compiler, flags + QStringList{u"-w"_s, u"-D_GNU_SOURCE"_s, u"-o"_s, name, file.fileName()});
    if (made.status == 0)
        program = name;
    else
        qWarning("%s", made.err.constData());
    return program;
}

void TestStacks::initTestCase()
{
    if (!e2e::isRoot())
        QSKIP("probing needs root");
    if (QStandardPaths::findExecutable(u"gdb"_s).isEmpty())
        QSKIP("gdb is not installed");
}

void TestStacks::sameAsDebugger_data()
{
    QTest::addColumn<QString>("compiler");
    QTest::addColumn<QStringList>("flags");
    QTest::addColumn<QString>("how");
    struct Build {
        const char *name;
        QString compiler;
        QStringList flags;
        QList<const char *> ways;
    };
    const QStringList optimised{u"-g"_s, u"-O2"_s, u"-fomit-frame-pointer"_s, u"-fno-optimize-sibling-calls"_s};
    const QList<const char *> few{"alloca", "saved registers"};
    const Build builds[] = {
        {"O0", u"g++"_s, {u"-g"_s, u"-O0"_s}, {"recursion", "alloca", "coroutine", "caught", "template"}},
        {"O2",
         u"g++"_s,
         optimised,
         {"recursion", "alloca", "saved registers", "library calls back", "coroutine", "caught", "template"}},
        {"clang", u"clang++-19"_s, optimised, few},
        {"stripped",
         u"g++"_s,
         {u"-O2"_s, u"-fomit-frame-pointer"_s, u"-fno-optimize-sibling-calls"_s, u"-s"_s, u"-rdynamic"_s},
         few},
        {"only .debug_frame", u"gcc"_s, optimised + QStringList{u"-fno-asynchronous-unwind-tables"_s}, few},
        {"static-pie", u"g++"_s, optimised + QStringList{u"-static-pie"_s}, few},
    };
    for (const Build &build : builds) {
        for (const char *how : build.ways)
            QTest::addRow("%s, %s", build.name, how) << build.compiler << build.flags << QString::fromLatin1(how);
    }
}

void TestStacks::sameAsDebugger()
{
    QFETCH(QString, compiler);
    QFETCH(QStringList, flags);
    QFETCH(QString, how);
    if (QStandardPaths::findExecutable(compiler).isEmpty())
        QSKIP("the compiler is not installed");
    const QString program = built(compiler, flags);
    QVERIFY(!program.isEmpty());
    const e2e::Result read = e2e::runCli(
        {u"-DMAXBACKTRACE=400"_s, u"-c"_s, program + u" '"_s + how + u"'"_s, u"-e"_s,
         u"global n probe process(\"%1\").function(\"innermost\") { if (n++ == 0) print_ubacktrace() }"_s.arg(program)});
    QVERIFY2(read.finished && read.status == 0, read.err.constData());
    const e2e::Result reference = e2e::run(u"gdb"_s,
                                           {u"-q"_s,
                                            u"-nx"_s,
                                            u"-batch"_s,
                                            u"-ex"_s,
                                            u"set width 0"_s,
                                            u"-ex"_s,
                                            u"set debuginfod enabled off"_s,
                                            u"-ex"_s,
                                            u"set follow-fork-mode child"_s,
                                            u"-ex"_s,
                                            u"set detach-on-fork off"_s,
                                            u"-ex"_s,
                                            u"break *innermost"_s,
                                            u"-ex"_s,
                                            u"run"_s,
                                            u"-ex"_s,
                                            u"bt -frame-arguments none"_s,
                                            u"--args"_s,
                                            program,
                                            how});
    const QStringList theirs = framesOf(reference.out, QRegularExpression(u"^#\\d+ +(?:0x[0-9a-f]+ in )?(.+?)(?: \\(|$)"_s));
    if (theirs.isEmpty())
        QSKIP("gdb cannot run programs here");
    const QStringList ours = oursOf(read.out);
    QVERIFY2(theirs.size() >= 2, reference.out.constData());
    QVERIFY2(ours == theirs, qPrintable(ours.join(u' ') + u"\ngdb: "_s + theirs.join(u' ')));
}

void TestStacks::everyInstruction_data()
{
    QTest::addColumn<QStringList>("flags");
    QTest::newRow("O0") << QStringList{u"-g"_s, u"-O0"_s};
    QTest::newRow("O2") << QStringList{u"-g"_s, u"-O2"_s, u"-fomit-frame-pointer"_s};
    QTest::newRow("frame pointers") << QStringList{u"-g"_s, u"-O2"_s, u"-fno-omit-frame-pointer"_s};
    QTest::newRow("guarded") << QStringList{u"-g"_s, u"-O2"_s, u"-fcf-protection"_s, u"-fstack-protector-all"_s};
}

// Wherever a function is, its caller is the same.
void TestStacks::everyInstruction()
{
    QFETCH(QStringList, flags);
    const QString program = built(u"g++"_s, flags);
    QVERIFY(!program.isEmpty());
    for (const auto &[function, how] : {std::pair(u"saves"_s, u"saved registers"_s), std::pair(u"variable"_s, u"alloca"_s)}) {
        const e2e::Result code = e2e::run(u"objdump"_s,
                                          {u"-d"_s, u"--no-show-raw-insn"_s, u"--disassemble=%1"_s.arg(function), program});
        static const QRegularExpression instruction(u"^ +([0-9a-f]+):\\t"_s);
        QString script;
        int places = 0;
        for (const QString &line : QString::fromUtf8(code.out).split('\n')) {
            const auto match = instruction.match(line);
            if (!match.hasMatch())
                continue;
            ++places;
            script += u"probe process(\"%1\").statement(0x%2) { println(\"@%2\"); print_ubacktrace() }\n"_s.arg(program,
                                                                                                                match.captured(
                                                                                                                    1));
        }
        QVERIFY2(places > 10, code.out.constData());
        const e2e::Result read = e2e::runCli({u"-c"_s, program + u" '"_s + how + u"'"_s, u"-e"_s, script});
        QVERIFY2(read.finished && read.status == 0, read.err.constData());
        int seen = 0;
        for (const QByteArray &place : read.out.split('@').mid(1)) {
            ++seen;
            QVERIFY2(oursOf(place) == (QStringList{function, u"main"_s}), place.constData());
        }
        QVERIFY2(seen >= 10, read.out.constData());
    }
}

// Names of a process that is gone when they are wanted.
void TestStacks::exitsAtOnce()
{
    const QString program = e2e::compileTarget(m_directory, u"brief"_s,
                                               "#include <unistd.h>\nextern \"C\" __attribute__((noinline)) void last(int n) { "
                                               "volatile int k = n; if (k == 0) _exit(k); }\nextern "
                                               "\"C\" __attribute__((noinline)) void beforeLast(int n) { volatile int k = n; "
                                               "last(k); }\nint main() { beforeLast(0); }\n",
                                               {u"-g"_s, u"-O1"_s, u"-fomit-frame-pointer"_s, u"-fno-optimize-sibling-calls"_s});
    QVERIFY(!program.isEmpty());
    const e2e::Result read = e2e::runCli({u"-c"_s, u"sh -c 'for i in 1 2 3 4 5; do %1; done'"_s.arg(program), u"-e"_s,
                                          u"probe process(\"%1\").function(\"last\") { print_ubacktrace() }"_s.arg(program)});
    QVERIFY2(read.status == 0, read.err.constData());
    QCOMPARE(read.out.count(" : last+0x0/"), 5);
    QCOMPARE(read.out.count(" : beforeLast+0x"), 5);
    QCOMPARE(read.out.count(" : main+0x"), 5);
}

// What lies behind a call that ends its function is another function.
void TestStacks::callsThatDoNotReturn()
{
    const QString program = e2e::compileTarget(m_directory, u"ends"_s,
                                               "#include <unistd.h>\n#define APART extern \"C\" __attribute__((noinline))\n"
                                               "APART void innermost(int n) { volatile int k = n; (void)k; }\n"
                                               "APART __attribute__((noreturn)) void fatal(int n) { innermost(n); _exit(0); }\n"
                                               "APART void ending(int n) { volatile int k = n; fatal(k); }\n"
                                               "APART void behind(int n) { volatile int k = n; innermost(k); }\n"
                                               "int main(int argc, char **) { if (argc > 3) behind(argc); ending(argc); }\n",
                                               {u"-g"_s, u"-O1"_s, u"-fno-toplevel-reorder"_s, u"-falign-functions=1"_s});
    QVERIFY(!program.isEmpty());
    const e2e::Result read = e2e::runCli(
        {u"-c"_s, program, u"-e"_s,
         u"probe process(\"%1\").function(\"innermost\") { print_ubacktrace() println(\"--\") print_ustack(ubacktrace()) "
         "println(\"--\") print(sprint_ubacktrace()) }"_s.arg(program)});
    QVERIFY2(read.status == 0, read.err.constData());
    const QList<QByteArray> ways = read.out.split('\n');
    QVERIFY2(read.out.count("ending+0x") == 3 && !read.out.contains("behind"), read.out.constData());
    QVERIFY2(ways.first().contains(" : innermost+0x0/"), read.out.constData());
}

void TestStacks::deletedLibrary()
{
    const QString library = e2e::compileTarget(
        m_directory, u"gone.so"_s, "extern \"C\" int through(int (*f)(int), int n) { volatile int k = f(n); return k + 1; }\n",
        {u"-g"_s, u"-O1"_s, u"-shared"_s, u"-fPIC"_s, u"-fomit-frame-pointer"_s});
    const QString program
        = e2e::compileTarget(m_directory, u"opens"_s,
                             "#include <dlfcn.h>\n#include <unistd.h>\n"
                             "extern \"C\" __attribute__((noinline)) int innermost(int n) { volatile int k = n; return k; }\n"
                             "int main(int, char **words) {\n"
                             "    void *library = dlopen(words[1], RTLD_NOW);\n"
                             "    unlink(words[1]);\n"
                             "    auto *through = reinterpret_cast<int (*)(int (*)(int), int)>(dlsym(library, \"through\"));\n"
                             "    int sum = through(innermost, 1);\n"
                             "    char byte;\n"
                             "    return read(0, &byte, 1) == 5 ? sum : 0;\n}\n",
                             {u"-g"_s, u"-O1"_s, u"-fomit-frame-pointer"_s});
    QVERIFY(!library.isEmpty() && !program.isEmpty());
    // The process waits until its stack has been told.
    QProcess cli;
    cli.start(e2e::binary(u"tapscope-cli"_s),
              {u"-c"_s, program + u' ' + library, u"-e"_s,
               u"probe process(\"%1\").function(\"innermost\") { print_ubacktrace() println(\"told\") }"_s.arg(program)});
    QByteArray out;
    QVERIFY(e2e::eventually([&] { return (out += cli.readAllStandardOutput()).contains("told\n"); }));
    cli.write("x");
    cli.closeWriteChannel();
    const e2e::Result rest = e2e::collect(cli, 30'000);
    QVERIFY2(rest.status == 0, rest.err.constData());
    QCOMPARE(oursOf(out), (QStringList{u"innermost"_s, u"other"_s, u"main"_s}));
    QVERIFY2(out.contains(" : through+0x"), out.constData());
}

void TestStacks::buildIds()
{
    const e2e::Result notes = e2e::run(u"readelf"_s, {u"-n"_s, u"/bin/cat"_s});
    const auto id = QRegularExpression(u"Build ID: ([0-9a-f]+)"_s).match(QString::fromUtf8(notes.out));
    if (!id.hasMatch())
        QSKIP("/bin/cat has no build ID");
    const e2e::Result read = e2e::runCli({u"-c"_s, u"/bin/cat /dev/null"_s, u"-e"_s,
                                          u"probe process(\"/bin/cat\").plt(\"*\") { println(umodbuildid(uaddr())) exit() }"_s});
    QVERIFY2(read.out.startsWith(id.captured(1).toUtf8() + "\n"), (read.out + read.err).constData());
}

QTEST_GUILESS_MAIN(TestStacks)
#include "tst_stacks.moc"
