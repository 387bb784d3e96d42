// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "translator/arithmetic.h"
#include "translator/handler_emitter.h"

#include <algorithm>

namespace tapscope::translator {

using namespace bpf;

void HandlerEmitter::unit(int32_t loop)
{
    m_unit = loop;
    size_t first = 0;
    if (loop >= 0) {
        const Loop &l = m_loops.loops[static_cast<size_t>(loop)];
        first = l.head;
        const script::Range range = m_f.blocks[first].instructions.back().range;
        m_functions.push_back({m_asm.position(), "loop " + std::to_string(loop), true});
        m_asm.bind(m_loopLabels[static_cast<size_t>(loop)]);
        m_asm.mark(range);
        if (const int32_t walked = walkOf(loop); walked >= 0)
            startWalkedTurn(walked);
        else
            takeContext(R2);
    }
    std::vector<size_t> order;
    order.push_back(first);
    for (size_t b = 0; b < m_f.blocks.size(); ++b) {
        if (b != first && m_loops.innermost[b] == loop)
            order.push_back(b);
    }
    if (loop < 0 && m_loops.innermost[0] >= 0) {
        // The handler starts with a loop.
        order.erase(order.begin());
        m_asm.jump(target(loop, 0));
    }
    for (size_t n = 0; n < order.size(); ++n)
        block(order[n], loop, n + 1 < order.size() ? order[n + 1] : SIZE_MAX);
    stubs(loop);
}

Label HandlerEmitter::target(int32_t loop, uint32_t to)
{
    if (loop < 0 && to == abortTarget) {
        m_abortUsed = true;
        return m_abort;
    }
    if (loop < 0 && to == returnTarget) {
        m_returnsFromLoop = true;
        return m_needsFrame ? m_return : m_exit;
    }
    const bool isBlock = to < maxActionTarget;
    const bool continues = loop >= 0 && isBlock && to == m_loops.loops[static_cast<size_t>(loop)].head;
    if (isBlock && m_loops.innermost[to] == loop && !continues)
        return m_blockLabels[to];
    const auto [found, isNew] = m_targets.try_emplace({loop, to}, 0);
    if (isNew) {
        found->second = m_asm.newLabel();
        m_openStubs.emplace_back(loop, to);
    }
    return found->second;
}

void HandlerEmitter::stubs(int32_t loop)
{
    while (!m_openStubs.empty()) {
        const auto [unitOf, to] = m_openStubs.back();
        m_openStubs.pop_back();
        m_asm.bind(m_targets[{unitOf, to}]);
        const bool isBlock = to < maxActionTarget;
        if (loop >= 0 && isBlock && to == m_loops.loops[static_cast<size_t>(loop)].head) {
            // When a walk has no more elements, control goes on behind it.
            if (walkOf(loop) >= 0)
                m_asm.storeConstant(Size::DW, R7, frame::exitTarget, afterWalk(loop) + 1);
            m_asm.constant(R0, 0);
            m_asm.exit();
            continue;
        }
        int32_t inner = -1;
        for (size_t l = 0; isBlock && l < m_loops.loops.size(); ++l) {
            if (m_loops.loops[l].parent == loop && m_loops.loops[l].head == to)
                inner = static_cast<int32_t>(l);
        }
        if (inner >= 0) {
            enterLoop(inner, loop);
            continue;
        }
        if (loop < 0) {
            // MaxAction, which no catch may hold up: straight to the end.
            if (m_needsFrame && m_staticOutput)
                m_asm.storeConstant(Size::DW, R7, frame::used, sizeof(RecordHeader));
            m_asm.jump(target(-1, abortTarget));
            continue;
        }
        // Out of this loop: the code behind the loop reads where to.
        m_asm.storeConstant(Size::DW, R7, frame::exitTarget, static_cast<int32_t>(isBlock ? to + 1 : to));
        m_asm.constant(R0, 1);
        m_asm.exit();
    }
}

int32_t HandlerEmitter::afterWalk(int32_t loop) const
{
    return static_cast<int32_t>(m_f.blocks[m_loops.loops[static_cast<size_t>(loop)].head].instructions.back().imm2);
}

void HandlerEmitter::enterLoop(int32_t inner, int32_t outer)
{
    const Loop &l = m_loops.loops[static_cast<size_t>(inner)];
    const script::Range range = m_f.blocks[l.head].instructions.back().range;
    std::vector<uint32_t> exits;
    const auto add = [&](uint32_t to) {
        if (std::ranges::find(exits, to) == exits.end())
            exits.push_back(to);
    };
    for (size_t b = 0; b < m_f.blocks.size(); ++b) {
        if (!l.blocks[b])
            continue;
        for (const size_t next : successors(m_f, b)) {
            if (!l.blocks[next])
                add(static_cast<uint32_t>(next));
        }
        const auto &instructions = m_f.blocks[b].instructions;
        if (m_f.blocks[b].onError < 0 && std::ranges::any_of(instructions, ir::mayRaise))
            add(abortTarget);
        if (instructions.back().op == Op::Return)
            add(returnTarget);
    }
    m_asm.mark(range);
    if (const int32_t walked = walkOf(inner); walked >= 0) {
        m_asm.storeConstant(Size::DW, R7, frame::exitTarget, afterWalk(inner) + 1);
        const ir::Foreach &plan = m_t.bundle.ir.foreachs[static_cast<size_t>(walked)];
        walk(m_t.bundle.globals[plan.global].map, m_loopLabels[static_cast<size_t>(inner)]);
    } else {
        tooManyActions(range);
        m_asm.storeConstant(Size::DW, R7, frame::exitTarget, static_cast<int32_t>(maxActionTarget));
        // Each turn spends an action; the kernel's own limit is the end where none are counted.
        constexpr int64_t mostTurns = 1 << 23;
        m_asm.constant(R1, m_t.options.maxAction ? std::min<int64_t>(int64_t{m_t.options.maxAction} + 1, mostTurns) : mostTurns);
        m_asm.functionAddress(R2, m_loopLabels[static_cast<size_t>(inner)]);
        passContext(R3);
        m_asm.constant(R4, 0);
        m_asm.call(BPF_FUNC_loop);
    }
    m_asm.load(Size::DW, R1, R7, frame::exitTarget);
    for (const uint32_t to : exits)
        m_asm.jumpIf(Condition::Equal, R1, static_cast<int32_t>(to < maxActionTarget ? to + 1 : to), target(outer, to));
    m_asm.jump(target(outer, maxActionTarget));
}

void HandlerEmitter::spendActions(const Instruction &i)
{
    if (m_t.options.maxAction == 0)
        return;
    if (m_loops.loops.empty())
        return; // nothing repeats
    const Label within = m_asm.newLabel();
    m_asm.load(Size::DW, R1, R7, frame::budget);
    if (i.imm2) {
        m_asm.jumpIf(Condition::GreaterEqual, R1, static_cast<int32_t>(i.imm), within);
    } else {
        m_asm.alu(Alu::Add, R1, static_cast<int32_t>(-i.imm));
        m_asm.store(Size::DW, R7, frame::budget, R1);
        m_asm.jumpIf(Condition::Greater, R1, 0, within);
    }
    tooManyActions(i.range);
    const int32_t failure = m_f.blocks[m_block].onTooMany;
    m_asm.jump(target(m_unit, failure >= 0 ? static_cast<uint32_t>(failure) : maxActionTarget));
    m_asm.bind(within);
}

void HandlerEmitter::spentActions(const Instruction &i)
{
    const auto most = static_cast<int32_t>(m_t.options.maxAction);
    m_asm.constant(R0, 0);
    if (most > 0 && !m_loops.loops.empty()) {
        m_asm.constant(R0, most);
        m_asm.load(Size::DW, R1, R7, frame::budget);
        m_asm.alu(Alu::Subtract, R0, R1);
        m_asm.storeConstant(Size::DW, R7, frame::budget, most);
    }
    define(i, R0);
}

void HandlerEmitter::block(size_t index, int32_t loop, size_t next)
{
    m_asm.bind(m_blockLabels[index]);
    m_block = index;
    m_position = m_positions[index];
    const auto &instructions = m_f.blocks[index].instructions;
    const auto jumpTo = [&](int64_t to) {
        const bool isHead = loop >= 0 && m_loops.loops[static_cast<size_t>(loop)].head == static_cast<size_t>(to);
        if (static_cast<size_t>(to) != next || isHead)
            m_asm.jump(target(loop, static_cast<uint32_t>(to)));
    };
    for (size_t n = 0; n < instructions.size(); ++n) {
        const Instruction &i = instructions[n];
        m_asm.mark(i.range);
        const bool compares = i.op >= Op::Equal && i.op <= Op::GreaterEqual;
        if (compares && n + 1 < instructions.size() && instructions[n + 1].op == Op::Branch && instructions[n + 1].a == i.result
            && m_uses[i.result] == 1) {
            compareAndBranch(i, instructions[n + 1], loop, next);
            return;
        }
        switch (i.op) {
        case Op::Jump: jumpTo(i.imm); break;
        case Op::Branch: {
            m_asm.jumpIf(Condition::NotEqual, use(i.a, R0), 0, target(loop, static_cast<uint32_t>(i.imm)));
            jumpTo(i.imm2);
            break;
        }
        case Op::Return:
            if (loop >= 0 || !m_needsFrame || !m_staticOutput) {
                m_asm.jump(target(loop, returnTarget));
            } else if (m_position == sizeof(RecordHeader)) {
                m_asm.jump(m_release);
            } else {
                m_asm.constant(R8, m_position);
                m_asm.jump(m_send);
            }
            break;
        case Op::Raise: raise(i, RuntimeError::Raised, m_t.bundle.ir.strings[source(i.a).index], false); break;
        default: instruction(i);
        }
    }
}

void HandlerEmitter::compareAndBranch(const Instruction &compare, const Instruction &branch, int32_t loop, size_t next)
{
    static constexpr Condition conditions[] = {Condition::Equal,     Condition::NotEqual, Condition::Less,
                                               Condition::LessEqual, Condition::Greater,  Condition::GreaterEqual};
    const Condition c = conditions[static_cast<int>(compare.op) - static_cast<int>(Op::Equal)];
    const auto whenTrue = static_cast<uint32_t>(branch.imm);
    const auto whenFalse = static_cast<uint32_t>(branch.imm2);
    const auto isNext = [&](uint32_t to) {
        return to == next && !(loop >= 0 && m_loops.loops[static_cast<size_t>(loop)].head == to);
    };
    const bool inverted = isNext(whenTrue);
    const Label to = target(loop, inverted ? whenFalse : whenTrue);
    const Reg a = use(compare.a, R0);
    int32_t imm = 0;
    if (immediateOf(compare.b, imm))
        m_asm.jumpIf(inverted ? opposite(c) : c, a, imm, to);
    else
        m_asm.jumpIf(inverted ? opposite(c) : c, a, use(compare.b, R1), to);
    if (!inverted && !isNext(whenFalse))
        m_asm.jump(target(loop, whenFalse));
}

}
