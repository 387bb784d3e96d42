// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "trace/console_store.h"
#include "trace/string_table.h"

#include <QtTest>

#include <random>

using namespace tapscope::trace;
using Mark = ConsoleStore::Mark;

namespace {

QString text(const ConsoleStore &store, uint64_t line)
{
    const std::string_view view = store.line(line).text;
    return QString::fromUtf8(view.data(), static_cast<qsizetype>(view.size()));
}

}

class TestConsoleStore : public QObject {
    Q_OBJECT

private slots:
    void joinsPieces();
    void marksLines();
    void dropsTheOldest();
    void equalsTheNaiveList_data();
    void equalsTheNaiveList();
    void breaksEndlessLines();
    void internsTexts();
};

void TestConsoleStore::joinsPieces()
{
    ConsoleStore store;
    QCOMPARE(store.lineCount(), 0U);
    QVERIFY(store.line(0).text.empty());
    store.append("hel");
    QVERIFY(store.lastLineIsPartial());
    QCOMPARE(text(store, 0), QStringLiteral("hel"));
    store.append("lo\n\nwor");
    QCOMPARE(store.lineCount(), 3U);
    QCOMPARE(text(store, 0), QStringLiteral("hello"));
    QCOMPARE(text(store, 1), QString());
    QCOMPARE(text(store, 2), QStringLiteral("wor"));
    const uint64_t revision = store.revision();
    store.append("ld\n");
    QVERIFY(store.revision() != revision);
    QVERIFY(!store.lastLineIsPartial());
    QCOMPARE(store.lineCount(), 3U);
    QCOMPARE(text(store, 2), QStringLiteral("world"));
    store.clear();
    QCOMPARE(store.lineCount(), 0U);
    QCOMPARE(store.memoryBytes(), size_t{0});
}

void TestConsoleStore::marksLines()
{
    ConsoleStore store;
    store.append("no newline");
    store.appendLine("12 events lost", Mark::Lost);
    store.append("next\n");
    store.appendLine("ERROR: one\nERROR: two\n", Mark::Error);
    store.appendLine("", Mark::Note);
    store.append("end");
    QCOMPARE(store.lineCount(), 7U);
    QCOMPARE(text(store, 1), QStringLiteral("12 events lost"));
    QCOMPARE(store.line(0).mark, Mark::None);
    QCOMPARE(store.line(1).mark, Mark::Lost);
    QCOMPARE(store.line(2).mark, Mark::None);
    QCOMPARE(store.line(3).mark, Mark::Error);
    QCOMPARE(text(store, 4), QStringLiteral("ERROR: two"));
    QCOMPARE(store.line(4).mark, Mark::Error);
    QCOMPARE(store.line(5).mark, Mark::Note);
    QCOMPARE(text(store, 6), QStringLiteral("end"));
}

void TestConsoleStore::dropsTheOldest()
{
    ConsoleStore store(1 << 20);
    constexpr uint64_t lines = 200'000;
    for (uint64_t i = 0; i < lines; ++i)
        store.append("line number " + std::to_string(i) + '\n');
    QVERIFY(store.memoryBytes() <= (1 << 20) + (1 << 18));
    QVERIFY(store.droppedLines() > 0);
    QCOMPARE(store.droppedLines() + store.lineCount(), lines);
    for (const uint64_t i : {uint64_t{0}, store.lineCount() / 2, store.lineCount() - 1})
        QCOMPARE(text(store, i), QStringLiteral("line number %1").arg(store.droppedLines() + i));
}

void TestConsoleStore::equalsTheNaiveList_data()
{
    QTest::addColumn<uint32_t>("seed");
    for (uint32_t seed = 0; seed < 10; ++seed)
        QTest::addRow("%u", seed) << seed;
}

void TestConsoleStore::equalsTheNaiveList()
{
    QFETCH(uint32_t, seed);
    std::mt19937 random(seed);
    ConsoleStore store(size_t{1} << 30);
    std::vector<std::string> naive;
    bool partial = false;
    const auto add = [&](std::string_view piece) {
        while (!piece.empty()) {
            const size_t end = piece.find('\n');
            if (!partial)
                naive.emplace_back();
            naive.back() += piece.substr(0, end);
            partial = end == std::string_view::npos;
            if (partial)
                return;
            piece.remove_prefix(end + 1);
        }
    };
    for (int i = 0; i < 2000; ++i) {
        std::string piece;
        for (auto n = random() % 4; n-- > 0;) {
            piece += std::string(random() % 5 == 0 ? random() % 20'000 : random() % 100, static_cast<char>('a' + random() % 26));
            if (random() % 2)
                piece += '\n';
        }
        store.append(piece);
        add(piece);
        if (random() % 20 == 0) {
            store.appendLine("note", Mark::Note);
            naive.emplace_back("note");
            partial = false;
        }
    }
    QCOMPARE(store.lineCount(), naive.size());
    QCOMPARE(store.lastLineIsPartial(), partial);
    for (size_t i = 0; i < naive.size(); ++i)
        QVERIFY(store.line(i).text == naive[i]);
    // Moving an open line to another chunk must not leak what it left behind.
    QVERIFY(store.memoryBytes() < 64U << 20);
}

void TestConsoleStore::breaksEndlessLines()
{
    ConsoleStore store(8 << 20);
    const std::string block(100'000, 'x');
    for (int i = 0; i < 100; ++i)
        store.append(block);
    store.append(std::string(3'000'000, 'y'));
    QVERIFY(store.lineCount() > 2);
    size_t longest = 0;
    for (uint64_t i = 0; i < store.lineCount(); ++i)
        longest = std::max(longest, store.line(i).text.size());
    QCOMPARE(longest, size_t{1} << 20);
    QVERIFY(store.memoryBytes() < (16U << 20));
}

void TestConsoleStore::internsTexts()
{
    StringTable table;
    QCOMPARE(table.intern(""), 0U);
    std::vector<uint32_t> ids;
    for (int i = 0; i < 50'000; ++i)
        ids.push_back(table.intern("text " + std::to_string(i)));
    for (int i = 0; i < 50'000; ++i) {
        const std::string text = "text " + std::to_string(i);
        QCOMPARE(table.intern(text), ids[static_cast<size_t>(i)]);
        QCOMPARE(std::string(table[ids[static_cast<size_t>(i)]]), text);
    }
    QCOMPARE(table.size(), 50'001U);
    QVERIFY(table[1'000'000].empty());
    const std::string large(200'000, 'z');
    QCOMPARE(table.intern(large), table.intern(large));
    const uint32_t last = table.intern("small again");
    QCOMPARE(last, table.size() - 1);
}

QTEST_GUILESS_MAIN(TestConsoleStore)
#include "tst_console_store.moc"
