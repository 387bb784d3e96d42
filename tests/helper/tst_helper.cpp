// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

// The real helper on the real kernel: what it attaches. Runs as root, or as any user when TAPSCOPE_HELPER names a helper with
// file capabilities.

#include "helper_client.h"

#include <QtTest>

#include <sys/syscall.h>

#include <csignal>

using namespace testing;
using protocol::Attachment;
using protocol::Program;

class TestHelper : public QObject {
    Q_OBJECT

private slots:
    void initTestCase() { std::signal(SIGPIPE, SIG_IGN); }
    void features();
    void countsHits_data();
    void countsHits();
    void cookies();
    void onlyOneProcess();
    void badPlacesAreNamed_data();
    void badPlacesAreNamed();
    void hiddenBadPlaceIsFound_data() { withAndWithoutLinks(); }
    void hiddenBadPlaceIsFound();
    void thousandFunctions_data() { withAndWithoutLinks(); }
    void thousandFunctions();
    void kernelFunction_data();
    void kernelFunction();
    void rawTracepoint();
    void initialContents();
    void onlySharedMapsArePassed();

private:
    static void withAndWithoutLinks()
    {
        QTest::addColumn<bool>("withoutMulti");
        QTest::newRow("links") << false;
        QTest::newRow("trace events") << true;
    }
};

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
    const auto third = client.attach(entryOf(target, {"target_three"}, isReturn), target.file.get());
    const auto first = client.attach(entryOf(target, {"target_one"}, isReturn), target.file.get());
    QVERIFY(third && first);
    QCOMPARE(third->first, 1u);
    QCOMPARE(first->first, 2u);
    QVERIFY(target.call("target_three", 5));
    QCOMPARE(counter(maps[0].get(), 0), session ? 2030u : 1015u);

    // One of two off.
    const protocol::Message answer = client.ask(protocol::Detach{.attachments = {third->first}});
    QVERIFY(std::holds_alternative<protocol::Detached>(answer));
    QVERIFY(target.call("target_three", 5));
    QVERIFY(target.call("target_one", 10));
    QCOMPARE(counter(maps[0].get(), 0), session ? 2050u : 1025u);
    const protocol::Message refusal = client.ask(protocol::Detach{.attachments = {first->first, 77}});
    QVERIFY(std::holds_alternative<protocol::Failed>(refusal));
    QVERIFY(target.call("target_one", 10));
    QCOMPARE(counter(maps[0].get(), 0), session ? 2070u : 1035u);
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
    if (getuid() != 0)
        QSKIP("only root may name places that are no semaphores");
    // An odd semaphore is refused by the kernel and by nothing before it, so that halving has to find it.
    Attachment attachment = entryOf(target, {"target_one", "many_100", "many_200", "many_300", "target_two", "many_400"});
    attachment.semaphoreOffsets = {0, 0, 0, 0x1001, 0, 0};
    attachment.cookies = std::vector<uint64_t>(6, 5);
    const auto attached = client.attach(attachment, target.file.get());
    QVERIFY(attached);
    QCOMPARE(attached->attachedSites, 5u);
    QCOMPARE(attached->failures.size(), 1u);
    QCOMPARE(attached->failures[0].site, 3u);
    QVERIFY(target.call("target_one", 1) && target.call("target_two", 2) && target.call("many_400", 3)
            && target.call("many_300", 9));
    QCOMPARE(counter(maps[0].get(), 5), 6u);
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
    const auto attached = client.attach(attachment, target.file.get());
    QVERIFY(attached);
    QCOMPARE(attached->attachedSites, 1000u);
    QVERIFY(target.call("many_000", 2) && target.call("many_999", 3) && target.call("many_505", 1));
    QCOMPARE(counter(maps[0].get(), 0), 6u);
    QVERIFY(std::holds_alternative<protocol::Detached>(client.ask(protocol::Detach{})));
    QVERIFY(target.call("many_000", 2));
    QCOMPARE(counter(maps[0].get(), 0), 6u);
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
    load.maps = {protocol::Map{.name = "constants",
                               .type = BPF_MAP_TYPE_ARRAY,
                               .keySize = 4,
                               .valueSize = 8,
                               .maxEntries = 4,
                               .flags = BPF_F_RDONLY_PROG,
                               .initial = values,
                               .shared = true},
                 protocol::Map{.name = "by cpu",
                               .type = BPF_MAP_TYPE_PERCPU_ARRAY,
                               .keySize = 4,
                               .valueSize = 12,
                               .maxEntries = 1,
                               .initial = {values.begin(), values.begin() + 12},
                               .shared = true},
                 protocol::Map{.name = "client reads",
                               .type = BPF_MAP_TYPE_HASH,
                               .keySize = 4,
                               .valueSize = 8,
                               .maxEntries = 4,
                               .flags = BPF_F_RDONLY,
                               .shared = true}};
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

QTEST_GUILESS_MAIN(TestHelper)
#include "tst_helper.moc"
