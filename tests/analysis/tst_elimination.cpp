// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "analysis_test.h"

using namespace tapscope;

namespace {

analysis::Options removing()
{
    analysis::Options options;
    options.withoutEffect = analysis::WithoutEffect::Remove;
    return options;
}

}

/// What is left of scripts without what nobody would notice.
class TestElimination : public QObject {
    Q_OBJECT

private Q_SLOTS:
    /// The second pass's result as stap 4.8 prints it for the same script, but for functions of the library.
    void left_data()
    {
        QTest::addColumn<QString>("script");
        QTest::addColumn<QString>("printed");
        const auto row = [](const char *name, const char *script, const char *printed) {
            QTest::newRow(name) << QString::fromUtf8(script) << QString::fromUtf8(printed);
        };
        row("call", "function sq(x) { return x * x }\nprobe begin { sq(4) ; println(\"x\") }",
            "# probes\nbegin /* <- begin */\n");
        row("chain", "probe begin { x = 1; y = x; z = y; println(\"q\") }", "# probes\nbegin /* <- begin */\n");
        row("increment", "probe begin { x++; println(\"q\") }", "# probes\nbegin /* <- begin */\n  # locals\n  x:long\n");
        row("addition", "probe begin { x += 2 }", "# probes\nbegin /* <- begin */\n  # locals\n  x:long\n");
        row("counting loop", "probe begin { for (i = 0; i < 10; i++) { } }",
            "# probes\nbegin /* <- begin */\n  # locals\n  i:long\n");
        row("last reader", "global g\nprobe begin { g = 1 } probe end { x = g }",
            "# globals\ng:long\n# probes\nbegin /* <- begin */\nend /* <- end */\n");
        row("counter", "global hits\nprobe timer.ms(1) { hits++ }",
            "# globals\nhits:long\n# probes\ntimer.ms(1) /* <- timer.ms(1) */\nend /* <- end */\n");
        row("counter that is returned", "global c = 5\nfunction bump() { return ++c }\nprobe begin { println(bump()) }",
            "# globals\nc:long\n# functions\nbump:long ()\n# probes\nbegin /* <- begin */\n");
        row("unused function", "function bad() { return 1 + \"x\" }\nprobe begin { println(\"ok\") }",
            "# probes\nbegin /* <- begin */\n");
        row("wrong assignment", "probe begin { x = 1 . \"a\"; println(\"ok\") }", "# probes\nbegin /* <- begin */\n");
        row("function behind a dead one",
            "function a() { return b() }\nfunction b() { return 1 }\nprobe begin { x = a() println(\"y\") }",
            "# probes\nbegin /* <- begin */\n");
        row("call with an effect", "global g\nfunction a() { g++ return 1 }\nprobe begin { x = a() println(g) }",
            "# globals\ng:long\n# functions\na:long ()\n# probes\nbegin /* <- begin */\n");
        row("one of two", "probe begin { } probe end { println(1) }", "# probes\nend /* <- end */\n");
        row("inside of a loop", "global a\nprobe begin { a[1] = 2 foreach (k in a) { x = k; println(k) } }",
            "# globals\na:long [long]\n# probes\nbegin /* <- begin */\n  # locals\n  k:long\n");
        row("caught text", "probe begin { try { println(1) } catch (m) { x = m } }",
            "# probes\nbegin /* <- begin */\n  # locals\n  m:string\n");
    }
    void left()
    {
        QFETCH(QString, script);
        const Analysis analysis(script.toStdString(), removing());
        QVERIFY2(!analysis.diagnostics.hasErrors(), analysis.said().c_str());
        QTEST(text(analysis.printed()), "printed");
    }

    /// What the library counts is left out where the script does not ask.
    void countersOfTheLibrary()
    {
        const QTemporaryDir folder;
        QFile file(folder.filePath("tea.stp"));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write("global cups\nprobe tea = timer.ms(1) { cup = 1 cups[cup] += cup }\n");
        file.close();
        analysis::Options options = removing();
        options.tapsetDirectories = {folder.path().toStdString()};
        const Analysis unasked("probe tea { println(1) }", options);
        QVERIFY2(!unasked.diagnostics.hasErrors(), unasked.said().c_str());
        QCOMPARE(text(unasked.printed()), QStringLiteral("# probes\ntimer.ms(1) /* <- timer.ms(1) <- tea */\n"));
        const Analysis asked("probe tea { println(1) } probe end { foreach (c in cups) println(c) }", options);
        QVERIFY2(!asked.diagnostics.hasErrors(), asked.said().c_str());
        QVERIFY2(asked.printed().starts_with("# globals\ncups:long [long]\n"), asked.printed().c_str());
    }

    void entryPartsGoWithTheirReaders_data()
    {
        QTest::addColumn<QString>("body");
        QTest::addColumn<qsizetype>("handlers");
        QTest::newRow("read") << "println(@entry($n))" << qsizetype(2);
        QTest::newRow("for nothing") << "x = @entry($n) println(1)" << qsizetype(1);
        QTest::newRow("nothing at all") << "x = @entry($n)" << qsizetype(0);
    }
    void entryPartsGoWithTheirReaders()
    {
        QFETCH(QString, body);
        const Analysis analysis("probe process(\"" + fixture + "\").function(\"fact\").return { " + body.toStdString()
                                    + " } probe begin { println(1) }",
                                removing());
        QVERIFY2(!analysis.diagnostics.hasErrors(), analysis.said().c_str());
        // Beside the probe of the beginning; the numbers of places are those of what is left.
        QTEST(static_cast<qsizetype>(analysis.program.handlers.size() - 1), "handlers");
        for (const analysis::Handler &handler : analysis.program.handlers) {
            for (const uint32_t site : handler.sites)
                QVERIFY(site < analysis.program.sites.size());
        }
    }

    void nothingIsLeft()
    {
        const std::string script = "probe begin { x = 5 } probe end { }";
        const Analysis removed(script, removing());
        QVERIFY2(removed.find("no-probes"), removed.said().c_str());
        QVERIFY(removed.program.handlers.empty());

        analysis::Options options;
        options.withoutEffect = analysis::WithoutEffect::Report;
        const Analysis reported(script, options);
        QVERIFY(!reported.diagnostics.hasErrors());
        QVERIFY(reported.find("idle-probe"));
        QCOMPARE(reported.program.handlers.size(), size_t(2));

        const Analysis kept(script);
        QVERIFY(!kept.find("idle-probe"));
        QCOMPARE(kept.program.handlers.size(), size_t(2));
    }

    /// What is wrong in code that is left out is a warning with a reason; elsewhere it stays an error.
    void errorsInIdleCode()
    {
        const Analysis forgiven("function bad() { return 1 + \"x\" }\nprobe begin { println(\"ok\") }");
        QVERIFY2(!forgiven.diagnostics.hasErrors(), forgiven.said().c_str());
        const script::Diagnostic *warning = forgiven.find("type-mismatch");
        QVERIFY(warning);
        QCOMPARE(warning->severity, script::Severity::Warning);
        QVERIFY(warning->notes.back().text.english().find("left out") != std::string::npos);

        // One macro, used where it matters and where it does not.
        const Analysis shared("@define sum %( 1 + \"x\" %)\nfunction bad() { return @sum }\nprobe begin { println(@sum) }");
        QVERIFY2(shared.diagnostics.hasErrors(), shared.said().c_str());
        const Analysis mixed("function bad() { return 1 + \"x\" }\nprobe begin { println(1 + \"y\") }");
        QCOMPARE(mixed.diagnostics.errorCount(), size_t(2));
    }

    void anyTextIsSurvived()
    {
        const std::string whole = "global a[9], s, t = \"x\" probe n += begin { x = 1; y = x } "
                                  "function f(p) { if (p) return f(p - 1); z = p; try { w = p } catch (m) { } return -p }\n"
                                  "probe n, process(\""
            + fixture
            + "\").function(\"fact\").return if (t == \"y\") { s <<< f(3); foreach ([k] in a- limit f(1)) { v = k; for (;;) "
              "{ i++; u = i; break } } q = @entry($n) a[1]++ delete a f(2); c = d = 4 + \"x\" while (0) { } }\n";
        for (size_t i = 0; i <= whole.size(); i += 3)
            const Analysis beginning(whole.substr(0, i), removing());
        for (size_t i = 0; i < whole.size(); i += 2) {
            std::string without = whole;
            without.erase(i, 1);
            const Analysis analysis(without, removing());
        }
    }

    void globalsAreNotPrintedOnDemand()
    {
        analysis::Options options;
        options.printsGlobals = false;
        QCOMPARE(Analysis("global g\nprobe begin { g = 1 }", options).program.handlers.size(), size_t(1));
        QCOMPARE(Analysis("global g\nprobe begin { g = 1 }").program.handlers.size(), size_t(2));
    }

    void unreadableVariablesAreSkippedOnDemand()
    {
        const std::string script = "probe process(\"" + fixture
            + "\").function(\"fact\") { println($nosuch + $n) println($n->x) }";
        QVERIFY(Analysis(script).find("unknown-target-variable"));
        analysis::Options options;
        options.skipsBadVariables = true;
        const Analysis skipped(script, options);
        QVERIFY2(!skipped.diagnostics.hasErrors(), skipped.said().c_str());
        const script::Diagnostic *warning = skipped.find("skipped-variable");
        QVERIFY(warning);
        QCOMPARE(skipped.sources.text(warning->range), std::string_view("$nosuch"));
    }
};

QTEST_GUILESS_MAIN(TestElimination)
#include "tst_elimination.moc"
