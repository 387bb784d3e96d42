// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "trace/call_tree.h"

#include <cstdint>
#include <vector>

namespace tapscope::trace {

/// Whether it is the kernel's trampoline, which begins a page and takes the place of a return address that a probe waits for.
[[nodiscard]] constexpr bool isReturnTrampoline(uint64_t returnAddress)
{
    return returnAddress != 0 && (returnAddress & 0xfff) == 0;
}

/// The running calls of one thread as they lie on its stacks. Stacks grow down, so a call entered at a lower address is deeper.
/// Usually there is one stack; a signal handler on an alternate stack, or a coroutine, makes a jump of more than a mebibyte,
/// which opens a new *region*: the calls below it keep running until an event shows that execution is back on theirs.
///
/// A call without a stack pointer of its own counts with that of the call it nests in (0 when there is none).
class OpenCalls {
public:
    struct Region {
        size_t begin = 0; ///< its first call's place among the open calls
        uint64_t high = 0; ///< that call's stack pointer
    };

    static constexpr uint64_t farJump = 1u << 20;

    [[nodiscard]] size_t size() const { return m_pointers.size(); }
    [[nodiscard]] uint64_t top() const { return m_pointers.empty() ? 0 : m_pointers.back(); }
    [[nodiscard]] uint64_t at(size_t place) const { return m_pointers[place]; }

    /// How many of the calls stay when an event comes with this stack pointer, by the rule for other stacks only: all of
    /// them, or those of the regions up to the one that it belongs to.
    [[nodiscard]] size_t keptByRegion(uint64_t stackPointer) const
    {
        const uint64_t low = top();
        if (low == 0 || m_regions.empty() || isNear(m_regions.back(), low, stackPointer))
            return size();
        return keptByOtherRegion(stackPointer);
    }
    /// Whether the stack pointer is on the same stack as the innermost call.
    [[nodiscard]] bool belongsToTop(uint64_t stackPointer) const
    {
        return top() != 0 && isNear(m_regions.back(), top(), stackPointer);
    }
    void push(uint64_t stackPointer)
    {
        if (stackPointer == 0)
            stackPointer = top();
        else if (m_regions.empty() || top() == 0 || !isNear(m_regions.back(), top(), stackPointer))
            m_regions.push_back({size(), stackPointer});
        m_pointers.push_back(stackPointer);
    }
    void pop()
    {
        m_pointers.pop_back();
        while (!m_regions.empty() && m_regions.back().begin >= m_pointers.size())
            m_regions.pop_back();
    }
    [[nodiscard]] size_t memoryBytes() const
    {
        return m_pointers.capacity() * sizeof(uint64_t) + m_regions.capacity() * sizeof(Region);
    }

private:
    static bool isNear(const Region &region, uint64_t low, uint64_t stackPointer)
    {
        return stackPointer + farJump >= low && stackPointer <= region.high + farJump;
    }
    [[nodiscard]] size_t keptByOtherRegion(uint64_t stackPointer) const;

    std::vector<uint64_t> m_pointers;
    std::vector<Region> m_regions;
};

}
