// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "translator/string_slots.h"

#include "translator/loops.h"

#include <algorithm>
#include <unordered_map>

namespace tapscope::translator {

using namespace ir;

namespace {

/// A set of the function's string variables, by their number among these.
class Set {
public:
    explicit Set(size_t size) : m_words((size + 63) / 64) {}

    [[nodiscard]] bool has(size_t n) const { return m_words[n / 64] >> (n % 64) & 1; }
    void add(size_t n) { m_words[n / 64] |= uint64_t{1} << (n % 64); }
    void remove(size_t n) { m_words[n / 64] &= ~(uint64_t{1} << (n % 64)); }
    void unite(const Set &more)
    {
        for (size_t n = 0; n < m_words.size(); ++n)
            m_words[n] |= more.m_words[n];
    }
    [[nodiscard]] bool meets(const Set &other) const
    {
        for (size_t n = 0; n < m_words.size(); ++n) {
            if (m_words[n] & other.m_words[n])
                return true;
        }
        return false;
    }
    friend bool operator==(const Set &, const Set &) = default;

private:
    std::vector<uint64_t> m_words;
};

class SlotPlanner {
public:
    SlotPlanner(const Function &function, const Module &module) : m_f(function), m_module(module)
    {
        m_number.assign(function.locals.size(), StringSlots::none);
        for (size_t n = 0; n < function.locals.size(); ++n) {
            if (function.locals[n].type == Type::String)
                m_number[n] = static_cast<uint32_t>(m_count++);
        }
        m_liveIn.assign(function.blocks.size(), Set(m_count));
        m_interferes.assign(m_count, Set(m_count));
    }

    StringSlots plan()
    {
        for (bool changed = m_count > 1; changed;) {
            changed = false;
            for (size_t b = m_f.blocks.size(); b-- > 0;) {
                Set live = scan(b, false);
                changed |= live != m_liveIn[b];
                m_liveIn[b] = std::move(live);
            }
        }
        for (size_t b = 0; b < m_f.blocks.size() && m_count > 1; ++b)
            (void)scan(b, true);
        // What is read before it is written begins as "", all at the same time.
        for (size_t n = 0; n < m_count; ++n) {
            if (m_liveIn[0].has(n))
                interfere(n, m_liveIn[0]);
        }
        return colour();
    }

private:
    void interfere(size_t one, const Set &others)
    {
        m_interferes[one].unite(others);
        for (size_t n = 0; n < m_count; ++n) {
            if (others.has(n))
                m_interferes[n].add(one);
        }
    }

    [[nodiscard]] uint32_t stringOf(const Instruction &i) const
    {
        return i.op == Op::LoadLocal || i.op == Op::StoreLocal ? m_number[static_cast<size_t>(i.imm)] : StringSlots::none;
    }

    /// What is live where the block begins. A string that was loaded is read where it is used, so its variable lives until then.
    Set scan(size_t block, bool notes)
    {
        const BasicBlock &b = m_f.blocks[block];
        Set live(m_count);
        for (const size_t next : successors(m_f, block))
            live.unite(m_liveIn[next]);
        std::unordered_map<ValueId, uint32_t> loaded;
        bool touches = false;
        for (const Instruction &i : b.instructions) {
            touches |= stringOf(i) != StringSlots::none;
            if (i.op == Op::LoadLocal && stringOf(i) != StringSlots::none)
                loaded[i.result] = stringOf(i);
        }
        if (!touches)
            return live;
        for (size_t n = b.instructions.size(); n-- > 0;) {
            const Instruction &i = b.instructions[n];
            const uint32_t local = stringOf(i);
            const auto forUsed = [&](const auto &visit) {
                const auto visitValue = [&](ValueId v) {
                    if (const auto from = v ? loaded.find(v) : loaded.end(); from != loaded.end())
                        visit(from->second);
                };
                visitValue(i.a);
                visitValue(i.b);
                std::ranges::for_each(i.keys, visitValue);
            };
            if (i.op == Op::StoreLocal && local != StringSlots::none) {
                if (notes) {
                    interfere(local, live);
                    forUsed([&](uint32_t used) { interferePair(local, used); });
                }
                // An error can come anywhere in the block.
                const auto isLiveIn = [&](int32_t failure) {
                    return failure >= 0 && m_liveIn[static_cast<size_t>(failure)].has(local);
                };
                if (!isLiveIn(b.onError) && !isLiveIn(b.onTooMany))
                    live.remove(local);
            }
            forUsed([&](uint32_t used) { live.add(used); });
            if (i.op == Op::LoadLocal && local != StringSlots::none)
                live.add(local);
        }
        for (const int32_t failure : {b.onError, b.onTooMany}) {
            if (failure >= 0)
                live.unite(m_liveIn[static_cast<size_t>(failure)]);
        }
        return live;
    }

    void interferePair(size_t one, size_t other)
    {
        m_interferes[one].add(other);
        m_interferes[other].add(one);
    }

    StringSlots colour()
    {
        // A variable interferes with itself only after this, which does no harm: it is placed once.
        Set all(m_count);
        for (size_t n = 0; n < m_count; ++n)
            all.add(n);
        const auto keepAlone = [&](int64_t local) {
            const auto n = static_cast<size_t>(local);
            if (local >= 0 && n < m_number.size() && m_number[n] != StringSlots::none)
                interfere(m_number[n], all);
        };
        keepAlone(m_f.catchMessageLocal);
        for (const BasicBlock &b : m_f.blocks) {
            for (const Instruction &i : b.instructions) {
                if (i.op != Op::ForeachBegin)
                    continue;
                const Foreach &walk = m_module.foreachs[static_cast<size_t>(i.imm)];
                std::ranges::for_each(walk.keyLocals, keepAlone);
                keepAlone(walk.valueLocal);
            }
        }
        StringSlots out;
        out.slotOfLocal.assign(m_f.locals.size(), StringSlots::none);
        std::vector<Set> members; // by slot
        for (size_t local = 0; local < m_number.size(); ++local) {
            const uint32_t n = m_number[local];
            if (n == StringSlots::none)
                continue;
            auto slot = std::ranges::find_if(members, [&](const Set &those) { return !those.meets(m_interferes[n]); });
            if (slot == members.end())
                slot = members.insert(members.end(), Set(m_count));
            slot->add(n);
            out.slotOfLocal[local] = static_cast<uint32_t>(slot - members.begin());
        }
        out.count = static_cast<uint32_t>(members.size());
        return out;
    }

    const Function &m_f;
    const Module &m_module;
    size_t m_count = 0; ///< string variables
    std::vector<uint32_t> m_number; ///< by local
    std::vector<Set> m_liveIn; ///< by block
    std::vector<Set> m_interferes;
};

}

StringSlots stringSlots(const Function &function, const Module &module)
{
    return SlotPlanner(function, module).plan();
}

}
