// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "debuginfo/disassembly.h"

#include "debuginfo/elf_file.h"
#include "debuginfo/entry_point.h"

#include <capstone/capstone.h>

#include <algorithm>

namespace tapscope::debuginfo {

namespace {

constexpr size_t longestInstruction = 16;
constexpr uint64_t mostBytes = 256 * 1024;

/// Capstone's handle, closed with it.
class Decoder {
public:
    Decoder() { m_open = cs_open(CS_ARCH_X86, CS_MODE_64, &m_handle) == CS_ERR_OK; }
    ~Decoder()
    {
        if (m_instruction)
            cs_free(m_instruction, 1);
        if (m_open)
            cs_close(&m_handle);
    }
    Decoder(const Decoder &) = delete;
    Decoder &operator=(const Decoder &) = delete;

    /// Null for bytes that are no instruction.
    const cs_insn *next(std::span<const uint8_t> bytes, uint64_t address)
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

std::expected<std::vector<Instruction>, Failure> disassemble(const std::string &path, uint64_t address, uint64_t size,
                                                             size_t most)
{
    auto file = ElfFile::open(path, ElfFile::Purpose::Program);
    if (!file)
        return std::unexpected(std::move(file.error()));
    Decoder decoder;
    std::vector<Instruction> out;
    const uint64_t end = address + std::min(size, mostBytes);
    while (address < end && out.size() < most) {
        const std::span<const uint8_t> code = (*file)->code(address, longestInstruction);
        if (code.empty())
            break;
        const cs_insn *instruction = decoder.next(code, address);
        if (!instruction) {
            ++address;
            continue;
        }
        std::string text = instruction->mnemonic;
        if (instruction->op_str[0] != '\0')
            text += std::string(text.size() < 8 ? 8 - text.size() : 1, ' ') + instruction->op_str;
        out.push_back({address, static_cast<uint8_t>(instruction->size), std::move(text), costOf(code), uprobeRisk(code)});
        address += std::max<uint16_t>(instruction->size, 1);
    }
    return out;
}

}
