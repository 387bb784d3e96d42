// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "analysis/body_builder.h"

#include <algorithm>
#include <utility>

/// Variables whose place or value the compiler tells by more than the registers and the memory of the moment: by what was in a
/// register when the function was entered (DW_OP_entry_value: DWARF 5, 2.5.1.7), or as a number that has become a
/// floating-point one (typed expressions: 2.5.1.6).
namespace tapscope::analysis {

using debuginfo::Location;
using debuginfo::LocationStep;
using script::BinaryOperator;
using Op = LocationStep::Op;

namespace {

std::optional<BinaryOperator> operatorOf(Op op)
{
    switch (op) {
    case Op::Add: return BinaryOperator::Add;
    case Op::Subtract: return BinaryOperator::Subtract;
    case Op::Multiply: return BinaryOperator::Multiply;
    case Op::And: return BinaryOperator::And;
    case Op::Or: return BinaryOperator::Or;
    case Op::Xor: return BinaryOperator::Xor;
    case Op::ShiftLeft: return BinaryOperator::ShiftLeft;
    case Op::ShiftRight: return BinaryOperator::ShiftRightLogical;
    case Op::ShiftRightArithmetic: return BinaryOperator::ShiftRight;
    case Op::Equal: return BinaryOperator::Equal;
    case Op::NotEqual: return BinaryOperator::NotEqual;
    case Op::Less: return BinaryOperator::Less;
    case Op::LessEqual: return BinaryOperator::LessEqual;
    case Op::Greater: return BinaryOperator::Greater;
    case Op::GreaterEqual: return BinaryOperator::GreaterEqual;
    default: return std::nullopt; // a division by 0 would be an error of the script's
    }
}

ExprPtr stepAlone(const LocationStep &step, const Range &range)
{
    auto value = std::make_unique<TargetValueExpr>(Type::Long, range);
    value->name = "register";
    value->location.kind = Location::Kind::Value;
    value->location.steps = {step};
    return value;
}

ExprPtr called(Intrinsic intrinsic, ExprPtr argument, const Range &range)
{
    auto call = std::make_unique<CallIntrinsicExpr>(Type::Long, range);
    call->intrinsic = intrinsic;
    call->arguments.push_back(std::move(argument));
    return call;
}

// A number that a double holds and that is rounded to the same float: what is behind a float's digits becomes one half.
ExprPtr shortened(ExprPtr number, const Range &range)
{
    constexpr int64_t behind = 0x7ff; // above 2^53, more than that many bits are
    const auto copy = [&] { return copyOf(*number); };
    const auto shifted = [&](int64_t bits) {
        return arithmetic(BinaryOperator::ShiftRight, copy(), numberExpr(bits, range), range);
    };
    auto half = std::make_unique<ConditionalExpr>(Type::Long, range);
    half->condition = arithmetic(BinaryOperator::And, copy(), numberExpr(behind, range), range);
    half->whenTrue = numberExpr((behind + 1) / 2, range);
    half->whenFalse = numberExpr(0, range);
    auto out = std::make_unique<ConditionalExpr>(Type::Long, range);
    out->condition = arithmetic(BinaryOperator::Xor, shifted(53), shifted(63), range);
    out->whenTrue = arithmetic(BinaryOperator::Or, arithmetic(BinaryOperator::And, copy(), numberExpr(~behind, range), range),
                               std::move(half), range);
    out->whenFalse = std::move(number);
    return out;
}

// The bits of the float nearest to a double of a float's range: half of what is cut off is added first.
ExprPtr narrowed(ExprPtr wide, const Range &range)
{
    const auto number = [&](int64_t value) { return numberExpr(value, range); };
    const auto copy = [&] { return copyOf(*wide); };
    ExprPtr odd = arithmetic(BinaryOperator::And, arithmetic(BinaryOperator::ShiftRightLogical, copy(), number(29), range),
                             number(1), range);
    ExprPtr rounded = arithmetic(BinaryOperator::And, copy(), number(INT64_MAX), range);
    rounded = arithmetic(BinaryOperator::Add, std::move(rounded), number((1 << 28) - 1), range);
    rounded = arithmetic(BinaryOperator::Add, std::move(rounded), std::move(odd), range);
    rounded = arithmetic(BinaryOperator::ShiftRightLogical, std::move(rounded), number(29), range);
    // The exponents' biases differ by 1023 - 127.
    rounded = arithmetic(BinaryOperator::Subtract, std::move(rounded), number(int64_t{896} << 23), range);
    ExprPtr sign = arithmetic(BinaryOperator::ShiftLeft, arithmetic(BinaryOperator::ShiftRightLogical, copy(), number(63), range),
                              number(31), range);
    auto out = std::make_unique<ConditionalExpr>(Type::Long, range);
    out->condition = std::move(wide);
    out->whenTrue = arithmetic(BinaryOperator::Or, std::move(rounded), std::move(sign), range);
    out->whenFalse = number(0);
    return out;
}

}

ExprPtr BodyBuilder::entryRegister(int64_t number, const Range &range)
{
    if (m_probe)
        return m_probe->entryRegister(number, range);
    if (!m_scope.callFrame)
        return nullptr;
    static const TargetScope whereItBegins = [] {
        TargetScope scope;
        scope.kind = TargetScope::Kind::Entry;
        return scope;
    }();
    auto known = m_entryRegisters.find(number);
    if (known == m_entryRegisters.end()) {
        if (!m_entry)
            m_entry = std::make_unique<BodyBuilder>(m_context, whereItBegins);
        const uint32_t added = m_context.addHiddenArray(2, m_context.types().known(Type::Long, range), range);
        known = m_entryRegisters.emplace(number, added).first;
        m_entry->m_effects.globalsWritten.insert(added);
        auto stored = std::make_unique<ElementExpr>(Type::Long, range);
        stored->global = added;
        stored->keys = m_entry->frameKeys(range);
        auto assign = std::make_unique<AssignExpr>(Type::Long, range);
        assign->target = std::move(stored);
        assign->value = stepAlone({Op::Register, number}, range);
        m_entryValues.push_back({added, std::move(assign)});
    }
    const auto keys = [&] {
        std::vector<ExprPtr> out = frameKeys(range);
        auto frame = std::make_unique<TargetValueExpr>(Type::Long, range);
        frame->name = "frame";
        frame->location = m_scope.callFrame->address;
        // At the entry the stack pointer is where the return address is.
        frame->location.steps.insert(frame->location.steps.end(), {{Op::Constant, -8}, {Op::Add, 0}});
        out.back() = std::move(frame);
        return out;
    };
    auto seen = std::make_unique<InExpr>(Type::Long, range);
    seen->global = known->second;
    seen->keys = keys();
    auto kept = std::make_unique<ElementExpr>(Type::Long, range);
    kept->global = known->second;
    kept->keys = keys();
    auto text = std::make_unique<StringExpr>(Type::String, range);
    text->value = "a value from the beginning of this call is not known: the call began before the probe was there";
    auto failure = std::make_unique<CallIntrinsicExpr>(Type::Long, range);
    failure->intrinsic = Intrinsic::Error;
    failure->arguments.push_back(std::move(text));
    auto out = std::make_unique<ConditionalExpr>(Type::Long, range);
    out->condition = std::move(seen);
    out->whenTrue = std::move(kept);
    out->whenFalse = std::move(failure);
    return out;
}

ExprPtr BodyBuilder::computedValue(const std::vector<LocationStep> &steps, const Range &range)
{
    std::vector<ExprPtr> stack;
    for (const LocationStep &step : steps) {
        if (step.isBinary()) {
            const auto op = operatorOf(step.op);
            if (!op || stack.size() < 2)
                return nullptr;
            ExprPtr right = std::move(stack.back());
            stack.pop_back();
            stack.back() = arithmetic(*op, std::move(stack.back()), std::move(right), range);
            continue;
        }
        const bool pushes = step.op == Op::Register || step.op == Op::Constant || step.op == Op::LoadBias
            || step.op == Op::ThreadPointer || step.op == Op::Argument || step.op == Op::Frame || step.op == Op::EntryRegister;
        if (!pushes && stack.empty())
            return nullptr;
        switch (step.op) {
        case Op::Constant: stack.push_back(numberExpr(step.value, range)); break;
        case Op::EntryRegister: stack.push_back(entryRegister(step.value, range)); break;
        case Op::Negate:
            stack.back() = arithmetic(BinaryOperator::Subtract, numberExpr(0, range), std::move(stack.back()), range);
            break;
        case Op::Not:
            stack.back() = arithmetic(BinaryOperator::Xor, std::move(stack.back()), numberExpr(-1, range), range);
            break;
        case Op::Load:
            stack.back() = memoryAt(std::move(stack.back()), static_cast<uint32_t>(step.value), m_scope.kernelMemory, range);
            break;
        case Op::ToFloat:
            if (step.value == sizeof(float))
                stack.back() = narrowed(called(Intrinsic::LongToFp, shortened(std::move(stack.back()), range), range), range);
            else
                stack.back() = called(Intrinsic::LongToFp, std::move(stack.back()), range);
            break;
        default: stack.push_back(stepAlone(step, range));
        }
        if (!stack.back())
            return nullptr;
    }
    return stack.size() == 1 ? std::move(stack.back()) : nullptr;
}

}
