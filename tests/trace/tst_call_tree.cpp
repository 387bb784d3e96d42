// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "call_script.h"
#include "trace/call_tree.h"

#include <QtTest>

#include <random>

using namespace tapscope::trace;

namespace {

std::string printed(const CallTree &tree)
{
    std::string out;
    for (size_t thread = 0; thread < tree.threads().size(); ++thread)
        out += toText(tree, thread, noCall);
    return out;
}

Event makeEvent(Event::Kind kind, uint64_t time, std::string_view function, uint64_t stackPointer)
{
    Event event;
    event.kind = kind;
    event.pid = event.tid = 1;
    event.timeNs = time;
    event.function = function;
    event.stackPointer = stackPointer;
    event.returnAddress = 0x401136;
    return event;
}

/// What must hold of every tree, whatever it was built from.
void checkInvariants(const CallTree &tree, bool finished)
{
    uint64_t calls = 0;
    for (const CallTree::Thread &thread : tree.threads()) {
        calls += thread.calls.size();
        if (finished)
            QVERIFY(thread.open.empty());
        std::vector<CallIndex> chain;
        for (size_t i = 0; i < thread.calls.size(); ++i) {
            const Call &call = thread.calls[i];
            while (!chain.empty() && thread.calls[chain.back()].subtreeEnd != 0 && thread.calls[chain.back()].subtreeEnd <= i)
                chain.pop_back();
            QCOMPARE(call.parent, chain.empty() ? noCall : chain.back());
            QCOMPARE(size_t{call.depth}, std::min<size_t>(chain.size(), UINT16_MAX));
            QVERIFY(call.start > 0);
            QCOMPARE(call.end == 0, call.subtreeEnd == 0);
            if (call.end != 0) {
                QVERIFY(call.end >= call.start);
                QVERIFY(call.childrenNs <= call.end - call.start);
                QVERIFY(call.subtreeEnd > i && call.subtreeEnd <= thread.calls.size());
            } else {
                QVERIFY(std::find(thread.open.begin(), thread.open.end(), static_cast<CallIndex>(i)) != thread.open.end());
            }
            if (call.parent != noCall) {
                const Call &parent = thread.calls[call.parent];
                QVERIFY(call.start >= parent.start);
                QVERIFY(parent.end == 0 || (call.end != 0 && call.end <= parent.end));
            }
            chain.push_back(static_cast<CallIndex>(i));
        }
    }
    QCOMPARE(tree.callCount(), calls);
}

/// The healing rules for one stack, in the plainest way that can be written: a list that is searched.
struct NaiveBuilder {
    struct Node {
        std::string function;
        uint64_t stackPointer = 0;
        size_t depth = 0;
        bool returned = false, entrySeen = true, tail = false, open = true;
    };
    std::vector<Node> nodes;
    std::vector<size_t> stack;

    void close(bool returned)
    {
        nodes[stack.back()].returned = returned;
        nodes[stack.back()].open = false;
        stack.pop_back();
    }
    void add(const Event &event)
    {
        const uint64_t sp = event.stackPointer;
        while (sp && !stack.empty() && nodes[stack.back()].stackPointer < sp)
            close(false);
        const bool same = sp && !stack.empty() && nodes[stack.back()].stackPointer == sp;
        if (event.kind == Event::Kind::Enter) {
            const bool tail = same && (event.returnAddress & 0xfff) == 0;
            while (!tail && sp && !stack.empty() && nodes[stack.back()].stackPointer == sp)
                close(false);
            nodes.push_back({std::string(event.function), sp, stack.size(), false, true, tail, true});
            stack.push_back(nodes.size() - 1);
            return;
        }
        size_t match = SIZE_MAX;
        for (size_t i = stack.size(); i-- > 0;) {
            if (sp && nodes[stack[i]].stackPointer != sp)
                break;
            if (nodes[stack[i]].function == event.function) {
                match = i;
                break;
            }
        }
        if (match == SIZE_MAX) {
            nodes.push_back({std::string(event.function), sp, stack.size(), true, false, false, false});
            return;
        }
        while (stack.size() > match + 1)
            close(false);
        close(true);
    }
};

}

class TestCallTree : public QObject {
    Q_OBJECT

private slots:
    void builds_data();
    void builds();
    void separatesThreads();
    void keepsGoingTenThousandDeep();
    void healsSixtyFourReturnsOfAHundred();
    void timesStayInOrder();
    void equalsTheNaiveBuilder_data();
    void equalsTheNaiveBuilder();
    void survivesAnything();
    void cutsLongTexts();
    void startsAnew();
    void fitsItsMemory();
};

void TestCallTree::builds_data()
{
    QTest::addColumn<QString>("script");
    QTest::addColumn<QString>("tree");
    QTest::addRow("calls and returns") << R"(
        10 7 -> main argc=1 @1000
        20 7 -> add 2 3 @900
        25 7 <- add return=5 @900
        30 7 -> add 3 4 @900
        31 7 <- add 7 @900
        40 7 <- main 0 @1000)" << R"(prog(7)
  main(argc=1) = 0  30.000  self 24.000
    add(2 3) = 5  5.000
    add(3 4) = 7  1.000
)";
    QTest::addRow("recursion") << R"(
        10 7 -> fact 3 @1000
        11 7 -> fact 2 @900
        12 7 -> fact 1 @800
        13 7 <- fact 1 @800
        14 7 <- fact 2 @900
        15 7 <- fact 6 @1000)" << R"(prog(7)
  fact(3) = 6  5.000  self 2.000
    fact(2) = 2  3.000  self 2.000
      fact(1) = 1  1.000
)";
    QTest::addRow("return missed, next call beside it") << R"(
        10 7 -> main @1000
        20 7 -> f @900
        30 7 -> g @900
        31 7 <- g @900
        40 7 <- main @1000)" << R"(prog(7)
  main  30.000  self 19.000
    f  10.000  [return not seen]
    g  1.000
)";
    QTest::addRow("longjmp over two frames") << R"(
        10 7 -> main @1000
        20 7 -> f @900
        21 7 -> g @800
        22 7 -> h @700
        30 7 -> after @900
        31 7 <- after @900
        40 7 <- main @1000)" << R"(prog(7)
  main  30.000  self 19.000
    f  10.000  self 1.000  [return not seen]
      g  9.000  self 1.000  [return not seen]
        h  8.000  [return not seen]
    after  1.000
)";
    QTest::addRow("exception caught in the outer frame, which returns") << R"(
        10 7 -> main @1000
        20 7 -> mayThrow @900
        21 7 -> throws @800
        50 7 <- main 1 @1000)" << R"(prog(7)
  main = 1  40.000  self 10.000
    mayThrow  30.000  self 1.000  [return not seen]
      throws  29.000  [return not seen]
)";
    QTest::addRow("tail call returns innermost first") << R"(
        10 7 -> main @1000
        20 7 -> f @900
        21 7 -> g @900 tail
        22 7 -> h @900 tail
        30 7 <- h @900
        31 7 <- g @900
        32 7 <- f @900
        40 7 <- main @1000)" << R"(prog(7)
  main  30.000  self 18.000
    f  12.000  self 2.000
      g  10.000  self 2.000  [tail call]
        h  8.000  [tail call]
)";
    QTest::addRow("tail call whose return was missed") << R"(
        20 7 -> f @900
        21 7 -> g @900 tail
        32 7 <- f @900)" << R"(prog(7)
  f  12.000  self 1.000
    g  11.000  [tail call]  [return not seen]
)";
    QTest::addRow("return without a call") << R"(
        10 7 -> main @1000
        20 7 <- stray 5 @900
        30 7 <- main @1000
        31 7 <- below @1100)" << R"(prog(7)
  main  20.000
    stray = 5  [entry not seen]
  below  [entry not seen]
)";
    QTest::addRow("another name at the same frame") << R"(
        10 7 -> f @1000
        20 7 <- g @1000
        30 7 <- f @1000)" << R"(prog(7)
  f  20.000
    g  [entry not seen]
)";
    QTest::addRow("only returns, as from a script without call probes") << R"(
        10 7 <- strrchr @900
        20 7 <- getenv 0x0 @900)" << R"(prog(7)
  strrchr  [entry not seen]
  getenv = 0x0  [entry not seen]
)";
    QTest::addRow("only calls, nested by their stack pointers") << R"(
        10 7 -> main @1000
        20 7 -> f @900
        30 7 -> g @800
        40 7 -> f @900
        50 7 -> main2 @1000)" << R"(prog(7)
  main  40.000  self 10.000  [return not seen]
    f  20.000  self 10.000  [return not seen]
      g  10.000  [return not seen]
    f  10.000  [return not seen]
  main2  [running]
)";
    QTest::addRow("without stack pointers") << R"(
        10 7 -> main
        20 7 -> f
        21 7 -> g
        30 7 <- f
        31 7 <- nowhere
        40 7 <- main)" << R"(prog(7)
  main  30.000  self 20.000
    f  10.000  self 1.000
      g  9.000  [return not seen]
    nowhere  [entry not seen]
)";
    QTest::addRow("events lost") << R"(
        10 7 -> main @1000
        lost 12
        20 7 -> f @900
        21 7 <- f @900
        22 7 -> g @900
        30 7 <- g @900
        40 7 <- main @1000)" << R"(prog(7)
  main  30.000  self 21.000
    f  1.000  [events lost before]
    g  8.000
)";
    QTest::addRow("signal handler on an alternate stack above") << R"(
        10 7 -> main @10000
        20 7 -> work @9900
        30 7 -> handler @90000000
        31 7 -> inHandler @89999900
        32 7 <- inHandler @89999900
        33 7 <- handler @90000000
        40 7 <- work @9900
        50 7 <- main @10000)" << R"(prog(7)
  main  40.000  self 20.000
    work  20.000  self 17.000
      handler  3.000  self 2.000
        inHandler  1.000
)";
    QTest::addRow("signal handler on an alternate stack below") << R"(
        10 7 -> main @90010000
        20 7 -> work @90009900
        30 7 -> handler @10000
        33 7 <- handler @10000
        40 7 <- work @90009900
        50 7 <- main @90010000)" << R"(prog(7)
  main  40.000  self 20.000
    work  20.000  self 17.000
      handler  3.000
)";
    QTest::addRow("siglongjmp out of the alternate stack") << R"(
        10 7 -> main @10000
        20 7 -> work @9900
        30 7 -> handler @90000000
        31 7 -> inHandler @89999900
        40 7 -> next @9950
        41 7 <- next @9950
        50 7 <- main @10000)" << R"(prog(7)
  main  40.000  self 19.000
    work  20.000  self 10.000  [return not seen]
      handler  10.000  self 1.000  [return not seen]
        inHandler  9.000  [return not seen]
    next  1.000
)";
    QTest::addRow("coroutine resumed twice") << R"(
        10 7 -> main @90000000
        20 7 -> coroutine @10000
        30 7 -> consume @89999900
        31 7 <- consume @89999900
        40 7 -> step @9900
        41 7 <- step @9900
        42 7 <- coroutine @10000
        50 7 <- main @90000000)" << R"(prog(7)
  main  40.000  self 28.000
    coroutine  10.000  [return not seen]
    consume  1.000
    step  1.000
    coroutine  [entry not seen]
)";
    QTest::addRow("a frame of three mebibytes") << R"(
        10 7 -> main @90000000
        20 7 -> big @89999900
        30 7 -> leaf @86000000
        31 7 <- leaf @86000000
        40 7 <- big @89999900
        50 7 <- main @90000000)" << R"(prog(7)
  main  40.000  self 20.000
    big  20.000  self 19.000
      leaf  1.000
)";
}

void TestCallTree::builds()
{
    QFETCH(QString, script);
    QFETCH(QString, tree);
    CallTree built;
    built.add(CallScript(script.toStdString()).events());
    checkInvariants(built, false);
    QCOMPARE(QString::fromStdString(printed(built)), tree);
    built.finish(1'000'000);
    checkInvariants(built, true);
}

void TestCallTree::separatesThreads()
{
    CallTree tree;
    const CallScript script(R"(
        10 7 -> main @1000
        11 8 -> worker @5000
        12 7 -> f @900
        13 8 -> f @4900
        lost 3
        14 7 <- f @900
        15 8 <- f @4900
        16 8 -> g @4900
        17 7 -> g @900
        18 9 -> late @900
        19 10 -> later @900)");
    tree.add(script.events());
    QCOMPARE(QString::fromStdString(printed(tree)), QStringLiteral(R"(prog(7)
  main  [running]
    f  2.000
    g  [running]  [events lost before]
prog(8)
  worker  [running]
    f  2.000
    g  [running]  [events lost before]
prog(9)
  late  [running]  [events lost before]
prog(10)
  later  [running]
)"));
    QCOMPARE(tree.threads()[0].lost, 3U);
    QCOMPARE(tree.threads()[3].lost, 0U);
    QCOMPARE(tree.now(), 19'000U);
    tree.finish(20'000);
    checkInvariants(tree, true);
    QCOMPARE(tree.healedCount(), 6U);
    QCOMPARE(QString::fromStdString(toText(tree, 0, 0)),
             QStringLiteral("main  10.000  self 5.000  [return not seen]\n  f  2.000\n"
                            "  g  3.000  [return not seen]  [events lost before]\n"));
    QCOMPARE(QString::fromStdString(toText(tree, 0, 1)), QStringLiteral("f  2.000\n"));
    QCOMPARE(toText(tree, 9, noCall), std::string());
    QCOMPARE(toText(tree, 0, 99), std::string());
}

void TestCallTree::keepsGoingTenThousandDeep()
{
    CallTree tree;
    constexpr uint64_t deep = 10'000;
    uint64_t time = 0;
    const uint64_t top = 0x7fff00000000;
    for (uint64_t i = 0; i < deep; ++i)
        tree.add(makeEvent(Event::Kind::Enter, ++time, "dive", top - i * 272));
    QCOMPARE(tree.threads()[0].open.size(), size_t{deep});
    for (uint64_t i = deep; i-- > 0;)
        tree.add(makeEvent(Event::Kind::Leave, ++time, "dive", top - i * 272));
    checkInvariants(tree, true);
    QCOMPARE(tree.callCount(), deep);
    QCOMPARE(tree.healedCount(), 0U);
    // And back by one jump from the bottom, although that is farther than between two stacks.
    for (uint64_t i = 0; i < deep; ++i)
        tree.add(makeEvent(Event::Kind::Enter, ++time, "dive", top - i * 272));
    tree.add(makeEvent(Event::Kind::Leave, ++time, "dive", top));
    checkInvariants(tree, true);
    QCOMPARE(tree.healedCount(), deep - 1);
}

void TestCallTree::healsSixtyFourReturnsOfAHundred()
{
    // The kernel gives up return probes of calls nested deeper than 64: those frames have entries only.
    CallTree tree;
    uint64_t time = 0;
    for (uint64_t round = 0; round < 2; ++round) {
        for (uint64_t i = 0; i < 100; ++i)
            tree.add(makeEvent(Event::Kind::Enter, ++time, "rec", 100'000 - i * 64));
        for (uint64_t i = 64; i-- > 0;)
            tree.add(makeEvent(Event::Kind::Leave, ++time, "rec", 100'000 - i * 64));
    }
    checkInvariants(tree, true);
    QCOMPARE(tree.callCount(), 200U);
    QCOMPARE(tree.healedCount(), 72U);
    QCOMPARE(tree.threads()[0].calls[199].depth, 99);
}

void TestCallTree::timesStayInOrder()
{
    CallTree tree;
    tree.add(makeEvent(Event::Kind::Enter, 100, "f", 1000));
    tree.add(makeEvent(Event::Kind::Enter, 90, "g", 900));
    tree.add(makeEvent(Event::Kind::Leave, 80, "g", 900));
    tree.add(makeEvent(Event::Kind::Leave, 120, "f", 1000));
    checkInvariants(tree, true);
    QCOMPARE(tree.threads()[0].calls[1].start, 100U);
    QCOMPARE(tree.threads()[0].calls[0].end, 120U);
}

void TestCallTree::equalsTheNaiveBuilder_data()
{
    QTest::addColumn<uint32_t>("seed");
    QTest::addColumn<bool>("withPointers");
    for (uint32_t seed = 0; seed < 40; ++seed)
        QTest::addRow("%u", seed) << seed << (seed % 4 != 3);
}

void TestCallTree::equalsTheNaiveBuilder()
{
    QFETCH(uint32_t, seed);
    QFETCH(bool, withPointers);
    std::mt19937 random(seed);
    const std::vector<std::string> names = {"alpha", "beta", "gamma", "delta", "epsilon"};
    CallTree tree;
    NaiveBuilder naive;
    struct Frame {
        std::string name;
        uint64_t stackPointer;
    };
    std::vector<Frame> stack; // what the program does
    for (uint64_t time = 1; time < 6000; ++time) {
        const auto dice = random() % 100;
        Event event;
        if (dice < 48 || stack.empty()) {
            const bool tail = !stack.empty() && random() % 8 == 0;
            const uint64_t sp = stack.empty() ? 900'000 : stack.back().stackPointer - (tail ? 0 : 16 + random() % 64);
            stack.push_back({names[random() % names.size()], sp});
            event = makeEvent(Event::Kind::Enter, time, stack.back().name, withPointers ? sp : 0);
            event.returnAddress = tail ? 0x7fffffffe000 : 0x401136;
        } else {
            event = makeEvent(Event::Kind::Leave, time, stack.back().name, withPointers ? stack.back().stackPointer : 0);
            stack.pop_back();
        }
        if (dice >= 90 && !stack.empty() && event.kind == Event::Kind::Leave) // longjmp
            stack.resize(random() % (stack.size() + 1));
        if (random() % 20 == 0)
            continue; // this event did not get through
        tree.add(event);
        naive.add(event);
    }
    checkInvariants(tree, false);
    const auto &calls = tree.threads()[0].calls;
    QCOMPARE(calls.size(), naive.nodes.size());
    for (size_t i = 0; i < calls.size(); ++i) {
        const NaiveBuilder::Node &node = naive.nodes[i];
        const Call &call = calls[i];
        QCOMPARE(std::string(tree.functionName(call.function)), node.function);
        QCOMPARE(size_t{call.depth}, node.depth);
        QCOMPARE(call.end == 0, node.open);
        QCOMPARE((call.flags & ReturnNotSeen) != 0, !node.open && !node.returned);
        QCOMPARE((call.flags & EntryNotSeen) != 0, !node.entrySeen);
        QCOMPARE((call.flags & TailCall) != 0, node.tail);
    }
}

void TestCallTree::survivesAnything()
{
    std::mt19937_64 random(7);
    CallTree tree;
    const std::vector<std::string> names = {"a", "b", "", "d"};
    const std::vector<uint64_t> pointers = {0,          1,    64,   1U << 20, 3U << 20, UINT64_MAX, UINT64_MAX - 64,
                                            1ULL << 63, 5000, 4000, 3000};
    uint64_t calls = 0;
    for (int i = 0; i < 200'000; ++i) {
        Event event = makeEvent(random() % 2 ? Event::Kind::Enter : Event::Kind::Leave,
                                random() % 1000 + static_cast<uint64_t>(i), names[random() % names.size()],
                                pointers[random() % pointers.size()]);
        event.returnAddress = random() % 4 ? 0x401136 : 0x1000;
        event.tid = static_cast<uint32_t>(random() % 3);
        event.site = random() % 10 ? static_cast<uint32_t>(random() % 5) : UINT32_MAX - 1;
        if (random() % 100 == 0) {
            event.kind = Event::Kind::Lost;
            event.lost = 1;
        }
        calls += event.kind == Event::Kind::Enter;
        tree.add(event);
    }
    QVERIFY(tree.callCount() >= calls);
    checkInvariants(tree, false);
    tree.finish(0);
    checkInvariants(tree, true);
}

void TestCallTree::cutsLongTexts()
{
    CallTree tree;
    for (uint64_t i = 0; i < 100; ++i)
        tree.add(makeEvent(Event::Kind::Enter, i + 1, "f", 100'000 - i * 16));
    const std::string text = toText(tree, 0, noCall, 40);
    QCOMPARE(std::count(text.begin(), text.end(), '\n'), 40);
}

void TestCallTree::startsAnew()
{
    CallTree tree;
    tree.add(makeEvent(Event::Kind::Enter, 1, "f", 1000));
    tree.clear();
    QCOMPARE(tree.threads().size(), size_t{0});
    QCOMPARE(tree.callCount(), 0U);
    tree.add(makeEvent(Event::Kind::Enter, 1, "g", 1000));
    QCOMPARE(std::string(tree.functionName(tree.threads()[0].calls[0].function)), std::string("g"));
}

void TestCallTree::fitsItsMemory()
{
    CallTree tree;
    constexpr uint64_t calls = 300'000;
    for (uint64_t i = 0; i < calls; ++i) {
        Event event = makeEvent(Event::Kind::Enter, 2 * i + 1, "f", 1000);
        const std::string arguments = "n=" + std::to_string(i % 1000);
        event.arguments = arguments;
        tree.add(event);
        tree.add(makeEvent(Event::Kind::Leave, 2 * i + 2, "f", 1000));
    }
    const auto perCall = static_cast<double>(tree.memoryBytes()) / static_cast<double>(calls);
    QVERIFY2(perCall <= 65.5, qPrintable(QString::number(perCall)));
}

QTEST_GUILESS_MAIN(TestCallTree)
#include "tst_call_tree.moc"
