// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include <QtTest>

/// The table of other tracers' complaints, and the tables in docs/, name tests that exist.
class TestComplaints : public QObject {
    Q_OBJECT

private slots:
    void everyTestExists();
    void testsInDocumentsExist();
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

void TestComplaints::testsInDocumentsExist()
{
    QHash<QString, QString> sources; // by the test's name
    QDirIterator files(QStringLiteral(TAPSCOPE_SOURCE_DIR "/tests"), {QStringLiteral("tst_*.cpp")}, QDir::Files,
                       QDirIterator::Subdirectories);
    while (files.hasNext()) {
        QFile file(files.next());
        QVERIFY(file.open(QIODevice::ReadOnly));
        const QString room = file.fileName().section(QStringLiteral("/tests/"), 1).section(QLatin1Char('/'), 0, 0);
        sources.insert(room + QLatin1Char('_') + QFileInfo(file).completeBaseName(), QString::fromUtf8(file.readAll()));
    }
    const QRegularExpression named(QStringLiteral("`([a-z0-9_]+_tst_[a-z0-9_]+)(?:: ([A-Za-z0-9_, ]+))?`"));
    int tests = 0;
    for (const QString &name : QDir(QStringLiteral(TAPSCOPE_SOURCE_DIR "/docs")).entryList({QStringLiteral("*.md")})) {
        QFile document(QStringLiteral(TAPSCOPE_SOURCE_DIR "/docs/") + name);
        QVERIFY(document.open(QIODevice::ReadOnly));
        auto matches = named.globalMatch(QString::fromUtf8(document.readAll()));
        while (matches.hasNext()) {
            const QRegularExpressionMatch match = matches.next();
            const QString where = name + QLatin1String(": ") + match.captured(0);
            QVERIFY2(sources.contains(match.captured(1)), qPrintable(where));
            for (const QString &function : match.captured(2).split(QStringLiteral(", "), Qt::SkipEmptyParts))
                QVERIFY2(sources[match.captured(1)].contains(QStringLiteral(" %1()").arg(function)), qPrintable(where));
            ++tests;
        }
    }
    QVERIFY(tests > 50);
}

QTEST_GUILESS_MAIN(TestComplaints)
#include "tst_complaints.moc"
