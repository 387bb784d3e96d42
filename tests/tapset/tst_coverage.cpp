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
        compare(lines("functions.txt"), offered, 549);
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
        compare(lines("aliases.txt"), offered, 299);
    }

    // System calls set the variables that SystemTap 4.8 lists of them (stap -L 'tp_syscall.*'), of the same types.
    void systemCalls()
    {
        script::SourceSet sources;
        script::Diagnostics diagnostics;
        const script::FileId file = sources.add("<list>", "probe syscall.* { }\n");
        const script::Ast ast = analysis::parse(sources, file, m_options, diagnostics);
        analysis::ListSettings settings;
        settings.withVariables = true;
        QHash<QString, QSet<QString>> offered;
        for (const analysis::ListedPoint &point : analysis::listPoints(sources, ast, m_options, settings, diagnostics)) {
            for (const auto &variable : point.variables)
                offered[QString::fromStdString(point.text)].insert(QString::fromStdString(variable.name + ":" + variable.type));
        }
        if (offered.isEmpty())
            QSKIP("the running kernel does not tell its tracepoints");
        QStringList missing;
        const QSet<QString> wanted = lines("syscalls.txt");
        for (const QString &line : wanted) {
            const QStringList words = line.split(' ');
            const QString &name = words.first();
            for (const QString &variable : words.mid(1)) {
                if (!offered.value(name).contains(variable))
                    missing.append(name + ' ' + variable);
            }
            // What is known only at the return is not listed before.
            QVERIFY2(!offered.value(name).contains("retstr:string"), qPrintable(name));
        }
        QVERIFY(wanted.size() > 300);
        QCOMPARE(missing.join('\n'), QString());
    }

    // One alias may have several names; a wildcard means it once. Across components system calls have their returns, too.
    void wildcardsOfNames_data()
    {
        QTest::addColumn<QString>("pattern");
        QTest::addColumn<QStringList>("points");
        QTest::newRow("first name") << "syscall.pread*" << QStringList{"syscall.pread", "syscall.preadv", "syscall.preadv2"};
        QTest::newRow("by its other name") << "syscall.pread64" << QStringList{"syscall.pread64"};
        QTest::newRow("of each family") << "{syscall,tp_syscall}.pread64" << QStringList{"syscall.pread64", "tp_syscall.pread64"};
        QTest::newRow("families by a wildcard")
            << "*_syscall.tkill" << QStringList{"dw_syscall.tkill", "nd_syscall.tkill", "tp_syscall.tkill"};
        QTest::newRow("across") << "syscall.tkil**" << QStringList{"syscall.tkill", "syscall.tkill.return"};
        QTest::newRow("within") << "syscall.tkil*" << QStringList{"syscall.tkill"};
    }
    void wildcardsOfNames()
    {
        QFETCH(QString, pattern);
        QFETCH(QStringList, points);
        script::SourceSet sources;
        script::Diagnostics diagnostics;
        const script::FileId file = sources.add("<list>", "probe " + pattern.toStdString() + " { }\n");
        const script::Ast ast = analysis::parse(sources, file, m_options, diagnostics);
        QStringList found;
        for (const analysis::ListedPoint &point : analysis::listPoints(sources, ast, m_options, {}, diagnostics))
            found.append(QString::fromStdString(point.text));
        if (found.isEmpty())
            QSKIP("the running kernel does not tell its tracepoints");
        QCOMPARE(found, points);
    }

    // "/* NAME fires when …. Variables: a (what it is), b (…). */", with all variables that the body sets.
    void aliasesAreDocumented_data()
    {
        QTest::addColumn<QString>("file");
        for (const char *file : {"scheduler",     "kprocess", "signals", "irq",       "vm",      "ioblock", "netdev",
                                 "tcp_udp",       "sockets",  "mib_ip",  "mib_linux", "mib_tcp", "scsi",    "vfs",
                                 "generic_files", "nfsd",     "perf",    "session",   "procfs",  "stap",    "tty"})
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
            if (name.startsWith("__"))
                continue; // the library's own
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
