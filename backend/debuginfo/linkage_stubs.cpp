// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "debuginfo/linkage_stubs.h"

#include <gelf.h>

#include <algorithm>
#include <cstring>
#include <map>

namespace tapscope::debuginfo {

namespace {

struct Area {
    uint64_t begin = 0;
    uint64_t end = 0;
};

// Slot of the global offset table → name.
std::map<uint64_t, std::string> namesOfSlots(Elf *elf, Elf_Scn *relocations, const GElf_Shdr &header)
{
    std::map<uint64_t, std::string> out;
    Elf_Scn *symbolSection = elf_getscn(elf, header.sh_link);
    GElf_Shdr symbolHeader;
    Elf_Data *entries = elf_getdata(relocations, nullptr);
    Elf_Data *symbols = symbolSection && gelf_getshdr(symbolSection, &symbolHeader) ? elf_getdata(symbolSection, nullptr)
                                                                                    : nullptr;
    if (!entries || !symbols || header.sh_entsize == 0)
        return out;
    for (uint64_t i = 0; i < header.sh_size / header.sh_entsize && i < INT32_MAX; ++i) {
        GElf_Rela relocation;
        GElf_Sym symbol;
        if (!gelf_getrela(entries, static_cast<int>(i), &relocation)
            || !gelf_getsym(symbols, static_cast<int>(GELF_R_SYM(relocation.r_info)), &symbol))
            continue;
        const char *name = elf_strptr(elf, symbolHeader.sh_link, symbol.st_name);
        if (name && *name)
            out[relocation.r_offset] = name;
    }
    return out;
}

}

std::vector<LinkageStub> readLinkageStubs(ElfFile &program)
{
    std::vector<LinkageStub> out;
    size_t names = 0;
    if (elf_getshdrstrndx(program.elf(), &names) != 0)
        return out;
    std::map<uint64_t, std::string> slots;
    std::vector<Area> areas;
    Elf_Scn *section = nullptr;
    while ((section = elf_nextscn(program.elf(), section))) {
        GElf_Shdr header;
        const char *text = gelf_getshdr(section, &header) ? elf_strptr(program.elf(), names, header.sh_name) : nullptr;
        const std::string_view name = text ? text : "";
        if (name == ".rela.plt" && header.sh_type == SHT_RELA)
            slots = namesOfSlots(program.elf(), section, header);
        else if (name == ".plt" || name == ".plt.sec")
            areas.push_back({header.sh_addr, header.sh_addr + header.sh_size});
    }
    constexpr uint64_t stubSize = 16;
    for (const Area &area : areas) {
        for (uint64_t at = area.begin; at + stubSize <= area.end; at += stubSize) {
            const auto code = program.code(at, stubSize);
            // [endbr64] [bnd] jmp *offset(%rip)
            size_t i = code.size() >= stubSize && code[0] == 0xf3 && code[1] == 0x0f && code[2] == 0x1e && code[3] == 0xfa ? 4
                                                                                                                           : 0;
            const uint64_t entry = at + i;
            if (code.size() >= stubSize && code[i] == 0xf2)
                ++i;
            if (code.size() < stubSize || code[i] != 0xff || code[i + 1] != 0x25)
                continue;
            int32_t offset = 0;
            std::memcpy(&offset, code.data() + i + 2, sizeof offset);
            const auto slot = slots.find(at + i + 6 + static_cast<uint64_t>(int64_t{offset}));
            if (const auto place = program.fileOffset(entry); place && slot != slots.end())
                out.push_back({slot->second, entry, *place});
        }
    }
    std::ranges::stable_sort(out, {}, &LinkageStub::address);
    return out;
}

std::optional<uint64_t> addressOfSymbol(const ElfFile &file, std::string_view name)
{
    Elf_Scn *section = nullptr;
    while ((section = elf_nextscn(file.elf(), section))) {
        GElf_Shdr header;
        if (!gelf_getshdr(section, &header) || (header.sh_type != SHT_SYMTAB && header.sh_type != SHT_DYNSYM)
            || header.sh_entsize == 0)
            continue;
        Elf_Data *data = elf_getdata(section, nullptr);
        for (uint64_t i = 0; data && i < header.sh_size / header.sh_entsize && i < INT32_MAX; ++i) {
            GElf_Sym symbol;
            if (!gelf_getsym(data, static_cast<int>(i), &symbol) || symbol.st_shndx == SHN_UNDEF
                || GELF_ST_TYPE(symbol.st_info) == STT_TLS)
                continue;
            const char *text = elf_strptr(file.elf(), header.sh_link, symbol.st_name);
            if (text && name == text)
                return symbol.st_value;
        }
    }
    return std::nullopt;
}

}
