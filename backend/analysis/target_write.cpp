// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "analysis/body_builder.h"
#include "analysis/verdict.h"

#include <utility>

/// Guru mode: $x = value, where $x lies in the traced program's memory.
namespace tapscope::analysis {

using script::BinaryOperator;

Typed BodyBuilder::writeRefused(const Range &range, Text why, Text nextStep)
{
    m_context.error("target-write", range, std::move(why), std::move(nextStep));
    return broken(range);
}

Typed BodyBuilder::writeTarget(const script::Assign &node, Typed value)
{
    const auto &target = *as<script::TargetVariable>(node.target.get());
    const Range &range = target.range;
    const std::string written(m_context.sources().text(range));
    require(value, Type::Long);
    if (node.accumulate || node.op == BinaryOperator::Concatenate)
        return writeRefused(range, {TAPSCOPE_TEXT("Diagnostics", "'%1' is a number of the traced program"), {written}},
                            {TAPSCOPE_TEXT("Diagnostics", "assign a number to it"), {}});
    if (isVerdict(m_scope, target.name))
        return writeRefused(range, verdictRefusal(m_scope).what, verdictRefusal(m_scope).nextStep);
    if (m_scope.kernelMemory)
        return writeRefused(range,
                            {TAPSCOPE_TEXT("Diagnostics", "'%1' belongs to the kernel, whose memory eBPF programs cannot change"),
                             {written}},
                            {TAPSCOPE_TEXT("Diagnostics", "run this script with stap -g, which makes a kernel module of it"),
                             {}});
    if (m_scope.kind == TargetScope::Kind::Return && target.name != "$return")
        return writeRefused(range,
                            {TAPSCOPE_TEXT("Diagnostics", "'%1' is what it was at the function's entry, which is over"),
                             {written}},
                            {TAPSCOPE_TEXT("Diagnostics", "change it in a .call probe"), {}});
    std::optional<TargetPlace> place;
    if (target.base) {
        Typed pointer = expression(target.base.get());
        require(pointer, Type::Long);
        if (pointer.pointee)
            place = placeBehind(std::move(pointer.expr), *pointer.pointee, written, range);
    } else if (const debuginfo::VariableAt *variable = findTarget(target)) {
        place = placeOf(*variable, target.name, target.nameRange);
        if (place)
            place->range = range;
    } else {
        return broken(range);
    }
    if (!place || !follow(*place, target.accesses))
        return broken(range);
    if (place->kernelMemory)
        return writeRefused(range,
                            {TAPSCOPE_TEXT("Diagnostics", "'%1' belongs to the kernel, whose memory eBPF programs cannot change"),
                             {written}},
                            {TAPSCOPE_TEXT("Diagnostics", "run this script with stap -g, which makes a kernel module of it"),
                             {}});
    if (!place->address)
        return writeRefused(range,
                            {TAPSCOPE_TEXT("Diagnostics", "'%1' is in a register here, which eBPF programs cannot change"),
                             {written}},
                            {TAPSCOPE_TEXT("Diagnostics",
                                           "probe a line where it is in memory (a program built with -O0 keeps it there), "
                                           "or run this script with stap -g"),
                             {}});
    const uint64_t bytes = place->type.byteSize;
    if (place->bitSize != 0 || !isScalar(place->type) || (bytes != 1 && bytes != 2 && bytes != 4 && bytes != 8))
        return writeRefused(range,
                            {TAPSCOPE_TEXT("Diagnostics", "'%1' is of type %2, which cannot be written as one number"),
                             {written, place->type.name}},
                            {TAPSCOPE_TEXT("Diagnostics", "integers, pointers and enumerations can; name a member of it"), {}});
    ExprPtr result = std::move(value.expr);
    if (node.op) {
        ExprPtr address = copyOf(*place->address);
        if (!address)
            return writeRefused(range,
                                {TAPSCOPE_TEXT("Diagnostics", "'%1' is named in a way that changes something by itself"),
                                 {written}},
                                {TAPSCOPE_TEXT("Diagnostics", "keep the index in a variable of the script first"), {}});
        std::swap(address, place->address);
        TargetPlace before{place->type, place->types, false, std::move(address), nullptr, 0, 0, 0, written, range};
        result = arithmetic(*node.op, load(before), std::move(result), range);
    }
    auto call = std::make_unique<CallIntrinsicExpr>(Type::Long, node.range);
    call->intrinsic = Intrinsic::WriteUser;
    call->arguments.push_back(std::move(place->address));
    call->arguments.push_back(numberExpr(static_cast<int64_t>(bytes), range));
    call->arguments.push_back(std::move(result));
    return {std::move(call), m_context.types().known(Type::Long, node.range)};
}

}
