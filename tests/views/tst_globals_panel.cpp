// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "views/globals/globals_model.h"
#include "views/globals/globals_panel.h"

#include <QAbstractItemModelTester>
#include <QClipboard>
#include <QGuiApplication>
#include <QLineEdit>
#include <QSignalSpy>
#include <QTest>
#include <QToolButton>
#include <QTreeView>

using namespace tapscope;
using views::GlobalsModel;
using Kind = trace::GlobalVariable::Kind;

namespace {

trace::GlobalValue element(std::string key, int64_t number)
{
    trace::GlobalValue value;
    value.key = {{true, 0, std::move(key)}};
    value.number = number;
    return value;
}

trace::Globals reading(std::vector<trace::GlobalValue> calls, int64_t total)
{
    trace::Globals all;
    trace::GlobalVariable table;
    table.name = "calls";
    table.isArray = true;
    table.size = calls.size();
    table.capacity = 2048;
    table.values = std::move(calls);
    trace::GlobalVariable scalar;
    scalar.name = "total";
    scalar.values.resize(1);
    scalar.values[0].number = total;
    trace::GlobalVariable statistic;
    statistic.name = "latency";
    statistic.kind = Kind::Statistic;
    statistic.values.resize(1);
    statistic.values[0].statistic = {4, 40, 1, 25, 10};
    trace::GlobalVariable name;
    name.name = "who";
    name.kind = Kind::Text;
    name.values.resize(1);
    name.values[0].text = "掌柜";
    all.variables = {table, scalar, statistic, name};
    return all;
}

QStringList names(const GlobalsModel &model, const QModelIndex &parent = {})
{
    QStringList all;
    for (int row = 0; row < model.rowCount(parent); ++row)
        all << model.index(row, GlobalsModel::NameColumn, parent).data().toString();
    return all;
}

}

class TestGlobalsPanel : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { QLocale::setDefault(QLocale::c()); }

    void valuesOfEveryKind()
    {
        GlobalsModel model;
        QAbstractItemModelTester tester(&model);
        model.setGlobals(reading({element("brew", 5), element("pour", 9)}, 14));
        QCOMPARE(names(model), QStringList({"calls", "total", "latency", "who"}));
        QCOMPARE(names(model, model.index(0, 0)), QStringList({"[\"pour\"]", "[\"brew\"]"}));
        const auto text = [&](int row, int column) { return model.index(row, column).data().toString(); };
        QVERIFY(text(0, GlobalsModel::ValueColumn).startsWith("2 of 2"));
        QCOMPARE(text(1, GlobalsModel::ValueColumn), QStringLiteral("14"));
        QCOMPARE(text(2, GlobalsModel::CountColumn), QStringLiteral("4"));
        QCOMPARE(text(2, GlobalsModel::AverageColumn), QStringLiteral("10"));
        QCOMPARE(text(2, GlobalsModel::MaximumColumn), QStringLiteral("25"));
        QCOMPARE(text(3, GlobalsModel::ValueColumn), QStringLiteral("\"掌柜\""));
    }

    void selectionFollowsItsKey()
    {
        views::GlobalsPanel panel;
        QAbstractItemModelTester tester(panel.model());
        panel.begin();
        panel.setGlobals(reading({element("brew", 5), element("pour", 9), element("stir", 1)}, 14));
        QVERIFY(panel.view()->isExpanded(panel.model()->index(0, 0)));
        const QModelIndex calls = panel.model()->index(0, 0);
        panel.view()->setCurrentIndex(panel.model()->index(1, 0, calls));
        QCOMPARE(panel.view()->currentIndex().data().toString(), QStringLiteral("[\"brew\"]"));
        panel.setGlobals(reading({element("brew", 50), element("pour", 10), element("serve", 11)}, 71));
        QCOMPARE(panel.view()->currentIndex().data().toString(), QStringLiteral("[\"brew\"]"));
        QCOMPARE(panel.view()->currentIndex().row(), 0);
        QVERIFY(panel.view()->isExpanded(panel.model()->index(0, 0)));
        QCOMPARE(names(*panel.model(), panel.model()->index(0, 0)), QStringList({"[\"brew\"]", "[\"serve\"]", "[\"pour\"]"}));
    }

    void sortsAndFilters()
    {
        views::GlobalsPanel panel;
        panel.setGlobals(reading({element("brew", 5), element("pour", 9)}, 14));
        panel.view()->sortByColumn(GlobalsModel::NameColumn, Qt::AscendingOrder);
        QCOMPARE(names(*panel.model(), panel.model()->index(0, 0)), QStringList({"[\"brew\"]", "[\"pour\"]"}));
        QTest::keyClicks(panel.filterField(), "POU");
        QCOMPARE(names(*panel.model()), QStringList({"calls"}));
        QCOMPARE(names(*panel.model(), panel.model()->index(0, 0)), QStringList({"[\"pour\"]"}));
        panel.filterField()->setText("lat");
        QCOMPARE(names(*panel.model()), QStringList({"latency"}));
        panel.filterField()->clear();
        QCOMPARE(panel.model()->rowCount(), 4);
    }

    void trendsRemember()
    {
        GlobalsModel model;
        for (int i = 0; i < views::ValueHistory::length + 5; ++i)
            model.setGlobals(reading({element("brew", i)}, 2 * i));
        const auto trend = [&](const QModelIndex &row) {
            return row.siblingAtColumn(GlobalsModel::TrendColumn).data(GlobalsModel::TrendRole).value<QList<qint64>>();
        };
        const auto total = trend(model.index(1, 0));
        QCOMPARE(total.size(), views::ValueHistory::length);
        QCOMPARE(total.first(), 10);
        QCOMPARE(total.last(), 2 * (views::ValueHistory::length + 4));
        QCOMPARE(trend(model.index(0, 0, model.index(0, 0))).last(), views::ValueHistory::length + 4);
        QVERIFY(trend(model.index(3, 0)).isEmpty());
    }

    void copiesWithTabs()
    {
        views::GlobalsPanel panel;
        panel.show();
        panel.setGlobals(reading({element("brew", 5)}, 14));
        panel.view()->selectAll();
        panel.view()->setFocus();
        panel.view()->actions().constFirst()->trigger();
        const QStringList lines = QGuiApplication::clipboard()->text().split(u'\n');
        QCOMPARE(lines.at(2), QStringLiteral("[\"brew\"]\t5"));
        QCOMPARE(lines.at(3), QStringLiteral("total\t14"));
        QCOMPARE(lines.at(4), QStringLiteral("latency\t\t4\t10\t1\t25\t40"));
    }

    void changesValuesWhileRunning()
    {
        views::GlobalsPanel panel;
        QSignalSpy wanted(&panel, &views::GlobalsPanel::editWanted);
        panel.begin();
        panel.setGlobals(reading({element("brew", 5), element("pour", 9)}, 14));
        GlobalsModel &model = *panel.model();
        const QModelIndex calls = model.index(0, 0);
        const QModelIndex brew = model.index(1, GlobalsModel::ValueColumn, calls);
        const auto last = [&] { return wanted.last().first().value<trace::GlobalEdit>(); };
        QVERIFY(!(model.flags(calls.siblingAtColumn(GlobalsModel::ValueColumn)) & Qt::ItemIsEditable)); // all of an array
        QVERIFY(!(model.flags(model.index(2, GlobalsModel::ValueColumn)) & Qt::ItemIsEditable)); // a statistic
        QCOMPARE(brew.data(Qt::EditRole).toString(), QStringLiteral("5"));
        QVERIFY(!model.setData(brew, QStringLiteral("five")));
        QVERIFY(model.setData(brew, QStringLiteral("0x20")));
        QCOMPARE(last().variable, 0U);
        QCOMPARE(last().key.at(0).text, std::string("brew"));
        QCOMPARE(last().value->number, 32);
        QVERIFY(model.setData(model.index(3, GlobalsModel::ValueColumn), QStringLiteral("小二")));
        QCOMPARE(last().value->text, std::string("小二"));
        // By the keyboard: change, and delete.
        panel.show();
        panel.activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(&panel));
        panel.view()->setFocus();
        panel.view()->setCurrentIndex(model.index(1, GlobalsModel::ValueColumn));
        QTest::keyClick(panel.view(), Qt::Key_F2);
        auto *field = panel.view()->findChild<QLineEdit *>();
        QVERIFY(field);
        field->setText(QStringLiteral("-3"));
        QTest::keyClick(field, Qt::Key_Return);
        QVERIFY(QTest::qWaitFor([&] { return last().variable == 1; }, 20'000));
        QCOMPARE(last().value->number, -3);
        panel.view()->setFocus();
        panel.view()->setCurrentIndex(brew);
        QTest::keyClick(panel.view(), Qt::Key_Delete);
        QVERIFY(!last().value);
        QCOMPARE(last().key.at(0).text, std::string("brew"));
        panel.end();
        QVERIFY(!model.setData(brew, QStringLiteral("1")));
        QVERIFY(!model.canDelete(brew));
    }

    void asksForResetsWhileRunning()
    {
        views::GlobalsPanel panel;
        QSignalSpy reset(&panel, &views::GlobalsPanel::resetWanted);
        QVERIFY(!panel.resetButton()->isEnabled());
        panel.begin();
        QTest::mouseClick(panel.resetButton(), Qt::LeftButton);
        QCOMPARE(reset.size(), 1);
        panel.end();
        QVERIFY(!panel.resetButton()->isEnabled());
    }
};

QTEST_MAIN(TestGlobalsPanel)
#include "tst_globals_panel.moc"
