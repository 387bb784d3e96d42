// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "debuginfo/unit_scan.h"

#include "debuginfo/index_format.h"

#include <dwarf.h>

#include <algorithm>

namespace tapscope::debuginfo {

namespace {

/// Deeper entries are left out: no compiler nests so deep, damaged data may.
constexpr size_t deepestLevel = 512;

enum class Treatment : uint8_t { Skip, Enter, Function, Copy, Scope, Type };

// What lies inside entries of other kinds is of no interest here, so that their children are jumped over where the file tells
// how far.
Treatment treatmentOf(uint16_t tag)
{
    switch (tag) {
    case DW_TAG_subprogram: return Treatment::Function;
    case DW_TAG_inlined_subroutine: return Treatment::Copy;
    case DW_TAG_namespace:
    case DW_TAG_module: return Treatment::Scope;
    case DW_TAG_class_type:
    case DW_TAG_structure_type:
    case DW_TAG_union_type:
    case DW_TAG_interface_type: return Treatment::Type;
    case DW_TAG_compile_unit:
    case DW_TAG_partial_unit:
    case DW_TAG_skeleton_unit:
    case DW_TAG_lexical_block:
    case DW_TAG_try_block:
    case DW_TAG_catch_block: return Treatment::Enter;
    default: return Treatment::Skip;
    }
}

bool hasMemberFunctions(uint64_t language)
{
    switch (language) {
    case DW_LANG_C:
    case DW_LANG_C89:
    case DW_LANG_C99:
    case DW_LANG_C11:
    case DW_LANG_Mips_Assembler: return false;
    default: return true;
    }
}

}

struct UnitScanner::Entry {
    uint64_t offset = 0;
    std::string_view name;
    std::string_view linkageName;
    std::string_view compilationDirectory;
    std::string_view dwoName;
    AttributeValue lowPc, highPc, entryPc, ranges;
    uint64_t origin = 0;
    uint64_t sibling = 0;
    uint64_t lines = ~uint64_t(0);
    uint64_t language = DW_LANG_C_plus_plus;
    uint64_t textOffsetsBase = 0, addressBase = 0, rangeListsBase = 0, dwoId = 0;
    uint32_t file = 0;
    uint32_t line = 0;
    bool external = false;
    bool declaration = false;
    bool neverReturns = false;
};

UnitScanner::Entry UnitScanner::readEntry(ByteReader &reader, const Abbreviation &abbreviation, const UnitHeader &unit)
{
    Entry entry;
    for (const Abbreviation::Attribute &attribute : m_table->attributes(abbreviation)) {
        switch (attribute.name) {
        case DW_AT_name:
        case DW_AT_linkage_name:
        case DW_AT_MIPS_linkage_name:
        case DW_AT_comp_dir:
        case DW_AT_dwo_name:
        case DW_AT_GNU_dwo_name: {
            const std::string_view text = readForm(reader, attribute, unit, m_context).text;
            (attribute.name == DW_AT_name                                                   ? entry.name
                 : attribute.name == DW_AT_comp_dir                                         ? entry.compilationDirectory
                 : attribute.name == DW_AT_dwo_name || attribute.name == DW_AT_GNU_dwo_name ? entry.dwoName
                                                                                            : entry.linkageName)
                = text;
            break;
        }
        case DW_AT_low_pc: entry.lowPc = readForm(reader, attribute, unit, m_context); break;
        case DW_AT_high_pc: entry.highPc = readForm(reader, attribute, unit, m_context); break;
        case DW_AT_entry_pc: entry.entryPc = readForm(reader, attribute, unit, m_context); break;
        case DW_AT_ranges: entry.ranges = readForm(reader, attribute, unit, m_context); break;
        case DW_AT_abstract_origin:
        case DW_AT_specification: {
            const AttributeValue value = readForm(reader, attribute, unit, m_context);
            if (value.kind == AttributeValue::Kind::Reference)
                entry.origin = value.number + m_tag;
            else if (value.kind == AttributeValue::Kind::AlternateReference)
                entry.origin = value.number + alternateOffset;
            break;
        }
        case DW_AT_sibling: entry.sibling = readForm(reader, attribute, unit, m_context).number; break;
        case DW_AT_stmt_list: entry.lines = readForm(reader, attribute, unit, m_context).number; break;
        case DW_AT_language: entry.language = readForm(reader, attribute, unit, m_context).number; break;
        case DW_AT_str_offsets_base: entry.textOffsetsBase = readForm(reader, attribute, unit, m_context).number; break;
        case DW_AT_addr_base:
        case DW_AT_GNU_addr_base: entry.addressBase = readForm(reader, attribute, unit, m_context).number; break;
        case DW_AT_rnglists_base: entry.rangeListsBase = readForm(reader, attribute, unit, m_context).number; break;
        case DW_AT_GNU_dwo_id: entry.dwoId = readForm(reader, attribute, unit, m_context).number; break;
        case DW_AT_decl_file: entry.file = static_cast<uint32_t>(readForm(reader, attribute, unit, m_context).number); break;
        case DW_AT_decl_line: entry.line = static_cast<uint32_t>(readForm(reader, attribute, unit, m_context).number); break;
        case DW_AT_external: entry.external = readForm(reader, attribute, unit, m_context).number != 0; break;
        case DW_AT_declaration: entry.declaration = readForm(reader, attribute, unit, m_context).number != 0; break;
        case DW_AT_noreturn: entry.neverReturns = readForm(reader, attribute, unit, m_context).number != 0; break;
        default: skipForm(reader, attribute.form, unit);
        }
    }
    return entry;
}

UnitScanner::Top UnitScanner::readTop(UnitHeader &unit)
{
    ByteReader reader(m_context.sections->info, unit.entries);
    const auto table = m_tables.try_emplace(unit.abbreviations, m_context.sections->abbrev, unit.abbreviations).first;
    m_table = &table->second;
    const Abbreviation *abbreviation = m_table->find(reader.uleb());
    if (!reader.ok() || !abbreviation)
        return {};
    // Bases come behind what needs them: read twice.
    const uint64_t start = reader.at();
    Entry entry = readEntry(reader, *abbreviation, unit);
    unit.textOffsetsBase = entry.textOffsetsBase ? entry.textOffsetsBase : unit.textOffsetsBase;
    unit.addressBase = entry.addressBase ? entry.addressBase : unit.addressBase;
    unit.rangeListsBase = entry.rangeListsBase ? entry.rangeListsBase : unit.rangeListsBase;
    reader.seek(start);
    entry = readEntry(reader, *abbreviation, unit);
    if (entry.lowPc.kind == AttributeValue::Kind::Address)
        unit.lowPc = entry.lowPc.number;
    return {entry.name, entry.compilationDirectory, entry.dwoName, entry.lines, unit.dwoId ? unit.dwoId : entry.dwoId};
}

ScannedUnit UnitScanner::scan(UnitHeader &unit, const Top &top, const FormContext &lineContext)
{
    ScannedUnit out;
    out.compilationDirectory = top.compilationDirectory;
    out.scopes.emplace_back();
    m_pieces.clear();
    const auto table = m_tables.try_emplace(unit.abbreviations, m_context.sections->abbrev, unit.abbreviations).first;
    m_table = &table->second;
    walk(unit, out);
    // Few units share their table.
    if (m_tables.size() > 64)
        m_tables.clear();
    if (top.lines != ~uint64_t(0)) {
        out.lines = readLineProgram(lineContext, top.lines, top.compilationDirectory, unit.type != DW_UT_type);
        assignRows(out.lines, out);
    }
    return out;
}

void UnitScanner::walk(const UnitHeader &unit, ScannedUnit &out)
{
    ByteReader reader(m_context.sections->info, unit.entries);
    std::vector<Level> levels;
    bool enterTypes = true;
    while (reader.ok() && reader.at() < unit.end) {
        const uint64_t offset = reader.at();
        const uint64_t code = reader.uleb();
        if (code == 0) {
            if (!levels.empty())
                levels.pop_back();
            if (levels.empty())
                break;
            continue;
        }
        const Abbreviation *abbreviation = m_table->find(code);
        if (!abbreviation)
            break;
        const Level outer = levels.empty() ? Level{} : levels.back();
        const Treatment treatment = treatmentOf(abbreviation->tag);
        Level inner = outer;
        uint64_t sibling = 0;
        if (treatment == Treatment::Skip || (treatment == Treatment::Type && !enterTypes)) {
            for (const Abbreviation::Attribute &attribute : m_table->attributes(*abbreviation)) {
                if (attribute.name == DW_AT_sibling && abbreviation->hasChildren)
                    sibling = readForm(reader, attribute, unit, m_context).number;
                else
                    skipForm(reader, attribute.form, unit);
            }
        } else {
            Entry entry = readEntry(reader, *abbreviation, unit);
            entry.offset = offset + m_tag;
            switch (treatment) {
            case Treatment::Function: inner = considerFunction(entry, outer, unit, out); break;
            case Treatment::Copy: inner = considerCopy(entry, outer, unit, out); break;
            case Treatment::Scope:
            case Treatment::Type:
                inner.scope = static_cast<uint32_t>(out.scopes.size());
                out.scopes.push_back(out.scopes[outer.scope]
                                     + (entry.name.empty()
                                            ? abbreviation->tag == DW_TAG_namespace ? "(anonymous namespace)" : "{unnamed}"
                                            : std::string(entry.name)));
                if (!out.scopes.back().empty() && !out.scopes.back().ends_with("::"))
                    out.scopes.back() += "::";
                // A declaration's place is all that its members need.
                break;
            default:
                if (levels.empty())
                    enterTypes = hasMemberFunctions(entry.language);
            }
        }
        if (!abbreviation->hasChildren) {
            if (levels.empty())
                break;
            continue;
        }
        if (sibling > reader.at() && sibling < unit.end) {
            reader.seek(sibling);
            continue;
        }
        if (levels.size() >= deepestLevel)
            break;
        levels.push_back(inner);
    }
}

UnitScanner::Level UnitScanner::considerFunction(const Entry &entry, const Level &outer, const UnitHeader &unit, ScannedUnit &out)
{
    Level inner = outer;
    ScannedFunction function;
    function.offset = entry.offset;
    function.origin = entry.origin;
    function.name = entry.name;
    function.linkageName = entry.linkageName;
    function.scope = outer.scope;
    function.file = entry.file;
    function.line = entry.line;
    function.external = entry.external;
    function.declaration = entry.declaration;
    function.neverReturns = entry.neverReturns;
    const auto index = static_cast<uint32_t>(out.functions.size());
    inner.function = index;
    inner.depth = outer.depth + 1;
    // Functions in functions (lambdas, members of local classes) carry the outer one's name.
    if (!entry.name.empty() && !entry.declaration) {
        inner.scope = static_cast<uint32_t>(out.scopes.size());
        out.scopes.push_back(out.scopes[outer.scope] + std::string(entry.name) + "::");
    }
    const std::vector<AddressRange> ranges = rangesOf(entry, unit);
    addPieces(ranges, inner.depth, index);
    for (const AddressRange &range : ranges) {
        const bool named = entry.entryPc.kind == AttributeValue::Kind::Address && entry.entryPc.number >= range.begin
            && entry.entryPc.number < range.end;
        if (function.highPc == 0 || named) {
            function.lowPc = named ? entry.entryPc.number : range.begin;
            function.highPc = range.end;
        }
    }
    out.functions.push_back(function);
    return inner;
}

UnitScanner::Level UnitScanner::considerCopy(const Entry &entry, const Level &outer, const UnitHeader &unit, ScannedUnit &out)
{
    Level inner = outer;
    inner.depth = outer.depth + 1;
    const std::vector<AddressRange> ranges = rangesOf(entry, unit);
    const auto index = static_cast<uint32_t>(out.copies.size());
    addPieces(ranges, inner.depth, index | ScannedUnit::copyFlag);
    uint64_t address = ranges.empty() ? 0 : ranges.front().begin;
    if (entry.entryPc.kind == AttributeValue::Kind::Address)
        address = entry.entryPc.number;
    else if (entry.entryPc.kind == AttributeValue::Kind::Number && address != 0)
        address += entry.entryPc.number;
    out.copies.push_back({entry.offset, entry.origin, address, outer.function});
    return inner;
}

void UnitScanner::addPieces(std::span<const AddressRange> ranges, uint32_t depth, uint32_t owner)
{
    for (const AddressRange &range : ranges) {
        if (contain(m_code, range.begin))
            m_pieces.push_back({range.begin, range.end, depth, owner});
    }
}

std::vector<AddressRange> UnitScanner::rangesOf(const Entry &entry, const UnitHeader &unit) const
{
    if (entry.lowPc.kind == AttributeValue::Kind::Address && entry.highPc.kind != AttributeValue::Kind::None) {
        const uint64_t end = entry.highPc.kind == AttributeValue::Kind::Address ? entry.highPc.number
                                                                                : entry.lowPc.number + entry.highPc.number;
        if (entry.lowPc.number < end)
            return {{entry.lowPc.number, end}};
    }
    return entry.ranges.kind == AttributeValue::Kind::None ? std::vector<AddressRange>()
                                                           : readRanges(m_context, unit, entry.ranges);
}

void UnitScanner::assignRows(LineProgram &lines, ScannedUnit &out)
{
    std::erase_if(lines.rows, [this](const LineProgram::Row &row) { return !contain(m_code, row.address); });
    std::ranges::sort(m_pieces, [](const Piece &a, const Piece &b) {
        if (a.begin != b.begin)
            return a.begin < b.begin;
        return a.end != b.end ? a.end > b.end : a.depth < b.depth;
    });
    // Of several rows at one address the order of the table tells which comes first.
    std::ranges::stable_sort(lines.rows, {}, &LineProgram::Row::address);
    struct Declaration {
        uint32_t file = 0;
        uint32_t line = 0;
    };
    std::unordered_map<uint32_t, Declaration> declarations;
    const auto functionAt = [&](uint64_t offset) -> const ScannedFunction * {
        const auto found = std::ranges::lower_bound(out.functions, offset, {}, &ScannedFunction::offset);
        return found != out.functions.end() && found->offset == offset ? &*found : nullptr;
    };
    const auto declarationOf = [&](uint32_t index) -> const Declaration & {
        const auto [entry, isNew] = declarations.try_emplace(index);
        if (isNew) {
            const bool copy = (index & ScannedUnit::copyFlag) != 0;
            const ScannedFunction *function = copy ? functionAt(out.copies[index & ~ScannedUnit::copyFlag].origin)
                                                   : &out.functions[index];
            for (int hops = 0; function && function->line == 0 && function->origin != 0 && hops < 8; ++hops)
                function = functionAt(function->origin);
            if (function)
                entry->second = {function->file, function->line};
        }
        return entry->second;
    };
    std::vector<const Piece *> open;
    const auto close = [&](uint64_t address) {
        while (!open.empty() && open.back()->end <= address)
            open.pop_back();
        // Pieces that overlap without lying in each other hide ends.
        if (open.size() >= deepestLevel)
            std::erase_if(open, [&](const Piece *piece) { return piece->end <= address; });
    };
    size_t next = 0;
    out.rows.reserve(lines.rows.size());
    for (size_t i = 0; i < lines.rows.size(); ++i) {
        const LineProgram::Row &row = lines.rows[i];
        const bool hasCode = i + 1 == lines.rows.size() || lines.rows[i + 1].address != row.address;
        const uint32_t flags = (row.isStatement ? index_format::statementFlag : 0U) | (hasCode ? index_format::codeFlag : 0U);
        // What ended before the next piece begins is dropped first, so that only what lies in each other is open.
        for (; next < m_pieces.size() && m_pieces[next].begin <= row.address; ++next) {
            close(m_pieces[next].begin);
            if (open.size() < deepestLevel)
                open.push_back(&m_pieces[next]);
        }
        close(row.address);
        // A call that was inlined and what it runs begin at one address: the line tells whose it is.
        const Piece *owner = open.empty() ? nullptr : open.back();
        uint32_t nearest = 0;
        for (auto piece = open.rbegin(); piece != open.rend(); ++piece) {
            const Declaration &declared = declarationOf((*piece)->owner);
            const bool holds = (*piece)->end > row.address && declared.file == row.file && declared.line <= row.line;
            if (holds && declared.line > nearest) {
                owner = *piece;
                nearest = declared.line;
            }
        }
        out.rows.push_back({row.address, row.file, row.line, owner ? owner->owner : ScannedUnit::noOwner, flags});
    }
    lines.rows = {};
    // Assembler functions and lambdas have no declaration: they begin where their first line is.
    for (ScannedFunction &function : out.functions) {
        if (function.highPc == 0 || function.line != 0 || function.origin != 0)
            continue;
        const auto row = std::ranges::lower_bound(out.rows, function.lowPc, {}, &ScannedUnit::Row::address);
        if (row != out.rows.end() && row->address < function.highPc) {
            function.file = row->file;
            function.line = row->line;
        }
    }
}

}
