// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "translator/ir.h"

#include <vector>

namespace tapscope::translator {

/// A natural loop of a handler: its blocks run again from `head`.
struct Loop {
    size_t head = 0;
    std::vector<bool> blocks;
    int32_t parent = -1; ///< innermost loop around it
    size_t blockCount = 0;
};

/// The loops of one function, and each block's innermost one (-1: none). Error edges count as edges.
struct LoopForest {
    std::vector<Loop> loops;
    std::vector<int32_t> innermost;
};

[[nodiscard]] LoopForest findLoops(const ir::Function &function);
/// Blocks that control can go to behind `block`.
[[nodiscard]] std::vector<size_t> successors(const ir::Function &function, size_t block);

}
