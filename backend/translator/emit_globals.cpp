// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "translator/handler_emitter.h"

#include <algorithm>

namespace tapscope::translator {

using namespace bpf;

void HandlerEmitter::globalAccess(const Instruction &i)
{
    const GlobalLayout &layout = m_t.bundle.globals[static_cast<size_t>(i.imm)];
    const auto address = [&](Reg reg) { m_asm.mapValue(reg, layout.map, layout.offset); };
    if (i.op == Op::LoadGlobal && i.type == ir::Type::String) {
        if (temporary(i))
            stringOperation(i);
        return;
    }
    switch (i.op) {
    case Op::LoadGlobal:
        address(R1);
        m_asm.load(Size::DW, R0, R1, 0);
        define(i, R0);
        break;
    case Op::StoreGlobal: {
        int32_t imm = 0;
        if (i.type == ir::Type::String) {
            materialise(i.a, R7, temporary(i), m_t.options.maxStringLength, false);
            m_asm.move(R3, R7);
            m_asm.alu(Alu::Add, R3, temporary(i));
            address(R1);
            m_asm.constant(R2, m_t.options.maxStringLength);
            m_asm.call(BPF_FUNC_probe_read_kernel_str);
            break;
        }
        address(R1);
        if (immediateOf(i.a, imm))
            m_asm.storeConstant(Size::DW, R1, 0, imm);
        else
            m_asm.store(Size::DW, R1, 0, use(i.a, R0));
        break;
    }
    case Op::DeleteGlobal:
        if (!layout.keys.empty() || layout.perCpu) {
            deleteAll(i);
            break;
        }
        address(R1);
        m_asm.storeConstant(m_t.bundle.program.globals[static_cast<size_t>(i.imm)].type == ir::Type::String ? Size::B : Size::DW,
                            R1, 0, 0);
        break;
    default: { // AddGlobal
        address(R1);
        into(i.a, R0);
        const bool wanted = m_uses[i.result] > 0;
        m_asm.atomic(wanted ? BPF_ADD | BPF_FETCH : BPF_ADD, R1, 0, R0);
        if (wanted)
            define(i, R0);
    }
    }
}

void HandlerEmitter::arrayAccess(const Instruction &i)
{
    const auto global = static_cast<size_t>(i.imm);
    const GlobalLayout &layout = m_t.bundle.globals[global];
    const bool isString = m_t.bundle.program.globals[global].type == ir::Type::String;
    const std::string &name = m_t.bundle.program.globals[global].name;
    if ((i.op == Op::HasElement || i.op == Op::DeleteElement) && std::ranges::find(i.keys, ValueId{0}) != i.keys.end()) {
        matchingElements(i);
        return;
    }
    const bool onStack = keyBytes(layout) <= static_cast<uint32_t>(stack::areaBytes);
    const Label missing = m_asm.newLabel();
    const Label done = m_asm.newLabel();
    const auto keyAgain = [&] {
        m_asm.mapDescriptor(R1, layout.map);
        m_asm.move(R2, onStack ? R10 : R7);
        m_asm.alu(Alu::Add, R2, onStack ? stack::area : m_keyArea);
    };
    buildKey(i, layout);
    m_asm.mapDescriptor(R1, layout.map);
    switch (i.op) {
    case Op::LoadElement:
        m_asm.call(BPF_FUNC_map_lookup_elem);
        if (isString) {
            m_asm.storeConstant(Size::B, R7, temporary(i), 0);
            m_asm.jumpIf(Condition::Equal, R0, 0, done);
            m_asm.move(R3, R0);
            m_asm.move(R1, R7);
            m_asm.alu(Alu::Add, R1, temporary(i));
            m_asm.constant(R2, m_t.options.maxStringLength);
            m_asm.call(BPF_FUNC_probe_read_kernel_str);
            m_asm.bind(done);
            return;
        }
        m_asm.jumpIf(Condition::Equal, R0, 0, done);
        m_asm.load(Size::DW, R0, R0, 0);
        m_asm.bind(done);
        define(i, R0);
        return;
    case Op::HasElement:
        m_asm.call(BPF_FUNC_map_lookup_elem);
        m_asm.jumpIf(Condition::Equal, R0, 0, done);
        m_asm.constant(R0, 1);
        m_asm.bind(done);
        define(i, R0);
        return;
    case Op::DeleteElement: m_asm.call(BPF_FUNC_map_delete_elem); return;
    case Op::StoreElement:
        if (isString) {
            const int32_t value = temporary(i);
            materialise(i.a, R7, value, m_t.options.maxStringLength, true);
            keyAgain();
            m_asm.move(R3, R7);
            m_asm.alu(Alu::Add, R3, value);
        } else {
            m_asm.store(Size::DW, R10, stack::word, use(i.a, R0));
            m_asm.move(R3, R10);
            m_asm.alu(Alu::Add, R3, stack::word);
        }
        m_asm.constant(R4, BPF_ANY);
        m_asm.call(BPF_FUNC_map_update_elem);
        m_asm.jumpIf(Condition::Equal, R0, 0, done);
        raise(i, RuntimeError::ArrayOverflow, name, false);
        m_asm.bind(done);
        return;
    default: break;
    }
    // AddElement. The common case, an element that is there, is one atomic instruction; two handlers that both find none there
    // race for the insertion, and the loser adds to the winner's.
    const Label found = m_asm.newLabel();
    const Label stored = m_asm.newLabel();
    const bool wanted = m_uses[i.result] > 0;
    m_asm.call(BPF_FUNC_map_lookup_elem);
    m_asm.jumpIf(Condition::NotEqual, R0, 0, found);
    m_asm.store(Size::DW, R10, stack::word, use(i.a, R0));
    keyAgain();
    m_asm.move(R3, R10);
    m_asm.alu(Alu::Add, R3, stack::word);
    m_asm.constant(R4, BPF_NOEXIST);
    m_asm.call(BPF_FUNC_map_update_elem);
    m_asm.jumpIf(Condition::Equal, R0, 0, stored);
    keyAgain();
    m_asm.call(BPF_FUNC_map_lookup_elem);
    m_asm.jumpIf(Condition::NotEqual, R0, 0, found);
    m_asm.bind(missing);
    raise(i, RuntimeError::ArrayOverflow, name, false);
    m_asm.bind(found);
    into(i.a, R1);
    m_asm.atomic(wanted ? BPF_ADD | BPF_FETCH : BPF_ADD, R0, 0, R1);
    if (wanted) {
        m_asm.move(R0, R1);
        m_asm.jump(done);
        m_asm.bind(stored);
        m_asm.constant(R0, 0);
        m_asm.bind(done);
        define(i, R0);
    } else {
        m_asm.bind(stored);
    }
}

}
