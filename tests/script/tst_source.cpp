// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "script/display_width.h"
#include "script/source.h"

#include <QTest>

using namespace tapscope::script;

class SourceTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void positions_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<uint>("offset");
        QTest::addColumn<uint>("line");
        QTest::addColumn<uint>("column");
        QTest::newRow("start of an empty file") << QByteArray("") << 0U << 1U << 1U;
        QTest::newRow("behind the end of an empty file") << QByteArray("") << 9U << 1U << 1U;
        QTest::newRow("first byte") << QByteArray("ab\ncd") << 0U << 1U << 1U;
        QTest::newRow("newline belongs to its line") << QByteArray("ab\ncd") << 2U << 1U << 3U;
        QTest::newRow("first of second line") << QByteArray("ab\ncd") << 3U << 2U << 1U;
        QTest::newRow("end of text") << QByteArray("ab\ncd") << 5U << 2U << 3U;
        QTest::newRow("behind the end") << QByteArray("ab\ncd") << 500U << 2U << 3U;
        QTest::newRow("behind a last newline") << QByteArray("ab\n") << 3U << 2U << 1U;
        QTest::newRow("columns count bytes") << QByteArray("\xce\xb1x") << 2U << 1U << 3U;
    }

    void positions()
    {
        QFETCH(QByteArray, text);
        QFETCH(uint, offset);
        const SourceFile file("a.stp", text.toStdString());
        const auto position = file.position(offset);
        QTEST(position.line, "line");
        QTEST(position.column, "column");
    }

    void lines()
    {
        const SourceFile file("a.stp", "one\r\n\ttwo\n\nfour");
        QCOMPARE(file.lineCount(), 4U);
        QCOMPARE(file.line(1), "one");
        QCOMPARE(file.line(2), "\ttwo");
        QCOMPARE(file.line(3), "");
        QCOMPARE(file.line(4), "four");
        QCOMPARE(file.line(0), "");
        QCOMPARE(file.line(5), "");
        QCOMPARE(file.lineStart(2), 5U);
        QCOMPARE(file.lineStart(99), static_cast<uint32_t>(file.text().size()));
    }

    void sets()
    {
        SourceSet set;
        QCOMPARE(set.add("a.stp", "probe begin {}"), 0U);
        QCOMPARE(set.add("b.stp", "x\nyes"), 1U);
        QCOMPARE(set.size(), 2U);
        QCOMPARE(set.text({1, 2, 5}), "yes");
        QCOMPARE(set.text({1, 4, 2}), "");
        QCOMPARE(set.text({1, 3, 900}), "es");
        QCOMPARE(set.where({1, 3, 5}), "b.stp:2:2");
        QCOMPARE(join({0, 4, 6}, {0, 1, 3}), (Range{0, 1, 6}));
    }

    void widths_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<uint>("codePoint");
        QTest::addColumn<uint>("bytes");
        QTest::addColumn<uint>("columns");
        QTest::newRow("ascii") << QByteArray("a") << 0x61U << 1U << 1U;
        QTest::newRow("greek") << QByteArray("\xce\xb1") << 0x3b1U << 2U << 1U;
        QTest::newRow("chinese") << QByteArray("\xe4\xb8\xad") << 0x4e2dU << 3U << 2U;
        QTest::newRow("full-width") << QByteArray("\xef\xbc\x88") << 0xff08U << 3U << 2U;
        QTest::newRow("emoji") << QByteArray("\xf0\x9f\x98\x80") << 0x1f600U << 4U << 2U;
        QTest::newRow("combining") << QByteArray("\xcc\x81") << 0x301U << 2U << 0U;
        QTest::newRow("cut off") << QByteArray("\xe4\xb8") << 0xfffdU << 1U << 1U;
        QTest::newRow("overlong") << QByteArray("\xe0\x80\x80") << 0xfffdU << 1U << 1U;
        QTest::newRow("surrogate") << QByteArray("\xed\xa0\x80") << 0xfffdU << 1U << 1U;
        QTest::newRow("stray") << QByteArray("\xff") << 0xfffdU << 1U << 1U;
    }

    void widths()
    {
        QFETCH(QByteArray, text);
        const auto character = characterAt(std::string_view(text.constData(), static_cast<size_t>(text.size())), 0);
        QTEST(character.codePoint, "codePoint");
        QTEST(character.bytes, "bytes");
        QTEST(displayWidth(character.codePoint), "columns");
    }
};

QTEST_GUILESS_MAIN(SourceTest)
#include "tst_source.moc"
