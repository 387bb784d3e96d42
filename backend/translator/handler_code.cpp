// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "translator/handler_code.h"

#include "translator/point_constants.h"

#include <algorithm>
#include <set>

namespace tapscope::translator {

using namespace ir;

std::vector<const Function *> codeOf(const Bundle &bundle, uint32_t handler, InlinedCode &inlined, KeptCalls kept)
{
    kept.recursion = true;
    const auto found = std::ranges::find(bundle.ir.handlers, handler, &Handler::programHandler);
    if (found == bundle.ir.handlers.end())
        return {};
    script::Diagnostics ignored;
    std::vector<const Function *> all{&found->body};
    inlined.loops = bundle.ir.foreachs;
    if (auto body = inlineCalls(bundle.ir, found->body, inlined.loops, ignored, kept)) {
        inlined.body = std::move(*body);
        putPointConstants(inlined.body, inlined.loops, bundle.program, handler, nullptr);
        all = {&inlined.body};
    }
    std::set<int64_t> seen(kept.functions.begin(), kept.functions.end());
    for (size_t n = 0; n < all.size(); ++n) {
        for (const BasicBlock &b : all[n]->blocks) {
            for (const Instruction &i : b.instructions) {
                if (i.op == Op::Call && seen.insert(i.imm).second)
                    all.push_back(&bundle.ir.functions[static_cast<size_t>(i.imm)]);
            }
        }
    }
    return all;
}

}
