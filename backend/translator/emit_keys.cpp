// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "translator/alignment.h"
#include "translator/handler_emitter.h"
#include "translator/key_text.h"

#include <algorithm>

/// Keys of arrays: columns one behind the other.
namespace tapscope::translator {

using namespace bpf;

uint32_t HandlerEmitter::keyBytes(const GlobalLayout &layout)
{
    return layout.keys.empty() ? 4 : layout.keys.back().offset + layout.keys.back().size;
}

bool HandlerEmitter::abbreviates(uint32_t global) const
{
    return std::ranges::any_of(m_t.bundle.globals[global].keys, &GlobalLayout::Column::abbreviates);
}

void HandlerEmitter::buildKeyAt(const std::vector<ValueId> &keys, const GlobalLayout &layout, Reg base, int32_t start)
{
    for (size_t n = 0; n < layout.keys.size() && n < keys.size(); ++n) {
        if (!keys[n])
            continue; // a wildcard
        const GlobalLayout::Column &column = layout.keys[n];
        const int32_t at = start + static_cast<int32_t>(column.offset);
        int32_t imm = 0;
        if (column.isString)
            textColumn(keys[n], column, base, at);
        else if (immediateOf(keys[n], imm))
            m_asm.storeConstant(Size::DW, base, at, imm);
        else
            m_asm.store(Size::DW, base, at, use(keys[n], R0));
    }
}

void HandlerEmitter::buildKey(const Instruction &i, const GlobalLayout &layout)
{
    const uint32_t bytes = keyBytes(layout);
    const bool onStack = bytes <= static_cast<uint32_t>(stack::areaBytes);
    const Reg base = onStack ? R10 : R7;
    const int32_t start = onStack ? stack::area : m_keyArea;
    buildKeyAt(i.keys, layout, base, start);
    m_asm.move(R2, base);
    m_asm.alu(Alu::Add, R2, start);
}

uint32_t HandlerEmitter::longestText(ValueId v) const
{
    const StringSource &s = source(v);
    if (s.kind != StringSource::Kind::Literal)
        return s.capacity;
    const auto &strings = m_t.bundle.ir.strings;
    return s.index < strings.size() ? static_cast<uint32_t>(strings[s.index].size() + 1) : 1;
}

void HandlerEmitter::textColumn(ValueId v, const GlobalLayout::Column &column, Reg base, int32_t at)
{
    materialise(v, base, at, column.size, true);
    if (!column.abbreviates || longestText(v) <= column.size)
        return;
    const auto end = static_cast<int32_t>(column.size);
    const Label fits = m_asm.newLabel();
    // A text that was cut has a character in the last place but one; a text that just fits has, too.
    m_asm.load(Size::B, R1, base, at + end - 2);
    m_asm.jumpIf(Condition::Equal, R1, 0, fits);
    materialise(v, R7, m_longText, m_t.options.maxStringLength, true);
    m_asm.load(Size::B, R1, R7, m_longText + end - 1);
    m_asm.jumpIf(Condition::Equal, R1, 0, fits);
    if (!m_textKeeper)
        m_textKeeper = routine("keep the text of a key", m_handler.range, [this] { keepText(); });
    callRoutine(*m_textKeeper);
    m_asm.load(Size::DW, R1, R7, m_textHash);
    m_asm.store(Size::DW, base, at + end - static_cast<int32_t>(key_text::tailBytes), R1);
    m_asm.constant(R1, static_cast<int64_t>(key_text::mark));
    m_asm.store(Size::DW, base, at + end - static_cast<int32_t>(key_text::markBytes), R1);
    m_asm.bind(fits);
}

void HandlerEmitter::keepText()
{
    const Label known = m_asm.newLabel();
    const auto place = [&](Reg reg, int32_t offset) {
        m_asm.move(reg, R7);
        m_asm.alu(Alu::Add, reg, offset);
    };
    takeContext(R2);
    m_asm.constant(R0, static_cast<int64_t>(key_text::hashSeed));
    m_asm.constant(R3, static_cast<int64_t>(key_text::hashFactor));
    for (uint32_t word = 0; word < align8(m_t.options.maxStringLength); word += 8) {
        m_asm.load(Size::DW, R1, R7, m_longText + static_cast<int32_t>(word));
        m_asm.alu(Alu::Xor, R0, R1);
        m_asm.alu(Alu::Multiply, R0, R3);
        m_asm.move(R1, R0);
        m_asm.alu(Alu::ShiftRight, R1, 32);
        m_asm.alu(Alu::Xor, R0, R1);
    }
    m_asm.store(Size::DW, R7, m_textHash, R0);
    m_asm.lookUp(m_t.bundle.keyTextsMap, R7, m_textHash);
    m_asm.jumpIf(Condition::NotEqual, R0, 0, known);
    m_asm.mapDescriptor(R1, m_t.bundle.keyTextsMap);
    place(R2, m_textHash);
    place(R3, m_longText);
    m_asm.constant(R4, BPF_ANY);
    m_asm.call(BPF_FUNC_map_update_elem);
    m_asm.bind(known);
    m_asm.constant(R0, 0);
    m_asm.exit();
}

void HandlerEmitter::readTextColumn(const GlobalLayout::Column &column, Reg base, int32_t at, int32_t to)
{
    const auto end = static_cast<int32_t>(column.size);
    const Label plain = m_asm.newLabel();
    const Label known = m_asm.newLabel();
    const Label done = m_asm.newLabel();
    const auto copy = [&](uint32_t bytes) {
        m_asm.move(R1, R7);
        m_asm.alu(Alu::Add, R1, to);
        m_asm.constant(R2, std::min(bytes, m_t.options.maxStringLength));
        m_asm.call(BPF_FUNC_probe_read_kernel_str);
    };
    const auto fromKey = [&] {
        m_asm.move(R3, base);
        if (at)
            m_asm.alu(Alu::Add, R3, at);
    };
    if (column.abbreviates) {
        m_asm.load(Size::B, R1, base, at + end - 1);
        m_asm.jumpIf(Condition::Equal, R1, 0, plain);
        m_asm.load(Size::DW, R1, base, at + end - static_cast<int32_t>(key_text::tailBytes));
        m_asm.store(Size::DW, R7, m_textHash, R1);
        m_asm.lookUp(m_t.bundle.keyTextsMap, R7, m_textHash);
        m_asm.jumpIf(Condition::NotEqual, R0, 0, known);
        fromKey();
        copy(column.size - key_text::tailBytes + 1);
        m_asm.jump(done);
        m_asm.bind(known);
        m_asm.move(R3, R0);
        copy(m_t.options.maxStringLength);
        m_asm.jump(done);
        m_asm.bind(plain);
    }
    fromKey();
    copy(column.size);
    m_asm.bind(done);
}

}
