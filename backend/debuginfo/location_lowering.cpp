// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "debuginfo/location_lowering.h"

#include "debuginfo/dwarf_die.h"
#include "debuginfo/location_stack.h"

#include <algorithm>
#include <cstdlib>
#include <memory>
#include <span>
#include <utility>

namespace tapscope::debuginfo {

namespace {

using Op = LocationStep::Op;

constexpr size_t mostOperations = 1024;
constexpr uint64_t mostBytes = uint64_t(1) << 32; // of a piece
constexpr unsigned stackPointer = 7;
constexpr int mostImplied = 4; // pointers to pointers

// Interprets a DWARF expression symbolically: each entry of the stack is a program that yields its value.
class Lowering {
public:
    explicit Lowering(const LoweringContext &context, int depth = 0) : m_context(context), m_depth(depth), m_stack(context) {}

    Location run(Dwarf_Attribute *attribute, std::span<const Dwarf_Op> operations)
    {
        if (operations.empty())
            return unavailable(TAPSCOPE_TEXT("Diagnostics", "it has been optimised out here"));
        if (operations.size() > mostOperations || m_depth > 8)
            return unavailable(TAPSCOPE_TEXT("Diagnostics", "its location in the debuginfo is too complex"));
        bool isValue = false;
        Location whole;
        for (size_t i = 0; i < operations.size(); ++i) {
            const Dwarf_Op &operation = operations[i];
            if (operation.atom == DW_OP_piece || operation.atom == DW_OP_bit_piece) {
                whole.pieces.push_back(piece(operation, isValue));
                m_stack.clear();
                isValue = false;
                continue;
            }
            if (!step(attribute, operation, isValue)) {
                // What is wrong with one piece leaves the others.
                const auto isPiece = [](const Dwarf_Op &o) { return o.atom == DW_OP_piece || o.atom == DW_OP_bit_piece; };
                while (i + 1 < operations.size() && !isPiece(operations[i + 1]))
                    ++i;
                if (i + 1 == operations.size())
                    return m_stack.takeFailure();
                m_stack.clear();
                continue;
            }
            if (m_stack.isTooLarge())
                return unavailable(TAPSCOPE_TEXT("Diagnostics", "its location in the debuginfo is too complex"));
        }
        if (!whole.pieces.empty())
            return m_stack.empty() ? joined(std::move(whole)) : malformedLocation();
        if (m_whole)
            return std::move(*m_whole);
        if (m_stack.empty())
            return malformedLocation();
        return {isValue ? Location::Kind::Value : Location::Kind::Memory, m_stack.take(), {}};
    }

    Location frameAddress()
    {
        if (!pushCfa())
            return m_stack.takeFailure();
        return {Location::Kind::Value, m_stack.take(), {}};
    }

private:
    // Of what the operations up to here have yielded.
    Location piece(const Dwarf_Op &operation, bool isValue)
    {
        const bool countsBits = operation.atom == DW_OP_bit_piece;
        Location out;
        if (m_whole && m_whole->kind == Location::Kind::Pieces)
            out = unavailable(TAPSCOPE_TEXT("Diagnostics", "it is kept in several pieces here"));
        else if (m_whole)
            out = std::move(*m_whole);
        else if (!m_stack.empty())
            out = {isValue ? Location::Kind::Value : Location::Kind::Memory, m_stack.take(), {}};
        else
            out = m_stack.takeFailure();
        if (out.kind == Location::Kind::Unavailable && out.reason.empty())
            out = unavailable(TAPSCOPE_TEXT("Diagnostics", "this part of it has been optimised out here"));
        m_whole.reset();
        out.bits = countsBits ? operation.number : operation.number < mostBytes ? operation.number * 8 : mostBytes * 8;
        const auto first = countsBits ? static_cast<int64_t>(operation.number2) : 0;
        if (first == 0 || out.kind == Location::Kind::Unavailable || out.kind == Location::Kind::Implied)
            return out;
        if (out.kind == Location::Kind::Value && first < 64)
            out.steps.insert(out.steps.end(), {{Op::Constant, first}, {Op::ShiftRight, 0}});
        else if (first % 8 == 0)
            out.steps.insert(out.steps.end(), {{Op::Constant, first / 8}, {Op::Add, 0}});
        else
            out = unavailable(TAPSCOPE_TEXT("Diagnostics", "it is kept in several pieces here"));
        return out;
    }

    static Location joined(Location whole)
    {
        whole.kind = Location::Kind::Pieces;
        if (std::ranges::all_of(whole.pieces, [](const Location &p) { return p.kind == Location::Kind::Unavailable; }))
            return whole.pieces.front();
        return whole;
    }

    // DWARF 5 typed values: kept as 64 bits, extended by their type. Only integers can be.
    bool convert(Dwarf_Attribute *attribute, const Dwarf_Op &operation)
    {
        if (!m_stack.need(1))
            return false;
        if (operation.number == 0)
            return true;
        if (const auto bytes = floatSize(attribute, operation))
            return m_isInteger ? m_stack.apply(Op::ToFloat, static_cast<int64_t>(*bytes)) : m_stack.failAsFloat();
        const auto size = integerSize(attribute, operation);
        if (!size || m_stack.topIsFloat())
            return size ? m_stack.failAsFloat() : false;
        // What is unsigned and of 64 bits is no signed number.
        m_isInteger = size->second || size->first < 8;
        return size->second ? m_stack.signExtend(size->first) : m_stack.mask(size->first);
    }
    std::optional<uint64_t> floatSize(Dwarf_Attribute *attribute, const Dwarf_Op &operation)
    {
        Dwarf_Die type;
        if (!attribute || dwarf_getlocation_die(attribute, &operation, &type) != 0
            || unsignedOf(type, DW_AT_encoding) != uint64_t{DW_ATE_float})
            return std::nullopt;
        const uint64_t bytes = unsignedOf(type, DW_AT_byte_size).value_or(0);
        return bytes == 4 || bytes == 8 ? std::optional(bytes) : std::nullopt;
    }
    std::optional<std::pair<uint64_t, bool>> integerSize(Dwarf_Attribute *attribute, const Dwarf_Op &operation)
    {
        Dwarf_Die type;
        if (!attribute || dwarf_getlocation_die(attribute, &operation, &type) != 0) {
            m_stack.fail(malformedLocation());
            return std::nullopt;
        }
        const uint64_t size = unsignedOf(type, DW_AT_byte_size).value_or(0);
        const uint64_t encoding = unsignedOf(type, DW_AT_encoding).value_or(0);
        const bool isSigned = encoding == DW_ATE_signed || encoding == DW_ATE_signed_char;
        if (!isSigned && encoding != DW_ATE_unsigned && encoding != DW_ATE_unsigned_char && encoding != DW_ATE_boolean
            && encoding != DW_ATE_address && encoding != DW_ATE_UTF) {
            m_stack.fail(unavailable(TAPSCOPE_TEXT("Diagnostics", "it is computed from floating-point numbers")));
            return std::nullopt;
        }
        if (size == 0 || size > 8) {
            m_stack.fail(unavailable(TAPSCOPE_TEXT("Diagnostics", "it is wider than 64 bits")));
            return std::nullopt;
        }
        return std::pair(size, isSigned);
    }

    bool pushCfa()
    {
        for (Dwarf_CFI *cfi : {m_context.ehFrame, m_context.debugFrame}) {
            Dwarf_Frame *found = nullptr;
            if (!cfi || dwarf_cfi_addrframe(cfi, m_context.address, &found) != 0)
                continue;
            const std::unique_ptr<Dwarf_Frame, void (*)(void *)> frame(found, std::free);
            Dwarf_Op *operations = nullptr;
            size_t count = 0;
            if (dwarf_frame_cfa(frame.get(), &operations, &count) != 0 || count == 0)
                continue;
            // This is an expression for an address, so its "memory" is the value.
            Location cfa = Lowering(m_context, m_depth + 1).run(nullptr, std::span(operations, count));
            if (cfa.kind == Location::Kind::Unavailable)
                return m_stack.fail(std::move(cfa));
            return m_stack.push(std::move(cfa.steps));
        }
        // Nothing has been pushed yet but the return address.
        if (m_context.atEntry)
            return m_stack.pushRegister(stackPointer, 8);
        return m_stack.fail(unavailable(TAPSCOPE_TEXT("Diagnostics", "the call frame information does not cover this address")));
    }

    bool pushFrameBase(uint64_t offset)
    {
        if (m_depth > 4)
            return m_stack.fail(malformedLocation());
        auto attribute = m_context.function.addr ? attributeOf(m_context.function, DW_AT_frame_base) : std::nullopt;
        Dwarf_Op *operations = nullptr;
        size_t count = 0;
        if (!attribute || dwarf_getlocation_addr(&*attribute, m_context.address, &operations, &count, 1) != 1 || count == 0)
            return m_stack.fail(
                unavailable(TAPSCOPE_TEXT("Diagnostics", "the debuginfo does not tell where the stack frame is here")));
        const bool isCfa = operations[0].atom == DW_OP_call_frame_cfa;
        if (m_context.atEntry && !isCfa)
            return m_stack.fail(
                unavailable(TAPSCOPE_TEXT("Diagnostics", "the stack frame is not set up yet at the function's entry")));
        Location base = Lowering(m_context, m_depth + 1).run(&*attribute, std::span(operations, count));
        if (base.kind == Location::Kind::Unavailable)
            return m_stack.fail(std::move(base));
        m_stack.push(std::move(base.steps));
        return m_stack.addConstant(offset);
    }

    bool pushEntryValue(Dwarf_Attribute *attribute, const Dwarf_Op &operation)
    {
        Dwarf_Attribute inner;
        Dwarf_Op *operations = nullptr;
        size_t count = 0;
        if (!attribute || dwarf_getlocation_attr(attribute, &operation, &inner) != 0
            || dwarf_getlocation(&inner, &operations, &count) != 0)
            return m_stack.fail(malformedLocation());
        if (!m_context.atEntry) {
            const auto number = count == 1 ? registerOf(operations[0]) : std::nullopt;
            if (number && *number >= LocationStack::firstVectorRegister
                && *number < LocationStack::firstVectorRegister + LocationStack::vectorRegisters)
                return m_stack.pushRegister(*number); // and it tells why not
            if (!number || *number >= LocationStack::registers || !m_context.canKeepEntry)
                return m_stack.fail(unavailable(
                    TAPSCOPE_TEXT("Diagnostics", "only its value at the function's entry is known here, which is gone")));
            return m_stack.push({{Op::EntryRegister, static_cast<int64_t>(*number)}});
        }
        Location value = Lowering(m_context, m_depth + 1).run(&inner, std::span(operations, count));
        if (value.kind == Location::Kind::Unavailable)
            return m_stack.fail(std::move(value));
        return m_stack.push(std::move(value.steps));
    }

    static std::optional<uint64_t> registerOf(const Dwarf_Op &operation)
    {
        if (operation.atom >= DW_OP_reg0 && operation.atom <= DW_OP_reg31)
            return operation.atom - DW_OP_reg0;
        return operation.atom == DW_OP_regx ? std::optional<uint64_t>(operation.number) : std::nullopt;
    }

    // A pointer that the compiler has done away with (DWARF 5, 2.6.1.1.4): where what it points to is kept.
    bool imply(Dwarf_Attribute *attribute, const Dwarf_Op &operation)
    {
        Dwarf_Die object;
        if (!m_stack.empty() || !attribute || m_depth > mostImplied || dwarf_getlocation_die(attribute, &operation, &object) != 0)
            return m_stack.fail(malformedLocation());
        auto where = ownAttributeOf(object, DW_AT_location);
        where = where ? where : attributeOf(object, DW_AT_const_value);
        Location held = unavailable(TAPSCOPE_TEXT("Diagnostics", "it points to a variable that has been optimised out"));
        if (where && dwarf_whatattr(&*where) == DW_AT_const_value) {
            held = lowerLocation(m_context, *where);
        } else if (where) {
            Dwarf_Op *operations = nullptr;
            size_t count = 0;
            if (dwarf_getlocation_addr(&*where, m_context.address, &operations, &count, 1) == 1 && count > 0)
                held = Lowering(m_context, m_depth + 1).run(&*where, std::span(operations, count));
        }
        if (held.kind == Location::Kind::Unavailable)
            return m_stack.fail(std::move(held));
        m_whole = Location{Location::Kind::Implied, {}, {}, {std::move(held)}, 0, static_cast<int64_t>(operation.number2)};
        return true;
    }

    bool pushImplicitValue(Dwarf_Attribute *attribute, const Dwarf_Op &operation)
    {
        Dwarf_Block block;
        if (!attribute || dwarf_getlocation_implicit_value(attribute, &operation, &block) != 0)
            return m_stack.fail(malformedLocation());
        Location value = constantBytes(std::span(block.data, block.length));
        if (value.kind == Location::Kind::Unavailable)
            return m_stack.fail(std::move(value));
        if (value.kind == Location::Kind::Value)
            return m_stack.push(std::move(value.steps));
        m_whole = std::move(value);
        return true;
    }

    bool step(Dwarf_Attribute *attribute, const Dwarf_Op &operation, bool &isValue)
    {
        const unsigned atom = operation.atom;
        if (atom >= DW_OP_reg0 && atom <= DW_OP_reg31) {
            isValue = true;
            return m_stack.pushRegister(atom - DW_OP_reg0);
        }
        if (atom >= DW_OP_breg0 && atom <= DW_OP_breg31)
            return m_stack.pushRegister(atom - DW_OP_breg0, operation.number);
        if (atom >= DW_OP_lit0 && atom <= DW_OP_lit31)
            return m_stack.pushConstant(atom - DW_OP_lit0);
        switch (atom) {
        case DW_OP_regx: isValue = true; return m_stack.pushRegister(operation.number);
        case DW_OP_bregx: return m_stack.pushRegister(operation.number, operation.number2);
        case DW_OP_fbreg: return pushFrameBase(operation.number);
        case DW_OP_call_frame_cfa: return pushCfa();
        case DW_OP_addr: return m_stack.pushAddress(operation.number);
        case DW_OP_addrx:
        case DW_OP_GNU_addr_index: {
            Dwarf_Attribute inner;
            Dwarf_Addr address = 0;
            if (!attribute || dwarf_getlocation_attr(attribute, &operation, &inner) != 0 || dwarf_formaddr(&inner, &address) != 0)
                return m_stack.fail(malformedLocation());
            return m_stack.pushAddress(address);
        }
        case DW_OP_constx:
        case DW_OP_GNU_const_index: {
            Dwarf_Attribute inner;
            Dwarf_Word value = 0;
            if (!attribute || dwarf_getlocation_attr(attribute, &operation, &inner) != 0 || dwarf_formudata(&inner, &value) != 0)
                return m_stack.fail(malformedLocation());
            return m_stack.pushConstant(value);
        }
        case DW_OP_const1u:
        case DW_OP_const1s:
        case DW_OP_const2u:
        case DW_OP_const2s:
        case DW_OP_const4u:
        case DW_OP_const4s:
        case DW_OP_const8u:
        case DW_OP_const8s:
        case DW_OP_constu:
        case DW_OP_consts: return m_stack.pushConstant(operation.number);
        case DW_OP_plus_uconst: return m_stack.need(1) && m_stack.addConstant(operation.number);
        case DW_OP_plus: return m_stack.binary(Op::Add);
        case DW_OP_minus: return m_stack.binary(Op::Subtract);
        case DW_OP_mul: return m_stack.binary(Op::Multiply);
        case DW_OP_div: return m_stack.binary(Op::Divide);
        case DW_OP_mod: return m_stack.binary(Op::Modulo);
        case DW_OP_eq: return m_stack.binary(Op::Equal);
        case DW_OP_ne: return m_stack.binary(Op::NotEqual);
        case DW_OP_lt: return m_stack.binary(Op::Less);
        case DW_OP_le: return m_stack.binary(Op::LessEqual);
        case DW_OP_gt: return m_stack.binary(Op::Greater);
        case DW_OP_ge: return m_stack.binary(Op::GreaterEqual);
        case DW_OP_and: return m_stack.binary(Op::And);
        case DW_OP_or: return m_stack.binary(Op::Or);
        case DW_OP_xor: return m_stack.binary(Op::Xor);
        case DW_OP_shl: return m_stack.binary(Op::ShiftLeft);
        case DW_OP_shr: return m_stack.binary(Op::ShiftRight);
        case DW_OP_shra: return m_stack.binary(Op::ShiftRightArithmetic);
        case DW_OP_neg: return m_stack.need(1) && m_stack.apply(Op::Negate);
        case DW_OP_not: return m_stack.need(1) && m_stack.apply(Op::Not);
        case DW_OP_deref: return m_stack.load(8);
        case DW_OP_deref_size: return m_stack.load(operation.number);
        case DW_OP_dup: return m_stack.copy(0);
        case DW_OP_drop: return m_stack.drop();
        case DW_OP_over: return m_stack.copy(1);
        case DW_OP_pick: return m_stack.copy(operation.number);
        case DW_OP_swap: return m_stack.rotate(2);
        case DW_OP_rot: return m_stack.rotate(3);
        case DW_OP_nop: return true;
        case DW_OP_stack_value: isValue = true; return m_stack.need(1);
        case DW_OP_implicit_value: isValue = true; return pushImplicitValue(attribute, operation);
        case DW_OP_entry_value:
        case DW_OP_GNU_entry_value: return pushEntryValue(attribute, operation);
        case DW_OP_convert:
        case DW_OP_GNU_convert: return convert(attribute, operation);
        case DW_OP_reinterpret:
        case DW_OP_GNU_reinterpret: return m_stack.need(1);
        case DW_OP_regval_type:
        case DW_OP_GNU_regval_type: {
            const auto size = integerSize(attribute, operation);
            return size && m_stack.pushRegister(operation.number)
                && (size->second ? m_stack.signExtend(size->first) : m_stack.mask(size->first));
        }
        case DW_OP_deref_type:
        case DW_OP_GNU_deref_type: {
            const auto size = integerSize(attribute, operation);
            return size && m_stack.load(operation.number) && (!size->second || m_stack.signExtend(operation.number));
        }
        case DW_OP_implicit_pointer:
        case DW_OP_GNU_implicit_pointer: return imply(attribute, operation);
        case DW_OP_form_tls_address:
        case DW_OP_GNU_push_tls_address: return m_stack.pushThreadLocal();
        default:
            return m_stack.fail(
                unavailable(TAPSCOPE_TEXT("Diagnostics",
                                          "the debuginfo describes its location in a way that is not supported (DW_OP 0x%1)"),
                            {std::format("{:02x}", atom)}));
        }
    }

    const LoweringContext &m_context;
    int m_depth;
    LocationStack m_stack;
    std::optional<Location> m_whole; ///< instead of the stack: what is no number
    bool m_isInteger = false; ///< what has last been converted is a signed number of 64 bits now
};

}

Location callFrameAddress(const LoweringContext &context)
{
    return Lowering(context).frameAddress();
}

Location lowerLocation(const LoweringContext &context, Dwarf_Attribute attribute, bool *found)
{
    if (found)
        *found = true;
    if (dwarf_whatattr(&attribute) == DW_AT_const_value)
        return lowerConstant(attribute);
    Dwarf_Op *operations = nullptr;
    size_t count = 0;
    const int matches = dwarf_getlocation_addr(&attribute, context.address, &operations, &count, 1);
    if (matches != 1 || count == 0) {
        if (found)
            *found = false;
        return unavailable(TAPSCOPE_TEXT("Diagnostics", "it has been optimised out here"));
    }
    return Lowering(context).run(&attribute, std::span(operations, count));
}

}
