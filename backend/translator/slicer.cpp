// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "translator/slicer.h"

#include "translator/registers.h"

#include <algorithm>

namespace tapscope::translator {

using namespace ir;
using analysis::Intrinsic;

namespace {

constexpr size_t maxReads = 64, maxCalls = 24;
constexpr int maxDepth = 32;

/// What has to be recorded for an intrinsic, which may be another.
Intrinsic recordedFor(Intrinsic what)
{
    return what == Intrinsic::PrintUserStack  ? Intrinsic::UserStack
        : what == Intrinsic::PrintKernelStack ? Intrinsic::KernelStack
                                              : what;
}

bool isQuoted(Intrinsic what)
{
    return what == Intrinsic::UserStringQuoted || what == Intrinsic::KernelStringQuoted || what == Intrinsic::UserBufferQuoted
        || what == Intrinsic::KernelBufferQuoted || what == Intrinsic::UserMemory || what == Intrinsic::KernelMemory;
}

bool isStack(Intrinsic what)
{
    return what == Intrinsic::UserStack || what == Intrinsic::KernelStack;
}

/// What is the same whenever it is asked for during a hit, and can be asked for in the kernel.
bool isOfTheHit(Intrinsic what)
{
    switch (what) {
    case Intrinsic::UserLong:
    case Intrinsic::KernelLong:
    case Intrinsic::Register:
    case Intrinsic::Argument:
    case Intrinsic::UserMode:
    case Intrinsic::PerfCounter:
    case Intrinsic::LongToFp:
    case Intrinsic::CurrentTask:
    case Intrinsic::Pid:
    case Intrinsic::Tid:
    case Intrinsic::Ppid:
    case Intrinsic::Uid:
    case Intrinsic::Gid:
    case Intrinsic::InTargetTree:
    case Intrinsic::Execname:
    case Intrinsic::UserString:
    case Intrinsic::KernelString:
    case Intrinsic::Strlen:
    case Intrinsic::Substr: return true;
    default: return false;
    }
}

bool isSame(const Instruction &a, const Instruction &b)
{
    return a.op == b.op && a.type == b.type && a.a == b.a && a.b == b.b && a.imm == b.imm && a.imm2 == b.imm2 && a.keys == b.keys;
}

}

Slicer::Slicer(Deferral &deferral, const Module &module, Allowed allowed)
    : m_deferral(deferral)
    , m_module(module)
    , m_allowed(std::move(allowed))
{}

bool Slicer::isFull() const
{
    return m_deferral.reads.size() > maxReads || m_deferral.calls.size() > maxCalls;
}

ValueId Slicer::copy(const Function &f, const BasicBlock &block, ValueId v, int depth)
{
    const auto definition = std::ranges::find(block.instructions, v, &Instruction::result);
    if (!v || definition == block.instructions.end() || depth > maxDepth)
        return 0;
    if (const auto known = m_known.find(&*definition); known != m_known.end())
        return known->second;
    ValueId value = 0;
    if (definition->op == Op::LoadLocal)
        value = variable(f, definition->imm, depth);
    else if (isCopied(block, *definition))
        value = copyOf(f, block, *definition, depth);
    m_known[&*definition] = value;
    return value;
}

bool Slicer::read(const Function &f, const BasicBlock &block, const Instruction &i)
{
    const Intrinsic what = recordedFor(static_cast<Intrinsic>(i.imm));
    Deferral::Read read{what, what == Intrinsic::UserString || what == Intrinsic::KernelString || isQuoted(what) || isStack(what),
                        0, 0, 0};
    if (isStack(what)) {
        // One record tells all of it, however often it is asked for.
        read.of = read.first = constant(0);
        read.value = intrinsic(what, Type::String, {});
        add(read);
        return true;
    }
    if (!read.isString)
        read.value = copy(f, block, i.result);
    if (!read.isString && !read.value)
        return false;
    if (what == Intrinsic::Register) {
        const auto name = std::ranges::find(block.instructions, i.keys[0], &Instruction::result);
        if (name == block.instructions.end() || name->op != Op::StringConstant)
            return false;
        read.of = constant(registers::numberOf(m_module.strings[static_cast<size_t>(name->imm)]));
        read.first = constant(0);
        add(read);
        return true;
    }
    read.of = i.keys.empty() ? constant(0) : copy(f, block, i.keys[0]);
    if (!read.of)
        return false;
    if (isQuoted(what))
        return quoted(f, block, i, read);
    if (what == Intrinsic::UserString || what == Intrinsic::UserLong)
        read.first = intrinsic(Intrinsic::UserLong, Type::Long, {read.of, constant(1)});
    else if (what == Intrinsic::KernelString || what == Intrinsic::KernelLong)
        read.first = intrinsic(Intrinsic::KernelLong, Type::Long, {read.of, constant(1)});
    else
        read.first = constant(0);
    if (read.isString)
        read.value = intrinsic(what, Type::String, {read.of});
    add(read);
    return true;
}

/// A text in quotes or digits, of which `first` is how many bytes are asked for. What cannot be read is told as its address.
bool Slicer::quoted(const Function &f, const BasicBlock &block, const Instruction &i, Deferral::Read &read)
{
    const bool isBuffer = i.keys.size() > 1;
    read.first = isBuffer ? copy(f, block, i.keys[1]) : constant(0);
    std::vector<ValueId> keys{read.of};
    for (size_t key = 1; key < i.keys.size(); ++key)
        keys.push_back(copy(f, block, i.keys[key]));
    if (!read.first || std::ranges::contains(keys, ValueId{0}))
        return false;
    read.value = intrinsic(read.what, Type::String, std::move(keys));
    add(read);
    return true;
}

void Slicer::add(const Deferral::Read &read)
{
    const auto isSameRead = [&](const Deferral::Read &other) {
        return other.what == read.what && other.of == read.of && other.first == read.first && other.value == read.value;
    };
    if (std::ranges::none_of(m_deferral.reads, isSameRead))
        m_deferral.reads.push_back(read);
}

bool Slicer::call(const Function &f, const BasicBlock &block, const Instruction &i)
{
    return i.result != 0 && copy(f, block, i.result) != 0;
}

bool Slicer::entryValue(const Function &f, const BasicBlock &block, const Instruction &i)
{
    const ValueId value = copy(f, block, i.result);
    if (value && !std::ranges::contains(m_deferral.entryValues, value, &Deferral::EntryValue::value))
        m_deferral.entryValues.push_back({static_cast<uint32_t>(i.imm), i.op == Op::HasElement, i.type == Type::String, value});
    return value != 0;
}

void Slicer::noteCall(ValueId value)
{
    const auto call = std::ranges::find(m_deferral.slice, value, &Instruction::result);
    if (std::ranges::contains(m_deferral.calls, value, &Deferral::Call::value))
        return;
    Deferral::Call noted{static_cast<uint32_t>(call->imm), call->type == Type::String, value, {}};
    for (const ValueId key : call->keys)
        noted.arguments.push_back(argument(key));
    m_deferral.calls.push_back(std::move(noted));
}

Deferral::Call::Argument Slicer::argument(ValueId value) const
{
    const auto definition = std::ranges::find(m_deferral.slice, value, &Instruction::result);
    Deferral::Call::Argument argument{value, definition->type == Type::String, false, 0, {}};
    if (definition->op == Op::Constant) {
        argument.isConstant = true;
        argument.number = definition->imm;
    } else if (definition->op == Op::StringConstant) {
        argument.isConstant = true;
        if (const auto text = static_cast<size_t>(definition->imm); text < m_module.strings.size())
            argument.text = m_module.strings[text];
    }
    return argument;
}

bool Slicer::isCopied(const BasicBlock &block, const Instruction &i) const
{
    switch (i.op) {
    case Op::Intrinsic: return isOfTheHit(static_cast<Intrinsic>(i.imm));
    case Op::Call: return m_allowed.call(static_cast<uint32_t>(i.imm));
    case Op::LoadElement:
    case Op::HasElement: return m_allowed.element(static_cast<uint32_t>(i.imm));
    case Op::Divide:
    case Op::Modulo: {
        const auto divisor = std::ranges::find(block.instructions, i.b, &Instruction::result);
        return divisor != block.instructions.end() && divisor->op == Op::Constant && divisor->imm != 0;
    }
    case Op::Constant:
    case Op::StringConstant:
    case Op::TargetValue:
    case Op::StringCompare:
    case Op::Concatenate: return true;
    default: return i.op >= Op::Add && i.op <= Op::GreaterEqual;
    }
}

bool Slicer::isEmptyText(const Instruction &i) const
{
    const auto text = static_cast<size_t>(i.imm);
    return i.op == Op::StringConstant && (text >= m_module.strings.size() || m_module.strings[text].empty());
}

ValueId Slicer::variable(const Function &f, int64_t local, int depth)
{
    std::vector<Store> stores, zeros;
    for (const BasicBlock &b : f.blocks) {
        for (const Instruction &i : b.instructions) {
            if (i.op != Op::StoreLocal || i.imm != local)
                continue;
            const auto source = std::ranges::find(b.instructions, i.a, &Instruction::result);
            const bool isZero = source != b.instructions.end()
                && ((source->op == Op::Constant && source->imm == 0) || isEmptyText(*source));
            (isZero ? zeros : stores).push_back({&b, i.a});
        }
    }
    const bool isText = f.locals[static_cast<size_t>(local)].type == Type::String;
    if (stores.size() == 1) {
        for (const Store &zero : zeros) {
            if (const ValueId chosen = isText ? 0 : choice(f, stores[0], zero, depth))
                return chosen;
        }
        // Variables of a function that was put in place are set to 0 first.
        return copy(f, *stores[0].block, stores[0].value, depth + 1);
    }
    return stores.size() == 2 && !isText ? choice(f, stores[0], stores[1], depth) : 0;
}

/// Of two values that the branches of one condition store (`c ? a : b`), the one that will be: b + (c != 0) * (a - b).
ValueId Slicer::choice(const Function &f, const Store &one, const Store &other, int depth)
{
    const auto isBlock = [&](int64_t index, const Store &store) { return &f.blocks[static_cast<size_t>(index)] == store.block; };
    for (const BasicBlock &b : f.blocks) {
        const Instruction &end = b.instructions.back();
        if (end.op != Op::Branch)
            continue;
        const bool inOrder = isBlock(end.imm, one) && isBlock(end.imm2, other);
        if (!inOrder && !(isBlock(end.imm, other) && isBlock(end.imm2, one)))
            continue;
        const ValueId condition = copy(f, b, end.a, depth + 1);
        const ValueId first = copy(f, *one.block, one.value, depth + 1);
        const ValueId second = copy(f, *other.block, other.value, depth + 1);
        if (!condition || !first || !second)
            return 0;
        const ValueId yes = inOrder ? first : second;
        const ValueId no = inOrder ? second : first;
        const ValueId isTrue = binary(Op::NotEqual, condition, constant(0));
        return binary(Op::Add, no, binary(Op::Multiply, isTrue, binary(Op::Subtract, yes, no)));
    }
    return 0;
}

ValueId Slicer::copyOf(const Function &f, const BasicBlock &block, const Instruction &i, int depth)
{
    Instruction out = i;
    const auto operand = [&](ValueId &v) {
        if (v)
            v = copy(f, block, v, depth + 1);
        return v != 0;
    };
    if ((i.a && !operand(out.a)) || (i.b && !operand(out.b)))
        return 0;
    for (ValueId &key : out.keys) {
        if (!operand(key))
            return 0;
    }
    if (i.op == Op::TargetValue || i.op == Op::Intrinsic)
        out.imm2 = 1; // no run-time errors here
    const ValueId value = put(std::move(out));
    if (i.op == Op::Call)
        noteCall(value);
    return value;
}

ValueId Slicer::put(Instruction i)
{
    const auto same = std::ranges::find_if(m_deferral.slice, [&](const Instruction &other) { return isSame(i, other); });
    if (same != m_deferral.slice.end())
        return same->result;
    i.result = ++m_deferral.sliceValues;
    m_deferral.slice.push_back(std::move(i));
    return m_deferral.sliceValues;
}

ValueId Slicer::constant(int64_t value)
{
    Instruction i;
    i.op = Op::Constant;
    i.imm = value;
    return put(std::move(i));
}

ValueId Slicer::binary(Op op, ValueId a, ValueId b)
{
    Instruction i;
    i.op = op;
    i.a = a;
    i.b = b;
    return put(std::move(i));
}

ValueId Slicer::intrinsic(Intrinsic what, Type type, std::vector<ValueId> keys)
{
    Instruction i;
    i.op = Op::Intrinsic;
    i.type = type;
    i.imm = static_cast<int64_t>(what);
    i.imm2 = 1;
    i.keys = std::move(keys);
    return put(std::move(i));
}

}
