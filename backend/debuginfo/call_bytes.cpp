// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "debuginfo/call_bytes.h"

#include <algorithm>
#include <cstring>
#include <optional>

namespace tapscope::debuginfo {

namespace {

constexpr size_t chunkSize = size_t(1) << 20;
constexpr size_t longestInstruction = 16;

/// Where the instruction at `base` + `at` leads to, whose distance stands behind `opcode` bytes.
template <typename Distance>
std::optional<uint64_t> target(std::span<const uint8_t> bytes, size_t at, size_t opcode, uint64_t base)
{
    Distance distance = 0;
    if (bytes.size() - at < opcode + sizeof distance)
        return std::nullopt;
    std::memcpy(&distance, bytes.data() + at + opcode, sizeof distance);
    return base + at + opcode + sizeof distance + static_cast<uint64_t>(int64_t(distance));
}

bool holds(const std::vector<uint64_t> &list, std::optional<uint64_t> address)
{
    return address && std::ranges::find(list, *address) != list.end();
}

}

std::vector<CallBytes> findCallBytes(ElfFile &file, const AddressRange &range, const CallTargets &targets)
{
    std::vector<CallBytes> out;
    for (uint64_t at = range.begin; at < range.end;) {
        const std::span<const uint8_t> bytes = file.code(at, std::min<uint64_t>(chunkSize + longestInstruction, range.end - at));
        if (bytes.empty())
            break;
        for (size_t i = 0; i < std::min(bytes.size(), chunkSize); ++i) {
            const uint8_t first = bytes[i];
            bool found = false;
            if (first == 0xe8 || first == 0xe9)
                found = holds(targets.addresses, target<int32_t>(bytes, i, 1, at));
            else if (first == 0x0f && i + 1 < bytes.size() && (bytes[i + 1] & 0xf0) == 0x80)
                found = holds(targets.addresses, target<int32_t>(bytes, i, 2, at));
            else if (first == 0xeb || (first & 0xf0) == 0x70)
                found = holds(targets.addresses, target<int8_t>(bytes, i, 1, at));
            else if (first == 0xff && i + 1 < bytes.size() && (bytes[i + 1] == 0x15 || bytes[i + 1] == 0x25))
                found = holds(targets.slots, target<int32_t>(bytes, i, 2, at));
            if (found)
                out.push_back({at + i, first != 0xe8 && !(first == 0xff && bytes[i + 1] == 0x15)});
        }
        at += std::min(bytes.size(), chunkSize);
    }
    return out;
}

}
