// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "debuginfo/thread_storage.h"

#include "debuginfo/elf_file.h"

#include <gelf.h>

#include <string_view>

namespace tapscope::debuginfo {

namespace {

/// What the dynamic section tells.
struct Dynamic {
    bool isProgram = false; ///< and not a library
    bool usesGlibc = false; ///< whose vector of blocks is known
};

Dynamic readDynamic(Elf *elf)
{
    Dynamic out;
    GElf_Ehdr header;
    bool hasInterpreter = false, isShared = false;
    size_t segments = 0;
    elf_getphdrnum(elf, &segments);
    for (size_t i = 0; i < segments; ++i) {
        GElf_Phdr segment;
        if (gelf_getphdr(elf, static_cast<int>(i), &segment))
            hasInterpreter = hasInterpreter || segment.p_type == PT_INTERP;
    }
    bool isPie = false;
    for (Elf_Scn *section = nullptr; (section = elf_nextscn(elf, section));) {
        GElf_Shdr described;
        if (!gelf_getshdr(section, &described) || described.sh_type != SHT_DYNAMIC || described.sh_entsize == 0)
            continue;
        Elf_Data *data = elf_getdata(section, nullptr);
        for (int i = 0; data && i < static_cast<int>(described.sh_size / described.sh_entsize); ++i) {
            GElf_Dyn entry;
            if (!gelf_getdyn(data, i, &entry))
                break;
            const char *text = entry.d_tag == DT_NEEDED || entry.d_tag == DT_SONAME
                ? elf_strptr(elf, described.sh_link, entry.d_un.d_val)
                : nullptr;
            isShared = isShared || entry.d_tag == DT_SONAME;
            isPie = isPie || (entry.d_tag == DT_FLAGS_1 && (entry.d_un.d_val & DF_1_PIE) != 0);
            out.usesGlibc = out.usesGlibc || (text && std::string_view(text) == "libc.so.6");
        }
    }
    // libc.so.6 has an interpreter, too.
    out.isProgram = gelf_getehdr(elf, &header) && (header.e_type == ET_EXEC || isPie || (hasInterpreter && !isShared));
    return out;
}

// What the loader fills in for the code: of its own module only.
std::optional<ThreadStorage> fromRelocations(Elf *elf, bool hasVector)
{
    std::optional<ThreadStorage> module;
    for (Elf_Scn *section = nullptr; (section = elf_nextscn(elf, section));) {
        GElf_Shdr described;
        if (!gelf_getshdr(section, &described) || described.sh_type != SHT_RELA || described.sh_entsize == 0
            || (described.sh_flags & SHF_ALLOC) == 0)
            continue;
        Elf_Data *data = elf_getdata(section, nullptr);
        Elf_Scn *table = elf_getscn(elf, described.sh_link);
        Elf_Data *symbols = table ? elf_getdata(table, nullptr) : nullptr;
        for (int i = 0; data && i < static_cast<int>(described.sh_size / described.sh_entsize); ++i) {
            GElf_Rela relocation;
            if (!gelf_getrela(data, i, &relocation))
                break;
            const auto type = GELF_R_TYPE(relocation.r_info);
            if (type != R_X86_64_TPOFF64 && type != R_X86_64_DTPMOD64)
                continue;
            GElf_Sym symbol{};
            const auto index = static_cast<int>(GELF_R_SYM(relocation.r_info));
            if (index != 0
                && (!symbols || !gelf_getsym(symbols, index, &symbol) || symbol.st_shndx == SHN_UNDEF
                    || GELF_ST_TYPE(symbol.st_info) != STT_TLS
                    // Another module may have a variable of the same name that comes first.
                    || (GELF_ST_BIND(symbol.st_info) != STB_LOCAL && GELF_ST_VISIBILITY(symbol.st_other) == STV_DEFAULT)))
                continue;
            if (type == R_X86_64_TPOFF64)
                return ThreadStorage{ThreadStorage::Kind::OffsetInMemory,
                                     -(static_cast<int64_t>(symbol.st_value) + relocation.r_addend), relocation.r_offset};
            if (hasVector)
                module = ThreadStorage{ThreadStorage::Kind::ModuleInMemory, 0, relocation.r_offset};
        }
    }
    return module;
}

}

std::optional<ThreadStorage> readThreadStorage(const ElfFile &file)
{
    Elf *elf = file.elf();
    size_t segments = 0;
    if (!elf || elf_getphdrnum(elf, &segments) != 0)
        return std::nullopt;
    for (size_t i = 0; i < segments; ++i) {
        GElf_Phdr segment;
        if (!gelf_getphdr(elf, static_cast<int>(i), &segment) || segment.p_type != PT_TLS)
            continue;
        const Dynamic dynamic = readDynamic(elf);
        if (!dynamic.isProgram)
            return fromRelocations(elf, dynamic.usesGlibc);
        // The program's block ends at the thread pointer, which is aligned as the block is.
        const uint64_t alignment = segment.p_align > 1 && segment.p_align <= 4096 ? segment.p_align : 1;
        const uint64_t size = (segment.p_memsz + alignment - 1) / alignment * alignment;
        return ThreadStorage{ThreadStorage::Kind::BelowThreadPointer, -static_cast<int64_t>(size), 0};
    }
    return std::nullopt;
}

}
