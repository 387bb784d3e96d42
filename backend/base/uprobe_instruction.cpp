// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "base/uprobe_instruction.h"

#include <algorithm>
#include <array>

namespace tapscope {

#if defined(__x86_64__)

namespace {

constexpr std::array<uint8_t, 5> refusedPrefixes{0x26, 0x2e, 0x36, 0x3e, 0xf0};
constexpr std::array<uint8_t, 6> otherPrefixes{0x64, 0x65, 0x66, 0x67, 0xf2, 0xf3};
// Invalid in 64-bit mode, traps, and what only the kernel may do.
constexpr std::array<uint8_t, 39> refusedOpcodes{0x06, 0x07, 0x0e, 0x16, 0x17, 0x1e, 0x1f, 0x27, 0x2f, 0x37, 0x3f, 0x60, 0x61,
                                                 0x6c, 0x6d, 0x6e, 0x6f, 0x82, 0x9a, 0xcc, 0xcd, 0xce, 0xcf, 0xd4, 0xd5, 0xd6,
                                                 0xe4, 0xe5, 0xe6, 0xe7, 0xea, 0xec, 0xed, 0xee, 0xef, 0xf1, 0xf4, 0xfa, 0xfb};
// What the kernel emulates, or mends the registers after: returns, calls, jumps, nop, popf. Conditional jumps (70 to 7f) too.
constexpr std::array<uint8_t, 12> handledOpcodes{0x90, 0x9c, 0x9d, 0xc2, 0xc3, 0xca, 0xcb, 0xe8, 0xe9, 0xeb, 0xff, 0xc8};

template <size_t Size> bool isOneOf(uint8_t byte, const std::array<uint8_t, Size> &list)
{
    return std::ranges::find(list, byte) != list.end();
}

/// Where the opcode is behind a VEX or EVEX prefix that begins with this byte; 0 for other bytes.
size_t vectorOpcode(uint8_t first)
{
    switch (first) {
    case 0xc5: return 2;
    case 0xc4: return 3;
    case 0x62: return 4;
    default: return 0;
    }
}

UprobeRisk vectorRisk(uint8_t opcode)
{
    if ((opcode & 0xf0) == 0x70 || isOneOf(opcode, handledOpcodes))
        return UprobeRisk::Harmful;
    return isOneOf(opcode, refusedOpcodes) ? UprobeRisk::Refused : UprobeRisk::None;
}

}

UprobeRisk uprobeRisk(std::span<const uint8_t> instruction)
{
    for (size_t i = 0; i < instruction.size(); ++i) {
        const uint8_t byte = instruction[i];
        if (isOneOf(byte, refusedPrefixes))
            return UprobeRisk::Refused;
        if (isOneOf(byte, otherPrefixes))
            continue;
        if (const size_t opcode = vectorOpcode(byte))
            return i + opcode < instruction.size() ? vectorRisk(instruction[i + opcode]) : UprobeRisk::Refused;
        return isOneOf(byte, refusedOpcodes) ? UprobeRisk::Refused : UprobeRisk::None;
    }
    return UprobeRisk::Refused; // prefixes only
}

#else

UprobeRisk uprobeRisk(std::span<const uint8_t>)
{
    return UprobeRisk::None;
}

#endif

}
