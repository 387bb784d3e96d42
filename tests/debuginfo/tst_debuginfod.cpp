// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "debuginfo/debuginfod.h"
#include "debuginfo/elf_file.h"
#include "debuginfo/module.h"

#include <QtTest>

using namespace tapscope::debuginfo;

/// Debug information from servers: only when it is asked for, with progress, stopped when told, kept.
class TestDebuginfod : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        m_directory = std::make_unique<QTemporaryDir>();
        m_program = m_directory->filePath(QStringLiteral("lonely")).toStdString();
        // A stripped program whose debug file lies nowhere that is looked at.
        QVERIFY(QFile::copy(QStringLiteral(TAPSCOPE_TEST_PROGRAMS "/kettle-stripped"), QString::fromStdString(m_program)));
        const auto file = ElfFile::open(m_program, ElfFile::Purpose::Program);
        QVERIFY(file);
        m_buildId = (*file)->buildId();
        QVERIFY(!m_buildId.empty());
        qputenv("DEBUGINFOD_CACHE_PATH", m_directory->filePath(QStringLiteral("cache")).toUtf8());
        qunsetenv("DEBUGINFOD_URLS");
        setDownloadPolicy(DownloadPolicy::ByEnvironment);
        setDownloadObserver({});
    }

    void cleanup() { qunsetenv("DEBUGINFOD_URLS"); }

    void offUnlessAsked()
    {
        offer();
        QVERIFY(!mayDownload());
        QVERIFY(!downloadDebugFile(m_buildId));
        qputenv("DEBUGINFOD_URLS", url());
        QVERIFY(mayDownload());
        setDownloadPolicy(DownloadPolicy::Never);
        QVERIFY(!mayDownload());
        QVERIFY(!downloadDebugFile(m_buildId));
    }

    void findsByBuildId()
    {
        offer();
        qputenv("DEBUGINFOD_URLS", url());
        const auto path = downloadDebugFile(m_buildId);
        if (!path)
            QSKIP("elfutils' debuginfod library is not installed");
        QVERIFY(QFile::exists(QString::fromStdString(*path)));
        const auto module = Module::open(m_program);
        QVERIFY(module && (*module)->hasDebugInfo());
        QVERIFY(!(*module)->functions("pour").empty() && (*module)->functions("pour").front().line > 0);
        // Kept: the server is no longer needed.
        QVERIFY(QDir(m_directory->filePath(QStringLiteral("files"))).removeRecursively());
        QVERIFY(downloadDebugFile(m_buildId));
    }

    void nothingThere()
    {
        qputenv("DEBUGINFOD_URLS", url());
        QVERIFY(!downloadDebugFile(m_buildId));
        QVERIFY(!downloadDebugFile("no build-id"));
        QVERIFY(!downloadSource(m_buildId, "relative.c"));
        const auto module = Module::open(m_program);
        QVERIFY(module && !(*module)->hasDebugInfo());
    }

    void realServer()
    {
        const QString server = QStandardPaths::findExecutable(QStringLiteral("debuginfod"));
        if (server.isEmpty())
            QSKIP("the debuginfod server is not installed");
        offer();
        FreePort port;
        QProcess process;
        process.start(server,
                      {QStringLiteral("-F"), QStringLiteral("-d"), QStringLiteral(":memory:"), QStringLiteral("-p"),
                       QString::number(port.number), m_directory->filePath(QStringLiteral("files"))});
        QVERIFY(process.waitForStarted());
        qputenv("DEBUGINFOD_URLS", QByteArray("http://127.0.0.1:") + QByteArray::number(port.number));
        // A negative answer is kept for a while, so each try has a cache of its own.
        int tries = 0;
        const bool found = QTest::qWaitFor(
            [&] {
                qputenv("DEBUGINFOD_CACHE_PATH", m_directory->filePath(QStringLiteral("cache%1").arg(++tries)).toUtf8());
                return downloadDebugFile(m_buildId).has_value();
            },
            20'000);
        process.kill();
        process.waitForFinished();
        QVERIFY(found);
    }

private:
    /// A port that was free a moment ago.
    struct FreePort {
        int number = 20'000 + static_cast<int>(QRandomGenerator::global()->bounded(20'000));
    };

    void offer()
    {
        const QString place = m_directory->filePath(QStringLiteral("files/buildid/") + QString::fromStdString(m_buildId));
        QVERIFY(QDir().mkpath(place));
        QVERIFY(QFile::copy(QStringLiteral(TAPSCOPE_TEST_PROGRAMS "/.debug/kettle-stripped.debug"),
                            place + QStringLiteral("/debuginfo")));
    }
    QByteArray url() const { return "file://" + m_directory->filePath(QStringLiteral("files")).toUtf8(); }

    std::unique_ptr<QTemporaryDir> m_directory;
    std::string m_program;
    std::string m_buildId;
};

QTEST_GUILESS_MAIN(TestDebuginfod)
#include "tst_debuginfod.moc"
