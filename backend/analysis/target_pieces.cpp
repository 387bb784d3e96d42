// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "analysis/target_place.h"

#include <algorithm>

/// Variables that the compiler keeps in parts: some in registers, some in memory, some nowhere.
namespace tapscope::analysis {

using debuginfo::Location;
using Op = debuginfo::LocationStep::Op;
using script::BinaryOperator;

namespace {

constexpr std::string_view goneReason = TAPSCOPE_TEXT("Diagnostics", "this part of it has been optimised out here");

// `bits` from `first` on, with zeros above.
ExprPtr partOf(const TargetPlace &place, const Location &piece, uint64_t first, uint64_t bits)
{
    const auto cut = [&](ExprPtr value, uint64_t from) {
        value = arithmetic(BinaryOperator::ShiftLeft, std::move(value),
                           numberExpr(static_cast<int64_t>(64 - from - bits), place.range), place.range);
        return arithmetic(BinaryOperator::ShiftRightLogical, std::move(value),
                          numberExpr(static_cast<int64_t>(64 - bits), place.range), place.range);
    };
    if (piece.kind == Location::Kind::Value) {
        ExprPtr whole = first + bits > 64 ? nullptr : locatedAt(place, piece, Location::Kind::Value, 0, 8);
        return whole ? cut(std::move(whole), first) : nullptr;
    }
    const uint64_t start = first / 8;
    for (const uint8_t bytes : std::initializer_list<uint8_t>{1, 2, 4, 8}) {
        if (first % 8 + bits > bytes * 8U)
            continue;
        ExprPtr unit = place.kernelMemory && !isComputed(piece)
            ? memoryAt(locatedAt(place, piece, Location::Kind::Value, start, 8), bytes, true, place.range)
            : locatedAt(place, piece, Location::Kind::Memory, start, bytes);
        return !unit || (first % 8 == 0 && bits == bytes * 8U) ? std::move(unit) : cut(std::move(unit), first % 8);
    }
    return nullptr;
}

}

bool isComputed(const Location &location)
{
    return std::ranges::any_of(location.steps, &debuginfo::LocationStep::isComputed)
        || std::ranges::any_of(location.pieces, isComputed);
}

ExprPtr locatedAt(const TargetPlace &place, const Location &at, Location::Kind kind, uint64_t furtherBytes, uint8_t bytes)
{
    const auto further = static_cast<int64_t>(furtherBytes);
    if (std::ranges::any_of(at.steps, &debuginfo::LocationStep::isComputed)) {
        ExprPtr value = place.computed ? place.computed(at.steps) : nullptr;
        if (!value)
            return nullptr;
        value = arithmetic(BinaryOperator::Add, std::move(value), numberExpr(further, place.range), place.range);
        return kind == Location::Kind::Memory ? memoryAt(std::move(value), bytes, place.kernelMemory, place.range)
                                              : std::move(value);
    }
    auto expr = std::make_unique<TargetValueExpr>(Type::Long, place.range);
    expr->name = place.text;
    expr->location.kind = kind;
    expr->location.steps = at.steps;
    if (furtherBytes > 0)
        expr->location.steps.insert(expr->location.steps.end(), {{Op::Constant, further}, {Op::Add, 0}});
    expr->byteSize = bytes;
    return expr;
}

const Location *impliedIn(const TargetPlace &place)
{
    uint64_t at = 0;
    for (const Location &piece : place.pieces) {
        if (at == place.firstBit)
            return piece.kind == Location::Kind::Implied && !piece.pieces.empty() ? &piece : nullptr;
        at += piece.bits;
    }
    return nullptr;
}

void keptIn(TargetPlace &place, const Location &held)
{
    constexpr uint64_t anyBits = uint64_t(1) << 40; // of what is in memory
    place.address = nullptr;
    place.value = nullptr;
    place.bitSize = 0;
    place.firstBit = 0;
    place.isImplied = false;
    if (held.kind == Location::Kind::Pieces) {
        place.pieces = held.pieces;
        return;
    }
    place.pieces = {held};
    place.pieces.front().bits = held.kind == Location::Kind::Memory ? anyBits : 64;
}

ExprPtr valueOfPieces(const TargetPlace &place, uint64_t bits, bool isSigned, Text &why)
{
    const uint64_t first = place.firstBit, end = first + bits;
    ExprPtr value;
    uint64_t at = 0, covered = 0;
    why = {goneReason, {}};
    for (const Location &piece : place.pieces) {
        const uint64_t from = std::max(first, at), to = std::min(end, at + piece.bits);
        if (from < to) {
            if (piece.kind == Location::Kind::Unavailable) {
                why = piece.reason;
                return nullptr;
            }
            if (piece.kind != Location::Kind::Value && piece.kind != Location::Kind::Memory)
                return nullptr;
            ExprPtr part = partOf(place, piece, from - at, to - from);
            if (!part)
                return nullptr;
            part = arithmetic(BinaryOperator::ShiftLeft, std::move(part),
                              numberExpr(static_cast<int64_t>(from - first), place.range), place.range);
            value = value ? arithmetic(BinaryOperator::Or, std::move(value), std::move(part), place.range) : std::move(part);
            covered += to - from;
        }
        at += piece.bits;
    }
    if (bits == 0 || bits > 64 || covered != bits)
        return nullptr;
    if (!isSigned || bits == 64)
        return value;
    const auto shift = static_cast<int64_t>(64 - bits);
    value = arithmetic(BinaryOperator::ShiftLeft, std::move(value), numberExpr(shift, place.range), place.range);
    return arithmetic(BinaryOperator::ShiftRight, std::move(value), numberExpr(shift, place.range), place.range);
}

ExprPtr addressOfPieces(const TargetPlace &place)
{
    uint64_t at = 0;
    for (const Location &piece : place.pieces) {
        if (place.firstBit >= at && place.firstBit + place.type.byteSize * 8 <= at + piece.bits)
            return piece.kind == Location::Kind::Memory && !isComputed(piece) && (place.firstBit - at) % 8 == 0
                ? locatedAt(place, piece, Location::Kind::Value, (place.firstBit - at) / 8, 8)
                : nullptr;
        at += piece.bits;
    }
    return nullptr;
}

}
