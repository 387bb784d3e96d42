// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "translator/alignment.h"
#include "translator/handler_emitter.h"
#include "translator/stack_layout.h"

#include <algorithm>

/// What of a handler's frame is for which purpose: walks over arrays, spills, the record that is sent.
namespace tapscope::translator {

using namespace ir;
using analysis::Intrinsic;

namespace {

constexpr uint32_t dynamicOutputBytes = 4096;

}

void HandlerEmitter::planWalks()
{
    uint32_t largestKey = 0;
    const auto statistic = [&](uint32_t global) {
        largestKey = std::max(largestKey, align8(keyBytes(m_t.bundle.globals[global])));
    };
    for (const BasicBlock &b : m_f.blocks) {
        for (const Instruction &i : b.instructions) {
            if (i.op == Op::Statistic || i.op == Op::HistogramBucket)
                statistic(static_cast<uint32_t>(i.imm));
            m_walks |= i.op == Op::DeleteGlobal;
            if (i.op != Op::ForeachBegin || m_foreachs.contains(i.imm))
                continue;
            const ir::Foreach &plan = m_t.bundle.ir.foreachs[static_cast<size_t>(i.imm)];
            if (m_t.bundle.program.globals[plan.global].type == Type::Stats)
                statistic(plan.global);
            const ForeachArea area = planForeach(plan, static_cast<int32_t>(m_frameBytes));
            m_foreachs.emplace(i.imm, area);
            m_frameBytes = static_cast<uint32_t>(area.end);
        }
    }
    if (largestKey > 0) {
        const auto take = [&](uint32_t bytes) {
            const auto place = static_cast<int32_t>(m_frameBytes);
            m_frameBytes += bytes;
            return place;
        };
        for (int32_t *field : {&m_statistic.count, &m_statistic.sum, &m_statistic.min, &m_statistic.max, &m_statistic.mean,
                               &m_statistic.squares, &m_statistic.bucket, &m_statistic.bucketTotal})
            *field = take(8);
        m_statistic.key = take(largestKey);
    }
    m_walks |= largestKey > 0 || !m_foreachs.empty();
}

void HandlerEmitter::planFrame()
{
    m_spillArea = static_cast<int32_t>(m_frameBytes);
    m_frameBytes += m_frameSpills;
    m_output = static_cast<int32_t>(m_frameBytes);
    planPositions();
    for (const BasicBlock &b : m_f.blocks) {
        for (const Instruction &i : b.instructions) {
            m_largestEntry = std::max(m_largestEntry, printBytes(i));
            const bool warns = i.op == Op::Intrinsic && intrinsicOf(i) == Intrinsic::Warn;
            if (i.op != Op::Print && !warns)
                continue;
            for (const FieldLayout &field : layoutOf(i, warns ? UINT32_MAX : static_cast<uint32_t>(i.imm)).fields)
                m_usesExecname |= field.kind == FieldKind::Execname || field.kind == FieldKind::ThreadIndent;
        }
    }
    if (!m_staticOutput) // a recorded hit is one entry
        m_outputLimit = m_t.bundle.deferrals.contains(m_index) ? uint32_t{sizeof(RecordHeader)} : dynamicOutputBytes;
    // Behind the last entry there is always room for an error.
    constexpr uint32_t errorBytes = 24;
    m_frameBytes += m_outputLimit + 2 * m_largestEntry + errorBytes + 16;
}

uint32_t HandlerEmitter::printBytes(const Instruction &i) const
{
    const auto fields = [&](uint32_t format) {
        uint32_t bytes = 8;
        for (const FieldLayout &field : layoutOf(i, format).fields) {
            switch (field.kind) {
            case FieldKind::Long: bytes += 8; break;
            case FieldKind::ThreadIndent:
            case FieldKind::Indent: bytes += 16; break;
            case FieldKind::Variables: bytes += field.count * 8 + align8(field.count); break;
            case FieldKind::Stack: bytes += 8 + kernelStackBytes; break;
            case FieldKind::UserStack:
                bytes += static_cast<uint32_t>(sizeof(UserStackHeader)) + m_t.options.stackPages * stackPageBytes;
                break;
            case FieldKind::Bytes: bytes += 8 + align8(m_t.options.maxStringLength); break;
            default: break;
            }
        }
        return bytes;
    };
    if (i.op == Op::Print)
        return fields(static_cast<uint32_t>(i.imm));
    if (i.op == Op::Intrinsic && intrinsicOf(i) == Intrinsic::Exit)
        return 8;
    if (i.op == Op::Intrinsic && intrinsicOf(i) == Intrinsic::Warn)
        return 8 + fields(UINT32_MAX);
    return 0;
}

void HandlerEmitter::planPositions()
{
    m_staticOutput = m_loops.loops.empty() || !m_prints;
    m_positions.assign(m_f.blocks.size(), 0);
    m_positions[0] = sizeof(RecordHeader);
    m_outputLimit = sizeof(RecordHeader);
    if (!m_staticOutput || !m_prints) {
        m_positions.assign(m_f.blocks.size(), sizeof(RecordHeader));
        return;
    }
    std::vector<size_t> open{0};
    while (!open.empty()) {
        const size_t b = open.back();
        open.pop_back();
        uint32_t position = m_positions[b];
        for (const Instruction &i : m_f.blocks[b].instructions) {
            position += printBytes(i);
            if (i.op != Op::Print && i.op != Op::Intrinsic)
                continue;
            const auto isBytes = [](const FieldLayout &field) { return field.kind >= FieldKind::Stack; };
            const bool warns = i.op == Op::Intrinsic && intrinsicOf(i) == Intrinsic::Warn;
            if ((i.op == Op::Print || warns)
                && std::ranges::any_of(layoutOf(i, warns ? UINT32_MAX : static_cast<uint32_t>(i.imm)).fields, isBytes))
                m_staticOutput = false;
        }
        m_outputLimit = std::max(m_outputLimit, position);
        const int32_t onError = m_f.blocks[b].onError;
        for (const size_t next : successors(m_f, b)) {
            const uint32_t here = static_cast<int32_t>(next) == onError && position != m_positions[b] ? UINT32_MAX : position;
            if (here == UINT32_MAX || position > dynamicOutputBytes || (m_positions[next] != 0 && m_positions[next] != here)) {
                m_staticOutput = false;
                return;
            }
            if (m_positions[next] == 0) {
                m_positions[next] = here;
                open.push_back(next);
            }
        }
    }
}

}
