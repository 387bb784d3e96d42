// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "translator/alignment.h"
#include "translator/handler_emitter.h"

#include <algorithm>
#include <cstddef>

namespace tapscope::translator {

using namespace bpf;
using analysis::Intrinsic;

RecordLayout HandlerEmitter::layoutOf(const Instruction &i, uint32_t formatIndex) const
{
    RecordLayout layout;
    layout.format = formatIndex;
    layout.deferred = formatIndex != UINT32_MAX && m_t.bundle.ir.prints[formatIndex].deferred;
    for (size_t n = 0; n < i.keys.size(); ++n) {
        FieldLayout field;
        const bool isString = formatIndex == UINT32_MAX || m_t.bundle.ir.prints[formatIndex].arguments[n] == ir::Type::String;
        if (isString) {
            const StringSource &s = source(i.keys[n]);
            switch (s.kind) {
            case StringSource::Kind::Literal:
                field.kind = FieldKind::Literal;
                if (s.index < m_t.bundle.ir.strings.size())
                    field.literal = m_t.bundle.ir.strings[s.index];
                break;
            case StringSource::Kind::Execname: field.kind = FieldKind::Execname; break;
            case StringSource::Kind::SiteFunction: field.kind = FieldKind::ProbeFunction; break;
            case StringSource::Kind::SitePoint: field.kind = FieldKind::ProbePoint; break;
            case StringSource::Kind::Indent: field.kind = s.ownThread ? FieldKind::ThreadIndent : FieldKind::Indent; break;
            case StringSource::Kind::Variables:
                field.kind = FieldKind::Variables;
                field.count = static_cast<uint32_t>(m_t.bundle.ir.targetVariables[s.index].values.size());
                field.firstVariable = m_t.bundle.ir.targetVariables[s.index].firstVariable;
                break;
            case StringSource::Kind::Stack: field.kind = FieldKind::Stack; break;
            case StringSource::Kind::UserStack: field.kind = FieldKind::UserStack; break;
            default: field.kind = FieldKind::Bytes; break;
            }
        }
        layout.fields.push_back(std::move(field));
    }
    return layout;
}

void HandlerEmitter::entryHead(Reg base, int32_t offset, uint32_t id, uint32_t size)
{
    m_asm.storeConstant(Size::W, base, offset, static_cast<int32_t>(id));
    m_asm.storeConstant(Size::W, base, offset + 4, static_cast<int32_t>(size));
}

void HandlerEmitter::outputCursor(Label full)
{
    m_asm.load(Size::DW, R4, R7, frame::cursor);
    m_asm.jumpIf(Condition::Above, R4, static_cast<int32_t>(m_outputLimit + m_largestEntry), full);
    m_asm.alu(Alu::Add, R4, R7);
}

void HandlerEmitter::placeOfEntry(Reg to, Label full)
{
    const Label fits = m_asm.newLabel();
    m_asm.load(Size::DW, to, R7, frame::used);
    m_asm.jumpIf(Condition::BelowEqual, to, static_cast<int32_t>(m_outputLimit), fits);
    if (!m_sender)
        m_sender = routine("send", m_handler.range, [this] { sendWhatIsThere(); });
    callRoutine(*m_sender);
    m_asm.load(Size::DW, to, R7, frame::used);
    m_asm.jumpIf(Condition::Above, to, static_cast<int32_t>(m_outputLimit), full);
    m_asm.bind(fits);
}

void HandlerEmitter::sendWhatIsThere()
{
    const Label impossible = m_asm.newLabel();
    takeContext(R2);
    m_asm.load(Size::DW, R8, R7, frame::used);
    m_asm.jumpIf(Condition::Above, R8, static_cast<int32_t>(m_outputLimit + m_largestEntry), impossible);
    send();
    m_asm.storeConstant(Size::DW, R7, frame::used, sizeof(RecordHeader));
    m_asm.bind(impossible);
    m_asm.constant(R0, 0);
    m_asm.exit();
}

void HandlerEmitter::print(const Instruction &i, uint32_t formatIndex, bool warning)
{
    RecordLayout layout = layoutOf(i, formatIndex);
    if (warning) {
        // A warning is read as a print of "%s".
        ir::PrintFormat format;
        format.pieces.resize(1);
        format.pieces[0].conversion = 's';
        format.arguments = {ir::Type::String};
        format.range = i.range;
        layout.format = static_cast<uint32_t>(m_t.bundle.ir.prints.size());
        m_t.bundle.ir.prints.push_back(std::move(format));
    }
    const auto id = static_cast<uint32_t>(m_t.bundle.layouts.size());
    const Label full = m_asm.newLabel();
    const Label done = m_asm.newLabel();
    const uint32_t size = printBytes(i) - 8;

    // Static output: every place is known. Else frame::cursor runs ahead of frame::used, which moves when the entry is whole.
    int32_t at = m_staticOutput ? m_output + static_cast<int32_t>(m_position) : m_output;
    const auto base = [&]() -> Reg {
        if (m_staticOutput)
            return R7;
        outputCursor(full);
        return R4;
    };
    if (!m_staticOutput) {
        placeOfEntry(R4, full);
        m_asm.store(Size::DW, R7, frame::cursor, R4);
    }
    entryHead(base(), at, warning ? entryWarning : id, size);
    at += 8;
    if (warning) {
        entryHead(base(), at, id, 0);
        at += 8;
    }
    for (size_t n = 0; n < layout.fields.size(); ++n) {
        const FieldLayout &field = layout.fields[n];
        switch (field.kind) {
        case FieldKind::Long: {
            const Reg to = base();
            int32_t imm = 0;
            if (immediateOf(i.keys[n], imm))
                m_asm.storeConstant(Size::DW, to, at, imm);
            else
                m_asm.store(Size::DW, to, at, use(i.keys[n], R0));
            at += 8;
            break;
        }
        case FieldKind::ThreadIndent:
        case FieldKind::Indent: {
            const Reg to = base();
            const int32_t from = source(i.keys[n]).offset;
            for (int32_t part = 0; part < 16; part += 8) {
                m_asm.load(Size::DW, R0, R7, from + part);
                m_asm.store(Size::DW, to, at + part, R0);
            }
            at += 16;
            break;
        }
        case FieldKind::Variables: {
            const auto &values = m_t.bundle.ir.targetVariables[source(i.keys[n]).index].values;
            const int32_t states = at + static_cast<int32_t>(field.count) * 8;
            const uint32_t stateBytes = align8(field.count);
            const Reg cleared = base();
            for (uint32_t b = 0; b < stateBytes; b += 8)
                m_asm.storeConstant(Size::DW, cleared, states + static_cast<int32_t>(b), 0);
            for (uint32_t v = 0; v < field.count; ++v) {
                const Label fault = m_asm.newLabel();
                const Label read = m_asm.newLabel();
                const int32_t place = at + static_cast<int32_t>(v) * 8;
                if (!targetValue(m_t.bundle.ir.targetValues[values[v]], fault)) {
                    const Reg to = base();
                    m_asm.storeConstant(Size::DW, to, place, 0);
                    m_asm.storeConstant(Size::B, to, states + static_cast<int32_t>(v), 1);
                    continue;
                }
                m_asm.store(Size::DW, base(), place, R0);
                if (m_asm.isUsed(fault)) {
                    m_asm.jump(read);
                    m_asm.bind(fault);
                    const Reg to = base();
                    m_asm.storeConstant(Size::DW, to, place, 0);
                    m_asm.storeConstant(Size::B, to, states + static_cast<int32_t>(v), 2);
                    m_asm.bind(read);
                }
            }
            at = states + static_cast<int32_t>(stateBytes);
            break;
        }
        case FieldKind::Stack:
        case FieldKind::UserStack:
        case FieldKind::Bytes: {
            if (field.kind == FieldKind::Stack) {
                kernelStack(base, at);
            } else if (field.kind == FieldKind::UserStack) {
                userStack(base, at);
            } else {
                const StringSource &s = source(i.keys[n]);
                const Label fine = m_asm.newLabel();
                sourceAddress(s, R3);
                m_asm.move(R1, base());
                m_asm.alu(Alu::Add, R1, at + 8);
                m_asm.constant(R2, s.capacity);
                m_asm.call(BPF_FUNC_probe_read_kernel_str);
                m_asm.jumpIf(Condition::Greater, R0, 0, fine);
                m_asm.constant(R0, 1);
                m_asm.bind(fine);
                m_asm.alu(Alu::Add, R0, -1);
            }
            const Reg to = base();
            m_asm.store(Size::W, to, at, R0);
            m_asm.storeConstant(Size::W, to, at + 4, 0);
            m_asm.alu(Alu::Add, R0, 7);
            m_asm.alu(Alu::And, R0, -8);
            m_asm.load(Size::DW, R1, R7, frame::cursor);
            m_asm.alu(Alu::Add, R1, R0);
            m_asm.alu(Alu::Add, R1, at + 8 - m_output);
            m_asm.store(Size::DW, R7, frame::cursor, R1);
            at = m_output;
            break;
        }
        default: break;
        }
    }
    m_t.bundle.layouts.push_back(std::move(layout));
    if (m_staticOutput) {
        m_position += size + 8;
        return;
    }
    m_asm.load(Size::DW, R1, R7, frame::cursor);
    if (at != m_output)
        m_asm.alu(Alu::Add, R1, at - m_output);
    m_asm.load(Size::DW, R2, R7, frame::used);
    m_asm.jumpIf(Condition::Above, R2, static_cast<int32_t>(m_outputLimit), full);
    m_asm.store(Size::DW, R7, frame::used, R1);
    m_asm.alu(Alu::Subtract, R1, R2);
    m_asm.alu(Alu::Add, R1, -8);
    m_asm.alu(Alu::Add, R2, R7);
    m_asm.store(Size::W, R2, m_output + 4, R1);
    m_asm.jump(done);
    m_asm.bind(full);
    m_asm.load(Size::W, R1, R7, frame::flags);
    m_asm.alu(Alu::Or, R1, Truncated);
    m_asm.store(Size::DW, R7, frame::flags, R1);
    m_asm.bind(done);
}

void HandlerEmitter::exitEntry()
{
    m_asm.mapValue(R1, m_t.bundle.controlMap, offsetof(Control, state));
    m_asm.storeConstant(Size::W, R1, 0, 2);
    if (m_staticOutput) {
        entryHead(R7, m_output + static_cast<int32_t>(m_position), entryExit, 0);
        m_position += 8;
        return;
    }
    const Label full = m_asm.newLabel();
    placeOfEntry(R1, full);
    m_asm.move(R2, R1);
    m_asm.alu(Alu::Add, R2, R7);
    entryHead(R2, m_output, entryExit, 0);
    m_asm.alu(Alu::Add, R1, 8);
    m_asm.store(Size::DW, R7, frame::used, R1);
    m_asm.bind(full);
}

}
