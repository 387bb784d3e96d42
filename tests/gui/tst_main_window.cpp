// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/gui/action_set.h"
#include "app/gui/appearance.h"
#include "app/gui/document_area.h"
#include "app/gui/language.h"
#include "app/gui/machine.h"
#include "app/gui/main_window.h"
#include "app/gui/phase_strip.h"
#include "app/gui/problems_panel.h"
#include "app/gui/welcome_page.h"
#include "editor/editor_pane.h"
#include "editor/script_editor.h"
#include "views/calltree/call_tree_panel.h"
#include "views/console/console_panel.h"
#include "window_home.h"

#include <QDockWidget>
#include <QMessageBox>
#include <QPushButton>
#include <QScrollBar>
#include <QSignalSpy>
#include <QTest>

#include <unistd.h>

using namespace tapscope;

/// The real window, offscreen, with a home of its own.
class TestMainWindow : public QObject {
    Q_OBJECT

private:
    tests::WindowHome m_home;

    /// Answers the next message box with a button.
    static void answer(QMessageBox::StandardButton button, bool *asked)
    {
        auto *timer = new QTimer(qApp);
        timer->setInterval(10);
        connect(timer, &QTimer::timeout, timer, [=] {
            if (auto *box = qobject_cast<QMessageBox *>(QApplication::activeModalWidget())) {
                *asked = true;
                timer->deleteLater();
                box->button(button)->click();
            }
        });
        timer->start();
    }

private Q_SLOTS:
    void initTestCase() { QVERIFY(m_home.enter()); }

    void editSaveAndGuard()
    {
        const QString path = m_home.write(QStringLiteral("guard.stp"), "probe begin { exit() }\n");
        app::MainWindow window;
        window.show();
        auto *pane = window.documents()->openFile(path);
        QVERIFY(pane);
        QVERIFY(!pane->isModified());
        QTest::keyClicks(pane->editor(), QStringLiteral("// "));
        QVERIFY(pane->isModified());
        QVERIFY(window.isWindowModified());

        bool asked = false;
        answer(QMessageBox::Cancel, &asked);
        QVERIFY(!window.close());
        QVERIFY(asked);
        QCOMPARE(window.documents()->panes().size(), 1);

        (*window.actionSet())["save"]->trigger();
        QVERIFY(!pane->isModified());
        QFile file(path);
        QVERIFY(file.open(QIODevice::ReadOnly));
        QCOMPARE(file.readAll(), QByteArray("// probe begin { exit() }\n"));
        QVERIFY(window.close());
    }

    void sessionIsRestored()
    {
        const QString path = m_home.write(QStringLiteral("again.stp"), "probe end { }\n");
        {
            app::MainWindow window;
            window.openFiles({path});
            window.close();
        }
        app::MainWindow window;
        window.restoreDocuments();
        QVERIFY(window.documents()->paneOf(path));
        QVERIFY(window.documents()->recentFiles().contains(path));
    }

    void dropOpensFiles()
    {
        const QString path = m_home.write(QStringLiteral("dropped.stp"), "probe end { }\n");
        app::MainWindow window;
        QMimeData data;
        data.setUrls({QUrl::fromLocalFile(path)});
        QDragEnterEvent enter(QPoint(100, 100), Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
        QCoreApplication::sendEvent(&window, &enter);
        QVERIFY(enter.isAccepted());
        QDropEvent drop(QPointF(100, 100), Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
        QCoreApplication::sendEvent(&window, &drop);
        QVERIFY(window.documents()->paneOf(path));
    }

    void problemsClickJumps()
    {
        const QString path = m_home.write(QStringLiteral("broken.stp"), "probe begin {\n  exit()\n  println(1 + )\n}\n");
        app::MainWindow window;
        window.show();
        auto *pane = window.documents()->openFile(path);
        QTRY_VERIFY(window.problems()->problemsModel()->rowCount() > 0);
        const QModelIndex index = window.problems()->problemsModel()->index(0);
        QVERIFY(!index.data().toString().isEmpty());
        window.dock("problems")->raise();
        Q_EMIT window.problems()->clicked(index);
        int line = 0;
        int column = 0;
        pane->editor()->getCursorPosition(&line, &column);
        QCOMPARE(line, 2);
    }

    void runsBeginProbe()
    {
        app::MainWindow window;
        window.show();
        window.documents()->newScript("probe begin { println(\"hello from the engine\") exit() }\n");
        window.runBar()->setTarget(app::RunBar::Target::None);
        QSignalSpy finished(window.bridge(), &app::SessionBridge::finished);
        QVERIFY(QTest::qWaitForWindowActive(&window));
        QTest::keyClick(&window, Qt::Key_R, Qt::ControlModifier);
        QVERIFY(window.bridge()->running());
        QTRY_COMPARE_WITH_TIMEOUT(finished.count(), 1, 30'000);
        QTRY_VERIFY2(tests::consoleText(window).contains(QStringLiteral("hello from the engine")),
                     qPrintable(tests::consoleText(window)));
        QVERIFY(window.phases()->text().contains(QStringLiteral("parse")));
        QVERIFY((*window.actionSet())["run"]->isEnabled());
        QVERIFY(!(*window.actionSet())["stop"]->isEnabled());
    }

    void stopEndsARun()
    {
        app::MainWindow window;
        window.show();
        window.documents()->newScript("probe timer.s(1) { println(\"tick\") }\n");
        window.runBar()->setTarget(app::RunBar::Target::None);
        QSignalSpy finished(window.bridge(), &app::SessionBridge::finished);
        window.run();
        QTRY_VERIFY_WITH_TIMEOUT(window.phases()->text().contains(QStringLiteral("run")), 20'000);
        QTest::keyClick(&window, Qt::Key_F5);
        QVERIFY(window.trace()->paused());
        QTest::keyClick(&window, Qt::Key_F5, Qt::ShiftModifier);
        QTRY_COMPARE_WITH_TIMEOUT(finished.count(), 1, 20'000);
        QVERIFY(!window.trace()->paused());
    }

    void asksBeforeManyPlaces()
    {
        if (::geteuid() != 0)
            QSKIP("needs root, or a helper with capabilities");
        const QString library = QStringLiteral("/usr/lib/x86_64-linux-gnu/libc.so.6");
        if (!QFileInfo::exists(library))
            QSKIP("the C library is elsewhere");
        app::MainWindow window;
        window.show();
        window.documents()->newScript("probe begin { println(\"on\") exit() }\nprobe process(\"" + library.toUtf8()
                                      + "\").function(\"*\") { if (pid() < 0) println(1) }\n");
        window.runBar()->setTarget(app::RunBar::Target::None);
        QSignalSpy finished(window.bridge(), &app::SessionBridge::finished);
        const auto question = [&] { return window.findChild<QMessageBox *>(QStringLiteral("placesQuestion")); };
        window.run();
        QVERIFY(QTest::qWaitFor([&] { return question() != nullptr; }, 30'000));
        QVERIFY2(question()->informativeText().contains(library), qPrintable(question()->informativeText()));
        question()->button(QMessageBox::Cancel)->click();
        QVERIFY(QTest::qWaitFor([&] { return finished.count() == 1 && !question(); }, 20'000));
        QVERIFY2(!tests::consoleText(window).contains(QStringLiteral("on\n")), qPrintable(tests::consoleText(window)));
        // Stopped while it asks.
        {
            const tests::Look look(QStringLiteral("zh_CN"), false);
            window.run();
            QVERIFY(QTest::qWaitFor([&] { return question() != nullptr; }, 20'000));
            QVERIFY(look.take(*question(), QStringLiteral("places-question")));
            (*window.actionSet())["stop"]->trigger();
            QVERIFY(QTest::qWaitFor([&] { return finished.count() == 2 && !question(); }, 20'000));
        }
        window.run();
        QVERIFY(QTest::qWaitFor([&] { return question() != nullptr; }, 20'000));
        question()->button(QMessageBox::Ok)->click();
        QVERIFY(QTest::qWaitFor([&] { return finished.count() == 3; }, 60'000));
        QTRY_VERIFY2(tests::consoleText(window).contains(QStringLiteral("on")), qPrintable(tests::consoleText(window)));
    }

    void closingStopsARunFirst()
    {
        app::MainWindow window;
        window.show();
        window.documents()->newScript("probe timer.s(1) { }\n");
        window.runBar()->setTarget(app::RunBar::Target::None);
        window.run();
        QVERIFY(!window.close());
        QTRY_VERIFY_WITH_TIMEOUT(!window.isVisible(), 20'000);
    }

    void failedRunSaysWhy()
    {
        app::MainWindow window;
        window.show();
        window.documents()->newScript("probe process.function(\"*\").call { println(ppfunc()) }\n");
        window.runBar()->setTarget(app::RunBar::Target::Command);
        window.runBar()->setCommand(QStringLiteral("/nonexistent/program"));
        QSignalSpy finished(window.bridge(), &app::SessionBridge::finished);
        window.run();
        QTRY_COMPARE_WITH_TIMEOUT(finished.count(), 1, 20'000);
        QVERIFY(window.problems()->problemsModel()->rowCount() > 0);
    }

    void demoGrowsATree()
    {
        if (::geteuid() != 0)
            QSKIP("needs root, or a helper with capabilities");
        if (app::Machine::demoProgram().isEmpty() && !QFileInfo::exists(QStringLiteral(TAPSCOPE_BINARY_DIR "/bin/teahouse")))
            QSKIP("the demonstration program has not been built");
        app::MainWindow window;
        window.show();
        window.documents()->newScript(
            "probe process.function(\"*\").call { printf(\"%s -> %s %s\\n\", thread_indent(1), ppfunc(), $$parms) }\n"
            "probe process.function(\"*\").return { printf(\"%s <- %s\\n\", thread_indent(-1), ppfunc()) }\n");
        window.runBar()->setTarget(app::RunBar::Target::Command);
        window.runBar()->setCommand(QStringLiteral(TAPSCOPE_BINARY_DIR "/bin/teahouse --orders 50 --pause-us 0"));
        QSignalSpy finished(window.bridge(), &app::SessionBridge::finished);
        window.run();
        QTRY_COMPARE_WITH_TIMEOUT(finished.count(), 1, 60'000);
        QTRY_VERIFY2(window.callTree()->model()->rowCount() > 100,
                     qPrintable(window.phases()->text() + u'\n' + tests::consoleText(window).left(2000)));
        QVERIFY(window.callTree()->textRows(1000).join(u'\n').contains(QStringLiteral("serve")));
    }

    void everyActionIsNamed()
    {
        app::MainWindow window;
        QHash<QString, QString> owners;
        for (const QAction *action : window.actionSet()->all()) {
            QVERIFY2(!action->text().isEmpty(), qPrintable(action->objectName()));
            QVERIFY2(!action->toolTip().isEmpty(), qPrintable(action->objectName()));
            for (const QKeySequence &key : action->shortcuts()) {
                const QString text = key.toString();
                QVERIFY2(!owners.contains(text),
                         qPrintable(text + QStringLiteral(": ") + action->objectName() + QStringLiteral(" and ") + owners[text]));
                owners.insert(text, action->objectName());
            }
        }
        QVERIFY(owners.size() > 20);
    }

    void languageChangesAtOnce()
    {
        app::MainWindow window;
        window.show();
        QCOMPARE(window.dock("calltree")->windowTitle(), QStringLiteral("Call tree"));
        app::setLanguage(QStringLiteral("zh_CN"));
        QCoreApplication::processEvents();
        QCOMPARE(window.dock("calltree")->windowTitle(), QStringLiteral("调用树"));
        QCOMPARE((*window.actionSet())["run"]->text(), QStringLiteral("运行(&R)"));
        app::setLanguage(QStringLiteral("en"));
        QCoreApplication::processEvents();
        QCOMPARE((*window.actionSet())["run"]->text(), QStringLiteral("&Run"));
    }

    void translationsAreComplete_data()
    {
        QTest::addColumn<QString>("name");
        QTest::addColumn<int>("least");
        QTest::newRow("Chinese") << QStringLiteral("tapscope_zh_CN.ts") << 200;
        QTest::newRow("English plurals") << QStringLiteral("tapscope_en.ts") << 5;
    }
    void translationsAreComplete()
    {
        QFETCH(QString, name);
        QFETCH(int, least);
        QFile file(QStringLiteral(TAPSCOPE_SOURCE_DIR "/translations/") + name);
        QVERIFY(file.open(QIODevice::ReadOnly));
        QXmlStreamReader xml(&file);
        QString source;
        QStringList unfinished;
        int messages = 0;
        while (!xml.atEnd()) {
            xml.readNext();
            if (!xml.isStartElement())
                continue;
            if (xml.name() == QStringLiteral("source")) {
                source = xml.readElementText();
                ++messages;
            } else if (xml.name() == QStringLiteral("translation")
                       && xml.attributes().value(QStringLiteral("type")) == QStringLiteral("unfinished")) {
                unfinished << source;
            }
        }
        QVERIFY(!xml.hasError());
        QVERIFY(messages > least);
        QVERIFY2(unfinished.isEmpty(),
                 qPrintable(QStringLiteral("%1 unfinished, as: ").arg(unfinished.size())
                            + unfinished.mid(0, 5).join(QStringLiteral(" | "))));
    }

    void examplesAreTitledInChinese()
    {
        app::setLanguage(QStringLiteral("zh_CN"));
        for (const QFileInfo &example : QDir(QStringLiteral(":/examples")).entryInfoList(QDir::Files)) {
            const QString title = app::exampleTitle(example.filePath());
            const bool chinese = std::ranges::any_of(title, [](QChar c) { return c.script() == QChar::Script_Han; });
            QVERIFY2(chinese, qPrintable(example.fileName() + QStringLiteral(": ") + title));
        }
        app::setLanguage(QStringLiteral("en"));
    }

    void welcomeFitsNarrowPlaces_data() { tests::addLooks(); }
    void welcomeFitsNarrowPlaces()
    {
        QFETCH(QString, language);
        QFETCH(bool, dark);
        const tests::Look look(language, dark);
        app::WelcomePage page;
        page.show();
        for (const int width : {400, 700, 1300}) {
            page.resize(width, 700);
            QVERIFY(look.take(page, QStringLiteral("welcome-%1").arg(width)));
            QCOMPARE(page.horizontalScrollBar()->maximum(), 0);
        }
    }

    void screenshots_data() { tests::addLooks(); }
    void screenshots()
    {
        QFETCH(QString, language);
        QFETCH(bool, dark);
        const tests::Look look(language, dark);
        app::MainWindow window;
        window.resize(1280, 820);
        window.resetLayout();
        window.showWelcome();
        window.show();
        QVERIFY(QTest::qWaitForWindowExposed(&window));
        QVERIFY(look.take(window, QStringLiteral("welcome")));
        window.documents()->newScript(
            "// 茶 What the teahouse does\nglobal hits\n\nprobe process(\"/bin/ls\").function(\"main\").call {\n"
            "    hits++\n    printf(\"%s -> %s %s\\n\", thread_indent(1), ppfunc(), $$parms)\n}\n\n"
            "probe begn {\n    println(\"starting\" + )\n}\n");
        QTRY_VERIFY(window.problems()->problemsModel()->rowCount() > 0);
        window.dock("problems")->raise();
        QCoreApplication::processEvents();
        QVERIFY(look.take(window, QStringLiteral("problems")));
        window.showKeys();
        QCoreApplication::processEvents();
        for (QWidget *widget : QApplication::topLevelWidgets()) {
            if (auto *dialog = qobject_cast<QDialog *>(widget); dialog && dialog->isVisible()) {
                QVERIFY(look.take(*dialog, QStringLiteral("keys")));
                dialog->close();
            }
        }
    }
};

QTEST_MAIN(TestMainWindow)
#include "tst_main_window.moc"
