// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "engine/preparation.h"
#include "engine/runtime/decoder.h"

#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <utility>
#include <vector>

namespace tapscope::engine {

/// The probes at memory of all processes that run a program: each process has the memory at an address of its own, so that they
/// are put on process by process, those that start later too.
class WatchedMemory {
public:
    /// `prepared` has a helper that has loaded the bundle, and outlives this.
    explicit WatchedMemory(Preparation &prepared);

    /// Whether the script has no such probes.
    [[nodiscard]] bool empty() const { return m_plans.empty(); }
    /// Whether a probe of this handler is among them.
    [[nodiscard]] bool has(uint32_t handler) const;
    /// Puts those of all handlers that are not `off` on, in all processes that run; says how many places those are.
    uint64_t watchRunning(const std::vector<bool> &on);
    /// Puts on those of a process that has just begun to run a program.
    void watch(const ProgramStart &start);
    /// Puts those of a handler on or takes them off.
    void arm(uint32_t handler, bool on);

    /// What could not be watched since this was asked last: by handler and errno, in how many processes, and in how many it is.
    struct Failure {
        uint32_t handler = 0;
        int error = 0;
        uint64_t processes = 0;
    };
    [[nodiscard]] std::vector<Failure> takeFailures();
    /// Processes in which the handler's memory was watched, and in which it could not be; since the beginning.
    [[nodiscard]] std::pair<uint64_t, uint64_t> processesOf(uint32_t handler) const;

private:
    struct Plan {
        uint32_t attachment = 0; ///< index into the bundle's
        bool on = false;
        uint64_t watched = 0, failed = 0; ///< processes
    };
    struct Watched {
        int pid = 0;
        size_t plan = 0;
        std::optional<uint32_t> number; ///< the helper's; none: it cannot be watched
        uint64_t sinceNs = 0;
    };

    bool watch(size_t plan, int pid);
    bool fail(size_t plan, int pid, int error);
    [[nodiscard]] bool isMeant(const Plan &plan, int pid) const;
    [[nodiscard]] const analysis::Handler &handlerOf(const Plan &plan) const;
    [[nodiscard]] const analysis::WatchedProgram &programOf(const Plan &plan) const;
    void forgetTheDead();
    /// Takes off those for which `is` holds.
    template <class Is> void drop(Is is);

    Preparation &m_prepared;
    std::vector<Plan> m_plans;
    std::vector<Watched> m_watched;
    std::map<std::pair<uint32_t, int>, uint64_t> m_failures;
};

}
