// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "base/unique_fd.h"

#include <linux/bpf.h>

#include <cstdint>
#include <expected>
#include <span>
#include <string>
#include <vector>

/// The system calls the helper makes, each with errno as its error. bpf(2) is called directly: a library would probe the kernel
/// on its own, open files and hide descriptors, and this program should do nothing that isn't written here.
namespace tapscope::helper {

template <class T> using Result = std::expected<T, int>;

/// Attach types that older <linux/bpf.h> do not name.
inline constexpr uint32_t attachTracingEntry = 24;
inline constexpr uint32_t attachTracingExit = 25;
inline constexpr uint32_t attachPerfEvent = 41;
inline constexpr uint32_t attachKprobeMulti = 42;
inline constexpr uint32_t attachUprobeMulti = 48;
inline constexpr uint32_t attachUprobeSession = 57;

inline constexpr int errorNotSupported = 524; ///< the kernel's ENOTSUPP, which has no name outside

struct ProgramSpec {
    uint32_t type = 0;
    uint32_t attachType = 0;
    std::string name{};
    std::span<const uint64_t> code{};
    int btf = -1;
    std::span<const std::byte> functionInfo{};
    std::span<const std::byte> lineInfo{};
    uint32_t attachBtfId = 0;
};

/// A name as the kernel takes it for maps and programs: 15 characters, letters, digits, "_" and ".".
[[nodiscard]] std::string objectName(const std::string &name);

[[nodiscard]] Result<UniqueFd> createMap(bpf_attr attributes);
[[nodiscard]] Result<void> updateMap(int map, const void *key, const void *value);
[[nodiscard]] Result<void> freezeMap(int map);
[[nodiscard]] Result<UniqueFd> loadBtf(std::span<const std::byte> btf);
/// With `log`, the verifier writes into it (level 1); it ends with a zero byte.
[[nodiscard]] Result<UniqueFd> loadProgram(const ProgramSpec &spec, std::span<char> log = {});
/// Instructions that the verifier processed; 0 when the kernel doesn't say.
[[nodiscard]] uint32_t verifiedInstructions(int program);
/// Runs that the kernel left out as a program was at work on that CPU already; 0 where it doesn't say (before 5.12).
[[nodiscard]] uint64_t missedRuns(int program);
/// Hits of kernel probes that a link's program was not run for; 0 where the kernel doesn't say (before 6.7).
[[nodiscard]] uint64_t missedHits(int link);

struct UprobeMulti {
    int program = -1;
    uint32_t attachType = attachUprobeMulti;
    const char *path = nullptr;
    std::span<const uint64_t> offsets{};
    std::span<const uint64_t> cookies{}; ///< empty or as many as offsets
    std::span<const uint64_t> semaphoreOffsets{}; ///< empty or as many as offsets
    bool isReturn = false;
    int pid = 0;
};
[[nodiscard]] Result<UniqueFd> linkUprobeMulti(const UprobeMulti &what);

struct KprobeMulti {
    int program = -1;
    std::span<const char *const> symbols{};
    std::span<const uint64_t> cookies{};
    bool isReturn = false;
};
[[nodiscard]] Result<UniqueFd> linkKprobeMulti(const KprobeMulti &what);

[[nodiscard]] Result<UniqueFd> linkPerfEvent(int program, int perfEvent, uint64_t cookie);
[[nodiscard]] Result<UniqueFd> linkTracing(int program, uint32_t attachType, uint64_t cookie);
[[nodiscard]] Result<UniqueFd> openRawTracepoint(int program, const char *name);

struct PerfProbe {
    uint32_t type = 0; ///< the PMU's number, or PERF_TYPE_TRACEPOINT
    uint64_t config = 0;
    uint64_t config1 = 0, config2 = 0;
    int pid = 0; ///< 0: every process
};
[[nodiscard]] Result<UniqueFd> openPerfProbe(const PerfProbe &what);

/// One event on each CPU for every process that runs there, or on each of some threads; the first error when there is none.
struct PerfSampling {
    uint32_t type = 0;
    uint64_t config = 0, period = 0;
    bool isFrequency = false;
    uint32_t watchType = 0, watchBytes = 0; ///< PERF_TYPE_BREAKPOINT, at the address `config`
    std::span<const uint64_t> threads{}; ///< these alone; empty: every one
};
[[nodiscard]] Result<std::vector<UniqueFd>> openPerfSampling(const PerfSampling &what);

/// Fills a perf event array with an event for each CPU that counts what `type` and `config` say.
[[nodiscard]] Result<void> fillWithCounters(int map, uint32_t type, uint64_t config);

/// Whole contents of a small file below a directory descriptor (or AT_FDCWD).
[[nodiscard]] Result<std::string> readFile(int directory, const char *path);
/// Same of an open file, from its beginning.
[[nodiscard]] Result<std::string> readAll(int file);
/// A decimal number in a file.
[[nodiscard]] Result<uint32_t> readNumber(int directory, const char *path);

}
