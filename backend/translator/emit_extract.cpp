// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "translator/handler_emitter.h"

#include <cstddef>

/// What handlers read of statistics: each CPU has gathered its part, and a reader puts the parts together in its frame.
namespace tapscope::translator {

using namespace bpf;
using StatisticFunction = analysis::StatisticExpr::Function;

/// Callback for one CPU: adds its part to what m_statistic has.
void HandlerEmitter::gatherFromCpu(uint32_t global)
{
    const GlobalLayout &layout = m_t.bundle.globals[global];
    const bool moments = layout.momentsOffset > 0;
    const auto meanAt = static_cast<int32_t>(layout.momentsOffset);
    const Label none = m_asm.newLabel();
    const Label first = m_asm.newLabel();
    const Label notSmaller = m_asm.newLabel();
    const Label notGreater = m_asm.newLabel();
    const Label bounds = m_asm.newLabel();
    const auto value = [](size_t offset) { return static_cast<int32_t>(offset); };
    takeContext(R2);
    m_asm.move(R3, R1);
    m_asm.mapDescriptor(R1, layout.map);
    m_asm.move(R2, R7);
    m_asm.alu(Alu::Add, R2, m_statistic.key);
    m_asm.call(BPF_FUNC_map_lookup_percpu_elem);
    m_asm.jumpIf(Condition::Equal, R0, 0, none);
    m_asm.move(R8, R0);
    m_asm.load(Size::DW, R9, R8, value(offsetof(StatisticsValue, count)));
    m_asm.jumpIf(Condition::Equal, R9, 0, none);
    m_asm.load(Size::DW, R3, R8, value(offsetof(StatisticsValue, min)));
    m_asm.load(Size::DW, R4, R8, value(offsetof(StatisticsValue, max)));
    m_asm.load(Size::DW, R1, R7, m_statistic.count);
    m_asm.jumpIf(Condition::Equal, R1, 0, first);
    m_asm.load(Size::DW, R2, R7, m_statistic.min);
    m_asm.jumpIf(Condition::GreaterEqual, R3, R2, notSmaller);
    m_asm.store(Size::DW, R7, m_statistic.min, R3);
    m_asm.bind(notSmaller);
    m_asm.load(Size::DW, R2, R7, m_statistic.max);
    m_asm.jumpIf(Condition::LessEqual, R4, R2, notGreater);
    m_asm.store(Size::DW, R7, m_statistic.max, R4);
    m_asm.bind(notGreater);
    if (moments) {
        // Squares: both, and the distance of the means squared, weighted by both counts.
        m_asm.load(Size::DW, R5, R8, meanAt);
        m_asm.load(Size::DW, R4, R7, m_statistic.mean);
        m_asm.move(R0, R5);
        m_asm.alu(Alu::Subtract, R0, R4);
        m_asm.alu(Alu::Multiply, R0, R0);
        m_asm.alu(Alu::Multiply, R0, R1);
        m_asm.move(R2, R1);
        m_asm.alu(Alu::Add, R2, R9);
        m_asm.alu(Alu::Divide, R0, R2);
        m_asm.alu(Alu::Multiply, R0, R9);
        m_asm.load(Size::DW, R3, R8, meanAt + 8);
        m_asm.alu(Alu::Add, R0, R3);
        m_asm.load(Size::DW, R3, R7, m_statistic.squares);
        m_asm.alu(Alu::Add, R0, R3);
        m_asm.store(Size::DW, R7, m_statistic.squares, R0);
        m_asm.move(R0, R4);
        m_asm.alu(Alu::Multiply, R0, R1);
        m_asm.alu(Alu::Multiply, R5, R9);
        m_asm.alu(Alu::Add, R0, R5);
        m_asm.move(R1, R2);
        signedDivision(Alu::Divide);
        m_asm.store(Size::DW, R7, m_statistic.mean, R0);
    }
    m_asm.jump(bounds);
    m_asm.bind(first);
    m_asm.store(Size::DW, R7, m_statistic.min, R3);
    m_asm.store(Size::DW, R7, m_statistic.max, R4);
    if (moments) {
        m_asm.load(Size::DW, R1, R8, meanAt);
        m_asm.store(Size::DW, R7, m_statistic.mean, R1);
        m_asm.load(Size::DW, R1, R8, meanAt + 8);
        m_asm.store(Size::DW, R7, m_statistic.squares, R1);
    }
    m_asm.bind(bounds);
    m_asm.load(Size::DW, R1, R7, m_statistic.count);
    m_asm.alu(Alu::Add, R1, R9);
    m_asm.store(Size::DW, R7, m_statistic.count, R1);
    m_asm.load(Size::DW, R1, R7, m_statistic.sum);
    m_asm.load(Size::DW, R2, R8, value(offsetof(StatisticsValue, sum)));
    m_asm.alu(Alu::Add, R1, R2);
    m_asm.store(Size::DW, R7, m_statistic.sum, R1);
    if (layout.bucketCount > 0) {
        m_asm.load(Size::DW, R1, R7, m_statistic.bucket);
        m_asm.jumpIf(Condition::AboveEqual, R1, static_cast<int32_t>(layout.bucketCount), none);
        m_asm.alu(Alu::ShiftLeft, R1, 3);
        m_asm.alu(Alu::Add, R8, R1);
        m_asm.load(Size::DW, R1, R8, static_cast<int32_t>(layout.bucketsOffset));
        m_asm.load(Size::DW, R2, R7, m_statistic.bucketTotal);
        m_asm.alu(Alu::Add, R2, R1);
        m_asm.store(Size::DW, R7, m_statistic.bucketTotal, R2);
    }
    m_asm.bind(none);
    m_asm.constant(R0, 0);
    m_asm.exit();
}

void HandlerEmitter::gather(uint32_t global, const script::Range &range)
{
    for (const int32_t field : {m_statistic.count, m_statistic.sum, m_statistic.min, m_statistic.max, m_statistic.mean,
                                m_statistic.squares, m_statistic.bucketTotal})
        m_asm.storeConstant(Size::DW, R7, field, 0);
    auto known = m_gatherers.find(global);
    if (known == m_gatherers.end()) {
        const std::string &name = m_t.bundle.program.globals[global].name;
        known = m_gatherers.emplace(global, routine("gather " + name, range, [this, global] { gatherFromCpu(global); })).first;
    }
    m_asm.constant(R1, m_t.options.possibleCpus);
    m_asm.functionAddress(R2, known->second);
    passContext(R3);
    m_asm.constant(R4, 0);
    m_asm.call(BPF_FUNC_loop);
}

/// r0 = what was asked for of the gathered statistic; 0 where there is none.
void HandlerEmitter::extract(uint32_t global, StatisticFunction function)
{
    const Label done = m_asm.newLabel();
    switch (function) {
    case StatisticFunction::Count: m_asm.load(Size::DW, R0, R7, m_statistic.count); return;
    case StatisticFunction::Sum: m_asm.load(Size::DW, R0, R7, m_statistic.sum); return;
    case StatisticFunction::Min: m_asm.load(Size::DW, R0, R7, m_statistic.min); return;
    case StatisticFunction::Max: m_asm.load(Size::DW, R0, R7, m_statistic.max); return;
    case StatisticFunction::Average:
        m_asm.load(Size::DW, R0, R7, m_statistic.sum);
        m_asm.load(Size::DW, R1, R7, m_statistic.count);
        m_asm.jumpIf(Condition::Equal, R1, 0, done);
        signedDivision(Alu::Divide);
        break;
    case StatisticFunction::Variance: {
        // As Statistics::variance(): what the mean has drifted from the exact one is put back.
        const int32_t shift = m_t.bundle.program.globals[global].varianceShift.value_or(0);
        m_asm.constant(R0, 0);
        m_asm.load(Size::DW, R5, R7, m_statistic.count);
        m_asm.jumpIf(Condition::Less, R5, 2, done);
        m_asm.load(Size::DW, R0, R7, m_statistic.sum);
        m_asm.alu(Alu::ShiftLeft, R0, shift);
        m_asm.move(R1, R5);
        signedDivision(Alu::Divide);
        m_asm.load(Size::DW, R4, R7, m_statistic.mean);
        m_asm.alu(Alu::Subtract, R4, R0);
        m_asm.alu(Alu::Multiply, R4, R4);
        m_asm.alu(Alu::Multiply, R4, R5);
        m_asm.alu(Alu::Add, R5, -1);
        m_asm.load(Size::DW, R0, R7, m_statistic.squares);
        m_asm.move(R1, R5);
        signedDivision(Alu::Divide);
        m_asm.alu(Alu::Multiply, R0, R5);
        m_asm.alu(Alu::Add, R0, R4);
        m_asm.move(R1, R5);
        signedDivision(Alu::Divide);
        m_asm.alu(Alu::ShiftRightSigned, R0, std::min(2 * shift, 63));
        break;
    }
    }
    m_asm.bind(done);
}

void HandlerEmitter::statistic(const Instruction &i)
{
    const auto global = static_cast<uint32_t>(i.imm);
    const GlobalLayout &layout = m_t.bundle.globals[global];
    const Label some = m_asm.newLabel();
    if (layout.keys.empty())
        m_asm.storeConstant(Size::DW, R7, m_statistic.key, 0);
    else
        buildKeyAt(i.keys, layout, R7, m_statistic.key);
    if (i.op == Op::HistogramBucket) {
        into(i.a, R1);
        m_asm.store(Size::DW, R7, m_statistic.bucket, R1);
    }
    gather(global, i.range);
    const auto function = static_cast<StatisticFunction>(i.imm2);
    if (i.op == Op::HistogramBucket || (function != StatisticFunction::Count && function != StatisticFunction::Sum)) {
        m_asm.load(Size::DW, R1, R7, m_statistic.count);
        m_asm.jumpIf(Condition::NotEqual, R1, 0, some);
        raise(i, RuntimeError::EmptyAggregate, m_t.bundle.program.globals[global].name, false);
        m_asm.bind(some);
    }
    if (i.op == Op::HistogramBucket) {
        const Label inside = m_asm.newLabel();
        m_asm.load(Size::DW, R1, R7, m_statistic.bucket);
        m_asm.jumpIf(Condition::Below, R1, static_cast<int32_t>(layout.bucketCount), inside);
        raise(i, RuntimeError::BucketRange, m_t.bundle.program.globals[global].name, false);
        m_asm.bind(inside);
        m_asm.load(Size::DW, R0, R7, m_statistic.bucketTotal);
    } else {
        extract(global, function);
    }
    define(i, R0);
}

}
