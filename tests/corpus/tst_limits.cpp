// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "analysis/analyze.h"

#include <QtTest>

#include <sys/resource.h>

using namespace tapscope;

/// Scripts made to break the front end: deep nesting, macros and wildcards that grow, large files. Each ends with an answer, and
/// all of them together within a bound of memory.
class TestLimits : public QObject {
    Q_OBJECT

private:
    static std::string repeated(const std::string &piece, int times)
    {
        std::string out;
        for (int i = 0; i < times; ++i)
            out += piece;
        return out;
    }

    static std::string numbered(const std::string &before, const std::string &behind, int count)
    {
        std::string out;
        for (int i = 0; i < count; ++i)
            out += before + std::to_string(i) + behind;
        return out;
    }

private Q_SLOTS:
    void answered_data()
    {
        QTest::addColumn<QString>("script");
        QTest::addColumn<QString>("errors"); ///< the ids, joined; empty: it is accepted
        const auto row = [](const char *name, const std::string &script, const char *errors) {
            QTest::newRow(name) << QString::fromStdString(script) << QString::fromUtf8(errors);
        };
        constexpr int deep = 20'000;
        row("parentheses", "probe begin { println(" + repeated("(", deep) + "1" + repeated(")", deep) + ") }", "too-deep");
        row("unary operators", "probe begin { println(" + repeated("- ", deep) + "1) }", "too-deep");
        row("choices", "probe begin { println(" + repeated("1 ? 2 : ", deep) + "3) }", "too-deep");
        row("assignments", "probe begin { " + repeated("x = ", deep) + "1 println(x) }", "too-deep");
        row("blocks", "probe begin { " + repeated("{", deep) + "println(1)" + repeated("}", deep) + " }", "too-deep");
        row("conditions", "probe begin { " + repeated("if (1) ", deep) + "println(1) }", "too-deep");
        row("braces of probe points", "probe " + repeated("{", deep) + "begin" + repeated("}", deep) + " { println(1) }",
            "braces-too-deep");
        row("conditionals", "probe begin { " + repeated("%( 1 == 1 %? ", 2000) + "println(1)" + repeated(" %)", 2000) + " }", "");
        row("a sum", "probe begin { println(1" + repeated(" + 1", 300) + ") }", "");
        row(
            "macros that double",
            "@define m0 %( 1 %)\n" +
                [] {
                    std::string out;
                    for (int i = 1; i < 60; ++i) {
                        const std::string before = "@m" + std::to_string(i - 1);
                        out += "@define m" + std::to_string(i) + " %( (" + before + " + " + before + ") %)\n";
                    }
                    return out;
                }()
                + "probe begin { println(@m59) }\n",
            "macros-too-large,expected-expression");
        row(
            "braces that multiply",
            "probe " +
                [] {
                    std::string out;
                    for (int i = 0; i < 30; ++i)
                        out += (i == 0 ? "" : ".") + std::string("{a,b}");
                    return out;
                }()
                + " { println(1) }",
            "too-many-points");
        row("regular expression", "probe begin { println(\"a\" =~ \"((a{900}){900}){900}\") }", "bad-regex");
        row("many functions", numbered("function f", "(a) { return a }\n", 3000) + "probe begin { println(f7(1)) }", "");
        row(
            "a chain of calls",
            "function f0(a) { return a }\n" +
                [] {
                    std::string out;
                    for (int i = 1; i < 2000; ++i)
                        out += "function f" + std::to_string(i) + "(a) { return f" + std::to_string(i - 1) + "(a) }\n";
                    return out;
                }()
                + "probe begin { println(f1999(1)) }",
            "");
        row("many probes", repeated("probe timer.s(1) { println(1) }\n", 3000), "");
        row("a file of nulls", std::string(100'000, '\0'), "*");
        row("a file of brackets", repeated("([{", 30'000), "*");
        row(
            "aliases that multiply",
            "probe a0 = timer.s(1) { }\n" +
                [] {
                    std::string out;
                    for (int i = 1; i < 40; ++i) {
                        const std::string before = "a" + std::to_string(i - 1);
                        out += "probe a" + std::to_string(i) + " = " + before + ", " + before + " { }\n";
                    }
                    return out;
                }()
                + "probe a39 { println(1) }",
            "too-many-points");
    }

    void answered()
    {
        QFETCH(QString, script);
        QFETCH(QString, errors);
        script::SourceSet sources;
        script::Diagnostics diagnostics;
        analysis::Options options;
        options.tapsetDirectories = {TAPSCOPE_SOURCE_DIR "/tapset"};
        const auto file = sources.add("test.stp", script.toStdString());
        const script::Ast ast = analysis::parse(sources, file, options, diagnostics);
        if (!diagnostics.hasErrors())
            (void)analysis::analyze(sources, ast, options, diagnostics);
        QStringList ids;
        for (const script::Diagnostic &d : diagnostics.all()) {
            if (d.severity == script::Severity::Error)
                ids += QString::fromStdString(std::string(d.id));
        }
        if (errors == QStringLiteral("*"))
            QVERIFY(!ids.isEmpty() && ids.size() < 3000);
        else
            QCOMPARE(ids.join(u','), errors);
    }

    void memoryStaysBounded()
    {
        rusage usage{};
        QCOMPARE(::getrusage(RUSAGE_SELF, &usage), 0);
#if !defined(__SANITIZE_ADDRESS__)
        QVERIFY2(usage.ru_maxrss < 1'000'000, std::to_string(usage.ru_maxrss).c_str()); // KB
#endif
    }
};

QTEST_GUILESS_MAIN(TestLimits)
#include "tst_limits.moc"
