// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/gui/action_set.h"
#include "app/gui/appearance.h"
#include "app/gui/assistance.h"
#include "app/gui/document_area.h"
#include "app/gui/document_recovery.h"
#include "app/gui/language.h"
#include "app/gui/main_window.h"
#include "editor/assist/assistant.h"
#include "editor/assist/completion_popup.h"
#include "editor/assist/places_list.h"
#include "editor/bookmarks.h"
#include "editor/editor_pane.h"
#include "editor/message_bar.h"
#include "editor/script_editor.h"
#include "window_home.h"

#include <QDockWidget>
#include <QMessageBox>
#include <QPushButton>
#include <QTest>

using namespace tapscope;

/// Scripts in the window from one start to the next.
class TestDocuments : public QObject {
    Q_OBJECT

private:
    tests::WindowHome m_home;

private Q_SLOTS:
    void initTestCase() { QVERIFY(m_home.enter()); }

    void cursorsAndBookmarksComeBack()
    {
        const QString path = m_home.write(QStringLiteral("marked.stp"), "probe begin {\n    exit()\n}\n");
        {
            app::MainWindow window;
            window.openFiles({path});
            auto *pane = window.documents()->paneOf(path);
            pane->editor()->goTo(2, 5);
            (*window.actionSet())["bookmark"]->trigger();
            window.close();
        }
        app::MainWindow window;
        window.restoreDocuments();
        auto *pane = window.documents()->paneOf(path);
        QVERIFY(pane);
        QCOMPARE(pane->editor()->currentLine(), 1);
        QCOMPARE(pane->editor()->bookmarks()->lines(), QList<int>{1});
    }

    void unsavedTextSurvivesACrash()
    {
        const QString folder = m_home.filePath(QStringLiteral("unsaved"));
        const QString path = m_home.write(QStringLiteral("crash.stp"), "probe begin { exit() }\n");
        QByteArray copy;
        QString name;
        {
            app::DocumentArea documents;
            app::DocumentRecovery recovery(&documents, folder);
            auto *pane = documents.openFile(path);
            QTest::keyClicks(pane->editor(), QStringLiteral("// lost? "));
            recovery.flush();
            const QStringList files = QDir(folder).entryList({QStringLiteral("*.json")}, QDir::Files);
            QCOMPARE(files.size(), 1);
            name = files.constFirst();
            QFile file(folder + u'/' + name);
            QVERIFY(file.open(QIODevice::ReadOnly));
            copy = file.readAll();
            QCOMPARE(file.permissions() & (QFile::ReadGroup | QFile::ReadOther), QFile::Permissions());
            // A second program that starts now leaves the first one's alone.
            app::DocumentArea others;
            app::DocumentRecovery second(&others, folder);
            QCOMPARE(second.recover(), 0);
        }
        QVERIFY(QDir(folder).entryList({QStringLiteral("*.json")}, QDir::Files).isEmpty());
        // What a crash would have left.
        QFile file(folder + QStringLiteral("/1-dead-1.json"));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(copy);
        file.close();
        app::DocumentArea documents;
        app::DocumentRecovery recovery(&documents, folder);
        QCOMPARE(recovery.recover(), 1);
        auto *pane = documents.paneOf(path);
        QVERIFY(pane);
        QCOMPARE(pane->editor()->bytes(), QByteArray("// lost? probe begin { exit() }\n"));
        QVERIFY(pane->isModified());
        QVERIFY(!QFile::exists(file.fileName()));
        QCOMPARE(QDir(folder).entryList({QStringLiteral("*.json")}, QDir::Files).size(), 1);
        QVERIFY(pane->write(path).isEmpty());
        recovery.flush();
        QVERIFY(QDir(folder).entryList({QStringLiteral("*.json")}, QDir::Files).isEmpty());
    }

    void libraryFilesOpenReadOnlyAndBackReturns()
    {
        app::MainWindow window;
        window.resize(1200, 800);
        window.show();
        auto *pane = window.documents()->newScript("probe begin { println(execname()) exit() }\n");
        pane->editor()->goTo(1, 24);
        (*window.actionSet())["definition"]->trigger();
        QTRY_VERIFY(window.documents()->current() != pane);
        auto *library = window.documents()->current();
        QVERIFY(library->isReference());
        QVERIFY(library->editor()->isReadOnly());
        QVERIFY(!(*window.actionSet())["comment"]->isEnabled());
        (*window.actionSet())["back"]->trigger();
        QCOMPARE(window.documents()->current(), pane);
        (*window.actionSet())["forward"]->trigger();
        QCOMPARE(window.documents()->current(), library);
    }

    void usesAreListedInTheirDock()
    {
        app::MainWindow window;
        window.resize(1200, 800);
        window.show();
        auto *pane = window.documents()->newScript("global n\nprobe begin { n++ }\nprobe end { println(n) }\n");
        pane->editor()->goTo(1, 8);
        (*window.actionSet())["references"]->trigger();
        QTRY_VERIFY(window.assistance()->placesDock()->isVisible());
        QCOMPARE(window.assistance()->places()->topLevelItemCount(), 3);
        Q_EMIT window.assistance()->places()->itemActivated(window.assistance()->places()->topLevelItem(2), 0);
        QCOMPARE(pane->editor()->currentLine(), 2);
    }

    void overwritingOthersWorkIsAskedFor()
    {
        const QString path = m_home.write(QStringLiteral("two.stp"), "probe begin { exit() }\n");
        app::MainWindow window;
        window.show();
        auto *pane = window.documents()->openFile(path);
        QTest::keyClicks(pane->editor(), QStringLiteral("// "));
        QVERIFY(!m_home.write(QStringLiteral("two.stp"), "probe end { }\n").isEmpty());
        QTimer asker;
        bool asked = false;
        asker.setInterval(10);
        connect(&asker, &QTimer::timeout, &asker, [&] {
            if (auto *box = qobject_cast<QMessageBox *>(QApplication::activeModalWidget())) {
                asked = true;
                asker.stop();
                box->button(QMessageBox::Cancel)->click();
            }
        });
        asker.start();
        QVERIFY(!window.documents()->save(pane));
        QVERIFY(asked);
        QFile file(path);
        QVERIFY(file.open(QIODevice::ReadOnly));
        QCOMPARE(file.readAll(), QByteArray("probe end { }\n"));
    }

    void screenshots_data()
    {
        QTest::addColumn<bool>("dark");
        QTest::newRow("light") << false;
        QTest::newRow("dark") << true;
    }
    void screenshots()
    {
        QFETCH(bool, dark);
        const tests::Look look(QStringLiteral("en"), dark);
        app::MainWindow window;
        window.resize(1280, 820);
        window.resetLayout();
        window.show();
        auto *pane = window.documents()->newScript(
            "// 茶 Orders by guest\nglobal orders\n\nfunction half:long(x:long) { return x / 2 }\n\n"
            "probe begin {\n    if (orders) {\n        println(e)\n    }\n}\n\nprobe end {\n    printl(\"done\")\n}\n");
        (*window.actionSet())["showOutline"]->trigger();
        pane->editor()->bookmarks()->toggle(3);
        pane->editor()->goTo(8, 18);
        pane->editor()->setFocus();
        QTRY_VERIFY(!pane->liveProblems().empty());
        (*window.actionSet())["replace"]->trigger();
        pane->editor()->setFocus();
        pane->assistant().completer->complete(true);
        auto *popup = pane->assistant().completer->popup();
        QTRY_VERIFY(popup->isVisible());
        QVERIFY(look.take(window, QStringLiteral("editor")));
        QVERIFY(look.take(*popup, QStringLiteral("completion")));
    }
};

QTEST_MAIN(TestDocuments)
#include "tst_documents.moc"
