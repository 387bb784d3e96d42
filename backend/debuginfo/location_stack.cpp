// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "debuginfo/location_stack.h"

#include <algorithm>
#include <utility>

namespace tapscope::debuginfo {

using Op = LocationStep::Op;

namespace {

constexpr size_t mostSteps = 256; // real ones have less than ten; hostile ones double with each DW_OP_dup

bool isFloat(const LocationStack::Steps &steps)
{
    return !steps.empty() && steps.back().op == Op::ToFloat;
}

}

Location malformedLocation()
{
    return unavailable(TAPSCOPE_TEXT("Diagnostics", "its location in the debuginfo is damaged"));
}

LocationStack::Steps LocationStack::take()
{
    Steps top = std::move(m_entries.back());
    m_entries.pop_back();
    return top;
}

Location LocationStack::takeFailure()
{
    return std::exchange(m_failure, {});
}

bool LocationStack::topIsFloat() const
{
    return isFloat(m_entries.back());
}

bool LocationStack::isTooLarge() const
{
    return m_entries.size() > mostSteps
        || std::ranges::any_of(m_entries, [](const Steps &entry) { return entry.size() > mostSteps; });
}

bool LocationStack::drop()
{
    if (!need(1))
        return false;
    m_entries.pop_back();
    return true;
}

bool LocationStack::copy(uint64_t depth)
{
    if (depth >= m_entries.size())
        return fail(malformedLocation());
    return push(m_entries[m_entries.size() - 1 - depth]);
}

bool LocationStack::rotate(size_t entries)
{
    if (!need(entries))
        return false;
    const auto end = m_entries.end();
    std::rotate(end - static_cast<std::ptrdiff_t>(entries), end - 1, end);
    return true;
}

bool LocationStack::fail(Location why)
{
    m_failure = std::move(why);
    return false;
}

bool LocationStack::push(Steps steps)
{
    m_entries.push_back(std::move(steps));
    return true;
}

bool LocationStack::pushConstant(uint64_t value)
{
    return push({{Op::Constant, static_cast<int64_t>(value)}});
}

bool LocationStack::pushRegister(uint64_t number, uint64_t offset)
{
    if (number >= firstVectorRegister && number < firstVectorRegister + vectorRegisters)
        return fail(unavailable(TAPSCOPE_TEXT("Diagnostics", "it is in a vector register, which probes cannot read")));
    if (number >= registers)
        return fail(unavailable(TAPSCOPE_TEXT("Diagnostics", "it is in a register that probes cannot read")));
    push({{Op::Register, static_cast<int64_t>(number)}});
    return offset == 0 || addConstant(offset);
}

bool LocationStack::addConstant(uint64_t value)
{
    if (value == 0)
        return true;
    m_entries.back().push_back({Op::Constant, static_cast<int64_t>(value)});
    m_entries.back().push_back({Op::Add, 0});
    return true;
}

bool LocationStack::need(size_t entries)
{
    return m_entries.size() >= entries || fail(malformedLocation());
}

bool LocationStack::failAsFloat()
{
    return fail(unavailable(TAPSCOPE_TEXT("Diagnostics", "it is computed from floating-point numbers")));
}

bool LocationStack::apply(Op op, int64_t value)
{
    if (isFloat(m_entries.back()))
        return failAsFloat();
    m_entries.back().push_back({op, value});
    return true;
}

bool LocationStack::binary(Op op)
{
    if (!need(2))
        return false;
    const Steps right = take();
    if (isFloat(right) || isFloat(m_entries.back()))
        return failAsFloat();
    m_entries.back().insert(m_entries.back().end(), right.begin(), right.end());
    return apply(op);
}

bool LocationStack::pushThreadLocal()
{
    if (!need(1))
        return false;
    if (!m_context.threadStorage)
        return fail(unavailable(TAPSCOPE_TEXT("Diagnostics",
                                              "it is a thread-local variable of a library that nothing tells how "
                                              "to reach")));
    const Steps offset = take();
    const ThreadStorage &storage = *m_context.threadStorage;
    push({{Op::ThreadPointer, 0}});
    switch (storage.kind) {
    case ThreadStorage::Kind::BelowThreadPointer: addConstant(static_cast<uint64_t>(storage.number)); break;
    case ThreadStorage::Kind::OffsetInMemory:
        if (!pushAddress(storage.address) || !load(8) || !binary(Op::Add))
            return false;
        addConstant(static_cast<uint64_t>(storage.number));
        break;
    case ThreadStorage::Kind::ModuleInMemory:
        // The thread's vector of blocks: 16 bytes for each module.
        addConstant(8);
        if (!load(8) || !pushAddress(storage.address) || !load(8) || !pushConstant(4) || !binary(Op::ShiftLeft)
            || !binary(Op::Add) || !load(8))
            return false;
        break;
    }
    m_entries.back().insert(m_entries.back().end(), offset.begin(), offset.end());
    return apply(Op::Add);
}

bool LocationStack::load(uint64_t size)
{
    if (!need(1))
        return false;
    if (size != 1 && size != 2 && size != 4 && size != 8)
        return fail(malformedLocation());
    return apply(Op::Load, static_cast<int64_t>(size));
}

bool LocationStack::mask(uint64_t size)
{
    if (size >= 8)
        return true;
    m_entries.back().push_back({Op::Constant, static_cast<int64_t>((uint64_t(1) << (size * 8)) - 1)});
    return apply(Op::And);
}

bool LocationStack::signExtend(uint64_t size)
{
    if (size >= 8)
        return true;
    const auto shift = static_cast<int64_t>(64 - size * 8);
    m_entries.back().insert(m_entries.back().end(),
                            {{Op::Constant, shift}, {Op::ShiftLeft, 0}, {Op::Constant, shift}, {Op::ShiftRightArithmetic, 0}});
    return true;
}

bool LocationStack::pushAddress(uint64_t address)
{
    Location place = staticLocation(m_context, address);
    return place.kind == Location::Kind::Unavailable ? fail(std::move(place)) : push(std::move(place.steps));
}

}
