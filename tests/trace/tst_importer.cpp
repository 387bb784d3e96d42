// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "trace/call_tree.h"
#include "trace/call_words.h"
#include "trace/importer.h"

#include <QtTest>

#include <random>

using namespace tapscope::trace;

namespace {

std::string treeOf(const std::string &text, size_t pieceSize = SIZE_MAX)
{
    ThreadIndentImporter importer;
    EventBatch batch;
    for (size_t at = 0; at < text.size(); at += std::min(pieceSize, text.size() - at))
        importer.add(std::string_view(text).substr(at, pieceSize), batch);
    importer.finish(batch);
    CallTree tree;
    tree.add(batch.events);
    std::string out;
    for (size_t thread = 0; thread < tree.threads().size(); ++thread)
        out += toText(tree, thread, noCall);
    return out;
}

const char *const recorded = "     0 prog(132):    -> main\n"
                             "  5868 prog(132):        -> fact n=2\n"
                             " 14333 prog(132):            -> fact n=1\n"
                             " 17246 prog(132):            <- fact 1\n"
                             "something in between\n"
                             " 17710 prog(132):        <- fact 2\n"
                             " 17819 prog(132):    <- main\n"
                             "     0 prog(132):    -> atexit\n"
                             "     9 prog(132):    <- atexit\n";
const char *const recordedTree = "prog(132)\n"
                                 "  main  17819.000  self 5977.000\n"
                                 "    fact(n=2) = 2  11842.000  self 8929.000\n"
                                 "      fact(n=1) = 1  2913.000\n"
                                 "  atexit  9.000\n";

}

class TestImporter : public QObject {
    Q_OBJECT

private slots:
    void opensARecordedTree();
    void piecesCanBeCutAnywhere();
    void joinsThreadsToOneClock();
    void keepsOtherLinesAsText();
    void parsesLines_data();
    void parsesLines();
    void splitsCalls_data();
    void splitsCalls();
    void survivesAnything();
};

void TestImporter::opensARecordedTree()
{
    QCOMPARE(QString::fromStdString(treeOf(recorded)), QString::fromUtf8(recordedTree));
}

void TestImporter::piecesCanBeCutAnywhere()
{
    for (const size_t size : {1, 2, 7, 30, 100})
        QCOMPARE(QString::fromStdString(treeOf(recorded, size)), QString::fromUtf8(recordedTree));
    QCOMPARE(QString::fromStdString(treeOf("     0 a(1): -> f")), QStringLiteral("a(1)\n  f  [running]\n"));
    QCOMPARE(QString::fromStdString(treeOf("     0 a(1): -> f x\r\n     5 a(1): <- f\r\n")),
             QStringLiteral("a(1)\n  f(x)  5.000\n"));
}

void TestImporter::joinsThreadsToOneClock()
{
    ThreadIndentImporter importer;
    EventBatch batch;
    importer.add("     0 a(1): -> f\n"
                 "   100 a(1):  -> g\n"
                 "     0 b(2): -> f\n"
                 "    50 b(2): <- f\n"
                 "   200 a(1):  <- g\n"
                 "   300 a(1): <- f\n"
                 "     0 b(2): -> f\n"
                 "     0 a(1): -> f\n",
                 batch);
    std::vector<uint64_t> times;
    for (const Event &event : batch.events)
        times.push_back(event.timeNs / 1000);
    QCOMPARE(times, (std::vector<uint64_t>{1, 101, 101, 151, 201, 301, 301, 301}));
    QCOMPARE(importer.callLines(), 8U);
}

void TestImporter::keepsOtherLinesAsText()
{
    ThreadIndentImporter importer;
    EventBatch batch;
    importer.add("hello\n     7 a(1): no arrow here\n\n  12 items(3) left: -> x\n", batch);
    QCOMPARE(batch.events.size(), size_t{4});
    for (const Event &event : batch.events)
        QCOMPARE(event.kind, Event::Kind::Text);
    QCOMPARE(std::string(batch.events[0].text), std::string("hello\n"));
    QCOMPARE(std::string(batch.events[3].text), std::string("  12 items(3) left: -> x\n"));
    QCOMPARE(importer.callLines(), 0U);
}

void TestImporter::parsesLines_data()
{
    QTest::addColumn<QString>("line");
    QTest::addColumn<bool>("valid");
    QTest::addColumn<QString>("execname");
    QTest::addColumn<uint32_t>("tid");
    QTest::addColumn<QString>("text");
    QTest::addRow("plain") << "     0 ls(192): -> f" << true << "ls" << 192U << " -> f";
    QTest::addRow("blanks and parentheses") << "     0 Web (x) y(9):-> f" << true << "Web (x) y" << 9U << "-> f";
    QTest::addRow("indent") << "    42 :  -> f" << true << "" << 0U << "  -> f";
    QTest::addRow("no number") << "  ls(192): -> f" << false << "" << 0U << "";
    QTest::addRow("no thread") << "   5 ls: -> f" << false << "" << 0U << "";
    QTest::addRow("thread too large") << "   5 ls(99999999999): -> f" << false << "" << 0U << "";
    QTest::addRow("empty") << "" << false << "" << 0U << "";
    QTest::addRow("blanks") << "      " << false << "" << 0U << "";
}

void TestImporter::parsesLines()
{
    QFETCH(QString, line);
    QFETCH(bool, valid);
    const std::string bytes = line.toStdString();
    IndentedLine parts;
    QCOMPARE(parseIndentedLine(bytes, parts), valid);
    if (!valid)
        return;
    QTEST(QString::fromUtf8(parts.execname.data(), static_cast<qsizetype>(parts.execname.size())), "execname");
    QTEST(parts.tid, "tid");
    QTEST(QString::fromUtf8(parts.text.data(), static_cast<qsizetype>(parts.text.size())), "text");
}

void TestImporter::splitsCalls_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("parts");
    QTest::addRow("arguments") << "    -> main argc=0x1 argv=0x7ff\n" << "->|main|argc=0x1 argv=0x7ff";
    QTest::addRow("parentheses") << "-> main(1, 2)" << "->|main|(1, 2)";
    QTest::addRow("result") << " <- fact: 120" << "<-|fact|120";
    QTest::addRow("equals") << " <- fact = 120" << "<-|fact|120";
    QTest::addRow("qualified") << "-> tea::Pot::pour(int) x" << "->|tea::Pot::pour|(int) x";
    QTest::addRow("call operator") << "-> tea::Pot::operator()(int)" << "->|tea::Pot::operator()|(int)";
    QTest::addRow("double arrow") << "=> f" << "=>|f|";
    QTest::addRow("unicode") << "→ f x" << "→|f|x";
    QTest::addRow("no arrow") << "   f x" << "|f|x";
    QTest::addRow("negative number") << "-5 x" << "|-5|x";
    QTest::addRow("only an arrow") << "  <-  " << "<-||";
    QTest::addRow("empty") << "" << "||";
    QTest::addRow("only a parenthesis") << "-> (x)" << "->|(x)|";
}

void TestImporter::splitsCalls()
{
    QFETCH(QString, text);
    const std::string bytes = text.toStdString();
    const CallWords words = splitCall(bytes);
    std::string parts(words.arrow);
    parts.append("|").append(words.function).append("|").append(words.rest);
    QTEST(QString::fromStdString(parts), "parts");
}

void TestImporter::survivesAnything()
{
    std::mt19937 random(11);
    const std::string alphabet = "0123456789 ab():-><=\n\r\t\xe2\x86\x92";
    for (int round = 0; round < 300; ++round) {
        std::string text;
        for (auto i = random() % 400; i-- > 0;)
            text += alphabet[random() % alphabet.size()];
        ThreadIndentImporter importer;
        EventBatch batch;
        importer.add(text, batch);
        importer.finish(batch);
        std::string back;
        for (const Event &event : batch.events)
            back += event.text;
        QCOMPARE(back, text);
        CallTree tree;
        tree.add(batch.events);
        QVERIFY(tree.callCount() <= importer.callLines());
    }
}

QTEST_GUILESS_MAIN(TestImporter)
#include "tst_importer.moc"
