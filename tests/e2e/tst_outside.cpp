// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "cli.h"

#include <fcntl.h>
#include <sys/stat.h>

#include <latch>
#include <thread>
#include <vector>

/// Probes of what others do with a running script: programs that read and write its files, and the user who types.
class TestOutside : public QObject {
    Q_OBJECT

private slots:
    void init();
    void readAndWrite();
    void manyReaders();
    void readersAtOnce();
    void whoDoesNotRead();
    void sizes();
    void permissions();
    void directoryGoes();
    void leftOver();
    void characters();
    void lines();
    void byAnotherName();
    void metricsForPrometheus();
    void metricsAsJson();

private:
    [[nodiscard]] QByteArray contentOf(const QString &path) const { return e2e::run(QStringLiteral("cat"), {path}).out; }
    void write(const QString &path, const QByteArray &text) const
    {
        QFile file(path);
        QVERIFY(file.open(QIODevice::WriteOnly | QIODevice::Unbuffered));
        QCOMPARE(file.write(text), text.size());
        QVERIFY(isReplaced(path, file.handle()));
    }
    /// The next one finds a pipe of its own.
    static bool isReplaced(const QString &path, int opened)
    {
        return e2e::eventually([&] {
            struct stat own{}, next{};
            return ::fstat(opened, &own) == 0 && ::stat(qPrintable(path), &next) == 0 && next.st_ino != own.st_ino;
        });
    }
    std::unique_ptr<QTemporaryDir> m_runtime;
};

namespace {

/// A script that runs, and the places of its files as it told them.
class Running {
public:
    Running(const QString &script, const QString &runtime)
    {
        QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
        environment.insert(QStringLiteral("XDG_RUNTIME_DIR"), runtime);
        m_process.setProcessEnvironment(environment);
        m_process.start(e2e::binary(QStringLiteral("tapscope-cli")), {QStringLiteral("-e"), script});
    }
    ~Running()
    {
        if (m_process.state() != QProcess::NotRunning) {
            m_process.kill();
            m_process.waitForFinished(10'000);
        }
    }

    /// The path that is told for a probe point; empty: none is.
    QString path(const QByteArray &point)
    {
        QString found;
        const bool told = e2e::eventually([&] {
            m_process.waitForReadyRead(5);
            m_err += m_process.readAllStandardError();
            const qsizetype at = m_err.indexOf(point + ": ");
            const qsizetype end = at < 0 ? -1 : m_err.indexOf('\n', at);
            if (end >= 0)
                found = QString::fromUtf8(m_err.mid(at + point.size() + 2, end - at - point.size() - 2));
            return end >= 0 || m_process.state() == QProcess::NotRunning;
        });
        return told ? found : QString();
    }
    e2e::Result end()
    {
        ::kill(static_cast<pid_t>(m_process.processId()), SIGINT);
        e2e::Result result = e2e::collect(m_process, 20'000);
        result.err = m_err + result.err;
        return result;
    }
    QProcess &process() { return m_process; }

private:
    QProcess m_process;
    QByteArray m_err;
};

}

void TestOutside::init()
{
    m_runtime = std::make_unique<QTemporaryDir>();
}

void TestOutside::readAndWrite()
{
    Running script(QStringLiteral(
                       "global level = 1 "
                       "probe procfs(\"level\").read { $value = sprintf(\"%d\\n\", level) } "
                       "probe procfs(\"level\").write { level = strtol($value, 10); printf(\"got %s\", $value) } "
                       "probe procfs.read { $value = \"a\"; $value .= \"b\"; $value .= sprintf(\"%d\", strlen($value)) } "
                       "probe procfs(\"in/side\").write { println(\"side \", $value) if ($value == \"end\") exit() }"),
                   m_runtime->path());
    const QString level = script.path("procfs(\"level\").read");
    const QString setLevel = script.path("procfs(\"level\").write");
    const QString side = script.path("procfs(\"in/side\").write");
    QVERIFY2(level.startsWith(m_runtime->path() + "/tapscope/") && level.endsWith("/level"), qPrintable(level));
    QCOMPARE(setLevel, level + ".write");
    QCOMPARE(contentOf(level), "1\n");
    write(setLevel, "42\n");
    QVERIFY(e2e::eventually([&] { return contentOf(level) == "42\n"; }));
    QCOMPARE(contentOf(script.path("procfs.read")), "ab2");
    write(side, "one");
    write(side, "end");
    const e2e::Result result = e2e::collect(script.process(), 20'000);
    QVERIFY(result.finished);
    QCOMPARE(result.status, 0);
    QCOMPARE(result.out, "got 42\nside one\nside end\n");
}

void TestOutside::manyReaders()
{
    Running script(QStringLiteral("global n probe procfs(\"n\").read { n++; $value = sprintf(\"reader of %s\\n\", \"this\") } "
                                  "probe end { println(n) }"),
                   m_runtime->path());
    const QString path = script.path("procfs(\"n\").read");
    QVERIFY(!path.isEmpty());
    constexpr int count = 8;
    std::vector<int> readers;
    for (int i = 0; i < count; ++i) {
        readers.push_back(::open(qPrintable(path), O_RDONLY));
        QVERIFY(isReplaced(path, readers.back()));
    }
    for (const int reader : readers) {
        QByteArray text;
        char piece[100];
        for (ssize_t size; (size = ::read(reader, piece, sizeof piece)) > 0;)
            text.append(piece, size);
        ::close(reader);
        QCOMPARE(text, "reader of this\n");
    }
    QCOMPARE(script.end().out, QByteArray::number(count) + "\n");
}

void TestOutside::readersAtOnce()
{
    // However close they come, each gets the whole text.
    Running script(QStringLiteral("global n probe procfs(\"n\").read { n++; $value = sprintf(\"number %d\\n\", n > 0) }"),
                   m_runtime->path());
    const QString path = script.path("procfs(\"n\").read");
    QVERIFY(!path.isEmpty());
    constexpr int count = 60;
    std::vector<std::thread> threads;
    std::vector<QByteArray> texts(count);
    std::latch start(count);
    for (QByteArray &text : texts) {
        threads.emplace_back([&] {
            start.arrive_and_wait();
            const int reader = ::open(qPrintable(path), O_RDONLY);
            char piece[100];
            for (ssize_t size; reader >= 0 && (size = ::read(reader, piece, sizeof piece)) > 0;)
                text.append(piece, size);
            ::close(reader);
        });
    }
    for (std::thread &thread : threads)
        thread.join();
    for (const QByteArray &text : texts)
        QCOMPARE(text, "number 1\n");
}

void TestOutside::whoDoesNotRead()
{
    Running script(QStringLiteral("probe procfs(\"big\").read.maxsize(1000000) { "
                                  "for (i = 0; i < 1000; i++) $value .= \"0123456789012345678901234567890123456789"
                                  "0123456789012345678901234567890123456789012345678901234567890123456789\" } "
                                  "probe procfs(\"slow\").write { println(\"wrote \", $value) }"),
                   m_runtime->path());
    const QString big = script.path("procfs(\"big\").read.maxsize(1000000)");
    const QString slow = script.path("procfs(\"slow\").write");
    QVERIFY(!big.isEmpty() && !slow.isEmpty());
    // One takes nothing, one goes at once, one writes without an end.
    const int idle = ::open(qPrintable(big), O_RDONLY);
    const int going = ::open(qPrintable(big), O_RDONLY);
    const auto place = [&slow] {
        struct stat status{};
        return ::stat(qPrintable(slow), &status) == 0 ? status.st_ino : 0;
    };
    const ino_t first = place();
    const int endless = ::open(qPrintable(slow), O_WRONLY);
    QVERIFY(idle >= 0 && going >= 0 && endless >= 0);
    ::close(going);
    QCOMPARE(::write(endless, "half", 4), 4);
    QCOMPARE(contentOf(big).size(), 110'000);
    QVERIFY(e2e::eventually([&] { return place() != first; })); // who comes now has a pipe of its own
    write(slow, "other");
    QVERIFY(e2e::eventually([&] {
        script.process().waitForReadyRead(5);
        return script.process().peek(100).contains("wrote other\n");
    }));
    ::close(endless);
    QVERIFY(e2e::eventually([&] {
        script.process().waitForReadyRead(5);
        return script.process().peek(100).contains("wrote half\n");
    }));
    const e2e::Result result = script.end();
    QVERIFY(result.finished);
    QCOMPARE(result.status, 0);
    ::close(idle);
}

void TestOutside::sizes()
{
    Running script(QStringLiteral(
                       "probe procfs(\"small\").read.maxsize(4) { try { $value = \"12345\" } catch { $value = \"no\" } } "
                       "probe procfs(\"long\").write { println(strlen($value)) } "
                       "probe procfs(\"wrong\").read { $value = \"x\"; error(\"so it is\") }"),
                   m_runtime->path());
    QCOMPARE(contentOf(script.path("procfs(\"small\").read.maxsize(4)")), "no");
    write(script.path("procfs(\"long\").write"), QByteArray(1300, 'x'));
    QVERIFY(e2e::eventually([&] {
        script.process().waitForReadyRead(5);
        return script.process().peek(100) == "511\n511\n278\n";
    }));
    QCOMPARE(contentOf(script.path("procfs(\"wrong\").read")), "x");
    const e2e::Result result = e2e::collect(script.process(), 20'000);
    QVERIFY2(result.status == 1 && result.err.contains("so it is"), result.err);
}

void TestOutside::permissions()
{
    if (!e2e::isRoot())
        QSKIP("other users' rights are tried as root");
    Running script(QStringLiteral(
                       "probe procfs(\"mine\").read { $value = \"m\" } probe procfs(\"open\").umask(18).read { $value = \"o\" }"
                       "probe procfs(\"drop\").umask(0).write { println(\"dropped \", $value) }"),
                   m_runtime->path());
    const QString mine = script.path("procfs(\"mine\").read");
    const QString open = script.path("procfs(\"open\").umask(18).read");
    const QString drop = script.path("procfs(\"drop\").umask(0).write");
    const auto mode = [](const QString &path) {
        struct stat found{};
        return ::stat(qPrintable(path), &found) == 0 ? found.st_mode & 0777 : 0;
    };
    QCOMPARE(mode(mine), 0400u);
    QCOMPARE(mode(open), 0444u);
    QCOMPARE(mode(drop), 0222u);
    const auto asNobody = [](const QString &command) {
        return e2e::run(QStringLiteral("setpriv"), {"--reuid=65534", "--regid=65534", "--clear-groups", "sh", "-c", command});
    };
    QVERIFY(asNobody("cat " + mine).err.contains("denied"));
    QCOMPARE(asNobody("cat " + open).out, "o");
    QVERIFY(asNobody("ls " + QFileInfo(open).path()).err.contains("denied"));
    QVERIFY(asNobody("rm -f " + open).err.contains("denied"));
    QCOMPARE(asNobody("echo here > " + drop).status, 0);
    QVERIFY(e2e::eventually([&] {
        script.process().waitForReadyRead(5);
        return script.process().peek(100).contains("dropped here\n");
    }));
    QCOMPARE(mode(open), 0444u);
}

void TestOutside::directoryGoes()
{
    Running script(QStringLiteral("probe procfs(\"a\").read { $value = \"x\" } probe procfs(\"b/c\").write { println(1) }"),
                   m_runtime->path());
    const QString path = script.path("procfs(\"a\").read");
    QVERIFY(QFileInfo::exists(path));
    QCOMPARE(script.end().status, 0);
    QVERIFY(!QFileInfo::exists(QFileInfo(path).path()));
}

void TestOutside::leftOver()
{
    const QString common = m_runtime->path() + QStringLiteral("/tapscope");
    QVERIFY(QDir().mkpath(common + QStringLiteral("/1-old/x")));
    const timespec long_ago[2] = {{1'000'000'000, 0}, {1'000'000'000, 0}};
    QCOMPARE(::utimensat(AT_FDCWD, qPrintable(common + QStringLiteral("/1-old")), long_ago, 0), 0);
    Running script(QStringLiteral("probe procfs(\"a\").read { $value = \"x\" }"), m_runtime->path());
    const QString path = script.path("procfs(\"a\").read");
    QVERIFY(QFileInfo::exists(path));
    QVERIFY(!QFileInfo::exists(common + QStringLiteral("/1-old")));
    script.process().kill();
    QVERIFY(script.process().waitForFinished());
    QVERIFY(QFileInfo::exists(path));
    QCOMPARE(::utimensat(AT_FDCWD, qPrintable(QFileInfo(path).path()), long_ago, 0), 0);
    Running next(QStringLiteral("probe procfs(\"a\").read { $value = \"x\" }"), m_runtime->path());
    QVERIFY(QFileInfo::exists(next.path("procfs(\"a\").read")));
    QVERIFY(!QFileInfo::exists(QFileInfo(path).path()));
}

void TestOutside::characters()
{
    const auto result = e2e::runCli({"-e",
                                     QStringLiteral("probe input.char { printf(\"[%s]\", char) if (char == \"q\") exit() } "
                                                    "probe end { println() }")},
                                    "aä\nqz");
    QCOMPARE(result.status, 0);
    QCOMPARE(result.out, "[a][ä][\n][q]\n");
}

void TestOutside::lines()
{
    const auto result = e2e::runCli({"-e",
                                     QStringLiteral(
                                         "global n probe input.line { printf(\"%d:%s\", ++n, line) if (n == 3) exit() } "
                                         "probe end { println() }")},
                                    "first\n\nlast");
    QCOMPARE(result.status, 0);
    QCOMPARE(result.out, "1:first\n2:\n3:last\n");
}

void TestOutside::byAnotherName()
{
    const auto result = e2e::runCli(
        {"-e", QStringLiteral("probe procfs(\"__stdin\").write { print($value) if ($value == \".\") exit() }")}, "xyz.");
    QCOMPARE(result.out, "xyz.");
}

// A function's name, one that is built in too, makes the text of a value or key.
void TestOutside::metricsForPrometheus()
{
    Running script(QStringLiteral(
                       "global hits, calls function half:string(n) { return sprintf(\"%d.5\", n) } "
                       "probe begin { hits[\"a\\\"b\"] = 1; calls[\"read\", 7] = 3 } "
                       "probe prometheus { "
                       "@prometheus_dump_array1(hits, \"hits\", \"file\") "
                       "@prometheus_dump_array2_map(calls, \"calls\", \"name\", \"pid\", half, sprint, half) "
                       "@prometheus_dump_array2_map_unquoted(calls, \"calls\", \"name\", \"pid\", sprint, sprint, half) }"),
                   m_runtime->path());
    QCOMPARE(contentOf(script.path("prometheus")),
             "hits{file=\"a\\\"b\"} 1\n"
             "calls{name=\"read\",pid=\"7.5\"} 3.5\n"
             "calls{name=read,pid=7.5} 3\n");
    QCOMPARE(script.end().status, 0);
}

void TestOutside::metricsAsJson()
{
    Running script(QStringLiteral(
                       "probe begin { json_set_prefix(\"disk\") json_add_numeric_metric(\"n\", \"how many\", \"pages\") "
                       "json_add_array(\"disks\", \"\") json_add_array_string_metric(\"disks\", \"state\", \"how it is\") "
                       "try { json_add_string_metric(\"n\", \"\") } catch (what) { println(what) } } "
                       "probe json_data { @json_output_data_start @json_output_numeric_value(\"n\", 5) "
                       "@json_output_array_numeric_value(\"disks\", \"a\", \"size\", 1) "
                       "@json_output_array_string_value(\"disks\", \"a\", \"state\", \"on\") "
                       "@json_output_array_string_value(\"disks\", \"b\", \"state\", \"off\") "
                       "try { @json_output_numeric_value(\"n\", 6) } catch (what) { println(what) } "
                       "@json_output_string_value(\"text\", \"x\") @json_output_data_end }"),
                   m_runtime->path());
    const QString data = script.path("json_data");
    const QByteArray expected
        = "{\n  \"n\": 5,\n  \"disks\": [\n    {\n      \"__id\": \"a\",\n      \"size\": 1,\n"
          "      \"state\": \"on\"\n    },\n    {\n      \"__id\": \"b\",\n      \"state\": \"off\"\n    }\n  ],\n"
          "  \"text\": \"x\"\n}\n";
    QCOMPARE(contentOf(data), expected);
    QCOMPARE(contentOf(data), expected);
    QCOMPARE(contentOf(script.path("procfs(\"metadata.json\").read.maxsize(8192)")),
             "{\n  \"prefix\": \"disk\",\n  \"metrics\": [\n"
             "    {\n      \"name\": \"n\",\n      \"pointer\": \"/n\",\n      \"type\": \"integer\",\n"
             "      \"description\": \"how many\",\n      \"units\": \"pages\"\n    },\n"
             "    {\n      \"name\": \"disks\",\n      \"pointer\": \"/disks\",\n      \"type\": \"array\",\n"
             "      \"index\": \"/__id\",\n      \"metrics\": [\n"
             "        {\n          \"name\": \"state\",\n          \"pointer\": \"/state\",\n          \"type\": \"string\",\n"
             "          \"description\": \"how it is\"\n        }\n      ]\n    }\n  ]\n}\n");
    QCOMPARE(script.end().out, "Metric 'n' already exists\nMetric 'n' already output\nMetric 'n' already output\n");
}

QTEST_GUILESS_MAIN(TestOutside)
#include "tst_outside.moc"
