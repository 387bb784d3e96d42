// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

// The real helper on the real kernel. Runs as root, or as any user when TAPSCOPE_HELPER names a helper with file capabilities;
// TAPSCOPE_REQUIRE_HELPER turns "cannot be started here" from a skip into a failure.

#include "helper_client.h"

#include <QtTest>

#include <fcntl.h>
#include <sys/mount.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/wait.h>

#include <csignal>

using namespace testing;
using protocol::Attachment;
using protocol::Failed;
using protocol::Program;

namespace {

/// Unlike those of other runs on this machine.
std::string programName()
{
    return "tst" + std::to_string(getpid());
}

Attachment entryOf(const Target &target, std::initializer_list<const char *> functions, bool isReturn = false)
{
    Attachment attachment{.isReturn = isReturn};
    for (const char *function : functions)
        attachment.offsets.push_back(target.offset(function));
    return attachment;
}

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

#define START_HELPER(client, ...) \
    Client client{__VA_ARGS__}; \
    if (!client.ok) { \
        if (qEnvironmentVariableIsSet("TAPSCOPE_REQUIRE_HELPER")) \
            QFAIL(qPrintable(client.error)); \
        QSKIP(qPrintable(client.error)); \
    }

class TestHelper : public QObject {
    Q_OBJECT

private slots:
    void initTestCase();
    void refusesToRunAlone_data();
    void refusesToRunAlone();
    void features();
    void givesUpPrivileges_data();
    void givesUpPrivileges();
    void becomesItsClientsUser();
    void countsHits_data();
    void countsHits();
    void cookies();
    void onlyOneProcess();
    void badPlacesAreNamed_data();
    void badPlacesAreNamed();
    void hiddenBadPlaceIsFound_data() { givesUpPrivileges_data(); }
    void hiddenBadPlaceIsFound();
    void thousandFunctions_data();
    void thousandFunctions();
    void kernelFunction_data();
    void kernelFunction();
    void rawTracepoint();
    void initialContents();
    void onlySharedMapsArePassed();
    void changingHelpersAreRefused_data();
    void changingHelpersAreRefused();
    void ownReferencesAreRefused();
    void verifierRefusal();
    void wrongOrder();
    void wrongVersion();
    void unreadableFile();
    void garbage();
    void nothingIsLeft_data();
    void nothingIsLeft();
    void leftoversOfOthersAreRemoved();
};

void TestHelper::initTestCase()
{
    std::signal(SIGPIPE, SIG_IGN);
}

void TestHelper::refusesToRunAlone_data()
{
    QTest::addColumn<QStringList>("arguments");
    QTest::addColumn<int>("status");
    QTest::newRow("no socket") << QStringList() << 2;
    QTest::newRow("unknown option") << QStringList(QStringLiteral("--nonsense")) << 2;
    QTest::newRow("help") << QStringList(QStringLiteral("--help")) << 0;
}

void TestHelper::refusesToRunAlone()
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

void TestHelper::features()
{
    QElapsedTimer timer;
    timer.start();
    START_HELPER(client)
    qInfo("start and greeting: %lld us", static_cast<long long>(timer.nsecsElapsed() / 1000));
    QVERIFY(client.features.loadPrograms);
    QVERIFY(client.features.reason.empty());
    QVERIFY(client.features.bpfLoop);
    QVERIFY(client.features.rawTracepoint);
    QVERIFY(client.features.uprobeMulti || client.features.tracefsUprobes);
    QVERIFY(!client.features.uprobeSession || client.features.uprobeMulti);
    QVERIFY(!client.features.kernelRelease.empty());
    qInfo("%s: multi %d session %d kprobe %d kprobe_multi %d fentry %d events %d", client.features.kernelRelease.c_str(),
          client.features.uprobeMulti, client.features.uprobeSession, client.features.kprobe, client.features.kprobeMulti,
          client.features.fentry, client.features.tracefsUprobes);

    Client without({.withoutMulti = true});
    QVERIFY(without.ok);
    QVERIFY(!without.features.uprobeMulti && !without.features.uprobeSession && !without.features.kprobeMulti);
}

void TestHelper::givesUpPrivileges_data()
{
    QTest::addColumn<bool>("withoutMulti");
    QTest::newRow("links") << false;
    QTest::newRow("trace events") << true;
}

void TestHelper::givesUpPrivileges()
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

void TestHelper::becomesItsClientsUser()
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

void TestHelper::countsHits_data()
{
    QTest::addColumn<bool>("withoutMulti");
    QTest::addColumn<bool>("isReturn");
    QTest::addColumn<bool>("session");
    QTest::addColumn<QString>("method");
    QTest::newRow("link, entry") << false << false << false << QStringLiteral("uprobe_multi");
    QTest::newRow("link, return") << false << true << false << QStringLiteral("uprobe_multi");
    QTest::newRow("link, session") << false << false << true << QStringLiteral("uprobe_session");
    QTest::newRow("group, entry") << true << false << false << QStringLiteral("tracefs group");
    QTest::newRow("group, return") << true << true << false << QStringLiteral("tracefs group");
}

void TestHelper::countsHits()
{
    QFETCH(bool, withoutMulti);
    QFETCH(bool, isReturn);
    QFETCH(bool, session);
    QFETCH(QString, method);
    START_HELPER(client, {.withoutMulti = withoutMulti})
    if (!withoutMulti && !client.features.uprobeMulti)
        QSKIP("this kernel has no uprobe_multi");
    if (session && !client.features.uprobeSession)
        QSKIP("this kernel has no uprobe sessions");
    if (withoutMulti && !client.features.tracefsUprobes)
        QSKIP("trace events cannot be used here");

    Target target;
    QVERIFY(target.call("target_one", 3)); // before anything is attached
    QVERIFY(client.load(countingLoad(Program::Kind::Uprobe, programName(), session)));
    const auto maps = client.takeDescriptors();
    QCOMPARE(maps.size(), 1u);
    const auto attached = client.attach(entryOf(target, {"target_one", "target_two"}, isReturn), target.file.get());
    QVERIFY(attached);
    QCOMPARE(attached->attachedSites, 2u);
    QVERIFY(attached->failures.empty());
    QCOMPARE(QString::fromStdString(attached->method), method);

    QVERIFY(target.call("target_one", 1000));
    QVERIFY(target.call("target_two", 10));
    QVERIFY(target.call("target_three", 100));
    QCOMPARE(counter(maps[0].get(), 0), session ? 2020u : 1010u);

    QVERIFY(std::holds_alternative<protocol::Detached>(client.ask(protocol::Detach{})));
    QVERIFY(target.call("target_one", 1000));
    QCOMPARE(counter(maps[0].get(), 0), session ? 2020u : 1010u);

    // And on again.
    QVERIFY(client.attach(entryOf(target, {"target_three"}, isReturn), target.file.get()));
    QVERIFY(target.call("target_three", 5));
    QCOMPARE(counter(maps[0].get(), 0), session ? 2030u : 1015u);
}

void TestHelper::cookies()
{
    START_HELPER(client)
    if (!client.features.uprobeMulti)
        QSKIP("this kernel has no uprobe_multi");
    Target target;
    QVERIFY(client.load(countingLoad(Program::Kind::Uprobe, programName())));
    const auto maps = client.takeDescriptors();
    Attachment attachment = entryOf(target, {"target_one", "target_two", "target_three"});
    attachment.cookies = {1, 7, 1023};
    QVERIFY(client.attach(attachment, target.file.get()));
    QVERIFY(target.call("target_one", 11) && target.call("target_two", 22) && target.call("target_three", 33));
    QCOMPARE(counter(maps[0].get(), 0), 0u);
    QCOMPARE(counter(maps[0].get(), 1), 11u);
    QCOMPARE(counter(maps[0].get(), 7), 22u);
    QCOMPARE(counter(maps[0].get(), 1023), 33u);
}

void TestHelper::onlyOneProcess()
{
    for (const bool withoutMulti : {false, true}) {
        START_HELPER(client, {.withoutMulti = withoutMulti})
        if (!client.features.uprobeMulti && !client.features.tracefsUprobes)
            QSKIP("trace events cannot be used here");
        Target watched, other;
        QVERIFY(client.load(countingLoad(Program::Kind::Uprobe, programName())));
        const auto maps = client.takeDescriptors();
        Attachment attachment = entryOf(watched, {"target_one"});
        attachment.pid = static_cast<int32_t>(watched.process.processId());
        QVERIFY(client.attach(attachment, watched.file.get()));
        QVERIFY(watched.call("target_one", 4) && other.call("target_one", 40));
        QCOMPARE(counter(maps[0].get(), 0), 4u);
    }
}

void TestHelper::badPlacesAreNamed_data()
{
    QTest::addColumn<bool>("withoutMulti");
    QTest::addColumn<bool>("running");
    QTest::newRow("links") << false << true;
    QTest::newRow("trace events") << true << true;
    QTest::newRow("links, program starts later") << false << false;
    QTest::newRow("trace events, program starts later") << true << false;
}

void TestHelper::badPlacesAreNamed()
{
    QFETCH(bool, withoutMulti);
    QFETCH(bool, running);
    START_HELPER(client, {.withoutMulti = withoutMulti})
    if (withoutMulti && !client.features.tracefsUprobes)
        QSKIP("trace events cannot be used here");
    Target target;
    if (!running)
        target.process.closeWriteChannel();
    QVERIFY(running || target.process.waitForFinished());
    QVERIFY(client.load(countingLoad(Program::Kind::Uprobe, programName())));
    const auto maps = client.takeDescriptors();
    Attachment attachment = entryOf(target, {"target_one", "target_two", "target_three"});
    const auto beyond = static_cast<uint64_t>(QFileInfo(target.path).size()) + 4096;
    attachment.offsets.insert(attachment.offsets.begin() + 1, beyond);
    attachment.offsets.insert(attachment.offsets.begin() + 3, target.offset("unprobeable"));
    const auto attached = client.attach(attachment, target.file.get());
    QVERIFY(attached);
    QCOMPARE(attached->attachedSites, 3u);
    Target later;
    Target &called = running ? target : later;
    QVERIFY(called.call("target_one", 1) && called.call("target_two", 2) && called.call("target_three", 3));
    QCOMPARE(counter(maps[0].get(), 0), 6u);
    QCOMPARE(attached->failures.size(), 2u);
    QCOMPARE(attached->failures[0].site, 1u);
    QCOMPARE(attached->failures[0].error, EINVAL);
    QCOMPARE(attached->failures[1].site, 3u);
    QVERIFY(attached->failures[1].error != 0);
}

void TestHelper::hiddenBadPlaceIsFound()
{
    QFETCH(bool, withoutMulti);
    START_HELPER(client, {.withoutMulti = withoutMulti})
    if (withoutMulti && !client.features.tracefsUprobes)
        QSKIP("trace events cannot be used here");
    Target target;
    QVERIFY(client.load(countingLoad(Program::Kind::Uprobe, programName())));
    const auto maps = client.takeDescriptors();
    // An odd semaphore is refused by the kernel and by nothing before it, so that halving has to find it.
    Attachment attachment = entryOf(target, {"target_one", "many_100", "many_200", "many_300", "target_two", "many_400"});
    attachment.semaphoreOffsets = {0, 0, 0, 0x1001, 0, 0};
    attachment.cookies = std::vector<uint64_t>(6, 5);
    const auto attached = client.attach(attachment, target.file.get());
    QVERIFY(attached);
    QCOMPARE(attached->attachedSites, 5u);
    QCOMPARE(attached->failures.size(), 1u);
    QCOMPARE(attached->failures[0].site, 3u);
    QVERIFY(target.call("target_one", 1) && target.call("target_two", 2) && target.call("many_400", 3) && target.call("many_300", 9));
    QCOMPARE(counter(maps[0].get(), 5), 6u);
}

void TestHelper::thousandFunctions_data()
{
    givesUpPrivileges_data();
}

void TestHelper::thousandFunctions()
{
    QFETCH(bool, withoutMulti);
    START_HELPER(client, {.withoutMulti = withoutMulti})
    if (withoutMulti && !client.features.tracefsUprobes)
        QSKIP("trace events cannot be used here");
    Target target;
    QVERIFY(client.load(countingLoad(Program::Kind::Uprobe, programName())));
    const auto maps = client.takeDescriptors();
    Attachment attachment;
    for (auto it = target.offsets.cbegin(); it != target.offsets.cend(); ++it) {
        if (it.key().startsWith(QLatin1String("many_")))
            attachment.offsets.push_back(it.value());
    }
    QCOMPARE(attachment.offsets.size(), 1000u);
    QElapsedTimer timer;
    timer.start();
    const auto attached = client.attach(attachment, target.file.get());
    const auto attachUs = timer.nsecsElapsed() / 1000;
    QVERIFY(attached);
    QCOMPARE(attached->attachedSites, 1000u);
    QVERIFY(target.call("many_000", 2) && target.call("many_999", 3) && target.call("many_505", 1));
    QCOMPARE(counter(maps[0].get(), 0), 6u);
    timer.restart();
    QVERIFY(std::holds_alternative<protocol::Detached>(client.ask(protocol::Detach{})));
    const auto detachUs = timer.nsecsElapsed() / 1000;
    qInfo("1,000 functions by %s: attach %lld us, detach %lld us", attached->method.c_str(), static_cast<long long>(attachUs),
          static_cast<long long>(detachUs));
    QVERIFY(attachUs < 10'000'000);
    QVERIFY(detachUs < 10'000'000);
}

void TestHelper::kernelFunction_data()
{
    QTest::addColumn<Program::Kind>("kind");
    QTest::addColumn<bool>("isReturn");
    QTest::addColumn<int>("functions");
    QTest::newRow("kprobe entry") << Program::Kind::Kprobe << false << 1;
    QTest::newRow("kprobe return") << Program::Kind::Kprobe << true << 1;
    QTest::newRow("kprobes with one that does not exist") << Program::Kind::Kprobe << false << 2;
    QTest::newRow("fentry") << Program::Kind::Fentry << false << 1;
    QTest::newRow("fexit") << Program::Kind::Fexit << true << 1;
}

void TestHelper::kernelFunction()
{
    QFETCH(Program::Kind, kind);
    QFETCH(bool, isReturn);
    QFETCH(int, functions);
    START_HELPER(client)
    const bool tracing = kind != Program::Kind::Kprobe;
    if (tracing ? !client.features.fentry : !client.features.kprobe)
        QSKIP("this kernel has no probes of this kind");
    auto load = countingLoad(kind, programName());
    if (tracing)
        load.programs[0].target = "vfs_read";
    QVERIFY(client.load(load));
    const auto maps = client.takeDescriptors();
    Attachment attachment{.kind = tracing ? Attachment::Kind::Tracing : Attachment::Kind::KernelFunctions, .isReturn = isReturn};
    if (!tracing)
        attachment.symbols = {"vfs_read"};
    if (functions > 1)
        attachment.symbols.emplace_back("tapscope_no_such_function");
    const auto attached = client.attach(attachment);
    QVERIFY(attached);
    qInfo("by %s", attached->method.c_str());
    QCOMPARE(attached->attachedSites, 1u);
    QCOMPARE(attached->failures.size(), static_cast<size_t>(functions - 1));
    const UniqueFd zero(open("/dev/zero", O_RDONLY | O_CLOEXEC));
    char byte = 0;
    for (int i = 0; i < 100; ++i)
        QCOMPARE(read(zero.get(), &byte, 1), 1);
    QVERIFY(counter(maps[0].get(), 0) >= 100);
    QVERIFY(std::holds_alternative<protocol::Detached>(client.ask(protocol::Detach{})));
}

void TestHelper::rawTracepoint()
{
    START_HELPER(client)
    auto load = countingLoad(Program::Kind::RawTracepoint, programName());
    // Cookies of raw tracepoints are newer than what we run on: counter 0.
    load.programs[0].code[0] = move(0, 0);
    QVERIFY(client.load(load));
    const auto maps = client.takeDescriptors();
    const auto attached = client.attach({.kind = Attachment::Kind::RawTracepoint, .symbols = {"sys_enter"}});
    QVERIFY(attached);
    QCOMPARE(attached->attachedSites, 1u);
    for (int i = 0; i < 50; ++i)
        syscall(SYS_getppid);
    QVERIFY(counter(maps[0].get(), 0) >= 50);
    const auto none = client.attach({.kind = Attachment::Kind::RawTracepoint, .symbols = {"tapscope_none"}});
    QVERIFY(none);
    QCOMPARE(none->attachedSites, 0u);
    QCOMPARE(none->failures.at(0).error, ENOENT);
}

void TestHelper::initialContents()
{
    START_HELPER(client)
    protocol::Load load;
    std::vector<std::byte> values(24);
    for (size_t i = 0; i < values.size(); ++i)
        values[i] = static_cast<std::byte>(i + 1);
    load.maps = {protocol::Map{.name = "constants", .type = BPF_MAP_TYPE_ARRAY, .keySize = 4, .valueSize = 8, .maxEntries = 4,
                               .flags = BPF_F_RDONLY_PROG, .initial = values, .shared = true},
                 protocol::Map{.name = "by cpu", .type = BPF_MAP_TYPE_PERCPU_ARRAY, .keySize = 4, .valueSize = 12, .maxEntries = 1,
                               .initial = {values.begin(), values.begin() + 12}, .shared = true},
                 protocol::Map{.name = "client reads", .type = BPF_MAP_TYPE_HASH, .keySize = 4, .valueSize = 8, .maxEntries = 4,
                               .flags = BPF_F_RDONLY, .shared = true}};
    QVERIFY(client.load(load));
    const auto maps = client.takeDescriptors();
    QCOMPARE(maps.size(), 3u);
    uint64_t value = 0;
    for (uint32_t key = 0; key < 4; ++key) {
        bpf_attr attributes{};
        attributes.map_fd = static_cast<uint32_t>(maps[0].get());
        attributes.key = reinterpret_cast<uintptr_t>(&key);
        attributes.value = reinterpret_cast<uintptr_t>(&value);
        QCOMPARE(bpf(BPF_MAP_LOOKUP_ELEM, attributes), 0);
        QCOMPARE(value & 255, key < 3 ? key * 8 + 1 : 0u);
    }
    std::vector<std::byte> perCpu(16 * 4096);
    uint32_t key = 0;
    bpf_attr lookup{};
    lookup.map_fd = static_cast<uint32_t>(maps[1].get());
    lookup.key = reinterpret_cast<uintptr_t>(&key);
    lookup.value = reinterpret_cast<uintptr_t>(perCpu.data());
    QCOMPARE(bpf(BPF_MAP_LOOKUP_ELEM, lookup), 0);
    for (long cpu = 0; cpu < sysconf(_SC_NPROCESSORS_CONF); ++cpu)
        QVERIFY(std::equal(values.begin(), values.begin() + 12, perCpu.begin() + cpu * 16));
    // Neither the frozen one nor the one for reading can be written.
    for (const int map : {maps[0].get(), maps[2].get()}) {
        bpf_attr update{};
        update.map_fd = static_cast<uint32_t>(map);
        update.key = reinterpret_cast<uintptr_t>(&key);
        update.value = reinterpret_cast<uintptr_t>(&value);
        QCOMPARE(bpf(BPF_MAP_UPDATE_ELEM, update), -1);
        QCOMPARE(errno, EPERM);
    }
}

void TestHelper::onlySharedMapsArePassed()
{
    START_HELPER(client)
    auto load = countingLoad(Program::Kind::Uprobe, programName());
    load.maps.push_back({.name = "private", .type = BPF_MAP_TYPE_HASH, .keySize = 4, .valueSize = 4, .maxEntries = 1});
    load.maps.push_back({.name = "ring", .type = BPF_MAP_TYPE_RINGBUF, .maxEntries = 4096, .shared = true});
    QVERIFY(client.load(load));
    const auto descriptors = client.takeDescriptors();
    QCOMPARE(descriptors.size(), 2u);
    const uint32_t types[] = {BPF_MAP_TYPE_ARRAY, BPF_MAP_TYPE_RINGBUF};
    for (size_t i = 0; i < 2; ++i) {
        bpf_map_info info{};
        bpf_attr query{};
        query.info.bpf_fd = static_cast<uint32_t>(descriptors[i].get());
        query.info.info_len = sizeof info;
        query.info.info = reinterpret_cast<uintptr_t>(&info);
        QCOMPARE(bpf(BPF_OBJ_GET_INFO_BY_FD, query), 0);
        QCOMPARE(info.type, types[i]);
    }
}

void TestHelper::changingHelpersAreRefused_data()
{
    QTest::addColumn<quint64>("call");
    QTest::newRow("write user memory") << quint64(callHelper(36));
    QTest::newRow("override return") << quint64(callHelper(58));
    QTest::newRow("signal") << quint64(callHelper(109));
    QTest::newRow("signal a thread") << quint64(callHelper(117));
    QTest::newRow("kernel function") << quint64(instruction(0x85, 0, 2, 0, 1));
}

void TestHelper::changingHelpersAreRefused()
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
    // With guru mode it is for the verifier to say.
    load.guru = true;
    const auto answer = client.ask(load);
    const auto *later = std::get_if<Failed>(&answer);
    QVERIFY(std::holds_alternative<protocol::Loaded>(answer) || (later && later->stage == Failed::Stage::Verifier));
}

void TestHelper::ownReferencesAreRefused()
{
    START_HELPER(client)
    for (const int source : {1, 2, 3, 5, 6}) {
        protocol::Load load;
        load.programs = {Program{.name = programName(), .code = {instruction(0x18, 1, source, 0, 0), 0, move(0, 0), exitProgram}}};
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

void TestHelper::verifierRefusal()
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

void TestHelper::wrongOrder()
{
    START_HELPER(client)
    Target target;
    auto answer = client.ask(protocol::Attach{.attachments = {entryOf(target, {"target_one"})}, .fileCount = 1},
                             std::array{target.file.get()});
    QVERIFY(std::holds_alternative<Failed>(answer)); // nothing is loaded
    QVERIFY(client.load(countingLoad(Program::Kind::Uprobe, programName())));
    answer = client.ask(protocol::Attach{.attachments = {entryOf(target, {"target_one"})}, .fileCount = 1});
    QVERIFY(std::holds_alternative<Failed>(answer)); // the file didn't come
    answer = client.ask(protocol::Attach{.attachments = {Attachment{.kind = Attachment::Kind::KernelFunctions, .symbols = {"vfs_read"}}}});
    QVERIFY(std::holds_alternative<Failed>(answer)); // an uprobe program
    answer = client.ask(protocol::Attach{.attachments = {Attachment{.kind = Attachment::Kind::KernelFunctions, .symbols = {"a\n-:b"}}}});
    QVERIFY(std::holds_alternative<Failed>(answer));
    answer = client.ask(countingLoad(Program::Kind::Uprobe, programName()));
    QVERIFY(std::holds_alternative<Failed>(answer)); // loaded already
    answer = client.ask(protocol::Detached{});
    QVERIFY(std::holds_alternative<Failed>(answer));
    QVERIFY(client.attach(entryOf(target, {"target_one"}), target.file.get())); // and goes on working
}

void TestHelper::wrongVersion()
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

void TestHelper::unreadableFile()
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

void TestHelper::garbage()
{
    START_HELPER(client)
    const char bytes[] = "\377\377\377\377this is no message";
    QCOMPARE(send(client.launched.channel.descriptor(), bytes, sizeof bytes, MSG_NOSIGNAL), static_cast<ssize_t>(sizeof bytes));
    const auto status = client.launched.waitForEnd(10'000);
    QVERIFY(status);
    QVERIFY(WIFEXITED(*status));
}

void TestHelper::nothingIsLeft_data()
{
    QTest::addColumn<QString>("how");
    QTest::addColumn<bool>("withoutMulti");
    for (const bool withoutMulti : {false, true}) {
        for (const char *how : {"client hangs up", "SIGTERM", "SIGKILL"})
            QTest::addRow("%s, %s", how, withoutMulti ? "trace events" : "links") << QString::fromLatin1(how) << withoutMulti;
    }
}

void TestHelper::nothingIsLeft()
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

void TestHelper::leftoversOfOthersAreRemoved()
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

QTEST_GUILESS_MAIN(TestHelper)
#include "tst_helper.moc"
