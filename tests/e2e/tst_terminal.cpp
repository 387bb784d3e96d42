// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "cli.h"

/// The terminal command where no probe in the kernel is needed: runs for every user.
class TestTerminal : public QObject {
    Q_OBJECT

private slots:
    void script_data();
    void script();
    void errors_data();
    void errors();
    void noErrorAfterAnother();
    void dashesEndOptions();
    void whatDoesNothingIsLeftOut();
    void refusedOptions_data();
    void refusedOptions();
    void help();
    void scriptFromFileAndStandardInput();
    void outputFile();
    void passLines();
    void listings_data();
    void listings();
    void closedOutput();
    void interruptRunsEndProbes();
    void timeLimit();
    void commandStatus_data();
    void commandStatus();
    void commandIsHeldUntilBegin();
};

void TestTerminal::script_data()
{
    QTest::addColumn<QStringList>("arguments");
    QTest::addColumn<QByteArray>("out");
    QTest::addColumn<QByteArray>("err");
    QTest::addColumn<int>("status");
    using L = QStringList;
    QTest::newRow("hello") << L{"-e", "probe begin { printf(\"hello\\n\") exit() }"} << QByteArray("hello\n") << QByteArray()
                           << 0;
    QTest::newRow("order of begin probes")
        << L{"-e", "probe begin(1) { println(\"b\") exit() } probe begin { println(\"a\") } probe end { println(\"c\") }"}
        << QByteArray("a\nb\nc\n") << QByteArray() << 0;
    QTest::newRow("arguments") << L{"-e", "probe begin { println($1 + 1, @2) exit() }", "41", "x"} << QByteArray("42x\n")
                               << QByteArray() << 0;
    QTest::newRow("arguments as variables") << L{"-e",
                                                 "probe begin { println(argc, argv[1], argv_2, \"-\", argv_3, argv[9]) foreach "
                                                 "(n+ in argv) println(argv[n]) exit() }",
                                                 "41", "x y"}
                                            << QByteArray("241x y-\n41\nx y\n") << QByteArray() << 0;
    QTest::newRow("no arguments as variables")
        << L{"-e", "probe begin { println(argc, argv_1) foreach (n in argv) println(n) exit() }"} << QByteArray("0\n")
        << QByteArray() << 0;
    QTest::newRow("names of the script's own")
        << L{"-e", "global NULL = 7 function f(argc) { return argc + 1 } probe begin { println(NULL, f(8)) exit() }"}
        << QByteArray("79\n") << QByteArray() << 0;
    QTest::newRow("constants of the library")
        << L{"-e", "probe begin { println(NULL, BIO_READ, BIO_WRITE, VM_FAULT_MAJOR, VM_FAULT_ERROR, FAULT_FLAG_WRITE) exit() }"}
        << QByteArray("001361\n") << QByteArray() << 0;
    QTest::newRow("options that change nothing") << L{"--all-modules",
                                                      "-d",
                                                      "kernel",
                                                      "--ldd",
                                                      "-kb",
                                                      "--vp",
                                                      "01",
                                                      "--download-debuginfo=yes",
                                                      "--prologue-searching",
                                                      "-R",
                                                      "/",
                                                      "-e",
                                                      "probe begin { println(argv[argc]) exit() }",
                                                      "a",
                                                      "z"}
                                                 << QByteArray("z\n") << QByteArray() << 0;
    QTest::newRow("timer") << L{"-e", "global n probe timer.ms(5) { println(++n) if (n == 3) exit() }"} << QByteArray("1\n2\n3\n")
                           << QByteArray() << 0;
    QTest::newRow("run-time error")
        << L{"-e",
             "global x probe begin { println(\"before\") println(1 / x--) } probe begin(1) { println(\"not reached\") } "
             "probe end { println(\"end\") } probe error { println(\"error probe\") }"}
        << QByteArray("before\nerror probe\n")
        << QByteArray("ERROR: division by 0 near operator '/' at <input>:1:52\nWARNING: Number of errors: 1, skipped probes: 0\n")
        << 1;
    QTest::newRow("tolerated error")
        << L{"-D", "MAXERRORS=1", "-e",
             "global x probe begin { println(1 / x--) } probe begin(1) { println(\"reached\") exit() }"}
        << QByteArray("reached\n")
        << QByteArray("ERROR: division by 0 near operator '/' at <input>:1:34\nWARNING: Number of errors: 1, skipped probes: 0\n")
        << 1;
    QTest::newRow("values of globals") << L{"-G",    "n=-5", "-G",
                                            "s=x y", "-e",   "global n = 1, s = \"\" probe begin { println(n, s) exit() }"}
                                       << QByteArray("-5x y\n") << QByteArray() << 0;
    QTest::newRow("suppressed errors") << L{"-w", "--suppress-handler-errors", "-e",
                                            "probe begin { error(\"x\") } probe begin(1) { println(1) exit() }"}
                                       << QByteArray("1\n") << QByteArray() << 0;
    QTest::newRow("form of histograms")
        << L{"-DHIST_WIDTH=4", "-DHIST_ELISION=-1", "-e",
             "global h probe begin { for (i = 0; i < 8; i++) h <<< 1 h <<< 64 println(@hist_log(h)) exit() }"}
        << QByteArray("value |---- count\n"
                      "    0 |     0\n"
                      "    1 |@@@@ 8\n"
                      "    2 |     0\n"
                      "    4 |     0\n"
                      "    8 |     0\n"
                      "   16 |     0\n"
                      "   32 |     0\n"
                      "   64 |     1\n"
                      "  128 |     0\n"
                      "  256 |     0\n\n")
        << QByteArray() << 0;
    QTest::newRow("a definition for C code")
        << L{"-DSTAP_SOMETHING", "-e", "probe begin { println(1) exit() }"} << QByteArray("1\n")
        << QByteArray("WARNING: -D STAP_SOMETHING sets nothing here: scripts are not compiled as C.\n") << 0;
    QTest::newRow("warning off") << L{"-w", "-e", "probe begin { warn(\"x\") exit() }"} << QByteArray() << QByteArray() << 0;
    QTest::newRow("target") << L{"-c", "true", "-e", "probe begin { println(target() != 0) }"} << QByteArray("1\n")
                            << QByteArray() << 0;
}

void TestTerminal::script()
{
    QFETCH(QStringList, arguments);
    const e2e::Result result = e2e::runCli(arguments);
    QVERIFY(result.finished);
    QTEST(result.out, "out");
    QTEST(result.err, "err");
    QTEST(result.status, "status");
}

void TestTerminal::errors_data()
{
    QTest::addColumn<QStringList>("arguments");
    QTest::addColumn<QByteArrayList>("expected");
    using L = QStringList;
    using B = QByteArrayList;
    QTest::newRow("syntax") << L{"-e", "probe begin { println(1 }"} << B{"<input>:1:", "error:", "Pass 1: parse failed."};
    QTest::newRow("unknown probe point") << L{"-e", "probe begn { }"}
                                         << B{"<input>:1:7: error:", "begin", "Pass 2: analysis failed."};
    QTest::newRow("unknown function") << L{"-e", "probe begin { prinln(1) }"} << B{"<input>:1:15: error:", "next:"};
    QTest::newRow("no such function") << L{"-e",
                                           "probe process(\"" + e2e::binary("teahouse") + "\").function(\"srve\") { println(1) }"}
                                      << B{"<input>:1:", "error:", "serve", "Pass 2: analysis failed."};
    QTest::newRow("missing binary") << L{"-e", "probe process(\"/no/such/file\").function(\"main\") { println(1) }"}
                                    << B{"<input>:1:", "error:", "/no/such/file", "next:"};
    QTest::newRow("not an ELF file") << L{"-e", "probe process(\"/etc/passwd\").function(\"main\") { println(1) }"}
                                     << B{"<input>:1:", "error:", "ELF", "next:"};
    QTest::newRow("command not found") << L{"-c", "no-such-program-here", "-e", "probe begin { }"}
                                       << B{"no-such-program-here", "next:"};
    QTest::newRow("no process") << L{"-x", "999999999", "-e", "probe begin { }"} << B{"999999999", "next:"};
    QTest::newRow("binary script") << L{"/bin/ls"} << B{"error: “/bin/ls” is no script", "next:", "Pass 1: parse failed."};
    QTest::newRow("word for a number") << L{"-x", "abc", "-e", "probe begin { }"} << B{"a number is needed: -x = abc."};
    QTest::newRow("output file full") << L{"-o", "/dev/full", "-e", "probe begin { println(1) exit() }"}
                                      << B{"cannot be written: No space left"};
    QTest::newRow("helper missing") << L{"--helper", "/no/such/helper", "-e",
                                         "probe process(\"" + e2e::binary("teahouse") + "\").function(\"serve\") { println(1) }"}
                                    << B{"/no/such/helper", "error:", "next:"};
    QTest::newRow("helper is silent") << L{"--helper", "/bin/cat", "-e",
                                           "probe process(\"" + e2e::binary("teahouse")
                                               + "\").function(\"serve\") { println(1) }"}
                                      << B{"error:", "next: Check that the helper belongs to this version"};
    QTest::newRow("helper is no helper") << L{"--helper", "/bin/true", "-e",
                                              "probe process(\"" + e2e::binary("teahouse")
                                                  + "\").function(\"serve\") { println(1) }"}
                                         << B{"error:", "next:"};
}

void TestTerminal::errors()
{
    QFETCH(QStringList, arguments);
    QFETCH(QByteArrayList, expected);
    const e2e::Result result = e2e::runCli(arguments);
    QVERIFY(result.finished);
    QCOMPARE(result.status, 1);
    QCOMPARE(result.out, QByteArray());
    for (const QByteArray &text : expected)
        QVERIFY2(result.err.contains(text), (text + " is not in: " + result.err).constData());
}

void TestTerminal::noErrorAfterAnother()
{
    const e2e::Result result = e2e::runCli({"-e",
                                            "function f(a, b) { return a + b } "
                                            "probe begin { println(f(1)) print_backtrace() print_ubacktrace() }"});
    QCOMPARE(result.status, 1);
    QVERIFY2(!result.err.contains("never called") && !result.err.contains("does nothing"), result.err.constData());
    const e2e::Result placeless = e2e::runCli({"-e", "global n probe process(\"/no/such/file\").function(\"f\") { n++ }"});
    QCOMPARE(placeless.status, 1);
    QVERIFY2(!placeless.err.contains("never used"), placeless.err.constData());
}

void TestTerminal::dashesEndOptions()
{
    const e2e::Result result = e2e::runCli({"-e", "probe begin { printf(\"%s %d\\n\", @1, $2) exit() }", "--", "-v", "-5"});
    QVERIFY2(result.status == 0, result.err.constData());
    QCOMPARE(result.out, QByteArray("-v -5\n"));
}

void TestTerminal::whatDoesNothingIsLeftOut()
{
    const e2e::Result nothing = e2e::runCli({"-e", "probe begin { x = 1 }"});
    QCOMPARE(nothing.status, 1);
    QVERIFY2(nothing.err.contains("nothing to run"), nothing.err.constData());
    const char *script = "global g probe begin { } probe timer.ms(10) { g = 1 exit() }";
    const e2e::Result without = e2e::runCli({"-e", script});
    QVERIFY2(without.status == 0 && without.err.contains("left out"), without.err.constData());
    QCOMPARE(without.out, QByteArray("g=1\n"));
    const e2e::Result with = e2e::runCli({"-u", "--no-global-var-display", "-e", script});
    QVERIFY2(with.status == 0 && !with.err.contains("left out"), with.err.constData());
    QCOMPARE(with.out, QByteArray());
    const e2e::Result counted = e2e::runCli({"-t", "-e", script});
    QVERIFY2(counted.status == 0 && (counted.out + counted.err).contains("begin, "), counted.err.constData());
    const QStringList skipping{"--skip-badvars", "-e", "probe begin { println($nothing + 2) exit() }"};
    const e2e::Result skipped = e2e::runCli(skipping);
    QVERIFY2(skipped.status == 0 && skipped.err.contains("$nothing"), skipped.err.constData());
    QCOMPARE(skipped.out, QByteArray("2\n"));
}

void TestTerminal::refusedOptions_data()
{
    QTest::addColumn<QStringList>("arguments");
    QTest::addColumn<QByteArray>("expected");
    using L = QStringList;
    QTest::newRow("module name") << L{"-m", "x", "-e", "probe begin {}"} << QByteArray("no kernel module");
    QTest::newRow("runtime") << L{"--runtime=bpf", "-e", "probe begin {}"} << QByteArray("one runtime");
    QTest::newRow("typo") << L{"--tre", "-e", "probe begin {}"} << QByteArray("did you mean --tree");
    QTest::newRow("limit") << L{"-D", "MAXSTRNGLEN=5", "-e", "probe begin {}"} << QByteArray("MAXSTRINGLEN");
    QTest::newRow("limit's value") << L{"-D", "MAXACTION=x", "-e", "probe begin {}"} << QByteArray("takes a number");
    QTest::newRow("a negative limit") << L{"-D", "HIST_WIDTH=-3", "-e", "probe begin {}"} << QByteArray("from 1 to 1000");
    QTest::newRow("unknown global") << L{"-G", "nn=1", "-e", "global n2 probe begin { println(n2) }"}
                                    << QByteArray("did you mean n2");
    QTest::newRow("no number") << L{"-G", "n=x", "-e", "global n = 1 probe begin { println(n) }"}
                               << QByteArray("n holds a number");
    QTest::newRow("both targets") << L{"-c", "true", "-x", "1", "-e", "probe begin {}"} << QByteArray("exclude each other");
    QTest::newRow("no script") << L{} << QByteArray("a script is needed");
    QTest::newRow("missing file") << L{"/no/such.stp"} << QByteArray("/no/such.stp");
}

void TestTerminal::refusedOptions()
{
    QFETCH(QStringList, arguments);
    QFETCH(QByteArray, expected);
    const e2e::Result result = e2e::runCli(arguments);
    QCOMPARE(result.status, 1);
    QVERIFY2(result.err.contains(expected), result.err.constData());
}

void TestTerminal::help()
{
    const e2e::Result help = e2e::runCli({"--help"});
    QCOMPARE(help.status, 0);
    QVERIFY(help.out.contains("-c COMMAND"));
    QVERIFY(e2e::runCli({"-V"}).out.startsWith("Tapscope "));
}

void TestTerminal::scriptFromFileAndStandardInput()
{
    QTemporaryDir directory;
    QFile file(directory.filePath("hello.stp"));
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write("probe begin { println(@1) exit() }\n");
    file.close();
    QCOMPARE(e2e::runCli({file.fileName(), "one"}).out, QByteArray("one\n"));
    QCOMPARE(e2e::runCli({"-", "two"}, "probe begin { println(@1) exit() }").out, QByteArray("two\n"));
}

void TestTerminal::outputFile()
{
    QTemporaryDir directory;
    const e2e::Result result = e2e::runCli({"-o", directory.filePath("out-%Y"), "-e", "probe begin { println(1) exit() }"});
    QCOMPARE(result.out, QByteArray());
    QFile file(directory.filePath("out-" + QString::number(QDate::currentDate().year())));
    QVERIFY(file.open(QIODevice::ReadOnly));
    QCOMPARE(file.readAll(), QByteArray("1\n"));
}

void TestTerminal::passLines()
{
    const e2e::Result result = e2e::runCli({"-v", "-e", "probe begin { exit() }"});
    QCOMPARE(result.status, 0);
    const QString memory = QStringLiteral(" using \\d+virt/\\d+res/\\d+shr/\\d+data kb,");
    const QString times = QStringLiteral(" in \\d+usr/\\d+sys/\\d+real ms\\.\n");
    const QRegularExpression form(QStringLiteral("\\APass 1: parsed user script and \\d+ library scripts") + memory + times
                                  + QStringLiteral("Pass 2: analyzed script: 1 probe, \\d+ functions?, 0 embeds, 0 globals")
                                  + memory + times + QStringLiteral("Pass 3: translated .*") + memory + times
                                  + QStringLiteral("Pass 4: .*") + times + QStringLiteral("Pass 5: .*") + times
                                  + QStringLiteral("Pass 5: starting run\\.\n"
                                                   "Pass 5: run completed")
                                  + times + QStringLiteral("\\z"));
    QVERIFY2(form.match(QString::fromUtf8(result.err)).hasMatch(), result.err.constData());
}

void TestTerminal::listings_data()
{
    QTest::addColumn<QString>("pass");
    QTest::addColumn<QByteArray>("expected");
    QTest::newRow("parse") << "-p1" << QByteArray("probe begin");
    QTest::newRow("analysis") << "-p2" << QByteArray("begin");
    QTest::newRow("translation") << "-p3" << QByteArray("begin");
}

void TestTerminal::listings()
{
    QFETCH(QString, pass);
    QFETCH(QByteArray, expected);
    const e2e::Result result = e2e::runCli({pass, "-e", "probe begin { println(1) }"});
    QCOMPARE(result.status, 0);
    QVERIFY2(result.out.contains(expected), result.out.constData());
    QCOMPARE(result.err, QByteArray());
}

/// A reader that has seen enough ends the run.
void TestTerminal::closedOutput()
{
    const e2e::Result result
        = e2e::run("/bin/sh", {"-c", e2e::binary("tapscope-cli") + " -e 'probe timer.ms(1) { println(\"line\") }' | head -n 2"});
    QVERIFY(result.finished);
    QCOMPARE(result.out, QByteArray("line\nline\n"));
    QCOMPARE(result.err, QByteArray());
}

void TestTerminal::interruptRunsEndProbes()
{
    QProcess process;
    process.start(e2e::binary("tapscope-cli"), {"-e", "probe begin { println(\"on\") } probe end { println(\"off\") }"});
    QVERIFY(e2e::eventually([&] {
        process.waitForReadyRead(1);
        return process.bytesAvailable() >= 3;
    }));
    ::kill(pid_t(process.processId()), SIGINT);
    const e2e::Result result = e2e::collect(process, 10'000);
    QVERIFY(result.finished);
    QCOMPARE(result.status, 0);
    QCOMPARE(result.out, QByteArray("on\noff\n"));
}

void TestTerminal::timeLimit()
{
    QElapsedTimer timer;
    timer.start();
    const e2e::Result result = e2e::runCli({"-T", "1", "-e", "probe begin { } probe end { println(\"over\") }"});
    QCOMPARE(result.status, 0);
    QCOMPARE(result.out, QByteArray("over\n"));
    QVERIFY(timer.elapsed() >= 1000);
}

void TestTerminal::commandStatus_data()
{
    QTest::addColumn<QString>("command");
    QTest::addColumn<QByteArray>("out");
    QTest::addColumn<QByteArray>("err");
    QTest::addColumn<int>("status");
    QTest::newRow("good") << "echo 'a  b'" << QByteArray("a  b\nend\n") << QByteArray() << 0;
    QTest::newRow("shell") << "echo a | tr a b" << QByteArray("b\nend\n") << QByteArray() << 0;
    QTest::newRow("status") << "sh -c 'exit 3'" << QByteArray("end\n")
                            << QByteArray("WARNING: Child process exited with status 3\n") << 1;
    QTest::newRow("signal") << "sh -c 'kill -9 $$'" << QByteArray("end\n")
                            << QByteArray("WARNING: Child process exited with signal 9 (Killed)\n") << 1;
}

void TestTerminal::commandStatus()
{
    QFETCH(QString, command);
    const e2e::Result result = e2e::runCli({"-c", command, "-e", "probe end { println(\"end\") }"});
    QVERIFY(result.finished);
    QTEST(result.out, "out");
    QTEST(result.err, "err");
    QTEST(result.status, "status");
}

void TestTerminal::commandIsHeldUntilBegin()
{
    const e2e::Result result = e2e::runCli(
        {"-c", "echo command", "-e", "probe begin { println(\"begin\") } probe end { println(\"end\") }"});
    QCOMPARE(result.out, QByteArray("begin\ncommand\nend\n"));
    const e2e::Result never = e2e::runCli({"-c", "echo command", "-e", "probe begin { println(\"begin\") exit() }"});
    QCOMPARE(never.out, QByteArray("begin\n"));
}

QTEST_GUILESS_MAIN(TestTerminal)
#include "tst_terminal.moc"
