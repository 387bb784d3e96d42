// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "parsing.h"

#include <QTest>

using namespace tapscope::script;

class ErrorsTest : public QObject {
    Q_OBJECT

    static QByteArray bytes(const std::string &text) { return QByteArray::fromStdString(text); }

private Q_SLOTS:
    /// Mistakes with the places that stap 4.8 gives for them (those without a place there are marked).
    void places_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QByteArray>("expected");
        const auto row = [](const char *name, const char *text, const char *expected) {
            QTest::newRow(name) << QByteArray(text) << QByteArray(expected);
        };
        // Lexical
        row("unclosed string", "probe begin { println(\"abc) }\n", "1:23 unclosed-string");
        row("stray at", "probe begin { x = 3 @@ 4 }\n", "1:21 stray-at");
        row("foreign name", "probe begin { println(\"\xce\xb1\") \xce\xb2\xce\xb3 = 1 }\n", "1:29 foreign-letter");
        row("missing arguments", "probe begin { println(@1) println($2) }\n", "1:23 missing-argument; 1:35 missing-argument");
        row("single quotes", "probe begin { x = 'a' }", "1:19 single-quotes");
        row("floating point", "probe begin { x = 1.5 * 2 }", "1:19 no-floating-point");
        row("octal", "probe begin { x = 08 }", "1:19 invalid-number");
        row("full-width",
            "probe begin { f\xef\xbc\x88"
            "1\xef\xbc\x89 }",
            "1:16 full-width; 1:20 full-width");
        row("unclosed comment", "probe begin { /* x }", "1:15 unclosed-comment");
        row("line continuation", "probe begin { x = 1 + \\\n 2 }", "1:23 stray-character");
        // Preprocessor
        row("unclosed conditional", "probe begin { %( kernel_v > \"3.0\" %? println(\"new\") %: println(\"old\") }\n",
            "1:15 unclosed-conditional");
        row("unclosed conditional, dropped", "probe begin { %( kernel_v > \"9.0\" %? println(\"new\") }\n",
            "1:15 unclosed-conditional");
        row("unknown macro", "probe begin { println(@nosuchmacro(3)) }\n", "1:23 unknown-operator");
        row("stray mark", "probe begin { %) }", "1:15 stray-conditional");
        row("wildcard with order", "probe begin { %( kernel_v > \"3.*\" %? a() %) }", "1:29 invalid-condition");
        row("unknown condition", "probe begin { %( foo == \"x\" %? a() %) }", "1:18 unknown-condition");
        row("no comparison", "probe begin { %( arch %? a() %) }", "1:18 invalid-condition");
        row("mixed comparison", "probe begin { %( 1 == \"1\" %? a() %) }", "1:20 invalid-condition");
        row("macro defined twice", "@define a %( 1 %) @define a %( 2 %) probe begin { }", "1:27 duplicate-macro");
        row("macro with itself", "@define a %( @a %) probe begin { x = @a }", "1:38 recursive-macro");
        row("macros with each other", "@define a %( @b %) @define b %( @a %) probe begin { x = @a }", "1:57 recursive-macro");
        row("macro arguments", "@define a(x) %( @x %) probe begin { y = @a(1, 2) }", "1:41 macro-arguments");
        row("macro without arguments", "@define a(x) %( @x %) probe begin { y = @a }", "1:41 macro-arguments");
        row("macro without a body", "@define a probe begin { }", "1:11 expected-macro-body");
        row("unclosed macro", "@define a %( 1 probe begin { }", "1:11 unclosed-macro");
        row("macro hides operator", "@define count %( 1 %) probe begin { x = @count }", "1:9 macro-hides-operator");
        row("operator that is too new", "probe begin { x = @enum(\"A\") }", "1:19 unknown-operator");
        // Declarations
        row("keyword as name", "global probe\nprobe begin { }\n", "1:8 keyword-as-name");
        row("embedded C", "function f() %{ STAP_RETVALUE = 1; %} probe begin { f() }\n", "1:14 embedded-c-needs-guru");
        row("duplicate global", "global a, a\nprobe begin { println(a) }\n", "1:11 duplicate-global");
        row("no declaration", "x = 3\nprobe begin { }", "1:1 expected-declaration");
        row("C function", "void f() { }\nprobe begin { }", "1:1 expected-declaration");
        row("brace too many", "probe begin { } }", "1:17 stray-brace");
        row("array size", "global a[0] probe begin { }", "1:10 invalid-size");
        row("array without size", "global a[] probe begin { }", "1:10 expected-size");
        row("array initializer", "global a[3] = 1 probe begin { }", "1:13 array-initializer");
        row("wrap mark behind the size", "global a[3]% probe begin { }", "1:12 wrap-mark-place");
        row("typed global", "global a:long probe begin { }", "1:9 typed-global");
        row("global from an expression", "global a = foo() probe begin { }", "1:12 expected-literal");
        row("forgotten comma", "global a b probe begin { }", "1:10 expected-comma");
        row("duplicate parameter", "function f(a, a) { } probe begin { }", "1:15 duplicate-parameter");
        row("C parameter", "function f(int a) { } probe begin { }", "1:12 c-parameter-type");
        row("C return type", "function int f() { } probe begin { }", "1:10 c-return-type");
        row("unknown type", "function f:int(a) { } probe begin { }", "1:12 expected-type");
        row("type in the wrong place", "function f() : string { } probe begin { }", "1:16 expected-priority");
        row("priority", "function f():0 { } probe begin { }", "1:14 invalid-priority");
        row("no parameters", "function f { } probe begin { }", "1:12 expected-parameters");
        row("no body", "function f() probe begin { }", "1:14 expected-body");
        // Probe points
        row("no handler", "probe begin\nprobe end { }", "2:1 expected-handler");
        row("no comma", "probe begin end { }", "1:13 expected-handler");
        row("comma too many", "probe begin, { }", "1:14 expected-probe-point");
        row("string as a point", "probe \"begin\" { }", "1:7 expected-probe-point");
        row("unquoted argument", "probe kernel.function(vfs_read) { }", "1:23 expected-probe-argument");
        row("empty argument", "probe process().begin { }", "1:15 empty-probe-argument");
        row("unclosed argument", "probe kernel.function(\"f\" { }", "1:27 expected-closing");
        row("unclosed braces", "probe process.{begin,end { }", "1:26 expected-closing");
        row("condition without parentheses", "probe begin if x { }", "1:16 expected-condition");
        row("alias with ?", "probe a? = begin { } probe begin { }", "1:7 alias-suffix");
        row("second epilogue", "probe a += begin { }, { } probe begin { }", "1:21 second-epilogue");
        // Statements
        row("missing brace", "probe begin { printf(\"x\\n\") \n", "1:28 missing-brace");
        row("missing brace before a probe", "probe begin {\n x()\n\nprobe end { }", "4:1 missing-brace");
        row("break outside of a loop", "probe begin { break }", "1:15 outside-loop");
        row("continue outside of a loop", "function f() { continue } probe begin { while (1) { } f() }", "1:16 outside-loop");
        row("return in a probe", "probe begin { return 1 }", "1:15 return-outside-function");
        row("stray else", "probe begin { if (a) { }; else { } }", "1:27 stray-branch");
        row("no catch", "probe begin { try { } x() }", "1:23 expected-catch");
        row("try without block", "probe begin { try x() }", "1:19 expected-block");
        row("if without statement", "probe begin { if (1) }", "1:22 expected-statement");
        row("if without parentheses", "probe begin { if a == 1 b() }", "1:18 expected-parenthesis");
        row("unclosed condition", "probe begin { if (a == 1 { b() } }", "1:26 expected-closing");
        row("unclosed call at the line's end", "probe begin {\n f(1\n g(2)\n}", "2:5 expected-closing");
        row("comma operator", "probe begin { a = 1, b = 2 }", "1:20 comma-operator");
        row("delete of a value", "probe begin { delete a + 1 }", "1:22 invalid-delete");
        row("two sort marks", "probe begin { foreach (k+ in a-) b() }", "1:31 several-sort-marks");
        row("keys without brackets", "probe begin { foreach (k, l in a) b() }", "1:24 keys-without-brackets");
        row("aggregate without mark", "probe begin { foreach (k in a @count) b() }", "1:37 expected-sort-mark");
        row("foreach without in", "probe begin { foreach (k) b() }", "1:25 expected-in");
        row("foreach over a call", "probe begin { foreach (k in f(1)) b() }", "1:30 not-an-array");
        row("for in", "probe begin { for (k in a) b() }", "1:15 for-in");
        row("nested global", "probe begin { global a }", "1:15 nested-declaration");
        row("nested function", "probe begin { function f() { } }", "1:15 nested-declaration");
        row("assignment in a condition", "probe begin { if (a = 1) b() }", "1:21 assignment-in-condition");
        // Habits from C
        row("do-while", "probe begin { do { a() } while (b) c() }", "1:15 no-do-while");
        row("switch", "probe begin { switch (a) { case 1: b(); break } c() }", "1:15 no-switch");
        row("goto", "probe begin { goto a }", "1:15 no-goto");
        row("declaration", "probe begin { int a = 1; string b = \"x\" char *c = 2 }",
            "1:15 c-declaration; 1:26 c-declaration; 1:41 c-declaration");
        row("declaration in for", "probe begin { for (int i = 0; i < 3; i++) a() }", "1:20 c-declaration");
        row("cast", "probe begin { a = (int)b c = (char *)d }", "1:19 c-cast; 1:30 c-cast");
        row("elif", "probe begin { if (a) b() elif (c) d() }", "1:26 else-if");
        row("two indexes", "probe begin { a[1][2] = 3 }", "1:19 c-index");
        row("address of a variable", "probe begin { f(&a) }", "1:18 invalid-address");
        row("define in C", "#define X 3\nprobe begin { }", "1:1 c-preprocessor");
        // Expressions
        row("no value", "probe begin { a = }", "1:19 expected-expression");
        row("array literal", "probe begin { a = {1, 2} }", "1:19 expected-expression");
        row("double comma", "probe begin { f(1,,2) }", "1:19 expected-expression");
        row("trailing comma", "probe begin { f(1,) }", "1:19 trailing-comma");
        row("empty index", "probe begin { a[] = 1 }", "1:17 expected-key");
        row("keys without in", "probe begin { [1, 2] }", "1:22 expected-in");
        row("no colon", "probe begin { a = b ? c }", "1:25 expected-colon");
        row("pattern that is no literal", "probe begin { a =~ b }", "1:20 expected-pattern");
        row("assignment to a value", "probe begin { 1 = 2 f() = 3 }", "1:17 not-assignable; 1:25 not-assignable");
        row("increment of a value", "probe begin { ++3 }", "1:15 not-assignable");
        row("format that is no literal", "probe begin { printf(a, 1) b() }", "1:22 expected-format");
        row("format in two parts", "probe begin { printf(\"a\" . \"b\") }", "1:26 expected-comma");
        row("print of nothing", "probe begin { print() }", "1:15 too-few-arguments");
        row("printd of one", "probe begin { printd(\",\", 1) }", "1:15 too-few-arguments");
        row("print as a variable", "probe begin { print = 3 }", "1:21 expected-arguments");
        row("keyword as a variable", "probe begin { limit = 3 }", "1:15 keyword-as-name");
        row("bare dollar", "probe begin { a = $ }", "1:19 expected-target-variable");
        row("too many dollars", "probe begin { a = $b$$$ }", "1:19 too-many-dollars");
        row("access behind pretty print", "probe begin { a = $b$->c }", "1:22 access-after-pretty");
        row("quoted member", "probe begin { a = $b->\"c\" }", "1:23 expected-member");
        row("cast without type", "probe begin { a = @cast(b) }", "1:19 wrong-argument-count");
        row("type that is no literal", "probe begin { a = @cast(b, c) }", "1:28 expected-literal");
        row("guru operator", "probe begin { a = @const(\"b\") }", "1:19 guru-operator");
        row("histogram arguments", "probe begin { print(@hist_linear(a)) }", "1:21 wrong-argument-count");
        row("histogram of a variable range", "probe begin { print(@hist_linear(a, b, 2, 3)) }", "1:37 expected-literal");
        // Several
        row("independent errors",
            "global a[0]\nprobe begin { x = }\nfunction f( { }\nprobe end { y = ) z() }\nprobe never { break }",
            "1:10 invalid-size; 2:19 expected-expression; 3:13 expected-name; 4:17 expected-expression; 5:15 outside-loop");
        row("errors in one block", "probe begin {\n a = \n b = 1 +\n}", "4:1 expected-expression");
        row("statements go on", "probe begin {\n x = = 1\n y = 2\n z = = 3\n}",
            "2:6 expected-expression; 4:6 expected-expression");
    }

    void places()
    {
        QFETCH(QByteArray, text);
        QFETCH(QByteArray, expected);
        ParseOptions options;
        options.kernelVersion = "6.1.0";
        const Parsed parsed(text.toStdString(), options);
        QVERIFY2(bytes(parsed.problems()) == expected, (parsed.problems() + "\n" + parsed.rendered()).c_str());
        for (const auto &diagnostic : parsed.diagnostics.all()) {
            QVERIFY2(!diagnostic.message.english().contains("%1") && !diagnostic.message.english().contains("%2"),
                     diagnostic.message.english().c_str());
            QVERIFY(diagnostic.range.end <= parsed.sources.file(0).text().size());
        }
    }

    /// Applying all the fix-its of a diagnostic leaves a script without errors.
    void fixes_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QByteArray>("expected");
        const auto row = [](const char *name, const char *text, const char *expected) {
            QTest::newRow(name) << QByteArray(text) << QByteArray(expected);
        };
        row("full-width", "probe begin { f\xef\xbc\x88\xe2\x80\x9cx\xe2\x80\x9d\xef\xbc\x89\xef\xbc\x9b }",
            "probe begin { f(\"x\"); }");
        row("string", "probe begin { println(\"abc) }", "probe begin { println(\"abc\") }");
        row("single quotes", "probe begin { x = 'a' }", "probe begin { x = \"a\" }");
        row("octal", "probe begin { x = 008 }", "probe begin { x = 8 }");
        row("brace", "probe begin { x()", "probe begin { x() }");
        row("parenthesis", "probe begin { f(1; }", "probe begin { f(1); }");
        row("condition", "probe begin { if a == 1 b() }", "probe begin { if (a == 1) b() }");
        row("else if", "probe begin { if (a) b() elsif (c) d() }", "probe begin { if (a) b() else if (c) d() }");
        row("keys", "probe begin { foreach (k, l in a) b() }", "probe begin { foreach ([k, l] in a) b() }");
        row("foreach", "probe begin { for (k in a) b() }", "probe begin { foreach (k in a) b() }");
        row("declaration", "probe begin { int a = 1; for (int i = 0; i < a; i++) b() }",
            "probe begin { a = 1; for (i = 0; i < a; i++) b() }");
        row("pointer", "probe begin { char *a = 1 }", "probe begin { a = 1 }");
        row("catch", "probe begin { try { a() } }", "probe begin { try { a() } catch { } }");
        row("argument", "probe kernel.function(vfs_read) { }", "probe kernel.function(\"vfs_read\") { }");
        row("empty argument", "probe process().begin { }", "probe process.begin { }");
        row("point comma", "probe begin end { }", "probe begin, end { }");
        row("comma too many", "probe begin, { }", "probe begin { }");
        row("global comma", "global a b probe begin { }", "global a, b probe begin { }");
        row("wrap", "global a[3]% probe begin { }", "global a%[3] probe begin { }");
        row("global type", "global a:long probe begin { }", "global a probe begin { }");
        row("parameter type", "function f(int a, string b) { } probe begin { }",
            "function f(a:long, b:string) { } probe begin { }");
        row("return type", "function int f() { } probe begin { }", "function f() { } probe begin { }");
        row("type name", "function f:int(a) { } probe begin { }", "function f:long(a) { } probe begin { }");
        row("parameters", "function f { } probe begin { }", "function f() { } probe begin { }");
        row("return", "probe begin { return }", "probe begin { next }");
        row("format", "probe begin { printf(a) }", "probe begin { printf(\"%s\", a) }");
        row("assignment", "probe begin { if (a = 1) b() }", "probe begin { if (a == 1) b() }");
        row("misspelt operator", "probe begin { a = @cuont(b) }", "probe begin { a = @count(b) }");
        row("sort mark", "probe begin { foreach (k in a @sum) b() }", "probe begin { foreach (k in a @sum-) b() }");
        row("trailing comma", "probe begin { f(1,) }", "probe begin { f(1) }");
    }

    void fixes()
    {
        QFETCH(QByteArray, text);
        QFETCH(QByteArray, expected);
        const Parsed parsed(text.toStdString());
        std::vector<FixIt> all;
        for (const auto &diagnostic : parsed.diagnostics.all())
            all.insert(all.end(), diagnostic.fixIts.begin(), diagnostic.fixIts.end());
        std::ranges::sort(all, [](const FixIt &a, const FixIt &b) { return a.range.begin > b.range.begin; });
        std::string fixed = text.toStdString();
        for (const auto &fix : all)
            fixed.replace(fix.range.begin, fix.range.end - fix.range.begin, fix.replacement);
        QCOMPARE(bytes(fixed), expected);
        const Parsed again(fixed);
        QCOMPARE(bytes(again.rendered()), QByteArray());
    }

    void depth_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<int>("errors");
        const auto many = [](const char *piece, qsizetype count) { return QByteArray(piece).repeated(count); };
        QTest::newRow("parentheses that are fine") << "probe begin { x = " + many("(", 100) + "1" + many(")", 100) + " }" << 0;
        QTest::newRow("parentheses") << "probe begin { x = " + many("(", 100000) + "1" + many(")", 100000) + " }" << 1;
        QTest::newRow("unclosed parentheses") << "probe begin { x = " + many("(", 100000) << 1;
        QTest::newRow("signs") << "probe begin { x = " + many("- ", 100000) + "1 }" << 1;
        QTest::newRow("sum that is fine") << "probe begin { x = " + many("1 + ", 300) + "1 }" << 0;
        QTest::newRow("sum") << "probe begin { x = " + many("1 + ", 100000) + "1 }" << 1;
        QTest::newRow("assignments") << "probe begin { " + many("x = ", 100000) + "1 }" << 1;
        QTest::newRow("conditionals") << "probe begin { x = " + many("1 ? 2 : ", 100000) + "1 }" << 1;
        QTest::newRow("blocks that are fine") << "probe begin " + many("{", 90) + many("}", 90) << 0;
        QTest::newRow("blocks") << "probe begin " + many("{", 100000) + many("}", 100000) << 1;
        QTest::newRow("ifs") << "probe begin {" + many("if (1) ", 100000) + "x() }" << 1;
        QTest::newRow("else ifs") << "probe begin {" + many("if (1) x(); else ", 100000) + "x() }" << 1;
        QTest::newRow("indexes") << "probe begin { x = " + many("a[", 100000) + "1" + many("]", 100000) + " }" << 1;
        QTest::newRow("accesses that are fine") << "probe begin { x = $a" + many("->b[1]", 10000) + " }" << 0;
        QTest::newRow("probe braces") << "probe " + many("{", 100000) + "begin" + many("}", 100000) + " { }" << 1;
        QTest::newRow("brace product") << "probe " + many("{a,b}.", 40) + "c { }" << 1;
        QTest::newRow("conditionals of the preprocessor")
            << "probe begin { " + many("%( 1 == 1 %? ", 100000) + many("%)", 100000) + " }" << 0;
    }

    void depth()
    {
        QFETCH(QByteArray, text);
        const Parsed parsed(text.toStdString());
        QTEST(static_cast<int>(parsed.diagnostics.errorCount()), "errors");
    }

    /// Macros that double each other's text end with one error, soon.
    void macroExplosion()
    {
        std::string text = "@define a0 %( 1 + 1 + %)\n";
        for (int i = 1; i < 60; ++i)
            text += "@define a" + std::to_string(i) + " %( @a" + std::to_string(i - 1) + " @a" + std::to_string(i - 1) + " %)\n";
        const Parsed parsed(text + "probe begin { x = @a59 1 }\n");
        QVERIFY(parsed.diagnostics.errorCount() >= 1);
        QVERIFY(parsed.diagnostics.errorCount() <= 3);
    }

    void junk_data()
    {
        QTest::addColumn<QByteArray>("piece");
        QTest::newRow("zeros") << QByteArray(1, '\0');
        QTest::newRow("stray characters") << QByteArray("` \\ ");
        QTest::newRow("stray marks") << QByteArray("%) ");
        QTest::newRow("bad numbers") << QByteArray("09 ");
        QTest::newRow("open strings") << QByteArray("\"\n");
        QTest::newRow("C directives") << QByteArray("#define X\n");
        QTest::newRow("closing braces") << QByteArray("} ");
        QTest::newRow("probes") << QByteArray("probe ");
        QTest::newRow("unknown macros") << QByteArray("@a(");
        QTest::newRow("full-width") << QByteArray("\xef\xbc\x88 ");
        QTest::newRow("globals") << QByteArray("global 3,");
    }

    /// A megabyte of anything is done with soon, with a number of messages that can be read.
    void junk()
    {
        QFETCH(QByteArray, piece);
        const Parsed parsed(piece.repeated((1 << 20) / piece.size()).toStdString());
        QVERIFY(!parsed.diagnostics.all().empty());
        QVERIFY(parsed.diagnostics.all().size() <= 200);
    }

    /// Every beginning of a script parses without a crash and says something about its end.
    void everyPrefix()
    {
        const std::string whole
            = "@define m(a) %( f(@a) %)\nglobal a%[10], b = \"x\"\nfunction g:long(x:long, y) { return x + @m(y) }\n"
              "probe kernel.{function(\"a\"),trace(\"b\")} ? if (b), end(-3)\n{\n  if (a[1, \"x\"] =~ \"r\" && $p->q[1]$ != "
              "\"\") foreach ([k+, l] in a[*, 2] limit 3) "
              "{ printf(\"%d\\n\", k) ; next } else try { x <<< @count(s) } catch (m) { delete a }\n  %( 1 == 1 %? y++ %: z-- "
              "%)\n}\n";
        const Parsed fine(whole);
        QCOMPARE(bytes(fine.rendered()), QByteArray());
        for (size_t length = 1; length < whole.size(); ++length) {
            const Parsed parsed(whole.substr(0, length));
            QVERIFY2(parsed.diagnostics.errorCount() <= 3, parsed.rendered().c_str());
        }
    }
};

QTEST_GUILESS_MAIN(ErrorsTest)
#include "tst_errors.moc"
