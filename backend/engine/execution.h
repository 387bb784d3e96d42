// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "engine/attachments.h"
#include "engine/bpf/kernel_side.h"
#include "engine/global_watch.h"
#include "engine/outside_world.h"
#include "engine/phase_timer.h"
#include "engine/preparation.h"
#include "engine/runtime/decoder.h"
#include "engine/session_requests.h"
#include "engine/user_handlers.h"
#include "engine/watched_memory.h"

#include <memory>
#include <optional>
#include <set>
#include <utility>
#include <vector>

namespace tapscope::engine {

/// Runs what a Preparation has made: load, attach, begin probes, the target, the events, end probes, detach.
class Execution {
public:
    /// What reaches a session from outside while it runs.
    struct Signals {
        StopSignal &stop;
        SessionRequests &requests;
    };
    Execution(const Options &options, Listener &listener, Signals signals, Preparation &prepared, uint64_t startNs);
    ~Execution();

    [[nodiscard]] Outcome run();

private:
    bool approved();
    bool load();
    bool openStorage();
    bool attach();
    void begin();
    void loop();
    void detach();
    void end();

    // The loop's parts.
    void armTimeout();
    void pollOnce();
    void takeRecords(bool all);
    void deliverBatch();
    void runTimers();
    bool openOutside();
    void serveOutside();
    void checkTarget();
    void checkHelper();
    void publishCounters(bool now);
    void checkOverload(uint64_t nowNs);
    void serveRequests();
    void arm(uint32_t handler, bool armed);
    bool putOn(uint32_t handler, bool on);
    void setHolds(uint32_t handler, bool holds);
    void findConditions();
    void updateConditions();
    void watchCommand();
    void tellUnwatched();
    void publishGlobals();
    void releaseTarget();
    [[nodiscard]] bool onlyTargetFires() const;

    void runHandler(uint32_t handler);
    void runRecorded(const RecordedHit &hit);
    void takeError(std::string_view text);
    void warn(std::string_view text);
    void report(const script::Diagnostic &diagnostic);
    void fail(Text message);
    [[nodiscard]] const translator::Bundle &bundle() const { return m_prepared.bundle(); }
    [[nodiscard]] bool hasKernelSide() const { return m_kernel.has_value(); }

    const Options &m_options;
    Listener &m_listener;
    StopSignal &m_stop;
    SessionRequests &m_requests;
    Preparation &m_prepared;
    uint64_t m_startNs;

    std::optional<bpf::KernelSide> m_kernel;
    std::optional<Attachments> m_attachments;
    std::optional<WatchedMemory> m_memory;
    std::optional<RecordDecoder> m_decoder;
    std::unique_ptr<UserHandlers> m_user;
    std::optional<GlobalWatch> m_watch;
    WatchSchedule m_watchSchedule;
    std::optional<OutsideWorld> m_outside;
    std::vector<Timer> m_timers;
    UniqueFd m_timeout;
    DecodedBatch m_batch;
    Counters m_counters;
    std::set<std::pair<uint32_t, int>> m_unwatched; ///< what tellUnwatched() has told
    std::vector<bool> m_armed; ///< by handler: its switch
    std::vector<bool> m_holds; ///< by handler: its conditions, as far as they decide whether its probes are on
    std::vector<uint32_t> m_conditional; ///< handlers that have such conditions
    std::vector<translator::HandlerCounters> m_kernelCounters;
    Outcome m_outcome;
    std::vector<uint64_t> m_missed; ///< by handler; empty: nothing that the kernel could miss
    uint64_t m_lastCountersNs = 0, m_lastMissedNs = 0;
    uint64_t m_overloadSinceNs = 0; ///< begin of the interval that is watched; 0: none yet
    std::vector<uint64_t> m_overloadBusyNs; ///< by processor, then
    uint64_t m_runNs = 0; ///< when the target was let go
    uint64_t m_errors = 0;
    bool m_ending = false; ///< the loop is to end
    bool m_errorState = false; ///< too many errors: error probes run instead of end probes
    bool m_attached = false;
    bool m_targetEnded = false;
};

}
