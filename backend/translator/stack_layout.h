// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <cstdint>
#include <span>
#include <vector>

namespace tapscope::translator::bpf {

/// Moves what each function keeps on the stack together: the emitter has a place for everything, and the kernel adds up the
/// stacks of all functions that can be at work at once. `starts`: each function's first instruction, in order. Returns the bytes
/// of each.
std::vector<uint32_t> packStack(std::vector<uint64_t> &code, std::span<const uint32_t> starts);

/// What may be on the stack at once, and how many functions deep: the kernel's limits.
struct StackUse {
    uint32_t bytes = 0;
    uint32_t calls = 0;
    [[nodiscard]] bool fits() const { return bytes <= 512 && calls <= 8; }
};

/// The deepest use from the first function on, going by the addresses of functions in resolved code; `sizes` as packStack() says.
[[nodiscard]] StackUse deepestUse(const std::vector<uint64_t> &code, std::span<const uint32_t> starts,
                                  std::span<const uint32_t> sizes);

}
