// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "analysis/probe_binder.h"
#include "translator/handler_emitter.h"
#include "translator/registers.h"

#include <algorithm>
#include <cstddef>

/// Stacks go into the record as they are; frames and names are made of them outside the kernel.
namespace tapscope::translator {

using namespace bpf;

void HandlerEmitter::kernelStack(const std::function<Reg()> &base, int32_t at)
{
    const Label fine = m_asm.newLabel();
    m_asm.move(R2, base());
    m_asm.alu(Alu::Add, R2, at + 8);
    m_asm.move(R1, R6);
    m_asm.constant(R3, kernelStackBytes);
    m_asm.constant(R4, 0);
    m_asm.call(BPF_FUNC_get_stack);
    m_asm.jumpIf(Condition::Greater, R0, 0, fine);
    m_asm.constant(R0, 0);
    m_asm.bind(fine);
}

void HandlerEmitter::replacedReturns(const std::function<Reg()> &base, int32_t at)
{
    constexpr auto returnsAt = static_cast<int32_t>(offsetof(UserStackHeader, returns));
    constexpr int32_t most = 16, bytes = sizeof(UserStackHeader::Return);
    m_asm.storeConstant(Size::DW, base(), at + returnsAt, 0);
    const auto &handlers = m_t.bundle.program.handlers;
    const bool any = std::ranges::any_of(handlers, [&](const analysis::Handler &handler) {
        return handler.kind == analysis::ProbeKind::UserReturn && !m_t.returnsByInstruction(handler);
    });
    const auto kernel = any ? analysis::runningKernelCached() : std::unexpected(Failure{});
    if (!kernel)
        return;
    const auto state = (*kernel)->memberOffset("task_struct", "utask");
    const auto calls = (*kernel)->memberOffset("uprobe_task", "return_instances");
    const auto slot = (*kernel)->memberOffset("return_instance", "stack");
    const auto address = (*kernel)->memberOffset("return_instance", "orig_ret_vaddr");
    const auto next = (*kernel)->memberOffset("return_instance", "next");
    if (!state || !calls || !slot || !address || !next)
        return;
    const Label ends = m_asm.newLabel();
    // What stack::evaluation points to, and a word at an offset of it, goes to `to`.
    const auto read = [&](uint32_t offset, bool toRecord, int32_t to) {
        if (toRecord) {
            m_asm.move(R1, base());
            m_asm.alu(Alu::Add, R1, to);
        } else {
            m_asm.move(R1, R10);
            m_asm.alu(Alu::Add, R1, to);
        }
        m_asm.constant(R2, 8);
        m_asm.load(Size::DW, R3, R10, stack::evaluation);
        m_asm.alu(Alu::Add, R3, static_cast<int32_t>(offset));
        m_asm.call(BPF_FUNC_probe_read_kernel);
        m_asm.jumpIf(Condition::NotEqual, R0, 0, ends);
    };
    const auto follow = [&](uint32_t offset) {
        read(offset, false, stack::word);
        m_asm.load(Size::DW, R1, R10, stack::word);
        m_asm.jumpIf(Condition::Equal, R1, 0, ends);
        m_asm.store(Size::DW, R10, stack::evaluation, R1);
    };
    m_asm.call(BPF_FUNC_get_current_task);
    m_asm.store(Size::DW, R10, stack::evaluation, R0);
    follow(*state);
    follow(*calls);
    for (int32_t n = 0; n < most; ++n) {
        const int32_t pair = at + returnsAt + n * bytes;
        read(*address, true, pair + 8);
        read(*slot, true, pair);
        if (n + 1 == most)
            break;
        m_asm.storeConstant(Size::DW, base(), pair + bytes, 0);
        follow(*next);
    }
    m_asm.bind(ends);
}

void HandlerEmitter::userStack(const std::function<Reg()> &base, int32_t at)
{
    constexpr auto registersAt = static_cast<int32_t>(offsetof(UserStackHeader, registers));
    constexpr auto copiedAt = static_cast<int32_t>(offsetof(UserStackHeader, copied));
    constexpr auto data = static_cast<int32_t>(sizeof(UserStackHeader));
    constexpr int32_t page = stackPageBytes, contextBytes = 168;
    const Label ends = m_asm.newLabel();
    const auto address = [&](Reg dst, int32_t offset) {
        m_asm.move(dst, base());
        m_asm.alu(Alu::Add, dst, at + offset);
    };
    m_asm.storeConstant(Size::DW, base(), at + copiedAt, 0);
    if (analysis::isKernelSide(m_handler.kind)) {
        // What the program left in its registers when it entered the kernel.
        m_asm.call(BPF_FUNC_get_current_task_btf);
        m_asm.move(R1, R0);
        m_asm.call(BPF_FUNC_task_pt_regs);
        m_asm.store(Size::DW, R10, stack::word, R0);
        address(R1, data);
        m_asm.constant(R2, contextBytes);
        m_asm.load(Size::DW, R3, R10, stack::word);
        m_asm.call(BPF_FUNC_probe_read_kernel);
    }
    for (int32_t n = 0; n < registers::count; ++n) {
        const Reg to = base();
        if (analysis::isKernelSide(m_handler.kind))
            m_asm.load(Size::DW, R0, to, at + data + registers::byDwarfNumber[n]);
        else
            m_asm.load(Size::DW, R0, R6, registers::byDwarfNumber[n]);
        m_asm.store(Size::DW, to, at + registersAt + 8 * n, R0);
    }
    replacedReturns(base, at);
    // The rest of the page that the stack pointer is in, and those behind it. Places in the record go by the place in the page.
    constexpr int32_t stackPointer = 7;
    m_asm.load(Size::DW, R3, base(), at + registersAt + 8 * stackPointer);
    m_asm.store(Size::DW, R10, stack::word, R3);
    address(R1, data);
    m_asm.alu(Alu::And, R3, page - 1);
    m_asm.alu(Alu::Add, R1, R3);
    m_asm.constant(R2, page);
    m_asm.alu(Alu::Subtract, R2, R3);
    m_asm.load(Size::DW, R3, R10, stack::word);
    m_asm.call(BPF_FUNC_probe_read_user);
    m_asm.jumpIf(Condition::NotEqual, R0, 0, ends);
    m_asm.storeConstant(Size::DW, base(), at + copiedAt, page);
    for (int32_t n = 1; n < static_cast<int32_t>(m_t.options.stackPages); ++n) {
        address(R1, data + n * page);
        m_asm.constant(R2, page);
        m_asm.load(Size::DW, R3, R10, stack::word);
        m_asm.alu(Alu::And, R3, -page);
        m_asm.alu(Alu::Add, R3, n * page);
        m_asm.call(BPF_FUNC_probe_read_user);
        m_asm.jumpIf(Condition::NotEqual, R0, 0, ends);
        m_asm.storeConstant(Size::DW, base(), at + copiedAt, (n + 1) * page);
    }
    m_asm.bind(ends);
    m_asm.load(Size::DW, R0, base(), at + copiedAt);
    m_asm.alu(Alu::Add, R0, data - 8);
}

}
