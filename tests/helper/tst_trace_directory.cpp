// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "helper/features.h"
#include "helper/trace_directory.h"

#include <QTest>

using namespace tapscope;

/// What the kernel's lists of dynamic events say.
class TestTraceDirectory : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void events_data()
    {
        QTest::addColumn<QByteArray>("line");
        QTest::addColumn<QByteArray>("event");
        QTest::newRow("entry") << QByteArray("p:tapscope_7/p7_0 vfs_read+0") << QByteArray("tapscope_7/p7_0");
        QTest::newRow("return") << QByteArray("r:g/e vfs_read") << QByteArray("g/e");
        QTest::newRow("return with room for so many") << QByteArray("r4096:g/e vfs_read") << QByteArray("g/e");
        QTest::newRow("no group") << QByteArray("p:e vfs_read") << QByteArray();
        QTest::newRow("nothing") << QByteArray() << QByteArray();
    }
    void events()
    {
        QFETCH(QByteArray, line);
        QFETCH(QByteArray, event);
        const std::string text = line.toStdString();
        const auto listed = helper::parseListedEvent(text);
        QCOMPARE(listed.has_value(), !event.isEmpty());
        if (listed)
            QCOMPARE(QByteArray::fromStdString(std::string(listed->group) + '/' + std::string(listed->event)), event);
    }

    void misses_data()
    {
        QTest::addColumn<QByteArray>("line");
        QTest::addColumn<QByteArray>("event");
        QTest::addColumn<quint64>("missed");
        QTest::newRow("some") << QByteArray("  r7_0                                                      15              25")
                              << QByteArray("r7_0") << quint64(25);
        QTest::newRow("none") << QByteArray("  p7_0  15  0") << QByteArray("p7_0") << quint64(0);
        QTest::newRow("all that fits") << QByteArray("p 1 18446744073709551615") << QByteArray("p") << ~quint64(0);
        QTest::newRow("too large") << QByteArray("p 1 18446744073709551616") << QByteArray() << quint64(0);
        QTest::newRow("no number") << QByteArray("p 1 x") << QByteArray() << quint64(0);
        QTest::newRow("a number alone") << QByteArray("  12 ") << QByteArray() << quint64(0);
        QTest::newRow("blanks") << QByteArray("    ") << QByteArray() << quint64(0);
        QTest::newRow("nothing") << QByteArray() << QByteArray() << quint64(0);
    }
    void misses()
    {
        QFETCH(QByteArray, line);
        QFETCH(QByteArray, event);
        QFETCH(quint64, missed);
        const std::string text = line.toStdString();
        const auto listed = helper::parseListedMisses(text);
        QCOMPARE(listed.has_value(), !event.isEmpty());
        if (!listed)
            return;
        QCOMPARE(QByteArray::fromStdString(std::string(listed->event)), event);
        QCOMPARE(listed->missed, missed);
    }

    void kernelsThatKeepReturnsByTask()
    {
        for (const char *release : {"6.1.0-56-cloud-amd64", "6.12.107+deb12-cloud-amd64", "6.13", "5.15.0", "", "linux"})
            QVERIFY2(!helper::multiKeepsReturnsByTask(release), release);
        for (const char *release : {"6.14", "6.14.0-rc1", "6.18.44", "7.0.1", "10"})
            QVERIFY2(helper::multiKeepsReturnsByTask(release), release);
    }
};

QTEST_APPLESS_MAIN(TestTraceDirectory)
#include "tst_trace_directory.moc"
