// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "script/diagnostic.h"

#include <QTest>

using namespace tapscope;
using namespace tapscope::script;

class DiagnosticTest : public QObject {
    Q_OBJECT

    static std::string shown(std::string text, uint32_t begin, uint32_t end)
    {
        SourceSet set;
        set.add("a.stp", std::move(text));
        return render({Severity::Error, "some-id", {0, begin, end}, {"wrong: %1", {"this"}}, {}, {}, {}}, set);
    }

private Q_SLOTS:
    void collecting()
    {
        Diagnostics all;
        QVERIFY(!all.hasErrors());
        all.warning("w", {}, {"careful", {}});
        QVERIFY(!all.hasErrors());
        all.error("e", {}, {"wrong", {}}).notes.push_back({{}, {"because", {}}});
        all.add({Severity::Error, "f", {}, {"worse", {}}, {}, {}, {}});
        all.add({Severity::Note, "n", {}, {"by the way", {}}, {}, {}, {}});
        QCOMPARE(all.errorCount(), size_t(2));
        QCOMPARE(all.all().size(), size_t(4));
        QCOMPARE(all.all()[1].notes.size(), size_t(1));
    }

    void carets_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<uint>("begin");
        QTest::addColumn<uint>("end");
        QTest::addColumn<QByteArray>("expected");
        QTest::newRow("word") << QByteArray("x = foo\n") << 4U << 7U
                              << QByteArray("a.stp:1:5: error: wrong: this\n    1 | x = foo\n      |     ^~~\n");
        QTest::newRow("empty range") << QByteArray("x = foo\n") << 4U << 4U
                                     << QByteArray("a.stp:1:5: error: wrong: this\n    1 | x = foo\n      |     ^\n");
        QTest::newRow("tabs") << QByteArray("\tx\tfoo\n") << 3U << 6U
                              << QByteArray("a.stp:1:4: error: wrong: this\n    1 | \tx\tfoo\n      | \t \t^~~\n");
        QTest::newRow("wide characters before")
            << QByteArray("\"\xe4\xb8\xad\" y\n") << 6U << 7U
            << QByteArray("a.stp:1:7: error: wrong: this\n    1 | \"\xe4\xb8\xad\" y\n      |      ^\n");
        QTest::newRow("wide characters inside")
            << QByteArray("\xe4\xb8\xad\n") << 0U << 3U
            << QByteArray("a.stp:1:1: error: wrong: this\n    1 | \xe4\xb8\xad\n      | ^~\n");
        QTest::newRow("several lines") << QByteArray("ab\ncd\n") << 1U << 5U
                                       << QByteArray("a.stp:1:2: error: wrong: this\n    1 | ab\n      |  ^\n");
        QTest::newRow("end of file") << QByteArray("ab") << 2U << 2U
                                     << QByteArray("a.stp:1:3: error: wrong: this\n    1 | ab\n      |   ^\n");
        QTest::newRow("carriage return") << QByteArray("ab\r\n") << 0U << 2U
                                         << QByteArray("a.stp:1:1: error: wrong: this\n    1 | ab\n      | ^~\n");
        QTest::newRow("escape sequences are not passed on")
            << QByteArray("\x1b[31m\xff x\n") << 7U << 8U
            << QByteArray("a.stp:1:8: error: wrong: this\n    1 | \xef\xbf\xbd[31m\xef\xbf\xbd x\n      |        ^\n");
    }

    void carets()
    {
        QFETCH(QByteArray, text);
        QFETCH(uint, begin);
        QFETCH(uint, end);
        QFETCH(QByteArray, expected);
        QCOMPARE(QByteArray::fromStdString(shown(text.toStdString(), begin, end)), expected);
    }

    void longLinesAreCut()
    {
        const auto text = shown(std::string(5000, 'a') + "BAD" + std::string(5000, 'c'), 5000, 5003);
        QVERIFY(text.size() < 1000);
        const auto source = text.find("BAD");
        const auto caret = text.find("^~~");
        QVERIFY(source != std::string::npos && caret != std::string::npos);
        const auto column = [&](size_t at) { return at - text.rfind('\n', at); };
        QCOMPARE(column(source), column(caret));
    }

    void everything()
    {
        SourceSet set;
        set.add("a.stp", "global a\nglobal a\n");
        Diagnostic diagnostic{Severity::Warning, "twice", {0, 16, 17}, {"'%1' again", {"a"}}, {"remove one", {}}, {}, {}};
        diagnostic.notes.push_back({{0, 7, 8}, {"first here", {}}});
        diagnostic.fixIts.push_back({{0, 9, 17}, "", {"remove the line", {}}});
        QCOMPARE(QByteArray::fromStdString(render(diagnostic, set)),
                 QByteArray("a.stp:2:8: warning: 'a' again\n    2 | global a\n      |        ^\n"
                            "a.stp:1:8: note: first here\n    1 | global a\n      |        ^\n"
                            "      = next: remove one\n      = fix: remove the line\n"));
        const auto coloured = render(diagnostic, set, true);
        QVERIFY(coloured.contains("\x1b[1;35mwarning: \x1b[0m"));
        QVERIFY(coloured.contains("\x1b[1;32m^\x1b[0m\n"));
    }
};

QTEST_GUILESS_MAIN(DiagnosticTest)
#include "tst_diagnostic.moc"
