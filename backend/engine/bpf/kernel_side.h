// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "base/text.h"
#include "base/unique_fd.h"
#include "engine/bpf/ring_reader.h"
#include "translator/bundle.h"

#include <expected>
#include <span>
#include <vector>

namespace tapscope::engine::bpf {

/// What this process shares with the loaded programs: the ring buffer, the control words, counters, and the globals' maps.
class KernelSide {
public:
    /// `shared`: descriptors of the bundle's shared maps, in their order. `bundle` outlives this.
    [[nodiscard]] static std::expected<KernelSide, Failure> open(const translator::Bundle &bundle, std::vector<UniqueFd> shared);
    KernelSide(KernelSide &&other) noexcept;
    ~KernelSide();

    /// By map of the bundle; -1 for those that are not shared.
    [[nodiscard]] std::span<const int> mapDescriptors() const { return m_descriptors; }

    /// Fills the control words; handlers still return at once.
    void prepare(int targetPid);
    /// Handlers run from now on.
    void start();
    /// Handlers return at once from now on.
    void stop();
    /// Adds processes to the target's tree.
    void addTargets(std::span<const uint32_t> pids);
    /// Adds processes to the sets of those that run a watched program; see Bundle::programsMap.
    void addProgramMembers(std::span<const uint64_t> keys);

    [[nodiscard]] RingReader &ring() { return m_ring; }
    /// Becomes readable when the kernel asks for the ring buffer to be read early; takeWakeUp() resets it.
    [[nodiscard]] int wakeUpFd() const { return m_epoll.get(); }
    void takeWakeUp();

    /// Sums over the CPUs, by handler.
    void readCounters(std::span<translator::HandlerCounters> into);
    /// By processor: how long handlers have run, as the last readCounters() found it; 0 where times are not measured.
    [[nodiscard]] std::span<const uint64_t> busyNs() const { return m_busyNs; }

private:
    explicit KernelSide(const translator::Bundle &bundle) : m_bundle(&bundle) {}
    [[nodiscard]] int fdOf(int32_t map) const { return map >= 0 ? m_descriptors[static_cast<size_t>(map)] : -1; }

    const translator::Bundle *m_bundle;
    std::vector<UniqueFd> m_owned;
    std::vector<int> m_descriptors;
    RingReader m_ring;
    UniqueFd m_epoll;
    translator::Control *m_control = nullptr;
    size_t m_controlBytes = 0;
    std::vector<std::byte> m_perCpu;
    std::vector<uint64_t> m_busyNs; ///< by processor
    size_t m_cpus = 1;
};

}
