// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "base/text.h"
#include "debuginfo/index.h"
#include "debuginfo/kernel_probe_cost.h"

#include <cstdint>
#include <expected>
#include <memory>
#include <string>
#include <vector>

namespace tapscope::debuginfo {

/// An instruction of the kernel, and what a kprobe on it costs.
struct KernelInstruction {
    uint64_t address = 0; ///< as the index has it
    std::string text; ///< targets in other functions, and what relocations mean, by name
    KernelProbeCost cost;
};

/// The machine code in a file of a kernel: its image, or a module as it lies there, with relocations told and not applied. Not
/// thread-safe.
class KernelCodeText {
public:
    /// `index` has to live longer.
    [[nodiscard]] static std::expected<std::unique_ptr<KernelCodeText>, Failure> open(const Index &index);
    virtual ~KernelCodeText() = default;

    /// All instructions of a function.
    [[nodiscard]] virtual std::vector<KernelInstruction> of(const FunctionEntry &function) = 0;
    /// As objdump shows it: counted from the beginning of its section in a module.
    [[nodiscard]] virtual uint64_t shown(uint64_t address) const = 0;
    /// ".init.text" of a module's address; empty for the image.
    [[nodiscard]] virtual std::string sectionOf(uint64_t address) const = 0;
};

}
