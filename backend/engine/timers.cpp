// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "engine/timers.h"

#include <sys/timerfd.h>
#include <time.h>

#include <algorithm>

namespace tapscope::engine {

namespace {

timespec toTimespec(uint64_t ns)
{
    return {static_cast<time_t>(ns / 1'000'000'000), static_cast<long>(ns % 1'000'000'000)};
}

}

Timer::Timer(uint32_t handler, uint64_t periodNs, uint64_t randomizeNs)
    : m_handler(handler)
    , m_periodNs(std::max<uint64_t>(periodNs, 1))
    , m_randomizeNs(std::min(randomizeNs, periodNs))
    , m_fd(::timerfd_create(CLOCK_MONOTONIC, TFD_CLOEXEC | TFD_NONBLOCK))
    , m_random(std::random_device{}())
{
    arm();
}

void Timer::arm()
{
    itimerspec spec{};
    if (m_randomizeNs == 0) {
        spec.it_interval = spec.it_value = toTimespec(m_periodNs);
    } else {
        std::uniform_int_distribution<uint64_t> shift(0, 2 * m_randomizeNs);
        spec.it_value = toTimespec(std::max<uint64_t>(m_periodNs - m_randomizeNs + shift(m_random), 1));
    }
    ::timerfd_settime(m_fd.get(), 0, &spec, nullptr);
}

bool Timer::due()
{
    uint64_t shots = 0;
    if (::read(m_fd.get(), &shots, sizeof shots) != static_cast<ssize_t>(sizeof shots))
        return false;
    if (m_randomizeNs != 0)
        arm();
    return true;
}

}
