// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "debuginfo/frame_rules.h"

#include <dwarf.h>

#include <cstdlib>
#include <memory>
#include <span>

namespace tapscope::debuginfo {

namespace {

constexpr size_t mostRules = 1 << 16;
constexpr int returnAddress = StackSample::instructionPointer;

using Frame = std::unique_ptr<Dwarf_Frame, void (*)(void *)>;

// The frame's address and an offset, as its value or as the place of one: what follows tells which.
std::optional<int64_t> offsetFromFrame(std::span<const Dwarf_Op> &operations)
{
    if (operations.empty() || operations[0].atom != DW_OP_call_frame_cfa)
        return std::nullopt;
    operations = operations.subspan(1);
    if (operations.empty() || operations[0].atom != DW_OP_plus_uconst)
        return 0;
    const auto offset = static_cast<int64_t>(operations[0].number);
    operations = operations.subspan(1);
    return offset;
}

}

std::optional<FrameRules::Rule> FrameRules::readRule(Dwarf_CFI *cfi, uint64_t address)
{
    Dwarf_Frame *found = nullptr;
    if (!cfi || dwarf_cfi_addrframe(cfi, address, &found) != 0)
        return std::nullopt;
    const Frame frame(found, std::free);
    bool isSignal = false;
    if (dwarf_frame_info(frame.get(), nullptr, nullptr, &isSignal) != returnAddress || isSignal)
        return std::nullopt;
    Dwarf_Op *operations = nullptr;
    size_t count = 0;
    if (dwarf_frame_cfa(frame.get(), &operations, &count) != 0 || count != 1)
        return std::nullopt;
    Rule rule;
    if (operations[0].atom == DW_OP_bregx && operations[0].number < returnAddress) {
        rule.frameRegister = static_cast<uint8_t>(operations[0].number);
        rule.frameOffset = static_cast<int64_t>(operations[0].number2);
    } else if (operations[0].atom >= DW_OP_breg0 && operations[0].atom < DW_OP_breg0 + returnAddress) {
        rule.frameRegister = static_cast<uint8_t>(operations[0].atom - DW_OP_breg0);
        rule.frameOffset = static_cast<int64_t>(operations[0].number);
    } else {
        return std::nullopt;
    }
    for (int number = 0; number <= returnAddress; ++number) {
        Dwarf_Op memory[3];
        if (dwarf_frame_register(frame.get(), number, memory, &operations, &count) != 0)
            return std::nullopt;
        if (count == 0) {
            const bool isUndefined = operations != nullptr;
            if (number == returnAddress && !isUndefined)
                return std::nullopt; // it is where it was: no call has put it onto the stack
            rule.isOutermost |= number == returnAddress;
            rule.lost |= isUndefined ? 1U << number : 0;
            continue;
        }
        std::span<const Dwarf_Op> left(operations, count);
        const auto offset = offsetFromFrame(left);
        const bool isValue = left.size() == 1 && left[0].atom == DW_OP_stack_value;
        const bool isStackPointer = number == StackSample::stackPointer;
        if (!offset || isValue != isStackPointer || (isStackPointer ? *offset != 0 : !left.empty()))
            return std::nullopt;
        if (!isStackPointer)
            rule.saved.push_back({static_cast<uint8_t>(number), *offset});
    }
    return rule;
}

std::optional<FrameRules::Rule> FrameRules::readRule(uint64_t address)
{
    Dwfl_Module *module = dwfl_addrmodule(m_dwfl, address);
    Dwarf_Addr bias = 0;
    if (!module)
        return std::nullopt;
    if (Dwarf_CFI *cfi = dwfl_module_eh_cfi(module, &bias))
        return readRule(cfi, address - bias);
    return std::nullopt;
}

const FrameRules::Rule *FrameRules::ruleAt(uint64_t address)
{
    if (m_rules.size() > mostRules)
        m_rules.clear();
    const auto [entry, isNew] = m_rules.try_emplace(address);
    if (isNew)
        entry->second = readRule(address);
    return entry->second ? &*entry->second : nullptr;
}

std::optional<std::vector<uint64_t>> FrameRules::walk(const StackSample &sample, size_t most)
{
    std::array<uint64_t, 17> registers = sample.registers;
    uint32_t lost = 0;
    std::vector<uint64_t> frames;
    while (registers[returnAddress] != 0 && frames.size() < most) {
        const uint64_t address = registers[returnAddress];
        frames.push_back(address);
        // A call that does not return may end its function.
        const Rule *rule = ruleAt(frames.size() == 1 ? address : address - 1);
        if (!rule || (lost >> rule->frameRegister & 1) != 0)
            return std::nullopt;
        if (rule->isOutermost)
            break;
        const uint64_t frame = registers[rule->frameRegister] + static_cast<uint64_t>(rule->frameOffset);
        registers[returnAddress] = 0;
        lost |= rule->lost;
        for (const Rule::Saved &saved : rule->saved) {
            const auto value = sample.word(frame + static_cast<uint64_t>(saved.offset));
            registers[saved.number] = value.value_or(0);
            const uint32_t bit = 1U << saved.number;
            lost = value ? lost & ~bit : lost | bit;
        }
        registers[StackSample::stackPointer] = frame;
        lost &= ~(1U << StackSample::stackPointer);
    }
    return frames;
}

}
