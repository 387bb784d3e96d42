// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "translator/handler_emitter.h"
#include "translator/registers.h"

#include <bit>
#include <cstddef>

namespace tapscope::translator {

using namespace bpf;

void HandlerEmitter::countFor(int32_t counterOffset)
{
    const Label none = m_asm.newLabel();
    m_asm.storeConstant(Size::W, R10, stack::key, static_cast<int32_t>(m_index));
    m_asm.lookUp(m_t.bundle.countersMap, R10, stack::key);
    m_asm.jumpIf(Condition::Equal, R0, 0, none);
    m_asm.constant(R1, 1);
    // Atomic, since a handler may be preempted by another on its CPU.
    m_asm.atomic(BPF_ADD, R0, counterOffset, R1);
    m_asm.bind(none);
}

void HandlerEmitter::countTime()
{
    const Label none = m_asm.newLabel();
    const Label shortest = m_asm.newLabel();
    const Label notShorter = m_asm.newLabel();
    const Label notLonger = m_asm.newLabel();
    const auto field = [](size_t offset) { return static_cast<int32_t>(offset); };
    m_asm.call(BPF_FUNC_ktime_get_ns);
    m_asm.load(Size::DW, R1, R10, stack::began);
    m_asm.alu(Alu::Subtract, R0, R1);
    m_asm.move(R8, R0);
    m_asm.storeConstant(Size::W, R10, stack::key, static_cast<int32_t>(m_index));
    m_asm.lookUp(m_t.bundle.countersMap, R10, stack::key);
    m_asm.jumpIf(Condition::Equal, R0, 0, none);
    m_asm.atomic(BPF_ADD, R0, field(offsetof(HandlerCounters, timeNs)), R8);
    m_asm.load(Size::DW, R1, R0, field(offsetof(HandlerCounters, timed)));
    m_asm.jumpIf(Condition::Equal, R1, 0, shortest);
    m_asm.load(Size::DW, R1, R0, field(offsetof(HandlerCounters, shortestNs)));
    m_asm.jumpIf(Condition::AboveEqual, R8, R1, notShorter);
    m_asm.bind(shortest);
    m_asm.store(Size::DW, R0, field(offsetof(HandlerCounters, shortestNs)), R8);
    m_asm.bind(notShorter);
    m_asm.load(Size::DW, R1, R0, field(offsetof(HandlerCounters, longestNs)));
    m_asm.jumpIf(Condition::BelowEqual, R8, R1, notLonger);
    m_asm.store(Size::DW, R0, field(offsetof(HandlerCounters, longestNs)), R8);
    m_asm.bind(notLonger);
    m_asm.constant(R1, 1);
    m_asm.atomic(BPF_ADD, R0, field(offsetof(HandlerCounters, timed)), R1);
    m_asm.bind(none);
}

void HandlerEmitter::prologue()
{
    m_asm.mark(m_handler.range);
    m_asm.move(R6, R1);
    m_asm.mapValue(R1, m_t.bundle.controlMap, offsetof(Control, state));
    m_asm.load(Size::W, R1, R1, 0);
    m_asm.jumpIf(Condition::NotEqual, R1, 1, m_quiet);
    if (m_handler.systemCall && !m_t.dispatched[m_index]) {
        // The tracepoints fire for every call: (registers, number), (registers, result).
        if (m_handler.sites.empty() || !m_t.bundle.program.sites[m_handler.sites.front()].isReturn) {
            m_asm.load(Size::DW, R1, R6, 8);
        } else {
            m_asm.load(Size::DW, R3, R6, 0);
            m_asm.alu(Alu::Add, R3, registers::callNumber);
            readMemory(stack::word, 8, true);
            m_asm.load(Size::DW, R1, R10, stack::word);
        }
        m_asm.jumpIf(Condition::NotEqual, R1, static_cast<int32_t>(*m_handler.systemCall), m_quiet);
    }
    // The calls of 32-bit programs have other numbers.
    if (m_handler.systemCall) {
        m_asm.load(Size::DW, R3, R6, 0);
        m_asm.alu(Alu::Add, R3, registers::codeSegment);
        readMemory(stack::word, 8, true);
        m_asm.load(Size::W, R1, R10, stack::word);
        m_asm.jumpIf(Condition::Equal, R1, registers::narrowCode, m_quiet);
    }
    if (m_handler.lifeEvent != analysis::LifeEvent::None)
        onlyLifeEvent();
    if (m_handler.watchedProgram) {
        m_asm.call(BPF_FUNC_get_current_pid_tgid);
        m_asm.alu(Alu::ShiftRight, R0, 32);
        m_asm.constant(R1, int64_t{*m_handler.watchedProgram} << 32);
        m_asm.alu(Alu::Or, R0, R1);
        m_asm.store(Size::DW, R10, stack::key, R0);
        m_asm.lookUp(m_t.bundle.programsMap, R10, stack::key);
        m_asm.jumpIf(Condition::Equal, R0, 0, m_quiet);
    }
    if (m_handler.targetProcessesOnly) {
        m_asm.call(BPF_FUNC_get_current_pid_tgid);
        m_asm.alu(Alu::ShiftRight, R0, 32);
        m_asm.store(Size::W, R10, stack::key, R0);
        m_asm.lookUp(m_t.bundle.targetsMap, R10, stack::key);
        m_asm.jumpIf(Condition::Equal, R0, 0, m_quiet);
    }
    if (m_t.options.timing) {
        m_asm.call(BPF_FUNC_ktime_get_ns);
        m_asm.store(Size::DW, R10, stack::began, R0);
    }
    countFor(offsetof(HandlerCounters, hits));
    if (!m_needsFrame)
        return;
    takeFrame(m_exit);
    if (locks())
        takeLock();
    startRecord();
}

void HandlerEmitter::takeFrame(Label none)
{
    const Label got = m_asm.newLabel();
    for (int slot = 0; slot < framesPerCpu; ++slot) {
        m_asm.storeConstant(Size::W, R10, stack::key, slot);
        m_asm.lookUp(m_t.maps.frames, R10, stack::key);
        m_asm.jumpIf(Condition::Equal, R0, 0, none);
        m_asm.move(R7, R0);
        m_asm.constant(R1, 1);
        m_asm.atomic(BPF_XCHG, R7, frame::busy, R1);
        m_asm.jumpIf(Condition::Equal, R1, 0, got);
    }
    countFor(offsetof(HandlerCounters, frameBusy));
    m_asm.jump(none);
    m_asm.bind(got);
}

void HandlerEmitter::startRecord()
{
    m_asm.storeConstant(Size::DW, R7, frame::flags, 0);
    if (!m_staticOutput)
        m_asm.storeConstant(Size::DW, R7, frame::used, sizeof(RecordHeader));
    if (!m_loops.loops.empty())
        m_asm.storeConstant(Size::DW, R7, frame::budget, static_cast<int32_t>(m_t.options.maxAction));
    if (needsTooManyActions()) {
        tooManyActions({UINT32_MAX, 0, 0}); // at no place
        m_asm.jump(target(-1, maxActionTarget));
    }
    // Variables start as 0 and ""; the translator's own locals are always written before they are read.
    for (size_t n = 0; n < m_handler.locals.size() && n < m_f.locals.size(); ++n) {
        if (!m_f.locals[n].name.empty())
            m_asm.storeConstant(m_f.locals[n].type == ir::Type::String ? Size::B : Size::DW, R7, m_localOffsets[n], 0);
    }
    if (fillsSiteAtStart())
        fillSite();
    if (!m_timeAtStart)
        return;
    m_asm.call(BPF_FUNC_ktime_get_ns);
    m_asm.store(Size::DW, R7, m_output + static_cast<int32_t>(offsetof(RecordHeader, timeNs)), R0);
    m_asm.call(BPF_FUNC_get_current_pid_tgid);
    m_asm.store(Size::W, R7, m_output + static_cast<int32_t>(offsetof(RecordHeader, tid)), R0);
    m_asm.alu(Alu::ShiftRight, R0, 32);
    m_asm.store(Size::W, R7, m_output + static_cast<int32_t>(offsetof(RecordHeader, pid)), R0);
}

void HandlerEmitter::ends()
{
    if (m_needsFrame && !m_staticOutput && m_returnsFromLoop) {
        m_asm.bind(m_return);
        m_asm.load(Size::DW, R8, R7, frame::used);
        m_asm.jumpIf(Condition::Equal, R8, sizeof(RecordHeader), m_release);
        m_asm.jumpIf(Condition::Above, R8, static_cast<int32_t>(m_outputLimit + m_largestEntry), m_release);
        m_asm.jump(m_send);
    } else {
        m_asm.bind(m_return);
        if (m_returnsFromLoop && m_needsFrame)
            m_asm.jump(m_release);
    }
    if (m_abortUsed) {
        m_asm.bind(m_abort);
        const Label bounded = m_asm.newLabel();
        if (!m_needsFrame) {
            takeFrame(m_exit);
            m_asm.load(Size::DW, R1, R10, stack::errorCode);
            m_asm.store(Size::DW, R7, frame::errorCode, R1);
            m_asm.load(Size::DW, R1, R10, stack::errorOperand);
            m_asm.store(Size::DW, R7, frame::errorOperand, R1);
            m_asm.constant(R8, sizeof(RecordHeader));
        } else {
            m_asm.load(Size::DW, R8, R7, frame::used);
            m_asm.jumpIf(Condition::BelowEqual, R8, static_cast<int32_t>(m_outputLimit + m_largestEntry), bounded);
            m_asm.constant(R8, sizeof(RecordHeader));
            m_asm.bind(bounded);
        }
        countFor(offsetof(HandlerCounters, errors));
        m_asm.move(R1, R7);
        m_asm.alu(Alu::Add, R1, R8);
        entryHead(R1, m_output, entryError, 16);
        m_asm.load(Size::DW, R2, R7, frame::errorCode);
        m_asm.store(Size::DW, R1, m_output + 8, R2);
        m_asm.load(Size::DW, R2, R7, frame::errorOperand);
        m_asm.store(Size::DW, R1, m_output + 16, R2);
        m_asm.alu(Alu::Add, R8, 24);
        if (m_needsFrame) {
            m_asm.load(Size::W, R1, R7, frame::flags);
            m_asm.alu(Alu::Or, R1, Aborted);
            m_asm.store(Size::DW, R7, frame::flags, R1);
        } else {
            m_asm.storeConstant(Size::DW, R7, frame::flags, Aborted);
        }
    }
    if (m_prints || m_abortUsed) {
        m_asm.bind(m_send);
        send();
    }
    if (m_needsFrame || m_abortUsed) {
        m_asm.bind(m_release);
        if (locks())
            giveLockBack();
        m_asm.storeConstant(Size::DW, R7, frame::busy, 0);
    }
    m_asm.bind(m_exit);
    if (m_t.options.timing)
        countTime();
    m_asm.bind(m_quiet);
    if (!m_needsFrame && !m_abortUsed)
        m_asm.labelAlias(m_release, m_exit);
    m_asm.constant(R0, 0);
    m_asm.exit();
}

bool HandlerEmitter::fillsSiteAtStart() const
{
    return m_needsFrame && !m_staticOutput && m_t.sitesByAddress() && m_handler.kind == analysis::ProbeKind::UserReturn;
}

void HandlerEmitter::fillSite()
{
    const auto field = [&](size_t offset) { return m_output + static_cast<int32_t>(offset); };
    const bool kernelSide = analysis::isKernelSide(m_handler.kind);
    if (m_handler.kind == analysis::ProbeKind::KernelTrace || m_handler.kind == analysis::ProbeKind::Profile) {
        // A program for each: tracepoints have no cookies on older kernels.
        m_asm.storeConstant(Size::DW, R7, field(offsetof(RecordHeader, site)), static_cast<int32_t>(m_handler.sites.front()));
        m_asm.storeConstant(Size::DW, R7, field(offsetof(RecordHeader, codeStart)), 0);
        return;
    }
    if (!m_t.sitesByAddress() || kernelSide) {
        m_asm.move(R1, R6);
        m_asm.call(BPF_FUNC_get_attach_cookie);
        m_asm.store(Size::DW, R7, field(offsetof(RecordHeader, site)), R0);
        m_asm.storeConstant(Size::DW, R7, field(offsetof(RecordHeader, codeStart)), 0);
        return;
    }
    if (m_handler.kind == analysis::ProbeKind::UserReturn)
        emitSiteStackPop(m_asm, m_t, m_index, R7, field(offsetof(RecordHeader, site)));
    else {
        m_asm.load(Size::DW, R1, R6, registers::ip);
        m_asm.store(Size::DW, R7, field(offsetof(RecordHeader, site)), R1);
    }
    // current->mm->start_code tells where the program was loaded.
    m_asm.call(BPF_FUNC_get_current_task);
    m_asm.alu(Alu::Add, R0, m_t.options.taskMmOffset);
    m_asm.move(R3, R0);
    m_asm.constant(R2, 8);
    m_asm.move(R1, R10);
    m_asm.alu(Alu::Add, R1, stack::word);
    m_asm.call(BPF_FUNC_probe_read_kernel);
    m_asm.load(Size::DW, R3, R10, stack::word);
    m_asm.alu(Alu::Add, R3, m_t.options.mmStartCodeOffset);
    m_asm.constant(R2, 8);
    m_asm.move(R1, R7);
    m_asm.alu(Alu::Add, R1, field(offsetof(RecordHeader, codeStart)));
    m_asm.call(BPF_FUNC_probe_read_kernel);
}

void HandlerEmitter::send()
{
    const auto field = [&](size_t offset) { return m_output + static_cast<int32_t>(offset); };
    const bool raw = m_kind == protocol::Program::Kind::RawTracepoint || m_kind == protocol::Program::Kind::PerfEvent;
    const bool isReturn = (m_handler.kind == analysis::ProbeKind::UserReturn
                           || m_handler.kind == analysis::ProbeKind::KernelReturn)
        && !m_t.returnsByInstruction(m_handler);
    const bool kernelSide = analysis::isKernelSide(m_handler.kind);
    // Inside a function nothing tells where its frame is.
    const bool hasFrame = m_handler.usesThreadIndent && !raw && m_handler.kind != analysis::ProbeKind::UserStatement;
    m_asm.mark(m_handler.range);

    m_asm.storeConstant(Size::W, R7, field(offsetof(RecordHeader, handler)), static_cast<int32_t>(m_index));
    m_asm.load(Size::W, R1, R7, frame::flags);
    int32_t flags = 0;
    if (m_t.sitesByAddress() && !kernelSide)
        flags |= SiteIsAddress;
    if (hasFrame)
        flags |= HasFrame;
    if (m_usesExecname)
        flags |= HasExecname;
    if (flags)
        m_asm.alu(Alu::Or, R1, flags);
    m_asm.store(Size::W, R7, field(offsetof(RecordHeader, flags)), R1);
    if (!fillsSiteAtStart())
        fillSite();
    if (!m_timeAtStart || !m_needsFrame) {
        m_asm.call(BPF_FUNC_ktime_get_ns);
        m_asm.store(Size::DW, R7, field(offsetof(RecordHeader, timeNs)), R0);
        m_asm.call(BPF_FUNC_get_current_pid_tgid);
        m_asm.store(Size::W, R7, field(offsetof(RecordHeader, tid)), R0);
        m_asm.alu(Alu::ShiftRight, R0, 32);
        m_asm.store(Size::W, R7, field(offsetof(RecordHeader, pid)), R0);
    }
    m_asm.call(BPF_FUNC_get_smp_processor_id);
    m_asm.store(Size::W, R7, field(offsetof(RecordHeader, cpu)), R0);
    m_asm.load(Size::W, R1, R7, frame::lost);
    m_asm.store(Size::W, R7, field(offsetof(RecordHeader, lostBefore)), R1);
    if (!hasFrame) {
        m_asm.storeConstant(Size::DW, R7, field(offsetof(RecordHeader, stackPointer)), 0);
        m_asm.storeConstant(Size::DW, R7, field(offsetof(RecordHeader, returnAddress)), 0);
    } else {
        // A frame is known by the address of its return-address slot: at the entry that is the stack pointer; at the return the
        // slot has just been popped, so it lies 8 bytes below.
        m_asm.load(Size::DW, R3, R6, registers::sp);
        if (isReturn)
            m_asm.alu(Alu::Add, R3, -8);
        m_asm.store(Size::DW, R7, field(offsetof(RecordHeader, stackPointer)), R3);
        if (isReturn) {
            m_asm.load(Size::DW, R1, R6, registers::ip);
            m_asm.store(Size::DW, R7, field(offsetof(RecordHeader, returnAddress)), R1);
        } else {
            m_asm.move(R1, R7);
            m_asm.alu(Alu::Add, R1, field(offsetof(RecordHeader, returnAddress)));
            m_asm.constant(R2, 8);
            m_asm.call(kernelSide ? BPF_FUNC_probe_read_kernel : BPF_FUNC_probe_read_user);
        }
    }
    if (m_usesExecname) {
        m_asm.move(R1, R7);
        m_asm.alu(Alu::Add, R1, field(offsetof(RecordHeader, execname)));
        m_asm.constant(R2, sizeof(RecordHeader::execname));
        m_asm.call(BPF_FUNC_get_current_comm);
    } else {
        m_asm.storeConstant(Size::DW, R7, field(offsetof(RecordHeader, execname)), 0);
        m_asm.storeConstant(Size::DW, R7, field(offsetof(RecordHeader, execname)) + 8, 0);
    }

    // The reader polls by time. It is woken when the ring is filling up, and then once for each further sixteenth, since a
    // wake-up costs ten times a record.
    const Label quiet = m_asm.newLabel();
    const Label sent = m_asm.newLabel();
    const auto sixteenth = std::bit_width(m_t.options.ringBytes) - 1 - 4;
    m_asm.mapDescriptor(R1, m_t.bundle.ringMap);
    m_asm.constant(R2, BPF_RB_AVAIL_DATA);
    m_asm.call(BPF_FUNC_ringbuf_query);
    m_asm.constant(R4, BPF_RB_NO_WAKEUP);
    m_asm.move(R1, R0);
    m_asm.alu(Alu::Add, R1, R8);
    m_asm.alu(Alu::Xor, R0, R1);
    m_asm.alu(Alu::ShiftRight, R0, sixteenth);
    m_asm.jumpIf(Condition::Equal, R0, 0, quiet);
    m_asm.jumpIf(Condition::Below, R1, static_cast<int32_t>(m_t.options.ringBytes / 4), quiet);
    m_asm.constant(R4, BPF_RB_FORCE_WAKEUP);
    m_asm.bind(quiet);
    m_asm.mapDescriptor(R1, m_t.bundle.ringMap);
    m_asm.move(R2, R7);
    m_asm.alu(Alu::Add, R2, m_output);
    m_asm.move(R3, R8);
    m_asm.call(BPF_FUNC_ringbuf_output);
    m_asm.move(R8, R0);
    m_asm.storeConstant(Size::W, R7, frame::lost, 0);
    m_asm.jumpIf(Condition::Equal, R8, 0, sent);
    m_asm.load(Size::W, R1, R7, field(offsetof(RecordHeader, lostBefore)));
    m_asm.alu(Alu::Add, R1, 1);
    m_asm.store(Size::W, R7, frame::lost, R1);
    countFor(offsetof(HandlerCounters, ringFull));
    m_asm.bind(sent);
}

}
