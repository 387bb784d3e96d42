// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "debuginfo/module.h"

#include <cstdint>
#include <span>

namespace tapscope::debuginfo {

/// What a uprobe on the instruction that `code` starts with costs. The kernel emulates pushes of a register, relative calls
/// and jumps, and no-operations; everything else it executes out of line with a single step.
[[nodiscard]] CostClass costOf(std::span<const uint8_t> code);

/// Whether `code` starts with endbr64.
[[nodiscard]] bool startsWithEndbr64(std::span<const uint8_t> code);

/// Length of endbr64, which an entry probe is moved behind.
inline constexpr uint64_t endbr64Size = 4;

}
