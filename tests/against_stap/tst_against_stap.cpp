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

/// A run-time message: what, and the line of the script where both programs tell it.
struct Said {
    QByteArray message;
    int line = 0; ///< 0: nothing, or a place inside the script library, which is another one here
};

/// What a program says at run time: without the translator's warnings.
QList<Said> runTimeMessages(const QByteArray &text)
{
    static const QRegularExpression place(QStringLiteral(" at \\S*?([^/ ]+\\.stp):(\\d+):(\\d+)"));
    QList<Said> kept;
    for (const QByteArray &line : text.split('\n')) {
        if (!line.startsWith("ERROR: ") && !line.startsWith("WARNING: "))
            continue;
        const QString whole = QString::fromUtf8(line);
        const auto match = place.match(whole);
        const bool own = match.hasMatch() && QFile::exists(path(QStringLiteral("scripts/") + match.captured(1)));
        const qsizetype near = line.indexOf(" near ");
        kept.append({near < 0 ? line : line.left(near), own ? match.captured(2).toInt() : 0});
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
    const QList<Said> said = runTimeMessages(ours.err), theirs = runTimeMessages(recorded);
    for (qsizetype i = 0; i < qMin(said.size(), theirs.size()); ++i) {
        QCOMPARE(said[i].message, theirs[i].message);
        // stap says nothing of where error() was called, and takes "all functions exhausted" for the call's.
        if (said[i].line && theirs[i].line && !said[i].message.contains("all functions exhausted"))
            QCOMPARE(said[i].line, theirs[i].line);
    }
    QCOMPARE(said.size(), theirs.size());
    const QByteArray status = recorded.mid(recorded.lastIndexOf("status ") + 7).trimmed();
    QCOMPARE(QByteArray::number(ours.status), status);
}

void AgainstStapTest::enoughScripts()
{
    QVERIFY(scripts().size() >= 40);
}

QTEST_GUILESS_MAIN(AgainstStapTest)
#include "tst_against_stap.moc"
