// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "debuginfo/dwarf_die.h"

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

/// Where arguments and results are by the System V psABI for x86-64 (section 3.2.3), worked out from DWARF types.
namespace tapscope::debuginfo {

struct ArgumentPlace {
    enum class Kind : uint8_t {
        Register, ///< in DWARF register `reg`
        Stack, ///< in memory, `stackOffset` behind the return address
        Reference, ///< its address is in `reg`
        ReferenceOnStack, ///< its address is in memory, `stackOffset` behind the return address
        Vector, ///< in a vector or x87 register
        Split, ///< in the registers `parts`, 8 bytes each; a structure in one of them, too
        Empty, ///< without contents, so not passed
        Unknown, ///< the debuginfo does not tell
    };
    Kind kind = Kind::Unknown;
    int reg = 0;
    uint64_t stackOffset = 0;
    std::array<int, 2> parts{-1, -1}; ///< DWARF registers; -1: none that is read
};

/// One parameter for assignArguments.
struct ParameterType {
    std::optional<Dwarf_Die> type;
    /// Named in DWARF but never passed ("__in_chrg" of constructors).
    bool isPassed = true;
};

/// What a compiler does with an __int128 when one register is left for integers.
enum class WideIntegers : uint8_t {
    Whole, ///< it goes to memory, and the register to the next argument, as the psABI has it
    TakingTheLast, ///< it goes to memory, and the register to nobody: clang since 18
    Halved, ///< one half goes to the register, the other to memory: clang before
};

/// By the compiler that made the function.
[[nodiscard]] WideIntegers wideIntegersOf(const Dwarf_Die &function);

/// Places of all parameters at the function's entry; `result` matters because a large one takes the first register.
[[nodiscard]] std::vector<ArgumentPlace> assignArguments(const std::optional<Dwarf_Die> &result,
                                                         std::span<const ParameterType> parameters, WideIntegers wide);

/// Place of a result right after the return: Register is rax, Reference an address in rax.
[[nodiscard]] ArgumentPlace resultPlace(const std::optional<Dwarf_Die> &result);

}
