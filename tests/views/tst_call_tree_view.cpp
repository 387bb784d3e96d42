// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "trace_script.h"
#include "views/calltree/call_tree_panel.h"

#include <QHeaderView>
#include <QSignalSpy>
#include <QTest>

using namespace tapscope;
using namespace tapscope::tests;
using views::CallTreeModel;

/// Keys, mouse and scrolling of the call tree, on a real widget.
class TestCallTreeView : public QObject {
    Q_OBJECT

private:
    struct Fixture {
        views::LiveTrace trace;
        views::CallTreePanel panel{&trace};
        views::CallTreeView &view{*panel.view()};

        Fixture()
        {
            panel.resize(1000, 400);
            panel.show();
            (void)QTest::qWaitForWindowExposed(&panel);
            view.setFocus();
        }
        void add(const QStringList &lines, uint64_t firstNs = 1000)
        {
            trace.push(eventsFrom(lines, firstNs));
            trace.drain();
        }
        QString current() { return view.current() ? panel.model()->text(*view.current(), 0) : QString(); }
    };

    static QStringList flat(int calls)
    {
        QStringList lines;
        for (int i = 0; i < calls; ++i)
            lines << QStringLiteral("1 -> f%1").arg(i) << QStringLiteral("1 <- f%1").arg(i);
        return lines;
    }

private Q_SLOTS:
    void arrowsOpenAndClose()
    {
        Fixture f;
        f.add(tea);
        f.view.setCurrent({0, 0});
        QCOMPARE(f.panel.model()->rowCount(), 5);
        QTest::keyClick(&f.view, Qt::Key_Left);
        QCOMPARE(f.panel.model()->rowCount(), 2);
        QTest::keyClick(&f.view, Qt::Key_Left);
        QCOMPARE(f.current(), QStringLiteral("teahouse 100/1"));
        QTest::keyClick(&f.view, Qt::Key_Down);
        QTest::keyClick(&f.view, Qt::Key_Right);
        QCOMPARE(f.panel.model()->rowCount(), 5);
        QTest::keyClick(&f.view, Qt::Key_Right);
        QCOMPARE(f.current(), QStringLiteral("boil"));
        QTest::keyClick(&f.view, Qt::Key_Home);
        QTest::keyClick(&f.view, Qt::Key_Left, Qt::ShiftModifier);
        QCOMPARE(f.panel.model()->rowCount(), 1);
        QTest::keyClick(&f.view, Qt::Key_Right, Qt::ShiftModifier);
        QCOMPARE(f.panel.model()->rowCount(), 5);
        QTest::keyClick(&f.view, Qt::Key_End);
        QCOMPARE(f.current(), QStringLiteral("drip"));
    }

    void namesHaveTheWidth()
    {
        Fixture f;
        f.panel.resize(940, 300);
        const QHeaderView *header = f.view.header();
        QVERIFY(QTest::qWaitFor([&] { return header->width() > 850 && header->width() < 945; }));
        QVERIFY(header->isSectionHidden(CallTreeModel::ThreadColumn));
        QVERIFY(header->sectionSize(CallTreeModel::CallColumn) >= 30 * f.view.fontMetrics().horizontalAdvance(u'0'));
        QVERIFY(header->sectionSize(CallTreeModel::CallColumn) > header->sectionSize(CallTreeModel::ArgumentsColumn));
        QVERIFY(header->length() <= header->width());
        // What is dragged stays.
        f.view.header()->resizeSection(CallTreeModel::CallColumn, 333);
        f.panel.resize(1200, 300);
        QVERIFY(QTest::qWaitFor([&] { return header->width() > 1100; }));
        QCOMPARE(header->sectionSize(CallTreeModel::CallColumn), 333);
    }

    void hottestAndTime()
    {
        Fixture f;
        f.add(tea);
        f.view.setCurrent({0, 0});
        QTest::keyClick(&f.view, Qt::Key_H);
        QCOMPARE(f.current(), QStringLiteral("pour"));
        QTest::keyClick(&f.view, Qt::Key_N);
        QCOMPARE(f.current(), QStringLiteral("drip"));
        QTest::keyClick(&f.view, Qt::Key_P);
        QTest::keyClick(&f.view, Qt::Key_P);
        QCOMPARE(f.current(), QStringLiteral("boil"));
    }

    void goingToHiddenCallOpensItsCallers()
    {
        Fixture f;
        f.add(tea);
        f.panel.model()->setExpandedBelow({0, trace::noCall}, false);
        f.view.setCurrent({0, 3});
        QCOMPARE(f.current(), QStringLiteral("drip"));
        QCOMPARE(f.panel.model()->rowCount(), 5);
    }

    void filterByKey()
    {
        Fixture f;
        f.add(tea);
        f.view.setCurrent({0, 1});
        QTest::keyClick(&f.view, Qt::Key_F);
        QCOMPARE(f.panel.filterField()->text(), QStringLiteral("boil"));
        QCOMPARE(f.panel.model()->rowCount(), 3);
        QTest::keyClick(&f.view, Qt::Key_F, Qt::ShiftModifier);
        QCOMPARE(f.panel.model()->rowCount(), 5);
        QCOMPARE(f.current(), QStringLiteral("boil"));
    }

    void copyGivesSubtree()
    {
        Fixture f;
        f.add(tea);
        f.view.setCurrent({0, 2});
        QTest::keyClick(&f.view, Qt::Key_C, Qt::ControlModifier);
        const QString copied = QGuiApplication::clipboard()->text();
        QVERIFY2(copied.contains(QStringLiteral("pour")) && copied.contains(QStringLiteral("drip")), qPrintable(copied));
        QVERIFY(!copied.contains(QStringLiteral("boil")));
    }

    void followsUntilScrolled()
    {
        Fixture f;
        f.add(flat(500));
        QScrollBar *bar = f.view.verticalScrollBar();
        QVERIFY(f.view.follows());
        QCOMPARE(bar->value(), bar->maximum());
        bar->setValue(bar->maximum() / 2);
        QVERIFY(!f.view.follows());
        QVERIFY(!f.panel.followButton()->isChecked());
        const int before = bar->value();
        f.add(flat(500), 10'000'000);
        QCOMPARE(bar->value(), before);
        f.panel.followButton()->click();
        QVERIFY(f.view.follows());
        QCOMPARE(bar->value(), bar->maximum());
    }

    void currentStaysInPlaceWhileOthersGrow()
    {
        Fixture f;
        QStringList lines = flat(100);
        lines << flat(100).replaceInStrings(QRegularExpression(QStringLiteral("^1")), QStringLiteral("2"));
        f.add(lines);
        f.view.setCurrent({1, 50});
        const int before = f.panel.model()->rowOf({1, 50}) * f.view.rowHeight() - f.view.verticalScrollBar()->value();
        f.add(flat(300), 10'000'000); // above it, in thread 1
        const int after = f.panel.model()->rowOf({1, 50}) * f.view.rowHeight() - f.view.verticalScrollBar()->value();
        QCOMPARE(after, before);
        QCOMPARE(f.view.current()->call, 50u);
        QCOMPARE(f.view.current()->thread, 1u);
    }

    void pauseHoldsEventsBack()
    {
        Fixture f;
        f.add(tea);
        f.trace.setPaused(true);
        f.trace.push(eventsFrom(flat(10), 100'000));
        QCOMPARE(f.trace.backlog(), 20u);
        QSignalSpy changed(&f.trace, &views::LiveTrace::changed);
        f.trace.setPaused(false);
        QTRY_COMPARE(f.trace.backlog(), 0u);
        QCOMPARE(f.panel.model()->rowCount(), 15);
    }

    /// A tree too large to lay out is painted at its beginning, middle and end; bench_scroll measures how long that takes.
    void millionsOfRows()
    {
        Fixture f;
        constexpr int calls = 1'000'000;
        auto batch = std::make_unique<trace::EventBatch>();
        for (int i = 0; i < calls; ++i) {
            trace::Event event;
            event.kind = trace::Event::Kind::Enter;
            event.tid = event.pid = 7;
            event.timeNs = static_cast<uint64_t>(i) * 20 + 1;
            event.function = i % 2 ? "brew" : "steep";
            batch->events.push_back(event);
            if (i % 4 == 3) {
                for (int k = 0; k < 4; ++k) {
                    event.kind = trace::Event::Kind::Leave;
                    event.timeNs += 2;
                    event.function = k % 2 ? "steep" : "brew";
                    batch->events.push_back(event);
                }
            }
        }
        f.trace.push(std::move(batch));
        f.trace.drain();
        QCOMPARE(f.panel.model()->rowCount(), calls + 1);
        QScrollBar *bar = f.view.verticalScrollBar();
        const auto painted = [&](int place) {
            QImage image(f.view.viewport()->size(), QImage::Format_ARGB32_Premultiplied);
            bar->setValue(place);
            f.view.viewport()->render(&image);
            return image;
        };
        const QImage first = painted(0), middle = painted(bar->maximum() / 2), last = painted(bar->maximum());
        QVERIFY(first != middle && middle != last && last != first);
    }

    void everyActionIsNamed()
    {
        Fixture f;
        QSet<QString> keys;
        for (const QAction *action : f.view.actions()) {
            QVERIFY(!action->text().isEmpty());
            QVERIFY(!action->toolTip().isEmpty());
            for (const QKeySequence &key : action->shortcuts()) {
                QVERIFY2(!keys.contains(key.toString()), qPrintable(key.toString()));
                keys.insert(key.toString());
            }
        }
        QVERIFY(!f.view.accessibleName().isEmpty());
    }
};

QTEST_MAIN(TestCallTreeView)
#include "tst_call_tree_view.moc"
