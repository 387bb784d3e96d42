// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "engine/bpf/kernel_side.h"
#include "engine/runtime/decoder.h"
#include "engine/target.h"
#include "translator/bundle.h"

#include <optional>
#include <vector>

namespace tapscope::engine {

/// Tells the programs in the kernel which processes run the programs that the script watches.
void addRunningPrograms(const translator::Bundle &bundle, bpf::KernelSide &kernel);

/// What process.begin and process.thread.begin have to be told of processes that run already, as hits of their handlers.
[[nodiscard]] std::vector<RecordedHit> beginsOfRunning(const translator::Bundle &bundle, const std::optional<Target> &target,
                                                       uint64_t startNs);

}
