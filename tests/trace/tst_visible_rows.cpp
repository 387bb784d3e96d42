// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "call_script.h"
#include "trace/ranked_bitmap.h"
#include "trace/text_filter.h"
#include "trace/visible_rows.h"

#include <QtTest>

#include <random>
#include <set>

using namespace tapscope::trace;
using Row = VisibleRows::Row;

namespace {

QStringList printRows(const CallTree &tree, const VisibleRows &rows)
{
    QStringList out;
    for (uint64_t i = 0; i < rows.count(); ++i) {
        const Row row = rows.at(i);
        const CallTree::Thread &thread = tree.threads()[row.thread];
        const char *sign = !rows.hasChildren(row) ? " " : rows.isExpanded(row) ? "-" : "+";
        if (row.call == noCall) {
            out << QStringLiteral("%1 %2").arg(QLatin1String(sign)).arg(thread.tid);
            continue;
        }
        const Call &call = thread.calls[row.call];
        const std::string_view name = tree.functionName(call.function);
        out << QString(2 * (call.depth + 1), QLatin1Char(' ')) + QLatin1String(sign) + QLatin1Char(' ')
                + QString::fromUtf8(name.data(), static_cast<qsizetype>(name.size()));
    }
    return out;
}

const char *const sample = R"(
    10 7 -> main @1000
    11 7 -> a @900
    12 7 -> b @800
    13 7 <- b @800
    14 7 <- a @900
    15 7 -> c x=Tea @900
    16 7 <- c @900
    17 8 -> worker @1000
    18 8 -> a @900)";

/// The rows by their definition: every call is asked for all its ancestors.
struct NaiveRows {
    const CallTree &tree;
    std::vector<std::vector<bool>> collapsed;
    std::vector<bool> threadCollapsed;
    std::string filter;

    explicit NaiveRows(const CallTree &callTree) : tree(callTree) {}
    void update()
    {
        collapsed.resize(tree.threads().size());
        threadCollapsed.resize(tree.threads().size());
        for (size_t t = 0; t < collapsed.size(); ++t)
            collapsed[t].resize(tree.threads()[t].calls.size());
    }
    void setFilter(const std::string &text)
    {
        filter = text;
        for (size_t t = 0; t < collapsed.size(); ++t) {
            collapsed[t].assign(collapsed[t].size(), false);
            threadCollapsed[t] = false;
        }
    }
    bool below(size_t t, size_t call, size_t ancestor) const
    {
        for (CallIndex c = tree.threads()[t].calls[call].parent; c != noCall; c = tree.threads()[t].calls[c].parent) {
            if (c == ancestor)
                return true;
        }
        return false;
    }
    std::vector<std::pair<uint32_t, CallIndex>> rows() const
    {
        std::vector<std::pair<uint32_t, CallIndex>> out;
        for (uint32_t t = 0; t < collapsed.size(); ++t) {
            const auto &calls = tree.threads()[t].calls;
            std::vector<bool> kept(calls.size(), filter.empty());
            bool any = filter.empty();
            for (size_t i = 0; i < calls.size() && !filter.empty(); ++i) {
                if (!containsIgnoringCase(tree.functionName(calls[i].function), filter))
                    continue;
                any = true;
                kept[i] = true;
                for (CallIndex c = calls[i].parent; c != noCall; c = calls[c].parent)
                    kept[c] = true;
            }
            if (!any)
                continue;
            out.emplace_back(t, noCall);
            if (threadCollapsed[t])
                continue;
            for (size_t i = 0; i < calls.size(); ++i) {
                bool shown = kept[i];
                for (CallIndex c = calls[i].parent; c != noCall && shown; c = calls[c].parent)
                    shown = !collapsed[t][c];
                if (shown)
                    out.emplace_back(t, static_cast<CallIndex>(i));
            }
        }
        return out;
    }
};

}

class TestVisibleRows : public QObject {
    Q_OBJECT

private slots:
    void showsAll();
    void collapses();
    void expandsAndCollapsesBelow();
    void appends();
    void appendsCollapsed();
    void filters();
    void findsNearestShownRow();
    void resets();
    void equalsTheNaiveList_data();
    void equalsTheNaiveList();
    void bitmapCounts();
    void togglesMillions();
};

void TestVisibleRows::showsAll()
{
    CallTree tree;
    tree.add(CallScript(sample).events());
    const VisibleRows rows(tree);
    QCOMPARE(printRows(tree, rows),
             QStringList({"- 7", "  - main", "    - a", "        b", "      c", "- 8", "  - worker", "      a"}));
    QCOMPARE(rows.at(99).call, noCall);
}

void TestVisibleRows::collapses()
{
    CallTree tree;
    tree.add(CallScript(sample).events());
    VisibleRows rows(tree);
    rows.setExpanded({0, 1}, false);
    QCOMPARE(printRows(tree, rows), QStringList({"- 7", "  - main", "    + a", "      c", "- 8", "  - worker", "      a"}));
    rows.setExpanded({0, 0}, false);
    QCOMPARE(printRows(tree, rows), QStringList({"- 7", "  + main", "- 8", "  - worker", "      a"}));
    rows.setExpanded({0, 1}, true); // hidden: nothing to see yet
    QCOMPARE(rows.count(), 5U);
    rows.setExpanded({0, 0}, true);
    QCOMPARE(rows.count(), 8U);
    rows.setExpanded({1, noCall}, false);
    QCOMPARE(printRows(tree, rows), QStringList({"- 7", "  - main", "    - a", "        b", "      c", "+ 8"}));
    rows.setExpanded({9, 3}, false);
    rows.setExpanded({0, 300}, false);
    QCOMPARE(rows.count(), 6U);
}

void TestVisibleRows::expandsAndCollapsesBelow()
{
    CallTree tree;
    tree.add(CallScript(sample).events());
    VisibleRows rows(tree);
    rows.setExpandedBelow({0, noCall}, false);
    QCOMPARE(printRows(tree, rows), QStringList({"+ 7", "- 8", "  - worker", "      a"}));
    rows.setExpanded({0, noCall}, true);
    rows.setExpanded({0, 0}, true);
    QCOMPARE(printRows(tree, rows), QStringList({"- 7", "  - main", "    + a", "      c", "- 8", "  - worker", "      a"}));
    rows.setExpandedBelow({0, 0}, true);
    QCOMPARE(rows.count(), 8U);
}

void TestVisibleRows::appends()
{
    CallTree tree;
    VisibleRows rows(tree);
    QCOMPARE(rows.count(), 0U);
    QVERIFY(!rows.update());
    tree.add(CallScript(sample).events());
    QVERIFY(rows.update());
    rows.setExpanded({1, 0}, false);
    tree.add(CallScript("20 8 -> hidden @800\n21 7 <- main @1000\n22 7 -> again @1000\n23 9 -> new @10").events());
    QVERIFY(rows.update());
    QCOMPARE(printRows(tree, rows),
             QStringList(
                 {"- 7", "  - main", "    - a", "        b", "      c", "    again", "- 8", "  + worker", "- 9", "    new"}));
}

void TestVisibleRows::appendsCollapsed()
{
    CallTree tree;
    VisibleRows rows(tree);
    rows.setExpandNew(false);
    tree.add(CallScript(sample).events());
    rows.update();
    QCOMPARE(printRows(tree, rows), QStringList({"+ 7", "+ 8"}));
    rows.setExpanded({0, noCall}, true);
    rows.setExpanded({0, 0}, true);
    QCOMPARE(printRows(tree, rows), QStringList({"- 7", "  - main", "    + a", "      c", "+ 8"}));
}

void TestVisibleRows::filters()
{
    CallTree tree;
    tree.add(CallScript(sample).events());
    VisibleRows rows(tree);
    rows.setExpanded({0, 0}, false);
    rows.setFilter("B");
    QCOMPARE(printRows(tree, rows), QStringList({"- 7", "  - main", "    - a", "        b"}));
    QVERIFY(rows.matchesFilter({0, 2}));
    QVERIFY(!rows.matchesFilter({0, 1}));
    rows.setExpanded({0, 1}, false);
    QCOMPARE(printRows(tree, rows), QStringList({"- 7", "  - main", "    + a"}));
    rows.setFilter("x=tea");
    QCOMPARE(printRows(tree, rows), QStringList({"- 7", "  - main", "      c"}));
    tree.add(CallScript("30 8 -> brew x=teapot @800\n31 8 <- brew @800\n32 8 -> other @800").events());
    QVERIFY(rows.update());
    QCOMPARE(printRows(tree, rows), QStringList({"- 7", "  - main", "      c", "- 8", "  - worker", "    - a", "        brew"}));
    rows.setFilter("nothing like it");
    QCOMPARE(rows.count(), 0U);
    QCOMPARE(rows.rowOf({0, 1}), 0U);
    // Without a filter, everything is as it was left.
    rows.setFilter("");
    QCOMPARE(printRows(tree, rows),
             QStringList({"- 7", "  + main", "- 8", "  - worker", "    - a", "        brew", "        other"}));
}

void TestVisibleRows::findsNearestShownRow()
{
    CallTree tree;
    tree.add(CallScript(sample).events());
    VisibleRows rows(tree);
    for (uint64_t i = 0; i < rows.count(); ++i)
        QCOMPARE(rows.rowOf(rows.at(i)), i);
    rows.setExpanded({0, 0}, false);
    QCOMPARE(rows.rowOf({0, 2}), 1U);
    rows.setExpanded({0, noCall}, false);
    QCOMPARE(rows.rowOf({0, 2}), 0U);
    QCOMPARE(rows.rowOf({1, 1}), 3U);
    QCOMPARE(rows.rowOf({1, 500}), 1U);
    QCOMPARE(rows.rowOf({50, 0}), 0U);
}

void TestVisibleRows::resets()
{
    CallTree tree;
    tree.add(CallScript(sample).events());
    VisibleRows rows(tree);
    rows.setFilter("worker");
    tree.clear();
    rows.reset();
    QCOMPARE(rows.count(), 0U);
    tree.add(CallScript("1 3 -> worker @10\n2 3 -> idle @5").events());
    QVERIFY(rows.update());
    QCOMPARE(printRows(tree, rows), QStringList({"- 3", "    worker"}));
}

void TestVisibleRows::equalsTheNaiveList_data()
{
    QTest::addColumn<uint32_t>("seed");
    for (uint32_t seed = 0; seed < 12; ++seed)
        QTest::addRow("%u", seed) << seed;
}

void TestVisibleRows::equalsTheNaiveList()
{
    QFETCH(uint32_t, seed);
    std::mt19937 random(seed);
    const std::vector<std::string> names = {"alpha", "beta", "gamma", "delta", "omega"};
    CallTree tree;
    VisibleRows rows(tree);
    NaiveRows naive(tree);
    std::vector<std::vector<std::string>> stacks(3);
    uint64_t time = 0;
    for (int round = 0; round < 60; ++round) {
        for (int i = 0; i < 30; ++i) {
            const size_t t = random() % stacks.size();
            Event event;
            event.tid = static_cast<uint32_t>(t + 1);
            event.timeNs = ++time;
            if (stacks[t].empty() || (random() % 100 < 52 && stacks[t].size() < 30)) {
                stacks[t].push_back(names[random() % names.size()]);
                event.kind = Event::Kind::Enter;
                event.function = stacks[t].back();
                tree.add(event);
            } else {
                event.kind = Event::Kind::Leave;
                event.function = stacks[t].back();
                tree.add(event);
                stacks[t].pop_back();
            }
        }
        rows.update();
        naive.update();
        const auto t = static_cast<uint32_t>(random() % tree.threads().size());
        const auto call = random() % 12 == 0 ? noCall : static_cast<CallIndex>(random() % tree.threads()[t].calls.size());
        const bool expand = random() % 2;
        switch (random() % 6) {
        case 0: {
            rows.setExpandedBelow({t, call}, expand);
            for (size_t i = 0; i < naive.collapsed[t].size(); ++i) {
                if (call == noCall || i == call || naive.below(t, i, call))
                    naive.collapsed[t][i] = !expand;
            }
            if (call == noCall)
                naive.threadCollapsed[t] = !expand;
            break;
        }
        case 1: {
            // The naive list forgets what was collapsed whenever the filter changes, so both start from all open.
            const std::string text = random() % 2 ? "" : names[random() % names.size()].substr(0, 2);
            rows.setFilter(text);
            for (uint32_t i = 0; i < tree.threads().size(); ++i)
                rows.setExpandedBelow({i, noCall}, true);
            naive.setFilter(text);
            break;
        }
        default:
            rows.setExpanded({t, call}, expand);
            if (call == noCall)
                naive.threadCollapsed[t] = !expand;
            else
                naive.collapsed[t][call] = !expand;
        }
        const auto expected = naive.rows();
        QCOMPARE(rows.count(), expected.size());
        for (size_t i = 0; i < expected.size(); ++i) {
            const Row row = rows.at(i);
            QCOMPARE(std::make_pair(row.thread, row.call), expected[i]);
            QCOMPARE(rows.rowOf(row), i);
        }
    }
}

void TestVisibleRows::bitmapCounts()
{
    std::mt19937 random(3);
    RankedBitmap bitmap;
    std::vector<bool> naive;
    QCOMPARE(bitmap.count(), 0U);
    for (int round = 0; round < 300; ++round) {
        for (auto i = random() % 200; i-- > 0;) {
            const bool bit = random() % 3 == 0;
            bitmap.append(bit);
            naive.push_back(bit);
        }
        if (naive.empty())
            continue;
        const size_t begin = random() % naive.size();
        const size_t end = begin + random() % (naive.size() - begin + 1);
        const bool bit = random() % 2;
        if (random() % 2) {
            bitmap.fill(begin, end, bit);
            std::fill(naive.begin() + static_cast<std::ptrdiff_t>(begin), naive.begin() + static_cast<std::ptrdiff_t>(end), bit);
        } else {
            bitmap.set(begin, bit);
            naive[begin] = bit;
        }
        QCOMPARE(bitmap.count(), static_cast<uint64_t>(std::count(naive.begin(), naive.end(), true)));
        const size_t place = random() % (naive.size() + 1);
        QCOMPARE(bitmap.rank(place),
                 static_cast<uint64_t>(std::count(naive.begin(), naive.begin() + static_cast<std::ptrdiff_t>(place), true)));
        if (bitmap.count() > 0) {
            const uint64_t n = random() % bitmap.count();
            const size_t found = bitmap.select(n);
            QVERIFY(naive[found]);
            QCOMPARE(bitmap.rank(found), n);
        }
        const auto first = std::find(naive.begin() + static_cast<std::ptrdiff_t>(begin),
                                     naive.begin() + static_cast<std::ptrdiff_t>(end), true);
        QCOMPARE(bitmap.bits().firstSet(begin, end), static_cast<size_t>(first - naive.begin()));
    }
}

void TestVisibleRows::togglesMillions()
{
    CallTree tree;
    Event event;
    event.tid = 1;
    event.kind = Event::Kind::Enter;
    event.function = "main";
    event.stackPointer = 100'000;
    tree.add(event);
    event.stackPointer = 90'000;
    event.function = "leaf";
    constexpr uint64_t leaves = 1'000'000;
    for (uint64_t i = 0; i < leaves; ++i) {
        event.kind = Event::Kind::Enter;
        tree.add(event);
        event.kind = Event::Kind::Leave;
        tree.add(event);
    }
    VisibleRows rows(tree);
    QCOMPARE(rows.count(), leaves + 2);
    for (int i = 0; i < 10; ++i) {
        rows.setExpanded({0, 0}, false);
        QCOMPARE(rows.count(), 2U);
        rows.setExpanded({0, 0}, true);
        QCOMPARE(rows.count(), leaves + 2);
    }
}

QTEST_GUILESS_MAIN(TestVisibleRows)
#include "tst_visible_rows.moc"
