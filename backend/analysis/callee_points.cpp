// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "analysis/callees.h"
#include "analysis/place_pattern.h"
#include "analysis/probe_binder.h"
#include "analysis/statement_places.h"
#include "base/glob.h"
#include "base/similar.h"

#include <algorithm>
#include <map>

/// .function("f").callee("g"), .callees(2): what a function calls, when it is called from there.
namespace tapscope::analysis {

namespace {

struct Calls {
    std::vector<std::pair<uint64_t, uint64_t>> callers;
    std::string probePoint;
};

}

std::vector<BoundPoint> ProbeBinder::userCalleesOf(const ExpandedPoint &point, const std::string &path)
{
    const auto module = open(point, path, argumentRange(point, 0));
    if (!module)
        return {};
    const script::ProbeComponent &what = point.components[2];
    const std::string glob = what.text.value_or("*");
    const int depth = static_cast<int>(std::clamp<int64_t>(what.number.value_or(1), 0, 100));
    const auto index = debuginfo::Index::open(module->path());
    const auto shapes = debuginfo::VisibleVariables::open(module->path());
    if (!index || !shapes) {
        const Failure &failure = index ? shapes.error() : index.error();
        problem(point, "no-debuginfo", argumentRange(point, 1), failure.what, failure.nextStep);
        return {};
    }
    const PlacePattern pattern = parsePlacePattern(*point.components[1].text);
    const std::vector<debuginfo::FunctionId> callers = functionsOf(**index, pattern.query);
    if (callers.empty()) {
        noSuchFunction(point, argumentRange(point, 1), *point.components[1].text, module->path(), module->functionNames());
        return {};
    }
    std::vector<std::string> names;
    const std::string suffix = point.components.size() > 3 ? point.components[3].name.text : std::string();
    const bool onlyCalls = !suffix.empty(); // .call, .return
    const auto callees = calleesOf(**index, **shapes, callers, depth, [&](const Callee &callee) {
        names.emplace_back((*index)->function(callee.function).name);
        return globMatches(glob, names.back()) && !(callee.copy && onlyCalls);
    });

    Found out;
    const auto add = [&](ProbeKind kind, debuginfo::Function function, Calls calls) {
        BoundPoint &bound = out.emplace_back();
        bound.kind = kind;
        bound.module = module;
        bound.callers = std::move(calls.callers);
        Site &site = bound.sites.emplace_back(siteOf(*module, function));
        site.probePoint = std::move(calls.probePoint);
        site.isReturn = kind == ProbeKind::UserReturn;
        if (const auto places = site.isReturn ? module->returnInstructions(function) : std::nullopt) {
            for (const debuginfo::CodePoint &place : *places)
                site.returnOffsets.push_back(place.fileOffset);
        }
        bound.functions.push_back(std::move(function));
    };
    std::map<debuginfo::FunctionId, std::vector<debuginfo::Function>> copies;
    std::map<debuginfo::FunctionId, Calls> called;
    for (const Callee &callee : callees) {
        const std::string probePoint = "process(\"" + module->path() + "\")" + calleePoint(**index, callee)
            + (suffix.empty() ? "" : "." + suffix);
        if (callee.copy) {
            const auto [known, isNew] = copies.try_emplace(callee.function);
            if (isNew)
                known->second = module->inlinedFunctions((*index)->function(callee.function).name, {});
            for (const debuginfo::Function &copy : known->second) {
                if (copy.inlinedDie == callee.copy->dieOffset)
                    add(ProbeKind::UserStatement, copy, {{}, probePoint});
            }
            continue;
        }
        Calls &calls = called[callee.function];
        const debuginfo::FunctionEntry caller = (*index)->function(callee.caller);
        calls.callers.emplace_back(caller.lowPc, caller.size);
        if (calls.probePoint.empty())
            calls.probePoint = probePoint;
    }
    for (auto &[id, calls] : called) {
        const debuginfo::FunctionEntry entry = (*index)->function(id);
        for (debuginfo::Function &function : module->functions(entry.name)) {
            if (function.lowPc == entry.lowPc && (suffix != "return" || returnsToCaller(function.name)))
                add(suffix == "return" ? ProbeKind::UserReturn : ProbeKind::UserFunction, std::move(function), std::move(calls));
        }
    }
    if (out.empty())
        noSuchCallee(point, glob, names);
    return out;
}

void ProbeBinder::noSuchCallee(const ExpandedPoint &point, const std::string &glob, const std::vector<std::string> &names)
{
    const std::vector<std::string> similar = similarNames(glob, names);
    problem(point, "no-such-function", argumentRange(point, point.components[2].text ? 2 : 1),
            {TAPSCOPE_TEXT("Diagnostics", "'%1' calls no function '%2' that the debug information knows"),
             {*point.components[1].text, glob}},
            similar.empty()
                ? Text{TAPSCOPE_TEXT("Diagnostics", "calls through pointers are not known; probe the function itself"), {}}
                : didYouMean(similar));
}

}
