// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "analysis/program.h"
#include "debuginfo/type_source.h"

#include <functional>
#include <optional>
#include <string>

namespace tapscope::analysis {

/// Where a chain of accesses ($a->b[2].c) has come to: an object of a type, in memory or at hand.
struct TargetPlace {
    debuginfo::TypeInfo type;
    const debuginfo::TypeSource *types = nullptr;
    bool kernelMemory = false;
    ExprPtr address; ///< in memory; else `value` is the object
    ExprPtr value;
    uint32_t bitOffset = 0, bitSize = 0; ///< of a bit field in the `unitBytes` at `address`
    uint8_t unitBytes = 0;
    std::string text; ///< as the user wrote it, for messages
    Range range;
    /// Instead of `address` and `value`: what holds the variable, of which this object begins at `firstBit`.
    std::vector<debuginfo::Location> pieces{};
    uint64_t firstBit = 0;
    bool isImplied = false; ///< a pointer that is nowhere itself: what it points to begins there in `pieces`
    bool isCast = false; ///< what a @cast names, of which more may lie behind the first
    /// What steps yield of which one is computed (see LocationStep::isComputed).
    std::function<ExprPtr(const std::vector<debuginfo::LocationStep> &)> computed{};
};

/// A number of 64 bits.
[[nodiscard]] ExprPtr numberExpr(int64_t value, const Range &range);
/// a op b; additions of 0 are left out.
[[nodiscard]] ExprPtr arithmetic(script::BinaryOperator op, ExprPtr a, ExprPtr b, const Range &range);
/// `bytes` (1, 2, 4, 8) of memory, zero-extended; a run-time error when they cannot be read.
[[nodiscard]] ExprPtr memoryAt(ExprPtr address, uint32_t bytes, bool kernelMemory, const Range &range);
/// Whether the steps are more than a probe's handler reads at once.
[[nodiscard]] bool isComputed(const debuginfo::Location &location);
/// The value of a place's steps, or with `kind` Memory what lies there, `furtherBytes` behind; `bytes` (1, 2, 4, 8) of it.
[[nodiscard]] ExprPtr locatedAt(const TargetPlace &place, const debuginfo::Location &at, debuginfo::Location::Kind kind,
                                uint64_t furtherBytes, uint8_t bytes);
/// The implied pointer that this object is, if it is one.
[[nodiscard]] const debuginfo::Location *impliedIn(const TargetPlace &place);
/// The object is in what `held` tells, from its beginning on.
void keptIn(TargetPlace &place, const debuginfo::Location &held);
/// `bits` of a place in pieces; null where a part of them is not to be had: `why`.
[[nodiscard]] ExprPtr valueOfPieces(const TargetPlace &place, uint64_t bits, bool isSigned, Text &why);
/// Of a place that is in one piece's memory as a whole; else null.
[[nodiscard]] ExprPtr addressOfPieces(const TargetPlace &place);
/// A copy; null for expressions whose repetition would change something.
[[nodiscard]] ExprPtr copyOf(const Expr &e);

/// A member with its place, found in anonymous members and base classes too.
[[nodiscard]] std::optional<debuginfo::Member> findMember(const debuginfo::TypeSource &types, const debuginfo::TypeInfo &type,
                                                          std::string_view name, int depth = 0);
/// Names of all members that findMember finds.
[[nodiscard]] std::vector<std::string> memberNames(const debuginfo::TypeSource &types, const debuginfo::TypeInfo &type,
                                                   int depth = 0);
[[nodiscard]] bool isComposite(const debuginfo::TypeInfo &type);
/// Whether a value of it fits a number: integers, pointers, enumerations, booleans, characters, and the
/// bits of floating-point numbers.
[[nodiscard]] bool isScalar(const debuginfo::TypeInfo &type);
[[nodiscard]] bool isText(const debuginfo::TypeInfo &type);

}
