// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "debuginfo/kernel.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace tapscope::debuginfo {

/// The functions in the text of /proc/kallsyms, by name. Left out is what cannot be probed under its name: cold parts of
/// functions, padding in front of them, and code of BPF programs.
[[nodiscard]] std::vector<KernelFunction> parseKernelSymbols(std::string_view text);

/// A variable of the kernel's; its address is 0 where the kernel hides it.
struct KernelDataSymbol {
    std::string name;
    uint64_t address = 0;
};
/// The variables in the text of /proc/kallsyms, in its order.
[[nodiscard]] std::vector<KernelDataSymbol> parseKernelData(std::string_view text);

}
