// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "marked.h"
#include "services/hover.h"

using namespace tapscope::services;

class HoverTest : public QObject {
    Q_OBJECT

    Workspace m_workspace{withTapset()};

private Q_SLOTS:
    /// Each wanted piece of text, separated by |, is in the hover; no wanted text: there is none.
    void tells_data()
    {
        QTest::addColumn<QString>("script");
        QTest::addColumn<QString>("wanted");
        const auto row = [](const char *name, const QString &script, const char *wanted) {
            QTest::newRow(name) << script << QString::fromUtf8(wanted);
        };
        const QString program = QString::fromStdString(fixture);
        row("library function", "probe begin { println(str‸len(\"a\")) }", "strlen(s:string):long|how many bytes|strings.stp");
        row("overloads", "probe begin { println(user_str‸ing(1)) }",
            "user_string(addr:long)|user_string(addr:long, err_msg:string)");
        row("own function", "/* twice the number */\nfunction twice(n) { return n * 2 }\nprobe begin { println(tw‸ice(2)) }",
            "twice(n)|twice the number|line 2");
        row("print function", "probe begin { print‸ln(1) }", "println(values)");
        row("global", "# how often\nglobal hits\nprobe begin { hits[\"a\", 1]++ println(hi‸ts[\"a\", 1]) }",
            "global hits: long[string, long]|how often|line 2|set it: 1; that read it: 1");
        row("statistic", "global times\nprobe begin { times <<< 1 print(@count(ti‸mes)) }", "global times: stats");
        row("local", "probe begin { na‸me = \"x\" println(name) }", "local name: string");
        row("parameter", "function f(n) { return n‸ + 1 }\nprobe begin { println(f(1)) }", "parameter n: long");
        row("macro", "@define twice(x) %( @x * 2 %)\nprobe begin { println(@tw‸ice(2)) }", "@define twice(x)|@x * 2");
        row("operator", "global a\nprobe begin { a <<< 1 println(@av‸g(a)) }", "@avg(statistic):long|average");
        row("keyword", "probe begin { for‸each (k in a) { } }", "foreach (KEY in ARRAY)");
        row("number", "probe begin { println(25‸5) }", "0xff");
        row("point", "probe process(\"" + program + "\").func‸tion(\"classify\") { }", "1 place|classify|fixture.cpp|$n: int");
        row("point's string", "probe process(\"" + program + "\").function(\"cl‸assify\") { }", "1 place|classify");
        row("point that is not there", "probe process(\"" + program + "\").function(\"clasify‸\") { }", "classify");
        row("target variable", "probe process(\"" + program + "\").function(\"classify\") { println($n‸) }", "$n: int|parameter");
        row("words", "probe process(\"" + program + "\").function(\"classify\") { println($$pa‸rms) }", "parameters");
        row("alias of the script", "probe tea = begin { cup = 1 }\nprobe te‸a { println(cup) }", "begin|cup");
        row("variable of an alias", "probe tea = begin { cup = 1 }\nprobe tea { println(cu‸p) }",
            "local cup: long|Set by the probe point's alias");
        row("directive", "probe begin { printf(\"a %d %-5‸x\\n\", 1, 2) }", "%-5x|hexadecimal");
        row("no directive in a text", "probe begin { println(\"a %‸d\") }", "");
        row("condition", "%( kernel‸_v >= \"3.0\" %? probe begin { } %)", "kernel_v|version");
        row("cost of a tracepoint", "probe kernel.tra‸ce(\"sched_switch\") { }", "Cost class: low");
        row("cost of a function of a program", "probe process(\"" + program + "\").func‸tion(\"classify\") { }", "Cost class: ");
        row("no cost of a timer", "probe timer.m‸s(5) { }", "milliseconds");
        row("nothing in a comment", "# pro‸be\n", "");
        row("nothing between", "probe begin { } ‸  \n", "");
    }
    void tells()
    {
        QFETCH(QString, script);
        QFETCH(QString, wanted);
        const Marked marked(script.toStdString());
        const auto told = hover(m_workspace, marked.document, marked.offset);
        QCOMPARE(told.has_value(), !wanted.isEmpty());
        for (const QString &piece : wanted.split(u'|', Qt::SkipEmptyParts))
            QVERIFY2(told->markdown.find(piece.toStdString()) != std::string::npos, told->markdown.c_str());
    }

    void signature_data()
    {
        QTest::addColumn<QString>("script");
        QTest::addColumn<QString>("label");
        QTest::addColumn<QString>("parameter");
        QTest::newRow("first") << "probe begin { substr(‸" << "substr(str:string, start:long, length:long):string"
                               << "str:string";
        QTest::newRow("second") << "probe begin { x = substr(\"a, b\", ‸1) }"
                                << "substr(str:string, start:long, length:long):string"
                                << "start:long";
        QTest::newRow("behind an inner call") << "probe begin { substr(sprint(1, 2), strlen(\"x\"), ‸"
                                              << "substr(str:string, start:long, length:long):string" << "length:long";
        QTest::newRow("inner") << "probe begin { substr(strlen(‸), 2) }" << "strlen(s:string):long" << "s:string";
        QTest::newRow("overload") << "probe begin { user_string(1, ‸) }" << "user_string(addr:long, err_msg:string):string"
                                  << "err_msg:string";
        QTest::newRow("printf's rest") << "probe begin { printf(\"%d %d\", 1, ‸) }" << "printf(format, values)" << "values";
        QTest::newRow("operator") << "global a\nprobe begin { @hist_linear(a, ‸) }" << "@hist_linear(statistic, low, high, width)"
                                  << "low";
        QTest::newRow("none") << "probe begin { ‸ }" << "" << "";
        QTest::newRow("none in a declaration") << "function f(‸a) { }" << "" << "";
    }
    void signature()
    {
        QFETCH(QString, script);
        QFETCH(QString, label);
        QFETCH(QString, parameter);
        const Marked marked(script.toStdString());
        const auto help = signatureHelp(m_workspace, marked.document, marked.offset);
        QCOMPARE(help.has_value(), !label.isEmpty());
        if (!help)
            return;
        const SignatureHelp::Signature &active = help->signatures.at(help->activeSignature);
        QCOMPARE(QString::fromStdString(active.label), label);
        const auto [begin, end] = active.parameters.at(help->activeParameter);
        QCOMPARE(QString::fromStdString(active.label.substr(begin, end - begin)), parameter);
    }
};

QTEST_GUILESS_MAIN(HoverTest)
#include "tst_hover.moc"
