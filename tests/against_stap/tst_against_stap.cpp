// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "../e2e/cli.h"

#include <QRegularExpression>

/// Each script of scripts/ prints what SystemTap printed for it, with the same errors and exit status.
class AgainstStapTest : public QObject {
    Q_OBJECT

private slots:
    void sameOutput_data();
    void sameOutput();
    void enoughScripts();
};

namespace {

QString path(const QString &name)
{
    return QStringLiteral(AGAINST_STAP_DIR "/") + name;
}

QByteArray contents(const QString &name)
{
    QFile file(path(name));
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

QStringList lines(const QString &name)
{
    QStringList all = QString::fromUtf8(contents(name)).split(QLatin1Char('\n'));
    if (!all.isEmpty() && all.last().isEmpty())
        all.removeLast();
    return all;
}

QStringList scripts()
{
    QStringList names;
    for (const QString &name : QDir(path(QStringLiteral("scripts"))).entryList({QStringLiteral("*.stp")}))
        names.append(name.chopped(4));
    return names;
}

/// What both programs say at run time: without the translator's warnings, folders, and places inside the script library (which
/// are others here).
QByteArray runTimeMessages(const QByteArray &text)
{
    static const QRegularExpression place(QStringLiteral(" at \\S*?([^/ ]+\\.stp):(\\d+):(\\d+)"));
    QByteArray kept;
    for (const QByteArray &line : text.split('\n')) {
        if (!line.startsWith("ERROR: ") && !line.startsWith("WARNING: "))
            continue;
        QString said = QString::fromUtf8(line);
        if (const auto match = place.match(said); match.hasMatch()) {
            const bool own = QFile::exists(path(QStringLiteral("scripts/") + match.captured(1)));
            // The library's own statements have other names and places.
            const auto begin = own ? match.capturedStart() : said.indexOf(QStringLiteral(" near "));
            said = said.left(begin) + (own ? QStringLiteral(" at %1:%2:%3").arg(match.captured(1), match.captured(2), match.captured(3)) : QString());
        }
        kept += said.toUtf8() + '\n';
    }
    return kept;
}

}

void AgainstStapTest::sameOutput_data()
{
    QTest::addColumn<QString>("name");
    for (const QString &name : scripts())
        QTest::newRow(qPrintable(name)) << name;
}

void AgainstStapTest::sameOutput()
{
    QFETCH(const QString, name);
    QVERIFY2(QFile::exists(path(QStringLiteral("recorded/%1.out").arg(name))), "record.sh has not recorded it");
    QStringList arguments;
    for (const QString &line : lines(QStringLiteral("scripts/%1.options").arg(name)))
        arguments += line.split(QLatin1Char(' '));
    arguments += path(QStringLiteral("scripts/%1.stp").arg(name));
    arguments += lines(QStringLiteral("scripts/%1.arguments").arg(name));

    const e2e::Result ours = e2e::runCli(arguments);
    QVERIFY(ours.finished);
    const QByteArray recorded = contents(QStringLiteral("recorded/%1.err").arg(name));
    const QByteArray out = contents(QStringLiteral("recorded/%1.out").arg(name));
    if (ours.out != out)
        qInfo("stap printed:\n%s\nwe print:\n%s\n%s", out.constData(), ours.out.constData(), ours.err.constData());
    QCOMPARE(ours.out, out);
    QCOMPARE(runTimeMessages(ours.err), runTimeMessages(recorded));
    const QByteArray status = recorded.mid(recorded.lastIndexOf("status ") + 7).trimmed();
    QCOMPARE(QByteArray::number(ours.status), status);
}

void AgainstStapTest::enoughScripts()
{
    QVERIFY(scripts().size() >= 40);
}

QTEST_GUILESS_MAIN(AgainstStapTest)
#include "tst_against_stap.moc"
