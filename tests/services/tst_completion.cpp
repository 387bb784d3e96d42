// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "marked.h"
#include "services/completion.h"
#include "services/snippet.h"

using namespace tapscope::services;

class CompletionTest : public QObject {
    Q_OBJECT

    Workspace m_workspace{withTapset()};

    std::vector<std::string> labels(const std::string &text, size_t most = 1000) const
    {
        const Marked script(text);
        const CompletionList list = complete(m_workspace, script.document, script.offset);
        std::vector<std::string> out;
        for (const CompletionMatch &match : matches(list, list.typed, most))
            out.push_back(list.items[match.item].label);
        return out;
    }
    static QString joined(const std::vector<std::string> &labels)
    {
        QStringList out;
        for (const std::string &label : labels)
            out << QString::fromStdString(label);
        return out.join(u' ');
    }

private Q_SLOTS:
    /// What is proposed first, and what must not be among the proposals.
    void proposes_data()
    {
        QTest::addColumn<QString>("script");
        QTest::addColumn<QString>("first");
        QTest::addColumn<QString>("never");
        const auto row = [](const char *name, const QString &script, const QString &first, const QString &never) {
            QTest::newRow(name) << script << first << never;
        };
        const QString program = QString::fromStdString(fixture);
        const QString house = QStringLiteral(TAPSCOPE_BINARY_DIR "/bin/teahouse");
        row("top", "pro‸", "probe", "printf");
        row("top behind a probe", "probe begin { }\nglo‸", "global", "printf");
        row("nothing in a name", "function fo‸", "", "");
        row("nothing in a comment", "# pro‸", "", "");
        row("nothing in a block comment", "/* pro‸ */", "", "");
        row("nothing in a number", "probe begin { x = 12‸ }", "", "");
        row("first component", "probe beg‸", "begin", "printf");
        row("behind a comma", "probe begin, proc‸", "process process(\"…\") process(…)", "");
        row("second component", "probe process(\"x\").fun‸", "function(\"…\")", "begin");
        row("third component", "probe process(\"x\").function(\"main\").‸",
            "call callee(\"…\") callees exported inline label(\"…\") return", "function(\"…\") begin");
        row("in front of a handler", "probe process(\"x\").function(\"main\").ret‸ { }", "return", "");
        row("timer", "probe timer.m‸", "ms(…) msec(…)", "begin");
        row("own alias", "probe tea.pour = begin { }\nprobe tea.‸", "pour", "begin");
        row("nothing behind a point", "probe begin ‸", "", "");
        row("functions of a program", "probe process(\"" + program + "\").function(\"cla‸\")", "classify", "main");
        row("functions, quote open", "probe process(\"" + program + "\").function(\"cla‸", "classify", "main");
        row("paths", "probe process(\"/bin/l‸\")", "ld ln ls", "passwd");
        row("library function", "probe begin { strle‸ }", "strlen", "begin");
        row("own function first", "function strlenient() { return 1 }\nprobe begin { strle‸ }", "strlenient strlen", "");
        row("the very name first", "function strlenient() { return 1 }\nprobe begin { strlen‸ }", "strlen strlenient", "");
        row("statement", "probe begin { ret‸ }", "return", "");
        row("catch", "probe begin { try { } cat‸ }", "catch", "");
        row("global", "global counter\nprobe begin { cou‸ }", "counter", "");
        row("local", "probe begin { total = 1\n tot‸ }", "total", "");
        row("no local of elsewhere", "probe begin { total = 1 }\nprobe end { tot‸ }", "", "total");
        row("parameter", "function f(weight) { return wei‸ }", "weight", "");
        row("unclosed handler", "global counter\nprobe begin {\n  cou‸\n", "counter", "");
        row("arrays behind in", "global table\nprobe begin { local = 1\n foreach (k in ‸) }", "table", "local strlen");
        row("statistic first", "global a, times\nprobe begin { times <<< 1\n println(@count(‸)) }", "times a", "");
        row("at words", "probe begin { println(@co‸) }", "@const @count", "strlen");
        row("bare at", "probe begin { println(@‸) }", "@avg @max @min", "strlen");
        row("macro", "@define twice(x) %( @x * 2 %)\nprobe begin { @tw‸ }", "@twice", "");
        row("directive", "probe begin { printf(\"a %‸\", 1) }", "%% %M %X", "strlen");
        row("no directive behind %%", "probe begin { printf(\"a %%‸\", 1) }", "", "%d");
        row("no directive in println", "probe begin { println(\"a %‸\") }", "", "%d");
        row("type", "function f:‸", "long string", "probe");
        row("target variables", "probe process(\"" + program + "\").function(\"classify\") { println($‸) }", "$n", "strlen");
        row("members", "probe process(\"" + program + "\").function(\"whole\") { println($item->‸) }", "key name next", "strlen");
        row("members of members", "probe process(\"" + program + "\").function(\"whole\") { println($item->next->next->k‸) }",
            "key", "strlen");
        row("members of a cast",
            "probe process(\"" + program + "\").function(\"classify\") { println(@cast($n, \"Item\")->na‸) }", "name", "strlen");
        row("no members of a number", "probe process(\"" + program + "\").function(\"classify\") { println($n->‸) }", "", "key");
        row("marks", "probe process(\"" + house + "\").mark(\"pou‸\")", "poured", "main");
        row("marks of a provider", "probe process(\"" + house + "\").provider(\"teahouse\").mark(\"kettle‸\")", "kettle__filled",
            "main");
        row("providers", "probe process(\"" + house + "\").provider(\"‸\")", "teahouse", "main");
        row("arguments of a mark", "probe process(\"" + house + "\").mark(\"poured\") { println($‸) }", "$arg1 $arg2", "strlen");
        row("source files", "probe process(\"" + house + "\").statement(\"*@tea‸\")", "teahouse.cpp", "main");
        row("variables at a line", "probe process(\"" + program + "\").function(\"classify\").return { println($ret‸) }",
            "$return", "strlen");
        row("all variables at once", "probe process(\"" + program + "\").function(\"classify\") { println($$p‸) }", "$$parms",
            "");
        row("members of a C++ parameter", "probe process(\"" + house + "\").function(\"serve\") { println($order->gue‸) }",
            "guest", "");
        row("context of an alias", "probe tea = begin { leaves = 3 }\nprobe tea { lea‸ }", "leaves", "");
        row("lines of a function", "probe process(\"" + program + "\").statement(\"classify@fixture.cpp:‸\")", "30", "main");
        row("types of a program",
            "probe process(\"" + program + "\").function(\"classify\") { println(@cast($n, \"Ite‸m\")->name) }", "Item",
            "strlen");
        row("no types as the first argument", "probe begin { println(@cast(\"Ite‸m\", \"Item\")) }", "", "Item");
        row("condition", "%( ker‸", "kernel_v kernel_vr", "printf");
        row("condition in a body", "probe begin { %( ar‸ %? %) }", "arch", "printf");
        row("no condition in a macro", "@define m(x) %( strl‸ %)", "", "kernel_v");
        row("what the kernel was built with", "%( CONFIG_‸", "", "kernel_v printf");
        row("two steps apart", "probe begin { gtod‸ }", "gettimeofday_s", "");
    }
    void proposes()
    {
        QFETCH(QString, script);
        QFETCH(QString, first);
        QFETCH(QString, never);
        const std::vector<std::string> all = labels(script.toStdString());
        const QStringList expected = first.split(u' ', Qt::SkipEmptyParts);
        QStringList found;
        for (const std::string &label : all)
            found << QString::fromStdString(label);
        QCOMPARE(found.first(std::min(found.size(), expected.size())), expected);
        if (expected.isEmpty() && never.isEmpty())
            QCOMPARE(found, QStringList());
        const QStringList unwanted = never.split(u' ', Qt::SkipEmptyParts);
        for (const QString &label : unwanted)
            QVERIFY2(!found.contains(label), qPrintable(label));
    }

    void replacesTheWholeWord()
    {
        const Marked script("probe begin { strl‸en() }");
        const CompletionList list = complete(m_workspace, script.document, script.offset);
        QCOMPARE(list.typed, std::string("strl"));
        QCOMPARE(script.document.text().substr(list.replaceBegin, list.replaceEnd - list.replaceBegin),
                 std::string_view("strlen"));
    }
};

QTEST_GUILESS_MAIN(CompletionTest)
#include "tst_completion.moc"
