// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "translator/handler_emitter.h"
#include "translator/powers.h"

#include <cstddef>
#include <span>

namespace tapscope::translator {

using namespace bpf;

int32_t HandlerEmitter::powersMap()
{
    if (m_t.maps.powers < 0) {
        const auto bytes = std::as_bytes(std::span(powers::table));
        m_t.maps.powers = m_t.addTable("powers", {bytes.begin(), bytes.end()});
    }
    return m_t.maps.powers;
}

void HandlerEmitter::countInBucket(const analysis::HistogramKind &kind, int32_t bucketsOffset)
{
    const Label known = m_asm.newLabel();
    const Label other = m_asm.newLabel();
    // r2 becomes the number of the bucket.
    if (kind.linear) {
        const auto last = static_cast<int32_t>(kind.bucketCount()) - 1;
        m_asm.constant(R3, kind.low);
        m_asm.constant(R2, 0);
        m_asm.jumpIf(Condition::Less, R1, R3, known);
        m_asm.move(R2, R1);
        m_asm.alu(Alu::Subtract, R2, R3);
        m_asm.constant(R3, kind.width);
        m_asm.alu(Alu::Divide, R2, R3);
        m_asm.alu(Alu::Add, R2, 1);
        m_asm.jumpIf(Condition::Equal, R2, 0, other); // the sum above went round
        m_asm.jumpIf(Condition::Below, R2, last, known);
        m_asm.bind(other);
        m_asm.constant(R2, last);
    } else {
        // No branches by size, so that the verifier follows one path instead of 64.
        m_asm.constant(R2, 64);
        m_asm.jumpIf(Condition::Equal, R1, 0, known);
        m_asm.move(R2, R1);
        m_asm.alu(Alu::ShiftRightSigned, R2, 63);
        m_asm.move(R3, R1);
        m_asm.alu(Alu::Xor, R3, R2);
        m_asm.alu(Alu::Subtract, R3, R2); // the value without its sign
        for (int32_t step = 1; step < 64; step *= 2) {
            m_asm.move(R4, R3);
            m_asm.alu(Alu::ShiftRight, R4, step);
            m_asm.alu(Alu::Or, R3, R4);
        }
        m_asm.constant(R4, static_cast<int64_t>(powers::factor));
        m_asm.alu(Alu::Multiply, R3, R4);
        m_asm.alu(Alu::ShiftRight, R3, powers::shift);
        m_asm.mapValue(R4, powersMap(), 0);
        m_asm.alu(Alu::Add, R4, R3);
        m_asm.load(Size::B, R2, R4, 0);
        m_asm.move(R3, R2);
        m_asm.alu(Alu::Add, R2, 65);
        m_asm.jumpIf(Condition::Greater, R1, 0, known);
        m_asm.constant(R2, 63);
        m_asm.alu(Alu::Subtract, R2, R3);
    }
    m_asm.bind(known);
    m_asm.alu(Alu::And, R2, 127);
    if (kind.linear) {
        // There may be fewer than 128; what the verifier cannot know is said once more.
        const Label inside = m_asm.newLabel();
        m_asm.jumpIf(Condition::Below, R2, static_cast<int32_t>(kind.bucketCount()), inside);
        m_asm.constant(R2, 0);
        m_asm.bind(inside);
    }
    m_asm.alu(Alu::ShiftLeft, R2, 3);
    m_asm.alu(Alu::Add, R2, R0);
    m_asm.constant(R3, 1);
    m_asm.atomic(BPF_ADD, R2, bucketsOffset, R3);
}

void HandlerEmitter::moveMean(uint8_t shift, int32_t meanAt)
{
    const Label first = m_asm.newLabel();
    const Label done = m_asm.newLabel();
    m_asm.move(R5, R0);
    m_asm.move(R4, R1);
    m_asm.alu(Alu::ShiftLeft, R4, shift);
    m_asm.load(Size::DW, R1, R5, static_cast<int32_t>(offsetof(StatisticsValue, count)));
    m_asm.jumpIf(Condition::Equal, R1, 0, first);
    m_asm.alu(Alu::Add, R1, 1);
    m_asm.load(Size::DW, R0, R5, meanAt);
    m_asm.move(R2, R4);
    m_asm.alu(Alu::Subtract, R2, R0);
    m_asm.store(Size::DW, R10, stack::word, R2); // the distance
    m_asm.move(R0, R2);
    signedDivision(Alu::Divide);
    m_asm.load(Size::DW, R1, R5, meanAt);
    m_asm.alu(Alu::Add, R1, R0);
    m_asm.store(Size::DW, R5, meanAt, R1);
    m_asm.alu(Alu::Subtract, R4, R1);
    m_asm.load(Size::DW, R1, R10, stack::word);
    m_asm.alu(Alu::Multiply, R4, R1);
    m_asm.load(Size::DW, R1, R5, meanAt + 8);
    m_asm.alu(Alu::Add, R1, R4);
    m_asm.store(Size::DW, R5, meanAt + 8, R1);
    m_asm.jump(done);
    m_asm.bind(first);
    m_asm.store(Size::DW, R5, meanAt, R4);
    m_asm.storeConstant(Size::DW, R5, meanAt + 8, 0);
    m_asm.bind(done);
    m_asm.move(R0, R5);
}

void HandlerEmitter::accumulate(const Instruction &i)
{
    const auto global = static_cast<size_t>(i.imm);
    const GlobalLayout &layout = m_t.bundle.globals[global];
    const Label found = m_asm.newLabel();
    const Label done = m_asm.newLabel();
    const Label notSmaller = m_asm.newLabel();
    const Label notGreater = m_asm.newLabel();
    const Label first = m_asm.newLabel();
    constexpr int32_t fresh = stack::evaluation - 8 * 3; // 32 bytes of the evaluation stack
    const bool onStack = keyBytes(layout) <= static_cast<uint32_t>(stack::areaBytes);
    if (layout.keys.empty()) {
        m_asm.storeConstant(Size::W, R10, stack::key, 0);
        m_asm.lookUp(layout.map, R10, stack::key);
        m_asm.jumpIf(Condition::Equal, R0, 0, done);
    } else {
        const auto lookup = [&] {
            m_asm.mapDescriptor(R1, layout.map);
            m_asm.move(R2, onStack ? R10 : R7);
            m_asm.alu(Alu::Add, R2, onStack ? stack::area : m_keyArea);
        };
        buildKey(i, layout);
        m_asm.mapDescriptor(R1, layout.map);
        m_asm.call(BPF_FUNC_map_lookup_elem);
        m_asm.jumpIf(Condition::NotEqual, R0, 0, found);
        if (layout.valueSize > 32) {
            lookup();
            m_asm.mapValue(R3, m_t.maps.emptyStatistic, 0);
        } else {
            for (int32_t at = fresh; at < fresh + 32; at += 8)
                m_asm.storeConstant(Size::DW, R10, at, 0);
            lookup();
            m_asm.move(R3, R10);
            m_asm.alu(Alu::Add, R3, fresh);
        }
        m_asm.constant(R4, BPF_NOEXIST);
        m_asm.call(BPF_FUNC_map_update_elem);
        lookup();
        m_asm.call(BPF_FUNC_map_lookup_elem);
        m_asm.jumpIf(Condition::NotEqual, R0, 0, found);
        raise(i, RuntimeError::ArrayOverflow, m_t.bundle.program.globals[global].name, false);
        m_asm.bind(found);
    }
    const auto field = [](size_t offset) { return static_cast<int32_t>(offset); };
    into(i.a, R1);
    if (layout.gathersBounds) {
        m_asm.load(Size::DW, R2, R0, field(offsetof(StatisticsValue, count)));
        m_asm.jumpIf(Condition::Equal, R2, 0, first);
        m_asm.load(Size::DW, R2, R0, field(offsetof(StatisticsValue, min)));
        m_asm.jumpIf(Condition::GreaterEqual, R1, R2, notSmaller);
        m_asm.store(Size::DW, R0, field(offsetof(StatisticsValue, min)), R1);
        m_asm.bind(notSmaller);
        m_asm.load(Size::DW, R2, R0, field(offsetof(StatisticsValue, max)));
        m_asm.jumpIf(Condition::LessEqual, R1, R2, notGreater);
        m_asm.store(Size::DW, R0, field(offsetof(StatisticsValue, max)), R1);
        m_asm.jump(notGreater);
        m_asm.bind(first);
        m_asm.store(Size::DW, R0, field(offsetof(StatisticsValue, min)), R1);
        m_asm.store(Size::DW, R0, field(offsetof(StatisticsValue, max)), R1);
        m_asm.bind(notGreater);
    }
    if (layout.gathersSum)
        m_asm.atomic(BPF_ADD, R0, field(offsetof(StatisticsValue, sum)), R1);
    if (layout.bucketCount > 0)
        countInBucket(*m_t.bundle.program.globals[global].histogram, static_cast<int32_t>(layout.bucketsOffset));
    if (layout.momentsOffset > 0)
        moveMean(*m_t.bundle.program.globals[global].varianceShift, static_cast<int32_t>(layout.momentsOffset));
    if (layout.gathersCount) {
        m_asm.constant(R1, 1);
        m_asm.atomic(BPF_ADD, R0, field(offsetof(StatisticsValue, count)), R1);
    }
    m_asm.bind(done);
}

}
