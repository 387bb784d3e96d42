// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "debuginfo/unit_reader.h"

#include <dwarf.h>

namespace tapscope::debuginfo {

namespace {

constexpr uint64_t mostRanges = 100'000;
/// Codes are small and without gaps with all compilers; others are kept in a map.
constexpr uint64_t densestCode = 65'536;

unsigned offsetSize(const UnitHeader &unit)
{
    return unit.wide ? 8 : 4;
}

std::string_view indexedText(const FormContext &context, const UnitHeader &unit, uint64_t index)
{
    if (index > context.sections->textOffsets.size())
        return {};
    ByteReader reader(context.sections->textOffsets, unit.textOffsetsBase + index * offsetSize(unit));
    const uint64_t offset = reader.sized(offsetSize(unit));
    return reader.ok() ? textAt(context.sections->text, offset) : std::string_view();
}

// A list of .debug_rnglists, DWARF 5.
std::vector<AddressRange> readRangeList(const FormContext &context, const UnitHeader &unit, uint64_t offset)
{
    std::vector<AddressRange> out;
    ByteReader reader(context.sections->rangeLists, offset);
    uint64_t base = unit.lowPc;
    while (reader.ok() && out.size() < mostRanges) {
        AddressRange range;
        switch (reader.u8()) {
        case DW_RLE_base_addressx: base = addressAt(context, unit, reader.uleb()); continue;
        case DW_RLE_startx_endx:
            range.begin = addressAt(context, unit, reader.uleb());
            range.end = addressAt(context, unit, reader.uleb());
            break;
        case DW_RLE_startx_length:
            range.begin = addressAt(context, unit, reader.uleb());
            range.end = range.begin + reader.uleb();
            break;
        case DW_RLE_offset_pair:
            range.begin = base + reader.uleb();
            range.end = base + reader.uleb();
            break;
        case DW_RLE_base_address: base = reader.u64(); continue;
        case DW_RLE_start_end:
            range.begin = reader.u64();
            range.end = reader.u64();
            break;
        case DW_RLE_start_length:
            range.begin = reader.u64();
            range.end = range.begin + reader.uleb();
            break;
        default: return out; // the end, or unknown
        }
        if (reader.ok() && range.begin < range.end)
            out.push_back(range);
    }
    return out;
}

// Of .debug_ranges, DWARF 4.
std::vector<AddressRange> readOldRanges(const FormContext &context, const UnitHeader &unit, uint64_t offset)
{
    std::vector<AddressRange> out;
    ByteReader reader(context.sections->ranges, offset);
    uint64_t base = unit.lowPc;
    while (reader.ok() && out.size() < mostRanges) {
        const uint64_t begin = reader.u64();
        const uint64_t end = reader.u64();
        if (begin == 0 && end == 0)
            break;
        if (begin == ~uint64_t(0))
            base = end;
        else if (reader.ok() && begin < end)
            out.push_back({base + begin, base + end});
    }
    return out;
}

}

std::vector<UnitHeader> readUnitHeaders(const DwarfSections &sections)
{
    std::vector<UnitHeader> units;
    ByteReader reader(sections.info);
    while (!reader.atEnd()) {
        UnitHeader unit;
        unit.offset = reader.at();
        uint64_t length = reader.u32();
        if (length == 0xffffffff) {
            unit.wide = true;
            length = reader.u64();
        }
        if (!reader.ok() || length > reader.size() - reader.at())
            break;
        unit.end = reader.at() + length;
        unit.version = reader.u16();
        uint8_t addressSize = 8;
        if (unit.version >= 5) {
            unit.type = reader.u8();
            addressSize = reader.u8();
            unit.abbreviations = reader.sized(offsetSize(unit));
            if (unit.type == DW_UT_skeleton || unit.type == DW_UT_split_compile)
                unit.dwoId = reader.u64();
            else if (unit.type == DW_UT_type || unit.type == DW_UT_split_type)
                reader.skip(8 + offsetSize(unit));
        } else {
            unit.type = DW_UT_compile;
            unit.abbreviations = reader.sized(offsetSize(unit));
            addressSize = reader.u8();
        }
        unit.entries = reader.at();
        if (!reader.ok())
            break;
        if (unit.version >= 2 && unit.version <= 5 && addressSize == 8 && unit.entries <= unit.end)
            units.push_back(unit);
        reader.seek(unit.end);
    }
    return units;
}

AbbreviationTable::AbbreviationTable(DwarfSections::Bytes section, uint64_t offset)
{
    ByteReader reader(section, offset);
    while (reader.ok()) {
        const uint64_t code = reader.uleb();
        if (code == 0)
            break;
        Abbreviation entry;
        entry.tag = static_cast<uint16_t>(reader.uleb());
        entry.hasChildren = reader.u8() != 0;
        entry.first = static_cast<uint32_t>(m_attributes.size());
        while (reader.ok()) {
            Abbreviation::Attribute attribute;
            attribute.name = static_cast<uint16_t>(reader.uleb());
            attribute.form = static_cast<uint16_t>(reader.uleb());
            if (attribute.form == DW_FORM_implicit_const)
                attribute.implicit = reader.sleb();
            if (attribute.name == 0 && attribute.form == 0)
                break;
            m_attributes.push_back(attribute);
        }
        entry.count = static_cast<uint32_t>(m_attributes.size()) - entry.first;
        if (!reader.ok())
            break;
        if (code < densestCode) {
            if (m_dense.size() <= code)
                m_dense.resize(code + 1);
            m_dense[code] = entry;
        } else {
            m_sparse.emplace(code, entry);
        }
    }
}

const Abbreviation *AbbreviationTable::find(uint64_t code) const
{
    if (code < m_dense.size())
        return m_dense[code].tag ? &m_dense[code] : nullptr;
    const auto entry = m_sparse.find(code);
    return entry == m_sparse.end() ? nullptr : &entry->second;
}

void skipForm(ByteReader &reader, uint16_t form, const UnitHeader &unit)
{
    switch (form) {
    case DW_FORM_flag_present:
    case DW_FORM_implicit_const: return;
    case DW_FORM_data1:
    case DW_FORM_ref1:
    case DW_FORM_flag:
    case DW_FORM_strx1:
    case DW_FORM_addrx1: return reader.skip(1);
    case DW_FORM_data2:
    case DW_FORM_ref2:
    case DW_FORM_strx2:
    case DW_FORM_addrx2: return reader.skip(2);
    case DW_FORM_strx3:
    case DW_FORM_addrx3: return reader.skip(3);
    case DW_FORM_data4:
    case DW_FORM_ref4:
    case DW_FORM_strx4:
    case DW_FORM_addrx4:
    case DW_FORM_ref_sup4: return reader.skip(4);
    case DW_FORM_data8:
    case DW_FORM_ref8:
    case DW_FORM_ref_sig8:
    case DW_FORM_ref_sup8:
    case DW_FORM_addr: return reader.skip(8);
    case DW_FORM_data16: return reader.skip(16);
    case DW_FORM_strp:
    case DW_FORM_line_strp:
    case DW_FORM_strp_sup:
    case DW_FORM_sec_offset:
    case DW_FORM_GNU_ref_alt:
    case DW_FORM_GNU_strp_alt: return reader.skip(offsetSize(unit));
    case DW_FORM_ref_addr: return reader.skip(unit.version <= 2 ? 8 : offsetSize(unit));
    case DW_FORM_block1: return reader.skip(reader.u8());
    case DW_FORM_block2: return reader.skip(reader.u16());
    case DW_FORM_block4: return reader.skip(reader.u32());
    case DW_FORM_block:
    case DW_FORM_exprloc: return reader.skip(reader.uleb());
    case DW_FORM_sdata:
    case DW_FORM_udata:
    case DW_FORM_ref_udata:
    case DW_FORM_strx:
    case DW_FORM_addrx:
    case DW_FORM_loclistx:
    case DW_FORM_rnglistx:
    case DW_FORM_GNU_str_index:
    case DW_FORM_GNU_addr_index: reader.uleb(); return;
    case DW_FORM_string: reader.text(); return;
    case DW_FORM_indirect: {
        const auto real = static_cast<uint16_t>(reader.uleb());
        if (real != DW_FORM_indirect)
            return skipForm(reader, real, unit);
        return reader.fail();
    }
    default: return reader.fail(); // its size is unknown
    }
}

AttributeValue readForm(ByteReader &reader, const Abbreviation::Attribute &attribute, const UnitHeader &unit,
                        const FormContext &context)
{
    using Kind = AttributeValue::Kind;
    const auto number = [](Kind kind, uint64_t value) { return AttributeValue{kind, value, {}}; };
    const auto text = [](std::string_view value) { return AttributeValue{Kind::Text, 0, value}; };
    const unsigned wide = offsetSize(unit);
    switch (attribute.form) {
    case DW_FORM_addr: return number(Kind::Address, reader.u64());
    case DW_FORM_addrx:
    case DW_FORM_GNU_addr_index: return number(Kind::Address, addressAt(context, unit, reader.uleb()));
    case DW_FORM_addrx1: return number(Kind::Address, addressAt(context, unit, reader.u8()));
    case DW_FORM_addrx2: return number(Kind::Address, addressAt(context, unit, reader.u16()));
    case DW_FORM_addrx3: return number(Kind::Address, addressAt(context, unit, reader.u24()));
    case DW_FORM_addrx4: return number(Kind::Address, addressAt(context, unit, reader.u32()));
    case DW_FORM_data1:
    case DW_FORM_flag: return number(Kind::Number, reader.u8());
    case DW_FORM_data2: return number(Kind::Number, reader.u16());
    case DW_FORM_data4: return number(Kind::Number, reader.u32());
    case DW_FORM_data8: return number(Kind::Number, reader.u64());
    case DW_FORM_udata: return number(Kind::Number, reader.uleb());
    case DW_FORM_sdata: return number(Kind::Number, static_cast<uint64_t>(reader.sleb()));
    case DW_FORM_implicit_const: return number(Kind::Number, static_cast<uint64_t>(attribute.implicit));
    case DW_FORM_flag_present: return number(Kind::Number, 1);
    case DW_FORM_sec_offset: return number(Kind::Number, reader.sized(wide));
    case DW_FORM_rnglistx: return number(Kind::RangeListIndex, reader.uleb());
    case DW_FORM_ref1: return number(Kind::Reference, unit.offset + reader.u8());
    case DW_FORM_ref2: return number(Kind::Reference, unit.offset + reader.u16());
    case DW_FORM_ref4: return number(Kind::Reference, unit.offset + reader.u32());
    case DW_FORM_ref8: return number(Kind::Reference, unit.offset + reader.u64());
    case DW_FORM_ref_udata: return number(Kind::Reference, unit.offset + reader.uleb());
    case DW_FORM_ref_addr: return number(Kind::Reference, reader.sized(unit.version <= 2 ? 8 : wide));
    case DW_FORM_GNU_ref_alt: return number(Kind::AlternateReference, reader.sized(wide));
    case DW_FORM_ref_sup4: return number(Kind::AlternateReference, reader.u32());
    case DW_FORM_ref_sup8: return number(Kind::AlternateReference, reader.u64());
    case DW_FORM_string: return text(reader.text());
    case DW_FORM_strp: return text(textAt(context.sections->text, reader.sized(wide)));
    case DW_FORM_line_strp: return text(textAt(context.sections->lineText, reader.sized(wide)));
    case DW_FORM_GNU_strp_alt:
    case DW_FORM_strp_sup: {
        const uint64_t offset = reader.sized(wide);
        return text(context.alternate ? textAt(context.alternate->text, offset) : std::string_view());
    }
    case DW_FORM_strx:
    case DW_FORM_GNU_str_index: return text(indexedText(context, unit, reader.uleb()));
    case DW_FORM_strx1: return text(indexedText(context, unit, reader.u8()));
    case DW_FORM_strx2: return text(indexedText(context, unit, reader.u16()));
    case DW_FORM_strx3: return text(indexedText(context, unit, reader.u24()));
    case DW_FORM_strx4: return text(indexedText(context, unit, reader.u32()));
    default: skipForm(reader, attribute.form, unit); return {};
    }
}

uint64_t addressAt(const FormContext &context, const UnitHeader &unit, uint64_t index)
{
    if (index > context.addresses.size())
        return 0;
    return ByteReader(context.addresses, unit.addressBase + index * 8).u64();
}

std::vector<AddressRange> readRanges(const FormContext &context, const UnitHeader &unit, const AttributeValue &value)
{
    if (value.kind == AttributeValue::Kind::RangeListIndex) {
        if (value.number > context.sections->rangeLists.size())
            return {};
        ByteReader reader(context.sections->rangeLists, unit.rangeListsBase + value.number * offsetSize(unit));
        const uint64_t offset = reader.sized(offsetSize(unit));
        return reader.ok() ? readRangeList(context, unit, unit.rangeListsBase + offset) : std::vector<AddressRange>();
    }
    if (value.kind != AttributeValue::Kind::Number)
        return {};
    return unit.version >= 5 ? readRangeList(context, unit, value.number) : readOldRanges(context, unit, value.number);
}

}
