// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "debuginfo/kernel.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_set>
#include <utility>
#include <vector>

namespace tapscope::debuginfo {

/// Where the running kernel lets no probes be put into functions.
class KernelRefusals {
public:
    /// `blacklist`: the text of kprobes/blacklist in debugfs, `traced`: of available_filter_functions in tracefs; both are for
    /// root and may be empty. `symbols`: of /proc/kallsyms, which tells part of the blacklist to everybody.
    KernelRefusals(std::string_view blacklist, std::string_view traced, std::string_view symbols);
    /// Of the running kernel, from where these files usually are.
    [[nodiscard]] static KernelRefusals running(std::string_view symbols);

    [[nodiscard]] KernelFunction::Refusal of(const KernelFunction &function) const;

private:
    void readBlacklist(std::string_view text);
    void readTraced(std::string_view text);
    void readSymbols(std::string_view text);

    std::unordered_set<std::string> m_refused; ///< names in the image
    std::vector<std::pair<uint64_t, uint64_t>> m_ranges; ///< of addresses, by their begin
    std::unordered_set<std::string> m_traced; ///< "name", "name module"; empty: not known
};

}
