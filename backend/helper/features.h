// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "helper/protocol.h"

namespace tapscope::helper {

class KernelBtf;

/// Finds out what works here by trying it; nothing stays behind. Takes a few milliseconds at most. `withoutMulti` leaves the
/// multi-site links out, as if the kernel had none.
[[nodiscard]] protocol::Features probeFeatures(KernelBtf &btf, bool withoutMulti);

/// The numbers of the kernel's PMUs for dynamic probes, and how they say "return"; 0: not there.
struct ProbePmus {
    uint32_t uprobe = 0, kprobe = 0;
    uint64_t uprobeReturn = 1, kprobeReturn = 1;
    uint32_t semaphoreShift = 32;
};
[[nodiscard]] ProbePmus findProbePmus();

/// Whether kprobe_multi keeps returns with the task that is to make them, so that no number of calls at once is too many (since
/// 6.14). Before, it has room for a few a function and CPU.
[[nodiscard]] bool multiKeepsReturnsByTask(const std::string &kernelRelease);

}
