// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/gui/action_set.h"
#include "app/gui/appearance.h"
#include "app/gui/document_area.h"
#include "app/gui/exploration.h"
#include "app/gui/key_list.h"
#include "app/gui/language.h"
#include "app/gui/layouts.h"
#include "app/gui/locator.h"
#include "app/gui/main_window.h"
#include "app/gui/preferences.h"
#include "app/gui/problems_panel.h"
#include "app/gui/settings.h"
#include "editor/browser/probe_browser.h"
#include "editor/browser/probe_node.h"
#include "editor/editor_pane.h"
#include "editor/script_editor.h"
#include "window_home.h"

#include <QClipboard>
#include <QDockWidget>
#include <QKeySequenceEdit>
#include <QLineEdit>
#include <QListView>
#include <QMenu>
#include <QSpinBox>
#include <QStatusBar>
#include <QTabBar>
#include <QTest>
#include <QTreeWidget>

using namespace tapscope;

/// The window as a user of the keyboard and the mouse meets it.
class TestWindow : public QObject {
    Q_OBJECT

private:
    tests::WindowHome m_home;

    static void show(app::MainWindow &window) { QVERIFY(tests::showActive(window)); }

    static QPoint pointIn(const editor::ScriptEditor &editor, const QByteArray &word)
    {
        const auto at = static_cast<int>(editor.bytes().indexOf(word));
        return editor.pointOf(at + 1) + QPoint(1, 4);
    }

    static QString placeText(const app::MainWindow &window)
    {
        QString all;
        for (const QLabel *label : window.statusBar()->findChildren<QLabel *>())
            all += label->text() + u'|';
        return all;
    }

private Q_SLOTS:
    void initTestCase() { QVERIFY(m_home.enter()); }
    void init() { app::settings()->clear(); }

    void libraryIsReadAndProbesGoToTheScript()
    {
        app::MainWindow window;
        show(window);
        auto *script = window.documents()->newScript("probe begin { exit() }\n");
        const QString library = QStringLiteral(TAPSCOPE_SOURCE_DIR "/tapset/")
            + QDir(QStringLiteral(TAPSCOPE_SOURCE_DIR "/tapset")).entryList({QStringLiteral("*.stp")}).constFirst();
        Q_EMIT window.exploration()->browser()->fileWanted(library, 3);
        auto *shown = window.documents()->current();
        QVERIFY(shown && shown != script);
        QVERIFY(shown->isReference());
        QVERIFY(shown->editor()->isReadOnly());
        QCOMPARE(shown->editor()->currentLine(), 2);
        const auto &actions = *window.actionSet();
        for (const char *name : {"run", "check", "save", "saveAs", "replace", "comment", "rename", "format"})
            QVERIFY2(!actions[name]->isEnabled(), name);
        for (const char *name : {"find", "definition", "references", "describe", "close"})
            QVERIFY2(actions[name]->isEnabled(), name);
        QTest::keyClick(shown->editor(), Qt::Key_R, Qt::ControlModifier);
        QVERIFY(!window.bridge()->running());
        window.exploration()->insertPattern(QStringLiteral("timer.s(1)"));
        QCOMPARE(window.documents()->current(), script);
        QVERIFY(script->editor()->bytes().contains("probe timer.s(1)"));
        QVERIFY(actions["run"]->isEnabled());
    }

    void contextMenuIsAboutWhatWasClicked()
    {
        app::MainWindow window;
        show(window);
        auto *pane = window.documents()->newScript("global first\nprobe begin { first = 1 println(first) }\n");
        QCoreApplication::processEvents();
        auto *editor = pane->editor();
        editor->goTo(1, 1);
        const QPoint at = pointIn(*editor, "println");
        QContextMenuEvent event(QContextMenuEvent::Mouse, at, editor->viewport()->mapToGlobal(at));
        QCoreApplication::sendEvent(editor->viewport(), &event);
        auto *menu = qobject_cast<QMenu *>(QApplication::activePopupWidget());
        QVERIFY(menu);
        QStringList names;
        for (const QAction *action : menu->actions())
            names << action->objectName() + action->text();
        const QString all = names.join(u'\n');
        for (const char *wanted : {"Cu&t", "&Copy", "&Paste", "&Delete", "Select &All", "definition", "references", "rename",
                                   "describe", "complete", "comment", "format", "fold", "bookmark", "run"})
            QVERIFY2(all.contains(QString::fromLatin1(wanted)), wanted);
        menu->close();
        const auto word = static_cast<int>(editor->bytes().indexOf("println"));
        QVERIFY(editor->position() >= word && editor->position() <= word + 7);
        // A selection stays when it is clicked.
        editor->goToBytes(word, word + 7);
        QCoreApplication::sendEvent(editor->viewport(), &event);
        QCOMPARE(editor->selectedText(), QStringLiteral("println"));
        QApplication::activePopupWidget()->close();
    }

    void oneKeyMends_data()
    {
        QTest::addColumn<QByteArray>("script");
        QTest::addColumn<QByteArray>("at");
        QTest::addColumn<QByteArray>("expected");
        QTest::newRow("full-width marks") << QByteArray("probe begin { println（“茶”）； exit() }\n") << QByteArray("（")
                                          << QByteArray("probe begin { println(\"茶\"); exit() }\n");
        QTest::newRow("did you mean") << QByteArray("probe begin { prinln(1) exit() }\n") << QByteArray("prinln")
                                      << QByteArray("probe begin { println(1) exit() }\n");
        QTest::newRow("unquoted path") << QByteArray("probe process(/bin/ls).begin { exit() }\n") << QByteArray("/bin")
                                       << QByteArray("probe process(\"/bin/ls\").begin { exit() }\n");
        QTest::newRow("statistic") << QByteArray("global s\nprobe begin { s <<< 1 x = s println(x) }\n")
                                   << QByteArray("s println")
                                   << QByteArray("global s\nprobe begin { s <<< 1 x = @count(s) println(x) }\n");
    }
    void oneKeyMends()
    {
        QFETCH(QByteArray, script);
        QFETCH(QByteArray, at);
        QFETCH(QByteArray, expected);
        app::MainWindow window;
        show(window);
        auto *pane = window.documents()->newScript(script);
        QVERIFY(QTest::qWaitFor([&] { return !pane->liveProblems().empty(); }, 20'000));
        const auto place = static_cast<int>(script.indexOf(at));
        pane->editor()->goToBytes(place, place);
        QTest::keyClick(pane->editor(), Qt::Key_Return, Qt::ControlModifier);
        QCOMPARE(pane->editor()->bytes(), expected);
        QTest::keyClick(pane->editor(), Qt::Key_Z, Qt::ControlModifier);
        QCOMPARE(pane->editor()->bytes(), script);
    }

    void marginIsClicked()
    {
        app::MainWindow window;
        show(window);
        auto *pane = window.documents()->newScript("probe begin {\n    prinln(1)\n    exit()\n}\n");
        auto *editor = pane->editor();
        QVERIFY(QTest::qWaitFor([&] { return !pane->liveProblems().empty(); }, 20'000));
        const auto click = [&](int line) {
            const QPoint text = editor->pointOf(
                static_cast<int>(editor->SendScintilla(QsciScintilla::SCI_POSITIONFROMLINE, static_cast<unsigned long>(line))));
            const QPoint margin(editor->marginWidth(0) + 4, text.y() + 4);
            QTest::mouseClick(editor->viewport(), Qt::LeftButton, Qt::NoModifier, margin);
        };
        click(2);
        QCOMPARE(editor->bookmarks()->lines(), QList<int>{2});
        click(2);
        QCOMPARE(editor->bookmarks()->lines(), QList<int>());
        click(1);
        auto *menu = qobject_cast<QMenu *>(QApplication::activePopupWidget());
        QVERIFY(menu);
        QVERIFY(!menu->isEmpty());
        menu->close();
        QVERIFY(editor->bookmarks()->lines().isEmpty());
    }

    void layoutsKeepWhatIsMadeOfThem()
    {
        app::MainWindow window;
        show(window);
        window.documents()->newScript("probe begin { exit() }\n");
        QDockWidget *browser = window.exploration()->browserDock();
        QVERIFY(browser->isVisible());
        QTest::keyClick(&window, Qt::Key_2, Qt::ControlModifier);
        QVERIFY(!browser->isVisible());
        QVERIFY((*window.actionSet())["layoutTrace"]->isChecked());
        window.dock("globals")->hide();
        QTest::keyClick(&window, Qt::Key_1, Qt::ControlModifier);
        QVERIFY(browser->isVisible());
        QVERIFY(!window.dock("globals")->isHidden());
        QTest::keyClick(&window, Qt::Key_3, Qt::ControlModifier);
        QVERIFY(window.exploration()->sourceDock()->isVisible());
        QTest::keyClick(&window, Qt::Key_2, Qt::ControlModifier);
        QVERIFY(!browser->isVisible());
        QVERIFY(window.dock("globals")->isHidden());
        (*window.actionSet())["resetLayout"]->trigger();
        QVERIFY(!window.dock("globals")->isHidden());
        QCOMPARE(window.layouts()->current(), app::Layouts::Kind::Trace);
    }

    void onePartFillsTheWindow()
    {
        app::MainWindow window;
        show(window);
        auto *pane = window.documents()->newScript("probe begin { exit() }\n");
        const QSize before = pane->size();
        pane->editor()->setFocus();
        QTest::keyClick(pane->editor(), Qt::Key_M, Qt::ControlModifier | Qt::ShiftModifier);
        QVERIFY(!window.exploration()->browserDock()->isVisible());
        QVERIFY(QTest::qWaitFor([&] { return pane->width() > before.width() && pane->height() > before.height(); }, 20'000));
        QTest::keyClick(pane->editor(), Qt::Key_M, Qt::ControlModifier | Qt::ShiftModifier);
        QVERIFY(window.exploration()->browserDock()->isVisible());
        QVERIFY(pane->editor()->hasFocus());
        window.raise("problems");
        window.problems()->setFocus();
        QTest::keyClick(window.problems(), Qt::Key_M, Qt::ControlModifier | Qt::ShiftModifier);
        QVERIFY(!pane->isVisible());
        QVERIFY(window.problems()->isVisible());
        // What closes now opens as it was.
        window.close();
        app::MainWindow next;
        show(next);
        QVERIFY(next.exploration()->browserDock()->isVisible());
    }

    void tabsAreClosedAndComeBack()
    {
        const QString one = m_home.write(QStringLiteral("one.stp"), "probe begin { }\n");
        const QString two = m_home.write(QStringLiteral("two.stp"), "probe end { }\n");
        app::MainWindow window;
        show(window);
        window.openFiles({one, two});
        auto *documents = window.documents();
        QCOMPARE(documents->current()->path(), two);
        QTest::keyClick(documents->current()->editor(), Qt::Key_PageDown, Qt::ControlModifier);
        QCOMPARE(documents->current()->path(), one);
        QTest::keyClick(documents->current()->editor(), Qt::Key_PageUp, Qt::ControlModifier);
        QCOMPARE(documents->current()->path(), two);
        auto *bar = documents->findChild<QTabBar *>();
        QTest::mouseClick(bar, Qt::MiddleButton, Qt::NoModifier, bar->tabRect(1).center());
        QCOMPARE(documents->panes().size(), 1);
        QTest::keyClick(documents->current()->editor(), Qt::Key_T, Qt::ControlModifier | Qt::ShiftModifier);
        QCOMPARE(documents->current()->path(), two);
        QTest::keyClicks(documents->current()->editor(), QStringLiteral("# "));
        QVERIFY((*window.actionSet())["saveAll"]->isEnabled());
        QTest::keyClick(documents->current()->editor(), Qt::Key_S, Qt::ControlModifier | Qt::AltModifier);
        QVERIFY(!documents->current()->isModified());
        QVERIFY(documents->closeAll());
        QVERIFY(documents->panes().isEmpty());
    }

    void keysAreChanged()
    {
        {
            app::MainWindow window;
            app::Preferences preferences(window.actionSet());
            auto *keys = preferences.keys();
            QAction *format = (*window.actionSet())["format"];
            QAction *bookmark = (*window.actionSet())["bookmark"];
            keys->field()->setText(QStringLiteral("bookm"));
            keys->select(format);
            keys->editor()->setKeySequence(QKeySequence(QStringLiteral("Ctrl+M")));
            QVERIFY(!keys->note()->text().isEmpty());
            keys->assign();
            QCOMPARE(format->shortcuts(), QList<QKeySequence>{QKeySequence(QStringLiteral("Ctrl+M"))});
            QVERIFY(format->toolTip().contains(QStringLiteral("Ctrl+M")));
            QVERIFY(bookmark->shortcuts().isEmpty());
        }
        app::MainWindow window;
        auto &actions = *window.actionSet();
        QCOMPARE(actions["format"]->shortcut(), QKeySequence(QStringLiteral("Ctrl+M")));
        QVERIFY(actions["bookmark"]->shortcuts().isEmpty());
        actions.setKeys(actions["format"], actions.defaultKeys(actions["format"]));
        actions.setKeys(actions["bookmark"], actions.defaultKeys(actions["bookmark"]));
        QVERIFY(app::settings()->childGroups().indexOf(QStringLiteral("keys")) < 0);
    }

    void fontIsChosen()
    {
        app::MainWindow window;
        auto *pane = window.documents()->newScript("probe begin { exit() }\n");
        window.showPreferences();
        auto *preferences = window.findChild<app::Preferences *>();
        QVERIFY(preferences);
        const int before = pane->editor()->textHeight(0);
        preferences->fontSize()->setValue(24);
        QVERIFY(pane->editor()->textHeight(0) > before);
        preferences->close();
        app::settings()->clear();
        app::Preferences::loadCodeFont();
    }

    void zoomIsSharedAndRemembered()
    {
        {
            app::MainWindow window;
            show(window);
            auto *one = window.documents()->newScript("probe begin { }\n");
            auto *two = window.documents()->newScript("probe end { }\n");
            QTest::keyClick(two->editor(), Qt::Key_Plus, Qt::ControlModifier);
            QTest::keyClick(two->editor(), Qt::Key_Plus, Qt::ControlModifier);
            QCOMPARE(two->editor()->zoom(), 2);
            QCOMPARE(one->editor()->zoom(), 2);
        }
        app::MainWindow window;
        QCOMPARE(window.documents()->newScript()->editor()->zoom(), 2);
    }

    void screenshots_data() { tests::addLooks(); }
    /// For the eye: what this file is about, in both languages, light and dark.
    void screenshots()
    {
        QFETCH(QString, language);
        QFETCH(bool, dark);
        const tests::Look look(language, dark);
        app::MainWindow window;
        show(window);
        auto *pane = window.documents()->newScript("global hits\n\nprobe begin {\n    prinln（“茶”）\n    hits = 1\n}\n");
        QVERIFY(QTest::qWaitFor([&] { return !pane->liveProblems().empty(); }, 20'000));
        pane->editor()->bookmarks()->toggle(2);
        pane->editor()->goTo(4, 6);
        window.raise("problems");
        QCoreApplication::processEvents();
        QVERIFY(look.take(window, QStringLiteral("mend")));
        const QPoint at = pane->editor()->pointOf(pane->editor()->position());
        QContextMenuEvent event(QContextMenuEvent::Mouse, at, pane->editor()->viewport()->mapToGlobal(at));
        QCoreApplication::sendEvent(pane->editor()->viewport(), &event);
        QVERIFY(QApplication::activePopupWidget());
        QVERIFY(look.take(*QApplication::activePopupWidget(), QStringLiteral("context-menu")));
        QApplication::activePopupWidget()->close();
        window.showPreferences();
        auto *preferences = window.findChild<app::Preferences *>();
        QCoreApplication::processEvents();
        QVERIFY(look.take(*preferences, QStringLiteral("preferences")));
        preferences->pages()->setCurrentIndex(1);
        QCoreApplication::processEvents();
        QVERIFY(look.take(*preferences, QStringLiteral("preferences-keys")));
        preferences->close();
    }

    void statusTellsTheSelection()
    {
        app::MainWindow window;
        show(window);
        auto *pane = window.documents()->newScript("probe begin { 茶 = 1 }\nprobe end { }\n");
        pane->editor()->goToBytes(0, 5);
        QVERIFY2(placeText(window).contains(QStringLiteral("5 selected")), qPrintable(placeText(window)));
        pane->editor()->goTo(1, 15);
        QVERIFY(!placeText(window).contains(QStringLiteral("selected")));
        (*window.actionSet())["caretBelow"]->trigger();
        QVERIFY(QTest::qWaitFor([&] { return placeText(window).contains(QStringLiteral("2 cursors")); }, 20'000));
    }

    void menuCopiesWhatHasTheFocus()
    {
        app::MainWindow window;
        show(window);
        auto *pane = window.documents()->newScript("probe begin { prinln(1) exit() }\n");
        pane->editor()->setFocus();
        (*window.actionSet())["selectAll"]->trigger();
        (*window.actionSet())["copy"]->trigger();
        QCOMPARE(QGuiApplication::clipboard()->text(), QStringLiteral("probe begin { prinln(1) exit() }\n"));
        QVERIFY(QTest::qWaitFor([&] { return window.problems()->problemsModel()->rowCount() > 0; }, 20'000));
        window.raise("problems");
        window.problems()->setFocus();
        window.problems()->setCurrentIndex(window.problems()->problemsModel()->index(0));
        (*window.actionSet())["copy"]->trigger();
        QVERIFY(QGuiApplication::clipboard()->text().contains(QStringLiteral("1:15")));
    }

    void textIsFoundInTheScriptsOfTheFolder()
    {
        const QString one = m_home.write(QStringLiteral("search-one.stp"), "probe begin { }\n");
        const QString two = m_home.write(QStringLiteral("search-two.stp"), "# teapot\nprobe end { }\n");
        app::MainWindow window;
        show(window);
        window.openFiles({one});
        QTest::keyClicks(window.documents()->current()->editor(), QStringLiteral("# Teapot"));
        QTest::keyClick(&window, Qt::Key_F, Qt::ControlModifier | Qt::ShiftModifier);
        auto *locator = window.exploration()->locator();
        QVERIFY(locator->isVisible());
        QCOMPARE(locator->field()->text(), QStringLiteral("g "));
        QTest::keyClicks(locator->field(), QStringLiteral("teapot"));
        QVERIFY(QTest::qWaitFor([&] { return locator->list()->model()->rowCount() == 2; }, 20'000));
        locator->field()->setText(QStringLiteral("g Teapot"));
        QVERIFY(QTest::qWaitFor([&] { return locator->list()->model()->rowCount() == 1; }, 20'000));
        locator->field()->setText(QStringLiteral("g teapot"));
        QVERIFY(QTest::qWaitFor([&] { return locator->list()->model()->rowCount() == 2; }, 20'000));
        QTest::keyClick(locator->field(), Qt::Key_Down);
        QTest::keyClick(locator->field(), Qt::Key_Return);
        QCOMPARE(window.documents()->current()->path(), two);
    }

    void commandsAreFound()
    {
        app::MainWindow window;
        show(window);
        window.documents()->newScript("probe begin { exit() }\n");
        QTest::keyClick(&window, Qt::Key_I, Qt::ControlModifier | Qt::AltModifier);
        auto *locator = window.exploration()->locator();
        QVERIFY(locator->isVisible());
        auto *field = locator->findChild<QLineEdit *>();
        QTest::keyClicks(field, QStringLiteral("duplic"));
        auto *list = locator->findChild<QListView *>();
        QVERIFY(list->model()->rowCount() > 0);
        QVERIFY(list->model()->index(0, 0).data().toString().contains(QStringLiteral("Duplicate")));
        QTest::keyClick(field, Qt::Key_Return);
        QVERIFY(window.documents()->current()->editor()->bytes().startsWith("probe begin { exit() }\nprobe begin { exit() }\n"));
    }
};

QTEST_MAIN(TestWindow)
#include "tst_window.moc"
