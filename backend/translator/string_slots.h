// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "translator/ir.h"

#include <cstdint>
#include <vector>

namespace tapscope::translator {

/// Places for the string variables of a function that has its calls inlined: variables that are not in use at the same time share
/// one. Liveness by data flow, then greedy colouring of what interferes.
struct StringSlots {
    static constexpr uint32_t none = UINT32_MAX;

    std::vector<uint32_t> slotOfLocal; ///< none: no string
    uint32_t count = 0;
};

/// Variables that foreach statements of `module` or errors write keep a place of their own.
[[nodiscard]] StringSlots stringSlots(const ir::Function &function, const ir::Module &module);

}
