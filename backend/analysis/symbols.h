// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "analysis/intrinsics.h"
#include "analysis/program.h"
#include "analysis/types.h"
#include "script/ast.h"

#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace tapscope::analysis {

/// A call inside a foreach loop, to be checked once it is known what the called function changes.
struct CallInLoop {
    uint32_t function = 0; ///< symbol
    uint32_t loopGlobal = 0;
    Range range;
    Range loopRange;
};

/// Before the name of a type in Effects::missing.
inline constexpr std::string_view missingTypePrefix = "type ";

/// What running a body can do, without the functions that it calls.
struct Effects {
    std::set<uint32_t> globalsWritten;
    std::set<uint32_t> calls; ///< function symbols
    std::vector<CallInLoop> callsInLoops;
    /// What the tapset calls for and isn't there: names of engine functions, and of the kernel's types behind missingTypePrefix.
    std::set<std::string, std::less<>> missing;
    bool threadIndent = false;
};

/// A script or tapset global while it is being analysed; its number is its index in Program::globals.
struct GlobalSymbol {
    const script::Global *declaration = nullptr;
    script::FileId file = 0;
    Cell value = 0;
    std::vector<Cell> keys;
    std::optional<size_t> arity; ///< 0: a scalar; unset: not used yet
    Range shapeRange; ///< where the arity was seen first
    std::optional<HistogramKind> histogram;
    Range histogramRange;
    std::optional<uint8_t> varianceShift;
    Range varianceRange;
    bool read = false;
    bool written = false;
    bool initialised = false;
    bool isEntryValue = false; ///< see GlobalVariable
};

/// A function while it is being analysed.
struct FunctionSymbol {
    const script::Function *ast = nullptr;
    script::FileId file = 0;
    bool fromTapset = false;
    /// Set when the function does nothing but call this with its own parameters: calls go to it directly.
    std::optional<Intrinsic> direct;
    std::vector<Cell> parameters;
    Cell result = 0;
    bool returnsValue = false;
    bool called = false;
    bool built = false;
    Effects effects;
    std::vector<Local> locals;
    StmtPtr body;
    std::optional<uint32_t> programIndex;
    /// Of a function that means something else in each probe: the symbol that stands in the script.
    std::optional<uint32_t> copyOf;
};

}
