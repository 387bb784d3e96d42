// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

// From a handler's plan to a program of the bundle.

#include "translator/alignment.h"
#include "translator/handler_emitter.h"
#include "translator/stack_layout.h"

#include <algorithm>

namespace tapscope::translator {

using namespace ir;

namespace {

/// A frame is one per-CPU value, which the kernel allocates in units of 32 KiB.
constexpr uint32_t maxFrameBytes = 32 << 10;

}

HandlerEmitter::HandlerEmitter(Translation &t, uint32_t handler, protocol::Program::Kind kind)
    : m_t(t)
    , m_index(handler)
    , m_handler(t.bundle.program.handlers[handler])
    , m_f(t.bodies[handler])
    , m_kind(kind)
{}

bool HandlerEmitter::emit()
{
    plan();
    if (!check())
        return false;
    if (m_frameBytes > maxFrameBytes) {
        m_t.refusals.error(
            "frame-too-large", m_handler.range,
            {TAPSCOPE_TEXT("Diagnostics", "The strings of this handler need %1 bytes; a handler that runs in the kernel has %2."),
             {std::to_string(m_frameBytes), std::to_string(maxFrameBytes)}},
            {TAPSCOPE_TEXT("Diagnostics", "Use fewer string variables in it, or set a smaller maximum string length."), {}});
        return false;
    }
    for (size_t b = 0; b < m_f.blocks.size(); ++b)
        m_blockLabels.push_back(m_asm.newLabel());
    for (size_t l = 0; l < m_loops.loops.size(); ++l)
        m_loopLabels.push_back(m_asm.newLabel());
    m_exit = m_asm.newLabel();
    m_quiet = m_asm.newLabel();
    m_send = m_asm.newLabel();
    m_release = m_asm.newLabel();
    m_abort = m_asm.newLabel();
    m_return = m_asm.newLabel();
    m_functions.push_back({0, "handler " + std::to_string(m_index) + ' ' + m_handler.probePoint, false});
    prologue();
    unit(-1);
    ends();
    for (size_t l = 0; l < m_loops.loops.size(); ++l)
        unit(static_cast<int32_t>(l));
    std::vector<bpf::Label> functions = m_loopLabels;
    for (size_t r = 0; r < m_routines.size(); ++r) { // one may ask for others
        const Routine routine = m_routines[r];
        m_functions.push_back({m_asm.position(), routine.name, true});
        m_asm.bind(routine.label);
        m_asm.mark(routine.range);
        routine.body();
        functions.push_back(routine.label);
    }
    const std::vector<bool> used = m_asm.removeUnreachable(functions);
    for (size_t f = functions.size(); f-- > 0;) {
        m_functions[f + 1].instruction = m_asm.labelPosition(functions[f]);
        if (!used[f])
            m_functions.erase(m_functions.begin() + static_cast<std::ptrdiff_t>(f) + 1);
    }
    if (!m_asm.resolve()) {
        m_t.refusals.error(
            "handler-too-large", m_handler.range,
            {TAPSCOPE_TEXT("Diagnostics", "With the functions it calls, this handler is too large to run in the kernel."), {}},
            {TAPSCOPE_TEXT("Diagnostics", "Call fewer functions from it, or move the work to a timer handler."), {}});
        return false;
    }
    std::vector<uint32_t> starts;
    for (const bpf::FunctionMark &function : m_functions)
        starts.push_back(function.instruction);
    const std::vector<uint32_t> sizes = bpf::packStack(m_asm.code(), starts);
    if (starts.size() > 1 && !bpf::deepestUse(m_asm.code(), starts, sizes).fits()) {
        m_t.refusals.error(
            "loops-too-deep", m_f.blocks[m_loops.loops.empty() ? 0 : m_loops.loops[0].head].instructions.back().range,
            {TAPSCOPE_TEXT("Diagnostics", "The loops of this handler lie too deep in each other to run in the kernel."), {}},
            {TAPSCOPE_TEXT("Diagnostics", "Move an inner loop to a timer handler, which has no such limit."), {}});
        return false;
    }
    // Every handler can come to need a frame to tell of an error.
    m_t.frameBytes = std::max(m_t.frameBytes, align8(m_frameBytes));
    m_t.bundle.programOfHandler[m_index] = addProgram(m_t, m_asm, m_functions, m_kind, "handler" + std::to_string(m_index));
    protocol::Program &program = m_t.bundle.kernel.programs.back();
    constexpr size_t fewReturns = 64;
    program.fewReturns = m_handler.kind == analysis::ProbeKind::KernelReturn
        && (m_handler.sites.size() <= fewReturns || m_handler.maxActive > 0);
    program.insideFunctions = m_kind == protocol::Program::Kind::Kprobe
        && std::ranges::any_of(m_handler.sites,
                               [&](uint32_t site) { return m_t.bundle.program.sites[site].kernelSymbol.contains('+'); });
    return true;
}

bool emitHandler(Translation &t, uint32_t handler, protocol::Program::Kind kind)
{
    return HandlerEmitter(t, handler, kind).emit();
}

}
