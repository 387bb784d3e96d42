// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "debuginfo/kernel_code_text.h"

#include "base/hexadecimal.h"
#include "debuginfo/elf_file.h"
#include "debuginfo/entry_point.h"
#include "debuginfo/index_source.h"
#include "debuginfo/instruction_decoder.h"

#include <gelf.h>

#include <algorithm>
#include <cstring>
#include <map>
#include <set>

namespace tapscope::debuginfo {

namespace {

constexpr uint64_t mostBytes = 256 * 1024;
constexpr std::string_view traceFunction = "__fentry__";
constexpr std::string_view fixUpTable = "__ex_table";

/// A section with bytes of its own.
struct SectionBytes {
    std::string name;
    size_t index = 0;
    uint64_t address = 0;
    bool isCode = false;
    std::span<const uint8_t> bytes;
};

/// What a relocation puts at a place.
struct Target {
    std::string symbol; ///< or the section's name
    int64_t addend = 0;
    size_t section = 0; ///< of the symbol
    uint64_t value = 0; ///< of the symbol, in its section
    bool relative = false; ///< to the instruction's end
};

std::vector<SectionBytes> sectionsOf(Elf *elf)
{
    std::vector<SectionBytes> out;
    size_t names = 0;
    if (!elf || elf_getshdrstrndx(elf, &names) != 0)
        return out;
    for (Elf_Scn *section = nullptr; (section = elf_nextscn(elf, section));) {
        GElf_Shdr header;
        if (!gelf_getshdr(section, &header) || (header.sh_flags & SHF_ALLOC) == 0 || header.sh_type != SHT_PROGBITS)
            continue;
        const char *name = elf_strptr(elf, names, header.sh_name);
        const bool isCode = (header.sh_flags & SHF_EXECINSTR) != 0;
        if (!name || (!isCode && std::string_view(name) != fixUpTable))
            continue;
        const Elf_Data *data = elf_rawdata(section, nullptr);
        if (!data || !data->d_buf)
            continue;
        out.push_back(
            {name, elf_ndxscn(section), header.sh_addr, isCode, {static_cast<const uint8_t *>(data->d_buf), data->d_size}});
    }
    return out;
}

/// By offset in the section that they change.
std::map<uint64_t, Target> relocationsOf(Elf *elf, size_t changed)
{
    std::map<uint64_t, Target> out;
    size_t names = 0;
    (void)elf_getshdrstrndx(elf, &names);
    for (Elf_Scn *section = nullptr; (section = elf_nextscn(elf, section));) {
        GElf_Shdr header, symbolHeader;
        if (!gelf_getshdr(section, &header) || header.sh_type != SHT_RELA || header.sh_info != changed || header.sh_entsize == 0)
            continue;
        Elf_Scn *symbols = elf_getscn(elf, header.sh_link);
        Elf_Data *data = elf_getdata(section, nullptr);
        Elf_Data *symbolData = symbols ? elf_getdata(symbols, nullptr) : nullptr;
        if (!data || !symbolData || !gelf_getshdr(symbols, &symbolHeader))
            continue;
        const auto count = static_cast<int>(std::min<uint64_t>(header.sh_size / header.sh_entsize, 1U << 24));
        for (int i = 0; i < count; ++i) {
            GElf_Rela entry;
            GElf_Sym symbol;
            if (!gelf_getrela(data, i, &entry) || !gelf_getsym(symbolData, static_cast<int>(GELF_R_SYM(entry.r_info)), &symbol))
                continue;
            Target target;
            target.addend = entry.r_addend;
            target.section = symbol.st_shndx < SHN_LORESERVE ? symbol.st_shndx : 0;
            target.value = symbol.st_value;
            const auto type = GELF_R_TYPE(entry.r_info);
            target.relative = type == R_X86_64_PC32 || type == R_X86_64_PLT32 || type == R_X86_64_GOTPCREL;
            const char *name = nullptr;
            if (GELF_ST_TYPE(symbol.st_info) == STT_SECTION) {
                GElf_Shdr of;
                Elf_Scn *there = elf_getscn(elf, symbol.st_shndx);
                name = there && gelf_getshdr(there, &of) ? elf_strptr(elf, names, of.sh_name) : nullptr;
            } else {
                name = elf_strptr(elf, symbolHeader.sh_link, symbol.st_name);
            }
            target.symbol = name ? name : "";
            out.insert_or_assign(entry.r_offset, std::move(target));
        }
    }
    return out;
}

std::string withOffset(const std::string &name, int64_t offset)
{
    return offset == 0 ? name
        : offset > 0   ? name + "+" + hexadecimal(static_cast<uint64_t>(offset))
                       : name + "-" + hexadecimal(static_cast<uint64_t>(-offset));
}

class FileText final : public KernelCodeText {
public:
    static std::expected<std::unique_ptr<KernelCodeText>, Failure> open(const Index &index)
    {
        auto out = std::make_unique<FileText>();
        if (isRelocatable(index.path())) {
            auto object = RelocatedObject::open(index.path());
            if (!object)
                return std::unexpected(std::move(object.error()));
            out->m_object = std::move(*object);
        } else {
            auto file = ElfFile::open(index.path(), ElfFile::Purpose::Program);
            if (!file)
                return std::unexpected(std::move(file.error()));
            out->m_file = std::move(*file);
        }
        Elf *elf = out->m_object ? out->m_object->elf() : out->m_file->elf();
        out->m_index = &index;
        out->m_sections = sectionsOf(elf);
        out->readFixUps(elf);
        if (!out->m_object) {
            for (const FunctionId id : out->m_index->functions(traceFunction))
                out->m_trace = std::max(out->m_trace, out->m_index->function(id).lowPc);
        }
        return out;
    }

    std::vector<KernelInstruction> of(const FunctionEntry &function) override
    {
        std::vector<KernelInstruction> out;
        const SectionBytes *section = codeAt(function.lowPc);
        if (!section)
            return out;
        const uint64_t begin = function.lowPc - section->address;
        const std::span<const uint8_t> code = section->bytes.subspan(
            begin, static_cast<size_t>(std::min({function.size, mostBytes, uint64_t(section->bytes.size()) - begin})));
        std::vector<uint8_t> sizes;
        uint64_t traced = 0;
        size_t at = 0;
        while (at < code.size()) {
            const cs_insn *instruction = m_decoder.next(code.subspan(at), function.lowPc + at);
            if (!instruction || instruction->size == 0)
                break;
            const uint64_t address = function.lowPc + at;
            const std::span<const uint8_t> bytes = code.subspan(at, instruction->size);
            const bool first = at == 0 || (at == endbr64Size && startsWithEndbr64(code));
            if (first && isTraced(*section, address, bytes))
                traced = address;
            sizes.push_back(static_cast<uint8_t>(instruction->size));
            out.push_back({address, textOf(*section, function, *instruction), {}});
            at += instruction->size;
        }
        const KernelProbeRule rule(function.lowPc, code, sizes, m_faulting, traced);
        for (KernelInstruction &instruction : out)
            instruction.cost = rule.at(instruction.address);
        return out;
    }

    uint64_t shown(uint64_t address) const override
    {
        const SectionBytes *section = m_object ? codeAt(address) : nullptr;
        return section ? address - section->address : address;
    }

    std::string sectionOf(uint64_t address) const override
    {
        const SectionBytes *section = m_object ? codeAt(address) : nullptr;
        return section ? section->name : std::string();
    }

private:
    const SectionBytes *codeAt(uint64_t address) const
    {
        for (const SectionBytes &section : m_sections) {
            if (section.isCode && address >= section.address && address - section.address < section.bytes.size())
                return &section;
        }
        return nullptr;
    }

    const std::map<uint64_t, Target> &relocations(const SectionBytes &section)
    {
        const auto [entry, isNew] = m_relocations.try_emplace(section.index);
        if (isNew && m_object)
            entry->second = relocationsOf(m_object->elf(), section.index);
        return entry->second;
    }

    // A call of __fentry__, or the nop that the build has put there instead.
    bool isTraced(const SectionBytes &section, uint64_t address, std::span<const uint8_t> bytes)
    {
        constexpr uint8_t nop[] = {0x0f, 0x1f, 0x44, 0x00, 0x00};
        if (std::ranges::equal(bytes, nop))
            return true;
        if (bytes.size() != 5 || bytes[0] != 0xe8)
            return false;
        if (m_object) {
            const auto &all = relocations(section);
            const auto target = all.find(address - section.address + 1);
            return target != all.end() && target->second.symbol == traceFunction;
        }
        int32_t distance = 0;
        std::memcpy(&distance, bytes.data() + 1, sizeof distance);
        return m_trace != 0 && address + 5 + static_cast<uint64_t>(int64_t{distance}) == m_trace;
    }

    std::string nameAt(uint64_t address) const
    {
        const auto id = m_index->functionAt(address);
        if (!id)
            return {};
        const FunctionEntry entry = m_index->function(*id);
        return withOffset(std::string(entry.name), static_cast<int64_t>(address - entry.lowPc));
    }

    std::string textOf(const SectionBytes &section, const FunctionEntry &function, const cs_insn &instruction)
    {
        std::string operands = instruction.op_str;
        const std::string_view mnemonic = instruction.mnemonic;
        const bool branches = mnemonic.starts_with("j") || mnemonic.starts_with("call") || mnemonic.starts_with("loop");
        const uint64_t offset = instruction.address - section.address;
        const auto &all = relocations(section);
        const auto changed = all.lower_bound(offset);
        if (changed != all.end() && changed->first < offset + instruction.size) {
            const Target &target = changed->second;
            const int64_t behind = target.relative ? static_cast<int64_t>(offset + instruction.size - changed->first) : 0;
            const std::string name = nameOf(target, target.addend + behind);
            const size_t open = operands.find("[rip"), close = open == std::string::npos ? open : operands.find(']', open);
            if (branches)
                operands = name;
            else if (close != std::string::npos)
                operands.replace(open, close - open, "[" + name);
            else
                operands += "  # " + name;
        } else if (branches && operands.starts_with("0x")) {
            const uint64_t to = std::strtoull(operands.c_str(), nullptr, 16);
            const bool inside = to >= function.lowPc && to - function.lowPc < function.size;
            const std::string name = inside ? std::string() : nameAt(to);
            operands = name.empty() ? hexadecimal(shown(to)) : name;
        }
        std::string text(mnemonic);
        if (!operands.empty())
            text += std::string(text.size() < 8 ? 8 - text.size() : 1, ' ') + operands;
        return text;
    }

    // What lies in the module's own code is a function of it.
    std::string nameOf(const Target &target, int64_t offset) const
    {
        for (const SectionBytes &section : m_sections) {
            if (section.isCode && section.index == target.section && target.section != 0) {
                if (std::string name = nameAt(section.address + target.value + static_cast<uint64_t>(offset)); !name.empty())
                    return name;
            }
        }
        return withOffset(target.symbol, offset);
    }

    // Entries of three words; the first tells the instruction by its distance.
    void readFixUps(Elf *elf)
    {
        constexpr size_t entrySize = 12;
        const auto table = std::ranges::find(m_sections, fixUpTable, &SectionBytes::name);
        if (table == m_sections.end())
            return;
        if (m_object) {
            for (const auto &[offset, target] : relocationsOf(elf, table->index)) {
                const auto of = std::ranges::find(m_sections, target.section, &SectionBytes::index);
                if (offset % entrySize == 0 && of != m_sections.end())
                    m_faulting.insert(of->address + target.value + static_cast<uint64_t>(target.addend));
            }
            return;
        }
        for (size_t at = 0; at + entrySize <= table->bytes.size(); at += entrySize) {
            int32_t distance = 0;
            std::memcpy(&distance, table->bytes.data() + at, sizeof distance);
            m_faulting.insert(table->address + at + static_cast<uint64_t>(int64_t{distance}));
        }
    }

    const Index *m_index = nullptr;
    std::unique_ptr<RelocatedObject> m_object;
    std::unique_ptr<ElfFile> m_file;
    std::vector<SectionBytes> m_sections;
    std::map<size_t, std::map<uint64_t, Target>> m_relocations; ///< by section
    std::set<uint64_t> m_faulting;
    uint64_t m_trace = 0; ///< where __fentry__ is in the image
    InstructionDecoder m_decoder;
};

}

std::expected<std::unique_ptr<KernelCodeText>, Failure> KernelCodeText::open(const Index &index)
{
    return FileText::open(index);
}

}
