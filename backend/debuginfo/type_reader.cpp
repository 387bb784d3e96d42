// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "debuginfo/type_reader.h"

#include "debuginfo/die_locator.h"

namespace tapscope::debuginfo {

namespace {

using Kind = TypeInfo::Kind;

constexpr uint64_t addressSize = 8;

std::string declare(const std::optional<Dwarf_Die> &type, const std::string &inner, int depth);

std::string tagged(const char *keyword, const Dwarf_Die &die)
{
    const std::string_view name = nameOf(die);
    return std::string(keyword) + (name.empty() ? std::string("{...}") : std::string(name));
}

std::string parameterTypes(const Dwarf_Die &function, int depth)
{
    std::string out;
    for (const Dwarf_Die &child : DieChildren(function)) {
        const int tag = tagOf(child);
        if (tag != DW_TAG_formal_parameter && tag != DW_TAG_unspecified_parameters)
            continue;
        if (!out.empty())
            out += ", ";
        out += tag == DW_TAG_formal_parameter ? declare(typeOf(child), {}, depth + 1) : "...";
        if (out.size() > 4096)
            break;
    }
    return out;
}

// The type with `inner` (what was derived from it: "*", " const*", "[]") behind it.
std::string declare(const std::optional<Dwarf_Die> &type, const std::string &inner, int depth)
{
    if (!type)
        return "void" + inner;
    if (depth > 24)
        return "..." + inner;
    const Dwarf_Die &die = *type;
    const auto derived = [&](const char *mark) { return declare(typeOf(die), mark + inner, depth + 1); };
    switch (tagOf(die)) {
    case DW_TAG_structure_type: return tagged("struct ", die) + inner;
    case DW_TAG_class_type: return tagged("class ", die) + inner;
    case DW_TAG_union_type: return tagged("union ", die) + inner;
    case DW_TAG_enumeration_type: return tagged("enum ", die) + inner;
    case DW_TAG_pointer_type: return derived("*");
    case DW_TAG_reference_type: return derived("&");
    case DW_TAG_rvalue_reference_type: return derived("&&");
    case DW_TAG_ptr_to_member_type: {
        const auto owner = referenceOf(die, DW_AT_containing_type);
        const auto target = typeOf(die);
        const auto stripped = strippedType(target);
        const bool isMethod = stripped && tagOf(*stripped) == DW_TAG_subroutine_type;
        const std::string member = std::string(owner ? nameOf(*owner) : std::string_view()) + "::*" + inner;
        return declare(target, isMethod ? member : " " + member, depth + 1);
    }
    case DW_TAG_const_type: return derived(" const");
    case DW_TAG_volatile_type: return derived(" volatile");
    case DW_TAG_restrict_type: return derived(" restrict");
    case DW_TAG_atomic_type: return derived(" _Atomic");
    case DW_TAG_array_type: return derived("[]");
    case DW_TAG_subroutine_type: {
        // Functions of functions branch: of broken data that refers to itself only a few levels may be written.
        constexpr int branching = 5;
        return declare(typeOf(die), {}, depth + branching) + " (" + inner + ") (" + parameterTypes(die, depth + branching) + ")";
    }
    default: {
        const std::string_view name = nameOf(die);
        return (name.empty() ? std::string("?") : std::string(name)) + inner;
    }
    }
}

Kind kindOf(const std::optional<Dwarf_Die> &stripped)
{
    if (!stripped)
        return Kind::Void;
    switch (tagOf(*stripped)) {
    case DW_TAG_base_type:
        switch (unsignedOf(*stripped, DW_AT_encoding).value_or(0)) {
        case DW_ATE_boolean: return Kind::Boolean;
        case DW_ATE_signed_char:
        case DW_ATE_unsigned_char:
        case DW_ATE_UTF: return Kind::Character;
        case DW_ATE_signed:
        case DW_ATE_unsigned:
        case DW_ATE_address: return Kind::Integer;
        case DW_ATE_float:
        case DW_ATE_complex_float:
        case DW_ATE_imaginary_float:
        case DW_ATE_decimal_float: return Kind::Float;
        default: return Kind::Other;
        }
    case DW_TAG_pointer_type:
    case DW_TAG_reference_type:
    case DW_TAG_rvalue_reference_type: return Kind::Pointer;
    case DW_TAG_enumeration_type: return Kind::Enumeration;
    case DW_TAG_structure_type:
    case DW_TAG_class_type: return Kind::Structure;
    case DW_TAG_union_type: return Kind::Union;
    case DW_TAG_array_type: return Kind::Array;
    default: return Kind::Other;
    }
}

// GNU C may leave out DW_AT_type; then the enumerators tell.
bool isSignedEnumeration(const Dwarf_Die &die, int depth);

bool isSignedType(const std::optional<Dwarf_Die> &stripped, int depth = 0)
{
    if (!stripped || depth > 8)
        return false;
    if (tagOf(*stripped) == DW_TAG_enumeration_type)
        return isSignedEnumeration(*stripped, depth);
    const uint64_t encoding = unsignedOf(*stripped, DW_AT_encoding).value_or(0);
    return encoding == DW_ATE_signed || encoding == DW_ATE_signed_char;
}

bool isSignedEnumeration(const Dwarf_Die &die, int depth)
{
    if (const auto underlying = strippedType(typeOf(die)))
        return isSignedType(underlying, depth + 1);
    for (const Dwarf_Die &child : DieChildren(die)) {
        auto value = ownAttributeOf(child, DW_AT_const_value);
        Dwarf_Sword number = 0;
        if (value && dwarf_formsdata(&*value, &number) == 0 && number < 0)
            return true;
    }
    return false;
}

uint64_t elementCount(const Dwarf_Die &array)
{
    uint64_t count = 1;
    for (const Dwarf_Die &child : DieChildren(array)) {
        if (tagOf(child) != DW_TAG_subrange_type)
            continue;
        uint64_t extent = 0;
        if (const auto given = unsignedOf(child, DW_AT_count))
            extent = *given;
        else if (const auto upper = unsignedOf(child, DW_AT_upper_bound))
            extent = *upper + 1;
        if (extent != 0 && count > ~uint64_t(0) / extent)
            return 0;
        count *= extent;
    }
    return count;
}

}

uint64_t sizeOfType(const std::optional<Dwarf_Die> &type, int depth)
{
    const auto die = strippedType(type);
    if (!die || depth > deepestNesting)
        return 0;
    if (const auto size = unsignedOf(*die, DW_AT_byte_size))
        return *size;
    switch (tagOf(*die)) {
    case DW_TAG_pointer_type:
    case DW_TAG_reference_type:
    case DW_TAG_rvalue_reference_type: return addressSize;
    case DW_TAG_enumeration_type: return sizeOfType(typeOf(*die), depth + 1);
    case DW_TAG_array_type: {
        const uint64_t element = sizeOfType(typeOf(*die), depth + 1);
        const uint64_t count = elementCount(*die);
        return element != 0 && count > ~uint64_t(0) / element ? 0 : element * count;
    }
    // The Itanium C++ ABI, 2.3: where the member is, or a function with what is added to `this`. No debug information says it.
    case DW_TAG_ptr_to_member_type: {
        const auto target = strippedType(typeOf(*die));
        return target && tagOf(*target) == DW_TAG_subroutine_type ? 2 * addressSize : addressSize;
    }
    case DW_TAG_unspecified_type: return addressSize; // decltype(nullptr)
    default: return 0;
    }
}

const TypeInfo &TypeCache::read(const std::optional<Dwarf_Die> &type)
{
    const void *key = type ? type->addr : nullptr;
    const auto known = m_types.find(key);
    return known != m_types.end() ? known->second : m_types.emplace(key, readType(type)).first->second;
}

TypeInfo readType(const std::optional<Dwarf_Die> &type)
{
    TypeInfo info;
    const auto stripped = strippedType(type);
    info.kind = type && !stripped ? kindOf(std::nullopt) : kindOf(stripped);
    info.name = declare(type, {}, 0);
    info.byteSize = sizeOfType(type);
    info.isSigned = isSignedType(stripped);
    info.id = type ? handleOf(*type) : 0;
    info.isReference = stripped
        && (tagOf(*stripped) == DW_TAG_reference_type || tagOf(*stripped) == DW_TAG_rvalue_reference_type);
    if (stripped && (info.kind == Kind::Pointer || info.kind == Kind::Array)) {
        const auto target = typeOf(*stripped);
        info.targetKind = kindOf(strippedType(target));
        info.targetName = declare(target, {}, 0);
    }
    return info;
}

}
