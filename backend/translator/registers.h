// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <cstdint>

/// Offsets in struct pt_regs of x86-64.
namespace tapscope::translator::registers {

inline constexpr int32_t ip = 128, sp = 152;

/// By DWARF register number (x86-64 psABI, figure 3.36), rax to r15 and the return address; -1: none that a probe sees.
inline constexpr int32_t count = 17;
inline constexpr int32_t byDwarfNumber[count] = {80, 96, 88, 40, 104, 112, 32, 152, 72, 64, 56, 48, 24, 16, 8, 0, 128};

}
