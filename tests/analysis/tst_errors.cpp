// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "analysis_test.h"

using namespace tapscope;

/// Scripts with one mistake each, as beginners write them: the place that is blamed, and what a terminal shows.
class TestErrors : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void blamed_data()
    {
        QTest::addColumn<QString>("script");
        QTest::addColumn<QString>("id");
        QTest::addColumn<QString>("where");
        QTest::addColumn<bool>("fatal");
        const auto row = [](const char *name, const std::string &script, const char *id, const char *where, bool fatal = true) {
            QTest::newRow(name) << text(script) << QString::fromUtf8(id) << QString::fromUtf8(where) << fatal;
        };
        row("unknown function", "probe begin { foo(1) }", "unknown-function", "1:15");
        row("type mismatch", "global a\nprobe begin { a = 1  a = \"x\" println(a) }", "type-mismatch", "2:26");
        row("string in arithmetic", "probe begin { x = 1 + \"a\" println(x) }", "type-mismatch", "1:23");
        row("unknown probe", "probe kernal.function(\"vfs_read\") { }", "unknown-probe-point", "1:7");
        row("misspelt function", "probe process(\"" + fixture + "\").function(\"clasify\") { println(\"x\") }",
            "no-such-function", nullptr);
        row("printf arguments", "probe begin { printf(\"%d %s\\n\", 1) }", "format-arguments", "1:26");
        row("printf type", "probe begin { printf(\"%d\\n\", \"abc\") }", "format-type", "1:23");
        row("arity", "function f(a, b) { return a + b } probe begin { println(f(1)) }", "argument-count", "1:57");
        row("number of keys", "global a\nprobe begin { a[1] = 1 println(a[1, 2]) }", "key-count", "2:32");
        row("statistic read", "global s\nprobe begin { s <<< 1 println(s) }", "statistic-misuse", "2:31");
        row("no probes", "function f() { return 1 }", "no-probes", "1:1");
        row("duplicate global", "global a, a\nprobe begin { println(a) }", "duplicate-global", "1:11");
        row("write to the target", "probe process(\"" + fixture + "\").function(\"fact\") { $n = 3 }", "target-write", nullptr);
        row("never assigned global", "global a\nprobe begin { println(\"hi\") if (0) a }", "never-assigned", "1:8", false);
        row("no effect", "global a\nprobe begin { println(\"hi\") if (0) a }", "no-effect", "2:36", false);
        row("return value at entry", "probe process(\"" + fixture + "\").function(\"fact\") { println($return) }",
            "return-at-entry", nullptr);
        row("foreach over a scalar", "global a\nprobe begin { a = 1 foreach (x in a) println(x) }", "not-an-array", "2:35");
        row("missing process", "probe process(\"/no/such/file\").function(\"main\") { println(\"x\") }", "module-unavailable",
            "1:15");
        row("never assigned local", "global unused\nprobe begin { x = y println(\"z\") w = 3 }", "never-assigned", "2:19", false);
        row("never read local", "probe begin { println(\"z\") w = 3 }", "never-read", "1:28", false);
        row("unused global", "global unused\nprobe begin { println(1) }", "unused-global", "1:8", false);
        row("an expression for nothing", "probe begin { 1 + 2 } probe end { } probe timer.ms(10) { x = 3 }", "no-effect", "1:15",
            false);
        row("timer interval", "probe timer.s(0) { println(\"x\") }", "timer-interval", "1:15");
        row("unknown suffix", "probe kernel.function(\"vfs_read\").nosuch { println(\"x\") }", "unknown-probe-point", "1:35");
        row("mark", "probe process(\"" + fixture + "\").mark(\"nope\") { println(\"x\") }", "no-such-mark", nullptr);
        row("line without code", "probe process(\"" + fixture + "\").statement(\"fact@fixture.cpp:2\") { println(\"x\") }",
            "no-such-line", nullptr);
        row("file that is not there", "probe process(\"" + fixture + "\").statement(\"*@nix.cpp:2\") { println(\"x\") }",
            "no-such-file", nullptr);
        row("lines that are none", "probe process(\"" + fixture + "\").statement(\"fact@fixture.cpp:9-3\") { println(\"x\") }",
            "bad-statement-pattern", nullptr);
        row("address outside", "probe process(\"" + fixture + "\").statement(1) { println(\"x\") }", "no-such-address", nullptr);
        row("never inlined", "probe process(\"" + fixture + "\").function(\"fact\").inline { println(\"x\") }", "not-inlined",
            nullptr);
        row("tracepoint", "probe kernel.trace(\"nosuch_trace\") { println(\"x\") }", "no-such-tracepoint", nullptr);
    }

    void blamed()
    {
        QFETCH(QString, script);
        QFETCH(QString, id);
        QFETCH(QString, where);
        QFETCH(bool, fatal);
        const Analysis analysis(script.toStdString());
        const script::Diagnostic *diagnostic = analysis.find(id.toStdString());
        QVERIFY2(diagnostic, analysis.said().c_str());
        QCOMPARE(diagnostic->severity == script::Severity::Error, fatal);
        QCOMPARE(analysis.diagnostics.hasErrors(), fatal);
        if (!where.isEmpty())
            QCOMPARE(text(analysis.sources.where(diagnostic->range)), QStringLiteral("test.stp:") + where);
        // One mistake, one error; all of them lie in the user's script and can be shown.
        QVERIFY2(analysis.diagnostics.errorCount() <= 1, analysis.said().c_str());
        for (const script::Diagnostic &d : analysis.diagnostics.all()) {
            QCOMPARE(d.range.file, script::FileId(0));
            QVERIFY(!script::render(d, analysis.sources).empty());
            QVERIFY2(!d.message.english().contains("%1"), d.message.english().c_str());
            QVERIFY2(!d.nextStep.english().contains("%1") || id == "bad-format", d.nextStep.english().c_str());
        }
    }

    void anyTextIsSurvived()
    {
        // Every beginning of a script, and the script with any one character taken out: nothing may crash or hang.
        const std::string whole
            = "global a[10], s = \"x\" probe n = begin { x = 1 } function f:long(p:long) { return p ? a[p] : -p }\n"
              "probe n, process(\""
            + fixture
            + "\").function(\"fact\").call if (a[1] > 2) { s <<< 3; foreach (k in a- limit 3) "
              "printf(\"%5d %s\\n\", k, $$parms) try { a[f(2)]++ } catch (m) { println(m . @count(s)) } delete a if "
              "(@defined($n)) next }\n";
        for (size_t i = 0; i <= whole.size(); i += 3)
            const Analysis beginning(whole.substr(0, i));
        for (size_t i = 0; i < whole.size(); i += 2) {
            std::string without = whole;
            without.erase(i, 1);
            const Analysis analysis(without);
        }
    }
};

QTEST_GUILESS_MAIN(TestErrors)
#include "tst_errors.moc"
