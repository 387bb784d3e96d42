// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/gui/action_set.h"
#include "app/gui/document_area.h"
#include "app/gui/translation/translation_column.h"
#include "app/gui/translation/translation_panel.h"
#include "app/gui/translation/translation_reader.h"
#include "app/gui/translation/translation_watch.h"
#include "editor/editor_pane.h"
#include "editor/script_editor.h"
#include "window_home.h"

#include <QClipboard>
#include <QComboBox>
#include <QDockWidget>
#include <QLabel>
#include <QLineEdit>
#include <QSignalSpy>
#include <QToolButton>

using namespace tapscope;
using app::TranslationColumn;
using app::TranslationPanel;

namespace {

const QByteArray example = "global hits, total\n"
                           "probe kernel.trace(\"sched_switch\") {\n"
                           "    hits[execname()]++\n"
                           "    total += pid()\n"
                           "}\n"
                           "probe end { foreach (name in hits-) println(name, hits[name], total) }\n";

/// The lines of a column that are marked, as text.
QString marked(const TranslationColumn *column)
{
    QString text;
    for (const size_t line : column->markedLines())
        text += QString::fromUtf8(column->lineText(static_cast<int>(line))) + u'\n';
    return text;
}

int rowWith(const TranslationColumn *column, const QByteArray &text)
{
    for (int line = 0; line < column->lines(); ++line) {
        if (column->lineText(line).contains(text))
            return line;
    }
    return -1;
}

}

/// The script beside what became of it, without running it.
class TestTranslation : public QObject {
    Q_OBJECT

private:
    tests::WindowHome m_home;

    static bool shown(app::MainWindow &window)
    {
        window.raise("translation");
        return QTest::qWaitFor(
            [&] { return window.translation()->translation() && !window.translationWatch()->reader()->busy(); }, 30'000);
    }

private Q_SLOTS:
    void initTestCase() { QVERIFY(m_home.enter()); }
    void init() { app::settings()->clear(); }

    void selectionsLeadToEachOther()
    {
        app::MainWindow window;
        QVERIFY(tests::showActive(window));
        auto *pane = window.documents()->newScript(example);
        QVERIFY(!window.translationWatch()->reader()->busy());
        QVERIFY(shown(window));
        TranslationPanel *panel = window.translation();
        QCOMPARE(panel->script()->bytes(), example);

        // The caret in the editor.
        pane->editor()->goTo(3, 6);
        QVERIFY(QTest::qWaitFor([&] { return marked(panel->intermediate()).contains(u"add_element hits"); }, 20'000));
        QVERIFY(!marked(panel->instructions()).isEmpty());
        QVERIFY(!marked(panel->intermediate()).contains(u"total"));
        QCOMPARE(panel->script()->markedLines(), std::vector<size_t>{2});

        // A line of the intermediate representation.
        panel->intermediate()->setFocus();
        panel->intermediate()->goTo(rowWith(panel->intermediate(), "total") + 1);
        QVERIFY(QTest::qWaitFor([&] { return panel->script()->markedLines() == std::vector<size_t>{3}; }, 20'000));
        const std::vector<size_t> inKernel = panel->instructions()->markedLines();
        QVERIFY(!inKernel.empty());

        // An instruction leads back.
        panel->script()->setFocus();
        panel->script()->goTo(1, 1);
        QVERIFY(QTest::qWaitFor([&] { return panel->intermediate()->markedLines().empty(); }, 20'000));
        panel->instructions()->setFocus();
        panel->instructions()->goTo(static_cast<int>(inKernel.back()) + 1);
        QVERIFY(QTest::qWaitFor([&] { return marked(panel->intermediate()).contains(u"total"); }, 20'000));
        QCOMPARE(panel->script()->markedLines(), std::vector<size_t>{3});

        // A probe point stands for all of its probe.
        panel->script()->setFocus();
        panel->script()->goTo(2, 1);
        QVERIFY(QTest::qWaitFor([&] { return marked(panel->intermediate()).contains(u"add_element hits"); }, 20'000));
        QVERIFY(marked(panel->intermediate()).contains(u"total"));
        QVERIFY(!marked(panel->intermediate()).contains(u"foreach"));
    }

    void filtersByProbe()
    {
        app::MainWindow window;
        QVERIFY(tests::showActive(window));
        window.documents()->newScript(example);
        QVERIFY(shown(window));
        TranslationPanel *panel = window.translation();
        QCOMPARE(panel->probes()->count(), 3);
        QCOMPARE(panel->probes()->itemText(1), QStringLiteral("kernel.trace(\"sched_switch\")"));
        const size_t all = panel->intermediate()->shownLines();
        panel->probes()->setCurrentIndex(2);
        QVERIFY(panel->intermediate()->shownLines() < all);
        QVERIFY(rowWith(panel->intermediate(), "add_element hits") < 0);
        QVERIFY(rowWith(panel->intermediate(), "foreach_begin") >= 0);
        QCOMPARE(panel->instructions()->shownLines(), size_t{0}); // end probes run beside the kernel
        // What is selected is found in spite of what is left out.
        panel->intermediate()->setFocus();
        panel->intermediate()->goTo(rowWith(panel->intermediate(), "foreach_begin") + 1);
        QVERIFY(QTest::qWaitFor([&] { return panel->script()->markedLines() == std::vector<size_t>{5}; }, 20'000));
    }

    void findsAndCopies()
    {
        app::MainWindow window;
        QVERIFY(tests::showActive(window));
        window.documents()->newScript(example);
        QVERIFY(shown(window));
        TranslationPanel *panel = window.translation();
        panel->findField()->setText(QStringLiteral("ADD_element"));
        QTest::keyClick(panel->findField(), Qt::Key_Return);
        QCOMPARE(panel->intermediate()->selectedText(), QStringLiteral("add_element"));
        QCOMPARE(panel->script()->markedLines(), std::vector<size_t>{2});
        panel->intermediate()->setFocus();
        QTest::keyClick(panel->intermediate(), Qt::Key_C, Qt::ControlModifier);
        QCOMPARE(QGuiApplication::clipboard()->text(), QStringLiteral("add_element"));
        panel->findField()->setText(QStringLiteral("exit"));
        QTest::keyClick(panel->findField(), Qt::Key_Return);
        QCOMPARE(panel->instructions()->selectedText(), QStringLiteral("exit"));
        panel->copyButton()->click();
        QVERIFY(QGuiApplication::clipboard()->text().contains(QStringLiteral("hits[execname()]++\n")));
        QVERIFY(QGuiApplication::clipboard()->text().contains(QStringLiteral("program ")));
    }

    void followsTheTextAndTellsWhatIsWrong()
    {
        app::MainWindow window;
        QVERIFY(tests::showActive(window));
        auto *pane = window.documents()->newScript("probe begin { prinln(1) }\n");
        window.raise("translation");
        TranslationPanel *panel = window.translation();
        QVERIFY(QTest::qWaitFor([&] { return panel->message()->text().contains(u"prinln"); }, 30'000));
        QVERIFY(!panel->translation());
        QSignalSpy wanted(panel, &TranslationPanel::problemActivated);
        Q_EMIT panel->message()->linkActivated(QStringLiteral("0"));
        QCOMPARE(wanted.count(), 1);
        QCOMPARE(pane->editor()->currentLine(), 0);
        QVERIFY(pane->editor()->position() >= 14);
        // Every key gives up the translation of the text before it.
        QSignalSpy translated(window.translationWatch()->reader(), &app::TranslationReader::translated);
        pane->editor()->selectAll();
        QTest::keyClicks(pane->editor(), QStringLiteral("probe end { println(42) }"));
        QVERIFY(QTest::qWaitFor([&] { return panel->translation() != nullptr; }, 30'000));
        QCOMPARE(panel->translation()->files.front().text.trimmed(), pane->editor()->bytes().trimmed());
        QCOMPARE(translated.count(), 1);
        // Out of sight nothing is done.
        window.raise("problems");
        QTest::keyClicks(pane->editor(), QStringLiteral(" "));
        QVERIFY(!window.translationWatch()->reader()->busy());
        window.raise("translation");
        QVERIFY(QTest::qWaitFor([&] { return translated.count() == 2; }, 30'000));
    }

    void keyShowsIt()
    {
        app::MainWindow window;
        QVERIFY(tests::showActive(window));
        window.documents()->newScript(example);
        QTest::keyClick(&window, Qt::Key_6, Qt::AltModifier);
        QVERIFY(QTest::qWaitFor([&] { return window.translation()->translation() != nullptr; }, 30'000));
        QVERIFY(window.translation()->isAncestorOf(QApplication::focusWidget()));
        QTest::keyClick(&window, Qt::Key_F, Qt::ControlModifier);
        QCOMPARE(QApplication::focusWidget(), window.translation()->findField());
    }

    void screenshots_data() { tests::addLooks(); }
    void screenshots()
    {
        QFETCH(QString, language);
        QFETCH(bool, dark);
        const tests::Look look(language, dark);
        app::MainWindow window;
        QVERIFY(tests::showActive(window));
        auto *pane = window.documents()->newScript(example);
        QVERIFY(shown(window));
        pane->editor()->goTo(3, 6);
        QVERIFY(QTest::qWaitFor([&] { return !window.translation()->intermediate()->markedLines().empty(); }, 20'000));
        QVERIFY(look.take(window, QStringLiteral("translation")));
    }
};

QTEST_MAIN(TestTranslation)
#include "tst_translation.moc"
