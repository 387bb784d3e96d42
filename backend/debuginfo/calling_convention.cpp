// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "debuginfo/calling_convention.h"

#include "debuginfo/type_reader.h"

#include <algorithm>
#include <array>
#include <charconv>

namespace tapscope::debuginfo {

namespace {

constexpr std::array integerRegisters = {5, 4, 1, 2, 8, 9}; // rdi rsi rdx rcx r8 r9 as DWARF counts
constexpr std::array resultRegisters = {0, 1}; // rax rdx
constexpr size_t vectorRegisters = 8;
constexpr uint64_t eightbyte = 8;

enum class Class : uint8_t { None, Integer, Vector, X87, Memory, Unknown };

struct Classified {
    std::array<Class, 2> parts{Class::None, Class::None};
    bool memory = false;
    bool reference = false;
    bool unknown = false;
    bool aggregate = false;
    bool wideInteger = false; ///< an __int128 by itself
    bool x87Pair = false; ///< a complex long double: in memory, but as a result in st0 and st1
    uint64_t size = 0;
    uint64_t alignment = 1;
};

bool isCxx(const Dwarf_Die &die)
{
    Dwarf_Die copy = die;
    Dwarf_Die unit;
    if (!dwarf_diecu(&copy, &unit, nullptr, nullptr))
        return false;
    switch (dwarf_srclang(&unit)) {
    case DW_LANG_C_plus_plus:
    case DW_LANG_C_plus_plus_03:
    case DW_LANG_C_plus_plus_11:
    case DW_LANG_C_plus_plus_14: return true;
    default: return false;
    }
}

class Classifier {
public:
    Classified run(const std::optional<Dwarf_Die> &type)
    {
        const auto stripped = strippedType(type);
        if (!stripped) {
            m_out.unknown = true;
            return m_out;
        }
        m_out.size = sizeOfType(stripped);
        m_out.alignment = alignmentOf(*stripped);
        const int tag = tagOf(*stripped);
        m_out.aggregate = tag == DW_TAG_structure_type || tag == DW_TAG_class_type || tag == DW_TAG_union_type
            || tag == DW_TAG_array_type;
        if (m_out.aggregate && tag != DW_TAG_array_type && checkClass(*stripped))
            return m_out;
        add(stripped, 0, 0);
        m_out.wideInteger = tag == DW_TAG_base_type && std::ranges::count(m_out.parts, Class::Integer) == 2;
        const bool wideVector = m_out.parts[0] == Class::Vector && !m_out.aggregate;
        if (m_out.size > 2 * eightbyte && !wideVector)
            m_out.memory = true;
        if (std::ranges::count(m_out.parts, Class::X87) || std::ranges::count(m_out.parts, Class::Memory))
            m_out.memory = true;
        return m_out;
    }

private:
    /// What the source demands; types that it says nothing of have that of their parts.
    static uint64_t alignmentOf(const Dwarf_Die &die)
    {
        return std::max<uint64_t>(unsignedOf(die, DW_AT_alignment).value_or(1), 1);
    }

    // C++ classes that are not trivial to copy are passed by reference. True when that settles it.
    bool checkClass(const Dwarf_Die &die)
    {
        switch (copying(die, 0)) {
        case Copying::Trivial: return false;
        case Copying::Own: m_out.reference = true; return true;
        case Copying::Unknown: m_out.unknown = true; return true;
        }
        return false;
    }

    enum class Copying : uint8_t { Trivial, Own, Unknown };

    static Copying copying(const Dwarf_Die &die, int depth)
    {
        if (const auto convention = unsignedOf(die, DW_AT_calling_convention)) {
            if (*convention == DW_CC_pass_by_reference)
                return Copying::Own;
            if (*convention == DW_CC_pass_by_value)
                return Copying::Trivial;
        }
        if (flagOf(die, DW_AT_declaration) || depth > 16)
            return Copying::Unknown;
        if (!isCxx(die))
            return Copying::Trivial;
        Copying worst = Copying::Trivial;
        for (const Dwarf_Die &child : DieChildren(die)) {
            const Copying one = copyingOfMember(die, child, depth);
            if (one == Copying::Own)
                return one;
            if (one == Copying::Unknown)
                worst = one;
        }
        return worst;
    }

    static Copying copyingOfMember(const Dwarf_Die &owner, const Dwarf_Die &child, int depth)
    {
        switch (tagOf(child)) {
        case DW_TAG_member:
        case DW_TAG_inheritance: {
            if (unsignedOf(child, DW_AT_virtuality).value_or(0) != 0)
                return Copying::Own;
            auto type = strippedType(typeOf(child));
            while (type && tagOf(*type) == DW_TAG_array_type)
                type = strippedType(typeOf(*type));
            const int tag = type && !flagOf(child, DW_AT_external) ? tagOf(*type) : 0;
            const bool isClass = tag == DW_TAG_structure_type || tag == DW_TAG_class_type || tag == DW_TAG_union_type;
            return isClass ? copying(*type, depth + 1) : Copying::Trivial;
        }
        case DW_TAG_subprogram: break;
        default: return Copying::Trivial;
        }
        if (unsignedOf(child, DW_AT_virtuality).value_or(0) != 0)
            return Copying::Own; // the copy sets the pointer to the virtual functions
        if (!nameOf(child).starts_with('~') && !isCopyConstructor(owner, child))
            return Copying::Trivial;
        if (flagOf(child, DW_AT_deleted))
            return Copying::Unknown;
        if (flagOf(child, DW_AT_artificial))
            return Copying::Unknown; // the members decide, and they have been asked
        const auto defaulted = unsignedOf(child, DW_AT_defaulted);
        if (defaulted && *defaulted == DW_DEFAULTED_in_class)
            return Copying::Trivial;
        // Before DWARF 5 nothing tells a defaulted member from one that does something.
        Dwarf_Half version = 0;
        return dwarf_cu_info(child.cu, &version, nullptr, nullptr, nullptr, nullptr, nullptr, nullptr) == 0 && version >= 5
            ? Copying::Own
            : Copying::Unknown;
    }

    static bool isCopyConstructor(const Dwarf_Die &owner, const Dwarf_Die &function)
    {
        const std::string_view name = nameOf(owner);
        if (nameOf(function) != name.substr(0, name.find('<')))
            return false;
        int parameters = 0;
        bool takesOwner = false;
        for (const Dwarf_Die &child : DieChildren(function)) {
            if (tagOf(child) != DW_TAG_formal_parameter)
                continue;
            const auto type = strippedType(typeOf(child));
            const bool isReference = type
                && (tagOf(*type) == DW_TAG_reference_type || tagOf(*type) == DW_TAG_rvalue_reference_type);
            const auto target = isReference ? strippedType(typeOf(*type)) : std::nullopt;
            takesOwner = takesOwner || (parameters == 1 && target && target->addr == owner.addr);
            ++parameters;
        }
        return takesOwner;
    }

    void merge(uint64_t offset, Class c)
    {
        if (offset >= 2 * eightbyte)
            return;
        Class &part = m_out.parts[offset / eightbyte];
        if (part == Class::None || c == Class::Memory || (c == Class::Integer && part != Class::Memory))
            part = c;
        else if (part != c && part != Class::Integer && part != Class::Memory)
            part = Class::Memory; // x87 mixed with others
    }

    void addScalar(Class c, uint64_t offset, uint64_t size, uint64_t alignment)
    {
        m_out.alignment = std::max(m_out.alignment, alignment);
        if (alignment > 1 && offset % alignment != 0)
            merge(0, Class::Memory);
        merge(offset, c);
        // The upper half of a vector goes with the lower one, both parts of the others have a register each.
        if (size > eightbyte && c == Class::Integer)
            merge(offset + eightbyte, c);
    }

    void addBase(const Dwarf_Die &die, uint64_t offset, uint64_t size)
    {
        switch (unsignedOf(die, DW_AT_encoding).value_or(0)) {
        case DW_ATE_float:
        case DW_ATE_decimal_float:
        case DW_ATE_imaginary_float: {
            const std::string_view name = nameOf(die);
            const bool x87 = size > eightbyte && name.find("128") == std::string_view::npos
                && name.find("Decimal") == std::string_view::npos;
            addScalar(x87 ? Class::X87 : Class::Vector, offset, size, size);
            break;
        }
        case DW_ATE_complex_float:
            if (size == 32) {
                m_out.x87Pair = true;
                m_out.alignment = std::max<uint64_t>(m_out.alignment, size / 2);
                merge(0, Class::Memory);
            } else {
                addScalar(Class::Vector, offset, size / 2, size / 2);
                addScalar(Class::Vector, offset + size / 2, size / 2, size / 2);
            }
            break;
        default: addScalar(Class::Integer, offset, size, std::min<uint64_t>(size, 16)); break;
        }
    }

    void addMembers(const Dwarf_Die &die, uint64_t offset, int depth)
    {
        for (const Dwarf_Die &child : DieChildren(die)) {
            const int tag = tagOf(child);
            if ((tag != DW_TAG_member && tag != DW_TAG_inheritance) || flagOf(child, DW_AT_external)
                || flagOf(child, DW_AT_declaration))
                continue;
            const auto type = strippedType(typeOf(child));
            m_out.alignment = std::max(m_out.alignment, alignmentOf(child));
            if (const auto bits = unsignedOf(child, DW_AT_bit_size)) {
                const uint64_t bit = unsignedOf(child, DW_AT_data_bit_offset)
                                         .value_or(unsignedOf(child, DW_AT_data_member_location).value_or(0) * 8);
                if (*bits > 0 && bit < 2 * eightbyte * 8)
                    merge(offset + bit / 8, Class::Integer);
                continue;
            }
            add(type, offset + unsignedOf(child, DW_AT_data_member_location).value_or(0), depth + 1);
        }
    }

    void add(const std::optional<Dwarf_Die> &type, uint64_t offset, int depth)
    {
        if (!type || depth > 16) {
            m_out.unknown = true;
            return;
        }
        const Dwarf_Die &die = *type;
        const uint64_t size = sizeOfType(type);
        m_out.alignment = std::max(m_out.alignment, alignmentOf(die));
        switch (tagOf(die)) {
        case DW_TAG_base_type: addBase(die, offset, size); break;
        case DW_TAG_pointer_type:
        case DW_TAG_reference_type:
        case DW_TAG_rvalue_reference_type:
        case DW_TAG_unspecified_type: addScalar(Class::Integer, offset, eightbyte, eightbyte); break;
        case DW_TAG_enumeration_type: addScalar(Class::Integer, offset, size, std::max<uint64_t>(size, 1)); break;
        case DW_TAG_ptr_to_member_type: addScalar(Class::Integer, offset, size, eightbyte); break;
        case DW_TAG_structure_type:
        case DW_TAG_class_type:
        case DW_TAG_union_type:
            if (flagOf(die, DW_AT_declaration))
                m_out.unknown = true;
            addMembers(die, offset, depth);
            break;
        case DW_TAG_array_type: {
            if (flagOf(die, DW_AT_GNU_vector)) {
                addScalar(Class::Vector, offset, size, std::min<uint64_t>(size, 64));
                break;
            }
            const auto element = strippedType(typeOf(die));
            const uint64_t step = sizeOfType(element);
            for (uint64_t at = 0; step > 0 && at < std::min<uint64_t>(size, 2 * eightbyte); at += step)
                add(element, offset + at, depth + 1);
            break;
        }
        default: m_out.unknown = true; break;
        }
    }

    Classified m_out;
};

Classified classify(const std::optional<Dwarf_Die> &type)
{
    return Classifier().run(type);
}

/// Of results: a long double, a structure of one, a complex one.
bool isOnX87Stack(const Classified &c)
{
    return c.parts[0] == Class::X87 || (c.x87Pair && !c.aggregate);
}

// Of the parts that are not in vector registers.
std::array<int, 2> registersOf(const Classified &c, std::span<const int> integers)
{
    std::array<int, 2> out{-1, -1};
    size_t next = 0;
    for (size_t i = 0; i < out.size(); ++i) {
        if (c.parts[i] == Class::Integer && next < integers.size())
            out[i] = integers[next++];
    }
    return out;
}

class Assignment {
public:
    explicit Assignment(WideIntegers wide) : m_wide(wide) {}

    void takeFirstRegister() { m_integers = 1; }
    void giveUp() { m_lost = true; }

    ArgumentPlace next(const Classified &c)
    {
        using Kind = ArgumentPlace::Kind;
        if (m_lost || c.unknown) {
            m_lost = true;
            return {};
        }
        if (c.reference) {
            if (m_integers < integerRegisters.size())
                return {Kind::Reference, integerRegisters[m_integers++], 0};
            return {Kind::ReferenceOnStack, 0, push(eightbyte, eightbyte)};
        }
        if (c.wideInteger && m_integers + 2 > integerRegisters.size() && m_wide != WideIntegers::Whole) {
            const bool isHalved = m_wide == WideIntegers::Halved && m_integers < integerRegisters.size();
            const int last = isHalved ? integerRegisters[m_integers] : 0;
            const uint64_t alignment = m_wide == WideIntegers::Halved ? eightbyte : c.alignment;
            m_registerSkipped = m_registerSkipped || m_integers < integerRegisters.size();
            m_integers = integerRegisters.size();
            const uint64_t at = push(isHalved ? eightbyte : c.size, alignment);
            return isHalved ? ArgumentPlace{Kind::Split, last, at, {last, -1}} : ArgumentPlace{Kind::Stack, 0, at};
        }
        const auto needed = [&](Class wanted) { return static_cast<size_t>(std::ranges::count(c.parts, wanted)); };
        const size_t integers = needed(Class::Integer);
        const size_t vectors = needed(Class::Vector);
        if (!c.memory && integers + vectors == 0)
            return {Kind::Empty, 0, 0};
        if (c.size == 0) {
            m_lost = true; // where it may be, and where what follows it
            return {};
        }
        if (m_registerSkipped && c.aggregate && !c.memory && integers > 0) {
            m_lost = true; // clang's front end has counted the register as free, and passes the parts one by one
            return {};
        }
        if (c.memory || m_integers + integers > integerRegisters.size() || m_vectors + vectors > vectorRegisters)
            return {Kind::Stack, 0, push(c.size, c.alignment)};
        const int reg = integers > 0 ? integerRegisters[m_integers] : 0;
        const std::array<int, 2> parts = registersOf(c, std::span(integerRegisters).subspan(m_integers));
        m_integers += integers;
        m_vectors += vectors;
        if (integers + vectors > 1 || (c.aggregate && integers > 0))
            return {Kind::Split, reg, 0, parts};
        return {vectors ? Kind::Vector : Kind::Register, reg, 0};
    }

private:
    uint64_t push(uint64_t size, uint64_t alignment)
    {
        if (alignment > eightbyte)
            m_stack = (m_stack + alignment - 1) / alignment * alignment;
        const uint64_t at = m_stack;
        m_stack += (size + eightbyte - 1) / eightbyte * eightbyte;
        return at;
    }

    WideIntegers m_wide;
    size_t m_integers = 0;
    size_t m_vectors = 0;
    uint64_t m_stack = 0;
    bool m_registerSkipped = false; ///< by an __int128
    bool m_lost = false;
};

}

WideIntegers wideIntegersOf(const Dwarf_Die &function)
{
    Dwarf_Die copy = function;
    Dwarf_Die unit;
    auto producer = dwarf_diecu(&copy, &unit, nullptr, nullptr) ? ownAttributeOf(unit, DW_AT_producer) : std::nullopt;
    const char *text = producer ? dwarf_formstring(&*producer) : nullptr;
    const std::string_view name = text ? text : "";
    if (!name.contains("clang"))
        return WideIntegers::Whole;
    constexpr std::string_view word = "clang version ";
    const size_t at = name.find(word);
    int version = 0;
    if (at != std::string_view::npos)
        std::from_chars(name.data() + at + word.size(), name.data() + name.size(), version);
    constexpr int first = 18;
    return version > 0 && version < first ? WideIntegers::Halved : WideIntegers::TakingTheLast;
}

std::vector<ArgumentPlace> assignArguments(const std::optional<Dwarf_Die> &result, std::span<const ParameterType> parameters,
                                           WideIntegers wide)
{
    Assignment assignment(wide);
    if (strippedType(result)) {
        const Classified c = classify(result);
        if (c.unknown)
            assignment.giveUp();
        else if (c.reference || (c.memory && !isOnX87Stack(c)))
            assignment.takeFirstRegister();
    }
    std::vector<ArgumentPlace> places;
    for (const ParameterType &parameter : parameters)
        places.push_back(parameter.isPassed ? assignment.next(classify(parameter.type))
                                            : ArgumentPlace{ArgumentPlace::Kind::Empty, 0, 0});
    return places;
}

ArgumentPlace resultPlace(const std::optional<Dwarf_Die> &result)
{
    using Kind = ArgumentPlace::Kind;
    const Classified c = classify(result);
    if (c.unknown)
        return {};
    if (isOnX87Stack(c))
        return {Kind::Vector, 0, 0};
    if (c.reference || c.memory)
        return {Kind::Reference, 0, 0};
    if (c.parts[0] == Class::None)
        return {Kind::Empty, 0, 0};
    if (c.aggregate || c.parts[1] != Class::None)
        return {Kind::Split, 0, 0, registersOf(c, resultRegisters)};
    return {c.parts[0] == Class::Vector ? Kind::Vector : Kind::Register, 0, 0};
}

}
