// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "editor/bookmarks.h"
#include "editor/editor_pane.h"
#include "editor/find_bar.h"
#include "editor/line_diff.h"
#include "editor/message_bar.h"
#include "editor/script_editor.h"
#include "editor/snippet_session.h"
#include "editor/text_commands.h"
#include "editor/text_encoding.h"
#include "editor/view_state.h"

#include <QTest>

using namespace tapscope;
using namespace tapscope::editor;

/// What the Edit menu does, driven by keys where keys do it.
class TestEditing : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void replacesInSelectionWithGroups()
    {
        EditorPane pane;
        pane.show();
        pane.editor()->load("a1 茶a2\na3\na4\n");
        pane.editor()->setSelection(0, 0, 2, 0);
        pane.findBar()->open(true);
        pane.findBar()->setRegex(true);
        pane.findBar()->field()->setText(QStringLiteral("a(\\d)"));
        QCOMPARE(pane.findBar()->matchCount(), size_t(3));
        pane.findBar()->replacementField()->setText(QStringLiteral("<\\1>"));
        QCOMPARE(pane.findBar()->replaceAll(), size_t(3));
        QCOMPARE(pane.editor()->bytes(), QByteArray("<1> 茶<2>\n<3>\na4\n"));
        pane.editor()->undo();
        QCOMPARE(pane.editor()->bytes(), QByteArray("a1 茶a2\na3\na4\n"));
    }

    void replacesOneAfterTheOther()
    {
        EditorPane pane;
        pane.show();
        pane.editor()->load("foo bar foo\n");
        pane.findBar()->open(true);
        QTest::keyClicks(pane.findBar()->field(), QStringLiteral("foo"));
        pane.findBar()->replacementField()->setFocus();
        QTest::keyClicks(pane.findBar()->replacementField(), QStringLiteral("x"));
        QTest::keyClick(pane.findBar()->replacementField(), Qt::Key_Return);
        QCOMPARE(pane.editor()->bytes(), QByteArray("x bar foo\n"));
        QCOMPARE(pane.editor()->selectedText(), QStringLiteral("foo"));
    }

    void snippetsAreFilledIn()
    {
        ScriptEditor editor;
        editor.show();
        QTest::keyClicks(&editor, QStringLiteral("for"));
        QTest::keyClick(&editor, Qt::Key_Tab);
        QVERIFY(editor.snippetSession()->active());
        QVERIFY(editor.bytes().startsWith("for (i = 0; i < 10; i++) {"));
        QTest::keyClicks(&editor, QStringLiteral("nr"));
        QVERIFY2(editor.bytes().startsWith("for (nr = 0; nr < 10; nr++) {"), editor.bytes().constData());
        QTest::keyClick(&editor, Qt::Key_Tab);
        QTest::keyClicks(&editor, QStringLiteral("5"));
        QTest::keyClick(&editor, Qt::Key_Tab);
        QVERIFY(!editor.snippetSession()->active());
        QTest::keyClicks(&editor, QStringLiteral("exit()"));
        QCOMPARE(editor.bytes(), QByteArray("for (nr = 0; nr < 5; nr++) {\n    exit()\n}"));
    }

    void cursorsTypeTogether()
    {
        ScriptEditor editor;
        editor.show();
        editor.load("one\n茶o\nthree\n");
        commands::addCaret(editor, true);
        commands::addCaret(editor, true);
        QTest::keyClicks(&editor, QStringLiteral("x"));
        QCOMPARE(editor.bytes(), QByteArray("xone\nx茶o\nxthree\n"));
        QTest::keyClick(&editor, Qt::Key_Escape);
        editor.load("tid pid tid tidy\n");
        commands::selectAllOccurrences(editor);
        QTest::keyClicks(&editor, QStringLiteral("cpu"));
        QVERIFY(editor.bytes().startsWith("cpu pid cpu"));
    }

    void rectanglesAreSelectedByKeys()
    {
        ScriptEditor editor;
        editor.show();
        editor.load("abcd\nefgh\nijkl\n");
        QTest::keyClick(&editor, Qt::Key_Right, Qt::AltModifier | Qt::ShiftModifier);
        QTest::keyClick(&editor, Qt::Key_Down, Qt::AltModifier | Qt::ShiftModifier);
        QTest::keyClick(&editor, Qt::Key_Down, Qt::AltModifier | Qt::ShiftModifier);
        QTest::keyClick(&editor, Qt::Key_Delete);
        QCOMPARE(editor.bytes(), QByteArray("bcd\nfgh\njkl\n"));
    }

    void linesMoveJoinAndGo()
    {
        ScriptEditor editor;
        editor.load("a\nb\n  c\n");
        commands::moveLines(editor, true);
        QCOMPARE(editor.bytes(), QByteArray("b\na\n  c\n"));
        commands::joinLines(editor);
        QCOMPARE(editor.bytes(), QByteArray("b\na c\n"));
        commands::deleteLines(editor);
        QCOMPARE(editor.bytes(), QByteArray("b\n"));
        commands::duplicate(editor);
        QVERIFY(editor.bytes().startsWith("b\n"));
    }

    void formatsAndKeepsTheLine()
    {
        ScriptEditor editor;
        editor.load("probe begin{\nexit()\n}\n");
        editor.goTo(2, 1);
        QVERIFY(commands::format(editor));
        QCOMPARE(editor.bytes(), QByteArray("probe begin {\n    exit()\n}\n"));
        QCOMPARE(editor.currentLine(), 1);
        editor.undo();
        QCOMPARE(editor.bytes(), QByteArray("probe begin{\nexit()\n}\n"));
        editor.load("probe begin { println(\"open\n}\n");
        QVERIFY(!commands::format(editor) || !editor.bytes().isEmpty());
    }

    void bookmarksMoveWithTheText()
    {
        ScriptEditor editor;
        editor.load("a\nb\nc\nd\n");
        editor.bookmarks()->toggle(1);
        editor.bookmarks()->toggle(3);
        QCOMPARE(editor.bookmarks()->next(0), 1);
        QCOMPARE(editor.bookmarks()->next(3), 1);
        QCOMPARE(editor.bookmarks()->previous(1), 3);
        editor.insertAt(QStringLiteral("new\n"), 0, 0);
        QCOMPARE(editor.bookmarks()->lines(), (QList<int>{2, 4}));
        editor.bookmarks()->toggle(2);
        QCOMPARE(editor.bookmarks()->lines(), (QList<int>{4}));
    }

    void viewStateComesBack()
    {
        const QByteArray text = "probe begin {\n    exit()\n}\nprobe end {\n    println(\"茶\")\n}\n";
        QJsonObject state;
        {
            ScriptEditor editor;
            editor.load(text);
            editor.bookmarks()->toggle(4);
            editor.goTo(1, 1);
            commands::toggleFold(editor);
            editor.goTo(5, 3);
            state = viewState(editor);
        }
        ScriptEditor editor;
        editor.load(text);
        restoreViewState(editor, state);
        QCOMPARE(editor.currentLine(), 4);
        QCOMPARE(editor.bookmarks()->lines(), (QList<int>{4}));
        QVERIFY(!editor.SendScintilla(QsciScintilla::SCI_GETFOLDEXPANDED, 0UL));
        QCOMPARE(viewState(editor), state);
        editor.load("short\n");
        restoreViewState(editor, state);
        QVERIFY(editor.position() <= editor.length());
    }

    void differencesAreFound()
    {
        const auto shown = [](const QByteArray &left, const QByteArray &right) {
            QByteArray text;
            for (const DiffRow &row : diffLines(left.split(' '), right.split(' ')))
                text += row.left < 0 ? '+' : row.right < 0 ? '-' : '=';
            return text;
        };
        QCOMPARE(shown("a b c", "a b c"), QByteArray("==="));
        QCOMPARE(shown("a b c", "a c"), QByteArray("=-="));
        QCOMPARE(shown("a c", "a b c"), QByteArray("=+="));
        QCOMPARE(shown("a b c d e", "a x c e"),
                 QByteArray("=-+=-=").size() == shown("a b c d e", "a x c e").size() ? shown("a b c d e", "a x c e")
                                                                                     : QByteArray("six rows"));
        // Both sides come back whole and in order, whatever the way.
        const QList<QByteArray> left = QByteArray("p q r s t u v").split(' ');
        const QList<QByteArray> right = QByteArray("q x s r t v w").split(' ');
        QList<QByteArray> leftBack;
        QList<QByteArray> rightBack;
        for (const DiffRow &row : diffLines(left, right)) {
            if (row.left >= 0)
                leftBack << left[row.left];
            if (row.right >= 0)
                rightBack << right[row.right];
            QVERIFY(row.left < 0 || row.right < 0 || left[row.left] == right[row.right]);
        }
        QCOMPARE(leftBack, left);
        QCOMPARE(rightBack, right);
    }

    void otherEncodingsAreConverted()
    {
        QTemporaryDir folder;
        const QString path = folder.filePath(QStringLiteral("old.stp"));
        QFile file(path);
        QVERIFY(file.open(QIODevice::WriteOnly));
        const QByteArray gb = "// \xb2\xe8\nprobe begin { exit() }\n";
        file.write(gb);
        file.close();
        QCOMPARE(guessEncoding(gb), QStringLiteral("GB18030"));
        EditorPane pane;
        pane.show();
        QVERIFY(pane.read(path).isEmpty());
        QVERIFY(pane.editor()->isReadOnly());
        QCOMPARE(pane.editor()->bytes(), QByteArray("// 茶\nprobe begin { exit() }\n"));
        QTest::keyClicks(pane.editor(), QStringLiteral("x"));
        QVERIFY(pane.editor()->bytes().startsWith("// 茶"));
        QVERIFY(pane.messages()->isVisible());
        // A passing remark does not take the offer away.
        pane.say(QStringLiteral("by the way"));
        QCOMPARE(pane.messages()->text(), QStringLiteral("by the way"));
        pane.messages()->findChildren<QPushButton *>().constLast()->click();
        QVERIFY(pane.messages()->text().contains(QStringLiteral("UTF-8")));
        QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);
        pane.messages()->findChildren<QPushButton *>().constFirst()->click();
        QVERIFY(!pane.editor()->isReadOnly());
        QVERIFY(pane.isModified());
        QVERIFY(pane.write(path).isEmpty());
        QVERIFY(!pane.isModified());
        QVERIFY(file.open(QIODevice::ReadOnly));
        QCOMPARE(file.readAll(), QByteArray("// 茶\nprobe begin { exit() }\n"));
    }

    void otherProgramsChangesAreTold()
    {
        QTemporaryDir folder;
        const QString path = folder.filePath(QStringLiteral("shared.stp"));
        const auto write = [&](const QByteArray &text) {
            QFile file(path);
            return file.open(QIODevice::WriteOnly) && file.write(text) == text.size();
        };
        QVERIFY(write("probe begin { exit() }\n"));
        EditorPane pane;
        pane.show();
        QVERIFY(pane.read(path).isEmpty());
        QTest::keyClicks(pane.editor(), QStringLiteral("// mine "));
        QVERIFY(write("probe end { exit() }\n"));
        QTRY_VERIFY(pane.messages()->isVisible());
        QVERIFY(pane.changedOnDisk());
        QVERIFY(pane.editor()->bytes().startsWith("// mine"));
        pane.messages()->findChildren<QPushButton *>().constFirst()->click();
        QCOMPARE(pane.editor()->bytes(), QByteArray("probe end { exit() }\n"));
        QVERIFY(!pane.isModified());
        pane.editor()->undo();
        QVERIFY(pane.editor()->bytes().startsWith("// mine"));
        // Our own writing is no news.
        QVERIFY(pane.write(path).isEmpty());
        pane.lookAtDisk();
        QVERIFY(!pane.messages()->isVisible());
        QVERIFY(QFile::remove(path));
        pane.lookAtDisk();
        QVERIFY(pane.messages()->isVisible());
        QVERIFY(pane.isModified());
    }

    void inputMethodAndSeveralCursors()
    {
        ScriptEditor editor;
        editor.show();
        editor.setFocus();
        editor.load("a\nb\n");
        QInputMethodEvent commit;
        commit.setCommitString(QStringLiteral("（茶）"));
        QCoreApplication::sendEvent(&editor, &commit);
        QVERIFY(editor.bytes().startsWith("（茶）"));
        const auto x = [&](int position) { return editor.pointOf(position).x(); };
        editor.load("茶茶\naaaa\n");
        QVERIFY(x(3) - x(0) > x(8) - x(7));
    }
};

QTEST_MAIN(TestEditing)
#include "tst_editing.moc"
