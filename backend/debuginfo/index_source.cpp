// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "debuginfo/index_source.h"

#include <elfutils/libdwelf.h>
#include <elfutils/libdwfl.h>
#include <fcntl.h>
#include <gelf.h>
#include <unistd.h>

#include <array>
#include <cerrno>

namespace tapscope::debuginfo {

bool isRelocatable(const std::string &path)
{
    if (path.ends_with(".ko.xz") || path.ends_with(".ko.zst") || path.ends_with(".ko.gz"))
        return true;
    const UniqueFd fd(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY));
    Elf64_Ehdr header{};
    return fd && ::pread(fd.get(), &header, sizeof header, 0) == sizeof header
        && std::string_view(reinterpret_cast<const char *>(header.e_ident), SELFMAG) == ELFMAG
        && header.e_ident[EI_CLASS] == ELFCLASS64 && header.e_machine == EM_X86_64 && header.e_type == ET_REL;
}

std::expected<std::unique_ptr<RelocatedObject>, Failure> RelocatedObject::open(const std::string &path)
{
    // Debug files are named by the caller; libdwfl must not look for others (it would ask servers).
    static char *noPath = nullptr;
    static const Dwfl_Callbacks callbacks = {
        [](Dwfl_Module *, void **, const char *, Dwarf_Addr, char **, Elf **) { return -1; },
        [](Dwfl_Module *, void **, const char *, Dwarf_Addr, const char *, const char *, GElf_Word, char **) { return -1; },
        dwfl_offline_section_address,
        &noPath,
    };
    std::unique_ptr<RelocatedObject> object(new RelocatedObject);
    object->m_path = path;
    const int fd = ::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
    if (fd < 0)
        return std::unexpected(openFailure(path, errno));
    object->m_dwfl = dwfl_begin(&callbacks);
    Dwfl_Module *module = object->m_dwfl ? dwfl_report_offline(object->m_dwfl, "object", path.c_str(), fd) : nullptr;
    Dwarf_Addr bias = 0;
    if (module)
        dwfl_report_end(object->m_dwfl, nullptr, nullptr);
    else
        ::close(fd);
    Elf *elf = module ? dwfl_module_getelf(module, &bias) : nullptr;
    GElf_Ehdr header;
    if (!elf || !gelf_getehdr(elf, &header) || header.e_ident[EI_CLASS] != ELFCLASS64 || header.e_machine != EM_X86_64) {
        return std::unexpected(
            Failure{{TAPSCOPE_TEXT("Diagnostics", "“%1” is not a kernel module of this machine, or it is damaged."), {path}},
                    {TAPSCOPE_TEXT("Diagnostics", "Install the kernel's package again."), {}}});
    }
    object->m_dwarf = dwfl_module_getdwarf(module, &bias);
    object->m_elf = object->m_dwarf ? dwarf_getelf(object->m_dwarf) : elf;
    const void *id = nullptr;
    const ssize_t size = dwelf_elf_gnu_build_id(object->m_elf, &id);
    for (ssize_t i = 0; i < std::min<ssize_t>(size, 64); ++i) {
        constexpr std::string_view digits = "0123456789abcdef";
        const auto byte = static_cast<const uint8_t *>(id)[i];
        object->m_buildId += digits[byte >> 4];
        object->m_buildId += digits[byte & 15];
    }
    object->readSymbols(module);
    return object;
}

RelocatedObject::~RelocatedObject()
{
    if (m_dwfl)
        dwfl_end(m_dwfl);
}

void RelocatedObject::readSymbols(Dwfl_Module *module)
{
    const int count = dwfl_module_getsymtab(module);
    for (int i = 1; i < count; ++i) {
        GElf_Sym symbol;
        GElf_Addr address = 0;
        GElf_Word section = 0;
        Elf *elf = nullptr;
        Dwarf_Addr bias = 0;
        const char *name = dwfl_module_getsym_info(module, i, &symbol, &address, &section, &elf, &bias);
        // Padding in front of functions is no function.
        if (name && std::string_view(name).starts_with("__pfx_"))
            continue;
        if (name && *name && GELF_ST_TYPE(symbol.st_info) == STT_FUNC && symbol.st_shndx != SHN_UNDEF && address != 0)
            m_symbols.push_back({address, symbol.st_size, name, GELF_ST_BIND(symbol.st_info) == STB_LOCAL});
    }
}

}
