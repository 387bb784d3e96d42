// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "base/text.h"
#include "debuginfo/dwarf_sections.h"
#include "debuginfo/elf_file.h"

#include <elfutils/libdw.h>
#include <elfutils/libdwfl.h>

#include <cstdint>
#include <expected>
#include <memory>
#include <string>
#include <vector>

namespace tapscope::debuginfo {

/// Whether `path` is a kernel module or another relocatable file, compressed or not.
[[nodiscard]] bool isRelocatable(const std::string &path);

/// A relocatable file (kernel modules are) with sections laid out one behind the other and relocations applied, as libdwfl does
/// it; it unpacks .xz and .zst too.
class RelocatedObject {
public:
    [[nodiscard]] static std::expected<std::unique_ptr<RelocatedObject>, Failure> open(const std::string &path);
    ~RelocatedObject();
    RelocatedObject(const RelocatedObject &) = delete;
    RelocatedObject &operator=(const RelocatedObject &) = delete;

    [[nodiscard]] const std::string &path() const { return m_path; }
    [[nodiscard]] const std::string &buildId() const { return m_buildId; }
    [[nodiscard]] Elf *elf() const { return m_elf; }
    /// Null without DWARF.
    [[nodiscard]] Dwarf *dwarf() const { return m_dwarf; }

    struct FunctionSymbol {
        uint64_t address = 0;
        uint64_t size = 0;
        std::string name;
        bool local = false;
    };
    [[nodiscard]] const std::vector<FunctionSymbol> &symbols() const { return m_symbols; }

private:
    RelocatedObject() = default;
    void readSymbols(Dwfl_Module *module);

    std::string m_path;
    std::string m_buildId;
    Dwfl *m_dwfl = nullptr;
    Elf *m_elf = nullptr;
    Dwarf *m_dwarf = nullptr;
    std::vector<FunctionSymbol> m_symbols;
};

}
