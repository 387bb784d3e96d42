// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "base/text.h"
#include "base/uprobe_instruction.h"
#include "debuginfo/module.h"

#include <cstdint>
#include <expected>
#include <string>
#include <vector>

namespace tapscope::debuginfo {

/// One machine instruction, and what a probe on it costs.
struct Instruction {
    uint64_t address = 0; ///< as linked
    uint8_t size = 0;
    std::string text; ///< "mov  rbp, rsp"
    CostClass cost = CostClass::SingleStepped;
    UprobeRisk risk = UprobeRisk::None;
};

/// The instructions of `size` bytes of code from `address` on, at most `most`. Bytes that are none are left out one by one.
[[nodiscard]] std::expected<std::vector<Instruction>, Failure> disassemble(const std::string &path, uint64_t address,
                                                                           uint64_t size, size_t most = 4000);

}
