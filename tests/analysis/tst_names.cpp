// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "analysis_test.h"

class TestNames : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void said_data()
    {
        QTest::addColumn<QString>("script");
        QTest::addColumn<QString>("said");
        QTest::addColumn<QString>("fixed"); // the script after the first fix-it; empty without one
        const auto row = [](const char *name, const char *script, const char *said, const char *fixed = "") {
            QTest::newRow(name) << QString::fromUtf8(script) << QString::fromUtf8(said) << QString::fromUtf8(fixed);
        };
        row("unknown function", "probe begin { frobnicate(1) }",
            "error unknown-function 'frobnicate': there is no function 'frobnicate' | define it: function frobnicate(…) { … }\n");
        row("misspelt tapset function", "probe begin { println(exename()) }",
            "error unknown-function 'exename': there is no function 'exename' | did you mean 'execname' or 'pexecname'?\n",
            "probe begin { println(execname()) }");
        row("misspelt print", "probe begin { prntf(\"x\") }",
            "error unknown-function 'prntf': there is no function 'prntf' | did you mean 'printf'?\n",
            "probe begin { printf(\"x\") }");
        row("misspelt own function", "function area(w) { return w * w } probe begin { println(aera(2)) }",
            "error unknown-function 'aera': there is no function 'aera' | did you mean 'area'?\n",
            "function area(w) { return w * w } probe begin { println(area(2)) }");
        row("SystemTap has it", "probe begin { print_java_backtrace() }",
            "error not-yet 'print_java_backtrace': SystemTap's function print_java_backtrace() is not yet able to run | run this "
            "script "
            "with stap itself\n");
        row("intrinsics are the tapset's own", "probe begin { println(__engine_pid()) }",
            "error unknown-function '__engine_pid': there is no function '__engine_pid' | define it: function __engine_pid(…) { "
            "… }\n");
        row("array called", "global a probe begin { a[1] = 2 println(a(1)) }",
            "error unknown-function 'a': 'a' is a variable, not a function | an element of an array is written with brackets: "
            "a[key]\n");
        row("arity", "function f(a, b) { return a + b } probe begin { println(f(1)) }",
            "error argument-count 'f(1)': f() takes 2 arguments, but the number given is 1 | call it as f(a, b)\n");
        row("arity of a tapset function", "probe begin { println(pid(1)) }",
            "error argument-count 'pid(1)': pid() takes no arguments, but 1 is given | call it as pid()\n");
        row("undeclared array", "probe begin { a[1] = 2 }",
            "error undeclared-global 'a': there is no global array 'a' | declare it at the top of the script: global a\n",
            "global a\nprobe begin { a[1] = 2 }");
        row("misspelt array", "global counts probe begin { count[1] = 2 println(counts[1]) }",
            "error undeclared-global 'count': there is no global array 'count' | did you mean 'counts'?\n",
            "global counts probe begin { counts[1] = 2 println(counts[1]) }");
        row("statistic in a local", "probe begin { s <<< 1 }",
            "error undeclared-global 's': 's' collects a statistic, which only a global can do | declare it at the top of the "
            "script: global s\n"
            "warning never-read 's': 's' is set but never read | to share it with other probes, declare it: global s\n",
            "global s\nprobe begin { s <<< 1 }");
        row("duplicate global", "global a, a probe begin { a = 1 println(a) }",
            "error duplicate-global 'a': the global 'a' is declared a second time | remove one of the two\n", "-");
        row("never set", "probe begin { println(y) }",
            "warning never-assigned 'y': 'y' is read but never set: it is always 0 or empty | to share it with other probes, "
            "declare it: global y\n");
        row("never set, misspelt", "probe begin { total = 1 println(totl, total) }",
            "warning never-assigned 'totl': 'totl' is read but never set: it is always 0 or empty | did you mean 'total'?\n",
            "probe begin { total = 1 println(total, total) }");
        row("never read", "probe begin { x = 1 }",
            "warning never-read 'x': 'x' is set but never read | to share it with other probes, declare it: global x\n");
        row("unused", "global u function f() { return 1 } probe begin { println(1) }",
            "warning unused-global 'u': the global 'u' is never used | remove the declaration\n"
            "warning unused-function 'f': the function 'f' is never called | call it or remove it\n");
        row("no effect", "probe begin { 1 + 2 }",
            "warning no-effect '1 + 2': this expression does nothing | print it, assign it, or remove it\n");
        row("no effect of a getter", "probe begin { pid() }",
            "warning no-effect 'pid()': this expression does nothing | print it, assign it, or remove it\n");
        row("an effect of a thread's indentation", "probe begin { thread_indent(1) }", "");
        row("no probes", "function f() { return 1 }",
            "error no-probes '': the script has no probes, so there is nothing to run | add one, for example: probe begin { "
            "println(\"hello\") "
            "exit() }\n");
        row("embedded C", "function f() %{ return; %} probe begin { f() }", "-");
        row("target variable in begin", "probe begin { println($x) }",
            "error no-target-variables '$x': this probe point has no target variables, so there is no '$x' | a variable of the "
            "script is "
            "written without $\n");
        row("target variable in a function", "function f() { return $x } probe begin { println(f()) }",
            "error no-target-variables '$x': this probe point has no target variables, so there is no '$x' | a variable of the "
            "script is written without $\n");
        row("writing the target", "probe begin { $x = 3 }",
            "error target-write '$x': '$x' belongs to the traced program, which only guru mode lets a script change | assign to "
            "a "
            "variable of the script, or run it with -g (guru mode)\n");
        row("regular expression", "probe begin { if (execname() =~ \"a\") exit() }", "");
        row("histogram kinds", "global s probe begin { s <<< 1 print(@hist_log(s)) print(@hist_linear(s, 0, 9, 1)) }",
            "error histogram-conflict '@hist_linear(s, 0, 9, 1)': 's' has another kind or range of histogram elsewhere | a "
            "statistic "
            "keeps one histogram; fill a second global for the other\n");
        row("histogram with too many buckets", "global s probe begin { s <<< 1 print(@hist_linear(s, 0, 1000, 1)) }",
            "error histogram-range '@hist_linear(s, 0, 1000, 1)': the histogram would have more than 128 buckets | make the "
            "buckets wider "
            "or the range smaller\n");
        row("histogram without width", "global s probe begin { s <<< 1 print(@hist_linear(s, 0, 9, 0)) }",
            "error histogram-range '0': the width of a bucket must be 1 or more | write: @hist_linear(statistic, lowest, "
            "highest, width)\n");
        row("histogram as a value", "global s probe begin { s <<< 1 x = @hist_log(s) println(x) }",
            "error histogram-misuse '@hist_log(s)': a histogram is a drawing, not a value | print it with print or println, or "
            "take one "
            "bucket of it: @hist_log(s)[0]\n");
        row("shifts of variance", "global s probe begin { s <<< 1 println(@variance(s), @variance(s, 3)) }",
            "error variance-shift '@variance(s, 3)': the @variance of 's' has two bit shifts, 0 and 3 | use one of them "
            "everywhere\n");
        row("wildcard as an element", "global a probe begin { a[1] = 1 println(a[*]) }",
            "error wildcard-key 'a[*]': the wildcard * names no single element | it can stand in delete, in 'in', and in the "
            "slice of a "
            "foreach\n");
        row("division by zero", "probe begin { println(1 / 0) }",
            "warning division-by-zero '0': this divides by zero, which ends the handler with an error\n");
        row("locals of a loop", "global a probe begin { a[1] = 2 foreach (k in a) println(\"one\") }", "");
        row("a script's function replaces the tapset's",
            "function pid() { return \"mine\" } probe begin { println(pid() . \"!\") }", "");
        row("private names", "private global p private function q() { return p++ } probe begin { println(q()) }", "");
    }

    void said()
    {
        QFETCH(QString, script);
        QFETCH(QString, said);
        QFETCH(QString, fixed);
        const Analysis analysis(script.toStdString());
        if (said == QLatin1String("-")) {
            QVERIFY(analysis.diagnostics.hasErrors());
            return;
        }
        QCOMPARE(text(analysis.said()), said);
        if (fixed == QLatin1String("-"))
            return;
        std::string result;
        for (const auto &d : analysis.diagnostics.all()) {
            if (d.fixIts.empty() || !result.empty())
                continue;
            const auto &fix = d.fixIts.front();
            result = script.toStdString();
            result.replace(fix.range.begin, fix.range.end - fix.range.begin, fix.replacement);
        }
        QCOMPARE(text(result), fixed);
    }

    void writtenButNeverReadIsPrintedAtTheEnd()
    {
        using namespace tapscope::analysis;
        const Analysis analysis(
            "global n, s, reads, bytes, who, kept probe begin { n = 1 s = \"x\" reads[execname(), 1]++ bytes <<< 5 "
            "who[execname()] <<< 6 kept++ println(kept) }");
        QCOMPARE(text(analysis.said()), QString());
        // One end for each, as in stap.
        QCOMPARE(analysis.program.handlers.size(), size_t(6));
        std::vector<const Stmt *> statements;
        for (size_t i = 1; i < analysis.program.handlers.size(); ++i) {
            const Handler &end = analysis.program.handlers[i];
            QCOMPARE(end.kind, ProbeKind::End);
            const auto *block = as<BlockStmt>(end.body);
            QCOMPARE(block->statements.size(), size_t(1));
            statements.push_back(block->statements.front().get());
        }
        const auto *scalar = as<FormatExpr>(as<ExpressionStmt>(statements[0])->expression);
        QCOMPARE(text(scalar->pieces[0].literal), QStringLiteral("n="));
        const auto *string = as<FormatExpr>(as<ExpressionStmt>(statements[1])->expression);
        QCOMPARE(text(string->pieces[0].literal), QStringLiteral("s=\""));
        QCOMPARE(string->pieces[0].conversion, 's');
        QVERIFY(string->pieces[0].alternate);
        const auto *loop = as<ForeachStmt>(statements[2]);
        QVERIFY(loop);
        QCOMPARE(loop->order, tapscope::script::SortOrder::Descending);
        const auto *line = as<FormatExpr>(as<ExpressionStmt>(loop->body)->expression);
        std::string shape;
        for (const FormatPiece &piece : line->pieces)
            shape += piece.literal + (piece.conversion ? std::string("%") + piece.conversion : "");
        QCOMPARE(text(shape), QStringLiteral("reads[\"%s\",%d]=%d\n"));
        QVERIFY(as<IfStmt>(statements[3])); // an empty statistic has no minimum
        const auto *statistics = as<ForeachStmt>(statements[4]);
        QCOMPARE(statistics->sortStatistic, StatisticExpr::Function::Count);
        shape.clear();
        for (const FormatPiece &piece : as<FormatExpr>(as<ExpressionStmt>(statistics->body)->expression)->pieces)
            shape += piece.literal + (piece.conversion ? std::string("%") + piece.conversion : "");
        QCOMPARE(text(shape), QStringLiteral("who[\"%s\"] @count=%d @min=%d @max=%d @sum=%d @avg=%d\n"));
    }

    void everyErrorOfAScriptIsFound()
    {
        const Analysis analysis(
            "probe begin { foo() bar() println(1 + \"x\") }\nprobe begin { printf(\"%d\\n\") }\nprobe bgin { }");
        QCOMPARE(analysis.diagnostics.errorCount(), size_t(5));
    }

    void tapsetAliases()
    {
        QTemporaryDir directory;
        QFile file(directory.filePath(QStringLiteral("mine.stp")));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write("probe mine.start = begin { what = \"started\" }\nprobe other = end { }\n"
                   "function helper:long() { return deeper() }\nfunction deeper:long() { return 5 }\n");
        file.close();
        tapscope::analysis::Options options;
        options.tapsetDirectories = {TAPSCOPE_SOURCE_DIR "/tapset", directory.path().toStdString()};
        const Analysis analysis("probe mine.start { println(what, helper()) }", options);
        QCOMPARE(text(analysis.said()), QString());
        QCOMPARE(text(analysis.printed()),
                 QStringLiteral("# functions\nhelper:long ()\ndeeper:long ()\n# probes\nbegin /* <- begin <- mine.start */\n  # "
                                "locals\n  what:string\n"));
    }

    void cancelled()
    {
        const std::atomic<bool> cancelled = true;
        tapscope::analysis::Options options;
        options.cancelled = &cancelled;
        const Analysis analysis("probe begin { println(1) }", options);
        QVERIFY(analysis.program.handlers.empty());
    }
};

QTEST_GUILESS_MAIN(TestNames)
#include "tst_names.moc"
