// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "analysis_test.h"

class TestTypes : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void inferred_data()
    {
        QTest::addColumn<QString>("script");
        QTest::addColumn<QString>("printed");
        const auto row = [](const char *name, const char *script, const char *printed) {
            QTest::newRow(name) << QString::fromUtf8(script) << QString::fromUtf8(printed);
        };
        row("local from literal", "probe begin { a = 1 b = \"x\" println(a, b) }",
            "# probes\nbegin /* <- begin */\n  # locals\n  a:long\n  b:string\n");
        row("global from a later use", "global g probe begin { h = g println(h) } probe end { g = \"s\" }",
            "# globals\ng:string\n# probes\nbegin /* <- begin */\n  # locals\n  h:string\nend /* <- end */\n");
        row("array keys", "global a probe begin { a[1, \"x\"] = \"v\" println(a[2, \"y\"]) }",
            "# globals\na:string [long, string]\n# probes\nbegin /* <- begin */\n");
        row("foreach gives its keys types", "global a probe begin { a[\"k\"] = 1 foreach (k in a) println(k, a[k]) }",
            "# globals\na:long [string]\n# probes\nbegin /* <- begin */\n  # locals\n  k:string\n");
        row("foreach with value", "global a probe begin { a[1] = \"v\" foreach (v = k in a-) println(v, k) }",
            "# globals\na:string [long]\n# probes\nbegin /* <- begin */\n  # locals\n  k:long\n  v:string\n");
        row("statistics", "global s, t probe begin { s <<< 1 t[\"k\"] <<< 2 println(@count(s), @avg(t[\"k\"])) }",
            "# globals\ns:stats\nt:stats [string]\n# probes\nbegin /* <- begin */\n");
        row("function from its body", "function f(a, b) { return a . \"x\" } probe begin { println(f(\"s\", 1)) }",
            "# functions\nf:string (a:string, b:long)\n# probes\nbegin /* <- begin */\n");
        row("function without value", "function f(a) { println(a) } probe begin { f(1) }",
            "# functions\nf:unknown (a:long)\n# probes\nbegin /* <- begin */\n");
        row("function without value, recursive", "function f(a) { if (a) f(a - 1) } probe begin { f(3) }",
            "# functions\nf:unknown (a:long)\n# probes\nbegin /* <- begin */\n");
        row("declared types", "function f:string(a:long) { return sprint(a) } probe begin { println(f(1)) }",
            "# functions\nf:string (a:long)\n# probes\nbegin /* <- begin */\n");
        row("recursion", "function fact(n) { return n <= 1 ? 1 : n * fact(n - 1) } probe begin { println(fact(5)) }",
            "# functions\nfact:long (n:long)\n# probes\nbegin /* <- begin */\n");
        row("through assignment chains", "probe begin { a = b = \"s\" c = a println(c) println(b) }",
            "# probes\nbegin /* <- begin */\n  # locals\n  b:string\n  a:string\n  c:string\n");
        row("initial value", "global g = \"x\", n = 5 probe begin { println(g, n) }",
            "# globals\ng:string\nn:long\n# probes\nbegin /* <- begin */\n");
        row("tapset functions in between", "probe begin { n = execname() p = pid() println(n, p) }",
            "# probes\nbegin /* <- begin */\n  # locals\n  n:string\n  p:long\n");
        row("tapset function with a body", "probe begin { t = gettimeofday_us() println(t) }",
            "# functions\ngettimeofday_us:long ()\n# probes\nbegin /* <- begin */\n  # locals\n  t:long\n");
        row("catch message", "probe begin { try { error(\"x\") } catch (m) { println(m) } }",
            "# probes\nbegin /* <- begin */\n  # locals\n  m:string\n");
        row("comparison", "probe begin { a = execname() if (b == a) println(b) b = \"x\" }",
            "# probes\nbegin /* <- begin */\n  # locals\n  a:string\n  b:string\n");
        row("conditional", "probe begin { a = pid() ? \"x\" : \"y\" println(a) }",
            "# probes\nbegin /* <- begin */\n  # locals\n  a:string\n");
        row("alias with prologue", "probe mine = begin { x = 5 } probe mine { println(x) }",
            "# probes\nbegin /* <- begin <- mine */\n  # locals\n  x:long\n");
    }

    void inferred()
    {
        QFETCH(QString, script);
        QFETCH(QString, printed);
        const Analysis analysis(script.toStdString());
        QCOMPARE(text(analysis.said()), QString());
        QCOMPARE(text(analysis.printed()), printed);
    }

    void conflicts_data()
    {
        QTest::addColumn<QString>("script");
        QTest::addColumn<QString>("said");
        QTest::addColumn<QString>("noted"); // text of the place that the first note points at
        const auto row = [](const char *name, const char *script, const char *said, const char *noted) {
            QTest::newRow(name) << QString::fromUtf8(script) << QString::fromUtf8(said) << QString::fromUtf8(noted);
        };
        row("assignment", "global a probe begin { a = 1 a = \"x\" println(a) }",
            "error type-mismatch '\"x\"': 'a' holds numbers, so a string cannot be assigned to it | use another variable for it, "
            "or "
            "convert the value with strtol(…, 10)\n",
            "1");
        row("arithmetic", "probe begin { x = 1 + \"a\" println(x) }",
            "error type-mismatch '\"a\"': a number is needed here, but this is a string | strtol() reads a number from a "
            "string\n",
            "");
        row("concatenation", "probe begin { n = 3 println(\"a\" . n) }",
            "error type-mismatch 'n': a string is needed here, but this is a number | sprint() makes a string of a number\n",
            "3");
        row("comparison", "probe begin { if (execname() == 3) exit() }",
            "error type-mismatch 'execname() == 3': a string cannot be compared with a number | sprint() makes a string of a "
            "number\n",
            "execname()");
        row("condition", "probe begin { if (execname()) exit() }",
            "error type-mismatch 'execname()': a number is needed here, but this is a string | strtol() reads a number from a "
            "string\n",
            "");
        row("key", "global a probe begin { a[1] = 1 println(a[\"x\"]) }",
            "error type-mismatch '\"x\"': key 1 of 'a' is a number, but this is a string | strtol() reads a number from a "
            "string\n",
            "1");
        row("argument", "function f(a) { return a + 1 } probe begin { println(f(\"x\")) }",
            "error type-mismatch '\"x\"': the parameter 'a' of f() is a number, but this is a string | strtol() reads a number "
            "from a string\n",
            "a");
        row("tapset argument", "probe begin { println(strlen(5)) }",
            "error type-mismatch '5': a string is needed here, but this is a number | sprint() makes a string of a number\n", "");
        row("two returns", "function f(a) { if (a) return 1 return \"x\" } probe begin { println(f(1)) }",
            "error type-mismatch '\"x\"': the function 'f' returns a number, but this is a string | strtol() reads a number from "
            "a string\n",
            "1");
        row("declared result", "function f:string(a) { return a + 1 } probe begin { println(f(1)) }",
            "error type-mismatch 'a + 1': the function 'f' returns a string, but this is a number | sprint() makes a string of a "
            "number\n",
            "f");
        row("key count", "global a probe begin { a[1] = 1 println(a[1, 2]) }",
            "error key-count 'a': the number of keys of 'a' is 1 elsewhere and 2 here | use the same number of keys everywhere\n",
            "a");
        row("scalar as array", "global a probe begin { a = 1 foreach (x in a) println(x) }",
            "error not-an-array 'a': 'a' is a single value, not an array | use another global for the array\n", "a");
        row("array as scalar", "global a probe begin { a[1] = 1 println(a) }",
            "error array-as-scalar 'a': 'a' is an array; it has no single value | say which element: a[key]\n", "a");
        row("statistic read", "global s probe begin { println(s) s <<< 1 }",
            "error statistic-misuse 's': 's' is a statistic, which has no single value | take a number out of it: @count(s), "
            "@sum(s), "
            "@min(s), @max(s) or @avg(s)\n",
            "s");
        row("statistic in arithmetic", "global s probe begin { s <<< 1 println(s + 1) }",
            "error statistic-misuse 's': a number is needed here, but this is a statistic | take a number out of it with @count, "
            "@sum, @min, "
            "@max or @avg\n",
            "s");
        row("extractor of a number", "global n probe begin { n = 1 println(@count(n)) }",
            "error statistic-misuse 'n': @count() takes a statistic, but 'n' is not one | fill it with n <<< value\n", "1");
        row("nothing as a value", "function f() { println(1) } probe begin { x = f() println(x) }",
            "error no-value 'f()': f() returns nothing, so it cannot be used as a value | return a value in it, or call it as a "
            "statement "
            "of its own\n",
            "f");
        row("exit as a value", "probe begin { println(exit()) }",
            "error no-value 'exit()': exit() returns nothing, so it cannot be used as a value | return a value in it, or call it "
            "as a "
            "statement of its own\n",
            "exit");
        row("foreach changes its array", "global a probe begin { a[1] = 1 foreach (k in a) delete a[k] }",
            "error foreach-modified 'a[k]': 'a' is changed while foreach goes through it | collect the changes in another array "
            "and make "
            "them after the loop\n",
            "a");
        row("foreach through a function", "global a function f(k) { delete a[k] } probe begin { a[1] = 1 foreach (k in a) f(k) }",
            "error foreach-modified 'f(k)': f() changes 'a' while foreach goes through it | collect the changes in another array "
            "and make "
            "them after the loop\n",
            "a");
    }

    void conflicts()
    {
        QFETCH(QString, script);
        QFETCH(QString, said);
        QFETCH(QString, noted);
        const Analysis analysis(script.toStdString());
        QCOMPARE(text(analysis.said()), said);
        const auto &notes = analysis.diagnostics.all().front().notes;
        QCOMPARE(notes.empty() ? QString() : text(std::string(analysis.sources.text(notes.front().range))), noted);
    }

    void typesOfExpressions()
    {
        using namespace tapscope::analysis;
        const Analysis analysis("global s probe begin { x = s println(x) } probe end { s = \"a\" . execname() }");
        QCOMPARE(text(analysis.said()), QString());
        const auto *block = as<BlockStmt>(analysis.program.handlers[0].body);
        const auto *inner = as<BlockStmt>(block->statements[0]);
        const auto *assign = as<AssignExpr>(as<ExpressionStmt>(inner->statements[0])->expression);
        QVERIFY(assign);
        QCOMPARE(assign->type, Type::String);
        QCOMPARE(assign->value->type, Type::String);
        const auto *format = as<FormatExpr>(as<ExpressionStmt>(inner->statements[1])->expression);
        QVERIFY(format);
        QCOMPARE(format->pieces[0].conversion, 's');
        QCOMPARE(text(format->pieces[1].literal), QStringLiteral("\n"));
    }

    void globalsKnowWhereTheyAreWritten()
    {
        const Analysis analysis("global a, b function f() { b = 1 } probe begin { a = 1 f() println(a, b) }");
        QVERIFY(!analysis.program.globals[0].writtenInKernel);
        QVERIFY(!analysis.program.globals[1].writtenInKernel);
    }
};

QTEST_GUILESS_MAIN(TestTypes)
#include "tst_types.moc"
