// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <cstddef>
#include <cstdint>
#include <set>
#include <span>
#include <vector>

namespace tapscope::debuginfo {

/// What a kprobe on an instruction of the kernel costs, as far as its file tells.
struct KernelProbeCost {
    enum class Kind : uint8_t {
        Unknown,
        Entry, ///< ftrace's call is there: nothing is stopped
        Jump, ///< the kernel can put a jump in place of the instruction
        Trap, ///< each hit goes through a breakpoint (int3)
    };
    /// Why not a jump.
    enum class Reason : uint8_t {
        None,
        TooShort, ///< fewer than five bytes up to the function's end
        NotCopied, ///< an instruction in those five bytes cannot run elsewhere: a call, a conditional jump…
        JumpTarget, ///< the function jumps into those five bytes
        IndirectJump, ///< the function has a jump whose target nobody knows
        Exception, ///< an instruction of the function has a fix-up for faults
        Patched, ///< the kernel rewrites these bytes itself (static keys)
        Undecoded, ///< bytes of the function are no known instructions
    };
    Kind kind = Kind::Unknown;
    Reason reason = Reason::None;

    friend bool operator==(const KernelProbeCost &, const KernelProbeCost &) = default;
};

/// The rule that x86 kernels have for optimised kprobes, on one function's code.
class KernelProbeRule {
public:
    /// `code` begins at `address`; `sizes` are those of its instructions, one behind the other, as far as they could be told;
    /// `faulting`: addresses with a fix-up; `traced`: where ftrace's call is, 0 when there is none.
    KernelProbeRule(uint64_t address, std::span<const uint8_t> code, std::span<const uint8_t> sizes,
                    const std::set<uint64_t> &faulting, uint64_t traced);

    /// On the instruction at `address`; unknown where none begins.
    [[nodiscard]] KernelProbeCost at(uint64_t address) const;

private:
    struct Place {
        uint64_t offset = 0;
        uint8_t size = 0;
        bool copied = false; ///< it does the same at another place
        bool patched = false;
    };
    uint64_t m_address;
    uint64_t m_size;
    uint64_t m_traced;
    std::vector<Place> m_places;
    std::vector<uint64_t> m_targets; ///< of jumps, sorted
    KernelProbeCost::Reason m_everywhere = KernelProbeCost::Reason::None;
};

}
