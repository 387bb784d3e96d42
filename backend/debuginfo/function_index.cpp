// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "debuginfo/function_index.h"

#include "debuginfo/demangle.h"
#include "debuginfo/die_locator.h"
#include "debuginfo/scope_names.h"
#include "debuginfo/split_units.h"
#include "debuginfo/unit_scan.h"

#include <algorithm>
#include <unordered_set>

namespace tapscope::debuginfo {

namespace {

struct UnitRange {
    uint64_t begin = 0;
    uint64_t end = 0;
    uint64_t unit = 0;
};

// What a subprogram's own attributes say; read in one pass over its abbreviation.
struct SubprogramAttributes {
    std::optional<Dwarf_Attribute> name, linkageName, lowPc, highPc, ranges, specification, abstractOrigin;
    bool external = false;
    bool declaration = false;
};

int collect(Dwarf_Attribute *attribute, void *argument)
{
    auto &found = *static_cast<SubprogramAttributes *>(argument);
    bool flag = false;
    switch (dwarf_whatattr(attribute)) {
    case DW_AT_name: found.name = *attribute; break;
    case DW_AT_linkage_name:
    case DW_AT_MIPS_linkage_name: found.linkageName = *attribute; break;
    case DW_AT_low_pc: found.lowPc = *attribute; break;
    case DW_AT_high_pc: found.highPc = *attribute; break;
    case DW_AT_ranges: found.ranges = *attribute; break;
    case DW_AT_specification: found.specification = *attribute; break;
    case DW_AT_abstract_origin: found.abstractOrigin = *attribute; break;
    case DW_AT_external: found.external = dwarf_formflag(attribute, &flag) == 0 && flag; break;
    case DW_AT_declaration: found.declaration = dwarf_formflag(attribute, &flag) == 0 && flag; break;
    default: break;
    }
    return DWARF_CB_OK;
}

SubprogramAttributes attributesOf(const Dwarf_Die &die)
{
    Dwarf_Die copy = die;
    SubprogramAttributes found;
    dwarf_getattrs(&copy, collect, &found, 0);
    return found;
}

std::string_view stringOf(std::optional<Dwarf_Attribute> &attribute)
{
    const char *text = attribute ? dwarf_formstring(&*attribute) : nullptr;
    return text ? std::string_view(text) : std::string_view();
}

class Indexer {
public:
    Indexer(Dwarf *dwarf, const ElfFile &program, const SymbolTable &symbols)
        : m_dwarf(dwarf)
        , m_program(program)
        , m_symbols(symbols)
    {}

    std::vector<IndexedFunction> run()
    {
        if (m_dwarf)
            readDwarf();
        addSymbols();
        // At one address: DWARF before symbols, external before static.
        std::ranges::stable_sort(m_functions, [](const IndexedFunction &a, const IndexedFunction &b) {
            if (a.lowPc != b.lowPc)
                return a.lowPc < b.lowPc;
            return a.hasDebugInfo != b.hasDebugInfo ? a.hasDebugInfo : a.external && !b.external;
        });
        const auto [first, last] = std::ranges::unique(m_functions, {}, &IndexedFunction::lowPc);
        m_functions.erase(first, last);
        return std::move(m_functions);
    }

private:
    void readDwarf()
    {
        // Handles of split units are above all offsets, and scopes are added in their order.
        for (const bool inSplit : {false, true}) {
            Dwarf_CU *unit = nullptr;
            Dwarf_Half version = 0;
            uint8_t type = 0;
            Dwarf_Die top;
            Dwarf_Die split;
            while (dwarf_get_units(m_dwarf, unit, &unit, &version, &type, &top, &split) == 0) {
                const bool isSplit = type == DW_UT_skeleton && split.addr;
                if ((type != DW_UT_compile && type != DW_UT_partial && type != DW_UT_skeleton) || isSplit != inSplit)
                    continue;
                const Dwarf_Die &die = isSplit ? split : top;
                noteRanges(top, handleOf(die));
                walk(die, ScopeNames::global, 0);
            }
        }
        resolveNames();
        std::ranges::sort(m_ranges, {}, &UnitRange::begin);
        walkNested();
        resolveNames();
    }

    void noteRanges(const Dwarf_Die &unit, uint64_t handle)
    {
        Dwarf_Die copy = unit;
        Dwarf_Addr base = 0;
        Dwarf_Addr begin = 0;
        Dwarf_Addr end = 0;
        ptrdiff_t at = 0;
        for (int count = 0; count < 1'000'000 && (at = dwarf_ranges(&copy, at, &base, &begin, &end)) > 0; ++count) {
            if (begin < end && m_program.isCode(begin))
                m_ranges.push_back({begin, end, handle});
        }
    }

    // The entries of a unit and of its namespaces; functions hold none that is called but by exception (walkNested).
    void walk(const Dwarf_Die &parent, uint32_t scope, int depth)
    {
        uint32_t open = ScopeNames::global; // ends where the next sibling starts
        for (const Dwarf_Die &child : DieChildren(parent)) {
            if (open != ScopeNames::global)
                m_names.setEnd(open, handleOf(child));
            open = ScopeNames::global;
            switch (tagOf(child)) {
            case DW_TAG_subprogram:
                if (consider(child, scope))
                    open = m_names.add(scope, child, false);
                break;
            case DW_TAG_class_type:
            case DW_TAG_structure_type:
            case DW_TAG_union_type:
            case DW_TAG_interface_type: open = m_names.add(scope, child, false); break;
            case DW_TAG_namespace:
            case DW_TAG_module:
                if (depth < deepestNesting) {
                    open = m_names.add(scope, child, true);
                    walk(child, open, depth + 1);
                }
                break;
            default: break;
            }
        }
        if (open != ScopeNames::global)
            m_names.setEnd(open, endOf(parent));
    }

    uint64_t endOf(const Dwarf_Die &die)
    {
        Dwarf_Die copy = die;
        Dwarf_Die next;
        if (tagOf(die) != DW_TAG_compile_unit && tagOf(die) != DW_TAG_partial_unit && dwarf_siblingof(&copy, &next) == 0)
            return handleOf(next);
        Dwarf_Off unitEnd = 0;
        Dwarf_Off unitOffset = dwarf_dieoffset(&copy) - dwarf_cuoffset(&copy);
        Dwarf *dwarf = dwarf_cu_getdwarf(die.cu);
        const uint64_t tag = handleOf(die) - offsetOf(die);
        return dwarf_next_unit(dwarf, unitOffset, &unitEnd, nullptr, nullptr, nullptr, nullptr, nullptr, nullptr, nullptr) == 0
            ? unitEnd + tag
            : ~uint64_t(0);
    }

    // Whether the subprogram is a definition (with or without code).
    bool consider(const Dwarf_Die &die, uint32_t scope)
    {
        SubprogramAttributes own = attributesOf(die);
        if (own.declaration)
            return false;
        if (!own.lowPc && !own.ranges)
            return true;
        IndexedFunction function;
        if (!readCode(die, own, function))
            return true;
        function.dieOffset = handleOf(die);
        function.hasDebugInfo = true;
        function.external = own.external;
        function.name = stringOf(own.name);
        function.linkageName = stringOf(own.linkageName);
        uint64_t declaredAt = function.dieOffset;
        SubprogramAttributes at = own;
        for (int hops = 0; hops < 8 && (at.abstractOrigin || at.specification); ++hops) {
            Dwarf_Die origin;
            Dwarf_Attribute reference = at.abstractOrigin ? *at.abstractOrigin : *at.specification;
            if (!dwarf_formref_die(&reference, &origin))
                break;
            at = attributesOf(origin);
            // Offsets in the supplementary file say nothing about scopes of this one.
            if (dwarf_cu_getdwarf(origin.cu) == dwarf_cu_getdwarf(die.cu))
                declaredAt = handleOf(origin);
            function.external = function.external || at.external;
            if (function.name.empty())
                function.name = stringOf(at.name);
            if (function.linkageName.empty())
                function.linkageName = stringOf(at.linkageName);
        }
        if (function.name.empty())
            return true;
        // Where a declaration is known only once all units are walked.
        m_unresolved.push_back({m_functions.size(), declaredAt == function.dieOffset ? ~uint64_t(0) : declaredAt, scope});
        m_functions.push_back(std::move(function));
        return true;
    }

    bool readCode(const Dwarf_Die &die, SubprogramAttributes &own, IndexedFunction &function)
    {
        Dwarf_Die copy = die;
        Dwarf_Addr low = 0;
        Dwarf_Addr high = 0;
        if (own.lowPc && dwarf_formaddr(&*own.lowPc, &low) == 0) {
            if (own.highPc && dwarf_formaddr(&*own.highPc, &high) != 0) {
                Dwarf_Word size = 0;
                high = dwarf_formudata(&*own.highPc, &size) == 0 ? low + size : 0;
            }
        } else {
            // Hot and cold parts: the part that holds the entry comes first, or is named.
            Dwarf_Addr entry = 0;
            const bool named = dwarf_entrypc(&copy, &entry) == 0 && entry != 0;
            Dwarf_Addr base = 0;
            Dwarf_Addr begin = 0;
            Dwarf_Addr end = 0;
            ptrdiff_t at = 0;
            for (int count = 0; count < 4096 && (at = dwarf_ranges(&copy, at, &base, &begin, &end)) > 0; ++count) {
                const Symbol *symbol = m_symbols.at(begin);
                const bool fits = named ? begin <= entry && entry < end : !(symbol && isColdPart(symbol->name));
                if (!fits || !m_program.isCode(begin))
                    continue;
                low = named ? entry : begin;
                high = end;
                break;
            }
        }
        if (low == 0 || high <= low || !m_program.isCode(low))
            return false;
        function.lowPc = low;
        function.size = high - low;
        return true;
    }

    void resolveNames()
    {
        for (const Unresolved &entry : m_unresolved) {
            IndexedFunction &function = m_functions[entry.function];
            const uint32_t scope = entry.declaredAt == ~uint64_t(0) ? entry.scope : m_names.enclosing(entry.declaredAt);
            function.qualifiedName = m_names.prefix(scope) + function.name;
            // A part of a function that was split off is not the function: name it as the linker knows it.
            const Symbol *symbol = m_symbols.at(function.lowPc);
            if (function.linkageName.empty() && symbol && symbol->address == function.lowPc && symbol->name.starts_with("_Z"))
                function.linkageName = symbol->name;
            const size_t part = symbol && symbol->address == function.lowPc ? symbol->name.find(".part.")
                                                                            : std::string_view::npos;
            if (part != std::string_view::npos) {
                const std::string suffix(symbol->name.substr(part));
                function.name += suffix;
                function.qualifiedName += suffix;
                function.linkageName = symbol->name;
            }
        }
        m_unresolved.clear();
    }

    // Nested functions (lambdas and members of local classes with some compilers): a function symbol inside a unit that the
    // walk did not account for tells that the unit has such.
    void walkNested()
    {
        std::unordered_set<uint64_t> known;
        for (const IndexedFunction &function : m_functions)
            known.insert(function.lowPc);
        std::unordered_set<uint64_t> units;
        for (const Symbol &symbol : m_symbols.symbols()) {
            if (known.contains(symbol.address) || isColdPart(symbol.name) || isThunk(symbol.name))
                continue;
            auto range = std::ranges::upper_bound(m_ranges, symbol.address, {}, &UnitRange::begin);
            if (range != m_ranges.begin() && symbol.address < (range - 1)->end)
                units.insert((range - 1)->unit);
        }
        for (const uint64_t unit : units) {
            if (const auto die = dieOf(m_dwarf, unit))
                walkDeep(*die, known, 0);
        }
    }

    void walkDeep(const Dwarf_Die &parent, const std::unordered_set<uint64_t> &known, int depth)
    {
        if (depth > deepestNesting)
            return;
        for (const Dwarf_Die &child : DieChildren(parent)) {
            switch (tagOf(child)) {
            case DW_TAG_subprogram: {
                const size_t before = m_functions.size();
                if (depth > 0)
                    consider(child, m_names.enclosing(handleOf(child)));
                if (m_functions.size() > before && known.contains(m_functions.back().lowPc)) {
                    m_functions.pop_back();
                    m_unresolved.pop_back();
                }
                walkDeep(child, known, depth + 1);
                break;
            }
            case DW_TAG_lexical_block:
            case DW_TAG_namespace:
            case DW_TAG_module:
            case DW_TAG_class_type:
            case DW_TAG_structure_type:
            case DW_TAG_union_type: walkDeep(child, known, depth + 1); break;
            default: break;
            }
        }
    }

    // Adjusts "this" and jumps on to the function itself.
    static bool isThunk(std::string_view symbol)
    {
        return symbol.starts_with("_ZTh") || symbol.starts_with("_ZTv") || symbol.starts_with("_ZTc");
    }

    void addSymbols()
    {
        std::unordered_set<uint64_t> known;
        known.reserve(m_functions.size() + m_symbols.symbols().size());
        for (const IndexedFunction &function : m_functions)
            known.insert(function.lowPc);
        for (const Symbol &symbol : m_symbols.symbols()) {
            if (isColdPart(symbol.name) || isThunk(symbol.name) || !known.insert(symbol.address).second)
                continue;
            IndexedFunction function;
            function.lowPc = symbol.address;
            function.size = symbol.size;
            function.qualifiedName = demangledName(symbol.name);
            function.name = unqualifiedName(function.qualifiedName);
            function.linkageName = symbol.name;
            function.external = symbol.binding != Symbol::Binding::Local;
            m_functions.push_back(std::move(function));
        }
    }

    struct Unresolved {
        size_t function = 0;
        uint64_t declaredAt = 0;
        uint32_t scope = 0;
    };

    Dwarf *m_dwarf;
    const ElfFile &m_program;
    const SymbolTable &m_symbols;
    ScopeNames m_names;
    std::vector<IndexedFunction> m_functions;
    std::vector<Unresolved> m_unresolved;
    std::vector<UnitRange> m_ranges;
};

}

std::vector<IndexedFunction> indexFunctions(Dwarf *dwarf, const ElfFile &program, const SymbolTable &symbols)
{
    return Indexer(dwarf, program, symbols).run();
}

std::optional<std::vector<IndexedFunction>> indexedFunctions(const Index &index, const SymbolTable &symbols)
{
    std::vector<IndexedFunction> out;
    for (FunctionId id = 0; id < index.functionCount(); ++id) {
        const FunctionEntry entry = index.function(id);
        if (isSplitHandle(entry.dieOffset) || entry.dieOffset & alternateOffset)
            return std::nullopt;
        if (entry.lowPc != 0)
            out.push_back({entry.lowPc, entry.size, std::string(entry.name), std::string(entry.qualifiedName),
                           std::string(entry.linkageName), entry.dieOffset, entry.external, entry.hasDebugInfo});
    }
    std::ranges::stable_sort(out, {}, &IndexedFunction::lowPc);
    const auto [first, last] = std::ranges::unique(out, {}, &IndexedFunction::lowPc);
    out.erase(first, last);
    // The DWARF of functions that are local to their unit has no mangled names.
    for (IndexedFunction &function : out) {
        const Symbol *symbol = function.linkageName.empty() ? symbols.at(function.lowPc) : nullptr;
        if (symbol && symbol->address == function.lowPc && symbol->name.starts_with("_Z"))
            function.linkageName = symbol->name;
    }
    return out;
}

std::set<uint64_t> holdersOfCopies(const Index &index, std::string_view nameGlob, std::string_view fileGlob)
{
    std::set<uint64_t> out;
    for (const FunctionId id : index.functions(nameGlob, fileGlob)) {
        for (const InlinedCopy &copy : index.copiesOf(id)) {
            if (copy.caller != noEntry)
                out.insert(index.function(copy.caller).lowPc);
        }
    }
    return out;
}

Function functionOf(const IndexedFunction &entry)
{
    Function function;
    function.name = entry.name;
    function.qualifiedName = entry.qualifiedName;
    function.linkageName = entry.linkageName;
    function.lowPc = entry.lowPc;
    function.size = entry.size;
    function.external = entry.external;
    function.hasDebugInfo = entry.hasDebugInfo;
    function.dieOffset = entry.dieOffset;
    return function;
}

}
