// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "translator/translation.h"

#include <algorithm>
#include <cstddef>
#include <set>

/// Reads the kernel's memory for handlers that run outside of it: the engine writes what it wants into a map, calls the function
/// that the program is on, and finds the answer in the map.
namespace tapscope::translator {

using namespace bpf;

namespace {

bool readsKernelMemory(const ir::Instruction &i)
{
    if (i.op != ir::Op::Intrinsic)
        return false;
    const auto what = static_cast<analysis::Intrinsic>(i.imm);
    using analysis::Intrinsic;
    return what == Intrinsic::KernelLong || what == Intrinsic::KernelString || what == Intrinsic::KernelMemory
        || what == Intrinsic::KernelStringQuoted || what == Intrinsic::KernelBufferQuoted;
}

/// Whether a handler that runs outside of the kernel, or what it calls, reads there.
bool isWanted(const Bundle &bundle)
{
    bool wanted = false;
    std::set<int64_t> called;
    std::vector<int64_t> open;
    const auto look = [&](const ir::Function &body) {
        for (const ir::BasicBlock &block : body.blocks) {
            for (const ir::Instruction &i : block.instructions) {
                wanted = wanted || readsKernelMemory(i);
                if (i.op == ir::Op::Call && called.insert(i.imm).second)
                    open.push_back(i.imm);
            }
        }
    };
    for (const ir::Handler &handler : bundle.ir.handlers) {
        if (!bundle.program.handlers[handler.programHandler].inKernel())
            look(handler.body);
    }
    while (!open.empty() && !wanted) {
        const auto function = static_cast<size_t>(open.back());
        open.pop_back();
        look(bundle.ir.functions[function]);
    }
    return wanted;
}

}

void emitKernelReader(Translation &t)
{
    if (t.options.kernelReaderFile.empty() || !isWanted(t.bundle))
        return;
    t.bundle.kernelReaderMap = t.addMap("kernel_reader", BPF_MAP_TYPE_ARRAY, 4, sizeof(KernelRead), 1, BPF_F_MMAPABLE, true);
    Assembler a;
    const Label exit = a.newLabel();
    const Label text = a.newLabel();
    const Label done = a.newLabel();
    a.mark(t.bundle.program.handlers.front().range);
    a.mapValue(R6, t.bundle.kernelReaderMap, 0);
    a.load(Size::W, R2, R6, offsetof(KernelRead, size));
    a.jumpIf(Condition::Above, R2, sizeof(KernelRead::bytes), exit);
    a.load(Size::DW, R3, R6, offsetof(KernelRead, address));
    a.load(Size::W, R4, R6, offsetof(KernelRead, isText));
    a.move(R1, R6);
    a.alu(Alu::Add, R1, offsetof(KernelRead, bytes));
    a.jumpIf(Condition::NotEqual, R4, 0, text);
    a.call(BPF_FUNC_probe_read_kernel);
    a.jump(done);
    a.bind(text);
    a.call(BPF_FUNC_probe_read_kernel_str);
    a.bind(done);
    a.store(Size::DW, R6, offsetof(KernelRead, result), R0);
    a.bind(exit);
    a.constant(R0, 0);
    a.exit();
    (void)a.resolve();
    PlannedAttachment planned;
    planned.handler = UINT32_MAX;
    planned.path = t.options.kernelReaderFile;
    planned.attachment.kind = protocol::Attachment::Kind::UserFunctions;
    planned.attachment.program = addProgram(t, a, {{FunctionMark{0, "read_kernel", false}}}, protocol::Program::Kind::Uprobe,
                                            "read_kernel");
    planned.attachment.offsets = {t.options.kernelReaderOffset};
    planned.attachment.cookies = {0};
    t.bundle.kernelReaderAttachment = static_cast<int32_t>(t.bundle.attachments.size());
    t.bundle.attachments.push_back(std::move(planned));
}

}
