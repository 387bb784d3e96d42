// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "engine/runtime/host.h"

#include "engine/runtime/error_text.h"
#include "engine/runtime/format.h"
#include "engine/runtime/process_facts.h"

#include <sched.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#include <algorithm>
#include <random>

namespace tapscope::engine {

int64_t Host::pid()
{
    return ::getpid();
}

int64_t Host::tid()
{
    return ::gettid();
}

int64_t Host::parentPid()
{
    return ::getppid();
}

int64_t Host::uid()
{
    return ::getuid();
}

int64_t Host::effectiveUid()
{
    return ::geteuid();
}

int64_t Host::gid()
{
    return ::getgid();
}

int64_t Host::effectiveGid()
{
    return ::getegid();
}

int64_t Host::cpu()
{
    return std::max(::sched_getcpu(), 0);
}

std::string Host::execname()
{
    char name[17] = {};
    ::prctl(PR_GET_NAME, name);
    return name;
}

int64_t Host::timeOfDayNs()
{
    timespec time{};
    ::clock_gettime(CLOCK_REALTIME, &time);
    return static_cast<int64_t>(time.tv_sec) * 1'000'000'000 + time.tv_nsec;
}

int64_t Host::cycles()
{
#if defined(__x86_64__)
    return static_cast<int64_t>(__builtin_ia32_rdtsc());
#else
    timespec time{};
    ::clock_gettime(CLOCK_MONOTONIC_RAW, &time);
    return static_cast<int64_t>(time.tv_sec) * 1'000'000'000 + time.tv_nsec;
#endif
}

int64_t Host::monotonicNs()
{
    timespec time{};
    ::clock_gettime(CLOCK_MONOTONIC, &time);
    return static_cast<int64_t>(time.tv_sec) * 1'000'000'000 + time.tv_nsec;
}

int64_t Host::random()
{
    static std::random_device device;
    return static_cast<int64_t>(device() & 0xffffffffU);
}

bool Host::system(const std::string &command)
{
    return runInBackground(command);
}

std::expected<int64_t, std::string> Host::targetValue(const translator::ir::TargetValue &)
{
    return std::unexpected(readFaultMessage(0));
}

std::string Host::symbol(bool, uint64_t address, analysis::SymbolForm, bool)
{
    std::string text;
    appendHex(text, address);
    return text;
}

std::expected<int64_t, std::string> Host::loadAddress(uint64_t address)
{
    std::string message = "no program or library at ";
    appendHex(message, address);
    return std::unexpected(std::move(message));
}

std::expected<std::string, std::string> Host::userString(uint64_t address, size_t)
{
    std::string message = "user string copy fault -14 at ";
    appendHex(message, address);
    message += " [man error::fault]";
    return std::unexpected(std::move(message));
}

std::expected<int64_t, std::string> Host::userLong(uint64_t address, uint32_t)
{
    return std::unexpected(readFaultMessage(address));
}

}
