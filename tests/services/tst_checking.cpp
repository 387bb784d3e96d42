// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "marked.h"
#include "services/checking.h"

using namespace tapscope::services;

class CheckingTest : public QObject {
    Q_OBJECT

    Workspace m_workspace{withTapset()};

private Q_SLOTS:
    /// What the script becomes by the first change (or the one whose title holds the given text).
    void mends_data()
    {
        QTest::addColumn<QString>("script");
        QTest::addColumn<QString>("title");
        QTest::addColumn<QString>("expected");
        const auto row = [](const char *name, const char *script, const char *title, const char *expected) {
            QTest::newRow(name) << QString::fromUtf8(script) << QString::fromUtf8(title) << QString::fromUtf8(expected);
        };
        row("all full-width at once", "probe begin { println‸（“hello”）； }", "all punctuation",
            "probe begin { println(\"hello\"); }");
        row("one of them", "probe begin { println‸（“hello”）； }", "write (", "probe begin { println(“hello”）； }");
        row("did you mean", "probe begin { prinln‸(strlen(\"\")) }", "", "probe begin { println(strlen(\"\")) }");
        row("function", "probe begin { println(strlne‸(\"a\")) }", "strlen", "probe begin { println(strlen(\"a\")) }");
        row("function by its old name", "probe begin { println(cpuid‸()) }", "cpu", "probe begin { println(cpu()) }");
        row("alias by its old name", "probe process.crea‸te { exit() }", "kprocess.create", "probe kprocess.create { exit() }");
        row("point in the old form", "probe kernel.inli‸ne(\"f\") { exit() }", "function",
            "probe kernel.function(\"f\").inline { exit() }");
        row("component", "probe begn‸ { exit() }", "begin", "probe begin { exit() }");
        row("missing global", "probe begin { t‸[1] = 2 println(t[1]) }", "global t",
            "global t\nprobe begin { t[1] = 2 println(t[1]) }");
        row("shared variable", "probe begin { n‸ = 1 }", "global n", "global n\nprobe begin { n = 1 }");
        row("missing brace", "probe begin { exit()‸\n", "insert '}'", "probe begin { exit() }\n");
        row("count of a statistic", "global s\nprobe begin { s <<< 1 x = s‸ println(x) }", "",
            "global s\nprobe begin { s <<< 1 x = @count(s) println(x) }");
        row("printed statistic", "global s\nprobe begin { s <<< 1 println(s‸) }", "hist_log",
            "global s\nprobe begin { s <<< 1 print(@hist_log(s)) }");
        row("unquoted path", "probe process(‸/bin/ls).begin { }", "", "probe process(\"/bin/ls\").begin { }");
        row("unused global", "global a‸\nprobe begin { exit() }", "Remove", "probe begin { exit() }");
        row("unused global, first", "global a‸, b\nprobe begin { b = 1 println(b) }", "Remove",
            "global b\nprobe begin { b = 1 println(b) }");
        row("unused global, last", "global b, a‸\nprobe begin { b = 1 println(b) }", "Remove",
            "global b\nprobe begin { b = 1 println(b) }");
        row("unused function", "function f‸() { }\nprobe begin { exit() }", "Remove", "probe begin { exit() }");
        row("unused local", "probe begin {\n  x‸ = 1\n  exit()\n}", "Remove", "probe begin {\n  exit()\n}");
        row("comparison", "probe begin { x = 1 if (x ‸= 2) exit() }", "==", "probe begin { x = 1 if (x == 2) exit() }");
    }
    void mends()
    {
        QFETCH(QString, script);
        QFETCH(QString, title);
        const Marked marked(script.toStdString());
        const CheckedScript checked = check(m_workspace, marked.document);
        QVERIFY(!checked.diagnostics.empty());
        const auto actions = codeActions(marked.document, checked.diagnostics, marked.offset, marked.offset);
        QStringList titles;
        for (const CodeAction &action : actions) {
            titles << QString::fromStdString(action.title.english());
            if (titles.back().contains(title)) {
                QTEST(QString::fromStdString(applied(marked.document.text(), action.edits)), "expected");
                return;
            }
        }
        for (const auto &each : checked.diagnostics)
            titles << QString::fromStdString(std::string(each.id) + ": " + each.message.english());
        QFAIL(qPrintable(titles.join(u'\n')));
    }

    void offersNothingElsewhere()
    {
        const Marked marked("global a\nprobe begin { exit() }\nprobe end { }‸");
        const CheckedScript checked = check(m_workspace, marked.document);
        QVERIFY(codeActions(marked.document, checked.diagnostics, marked.offset, marked.offset).empty());
    }

    void stops()
    {
        std::stop_source source;
        source.request_stop();
        const Marked marked("probe begin { exit() }‸");
        QVERIFY(check(m_workspace, marked.document, source.get_token()).cancelled);
        QVERIFY(!check(m_workspace, marked.document).cancelled);
    }
};

QTEST_GUILESS_MAIN(CheckingTest)
#include "tst_checking.moc"
