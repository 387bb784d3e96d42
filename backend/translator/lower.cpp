// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "translator/lower.h"

#include "translator/optimise.h"

#include <algorithm>

namespace tapscope::translator::ir {

size_t Lowering::newBlock()
{
    m_function.blocks.emplace_back();
    m_function.blocks.back().onError = m_onError;
    return m_function.blocks.size() - 1;
}

Instruction &Lowering::append(Op op, Type type, const Range &range)
{
    Instruction &i = m_function.blocks[m_block].instructions.emplace_back();
    i.op = op;
    i.type = type;
    i.range = range;
    return i;
}

void Lowering::jump(size_t block, const Range &range)
{
    append(Op::Jump, Type::Unknown, range).imm = static_cast<int64_t>(block);
}

void Lowering::branch(ValueId condition, size_t whenTrue, size_t whenFalse, const Range &range)
{
    Instruction &i = append(Op::Branch, Type::Unknown, range);
    i.a = condition;
    i.imm = static_cast<int64_t>(whenTrue);
    i.imm2 = static_cast<int64_t>(whenFalse);
}

uint32_t Lowering::newLocal(Type type)
{
    m_function.locals.push_back({"", type == Type::Unknown ? Type::Long : type});
    return static_cast<uint32_t>(m_function.locals.size() - 1);
}

ValueId Lowering::constant(int64_t value, const Range &range)
{
    Instruction &i = append(Op::Constant, Type::Long, range);
    i.imm = value;
    return result(i);
}

ValueId Lowering::loadLocal(uint32_t local, const Range &range)
{
    Instruction &i = append(Op::LoadLocal, m_function.locals[local].type, range);
    i.imm = local;
    return result(i);
}

void Lowering::storeLocal(uint32_t local, ValueId value, const Range &range)
{
    Instruction &i = append(Op::StoreLocal, m_function.locals[local].type, range);
    i.imm = local;
    i.a = value;
}

ValueId Lowering::binary(Op op, Type type, ValueId a, ValueId b, const Range &range)
{
    Instruction &i = append(op, type, range);
    i.a = a;
    i.b = b;
    return result(i);
}

uint32_t Lowering::string(const std::string &text)
{
    for (size_t n = 0; n < m_module.strings.size(); ++n) {
        if (m_module.strings[n] == text)
            return static_cast<uint32_t>(n);
    }
    m_module.strings.push_back(text);
    return static_cast<uint32_t>(m_module.strings.size() - 1);
}

void Lowering::startCounting(const Stmt *body, bool isHandler)
{
    const ActionCount count = m_actions.statement(body);
    m_counts = !count.finite;
    m_uncounted = 0;
    if (count.finite && isHandler)
        m_function.actions = count.actions;
}

void Lowering::needActions(uint64_t actions, const Range &range)
{
    if (!m_counts || actions == 0)
        return;
    Instruction &i = append(Op::SpendActions, Type::Unknown, range);
    i.imm = static_cast<int64_t>(actions);
    i.imm2 = 1;
}

void Lowering::spend(uint64_t actions, const Range &range, bool flush)
{
    constexpr uint64_t manyStatements = 10;
    if (!m_counts)
        return;
    m_uncounted += actions;
    if (m_uncounted == 0 || (!flush && m_uncounted < manyStatements))
        return;
    append(Op::SpendActions, Type::Unknown, range).imm = static_cast<int64_t>(m_uncounted);
    m_uncounted = 0;
}

Function Lowering::function(std::string name, const Range &range, Type resultType, uint32_t parameterCount,
                            const std::vector<analysis::Local> &locals, const analysis::Stmt *body, bool isHandler)
{
    m_function = {};
    m_function.name = std::move(name);
    m_function.range = range;
    m_function.result = resultType;
    m_function.parameterCount = parameterCount;
    m_function.locals = locals;
    m_onError = -1;
    m_loops.clear();
    enter(newBlock());
    startCounting(body, isHandler);
    statement(body);
    if (body)
        spend(0, actionPlace(body), true);
    append(Op::Return, Type::Unknown, range);
    optimise(m_function, m_module.foreachs);
    return std::move(m_function);
}

namespace {

/// Whether a handler in the kernel can change what the function returns.
bool dependsOnKernel(const Function &function, const analysis::Program &program)
{
    const auto changesInKernel = [&](const Instruction &i) {
        return usesGlobal(i.op) && program.globals[static_cast<size_t>(i.imm)].writtenInKernel;
    };
    return std::ranges::any_of(function.blocks,
                               [&](const BasicBlock &block) { return std::ranges::any_of(block.instructions, changesInKernel); });
}

}

Module lower(const analysis::Program &program)
{
    Module module;
    Lowering lowering(program, module);
    for (const analysis::FunctionBody &f : program.functions)
        module.functions.push_back(lowering.function(f.name, f.range, f.type, f.parameterCount, f.locals, f.body.get(), false));
    for (size_t n = 0; n < program.handlers.size(); ++n) {
        const analysis::Handler &h = program.handlers[n];
        Handler &handler = module.handlers.emplace_back();
        handler.programHandler = static_cast<uint32_t>(n);
        handler.body = lowering.function(h.probePoint, h.range, Type::Unknown, 0, h.locals, h.body.get(), true);
        if (!h.condition || !h.inKernel())
            continue;
        Function condition = lowering.function(h.probePoint, h.condition->range, Type::Long, 0, {}, h.condition.get(), false);
        if (!dependsOnKernel(condition, program))
            handler.condition = std::move(condition);
    }
    return module;
}

}
