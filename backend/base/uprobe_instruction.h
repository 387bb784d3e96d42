// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <cstdint>
#include <span>

namespace tapscope {

enum class UprobeRisk : uint8_t {
    None,
    Refused, ///< the kernel is likely to refuse a probe on it; only the kernel knows
    Harmful, ///< the kernel takes the probe and then executes something else than the instruction
};

/// What happens when a uprobe is put on the machine instruction that begins here. Up to 15 bytes are looked at.
///
/// The kernel judges an AVX instruction by its opcode byte as if it had no VEX or EVEX prefix. So vzeroupper (opcode 77) becomes
/// a jump that is not taken, vpbroadcastb (7a) too: the program goes on with wrong values, or crashes.
[[nodiscard]] UprobeRisk uprobeRisk(std::span<const uint8_t> instruction);

}
