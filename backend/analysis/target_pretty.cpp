// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "analysis/body_builder.h"

#include <algorithm>

namespace tapscope::analysis {

using debuginfo::Location;
using debuginfo::Member;
using debuginfo::TypeInfo;
using debuginfo::VariableAt;

namespace {

constexpr size_t mostArguments = 32;
constexpr int deepest = 8;

/// Collects what a value looks like: literal text, and conversions with their values.
class PrettyFormat {
public:
    PrettyFormat(const Range &range, bool deep) : m_range(range), m_deep(deep) {}

    std::unique_ptr<FormatExpr> take()
    {
        auto format = std::make_unique<FormatExpr>(Type::String, m_range);
        format->toString = true;
        flush();
        format->pieces = std::move(m_pieces);
        format->arguments = std::move(m_arguments);
        return format;
    }

    void text(std::string_view literal) { m_literal += literal; }
    [[nodiscard]] bool full() const { return m_arguments.size() >= mostArguments; }
    [[nodiscard]] bool failed() const { return m_failed; }

    void value(char conversion, ExprPtr expr)
    {
        FormatPiece &piece = m_pieces.emplace_back();
        piece.literal = std::exchange(m_literal, {});
        piece.conversion = conversion;
        m_arguments.push_back(std::move(expr));
    }

    /// The object at `address`, or `held` itself.
    void object(const TargetPlace &place, const ExprPtr &address, ExprPtr held, int level)
    {
        const TypeInfo &type = place.type;
        if (place.isImplied) {
            text("?");
            return;
        }
        const auto isRow = [&] {
            const auto target = type.kind == TypeInfo::Kind::Array && place.types ? place.types->targetOf(type) : std::nullopt;
            return target && target->kind == TypeInfo::Kind::Array; // of several dimensions
        };
        if (type.kind == TypeInfo::Kind::Array && level > 0 && !m_deep) {
            text("[...]");
            return;
        }
        if (isText(type) && !isRow() && (type.kind != TypeInfo::Kind::Array || address)) {
            ExprPtr pointer = type.kind == TypeInfo::Kind::Array ? copy(address)
                : held                                           ? std::move(held)
                                                                 : scalar(place, address);
            if (!pointer)
                return;
            auto call = std::make_unique<CallIntrinsicExpr>(Type::String, m_range);
            call->intrinsic = place.kernelMemory ? Intrinsic::KernelStringQuoted : Intrinsic::UserStringQuoted;
            call->arguments.push_back(std::move(pointer));
            value('s', std::move(call));
            return;
        }
        const bool isNowhere = !address && place.pieces.empty();
        if (isComposite(type)) {
            if (isNowhere || level > deepest || (level > 0 && !m_deep)) {
                text("{...}");
                return;
            }
            text("{");
            bool first = true;
            members(place, address, level, first);
            text("}");
            return;
        }
        if (type.kind == TypeInfo::Kind::Array) {
            if (isNowhere || level > deepest)
                text("[...]");
            else
                elements(place, address, level);
            return;
        }
        if (!isScalar(type) || type.kind == TypeInfo::Kind::Float) {
            text("?");
            return;
        }
        ExprPtr number = held ? std::move(held) : scalar(place, address);
        if (!number) {
            if (!m_failed)
                text("?"); // a part that is not to be had
            return;
        }
        switch (type.kind) {
        case TypeInfo::Kind::Pointer: value('p', std::move(number)); break;
        case TypeInfo::Kind::Character:
            text("'");
            value('c', std::move(number));
            m_pieces.back().alternate = true;
            text("'");
            break;
        default: value(type.isSigned || type.kind == TypeInfo::Kind::Enumeration ? 'i' : 'u', std::move(number));
        }
    }

private:
    ExprPtr copy(const ExprPtr &expr)
    {
        ExprPtr out = expr ? copyOf(*expr) : nullptr;
        m_failed = m_failed || !out;
        return out;
    }

    ExprPtr at(const ExprPtr &address, uint64_t offset)
    {
        if (!address)
            return nullptr; // in pieces
        ExprPtr base = copy(address);
        return base
            ? arithmetic(script::BinaryOperator::Add, std::move(base), numberExpr(static_cast<int64_t>(offset), m_range), m_range)
            : nullptr;
    }

    ExprPtr scalar(const TargetPlace &place, const ExprPtr &address)
    {
        if (!place.pieces.empty()) {
            Text why;
            return valueOfPieces(place, place.bitSize != 0 ? place.bitSize : place.type.byteSize * 8, place.type.isSigned, why);
        }
        ExprPtr from = copy(address);
        if (!from)
            return nullptr;
        const auto shift = [&](ExprPtr value, uint32_t left, uint32_t right) {
            value = arithmetic(script::BinaryOperator::ShiftLeft, std::move(value), numberExpr(left, m_range), m_range);
            return arithmetic(place.type.isSigned ? script::BinaryOperator::ShiftRight
                                                  : script::BinaryOperator::ShiftRightLogical,
                              std::move(value), numberExpr(right, m_range), m_range);
        };
        if (place.bitSize != 0)
            return shift(memoryAt(std::move(from), place.unitBytes, place.kernelMemory, m_range),
                         64 - place.bitOffset - place.bitSize, 64 - place.bitSize);
        const auto bytes = static_cast<uint32_t>(place.type.byteSize);
        ExprPtr value = memoryAt(std::move(from), bytes, place.kernelMemory, m_range);
        return place.type.isSigned && bytes < 8 ? shift(std::move(value), 64 - 8 * bytes, 64 - 8 * bytes) : std::move(value);
    }

    /// Those of base classes come last, as if they were the object's own.
    void members(const TargetPlace &place, const ExprPtr &address, int level, bool &first)
    {
        std::vector<Member> all = place.types->membersOf(place.type);
        std::ranges::stable_partition(all, [](const Member &member) { return !member.isBase; });
        for (const Member &member : all) {
            if (full()) {
                text(", ...");
                return;
            }
            TargetPlace inner;
            inner.type = member.type;
            inner.types = place.types;
            inner.kernelMemory = place.kernelMemory;
            inner.bitOffset = member.bitOffset;
            inner.bitSize = member.bitSize;
            inner.unitBytes = member.unitBytes;
            inner.pieces = place.pieces;
            inner.computed = place.computed;
            inner.firstBit = place.firstBit + member.byteOffset * 8 + member.bitOffset;
            const ExprPtr where = at(address, member.byteOffset);
            if (!where && inner.pieces.empty())
                return;
            if (member.isBase && level < deepest) {
                members(inner, where, level, first);
                continue;
            }
            text(first ? "" : ", ");
            first = false;
            if (member.name.empty())
                text(member.type.kind == TypeInfo::Kind::Union ? "<union>" : "<class>");
            else
                text("." + member.name);
            text("=");
            object(inner, where, nullptr, level + 1);
        }
    }

    void elements(const TargetPlace &place, const ExprPtr &address, int level)
    {
        auto target = place.types->targetOf(place.type);
        // Of several dimensions the very first element is shown.
        while (target && target->kind == TypeInfo::Kind::Array)
            target = place.types->targetOf(*target);
        text("[");
        if (target && target->byteSize > 0) {
            const uint64_t count = place.type.byteSize / target->byteSize;
            if (count > 0) {
                TargetPlace first;
                first.type = *target;
                first.types = place.types;
                first.kernelMemory = place.kernelMemory;
                first.pieces = place.pieces;
                first.computed = place.computed;
                first.firstBit = place.firstBit;
                object(first, address, nullptr, level + 1);
            }
            if (count > 1)
                text(", ...");
        }
        text("]");
    }

    void flush()
    {
        if (!m_literal.empty())
            m_pieces.emplace_back().literal = std::exchange(m_literal, {});
    }

    Range m_range;
    bool m_deep;
    bool m_failed = false;
    std::string m_literal;
    std::vector<FormatPiece> m_pieces;
    std::vector<ExprPtr> m_arguments;
};

}

Typed BodyBuilder::pretty(TargetPlace place, bool deep)
{
    const Range range = place.range;
    PrettyFormat format(range, deep);
    // A pointer to a structure shows the structure.
    if (place.type.kind == TypeInfo::Kind::Pointer && place.types && !isText(place.type)) {
        if (const auto target = place.types->targetOf(place.type); target && (isComposite(*target) || place.type.isReference)) {
            const bool isImplied = std::exchange(place.isImplied, false);
            if (!isImplied)
                place.address = load(place);
            place.value = nullptr;
            place.bitSize = 0;
            place.type = *target;
            if (isImplied && !settle(place))
                return broken(range);
        }
    }
    format.object(place, place.address, place.value ? std::move(place.value) : nullptr, 0);
    if (format.failed()) {
        m_context.error("pretty-index", range,
                        {TAPSCOPE_TEXT("Diagnostics",
                                       "'%1' is computed anew for each part of it, which an index like this cannot be"),
                         {place.text}},
                        {TAPSCOPE_TEXT("Diagnostics", "put the index into a variable first"), {}});
        return broken(range);
    }
    return {format.take(), m_context.types().known(Type::String, range)};
}

/// The structure that a pointer leads to, or ERROR where it leads nowhere: one pointer among others must not end the handler.
ExprPtr BodyBuilder::prettyBehind(TargetPlace pointer, const TypeInfo &target, bool deep)
{
    const Range range = pointer.range;
    const auto string = [&](std::string value) {
        auto expr = std::make_unique<StringExpr>(Type::String, range);
        expr->value = std::move(value);
        return expr;
    };
    ExprPtr address = load(pointer);
    ExprPtr again = address ? copyOf(*address) : nullptr;
    if (!again)
        return nullptr;
    PrettyFormat format(range, deep);
    pointer.address = std::move(again);
    pointer.value = nullptr;
    pointer.bitSize = 0;
    pointer.type = target;
    pointer.pieces.clear();
    format.object(pointer, pointer.address, nullptr, 0);
    if (format.failed())
        return nullptr;
    auto choice = std::make_unique<ConditionalExpr>(Type::String, range);
    choice->condition = std::move(address);
    choice->whenTrue = format.take();
    choice->whenFalse = string("ERROR");
    return choice;
}

Typed BodyBuilder::prettyList(const script::TargetVariable &node, bool deep)
{
    PrettyFormat format(node.range, deep);
    bool first = true;
    for (const VariableAt *variable : m_scope.list(node.name)) {
        format.text(first ? "" : " ");
        first = false;
        format.text(variable->name + "=");
        const bool before = std::exchange(m_quiet, true);
        std::optional<TargetPlace> place = format.full() ? std::nullopt : placeOf(*variable, variable->name, node.range);
        m_quiet = before;
        if (!place) {
            format.text("?");
            continue;
        }
        if (place->type.kind == TypeInfo::Kind::Pointer && place->types && !isText(place->type)) {
            const auto target = place->types->targetOf(place->type);
            if (target && place->type.isReference && !place->isImplied) {
                place->address = load(*place);
                place->value = nullptr;
                place->type = *target;
            } else if (target && isComposite(*target)) {
                if (ExprPtr text = prettyBehind(std::move(*place), *target, deep)) {
                    format.value('s', std::move(text));
                    continue;
                }
                format.text("?");
                continue;
            }
        }
        format.object(*place, place->address, std::move(place->value), 0);
    }
    return {format.take(), m_context.types().known(Type::String, node.range)};
}

}
