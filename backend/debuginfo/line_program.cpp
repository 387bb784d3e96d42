// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "debuginfo/line_program.h"

#include <dwarf.h>

#include <algorithm>
#include <array>

namespace tapscope::debuginfo {

namespace {

/// Longer ones no compiler can have opened; damaged tables could make many of them.
constexpr size_t longestPath = 4096;

class LineReader {
public:
    LineReader(const FormContext &context, uint64_t offset, LineProgram &out)
        : m_context(context)
        , m_reader(context.sections->line, offset)
        , m_out(out)
    {}

    void read(bool withRows)
    {
        uint64_t length = m_reader.u32();
        if (length == 0xffffffff) {
            m_unit.wide = true;
            length = m_reader.u64();
        }
        if (!m_reader.ok() || length > m_reader.size() - m_reader.at())
            return;
        m_end = m_reader.at() + length;
        m_unit.version = m_reader.u16();
        if (m_unit.version < 2 || m_unit.version > 5)
            return;
        if (m_unit.version >= 5)
            m_reader.skip(2); // sizes of addresses and of segment selectors
        const uint64_t headerLength = m_reader.sized(m_unit.wide ? 8 : 4);
        const uint64_t program = m_reader.at() + headerLength;
        if (!m_reader.ok() || headerLength > m_end || program > m_end)
            return;
        m_minimumLength = m_reader.u8();
        if (m_unit.version >= 4)
            m_reader.skip(1); // operations in an instruction: 1 but for VLIW machines
        m_defaultIsStatement = m_reader.u8() != 0;
        m_lineBase = static_cast<int8_t>(m_reader.u8());
        m_lineRange = m_reader.u8();
        m_opcodeBase = m_reader.u8();
        for (unsigned opcode = 1; opcode < m_opcodeBase; ++opcode)
            m_operands[opcode] = m_reader.u8();
        if (m_unit.version >= 5)
            readTables();
        else
            readOldTables();
        if (!m_reader.ok() || m_lineRange == 0 || !withRows)
            return;
        m_reader.seek(program);
        run();
    }

private:
    struct EntryFormat {
        uint64_t content = 0;
        Abbreviation::Attribute attribute;
    };

    std::vector<EntryFormat> readFormats()
    {
        std::vector<EntryFormat> formats(m_reader.u8());
        for (EntryFormat &format : formats) {
            format.content = m_reader.uleb();
            format.attribute.form = static_cast<uint16_t>(m_reader.uleb());
        }
        return formats;
    }

    template <typename Add> void readEntries(Add add)
    {
        const std::vector<EntryFormat> formats = readFormats();
        const uint64_t count = m_reader.uleb();
        if (formats.empty())
            return;
        for (uint64_t i = 0; i < count && m_reader.ok() && m_reader.at() < m_end; ++i) {
            const uint64_t start = m_reader.at();
            LineProgram::File entry;
            for (const EntryFormat &format : formats) {
                const AttributeValue value = readForm(m_reader, format.attribute, m_unit, m_context);
                if (format.content == DW_LNCT_path)
                    entry.name = value.text;
                else if (format.content == DW_LNCT_directory_index)
                    entry.directory = value.number;
            }
            // Entries without bytes could be as many as numbers go.
            if (m_reader.at() == start)
                return m_reader.fail();
            if (m_reader.ok())
                add(entry);
        }
    }

    void readTables()
    {
        readEntries([this](const LineProgram::File &entry) { m_out.directories.push_back(entry.name); });
        readEntries([this](const LineProgram::File &entry) { m_out.files.push_back(entry); });
    }

    void readOldTables()
    {
        m_out.directories.push_back(m_out.compilationDirectory);
        for (std::string_view name = m_reader.text(); m_reader.ok() && !name.empty(); name = m_reader.text())
            m_out.directories.push_back(name);
        m_out.files.emplace_back(); // they count from 1
        for (std::string_view name = m_reader.text(); m_reader.ok() && !name.empty(); name = m_reader.text())
            readOldFile(name);
    }

    void readOldFile(std::string_view name)
    {
        LineProgram::File file{name, m_reader.uleb()};
        m_reader.uleb(); // time of change
        m_reader.uleb(); // size
        m_out.files.push_back(file);
    }

    void reset() { m_row = {0, 1, 1, m_defaultIsStatement}; }

    void emit()
    {
        if (m_row.line == 0) {
            m_out.ends.push_back(m_row.address);
            return;
        }
        if (!m_out.rows.empty()) {
            LineProgram::Row &last = m_out.rows.back();
            if (last.address == m_row.address && last.file == m_row.file && last.line == m_row.line) {
                last.isStatement = last.isStatement || m_row.isStatement;
                return;
            }
        }
        m_out.rows.push_back(m_row);
    }

    void advance(uint64_t operations) { m_row.address += operations * m_minimumLength; }

    void run()
    {
        reset();
        while (m_reader.ok() && m_reader.at() < m_end) {
            const uint8_t opcode = m_reader.u8();
            if (opcode >= m_opcodeBase) {
                const auto special = static_cast<uint8_t>(opcode - m_opcodeBase);
                advance(special / m_lineRange);
                m_row.line += static_cast<uint32_t>(m_lineBase + special % m_lineRange);
                emit();
            } else if (opcode == 0) {
                extended();
            } else {
                standard(opcode);
            }
        }
    }

    void extended()
    {
        const uint64_t length = m_reader.uleb();
        const uint64_t next = m_reader.at() + length;
        if (!m_reader.ok() || length > m_end || next > m_end)
            return m_reader.fail();
        if (length == 0)
            return;
        switch (m_reader.u8()) {
        case DW_LNE_end_sequence:
            m_out.ends.push_back(m_row.address);
            reset();
            break;
        case DW_LNE_set_address: m_row.address = m_reader.u64(); break;
        case DW_LNE_define_file: readOldFile(m_reader.text()); break;
        default: break;
        }
        m_reader.seek(next);
    }

    void standard(uint8_t opcode)
    {
        switch (opcode) {
        case DW_LNS_copy: emit(); break;
        case DW_LNS_advance_pc: advance(m_reader.uleb()); break;
        case DW_LNS_advance_line: m_row.line += static_cast<uint32_t>(m_reader.sleb()); break;
        case DW_LNS_set_file: m_row.file = static_cast<uint32_t>(m_reader.uleb()); break;
        case DW_LNS_set_column: m_reader.uleb(); break;
        case DW_LNS_negate_stmt: m_row.isStatement = !m_row.isStatement; break;
        case DW_LNS_set_basic_block:
        case DW_LNS_set_prologue_end:
        case DW_LNS_set_epilogue_begin: break;
        case DW_LNS_const_add_pc: advance((255U - m_opcodeBase) / m_lineRange); break;
        case DW_LNS_fixed_advance_pc: m_row.address += m_reader.u16(); break;
        case DW_LNS_set_isa: m_reader.uleb(); break;
        default:
            for (unsigned i = 0; i < m_operands[opcode]; ++i)
                m_reader.uleb();
        }
    }

    FormContext m_context;
    ByteReader m_reader;
    LineProgram &m_out;
    UnitHeader m_unit;
    uint64_t m_end = 0;
    uint64_t m_minimumLength = 1;
    bool m_defaultIsStatement = true;
    int m_lineBase = 0;
    uint8_t m_lineRange = 0;
    uint8_t m_opcodeBase = 0;
    std::array<uint8_t, 256> m_operands{};
    LineProgram::Row m_row;
};

}

SourcePath LineProgram::path(uint64_t file) const
{
    if (file >= files.size() || files[file].name.empty())
        return {};
    const std::string_view name = files[file].name;
    const uint64_t index = files[file].directory;
    const std::string_view directory = index < directories.size() ? directories[index] : std::string_view();
    if (name.size() + directory.size() > longestPath)
        return {};
    if (name.starts_with('/') || directory.empty())
        return {std::string(name)};
    SourcePath out;
    std::string_view top = compilationDirectory.empty() ? directories.front() : compilationDirectory;
    if (top.size() > longestPath)
        top = {};
    if (!directory.starts_with('/') && top.starts_with('/'))
        out.text.append(top).append("/");
    out.writtenFrom = static_cast<uint32_t>(out.text.size());
    out.text.append(directory).append("/").append(name);
    return out;
}

LineProgram readLineProgram(const FormContext &context, uint64_t offset, std::string_view compilationDirectory, bool withRows)
{
    LineProgram out;
    out.compilationDirectory = compilationDirectory;
    LineReader(context, offset, out).read(withRows);
    return out;
}

}
