// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "debuginfo/type_navigation.h"

#include "debuginfo/die_locator.h"
#include "debuginfo/line_table.h"
#include "debuginfo/type_reader.h"

#include <array>

namespace tapscope::debuginfo {

namespace {

constexpr size_t mostMembers = 65536;

std::optional<Dwarf_Die> dieOfType(Dwarf *dwarf, const TypeInfo &type)
{
    return dieOf(dwarf, type.id);
}

std::optional<uint64_t> extentOf(const Dwarf_Die &subrange)
{
    if (const auto count = unsignedOf(subrange, DW_AT_count))
        return count;
    if (const auto upper = unsignedOf(subrange, DW_AT_upper_bound))
        return *upper + 1;
    return std::nullopt;
}

std::vector<uint64_t> extentsOf(const Dwarf_Die &array)
{
    std::vector<uint64_t> out;
    for (const Dwarf_Die &child : DieChildren(array)) {
        if (tagOf(child) == DW_TAG_subrange_type || tagOf(child) == DW_TAG_enumeration_type)
            out.push_back(extentOf(child).value_or(0));
    }
    return out;
}

std::optional<uint64_t> memberOffset(const Dwarf_Die &die)
{
    auto attribute = ownAttributeOf(die, DW_AT_data_member_location);
    if (!attribute)
        return 0;
    Dwarf_Word offset = 0;
    if (dwarf_formudata(&*attribute, &offset) == 0)
        return offset;
    // DWARF 2 says it in an expression that adds a constant; virtual bases need more than that.
    Dwarf_Op *operations = nullptr;
    size_t count = 0;
    if (dwarf_getlocation(&*attribute, &operations, &count) == 0 && count == 1 && operations[0].atom == DW_OP_plus_uconst)
        return operations[0].number;
    return std::nullopt;
}

std::optional<Member> readMember(const Dwarf_Die &die)
{
    Member member;
    const int tag = tagOf(die);
    if (tag == DW_TAG_member)
        member.name = nameOf(die);
    else if (tag == DW_TAG_inheritance)
        member.isBase = true;
    else
        return std::nullopt;
    if (flagOf(die, DW_AT_external) || flagOf(die, DW_AT_declaration))
        return std::nullopt; // static: not in the object
    member.type = readType(typeOf(die));
    const auto offset = memberOffset(die);
    if (!offset)
        return std::nullopt;
    member.byteOffset = *offset;
    const auto bits = unsignedOf(die, DW_AT_bit_size);
    if (!bits)
        return member;
    uint64_t bit = *offset * 8;
    if (const auto first = unsignedOf(die, DW_AT_data_bit_offset)) {
        bit += *first;
    } else if (const auto fromTop = unsignedOf(die, DW_AT_bit_offset)) {
        // DWARF 2 and 3 count from the storage unit's highest bit.
        const uint64_t unit = unsignedOf(die, DW_AT_byte_size).value_or(member.type.byteSize);
        bit += unit * 8 - *fromTop - *bits;
    }
    return placeBitField(member, bit, static_cast<uint32_t>(*bits)) ? std::optional(member) : std::nullopt;
}

// Of a split unit the program's file holds only a skeleton.
Dwarf_Die wholeUnit(const Dwarf_Die &unit)
{
    uint8_t type = 0;
    Dwarf_Die split{};
    const bool known = dwarf_cu_info(unit.cu, nullptr, &type, nullptr, &split, nullptr, nullptr, nullptr) == 0;
    return known && type == DW_UT_skeleton && split.addr ? split : unit;
}

bool isNamedType(int tag)
{
    switch (tag) {
    case DW_TAG_structure_type:
    case DW_TAG_class_type:
    case DW_TAG_union_type:
    case DW_TAG_enumeration_type:
    case DW_TAG_typedef:
    case DW_TAG_base_type: return true;
    default: return false;
    }
}

}

std::optional<TypeInfo> targetOfType(Dwarf *dwarf, const TypeInfo &type)
{
    const auto die = strippedType(dieOfType(dwarf, type));
    if (!die)
        return std::nullopt;
    if (type.kind == TypeInfo::Kind::Pointer) {
        const auto target = typeOf(*die);
        return target ? std::optional(readType(target)) : std::nullopt;
    }
    if (type.kind != TypeInfo::Kind::Array)
        return std::nullopt;
    const std::vector<uint64_t> extents = extentsOf(*die);
    if (type.dimension + size_t{1} >= extents.size())
        return readType(typeOf(*die));
    TypeInfo row = type;
    ++row.dimension;
    row.byteSize = extents[type.dimension] ? type.byteSize / extents[type.dimension] : 0;
    return row;
}

std::vector<Member> membersOfType(Dwarf *dwarf, const TypeInfo &type)
{
    std::vector<Member> out;
    const auto die = strippedType(dieOfType(dwarf, type));
    if (!die)
        return out;
    for (const Dwarf_Die &child : DieChildren(*die)) {
        if (out.size() >= mostMembers)
            break;
        if (auto member = readMember(child))
            out.push_back(std::move(*member));
    }
    return out;
}

std::vector<Enumerator> enumeratorsOfType(Dwarf *dwarf, const TypeInfo &type)
{
    std::vector<Enumerator> out;
    const auto die = strippedType(dieOfType(dwarf, type));
    if (!die || tagOf(*die) != DW_TAG_enumeration_type)
        return out;
    for (const Dwarf_Die &child : DieChildren(*die)) {
        auto attribute = ownAttributeOf(child, DW_AT_const_value);
        Dwarf_Sword value = 0;
        if (tagOf(child) == DW_TAG_enumerator && attribute && dwarf_formsdata(&*attribute, &value) == 0)
            out.push_back({std::string(nameOf(child)), value});
    }
    return out;
}

const void *NameIndex::read(const Dwarf_Die &unit)
{
    const Dwarf_Die whole = wholeUnit(unit);
    if (m_read.insert(whole.addr).second)
        add(whole);
    return whole.addr;
}

bool NameIndex::extend()
{
    Dwarf_Off next = 0;
    size_t header = 0;
    while (m_dwarf && dwarf_nextcu(m_dwarf, m_next, &next, &header, nullptr, nullptr, nullptr) != 0) {
        // What several files share is in the supplementary file, which has none of its own.
        m_dwarf = dwarf_getalt(m_dwarf);
        m_next = 0;
    }
    if (!m_dwarf)
        return false;
    Dwarf_Die unit;
    if (dwarf_offdie(m_dwarf, m_next + header, &unit))
        read(unit);
    if (next <= m_next)
        m_dwarf = nullptr;
    m_next = next;
    return true;
}

void NameIndex::visit(const Dwarf_Die &die, const std::string &scope, std::string_view file, int depth, bool inFunction)
{
    if (depth > 16)
        return;
    for (const Dwarf_Die &child : DieChildren(die)) {
        const int tag = tagOf(child);
        const std::string_view name = nameOf(child);
        const std::string qualified = scope.empty() ? std::string(name) : scope + "::" + std::string(name);
        const auto add = [&](auto &to) {
            // A definition refers to its declaration, so for variables only what they have themselves counts.
            const bool complete = tag == DW_TAG_variable || tag == DW_TAG_member
                ? ownAttributeOf(child, DW_AT_location) || ownAttributeOf(child, DW_AT_const_value)
                : !flagOf(child, DW_AT_declaration);
            const Entry entry{handleOf(child), complete, file, m_unit};
            to.emplace(std::string(name), entry);
            if (!scope.empty() && !inFunction)
                to.emplace(qualified, entry);
            if (!complete && !scope.empty()) {
                m_declared.emplace(child.addr, qualified);
                if (const auto known = m_defined.find(child.addr); known != m_defined.end())
                    to.emplace(qualified, known->second);
            }
            // What a class or a name space declares is mostly defined outside of it.
            const auto declaration = complete && scope.empty() ? referenceOf(child, DW_AT_specification) : std::nullopt;
            const auto known = declaration ? m_declared.find(declaration->addr) : m_declared.end();
            if (known != m_declared.end())
                to.emplace(known->second, entry);
            else if (declaration)
                m_defined.emplace(declaration->addr, entry);
        };
        if (isNamedType(tag) && !name.empty() && !inFunction)
            add(m_types);
        const bool isStaticMember = tag == DW_TAG_member && flagOf(child, DW_AT_external);
        if ((tag == DW_TAG_variable || isStaticMember) && !name.empty() && (!inFunction || ownAttributeOf(child, DW_AT_location)))
            add(m_variables);
        if (tag == DW_TAG_namespace || tag == DW_TAG_structure_type || tag == DW_TAG_class_type)
            visit(child, name.empty() ? scope : qualified, file, depth + 1, inFunction);
        else if (tag == DW_TAG_subprogram || tag == DW_TAG_lexical_block)
            visit(child, scope, file, depth + 1, true);
    }
}

std::optional<TypeInfo> findTypeByName(Dwarf *dwarf, NameIndex &index, std::string_view name, const void *unit)
{
    struct Keyword {
        std::string_view text;
        std::array<int, 2> tags;
    };
    static constexpr Keyword keywords[] = {{"struct ", {DW_TAG_structure_type, DW_TAG_class_type}},
                                           {"class ", {DW_TAG_class_type, DW_TAG_structure_type}},
                                           {"union ", {DW_TAG_union_type, DW_TAG_union_type}},
                                           {"enum ", {DW_TAG_enumeration_type, DW_TAG_enumeration_type}}};
    const std::array<int, 2> *tags = nullptr;
    for (const Keyword &keyword : keywords) {
        if (name.starts_with(keyword.text)) {
            name.remove_prefix(keyword.text.size());
            tags = &keyword.tags;
            break;
        }
    }
    const auto typeOfEntry = [&](const NameIndex::Entry &entry) -> std::optional<TypeInfo> {
        const auto die = entry.complete ? dieOf(dwarf, entry.die) : std::nullopt;
        if (!die || (tags && tagOf(*die) != (*tags)[0] && tagOf(*die) != (*tags)[1]))
            return std::nullopt;
        return readType(die);
    };
    for (auto [entry, last] = index.types().equal_range(name); unit && entry != last; ++entry) {
        if (auto type = entry->second.unit == unit ? typeOfEntry(entry->second) : std::nullopt)
            return type;
    }
    size_t known = 0; // were looked at before the last unit was added
    do {
        const auto [first, last] = index.types().equal_range(name);
        const auto count = static_cast<size_t>(std::distance(first, last));
        for (auto entry = std::next(first, static_cast<std::ptrdiff_t>(known)); entry != last; ++entry) {
            if (auto type = typeOfEntry(entry->second))
                return type;
        }
        known = count;
    } while (index.extend());
    return std::nullopt;
}

std::vector<Dwarf_Die> definitionsOf(Dwarf *dwarf, NameIndex &index, std::string_view name)
{
    std::vector<Dwarf_Die> out;
    do {
        const auto [first, last] = index.variables().equal_range(name);
        for (auto entry = first; entry != last; ++entry) {
            if (const auto die = entry->second.complete ? dieOf(dwarf, entry->second.die) : std::nullopt)
                out.push_back(*die);
        }
    } while (out.empty() && index.extend());
    return out;
}

std::optional<Dwarf_Die> declarationIn(const Dwarf_Die &unit, std::string_view name)
{
    for (const Dwarf_Die &child : DieChildren(unit)) {
        if (tagOf(child) == DW_TAG_variable && flagOf(child, DW_AT_declaration) && flagOf(child, DW_AT_external)
            && nameOf(child) == name)
            return child;
    }
    return std::nullopt;
}

std::vector<Dwarf_Die> definitionsInFiles(Dwarf *dwarf, std::string_view name, std::string_view fileGlob)
{
    std::vector<Dwarf_Die> out;
    Dwarf_Off offset = 0;
    Dwarf_Off next = 0;
    size_t header = 0;
    while (dwarf && dwarf_nextcu(dwarf, offset, &next, &header, nullptr, nullptr, nullptr) == 0) {
        Dwarf_Die unit;
        const bool found = dwarf_offdie(dwarf, offset + header, &unit);
        if (found)
            unit = wholeUnit(unit);
        if (found && fileMatches(fileGlob, nameOf(unit))) {
            NameIndex names(nullptr);
            names.add(unit);
            const auto [first, last] = names.variables().equal_range(name);
            for (auto entry = first; entry != last; ++entry) {
                if (const auto die = entry->second.complete ? dieOf(dwarf, entry->second.die) : std::nullopt)
                    out.push_back(*die);
            }
        }
        if (next <= offset)
            break;
        offset = next;
    }
    return out;
}

}
