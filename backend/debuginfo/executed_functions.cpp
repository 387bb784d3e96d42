// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "debuginfo/executed_functions.h"

#include "debuginfo/demangle.h"
#include "debuginfo/dwarf_die.h"
#include "debuginfo/line_table.h"

#include <algorithm>
#include <cstdlib>
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

// The block or copy directly in `die` that has the address.
std::optional<Dwarf_Die> blockWith(const Dwarf_Die &die, uint64_t address)
{
    for (const Dwarf_Die &child : DieChildren(die)) {
        const int tag = tagOf(child);
        const bool isBlock = tag == DW_TAG_lexical_block || tag == DW_TAG_try_block || tag == DW_TAG_catch_block
            || tag == DW_TAG_inlined_subroutine;
        Dwarf_Die copy = child;
        if (isBlock && dwarf_haspc(&copy, address) == 1)
            return child;
    }
    return {};
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

std::vector<ExecutedEntry> executedIn(const Dwarf_Die &function, uint64_t address, std::optional<SourceLine> place,
                                      LineTables &lines)
{
    std::vector<Dwarf_Die> chain{function};
    Dwarf_Die die = function;
    for (int depth = 0; depth < deepestNesting; ++depth) {
        const auto inner = blockWith(die, address);
        if (!inner)
            break;
        if (tagOf(*inner) == DW_TAG_inlined_subroutine)
            chain.push_back(*inner);
        die = *inner;
    }
    std::vector<ExecutedEntry> out;
    for (auto scope = chain.rbegin(); scope != chain.rend(); ++scope) {
        out.push_back({*scope, std::move(place)});
        place = lines.callOf(*scope);
    }
    return out;
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
    const auto function = std::ranges::find(around.all(), DW_TAG_subprogram, tagOf);
    if (function == around.all().end())
        return out;
    for (ExecutedEntry &executed : executedIn(*function, address, lines.at(unit, address), lines))
        out.push_back({qualifiedName(executed.entry), std::move(executed.place)});
    return out;
}

}
