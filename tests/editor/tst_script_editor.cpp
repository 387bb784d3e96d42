// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "editor/editor_pane.h"
#include "editor/find_bar.h"
#include "editor/live_checker.h"
#include "editor/script_editor.h"
#include "editor/text_commands.h"

#include <KSyntaxHighlighting/Theme>
#include <QSignalSpy>
#include <QTest>

#include <bit>

using namespace tapscope;
using editor::ScriptEditor;
using KSyntaxHighlighting::Theme;

namespace {

int styleAt(ScriptEditor &editor, int position)
{
    return static_cast<int>(editor.SendScintilla(QsciScintilla::SCI_GETSTYLEAT, static_cast<unsigned long>(position)));
}

void styleAll(ScriptEditor &editor)
{
    editor.SendScintilla(QsciScintilla::SCI_COLOURISE, 0UL, -1L);
}

editor::Problem problemAt(uint32_t begin, uint32_t end, int line)
{
    editor::Problem problem;
    problem.diagnostic.range = {0, begin, end};
    problem.diagnostic.message = {"wrong", {}};
    problem.line = line;
    problem.column = 1;
    return problem;
}

}

class TestScriptEditor : public QObject {
    Q_OBJECT

private Q_SLOTS:
    /// Each word of the golden script by the style it is painted in, so that a shift of the bytes behind a Chinese character shows.
    void stylesOfGolden_data()
    {
        QTest::addColumn<QByteArray>("word");
        QTest::addColumn<int>("style");
        QTest::newRow("comment") << QByteArray("comment") << int(Theme::Comment);
        QTest::newRow("string behind CJK") << QByteArray("\"%s") << int(Theme::String);
        QTest::newRow("control flow") << QByteArray("if") << int(Theme::ControlFlow);
        QTest::newRow("number") << QByteArray("10") << int(Theme::DecVal);
        QTest::newRow("trailing comment") << QByteArray("done") << int(Theme::Comment);
        QTest::newRow("plain name") << QByteArray("count++") << int(Theme::Normal);
    }
    void stylesOfGolden()
    {
        QFETCH(QByteArray, word);
        QFETCH(int, style);
        ScriptEditor editor;
        QFile file(QStringLiteral(TAPSCOPE_SOURCE_DIR "/tests/editor/golden/styles.stp"));
        QVERIFY(file.open(QIODevice::ReadOnly));
        const QByteArray text = file.readAll();
        editor.load(text);
        styleAll(editor);
        const auto at = static_cast<int>(text.indexOf(word));
        QVERIFY(at >= 0);
        QCOMPARE(QMetaEnum::fromType<Theme::TextStyle>().valueToKey(styleAt(editor, at)),
                 QMetaEnum::fromType<Theme::TextStyle>().valueToKey(style));
    }

    void editingRestylesWhatFollows()
    {
        ScriptEditor editor;
        editor.load("probe begin {\n  exit()\n}\n");
        styleAll(editor);
        QVERIFY(styleAt(editor, 16) != Theme::Comment);
        editor.insertAt(QStringLiteral("/* "), 0, 0);
        styleAll(editor);
        QCOMPARE(styleAt(editor, 20), int(Theme::Comment));
    }

    void blocksFold()
    {
        ScriptEditor editor;
        editor.load("probe begin {\n  exit()\n}\n");
        styleAll(editor);
        QVERIFY(editor.SendScintilla(QsciScintilla::SCI_GETFOLDLEVEL, 0UL) & QsciScintilla::SC_FOLDLEVELHEADERFLAG);
        QVERIFY(!(editor.SendScintilla(QsciScintilla::SCI_GETFOLDLEVEL, 1UL) & QsciScintilla::SC_FOLDLEVELHEADERFLAG));
    }

    void bracesMatch()
    {
        ScriptEditor editor;
        const QByteArray text = "probe begin { if (1) { exit() } }";
        editor.load(text);
        styleAll(editor);
        QCOMPARE(editor.SendScintilla(QsciScintilla::SCI_BRACEMATCH, static_cast<unsigned long>(text.indexOf('{')), 0L),
                 text.size() - 1);
    }

    void newLinesAreIndented()
    {
        ScriptEditor editor;
        editor.show();
        editor.setFocus();
        QTest::keyClicks(&editor, QStringLiteral("probe begin {"));
        QTest::keyClick(&editor, Qt::Key_Return);
        QTest::keyClicks(&editor, QStringLiteral("exit()"));
        QTest::keyClick(&editor, Qt::Key_Return);
        QTest::keyClicks(&editor, QStringLiteral("}"));
        QCOMPARE(editor.bytes(), QByteArray("probe begin {\n    exit()\n}"));
    }

    void commentsToggle()
    {
        ScriptEditor editor;
        const QByteArray text = "a\n    b\n\nc\n";
        editor.load(text);
        editor.selectAll();
        editor::commands::toggleComment(editor);
        QCOMPARE(editor.bytes(), QByteArray("// a\n//     b\n\n// c\n"));
        editor.selectAll();
        editor::commands::toggleComment(editor);
        QCOMPARE(editor.bytes(), text);
    }

    void inputMethodWritesChinese()
    {
        ScriptEditor editor;
        editor.show();
        editor.setFocus();
        QInputMethodEvent preedit(QStringLiteral("cha"), {});
        QCoreApplication::sendEvent(&editor, &preedit);
        QInputMethodEvent commit;
        commit.setCommitString(QStringLiteral("茶馆"));
        QCoreApplication::sendEvent(&editor, &commit);
        QCOMPARE(QString::fromUtf8(editor.bytes()), QStringLiteral("茶馆"));
    }

    void problemsAreUnderlinedAndMarked()
    {
        ScriptEditor editor;
        editor.load("// 茶\nbad here\n");
        editor.setProblems({problemAt(7, 10, 2)});
        const auto indicators = [&](int position) {
            return editor.SendScintilla(QsciScintilla::SCI_INDICATORALLONFOR, static_cast<unsigned long>(position));
        };
        QVERIFY(indicators(7) != 0);
        QCOMPARE(indicators(5), 0L);
        QCOMPARE(indicators(10), 0L);
        QVERIFY(editor.markersAtLine(1) != 0);
        editor.setProblems({});
        QCOMPARE(indicators(7), 0L);
        QCOMPARE(editor.markersAtLine(1), 0u);
    }

    void fixChangesTextAndCanBeUndone()
    {
        ScriptEditor editor;
        editor.load("probe begn { 茶 }");
        QVERIFY(editor.applyFix({{0, 6, 10}, "begin", {}}));
        QCOMPARE(editor.bytes(), QByteArray("probe begin { 茶 }"));
        editor.undo();
        QCOMPARE(editor.bytes(), QByteArray("probe begn { 茶 }"));
        QVERIFY(!editor.applyFix({{0, 6, 1000}, "x", {}}));
    }

    void findsTextAndExpressions()
    {
        editor::EditorPane pane;
        pane.show();
        pane.editor()->load("茶 foo1\nfoo22 Foo3\n");
        pane.findBar()->open();
        pane.findBar()->field()->setText(QStringLiteral("foo"));
        QCOMPARE(pane.findBar()->matchCount(), size_t(3));
        QCOMPARE(pane.editor()->selectedText(), QStringLiteral("foo"));
        pane.findBar()->setRegex(true);
        pane.findBar()->field()->setText(QStringLiteral("foo\\d{2}"));
        QCOMPARE(pane.findBar()->matchCount(), size_t(1));
        QCOMPARE(pane.editor()->selectedText(), QStringLiteral("foo22"));
        pane.findBar()->field()->setText(QStringLiteral("foo("));
        QCOMPARE(pane.findBar()->matchCount(), size_t(0));
    }

    void matchesStayReadable()
    {
        editor::EditorPane pane;
        pane.show();
        pane.editor()->load("foo bar foo\n");
        pane.findBar()->open();
        pane.findBar()->field()->setText(QStringLiteral("foo"));
        const auto shown = [&](int position) {
            return pane.editor()->SendScintilla(QsciScintilla::SCI_INDICATORALLONFOR, static_cast<unsigned long>(position));
        };
        const long found = shown(9) & ~shown(5);
        QVERIFY(found != 0);
        const auto number = static_cast<unsigned long>(std::countr_zero(static_cast<unsigned long>(found)));
        const long alpha = pane.editor()->SendScintilla(QsciScintilla::SCI_INDICGETALPHA, number);
        QVERIFY2(alpha < 128, "the mark of a match hides its text");
    }

    void checkComesAfterTyping()
    {
        editor::EditorPane pane;
        QSignalSpy checked(pane.checker(), &editor::LiveChecker::checked);
        pane.editor()->load("probe begin { printf(\"%d\\n\", 1 + ) }\n");
        pane.recheck();
        QTRY_VERIFY(checked.count() > 0);
        QVERIFY(!pane.liveProblems().empty());
        QCOMPARE(pane.liveProblems().front().line, 1);
        checked.clear();
        pane.editor()->load("probe begin { println(\"hello\") exit() }\n");
        pane.recheck();
        QTRY_VERIFY(checked.count() > 0);
    }

    void newerTextCancelsOlderCheck()
    {
        editor::LiveChecker checker;
        QSignalSpy checked(&checker, &editor::LiveChecker::checked);
        checker.schedule(QStringLiteral("a.stp"), "probe (");
        checker.checkNow();
        checker.schedule(QStringLiteral("a.stp"), "probe begin { exit() }");
        QTRY_VERIFY(!checker.busy());
        QCOMPARE(checked.count(), 1);
    }

    void filesThatAreNoScriptsAreRefused()
    {
        editor::EditorPane pane;
        QTemporaryDir folder;
        const QString path = folder.filePath(QStringLiteral("x.stp"));
        const auto refused = [&](const QByteArray &bytes) {
            QFile file(path);
            return file.open(QIODevice::WriteOnly) && file.write(bytes) == bytes.size()
                && (file.close(), !pane.read(path).isEmpty());
        };
        QVERIFY(refused(QByteArray("a\0b", 3)));

        QVERIFY(!pane.read(folder.path()).isEmpty());
        QVERIFY(!pane.read(folder.filePath(QStringLiteral("absent"))).isEmpty());
        QVERIFY(!refused("fine 茶\n"));
    }

    void largeFileOpens()
    {
        QByteArray text;
        for (int i = 0; i < 50'000; ++i)
            text += "probe timer.s(" + QByteArray::number(i) + ") { println(\"tick\") }\n";
        ScriptEditor editor;
        editor.resize(900, 700);
        editor.show();
        editor.load(text);
        QVERIFY(!editor.grab().isNull());
        QCOMPARE(editor.lines(), 50'001);
    }
};

QTEST_MAIN(TestScriptEditor)
#include "tst_script_editor.moc"
