// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "translator/stack_layout.h"

#include "translator/assembler.h"
#include "translator/handler_emitter.h"

#include <algorithm>
#include <map>

namespace tapscope::translator::bpf {

namespace {

/// The place that an offset lies in: where it begins, and its bytes.
struct Area {
    int32_t start = 0;
    uint32_t bytes = 8;
};

Area areaOf(int32_t offset)
{
    static constexpr Area known[]{{stack::context, 16},
                                  {stack::errorOperand, 16},
                                  {stack::evaluation - 8 * (stack::evaluationDepth - 1), 8 * stack::evaluationDepth},
                                  {stack::area, stack::areaBytes}};
    for (const Area &area : known) {
        if (offset >= area.start && offset < area.start + static_cast<int32_t>(area.bytes))
            return area;
    }
    return {offset & ~7, 8};
}

uint8_t opcodeOf(uint64_t insn)
{
    return static_cast<uint8_t>(insn);
}

/// The offset from r10 in an instruction, if it has one; `next` behind it.
bool stackOffset(const std::vector<uint64_t> &code, size_t at, int32_t &offset)
{
    const uint64_t insn = code[at];
    const auto dst = static_cast<uint8_t>(insn >> 8 & 15), src = static_cast<uint8_t>(insn >> 12 & 15);
    const uint8_t kind = opcodeOf(insn) & 7;
    if ((kind == BPF_LDX && src == R10) || ((kind == BPF_ST || kind == BPF_STX) && dst == R10)) {
        offset = static_cast<int16_t>(insn >> 16);
        return true;
    }
    // mov rX, r10; add rX, offset
    constexpr uint8_t add = BPF_ALU64 | BPF_K | BPF_ADD, move = BPF_ALU64 | BPF_X | BPF_MOV;
    if (opcodeOf(insn) != add || at == 0 || opcodeOf(code[at - 1]) != move || (code[at - 1] >> 12 & 15) != R10
        || (code[at - 1] >> 8 & 15) != dst)
        return false;
    offset = static_cast<int32_t>(insn >> 32);
    return true;
}

void setOffset(uint64_t &insn, int32_t offset)
{
    const uint8_t kind = opcodeOf(insn) & 7;
    if (kind == BPF_LDX || kind == BPF_ST || kind == BPF_STX)
        insn = (insn & ~0xffff0000ull) | static_cast<uint64_t>(static_cast<uint16_t>(offset)) << 16;
    else
        insn = (insn & 0xffffffffull) | static_cast<uint64_t>(static_cast<uint32_t>(offset)) << 32;
}

/// Whether r10 is used in a way that stackOffset() does not see.
bool takesAddressOtherwise(const std::vector<uint64_t> &code, size_t from, size_t to)
{
    constexpr uint8_t move = BPF_ALU64 | BPF_X | BPF_MOV;
    for (size_t at = from; at < to; ++at) {
        int32_t offset = 0;
        if (opcodeOf(code[at]) == move && (code[at] >> 12 & 15) == R10 && (at + 1 == to || !stackOffset(code, at + 1, offset)))
            return true;
        if (opcodeOf(code[at]) == (BPF_LD | BPF_IMM | BPF_DW))
            ++at;
    }
    return false;
}

template <typename Visit> void eachStackOffset(std::vector<uint64_t> &code, size_t from, size_t to, const Visit &visit)
{
    for (size_t at = from; at < to; ++at) {
        int32_t offset = 0;
        if (stackOffset(code, at, offset))
            visit(code[at], offset);
        if (opcodeOf(code[at]) == (BPF_LD | BPF_IMM | BPF_DW))
            ++at;
    }
}

}

std::vector<uint32_t> packStack(std::vector<uint64_t> &code, std::span<const uint32_t> starts)
{
    std::vector<uint32_t> sizes;
    for (size_t f = 0; f < starts.size(); ++f) {
        const size_t end = f + 1 < starts.size() ? starts[f + 1] : code.size();
        std::map<int32_t, Area> used; // by where it begins
        if (takesAddressOtherwise(code, starts[f], end)) {
            sizes.push_back(512);
            continue;
        }
        eachStackOffset(code, starts[f], end, [&](uint64_t &, int32_t offset) {
            const Area area = areaOf(offset);
            used.emplace(area.start, area);
        });
        std::map<int32_t, int32_t> moved;
        int32_t bottom = 0;
        for (auto area = used.rbegin(); area != used.rend(); ++area) {
            bottom -= static_cast<int32_t>(area->second.bytes);
            moved[area->first] = bottom;
        }
        eachStackOffset(code, starts[f], end, [&](uint64_t &insn, int32_t offset) {
            const int32_t start = areaOf(offset).start;
            setOffset(insn, moved[start] + offset - start);
        });
        sizes.push_back(static_cast<uint32_t>(-bottom));
    }
    return sizes;
}

StackUse deepestUse(const std::vector<uint64_t> &code, std::span<const uint32_t> starts, std::span<const uint32_t> sizes)
{
    std::vector<std::vector<size_t>> calls(starts.size());
    for (size_t f = 0; f < starts.size(); ++f) {
        const size_t end = f + 1 < starts.size() ? starts[f + 1] : code.size();
        for (size_t at = starts[f]; at < end; ++at) {
            if (opcodeOf(code[at]) != (BPF_LD | BPF_IMM | BPF_DW))
                continue;
            const auto called = static_cast<uint32_t>(static_cast<int64_t>(at) + 1 + static_cast<int32_t>(code[at] >> 32));
            const auto found = std::ranges::find(starts, called);
            if ((code[at] >> 12 & 15) == BPF_PSEUDO_FUNC && found != starts.end())
                calls[f].push_back(static_cast<size_t>(found - starts.begin()));
            ++at;
        }
    }
    std::vector<StackUse> known(starts.size());
    const auto use = [&](const auto &self, size_t f, size_t depth) -> StackUse {
        if (known[f].calls > 0 || depth > starts.size())
            return known[f];
        StackUse below;
        for (const size_t called : calls[f]) {
            const StackUse each = self(self, called, depth + 1);
            below = {std::max(below.bytes, each.bytes), std::max(below.calls, each.calls)};
        }
        // The kernel rounds each function's part up.
        return known[f] = {below.bytes + ((std::max(sizes[f], 1u) + 31) & ~31u), below.calls + 1};
    };
    return starts.empty() ? StackUse{} : use(use, 0, 0);
}

}
