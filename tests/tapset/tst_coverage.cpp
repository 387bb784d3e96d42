// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "analysis/probe_list.h"

#include <QFile>
#include <QRegularExpression>
#include <QSet>
#include <QtTest>

using namespace tapscope;

/// What of SystemTap's library the tapset offers, by names and signatures, and that all of its aliases are documented.
class TestCoverage : public QObject {
    Q_OBJECT

private:
    static QSet<QString> lines(const char *file)
    {
        QFile in(QString(TAPSCOPE_SOURCE_DIR "/tests/tapset/data/") + file);
        [&] { QVERIFY(in.open(QIODevice::ReadOnly)); }();
        const QStringList all = QString::fromUtf8(in.readAll()).split('\n', Qt::SkipEmptyParts);
        return {all.begin(), all.end()};
    }

    static void compare(const QSet<QString> &wanted, const QSet<QString> &offered, qsizetype floor)
    {
        QStringList missing = (wanted - offered).values();
        missing.sort();
        const qsizetype covered = wanted.size() - missing.size();
        qInfo("%lld of %lld (%lld %%); missing: %s", static_cast<long long>(covered), static_cast<long long>(wanted.size()),
              static_cast<long long>(covered * 100 / wanted.size()), qPrintable(missing.join(", ")));
        QVERIFY2(covered >= floor, "fewer than before");
    }

    analysis::Options m_options;

private Q_SLOTS:
    void initTestCase() { m_options.tapsetDirectories = {TAPSCOPE_SOURCE_DIR "/tapset"}; }

    void functions()
    {
        QSet<QString> offered;
        for (const std::string &line : analysis::listFunctions(m_options))
            offered.insert(QString::fromStdString(line));
        compare(lines("functions.txt"), offered, 517);
    }

    // A function of one of SystemTap's names has one of its signatures, so that scripts mean the same by it.
    void signaturesAgree()
    {
        const QSet<QString> wanted = lines("functions.txt");
        QSet<QString> names;
        for (const QString &line : wanted)
            names.insert(line.section(':', 0, 0));
        QStringList different;
        for (const std::string &each : analysis::listFunctions(m_options)) {
            const QString line = QString::fromStdString(each);
            if (names.contains(line.section(':', 0, 0)) && !wanted.contains(line))
                different.append(line);
        }
        QCOMPARE(different.join('\n'), QString());
    }

    void aliases()
    {
        QSet<QString> offered;
        for (const std::string &line : analysis::listAliases(m_options))
            offered.insert(QString::fromStdString(line).section(" = ", 0, 0));
        compare(lines("aliases.txt"), offered, 244);
    }

    // "/* NAME fires when …. Variables: a (what it is), b (…). */", with all variables that the body sets.
    void aliasesAreDocumented_data()
    {
        QTest::addColumn<QString>("file");
        for (const char *file : {"scheduler", "kprocess", "signals", "irq", "vm", "ioblock", "netdev", "tcp_udp", "sockets",
                                 "mib", "vfs", "nfsd", "perf", "session", "procfs", "stap", "tty"})
            QTest::newRow(file) << QString(TAPSCOPE_SOURCE_DIR "/tapset/") + file + ".stp";
    }

    void aliasesAreDocumented()
    {
        QFETCH(QString, file);
        QFile in(file);
        QVERIFY(in.open(QIODevice::ReadOnly));
        script::SourceSet sources;
        script::Diagnostics diagnostics;
        script::ParseOptions parse;
        parse.privileged = true;
        const std::string text = in.readAll().toStdString();
        const script::Ast ast = script::parse(sources, sources.add(file.toStdString(), text), parse, diagnostics);
        QVERIFY(!ast.aliases.empty());
        for (const script::Alias &alias : ast.aliases) {
            const QString name = QString::fromStdString(alias.names.front().text());
            const QString before = QString::fromStdString(text.substr(0, alias.range.begin)).trimmed();
            QVERIFY2(before.endsWith("*/"), qPrintable(name));
            const QString documentation = before.mid(before.lastIndexOf("/*") + 2).chopped(2).simplified();
            QVERIFY2(documentation.startsWith(name + " fires "), qPrintable(name));
            QVERIFY2(documentation.endsWith('.'), qPrintable(name));
            const QString body = QString::fromStdString(text.substr(alias.range.begin, alias.range.end - alias.range.begin));
            static const QRegularExpression assignment("^    ([a-z]\\w*) = ", QRegularExpression::MultilineOption);
            for (auto at = assignment.globalMatch(body); at.hasNext();) {
                const QString variable = at.next().captured(1);
                QVERIFY2(documentation.contains(" " + variable + " ("), qPrintable(name + ": " + variable));
            }
        }
    }
};

QTEST_GUILESS_MAIN(TestCoverage)
#include "tst_coverage.moc"
