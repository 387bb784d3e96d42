// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "translator/locks.h"

#include "analysis/intrinsics.h"

#include <algorithm>
#include <iterator>
#include <map>
#include <numeric>
#include <optional>
#include <set>

namespace tapscope::translator {

namespace {

using ir::Op;

/// What a handler does with global variables.
struct Uses {
    std::set<uint32_t> reads, atomics, stores;
    /// By array: the columns of the key that hold the thread's number in each access.
    std::map<uint32_t, std::set<size_t>> threadColumns;

    [[nodiscard]] bool changes(uint32_t global) const { return atomics.contains(global) || stores.contains(global); }
    [[nodiscard]] std::set<uint32_t> changed() const
    {
        std::set<uint32_t> all = stores;
        all.insert(atomics.begin(), atomics.end());
        return all;
    }
};

enum class Kind : uint8_t { None, Read, Atomic, Store };

Kind kindOf(Op op)
{
    switch (op) {
    case Op::LoadGlobal:
    case Op::LoadElement:
    case Op::HasElement:
    case Op::HistogramText:
    case Op::HistogramBucket:
    case Op::Statistic:
    case Op::ForeachBegin: return Kind::Read;
    case Op::AddGlobal:
    case Op::AddElement:
    case Op::Accumulate: return Kind::Atomic;
    case Op::StoreGlobal:
    case Op::StoreElement:
    case Op::DeleteElement:
    case Op::DeleteGlobal: return Kind::Store;
    default: return Kind::None;
    }
}

/// The values of a body that are the thread's number.
class ThreadNumbers {
public:
    explicit ThreadNumbers(const ir::Function &body)
    {
        // A variable counts when nothing else is ever stored in it.
        std::map<int64_t, bool> locals;
        bool changed = true;
        while (changed) {
            changed = false;
            for (const ir::BasicBlock &block : body.blocks) {
                for (const ir::Instruction &i : block.instructions) {
                    const bool isNumber = i.op == Op::Intrinsic
                        ? static_cast<analysis::Intrinsic>(i.imm) == analysis::Intrinsic::Tid
                        : i.op == Op::LoadLocal && m_locals.contains(i.imm);
                    changed = (isNumber && m_values.insert(i.result).second) || changed;
                }
            }
            locals.clear();
            for (const ir::BasicBlock &block : body.blocks) {
                for (const ir::Instruction &i : block.instructions) {
                    if (i.op == Op::StoreLocal)
                        locals.try_emplace(i.imm, true).first->second &= m_values.contains(i.a);
                }
            }
            for (const auto &[local, onlyNumbers] : locals)
                changed = (onlyNumbers && m_locals.insert(local).second) || changed;
        }
    }

    [[nodiscard]] bool has(ir::ValueId value) const { return m_values.contains(value); }

private:
    std::set<ir::ValueId> m_values;
    std::set<int64_t> m_locals;
};

Uses usesOf(const ir::Function &body, const std::vector<ir::Foreach> &foreachs)
{
    Uses uses;
    const ThreadNumbers numbers(body);
    for (const ir::BasicBlock &block : body.blocks) {
        for (const ir::Instruction &i : block.instructions) {
            const Kind kind = kindOf(i.op);
            if (kind == Kind::None)
                continue;
            const uint32_t global = i.op == Op::ForeachBegin ? foreachs[static_cast<size_t>(i.imm)].global
                                                             : static_cast<uint32_t>(i.imm);
            (kind == Kind::Read ? uses.reads : kind == Kind::Atomic ? uses.atomics : uses.stores).insert(global);
            std::set<size_t> columns;
            for (size_t n = 0; i.op != Op::ForeachBegin && n < i.keys.size(); ++n) {
                if (numbers.has(i.keys[n]))
                    columns.insert(n);
            }
            const auto [known, isNew] = uses.threadColumns.try_emplace(global, columns);
            if (!isNew)
                std::erase_if(known->second, [&](size_t column) { return !columns.contains(column); });
        }
    }
    return uses;
}

/// Arrays whose elements are each of one thread, in all handlers.
std::set<uint32_t> ofOneThread(const std::vector<Uses> &handlers, size_t globals)
{
    std::set<uint32_t> found;
    for (uint32_t global = 0; global < globals; ++global) {
        std::optional<std::set<size_t>> common;
        for (const Uses &uses : handlers) {
            const auto columns = uses.threadColumns.find(global);
            if (columns == uses.threadColumns.end())
                continue;
            if (!common)
                common = columns->second;
            else
                std::erase_if(*common, [&](size_t column) { return !columns->second.contains(column); });
        }
        if (common && !common->empty())
            found.insert(global);
    }
    return found;
}

/// Sets of globals that grow together.
class Groups {
public:
    explicit Groups(size_t globals) : m_parent(globals), m_used(globals) { std::iota(m_parent.begin(), m_parent.end(), 0u); }
    [[nodiscard]] uint32_t of(uint32_t global) const
    {
        while (m_parent[global] != global)
            global = m_parent[global];
        return global;
    }
    void join(const std::set<uint32_t> &globals)
    {
        for (const uint32_t global : globals) {
            m_used[global] = true;
            m_parent[of(global)] = of(*globals.begin());
        }
    }
    [[nodiscard]] bool used(uint32_t global) const { return m_used[global]; }

private:
    std::vector<uint32_t> m_parent;
    std::vector<bool> m_used;
};

}

LockPlan planLocks(const std::vector<ir::Function> &bodies, const std::vector<ir::Foreach> &foreachs, size_t globals)
{
    LockPlan plan;
    plan.lockOfHandler.assign(bodies.size(), -1);
    plan.lockOfGlobal.assign(globals, -1);
    std::vector<Uses> handlers;
    for (const ir::Function &body : bodies)
        handlers.push_back(usesOf(body, foreachs));
    const std::set<uint32_t> apart = ofOneThread(handlers, globals);
    std::set<uint32_t> changing;
    for (Uses &uses : handlers) {
        for (auto *set : {&uses.reads, &uses.atomics, &uses.stores})
            std::erase_if(*set, [&](uint32_t global) { return apart.contains(global); });
        const std::set<uint32_t> changed = uses.changed();
        changing.insert(changed.begin(), changed.end());
    }
    for (Uses &uses : handlers)
        std::erase_if(uses.reads, [&](uint32_t global) { return !changing.contains(global); });

    // What one handler changes together and another reads together has to be seen together.
    const auto seenTogether = [&](const std::set<uint32_t> &changed) {
        return std::ranges::any_of(handlers, [&](const Uses &other) {
            return std::ranges::count_if(other.reads, [&](uint32_t global) { return changed.contains(global); }) > 1;
        });
    };
    Groups groups(globals);
    for (const Uses &uses : handlers) {
        std::set<uint32_t> together = uses.changed();
        if ((uses.stores.empty() || uses.reads.empty()) && !(together.size() > 1 && seenTogether(together)))
            continue;
        together.insert(uses.reads.begin(), uses.reads.end());
        groups.join(together);
    }
    // A handler that changes variables of several groups makes them one.
    for (bool grown = true; grown;) {
        grown = false;
        for (const Uses &uses : handlers) {
            std::set<uint32_t> locked;
            for (const uint32_t global : uses.changed()) {
                if (groups.used(global))
                    locked.insert(global);
            }
            const bool readsSeveral = std::ranges::count_if(uses.reads, [&](uint32_t g) { return groups.used(g); }) > 1;
            if (readsSeveral || !locked.empty())
                std::ranges::copy_if(uses.reads, std::inserter(locked, locked.end()), [&](uint32_t g) { return groups.used(g); });
            const bool apartNow = std::ranges::any_of(locked,
                                                      [&](uint32_t g) { return groups.of(g) != groups.of(*locked.begin()); });
            if (apartNow) {
                groups.join(locked);
                grown = true;
            }
        }
    }
    std::map<uint32_t, int32_t> numbers;
    for (uint32_t global = 0; global < globals; ++global) {
        if (groups.used(global))
            plan.lockOfGlobal[global] = numbers.try_emplace(groups.of(global), static_cast<int32_t>(numbers.size())).first->second;
    }
    plan.locks = static_cast<uint32_t>(numbers.size());
    for (size_t h = 0; h < handlers.size(); ++h) {
        const auto lock = [&](uint32_t global) {
            if (groups.used(global))
                plan.lockOfHandler[h] = plan.lockOfGlobal[global];
        };
        std::ranges::for_each(handlers[h].changed(), lock);
        if (std::ranges::count_if(handlers[h].reads, [&](uint32_t g) { return groups.used(g); }) > 1)
            std::ranges::for_each(handlers[h].reads, lock);
    }
    return plan;
}

}
