// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "translator/bundle.h"

#include <functional>
#include <map>

namespace tapscope::translator {

/// What a deferred handler reads of the traced program or calls in the kernel, and the code that leads to it, put into its
/// Deferral.
class Slicer {
public:
    struct Allowed {
        std::function<bool(uint32_t function)> call; ///< whether the kernel is to run it
        std::function<bool(uint32_t global)> element; ///< whether the kernel has it at the hit
    };

    Slicer(Deferral &deferral, const ir::Module &module, Allowed allowed);

    /// A read whose value the record is to have. False: what it is of cannot be known before the statements run.
    [[nodiscard]] bool read(const ir::Function &f, const ir::BasicBlock &block, const ir::Instruction &i);
    /// The same for a call.
    [[nodiscard]] bool call(const ir::Function &f, const ir::BasicBlock &block, const ir::Instruction &i);
    /// The same for what was kept from the function's entry.
    [[nodiscard]] bool entryValue(const ir::Function &f, const ir::BasicBlock &block, const ir::Instruction &i);
    /// More than a record is to have.
    [[nodiscard]] bool isFull() const;

private:
    struct Store {
        const ir::BasicBlock *block = nullptr;
        ir::ValueId value = 0;
    };

    /// The value in the slice; 0: it depends on what only the statements know.
    ir::ValueId copy(const ir::Function &f, const ir::BasicBlock &block, ir::ValueId v, int depth = 0);
    ir::ValueId copyOf(const ir::Function &f, const ir::BasicBlock &block, const ir::Instruction &i, int depth);
    ir::ValueId variable(const ir::Function &f, int64_t local, int depth);
    ir::ValueId choice(const ir::Function &f, const Store &one, const Store &other, int depth);
    [[nodiscard]] bool isCopied(const ir::BasicBlock &block, const ir::Instruction &i) const;
    [[nodiscard]] bool isEmptyText(const ir::Instruction &i) const;

    bool quoted(const ir::Function &f, const ir::BasicBlock &block, const ir::Instruction &i, Deferral::Read &read);
    void add(const Deferral::Read &read);
    void noteCall(ir::ValueId value);
    [[nodiscard]] Deferral::Call::Argument argument(ir::ValueId value) const;

    /// Into the slice, unless what yields the same is there.
    ir::ValueId put(ir::Instruction i);
    ir::ValueId constant(int64_t value);
    ir::ValueId binary(ir::Op op, ir::ValueId a, ir::ValueId b);
    ir::ValueId intrinsic(analysis::Intrinsic what, ir::Type type, std::vector<ir::ValueId> keys);

    Deferral &m_deferral;
    const ir::Module &m_module;
    const Allowed m_allowed;
    std::map<const ir::Instruction *, ir::ValueId> m_known;
};

}
