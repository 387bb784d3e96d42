// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "debuginfo/code_reader.h"

#include "base/uprobe_instruction.h"

#include <capstone/capstone.h>
#include <gelf.h>

#include <algorithm>
#include <span>
#include <string_view>
#include <utility>

namespace tapscope::debuginfo {

namespace {

/// Larger functions are read up to here; the rest is taken as unknown.
constexpr uint64_t largestFunction = 1u << 20;

/// Whether the program imports a symbol.
bool imports(Elf *elf, std::string_view wanted)
{
    for (Elf_Scn *section = elf_nextscn(elf, nullptr); section; section = elf_nextscn(elf, section)) {
        GElf_Shdr header;
        if (!gelf_getshdr(section, &header) || header.sh_type != SHT_DYNSYM || header.sh_entsize == 0)
            continue;
        Elf_Data *data = elf_getdata(section, nullptr);
        const auto count = static_cast<int>(std::min<uint64_t>(header.sh_size / header.sh_entsize, INT32_MAX));
        for (int i = 0; data && i < count; ++i) {
            GElf_Sym symbol;
            if (!gelf_getsym(data, i, &symbol))
                break;
            const char *name = symbol.st_shndx == SHN_UNDEF ? elf_strptr(elf, header.sh_link, symbol.st_name) : nullptr;
            if (name && name == wanted)
                return true;
        }
    }
    return false;
}

}

CodeReader::CodeReader(ElfFile &program, Lookup lookup) : m_program(program), m_lookup(std::move(lookup))
{
    if (cs_open(CS_ARCH_X86, CS_MODE_64, &m_capstone) != CS_ERR_OK)
        m_capstone = 0;
    else
        cs_option(m_capstone, CS_OPT_DETAIL, CS_OPT_ON);
}

CodeReader::~CodeReader()
{
    if (m_capstone)
        cs_close(&m_capstone);
}

/// Whether the program as a whole has to do with exceptions: it handles or cleans up after them, or throws.
bool CodeReader::programUnwinds()
{
    if (!m_programUnwinds) {
        m_movesStacks = m_program.hasSection(".go.buildinfo") || m_program.hasSection(".gopclntab");
        m_programUnwinds = m_movesStacks || m_program.hasSection(".gcc_except_table") || imports(m_program.elf(), "__cxa_throw")
            || imports(m_program.elf(), "_Unwind_RaiseException");
    }
    return *m_programUnwinds;
}

const CodeReader::Body &CodeReader::read(const CodeRange &function)
{
    const auto [entry, isNew] = m_bodies.try_emplace(function.begin);
    Body &body = entry->second;
    if (!isNew)
        return body;
    if (!m_capstone || function.size > largestFunction)
        body.callsUnknown = true;
    if (!m_capstone)
        return body;

    std::vector<CodeRange> parts{{function.begin, std::min(function.size, largestFunction)}};
    const auto isInside = [&](uint64_t address) {
        return std::ranges::any_of(parts, [&](const CodeRange &part) { return address - part.begin < part.size; });
    };
    cs_insn *instruction = cs_malloc(m_capstone);
    for (size_t i = 0; i < parts.size(); ++i) {
        const std::span<const uint8_t> window = m_program.code(parts[i].begin, parts[i].size);
        const std::vector<uint8_t> bytes(window.begin(), window.end());
        const uint8_t *at = bytes.data();
        size_t left = bytes.size();
        uint64_t address = parts[i].begin;
        while (left > 0) {
            if (!cs_disasm_iter(m_capstone, &at, &left, &address, instruction)) {
                body.callsUnknown = true;
                break;
            }
            const cs_x86 &x86 = instruction->detail->x86;
            const bool direct = x86.op_count == 1 && x86.operands[0].type == X86_OP_IMM;
            const auto target = direct ? static_cast<uint64_t>(x86.operands[0].imm) : 0;
            if (cs_insn_group(m_capstone, instruction, X86_GRP_RET)) {
                body.exits.push_back(instruction->address);
            } else if (cs_insn_group(m_capstone, instruction, X86_GRP_CALL)) {
                if (direct && m_lookup.functionAt(target))
                    body.calls.push_back(target);
                else
                    body.callsUnknown = true;
            } else if (cs_insn_group(m_capstone, instruction, X86_GRP_JUMP)) {
                if (direct && isInside(target)) {
                    body.jumpTargets.push_back(target);
                } else if (const auto cold = direct ? m_lookup.coldPartAt(target) : std::nullopt) {
                    if (!isInside(cold->begin))
                        parts.push_back(*cold);
                } else if (direct) {
                    // A call that needs no return. A conditional one would be hit when it is not taken, too: its return is not
                    // seen.
                    if (instruction->id == X86_INS_JMP)
                        body.exits.push_back(instruction->address);
                    if (m_lookup.functionAt(target))
                        body.calls.push_back(target);
                    else
                        body.callsUnknown = true;
                } else if (x86.op_count == 1 && x86.operands[0].type == X86_OP_MEM
                           && x86.operands[0].mem.index == X86_REG_INVALID) {
                    body.exits.push_back(instruction->address); // through a pointer in memory; tables of a switch have an index
                    body.callsUnknown = true;
                } else {
                    body.callsUnknown = true;
                }
            }
        }
    }
    cs_free(instruction, 1);
    return body;
}

bool CodeReader::mayBeUnwound(const CodeRange &function)
{
    if (!programUnwinds())
        return false;
    if (m_movesStacks)
        return true;
    // A function is safe when everything that it can reach is known and stays inside the program's own safe functions.
    std::vector<CodeRange> open{function};
    std::unordered_map<uint64_t, bool> seen{{function.begin, true}};
    while (!open.empty()) {
        const CodeRange next = open.back();
        open.pop_back();
        if (const auto known = m_unwound.find(next.begin); known != m_unwound.end()) {
            if (known->second)
                return m_unwound[function.begin] = true;
            continue;
        }
        const Body &body = read(next);
        if (body.callsUnknown)
            return m_unwound[function.begin] = true;
        for (const uint64_t call : body.calls) {
            if (const auto callee = m_lookup.functionAt(call); callee && seen.emplace(callee->begin, true).second)
                open.push_back(*callee);
        }
    }
    for (const auto &[address, reached] : seen)
        m_unwound[address] = false;
    return false;
}

std::vector<uint64_t> CodeReader::exits(const CodeRange &function)
{
    return read(function).exits;
}

uint64_t CodeReader::probeableEntry(const CodeRange &function, uint64_t address)
{
    constexpr size_t longestInstruction = 15;
    uint64_t place = address;
    while (place - function.begin < function.size) {
        const std::span<const uint8_t> code = m_program.code(place, longestInstruction);
        if (uprobeRisk(code) == UprobeRisk::None)
            break;
        const std::vector<uint8_t> bytes(code.begin(), code.end());
        const uint8_t *at = bytes.data();
        size_t left = bytes.size();
        uint64_t next = place;
        cs_insn *instruction = m_capstone ? cs_malloc(m_capstone) : nullptr;
        const bool decoded = instruction && cs_disasm_iter(m_capstone, &at, &left, &next, instruction);
        const bool goesOn = decoded && !cs_insn_group(m_capstone, instruction, X86_GRP_JUMP)
            && !cs_insn_group(m_capstone, instruction, X86_GRP_CALL) && !cs_insn_group(m_capstone, instruction, X86_GRP_RET);
        if (instruction)
            cs_free(instruction, 1);
        if (!goesOn)
            return address;
        place = next;
    }
    if (place == address || place - function.begin >= function.size)
        return address;
    // Behind a jump's target it would be reached more often than the function is entered.
    const Body &body = read(function);
    const bool again = std::ranges::any_of(body.jumpTargets, [&](uint64_t target) { return target <= place; });
    return again ? address : place;
}

}
