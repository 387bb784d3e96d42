// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "translator/translation.h"

/// Which processes belong to the target's tree. A fork puts the child in when its parent is in, and takes a stale entry out when
/// it is not, so that a process number used again is never mistaken. Exits need no program: the table forgets what was not
/// looked up for longest.
namespace tapscope::translator {

using namespace bpf;

void emitProcessTree(Translation &t)
{
    constexpr int32_t parentKey = -8, childKey = -16, one = -24;
    Assembler a;
    const Label exit = a.newLabel();
    const Label foreign = a.newLabel();
    const auto key = [&](int32_t offset) {
        a.mapDescriptor(R1, t.bundle.targetsMap);
        a.move(R2, R10);
        a.alu(Alu::Add, R2, offset);
    };
    for (const analysis::Handler &handler : t.bundle.program.handlers) {
        if (handler.targetProcessesOnly) {
            a.mark(handler.range);
            break;
        }
    }
    // The arguments are the two task_structs; the parent is the one that runs.
    a.load(Size::DW, R3, R1, 8);
    a.alu(Alu::Add, R3, t.options.taskTgidOffset);
    a.move(R1, R10);
    a.alu(Alu::Add, R1, childKey);
    a.constant(R2, 4);
    a.call(BPF_FUNC_probe_read_kernel);
    a.jumpIf(Condition::NotEqual, R0, 0, exit);
    a.call(BPF_FUNC_get_current_pid_tgid);
    a.alu(Alu::ShiftRight, R0, 32);
    a.store(Size::W, R10, parentKey, R0);
    // A new thread of the same process.
    a.load(Size::W, R1, R10, childKey);
    a.jumpIf(Condition::Equal, R1, R0, exit);
    key(parentKey);
    a.call(BPF_FUNC_map_lookup_elem);
    a.jumpIf(Condition::Equal, R0, 0, foreign);
    a.storeConstant(Size::W, R10, one, 1);
    key(childKey);
    a.move(R3, R10);
    a.alu(Alu::Add, R3, one);
    a.constant(R4, BPF_ANY);
    a.call(BPF_FUNC_map_update_elem);
    a.jump(exit);
    a.bind(foreign);
    key(childKey);
    a.call(BPF_FUNC_map_delete_elem);
    a.bind(exit);
    a.constant(R0, 0);
    a.exit();
    (void)a.resolve();
    planTracepoint(t, a, "sched_process_fork", "fork");
}

}
