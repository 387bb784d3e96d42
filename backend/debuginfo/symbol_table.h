// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "debuginfo/elf_file.h"

#include <cstdint>
#include <string_view>
#include <vector>

struct Dwfl;

namespace tapscope::debuginfo {

class RelocatedObject;

/// A function symbol with code in the program.
struct Symbol {
    enum class Binding : uint8_t { Global, Weak, Local };
    uint64_t address = 0;
    uint64_t size = 0;
    std::string_view name;
    Binding binding = Binding::Global;
};

/// A piece of a function that the compiler moved away ("pour.cold"): it is jumped to, never called.
[[nodiscard]] bool isColdPart(std::string_view symbol);
/// A piece of a function that calls reach only when the rest of it was put into the callers ("pour.part.0"): counting it as the
/// function would count some calls, or some twice.
[[nodiscard]] bool isSplitPart(std::string_view symbol);
/// A symbol whose name was made by an optimiser that changed how the function is called ("pour.isra.0", "pour.part.1").
[[nodiscard]] bool isClone(std::string_view symbol);

/// The function symbols of a program: of .symtab in its debug file or itself, else of .dynsym and .gnu_debugdata.
/// PLT stubs and indirect functions (whose symbol is that of a resolver) are left out.
class SymbolTable {
public:
    SymbolTable(const ElfFile &program, const ElfFile *debugFile);
    /// Of a relocatable file, whose names have to live as long.
    SymbolTable(const ElfFile &view, const RelocatedObject &object);
    ~SymbolTable();
    SymbolTable(const SymbolTable &) = delete;
    SymbolTable &operator=(const SymbolTable &) = delete;

    /// By address; at one address global before weak before local symbols. A size of 0 is replaced by the distance to the next
    /// symbol.
    [[nodiscard]] const std::vector<Symbol> &symbols() const { return m_symbols; }
    /// The symbol that starts at or holds `address`; null when none does.
    [[nodiscard]] const Symbol *at(uint64_t address) const;

private:
    bool readSection(const ElfFile &program, Elf *elf, unsigned type);
    void readCompressed(const ElfFile &program);
    void add(const ElfFile &program, const char *name, uint64_t address, uint64_t size, unsigned char info, uint16_t section);
    void finish(const ElfFile &program);

    std::vector<Symbol> m_symbols;
    Dwfl *m_dwfl = nullptr; // owns the strings of .gnu_debugdata
};

}
