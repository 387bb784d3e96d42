// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "helper/kernel_calls.h"

#include <fcntl.h>
#include <linux/perf_event.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <cerrno>
#include <charconv>
#include <cstddef>
#include <cstring>
#include <utility>

namespace tapscope::helper {

namespace {

uint64_t address(const void *pointer)
{
    return reinterpret_cast<uintptr_t>(pointer);
}

long bpf(int command, const void *attributes, size_t size)
{
    return syscall(SYS_bpf, command, attributes, size);
}

Result<UniqueFd> asDescriptor(long result)
{
    if (result < 0)
        return std::unexpected(errno);
    return UniqueFd(static_cast<int>(result));
}

/// BPF_LINK_CREATE as kernels since 6.6 take it; the system's header may be older.
struct LinkCreate {
    uint32_t program = 0;
    uint32_t target = 0;
    uint32_t attachType = 0;
    uint32_t flags = 0;
    union {
        struct {
            uint64_t cookie;
        } perfEvent;
        struct {
            uint32_t targetBtfId;
            uint32_t padding;
            uint64_t cookie;
        } tracing;
        struct {
            uint32_t flags;
            uint32_t count;
            uint64_t symbols, addresses, cookies;
        } kprobeMulti;
        struct {
            uint64_t path, offsets, semaphoreOffsets, cookies;
            uint32_t count, flags, pid, padding;
        } uprobeMulti{};
    };
};
static_assert(sizeof(LinkCreate) == 64);
static_assert(offsetof(LinkCreate, uprobeMulti) == 16);

constexpr uint32_t multiReturn = 1;

Result<UniqueFd> link(const LinkCreate &attributes, size_t size)
{
    return asDescriptor(bpf(BPF_LINK_CREATE, &attributes, size));
}

/// What the kernel tells of one of its objects; zeroes where it doesn't.
template <class Info> Info infoOf(int object)
{
    Info info{};
    bpf_attr attributes{};
    attributes.info.bpf_fd = static_cast<uint32_t>(object);
    attributes.info.info_len = sizeof info;
    attributes.info.info = address(&info);
    return bpf(BPF_OBJ_GET_INFO_BY_FD, &attributes, sizeof attributes) < 0 ? Info{} : info;
}

/// struct bpf_link_info as of 6.7, which older <linux/bpf.h> do not have.
struct LinkInfo {
    uint32_t type, id, program, padding;
    union {
        struct {
            uint64_t addresses;
            uint32_t count, flags;
            uint64_t missed, cookies;
        } kprobes{};
        struct {
            uint32_t kind, padding;
            uint64_t name;
            uint32_t nameBytes, offset;
            uint64_t address, missed, cookie;
        } perfEvent;
    };
};
static_assert(offsetof(LinkInfo, kprobes.missed) == 32);
static_assert(offsetof(LinkInfo, perfEvent.missed) == 48);

constexpr uint32_t linkOfKprobes = 8; ///< BPF_LINK_TYPE_KPROBE_MULTI
constexpr uint32_t perfEventOfKprobe = 3, perfEventOfKretprobe = 4; ///< BPF_PERF_EVENT_KPROBE, _KRETPROBE

}

std::string objectName(const std::string &name)
{
    std::string out = name.substr(0, BPF_OBJ_NAME_LEN - 1);
    for (char &c : out) {
        const bool allowed = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '.';
        if (!allowed)
            c = '_';
    }
    return out;
}

Result<UniqueFd> createMap(bpf_attr attributes)
{
    return asDescriptor(bpf(BPF_MAP_CREATE, &attributes, sizeof attributes));
}

Result<void> updateMap(int map, const void *key, const void *value)
{
    bpf_attr attributes{};
    attributes.map_fd = static_cast<uint32_t>(map);
    attributes.key = address(key);
    attributes.value = address(value);
    if (bpf(BPF_MAP_UPDATE_ELEM, &attributes, sizeof attributes) < 0)
        return std::unexpected(errno);
    return {};
}

Result<void> freezeMap(int map)
{
    bpf_attr attributes{};
    attributes.map_fd = static_cast<uint32_t>(map);
    if (bpf(BPF_MAP_FREEZE, &attributes, sizeof attributes) < 0)
        return std::unexpected(errno);
    return {};
}

Result<UniqueFd> loadBtf(std::span<const std::byte> btf)
{
    bpf_attr attributes{};
    attributes.btf = address(btf.data());
    attributes.btf_size = static_cast<uint32_t>(btf.size());
    return asDescriptor(bpf(BPF_BTF_LOAD, &attributes, sizeof attributes));
}

Result<UniqueFd> loadProgram(const ProgramSpec &spec, std::span<char> log)
{
    bpf_attr attributes{};
    attributes.prog_type = spec.type;
    attributes.expected_attach_type = spec.attachType;
    attributes.insn_cnt = static_cast<uint32_t>(spec.code.size());
    attributes.insns = address(spec.code.data());
    attributes.license = address("GPL");
    attributes.attach_btf_id = spec.attachBtfId;
    const std::string name = objectName(spec.name);
    std::memcpy(attributes.prog_name, name.data(), name.size());
    if (spec.btf >= 0) {
        attributes.prog_btf_fd = static_cast<uint32_t>(spec.btf);
        attributes.func_info = address(spec.functionInfo.data());
        attributes.func_info_rec_size = sizeof(bpf_func_info);
        attributes.func_info_cnt = static_cast<uint32_t>(spec.functionInfo.size() / sizeof(bpf_func_info));
        attributes.line_info = address(spec.lineInfo.data());
        attributes.line_info_rec_size = sizeof(bpf_line_info);
        attributes.line_info_cnt = static_cast<uint32_t>(spec.lineInfo.size() / sizeof(bpf_line_info));
    }
    if (!log.empty()) {
        attributes.log_level = 1;
        attributes.log_buf = address(log.data());
        attributes.log_size = static_cast<uint32_t>(log.size());
    }
    // The verifier gives up with EAGAIN when a signal waits.
    for (int attempt = 0;; ++attempt) {
        const long fd = bpf(BPF_PROG_LOAD, &attributes, sizeof attributes);
        if (fd >= 0 || errno != EAGAIN || attempt == 5)
            return asDescriptor(fd);
    }
}

uint32_t verifiedInstructions(int program)
{
    return infoOf<bpf_prog_info>(program).verified_insns;
}

uint64_t missedRuns(int program)
{
    return infoOf<bpf_prog_info>(program).recursion_misses;
}

uint64_t missedHits(int link)
{
    const auto info = infoOf<LinkInfo>(link);
    const bool isKernelProbe = info.perfEvent.kind == perfEventOfKprobe || info.perfEvent.kind == perfEventOfKretprobe;
    return info.type == linkOfKprobes                            ? info.kprobes.missed
        : info.type == BPF_LINK_TYPE_PERF_EVENT && isKernelProbe ? info.perfEvent.missed
                                                                 : 0;
}

Result<UniqueFd> linkUprobeMulti(const UprobeMulti &what)
{
    LinkCreate attributes;
    attributes.program = static_cast<uint32_t>(what.program);
    attributes.attachType = what.attachType;
    attributes.uprobeMulti.path = address(what.path);
    attributes.uprobeMulti.offsets = address(what.offsets.data());
    attributes.uprobeMulti.semaphoreOffsets = what.semaphoreOffsets.empty() ? 0 : address(what.semaphoreOffsets.data());
    attributes.uprobeMulti.cookies = what.cookies.empty() ? 0 : address(what.cookies.data());
    attributes.uprobeMulti.count = static_cast<uint32_t>(what.offsets.size());
    attributes.uprobeMulti.flags = what.isReturn ? multiReturn : 0;
    attributes.uprobeMulti.pid = static_cast<uint32_t>(what.pid);
    return link(attributes, sizeof attributes);
}

Result<UniqueFd> linkKprobeMulti(const KprobeMulti &what)
{
    LinkCreate attributes;
    attributes.program = static_cast<uint32_t>(what.program);
    attributes.attachType = attachKprobeMulti;
    attributes.kprobeMulti.flags = what.isReturn ? multiReturn : 0;
    attributes.kprobeMulti.count = static_cast<uint32_t>(what.symbols.size());
    attributes.kprobeMulti.symbols = what.symbols.empty() ? 0 : address(what.symbols.data());
    attributes.kprobeMulti.cookies = what.cookies.empty() ? 0 : address(what.cookies.data());
    return link(attributes, 48);
}

Result<UniqueFd> linkPerfEvent(int program, int perfEvent, uint64_t cookie)
{
    LinkCreate attributes;
    attributes.program = static_cast<uint32_t>(program);
    attributes.target = static_cast<uint32_t>(perfEvent);
    attributes.attachType = attachPerfEvent;
    attributes.perfEvent.cookie = cookie;
    return link(attributes, 24);
}

Result<UniqueFd> linkTracing(int program, uint32_t attachType, uint64_t cookie)
{
    LinkCreate attributes;
    attributes.program = static_cast<uint32_t>(program);
    attributes.attachType = attachType;
    attributes.tracing.cookie = cookie;
    return link(attributes, 32);
}

Result<UniqueFd> openRawTracepoint(int program, const char *name)
{
    bpf_attr attributes{};
    attributes.raw_tracepoint.name = address(name);
    attributes.raw_tracepoint.prog_fd = static_cast<uint32_t>(program);
    return asDescriptor(bpf(BPF_RAW_TRACEPOINT_OPEN, &attributes, sizeof attributes));
}

Result<UniqueFd> openPerfProbe(const PerfProbe &what)
{
    perf_event_attr attributes{};
    attributes.size = sizeof attributes;
    attributes.type = what.type;
    attributes.config = what.config;
    attributes.config1 = what.config1;
    attributes.config2 = what.config2;
    // The program runs on every CPU, whichever one the event is opened on; that one must be there, though.
    const bool onePid = what.pid > 0;
    for (int cpu = onePid ? -1 : 0;; ++cpu) {
        const long fd = syscall(SYS_perf_event_open, &attributes, onePid ? what.pid : -1, cpu, -1, PERF_FLAG_FD_CLOEXEC);
        const bool cpuOffline = fd < 0 && errno == ENODEV && !onePid && cpu < 1024;
        if (!cpuOffline)
            return asDescriptor(fd);
    }
}

namespace {

using CpuEvent = std::pair<uint32_t, UniqueFd>;

/// The event on each CPU that is online, with its number.
Result<std::vector<CpuEvent>> openOnCpus(perf_event_attr &attributes)
{
    std::vector<CpuEvent> events;
    int error = ENODEV;
    for (int cpu = 0;; ++cpu) {
        const long fd = syscall(SYS_perf_event_open, &attributes, -1, cpu, -1, PERF_FLAG_FD_CLOEXEC);
        if (fd >= 0) {
            events.emplace_back(static_cast<uint32_t>(cpu), static_cast<int>(fd));
            continue;
        }
        error = errno;
        if (error == EINVAL && !events.empty()) // behind the last CPU
            return events;
        if (error != ENODEV) // one that is offline
            return std::unexpected(error);
    }
}

/// The event on each of these threads; those that they make later inherit it. Another program has nothing at the address.
Result<std::vector<UniqueFd>> openOnThreads(perf_event_attr &attributes, std::span<const uint64_t> threads)
{
    attributes.inherit = 1;
    attributes.remove_on_exec = 1;
    std::vector<UniqueFd> events;
    for (const uint64_t thread : threads) {
        const long fd = syscall(SYS_perf_event_open, &attributes, static_cast<pid_t>(thread), -1, -1, PERF_FLAG_FD_CLOEXEC);
        if (fd >= 0)
            events.emplace_back(static_cast<int>(fd));
        else if (errno != ESRCH) // it has ended
            return std::unexpected(errno);
    }
    if (events.empty())
        return std::unexpected(ESRCH);
    return events;
}

}

Result<std::vector<UniqueFd>> openPerfSampling(const PerfSampling &what)
{
    perf_event_attr attributes{};
    attributes.size = sizeof attributes;
    attributes.type = what.type;
    attributes.config = what.config;
    attributes.sample_period = what.period; // or the frequency: a union
    attributes.freq = what.isFrequency ? 1 : 0;
    if (what.type == PERF_TYPE_BREAKPOINT) {
        attributes.config = 0;
        attributes.bp_type = what.watchType;
        attributes.bp_addr = what.config;
        attributes.bp_len = what.watchBytes;
        attributes.exclude_hv = 1;
    }
    if (!what.threads.empty())
        return openOnThreads(attributes, what.threads);
    auto opened = openOnCpus(attributes);
    if (!opened)
        return std::unexpected(opened.error());
    std::vector<UniqueFd> events;
    for (auto &[cpu, event] : *opened)
        events.push_back(std::move(event));
    return events;
}

Result<void> fillWithCounters(int map, uint32_t type, uint64_t config)
{
    perf_event_attr attributes{};
    attributes.size = sizeof attributes;
    attributes.type = type;
    attributes.config = config;
    auto events = openOnCpus(attributes);
    if (!events)
        return std::unexpected(events.error());
    for (const auto &[cpu, event] : *events) {
        const int fd = event.get();
        if (auto put = updateMap(map, &cpu, &fd); !put)
            return put;
    }
    return {};
}

Result<std::string> readAll(int file)
{
    std::string text;
    char piece[16384];
    for (off_t at = 0;;) {
        const ssize_t got = pread(file, piece, sizeof piece, at);
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0)
            return std::unexpected(errno);
        if (got == 0)
            return text;
        text.append(piece, static_cast<size_t>(got));
        at += got;
    }
}

Result<std::string> readFile(int directory, const char *path)
{
    const UniqueFd file(openat(directory, path, O_RDONLY | O_CLOEXEC));
    if (!file)
        return std::unexpected(errno);
    return readAll(file.get());
}

Result<uint32_t> readNumber(int directory, const char *path)
{
    const auto text = readFile(directory, path);
    if (!text)
        return std::unexpected(text.error());
    uint32_t number = 0;
    if (std::from_chars(text->data(), text->data() + text->size(), number).ec != std::errc{})
        return std::unexpected(EINVAL);
    return number;
}

}
