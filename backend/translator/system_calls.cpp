// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "translator/registers.h"
#include "translator/translation.h"

#include <array>
#include <map>

/// A script that probes many system calls has a handler for each, but the kernel has one tracepoint for all of them. One program
/// per direction looks the call's number up in a program array and goes on with its handler. A call with several handlers has
/// them in as many arrays.
namespace tapscope::translator {

using namespace bpf;

namespace {

constexpr uint32_t arrayEntries = 512; ///< above the numbers of x86-64's system calls

bool isReturn(const Translation &t, const analysis::Handler &handler)
{
    return t.bundle.program.sites[handler.sites.front()].isReturn;
}

uint32_t emitDispatcher(Translation &t, int32_t programs, bool atReturn, const script::Range &range)
{
    constexpr int32_t number = -8;
    Assembler a;
    const Label exit = a.newLabel();
    a.mark(range);
    a.move(R6, R1);
    // The arguments are (registers, number) and (registers, result).
    if (atReturn) {
        a.load(Size::DW, R3, R6, 0);
        a.alu(Alu::Add, R3, registers::callNumber);
        a.move(R1, R10);
        a.alu(Alu::Add, R1, number);
        a.constant(R2, 8);
        a.call(BPF_FUNC_probe_read_kernel);
        a.jumpIf(Condition::NotEqual, R0, 0, exit);
        a.load(Size::DW, R3, R10, number);
    } else {
        a.load(Size::DW, R3, R6, 8);
    }
    // A number outside of the array ends here.
    a.move(R1, R6);
    a.mapDescriptor(R2, programs);
    a.call(BPF_FUNC_tail_call);
    a.bind(exit);
    a.constant(R0, 0);
    a.exit();
    (void)a.resolve();
    const char *name = atReturn ? "sys_exit" : "sys_enter";
    return addProgram(t, a, {{FunctionMark{0, name, false}}}, protocol::Program::Kind::RawTracepoint, name);
}

}

bool canBeDispatched(const analysis::Handler &handler)
{
    return handler.systemCall && *handler.systemCall >= 0 && *handler.systemCall < arrayEntries && !handler.sites.empty();
}

void emitSystemCallDispatchers(Translation &t)
{
    struct Layer {
        int32_t programs = -1;
        PlannedAttachment planned;
    };
    std::array<std::vector<Layer>, 2> layers; // by direction
    std::map<std::pair<bool, int64_t>, size_t> taken; // (direction, call) → layers that have it
    const auto &handlers = t.bundle.program.handlers;
    for (uint32_t h = 0; h < handlers.size(); ++h) {
        if (!t.dispatched[h] || t.bundle.programOfHandler[h] == UINT32_MAX)
            continue;
        const bool atReturn = isReturn(t, handlers[h]);
        const size_t at = taken[{atReturn, *handlers[h].systemCall}]++;
        std::vector<Layer> &all = layers[atReturn ? 1 : 0];
        if (at == all.size()) {
            Layer &layer = all.emplace_back();
            layer.programs = t.addMap("system_calls", BPF_MAP_TYPE_PROG_ARRAY, 4, 4, arrayEntries, 0, false);
            layer.planned.handler = h;
            layer.planned.attachment.kind = protocol::Attachment::Kind::RawTracepoint;
            layer.planned.attachment.program = emitDispatcher(t, layer.programs, atReturn, handlers[h].range);
            layer.planned.attachment.symbols = {atReturn ? "sys_exit" : "sys_enter"};
        }
        all[at].planned.sites.push_back(handlers[h].sites.front());
        t.bundle.kernel.programSlots.push_back({static_cast<uint32_t>(all[at].programs),
                                                static_cast<uint32_t>(*handlers[h].systemCall), t.bundle.programOfHandler[h]});
    }
    // Entries first: what they keep is there before a return can want it.
    for (std::vector<Layer> &direction : layers) {
        for (Layer &layer : direction)
            t.bundle.attachments.push_back(std::move(layer.planned));
    }
}

}
