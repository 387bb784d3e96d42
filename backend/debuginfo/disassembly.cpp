// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "debuginfo/disassembly.h"

#include "debuginfo/elf_file.h"
#include "debuginfo/entry_point.h"
#include "debuginfo/instruction_decoder.h"

#include <algorithm>

namespace tapscope::debuginfo {

namespace {

constexpr size_t longestInstruction = 16;
constexpr uint64_t mostBytes = 256 * 1024;

}

std::expected<std::vector<Instruction>, Failure> disassemble(const std::string &path, uint64_t address, uint64_t size,
                                                             size_t most)
{
    auto file = ElfFile::open(path, ElfFile::Purpose::Program);
    if (!file)
        return std::unexpected(std::move(file.error()));
    InstructionDecoder decoder;
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
