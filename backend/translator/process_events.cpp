// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "translator/handler_emitter.h"
#include "translator/registers.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <vector>

namespace tapscope::translator {

using namespace bpf;
using analysis::LifeEvent;

namespace {

// Numbers of system calls.
/// The calls of 32-bit programs, and those by which one begins or is begun, have numbers of their own.
constexpr int32_t narrowClone = 120, narrowFork = 2, narrowVfork = 190, narrowExecute = 11, narrowExecuteAt = 358;
constexpr int32_t cloneCall = 56, forkCall = 57, vforkCall = 58, executeCall = 59, executeAtCall = 322, clone3Call = 435;

/// pointer + offset, read into the stack at `to`; leaves for `otherwise` when it cannot be. r3 holds the pointer.
void follow(Assembler &a, int32_t offset, int32_t to, Label otherwise)
{
    a.alu(Alu::Add, R3, offset);
    a.move(R1, R10);
    a.alu(Alu::Add, R1, to);
    a.constant(R2, 8);
    a.call(BPF_FUNC_probe_read_kernel);
    a.jumpIf(Condition::NotEqual, R0, 0, otherwise);
    a.load(Size::DW, R3, R10, to);
}

/// r2 = address of the key on the stack: process `tgid` (in r6) in the set `program`.
void memberKey(Translation &t, Assembler &a, size_t program, int32_t at)
{
    a.constant(R1, static_cast<int64_t>(program) << 32);
    a.alu(Alu::Or, R1, R6);
    a.store(Size::DW, R10, at, R1);
    a.mapDescriptor(R1, t.bundle.programsMap);
    a.move(R2, R10);
    a.alu(Alu::Add, R2, at);
}

void enter(Translation &t, Assembler &a, size_t program, int32_t key, int32_t one)
{
    a.storeConstant(Size::W, R10, one, 1);
    memberKey(t, a, program, key);
    a.move(R3, R10);
    a.alu(Alu::Add, R3, one);
    a.constant(R4, BPF_ANY);
    a.call(BPF_FUNC_map_update_elem);
}

/// Tells the engine, at once, that process r6 has begun to run the program: it has to find the memory that is watched.
void announce(Translation &t, Assembler &a, size_t program, int32_t record)
{
    constexpr auto bytes = static_cast<int32_t>(sizeof(RecordHeader));
    for (int32_t at = 0; at < bytes; at += 8)
        a.storeConstant(Size::DW, R10, record + at, 0);
    a.storeConstant(Size::W, R10, record + static_cast<int32_t>(offsetof(RecordHeader, handler)),
                    static_cast<int32_t>(programStarted));
    a.storeConstant(Size::W, R10, record + static_cast<int32_t>(offsetof(RecordHeader, site)), static_cast<int32_t>(program));
    a.store(Size::W, R10, record + static_cast<int32_t>(offsetof(RecordHeader, pid)), R6);
    a.call(BPF_FUNC_ktime_get_ns);
    a.store(Size::DW, R10, record + static_cast<int32_t>(offsetof(RecordHeader, timeNs)), R0);
    a.mapDescriptor(R1, t.bundle.ringMap);
    a.move(R2, R10);
    a.alu(Alu::Add, R2, record);
    a.constant(R3, bytes);
    a.constant(R4, BPF_RB_FORCE_WAKEUP);
    a.call(BPF_FUNC_ringbuf_output);
}

bool isMemoryWatched(const Translation &t, size_t program)
{
    return std::ranges::any_of(t.bundle.program.handlers, [&](const analysis::Handler &handler) {
        return handler.perf.inEachProcess && handler.watchedProgram == program;
    });
}

void markFirst(Translation &t, Assembler &a)
{
    const auto &handlers = t.bundle.program.handlers;
    const auto first = std::ranges::find_if(handlers, [](const auto &h) { return h.watchedProgram.has_value(); });
    if (first != handlers.end())
        a.mark(first->range);
}

}

void HandlerEmitter::onlyLifeEvent()
{
    const bool ofThread = m_handler.lifeEvent == LifeEvent::ThreadBegin || m_handler.lifeEvent == LifeEvent::ThreadEnd;
    const bool begins = m_handler.lifeEvent == LifeEvent::ProcessBegin || m_handler.lifeEvent == LifeEvent::ThreadBegin;
    // Only the new one sees its parent's call end with 0; so does one that runs another program.
    if (begins) {
        m_asm.load(Size::DW, R1, R6, 8);
        m_asm.jumpIf(Condition::NotEqual, R1, 0, m_quiet);
    }
    m_asm.call(BPF_FUNC_get_current_pid_tgid);
    m_asm.move(R1, R0);
    m_asm.alu(Alu::ShiftRight, R1, 32);
    m_asm.alu(Alu::ShiftLeft, R0, 32);
    m_asm.alu(Alu::ShiftRight, R0, 32);
    m_asm.jumpIf(ofThread ? Condition::Equal : Condition::NotEqual, R0, R1, m_quiet);
    if (!begins)
        return;
    const Label fits = m_asm.newLabel(), narrow = m_asm.newLabel();
    const auto readRegister = [this](int32_t at) {
        m_asm.load(Size::DW, R3, R6, 0);
        m_asm.alu(Alu::Add, R3, at);
        readMemory(stack::word, 8, true);
        m_asm.load(Size::DW, R1, R10, stack::word);
    };
    const auto anyOf = [&](std::vector<int32_t> calls, std::initializer_list<int32_t> ofProcesses) {
        if (!ofThread)
            calls.insert(calls.end(), ofProcesses);
        for (const int32_t call : calls)
            m_asm.jumpIf(Condition::Equal, R1, call, fits);
        m_asm.jump(m_quiet);
    };
    readRegister(registers::codeSegment);
    m_asm.jumpIf(Condition::Equal, R1, registers::narrowCode, narrow);
    readRegister(registers::callNumber);
    anyOf({cloneCall, clone3Call}, {forkCall, vforkCall, executeCall, executeAtCall});
    m_asm.bind(narrow);
    readRegister(registers::callNumber);
    anyOf({narrowClone, clone3Call}, {narrowFork, narrowVfork, narrowExecute, narrowExecuteAt});
    m_asm.bind(fits);
}

void emitProgramTracking(Translation &t)
{
    const TranslateOptions &options = t.options;
    const int32_t offsets[] = {options.taskMmOffset,      options.mmExeFileOffset, options.fileInodeOffset,
                               options.inodeNumberOffset, options.inodeSizeOffset, options.taskTgidOffset};
    if (std::ranges::any_of(offsets, [](int32_t offset) { return offset < 0; }) || !options.features.rawTracepoint) {
        const auto &handlers = t.bundle.program.handlers;
        const auto first = std::ranges::find_if(handlers, [](const auto &h) { return h.watchedProgram.has_value(); });
        t.diagnostics.error(
            "no-kernel-btf", first == handlers.end() ? script::Range{} : first->range,
            {TAPSCOPE_TEXT("Diagnostics", "This kernel does not tell which program a process runs (it has no BTF)."), {}},
            {TAPSCOPE_TEXT("Diagnostics", "Use a kernel with CONFIG_DEBUG_INFO_BTF, or probe a process by its number."), {}});
        return;
    }
    constexpr int32_t word = -8, key = -16, one = -24, size = -32, inode = -40, record = -120;
    const auto &programs = t.bundle.program.watchedPrograms;
    {
        // A process runs another program.
        Assembler a;
        const Label exit = a.newLabel();
        markFirst(t, a);
        a.call(BPF_FUNC_get_current_pid_tgid);
        a.alu(Alu::ShiftRight, R0, 32);
        a.move(R6, R0);
        a.call(BPF_FUNC_get_current_task);
        a.move(R3, R0);
        follow(a, options.taskMmOffset, word, exit);
        follow(a, options.mmExeFileOffset, word, exit);
        follow(a, options.fileInodeOffset, inode, exit);
        follow(a, options.inodeNumberOffset, word, exit);
        a.load(Size::DW, R3, R10, inode);
        follow(a, options.inodeSizeOffset, size, exit);
        for (size_t n = 0; n < programs.size(); ++n) {
            const Label other = a.newLabel();
            const Label next = a.newLabel();
            a.load(Size::DW, R1, R10, word);
            a.constant(R2, static_cast<int64_t>(programs[n].inode));
            a.jumpIf(Condition::NotEqual, R1, R2, other);
            a.load(Size::DW, R1, R10, size);
            a.constant(R2, static_cast<int64_t>(programs[n].bytes));
            a.jumpIf(Condition::NotEqual, R1, R2, other);
            enter(t, a, n, key, one);
            if (isMemoryWatched(t, n))
                announce(t, a, n, record);
            a.jump(next);
            a.bind(other);
            memberKey(t, a, n, key);
            a.call(BPF_FUNC_map_delete_elem);
            a.bind(next);
        }
        a.bind(exit);
        a.constant(R0, 0);
        a.exit();
        (void)a.resolve();
        planTracepoint(t, a, "sched_process_exec", "programs_exec");
    }
    // A child runs what its parent does, until it runs something else.
    Assembler a;
    const Label exit = a.newLabel();
    markFirst(t, a);
    a.load(Size::DW, R3, R1, 8);
    a.alu(Alu::Add, R3, options.taskTgidOffset);
    a.move(R1, R10);
    a.alu(Alu::Add, R1, word);
    a.constant(R2, 4);
    a.call(BPF_FUNC_probe_read_kernel);
    a.jumpIf(Condition::NotEqual, R0, 0, exit);
    a.call(BPF_FUNC_get_current_pid_tgid);
    a.alu(Alu::ShiftRight, R0, 32);
    a.move(R7, R0);
    a.load(Size::W, R8, R10, word);
    a.jumpIf(Condition::Equal, R7, R8, exit); // a new thread of the same process
    for (size_t n = 0; n < programs.size(); ++n) {
        const Label foreign = a.newLabel();
        const Label next = a.newLabel();
        a.move(R6, R7);
        memberKey(t, a, n, key);
        a.call(BPF_FUNC_map_lookup_elem);
        a.move(R6, R8);
        a.jumpIf(Condition::Equal, R0, 0, foreign);
        enter(t, a, n, key, one);
        a.jump(next);
        a.bind(foreign);
        memberKey(t, a, n, key);
        a.call(BPF_FUNC_map_delete_elem);
        a.bind(next);
    }
    a.bind(exit);
    a.constant(R0, 0);
    a.exit();
    (void)a.resolve();
    planTracepoint(t, a, "sched_process_fork", "programs_fork");
}

}
