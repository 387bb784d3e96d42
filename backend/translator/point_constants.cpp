// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "translator/point_constants.h"

#include "analysis/point_facts.h"
#include "translator/optimise.h"

#include <unistd.h>

#include <algorithm>

namespace tapscope::translator {

using analysis::Intrinsic;
using analysis::Site;

namespace {

/// What all sites of a handler have in common; nothing when they differ.
template <typename Get>
std::optional<std::string> common(const analysis::Program &program, const analysis::Handler &handler, Get get)
{
    std::optional<std::string> first;
    for (const uint32_t index : handler.sites) {
        const std::string its(get(program.sites[index]));
        if (first && *first != its)
            return std::nullopt;
        first = its;
    }
    return first.value_or(std::string());
}

std::optional<std::string> textOf(Intrinsic what, const analysis::Program &program, const analysis::Handler &handler)
{
    switch (what) {
    case Intrinsic::Pn:
        return handler.sites.empty()
            ? std::optional(handler.alias.empty() ? handler.probePoint : handler.alias)
            : common(program, handler, [&](const Site &site) { return analysis::nameOfPoint(handler, site); });
    case Intrinsic::PnLabel:
        return common(program, handler, [&](const Site &site) { return analysis::labelOfPoint(handler, site); });
    case Intrinsic::ProbeType: return std::string(analysis::probeType(program, handler));
    case Intrinsic::Ppfunc:
        return std::ranges::none_of(handler.sites,
                                    [&](uint32_t site) { return analysis::pointNamesFunction(program.sites[site]); })
            ? std::optional(std::string())
            : std::nullopt;
    default: return std::nullopt;
    }
}

std::optional<int64_t> numberOf(Intrinsic what, const analysis::Program &program, const analysis::Handler &handler)
{
    switch (what) {
    case Intrinsic::PlaceIsKnown: return analysis::placeIsKnown(program, handler) ? 1 : 0;
    case Intrinsic::StpPid: return ::getpid();
    case Intrinsic::StpUid: return ::getuid();
    default: return std::nullopt;
    }
}

bool isSameAsPoint(const analysis::Program &program, const analysis::Handler &handler)
{
    return std::ranges::all_of(handler.sites, [&](uint32_t site) {
        return &analysis::nameOfPoint(handler, program.sites[site]) == &program.sites[site].probePoint;
    });
}

}

void putPointConstants(ir::Function &body, const std::vector<ir::Foreach> &loops, const analysis::Program &program,
                       uint32_t handler, std::vector<std::string> *strings)
{
    const analysis::Handler &its = program.handlers[handler];
    bool known = false;
    for (ir::BasicBlock &block : body.blocks) {
        for (ir::Instruction &i : block.instructions) {
            if (i.op != ir::Op::Intrinsic)
                continue;
            const auto what = static_cast<Intrinsic>(i.imm);
            if (const auto number = numberOf(what, program, its)) {
                i.op = ir::Op::Constant;
                i.imm = *number;
                i.imm2 = 0;
                known = true;
                continue;
            }
            if (!strings)
                continue;
            if (const auto text = textOf(what, program, its)) {
                i.op = ir::Op::StringConstant;
                i.imm = static_cast<int64_t>(strings->size());
                i.imm2 = 0;
                strings->push_back(*text);
            } else if (what == Intrinsic::Pn && isSameAsPoint(program, its)) {
                i.imm = static_cast<int64_t>(Intrinsic::Pp);
            }
        }
    }
    if (known)
        ir::optimise(body, loops);
}

}
