// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/gui/action_set.h"
#include "app/gui/document_area.h"
#include "app/gui/probes/probes_panel.h"
#include "editor/editor_pane.h"
#include "editor/lock_marks.h"
#include "editor/script_editor.h"
#include "views/console/console_panel.h"
#include "views/console/console_view.h"
#include "views/globals/globals_model.h"
#include "views/globals/globals_panel.h"
#include "window_home.h"

#include <QAbstractItemModelTester>
#include <QClipboard>
#include <QLabel>
#include <QLineEdit>
#include <QSignalSpy>
#include <QTreeView>

#include <unistd.h>

using namespace tapscope;
using app::ProbesModel;

namespace {

QString cell(const ProbesModel &model, int row, int column)
{
    return model.index(row, column).data().toString();
}

engine::Counters counted(std::vector<translator::HandlerCounters> handlers)
{
    engine::Counters counters;
    for (const auto &one : handlers)
        counters.handlers.push_back({"", one, true});
    return counters;
}

}

/// The probes of a script that runs: what they saw, what they lost, and taking them off.
class TestRunningProbes : public QObject {
    Q_OBJECT

private:
    tests::WindowHome m_home;

private Q_SLOTS:
    void initTestCase()
    {
        QVERIFY(m_home.enter());
        QLocale::setDefault(QLocale::c());
    }
    void init() { app::settings()->clear(); }

    void lossesByProbeAndCause()
    {
        app::ProbesPanel panel;
        QAbstractItemModelTester tester(panel.model());
        panel.setProbes({{0, QStringLiteral("syscall.open"), {}, 3, 2}, {2, QStringLiteral("end"), {}, 0, 0}});
        translator::HandlerCounters lossy;
        lossy.hits = 1200;
        lossy.ringFull = 7;
        lossy.frameBusy = 5;
        lossy.lockBusy = 3;
        lossy.errors = 1;
        engine::Counters counters = counted({lossy, {}, {}});
        counters.handlers[0].missed = 4;
        panel.setCounters(counters);
        const ProbesModel &model = *panel.model();
        QCOMPARE(cell(model, 0, ProbesModel::ProbeColumn), QStringLiteral("syscall.open"));
        QCOMPARE(cell(model, 0, ProbesModel::HitsColumn), QStringLiteral("1200"));
        QCOMPARE(cell(model, 0, ProbesModel::BufferColumn), QStringLiteral("7"));
        QCOMPARE(cell(model, 0, ProbesModel::NestedColumn), QStringLiteral("5"));
        QCOMPARE(cell(model, 0, ProbesModel::LockedColumn), QStringLiteral("3"));
        QCOMPARE(cell(model, 0, ProbesModel::MissedColumn), QStringLiteral("4"));
        QCOMPARE(cell(model, 0, ProbesModel::ErrorsColumn), QStringLiteral("1"));
        QCOMPARE(cell(model, 1, ProbesModel::HitsColumn), QStringLiteral("0"));
        QVERIFY2(panel.summary()->text().contains(QStringLiteral("19 lost")), qPrintable(panel.summary()->text()));

        panel.setFailedPlaces(
            {{0, QStringLiteral("do_open  fs/open.c:12"), {TAPSCOPE_TEXT("Diagnostics", "it is not there"), {}}}});
        QCOMPARE(cell(model, 0, ProbesModel::PlacesColumn), QStringLiteral("1 of 2"));
        const QString missed = model.index(0, 0, model.index(0, 0)).data().toString();
        QVERIFY2(missed.contains(QStringLiteral("fs/open.c:12")) && missed.contains(QStringLiteral("it is not there")),
                 qPrintable(missed));
        panel.view()->selectAll();
        for (QAction *action : panel.view()->actions()) {
            if (action->shortcut() == QKeySequence(QKeySequence::Copy))
                action->trigger();
        }
        QVERIFY(QGuiApplication::clipboard()->text().contains(QStringLiteral("syscall.open\t1200")));
        QVERIFY(QGuiApplication::clipboard()->text().contains(QStringLiteral("fs/open.c:12")));
    }

    void wishesHoldUntilTheyAreDone()
    {
        app::ProbesPanel panel;
        QSignalSpy wanted(&panel, &app::ProbesPanel::armWanted);
        panel.setProbes({{4, QStringLiteral("timer.ms(1)"), {}, 1, 0}});
        panel.model()->setCounters(counted({{}, {}, {}, {}, {}}), 1);
        const QModelIndex probe = panel.model()->index(0, 0);
        QVERIFY(panel.model()->setData(probe, Qt::Unchecked, Qt::CheckStateRole));
        QCOMPARE(wanted.last().at(0).toUInt(), 4U);
        QCOMPARE(wanted.last().at(1).toBool(), false);
        panel.model()->setCounters(counted({{}, {}, {}, {}, {}}), 2); // of before the engine has heard of it
        QCOMPARE(probe.data(Qt::CheckStateRole).toInt(), int(Qt::Unchecked));
        panel.model()->forgetWishes(); // it cannot be done
        QCOMPARE(probe.data(Qt::CheckStateRole).toInt(), int(Qt::Checked));
        panel.end();
        QVERIFY(!panel.model()->setData(probe, Qt::Unchecked, Qt::CheckStateRole));
    }

    void lockedVariablesAreMarked()
    {
        app::MainWindow window;
        QVERIFY(tests::showActive(window));
        auto *pane = window.documents()->newScript("global first, second, alone\n"
                                                   "probe kernel.trace(\"sched_switch\") { first = second + 1 }\n"
                                                   "probe kernel.trace(\"sched_wakeup\") { second = first * 2 }\n"
                                                   "probe kernel.trace(\"sched_process_exit\") { alone++ }\n");
        window.runBar()->setTarget(app::RunBar::Target::None);
        window.check();
        const editor::LockMarks *locks = pane->editor()->lockMarks();
        QVERIFY(QTest::qWaitFor([&] { return !locks->textAt(7).isEmpty(); }, 20'000));
        for (const int position : {7, 14}) {
            const QString text = locks->textAt(position);
            QVERIFY2(text.contains(QStringLiteral("first, second")), qPrintable(text));
            QVERIFY2(text.contains(QStringLiteral("2, 3")), qPrintable(text));
        }
        QVERIFY(locks->textAt(22).isEmpty());
        pane->editor()->goToBytes(0, 0);
        pane->editor()->insert(QStringLiteral("// moves\n"));
        QVERIFY(!locks->textAt(7 + 9).isEmpty());
    }

    void whatIsTypedReachesTheScript()
    {
        app::MainWindow window;
        QVERIFY(tests::showActive(window));
        QLineEdit *field = window.console()->inputField();
        QVERIFY(!field->isVisible());
        window.documents()->newScript(
            "probe input.line { printf(\"<%s>\\n\", substr(line, 0, strlen(line) - 1)) if (line == \"end\\n\") exit() }\n");
        window.runBar()->setTarget(app::RunBar::Target::None);
        window.run();
        QVERIFY(QTest::qWaitFor([&] { return field->isVisible(); }, 20'000));
        QTest::keyClicks(field, QStringLiteral("one line"));
        QTest::keyClick(field, Qt::Key_Return);
        QVERIFY(field->text().isEmpty());
        QTest::keyClicks(field, QStringLiteral("end"));
        QTest::keyClick(field, Qt::Key_Return);
        QVERIFY(QTest::qWaitFor([&] { return !field->isVisible(); }, 20'000));
        window.console()->view()->selectAll();
        const QString text = window.console()->view()->selectedText();
        QVERIFY2(text.contains(QStringLiteral("<one line>")) && text.contains(QStringLiteral("<end>")), qPrintable(text));
    }

    void inlinedCallsInStacks_data()
    {
        QTest::addColumn<bool>("shown");
        QTest::newRow("as SystemTap") << false;
        QTest::newRow("with inlined calls") << true;
    }

    void inlinedCallsInStacks()
    {
        QFETCH(bool, shown);
        if (::geteuid() != 0)
            QSKIP("probing needs root");
        app::MainWindow window;
        QVERIFY(tests::showActive(window));
        QAction *action = (*window.actionSet())["inlinedCalls"];
        QVERIFY(!action->isChecked());
        if (shown)
            action->trigger();
        app::MainWindow next;
        QCOMPARE((*next.actionSet())["inlinedCalls"]->isChecked(), shown);
        auto *pane = window.documents()->newScript(
            "probe process.function(\"Leaves\").inline { print_ubacktrace() println(\"seen\") exit() }\n");
        window.runBar()->setTarget(app::RunBar::Target::Command);
        window.runBar()->setCommand(QStringLiteral(TAPSCOPE_BINARY_DIR "/bin/teahouse --orders 5 --pause-us 0"));
        window.run();
        const auto text = [&] {
            window.console()->view()->selectAll();
            return window.console()->view()->selectedText();
        };
        QVERIFY2(QTest::qWaitFor([&] { return text().contains(QStringLiteral("seen")) && !window.bridge()->running(); }, 20'000),
                 qPrintable(text()));
        QVERIFY2(text().contains(QStringLiteral(" : tea::Leaves::Leaves (inlined) [")) == shown, qPrintable(text()));
        QVERIFY2(text().contains(QStringLiteral(" : tea::serve+")), qPrintable(text()));
        pane->editor()->setModified(false);
    }

    void takenOffAndPutBackWhileRunning()
    {
        app::MainWindow window;
        QVERIFY(tests::showActive(window));
        auto *pane = window.documents()->newScript("global n = 1, m\nprobe timer.ms(1) { n++ }\nprobe timer.ms(2) { m++ }\n");
        window.runBar()->setTarget(app::RunBar::Target::None);
        window.run();
        ProbesModel &model = *window.probes()->model();
        const auto hits = [&](int row) {
            return QLocale().toLongLong(model.index(row, ProbesModel::HitsColumn).data().toString());
        };
        QVERIFY2(QTest::qWaitFor([&] { return model.rowCount() >= 2 && hits(0) > 0 && hits(1) > 0; }, 20'000),
                 qPrintable(window.probes()->summary()->text() + window.probes()->model()->asText({})));
        window.raise("probes");
        QTreeView *view = window.probes()->view();
        view->setFocus();
        view->setCurrentIndex(view->model()->index(0, 0));
        QTest::keyClick(view, Qt::Key_Space);
        QVERIFY(QTest::qWaitFor([&] { return model.totals().off == 1; }, 20'000));
        const qint64 before = hits(0), other = hits(1);
        QVERIFY(QTest::qWaitFor([&] { return hits(1) > other + 20; }, 20'000));
        QCOMPARE(hits(0), before);
        QTest::keyClick(view, Qt::Key_Space);
        QVERIFY(QTest::qWaitFor([&] { return model.totals().off == 0 && hits(0) > before; }, 20'000));
        QTest::keyClick(view, Qt::Key_Return);
        QCOMPARE(pane->editor()->currentLine(), 1);
        // The same at the cursor.
        pane->editor()->goTo(3, 5);
        QTest::keyClick(pane->editor(), Qt::Key_F9, Qt::ControlModifier);
        QVERIFY(QTest::qWaitFor([&] { return model.totals().off == 1 && !model.armed(model.index(1, 0)); }, 20'000));
        QTest::keyClick(pane->editor(), Qt::Key_F9, Qt::ControlModifier);
        QVERIFY(QTest::qWaitFor([&] { return model.totals().off == 0; }, 20'000));

        // A global is changed meanwhile.
        window.raise("globals");
        views::GlobalsModel &globals = *window.globals()->model();
        QVERIFY(QTest::qWaitFor([&] { return globals.rowCount() == 2; }, 20'000));
        const QModelIndex n = globals.index(0, views::GlobalsModel::ValueColumn);
        QVERIFY(globals.setData(n, QStringLiteral("1000000000")));
        QVERIFY(QTest::qWaitFor([&] { return globals.index(0, 1).data(Qt::EditRole).toLongLong() >= 1'000'000'000; }, 20'000));
        window.bridge()->stop();
        QVERIFY(QTest::qWaitFor([&] { return !window.bridge()->running(); }, 20'000));
        QVERIFY(hits(1) > 0); // the numbers stay
        QVERIFY(!(model.flags(model.index(0, 0)) & Qt::ItemIsUserCheckable));
        pane->editor()->setModified(false);
    }

    void screenshots_data() { tests::addLooks(); }
    void screenshots()
    {
        QFETCH(QString, language);
        QFETCH(bool, dark);
        const tests::Look look(language, dark);
        app::MainWindow window;
        QVERIFY(tests::showActive(window));
        window.documents()->newScript("probe syscall.open { println(filename) }\n");
        window.raise("probes");
        QVERIFY(look.take(window, QStringLiteral("hits-empty")));
        window.probes()->setProbes({{0, QStringLiteral("process(\"nginx\").function(\"ngx_*\").call"), {}, 3, 414},
                                    {1, QStringLiteral("process(\"nginx\").function(\"ngx_*\").return"), {}, 7, 414},
                                    {2, QStringLiteral("timer.s(1)"), {}, 11, 0}});
        window.probes()->setFailedPlaces(
            {{1,
              QStringLiteral("ngx_start  nginx.c:196"),
              {TAPSCOPE_TEXT("Diagnostics", "the kernel found no instruction there that it can probe"), {}}}});
        translator::HandlerCounters busy;
        busy.hits = 1'204'117;
        translator::HandlerCounters lossy = busy;
        lossy.ringFull = 312;
        lossy.lockBusy = 17;
        auto counters = counted({busy, lossy, {}});
        counters.handlers[2].armed = false;
        window.probes()->setCounters(counters);
        QVERIFY(look.take(window, QStringLiteral("hits")));
        window.documents()->current()->editor()->setModified(false);
    }
};

QTEST_MAIN(TestRunningProbes)
#include "tst_running_probes.moc"
