// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "marked.h"
#include "services/navigation.h"
#include "services/outline.h"
#include "services/semantic_tokens.h"

using namespace tapscope::services;

class NavigationTest : public QObject {
    Q_OBJECT

    Workspace m_workspace{withTapset()};

    static QString places(const std::vector<FileLocation> &locations)
    {
        QStringList out;
        for (const FileLocation &each : locations)
            out << QStringLiteral("%1:%2:%3")
                       .arg(QFileInfo(QString::fromStdString(each.path)).fileName())
                       .arg(each.line)
                       .arg(each.character);
        return out.join(u' ');
    }

private Q_SLOTS:
    void definitions_data()
    {
        QTest::addColumn<QString>("script");
        QTest::addColumn<QString>("expected");
        const QString program = QString::fromStdString(fixture);
        QTest::newRow("global") << "global a,\n  b\nprobe begin { println(‸b) }" << "test.stp:1:2";
        QTest::newRow("local") << "probe begin {\n x = 1\n println(x‸) }" << "test.stp:1:1";
        QTest::newRow("local of its own handler") << "probe begin { x = 1 }\nprobe end { x‸ = 2 }" << "test.stp:1:12";
        QTest::newRow("parameter") << "function f(n) { return n‸ }" << "test.stp:0:11";
        QTest::newRow("own function") << "probe begin { f‸() }\nfunction f() { }" << "test.stp:1:9";
        QTest::newRow("macro") << "@define m %( 1 %)\nprobe begin { println(@m‸) }" << "test.stp:0:8";
        QTest::newRow("alias") << "probe tea = begin { }\nprobe tea‸ { }" << "test.stp:0:6";
        QTest::newRow("variable of an alias") << "probe tea = begin { cup = 1 }\nprobe tea { println(cup‸) }" << "test.stp:0:6";
        QTest::newRow("source of the program")
            << "probe process(\"" + program + "\").function(\"class‸ify\") { }" << "fixture.cpp:28:0";
        QTest::newRow("variable of the program")
            << "probe process(\"" + program + "\").function(\"classify\") { println($n‸) }" << "fixture.cpp:28:0";
        QTest::newRow("nothing") << "probe begin { 1‸2 }" << "";
    }
    void definitions()
    {
        QFETCH(QString, script);
        const Marked marked(script.toStdString());
        QTEST(places(definition(m_workspace, marked.document, marked.offset)), "expected");
    }
    void libraryFunction()
    {
        const Marked marked("probe begin { str‸len(\"a\") }");
        const auto found = definition(m_workspace, marked.document, marked.offset);
        QCOMPARE(found.size(), size_t(1));
        QVERIFY(QString::fromStdString(found.front().path).endsWith(QStringLiteral("strings.stp")));
    }

    void sourceThatIsNotHere()
    {
        const Marked here("probe process(\"" + std::string(fixture) + "\").function(\"class‸ify\") { }");
        QCOMPARE(missingSource(m_workspace, here.document, here.offset), std::string());
        const Marked elsewhere("probe begin { pri‸ntln(1) }");
        QCOMPARE(missingSource(m_workspace, elsewhere.document, elsewhere.offset), std::string());
        QTemporaryDir folder;
        const QString source = folder.filePath(QStringLiteral("gone.cpp"));
        QFile file(source);
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write("int brew(int cups) { return cups; }\nint main() { return brew(0); }\n");
        file.close();
        const QString program = folder.filePath(QStringLiteral("program"));
        if (QProcess::execute(QStringLiteral("c++"), {QStringLiteral("-g"), QStringLiteral("-o"), program, source}) != 0)
            QSKIP("no compiler");
        QVERIFY(QFile::remove(source));
        const std::string head = "probe process(\"" + program.toStdString() + "\").function(\"br";
        for (const char *script : {"‸ew\") { }", "ew\") { println($cu‸ps) }"}) {
            const Marked gone(head + script);
            QVERIFY(definition(m_workspace, gone.document, gone.offset).empty());
            QCOMPARE(missingSource(m_workspace, gone.document, gone.offset), source.toStdString());
        }
    }

    void libraryMacro()
    {
        const Marked marked("probe begin { println(@choose_def‸ined(1, 2)) }");
        const auto found = definition(m_workspace, marked.document, marked.offset);
        QCOMPARE(found.size(), size_t(1));
        QVERIFY(QString::fromStdString(found.front().path).endsWith(QStringLiteral(".stpm")));
    }

    /// Each place that is renamed shows as [ ].
    void renames_data()
    {
        QTest::addColumn<QString>("script");
        QTest::addColumn<QString>("expected");
        const auto row = [](const char *name, const char *script, const char *expected) {
            QTest::newRow(name) << QString::fromUtf8(script) << QString::fromUtf8(expected);
        };
        row("global", "global a‸, b\nprobe begin { a[1]++ println(a[1], b) }",
            "global tea, b\nprobe begin { tea[1]++ println(tea[1], b) }");
        row("local of one handler", "probe begin { x‸ = 1 }\nprobe end { x = 2 }",
            "probe begin { tea = 1 }\nprobe end { x = 2 }");
        row("parameter", "function f(n) { return n‸ }", "function f(tea) { return tea }");
        row("function", "function f() { f‸() }\nprobe begin { f() x = 1 }",
            "function tea() { tea() }\nprobe begin { tea() x = 1 }");
        row("macro", "@define m %( 1 %)\nprobe begin { println(@m‸) }", "@define tea %( 1 %)\nprobe begin { println(@tea) }");
        row("macro parameter", "@define m(a) %( @a‸ + a %)", "@define m(tea) %( @tea + a %)");
        row("not in strings", "global a‸\nprobe begin { println(\"a\", a) } # a",
            "global tea\nprobe begin { println(\"a\", tea) } # a");
        row("not members", "global a‸\nprobe begin { println($x->a, a) }", "global tea\nprobe begin { println($x->a, tea) }");
        row("behind Chinese", "global a‸\nprobe begin { println(\"茶🍵\", a) }",
            "global tea\nprobe begin { println(\"茶🍵\", tea) }");
        row("in broken text", "global a‸\nprobe begin { println(a", "global tea\nprobe begin { println(tea");
    }
    void renames()
    {
        QFETCH(QString, script);
        const Marked marked(script.toStdString());
        const auto edits = rename(m_workspace, marked.document, marked.offset, "tea");
        QVERIFY2(edits.has_value(), edits ? "" : edits.error().english().c_str());
        QTEST(QString::fromStdString(applied(marked.document.text(), *edits)), "expected");
    }

    void refuses_data()
    {
        QTest::addColumn<QString>("script");
        QTest::addColumn<QString>("name");
        QTest::addColumn<QString>("reason");
        const auto row = [](const char *what, const char *script, const char *name, const char *reason) {
            QTest::newRow(what) << QString::fromUtf8(script) << QString::fromUtf8(name) << QString::fromUtf8(reason);
        };
        row("library function", "probe begin { str‸len(\"\") }", "tea", "library");
        row("target variable", "probe begin { $x‸ }", "tea", "probed program");
        row("operator", "probe begin { @count‸(x) }", "tea", "operator");
        row("component", "probe beg‸in { }", "tea", "probe point");
        row("no name", "probe begin { ‸ }", "tea", "no name here");
        row("keyword", "global a‸", "foreach", "word of the language");
        row("bad name", "global a‸", "1a", "begin with no digit");
        row("empty name", "global a‸", "", "begin with no digit");
        row("taken", "global a‸, tea", "tea", "already used");
        row("local hidden by a global", "global tea\nprobe begin { x‸ = 1 }", "tea", "already used");
        row("set by an alias", "probe tea = begin { cup = 1 }\nprobe tea { println(cup‸) }", "mug", "alias");
    }
    void refuses()
    {
        QFETCH(QString, script);
        QFETCH(QString, name);
        QFETCH(QString, reason);
        const Marked marked(script.toStdString());
        const auto edits = rename(m_workspace, marked.document, marked.offset, name.toStdString());
        QVERIFY(!edits.has_value());
        QVERIFY2(edits.error().english().find(reason.toStdString()) != std::string::npos, edits.error().english().c_str());
    }

    void outlines()
    {
        const Document document("test.stp",
                                "global a, b[10]\nprobe begin,\n  end { }\nprobe tea.pour = begin { }\n"
                                "function f:long (n:long) { return n }\n@define m(x) %( 1 %)\n");
        QStringList out;
        for (const OutlineItem &item : outline(document))
            out << QString::fromStdString(item.name + "|" + item.detail);
        QCOMPARE(out,
                 QStringList({QStringLiteral("a|"), QStringLiteral("b|[10]"), QStringLiteral("begin, end|"),
                              QStringLiteral("tea.pour|= begin"), QStringLiteral("f|:long (n:long)"), QStringLiteral("m|(x)")}));
    }

    void breadcrumbs()
    {
        const Marked marked("probe begin {\n if (x == 1) {\n foreach (k in a) { y‸ } } }");
        QStringList out;
        for (const OutlineItem &item : breadcrumb(marked.document, marked.offset))
            out << QString::fromStdString(item.name);
        QCOMPARE(out, QStringList({QStringLiteral("begin"), QStringLiteral("if (x == 1)"), QStringLiteral("foreach (k in a)")}));
    }

    void folds()
    {
        const Document document("test.stp",
                                "# a\n# b\nprobe begin {\n  if (1) {\n    x\n  }\n}\n/* c\n*/\n%( 1 == 1 %?\nglobal a\n%)\n");
        const std::vector<FoldingRange> expected{{0, 1, FoldingRange::Kind::Comment},
                                                 {2, 6, FoldingRange::Kind::Block},
                                                 {3, 5, FoldingRange::Kind::Block},
                                                 {7, 8, FoldingRange::Kind::Comment},
                                                 {9, 11, FoldingRange::Kind::Conditional}};
        QVERIFY(foldingRanges(document) == expected);
    }

    void tokens()
    {
        const Document document("test.stp", "global a # c\nprobe begin { a = strlen(\"x\") f($v, 1) }");
        QString out;
        for (const SemanticToken &token : semanticTokens(m_workspace, document))
            out += QString::fromStdString(std::string(document.text(token.range))) + u':'
                + QString::number(static_cast<int>(token.kind)) + u' ';
        QCOMPARE(out, QStringLiteral("global:0 a:7 # c:1 probe:0 begin:12 a:7 =:4 strlen:6 \"x\":2 f:5 $v:13 1:3 "));
    }

    /// Offsets and editors' positions agree on every character.
    void positions()
    {
        const std::string text = "a茶🍵b\r\n\xff\nend";
        const tapscope::script::SourceFile file("x", text);
        for (const uint32_t offset : {0U, 1U, 4U, 8U, 9U, 11U, 12U, 13U, 16U})
            QCOMPARE(offsetOf(file, positionOf(file, offset)), offset);
        QVERIFY(positionOf(file, 8) == (TextPosition{0, 4}));
        QCOMPARE(offsetOf(file, {0, 3}), 4U); // inside of the surrogate pair
        QCOMPARE(offsetOf(file, {0, 99}), 9U);
        QCOMPARE(offsetOf(file, {99, 0}), 16U);
        QCOMPARE(utf16Length("茶🍵"), 3U);
    }
};

QTEST_GUILESS_MAIN(NavigationTest)
#include "tst_navigation.moc"
