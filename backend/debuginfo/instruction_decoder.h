// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <capstone/capstone.h>

#include <cstdint>
#include <span>

namespace tapscope::debuginfo {

/// Capstone's handle for x86-64, closed with it.
class InstructionDecoder {
public:
    InstructionDecoder() { m_open = cs_open(CS_ARCH_X86, CS_MODE_64, &m_handle) == CS_ERR_OK; }
    ~InstructionDecoder()
    {
        if (m_instruction)
            cs_free(m_instruction, 1);
        if (m_open)
            cs_close(&m_handle);
    }
    InstructionDecoder(const InstructionDecoder &) = delete;
    InstructionDecoder &operator=(const InstructionDecoder &) = delete;

    /// The instruction that `bytes` begin with, until the next call; null when they are none.
    [[nodiscard]] const cs_insn *next(std::span<const uint8_t> bytes, uint64_t address)
    {
        if (!m_open)
            return nullptr;
        if (!m_instruction)
            m_instruction = cs_malloc(m_handle);
        const uint8_t *code = bytes.data();
        size_t size = bytes.size();
        return m_instruction && cs_disasm_iter(m_handle, &code, &size, &address, m_instruction) ? m_instruction : nullptr;
    }

private:
    csh m_handle = 0;
    cs_insn *m_instruction = nullptr;
    bool m_open = false;
};

}
