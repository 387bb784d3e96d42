// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "debuginfo/kernel_probe_cost.h"

#include <algorithm>
#include <optional>

namespace tapscope::debuginfo {

namespace {

using Kind = KernelProbeCost::Kind;
using Reason = KernelProbeCost::Reason;

constexpr uint64_t jumpSize = 5;

/// The parts of an instruction that decide.
struct Shape {
    bool copied = false;
    bool patched = false;
    bool indirectJump = false;
    std::optional<int64_t> jump; ///< from the instruction's end
};

bool within(uint8_t value, uint8_t first, uint8_t last)
{
    return first <= value && value <= last;
}

// Behind 0f: those that depend on where they are, enter or leave the kernel, or are not defined.
bool isCopiedTwoByte(uint8_t opcode)
{
    if (within(opcode, 0x80, 0x8f))
        return false; // jcc
    switch (opcode) {
    case 0x00:
    case 0x01:
    case 0x04:
    case 0x05:
    case 0x07:
    case 0x30:
    case 0x34:
    case 0x35:
    case 0xa2:
    case 0xa6:
    case 0xa7:
    case 0xaa:
    case 0xae:
    case 0xf0:
    case 0xf4:
    case 0xf7:
    case 0xff: return false;
    default:
        return !within(opcode, 0x0a, 0x0f) && !within(opcode, 0x24, 0x27) && !within(opcode, 0x37, 0x3f)
            && !within(opcode, 0x70, 0x73) && !within(opcode, 0x78, 0x7d) && !within(opcode, 0xb8, 0xba)
            && !within(opcode, 0xc2, 0xc7);
    }
}

bool isCopiedOneByte(uint8_t opcode, uint8_t extension)
{
    switch (opcode) {
    case 0x62:
    case 0x9a:
    case 0xc4: // VEX, in 64-bit code
    case 0xc5:
    case 0xd6:
    case 0xeb:
    case 0xe8:
    case 0xe9:
    case 0xf4: return false;
    case 0xc0:
    case 0xc1:
    case 0xd0:
    case 0xd1:
    case 0xd2:
    case 0xd3: return extension != 6;
    case 0xf6:
    case 0xf7: return extension != 1;
    case 0xfe: return extension <= 1;
    case 0xff: return extension <= 1 || extension == 6;
    default:
        return !within(opcode, 0x70, 0x7f) && !within(opcode, 0xcc, 0xce) && !within(opcode, 0xd8, 0xdf)
            && !within(opcode, 0xe0, 0xe3);
    }
}

int64_t signedAt(std::span<const uint8_t> bytes, size_t at, size_t size)
{
    uint64_t value = 0;
    for (size_t i = 0; i < size; ++i)
        value |= uint64_t(bytes[at + i]) << (8 * i);
    return size == 1 ? static_cast<int8_t>(value) : static_cast<int32_t>(value);
}

Shape shapeOf(std::span<const uint8_t> bytes)
{
    Shape out;
    size_t at = 0;
    bool bound = false; // by prefixes that kprobes leave alone
    const auto isPrefix = [](uint8_t byte) {
        return byte == 0x66 || byte == 0x67 || byte == 0xf0 || byte == 0xf2 || byte == 0xf3 || byte == 0x2e || byte == 0x36
            || byte == 0x3e || byte == 0x26 || byte == 0x64 || byte == 0x65;
    };
    for (; at < bytes.size() && isPrefix(bytes[at]); ++at)
        bound = bound || bytes[at] == 0x67 || bytes[at] == 0x2e;
    if (at < bytes.size() && within(bytes[at], 0x40, 0x4f)) // REX
        ++at;
    if (at >= bytes.size())
        return out;
    const uint8_t opcode = bytes[at];
    const uint8_t next = at + 1 < bytes.size() ? bytes[at + 1] : 0;
    const auto extension = static_cast<uint8_t>((next >> 3) & 7);
    if (opcode == 0x0f) {
        out.copied = !bound && isCopiedTwoByte(next);
        if (within(next, 0x80, 0x8f) && bytes.size() >= at + 6)
            out.jump = signedAt(bytes, at + 2, 4);
    } else {
        out.copied = !bound && isCopiedOneByte(opcode, extension);
        if ((within(opcode, 0x70, 0x7f) || opcode == 0xeb || within(opcode, 0xe0, 0xe3)) && bytes.size() >= at + 2)
            out.jump = signedAt(bytes, at + 1, 1);
        else if (opcode == 0xe9 && bytes.size() >= at + 5)
            out.jump = signedAt(bytes, at + 1, 4);
        out.indirectJump = opcode == 0xff && (extension == 4 || extension == 5);
    }
    // The places of static keys and of ftrace are these two.
    constexpr uint8_t longNop[] = {0x0f, 0x1f, 0x44, 0x00, 0x00}, shortNop[] = {0x66, 0x90};
    out.patched = std::ranges::equal(bytes, longNop) || std::ranges::equal(bytes, shortNop);
    return out;
}

}

KernelProbeRule::KernelProbeRule(uint64_t address, std::span<const uint8_t> code, std::span<const uint8_t> sizes,
                                 const std::set<uint64_t> &faulting, uint64_t traced)
    : m_address(address)
    , m_size(code.size())
    , m_traced(traced)
{
    const auto everywhere = [this](Reason reason) {
        if (m_everywhere == Reason::None)
            m_everywhere = reason;
    };
    if (const auto fault = faulting.lower_bound(address); fault != faulting.end() && *fault < address + code.size())
        everywhere(Reason::Exception);
    uint64_t offset = 0;
    for (const uint8_t size : sizes) {
        if (size == 0 || size > code.size() - offset)
            break;
        const Shape shape = shapeOf(code.subspan(offset, size));
        m_places.push_back({offset, size, shape.copied, shape.patched});
        offset += size;
        if (shape.jump)
            m_targets.push_back(static_cast<uint64_t>(static_cast<int64_t>(address + offset) + *shape.jump));
        if (shape.indirectJump)
            everywhere(Reason::IndirectJump);
    }
    if (offset < code.size())
        everywhere(Reason::Undecoded);
    std::ranges::sort(m_targets);
}

KernelProbeCost KernelProbeRule::at(uint64_t address) const
{
    if (m_traced != 0 && (address == m_traced || (address == m_address && m_traced - m_address <= 4)))
        return {Kind::Entry, Reason::None};
    const auto place = std::ranges::lower_bound(m_places, address - m_address, {}, &Place::offset);
    if (place == m_places.end() || place->offset != address - m_address)
        return {};
    if (m_size - place->offset < jumpSize)
        return {Kind::Trap, Reason::TooShort};
    for (auto covered = place; covered != m_places.end() && covered->offset < place->offset + jumpSize; ++covered) {
        if (covered->patched || m_address + covered->offset == m_traced)
            return {Kind::Trap, Reason::Patched};
        if (!covered->copied)
            return {Kind::Trap, Reason::NotCopied};
    }
    if (m_everywhere != Reason::None)
        return {Kind::Trap, m_everywhere};
    const auto target = std::ranges::upper_bound(m_targets, address);
    if (target != m_targets.end() && *target < address + jumpSize)
        return {Kind::Trap, Reason::JumpTarget};
    return {Kind::Jump, Reason::None};
}

}
