// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

// The tests of the helper once more, as an ordinary user with a helper that has file capabilities.

#include "helper/protocol_launch.h"

#include <QFileInfo>
#include <QProcess>
#include <QTemporaryDir>
#include <QtTest>

#include <grp.h>
#include <sys/capability.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

using namespace tapscope;

namespace {

constexpr uid_t nobody = 65534;

struct Run {
    int status = -1;
    QByteArray output;
};

}

class TestUnprivileged : public QObject {
    Q_OBJECT

private slots:
    void initTestCase();
    void withFileCapabilities_data();
    void withFileCapabilities();
    void withoutRightsTheCommandIsNamed();
    void missingHelper();

private:
    /// Runs the helper's tests as an ordinary user.
    Run runTests(const char *program, const QString &helper, const QStringList &functions, bool required);
    QString copy(const char *name);

    QTemporaryDir m_directory{QDir::tempPath() + QStringLiteral("/tapscope-unprivileged-XXXXXX")};
};

void TestUnprivileged::initTestCase()
{
    if (geteuid() != 0)
        QSKIP("needs root to give a file capabilities");
    QVERIFY(m_directory.isValid());
    QCOMPARE(chmod(m_directory.path().toLocal8Bit().constData(), 0755), 0);
}

QString TestUnprivileged::copy(const char *name)
{
    const QString source = QStringLiteral(TAPSCOPE_BINARY_DIR "/") + QString::fromLatin1(name);
    const QString destination = m_directory.filePath(QFileInfo(source).fileName());
    QFile::remove(destination);
    if (!QFile::copy(source, destination) || chmod(destination.toLocal8Bit().constData(), 0755) != 0)
        return {};
    return destination;
}

Run TestUnprivileged::runTests(const char *program, const QString &helper, const QStringList &functions, bool required)
{
    QProcess process;
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    environment.insert(QStringLiteral("TAPSCOPE_HELPER"), helper);
    environment.insert(QStringLiteral("TAPSCOPE_PROBE_TARGET"), copy("tests/helper_probe_target"));
    environment.remove(QStringLiteral("TAPSCOPE_REQUIRE_HELPER"));
    if (required)
        environment.insert(QStringLiteral("TAPSCOPE_REQUIRE_HELPER"), QStringLiteral("1"));
    for (const char *name : {"DISPLAY", "WAYLAND_DISPLAY"})
        environment.remove(QString::fromLatin1(name));
    process.setProcessEnvironment(environment);
    process.setWorkingDirectory(m_directory.path());
    process.setProcessChannelMode(QProcess::MergedChannels);
    process.setChildProcessModifier([] {
        if (setgroups(0, nullptr) != 0 || setresgid(nobody, nobody, nobody) != 0 || setresuid(nobody, nobody, nobody) != 0)
            _exit(99);
    });
    process.start(copy(program), functions);
    process.closeWriteChannel();
    Run run;
    if (process.waitForFinished(280'000) && process.exitStatus() == QProcess::NormalExit)
        run.status = process.exitCode();
    run.output = process.readAll();
    return run;
}

void TestUnprivileged::withFileCapabilities_data()
{
    QTest::addColumn<QString>("capabilities");
    QTest::newRow("as advised") << QString::fromStdString(protocol::neededCapabilities());
    QTest::newRow("for every fallback") << QStringLiteral("cap_bpf,cap_perfmon,cap_dac_override,cap_sys_admin=ep");
}

void TestUnprivileged::withFileCapabilities()
{
    QFETCH(QString, capabilities);
    const QString helper = copy("bin/tapscope-helper");
    QVERIFY(!helper.isEmpty());
    struct statvfs mounted{};
    QCOMPARE(statvfs(helper.toLocal8Bit().constData(), &mounted), 0);
    if (mounted.f_flag & ST_NOSUID)
        QSKIP("capabilities of files are ignored on this file system");
    const cap_t parsed = cap_from_text(capabilities.toLatin1().constData());
    QVERIFY(parsed);
    const int set = cap_set_file(helper.toLocal8Bit().constData(), parsed);
    cap_free(parsed);
    if (set != 0)
        QSKIP("this file system keeps no capabilities");

    for (const char *program : {"tests/helper_tst_helper", "tests/helper_tst_helper_limits"}) {
        const Run run = runTests(program, helper, {}, true);
        QVERIFY2(run.status == 0, run.output.constData());
        QVERIFY2(run.output.contains(" 0 failed"), run.output.constData());
        for (const QByteArray &line : run.output.split('\n')) {
            if (line.startsWith("SKIP") || line.startsWith("Totals") || line.contains("1,000 functions"))
                qInfo("%s", line.constData());
            QVERIFY2(!line.contains("SKIP   : TestHelper::features"), line.constData());
        }
    }
}

void TestUnprivileged::withoutRightsTheCommandIsNamed()
{
    const QString helper = copy("bin/tapscope-helper"); // a copy has no capabilities
    const Run run = runTests("tests/helper_tst_helper", helper, {QStringLiteral("features")}, false);
    QVERIFY2(run.output.contains("has no right to load BPF programs"), run.output.constData());
    const QByteArray command = "sudo setcap " + QByteArray::fromStdString(protocol::neededCapabilities()) + " "
        + helper.toLocal8Bit();
    QVERIFY2(run.output.contains(command), run.output.constData());
}

void TestUnprivileged::missingHelper()
{
    const auto launched = protocol::launchHelper("/nonexistent/tapscope-helper");
    QVERIFY(!launched);
    QVERIFY(launched.error().what.english().find("/nonexistent/tapscope-helper") != std::string::npos);
    QVERIFY(!launched.error().nextStep.english().empty());
    QVERIFY(!protocol::launchHelper("/etc"));
}

QTEST_GUILESS_MAIN(TestUnprivileged)
#include "tst_unprivileged.moc"
