// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "debuginfo/location_lowering.h"

#include <vector>

namespace tapscope::debuginfo {

/// The stack of DWARF's expressions (DWARF 5, 2.5.1) while one is lowered: each entry is a program that yields its value. What
/// returns false has failed, and takeFailure() tells why.
class LocationStack {
public:
    using Steps = std::vector<LocationStep>;
    static constexpr unsigned firstVectorRegister = 17, vectorRegisters = 16;
    static constexpr unsigned registers = 17; ///< 16 general ones and the return address

    /// `context` must outlive the stack.
    explicit LocationStack(const LoweringContext &context) : m_context(context) {}

    [[nodiscard]] bool empty() const { return m_entries.empty(); }
    void clear() { m_entries.clear(); }
    /// Of a stack that is not empty.
    [[nodiscard]] Steps take();
    [[nodiscard]] bool topIsFloat() const;
    /// Larger than what a compiler writes.
    [[nodiscard]] bool isTooLarge() const;
    [[nodiscard]] Location takeFailure();

    bool fail(Location why);
    bool failAsFloat();
    [[nodiscard]] bool need(size_t entries);

    bool push(Steps steps);
    bool pushConstant(uint64_t value);
    bool pushRegister(uint64_t number, uint64_t offset = 0);
    /// Of what lies at `address` of the file.
    bool pushAddress(uint64_t address);
    /// Replaces the offset on top by the place of the module's thread-local variable there, in the probed thread.
    bool pushThreadLocal();
    /// Pushes the entry `depth` entries below the top again.
    bool copy(uint64_t depth);
    bool drop();
    /// The top comes below the `entries` - 1 under it.
    bool rotate(size_t entries);

    /// Changes the top.
    bool apply(LocationStep::Op op, int64_t value = 0);
    bool addConstant(uint64_t value);
    bool load(uint64_t size);
    bool mask(uint64_t size);
    bool signExtend(uint64_t size);
    /// Replaces the two topmost entries.
    bool binary(LocationStep::Op op);

private:
    const LoweringContext &m_context;
    std::vector<Steps> m_entries;
    Location m_failure;
};

/// Why a location that breaks DWARF's rules is unavailable.
[[nodiscard]] Location malformedLocation();

}
