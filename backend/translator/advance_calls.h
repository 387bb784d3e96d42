// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "translator/ir.h"

#include <cstdint>
#include <map>

namespace tapscope::translator {

/// Functions that the kernel can run in advance, before it is known whether a handler's statements call them: they change
/// nothing, print nothing, look at nothing that a handler of the kernel side changes, and do what the kernel can do.
class AdvanceCalls {
public:
    AdvanceCalls(const ir::Module &module, const analysis::Program &program) : m_module(module), m_program(program) {}
    [[nodiscard]] bool allow(uint32_t function);

private:
    enum class State : uint8_t { Open, Yes, No };
    [[nodiscard]] bool allow(const ir::BasicBlock &block, const ir::Instruction &i);

    const ir::Module &m_module;
    const analysis::Program &m_program;
    std::map<uint32_t, State> m_states;
};

}
