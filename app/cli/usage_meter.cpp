// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "usage_meter.h"

#include <sys/resource.h>
#include <unistd.h>

#include <fstream>

namespace tapscope::cli {

namespace {

struct ProcessorTime {
    uint64_t userMs = 0, systemMs = 0;
};

/// Of this process and of its children that have ended.
ProcessorTime processorTime()
{
    ProcessorTime sum;
    for (const auto whose : {RUSAGE_SELF, RUSAGE_CHILDREN}) {
        rusage usage{};
        if (::getrusage(whose, &usage) != 0)
            continue;
        const auto ms = [](const timeval &time) {
            return static_cast<uint64_t>(time.tv_sec) * 1000 + static_cast<uint64_t>(time.tv_usec) / 1000;
        };
        sum.userMs += ms(usage.ru_utime);
        sum.systemMs += ms(usage.ru_stime);
    }
    return sum;
}

}

UsageMeter::UsageMeter()
{
    const auto [user, system] = processorTime();
    m_userMs = user;
    m_systemMs = system;
}

std::string UsageMeter::memory()
{
    // proc(5): size, resident, shared, text, (unused), data; in pages.
    uint64_t size = 0, resident = 0, shared = 0, text = 0, unused = 0, data = 0;
    std::ifstream file("/proc/self/statm");
    if (!(file >> size >> resident >> shared >> text >> unused >> data))
        return {};
    const auto kb = [page = static_cast<uint64_t>(::sysconf(_SC_PAGESIZE))](uint64_t pages) {
        return std::to_string(pages * page / 1024);
    };
    return " using " + kb(size) + "virt/" + kb(resident) + "res/" + kb(shared) + "shr/" + kb(data) + "data kb,";
}

std::string UsageMeter::times(uint64_t realNs)
{
    const auto [user, system] = processorTime();
    const std::string text = std::to_string(user - m_userMs) + "usr/" + std::to_string(system - m_systemMs) + "sys/"
        + std::to_string((realNs + 500'000) / 1'000'000) + "real ms";
    m_userMs = user;
    m_systemMs = system;
    return text;
}

}
