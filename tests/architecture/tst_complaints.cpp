// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include <QtTest>

/// The table of other tracers' complaints names tests that exist.
class TestComplaints : public QObject {
    Q_OBJECT

private slots:
    void everyTestExists();
};

void TestComplaints::everyTestExists()
{
    const auto contents = [](const QString &name) {
        QFile file(QStringLiteral(TAPSCOPE_SOURCE_DIR "/") + name);
        return file.open(QIODevice::ReadOnly) ? QString::fromUtf8(file.readAll()) : QString();
    };
    int rows = 0;
    const auto lines = contents(QStringLiteral("tests/complaints.tsv")).split(QLatin1Char('\n'), Qt::SkipEmptyParts);
    for (const QString &line : lines) {
        if (line.startsWith(QLatin1Char('#')))
            continue;
        const QStringList fields = line.split(QLatin1Char('\t'));
        QVERIFY2(fields.size() == 3, qPrintable(line));
        const QString source = contents(fields[1]);
        QVERIFY2(!source.isEmpty(), qPrintable(fields[1]));
        QVERIFY2(fields[2].isEmpty() || source.contains(QStringLiteral("::%1()").arg(fields[2])), qPrintable(line));
        ++rows;
    }
    QVERIFY(rows > 25);
}

QTEST_GUILESS_MAIN(TestComplaints)
#include "tst_complaints.moc"
