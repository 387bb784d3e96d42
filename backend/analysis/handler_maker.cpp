// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "analysis/handler_maker.h"

#include "analysis/alias_variables.h"
#include "analysis/body_builder.h"
#include "analysis/site_scope.h"
#include "script/printer.h"

#include <algorithm>
#include <map>
#include <set>
#include <unordered_map>

namespace tapscope::analysis {

namespace {

// if (condition) body
StmtPtr onlyIf(ExprPtr condition, StmtPtr body)
{
    const Range range = body->range;
    auto guard = std::make_unique<IfStmt>(range);
    guard->condition = std::move(condition);
    guard->whenTrue = std::move(body);
    auto block = std::make_unique<BlockStmt>(range);
    block->statements.push_back(std::move(guard));
    return block;
}

ExprPtr compared(script::BinaryOperator op, ExprPtr left, ExprPtr right, const Range &range)
{
    auto out = std::make_unique<BinaryExpr>(Type::Long, range);
    out->op = op;
    out->operatorRange = range;
    out->left = std::move(left);
    out->right = std::move(right);
    return out;
}

ExprPtr joined(bool isAnd, ExprPtr left, ExprPtr right, const Range &range)
{
    auto out = std::make_unique<LogicalExpr>(Type::Long, range);
    out->isAnd = isAnd;
    out->left = std::move(left);
    out->right = std::move(right);
    return out;
}

ExprPtr numberOf(int64_t value, const Range &range)
{
    auto out = std::make_unique<NumberExpr>(Type::Long, range);
    out->value = value;
    return out;
}

// Whether the function at whose beginning this is was called from the code of one of them.
ExprPtr calledFrom(const BoundPoint &bound, const Range &range)
{
    using Op = debuginfo::LocationStep::Op;
    constexpr int64_t stackPointer = 7, instructionPointer = 16;
    // The kernel's return probes see the caller's registers.
    const bool returned = (bound.kind == ProbeKind::UserReturn || bound.kind == ProbeKind::KernelReturn)
        && bound.sites.front().returnOffsets.empty();
    using Steps = std::vector<debuginfo::LocationStep>;
    const Steps returnAddress = returned ? Steps{{Op::Register, instructionPointer}}
                                         : Steps{{Op::Register, stackPointer}, {Op::Load, 8}};
    ExprPtr any;
    for (const auto &[begin, size] : bound.callers) {
        const auto offset = [&] {
            auto value = std::make_unique<TargetValueExpr>(Type::Long, range);
            value->name = "caller";
            value->location.kind = debuginfo::Location::Kind::Value;
            value->location.steps = returnAddress;
            value->location.steps.insert(value->location.steps.end(),
                                         {{Op::LoadBias, static_cast<int64_t>(bound.sites.front().address)},
                                          {Op::Subtract, 0},
                                          {Op::Constant, static_cast<int64_t>(begin)},
                                          {Op::Subtract, 0}});
            return value;
        };
        using Operator = script::BinaryOperator;
        // A call that never returns may be the last instruction.
        ExprPtr inside = joined(true, compared(Operator::Greater, offset(), numberOf(0, range), range),
                                compared(Operator::LessEqual, offset(), numberOf(static_cast<int64_t>(size), range), range),
                                range);
        any = any ? joined(false, std::move(any), std::move(inside), range) : std::move(inside);
    }
    return any;
}

// pid() == onlyPid
ExprPtr inProcess(int64_t pid, const Range &range)
{
    auto call = std::make_unique<CallIntrinsicExpr>(Type::Long, range);
    call->intrinsic = Intrinsic::Pid;
    return compared(script::BinaryOperator::Equal, std::move(call), numberOf(pid, range), range);
}

}

void HandlerMaker::addProbe(const script::Probe &probe)
{
    for (const script::ProbePoint &point : probe.points) {
        bool matched = false;
        std::map<uint32_t, uint32_t> enough; // list of alternatives → the place of the one that matched and suffices
        for (ExpandedPoint &expanded : m_expander.expand(point)) {
            const bool superfluous = std::ranges::any_of(expanded.alternatives,
                                                         [&](const ExpandedPoint::Alternative &alternative) {
                                                             const auto found = enough.find(alternative.list);
                                                             return found != enough.end() && found->second < alternative.place;
                                                         });
            if (superfluous)
                continue;
            std::vector<BoundPoint> found = m_binder.bind(expanded);
            dropUnreadAliasVariables(m_context, expanded, probe.body.get());
            const script::ProbeComponent &tail = expanded.components.back();
            for (BoundPoint &bound : found) {
                if (tail.name.text == "maxactive")
                    bound.maxActive = static_cast<uint32_t>(std::clamp<int64_t>(tail.number.value_or(0), 0, UINT32_MAX));
                addHandlers(probe, expanded, std::move(bound));
            }
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
    if (bound.counter) {
        addCounter(probe, std::move(*bound.counter));
        return;
    }
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
    m_context.addUsesOfCalled(uses);

    const auto first = static_cast<uint32_t>(m_program.sites.size());
    const auto count = static_cast<uint32_t>(bound.sites.size());
    std::ranges::copy(bound.sites, std::back_inserter(m_program.sites));
    std::vector<std::string> words;
    const bool kernelSide = isKernelSide(bound.kind);
    if ((uses.empty() && bound.kind != ProbeKind::KernelTrace)
        || (bound.functions.empty() && bound.markers.empty() && !kernelSide)) {
        const TargetScope scope = scopeWithoutVariables(bound.kind);
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
        std::vector<debuginfo::CodePoint> entries; ///< of the functions of `sites`, where the scope has a call's frame
    };
    std::vector<Group> groups;
    std::unordered_map<std::string, size_t> groupOf;
    const bool lists = std::ranges::any_of(uses.names, [](const std::string &name) { return name.starts_with("$$"); });
    for (uint32_t i = 0; i < count; ++i) {
        if (m_context.cancelled())
            return;
        TargetScope scope = scopeAt(bound, i, uses);
        const auto [at, added] = groupOf.try_emplace(bound.kind == ProbeKind::KernelTrace ? std::to_string(i)
                                                                                          : sharingKey(scope, uses),
                                                     groups.size());
        if (added)
            groups.emplace_back();
        Group &group = groups[at->second];
        group.sites.push_back(first + i);
        if (scope.moved) {
            Site &site = m_program.sites[first + i];
            site.address = scope.moved->address;
            site.fileOffset = scope.moved->fileOffset;
            site.cost = scope.moved->cost;
        }
        if (scope.callFrame)
            group.entries.push_back(scope.callFrame->entry);
        if (added)
            group.scope = std::move(scope);
        else if (lists)
            group.others.emplace_back(first + i, std::move(scope));
    }
    for (Group &group : groups) {
        words.clear();
        const uint32_t representative = group.sites.front();
        addHandler(probe, point, bound, group.scope, words, std::move(group.sites), group.entries);
        const auto name = [&](uint32_t site, const TargetScope &scope) {
            for (const std::string &word : words) {
                for (const debuginfo::VariableAt *variable : scope.list(word))
                    m_program.sites[site].variables.push_back(
                        {(bound.markers.empty() ? "" : "$") + variable->name, variable->type}); // as SystemTap has those of marks
            }
        };
        name(representative, group.scope);
        for (const auto &[site, scope] : group.others)
            name(site, scope);
    }
}

// A counter has no hits, so that nothing runs in its handler.
void HandlerMaker::addCounter(const script::Probe &probe, PerfCounter counter)
{
    const auto *block = script::as<script::Block>(probe.body.get());
    if (probe.body && (!block || !block->statements.empty()))
        m_context.warning(
            "counter-handler", probe.body->range,
            {TAPSCOPE_TEXT("Diagnostics", "this never runs: the probe point only names a counter"), {}},
            {TAPSCOPE_TEXT("Diagnostics",
                           "leave the handler empty, and read the counter where a program is probed: @perf(\"%1\")"),
             {counter.name}});
    m_context.defineCounter(std::move(counter));
}

void HandlerMaker::addHandler(const script::Probe &probe, const ExpandedPoint &point, const BoundPoint &bound,
                              const TargetScope &scope, std::vector<std::string> &listedWords, std::vector<uint32_t> sites,
                              const std::vector<debuginfo::CodePoint> &entries)
{
    const bool byInstruction = !sites.empty() && !m_program.sites[sites.front()].returnOffsets.empty();
    BodyBuilder builder(m_context, scope, byInstruction);
    std::vector<const script::Statement *> parts = point.prologues;
    if (probe.body)
        parts.push_back(probe.body.get());
    parts.insert(parts.end(), point.epilogues.begin(), point.epilogues.end());

    Handler handler;
    handler.kind = scope.moved ? ProbeKind::UserStatement : bound.kind;
    handler.range = point.range;
    handler.probePoint = point.derivedFrom.empty() ? point.text() : point.derivedFrom.back();
    handler.derivedFrom = point.derivedFrom;
    handler.alias = point.alias;
    handler.sequence = bound.sequence;
    handler.systemCall = bound.systemCall;
    handler.maxActive = bound.maxActive;
    handler.lifeEvent = bound.lifeEvent;
    handler.onlyPid = bound.onlyPid;
    handler.perf = bound.perf;
    handler.file = bound.file;
    if (bound.watchedProgram) {
        auto &all = m_program.watchedPrograms;
        const auto known = std::ranges::find(all, bound.watchedProgram->path, &WatchedProgram::path);
        handler.watchedProgram = static_cast<uint32_t>(known - all.begin());
        if (known == all.end())
            all.push_back(*bound.watchedProgram);
    }
    handler.periodNs = bound.periodNs;
    handler.randomizeNs = bound.randomizeNs;
    handler.targetProcessesOnly = bound.targetProcessesOnly;
    handler.sites = std::move(sites);
    handler.returnsByInstruction = byInstruction;
    builder.setUserBody(probe.body.get());
    handler.body = builder.handlerBody(probe.range, point.conditions, parts);
    // Built again, as trees have one owner; after errors nothing runs, and they would be told twice.
    if (!point.conditions.empty() && !m_context.hasErrors())
        handler.condition = builder.conditionBody(point.conditions);
    for (const script::Expression *condition : point.conditions) // the innermost alias' last
        handler.conditionText = script::print(*condition) + (handler.conditionText.empty() ? "" : " && " + handler.conditionText);
    const Range range = handler.body->range;
    if (bound.onlyPid)
        handler.body = onlyIf(inProcess(*bound.onlyPid, range), std::move(handler.body));
    if (!bound.callers.empty())
        handler.body = onlyIf(calledFrom(bound, range), std::move(handler.body));
    // The kernel's return probes only fire for calls whose entry they have seen; so do those that stand on other ground.
    if (byInstruction || bound.systemCall) {
        if (ExprPtr seen = builder.entryWasSeen(range))
            handler.body = onlyIf(std::move(seen), std::move(handler.body));
    }
    builder.reportLocals();
    handler.locals = builder.takeLocals();
    listedWords = builder.listedWords();
    if (auto part = builder.takeEntryPart(point.range))
        addEntryPart(handler, std::move(*part), entries);
    m_effects.push_back(builder.takeEffects());
    m_program.handlers.push_back(std::move(handler));
}

// Comes before the handler that wants it, so that it is in place when the first return can be seen.
void HandlerMaker::addEntryPart(const Handler &of, BodyBuilder::EntryPart part, const std::vector<debuginfo::CodePoint> &entries)
{
    Handler handler;
    handler.kind = of.kind == ProbeKind::KernelReturn ? ProbeKind::KernelFunction
        : of.systemCall                               ? ProbeKind::KernelTrace
                                                      : ProbeKind::UserFunction;
    handler.systemCall = of.systemCall;
    handler.range = of.range;
    handler.probePoint = of.probePoint;
    handler.derivedFrom = of.derivedFrom;
    handler.targetProcessesOnly = of.targetProcessesOnly;
    handler.isEntryPart = true;
    std::set<std::pair<std::string, uint64_t>> known; // by file and address: several places of a function have one entry
    for (size_t i = 0; i < of.sites.size(); ++i) {
        Site entry = m_program.sites[of.sites[i]];
        entry.isReturn = false;
        if (i < entries.size()) {
            entry.address = entries[i].address;
            entry.fileOffset = entries[i].fileOffset;
            entry.cost = entries[i].cost;
            if (!known.emplace(entry.modulePath, entry.address).second)
                continue;
        }
        if (of.systemCall)
            entry.kernelSymbol = "sys_enter";
        entry.returnOffsets.clear();
        handler.sites.push_back(static_cast<uint32_t>(m_program.sites.size()));
        m_program.sites.push_back(std::move(entry));
    }
    handler.body = std::move(part.body);
    handler.locals = std::move(part.locals);
    m_effects.push_back(std::move(part.effects));
    m_program.handlers.push_back(std::move(handler));
}

}
