// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "translator/arithmetic.h"

namespace tapscope::translator::ir {

std::optional<int64_t> evaluate(Op op, int64_t a, int64_t b)
{
    // Unsigned arithmetic wraps by definition; the conversion back is modulo 2^64 since C++20.
    const auto ua = static_cast<uint64_t>(a);
    const auto ub = static_cast<uint64_t>(b);
    const auto wrapped = [](uint64_t v) { return static_cast<int64_t>(v); };
    switch (op) {
    case Op::Add: return wrapped(ua + ub);
    case Op::Subtract: return wrapped(ua - ub);
    case Op::Multiply: return wrapped(ua * ub);
    case Op::Divide:
        if (b == 0)
            return std::nullopt;
        return b == -1 ? wrapped(0 - ua) : a / b;
    case Op::Modulo:
        if (b == 0)
            return std::nullopt;
        return b == -1 ? 0 : a % b;
    case Op::ShiftLeft: return wrapped(ua << (ub & 63));
    case Op::ShiftRight: return a >> (ub & 63);
    case Op::ShiftRightLogical: return wrapped(ua >> (ub & 63));
    case Op::And: return a & b;
    case Op::Or: return a | b;
    case Op::Xor: return a ^ b;
    case Op::Negate: return wrapped(0 - ua);
    case Op::Complement: return ~a;
    case Op::Not: return a == 0;
    case Op::Equal: return a == b;
    case Op::NotEqual: return a != b;
    case Op::Less: return a < b;
    case Op::LessEqual: return a <= b;
    case Op::Greater: return a > b;
    case Op::GreaterEqual: return a >= b;
    default: return std::nullopt;
    }
}

bool isPure(const Instruction &instruction)
{
    switch (instruction.op) {
    case Op::Constant:
    case Op::StringConstant:
    case Op::LoadLocal:
    case Op::LoadGlobal:
    case Op::LoadElement:
    case Op::HasElement:
    case Op::Add:
    case Op::Subtract:
    case Op::Multiply:
    case Op::ShiftLeft:
    case Op::ShiftRight:
    case Op::ShiftRightLogical:
    case Op::And:
    case Op::Or:
    case Op::Xor:
    case Op::Negate:
    case Op::Complement:
    case Op::Not:
    case Op::Equal:
    case Op::NotEqual:
    case Op::Less:
    case Op::LessEqual:
    case Op::Greater:
    case Op::GreaterEqual:
    case Op::StringCompare:
    case Op::Concatenate:
    case Op::TargetVariables:
    case Op::Format: return true;
    case Op::Intrinsic:
        switch (static_cast<analysis::Intrinsic>(instruction.imm)) {
        case analysis::Intrinsic::ThreadIndent:
        case analysis::Intrinsic::Indent:
        case analysis::Intrinsic::Exit:
        case analysis::Intrinsic::Log:
        case analysis::Intrinsic::Warn:
        case analysis::Intrinsic::Error:
        case analysis::Intrinsic::Stringat:
        case analysis::Intrinsic::Tokenize:
        case analysis::Intrinsic::UserString:
        case analysis::Intrinsic::UserMemory:
        case analysis::Intrinsic::KernelMemory:
        case analysis::Intrinsic::KernelString:
        case analysis::Intrinsic::KernelLong:
        case analysis::Intrinsic::Argument:
        case analysis::Intrinsic::UserLong:
        case analysis::Intrinsic::Random:
        case analysis::Intrinsic::RegexMatch:
        case analysis::Intrinsic::Matched:
        case analysis::Intrinsic::Ngroups:
        case analysis::Intrinsic::System:
        case analysis::Intrinsic::PrintUserStack:
        case analysis::Intrinsic::PrintKernelStack:
        case analysis::Intrinsic::UserLoadAddress:
        case analysis::Intrinsic::Abort:
        case analysis::Intrinsic::FileValue: // what it was before it is set
        case analysis::Intrinsic::SetFileValue:
        case analysis::Intrinsic::AppendFileValue:
        case analysis::Intrinsic::WriteUser:
        case analysis::Intrinsic::SendSignal:
        case analysis::Intrinsic::KernelLog:
        case analysis::Intrinsic::PerfCounter: return false;
        default: return true;
        }
    default: return false;
    }
}

bool mayRaise(const Instruction &instruction)
{
    if (isPure(instruction))
        return false;
    switch (instruction.op) {
    case Op::StoreLocal:
    case Op::StoreGlobal:
    case Op::AddGlobal:
    case Op::DeleteElement:
    case Op::DeleteGlobal:
    case Op::Print:
    case Op::ForeachNext:
    case Op::SpendActions: // ends the handler, past every catch
    case Op::SpentActions:
    case Op::CaughtError:
    case Op::Jump:
    case Op::Branch:
    case Op::Return: return false;
    case Op::Intrinsic:
        switch (static_cast<analysis::Intrinsic>(instruction.imm)) {
        case analysis::Intrinsic::SetFileValue:
        case analysis::Intrinsic::AppendFileValue:
        case analysis::Intrinsic::WriteUser:
        case analysis::Intrinsic::KernelLog:
        case analysis::Intrinsic::Stringat:
        case analysis::Intrinsic::UserString:
        case analysis::Intrinsic::UserLong:
        case analysis::Intrinsic::UserMemory:
        case analysis::Intrinsic::KernelMemory:
        case analysis::Intrinsic::KernelString:
        case analysis::Intrinsic::KernelLong:
        case analysis::Intrinsic::Argument:
        case analysis::Intrinsic::Matched:
        case analysis::Intrinsic::Error: return true;
        default: return false;
        }
    default: return true;
    }
}

bool isTerminator(Op op)
{
    return op == Op::Jump || op == Op::Branch || op == Op::Return || op == Op::Raise;
}

}
