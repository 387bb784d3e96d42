// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "debuginfo/outer_callers.h"

#include "base/unique_fd.h"
#include "debuginfo/call_bytes.h"
#include "debuginfo/debug_file.h"
#include "debuginfo/index_source.h"
#include "debuginfo/instruction_decoder.h"
#include "debuginfo/linkage_stubs.h"
#include "debuginfo/symbol_table.h"

#include <elf.h>
#include <fcntl.h>
#include <gelf.h>

#include <algorithm>
#include <map>
#include <memory>

namespace tapscope::debuginfo {

namespace {

constexpr size_t longestInstruction = 16;

using Counts = std::map<std::string, uint32_t>; ///< calls by the calling function's name

std::vector<OuterCaller> listed(const std::string &file, const Counts &counts)
{
    std::vector<OuterCaller> out;
    for (const auto &[function, calls] : counts)
        out.push_back({file, function, calls});
    return out;
}

bool isOneOf(const char *name, std::span<const std::string> names)
{
    return name && std::ranges::find(names, std::string_view(name)) != names.end();
}

/// Calls `visit` with each symbol, its number and its name.
template <typename Visitor> void visitSymbols(Elf *elf, Elf_Scn *table, Visitor visit)
{
    GElf_Shdr header;
    if (!table || !gelf_getshdr(table, &header) || header.sh_entsize != sizeof(Elf64_Sym))
        return;
    Elf_Data *data = elf_getdata(table, nullptr);
    for (size_t i = 0; data && data->d_buf && i < data->d_size / sizeof(Elf64_Sym) && i < INT32_MAX; ++i) {
        GElf_Sym symbol;
        if (gelf_getsym(data, static_cast<int>(i), &symbol))
            visit(i, symbol, elf_strptr(elf, header.sh_link, symbol.st_name));
    }
}

Elf_Scn *sectionOfType(Elf *elf, unsigned type)
{
    Elf_Scn *section = nullptr;
    while ((section = elf_nextscn(elf, section))) {
        GElf_Shdr header;
        if (gelf_getshdr(section, &header) && header.sh_type == type)
            return section;
    }
    return nullptr;
}

/// A kernel module, whose calls of other files' functions are left to its relocations.
class ModuleSearch {
public:
    ModuleSearch(Elf *elf, std::span<const std::string> names) : m_elf(elf)
    {
        m_symbols = sectionOfType(elf, SHT_SYMTAB);
        visitSymbols(elf, m_symbols, [&](size_t number, const GElf_Sym &symbol, const char *name) {
            if (symbol.st_shndx == SHN_UNDEF && isOneOf(name, names))
                m_wanted.push_back(number);
        });
    }

    Counts run()
    {
        Elf_Scn *section = nullptr;
        while (!m_wanted.empty() && (section = elf_nextscn(m_elf, section))) {
            GElf_Shdr header, code;
            if (!gelf_getshdr(section, &header) || header.sh_type != SHT_RELA || header.sh_entsize != sizeof(Elf64_Rela))
                continue;
            Elf_Scn *of = elf_getscn(m_elf, header.sh_info);
            if (of && gelf_getshdr(of, &code) && (code.sh_flags & SHF_EXECINSTR))
                readRelocations(section, of, header.sh_info);
        }
        return std::move(m_counts);
    }

private:
    void readRelocations(Elf_Scn *relocations, Elf_Scn *codeSection, size_t sectionNumber)
    {
        Elf_Data *entries = elf_getdata(relocations, nullptr);
        Elf_Data *code = elf_getdata(codeSection, nullptr);
        for (size_t i = 0; entries && i < entries->d_size / sizeof(Elf64_Rela) && i < INT32_MAX; ++i) {
            GElf_Rela relocation;
            if (!gelf_getrela(entries, static_cast<int>(i), &relocation)
                || std::ranges::find(m_wanted, GELF_R_SYM(relocation.r_info)) == m_wanted.end())
                continue;
            const auto type = GELF_R_TYPE(relocation.r_info);
            if ((type == R_X86_64_PLT32 || type == R_X86_64_PC32) && isCall(code, relocation.r_offset))
                ++m_counts[functionAt(sectionNumber, relocation.r_offset)];
        }
    }

    // What stands in front of the distance: that of an address taken is no call.
    static bool isCall(const Elf_Data *code, uint64_t distance)
    {
        if (!code || !code->d_buf || distance == 0 || distance > code->d_size)
            return false;
        const auto *bytes = static_cast<const uint8_t *>(code->d_buf);
        const uint8_t last = bytes[distance - 1];
        return last == 0xe8 || last == 0xe9 || (distance > 1 && bytes[distance - 2] == 0x0f && (last & 0xf0) == 0x80);
    }

    std::string functionAt(size_t section, uint64_t offset)
    {
        if (m_functions.empty()) {
            visitSymbols(m_elf, m_symbols, [this](size_t, const GElf_Sym &symbol, const char *name) {
                if (GELF_ST_TYPE(symbol.st_info) == STT_FUNC && symbol.st_shndx != SHN_UNDEF && name)
                    m_functions.push_back({symbol.st_shndx, symbol.st_value, symbol.st_size, name});
            });
        }
        for (const Function &function : m_functions) {
            if (function.section == section && offset >= function.begin && offset - function.begin < function.size) {
                const std::string_view name = function.name;
                return std::string(isColdPart(name) ? name.substr(0, name.find('.')) : name);
            }
        }
        return {};
    }

    struct Function {
        size_t section = 0;
        uint64_t begin = 0;
        uint64_t size = 0;
        std::string_view name;
    };
    Elf *m_elf;
    Elf_Scn *m_symbols = nullptr;
    std::vector<uint64_t> m_wanted; ///< numbers of symbols
    std::vector<Function> m_functions;
    Counts m_counts;
};

/// A program or library, which calls other files' functions through slots that the loader fills.
class ProgramSearch {
public:
    ProgramSearch(ElfFile &file, std::span<const std::string> names) : m_file(file)
    {
        visitSymbols(file.elf(), sectionOfType(file.elf(), SHT_DYNSYM),
                     [&](size_t number, const GElf_Sym &symbol, const char *name) {
                         if (symbol.st_shndx == SHN_UNDEF && isOneOf(name, names))
                             m_wanted.push_back(number);
                     });
        if (m_wanted.empty())
            return;
        for (const LinkageStub &stub : readLinkageStubs(file)) {
            if (isOneOf(stub.name.c_str(), names))
                addStub(stub.address);
        }
        readSlots();
    }

    Counts run(const std::stop_token &stop)
    {
        if (m_targets.addresses.empty() && m_targets.slots.empty())
            return {};
        // Stubs that jump through the slots of calls without delay.
        const auto isStubs = [](std::string_view name) { return name == ".plt.got"; };
        for (const AddressRange &range : codeRangesOf(m_file.elf(), isStubs)) {
            for (const CallBytes &jump : findCallBytes(m_file, range, {{}, m_targets.slots}))
                addStub(jump.address);
        }
        const auto isCode = [](std::string_view name) { return !name.starts_with(".plt"); };
        for (const AddressRange &range : codeRangesOf(m_file.elf(), isCode)) {
            if (stop.stop_requested())
                return {};
            confirm(findCallBytes(m_file, range, m_targets));
        }
        return std::move(m_counts);
    }

private:
    // The instruction may stand behind a mark for indirect calls or a prefix, or both.
    void addStub(uint64_t address)
    {
        for (const uint64_t before : {0, 1, 4, 5})
            m_targets.addresses.push_back(address - before);
    }

    void readSlots()
    {
        Elf_Scn *section = nullptr;
        while ((section = elf_nextscn(m_file.elf(), section))) {
            GElf_Shdr header;
            if (!gelf_getshdr(section, &header) || header.sh_type != SHT_RELA || header.sh_entsize != sizeof(Elf64_Rela))
                continue;
            Elf_Data *entries = elf_getdata(section, nullptr);
            for (size_t i = 0; entries && i < entries->d_size / sizeof(Elf64_Rela) && i < INT32_MAX; ++i) {
                GElf_Rela relocation;
                if (gelf_getrela(entries, static_cast<int>(i), &relocation) && GELF_R_TYPE(relocation.r_info) == R_X86_64_GLOB_DAT
                    && std::ranges::find(m_wanted, GELF_R_SYM(relocation.r_info)) != m_wanted.end())
                    m_targets.slots.push_back(relocation.r_offset);
            }
        }
    }

    // The bytes of a call may lie inside another instruction: what they lie in is read from its start on.
    void confirm(const std::vector<CallBytes> &candidates)
    {
        if (!candidates.empty() && !m_symbols) {
            m_debugFile = findDebugFile(m_file);
            m_symbols = std::make_unique<SymbolTable>(m_file, m_debugFile.get());
        }
        for (const CallBytes &call : candidates) {
            const Symbol *holder = m_symbols->at(call.address);
            if (!holder) {
                ++m_counts[std::string()];
                continue;
            }
            uint64_t place = holder->address;
            while (place < call.address) {
                const cs_insn *instruction = m_decoder.next(m_file.code(place, longestInstruction), place);
                place += instruction ? std::max<uint64_t>(instruction->size, 1) : 1;
            }
            if (place == call.address)
                ++m_counts[std::string(isColdPart(holder->name) ? holder->name.substr(0, holder->name.find('.')) : holder->name)];
        }
    }

    ElfFile &m_file;
    std::vector<uint64_t> m_wanted; ///< numbers of symbols
    CallTargets m_targets;
    std::unique_ptr<ElfFile> m_debugFile;
    std::unique_ptr<SymbolTable> m_symbols;
    InstructionDecoder m_decoder;
    Counts m_counts;
};

Counts searchModule(const std::string &path, std::span<const std::string> names)
{
    // Compressed ones are unpacked first; of the others only the tables are read.
    if (path.ends_with(".xz") || path.ends_with(".zst") || path.ends_with(".gz")) {
        const auto object = RelocatedObject::open(path);
        return object ? ModuleSearch((*object)->elf(), names).run() : Counts();
    }
    const UniqueFd fd(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
    if (!fd)
        return {};
    elf_version(EV_CURRENT);
    Elf *elf = elf_begin(fd.get(), ELF_C_READ, nullptr);
    GElf_Ehdr header;
    Counts out;
    if (elf && elf_kind(elf) == ELF_K_ELF && gelf_getehdr(elf, &header) && header.e_type == ET_REL
        && header.e_machine == EM_X86_64)
        out = ModuleSearch(elf, names).run();
    elf_end(elf);
    return out;
}

}

std::vector<std::string> callableNames(const Index &index, FunctionId function)
{
    std::vector<std::string> out;
    if (function >= index.functionCount())
        return out;
    const FunctionEntry entry = index.function(function);
    // Without DWARF it is not known which are external.
    if (entry.hasDebugInfo && !entry.external)
        return out;
    out.emplace_back(entry.linkageName.empty() ? entry.name : entry.linkageName);
    if (entry.lowPc == 0 || isRelocatable(index.path()))
        return out;
    const auto file = ElfFile::open(index.path(), ElfFile::Purpose::Program);
    if (!file)
        return out;
    visitSymbols((*file)->elf(), sectionOfType((*file)->elf(), SHT_DYNSYM),
                 [&](size_t, const GElf_Sym &symbol, const char *name) {
                     if (symbol.st_shndx != SHN_UNDEF && symbol.st_value == entry.lowPc && name && !isOneOf(name, out))
                         out.emplace_back(name);
                 });
    return out;
}

std::vector<OuterCaller> callersIn(const std::string &file, std::span<const std::string> names, std::stop_token stop)
{
    if (isRelocatable(file))
        return listed(file, searchModule(file, names));
    const auto program = ElfFile::open(file, ElfFile::Purpose::Program);
    if (!program)
        return {};
    return listed(file, ProgramSearch(**program, names).run(stop));
}

}
