// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "translator/ir.h"

#include <optional>

/// The arithmetic of the script language on 64-bit longs, shared by everything that computes at translation time or in user space.
namespace tapscope::translator::ir {

/// a op b, or nothing for a division by zero and for what is no operation on two longs. Wraps around; shift counts are taken
/// modulo 64; INT64_MIN / -1 is INT64_MIN and INT64_MIN % -1 is 0. Unary operations ignore b.
[[nodiscard]] std::optional<int64_t> evaluate(Op op, int64_t a, int64_t b);

/// Whether the instruction does nothing but yield its result and can't raise an error.
[[nodiscard]] bool isPure(const Instruction &instruction);
/// Whether it can go to its block's onError.
[[nodiscard]] bool mayRaise(const Instruction &instruction);
/// Jump, Branch, Return, Raise.
[[nodiscard]] bool isTerminator(Op op);

}
