// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "cli.h"

#include <algorithm>

/// Lists of probe points beside those that SystemTap 4.8 printed for the same files (tests/data/lists): the demo program, and the
/// kernel of Debian's linux-image-6.1.0-56-cloud-amd64-dbg where somebody has unpacked that package.
class TestLists : public QObject {
    Q_OBJECT

private slots:
    void initTestCase();
    void likeSystemTap_data();
    void likeSystemTap();
    void json();
    void otherKernelsAreNamed();
    void runningKernel_data();
    void runningKernel();

private:
    [[nodiscard]] e2e::Result list(const QStringList &arguments) const { return e2e::runCli(arguments); }

    QTemporaryDir m_directory;
    QString m_program;
    QString m_kernel; ///< folder of the unpacked package; empty: not there
};

namespace {

/// What is knowingly not as SystemTap has it.
struct Difference {
    const char *list;
    const char *line; ///< SystemTap's, or the beginning of it
    const char *reason;
};
constexpr Difference differences[] = {
    {"kernel-function-vfs", "kernel.function(\"vfs_get_tree.cold\")",
     "the cold part of a function is jumped to, never called: a probe there would count something else than its name says"},
    {"kernel-function-vfs", "kernel.function(\"vfs_set_acl_prepare_kgid@",
     "its variable kgid exists from the third byte on, not at "
     "the probed address"},
    {"kernel-function-vfs", "kernel.function(\"vfs_set_acl_prepare_kuid@", "as kgid"},
};

const Difference *differenceOf(const QString &list, const QString &line)
{
    const auto *found = std::ranges::find_if(differences, [&](const Difference &difference) {
        return list.endsWith(QLatin1String(difference.list)) && line.startsWith(QLatin1String(difference.line));
    });
    return found == std::end(differences) ? nullptr : found;
}

// Of a function with several instances SystemTap's order of the variables is that of whichever it finds first.
QString withSortedVariables(const QString &line)
{
    QStringList parts = line.split(QStringLiteral(" $"));
    std::sort(parts.begin() + 1, parts.end());
    return parts.join(QStringLiteral(" $"));
}

QStringList linesOf(const QByteArray &text)
{
    return QString::fromUtf8(text).split(QLatin1Char('\n'), Qt::SkipEmptyParts);
}

}

void TestLists::initTestCase()
{
    QVERIFY(m_directory.isValid());
    qputenv("XDG_CACHE_HOME", m_directory.path().toUtf8());
    m_program = m_directory.filePath(QStringLiteral("prog"));
    const QString source = QStringLiteral(TAPSCOPE_SOURCE_DIR "/tests/data/lists/prog.c");
    const auto compiled = e2e::run(QStringLiteral("gcc"),
                                   {QStringLiteral("-g"), QStringLiteral("-O0"),
                                    QStringLiteral("-ffile-prefix-map=") + QFileInfo(source).path() + QStringLiteral("=/tmp/lab"),
                                    QStringLiteral("-o"), m_program, source});
    QVERIFY2(compiled.status == 0, compiled.err.constData());
    for (const QString &root :
         {qEnvironmentVariable("TAPSCOPE_DEBUG_ROOT"), QStringLiteral("/var/tmp/tapscope-debug/root"), QStringLiteral("/")}) {
        if (!root.isEmpty() && QFile::exists(root + QStringLiteral("/usr/lib/debug/boot/vmlinux-6.1.0-56-cloud-amd64")))
            m_kernel = root;
    }
}

void TestLists::likeSystemTap_data()
{
    QTest::addColumn<QString>("name");
    const QDir lists(QStringLiteral(TAPSCOPE_SOURCE_DIR "/tests/data/lists"));
    for (const QFileInfo &file : lists.entryInfoList({QStringLiteral("*.txt")}, QDir::Files))
        QTest::newRow(qPrintable(file.completeBaseName())) << file.completeBaseName();
    QVERIFY(lists.count() > 0);
}

void TestLists::likeSystemTap()
{
    QFETCH(QString, name);
    QFile file(QStringLiteral(TAPSCOPE_SOURCE_DIR "/tests/data/lists/") + name + QStringLiteral(".txt"));
    QVERIFY(file.open(QIODevice::ReadOnly));
    QStringList expected = linesOf(file.readAll());
    const QString command = expected.takeFirst();
    const bool ofKernel = command.contains(QStringLiteral("kernel."));
    if (ofKernel && m_kernel.isEmpty())
        QSKIP("the debug package of kernel 6.1.0-56-cloud-amd64 is not unpacked here (TAPSCOPE_DEBUG_ROOT)");
    QString pattern = command.mid(3);
    pattern.replace(QStringLiteral("/tmp/prog"), m_program);
    QStringList arguments{command.left(2), pattern};
    if (ofKernel)
        arguments << QStringLiteral("-r") << m_kernel;
    const auto result = list(arguments);
    QStringList ours, theirs;
    for (const QString &line : linesOf(result.out)) {
        if (!differenceOf(name, line))
            ours << withSortedVariables(line);
    }
    for (QString line : expected) {
        line.replace(QStringLiteral("/tmp/prog"), m_program);
        if (!differenceOf(name, line))
            theirs << withSortedVariables(line);
    }
    QCOMPARE(ours.join(QLatin1Char('\n')), theirs.join(QLatin1Char('\n')));
}

void TestLists::json()
{
    const auto result = list(
        {QStringLiteral("--json"), QStringLiteral("-L"), QStringLiteral("process(\"%1\").function(\"add\")").arg(m_program)});
    QCOMPARE(result.status, 0);
    QJsonParseError error;
    const QJsonArray points = QJsonDocument::fromJson(result.out, &error).array();
    QCOMPARE(error.error, QJsonParseError::NoError);
    QCOMPARE(points.size(), 1);
    const QJsonObject point = points.at(0).toObject();
    QVERIFY(point.value(QStringLiteral("point")).toString().contains(QStringLiteral("add@/tmp/lab/prog.c:17")));
    const QJsonArray variables = point.value(QStringLiteral("variables")).toArray();
    QCOMPARE(variables.at(1).toObject().value(QStringLiteral("name")).toString(), QStringLiteral("$name"));
    QCOMPARE(variables.at(1).toObject().value(QStringLiteral("type")).toString(), QStringLiteral("char const*"));
}

void TestLists::otherKernelsAreNamed()
{
    const auto result = list({QStringLiteral("-r"), QStringLiteral("9.99.0-nosuch"), QStringLiteral("-l"),
                              QStringLiteral("kernel.function(\"vfs_*\")")});
    QCOMPARE(result.status, 1);
    QVERIFY2(result.err.contains("9.99.0-nosuch"), result.err.constData());
    QCOMPARE(list({QStringLiteral("-r"), QStringLiteral("9.99.0-nosuch"), QStringLiteral("-e"), QStringLiteral("probe begin {}")})
                 .status,
             1);
}

void TestLists::runningKernel_data()
{
    QTest::addColumn<QString>("pattern");
    QTest::addColumn<QString>("line"); // one of those expected
    QTest::newRow("function") << QStringLiteral("kernel.function(\"vfs_read\")")
                              << QStringLiteral(R"(kernel\.function\("vfs_read(@\S+)?"\) \$file:struct file\* \$buf:char\* .*)");
    QTest::newRow("result") << QStringLiteral("kernel.function(\"vfs_read\").return")
                            << QStringLiteral(R"(kernel\.function\("vfs_read(@\S+)?"\)\.return \$return:ssize_t.*)");
    QTest::newRow("tracepoint") << QStringLiteral("kernel.trace(\"sched_process_fork\")")
                                << QStringLiteral(R"(kernel\.trace\("\S*sched_process_fork"\) \$parent:struct task_struct\* .*)");
}

void TestLists::runningKernel()
{
    QFETCH(QString, pattern);
    QFETCH(QString, line);
    if (!QFile::exists(QStringLiteral("/sys/kernel/btf/vmlinux")))
        QSKIP("the running kernel has no BTF");
    const auto result = list({QStringLiteral("-L"), pattern});
    QCOMPARE(result.status, 0);
    const QRegularExpression wanted(QRegularExpression::anchoredPattern(line));
    const QStringList lines = linesOf(result.out);
    QVERIFY2(std::ranges::any_of(lines, [&](const QString &each) { return wanted.match(each).hasMatch(); }),
             result.out.constData());
}

QTEST_GUILESS_MAIN(TestLists)
#include "tst_lists.moc"
