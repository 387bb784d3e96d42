// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "base/text.h"

#include <cstdint>
#include <string>
#include <vector>

namespace tapscope::debuginfo {

/// One step of a location program: a postfix machine over 64-bit values, simple enough for the BPF emitter and the
/// interpreter alike. DWARF expressions (DWARF 5, section 2.5) are lowered to it for one exact address, with the frame base
/// and the CFA already expanded.
struct LocationStep {
    enum class Op : uint8_t {
        Register, ///< push DWARF register `value` as it is at the probe
        Constant, ///< push `value`
        Add,
        Subtract,
        Multiply,
        And,
        Or,
        Xor,
        ShiftLeft,
        ShiftRight,
        ShiftRightArithmetic,
        Divide, ///< signed
        Modulo, ///< unsigned
        Equal, ///< this and the following compare signed numbers and push 1 or 0
        NotEqual,
        Less,
        LessEqual,
        Greater,
        GreaterEqual,
        Negate,
        Not,
        Load, ///< pop an address, push `value` (1, 2, 4, 8) bytes of the target's memory there, zero-extended
        LoadBias, ///< push how far the module was moved when it was loaded; `value` is the probed address as linked
        ThreadPointer, ///< push where the probed thread keeps its thread-local variables (the base of fs)
        Frame, ///< push where the call that is probed, at its entry or its return, has its return address on the stack
        Argument, ///< push the n-th argument (from 0) of a tracepoint, or of a kernel function's typed probe
        EntryRegister, ///< push DWARF register `value` as it was when the function was entered (see Module::callFrame)
        ToFloat, ///< pop a signed number, push the bits of the floating-point number of `value` (4, 8) bytes nearest to it
    } op;
    int64_t value = 0;

    /// Pops two operands.
    [[nodiscard]] constexpr bool isBinary() const { return op >= Op::Add && op <= Op::GreaterEqual; }
    /// Whether it takes more than the registers and the memory of the moment: analysis makes expressions of these.
    [[nodiscard]] constexpr bool isComputed() const { return op == Op::EntryRegister || op == Op::ToFloat; }
    friend bool operator==(const LocationStep &, const LocationStep &) = default;
};

/// Where a variable is at one address of code.
struct Location {
    enum class Kind : uint8_t {
        Memory, ///< `steps` yield its address
        Value, ///< `steps` yield its value (registers, constants, computed values)
        Pieces, ///< `pieces` hold parts of it, the lowest first
        Implied, ///< a pointer that is nowhere itself: it points `offset` bytes into the object that the one of `pieces` holds
        Unavailable, ///< optimised out, or of a form that cannot be read: `reason`
    };
    Kind kind = Kind::Unavailable;
    std::vector<LocationStep> steps;
    Text reason;
    std::vector<Location> pieces{};
    uint64_t bits = 0; ///< of a piece: how many of the variable's it holds, from the lowest of its own on
    int64_t offset = 0; ///< of an implied pointer
};

/// A type as far as reading and printing a value of it needs.
struct TypeInfo {
    enum class Kind : uint8_t { Void, Integer, Boolean, Character, Float, Enumeration, Pointer, Structure, Union, Array, Other };
    Kind kind = Kind::Other;
    /// As C writes it: "struct sock *", "unsigned int".
    std::string name;
    uint64_t byteSize = 0;
    bool isSigned = false;
    /// Pointer and array: what the pointed-to or element type is called and its kind.
    Kind targetKind = Kind::Other;
    std::string targetName;
    /// Handle in the TypeSource that it comes from, with typedefs kept; 0: void, or not known.
    uint64_t id = 0;
    /// Of an array of several dimensions: how many of them have been indexed.
    uint8_t dimension = 0;
    bool isReference = false; ///< a pointer that is written like what it points to
};

/// A variable or parameter that is visible at an address.
struct VariableAt {
    std::string name;
    TypeInfo type;
    Location location;
    bool isParameter = false;
    /// How many blocks inside the function's outermost one it was declared in.
    uint8_t depth = 0;
};

}
