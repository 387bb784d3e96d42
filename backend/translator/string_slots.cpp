// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "translator/string_slots.h"

#include "translator/loops.h"

#include <algorithm>
#include <unordered_map>

namespace tapscope::translator {

using namespace ir;

namespace {

using Locals = std::vector<bool>; ///< by local

void unite(Locals &to, const Locals &more)
{
    for (size_t n = 0; n < to.size(); ++n)
        to[n] = to[n] || more[n];
}

class SlotPlanner {
public:
    SlotPlanner(const Function &function, const Module &module)
        : m_f(function)
        , m_module(module)
        , m_liveIn(function.blocks.size(), Locals(function.locals.size()))
        , m_interferes(function.locals.size(), Locals(function.locals.size()))
    {}

    StringSlots plan()
    {
        for (bool changed = true; changed;) {
            changed = false;
            for (size_t b = m_f.blocks.size(); b-- > 0;) {
                Locals live = scan(b, false);
                changed |= live != m_liveIn[b];
                m_liveIn[b] = std::move(live);
            }
        }
        for (size_t b = 0; b < m_f.blocks.size(); ++b)
            (void)scan(b, true);
        // What is read before it is written begins as "", all at the same time.
        for (size_t n = 0; n < m_f.locals.size(); ++n) {
            if (m_liveIn[0][n])
                interfere(n, m_liveIn[0]);
        }
        return colour();
    }

private:
    [[nodiscard]] bool isString(int64_t local) const { return m_f.locals[static_cast<size_t>(local)].type == Type::String; }

    void interfere(size_t local, const Locals &others)
    {
        for (size_t n = 0; n < others.size(); ++n) {
            if (others[n] && n != local)
                m_interferes[local][n] = m_interferes[n][local] = true;
        }
    }

    /// What is live where the block begins. A string that was loaded is read where it is used, so its variable lives until then.
    Locals scan(size_t block, bool notes)
    {
        const BasicBlock &b = m_f.blocks[block];
        std::unordered_map<ValueId, size_t> loaded;
        for (const Instruction &i : b.instructions) {
            if (i.op == Op::LoadLocal && isString(i.imm))
                loaded[i.result] = static_cast<size_t>(i.imm);
        }
        Locals live(m_f.locals.size());
        for (const size_t next : successors(m_f, block))
            unite(live, m_liveIn[next]);
        // An error can come anywhere in the block.
        const Locals always = b.onError >= 0 ? m_liveIn[static_cast<size_t>(b.onError)] : Locals(m_f.locals.size());
        for (size_t n = b.instructions.size(); n-- > 0;) {
            const Instruction &i = b.instructions[n];
            Locals used(m_f.locals.size());
            const auto use = [&](ValueId v) {
                if (const auto from = loaded.find(v); v && from != loaded.end())
                    used[from->second] = true;
            };
            use(i.a);
            use(i.b);
            std::ranges::for_each(i.keys, use);
            if (i.op == Op::LoadLocal && isString(i.imm))
                used[static_cast<size_t>(i.imm)] = true;
            if (i.op == Op::StoreLocal && isString(i.imm)) {
                const auto stored = static_cast<size_t>(i.imm);
                if (notes) {
                    interfere(stored, live);
                    interfere(stored, used);
                }
                live[stored] = always[stored];
            }
            unite(live, used);
        }
        unite(live, always);
        return live;
    }

    StringSlots colour() const
    {
        StringSlots out;
        out.slotOfLocal.assign(m_f.locals.size(), StringSlots::none);
        Locals alone(m_f.locals.size());
        const auto keep = [&](int64_t local) {
            if (local >= 0 && static_cast<size_t>(local) < alone.size())
                alone[static_cast<size_t>(local)] = true;
        };
        keep(m_f.catchMessageLocal);
        for (const BasicBlock &b : m_f.blocks) {
            for (const Instruction &i : b.instructions) {
                if (i.op != Op::ForeachBegin)
                    continue;
                const Foreach &walk = m_module.foreachs[static_cast<size_t>(i.imm)];
                std::ranges::for_each(walk.keyLocals, keep);
                keep(walk.valueLocal);
            }
        }
        std::vector<Locals> members; // by slot
        for (size_t n = 0; n < m_f.locals.size(); ++n) {
            if (m_f.locals[n].type != Type::String)
                continue;
            const auto fits = [&](const Locals &slot) {
                for (size_t other = 0; other < slot.size(); ++other) {
                    if (slot[other] && (alone[n] || alone[other] || m_interferes[n][other]))
                        return false;
                }
                return true;
            };
            auto slot = std::ranges::find_if(members, fits);
            if (slot == members.end())
                slot = members.insert(members.end(), Locals(m_f.locals.size()));
            (*slot)[n] = true;
            out.slotOfLocal[n] = static_cast<uint32_t>(slot - members.begin());
        }
        out.count = static_cast<uint32_t>(members.size());
        return out;
    }

    const Function &m_f;
    const Module &m_module;
    std::vector<Locals> m_liveIn; ///< by block
    std::vector<Locals> m_interferes;
};

}

StringSlots stringSlots(const Function &function, const Module &module)
{
    return SlotPlanner(function, module).plan();
}

}
