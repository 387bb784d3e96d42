// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "engine/bpf/ring_reader.h"
#include "engine/clock.h"
#include "engine/command_line.h"
#include "engine/explain.h"
#include "engine/target.h"
#include "engine/timers.h"

#include <QtTest>

#include <bpf/bpf.h>
#include <bpf/libbpf.h>
#include <fcntl.h>
#include <linux/bpf.h>
#include <poll.h>
#include <sys/wait.h>

using namespace tapscope;
using namespace tapscope::engine;

/// The pieces that a session is made of, each with the real system below it.
class TestSessionParts : public QObject {
    Q_OBJECT

private slots:
    void words_data();
    void words();
    void commandProgram_data();
    void commandProgram();
    void heldCommand();
    void abandonedCommand();
    void heldCommandKeepsNothingOpen();
    void commandThatCannotStart();
    void noSuchProcess();
    void processTreeHasDescendants();
    void timers();
    void verifierPosition_data();
    void verifierPosition();
    void refusedProgram();
    void partialAttach();
    void ringReader();
};

void TestSessionParts::words_data()
{
    QTest::addColumn<QByteArray>("command");
    QTest::addColumn<QByteArrayList>("words"); // empty: needs a shell
    QTest::newRow("plain") << QByteArray("ls -l /tmp") << QByteArrayList{"ls", "-l", "/tmp"};
    QTest::newRow("blanks") << QByteArray("  ls \t -l ") << QByteArrayList{"ls", "-l"};
    QTest::newRow("single quotes") << QByteArray("echo 'a  $b' c") << QByteArrayList{"echo", "a  $b", "c"};
    QTest::newRow("double quotes") << QByteArray(R"(echo "a 'b' \"c\" \d")") << QByteArrayList{"echo", "a 'b' \"c\" \\d"};
    QTest::newRow("joined quotes") << QByteArray("a'b'\"c\"d") << QByteArrayList{"abcd"};
    QTest::newRow("empty word") << QByteArray("x ''") << QByteArrayList{"x", ""};
    QTest::newRow("backslash") << QByteArray("a\\ b c") << QByteArrayList{"a b", "c"};
    QTest::newRow("equals sign later") << QByteArray("make CC=gcc") << QByteArrayList{"make", "CC=gcc"};
    QTest::newRow("pipe") << QByteArray("a | b") << QByteArrayList{};
    QTest::newRow("redirection") << QByteArray("a > b") << QByteArrayList{};
    QTest::newRow("variable") << QByteArray("a $b") << QByteArrayList{};
    QTest::newRow("variable in quotes") << QByteArray("a \"$b\"") << QByteArrayList{};
    QTest::newRow("glob") << QByteArray("ls *.c") << QByteArrayList{};
    QTest::newRow("home") << QByteArray("ls ~") << QByteArrayList{};
    QTest::newRow("assignment") << QByteArray("A=b c") << QByteArrayList{};
    QTest::newRow("built-in") << QByteArray("cd /tmp") << QByteArrayList{};
    QTest::newRow("open quote") << QByteArray("a 'b") << QByteArrayList{};
    QTest::newRow("open double quote") << QByteArray("a \"b") << QByteArrayList{};
    QTest::newRow("backslash at the end") << QByteArray("a \\") << QByteArrayList{};
    QTest::newRow("nothing") << QByteArray(" ") << QByteArrayList{};
}

void TestSessionParts::words()
{
    QFETCH(QByteArray, command);
    QFETCH(QByteArrayList, words);
    const auto split = splitSimpleCommand(command.toStdString());
    QCOMPARE(split.has_value(), !words.isEmpty());
    if (split) {
        QByteArrayList found;
        for (const std::string &word : *split)
            found << QByteArray::fromStdString(word);
        QCOMPARE(found, words);
    }
}

void TestSessionParts::commandProgram_data()
{
    QTest::addColumn<QByteArray>("command");
    QTest::addColumn<bool>("shell");
    QTest::addColumn<QByteArray>("program"); // its last component
    QTest::newRow("path") << QByteArray("/bin/sh -c true") << false << QByteArray("sh");
    QTest::newRow("pipe") << QByteArray("env | cat") << true << QByteArray("env");
    QTest::newRow("assignment") << QByteArray("A=1 env") << true << QByteArray("env");
    QTest::newRow("semicolon") << QByteArray("env; true") << true << QByteArray("env");
    QTest::newRow("built-in") << QByteArray("cd / && env") << true << QByteArray("");
}

void TestSessionParts::commandProgram()
{
    QFETCH(QByteArray, command);
    QFETCH(QByteArray, program);
    const auto line = resolveCommand(command.toStdString());
    QVERIFY(line.has_value());
    QTEST(line->usesShell, "shell");
    QCOMPARE(QByteArray::fromStdString(line->program).split('/').last().isEmpty(), program.isEmpty());
    QVERIFY(!resolveCommand("").has_value());
    QVERIFY(!resolveCommand("no-such-program-here").has_value());
}

void TestSessionParts::heldCommand()
{
    QTemporaryFile file;
    QVERIFY(file.open());
    auto line = resolveCommand("sh -c 'echo out; echo err >&2; exit 7'");
    QVERIFY(line.has_value());
    auto target = Target::hold(*line, file.handle(), file.handle());
    QVERIFY(target.has_value());
    QVERIFY(target->pid() > 0);
    QVERIFY(!target->ended());
    QCOMPARE(file.size(), 0);
    target->release();
    pollfd entry{target->startFd(), POLLIN, 0};
    QCOMPARE(::poll(&entry, 1, 10'000), 1);
    QVERIFY(target->started().has_value());
    entry.fd = target->pidFd();
    QCOMPARE(::poll(&entry, 1, 10'000), 1);
    QVERIFY(target->ended());
    QVERIFY(WIFEXITED(*target->status()));
    QCOMPARE(WEXITSTATUS(*target->status()), 7);
    QCOMPARE(file.size(), 8);
}

void TestSessionParts::abandonedCommand()
{
    QTemporaryDir directory;
    const std::string mark = directory.filePath("mark").toStdString();
    int pid = 0;
    {
        auto line = resolveCommand("touch " + mark);
        auto target = Target::hold(*line, -1, -1);
        QVERIFY(target.has_value());
        pid = target->pid();
    }
    QCOMPARE(::kill(pid, 0), -1); // waited for
    QVERIFY(!QFile::exists(QString::fromStdString(mark)));
}

void TestSessionParts::heldCommandKeepsNothingOpen()
{
    int ours[2], theirs[2];
    QCOMPARE(::pipe2(ours, O_CLOEXEC), 0); // as another session's channel to its helper
    QCOMPARE(::pipe2(theirs, 0), 0); // as a shell's redirection
    auto first = Target::hold(*resolveCommand("true"), -1, -1);
    auto second = Target::hold(*resolveCommand("true"), -1, -1);
    QVERIFY(first.has_value() && second.has_value());
    ::close(ours[1]);
    ::close(theirs[1]);
    char byte = 0;
    QCOMPARE(::read(ours[0], &byte, 1), ssize_t{0}); // would wait if a held child had a copy
    pollfd entry{theirs[0], POLLIN, 0};
    QCOMPARE(::poll(&entry, 1, 0), 0);
    {
        const auto ended = std::move(first);
    } // the second was made while it was held
    second->release();
    QCOMPARE(::read(theirs[0], &byte, 1), ssize_t{0});
    ::close(ours[0]);
    ::close(theirs[0]);
}

void TestSessionParts::commandThatCannotStart()
{
    CommandLine line;
    line.executable = "/etc/passwd";
    line.words = {"passwd"};
    auto target = Target::hold(line, -1, -1);
    QVERIFY(target.has_value());
    target->release();
    const auto started = target->started();
    QVERIFY(!started.has_value());
    QVERIFY(started.error().what.english().find("Permission denied") != std::string::npos);
}

void TestSessionParts::noSuchProcess()
{
    QVERIFY(!Target::find(999'999'999).has_value());
    QVERIFY(!Target::find(-1).has_value());
    QVERIFY(Target::find(::getpid()).has_value());
}

void TestSessionParts::processTreeHasDescendants()
{
    QProcess shell;
    shell.start("/bin/sh", {"-c", "sleep 60 & sleep 60 & echo ready; wait"});
    QVERIFY(shell.waitForReadyRead(10'000));
    const auto tree = processTree(int(shell.processId()));
    QCOMPARE(tree.size(), size_t(3));
    QCOMPARE(tree.front(), uint32_t(shell.processId()));
    for (auto it = tree.rbegin(); it != tree.rend(); ++it)
        ::kill(pid_t(*it), SIGKILL);
    shell.waitForFinished();
}

void TestSessionParts::timers()
{
    const uint64_t began = monotonicNs();
    Timer steady(1, 2'000'000, 0), shaky(2, 3'000'000, 1'000'000);
    int steadyShots = 0, shakyShots = 0;
    while (steadyShots < 10 || shakyShots < 5) {
        pollfd entries[]{{steady.fd(), POLLIN, 0}, {shaky.fd(), POLLIN, 0}};
        QVERIFY(::poll(entries, 2, 5000) > 0);
        steadyShots += steady.due() ? 1 : 0;
        shakyShots += shaky.due() ? 1 : 0;
    }
    QVERIFY(monotonicNs() - began >= 10'000'000);
}

void TestSessionParts::verifierPosition_data()
{
    QTest::addColumn<QByteArray>("log");
    QTest::addColumn<QByteArray>("text"); // of the range; empty: none
    QTest::newRow("newer kernels") << QByteArray(
        "0: R1=ctx()\n; probe begin { @ x.stp:1\n0: (b7)\n; y = 2 @ x.stp:2\n7: (85) call\nR1 bad\n")
                                   << QByteArray("y = 2");
    QTest::newRow("older kernels") << QByteArray("; y = 2\n7: (85) call\n") << QByteArray("y = 2");
    QTest::newRow("foreign file") << QByteArray("; q @ other.stp:2\n") << QByteArray();
    QTest::newRow("line past the end") << QByteArray("; q @ x.stp:99\n") << QByteArray();
    QTest::newRow("no place") << QByteArray("; q @ x.stp:\n;\n; @\n") << QByteArray();
    QTest::newRow("nothing") << QByteArray() << QByteArray();
}

void TestSessionParts::verifierPosition()
{
    QFETCH(QByteArray, log);
    QFETCH(QByteArray, text);
    script::SourceSet sources;
    sources.add("/some/where/x.stp", "probe begin {\n    y = 2\n}\n");
    const auto range = engine::verifierPosition(log.toStdString(), sources);
    QCOMPARE(range.has_value(), !text.isEmpty());
    if (range)
        QCOMPARE(QByteArray::fromStdString(std::string(sources.text(*range))), text);
}

void TestSessionParts::refusedProgram()
{
    script::SourceSet sources;
    sources.add("x.stp", "probe a {\n    y = 2\n}\n");
    translator::Bundle bundle;
    bundle.program.handlers.resize(1);
    bundle.program.handlers[0].range = {0, 6, 7};
    bundle.programOfHandler = {0};
    bpf::HelperError error;
    error.refused = protocol::Failed{protocol::Failed::Stage::Verifier, EACCES, 0, "",
                                     "; y = 2 @ x.stp:2\nBPF program is too large. Processed 1000001 insn\n"};
    const auto diagnostic = explainLoad(error, bundle, sources);
    QCOMPARE(sources.where(diagnostic.range), std::string("x.stp:2:5"));
    QVERIFY(diagnostic.message.english().find("too many paths") != std::string::npos);
    QVERIFY(!diagnostic.nextStep.empty());
    QVERIFY(script::render(diagnostic, sources).find("too large") != std::string::npos);
}

void TestSessionParts::partialAttach()
{
    translator::Bundle bundle;
    bundle.program.handlers.resize(1);
    bundle.program.handlers[0].range = {0, 6, 7};
    bundle.program.sites.resize(3);
    bundle.program.sites[1].function = "f1";
    bundle.attachments.resize(1);
    bundle.attachments[0].sites = {0, 1, 2};
    protocol::Attached attached;
    attached.attachedSites = 2;
    attached.failures = {{0, 1, 524}};
    const auto warnings = explainAttach(attached, bundle);
    QCOMPARE(warnings.size(), size_t(1));
    QVERIFY(warnings[0].severity == script::Severity::Warning);
    QVERIFY(warnings[0].message.english().starts_with("1 of 3 places cannot be probed (f1)"));
    QCOMPARE(warnings[0].range.begin, 6u);
    attached.attachedSites = 0;
    QVERIFY(explainAttach(attached, bundle)[0].severity == script::Severity::Error);
    attached.failures = {{99, 99, 1}}; // an answer that makes no sense
    QVERIFY(explainAttach(attached, bundle).empty());
}

/// A program that sends records of growing size through a real ring buffer, several times round.
void TestSessionParts::ringReader()
{
    const uint32_t size = 4096;
    const int ring = ::bpf_map_create(BPF_MAP_TYPE_RINGBUF, "ring", 0, 0, size, nullptr);
    if (ring < 0)
        QSKIP("maps cannot be made here");
    const auto instruction = [](uint8_t code, uint8_t destination, uint8_t source, int16_t offset, int32_t immediate) {
        return bpf_insn{code, uint8_t(destination & 15), uint8_t(source & 15), offset, immediate};
    };
    // fp[-16] = context word 0; ringbuf_output(ring, fp - 16, 16, BPF_RB_NO_WAKEUP)
    const bpf_insn code[]{
        instruction(BPF_LDX | BPF_MEM | BPF_DW, 2, 1, 0, 0),
        instruction(BPF_STX | BPF_MEM | BPF_DW, 10, 2, -16, 0),
        instruction(BPF_ST | BPF_MEM | BPF_DW, 10, 0, -8, 7),
        instruction(BPF_LD | BPF_IMM | BPF_DW, 1, BPF_PSEUDO_MAP_FD, 0, ring),
        instruction(0, 0, 0, 0, 0),
        instruction(BPF_ALU64 | BPF_MOV | BPF_X, 2, 10, 0, 0),
        instruction(BPF_ALU64 | BPF_ADD | BPF_K, 2, 0, 0, -16),
        instruction(BPF_ALU64 | BPF_MOV | BPF_K, 3, 0, 0, 16),
        instruction(BPF_ALU64 | BPF_MOV | BPF_K, 4, 0, 0, BPF_RB_NO_WAKEUP),
        instruction(BPF_JMP | BPF_CALL, 0, 0, 0, BPF_FUNC_ringbuf_output),
        instruction(BPF_JMP | BPF_EXIT, 0, 0, 0, 0),
    };
    const int program = ::bpf_prog_load(BPF_PROG_TYPE_RAW_TRACEPOINT, "sender", "GPL", code, std::size(code), nullptr);
    if (program < 0)
        QSKIP("programs cannot be loaded here");
    auto reader = bpf::RingReader::open(ring, size);
    QVERIFY(reader.has_value());
    QVERIFY(reader->next().empty());
    uint64_t sent = 0, received = 0;
    for (int round = 0; round < 50; ++round) {
        for (int i = 0; i < 100; ++i) {
            uint64_t context = sent;
            LIBBPF_OPTS(bpf_test_run_opts, options);
            options.ctx_in = &context;
            options.ctx_size_in = sizeof context;
            QCOMPARE(::bpf_prog_test_run_opts(program, &options), 0);
            ++sent;
        }
        QVERIFY(reader->pending() > 0);
        for (auto record = reader->next(); !record.empty(); record = reader->next()) {
            QCOMPARE(record.size(), size_t(16));
            uint64_t words[2];
            memcpy(words, record.data(), sizeof words);
            QCOMPARE(words[0], received);
            QCOMPARE(words[1], uint64_t(7));
            ++received;
        }
        reader->release();
        QCOMPARE(reader->pending(), uint64_t(0));
    }
    QCOMPARE(received, sent);
    ::close(program);
    ::close(ring);
}

QTEST_GUILESS_MAIN(TestSessionParts)
#include "tst_session_parts.moc"
