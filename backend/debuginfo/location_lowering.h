// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "debuginfo/location.h"
#include "debuginfo/thread_storage.h"

#include <elfutils/libdw.h>

#include <cstdint>
#include <functional>
#include <optional>
#include <span>

namespace tapscope::debuginfo {

/// What an expression may refer to besides its own operands.
struct LoweringContext {
    uint64_t address = 0; ///< of the code where the location is wanted
    Dwarf_CFI *ehFrame = nullptr; ///< .eh_frame of the program
    Dwarf_CFI *debugFrame = nullptr;
    Dwarf_Die function{}; ///< whose DW_AT_frame_base counts
    bool fixedAddress = false; ///< addresses in the file are addresses in the process
    int64_t biasMask = -1; ///< what a load bias is a multiple of, as a mask: the probed address is known but for some bytes
    /// Of a kernel module, whose sections were loaded apart: where an address of the file is now; nullopt: nowhere.
    const std::function<std::optional<uint64_t>(uint64_t)> *loadedAddress = nullptr;
    const ThreadStorage *threadStorage = nullptr; ///< of the program or library; null: nothing tells where
    bool canKeepEntry = false; ///< registers can be kept from the function's entry on: LocationStep::Op::EntryRegister
    bool atEntry = false; ///< no instruction of the function but endbr64 has been executed
};

/// The location that `attribute` (DW_AT_location, DW_AT_const_value, …) gives at the context's address. `found` (when
/// given) tells whether the attribute covers the address at all.
[[nodiscard]] Location lowerLocation(const LoweringContext &context, Dwarf_Attribute attribute, bool *found = nullptr);

/// The canonical frame address (DWARF 5, 6.4) of `context.function` there, as a value.
[[nodiscard]] Location callFrameAddress(const LoweringContext &context);

/// Of what is made of constant bytes.
[[nodiscard]] Location constantBytes(std::span<const uint8_t> bytes);
/// Of DW_AT_const_value.
[[nodiscard]] Location lowerConstant(Dwarf_Attribute attribute);

/// Of what lies at `address` of the file.
[[nodiscard]] Location staticLocation(const LoweringContext &context, uint64_t address);

[[nodiscard]] Location unavailable(std::string_view reason, std::vector<std::string> arguments = {});

}
