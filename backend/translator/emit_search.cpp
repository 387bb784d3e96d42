// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "base/regex.h"
#include "translator/handler_emitter.h"

#include <algorithm>
#include <bit>

/// isinstr() and =~: a step through an automaton's table for each byte, so that the time does not depend on what is looked for.
namespace tapscope::translator {

using namespace bpf;
using analysis::Intrinsic;

namespace {

std::optional<RegexTable> tableOf(bool isText, const std::string &wanted)
{
    if (isText)
        return containsTable(wanted);
    const auto regex = Regex::compile(wanted);
    return regex ? regexTable(*regex) : std::nullopt;
}

/// With as many rows as a mask needs, the rest of them `lost`.
std::vector<std::byte> bytesOf(const RegexTable &table)
{
    std::vector<std::byte> bytes(std::bit_ceil(table.states()) * 256, std::byte{RegexTable::lost});
    std::ranges::transform(table.next, bytes.begin(), [](uint8_t state) { return std::byte{state}; });
    return bytes;
}

}

Translation::Search *HandlerEmitter::searchOf(const Instruction &i) const
{
    // Groups are told after a match, by the interpreter alone.
    const StringSource &wanted = source(i.keys[1]);
    const auto &strings = m_t.bundle.ir.strings;
    if (wanted.kind != StringSource::Kind::Literal || wanted.index >= strings.size() || !m_t.options.features.bpfLoop)
        return nullptr;
    const bool isText = static_cast<Intrinsic>(i.imm) == Intrinsic::Isinstr;
    const auto [known, isNew] = m_t.searches.try_emplace({isText, strings[wanted.index]});
    Translation::Search &search = known->second;
    if (isNew)
        search.table = tableOf(isText, strings[wanted.index]);
    return search.table ? &search : nullptr;
}

void HandlerEmitter::search(const Instruction &i)
{
    const auto longest = static_cast<int32_t>(m_t.options.maxStringLength);
    Translation::Search *const search = searchOf(i);
    if (!search || search->table->start <= RegexTable::lost) {
        m_asm.constant(R0, search && search->table->start == RegexTable::found);
        define(i, R0);
        return;
    }
    if (search->map < 0)
        search->map = m_t.addTable("search", bytesOf(*search->table));
    const auto mask = static_cast<int32_t>(m_t.bundle.kernel.maps[static_cast<size_t>(search->map)].valueSize) - 1;
    const int32_t text = temporary(i);
    const int32_t state = text + longest;
    const auto step = [this, longest, text, state, map = search->map, mask] {
        const Label stop = m_asm.newLabel();
        takeContext(R2);
        m_asm.jumpIf(Condition::AboveEqual, R1, longest, stop);
        m_asm.alu(Alu::Add, R1, R7);
        m_asm.load(Size::B, R4, R1, text);
        m_asm.load(Size::DW, R5, R7, state);
        m_asm.alu(Alu::ShiftLeft, R5, 8);
        m_asm.alu(Alu::Or, R5, R4);
        m_asm.alu(Alu::And, R5, mask);
        m_asm.mapValue(R3, map, 0);
        m_asm.alu(Alu::Add, R3, R5);
        m_asm.load(Size::B, R5, R3, 0);
        m_asm.store(Size::DW, R7, state, R5);
        m_asm.jumpIf(Condition::BelowEqual, R5, RegexTable::lost, stop);
        m_asm.jumpIf(Condition::Equal, R4, 0, stop);
        m_asm.constant(R0, 0);
        m_asm.exit();
        m_asm.bind(stop);
        m_asm.constant(R0, 1);
        m_asm.exit();
    };
    materialise(i.keys[0], R7, text, static_cast<uint32_t>(longest), false);
    m_asm.storeConstant(Size::B, R7, text + longest - 1, 0);
    m_asm.storeConstant(Size::DW, R7, state, search->table->start);
    m_asm.constant(R1, longest);
    m_asm.functionAddress(R2, routine("search", i.range, step));
    passContext(R3);
    m_asm.constant(R4, 0);
    m_asm.call(BPF_FUNC_loop);
    const Label found = m_asm.newLabel();
    m_asm.load(Size::DW, R1, R7, state);
    m_asm.constant(R0, 1);
    m_asm.jumpIf(Condition::Equal, R1, RegexTable::found, found);
    m_asm.constant(R0, 0);
    m_asm.bind(found);
    define(i, R0);
}

}
