// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "analysis/body_builder.h"
#include "base/similar.h"

#include <algorithm>
#include <utility>

namespace tapscope::analysis {

using debuginfo::Location;
using debuginfo::Member;
using debuginfo::TypeInfo;
using debuginfo::VariableAt;
using script::Access;
using script::BinaryOperator;

namespace {

ExprPtr valueExpr(const VariableAt &variable, Location::Kind kind, uint8_t bytes, bool isSigned, const Range &range)
{
    auto expr = std::make_unique<TargetValueExpr>(Type::Long, range);
    expr->name = variable.name;
    expr->location = variable.location;
    expr->location.kind = kind;
    expr->byteSize = bytes;
    expr->isSigned = isSigned;
    return expr;
}

ExprPtr shifted(ExprPtr value, uint32_t left, uint32_t right, bool isSigned, const Range &range)
{
    value = arithmetic(BinaryOperator::ShiftLeft, std::move(value), numberExpr(left, range), range);
    return arithmetic(isSigned ? BinaryOperator::ShiftRight : BinaryOperator::ShiftRightLogical, std::move(value),
                      numberExpr(right, range), range);
}

constexpr uint64_t mostImpliedElements = 65536; // behind a pointer, which does not tell how many there are

bool isPretty(const Access &access)
{
    return access.kind == Access::Kind::Pretty || access.kind == Access::Kind::PrettyDeep;
}

}

bool BodyBuilder::canCompute(const Location &location) const
{
    const TargetScope &scope = m_probe ? m_probe->m_scope : m_scope;
    const auto isKept = [&](const debuginfo::LocationStep &step) {
        return step.op != debuginfo::LocationStep::Op::EntryRegister || scope.callFrame;
    };
    return std::ranges::all_of(location.steps, isKept)
        && std::ranges::all_of(location.pieces, [this](const Location &piece) { return canCompute(piece); });
}

bool BodyBuilder::placeError(std::string_view id, const Range &range, Text message, Text nextStep)
{
    if (!m_quiet)
        m_context.error(id, range, std::move(message), std::move(nextStep));
    return false;
}

std::optional<TargetPlace> BodyBuilder::placeOf(const VariableAt &variable, const std::string &text, const Range &range,
                                                const std::vector<Access> *accesses)
{
    // What all objects of a class share is there without this one.
    const bool isShared = accesses && hasStaticMember(variable.type, *accesses);
    if (variable.location.kind == Location::Kind::Unavailable && !isShared) {
        unavailable(text, range, variable.location.reason);
        return std::nullopt;
    }
    if (isComputed(variable.location) && !canCompute(variable.location)) {
        unavailable(text, range,
                    {TAPSCOPE_TEXT("Diagnostics", "only its value at the function's entry is known here, which is gone"), {}});
        return std::nullopt;
    }
    TargetPlace place;
    place.computed = [this, range](const std::vector<debuginfo::LocationStep> &steps) { return computedValue(steps, range); };
    place.type = variable.type;
    place.types = m_scope.types;
    place.kernelMemory = m_scope.kernelMemory;
    place.text = text;
    place.range = range;
    if (isShared) {
        place.isImplied = variable.type.kind == TypeInfo::Kind::Pointer;
        return place;
    }
    if (variable.location.kind == Location::Kind::Memory && isComputed(variable.location))
        place.address = computedValue(variable.location.steps, range);
    else if (variable.location.kind == Location::Kind::Implied || isComputed(variable.location))
        keptIn(place, variable.location);
    else if (variable.location.kind == Location::Kind::Memory)
        place.address = valueExpr(variable, Location::Kind::Value, 8, false, range);
    else if (isScalar(variable.type))
        place.value = valueExpr(variable, Location::Kind::Value, static_cast<uint8_t>(variable.type.byteSize),
                                variable.type.isSigned, range);
    if (variable.location.kind == Location::Kind::Pieces) {
        place.pieces = variable.location.pieces;
    } else if (!place.address && !place.value && place.pieces.empty() && !isScalar(variable.type)) {
        place.pieces = {variable.location}; // a small structure in a register, or what only a pretty text can stand for
        place.pieces.front().bits = 64;
    }
    if (!settle(place))
        return std::nullopt;
    if (!place.address && !place.value && place.pieces.empty()) {
        placeError("unreadable-target-variable", range,
                   {TAPSCOPE_TEXT("Diagnostics", "'%1' is of type %2, whose value cannot be read as a number"),
                    {text, variable.type.name}},
                   {TAPSCOPE_TEXT("Diagnostics", "integers, pointers, enumerations and members of structures can be"), {}});
        return std::nullopt;
    }
    return place;
}

TargetPlace BodyBuilder::placeBehind(ExprPtr pointer, const Pointee &pointee, std::string text, const Range &range)
{
    TargetPlace place;
    place.type = pointee.type;
    place.types = pointee.types;
    place.kernelMemory = pointee.kernelMemory;
    place.address = std::move(pointer);
    place.text = std::move(text);
    place.range = range;
    return place;
}

// A place in pieces that is whole in one of them, or a number, needs them no longer.
bool BodyBuilder::settle(TargetPlace &place)
{
    if (place.pieces.empty())
        return true;
    const Location *implied = place.type.kind == TypeInfo::Kind::Pointer ? impliedIn(place) : nullptr;
    if (implied) {
        const Location pointer = *implied;
        if (const Location &object = pointer.pieces.front(); object.kind == Location::Kind::Memory) {
            place.value = locatedAt(place, object, Location::Kind::Value, static_cast<uint64_t>(pointer.offset), 8);
            place.pieces.clear();
            return true;
        }
        keptIn(place, pointer.pieces.front());
        place.firstBit = static_cast<uint64_t>(pointer.offset) * 8;
        place.isImplied = true;
        return true;
    }
    if (ExprPtr address = place.bitSize == 0 ? addressOfPieces(place) : nullptr) {
        place.address = std::move(address);
    } else if (isScalar(place.type)) {
        Text why;
        place.value = valueOfPieces(place, place.bitSize != 0 ? place.bitSize : place.type.byteSize * 8, place.type.isSigned,
                                    why);
        if (!place.value) {
            unavailable(place.text, place.range, why);
            return false;
        }
        place.bitSize = 0;
    } else {
        return true;
    }
    place.pieces.clear();
    return true;
}

bool BodyBuilder::hasStaticMember(const TypeInfo &type, const std::vector<Access> &accesses)
{
    if (accesses.empty() || accesses.front().kind != Access::Kind::Member || !m_scope.types)
        return false;
    const auto target = type.kind == TypeInfo::Kind::Pointer ? m_scope.types->targetOf(type) : std::optional(type);
    if (!target || !isComposite(*target) || findMember(*m_scope.types, *target, accesses.front().member.text))
        return false;
    const bool before = std::exchange(m_quiet, true);
    TargetPlace place;
    place.types = m_scope.types;
    const bool found = staticMemberOf(place, *target, accesses.front().member.text, 0);
    m_quiet = before;
    return found;
}

// Of a class or its bases; it is not in the object.
bool BodyBuilder::staticMemberOf(TargetPlace &place, const TypeInfo &type, const std::string &name, int depth)
{
    constexpr int deepestBase = 8;
    if (!m_scope.module || place.types != m_scope.module.get() || depth > deepestBase || type.name.empty())
        return false;
    const std::string owner = type.name.substr(type.name.rfind(' ') + 1);
    for (const VariableAt &variable : m_scope.module->globals(owner + "::" + name, {}, m_scope.address)) {
        auto found = variable.location.kind != Location::Kind::Unavailable
            ? placeOf(variable, place.text + "->" + name, place.range)
            : std::nullopt;
        if (found) {
            place = std::move(*found);
            return true;
        }
    }
    return std::ranges::any_of(place.types->membersOf(type), [&](const Member &base) {
        return base.name.empty() && isComposite(base.type) && staticMemberOf(place, base.type, name, depth + 1);
    });
}

bool BodyBuilder::memberOf(TargetPlace &place, const Access &access)
{
    place.isCast = false;
    if (place.type.kind == TypeInfo::Kind::Pointer) {
        const auto target = place.types ? place.types->targetOf(place.type) : std::nullopt;
        if (!target || !isComposite(*target))
            return placeError("not-a-structure", access.range,
                              {TAPSCOPE_TEXT("Diagnostics", "'%1' is of type %2, which has no members"),
                               {place.text, place.type.name}},
                              {TAPSCOPE_TEXT("Diagnostics", "[0] reads what a pointer points to; @cast gives it another type"),
                               {}});
        if (!std::exchange(place.isImplied, false)) {
            ExprPtr pointer = load(place);
            place.address = std::move(pointer);
            place.value = nullptr;
            place.bitSize = 0;
        }
        place.type = *target;
    }
    if (!isComposite(place.type))
        return placeError(
            "not-a-structure", access.range,
            {TAPSCOPE_TEXT("Diagnostics", "'%1' is of type %2, which has no members"), {place.text, place.type.name}},
            {TAPSCOPE_TEXT("Diagnostics", "members can be read of structures, unions, classes and pointers to them"), {}});
    const auto member = place.types ? findMember(*place.types, place.type, access.member.text) : std::nullopt;
    if (!member && staticMemberOf(place, place.type, access.member.text, 0))
        return true;
    if (!member) {
        if (m_quiet)
            return false;
        const std::vector<std::string> names = place.types ? memberNames(*place.types, place.type) : std::vector<std::string>();
        const std::vector<std::string> similar = similarNames(access.member.text, names);
        std::string all;
        for (size_t i = 0; i < names.size() && i < 12; ++i)
            all += (all.empty() ? "" : ", ") + names[i];
        if (names.size() > 12)
            all += ", …";
        script::Diagnostic *diagnostic = m_context.error(
            "unknown-member", access.member.range,
            {TAPSCOPE_TEXT("Diagnostics", "%1 has no member '%2'"), {place.type.name, access.member.text}},
            names.empty() ? Text{TAPSCOPE_TEXT("Diagnostics", "the debug information only declares it, without its members"), {}}
                : !similar.empty() ? didYouMean(similar)
                                   : Text{TAPSCOPE_TEXT("Diagnostics", "it has: %1"), {all}});
        if (diagnostic && !similar.empty())
            diagnostic->fixIts.push_back(replaceBy(access.member.range, similar.front()));
        return false;
    }
    place.text += "->" + access.member.text;
    place.type = member->type;
    if (!place.pieces.empty()) {
        place.firstBit += member->byteOffset * 8 + member->bitOffset;
        place.bitSize = member->bitSize;
        return settle(place);
    }
    place.address = arithmetic(BinaryOperator::Add, std::move(place.address),
                               numberExpr(static_cast<int64_t>(member->byteOffset), place.range), place.range);
    place.bitOffset = member->bitOffset;
    place.bitSize = member->bitSize;
    place.unitBytes = member->unitBytes;
    return true;
}

bool BodyBuilder::elementOf(TargetPlace &place, const Access &access)
{
    const bool isObject = place.type.kind != TypeInfo::Kind::Array && place.type.kind != TypeInfo::Kind::Pointer;
    const bool isOfMany = std::exchange(place.isCast, false) && isObject;
    const auto target = isOfMany ? std::optional(place.type) : place.types ? place.types->targetOf(place.type) : std::nullopt;
    if (!target || target->byteSize == 0)
        return placeError("not-an-array", access.range,
                          {TAPSCOPE_TEXT("Diagnostics", "'%1' is of type %2, which has no elements"),
                           {place.text, place.type.name}},
                          {TAPSCOPE_TEXT("Diagnostics", "arrays and pointers have; @cast gives a value another type"), {}});
    if (!place.pieces.empty()) {
        std::optional<int64_t> at = 0;
        if (const auto *literal = as<script::Number>(access.index)) {
            at = literal->value;
        } else if (!m_quiet && access.index) {
            Typed built = expression(access.index.get());
            const auto *constant = as<NumberExpr>(built.expr);
            at = constant ? std::optional(constant->value) : std::nullopt;
        }
        const bool isPointer = std::exchange(place.isImplied, false);
        const uint64_t count = isPointer ? mostImpliedElements : place.type.byteSize / target->byteSize;
        if (!at || *at < 0 || static_cast<uint64_t>(*at) >= count)
            return placeError("not-in-memory", access.range,
                              {TAPSCOPE_TEXT("Diagnostics",
                                             "'%1' is not in memory here, so its elements can be named by a number only"),
                               {place.text}},
                              {TAPSCOPE_TEXT("Diagnostics", "write the index as a number that the array has"), {}});
        place.firstBit += static_cast<uint64_t>(*at) * target->byteSize * 8;
        place.type = *target;
        place.text += "[…]";
        return settle(place);
    }
    const bool isAtAddress = isOfMany || place.type.kind == TypeInfo::Kind::Array;
    ExprPtr base = isAtAddress ? std::move(place.address) : load(place);
    ExprPtr index;
    if (m_quiet || !access.index) {
        index = numberExpr(0, access.range);
    } else {
        Typed built = expression(access.index.get());
        require(built, Type::Long);
        index = std::move(built.expr);
    }
    if (const auto *constant = as<NumberExpr>(index))
        index = numberExpr(constant->value * static_cast<int64_t>(target->byteSize), access.range);
    else if (target->byteSize > 1)
        index = arithmetic(BinaryOperator::Multiply, std::move(index),
                           numberExpr(static_cast<int64_t>(target->byteSize), access.range), access.range);
    place.address = arithmetic(BinaryOperator::Add, std::move(base), std::move(index), place.range);
    place.value = nullptr;
    place.bitSize = 0;
    place.type = *target;
    place.text += "[…]";
    return true;
}

bool BodyBuilder::follow(TargetPlace &place, const std::vector<Access> &accesses)
{
    for (const Access &access : accesses) {
        // What a C++ reference refers to is meant when it is used.
        if (place.type.isReference && place.types && !place.isImplied && access.kind != Access::Kind::Member) {
            if (const auto target = place.types->targetOf(place.type); target && target->kind == TypeInfo::Kind::Array) {
                ExprPtr pointer = load(place);
                place.address = std::move(pointer);
                place.value = nullptr;
                place.type = *target;
            }
        }
        if (isPretty(access))
            return true;
        if (access.kind == Access::Kind::Member ? !memberOf(place, access) : !elementOf(place, access))
            return false;
    }
    return true;
}

ExprPtr BodyBuilder::load(TargetPlace &place)
{
    if (place.value)
        return std::move(place.value);
    if (place.type.kind == TypeInfo::Kind::Array)
        return std::move(place.address);
    if (place.bitSize != 0) {
        ExprPtr unit = memoryAt(std::move(place.address), place.unitBytes, place.kernelMemory, place.range);
        return shifted(std::move(unit), 64 - place.bitOffset - place.bitSize, 64 - place.bitSize, place.type.isSigned,
                       place.range);
    }
    const auto bytes = static_cast<uint32_t>(place.type.byteSize);
    // What the location itself leads to is read in one step with it.
    if (const auto *at = as<TargetValueExpr>(place.address);
        at && !place.kernelMemory && at->location.kind == Location::Kind::Value && at->byteSize == 8) {
        auto direct = std::make_unique<TargetValueExpr>(Type::Long, place.range);
        direct->name = at->name;
        direct->location = at->location;
        direct->location.kind = Location::Kind::Memory;
        direct->byteSize = static_cast<uint8_t>(bytes);
        direct->isSigned = place.type.isSigned;
        place.address = nullptr;
        return direct;
    }
    ExprPtr value = memoryAt(std::move(place.address), bytes, place.kernelMemory, place.range);
    return place.type.isSigned && bytes < 8 ? shifted(std::move(value), 64 - 8 * bytes, 64 - 8 * bytes, true, place.range)
                                            : std::move(value);
}

Typed BodyBuilder::finishPlace(TargetPlace place, const std::vector<Access> &accesses, bool addressOf)
{
    const Range range = place.range;
    if (!follow(place, accesses))
        return broken(range);
    if (!accesses.empty() && isPretty(accesses.back()))
        return pretty(std::move(place), accesses.back().kind == Access::Kind::PrettyDeep);
    if (place.isImplied) {
        placeError("no-pointer", range,
                   {TAPSCOPE_TEXT("Diagnostics",
                                  "'%1' has no value here: what it points to is not in memory, and the compiler "
                                  "left the pointer out"),
                    {place.text}},
                   {TAPSCOPE_TEXT("Diagnostics", "read what it points to: %1->member, %1[0] or %1$"), {place.text}});
        return broken(range);
    }
    const auto known = [&](ExprPtr expr, std::shared_ptr<const Pointee> pointee) {
        expr->range = range;
        return Typed{std::move(expr), m_context.types().known(Type::Long, range), std::move(pointee)};
    };
    if (addressOf) {
        if (!place.address || place.bitSize != 0) {
            placeError(
                "no-address", range,
                place.bitSize
                    ? Text{TAPSCOPE_TEXT("Diagnostics", "'%1' is a bit field, which has no address"), {place.text}}
                    : Text{TAPSCOPE_TEXT("Diagnostics", "'%1' is in a register here, so it has no address"), {place.text}},
                place.bitSize
                    ? Text{TAPSCOPE_TEXT("Diagnostics", "leave out the & to read its value"), {}}
                    : Text{TAPSCOPE_TEXT("Diagnostics",
                                         "leave out the & to read its value, or probe a line further down (.statement), where "
                                         "a program built with -O0 keeps it in memory"),
                           {}});
            return broken(range);
        }
        auto pointee = std::make_shared<Pointee>(Pointee{place.type, place.types, place.kernelMemory});
        return known(std::move(place.address), std::move(pointee));
    }
    if (place.type.kind == TypeInfo::Kind::Array && place.address)
        return known(std::move(place.address), nullptr);
    if (!isScalar(place.type)) {
        if (isComposite(place.type))
            placeError(
                "structure-value", range,
                {TAPSCOPE_TEXT("Diagnostics", "'%1' is a whole %2, which has no single value"), {place.text, place.type.name}},
                {TAPSCOPE_TEXT("Diagnostics", "name a member of it, print it with $ behind it, or take its address with &"), {}});
        else
            placeError("unreadable-target-variable", range,
                       {TAPSCOPE_TEXT("Diagnostics", "'%1' is of type %2, whose value cannot be read as a number"),
                        {place.text, place.type.name}},
                       {TAPSCOPE_TEXT("Diagnostics", "integers, pointers, enumerations and members of structures can be"), {}});
        return broken(range);
    }
    std::shared_ptr<const Pointee> pointee;
    if (place.type.kind == TypeInfo::Kind::Pointer && place.types) {
        if (const auto target = place.types->targetOf(place.type))
            pointee = std::make_shared<Pointee>(Pointee{*target, place.types, place.kernelMemory});
    }
    return known(load(place), std::move(pointee));
}

Typed BodyBuilder::readVariable(const script::TargetVariable &node, const VariableAt &variable)
{
    std::optional<TargetPlace> place = placeOf(variable, node.name, node.nameRange, &node.accesses);
    if (!place)
        return broken(node.range);
    place->range = node.range;
    return finishPlace(std::move(*place), node.accesses, node.addressOf);
}

}
