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

/// The processes that run a program now.
[[nodiscard]] std::vector<int> processesOf(const analysis::WatchedProgram &program);
[[nodiscard]] bool runsProgram(int pid, const analysis::WatchedProgram &program);
/// Of a process: at least one, which does not exist when the process is gone.
[[nodiscard]] std::vector<uint64_t> threadsOf(int pid);

/// What process.begin and process.thread.begin have to be told of processes that run already, as hits of their handlers.
[[nodiscard]] std::vector<RecordedHit> beginsOfRunning(const translator::Bundle &bundle, const std::optional<Target> &target,
                                                       uint64_t startNs);

}
