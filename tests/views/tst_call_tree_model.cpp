// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "trace_script.h"

#include <QAbstractItemModelTester>
#include <QSignalSpy>
#include <QTest>

using namespace tapscope;
using namespace tapscope::tests;
using views::CallTreeModel;

/// The model read as text while a tree grows, opens, closes and is filtered, under Qt's own model checker.
class TestCallTreeModel : public QObject {
    Q_OBJECT

private:
    struct Fixture {
        trace::CallTree tree;
        trace::VisibleRows rows{tree};
        CallTreeModel model{tree, rows};
        QAbstractItemModelTester tester{&model, QAbstractItemModelTester::FailureReportingMode::QtTest};

        void add(const QStringList &lines, uint64_t firstNs = 1000)
        {
            const auto batch = eventsFrom(lines, firstNs);
            tree.add(batch->events);
            model.grow();
        }
    };

private Q_SLOTS:
    void readsLikeTheScreen()
    {
        Fixture f;
        f.add(tea);
        QCOMPARE(printed(f.model),
                 QStringList({
                     QStringLiteral("-teahouse 100/1"),
                     QStringLiteral("  -serve(guest=1) = 0"),
                     QStringLiteral("     boil(litres=2) = 0"),
                     QStringLiteral("    -pour = -1"),
                     QStringLiteral("       drip"),
                 }));
    }

    void figures()
    {
        Fixture f;
        f.add(tea);
        const auto row = [&](int r) {
            QStringList cells;
            for (int c = CallTreeModel::InclusiveColumn; c < CallTreeModel::ColumnCount; ++c)
                cells << f.model.index(r, c).data().toString();
            return cells.join(u'|');
        };
        QCOMPARE(row(1), QStringLiteral("7.00 µs|3.00 µs|4|0.000001 s|1"));
        QCOMPARE(row(2), QStringLiteral("1.00 µs|1.00 µs|1|0.000002 s|1"));
        QCOMPARE(row(3), QStringLiteral("3.00 µs|2.00 µs|2|0.000004 s|1"));
    }

    void selfOfRunningCallLeavesOutRunningChild()
    {
        Fixture f;
        f.add({QStringLiteral("1 -> a"), QStringLiteral("1 -> b"), QStringLiteral("1 -> c"), QStringLiteral("1 <- c")});
        QCOMPARE(f.model.index(1, CallTreeModel::InclusiveColumn).data().toString(), QStringLiteral("3.00 µs…"));
        QCOMPARE(f.model.index(1, CallTreeModel::SelfColumn).data().toString(), QStringLiteral("1.00 µs"));
        QCOMPARE(f.model.index(2, CallTreeModel::SelfColumn).data().toString(), QStringLiteral("1.00 µs"));
    }

    void growthIsAnnouncedAtThreadEnds()
    {
        Fixture f;
        f.add({QStringLiteral("1 -> a"), QStringLiteral("2 -> x")});
        QSignalSpy inserted(&f.model, &QAbstractItemModel::rowsInserted);
        QSignalSpy resets(&f.model, &QAbstractItemModel::modelReset);
        f.add({QStringLiteral("1 -> b"), QStringLiteral("2 -> y"), QStringLiteral("3 -> z")}, 10'000);
        QCOMPARE(resets.count(), 0);
        QCOMPARE(printed(f.model),
                 QStringList({
                     QStringLiteral("-teahouse 100/1"),
                     QStringLiteral("  -a"),
                     QStringLiteral("     b"),
                     QStringLiteral("-teahouse 100/2"),
                     QStringLiteral("  -x"),
                     QStringLiteral("     y"),
                     QStringLiteral("-teahouse 100/3"),
                     QStringLiteral("   z"),
                 }));
        QCOMPARE(inserted.count(), 3);
        QCOMPARE(inserted[0][1].toInt(), 2);
        QCOMPARE(inserted[1][1].toInt(), 5);
        QCOMPARE(inserted[2][1].toInt(), 6);
        QCOMPARE(inserted[2][2].toInt(), 7);
    }

    void closingAndOpening()
    {
        Fixture f;
        f.add(tea);
        f.add({QStringLiteral("2 -> other")}, 20'000);
        QSignalSpy removed(&f.model, &QAbstractItemModel::rowsRemoved);
        f.model.setExpanded({0, 0}, false);
        QCOMPARE(printed(f.model),
                 QStringList({QStringLiteral("-teahouse 100/1"), QStringLiteral("  +serve(guest=1) = 0"),
                              QStringLiteral("-teahouse 100/2"), QStringLiteral("   other")}));
        QCOMPARE(removed.count(), 1);
        QCOMPARE(removed[0][1].toInt(), 2);
        QCOMPARE(removed[0][2].toInt(), 4);
        f.model.setExpandedBelow({0, 0}, true);
        QCOMPARE(f.model.rowCount(), 7);
        f.model.setExpandedBelow({0, trace::noCall}, false);
        QCOMPARE(f.model.rowCount(), 3);
    }

    void filterShowsMatchesWithCallers()
    {
        Fixture f;
        f.add(tea);
        f.model.setFilter(QStringLiteral("DRIP"));
        QCOMPARE(printed(f.model),
                 QStringList({QStringLiteral("-teahouse 100/1"), QStringLiteral("  -serve(guest=1) = 0"),
                              QStringLiteral("    -pour = -1"), QStringLiteral("       drip")}));
        f.model.setFilter(QStringLiteral("nothing like it"));
        f.add({QStringLiteral("1 -> more")}, 20'000);
        f.model.setFilter(QString());
        QCOMPARE(f.model.rowCount(), 6);
    }

    void missedReturnIsMarked()
    {
        Fixture f;
        f.add({QStringLiteral("1 -> a"), QStringLiteral("1 -> b")});
        f.tree.finish(9000);
        f.model.grow();
        QCOMPARE(f.model.index(1, 0).data(CallTreeModel::MarksRole).toString(), QStringLiteral("◌"));
        QVERIFY(f.model.index(1, 0).data(Qt::ToolTipRole).toString().contains(QStringLiteral("return was not seen")));
    }

    void inTimeAcrossThreads()
    {
        Fixture f;
        f.add({QStringLiteral("1 -> a"), QStringLiteral("2 -> x"), QStringLiteral("1 -> b"), QStringLiteral("2 -> y")});
        const views::CallFacts &facts = f.model.facts();
        views::CallFacts::Row row{0, 0};
        QStringList walked;
        for (auto next = facts.nextInTime(row); next; next = facts.nextInTime(*next)) {
            walked << f.model.text(*next, 0);
            row = *next;
        }
        QCOMPARE(walked.join(u' '), QStringLiteral("x b y"));
        walked.clear();
        for (auto before = facts.previousInTime(row); before; before = facts.previousInTime(*before))
            walked << f.model.text(*before, 0);
        QCOMPARE(walked.join(u' '), QStringLiteral("b x a"));
    }

    void resetEmpties()
    {
        Fixture f;
        f.add(tea);
        f.tree.clear();
        f.model.reset();
        QCOMPARE(f.model.rowCount(), 0);
        f.add(tea);
        QCOMPARE(f.model.rowCount(), 5);
    }
};

QTEST_GUILESS_MAIN(TestCallTreeModel)
#include "tst_call_tree_model.moc"
