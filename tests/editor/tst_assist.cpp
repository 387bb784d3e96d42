// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "editor/assist/assistant.h"
#include "editor/assist/breadcrumb_bar.h"
#include "editor/assist/completion_popup.h"
#include "editor/assist/outline_view.h"
#include "editor/editor_pane.h"
#include "editor/live_checker.h"
#include "editor/message_bar.h"
#include "editor/script_editor.h"

#include <QSignalSpy>
#include <QTest>

using namespace tapscope;
using namespace tapscope::editor;

/// The language services as the user meets them: real script, real library, keys.
class TestAssist : public QObject {
    Q_OBJECT

private:
    static std::shared_ptr<services::Workspace> workspace()
    {
        static const auto shared = [] {
            services::WorkspaceOptions options;
            options.analysis.tapsetDirectories = {TAPSCOPE_SOURCE_DIR "/tapset"};
            return std::make_shared<services::Workspace>(options);
        }();
        return shared;
    }
    static void open(EditorPane &pane, const QByteArray &text)
    {
        pane.setWorkspace(workspace());
        pane.resize(900, 500);
        pane.show();
        pane.editor()->load(text);
        pane.editor()->setFocus();
    }
    static QStringList proposals(const EditorPane &pane)
    {
        QStringList all;
        const CompletionModel *model = pane.assistant().completer->popup()->model();
        for (int i = 0; i < model->rowCount(); ++i)
            all << model->index(i).data().toString();
        return all;
    }

private Q_SLOTS:
    void completesWhileTyping()
    {
        EditorPane pane;
        open(pane, "global teahouse_orders\nprobe begin {\n    \n}\n");
        pane.editor()->goTo(3, 5);
        QTest::keyClicks(pane.editor(), QStringLiteral("teah"));
        CompletionPopup *popup = pane.assistant().completer->popup();
        QTRY_VERIFY(popup->isVisible());
        QVERIFY2(proposals(pane).contains(QStringLiteral("teahouse_orders")), qPrintable(proposals(pane).join(u' ')));
        QTest::keyClick(pane.editor(), Qt::Key_Return);
        QVERIFY(!popup->isVisible());
        QVERIFY2(pane.editor()->bytes().contains("\n    teahouse_orders"), pane.editor()->bytes().constData());
    }

    void completesOnDemandAndEscCloses()
    {
        EditorPane pane;
        open(pane, "probe begin { ex }\n");
        pane.editor()->goTo(1, 17);
        pane.assistant().completer->complete(true);
        CompletionPopup *popup = pane.assistant().completer->popup();
        QTRY_VERIFY(popup->isVisible());
        QVERIFY2(proposals(pane).contains(QStringLiteral("execname")), qPrintable(proposals(pane).join(u' ')));
        QVERIFY(proposals(pane).contains(QStringLiteral("exit")));
        QTest::keyClicks(pane.editor(), QStringLiteral("i"));
        QTRY_VERIFY(!proposals(pane).contains(QStringLiteral("execname")));
        QTest::keyClick(pane.editor(), Qt::Key_Escape);
        QVERIFY(!popup->isVisible());
        QCOMPARE(pane.editor()->bytes(), QByteArray("probe begin { exi }\n"));
    }

    void parametersAreShown()
    {
        EditorPane pane;
        open(pane, "function f(first:long, second:string) { return first }\nprobe begin { f }\n");
        pane.editor()->goTo(2, 16);
        QTest::keyClicks(pane.editor(), QStringLiteral("(1, "));
        QLabel *label = pane.assistant().arguments->label();
        QTRY_VERIFY(label->isVisible());
        QTRY_VERIFY2(label->text().contains(QStringLiteral("<b><u>second")), qPrintable(label->text()));
        QTest::keyClick(pane.editor(), Qt::Key_Escape);
        QVERIFY(!label->isVisible());
    }

    void hoverTells()
    {
        EditorPane pane;
        open(pane, "probe begin { println(execname()) }\n");
        pane.editor()->goTo(1, 25);
        QSignalSpy shown(pane.assistant().hover, &HoverTips::shown);
        pane.assistant().hover->describe();
        QTRY_COMPARE(shown.count(), 1);
        QVERIFY(shown.at(0).at(0).toString().contains(QStringLiteral("execname")));
    }

    void definitionIsFollowed()
    {
        EditorPane pane;
        open(pane, "probe begin { f() println(execname()) }\n\nfunction f() { return 1 }\n");
        pane.editor()->goTo(1, 15);
        pane.assistant().navigator->goToDefinition(pane.editor()->position());
        QTRY_COMPARE(pane.editor()->currentLine(), 2);
        QSignalSpy wanted(pane.assistant().navigator, &Navigator::placeWanted);
        pane.assistant().navigator->goToDefinition(static_cast<int>(pane.editor()->bytes().indexOf("execname")) + 1);
        QTRY_COMPARE(wanted.count(), 1);
        QVERIFY(wanted.at(0).at(0).toString().contains(QStringLiteral("/tapset/")));
    }

    void usesAreFoundAndRenamed()
    {
        EditorPane pane;
        open(pane, "global n\nprobe begin { n++ }\nprobe end { println(n) }\n");
        pane.editor()->goTo(1, 8);
        QSignalSpy found(pane.assistant().navigator, &Navigator::placesFound);
        pane.assistant().navigator->findReferences();
        QTRY_COMPARE(found.count(), 1);
        QCOMPARE(found.at(0).at(1).value<QList<Place>>().size(), 3);
        pane.assistant().navigator->rename(pane.editor()->position(), QStringLiteral("total"));
        QTRY_COMPARE(pane.editor()->bytes(), QByteArray("global total\nprobe begin { total++ }\nprobe end { println(total) }\n"));
        pane.editor()->undo();
        QCOMPARE(pane.editor()->bytes(), QByteArray("global n\nprobe begin { n++ }\nprobe end { println(n) }\n"));
        pane.assistant().navigator->rename(7, QStringLiteral("not a name"));
        QTRY_VERIFY(pane.messages()->isVisible());
    }

    void outlineAndBreadcrumbsFollow()
    {
        EditorPane pane;
        open(pane, "global n\nfunction half(x) { return x / 2 }\nprobe begin {\n    if (n) {\n        exit()\n    }\n}\n");
        OutlineView view;
        view.setOutline(pane.assistant().outline);
        pane.editor()->goTo(5, 9);
        QTRY_COMPARE(pane.assistant().outline->items().size(), size_t(3));
        QTRY_VERIFY2(pane.breadcrumbs()->texts().join(u'/').contains(QStringLiteral("begin")),
                     qPrintable(pane.breadcrumbs()->texts().join(u'/')));
        QTRY_COMPARE(pane.assistant().outline->current(), 2);
        pane.assistant().outline->goTo(pane.assistant().outline->items()[1]);
        QCOMPARE(pane.editor()->currentLine(), 1);
    }

    void fixesMendWithOneKey()
    {
        EditorPane pane;
        open(pane, "probe begin {\n    printl(\"hello\")\n    exit()\n}\n");
        pane.recheck();
        QTRY_VERIFY(!pane.liveProblems().empty());
        QVERIFY(!pane.liveProblems().front().actions.empty());
        pane.editor()->goTo(2, 6);
        pane.editor()->showFixes();
        auto *menu = qobject_cast<QMenu *>(QApplication::activePopupWidget());
        QVERIFY(menu);
        menu->actions().constFirst()->trigger();
        menu->close();
        QVERIFY2(pane.editor()->bytes().contains("print"), pane.editor()->bytes().constData());
        QVERIFY(!pane.editor()->bytes().contains("printl("));
        QTRY_VERIFY(pane.liveProblems().empty());
    }

    void chineseMarksAreMendedWithOneKey()
    {
        EditorPane pane;
        open(pane, "probe begin { println（“茶”） }\n");
        pane.recheck();
        QTRY_VERIFY(!pane.liveProblems().empty());
        QVERIFY(!pane.liveProblems().front().actions.empty());
        QVERIFY(pane.editor()->applyAction(pane.liveProblems().front().actions.front()));
        QVERIFY(pane.editor()->bytes().contains('(') || pane.editor()->bytes().contains('"'));
    }
};

QTEST_MAIN(TestAssist)
#include "tst_assist.moc"
