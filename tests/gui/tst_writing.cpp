// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/gui/action_set.h"
#include "app/gui/document_area.h"
#include "app/gui/document_recovery.h"
#include "app/gui/main_window.h"
#include "editor/assist/assistant.h"
#include "editor/assist/completion_popup.h"
#include "editor/editor_pane.h"
#include "editor/find_bar.h"
#include "editor/message_bar.h"
#include "editor/script_editor.h"
#include "editor/text_commands.h"
#include "window_home.h"

#include <QApplication>
#include <QLabel>
#include <QListView>
#include <QProcess>
#include <QSignalSpy>

#include <unistd.h>

#include <csignal>

using namespace tapscope;

namespace {

constexpr const char *crashFolder = "TAPSCOPE_TEST_CRASH_IN";

/// What the program does that is killed: somebody types into a new script and into a file.
int typeAndDie(const QString &folder)
{
    app::DocumentArea documents;
    app::DocumentRecovery recovery(&documents, folder + QStringLiteral("/unsaved"));
    auto *fresh = documents.newScript();
    QTest::keyClicks(fresh->editor(), QStringLiteral("probe begin { println(1)"));
    auto *pane = documents.openFile(folder + QStringLiteral("/saved.stp"));
    QTest::keyClicks(pane->editor(), QStringLiteral("// more "));
    // The copies come by themselves, a moment after the keys.
    const QDir unsaved(folder + QStringLiteral("/unsaved"));
    (void)QTest::qWaitFor([&] { return unsaved.entryList({QStringLiteral("*.json")}, QDir::Files).size() == 2; }, 30'000);
    return ::kill(::getpid(), SIGKILL);
}

}

/// Writing a script in the real window, by keys: what the user gets to see and never loses.
class TestWriting : public QObject {
    Q_OBJECT

    tests::WindowHome m_home;

    static editor::EditorPane *write(app::MainWindow &window, const QByteArray &script, int line, int column)
    {
        auto *pane = window.documents()->newScript(script);
        pane->editor()->goTo(line, column);
        pane->editor()->setFocus();
        return pane;
    }

private Q_SLOTS:
    void initTestCase() { QVERIFY(m_home.enter()); }
    void init() { app::settings()->clear(); }

    void killedProgramLosesNothing()
    {
        QTemporaryDir folder;
        QFile saved(folder.filePath(QStringLiteral("saved.stp")));
        QVERIFY(saved.open(QIODevice::WriteOnly));
        saved.write("probe end { }\n");
        saved.close();
        QProcess process;
        QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
        environment.insert(QString::fromLatin1(crashFolder), folder.path());
        process.setProcessEnvironment(environment);
        process.start(QCoreApplication::applicationFilePath());
        QVERIFY(process.waitForFinished(60'000));
        QCOMPARE(process.exitStatus(), QProcess::CrashExit);

        app::DocumentArea documents;
        app::DocumentRecovery recovery(&documents, folder.filePath(QStringLiteral("unsaved")));
        QCOMPARE(recovery.recover(), 2);
        QCOMPARE(documents.panes().size(), qsizetype(2));
        QByteArrayList texts;
        for (editor::EditorPane *pane : documents.panes()) {
            texts << pane->editor()->bytes();
            QVERIFY(pane->isModified());
            QVERIFY(pane->messages()->text().contains(QStringLiteral("before")));
        }
        QVERIFY2(texts.contains("probe begin { println(1)"), texts.join('|').constData());
        QVERIFY2(texts.contains("// more probe end { }\n"), texts.join('|').constData());
    }

    void twoKeysComplete_data()
    {
        QTest::addColumn<int>("key");
        QTest::addColumn<int>("modifier");
        QTest::newRow("Ctrl+Space") << int(Qt::Key_Space) << int(Qt::ControlModifier);
        QTest::newRow("Alt+/") << int(Qt::Key_Slash) << int(Qt::AltModifier);
    }
    void twoKeysComplete()
    {
        QFETCH(int, key);
        QFETCH(int, modifier);
        app::MainWindow window;
        QVERIFY(tests::showActive(window));
        auto *pane = write(window, "probe begin { exe }\n", 1, 18);
        QTest::keyClick(pane->editor(), static_cast<Qt::Key>(key), Qt::KeyboardModifiers(modifier));
        auto *popup = pane->assistant().completer->popup();
        QVERIFY(QTest::qWaitFor([&] { return popup->isVisible(); }, 20'000));
        QTest::keyClick(pane->editor(), Qt::Key_Tab);
        QCOMPARE(pane->editor()->bytes(), QByteArray("probe begin { execname() }\n"));
    }

    void lineIsGoneToByKeys()
    {
        app::MainWindow window;
        QVERIFY(tests::showActive(window));
        auto *pane = write(window, "a\nb\nc\nd\n", 1, 1);
        QTest::keyClick(pane->editor(), Qt::Key_L, Qt::ControlModifier);
        QWidget *field = QApplication::focusWidget();
        QVERIFY(field && field != pane->editor());
        QTest::keyClicks(field, QStringLiteral("3"));
        QTest::keyClick(field, Qt::Key_Return);
        QCOMPARE(pane->editor()->currentLine(), 2);
        QVERIFY(pane->editor()->hasFocus());
    }

    void keyLeadsToTheProbedSource()
    {
        app::MainWindow window;
        QVERIFY(tests::showActive(window));
        const QByteArray script = "probe process(\"" TAPSCOPE_BINARY_DIR
                                  "/bin/teahouse\").function(\"serve\") { println($order) }\n";
        auto *pane = write(window, script, 1, static_cast<int>(script.indexOf("serve")) + 2);
        QTest::keyClick(pane->editor(), Qt::Key_F2);
        QVERIFY(QTest::qWaitFor([&] { return window.documents()->current() != pane; }, 20'000));
        auto *source = window.documents()->current();
        QVERIFY2(source->path().endsWith(QStringLiteral("teahouse.cpp")), qPrintable(source->path()));
        QVERIFY(source->editor()->isReadOnly());
        QVERIFY(source->editor()->lineText(source->editor()->currentLine()).contains("serve"));
        QTest::keyClick(source->editor(), Qt::Key_Left, Qt::AltModifier);
        QVERIFY(QTest::qWaitFor([&] { return window.documents()->current() == pane; }, 20'000));
    }

    void screenshots_data() { tests::addLooks(); }
    /// For the eye: each part of the editor at work.
    void screenshots()
    {
        QFETCH(QString, language);
        QFETCH(bool, dark);
        const tests::Look look(language, dark);
        app::MainWindow window;
        QVERIFY(tests::showActive(window));
        const QByteArray program = TAPSCOPE_BINARY_DIR "/bin/teahouse";
        const auto completed = [&](const QByteArray &script, const QByteArray &behind, const char *name) {
            auto *pane = write(window, script, 1, static_cast<int>(script.indexOf(behind) + behind.size()) + 1);
            pane->assistant().completer->complete(true);
            auto *popup = pane->assistant().completer->popup();
            if (!QTest::qWaitFor([&] { return popup->isVisible(); }, 20'000))
                return false;
            // No empty bands around a short list.
            const bool fits = popup->findChild<QLabel *>()->isVisible()
                || popup->height() <= popup->findChild<QListView *>()->height() + 4;
            return fits && look.take(*popup, QString::fromLatin1(name));
        };
        const QByteArray serve = "probe process(\"" + program + "\").function(\"serve\")";
        QVERIFY(completed(serve, "(\"ser", "complete-functions"));
        QVERIFY(completed(serve + " { println($order->) }", "->", "complete-members"));
        QVERIFY(completed("probe begin { printf(\"%\") }", "%", "complete-directives"));

        // Folding, several cursors, a rectangle, problems of two kinds, the search for an expression.
        auto *pane = write(window,
                           "# 茶 What is brewed\nglobal cups, sizes\n\nprobe begin {\n    cups = 0\n    prinln(\"open\")\n}\n\n"
                           "probe timer.s(1) {\n    cups++\n    sizes <<< cups\n}\n\nprobe end {\n    println(cups)\n    "
                           "print(@hist_log(sizes))\n}\n",
                           10, 5);
        QVERIFY(QTest::qWaitFor([&] { return !pane->liveProblems().empty(); }, 20'000));
        pane->editor()->goTo(14, 1);
        editor::commands::toggleFold(*pane->editor());
        pane->editor()->goTo(10, 5);
        editor::commands::selectAllOccurrences(*pane->editor());
        window.raise("problems");
        QVERIFY(look.take(window, QStringLiteral("cursors")));
        pane->editor()->goTo(10, 1);
        pane->findBar()->open(true);
        pane->findBar()->setRegex(true);
        pane->findBar()->field()->setText(QStringLiteral("cup\\w"));
        QVERIFY(look.take(window, QStringLiteral("find")));
        pane->findBar()->close();
        pane->askForLine();
        QVERIFY(look.take(*pane, QStringLiteral("line")));
        auto *calls = write(window, "probe begin { println(substr(\"tea\", ", 1, 37);
        calls->assistant().arguments->show();
        QLabel *label = calls->assistant().arguments->label();
        QVERIFY(QTest::qWaitFor([&] { return label->isVisible(); }, 20'000));
        QVERIFY(look.take(*label, QStringLiteral("parameters")));
        calls->editor()->showSnippets();
        QVERIFY(look.take(*QApplication::activePopupWidget(), QStringLiteral("snippets")));
        QApplication::activePopupWidget()->close();
        QSignalSpy shown(calls->assistant().hover, &editor::HoverTips::shown);
        auto *hover = write(window, "probe process(\"" + program + "\").function(\"serve\") { println($order) }\n", 1,
                            3 + 12 + static_cast<int>(program.size()) + 6);
        QSignalSpy told(hover->assistant().hover, &editor::HoverTips::shown);
        hover->assistant().hover->describe();
        QVERIFY(QTest::qWaitFor([&] { return told.count() > 0; }, 20'000));
        QLabel tip(told.at(0).at(0).toString());
        tip.setTextFormat(Qt::RichText);
        tip.setMargin(6);
        tip.adjustSize();
        QVERIFY(look.take(tip, QStringLiteral("hover")));
        const QString foreign = m_home.write(QStringLiteral("old.stp"), "// \xb2\xe8\nprobe begin { exit() }\n");
        auto *old = window.documents()->openFile(foreign);
        QVERIFY(old);
        QVERIFY(look.take(window, QStringLiteral("encoding")));
    }
};

int main(int argc, char **argv)
{
    QApplication application(argc, argv);
    if (const QByteArray folder = qgetenv(crashFolder); !folder.isEmpty())
        return typeAndDie(QString::fromLocal8Bit(folder));
    TestWriting test;
    return QTest::qExec(&test, argc, argv);
}

#include "tst_writing.moc"
