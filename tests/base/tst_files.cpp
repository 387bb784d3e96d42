// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "base/files.h"

#include <QTemporaryFile>
#include <QTest>

#include <unistd.h>

#include <cerrno>

using namespace tapscope;

class TestFiles : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void wholeFiles_data()
    {
        QTest::addColumn<int>("bytes");
        for (const int bytes : {0, 1, 4095, 12288, 16384, 16385, 1 << 20})
            QTest::addRow("%d bytes", bytes) << bytes;
    }
    void wholeFiles()
    {
        QFETCH(int, bytes);
        QTemporaryFile file;
        QVERIFY(file.open());
        QByteArray text(bytes, 'a');
        if (bytes > 0)
            text.back() = 'z';
        QCOMPARE(file.write(text), bytes);
        QVERIFY(file.flush());
        const auto read = readFile(file.fileName().toStdString());
        QVERIFY(read.has_value());
        QCOMPARE(QByteArray::fromStdString(*read), text);
    }

    void filesWithoutASize()
    {
        const auto read = readFile("/proc/self/stat");
        QVERIFY(read && read->starts_with(std::to_string(::getpid()) + " "));
    }

    void pipes()
    {
        int ends[2];
        QCOMPARE(::pipe(ends), 0);
        QCOMPARE(::write(ends[1], "tea", 3), 3);
        ::close(ends[1]);
        QCOMPARE(readToEnd(ends[0]).value_or("?"), std::string("tea"));
        ::close(ends[0]);
    }

    /// As of a process that goes while it is read: the file opens, and reading it fails.
    void whatOpensButCannotBeRead()
    {
        QVERIFY(!readFile("/proc/self"));
        QCOMPARE(errno, EISDIR);
        QVERIFY(!readFile("/proc/self/mem"));
        QCOMPARE(errno, EIO);
        QVERIFY(!readFile("/nowhere/at/all"));
        QCOMPARE(errno, ENOENT);
    }
};

QTEST_APPLESS_MAIN(TestFiles)
#include "tst_files.moc"
