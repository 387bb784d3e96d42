// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "debuginfo/code_reader.h"
#include "debuginfo/location.h"
#include "debuginfo/location_lowering.h"
#include "debuginfo/type_reader.h"

#include <optional>
#include <vector>

namespace tapscope::debuginfo {

/// What is known of a function beyond its DIE when its variables are read.
struct FunctionFacts {
    /// The optimiser made a clone with another way of passing arguments, or may have done so.
    bool argumentsMayDiffer = false;
};

/// Of a static function whose symbol does not say so. GCC makes a clone with a telling name then, Clang keeps the name.
[[nodiscard]] bool mayBeCalledOtherwise(Dwarf_Die function);

/// Where the parameters of a function are at their one place each, behind its prologue; nullopt where they wander, as the
/// optimiser has them.
[[nodiscard]] std::optional<uint64_t> endOfPrologue(Dwarf_Die function, const CodeRange &code);

/// The parameters of the function `context.function` in order, where they are at `context.address`.
[[nodiscard]] std::vector<VariableAt> readParameters(const LoweringContext &context, const FunctionFacts &facts,
                                                     TypeCache &types);
/// The locals in scope there, innermost scope last.
[[nodiscard]] std::vector<VariableAt> readLocals(const LoweringContext &context, TypeCache &types);
/// Parameters and locals of `instance`, a function that was inlined into `context.function`.
[[nodiscard]] std::vector<VariableAt> readInlined(const LoweringContext &context, const Dwarf_Die &instance, TypeCache &types);
/// A variable that is at one place in the program, where `context.address` is the probe's.
[[nodiscard]] VariableAt readGlobal(const LoweringContext &context, const Dwarf_Die &die, TypeCache &types);
/// The result right after the return; nullopt for void.
[[nodiscard]] std::optional<VariableAt> readReturnValue(const Dwarf_Die &function, TypeCache &types);

}
