// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "debuginfo/dwarf_die.h"

namespace tapscope::debuginfo {

std::optional<Dwarf_Attribute> attributeOf(const Dwarf_Die &die, unsigned name)
{
    Dwarf_Die copy = die;
    Dwarf_Attribute attribute;
    return dwarf_attr_integrate(&copy, name, &attribute) ? std::optional(attribute) : std::nullopt;
}

std::optional<Dwarf_Attribute> ownAttributeOf(const Dwarf_Die &die, unsigned name)
{
    Dwarf_Die copy = die;
    Dwarf_Attribute attribute;
    return dwarf_attr(&copy, name, &attribute) ? std::optional(attribute) : std::nullopt;
}

std::optional<Dwarf_Die> referenceOf(const Dwarf_Die &die, unsigned name)
{
    auto attribute = ownAttributeOf(die, name);
    Dwarf_Die target;
    return attribute && dwarf_formref_die(&*attribute, &target) ? std::optional(target) : std::nullopt;
}

std::optional<uint64_t> unsignedOf(const Dwarf_Die &die, unsigned name)
{
    auto attribute = attributeOf(die, name);
    Dwarf_Word value = 0;
    return attribute && dwarf_formudata(&*attribute, &value) == 0 ? std::optional<uint64_t>(value) : std::nullopt;
}

bool flagOf(const Dwarf_Die &die, unsigned name)
{
    auto attribute = attributeOf(die, name);
    bool value = false;
    return attribute && dwarf_formflag(&*attribute, &value) == 0 && value;
}

std::string_view nameOf(const Dwarf_Die &die)
{
    auto attribute = attributeOf(die, DW_AT_name);
    const char *name = attribute ? dwarf_formstring(&*attribute) : nullptr;
    return name ? std::string_view(name) : std::string_view();
}

int tagOf(const Dwarf_Die &die)
{
    Dwarf_Die copy = die;
    return dwarf_tag(&copy);
}

uint64_t offsetOf(const Dwarf_Die &die)
{
    Dwarf_Die copy = die;
    return dwarf_dieoffset(&copy);
}

std::vector<std::pair<uint64_t, uint64_t>> rangesOf(const Dwarf_Die &die)
{
    constexpr int most = 4096;
    std::vector<std::pair<uint64_t, uint64_t>> out;
    Dwarf_Die copy = die;
    Dwarf_Addr base = 0, begin = 0, end = 0;
    ptrdiff_t at = 0;
    for (int count = 0; count < most && (at = dwarf_ranges(&copy, at, &base, &begin, &end)) > 0; ++count) {
        if (begin < end)
            out.emplace_back(begin, end);
    }
    return out;
}

std::optional<Dwarf_Die> typeOf(const Dwarf_Die &die)
{
    auto attribute = attributeOf(die, DW_AT_type);
    Dwarf_Die target;
    return attribute && dwarf_formref_die(&*attribute, &target) ? std::optional(target) : std::nullopt;
}

std::optional<Dwarf_Die> strippedType(std::optional<Dwarf_Die> type)
{
    for (int depth = 0; type && depth < deepestNesting; ++depth) {
        switch (tagOf(*type)) {
        case DW_TAG_typedef:
        case DW_TAG_const_type:
        case DW_TAG_volatile_type:
        case DW_TAG_restrict_type:
        case DW_TAG_atomic_type:
        case DW_TAG_immutable_type:
        case DW_TAG_packed_type:
        case DW_TAG_shared_type: type = typeOf(*type); break;
        default: return type;
        }
    }
    return std::nullopt;
}

}
