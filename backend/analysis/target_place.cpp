// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "analysis/target_place.h"

namespace tapscope::analysis {

using debuginfo::Member;
using debuginfo::TypeInfo;
using debuginfo::TypeSource;
using script::BinaryOperator;

namespace {

constexpr int deepestMember = 16;

}

ExprPtr numberExpr(int64_t value, const Range &range)
{
    auto expr = std::make_unique<NumberExpr>(Type::Long, range);
    expr->value = value;
    return expr;
}

ExprPtr arithmetic(BinaryOperator op, ExprPtr a, ExprPtr b, const Range &range)
{
    if (const auto *number = as<NumberExpr>(b); number && number->value == 0 && op != BinaryOperator::And)
        return a;
    auto expr = std::make_unique<BinaryExpr>(Type::Long, range);
    expr->op = op;
    expr->operatorRange = range;
    expr->left = std::move(a);
    expr->right = std::move(b);
    return expr;
}

ExprPtr memoryAt(ExprPtr address, uint32_t bytes, bool kernelMemory, const Range &range)
{
    auto expr = std::make_unique<CallIntrinsicExpr>(Type::Long, range);
    expr->intrinsic = kernelMemory ? Intrinsic::KernelLong : Intrinsic::UserLong;
    expr->arguments.push_back(std::move(address));
    expr->arguments.push_back(numberExpr(bytes, range));
    return expr;
}

ExprPtr copyOf(const Expr &e)
{
    switch (e.kind) {
    case ExprKind::Number: return numberExpr(as<NumberExpr>(&e)->value, e.range);
    case ExprKind::Local: {
        auto copy = std::make_unique<LocalExpr>(Type::Long, e.range);
        copy->local = as<LocalExpr>(&e)->local;
        return copy;
    }
    case ExprKind::Global: {
        auto copy = std::make_unique<GlobalExpr>(Type::Long, e.range);
        copy->global = as<GlobalExpr>(&e)->global;
        return copy;
    }
    case ExprKind::TargetValue: {
        const auto &value = *as<TargetValueExpr>(&e);
        auto copy = std::make_unique<TargetValueExpr>(Type::Long, e.range);
        copy->name = value.name;
        copy->location = value.location;
        copy->byteSize = value.byteSize;
        copy->isSigned = value.isSigned;
        return copy;
    }
    case ExprKind::Binary: {
        const auto &binary = *as<BinaryExpr>(&e);
        ExprPtr left = copyOf(*binary.left);
        ExprPtr right = copyOf(*binary.right);
        if (!left || !right)
            return nullptr;
        auto copy = std::make_unique<BinaryExpr>(Type::Long, e.range);
        copy->op = binary.op;
        copy->operatorRange = binary.operatorRange;
        copy->left = std::move(left);
        copy->right = std::move(right);
        return copy;
    }
    case ExprKind::CallIntrinsic: {
        const auto &call = *as<CallIntrinsicExpr>(&e);
        auto copy = std::make_unique<CallIntrinsicExpr>(call.type, e.range);
        copy->intrinsic = call.intrinsic;
        for (const ExprPtr &argument : call.arguments) {
            ExprPtr inner = copyOf(*argument);
            if (!inner)
                return nullptr;
            copy->arguments.push_back(std::move(inner));
        }
        return copy;
    }
    case ExprKind::Conditional: {
        const auto &choice = *as<ConditionalExpr>(&e);
        auto copy = std::make_unique<ConditionalExpr>(choice.type, e.range);
        copy->condition = copyOf(*choice.condition);
        copy->whenTrue = copyOf(*choice.whenTrue);
        copy->whenFalse = copyOf(*choice.whenFalse);
        return copy->condition && copy->whenTrue && copy->whenFalse ? std::move(copy) : nullptr;
    }
    case ExprKind::In: {
        auto copy = std::make_unique<InExpr>(Type::Long, e.range);
        copy->global = as<InExpr>(&e)->global;
        for (const ExprPtr &key : as<InExpr>(&e)->keys) {
            if (ExprPtr inner = key ? copyOf(*key) : nullptr)
                copy->keys.push_back(std::move(inner));
            else
                return nullptr;
        }
        return copy;
    }
    case ExprKind::String: {
        auto copy = std::make_unique<StringExpr>(Type::String, e.range);
        copy->value = as<StringExpr>(&e)->value;
        return copy;
    }
    case ExprKind::Element: {
        const auto &element = *as<ElementExpr>(&e);
        auto copy = std::make_unique<ElementExpr>(Type::Long, e.range);
        copy->global = element.global;
        for (const ExprPtr &key : element.keys) {
            ExprPtr inner = key ? copyOf(*key) : nullptr;
            if (!inner)
                return nullptr;
            copy->keys.push_back(std::move(inner));
        }
        return copy;
    }
    default: return nullptr;
    }
}

std::optional<Member> findMember(const TypeSource &types, const TypeInfo &type, std::string_view name, int depth)
{
    if (depth > deepestMember)
        return std::nullopt;
    const std::vector<Member> members = types.membersOf(type);
    for (const Member &member : members) {
        if (member.name == name)
            return member;
    }
    for (const Member &member : members) {
        if (!member.name.empty() || !isComposite(member.type))
            continue;
        if (auto inside = findMember(types, member.type, name, depth + 1)) {
            inside->byteOffset += member.byteOffset;
            return inside;
        }
    }
    return std::nullopt;
}

std::vector<std::string> memberNames(const TypeSource &types, const TypeInfo &type, int depth)
{
    std::vector<std::string> out;
    if (depth > deepestMember)
        return out;
    for (const Member &member : types.membersOf(type)) {
        if (!member.name.empty()) {
            out.push_back(member.name);
        } else if (isComposite(member.type)) {
            for (std::string &name : memberNames(types, member.type, depth + 1))
                out.push_back(std::move(name));
        }
    }
    return out;
}

bool isComposite(const TypeInfo &type)
{
    return type.kind == TypeInfo::Kind::Structure || type.kind == TypeInfo::Kind::Union;
}

bool isScalar(const TypeInfo &type)
{
    switch (type.kind) {
    case TypeInfo::Kind::Integer:
    case TypeInfo::Kind::Boolean:
    case TypeInfo::Kind::Character:
    case TypeInfo::Kind::Float: // the bits, of which the functions fp_… make something
    case TypeInfo::Kind::Enumeration:
    case TypeInfo::Kind::Pointer: return type.byteSize == 1 || type.byteSize == 2 || type.byteSize == 4 || type.byteSize == 8;
    default: return false;
    }
}

bool isText(const TypeInfo &type)
{
    return (type.kind == TypeInfo::Kind::Pointer || type.kind == TypeInfo::Kind::Array)
        && type.targetKind == TypeInfo::Kind::Character
        && (type.targetName.starts_with("char") || type.targetName.starts_with("signed char")
            || type.targetName.starts_with("unsigned char") || type.targetName == "u8" || type.targetName == "s8");
}

}
