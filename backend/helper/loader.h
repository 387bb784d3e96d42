// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "helper/kernel_calls.h"
#include "helper/protocol.h"

#include <expected>
#include <vector>

namespace tapscope::helper {

class KernelBtf;

/// A program in the kernel, and how it may be attached.
struct LoadedProgram {
    UniqueFd descriptor;
    protocol::Program::Kind kind = protocol::Program::Kind::Uprobe;
    uint32_t attachType = 0; ///< 0: by perf event
};

struct LoadedSet {
    std::vector<UniqueFd> maps;
    std::vector<LoadedProgram> programs;
    std::vector<int> shared; ///< the maps that the client gets, by descriptor
    protocol::Loaded report;
};

/// Creates maps and loads programs that checkLoad() let pass. Nothing stays behind on failure.
[[nodiscard]] std::expected<LoadedSet, protocol::Failed> load(const protocol::Load &what, const protocol::Features &features,
                                                              KernelBtf &kernel, uint32_t possibleCpus);

/// CPUs that the kernel reserves room for; per-CPU values have as many parts.
[[nodiscard]] uint32_t countPossibleCpus();

}
