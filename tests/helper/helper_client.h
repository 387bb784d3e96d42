// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "helper/protocol_launch.h"

#include <QByteArray>
#include <QFile>
#include <QHash>
#include <QProcess>
#include <QString>
#include <QtTest>

#include <fcntl.h>
#include <linux/bpf.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <cstring>
#include <optional>
#include <string>
#include <vector>

/// What tests of the running helper share: programs to load, a target to hit, and looks into the kernel.
namespace testing {

using namespace tapscope;

inline std::string helperPath()
{
    const QByteArray given = qgetenv("TAPSCOPE_HELPER");
    return given.isEmpty() ? TAPSCOPE_BINARY_DIR "/bin/tapscope-helper" : given.toStdString();
}

inline constexpr uint64_t instruction(int code, int destination, int source, int offset, int immediate)
{
    return static_cast<uint64_t>(code & 255) | static_cast<uint64_t>(destination & 15) << 8
        | static_cast<uint64_t>(source & 15) << 12 | static_cast<uint64_t>(offset & 0xffff) << 16
        | static_cast<uint64_t>(static_cast<uint32_t>(immediate)) << 32;
}

inline constexpr uint64_t move(int destination, int value)
{
    return instruction(0xb7, destination, 0, 0, value);
}
inline constexpr uint64_t callHelper(int number)
{
    return instruction(0x85, 0, 0, 0, number);
}
inline constexpr uint64_t exitProgram = instruction(0x95, 0, 0, 0, 0);

inline constexpr uint32_t counters = 1024;

/// A shared map of counters; a program adds 1 to the one that its cookie names.
inline protocol::Load countingLoad(protocol::Program::Kind kind, const std::string &name, bool session = false)
{
    protocol::Load load;
    load.maps = {protocol::Map{
        .name = "counters", .type = BPF_MAP_TYPE_ARRAY, .keySize = 4, .valueSize = counters * 8, .maxEntries = 1, .shared = true}};
    protocol::Program program{.kind = kind, .name = name, .session = session};
    program.code = {
        callHelper(174), // bpf_get_attach_cookie(ctx)
        instruction(0x57, 0, 0, 0, counters - 1), // r0 &= …
        instruction(0x67, 0, 0, 0, 3), // r0 <<= 3
        instruction(0x18, 1, 0, 0, 0),
        0, // r1 = counters
        instruction(0x0f, 1, 0, 0, 0), // r1 += r0
        move(2, 1),
        instruction(0xdb, 1, 2, 0, 0), // lock *(u64 *)r1 += r2
        move(0, 0),
        exitProgram,
    };
    program.relocations = {{protocol::Relocation::Kind::MapValue, 3, 0, 0}};
    load.programs.push_back(program);
    return load;
}

inline long bpf(int command, bpf_attr &attributes)
{
    return syscall(SYS_bpf, command, &attributes, sizeof attributes);
}

/// A helper, greeted.
class Client {
public:
    explicit Client(const protocol::LaunchOptions &options = {})
    {
        auto started = protocol::launchHelper(helperPath(), options);
        if (!started) {
            error = QString::fromStdString(started.error().what.english() + " / " + started.error().nextStep.english());
            return;
        }
        launched = std::move(*started);
        auto answer = protocol::greet(launched);
        if (!answer) {
            error = QString::fromStdString(answer.error().what.english() + " / " + answer.error().nextStep.english());
            return;
        }
        features = *answer;
        ok = true;
    }

    /// The answer to a message; Failed with detail "no answer" when there is none.
    protocol::Message ask(const protocol::Message &message, std::span<const int> descriptors = {})
    {
        if (launched.channel.send(message, descriptors, 20'000)) {
            if (auto received = launched.channel.receive(60'000)) {
                received_ = std::move(received->descriptors);
                return std::move(received->message);
            }
        }
        return protocol::Failed{.detail = "no answer"};
    }
    [[nodiscard]] bool load(const protocol::Load &what)
    {
        const auto answer = ask(what);
        if (const auto *failed = std::get_if<protocol::Failed>(&answer))
            qWarning("load: %s %d %s", failed->detail.c_str(), failed->error, failed->log.c_str());
        return std::holds_alternative<protocol::Loaded>(answer);
    }
    [[nodiscard]] std::optional<protocol::Attached> attach(const protocol::Attachment &what, int file = -1)
    {
        protocol::Attach message{.attachments = {what}, .fileCount = file >= 0 ? 1u : 0u};
        const auto answer = ask(message, file >= 0 ? std::span(&file, 1) : std::span<int>());
        if (const auto *failed = std::get_if<protocol::Failed>(&answer))
            qWarning("attach: %s: %s", failed->detail.c_str(), std::strerror(failed->error));
        const auto *attached = std::get_if<protocol::Attached>(&answer);
        return attached ? std::optional(*attached) : std::nullopt;
    }
    std::vector<UniqueFd> takeDescriptors() { return std::move(received_); }

    bool ok = false;
    QString error;
    protocol::Launched launched;
    protocol::Features features;

private:
    std::vector<UniqueFd> received_;
};

/// Counter `index` of a countingLoad()'s map.
inline uint64_t counter(int map, uint32_t index)
{
    std::vector<uint64_t> values(counters);
    uint32_t key = 0;
    bpf_attr attributes{};
    attributes.map_fd = static_cast<uint32_t>(map);
    attributes.key = reinterpret_cast<uintptr_t>(&key);
    attributes.value = reinterpret_cast<uintptr_t>(values.data());
    return bpf(BPF_MAP_LOOKUP_ELEM, attributes) == 0 ? values.at(index) : UINT64_MAX;
}

/// The running program of probe_target.cpp.
class Target {
public:
    Target()
    {
        const QByteArray given = qgetenv("TAPSCOPE_PROBE_TARGET");
        path = given.isEmpty() ? QStringLiteral(TAPSCOPE_BINARY_DIR "/tests/helper_probe_target") : QString::fromLocal8Bit(given);
        process.start(path, {});
        for (;;) {
            const QByteArray line = nextLine();
            if (line.isEmpty() || line == "ready")
                break;
            const auto fields = line.split(' ');
            offsets.insert(QString::fromLatin1(fields.value(0)), fields.value(1).toULongLong());
        }
        file = UniqueFd(open(path.toLocal8Bit().constData(), O_RDONLY | O_CLOEXEC));
    }
    ~Target()
    {
        process.closeWriteChannel();
        process.waitForFinished();
    }
    bool call(const char *function, int count)
    {
        process.write(QByteArray(function) + " " + QByteArray::number(count) + "\n");
        return nextLine() == "done";
    }
    uint64_t offset(const char *function) const { return offsets.value(QString::fromLatin1(function)); }

    QString path;
    QProcess process;
    QHash<QString, uint64_t> offsets;
    UniqueFd file;

private:
    QByteArray nextLine()
    {
        while (!process.canReadLine()) {
            if (!process.waitForReadyRead(30'000))
                return {};
        }
        return process.readLine().trimmed();
    }
};

/// How many BPF programs of that name the kernel holds (an attached link holds its program); needs root.
inline int programsNamed(const std::string &name)
{
    int found = 0;
    bpf_attr next{};
    while (bpf(BPF_PROG_GET_NEXT_ID, next) == 0) {
        const uint32_t id = next.next_id;
        bpf_attr open{};
        open.prog_id = id;
        const UniqueFd program(static_cast<int>(bpf(BPF_PROG_GET_FD_BY_ID, open)));
        bpf_prog_info info{};
        bpf_attr query{};
        query.info.bpf_fd = static_cast<uint32_t>(program.get());
        query.info.info_len = sizeof info;
        query.info.info = reinterpret_cast<uintptr_t>(&info);
        if (program && bpf(BPF_OBJ_GET_INFO_BY_FD, query) == 0 && name == info.name)
            ++found;
        next = {};
        next.start_id = id;
    }
    return found;
}

/// A field of /proc/PID/status.
inline QByteArray statusField(pid_t pid, const QByteArray &name)
{
    QFile file(QStringLiteral("/proc/%1/status").arg(pid));
    if (file.open(QIODevice::ReadOnly)) {
        for (const QByteArray &line : file.readAll().split('\n')) {
            if (line.startsWith(name + ":"))
                return line.mid(name.size() + 1).trimmed();
        }
    }
    return {};
}

/// Unlike those of other runs on this machine.
inline std::string programName()
{
    return "tst" + std::to_string(getpid());
}

inline protocol::Attachment entryOf(const Target &target, std::initializer_list<const char *> functions, bool isReturn = false)
{
    protocol::Attachment attachment{.isReturn = isReturn};
    for (const char *function : functions)
        attachment.offsets.push_back(target.offset(function));
    return attachment;
}

}

/// A greeted helper, or the end of the test: TAPSCOPE_REQUIRE_HELPER turns "cannot be started here" from a skip into a failure.
#define START_HELPER(client, ...)                                                                                                \
    Client client{__VA_ARGS__};                                                                                                  \
    if (!client.ok) {                                                                                                            \
        if (qEnvironmentVariableIsSet("TAPSCOPE_REQUIRE_HELPER"))                                                                \
            QFAIL(qPrintable(client.error));                                                                                     \
        QSKIP(qPrintable(client.error));                                                                                         \
    }
