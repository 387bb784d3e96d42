// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "debuginfo/executed_functions.h"

#include "debuginfo/demangle.h"
#include "debuginfo/dwarf_die.h"
#include "debuginfo/line_table.h"

#include <cstdlib>
#include <memory>
#include <span>

namespace tapscope::debuginfo {

namespace {

/// What libdw gives as an array of its own.
class Scopes {
public:
    void takeAt(Dwarf_Die unit, uint64_t address) { m_count = dwarf_getscopes(&unit, address, &m_first); }
    void takeAround(Dwarf_Die entry) { m_count = dwarf_getscopes_die(&entry, &m_first); }
    Scopes() = default;
    ~Scopes() { std::free(m_first); }
    Scopes(const Scopes &) = delete;
    Scopes &operator=(const Scopes &) = delete;
    [[nodiscard]] std::span<const Dwarf_Die> all() const
    {
        return m_count > 0 ? std::span<const Dwarf_Die>(m_first, static_cast<size_t>(m_count)) : std::span<const Dwarf_Die>();
    }

private:
    Dwarf_Die *m_first = nullptr;
    int m_count = 0;
};

bool isScopeWithName(const Dwarf_Die &entry)
{
    const int tag = tagOf(entry);
    return tag == DW_TAG_namespace || tag == DW_TAG_class_type || tag == DW_TAG_structure_type || tag == DW_TAG_union_type;
}

// What the linker knows has a symbol; static functions have the scopes that they are declared in.
std::string qualifiedName(const Dwarf_Die &function)
{
    if (auto symbol = attributeOf(function, DW_AT_linkage_name)) {
        if (const char *mangled = dwarf_formstring(&*symbol))
            return demangledName(mangled);
    }
    Dwarf_Die declared = function;
    for (const unsigned link : {DW_AT_abstract_origin, DW_AT_specification}) {
        if (const auto origin = referenceOf(declared, link))
            declared = *origin;
    }
    std::string name(nameOf(function));
    Scopes around;
    around.takeAround(declared);
    for (const Dwarf_Die &scope : around.all()) {
        if (!isScopeWithName(scope))
            continue;
        const std::string_view its = nameOf(scope);
        name.insert(0, its.empty() ? "(anonymous namespace)::" : std::string(its) + "::");
    }
    return name;
}

}

std::vector<ExecutedFunction> functionsAt(const Dwarf_Die &unit, uint64_t address, LineTables &lines)
{
    // What a skeleton stands for is in another file.
    Dwarf_Die split{};
    const bool isSplit = dwarf_cu_info(unit.cu, nullptr, nullptr, nullptr, &split, nullptr, nullptr, nullptr) == 0 && split.addr;
    // Behind a copy come the scopes of where its function is defined; those of the copy itself are asked for by its entry.
    Scopes defined, around;
    defined.takeAt(isSplit ? split : unit, address);
    if (!defined.all().empty())
        around.takeAround(defined.all().front());
    std::vector<ExecutedFunction> out;
    std::optional<SourceLine> place = lines.at(unit, address);
    for (const Dwarf_Die &scope : around.all()) {
        const int tag = tagOf(scope);
        if (tag != DW_TAG_inlined_subroutine && tag != DW_TAG_subprogram)
            continue;
        out.push_back({qualifiedName(scope), std::move(place)});
        if (tag == DW_TAG_subprogram)
            break;
        place = lines.callOf(scope);
    }
    return out;
}

}
