// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "call_text.h"
#include "cli.h"

#include <arpa/inet.h>
#include <sys/socket.h>

namespace {

/// A server as the well-known ones are built: a master with workers, each with a loop around epoll_wait() that takes connections
/// from one listening socket and answers their requests. It prints its port and the master's number.
constexpr const char *serverSource = R"(
#include <arpa/inet.h>
#include <cstdio>
#include <cstring>
#include <signal.h>
#include <sys/epoll.h>
#include <sys/wait.h>
#include <unistd.h>
extern "C" {
__attribute__((noinline)) int parse_request(char *text, int size)
{
    text[size] = 0;
    return strncmp(text, "GET /", 5) == 0 ? text[5] - '0' : -1;
}
__attribute__((noinline)) int find_file(int number) { return number >= 0 && number < 5 ? 200 : 404; }
__attribute__((noinline)) void send_answer(int connection, int status)
{
    char text[100];
    const int size = snprintf(text, sizeof text, "HTTP/1.0 %d by %d\r\n\r\n", status, getpid());
    if (write(connection, text, size) != size)
        _exit(3);
}
__attribute__((noinline)) int handle_request(int connection)
{
    char text[1000];
    const int size = read(connection, text, sizeof text - 1);
    if (size <= 0)
        return 0;
    const int status = find_file(parse_request(text, size));
    send_answer(connection, status);
    return status;
}
__attribute__((noinline)) void accept_connection(int epoll, int listening)
{
    epoll_event event{};
    event.events = EPOLLIN;
    event.data.fd = accept4(listening, nullptr, nullptr, 0);
    if (event.data.fd >= 0)
        epoll_ctl(epoll, EPOLL_CTL_ADD, event.data.fd, &event);
}
__attribute__((noinline)) void process_events(int epoll, int listening)
{
    epoll_event events[8];
    const int count = epoll_wait(epoll, events, 8, -1);
    for (int i = 0; i < count; ++i) {
        if (events[i].data.fd == listening)
            accept_connection(epoll, listening);
        else if (handle_request(events[i].data.fd) == 0)
            close(events[i].data.fd);
    }
}
void worker_cycle(int listening)
{
    const int epoll = epoll_create1(0);
    epoll_event event{};
    event.events = EPOLLIN | EPOLLEXCLUSIVE;
    event.data.fd = listening;
    epoll_ctl(epoll, EPOLL_CTL_ADD, listening, &event);
    for (;;)
        process_events(epoll, listening);
}
}
int main(int count, char **)
{
    const int listening = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address;
    if (bind(listening, (sockaddr *)&address, size) != 0 || listen(listening, 100) != 0
        || getsockname(listening, (sockaddr *)&address, &size) != 0)
        return 1;
    signal(SIGTERM, [](int) { signal(SIGTERM, SIG_IGN); kill(0, SIGTERM); _exit(0); });
    setpgid(0, 0);
    for (int i = 0; i < 2; ++i) {
        if (fork() == 0) {
            signal(SIGTERM, SIG_DFL);
            worker_cycle(listening);
        }
    }
    fprintf(stderr, "port %d of %d\n", ntohs(address.sin_port), getpid());
    while (wait(nullptr) > 0) {}
}
)";

/// What the server answers to "GET /PATH".
QByteArray get(int port, const QByteArray &path)
{
    const int connection = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(static_cast<uint16_t>(port));
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    QByteArray answer;
    const QByteArray request = "GET /" + path + " HTTP/1.0\r\n\r\n";
    if (::connect(connection, reinterpret_cast<sockaddr *>(&address), sizeof address) == 0
        && ::write(connection, request.constData(), size_t(request.size())) == request.size()) {
        char text[200];
        const ssize_t size = ::read(connection, text, sizeof text);
        answer = QByteArray(text, std::max<ssize_t>(size, 0));
    }
    ::close(connection);
    return answer;
}

}

/// Call graphs with thread_indent() of programs as users have them: /bin/ls without symbols, a server with its workers.
class TestCallGraphs : public QObject {
    Q_OBJECT

private slots:
    void initTestCase();
    void listDirectory();
    void onlyExportedFunctionsAreKnown();
    void server_data();
    void server();
    void handlersAtOnePlaceRunInOrder();
    void functionsThatPrint_data();
    void functionsThatPrint();

private:
    static QString example(const char *name)
    {
        return QStringLiteral(TAPSCOPE_SOURCE_DIR "/resources/examples/%1.stp").arg(name);
    }
    QTemporaryDir m_directory;
    QString m_server;
};

void TestCallGraphs::initTestCase()
{
    if (!e2e::isRoot())
        QSKIP("probing needs root");
    m_server = e2e::compileTarget(m_directory, "server", serverSource);
    QVERIFY(!m_server.isEmpty());
}

/// What /bin/ls calls of its libraries, and they of each other.
void TestCallGraphs::listDirectory()
{
    QTemporaryDir listed;
    for (const char *name : {"one", "two", "three"}) {
        QFile file(listed.filePath(name));
        QVERIFY(file.open(QIODevice::WriteOnly));
    }
    const QString out = m_directory.filePath("ls.txt");
    const e2e::Result result = e2e::runCli({"-o", out, "-c", "/bin/ls -l " + listed.path(), example("library-call-tree")});
    QVERIFY2(result.finished && result.status == 0, result.err.constData());
    QVERIFY(result.out.contains("three"));
    QFile file(out);
    QVERIFY(file.open(QIODevice::ReadOnly));
    const QByteArray text = file.readAll();
    const e2e::CallText calls = e2e::readCalls(text);
    QVERIFY2(calls.problems.isEmpty(), qPrintable(calls.problems.join('\n')));
    QCOMPARE(calls.threads, 1);
    QCOMPARE(calls.calls.value("opendir"), 1);
    QCOMPARE(calls.calls.value("readdir"), 6); // ".", "..", three files, the end
    QCOMPARE(calls.returns.value("readdir"), 6);
    QCOMPARE(calls.calls.value("closedir"), 1);
    // Something of the C library calls back into a stub.
    QVERIFY2(QRegularExpression("\\):  +-> \\w+").match(text).hasMatch(), text.constData());
}

void TestCallGraphs::onlyExportedFunctionsAreKnown()
{
    const QByteArray source = "extern \"C\" { __attribute__((noinline)) void shown() { __asm__ volatile(\"\"); }\n"
                              "__attribute__((noinline)) void hidden() { __asm__ volatile(\"\"); } }\n"
                              "int main() { shown(); hidden(); }\n";
    const QString script = "probe process.function(\"*\").call { println(ppfunc()) }";
    const QString stripped = e2e::compileTarget(m_directory, "stripped", source, {"-s", "-Wl,--export-dynamic-symbol=shown"});
    const e2e::Result some = e2e::runCli({"-c", stripped, "-e", script});
    QCOMPARE(some.out, QByteArray("shown\n"));
    QVERIFY2(some.err.contains("warning: " + stripped.toUtf8()
                               + " has no debug information: only the functions that it exports are known (1)\n"),
             some.err.constData());
    QVERIFY2(some.err.contains("process.plt(\"*\")"), some.err.constData());
    const QString symbols = e2e::compileTarget(m_directory, "symbols", source, {});
    const e2e::Result all = e2e::runCli({"-c", symbols, "-e", script});
    QVERIFY2(all.out.contains("main\nshown\nhidden\n"), all.out.constData());
    QVERIFY2(!all.err.contains("warning"), all.err.constData());
}

void TestCallGraphs::server_data()
{
    QTest::addColumn<bool>("runsAlready");
    QTest::newRow("workers that the command forks") << false;
    QTest::newRow("workers that run already") << true;
}

void TestCallGraphs::server()
{
    QFETCH(bool, runsAlready);
    static const QRegularExpression form("port (\\d+) of (\\d+)\n");
    QProcess alone, cli;
    QByteArray said;
    const QString out = m_directory.filePath("server.txt");
    const auto has = [&](QProcess &process, auto what) {
        return e2e::eventually([&] {
            process.waitForReadyRead(5);
            said += process.readAllStandardError();
            return what();
        });
    };
    QRegularExpressionMatch match;
    const auto hasPort = [&] {
        match = form.match(said);
        return match.hasMatch();
    };
    QStringList arguments{"-v", "-o", out};
    if (runsAlready) {
        alone.start(m_server, {});
        QVERIFY(has(alone, hasPort));
        arguments << "-x" << match.captured(2);
    } else {
        arguments << "-c" << m_server;
    }
    arguments << example("call-graph") << "process.function(\"*\")" << "process.function(\"handle_request\")";
    cli.start(e2e::binary("tapscope-cli"), arguments);
    QVERIFY2(has(cli, [&] { return said.contains("Pass 5: starting run") && hasPort(); }), said.constData());
    const int port = match.captured(1).toInt(), master = match.captured(2).toInt();

    QMap<int, int> byWorker;
    for (int i = 0; i < 8; ++i) {
        const QByteArray answer = get(port, QByteArray::number(i));
        QVERIFY2(answer.startsWith(i < 5 ? "HTTP/1.0 200 by " : "HTTP/1.0 404 by "), answer.constData());
        ++byWorker[answer.mid(16).trimmed().toInt()];
    }
    // The last worker is told that its connection has ended before it returns.
    const auto text = [&] {
        QFile file(out);
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    };
    QVERIFY(e2e::eventually([&] { return text().count("<- handle_request") == 16; }));
    ::kill(master, SIGTERM);
    const e2e::Result result = e2e::collect(cli, 20'000);
    QVERIFY2(result.finished, (said + result.err).constData());
    alone.waitForFinished(20'000);

    const e2e::CallText calls = e2e::readCalls(text());
    QVERIFY2(calls.problems.isEmpty(), qPrintable(calls.problems.join('\n')));
    QCOMPARE(calls.openCalls, 0);
    // Eight requests and the eight ends of their connections.
    QCOMPARE(calls.calls,
             (QMap<QString, int>{{"handle_request", 16}, {"parse_request", 8}, {"find_file", 8}, {"send_answer", 8}}));
    QCOMPARE(calls.calls, calls.returns);
    QCOMPARE(calls.threads, int(byWorker.size()));
    for (const auto &[worker, requests] : byWorker.asKeyValueRange()) {
        QString own;
        for (const QByteArray &line : text().split('\n')) {
            if (line.contains(" server(" + QByteArray::number(worker) + "):"))
                own += line.mid(line.indexOf("):") + 2) + "\n";
        }
        const QRegularExpression request(
            "^ -> handle_request connection=0x[0-9a-f]+\n  -> parse_request text=0x[0-9a-f]+ size=0x[0-9a-f]+\n"
            "  <- parse_request return=0x(\\d)\n  -> find_file number=0x\\1\n  <- find_file return=0x(?:c8|194)\n"
            "  -> send_answer connection=0x[0-9a-f]+ status=0x(?:c8|194)\n  <- send_answer ?\n <- handle_request "
            "return=0x(?:c8|194)\n",
            QRegularExpression::MultilineOption);
        QVERIFY(worker != master);
        auto found = request.globalMatch(own);
        int seen = 0;
        for (; found.hasNext(); found.next())
            ++seen;
        QVERIFY2(seen == requests, qPrintable(own));
    }
}

/// What one handler keeps is there for the next at the same place: the first in the script is the first to run.
void TestCallGraphs::handlersAtOnePlaceRunInOrder()
{
    const QString program = e2e::compileTarget(
        m_directory, "order",
        "extern \"C\" __attribute__((noinline)) int brew(int n) { return n + 1; }\nint main() { return brew(1) - 2; }\n");
    QString script;
    for (int i = 0; i < 6; ++i) {
        script += QStringLiteral("probe process.function(\"brew\")%1 { print(\"%2 \") } probe process.function(\"b*w\").return { "
                                 "print(\"r%2 \") } ")
                      .arg(i % 2 ? ".call" : "")
                      .arg(i);
    }
    // One that needs the entry's value at the return, among the others.
    script += "probe process.function(\"brew\").return { println(@entry($n), \" \", $return) }";
    const e2e::Result result = e2e::runCli({"-c", program, "-e", script});
    QCOMPARE(result.out, QByteArray("0 1 2 3 4 5 r0 r1 r2 r3 r4 r5 1 2\n"));
}

void TestCallGraphs::functionsThatPrint_data()
{
    QTest::addColumn<QString>("function");
    QTest::addRow("always") << QStringLiteral("function told(step, more) {");
    QTest::addRow("on a condition") << QStringLiteral("function told(step, more) { if (tid() in wanted)");
    QTest::addRow("through another") << QStringLiteral(
        "function told(step, more) { if (wanted[tid()]) told_on(step, more) } function told_on(step, more) {");
}

/// Most scripts that draw calls leave it to a function of theirs, which gets the step and the parameters.
void TestCallGraphs::functionsThatPrint()
{
    QFETCH(QString, function);
    const QString program = e2e::compileTarget(
        m_directory, "drawn",
        "extern \"C\" { __attribute__((noinline)) int leaf(int n) { __asm__ volatile(\"\"); return n * 2; }\n"
        "__attribute__((noinline)) int branch(int n) { return leaf(n) + leaf(n + 1); } }\nint main() { return branch(1) - 6; "
        "}\n");
    const QString script = QStringLiteral("global wanted ") + function
        + QStringLiteral(" printf(\"%s%s%s %s\\n\", thread_indent(step), (step > 0 ? \" -> \" : \" <- \"), ppfunc(), more) } "
                         "probe process.function(\"branch\").call { wanted[tid()] = 1 } "
                         "probe process.function(\"branch\").call, process.function(\"leaf\").call { told(1, $$parms) } "
                         "probe process.function(\"branch\").return, process.function(\"leaf\").return { told(-1, $$return) }");
    const e2e::Result result = e2e::runCli({"--no-global-var-display", "-c", program, "-e", script});
    QVERIFY2(result.status == 0, result.err.constData());
    const QByteArray calls = result.out;
    static const QRegularExpression beforeIndent("^ *\\d+ drawn\\(\\d+\\):", QRegularExpression::MultilineOption);
    QCOMPARE(QString::fromUtf8(calls).remove(beforeIndent),
             QString(" -> branch n=0x1\n  -> leaf n=0x1\n  <- leaf return=0x2\n  -> leaf n=0x2\n  <- leaf return=0x4\n"
                     " <- branch return=0x6\n"));
}

QTEST_GUILESS_MAIN(TestCallGraphs)
#include "tst_call_graphs.moc"
