// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

// The real helper's limits: which rights it keeps, what it refuses, and that nothing is left when it or its client goes. Runs as
// tst_helper does.

#include "helper_client.h"

#include <QtTest>

#include <sys/mount.h>
#include <sys/socket.h>
#include <sys/wait.h>

#include <csignal>

using namespace testing;
using protocol::Attachment;
using protocol::Failed;
using protocol::Program;

namespace {

/// The trace directory, whether it is mounted or not; only root can look.
UniqueFd traceDirectory()
{
    const UniqueFd context(fsopen("tracefs", FSOPEN_CLOEXEC));
    if (!context || fsconfig(context.get(), FSCONFIG_CMD_CREATE, nullptr, nullptr, 0) != 0)
        return UniqueFd();
    return UniqueFd(fsmount(context.get(), FSMOUNT_CLOEXEC, 0));
}

/// The lists of trace events.
QByteArray traceEvents()
{
    const UniqueFd directory = traceDirectory();
    QByteArray text;
    for (const char *name : {"uprobe_events", "kprobe_events"}) {
        QFile file;
        const int descriptor = openat(directory.get(), name, O_RDONLY | O_CLOEXEC);
        if (descriptor >= 0 && file.open(descriptor, QIODevice::ReadOnly, QFileDevice::AutoCloseHandle))
            text += file.readAll();
    }
    return text;
}

bool eventsOf(pid_t helper)
{
    return traceEvents().contains("tapscope_" + QByteArray::number(helper) + "/");
}

}

class TestHelperLimits : public QObject {
    Q_OBJECT

private slots:
    void initTestCase() { std::signal(SIGPIPE, SIG_IGN); }
    void refusesToRunAlone_data();
    void refusesToRunAlone();
    void givesUpPrivileges_data();
    void givesUpPrivileges();
    void becomesItsClientsUser();
    void changingHelpersAreRefused_data();
    void changingHelpersAreRefused();
    void programArraysStayInside_data();
    void programArraysStayInside();
    void ownReferencesAreRefused();
    void verifierRefusal();
    void wrongOrder();
    void symbolsAreNames();
    void semaphoresAreThoseOfTheFile();
    void wrongVersion();
    void unreadableFile();
    void garbage();
    void nothingIsLeft_data();
    void nothingIsLeft();
    void leftoversOfOthersAreRemoved();
};

void TestHelperLimits::refusesToRunAlone_data()
{
    QTest::addColumn<QStringList>("arguments");
    QTest::addColumn<int>("status");
    QTest::newRow("no socket") << QStringList() << 2;
    QTest::newRow("unknown option") << QStringList(QStringLiteral("--nonsense")) << 2;
    QTest::newRow("help") << QStringList(QStringLiteral("--help")) << 0;
}

void TestHelperLimits::refusesToRunAlone()
{
    QFETCH(QStringList, arguments);
    QFETCH(int, status);
    QProcess process;
    process.setProcessChannelMode(QProcess::MergedChannels);
    process.start(QString::fromStdString(helperPath()), arguments);
    QVERIFY(process.waitForFinished());
    QCOMPARE(process.exitStatus(), QProcess::NormalExit);
    QCOMPARE(process.exitCode(), status);
    QVERIFY(process.readAll().contains("Usage: tapscope-helper"));
}

void TestHelperLimits::givesUpPrivileges_data()
{
    QTest::addColumn<bool>("withoutMulti");
    QTest::newRow("links") << false;
    QTest::newRow("trace events") << true;
}

void TestHelperLimits::givesUpPrivileges()
{
    QFETCH(bool, withoutMulti);
    START_HELPER(client, {.withoutMulti = withoutMulti})
    const pid_t pid = client.launched.pid;
    constexpr quint64 bpfAndPerfmon = 1ull << 39 | 1ull << 38;
    const quint64 permitted = statusField(pid, "CapPrm").toULongLong(nullptr, 16);
    QCOMPARE(permitted & bpfAndPerfmon, bpfAndPerfmon);
    // Reading directories of root is all that the list of trace events needs beside.
    const quint64 others = client.features.uprobeMulti ? 0 : (1ull << 1 | 1ull << 2 | 1ull << 21);
    QCOMPARE(permitted & ~(bpfAndPerfmon | others), 0u);
    QCOMPARE(statusField(pid, "CapEff").toULongLong(nullptr, 16), permitted);
    QCOMPARE(statusField(pid, "CapInh").toULongLong(nullptr, 16), 0u);
    QCOMPARE(statusField(pid, "CapAmb").toULongLong(nullptr, 16), 0u);
    QCOMPARE(statusField(pid, "NoNewPrivs"), QByteArray("1"));
    QCOMPARE(statusField(pid, "Seccomp"), QByteArray("2"));
    const QByteArray user = QByteArray::number(getuid());
    QCOMPARE(statusField(pid, "Uid"), (user + "\t" + user + "\t" + user + "\t" + user));
}

void TestHelperLimits::becomesItsClientsUser()
{
    // As sudo and pkexec start it: as root, for somebody else, whose socket it gets.
    if (geteuid() != 0)
        QSKIP("needs root");
    constexpr uid_t somebody = 65534;
    QCOMPARE(setegid(somebody), 0);
    QCOMPARE(seteuid(somebody), 0);
    int ends[2] = {-1, -1};
    const int paired = socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends);
    QCOMPARE(seteuid(0), 0);
    QCOMPARE(setegid(0), 0);
    QCOMPARE(paired, 0);
    protocol::Channel channel{UniqueFd(ends[0])};
    UniqueFd theirs(ends[1]);
    QProcess process;
    process.setChildProcessModifier([&] { dup2(theirs.get(), STDIN_FILENO); });
    process.start(QString::fromStdString(helperPath()), {});
    QVERIFY(process.waitForStarted());
    theirs.reset();
    QVERIFY(channel.send(protocol::Hello{}));
    const auto answer = channel.receive(10'000);
    QVERIFY(answer);
    const auto *features = std::get_if<protocol::Features>(&answer->message);
    QVERIFY(features && features->loadPrograms);
    const auto pid = static_cast<pid_t>(process.processId());
    QCOMPARE(statusField(pid, "Uid"), QByteArray("65534\t65534\t65534\t65534"));
    QCOMPARE(statusField(pid, "Gid"), QByteArray("65534\t65534\t65534\t65534"));
    QCOMPARE(statusField(pid, "Groups"), QByteArray("65534"));
    QCOMPARE(statusField(pid, "CapBnd").toULongLong(nullptr, 16), 0u);
    const quint64 permitted = statusField(pid, "CapPrm").toULongLong(nullptr, 16);
    QCOMPARE(permitted & (1ull << 39 | 1ull << 38), (1ull << 39 | 1ull << 38));
    QCOMPARE(permitted & ~(1ull << 39 | 1ull << 38 | 1ull << 21 | 1ull << 2), 0u);

    Target target;
    QVERIFY(channel.send(countingLoad(Program::Kind::Uprobe, programName())));
    const auto loaded = channel.receive(20'000);
    QVERIFY(loaded && std::holds_alternative<protocol::Loaded>(loaded->message));
    QVERIFY(channel.send(protocol::Attach{.attachments = {entryOf(target, {"target_one"})}, .fileCount = 1},
                         std::array{target.file.get()}));
    const auto attached = channel.receive(20'000);
    QVERIFY(attached && std::holds_alternative<protocol::Attached>(attached->message));
    QVERIFY(target.call("target_one", 7));
    QCOMPARE(counter(loaded->descriptors.at(0).get(), 0), 7u);
    channel.close();
    QVERIFY(process.waitForFinished());
    QCOMPARE(process.exitCode(), 0);
}

void TestHelperLimits::changingHelpersAreRefused_data()
{
    QTest::addColumn<quint64>("call");
    QTest::newRow("write user memory") << quint64(callHelper(36));
    QTest::newRow("override return") << quint64(callHelper(58));
    QTest::newRow("signal") << quint64(callHelper(109));
    QTest::newRow("signal a thread") << quint64(callHelper(117));
    QTest::newRow("unknown helper function") << quint64(callHelper(4711));
    QTest::newRow("kernel function") << quint64(instruction(0x85, 0, 2, 0, 1));
}

void TestHelperLimits::changingHelpersAreRefused()
{
    QFETCH(quint64, call);
    START_HELPER(client)
    protocol::Load load;
    load.programs = {Program{.name = programName(), .code = {move(0, 0), exitProgram}},
                     Program{.name = programName(), .code = {move(1, 9), call, move(0, 0), exitProgram}}};
    const auto refused = client.ask(load);
    const auto *failed = std::get_if<Failed>(&refused);
    QVERIFY(failed);
    QVERIFY(failed->stage == Failed::Stage::Refused);
    QCOMPARE(failed->index, 1u);
    QVERIFY(failed->detail.find("guru") != std::string::npos);
    // With guru mode it is for the verifier to say, but guru mode is for administrators.
    load.guru = true;
    const auto answer = client.ask(load);
    const auto *later = std::get_if<Failed>(&answer);
    if (getuid() != 0) {
        QVERIFY(later && later->stage == Failed::Stage::Refused);
        QCOMPARE(later->error, EACCES);
        return;
    }
    QVERIFY(std::holds_alternative<protocol::Loaded>(answer) || (later && later->stage == Failed::Stage::Verifier));
}

void TestHelperLimits::programArraysStayInside_data()
{
    QTest::addColumn<bool>("shared");
    QTest::addColumn<uint>("map");
    QTest::addColumn<uint>("index");
    QTest::addColumn<uint>("program");
    QTest::addColumn<bool>("accepted");
    QTest::newRow("as meant") << false << 1U << 3U << 0U << true;
    QTest::newRow("given to the client") << true << 1U << 3U << 0U << false;
    QTest::newRow("another map") << false << 0U << 3U << 0U << false;
    QTest::newRow("no such map") << false << 2U << 3U << 0U << false;
    QTest::newRow("behind the end") << false << 1U << 4U << 0U << false;
    QTest::newRow("no such program") << false << 1U << 3U << 1U << false;
}

void TestHelperLimits::programArraysStayInside()
{
    QFETCH(bool, shared);
    QFETCH(uint, map);
    QFETCH(uint, index);
    QFETCH(uint, program);
    QFETCH(bool, accepted);
    START_HELPER(client)
    protocol::Load load;
    load.maps = {protocol::Map{.name = "numbers", .type = BPF_MAP_TYPE_ARRAY, .keySize = 4, .valueSize = 4, .maxEntries = 4},
                 protocol::Map{.name = "programs",
                               .type = BPF_MAP_TYPE_PROG_ARRAY,
                               .keySize = 4,
                               .valueSize = 4,
                               .maxEntries = 4,
                               .shared = shared}};
    load.programs = {Program{.kind = Program::Kind::RawTracepoint,
                             .name = programName(),
                             .code = {instruction(0xb7, 0, 0, 0, 0), exitProgram}}};
    load.programSlots = {{map, index, program}};
    const auto answer = client.ask(load);
    if (accepted) {
        QVERIFY(std::holds_alternative<protocol::Loaded>(answer));
        return;
    }
    const auto *failed = std::get_if<Failed>(&answer);
    QVERIFY(failed);
    QVERIFY(failed->stage == Failed::Stage::Protocol);
}

void TestHelperLimits::ownReferencesAreRefused()
{
    START_HELPER(client)
    for (const int source : {1, 2, 3, 5, 6}) {
        protocol::Load load;
        load.programs = {
            Program{.name = programName(), .code = {instruction(0x18, 1, source, 0, 0), 0, move(0, 0), exitProgram}}};
        const auto answer = client.ask(load);
        const auto *failed = std::get_if<Failed>(&answer);
        QVERIFY(failed && failed->stage == Failed::Stage::Refused);
    }
    // Relocations that point nowhere.
    for (const protocol::Relocation relocation : {protocol::Relocation{protocol::Relocation::Kind::MapValue, 7, 0, 0},
                                                  protocol::Relocation{protocol::Relocation::Kind::MapValue, 3, 9, 0},
                                                  protocol::Relocation{protocol::Relocation::Kind::MapValue, UINT32_MAX, 0, 0}}) {
        auto load = countingLoad(Program::Kind::Uprobe, programName());
        load.programs[0].relocations.push_back(relocation);
        const auto answer = client.ask(load);
        const auto *failed = std::get_if<Failed>(&answer);
        QVERIFY(failed && failed->stage == Failed::Stage::Protocol);
    }
}

void TestHelperLimits::verifierRefusal()
{
    START_HELPER(client)
    auto load = countingLoad(Program::Kind::Uprobe, programName());
    load.programs.push_back({.name = "bad one", .code = {instruction(0xbf, 0, 3, 0, 0), exitProgram}}); // r0 = r3
    const auto answer = client.ask(load);
    const auto *failed = std::get_if<Failed>(&answer);
    QVERIFY(failed);
    QVERIFY(failed->stage == Failed::Stage::Verifier);
    QCOMPARE(failed->index, 1u);
    QCOMPARE(failed->error, EACCES);
    QCOMPARE(failed->detail, "bad one");
    QVERIFY2(failed->log.find("R3 !read_ok") != std::string::npos, failed->log.c_str());
    QVERIFY(!protocol::explain(*failed).what.english().empty());
    if (geteuid() == 0)
        QVERIFY(QTest::qWaitFor([] { return programsNamed(programName()) == 0; }, 10'000));
    // The next attempt is welcome.
    load.programs.pop_back();
    QVERIFY(client.load(load));
}

void TestHelperLimits::wrongOrder()
{
    START_HELPER(client)
    Target target;
    auto answer = client.ask(protocol::Attach{.attachments = {entryOf(target, {"target_one"})}, .fileCount = 1},
                             std::array{target.file.get()});
    QVERIFY(std::holds_alternative<Failed>(answer)); // nothing is loaded
    QVERIFY(client.load(countingLoad(Program::Kind::Uprobe, programName())));
    answer = client.ask(protocol::Attach{.attachments = {entryOf(target, {"target_one"})}, .fileCount = 1});
    QVERIFY(std::holds_alternative<Failed>(answer)); // the file didn't come
    answer = client.ask(
        protocol::Attach{.attachments = {Attachment{.kind = Attachment::Kind::KernelFunctions, .symbols = {"vfs_read"}}}});
    QVERIFY(std::holds_alternative<Failed>(answer)); // an uprobe program
    answer = client.ask(
        protocol::Attach{.attachments = {Attachment{.kind = Attachment::Kind::KernelFunctions, .symbols = {"a\n-:b"}}}});
    QVERIFY(std::holds_alternative<Failed>(answer));
    answer = client.ask(countingLoad(Program::Kind::Uprobe, programName()));
    QVERIFY(std::holds_alternative<Failed>(answer)); // loaded already
    answer = client.ask(protocol::Detached{});
    QVERIFY(std::holds_alternative<Failed>(answer));
    QVERIFY(client.attach(entryOf(target, {"target_one"}), target.file.get())); // and goes on working
}

void TestHelperLimits::symbolsAreNames()
{
    START_HELPER(client)
    QVERIFY(client.load(countingLoad(Program::Kind::Kprobe, programName())));
    // Commands of another line, and what the kernel would take for an address.
    for (const char *symbol : {"", "a\n-:b", "a b", "vfs_*", "0xffffffff81000000", "18446744071578845184"}) {
        const auto answer = client.ask(
            protocol::Attach{.attachments = {Attachment{.kind = Attachment::Kind::KernelFunctions, .symbols = {symbol}}}});
        const auto *failed = std::get_if<Failed>(&answer);
        QVERIFY2(failed && failed->stage == Failed::Stage::Protocol, symbol);
        QCOMPARE(failed->detail, "a symbol is not a name");
    }
}

void TestHelperLimits::semaphoresAreThoseOfTheFile()
{
    START_HELPER(client)
    Target target;
    QVERIFY(client.load(countingLoad(Program::Kind::Uprobe, programName())));
    Attachment attachment = entryOf(target, {"target_one"});
    QVERIFY(target.offset("semaphore") != 0);
    for (const uint64_t offset : {uint64_t{0}, target.offset("semaphore")}) {
        attachment.semaphoreOffsets = {offset};
        const auto attached = client.attach(attachment, target.file.get());
        QVERIFY(attached);
        QCOMPARE(attached->attachedSites, 1u);
        QVERIFY(std::holds_alternative<protocol::Detached>(client.ask(protocol::Detach{})));
    }
    attachment.semaphoreOffsets = {target.offset("semaphore") + 2};
    const int file = target.file.get();
    const auto answer = client.ask(protocol::Attach{.attachments = {attachment}, .fileCount = 1}, std::span(&file, 1));
    const auto *failed = std::get_if<Failed>(&answer);
    QCOMPARE(failed && failed->stage == Failed::Stage::Refused && failed->error == EACCES, getuid() != 0);
}

void TestHelperLimits::wrongVersion()
{
    auto launched = protocol::launchHelper(helperPath());
    if (!launched)
        QSKIP("the helper cannot be started here");
    QVERIFY(launched->channel.send(protocol::Hello{protocol::version + 1}));
    const auto answer = launched->channel.receive(10'000);
    if (!answer && !qEnvironmentVariableIsSet("TAPSCOPE_REQUIRE_HELPER"))
        QSKIP("the helper cannot be run here");
    QVERIFY(answer);
    QVERIFY(std::holds_alternative<Failed>(answer->message));
    QVERIFY(launched->channel.send(protocol::Load{}));
    QVERIFY(std::holds_alternative<Failed>(launched->channel.receive(10'000).value().message)); // never greeted
}

void TestHelperLimits::unreadableFile()
{
    START_HELPER(client)
    Target target;
    QVERIFY(client.load(countingLoad(Program::Kind::Uprobe, programName())));
    const UniqueFd named(open(target.path.toLocal8Bit().constData(), O_PATH | O_CLOEXEC));
    QVERIFY(!client.attach(entryOf(target, {"target_one"}), named.get()));
    const UniqueFd directory(open("/", O_RDONLY | O_CLOEXEC));
    QVERIFY(!client.attach(entryOf(target, {"target_one"}), directory.get()));
    QVERIFY(client.attach(entryOf(target, {"target_one"}), target.file.get()));
}

void TestHelperLimits::garbage()
{
    START_HELPER(client)
    const char bytes[] = "\377\377\377\377this is no message";
    QCOMPARE(send(client.launched.channel.descriptor(), bytes, sizeof bytes, MSG_NOSIGNAL), static_cast<ssize_t>(sizeof bytes));
    const auto status = client.launched.waitForEnd(10'000);
    QVERIFY(status);
    QVERIFY(WIFEXITED(*status));
}

void TestHelperLimits::nothingIsLeft_data()
{
    QTest::addColumn<QString>("how");
    QTest::addColumn<bool>("withoutMulti");
    for (const bool withoutMulti : {false, true}) {
        for (const char *how : {"client hangs up", "SIGTERM", "SIGKILL"})
            QTest::addRow("%s, %s", how, withoutMulti ? "trace events" : "links") << QString::fromLatin1(how) << withoutMulti;
    }
}

void TestHelperLimits::nothingIsLeft()
{
    QFETCH(QString, how);
    QFETCH(bool, withoutMulti);
    START_HELPER(client, {.withoutMulti = withoutMulti})
    if (withoutMulti && !client.features.tracefsUprobes)
        QSKIP("trace events cannot be used here");
    const pid_t helper = client.launched.pid;
    Target target;
    QVERIFY(client.load(countingLoad(Program::Kind::Uprobe, programName())));
    const auto maps = client.takeDescriptors();
    QVERIFY(client.attach(entryOf(target, {"target_one"}), target.file.get()));
    QVERIFY(client.attach(entryOf(target, {"target_two"}, true), target.file.get()));
    QVERIFY(target.call("target_one", 2));
    QCOMPARE(counter(maps[0].get(), 0), 2u);
    const bool root = geteuid() == 0;
    if (root)
        QVERIFY(programsNamed(programName()) > 0);
    if (root && withoutMulti)
        QVERIFY(eventsOf(helper));

    if (how == QLatin1String("client hangs up"))
        client.launched.channel.close();
    else
        QCOMPARE(kill(helper, how == QLatin1String("SIGKILL") ? SIGKILL : SIGTERM), 0);
    const auto status = client.launched.waitForEnd(20'000);
    QVERIFY(status);
    if (how == QLatin1String("SIGKILL"))
        QVERIFY(WIFSIGNALED(*status));
    else
        QCOMPARE(*status, 0);

    QVERIFY(target.call("target_one", 2));
    QCOMPARE(counter(maps[0].get(), 0), 2u);
    if (root)
        QVERIFY(QTest::qWaitFor([] { return programsNamed(programName()) == 0; }, 20'000));
    QVERIFY(QTest::qWaitFor([&] { return !eventsOf(helper); }, 20'000));
}

void TestHelperLimits::leftoversOfOthersAreRemoved()
{
    const UniqueFd directory = traceDirectory();
    const UniqueFd list(openat(directory.get(), "uprobe_events", O_WRONLY | O_APPEND | O_CLOEXEC));
    if (!list)
        QSKIP("the list of trace events cannot be written here");
    // A helper that cannot be running, one that is another program by now, and events that are not ours.
    const QByteArray ours = "tapscope_" + QByteArray::number(getpid());
    for (const QByteArray &group : {QByteArray("tapscope_2147483600"), ours, QByteArray("tapscopetest_1")}) {
        const QByteArray command = "p:" + group + "/e0 /proc/self/exe:0x1000\n";
        QCOMPARE(write(list.get(), command.constData(), static_cast<size_t>(command.size())), command.size());
    }
    QVERIFY(traceEvents().contains("tapscope_2147483600/e0"));
    START_HELPER(client, {.withoutMulti = true})
    QVERIFY(client.features.tracefsUprobes);
    const QByteArray left = traceEvents();
    const QByteArray command("-:tapscopetest_1/e0\n");
    QCOMPARE(write(list.get(), command.constData(), static_cast<size_t>(command.size())), command.size());
    QVERIFY(!left.contains("tapscope_2147483600/"));
    QVERIFY(!left.contains(ours + "/"));
    QVERIFY(left.contains("tapscopetest_1/e0"));
}

QTEST_GUILESS_MAIN(TestHelperLimits)
#include "tst_helper_limits.moc"
