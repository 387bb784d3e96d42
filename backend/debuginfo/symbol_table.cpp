// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "debuginfo/symbol_table.h"

#include "debuginfo/index_source.h"

#include <elfutils/libdwfl.h>
#include <gelf.h>
#include <unistd.h>

#include <algorithm>
#include <tuple>

namespace tapscope::debuginfo {

bool isColdPart(std::string_view symbol)
{
    return symbol.find(".cold") != std::string_view::npos;
}

bool isSplitPart(std::string_view symbol)
{
    return symbol.find(".part.") != std::string_view::npos;
}

bool isClone(std::string_view symbol)
{
    for (const std::string_view mark : {".isra.", ".part.", ".constprop.", ".cold", ".specialized."}) {
        if (symbol.find(mark) != std::string_view::npos)
            return true;
    }
    return false;
}

SymbolTable::SymbolTable(const ElfFile &program, const ElfFile *debugFile)
{
    const bool full = (debugFile && readSection(program, debugFile->elf(), SHT_SYMTAB))
        || readSection(program, program.elf(), SHT_SYMTAB);
    if (!full) {
        readSection(program, program.elf(), SHT_DYNSYM);
        if (program.hasSection(".gnu_debugdata"))
            readCompressed(program);
    }
    finish(program);
}

SymbolTable::SymbolTable(const ElfFile &view, const RelocatedObject &object)
{
    for (const RelocatedObject::FunctionSymbol &symbol : object.symbols())
        add(view, symbol.name.c_str(), symbol.address, symbol.size,
            ELF64_ST_INFO(symbol.local ? STB_LOCAL : STB_GLOBAL, STT_FUNC), 1);
    finish(view);
}

SymbolTable::~SymbolTable()
{
    if (m_dwfl)
        dwfl_end(m_dwfl);
}

void SymbolTable::add(const ElfFile &program, const char *name, uint64_t address, uint64_t size, unsigned char info,
                      uint16_t section)
{
    if (!name || !*name || GELF_ST_TYPE(info) != STT_FUNC || section == SHN_UNDEF || address == 0 || !program.isCode(address))
        return;
    std::string_view view(name);
    view = view.substr(0, view.find('@')); // a symbol version
    if (view.empty())
        return;
    const unsigned char bind = GELF_ST_BIND(info);
    const auto binding = bind == STB_GLOBAL ? Symbol::Binding::Global
        : bind == STB_WEAK                  ? Symbol::Binding::Weak
                                            : Symbol::Binding::Local;
    m_symbols.push_back({address, size, view, binding});
}

bool SymbolTable::readSection(const ElfFile &program, Elf *elf, unsigned type)
{
    Elf_Scn *section = nullptr;
    while ((section = elf_nextscn(elf, section))) {
        GElf_Shdr header;
        if (!gelf_getshdr(section, &header) || header.sh_type != type || header.sh_entsize != sizeof(Elf64_Sym))
            continue;
        Elf_Data *data = elf_getdata(section, nullptr);
        if (!data || !data->d_buf)
            continue;
        const size_t count = data->d_size / sizeof(Elf64_Sym);
        m_symbols.reserve(m_symbols.size() + count);
        for (size_t i = 0; i < count; ++i) {
            GElf_Sym symbol;
            if (gelf_getsym(data, static_cast<int>(i), &symbol) && GELF_ST_TYPE(symbol.st_info) == STT_FUNC)
                add(program, elf_strptr(elf, header.sh_link, symbol.st_name), symbol.st_value, symbol.st_size, symbol.st_info,
                    symbol.st_shndx);
        }
        return count > 0;
    }
    return false;
}

void SymbolTable::readCompressed(const ElfFile &program)
{
    // libdwfl unpacks the section. It must not look for debug files itself (it would ask servers), hence the callback.
    static char *noPath = nullptr;
    static const Dwfl_Callbacks callbacks = {
        [](Dwfl_Module *, void **, const char *, Dwarf_Addr, char **, Elf **) { return -1; },
        [](Dwfl_Module *, void **, const char *, Dwarf_Addr, const char *, const char *, GElf_Word, char **) { return -1; },
        dwfl_offline_section_address,
        &noPath,
    };
    m_dwfl = dwfl_begin(&callbacks);
    if (!m_dwfl)
        return;
    const int fd = ::dup(program.fd());
    Dwfl_Module *module = dwfl_report_elf(m_dwfl, "program", program.path().c_str(), fd, 0, false);
    if (!module) {
        ::close(fd);
        return;
    }
    dwfl_report_end(m_dwfl, nullptr, nullptr);
    const int count = dwfl_module_getsymtab(module);
    for (int i = 0; i < count; ++i) {
        GElf_Sym symbol;
        GElf_Word section = 0;
        GElf_Addr address = 0;
        Elf *elf = nullptr;
        Dwarf_Addr bias = 0;
        const char *name = dwfl_module_getsym_info(module, i, &symbol, &address, &section, &elf, &bias);
        if (name)
            add(program, name, symbol.st_value, symbol.st_size, symbol.st_info, symbol.st_shndx);
    }
}

void SymbolTable::finish(const ElfFile &program)
{
    // At one address: the widest binding first, and a name without leading underscores before one with them.
    const auto rank = [](const Symbol &s) { return std::tuple(s.address, s.binding, s.name.starts_with('_'), s.name); };
    std::ranges::sort(m_symbols, [&](const Symbol &a, const Symbol &b) { return rank(a) < rank(b); });
    const auto [first, last] = std::ranges::unique(m_symbols, [](const Symbol &a, const Symbol &b) {
        return a.address == b.address && a.name == b.name;
    });
    m_symbols.erase(first, last);
    uint64_t next = 0;
    uint64_t current = ~uint64_t(0);
    for (size_t i = m_symbols.size(); i-- > 0;) {
        Symbol &symbol = m_symbols[i];
        if (symbol.address != current) {
            next = current;
            current = symbol.address;
        }
        if (symbol.size == 0)
            symbol.size = std::min(next, program.codeEnd(symbol.address)) - symbol.address;
    }
}

const Symbol *SymbolTable::at(uint64_t address) const
{
    auto after = std::ranges::upper_bound(m_symbols, address, {}, &Symbol::address);
    // Functions hardly ever nest; a few steps back find the enclosing one when they do.
    for (int steps = 0; after != m_symbols.begin() && steps < 16; ++steps) {
        --after;
        if (address - after->address < after->size) {
            const auto first = std::ranges::lower_bound(m_symbols, after->address, {}, &Symbol::address);
            return &*first;
        }
    }
    return nullptr;
}

}
