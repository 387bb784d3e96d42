// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "trace/open_calls.h"

#include <cstdint>
#include <unordered_map>
#include <vector>

namespace tapscope::engine {

/// Keeps the depth of thread_indent true. The handlers count: a step in at a call, a step out at its return; a return that nobody
/// sees (longjmp, an exception, the kernel's limit of nested return probes) leaves the count too high for ever. Here each step in
/// is remembered with its stack pointer, and those that a later event proves gone are taken off the depth, as call trees do it.
class IndentHealer {
public:
    struct Step {
        uint64_t thread = 0; ///< process and thread
        uint32_t handler = 0;
        uint64_t stackPointer = 0;
        uint64_t returnAddress = 0; ///< of a step in
        int32_t delta = 0;
    };

    /// Mends what a handler has counted.
    void mend(const Step &step, int64_t &microseconds, int32_t &spaces);
    /// Records are missing: what was open may have returned among them.
    void lost();
    /// Calls that lay deeper than the kernel remembers returns of a thread, and whose return did not come.
    [[nodiscard]] uint64_t returnsTooDeep() const { return m_returnsTooDeep; }

private:
    /// The kernel's limit of nested return probes of a thread.
    static constexpr size_t mostNestedReturns = 64;

    struct Frame {
        uint64_t returnAddress = 0;
        uint32_t handler = 0;
        int32_t delta = 0;
    };
    struct Thread {
        trace::OpenCalls open;
        std::vector<Frame> frames;
        int64_t surplus = 0; ///< steps in whose return was not seen
        int64_t zeroSince = 0; ///< the count's time when the mended depth was last 0
    };
    void dropTop(Thread &thread);

    std::unordered_map<uint64_t, Thread> m_threads;
    uint64_t m_returnsTooDeep = 0;
};

}
