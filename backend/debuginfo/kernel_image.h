// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace tapscope::debuginfo {

/// Names of the kernel's addresses, functions and data, by the text of /proc/kallsyms.
class KernelImage {
public:
    explicit KernelImage(std::string text);
    /// Of the running kernel.
    [[nodiscard]] static KernelImage running();

    struct Name {
        std::string_view name; ///< empty: unknown
        std::string_view module; ///< "kernel" for the kernel itself
        uint64_t offset = 0, size = 0; ///< in the symbol
    };
    [[nodiscard]] Name name(uint64_t address) const;

private:
    struct Symbol {
        uint64_t address = 0;
        uint32_t name = 0, nameSize = 0, module = 0, moduleSize = 0; // in m_text
    };
    std::string m_text;
    std::vector<Symbol> m_symbols; // by address
};

}
