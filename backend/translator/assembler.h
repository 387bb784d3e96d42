// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "helper/protocol.h"
#include "script/source.h"

#include <linux/bpf.h>

#include <cstdint>
#include <vector>

/// Writes eBPF instructions (instruction set v3: 32-bit jumps and atomics, no signed division).
namespace tapscope::translator::bpf {

enum Reg : uint8_t { R0, R1, R2, R3, R4, R5, R6, R7, R8, R9, R10 };
enum class Size : uint8_t { W = BPF_W, H = BPF_H, B = BPF_B, DW = BPF_DW };
[[nodiscard]] Size sizeOf(uint32_t bytes);

/// Arithmetic as the instruction encodes it.
enum class Alu : uint8_t {
    Add = BPF_ADD,
    Subtract = BPF_SUB,
    Multiply = BPF_MUL,
    Divide = BPF_DIV,
    Or = BPF_OR,
    And = BPF_AND,
    ShiftLeft = BPF_LSH,
    ShiftRight = BPF_RSH,
    Negate = BPF_NEG,
    Modulo = BPF_MOD,
    Xor = BPF_XOR,
    Move = BPF_MOV,
    ShiftRightSigned = BPF_ARSH,
};
enum class Condition : uint8_t {
    Equal = BPF_JEQ,
    NotEqual = BPF_JNE,
    Above = BPF_JGT,
    AboveEqual = BPF_JGE,
    Below = BPF_JLT,
    BelowEqual = BPF_JLE,
    Greater = BPF_JSGT,
    GreaterEqual = BPF_JSGE,
    Less = BPF_JSLT,
    LessEqual = BPF_JSLE,
};
[[nodiscard]] Condition opposite(Condition c);

using Label = uint32_t;

/// Script position of an instruction and of all that follow.
struct LineMark {
    uint32_t instruction = 0;
    script::Range range;
};

/// One program with its subprograms in the making.
class Assembler {
public:
    void alu(Alu op, Reg dst, Reg src)
    {
        put(static_cast<uint8_t>(BPF_ALU64 | BPF_X | static_cast<uint8_t>(op)), dst, src, 0, 0);
    }
    void alu(Alu op, Reg dst, int32_t imm);
    void move(Reg dst, Reg src);
    /// Any 64-bit constant, in as few instructions as it takes.
    void constant(Reg dst, int64_t value);
    void load(Size size, Reg dst, Reg base, int32_t offset);
    void store(Size size, Reg base, int32_t offset, Reg src);
    void storeConstant(Size size, Reg base, int32_t offset, int32_t imm);
    /// Atomic on 8 bytes: BPF_ADD, BPF_ADD | BPF_FETCH, BPF_XCHG; the value before comes back in `src` when fetched.
    void atomic(int32_t op, Reg base, int32_t offset, Reg src);
    void bigEndian64(Reg dst);
    void call(int32_t helper) { put(BPF_JMP | BPF_CALL, R0, R0, 0, helper); }
    void exit() { put(BPF_JMP | BPF_EXIT, R0, R0, 0, 0); }
    void mapDescriptor(Reg dst, int32_t map);
    /// r0 = address of the value for the key at `base` + `offset`, or 0; clobbers what every call does.
    void lookUp(int32_t map, Reg base, int32_t offset);
    void mapValue(Reg dst, int32_t map, uint32_t offset);
    /// Address of a subprogram that starts at `label` (for bpf_loop).
    void functionAddress(Reg dst, Label label);

    [[nodiscard]] Label newLabel();
    void bind(Label label);
    /// Whether something jumps to `label` so far.
    [[nodiscard]] bool isUsed(Label label) const;
    /// `label` is where `other` (bound before) is.
    void labelAlias(Label label, Label other) { m_labels[label] = m_labels[other]; }
    void jump(Label to);
    void jumpIf(Condition c, Reg a, Reg b, Label to);
    void jumpIf(Condition c, Reg a, int32_t imm, Label to);

    /// From the next instruction on, code is of this place in the script.
    void mark(const script::Range &range);
    [[nodiscard]] uint32_t position() const { return static_cast<uint32_t>(m_code.size()); }

    /// Takes out what no path from the start leads to, neither by jumps nor by the address of a subprogram; the verifier refuses
    /// such code. Before resolve(). By function: whether it is still there.
    std::vector<bool> removeUnreachable(const std::vector<Label> &functions);

    /// Fills the jumps in. False when one is too far for its 16 bits.
    [[nodiscard]] bool resolve();
    [[nodiscard]] const std::vector<uint64_t> &code() const { return m_code; }
    [[nodiscard]] std::vector<uint64_t> &code() { return m_code; }
    [[nodiscard]] const std::vector<protocol::Relocation> &relocations() const { return m_relocations; }
    [[nodiscard]] const std::vector<LineMark> &lines() const { return m_lines; }
    [[nodiscard]] uint32_t labelPosition(Label label) const { return m_labels[label]; }

private:
    [[nodiscard]] std::vector<bool> reachable() const;
    void put(uint8_t opcode, Reg dst, Reg src, int32_t offset, int32_t imm);

    struct Fixup {
        uint32_t instruction;
        Label label;
        bool address; ///< a 32-bit distance in the immediate instead of a jump's offset
    };
    std::vector<uint64_t> m_code;
    std::vector<uint32_t> m_labels;
    std::vector<Fixup> m_fixups;
    std::vector<protocol::Relocation> m_relocations;
    std::vector<LineMark> m_lines;
};

}
