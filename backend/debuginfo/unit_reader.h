// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "debuginfo/byte_reader.h"
#include "debuginfo/dwarf_sections.h"

#include <cstdint>
#include <optional>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace tapscope::debuginfo {

/// The header of a unit of .debug_info (DWARF 4 and 5, section 7.5.1) and what its first entry says for the others.
struct UnitHeader {
    uint64_t offset = 0;
    uint64_t entries = 0; ///< where the first entry is
    uint64_t end = 0;
    uint64_t abbreviations = 0;
    uint64_t dwoId = 0;
    uint16_t version = 0;
    uint8_t type = 0;
    bool wide = false; ///< 64-bit DWARF
    uint64_t textOffsetsBase = 0;
    uint64_t addressBase = 0;
    uint64_t rangeListsBase = 0;
    uint64_t lowPc = 0;
};

/// All units with entries; ends at the first that does not fit the section.
[[nodiscard]] std::vector<UnitHeader> readUnitHeaders(const DwarfSections &sections);

/// A value of an attribute, as far as an index needs it.
struct AttributeValue {
    enum class Kind : uint8_t { None, Number, Address, Text, Reference, AlternateReference, RangeListIndex } kind = Kind::None;
    uint64_t number = 0;
    std::string_view text;
};

struct Abbreviation {
    struct Attribute {
        uint16_t name = 0;
        uint16_t form = 0;
        int64_t implicit = 0;
    };
    uint16_t tag = 0;
    bool hasChildren = false;
    uint32_t first = 0; ///< of its attributes, in AbbreviationTable
    uint32_t count = 0;
};

/// What the entries of a unit look like (section 7.5.3).
class AbbreviationTable {
public:
    AbbreviationTable() = default;
    AbbreviationTable(DwarfSections::Bytes section, uint64_t offset);

    [[nodiscard]] const Abbreviation *find(uint64_t code) const;
    [[nodiscard]] std::span<const Abbreviation::Attribute> attributes(const Abbreviation &abbreviation) const
    {
        return std::span(m_attributes).subspan(abbreviation.first, abbreviation.count);
    }

private:
    std::vector<Abbreviation> m_dense; // by code
    std::unordered_map<uint64_t, Abbreviation> m_sparse;
    std::vector<Abbreviation::Attribute> m_attributes;
};

/// Sections of the file itself, and of the supplementary file that dwz has moved parts to.
struct FormContext {
    const DwarfSections *sections = nullptr;
    const DwarfSections *alternate = nullptr;
    /// A split unit keeps addresses in the program's file.
    DwarfSections::Bytes addresses;
};

void skipForm(ByteReader &reader, uint16_t form, const UnitHeader &unit);
[[nodiscard]] AttributeValue readForm(ByteReader &reader, const Abbreviation::Attribute &attribute, const UnitHeader &unit,
                                      const FormContext &context);
[[nodiscard]] uint64_t addressAt(const FormContext &context, const UnitHeader &unit, uint64_t index);

/// The ranges that DW_AT_ranges means (section 2.17.3).
[[nodiscard]] std::vector<AddressRange> readRanges(const FormContext &context, const UnitHeader &unit,
                                                   const AttributeValue &value);

}
