// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <optional>
#include <span>

namespace tapscope::debuginfo {

/// Registers by DWARF number (rax … r15, instruction pointer), and a copy of the stack from the stack pointer on.
struct StackSample {
    static constexpr size_t stackPointer = 7, instructionPointer = 16;
    std::array<uint64_t, 17> registers{};
    std::span<const std::byte> stack{};

    /// The eight bytes at an address of the stack; nullopt: they were not copied.
    [[nodiscard]] std::optional<uint64_t> word(uint64_t address) const
    {
        const uint64_t begin = registers[stackPointer];
        uint64_t out = 0;
        if (address < begin || stack.size() < sizeof out || address - begin > stack.size() - sizeof out)
            return std::nullopt;
        std::memcpy(&out, stack.data() + (address - begin), sizeof out);
        return out;
    }
};

}
