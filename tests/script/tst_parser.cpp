// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "parsing.h"
#include "script/macro.h"

#include <QTest>

using namespace tapscope::script;

class ParserTest : public QObject {
    Q_OBJECT

    static void row(const char *name, const char *text, const char *expected)
    {
        QTest::newRow(name) << QByteArray(text) << QByteArray(expected);
    }
    static void columns()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QByteArray>("expected");
    }
    static QByteArray bytes(const std::string &text) { return QByteArray::fromStdString(text); }

    /// Parses, compares, and checks that what is printed reads as the same.
    static void compare(const Parsed &parsed, const std::string &printed, const QByteArray &expected)
    {
        QCOMPARE(bytes(parsed.rendered()), QByteArray());
        QCOMPARE(bytes(printed), expected);
        ParseOptions options;
        options.guru = true;
        options.compatible = "5.6";
        const Parsed again(print(parsed.ast), options);
        QCOMPARE(bytes(again.rendered()), QByteArray());
        QCOMPARE(bytes(print(again.ast)), bytes(print(parsed.ast)));
    }

private Q_SLOTS:
    void declarations_data()
    {
        columns();
        row("probe", "probe begin { }", "probe begin{\n}\n");
        row("semicolons between", "global a; probe begin { };", "global a\nprobe begin{\n}\n");
        row("globals", "global a, b=1, c=\"s\", d[100], e%[10], f%; probe begin {}",
            "global a\nglobal b = 1\nglobal c = \"s\"\nglobal d[100]\nglobal e%[10]\nglobal f%\nprobe begin{\n}\n");
        row("negative global", "global a = -9223372036854775808 probe begin {}",
            "global a = -9223372036854775808\nprobe begin{\n}\n");
        row("joined literal", "global a = \"x\" /* c */ \"y\" probe begin {}", "global a = \"xy\"\nprobe begin{\n}\n");
        row("private", "private a private global b private function f() { } probe begin {}",
            "private global a\nprivate global b\nprobe begin{\n}\nprivate function f ()\n{\n}\n");
        row("function", "function f:string(a:long, b:string, c):3 { return \"\" } probe begin {}",
            "probe begin{\n}\nfunction f:string (a:long, b:string, c):3\n{\nreturn \"\";\n}\n");
        row("overloads", "function f(a) { next } function f(a, b) { } probe begin {}",
            "probe begin{\n}\nfunction f (a)\n{\nnext;\n}\nfunction f (a, b)\n{\n}\n");
        row("alias", "probe a.b = begin, end { x = 1 } probe c += a.b { y = 2 } probe begin {}",
            "probe a.b = begin,end{\n(x) = (1);\n}\nprobe c += a.b{\n(y) = (2);\n}\nprobe begin{\n}\n");
        row("alias with both blocks", "probe a = begin { x = 1 }, { y = 2 } probe begin {}",
            "probe a = begin{\n(x) = (1);\n}, {\n(y) = (2);\n}\nprobe begin{\n}\n");
        row("several alias names", "probe a = b.c = begin { } probe begin {}", "probe a = b.c = begin{\n}\nprobe begin{\n}\n");
    }
    void declarations()
    {
        QFETCH(QByteArray, text);
        QFETCH(QByteArray, expected);
        const Parsed parsed(text.toStdString());
        compare(parsed, print(parsed.ast), expected);
    }

    void points_data()
    {
        columns();
        row("one", "begin", "begin");
        row("numbers", "begin(5), end(-5), timer.s(0x10)", "begin(5) end(-5) timer.s(16)");
        row("strings", "kernel.function(\"vfs_\" \"read@a.c:3\").call", "kernel.function(\"vfs_read@a.c:3\").call");
        row("keywords as components",
            "kernel.function(\"a\").return, process.function(\"b\").return.maxactive(3), a.global.probe",
            "kernel.function(\"a\").return process.function(\"b\").return.maxactive(3) a.global.probe");
        row("wildcards", "syscall.*, kernel.**, nd_sys*ll.open*.return, *, a*b*2",
            "syscall.* kernel.** nd_sys*ll.open*.return * a*b*2");
        row("optional", "a?, b ?, c !, d", "a? b? c! d");
        row("conditions", "a if (x > 1), b ? if (y), c! if (z && 1)", "a if ((x) > (1)) b? if (y) c! if ((z) && (1))");
        row("braces", "{begin,end}", "begin end");
        row("brace product", "kernel.{function(\"a\"),function(\"b\")}.{call,return}",
            "kernel.function(\"a\").call kernel.function(\"a\").return kernel.function(\"b\").call "
            "kernel.function(\"b\").return");
        row("braces with dots and marks", "a.{b,c.d ?}, e", "a.b a.c.d? e");
        row("nested braces", "a.{b.{c,d},e}.f", "a.b.c.f a.b.d.f a.e.f");
        row("braces with a condition", "a.{b,c} if (x)", "a.b if (x) a.c if (x)");
        row("process", "process(\"/bin/ls\").begin, process(38726).function(\"f\"), process.mark(\"x\")",
            "process(\"/bin/ls\").begin process(38726).function(\"f\") process.mark(\"x\")");
        row("dollar in a component", "a.b$c", "a.b$c");
    }
    void points()
    {
        QFETCH(QByteArray, text);
        QFETCH(QByteArray, expected);
        const Parsed parsed("probe " + text.toStdString() + " { }");
        QVERIFY(parsed.ast.probes.size() == 1);
        std::string result;
        for (const auto &point : parsed.ast.probes.front().points)
            result += (result.empty() ? "" : " ") + point.text();
        compare(parsed, result, expected);
    }

    void statements_data()
    {
        columns();
        row("empty", ";", ";\n");
        row("no semicolons", "a() b() c = 1 d()", "a();\nb();\n(c) = (1);\nd();\n");
        row("block", "{ a() { } }", "{\na();\n{\n}\n}\n");
        row("if", "if (a) b()", "if (a) b();\n");
        row("if else", "if (a) b(); else c()", "if (a) b();\nelse c();\n");
        row("else if", "if (a) b() else if (c) d() else e()", "if (a) b();\nelse if (c) d();\nelse e();\n");
        row("dangling else", "if (a) if (b) c() else d()", "if (a) if (b) c();\nelse d();\n");
        row("while", "while (i < 3) { i++ continue; break }", "while ((i) < (3)) {\n(i)++;\ncontinue;\nbreak;\n}\n");
        row("for", "for (i = 0; i < 3; i++) a()", "for ((i) = (0); (i) < (3); (i)++) a();\n");
        row("empty for", "for (;;) break", "for (; ; ) break;\n");
        row("foreach", "foreach (k in a) b()", "foreach ([k] in a) b();\n");
        row("foreach keys", "foreach ([k, l-] in a) b()", "foreach ([k, l-] in a) b();\n");
        row("foreach value", "foreach (v = [k, l] in a) b()", "foreach (v = [k, l] in a) b();\n");
        row("foreach by value", "foreach (v- = k in a) b()", "foreach (v = [k] in a-) b();\n");
        row("foreach by value, joined mark", "foreach (v-=k in a) b()", "foreach (v = [k] in a-) b();\n");
        row("foreach sorted array", "foreach (k in a+ limit n + 1) b()", "foreach ([k] in a+ limit (n) + (1)) b();\n");
        row("foreach by key", "foreach (k+ in a) b()", "foreach ([k+] in a) b();\n");
        row("foreach slice", "foreach ([k, l] in a[*, \"x\"]-) b()", "foreach ([k, l] in a[*, \"x\"]-) b();\n");
        row("foreach aggregate", "foreach (k in a @sum- limit 3) b()", "foreach ([k] in a @sum- limit 3) b();\n");
        row("foreach histogram", "foreach (b in @hist_log(s)) c()", "foreach ([b] in @hist_log(s)) c();\n");
        row("next", "next", "next;\n");
        row("delete", "delete a delete b[1] delete c[1, *]", "delete a;\ndelete b[1];\ndelete c[1, *];\n");
        row("try", "try { a() } catch { b() }", "try {\na();\n}\ncatch {\nb();\n}\n");
        row("try with a message", "try { a() } catch (m) { b(m) }", "try {\na();\n}\ncatch (m) {\nb(m);\n}\n");
    }
    void statements()
    {
        QFETCH(QByteArray, text);
        QFETCH(QByteArray, expected);
        const Parsed parsed("probe begin {\n" + text.toStdString() + "\n}");
        compare(parsed, parsed.body(), expected);
    }

    void expressions_data()
    {
        columns();
        row("assignment is right associative", "a = b = c", "(a) = ((b) = (c))");
        row("all assignments", "a += b -= c *= d /= e %= f <<= g >>= h &= i ^= j |= k .= l",
            "(a) += ((b) -= ((c) *= ((d) /= ((e) %= ((f) <<= ((g) >>= ((h) &= ((i) ^= ((j) |= ((k) .= (l)))))))))))");
        row("accumulate", "s[a] <<< b + 1", "(s[a]) <<< ((b) + (1))");
        row("conditional nests right", "a ? b : c ? d : e", "(a)?(b):((c)?(d):(e))");
        row("conditional with assignment", "a ? b = 1 : c", "(a)?((b) = (1)):(c)");
        row("logic", "a || b && c || d", "((a) || ((b) && (c))) || (d)");
        row("bits", "a | b ^ c & d", "(a) | ((b) ^ ((c) & (d)))");
        row("in is between & and comparison", "a & b == c in d", "(a) & ([(b) == (c)] in d)");
        row("in with keys", "[a, *, 1 + 2] in b && c", "([a, *, (1) + (2)] in b) && (c)");
        row("not in", "!a in b", "[!(a)] in b");
        row("comparisons are one level", "a == b < c != d", "(((a) == (b)) < (c)) != (d)");
        row("shifts", "a << b + c >> d >>> e", "(((a) << ((b) + (c))) >> (d)) >>> (e)");
        row("concatenation is looser than +", "a . b + c . d", "((a) . ((b) + (c))) . (d)");
        row("sums and products", "a - b - c * d / e % f", "((a) - (b)) - ((((c) * (d)) / (e)) % (f))");
        row("unary", "-! ~+a * b", "(-(!(~(+(a))))) * (b)");
        row("unary binds looser than ++", "-a++", "-((a)++)");
        row("increments", "++a + b-- - --c[1]", "((++(a)) + ((b)--)) - (--(c[1]))");
        row("increment on the next line", "a = 3\n++b", "(a) = (3);\n++(b)");
        row("parentheses", "(a + b) * (c)", "((a) + (b)) * (c)");
        row("regex", "a =~ \"x\" \"y\" && b !~ \"\\\\d\"", "((a) =~ \"xy\") && ((b) !~ \"\\\\d\")");
        row("calls", "f() + g(a, h(1))", "(f()) + (g(a, h(1)))");
        row("index", "a[1, \"x\", b[c]]", "a[1, \"x\", b[c]]");
        row("numbers", "f(0xffffffffffffffff, 010)", "f(0xffffffffffffffff, 8)");
        row("strings", "f(\"a\\n\\\"\\001\xce\xb1\\377\")", "f(\"a\\n\\\"\\001\xce\xb1\\377\")");
        row("print family",
            "print(1) println(\"a\", b) println() printf(\"%d\\n\", 1) printf(\"x\") printd(\",\", 1, 2) printdln(\"\", a, b) "
            "print_char(65)",
            "print(1);\nprintln(\"a\", b);\nprintln();\nprintf(\"%d\\n\", 1);\nprintf(\"x\");\nprintd(\",\", 1, "
            "2);\nprintdln(\"\", a, b);\nprint_char(65)");
        row("sprint family", "a = sprint(1) . sprintf(\"%d\", 1) . sprintln(2) . sprintd(\",\", 1, 2) . sprintdln(\",\", 1, 2)",
            "(a) = (((((sprint(1)) . (sprintf(\"%d\", 1))) . (sprintln(2))) . (sprintd(\",\", 1, 2))) . (sprintdln(\",\", 1, "
            "2)))");
        row("joined format", "printf(\"a\" \"b\\n\")", "printf(\"ab\\n\")");
        row("target variables", "$a + $$vars + $return->x", "(($a) + ($$vars)) + ($return->x)");
        row("accesses", "$a->b->c[i + 1]->if", "$a->b->c[(i) + (1)]->if");
        row("pretty print", "$a$ . $b$$ . $c->d$ . $e[1]$$ . $f $ . $$parms$",
            "((((($a$) . ($b$$)) . ($c->d$)) . ($e[1]$$)) . ($f$)) . ($$parms$)");
        row("addresses", "&$a + &$a->b[1] + &@cast(c, \"t\")->d", "((&$a) + (&$a->b[1])) + (&@cast(c, \"t\")->d)");
        row("autocast", "t->pid + f()->a[1]->b + g(1)[2] + (p)[3]", "((((t)->pid) + ((f())->a[1]->b)) + ((g(1))[2])) + ((p)[3])");
        row("address of autocast", "&t->pid + &(p)[3]", "(&(t)->pid) + (&(p)[3])");
        row("cast", "@cast(a, \"struct b\", \"kernel<c.h>\")->d + @cast(a, \"b\")[1]",
            "(@cast(a, \"struct b\", \"kernel<c.h>\")->d) + (@cast(a, \"b\")[1])");
        row("var", "@var(\"a@b.c\")->d + @var(\"a\", \"m\")$", "(@var(\"a@b.c\")->d) + (@var(\"a\", \"m\")$)");
        row("other operators", "@defined($a) + @entry($b->c) + @perf(\"x\") + @probewrite(d) + @uregister(3) + @uderef(4, e)",
            "(((((@defined($a)) + (@entry($b->c))) + (@perf(\"x\"))) + (@probewrite(d))) + (@uregister(3))) + (@uderef(4, e))");
        row("extractors", "@count(s) + @sum(s[1]) + @min(s) + @max(s) + @avg(s) + @variance(s, 3)",
            "(((((@count(s)) + (@sum(s[1]))) + (@min(s))) + (@max(s))) + (@avg(s))) + (@variance(s, 3))");
        row("histograms", "print(@hist_log(s[1])) a = @hist_linear(s, -10, 0x10, 5)[2]",
            "print(@hist_log(s[1]));\n(a) = (@hist_linear(s, -(10), 16, 5)[2])");
    }
    void expressions()
    {
        QFETCH(QByteArray, text);
        QFETCH(QByteArray, expected);
        const Parsed parsed("probe begin {\n" + text.toStdString() + "\n}");
        compare(parsed, parsed.body(), expected + ";\n");
    }

    void guru()
    {
        ParseOptions options;
        options.guru = true;
        const Parsed parsed("%{ int a; %} function f:long() %{ /* pure */ %} probe begin { %{ b(); %} x = %{ c %} y = "
                            "@const(\"D\") + @kderef(4, 5) }",
                            options);
        compare(parsed, print(parsed.ast),
                "%{ int a; %}\nprobe begin{\n%{ b(); %};\n(x) = (%{ c %});\n(y) = ((@const(\"D\")) + (@kderef(4, 5)));\n}\n"
                "function f:long ()\n%{ /* pure */ %}\n");
    }

    void preprocessor_data()
    {
        columns();
        row("then", "%( 1 == 1 %? a() %: b() %)", "a();\n");
        row("else", "%( 1 == 2 %? a() %: b() %)", "b();\n");
        row("no else", "%( 1 == 2 %? a() %) c()", "c();\n");
        row("nested", "%( 1 == 1 %? %( 2 == 1 %? a() %: b() %) %: c() %)", "b();\n");
        row("nested in a dropped branch", "%( 1 == 2 %? %( 2 == 2 %? a() %: b() %) x() %: c() %)", "c();\n");
        row("kernel version order", "%( kernel_v >= \"5.10\" && kernel_v < \"6.2\" %? a() %: b() %)", "a();\n");
        row("version numbers are numbers", "%( \"2.6.9\" == \"2.6.9\" && kernel_v > \"6.0.99\" %? a() %)", "a();\n");
        row("wildcards", "%( kernel_vr == \"*-cloud-*\" && arch != \"arm*\" %? a() %)", "a();\n");
        row("and before or", "%( 1 == 1 || 1 == 1 && 1 == 2 %? a() %: b() %)", "a();\n");
        row("guru mode", "%( guru_mode == 0 %? a() %: b() %)", "a();\n");
        row("privilege", "%( systemtap_privilege == \"stapdev\" %? a() %)", "a();\n");
        row("runtime", "%( runtime == \"bpf\" %? a() %: b() %)", "a();\n");
        row("systemtap version", "%( systemtap_v >= \"2.3\" %? a() %)", "a();\n");
        row("config", "%( CONFIG_UPROBES == \"y\" && CONFIG_HZ >= 100 && CONFIG_NOT_SET == \"\" %? a() %)", "a();\n");
        row("config with config", "%( CONFIG_HZ == CONFIG_HZ %? a() %)", "a();\n");
        row("inside of an expression", "x = 1 + %( 1 == 1 %? 2 %: 3 %) * 4", "(x) = ((1) + ((2) * (4)));\n");
        row("arguments", "%( $# >= 1 %? f($1, @1) %: none() %)", "f(7, \"7\");\n");
        row("missing arguments in a dropped branch", "%( $# > 1 %? f($2, @2) %: f($1) %)", "f(7);\n");
        row("errors in a dropped branch", "%( 1 == 2 %? \xef\xbc\x88 @nosuch ) %: a() %) f($1)", "a();\nf(7);\n");
    }
    void preprocessor()
    {
        QFETCH(QByteArray, text);
        QFETCH(QByteArray, expected);
        ParseOptions options;
        options.arguments = {"7"};
        options.kernelVersion = "6.1.0";
        options.kernelRelease = "6.1.0-56-cloud-amd64";
        options.kernelConfig = {{"CONFIG_UPROBES", "y"}, {"CONFIG_HZ", "250"}};
        const auto extra = text.contains("$1") ? "" : " f($1)";
        const Parsed parsed("probe begin {\n" + text.toStdString() + extra + "\n}", options);
        compare(parsed, parsed.body(), *extra ? expected + "f(7);\n" : expected);
    }

    void macros_data()
    {
        columns();
        row("plain", "@define m %( 1 + 2 %) probe begin { x = @m * 3 }", "(x) = ((1) + ((2) * (3)));\n");
        row("parameters", "@define m(a, b) %( @b - @a %) probe begin { x = @m(1, 2) }", "(x) = ((2) - (1));\n");
        row("parentheses behind a plain macro", "@define m %( f %) probe begin { x = @m(1, 2) }", "(x) = (f(1, 2));\n");
        row("nested commas", "@define m(a) %( g(@a) %) probe begin { x = @m(f(1, 2)) + @m(c[1, 2]) }",
            "(x) = ((g(f(1, 2))) + (g(c[1, 2])));\n");
        row("macro in macro", "@define a %( 1 %) @define b(x) %( @x + @a %) probe begin { y = @b(@b(2)) }",
            "(y) = (((2) + (1)) + (1));\n");
        row("parameters of the caller", "@define a(x) %( f(@x) %) @define b(x) %( @a(@x + 1) %) probe begin { @b(2) }",
            "f((2) + (1));\n");
        row("as a format", "@define f %( \"%d\" %) probe begin { printf(@f \"\\n\", 1) }", "printf(\"%d\\n\", 1);\n");
        row("conditional in a macro", "@define a %( %( 1 == 1 %? f() %: g() %) %) probe begin { @a }", "f();\n");
        row("statements", "@define a(x) %( @x++ ; @x++ %) probe begin { @a(n[1]) }", "(n[1])++;\n(n[1])++;\n");
        row("not defined in a dropped branch", "%( 1 == 2 %? @define a %( 1 %) %) @define a %( 2 %) probe begin { x = @a }",
            "(x) = (2);\n");
        row("keyword as parameter name", "@define limit(n) %( @n %) probe begin { x = @limit(3) }", "(x) = (3);\n");
        row("probe point", "@define p %( kernel.function(\"a\") %) probe @p.call { x() }", "x();\n");
    }
    void macros()
    {
        QFETCH(QByteArray, text);
        QFETCH(QByteArray, expected);
        const Parsed parsed(text.toStdString());
        compare(parsed, parsed.body(), expected);
    }

    void libraryMacros()
    {
        SourceSet files;
        Diagnostics diagnostics;
        MacroLibrary library;
        const ParseOptions plain;
        library.add(
            files,
            files.add("a.stpm",
                      "@define choose(a,b) %( @defined(@a) ? @a : @b %)\n@define two %( @one + 1 %)\n@define one %( 1 %)"),
            plain, diagnostics);
        QVERIFY(!diagnostics.hasErrors());
        ParseOptions options;
        options.macros = &library;
        const Parsed parsed("@define one %( 5 %) probe begin { x = @choose($a, 0) y = @two + @one }", options);
        compare(parsed, parsed.body(), "(x) = ((@defined($a))?($a):(0));\n(y) = (((1) + (1)) + (5));\n");

        // A fault in a library macro is told at its use, with the place in the library's file.
        library.add(files, files.add("b.stpm", "@define bad %( 1 + ) %)"), plain, diagnostics);
        const Parsed bad("probe begin { x = @bad }", options);
        QCOMPARE(bytes(bad.problems()), QByteArray("1:19 expected-expression"));
        QCOMPARE(bad.diagnostics.all().front().notes.size(), size_t(1));

        library.add(files, files.add("c.stpm", "probe begin { }"), plain, diagnostics);
        QCOMPARE(diagnostics.errorCount(), size_t(1));
        QCOMPARE(diagnostics.all().front().id, "not-a-macro");
    }

    void documentation()
    {
        const Parsed parsed("#! /usr/bin/stap\n"
                            "# not this\n\n"
                            "/**\n * Says hello.\n *\n * @who: to whom\n */\n"
                            "function hello(who) { }\n"
                            "# One line.\n// Another.\n"
                            "private function other() { }\n"
                            "function bare() { } # behind\n"
                            "function last() { }\n"
                            "probe begin { }\n");
        QCOMPARE(parsed.ast.functions.size(), size_t(4));
        QCOMPARE(parsed.ast.functions[0].documentation, "Says hello.\n\n@who: to whom");
        QCOMPARE(parsed.ast.functions[1].documentation, "One line.\nAnother.");
        QCOMPARE(parsed.ast.functions[2].documentation, "");
        QCOMPARE(parsed.ast.functions[3].documentation, "");
    }

    void ranges()
    {
        const std::string text
            = "global a[3]\nprobe kernel.function(\"f\").call ? if (a), end\n{\n  x = y->z[1] + foo(a[2])\n}\n";
        const Parsed parsed(text);
        const auto at = [&](const Range &range) { return std::string(parsed.sources.text(range)); };
        QCOMPARE(at(parsed.ast.globals[0].range), "global a[3]");
        const auto &probe = parsed.ast.probes[0];
        QCOMPARE(at(probe.range), text.substr(12, text.size() - 13));
        QCOMPARE(at(probe.points[0].range), "kernel.function(\"f\").call ? if (a)");
        QCOMPARE(at(probe.points[0].components[1].range), "function(\"f\")");
        QCOMPARE(at(probe.points[0].components[1].argumentRange), "\"f\"");
        QCOMPARE(at(probe.points[1].range), "end");
        const auto *statement = as<ExpressionStatement>(as<Block>(probe.body)->statements[0]);
        QCOMPARE(at(statement->range), "x = y->z[1] + foo(a[2])");
        const auto *assign = as<Assign>(statement->expression);
        QCOMPARE(at(assign->operatorRange), "=");
        const auto *sum = as<Binary>(assign->value);
        QCOMPARE(at(sum->left->range), "y->z[1]");
        const auto *target = as<TargetVariable>(sum->left);
        QCOMPARE(at(target->accesses[0].range), "->z");
        QCOMPARE(at(target->accesses[1].range), "[1]");
        const auto *call = as<Call>(sum->right);
        QCOMPARE(at(call->range), "foo(a[2])");
        QCOMPARE(at(call->function.range), "foo");
        QCOMPARE(at(as<Index>(call->arguments[0])->array.range), "a");
    }

    void macroRanges()
    {
        const Parsed parsed("@define m(a) %( f(@a) + 1 %)\nprobe begin { x = @m(yy) * 2 }");
        const auto *statement = as<ExpressionStatement>(as<Block>(parsed.ast.probes[0].body)->statements[0]);
        const auto *assign = as<Assign>(statement->expression);
        QCOMPARE(parsed.sources.text(assign->value->range), "@m(yy) * 2");
        const auto *sum = as<Binary>(assign->value);
        QCOMPARE(parsed.sources.text(sum->left->range), "@m(yy)");
        QCOMPARE(parsed.sources.text(as<Call>(sum->left)->arguments[0]->range), "yy");
    }

    void versions()
    {
        ParseOptions options;
        options.compatible = "5.6";
        const Parsed fine("probe begin { println(@enum(\"A\")) println(@enumname(3, \"e\")) }", options);
        QCOMPARE(bytes(fine.rendered()), QByteArray());
        options.compatible = "3.0";
        const Parsed old("probe begin { println(@variance(a)) }", options);
        QCOMPARE(bytes(old.problems()), QByteArray("1:23 unknown-operator"));
    }
};

QTEST_GUILESS_MAIN(ParserTest)
#include "tst_parser.moc"
