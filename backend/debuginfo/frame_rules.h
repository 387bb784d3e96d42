// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "debuginfo/stack_sample.h"

#include <elfutils/libdwfl.h>

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <unordered_map>
#include <vector>

namespace tapscope::debuginfo {

/// Walks stacks by call frame information (DWARF 5, 6.4) in its plain forms, which nearly all code has: the frame's address is a
/// register and an offset, and registers are saved at offsets from it. What was found out of an address is kept, so that the same
/// frames again cost a look each.
class FrameRules {
public:
    /// `dwfl` has the modules, and must outlive this.
    explicit FrameRules(Dwfl *dwfl) : m_dwfl(dwfl) {}

    /// The addresses of the frames, the innermost first, `most` at most. nullopt: one of them has other rules, has none, or was
    /// interrupted by a signal.
    [[nodiscard]] std::optional<std::vector<uint64_t>> walk(const StackSample &sample, size_t most);

private:
    /// How the caller's registers come out of a frame's.
    struct Rule {
        struct Saved {
            uint8_t number = 0;
            int64_t offset = 0; ///< from the frame's address, in bytes
        };
        bool isOutermost = false;
        uint8_t frameRegister = 0;
        int64_t frameOffset = 0;
        uint32_t lost = 0; ///< a bit for each register that the caller does not get back
        std::vector<Saved> saved; ///< the return address among them
    };
    [[nodiscard]] const Rule *ruleAt(uint64_t address);
    [[nodiscard]] std::optional<Rule> readRule(uint64_t address);
    [[nodiscard]] static std::optional<Rule> readRule(Dwarf_CFI *cfi, uint64_t address);

    Dwfl *m_dwfl;
    std::unordered_map<uint64_t, std::optional<Rule>> m_rules;
};

}
