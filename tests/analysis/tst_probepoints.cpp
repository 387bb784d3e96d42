// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "analysis_test.h"
#include "debuginfo/kernel.h"
#include "many_functions.h"

#include <unistd.h>

#include <filesystem>

using namespace tapscope;
using analysis::ProbeKind;

namespace {

std::string withFixture(std::string script)
{
    for (size_t at; (at = script.find("FIXTURE")) != std::string::npos;)
        script.replace(at, 7, fixture);
    return script;
}

std::vector<std::string> points(const analysis::Program &program)
{
    std::vector<std::string> out;
    for (const analysis::Handler &handler : program.handlers) {
        for (const uint32_t site : handler.sites)
            out.push_back(program.sites[site].probePoint);
    }
    return out;
}

}

class TestProbePoints : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void resolved_data()
    {
        QTest::addColumn<QString>("script");
        QTest::addColumn<QStringList>("expected");
        const auto row = [](const char *name, const char *script, const QStringList &expected) {
            QTest::newRow(name) << text(withFixture(script)) << expected;
        };
        const QString process = text("process(\"" + std::filesystem::canonical(fixture).string() + "\")");
        const QString file = QStringLiteral(TAPSCOPE_SOURCE_DIR "/tests/analysis/fixture.cpp");
        const auto function = [&](const char *name, int line, const char *tail = "") {
            return process + QStringLiteral(".function(\"") + QLatin1String(name) + QLatin1Char('@') + file + QLatin1Char(':')
                + QString::number(line) + QStringLiteral("\")") + QLatin1String(tail);
        };
        row("session", "probe begin, end, error, begin(-5), end(3) { println(1) }",
            {QStringLiteral("begin"), QStringLiteral("end"), QStringLiteral("error"), QStringLiteral("begin(-5)"),
             QStringLiteral("end(3)")});
        row("timers", "probe timer.s(1), timer.ms(20), timer.us(5).randomize(2), timer.hz(100) { println(1) }",
            {QStringLiteral("timer.s(1)"), QStringLiteral("timer.ms(20)"), QStringLiteral("timer.us(5).randomize(2)"),
             QStringLiteral("timer.hz(100)")});
        row("plain function", "probe process(\"FIXTURE\").function(\"fact\") { println(1) }", {function("fact", 17)});
        row("call", "probe process(\"FIXTURE\").function(\"fact\").call { println(1) }", {function("fact", 17, ".call")});
        row("return", "probe process(\"FIXTURE\").function(\"fact\").return { println(1) }", {function("fact", 17, ".return")});
        row("glob", "probe process(\"FIXTURE\").function(\"[ft][aw]*@fixture.cpp\") { println(1) }",
            {function("fact", 17), function("twice", 51)});
        row("file", "probe process(\"FIXTURE\").function(\"su*@analysis/fixture.cpp\") { println(1) }", {function("sum", 39)});
        row("file and line, as pp() says it", "probe process(\"FIXTURE\").function(\"add@*/fixture.cpp:22\") { println(1) }",
            {function("add", 22)});
        row("overloads", "probe process(\"FIXTURE\").function(\"pour\").call { println(1) }",
            {function("pour", 57, ".call"), function("pour", 58, ".call")});
        row("qualified", "probe process(\"FIXTURE\").function(\"tea::Pot::pour\").call { println(1) }",
            {function("pour", 57, ".call"), function("pour", 58, ".call")});
        row("braces", "probe process(\"FIXTURE\").function(\"fact\").{call,return} { println(1) }",
            {function("fact", 17, ".call"), function("fact", 17, ".return")});
        row("wildcard component", "probe process(\"FIXTURE\").function(\"fact\").* { println(1) }",
            {function("fact", 17, ".call"), function("fact", 17, ".return"),
             function("fact", 17, ".callee(") + function("fact", 17).section(u'(', 2)}); // it calls itself
        row("wildcard name", "probe be*n { println(1) }", {QStringLiteral("begin")});
        row("optional",
            "probe process(\"/no/such\").function(\"x\") ?, process(\"FIXTURE\").function(\"nosuch\") ?, begin { println(1) }",
            {QStringLiteral("begin")});
        row("sufficient",
            "probe process(\"FIXTURE\").function(\"nosuch\") !, process(\"FIXTURE\").function(\"fact\") !, begin { println(1) }",
            {function("fact", 17)});
        row("alias with a suffix",
            "probe tea = process(\"FIXTURE\").function(\"fact\") { x = 1 } probe tea.return { println(x) }",
            {function("fact", 17, ".return")});
        row("alias of an alias", "probe a = b { y = 2 } probe b = begin, end { x = 1 } probe a { println(x, y) }",
            {QStringLiteral("begin"), QStringLiteral("end")});
        row("alias of several points with !",
            "probe a = process(\"FIXTURE\").function(\"nosuch\") !, begin ! { } probe a { println(1) }",
            {QStringLiteral("begin")});
    }

    void resolved()
    {
        QFETCH(QString, script);
        QFETCH(QStringList, expected);
        const Analysis analysis(script.toStdString());
        QCOMPARE(text(analysis.said()), QString());
        QStringList found;
        for (const std::string &point : points(analysis.program))
            found.append(text(point));
        QCOMPARE(found, expected);
    }

    void refused_data()
    {
        QTest::addColumn<QString>("script");
        QTest::addColumn<QString>("said"); // begin of what is said
        const auto row = [](const char *name, const char *script, const char *said) {
            QTest::newRow(name) << text(withFixture(script)) << text(withFixture(said));
        };
        row("unknown", "probe kernal.function(\"vfs_read\") { }",
            "error unknown-probe-point 'kernal': unknown probe point 'kernal' | did you mean 'kernel'?");
        row("unknown, nothing like it", "probe xyzzyx { }",
            "error unknown-probe-point 'xyzzyx': unknown probe point 'xyzzyx' | possible here: begin, ");
        row("unknown suffix", "probe process(\"FIXTURE\").function(\"fact\").retrun { }",
            "error unknown-probe-point 'retrun': unknown probe point: 'retrun' cannot follow "
            "process(\"FIXTURE\").function(\"fact\") | did you mean 'return'?");
        row("a misspelt alias", "probe mine = begin { } probe mien { println(1) }",
            "error unknown-probe-point 'mien': unknown probe point 'mien' | did you mean 'mine'?");
        row("incomplete", "probe timer { }",
            "error incomplete-probe-point 'timer': the probe point 'timer' is not complete | it goes on with one of: s(N), ");
        row("without its argument", "probe timer.ms { }",
            "error probe-argument 'ms': 'ms' does not have the argument it needs | write ms(N)");
        row("wrong argument", "probe process(\"FIXTURE\").function { }",
            "error probe-argument 'function': 'function' does not have the argument it needs | write function(\"…\"), "
            "function(N)");
        row("timer of 0", "probe timer.s(0) { }",
            "error timer-interval '0': the interval of timer.s must be from 1 to 86400, not 0");
        row("timer too long", "probe timer.ms(86400001) { }",
            "error timer-interval '86400001': the interval of timer.ms must be from 1 to 86400000, not 86400001");
        row("timer too random", "probe timer.s(1).randomize(2) { }",
            "error timer-interval '2': the random part must be from 0 to the interval, 1, not 2");
        row("no such function", "probe process(\"FIXTURE\").function(\"fcat\") { }",
            "error no-such-function '\"fcat\"': there is no function 'fcat' in FIXTURE | did you mean 'fact'?");
        row("other file", "probe process(\"FIXTURE\").function(\"fact@other.c\") { }",
            "error no-such-function '\"fact@other.c\"': FIXTURE has functions 'fact', but none of them in 'other.c' | the "
            "file "
            "can be given by the end");
        row("bad line", "probe process(\"FIXTURE\").function(\"fact@other.c:x\") { }",
            "error bad-function-pattern '\"fact@other.c:x\"': 'fact@other.c:x' is not of the form");
        row("no such file", "probe process(\"/no/such/file\").function(\"main\") { }",
            "error module-unavailable '\"/no/such/file\"': ");
        row("no such files", "probe process(\"/no/such/*\").function(\"main\") { }",
            "error module-unavailable '\"/no/such/*\"': no file matches '/no/such/*' | ");
        row("not an ELF file", "probe process(\"" TAPSCOPE_SOURCE_DIR "/CMakeLists.txt\").function(\"main\") { }",
            "error module-unavailable '\"" TAPSCOPE_SOURCE_DIR "/CMakeLists.txt\"': ");
        row("no target", "probe process.function(\"main\") { }",
            "error no-target 'process': 'process' without a path means the traced program, but there is none | choose a "
            "target");
        row("no such process", "probe process(999999999).function(\"main\") { }", "error module-unavailable '999999999': ");
        row("return of _start", "probe process(\"FIXTURE\").function(\"_start\").return { }",
            "error no-return '\"_start\"': _start cannot take a return probe");
        row("alias of itself", "probe a = b { } probe b = a { } probe a { println(1) }", "error alias-recursion ");
        row("all optional", "probe process(\"FIXTURE\").function(\"nosuch\") ? { println(1) }", "error no-probes ");
        row("address of the kernel", "probe kernel.statement(123).absolute { println(1) }",
            "error needs-guru '123': an address that nothing is known of can only be probed in guru mode");
        row("callee", "probe process(\"FIXTURE\").function(\"fact\").callee(\"facd\") { println(1) }",
            "error no-such-function '\"facd\"': 'fact' calls no function 'facd'");
        row("label", "probe process(\"FIXTURE\").function(\"fact\").label(\"x\") { println(1) }",
            "error no-such-label '\"x\"': there is no label 'x' with code in 'fact'");
        row("address of a function", "probe process(\"FIXTURE\").function(16).call { println(1) }",
            "error no-such-address '16': ");
        row("kernel source file", "probe kernel.function(\"*@fs/read_write.c:x\").return { println(1) }",
            "error bad-statement-pattern '\"*@fs/read_write.c:x\"': '*@fs/read_write.c:x' is not of the form");
        row("kernel line", "probe kernel.statement(\"vfs_read@fs/read_write.c:x\") { println(1) }",
            "error bad-statement-pattern '\"vfs_read@fs/read_write.c:x\"': 'vfs_read@fs/read_write.c:x' is not of the form");
        row("condition with a call", "global g probe begin if (pid() == g) { println(1) }",
            "error condition 'pid()': the condition of a probe point can only read globals");
        row("condition with a local", "probe begin if (x) { println(1) }",
            "error condition 'x': the condition of a probe point can only read globals; 'x' is not one");
        row("condition with a change", "global g probe begin if (g++) { println(1) }",
            "error condition 'g': the condition of a probe point must not change anything");
        row("file outside", "probe procfs(\"../x\").read { $value = \"\" }",
            "error file-name '\"../x\"': '../x' cannot be the name of a file of the script");
        row("file hidden", "probe procfs(\"a/.b\").write { println($value) }", "error file-name ");
        row("file without a name", "probe procfs(\"\").write { println($value) }", "error file-name ");
        row("file permissions", "probe procfs(\"x\").umask(8888).read { $value = \"\" }", "error file-umask '8888': ");
        row("file size", "probe procfs(\"x\").read.maxsize(0) { $value = \"\" }", "error file-size '0': ");
        row("what was written is set", "probe procfs.write { $value = \"x\" }",
            "error file-value '$value': '$value' is what was written, which cannot be changed");
        row("file value as a number", "probe procfs.read { $value = 5 }", "error type-mismatch '5': ");
        row("file value added to", "probe procfs.read { $value += 5 }", "error file-value ");
        row("other variable of a file", "probe procfs.write { println($val) }",
            "error no-target-variables '$val': this probe point has one variable, '$value', and no '$val'");
        row("file value elsewhere", "probe begin { println($value) }", "error no-target-variables '$value': ");
        row("alias that only stap has", "probe sunrpc.sched.execute { println(1) }",
            "error not-yet 'sunrpc.sched.execute': SystemTap's probe point 'sunrpc.sched.execute' is not in this library | probe "
            "the "
            "function that you want to see, as module(\"sunrpc\").function(\"…\"), or run this script with stap itself");
        row("event of the processor", "probe perf.hw.cpu_cycls { println(1) }",
            "error unknown-probe-point 'cpu_cycls': unknown probe point: 'cpu_cycls' cannot follow perf.hw | did you mean "
            "'cpu_cycles'?");
        row("kind of event", "probe perf.hww.cpu_cycles { println(1) }",
            "error unknown-probe-point 'hww': unknown probe point: 'hww' cannot follow perf | did you mean 'hw");
        row("hook of netfilter", "probe netfilter.hook(\"NF_INET_LOCAL_INN\").pf(\"NFPROTO_IPV4\") { println(1) }",
            "error no-such-hook '\"NF_INET_LOCAL_INN\"': netfilter has no hook 'NF_INET_LOCAL_INN' for NFPROTO_IPV4 that can be "
            "probed "
            "| did you mean 'NF_INET_LOCAL_IN' or 'NF_INET_LOCAL_OUT'?");
        row("family of netfilter", "probe netfilter.pf(\"NFPROTO_DECNET\").hook(\"NF_DN_FORWARD\") { println(1) }",
            "error no-such-hook '\"NFPROTO_DECNET\"': netfilter's hooks for 'NFPROTO_DECNET' cannot be probed");
        row("inner part of stap's library", "probe nd1_syscall.open { println(1) }",
            "error internal-probe-point 'nd1_syscall': 'nd1_syscall' is an inner part of SystemTap's library, which offers it as "
            "'nd_syscall' | write nd_syscall");
        for (const char *family :
             {"process.insn", "module(\"x\").statement(12).absolute", "java(\"a\").class(\"b\").method(\"c\")"})
            row(family, (std::string("probe ") + family + " { println(1) }").c_str(),
                (std::string("error not-yet '") + family + "': SystemTap's probe point '" + family + "' is not yet able to run")
                    .c_str());
    }

    void refused()
    {
        QFETCH(QString, script);
        QFETCH(QString, said);
        const Analysis analysis(script.toStdString());
        QVERIFY2(text(analysis.said()).startsWith(said), analysis.said().c_str());
    }

    void fixItsMendTheScript()
    {
        const std::string script = withFixture("probe process(\"FIXTURE\").function(\"fcat\") { println(1) }");
        const Analysis analysis(script);
        std::string mended = script;
        const auto &fix = analysis.diagnostics.all().front().fixIts.at(0);
        mended.replace(fix.range.begin, fix.range.end - fix.range.begin, fix.replacement);
        QCOMPARE(text(Analysis(mended).said()), QString());
    }

    void handlersOfTimersAndSession()
    {
        const Analysis analysis("probe begin(-7) { println(1) } probe timer.ms(3).randomize(1) { println(2) } probe "
                                "timer.hz(1000) { println(3) }");
        QCOMPARE(analysis.program.handlers[0].sequence, int64_t(-7));
        QCOMPARE(analysis.program.handlers[1].periodNs, uint64_t(3'000'000));
        QCOMPARE(analysis.program.handlers[1].randomizeNs, uint64_t(1'000'000));
        QCOMPARE(analysis.program.handlers[2].periodNs, uint64_t(1'000'000));
        QVERIFY(!analysis.program.handlers[0].inKernel());
    }

    void sitesOfAFunction()
    {
        const Analysis analysis(
            withFixture("global n probe process(\"FIXTURE\").function(\"fact\").return { n++ } probe begin { println(n) }"));
        const analysis::Handler &handler = analysis.program.handlers[0];
        QCOMPARE(handler.kind, ProbeKind::UserReturn);
        QVERIFY(handler.inKernel());
        QVERIFY(analysis.program.globals[0].writtenInKernel);
        const analysis::Site &site = analysis.program.sites[handler.sites.at(0)];
        const auto module = debuginfo::Module::open(fixture);
        QVERIFY(module.has_value());
        const auto functions = (*module)->functions("fact");
        QCOMPARE(functions.size(), size_t(1));
        QCOMPARE(site.address, functions[0].entry.address);
        QCOMPARE(site.fileOffset, functions[0].entry.fileOffset);
        QCOMPARE(text(site.function), QStringLiteral("fact"));
        QCOMPARE(text(site.modulePath), text((*module)->path()));
        QCOMPARE(site.line, 17u);
        QVERIFY(site.isReturn);
    }

    void withoutDebugInformation()
    {
        const std::string plain = fixture + "_symbols";
        const Analysis analysis("probe process(\"" + plain
                                + "\").function(\"main\").call { printf(\"%s %s\\n\", ppfunc(), $$parms) }");
        QCOMPARE(text(analysis.said()), QString());
        const analysis::Site &site = analysis.program.sites.at(0);
        QCOMPARE(text(site.probePoint),
                 text("process(\"" + std::filesystem::canonical(plain).string() + "\").function(\"main\").call"));
        QVERIFY(site.variables.empty());
        const Analysis unknown("probe process(\"" + plain + "\").function(\"brew_nothing\") { }");
        QVERIFY2(unknown.said().contains("it has no debug information"), unknown.said().c_str());
        const Analysis complete("probe process(\"" + fixture + "\").function(\"brew_nothing\") { }");
        QVERIFY2(!complete.said().contains("it has no debug information"), complete.said().c_str());
    }

    void wildcardsMeanTheLinkersFunctionsToo_data()
    {
        QTest::addColumn<QString>("form");
        QTest::addColumn<QString>("expected");
        QTest::newRow("call") << ".call" << "one _start two _fini ";
        QTest::newRow("return") << ".return" << "one two _fini "; // _start has no caller
    }

    void wildcardsMeanTheLinkersFunctionsToo()
    {
        QFETCH(QString, form);
        QFETCH(QString, expected);
        analysis::Options options;
        options.openModule = [](const std::string &) {
            return std::make_shared<ManyFunctions>(std::vector<std::string>{"one", "_start", "two", "_fini"});
        };
        const Analysis analysis("probe process(\"/some/program\").function(\"*\")" + form.toStdString()
                                    + " { println(ppfunc()) }",
                                options);
        QCOMPARE(text(analysis.said()), QString());
        std::string found;
        for (const analysis::Site &site : analysis.program.sites)
            found += site.function + " ";
        QCOMPARE(text(found), expected);
    }

    void theTarget()
    {
        analysis::Options options;
        options.hasTarget = true;
        options.targetProgram = fixture;
        const Analysis analysis(withFixture("probe process.function(\"fact\"), process(\"FIXTURE\").function(\"add\"), "
                                            "kernel.function(\"vfs_read\") ? { println(pp()) }"),
                                options);
        QCOMPARE(text(analysis.said()), QString());
        QVERIFY(analysis.program.handlers[0].targetProcessesOnly);
        QVERIFY(analysis.program.handlers[1].targetProcessesOnly);
        QCOMPARE(text(analysis.program.sites[0].function), QStringLiteral("fact"));
        QVERIFY(!Analysis(withFixture("probe process(\"FIXTURE\").function(\"add\") { println(pp()) }"))
                     .program.handlers[0]
                     .targetProcessesOnly);
    }

    void aProcessByItsNumber()
    {
        const std::string pid = std::to_string(getpid());
        const std::string script = "probe process(" + pid + ").function(\"main\") { println(pp()) }";
        const Analysis analysis(script);
        QCOMPARE(text(analysis.said()), QString());
        // Only this process: the body is guarded.
        const auto *block = analysis::as<analysis::BlockStmt>(analysis.program.handlers[0].body);
        QVERIFY(analysis::as<analysis::IfStmt>(block->statements.at(0)));
        analysis::Options options;
        options.hasTarget = true;
        options.targetPid = getpid();
        const Analysis target(script, options);
        QVERIFY(target.program.handlers[0].targetProcessesOnly);
        QVERIFY(!analysis::as<analysis::IfStmt>(
            analysis::as<analysis::BlockStmt>(target.program.handlers[0].body)->statements.at(0)));
    }

    void conditionsGuardTheWholeBody()
    {
        const Analysis analysis(
            "global on, level probe a = begin if (on) { x = 1 } probe a if (level > 2) { println(x) on = 1 level = 2 }");
        QCOMPARE(text(analysis.said()), QString());
        const auto *block = analysis::as<analysis::BlockStmt>(analysis.program.handlers[0].body);
        const auto *guard = analysis::as<analysis::IfStmt>(block->statements.at(0));
        QVERIFY(guard);
        QVERIFY(analysis::as<analysis::LogicalExpr>(guard->condition));
        QCOMPARE(analysis::as<analysis::BlockStmt>(guard->whenTrue)->statements.size(), size_t(2));
    }

    void aliasPartsLieAroundTheBody()
    {
        const Analysis analysis("probe inner = begin { x = 1 } probe inner += end { z = x } probe outer = begin { x = 2 }, { "
                                "println(x) } probe outer { x = x * 2 }");
        const auto *block = analysis::as<analysis::BlockStmt>(analysis.program.handlers[0].body);
        QCOMPARE(block->statements.size(), size_t(3));
    }

    void kernelFunctions()
    {
        const auto kernel = debuginfo::Kernel::running();
        if (!kernel || (*kernel)->functions("vfs_read").empty())
            QSKIP("the running kernel shows no functions");
        const Analysis analysis("probe kernel.function(\"vfs_read\"), kernel.function(\"vfs_read\").return, "
                                "kprobe.function(\"vfs_read\").call { println(ppfunc()) }");
        QCOMPARE(text(analysis.said()), QString());
        QCOMPARE(points(analysis.program),
                 (std::vector<std::string>{"kernel.function(\"vfs_read\")", "kernel.function(\"vfs_read\").return",
                                           "kprobe.function(\"vfs_read\").call"}));
        QCOMPARE(analysis.program.handlers[1].kind, ProbeKind::KernelReturn);
        QCOMPARE(text(analysis.program.sites[0].kernelSymbol), QStringLiteral("vfs_read"));
        const Analysis typo("probe kernel.function(\"vfs_raed\") { println(1) }");
        QVERIFY2(typo.said().starts_with("error no-such-function '\"vfs_raed\"': there is no function 'vfs_raed' in the "
                                         "kernel | did you mean 'vfs_read'"),
                 typo.said().c_str());
        const Analysis variable("probe kernel.function(\"vfs_read\") { println($count) }");
        QCOMPARE(text(variable.said()), QString());
        const Analysis unknown("probe kernel.function(\"vfs_read\") { println($coumt) }");
        QVERIFY2(unknown.said().starts_with(
                     "error unknown-target-variable '$coumt': vfs_read() has no variable '$coumt' where it "
                     "is probed | did you mean '$count'?"),
                 unknown.said().c_str());
    }
};

QTEST_GUILESS_MAIN(TestProbePoints)
#include "tst_probepoints.moc"
