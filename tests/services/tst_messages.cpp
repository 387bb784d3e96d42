// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "services/lsp/json.h"
#include "services/lsp/message_reader.h"

#include <QtTest>

using namespace tapscope::services::lsp;

class MessagesTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    /// However the stream is cut into pieces, the same messages come out.
    void cutsTheStream_data()
    {
        QTest::addColumn<QByteArray>("stream");
        QTest::addColumn<QByteArray>("expected");
        QTest::newRow("two") << QByteArray("Content-Length: 2\r\n\r\nab"
                                           "Content-Length: 1\r\n\r\nc")
                             << QByteArray("ab|c|");
        QTest::newRow("more headers") << QByteArray("Content-Type: x\r\ncontent-length:  3\r\nY: z\r\n\r\nabc")
                                      << QByteArray("abc|");
        QTest::newRow("line feeds") << QByteArray("Content-Length: 1\n\na") << QByteArray("a|");
        QTest::newRow("empty") << QByteArray("Content-Length: 0\r\n\r\n") << QByteArray("|");
        QTest::newRow("no length, then one") << QByteArray("X: y\r\n\r\nContent-Length: 1\r\n\r\na") << QByteArray("a|");
        QTest::newRow("bad length, then one")
            << QByteArray("Content-Length: x\r\n\r\nContent-Length: 1\r\n\r\na") << QByteArray("a|");
        QTest::newRow("unfinished") << QByteArray("Content-Length: 5\r\n\r\nabcd") << QByteArray();
        QTest::newRow("bytes that look like a header")
            << QByteArray("Content-Length: 6\r\n\r\na\r\n\r\nb") << QByteArray("a\r\n\r\nb|");
    }
    void cutsTheStream()
    {
        QFETCH(QByteArray, stream);
        for (qsizetype piece : {qsizetype(1), qsizetype(3), stream.size()}) {
            MessageReader reader;
            QByteArray got;
            for (qsizetype at = 0; at < stream.size(); at += piece) {
                const QByteArray part = stream.mid(at, piece);
                reader.feed({part.data(), static_cast<size_t>(part.size())});
                while (const auto message = reader.next())
                    got += QByteArray::fromStdString(*message) + '|';
            }
            QTEST(got, "expected");
        }
    }

    void skipsWhatIsTooLong()
    {
        MessageReader reader;
        reader.feed("Content-Length: 100000000\r\n\r\n");
        const std::string piece(1'000'000, 'x');
        for (int i = 0; i < 100; ++i) {
            reader.feed(piece);
            QVERIFY(!reader.next());
        }
        reader.feed(framed("a"));
        QCOMPARE(reader.next().value_or("none"), std::string("a"));
    }

    void paths()
    {
        QCOMPARE(pathOf("file:///tmp/%E8%8C%B6%20a.stp"), std::string("/tmp/茶 a.stp"));
        QCOMPARE(uriOf("/tmp/茶 a.stp"), std::string("file:///tmp/%E8%8C%B6%20a.stp"));
        QCOMPARE(pathOf("file://machine/a"), std::string("/a"));
        QCOMPARE(pathOf("untitled:1"), std::string("untitled:1"));
        QCOMPARE(pathOf("file:///%zz%4"), std::string("/%zz%4"));
    }

    void readsAnything()
    {
        const Json value = Json::parse(R"({"a": {"b": -3, "c": "x", "d": 1e99}})");
        QCOMPARE(number(at(value, "a.b")), 0U);
        QCOMPARE(number(at(value, "a.c"), 7), 7U);
        QCOMPARE(number(at(value, "a.d"), 7), 7U);
        QCOMPARE(text(at(value, "a.c")), std::string("x"));
        QVERIFY(at(value, "a.c.e.f").is_null());
        QVERIFY(!flag(at(value, "a")));
    }
};

QTEST_GUILESS_MAIN(MessagesTest)
#include "tst_messages.moc"
