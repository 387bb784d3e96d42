// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "translator/handler_emitter.h"
#include "translator/registers.h"

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

void HandlerEmitter::userStack(const std::function<Reg()> &base, int32_t at)
{
    constexpr auto registersAt = static_cast<int32_t>(offsetof(UserStackHeader, registers));
    constexpr auto copiedAt = static_cast<int32_t>(offsetof(UserStackHeader, copied));
    constexpr auto data = static_cast<int32_t>(sizeof(UserStackHeader));
    constexpr int32_t page = 4096, contextBytes = 168;
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
    // The rest of the page that the stack pointer is in, and the next. Places in the record go by the place in the page.
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
    address(R1, data + page);
    m_asm.constant(R2, page);
    m_asm.load(Size::DW, R3, R10, stack::word);
    m_asm.alu(Alu::And, R3, -page);
    m_asm.alu(Alu::Add, R3, page);
    m_asm.call(BPF_FUNC_probe_read_user);
    m_asm.jumpIf(Condition::NotEqual, R0, 0, ends);
    m_asm.storeConstant(Size::DW, base(), at + copiedAt, 2 * page);
    m_asm.bind(ends);
    m_asm.load(Size::DW, R0, base(), at + copiedAt);
    m_asm.alu(Alu::Add, R0, data - 8);
}

}
