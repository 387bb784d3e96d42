// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "translator/handler_emitter.h"

#include <algorithm>

/// foreach, and whatever else goes over all elements of an array. An unsorted loop is one walk, with the loop's body as its
/// callback. A sorted one finds, each turn, the element that follows the last one in order: no copy of the array is needed, and a
/// limit keeps it cheap.
namespace tapscope::translator {

using namespace bpf;

namespace {

/// Elements that the selections of one loop may look at, all together.
constexpr int32_t visitLimit = 1 << 24;

}

HandlerEmitter::WalkedElement HandlerEmitter::walkedElement(uint32_t global) const
{
    const analysis::GlobalVariable &variable = m_t.bundle.program.globals[global];
    WalkedElement element;
    element.keyBytes = keyBytes(m_t.bundle.globals[global]);
    element.valueBytes = variable.type == ir::Type::String ? m_t.bundle.globals[global].valueSize : 8;
    return element;
}

HandlerEmitter::ForeachArea HandlerEmitter::planForeach(const ir::Foreach &plan, int32_t at) const
{
    const WalkedElement element = walkedElement(plan.global);
    ForeachArea area;
    const auto take = [&](uint32_t bytes) {
        const int32_t place = at;
        at += static_cast<int32_t>((bytes + 7) & ~7u);
        return place;
    };
    area.remaining = take(8);
    area.visits = take(8);
    area.found = take(8);
    area.started = take(8);
    area.current = take(8);
    area.slice = take(element.keyBytes);
    area.last = take(element.bytes());
    area.best = take(element.bytes());
    area.end = at;
    return area;
}

int32_t HandlerEmitter::walkOf(int32_t loop) const
{
    const auto &instructions = m_f.blocks[m_loops.loops[static_cast<size_t>(loop)].head].instructions;
    const Instruction &next = instructions.front();
    if (next.op != Op::ForeachNext || instructions.size() != 2 || instructions[1].op != Op::Branch
        || instructions[1].a != next.result)
        return -1;
    const ir::Foreach &plan = m_t.bundle.ir.foreachs[static_cast<size_t>(next.imm)];
    return plan.order == script::SortOrder::None && !plan.histogram ? static_cast<int32_t>(next.imm) : -1;
}

Label HandlerEmitter::routine(std::string name, const script::Range &range, std::function<void()> body)
{
    m_routines.push_back({m_asm.newLabel(), std::move(name), range, std::move(body)});
    return m_routines.back().label;
}

void HandlerEmitter::callRoutine(Label routine)
{
    // A loop of one turn, since it comes with the context as every loop does.
    m_asm.constant(R1, 1);
    m_asm.functionAddress(R2, routine);
    passContext(R3);
    m_asm.constant(R4, 0);
    m_asm.call(BPF_FUNC_loop);
}

void HandlerEmitter::passContext(Reg argument)
{
    m_asm.store(Size::DW, R10, stack::context, R6);
    m_asm.store(Size::DW, R10, stack::context + 8, R7);
    m_asm.move(argument, R10);
    m_asm.alu(Alu::Add, argument, stack::context);
}

void HandlerEmitter::takeContext(Reg argument)
{
    m_asm.load(Size::DW, R6, argument, 0);
    m_asm.load(Size::DW, R7, argument, 8);
}

void HandlerEmitter::walk(int32_t map, Label callback)
{
    m_asm.mapDescriptor(R1, map);
    m_asm.functionAddress(R2, callback);
    passContext(R3);
    m_asm.constant(R4, 0);
    m_asm.call(BPF_FUNC_for_each_map_elem);
}

void HandlerEmitter::compareSlice(const std::vector<ValueId> &asked, const GlobalLayout &layout, Reg key, int32_t slice,
                                  Label differs)
{
    for (size_t n = 0; n < asked.size() && n < layout.keys.size(); ++n) {
        for (uint32_t at = 0; asked[n] && at < layout.keys[n].size; at += 8) {
            const auto offset = static_cast<int32_t>(layout.keys[n].offset + at);
            m_asm.load(Size::DW, R1, key, offset);
            m_asm.load(Size::DW, R2, R7, slice + offset);
            m_asm.jumpIf(Condition::NotEqual, R1, R2, differs);
        }
    }
}

void HandlerEmitter::foreachBegin(const Instruction &i)
{
    const ForeachArea &area = m_foreachs.at(i.imm);
    const ir::Foreach &plan = m_t.bundle.ir.foreachs[static_cast<size_t>(i.imm)];
    if (i.a) {
        const Label positive = m_asm.newLabel();
        into(i.a, R0);
        m_asm.jumpIf(Condition::GreaterEqual, R0, 0, positive);
        m_asm.constant(R0, 0);
        m_asm.bind(positive);
    } else {
        m_asm.constant(R0, INT64_MAX);
    }
    m_asm.store(Size::DW, R7, area.remaining, R0);
    m_asm.storeConstant(Size::DW, R7, area.visits, visitLimit);
    m_asm.storeConstant(Size::DW, R7, area.started, 0);
    buildKeyAt(i.keys, m_t.bundle.globals[plan.global], R7, area.slice);
}

void HandlerEmitter::setLoopLocals(const ir::Foreach &plan, Reg key, int32_t keyOffset, Reg value, int32_t valueOffset)
{
    const GlobalLayout &layout = m_t.bundle.globals[plan.global];
    const auto copyNumber = [&](uint32_t local, Reg base, int32_t offset) {
        m_asm.load(Size::DW, R1, base, offset);
        m_asm.store(Size::DW, R7, m_localOffsets[local], R1);
    };
    for (size_t n = 0; n < plan.keyLocals.size() && n < layout.keys.size(); ++n) {
        const GlobalLayout::Column &column = layout.keys[n];
        const int32_t at = keyOffset + static_cast<int32_t>(column.offset);
        if (column.isString)
            readTextColumn(column, key, at, m_localOffsets[plan.keyLocals[n]]);
        else
            copyNumber(plan.keyLocals[n], key, at);
    }
    if (plan.valueLocal < 0)
        return;
    const auto local = static_cast<uint32_t>(plan.valueLocal);
    if (m_t.bundle.program.globals[plan.global].type == ir::Type::String)
        readTextColumn({.offset = 0, .size = layout.valueSize, .isString = true}, value, valueOffset, m_localOffsets[local]);
    else
        copyNumber(local, value, valueOffset);
}

void HandlerEmitter::startWalkedTurn(int64_t foreach)
{
    const ForeachArea &area = m_foreachs.at(foreach);
    const ir::Foreach &plan = m_t.bundle.ir.foreachs[static_cast<size_t>(foreach)];
    const GlobalLayout &layout = m_t.bundle.globals[plan.global];
    const Label another = m_asm.newLabel();
    const Label more = m_asm.newLabel();
    const Label wanted = m_asm.newLabel();
    takeContext(R4);
    m_asm.move(R8, R2);
    m_asm.move(R9, R3);
    compareSlice(sliceOf(foreach), layout, R8, area.slice, another);
    m_asm.jump(wanted);
    m_asm.bind(another);
    m_asm.constant(R0, 0);
    m_asm.exit();
    m_asm.bind(wanted);
    m_asm.load(Size::DW, R1, R7, area.remaining);
    m_asm.jumpIf(Condition::NotEqual, R1, 0, more);
    m_asm.constant(R0, 1);
    m_asm.exit();
    m_asm.bind(more);
    m_asm.alu(Alu::Add, R1, -1);
    m_asm.store(Size::DW, R7, area.remaining, R1);
    setLoopLocals(plan, R8, 0, R9, 0);
}

const std::vector<ir::ValueId> &HandlerEmitter::sliceOf(int64_t foreach) const
{
    static const std::vector<ValueId> none;
    for (const ir::BasicBlock &b : m_f.blocks) {
        for (const Instruction &i : b.instructions) {
            if (i.op == Op::ForeachBegin && i.imm == foreach)
                return i.keys;
        }
    }
    return none;
}

void HandlerEmitter::compareElement(const std::vector<SortWord> &words, int32_t record, bool wantGreater, Label otherwise)
{
    const Label accepted = m_asm.newLabel();
    for (const SortWord &word : words) {
        m_asm.load(Size::DW, R1, word.base, word.offset);
        m_asm.load(Size::DW, R2, R7, record + word.recordOffset);
        if (word.isText) {
            m_asm.bigEndian64(R1);
            m_asm.bigEndian64(R2);
        }
        const Condition greater = word.isText ? Condition::Above : Condition::Greater;
        const Condition less = word.isText ? Condition::Below : Condition::Less;
        m_asm.jumpIf(wantGreater ? greater : less, R1, R2, accepted);
        m_asm.jumpIf(wantGreater ? less : greater, R1, R2, otherwise);
    }
    m_asm.jump(otherwise);
    m_asm.bind(accepted);
}

std::vector<HandlerEmitter::SortWord> HandlerEmitter::sortWords(const ir::Foreach &plan, const ForeachArea &area) const
{
    const GlobalLayout &layout = m_t.bundle.globals[plan.global];
    const WalkedElement element = walkedElement(plan.global);
    const analysis::GlobalVariable &variable = m_t.bundle.program.globals[plan.global];
    std::vector<SortWord> words;
    const auto column = [&](size_t n) {
        for (uint32_t at = 0; at < layout.keys[n].size; at += 8) {
            const auto offset = static_cast<int32_t>(layout.keys[n].offset + at);
            words.push_back({R8, offset, offset, layout.keys[n].isString});
        }
    };
    const bool byValue = plan.order != script::SortOrder::None && plan.sortColumn == 0;
    if (byValue && variable.type == ir::Type::Stats) {
        words.push_back({R7, area.current, static_cast<int32_t>(element.keyBytes), false});
    } else if (byValue) {
        for (uint32_t at = 0; at < element.valueBytes; at += 8)
            words.push_back(
                {R9, static_cast<int32_t>(at), static_cast<int32_t>(element.keyBytes + at), variable.type == ir::Type::String});
    } else if (plan.order != script::SortOrder::None && plan.sortColumn <= layout.keys.size()) {
        column(plan.sortColumn - 1);
    }
    // The rest of the key makes the order total.
    for (size_t n = 0; n < layout.keys.size(); ++n) {
        if (byValue || plan.order == script::SortOrder::None || n + 1 != plan.sortColumn)
            column(n);
    }
    return words;
}

void HandlerEmitter::copyWords(Reg from, int32_t fromOffset, int32_t to, uint32_t bytes)
{
    if (bytes > 128) {
        m_asm.move(R1, R7);
        m_asm.alu(Alu::Add, R1, to);
        m_asm.constant(R2, bytes);
        m_asm.move(R3, from);
        if (fromOffset)
            m_asm.alu(Alu::Add, R3, fromOffset);
        m_asm.call(BPF_FUNC_probe_read_kernel);
        return;
    }
    for (int32_t at = 0; at < static_cast<int32_t>(bytes); at += 8) {
        m_asm.load(Size::DW, R1, from, fromOffset + at);
        m_asm.store(Size::DW, R7, to + at, R1);
    }
}

/// Callback of a selection: keeps the element in area.best when it comes behind area.last and before what was found so far.
void HandlerEmitter::considerElement(const ir::Foreach &plan, const ForeachArea &area, const std::vector<ValueId> &slice,
                                     const script::Range &range)
{
    const GlobalLayout &layout = m_t.bundle.globals[plan.global];
    const WalkedElement element = walkedElement(plan.global);
    const bool isStatistic = m_t.bundle.program.globals[plan.global].type == ir::Type::Stats;
    const bool descending = plan.order == script::SortOrder::Descending;
    const Label skip = m_asm.newLabel();
    const Label fresh = m_asm.newLabel();
    const Label first = m_asm.newLabel();
    takeContext(R4);
    m_asm.move(R8, R2);
    m_asm.move(R9, R3);
    compareSlice(slice, layout, R8, area.slice, skip);
    if (isStatistic && plan.order != script::SortOrder::None && plan.sortColumn == 0) {
        copyWords(R8, 0, m_statistic.key, element.keyBytes);
        gather(plan.global, range);
        const auto function = plan.sortStatistic >= 0 ? static_cast<analysis::StatisticExpr::Function>(plan.sortStatistic)
                                                      : analysis::StatisticExpr::Function::Count;
        extract(plan.global, function);
        m_asm.store(Size::DW, R7, area.current, R0);
    }
    const std::vector<SortWord> words = sortWords(plan, area);
    m_asm.load(Size::DW, R1, R7, area.started);
    m_asm.jumpIf(Condition::Equal, R1, 0, fresh);
    compareElement(words, area.last, !descending, skip);
    m_asm.bind(fresh);
    m_asm.load(Size::DW, R1, R7, area.found);
    m_asm.jumpIf(Condition::Equal, R1, 0, first);
    compareElement(words, area.best, descending, skip);
    m_asm.bind(first);
    m_asm.storeConstant(Size::DW, R7, area.found, 1);
    copyWords(R8, 0, area.best, element.keyBytes);
    if (isStatistic)
        copyWords(R7, area.current, area.best + static_cast<int32_t>(element.keyBytes), 8);
    else
        copyWords(R9, 0, area.best + static_cast<int32_t>(element.keyBytes), element.valueBytes);
    m_asm.bind(skip);
    m_asm.constant(R0, 0);
    m_asm.exit();
}

void HandlerEmitter::foreachNext(const Instruction &i)
{
    if (m_unit >= 0 && walkOf(m_unit) == i.imm && m_loops.loops[static_cast<size_t>(m_unit)].head == m_block) {
        // The walk calls for each element.
        m_asm.constant(R0, 1);
        define(i, R0);
        return;
    }
    const ForeachArea &area = m_foreachs.at(i.imm);
    const ir::Foreach &plan = m_t.bundle.ir.foreachs[static_cast<size_t>(i.imm)];
    const WalkedElement element = walkedElement(plan.global);
    const Label done = m_asm.newLabel();
    const Label within = m_asm.newLabel();
    const Label consider = routine("select for foreach " + std::to_string(i.imm), i.range,
                                   [this, &plan, area, slice = sliceOf(i.imm), range = i.range] {
                                       considerElement(plan, area, slice, range);
                                   });
    m_asm.constant(R0, 0);
    m_asm.load(Size::DW, R1, R7, area.remaining);
    m_asm.jumpIf(Condition::Equal, R1, 0, done);
    m_asm.alu(Alu::Add, R1, -1);
    m_asm.store(Size::DW, R7, area.remaining, R1);
    m_asm.storeConstant(Size::DW, R7, area.found, 0);
    walk(m_t.bundle.globals[plan.global].map, consider);
    m_asm.load(Size::DW, R1, R7, area.visits);
    m_asm.alu(Alu::Subtract, R1, R0);
    m_asm.store(Size::DW, R7, area.visits, R1);
    m_asm.jumpIf(Condition::GreaterEqual, R1, 0, within);
    tooManyActions(i.range);
    m_asm.jump(target(m_unit, maxActionTarget));
    m_asm.bind(within);
    m_asm.load(Size::DW, R0, R7, area.found);
    m_asm.jumpIf(Condition::Equal, R0, 0, done);
    m_asm.storeConstant(Size::DW, R7, area.started, 1);
    copyWords(R7, area.best, area.last, element.bytes());
    setLoopLocals(plan, R7, area.best, R7, area.best + static_cast<int32_t>(element.keyBytes));
    m_asm.constant(R0, 1);
    m_asm.bind(done);
    define(i, R0);
}

void HandlerEmitter::tooManyActions(const script::Range &range)
{
    m_asm.storeConstant(Size::W, R7, frame::errorCode, static_cast<int32_t>(RuntimeError::MaxAction));
    m_asm.storeConstant(Size::W, R7, frame::errorSite, static_cast<int32_t>(m_t.errorSite(range, {})));
    m_asm.storeConstant(Size::DW, R7, frame::errorOperand, 0);
}

void HandlerEmitter::deleteAll(const Instruction &i)
{
    const auto global = static_cast<uint32_t>(i.imm);
    const GlobalLayout &layout = m_t.bundle.globals[global];
    if (!layout.keys.empty()) {
        walk(layout.map, routine("delete all elements", i.range, [this] {
                 m_asm.call(BPF_FUNC_map_delete_elem); // r1 is the map, r2 the key
                 m_asm.constant(R0, 0);
                 m_asm.exit();
             }));
        return;
    }
    // A statistic has a part on each CPU.
    m_asm.constant(R1, m_t.options.possibleCpus);
    m_asm.functionAddress(R2, routine("reset a statistic", i.range, [this, layout] {
                              const Label none = m_asm.newLabel();
                              m_asm.move(R3, R1);
                              m_asm.storeConstant(Size::W, R10, stack::key, 0);
                              m_asm.move(R2, R10);
                              m_asm.alu(Alu::Add, R2, stack::key);
                              m_asm.mapDescriptor(R1, layout.map);
                              m_asm.call(BPF_FUNC_map_lookup_percpu_elem);
                              m_asm.jumpIf(Condition::Equal, R0, 0, none);
                              zero(R0, 0, 0, layout.valueSize);
                              m_asm.bind(none);
                              m_asm.constant(R0, 0);
                              m_asm.exit();
                          }));
    passContext(R3);
    m_asm.constant(R4, 0);
    m_asm.call(BPF_FUNC_loop);
}

void HandlerEmitter::matchingElements(const Instruction &i)
{
    const GlobalLayout &layout = m_t.bundle.globals[static_cast<size_t>(i.imm)];
    const int32_t slice = temporary(i);
    const int32_t found = slice + static_cast<int32_t>((keyBytes(layout) + 7) & ~7u);
    const bool has = i.op == Op::HasElement;
    buildKeyAt(i.keys, layout, R7, slice);
    m_asm.storeConstant(Size::DW, R7, found, 0);
    walk(layout.map, routine(has ? "look for an element" : "delete elements", i.range, [this, &i, layout, slice, found, has] {
             const Label differs = m_asm.newLabel();
             m_asm.move(R8, R1);
             m_asm.move(R9, R2);
             takeContext(R4);
             compareSlice(i.keys, layout, R9, slice, differs);
             if (has) {
                 m_asm.storeConstant(Size::DW, R7, found, 1);
                 m_asm.constant(R0, 1);
                 m_asm.exit();
             } else {
                 m_asm.move(R1, R8);
                 m_asm.move(R2, R9);
                 m_asm.call(BPF_FUNC_map_delete_elem);
             }
             m_asm.bind(differs);
             m_asm.constant(R0, 0);
             m_asm.exit();
         }));
    if (has) {
        m_asm.load(Size::DW, R0, R7, found);
        define(i, R0);
    }
}

}
