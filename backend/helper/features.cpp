// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "helper/features.h"

#include "helper/kernel_btf.h"
#include "helper/kernel_calls.h"

#include <fcntl.h>
#include <linux/bpf.h>
#include <sys/utsname.h>

#include <array>
#include <cerrno>
#include <charconv>
#include <cstring>

namespace tapscope::helper {

namespace {

constexpr uint64_t moveZeroToR0 = 0x00000000000000b7;
constexpr uint64_t exitInstruction = 0x0000000000000095;
constexpr std::array<uint64_t, 2> emptyProgram{moveZeroToR0, exitInstruction};

Result<UniqueFd> loadEmpty(uint32_t type, uint32_t attachType = 0, uint32_t btfId = 0)
{
    return loadProgram(
        {.type = type, .attachType = attachType, .name = "tapscope_probe", .code = emptyProgram, .attachBtfId = btfId});
}

/// A directory is no file to probe: a kernel that knows the attach type says EBADF, others don't get so far.
bool hasUprobeMulti(uint32_t attachType)
{
    const auto program = loadEmpty(BPF_PROG_TYPE_KPROBE, attachType);
    if (!program)
        return false;
    const uint64_t offset = 0;
    const auto link = linkUprobeMulti(
        {.program = program->get(), .attachType = attachType, .path = "/", .offsets = {&offset, 1}});
    return !link && link.error() == EBADF;
}

/// Without any symbols a kernel that has it says EINVAL; one that was built without says EOPNOTSUPP.
bool hasKprobeMulti()
{
    const auto program = loadEmpty(BPF_PROG_TYPE_KPROBE, attachKprobeMulti);
    if (!program)
        return false;
    const auto link = linkKprobeMulti({.program = program->get()});
    return !link && link.error() == EINVAL;
}

bool hasRawTracepoints()
{
    const auto program = loadEmpty(BPF_PROG_TYPE_RAW_TRACEPOINT);
    if (!program)
        return false;
    const auto link = openRawTracepoint(program->get(), "tapscope_none");
    return !link && link.error() == ENOENT;
}

/// A call with arguments that were never set: an unknown function is EINVAL, bad arguments of a known one EACCES.
bool hasBpfLoop()
{
    constexpr std::array<uint64_t, 3> code{0x000000b500000085, moveZeroToR0, exitInstruction}; // call 181
    const auto program = loadProgram({.type = BPF_PROG_TYPE_KPROBE, .name = "tapscope_probe", .code = code});
    return !program && program.error() == EACCES;
}

/// Loads a program for a function that only the kernel's own BPF tests ever call. Attaching it would patch the kernel's code and
/// take a tenth of a second, so that what attaching needs is looked up instead.
bool hasFentry(KernelBtf &btf)
{
    const auto function = btf.function("bpf_fentry_test1");
    return function && loadEmpty(BPF_PROG_TYPE_TRACING, attachTracingEntry, *function) && btf.function("register_ftrace_direct");
}

/// Neither symbol nor address: who may use the PMU hears EINVAL.
bool hasPerfKprobes(const ProbePmus &pmus)
{
    if (!pmus.kprobe)
        return false;
    const auto event = openPerfProbe({.type = pmus.kprobe});
    return !event && event.error() == EINVAL;
}

/// An empty path: who may use the PMU hears EINVAL.
bool hasPerfUprobes(const ProbePmus &pmus)
{
    if (!pmus.uprobe)
        return false;
    const auto event = openPerfProbe({.type = pmus.uprobe, .config1 = reinterpret_cast<uintptr_t>("")});
    return !event && event.error() == EINVAL;
}

std::string whyNoPrograms(int error)
{
    if (error == ENOSYS)
        return "this kernel was built without BPF";
    if (error != EPERM && error != EACCES)
        return std::string("the kernel refused an empty BPF program: ") + std::strerror(error);
    if (const auto lockdown = readFile(AT_FDCWD, "/sys/kernel/security/lockdown");
        lockdown && lockdown->find("[confidentiality]") != std::string::npos)
        return "the kernel is locked down (confidentiality), which forbids BPF programs that read the kernel";
    return "CAP_BPF and CAP_PERFMON are missing";
}

/// "config:0" or "config:32-63": the lowest bit of a PMU's field.
std::optional<uint32_t> lowestBit(const char *path)
{
    const auto text = readFile(AT_FDCWD, path);
    if (!text)
        return std::nullopt;
    const size_t colon = text->find(':');
    uint32_t bit = 0;
    if (colon == std::string::npos
        || std::from_chars(text->data() + colon + 1, text->data() + text->size(), bit).ec != std::errc{} || bit > 63)
        return std::nullopt;
    return bit;
}

}

ProbePmus findProbePmus()
{
    ProbePmus pmus;
    pmus.uprobe = readNumber(AT_FDCWD, "/sys/bus/event_source/devices/uprobe/type").value_or(0);
    pmus.kprobe = readNumber(AT_FDCWD, "/sys/bus/event_source/devices/kprobe/type").value_or(0);
    pmus.uprobeReturn = 1ull << lowestBit("/sys/bus/event_source/devices/uprobe/format/retprobe").value_or(0);
    pmus.kprobeReturn = 1ull << lowestBit("/sys/bus/event_source/devices/kprobe/format/retprobe").value_or(0);
    pmus.semaphoreShift = lowestBit("/sys/bus/event_source/devices/uprobe/format/ref_ctr_offset").value_or(32);
    return pmus;
}

protocol::Features probeFeatures(KernelBtf &btf, bool withoutMulti)
{
    protocol::Features features;
    utsname names{};
    if (uname(&names) == 0)
        features.kernelRelease = names.release;
    features.btf = btf.exists();
    const auto program = loadEmpty(BPF_PROG_TYPE_KPROBE);
    features.loadPrograms = program.has_value();
    if (!program) {
        features.reason = whyNoPrograms(program.error());
        return features;
    }
    const ProbePmus pmus = findProbePmus();
    features.uprobeMulti = !withoutMulti && hasUprobeMulti(attachUprobeMulti);
    features.uprobeSession = features.uprobeMulti && hasUprobeMulti(attachUprobeSession);
    features.kprobeMulti = !withoutMulti && hasKprobeMulti();
    features.kprobe = features.kprobeMulti || hasPerfKprobes(pmus);
    features.perfUprobes = hasPerfUprobes(pmus);
    features.rawTracepoint = hasRawTracepoints();
    features.bpfLoop = hasBpfLoop();
    features.fentry = features.btf && hasFentry(btf);
    return features;
}

bool multiKeepsReturnsByTask(const std::string &kernelRelease)
{
    int major = 0, minor = 0;
    const char *end = kernelRelease.data() + kernelRelease.size();
    const auto first = std::from_chars(kernelRelease.data(), end, major);
    if (first.ptr != end)
        std::from_chars(first.ptr + 1, end, minor);
    return major > 6 || (major == 6 && minor >= 14);
}

}
