// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "analysis/handler_maker.h"

#include "analysis/body_builder.h"

#include <algorithm>
#include <map>
#include <unordered_map>

namespace tapscope::analysis {

namespace {

TargetScope::Kind scopeKind(ProbeKind kind)
{
    switch (kind) {
    case ProbeKind::UserFunction:
    case ProbeKind::UserStatement: return TargetScope::Kind::UserEntry;
    case ProbeKind::UserReturn: return TargetScope::Kind::UserReturn;
    case ProbeKind::KernelFunction:
    case ProbeKind::KernelReturn: return TargetScope::Kind::Kernel;
    default: return TargetScope::Kind::None;
    }
}

TargetScope scopeAt(const BoundPoint &bound, size_t site, const TargetUses &uses)
{
    TargetScope scope;
    scope.kind = scopeKind(bound.kind);
    if (!bound.markers.empty()) {
        const debuginfo::Marker &marker = bound.markers[site];
        scope.hasDebugInfo = true; // the notes say all there is to know
        scope.function = bound.sites.empty() ? marker.name : bound.sites[site].function;
        scope.modulePath = bound.module->path();
        scope.variables = marker.arguments;
        scope.words = {{"$$name", marker.name}, {"$$provider", marker.provider}};
        return scope;
    }
    const debuginfo::Function &function = bound.functions[site];
    scope.hasDebugInfo = function.hasDebugInfo;
    scope.function = function.name;
    scope.modulePath = bound.module->path();
    if (bound.kind == ProbeKind::UserReturn) {
        scope.returned = bound.module->returnValue(function);
    } else {
        scope.variables = uses.needsLocals() ? bound.module->variables(function, function.entry.address)
                                             : bound.module->parameters(function, function.entry.address);
        std::ranges::stable_partition(scope.variables, &debuginfo::VariableAt::isParameter);
    }
    return scope;
}

// if (pid() == onlyPid) body
StmtPtr onlyInProcess(StmtPtr body, int64_t pid)
{
    const Range range = body->range;
    auto call = std::make_unique<CallIntrinsicExpr>(Type::Long, range);
    call->intrinsic = Intrinsic::Pid;
    auto number = std::make_unique<NumberExpr>(Type::Long, range);
    number->value = pid;
    auto equal = std::make_unique<BinaryExpr>(Type::Long, range);
    equal->op = script::BinaryOperator::Equal;
    equal->operatorRange = range;
    equal->left = std::move(call);
    equal->right = std::move(number);
    auto guard = std::make_unique<IfStmt>(range);
    guard->condition = std::move(equal);
    guard->whenTrue = std::move(body);
    auto block = std::make_unique<BlockStmt>(range);
    block->statements.push_back(std::move(guard));
    return block;
}

}

void HandlerMaker::addProbe(const script::Probe &probe)
{
    for (const script::ProbePoint &point : probe.points) {
        bool matched = false;
        std::map<uint32_t, uint32_t> enough; // list of alternatives → the place of the one that matched and suffices
        for (const ExpandedPoint &expanded : m_expander.expand(point)) {
            const bool superfluous = std::ranges::any_of(expanded.alternatives,
                                                         [&](const ExpandedPoint::Alternative &alternative) {
                                                             const auto found = enough.find(alternative.list);
                                                             return found != enough.end() && found->second < alternative.place;
                                                         });
            if (superfluous)
                continue;
            std::vector<BoundPoint> found = m_binder.bind(expanded);
            for (BoundPoint &bound : found)
                addHandlers(probe, expanded, std::move(bound));
            if (!found.empty()) {
                matched = true;
                for (const ExpandedPoint::Alternative &alternative : expanded.alternatives) {
                    if (alternative.sufficient)
                        enough.emplace(alternative.list, alternative.place);
                }
            }
            if (m_context.cancelled())
                return;
        }
        if (matched && point.sufficient)
            return;
    }
}

void HandlerMaker::addHandlers(const script::Probe &probe, const ExpandedPoint &point, BoundPoint bound)
{
    // Returns that are probed by instructions see the stack before the return, the kernel's return probes after it: not one body.
    const auto byInstruction = [](const Site &site) { return !site.returnOffsets.empty(); };
    if (std::ranges::any_of(bound.sites, byInstruction) && !std::ranges::all_of(bound.sites, byInstruction)) {
        BoundPoint others = bound;
        others.sites.clear();
        others.functions.clear();
        BoundPoint these = others;
        for (size_t i = 0; i < bound.sites.size(); ++i) {
            BoundPoint &half = byInstruction(bound.sites[i]) ? these : others;
            half.sites.push_back(std::move(bound.sites[i]));
            if (i < bound.functions.size())
                half.functions.push_back(std::move(bound.functions[i]));
        }
        addHandlers(probe, point, std::move(these));
        addHandlers(probe, point, std::move(others));
        return;
    }
    TargetUses uses;
    for (const script::Expression *condition : point.conditions)
        collectTargetUses(condition, uses);
    for (const script::Statement *part : point.prologues)
        collectTargetUses(part, uses);
    collectTargetUses(probe.body.get(), uses);
    for (const script::Statement *part : point.epilogues)
        collectTargetUses(part, uses);

    const auto first = static_cast<uint32_t>(m_program.sites.size());
    const auto count = static_cast<uint32_t>(bound.sites.size());
    std::ranges::move(bound.sites, std::back_inserter(m_program.sites));
    std::vector<std::string> words;
    if (uses.empty() || (bound.functions.empty() && bound.markers.empty())) {
        TargetScope scope;
        scope.kind = scopeKind(bound.kind);
        std::vector<uint32_t> sites(count);
        for (uint32_t i = 0; i < count; ++i)
            sites[i] = first + i;
        addHandler(probe, point, bound, scope, words, std::move(sites));
        return;
    }

    // Sites where all used variables are at the same places share a body; the names are the sites' own.
    struct Group {
        TargetScope scope;
        std::vector<std::pair<uint32_t, TargetScope>> others;
        std::vector<uint32_t> sites;
    };
    std::vector<Group> groups;
    std::unordered_map<std::string, size_t> groupOf;
    const bool lists = std::ranges::any_of(uses.names, [](const std::string &name) { return name.starts_with("$$"); });
    for (uint32_t i = 0; i < count; ++i) {
        if (m_context.cancelled())
            return;
        TargetScope scope = scopeAt(bound, i, uses);
        const auto [at, added] = groupOf.try_emplace(sharingKey(scope, uses), groups.size());
        if (added)
            groups.emplace_back();
        Group &group = groups[at->second];
        group.sites.push_back(first + i);
        if (added)
            group.scope = std::move(scope);
        else if (lists)
            group.others.emplace_back(first + i, std::move(scope));
    }
    for (Group &group : groups) {
        words.clear();
        const uint32_t representative = group.sites.front();
        addHandler(probe, point, bound, group.scope, words, std::move(group.sites));
        const auto name = [&](uint32_t site, const TargetScope &scope) {
            for (const std::string &word : words) {
                for (const debuginfo::VariableAt *variable : scope.list(word))
                    m_program.sites[site].variables.push_back({variable->name, variable->type});
            }
        };
        name(representative, group.scope);
        for (const auto &[site, scope] : group.others)
            name(site, scope);
    }
}

void HandlerMaker::addHandler(const script::Probe &probe, const ExpandedPoint &point, const BoundPoint &bound,
                              const TargetScope &scope, std::vector<std::string> &listedWords, std::vector<uint32_t> sites)
{
    BodyBuilder builder(m_context, scope);
    std::vector<const script::Statement *> parts = point.prologues;
    if (probe.body)
        parts.push_back(probe.body.get());
    parts.insert(parts.end(), point.epilogues.begin(), point.epilogues.end());

    Handler handler;
    handler.kind = bound.kind;
    handler.range = point.range;
    handler.probePoint = point.derivedFrom.empty() ? point.text() : point.derivedFrom.back();
    handler.derivedFrom = point.derivedFrom;
    handler.sequence = bound.sequence;
    handler.periodNs = bound.periodNs;
    handler.randomizeNs = bound.randomizeNs;
    handler.targetProcessesOnly = bound.targetProcessesOnly;
    handler.sites = std::move(sites);
    handler.returnsByInstruction = !handler.sites.empty() && !m_program.sites[handler.sites.front()].returnOffsets.empty();
    handler.body = builder.handlerBody(probe.range, point.conditions, parts);
    if (bound.onlyPid)
        handler.body = onlyInProcess(std::move(handler.body), *bound.onlyPid);
    builder.reportLocals();
    handler.locals = builder.takeLocals();
    listedWords = builder.listedWords();
    m_effects.push_back(builder.takeEffects());
    m_program.handlers.push_back(std::move(handler));
}

}
