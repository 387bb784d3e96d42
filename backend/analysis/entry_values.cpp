// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "analysis/body_builder.h"

/// Values that a return probe takes from the function's entry. A second handler there stores them in hidden arrays; the key is
/// the thread with the place of the call's frame, so that recursion and missed returns do no harm. A thread is in one system call
/// at most: there the thread is enough.
namespace tapscope::analysis {

using debuginfo::Location;
using Op = debuginfo::LocationStep::Op;

std::vector<ExprPtr> BodyBuilder::frameKeys(const Range &range)
{
    std::vector<ExprPtr> keys;
    auto thread = std::make_unique<CallIntrinsicExpr>(Type::Long, range);
    thread->intrinsic = Intrinsic::Tid;
    keys.push_back(std::move(thread));
    if (m_scope.oneCallPerThread) {
        auto none = std::make_unique<NumberExpr>(Type::Long, range);
        none->value = 0;
        keys.push_back(std::move(none));
        return keys;
    }
    auto frame = std::make_unique<TargetValueExpr>(Type::Long, range);
    frame->name = "frame";
    frame->location.kind = Location::Kind::Value;
    frame->location.steps = {{Op::Frame, 0}};
    keys.push_back(std::move(frame));
    return keys;
}

Typed BodyBuilder::atEntry(const script::Expression &node, const Range &range)
{
    if (m_probe)
        return m_probe->atEntry(node, range);
    if (!m_scope.entry) {
        m_context.error("entry-elsewhere", range,
                        {TAPSCOPE_TEXT("Diagnostics", "@entry() is for return probes; this probe fires elsewhere"), {}},
                        {TAPSCOPE_TEXT("Diagnostics", "use the value itself here, or add .return to the probe point"), {}});
        return broken(range);
    }
    if (!m_entry) {
        m_entry = std::make_unique<BodyBuilder>(m_context, *m_scope.entry);
        m_entry->m_file = m_file;
    }
    Typed value = m_entry->expression(&node);
    const uint32_t global = m_context.addHiddenArray(2, value.cell, range);
    m_entry->m_effects.globalsWritten.insert(global);
    auto stored = std::make_unique<ElementExpr>(Type::Unknown, range);
    stored->global = global;
    stored->keys = m_entry->frameKeys(range);
    m_context.resolveLater(&stored->type, value.cell);
    auto assign = std::make_unique<AssignExpr>(Type::Unknown, range);
    assign->target = std::move(stored);
    assign->value = std::move(value.expr);
    m_context.resolveLater(&assign->type, value.cell);
    m_entryValues.push_back({global, std::move(assign)});

    auto read = std::make_unique<ElementExpr>(Type::Unknown, range);
    read->global = global;
    read->keys = frameKeys(range);
    m_context.resolveLater(&read->type, value.cell);
    return {std::move(read), value.cell, value.pointee};
}

ExprPtr BodyBuilder::entryWasSeen(const Range &range)
{
    if (m_entryValues.empty())
        return nullptr;
    auto seen = std::make_unique<InExpr>(Type::Long, range);
    seen->global = m_entryValues.back().global; // stored last
    seen->keys = frameKeys(range);
    return seen;
}

std::optional<BodyBuilder::EntryPart> BodyBuilder::takeEntryPart(const Range &range)
{
    if (!m_entry)
        return std::nullopt;
    auto block = std::make_unique<BlockStmt>(range);
    for (EntryValue &value : m_entryValues) {
        auto statement = std::make_unique<ExpressionStmt>(value.value->range);
        statement->expression = std::move(value.value);
        block->statements.push_back(std::move(statement));
    }
    return EntryPart{std::move(block), m_entry->takeLocals(), m_entry->takeEffects()};
}

}
