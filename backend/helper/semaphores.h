// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <cstdint>
#include <vector>

namespace tapscope::helper {

/// Where in an ELF file the semaphores of its static probes lie, as its notes (".note.stapsdt") say; sorted. The kernel counts up
/// what it is told to in the memory of every process that has the file mapped, so that nothing else may be named. Damaged files
/// have none.
[[nodiscard]] std::vector<uint64_t> findSemaphores(int file);

}
