// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "translator/deferral.h"
#include "translator/handler_code.h"

#include <algorithm>
#include <set>

namespace tapscope::translator {

using namespace ir;

namespace {

/// How a handler uses one global variable.
struct Use {
    bool reads = false;
    bool changes = false; ///< other than by adding
    bool adds = false;
};

std::map<uint32_t, Use> usesOf(const Bundle &bundle, uint32_t handler)
{
    std::map<uint32_t, Use> uses;
    InlinedCode inlined;
    for (const Function *f : codeOf(bundle, handler, inlined)) {
        for (const BasicBlock &b : f->blocks) {
            std::set<ValueId> used;
            for (const Instruction &i : b.instructions) {
                used.insert({i.a, i.b});
                used.insert(i.keys.begin(), i.keys.end());
            }
            for (const Instruction &i : b.instructions) {
                if (i.op == Op::ForeachBegin)
                    uses[inlined.loops[static_cast<size_t>(i.imm)].global].reads = true;
                if (i.op < Op::LoadGlobal || i.op > Op::Statistic)
                    continue;
                Use &use = uses[static_cast<uint32_t>(i.imm)];
                switch (i.op) {
                case Op::StoreGlobal:
                case Op::StoreElement:
                case Op::DeleteElement:
                case Op::DeleteGlobal: use.changes = true; break;
                case Op::Accumulate: use.adds = true; break;
                case Op::AddGlobal:
                case Op::AddElement:
                    use.adds = true;
                    use.reads |= used.contains(i.result);
                    break;
                default: use.reads = true;
                }
            }
        }
    }
    return uses;
}

/// Adding commutes with adding, and a reader that comes a moment later sees a little more; everything else keeps its order.
bool collide(const std::map<uint32_t, Use> &deferred, const std::map<uint32_t, Use> &other)
{
    return std::ranges::any_of(other, [&](const auto &entry) {
        const auto found = deferred.find(entry.first);
        if (found == deferred.end())
            return false;
        const Use &a = found->second;
        const Use &b = entry.second;
        return b.changes || (a.changes && (b.reads || b.adds)) || (a.adds && b.reads) || (a.adds && b.adds && a.reads);
    });
}

}

std::map<uint32_t, uint32_t> followers(const Bundle &bundle, const std::map<uint32_t, Deferral> &deferrals)
{
    std::map<uint32_t, std::map<uint32_t, Use>> uses;
    for (uint32_t h = 0; h < bundle.program.handlers.size(); ++h) {
        if (bundle.program.handlers[h].inKernel())
            uses[h] = usesOf(bundle, h);
    }
    std::map<uint32_t, uint32_t> found;
    std::vector<uint32_t> open;
    for (const auto &[handler, deferral] : deferrals) {
        open.push_back(handler);
        for (const Deferral::EntryValue &recorded : deferral.entryValues)
            uses[handler].erase(recorded.global);
    }
    while (!open.empty()) {
        const uint32_t deferred = open.back();
        open.pop_back();
        for (const auto &[other, its] : uses) {
            if (deferrals.contains(other) || found.contains(other) || !collide(uses[deferred], its))
                continue;
            found[other] = deferred;
            open.push_back(other);
        }
    }
    return found;
}

}
