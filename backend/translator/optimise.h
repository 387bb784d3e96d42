// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "translator/ir.h"

/// Clean-ups of one function's IR; each keeps the meaning and may be run in any order.
namespace tapscope::translator::ir {

/// Computes what is known at translation time; branches on known values become jumps.
void foldConstants(Function &function);
/// Removes instructions whose result nobody uses and which do nothing else.
void removeDeadInstructions(Function &function);
/// Removes blocks that can't be reached and joins a block with its only successor where that has no other predecessor.
void removeDeadBlocks(Function &function);

/// Puts what is the same wherever it is asked for (constants, lists of target variables, where a probe is) in the place of
/// variables that hold nothing else; whether there were such ones. `loops` set variables too.
[[nodiscard]] bool propagateLocals(Function &function, const std::vector<Foreach> &loops);
/// Removes stores to variables that nobody reads.
void removeDeadStores(Function &function);

void optimise(Function &function, const std::vector<Foreach> &loops);

}
