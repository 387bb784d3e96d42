// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <cstdint>
#include <string_view>

/// Offsets in struct pt_regs of x86-64.
namespace tapscope::translator::registers {

inline constexpr int32_t ip = 128, sp = 152;
/// Of a system call.
inline constexpr int32_t callNumber = 120;
inline constexpr int32_t codeSegment = 136;
/// What the code segment is in a 32-bit program.
inline constexpr int32_t narrowCode = 0x23;

/// By DWARF register number (x86-64 psABI, figure 3.36), rax to r15 and the return address; -1: none that a probe sees.
inline constexpr int32_t count = 17;
inline constexpr int32_t byDwarfNumber[count] = {80, 96, 88, 40, 104, 112, 32, 152, 72, 64, 56, 48, 24, 16, 8, 0, 128};

/// Where the program was when it entered the kernel, or is.
inline constexpr std::string_view userAddress = "user_rip";
/// What addr() reads: where the probe is, which is not always where the processor goes on.
inline constexpr std::string_view probeAddress = "probe_rip";

/// A register as assemblers call it, or a part of one.
struct Named {
    std::string_view name;
    int32_t offset;
    uint32_t bytes;
};
inline constexpr Named named[] = {
    {"rax", 80, 8},         {"rbx", 40, 8},        {"rcx", 88, 8},       {"rdx", 96, 8},       {"rsi", 104, 8},   {"rdi", 112, 8},
    {"rbp", 32, 8},         {"rsp", 152, 8},       {"r8", 72, 8},        {"r9", 64, 8},        {"r10", 56, 8},    {"r11", 48, 8},
    {"r12", 24, 8},         {"r13", 16, 8},        {"r14", 8, 8},        {"r15", 0, 8},        {"rip", 128, 8},   {"eax", 80, 4},
    {"ebx", 40, 4},         {"ecx", 88, 4},        {"edx", 96, 4},       {"esi", 104, 4},      {"edi", 112, 4},   {"ebp", 32, 4},
    {"esp", 152, 4},        {"eip", 128, 4},       {"eflags", 144, 8},   {"rflags", 144, 8},   {"flags", 144, 8}, {"cs", 136, 8},
    {"ss", 160, 8},         {userAddress, 128, 8}, {"orig_rax", 120, 8}, {"orig_eax", 120, 4}, {"xcs", 136, 8},   {"xss", 160, 8},
    {probeAddress, 128, 8},
};

[[nodiscard]] constexpr const Named *byName(std::string_view name)
{
    for (const Named &candidate : named) {
        if (candidate.name == name)
            return &candidate;
    }
    return nullptr;
}

/// A number for a register's name; -1: there is none.
[[nodiscard]] constexpr int64_t numberOf(std::string_view name)
{
    const Named *found = byName(name);
    return found ? found - named : -1;
}

}
