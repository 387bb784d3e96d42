// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "translator/assembler.h"

namespace tapscope::translator::bpf {

Size sizeOf(uint32_t bytes)
{
    switch (bytes) {
    case 1: return Size::B;
    case 2: return Size::H;
    case 4: return Size::W;
    default: return Size::DW;
    }
}

Condition opposite(Condition c)
{
    switch (c) {
    case Condition::Equal: return Condition::NotEqual;
    case Condition::NotEqual: return Condition::Equal;
    case Condition::Above: return Condition::BelowEqual;
    case Condition::AboveEqual: return Condition::Below;
    case Condition::Below: return Condition::AboveEqual;
    case Condition::BelowEqual: return Condition::Above;
    case Condition::Greater: return Condition::LessEqual;
    case Condition::GreaterEqual: return Condition::Less;
    case Condition::Less: return Condition::GreaterEqual;
    case Condition::LessEqual: return Condition::Greater;
    }
    return c;
}

void Assembler::put(uint8_t opcode, Reg dst, Reg src, int32_t offset, int32_t imm)
{
    // struct bpf_insn, little endian: code, dst:4 src:4, off, imm
    m_code.push_back(static_cast<uint64_t>(opcode) | static_cast<uint64_t>(dst) << 8 | static_cast<uint64_t>(src) << 12
                     | static_cast<uint64_t>(static_cast<uint16_t>(offset)) << 16
                     | static_cast<uint64_t>(static_cast<uint32_t>(imm)) << 32);
}

void Assembler::alu(Alu op, Reg dst, int32_t imm)
{
    put(static_cast<uint8_t>(BPF_ALU64 | BPF_K | static_cast<uint8_t>(op)), dst, R0, 0, imm);
}

void Assembler::move(Reg dst, Reg src)
{
    if (dst != src)
        alu(Alu::Move, dst, src);
}

void Assembler::constant(Reg dst, int64_t value)
{
    if (value == static_cast<int32_t>(value)) {
        alu(Alu::Move, dst, static_cast<int32_t>(value));
        return;
    }
    put(BPF_LD | BPF_IMM | BPF_DW, dst, R0, 0, static_cast<int32_t>(value));
    put(0, R0, R0, 0, static_cast<int32_t>(value >> 32));
}

void Assembler::load(Size size, Reg dst, Reg base, int32_t offset)
{
    put(static_cast<uint8_t>(BPF_LDX | BPF_MEM | static_cast<uint8_t>(size)), dst, base, offset, 0);
}

void Assembler::store(Size size, Reg base, int32_t offset, Reg src)
{
    put(static_cast<uint8_t>(BPF_STX | BPF_MEM | static_cast<uint8_t>(size)), base, src, offset, 0);
}

void Assembler::storeConstant(Size size, Reg base, int32_t offset, int32_t imm)
{
    put(static_cast<uint8_t>(BPF_ST | BPF_MEM | static_cast<uint8_t>(size)), base, R0, offset, imm);
}

void Assembler::atomic(int32_t op, Reg base, int32_t offset, Reg src)
{
    put(BPF_STX | BPF_ATOMIC | BPF_DW, base, src, offset, op);
}

void Assembler::bigEndian64(Reg dst)
{
    put(BPF_ALU | BPF_END | BPF_TO_BE, dst, R0, 0, 64);
}

void Assembler::lookUp(int32_t map, Reg base, int32_t offset)
{
    mapDescriptor(R1, map);
    move(R2, base);
    alu(Alu::Add, R2, offset);
    call(BPF_FUNC_map_lookup_elem);
}

void Assembler::mapDescriptor(Reg dst, int32_t map)
{
    m_relocations.push_back({protocol::Relocation::Kind::MapDescriptor, position(), static_cast<uint32_t>(map), 0});
    put(BPF_LD | BPF_IMM | BPF_DW, dst, static_cast<Reg>(BPF_PSEUDO_MAP_FD), 0, 0);
    put(0, R0, R0, 0, 0);
}

void Assembler::mapValue(Reg dst, int32_t map, uint32_t offset)
{
    m_relocations.push_back({protocol::Relocation::Kind::MapValue, position(), static_cast<uint32_t>(map), offset});
    put(BPF_LD | BPF_IMM | BPF_DW, dst, static_cast<Reg>(BPF_PSEUDO_MAP_VALUE), 0, 0);
    put(0, R0, R0, 0, static_cast<int32_t>(offset));
}

void Assembler::functionAddress(Reg dst, Label label)
{
    m_fixups.push_back({position(), label, true});
    put(BPF_LD | BPF_IMM | BPF_DW, dst, static_cast<Reg>(BPF_PSEUDO_FUNC), 0, 0);
    put(0, R0, R0, 0, 0);
}

Label Assembler::newLabel()
{
    m_labels.push_back(UINT32_MAX);
    return static_cast<Label>(m_labels.size() - 1);
}

void Assembler::bind(Label label)
{
    m_labels[label] = position();
}

bool Assembler::isUsed(Label label) const
{
    for (const Fixup &fixup : m_fixups) {
        if (fixup.label == label)
            return true;
    }
    return false;
}

void Assembler::jump(Label to)
{
    m_fixups.push_back({position(), to, false});
    put(BPF_JMP | BPF_JA, R0, R0, 0, 0);
}

void Assembler::jumpIf(Condition c, Reg a, Reg b, Label to)
{
    m_fixups.push_back({position(), to, false});
    put(static_cast<uint8_t>(BPF_JMP | BPF_X | static_cast<uint8_t>(c)), a, b, 0, 0);
}

void Assembler::jumpIf(Condition c, Reg a, int32_t imm, Label to)
{
    m_fixups.push_back({position(), to, false});
    put(static_cast<uint8_t>(BPF_JMP | BPF_K | static_cast<uint8_t>(c)), a, R0, 0, imm);
}

void Assembler::mark(const script::Range &range)
{
    if (!m_lines.empty() && m_lines.back().instruction == position()) {
        m_lines.back().range = range;
        return;
    }
    if (m_lines.empty() || !(m_lines.back().range == range))
        m_lines.push_back({position(), range});
}

std::vector<bool> Assembler::reachable() const
{
    // Jumps, and the subprograms whose addresses are taken.
    std::vector<Label> jumpsTo(m_code.size(), UINT32_MAX);
    for (const Fixup &fixup : m_fixups)
        jumpsTo[fixup.instruction] = fixup.label;
    std::vector<bool> reached(m_code.size());
    std::vector<uint32_t> open{0};
    while (!open.empty()) {
        uint32_t at = open.back();
        open.pop_back();
        while (at < m_code.size() && !reached[at]) {
            reached[at] = true;
            const auto opcode = static_cast<uint8_t>(m_code[at]);
            if (jumpsTo[at] != UINT32_MAX)
                open.push_back(m_labels[jumpsTo[at]]);
            if (opcode == (BPF_JMP | BPF_JA) || opcode == (BPF_JMP | BPF_EXIT))
                break;
            ++at;
            if (opcode == (BPF_LD | BPF_IMM | BPF_DW))
                reached[at++] = true;
        }
    }
    return reached;
}

std::vector<bool> Assembler::removeUnreachable(const std::vector<Label> &functions)
{
    const std::vector<bool> reached = reachable();
    std::vector<bool> used;
    for (const Label function : functions)
        used.push_back(reached[m_labels[function]]);
    std::vector<uint32_t> moved(m_code.size() + 1);
    std::vector<uint64_t> kept;
    for (size_t n = 0; n < m_code.size(); ++n) {
        moved[n] = static_cast<uint32_t>(kept.size());
        if (reached[n])
            kept.push_back(m_code[n]);
    }
    moved[m_code.size()] = static_cast<uint32_t>(kept.size());
    if (kept.size() == m_code.size())
        return used;
    std::erase_if(m_fixups, [&](const Fixup &f) { return !reached[f.instruction]; });
    std::erase_if(m_relocations, [&](const protocol::Relocation &r) { return !reached[r.instruction]; });
    for (Fixup &fixup : m_fixups)
        fixup.instruction = moved[fixup.instruction];
    for (protocol::Relocation &relocation : m_relocations)
        relocation.instruction = moved[relocation.instruction];
    for (uint32_t &label : m_labels)
        label = label == UINT32_MAX ? label : moved[label];
    std::vector<LineMark> lines;
    for (LineMark line : m_lines) {
        line.instruction = moved[line.instruction];
        if (!lines.empty() && lines.back().instruction == line.instruction)
            lines.back() = line;
        else if (line.instruction < kept.size())
            lines.push_back(line);
    }
    m_lines = std::move(lines);
    m_code = std::move(kept);
    return used;
}

bool Assembler::resolve()
{
    for (const Fixup &fixup : m_fixups) {
        const auto distance = static_cast<int64_t>(m_labels[fixup.label]) - fixup.instruction - 1;
        uint64_t &insn = m_code[fixup.instruction];
        if (fixup.address) {
            insn = (insn & 0xffffffffu) | static_cast<uint64_t>(static_cast<uint32_t>(distance)) << 32;
            continue;
        }
        if (distance != static_cast<int16_t>(distance))
            return false;
        insn = (insn & ~0xffff0000ull) | static_cast<uint64_t>(static_cast<uint16_t>(distance)) << 16;
    }
    return true;
}

}
