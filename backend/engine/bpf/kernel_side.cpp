// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "engine/bpf/kernel_side.h"

#include "engine/clock.h"

#include <bpf/bpf.h>
#include <bpf/libbpf.h>
#include <sys/epoll.h>
#include <sys/mman.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <utility>

namespace tapscope::engine::bpf {

namespace {

enum State : uint32_t { NotStarted = 0, Running = 1, Stopping = 2 };

Failure mapFailure(std::string_view map, int error)
{
    return {{TAPSCOPE_TEXT("Diagnostics", "the map “%1” that the kernel shares cannot be used: %2"),
             {std::string(map), std::strerror(error)}},
            {TAPSCOPE_TEXT("Diagnostics", "Check that enough memory is free and may be locked (ulimit -l)."), {}}};
}

}

std::expected<KernelSide, Failure> KernelSide::open(const translator::Bundle &bundle, std::vector<UniqueFd> shared)
{
    KernelSide side(bundle);
    const auto &maps = bundle.kernel.maps;
    side.m_descriptors.assign(maps.size(), -1);
    size_t next = 0;
    for (size_t i = 0; i < maps.size(); ++i) {
        if (maps[i].shared && next < shared.size())
            side.m_descriptors[i] = shared[next++].get();
    }
    side.m_owned = std::move(shared);

    if (const int fd = side.fdOf(bundle.ringMap); fd >= 0) {
        const auto &map = maps[static_cast<size_t>(bundle.ringMap)];
        auto ring = RingReader::open(fd, map.maxEntries);
        if (!ring)
            return std::unexpected(mapFailure(map.name, ring.error()));
        side.m_ring = std::move(*ring);
        side.m_epoll.reset(::epoll_create1(EPOLL_CLOEXEC));
        // Edge-triggered: it fires for wake-ups that the kernel sends, not for every byte that lies there.
        epoll_event event{};
        event.events = EPOLLIN | EPOLLET;
        if (::epoll_ctl(side.m_epoll.get(), EPOLL_CTL_ADD, fd, &event) < 0)
            return std::unexpected(mapFailure(map.name, errno));
    }
    if (const int fd = side.fdOf(bundle.controlMap); fd >= 0) {
        const auto &map = maps[static_cast<size_t>(bundle.controlMap)];
        side.m_controlBytes = std::max<size_t>(map.valueSize, sizeof(translator::Control));
        void *words = ::mmap(nullptr, side.m_controlBytes, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
        if (words == MAP_FAILED)
            return std::unexpected(mapFailure(map.name, errno));
        side.m_control = static_cast<translator::Control *>(words);
    }
    side.m_cpus = static_cast<size_t>(std::max(1, ::libbpf_num_possible_cpus()));
    side.m_perCpu.resize(side.m_cpus * sizeof(translator::HandlerCounters));
    return side;
}

KernelSide::KernelSide(KernelSide &&other) noexcept
    : m_bundle(other.m_bundle)
    , m_owned(std::move(other.m_owned))
    , m_descriptors(std::move(other.m_descriptors))
    , m_ring(std::move(other.m_ring))
    , m_epoll(std::move(other.m_epoll))
    , m_control(std::exchange(other.m_control, nullptr))
    , m_controlBytes(other.m_controlBytes)
    , m_perCpu(std::move(other.m_perCpu))
    , m_busyNs(std::move(other.m_busyNs))
    , m_cpus(other.m_cpus)
{}

KernelSide::~KernelSide()
{
    if (m_control)
        ::munmap(m_control, m_controlBytes);
}

void KernelSide::prepare(int targetPid)
{
    if (!m_control)
        return;
    m_control->targetPid = static_cast<uint32_t>(targetPid);
    m_control->realtimeOffsetNs = clockNs(CLOCK_REALTIME) - monotonicNs();
}

void KernelSide::start()
{
    if (m_control)
        __atomic_store_n(&m_control->state, uint32_t{Running}, __ATOMIC_RELEASE);
}

void KernelSide::stop()
{
    if (m_control)
        __atomic_store_n(&m_control->state, uint32_t{Stopping}, __ATOMIC_RELEASE);
}

void KernelSide::addTargets(std::span<const uint32_t> pids)
{
    const int fd = fdOf(m_bundle->targetsMap);
    if (fd < 0)
        return;
    for (const uint32_t pid : pids) {
        const uint32_t one = 1;
        ::bpf_map_update_elem(fd, &pid, &one, BPF_ANY);
    }
}

void KernelSide::addProgramMembers(std::span<const uint64_t> keys)
{
    const int fd = fdOf(m_bundle->programsMap);
    for (const uint64_t key : keys) {
        const uint32_t one = 1;
        if (fd >= 0)
            ::bpf_map_update_elem(fd, &key, &one, BPF_ANY);
    }
}

void KernelSide::takeWakeUp()
{
    epoll_event event{};
    ::epoll_wait(m_epoll.get(), &event, 1, 0);
}

void KernelSide::readCounters(std::span<translator::HandlerCounters> into)
{
    const int fd = fdOf(m_bundle->countersMap);
    if (fd < 0)
        return;
    m_busyNs.assign(m_cpus, 0);
    for (uint32_t handler = 0; handler < into.size(); ++handler) {
        if (::bpf_map_lookup_elem(fd, &handler, m_perCpu.data()) != 0)
            continue;
        translator::HandlerCounters sum;
        for (size_t cpu = 0; cpu < m_cpus; ++cpu) {
            translator::HandlerCounters one;
            std::memcpy(&one, m_perCpu.data() + cpu * sizeof one, sizeof one);
            sum.hits += one.hits;
            sum.ringFull += one.ringFull;
            sum.frameBusy += one.frameBusy;
            sum.errors += one.errors;
            sum.lockBusy += one.lockBusy;
            if (one.timed > 0) {
                sum.shortestNs = sum.timed > 0 ? std::min(sum.shortestNs, one.shortestNs) : one.shortestNs;
                sum.longestNs = std::max(sum.longestNs, one.longestNs);
            }
            sum.timeNs += one.timeNs;
            m_busyNs[cpu] += one.timeNs;
            sum.timed += one.timed;
        }
        into[handler] = sum;
    }
}

}
