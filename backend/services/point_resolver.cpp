// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "services/point_resolver.h"

#include "analysis/context.h"
#include "analysis/probe_binder.h"
#include "analysis/probe_expansion.h"
#include "services/stop_flag.h"

#include <algorithm>

namespace tapscope::services {

namespace {

constexpr size_t mostPlaces = 100;

void takeKernelVariables(const analysis::BoundPoint &bound, ResolvedPoint &out)
{
    out.kernel = bound.kernel;
    out.types = bound.kernel->types();
    if (!bound.tracepoints.empty()) {
        out.hasDebugInfo = true;
        out.variables = bound.tracepoints.front().arguments;
        out.words = {"$$name", "$$parms", "$$vars"};
        return;
    }
    if (bound.sites.empty())
        return;
    auto signature = bound.kernel->signature(bound.sites.front().kernelSymbol);
    out.hasDebugInfo = signature.has_value();
    if (!signature)
        return;
    out.variables = std::move(signature->parameters);
    out.words = {"$$parms", "$$vars"};
    if (out.isReturn && signature->result) {
        signature->result->name = "return";
        out.variables.insert(out.variables.begin(), std::move(*signature->result));
        out.words.emplace_back("$$return");
    }
}

ResolvedPoint::Cost costOf(analysis::ProbeKind kind, const analysis::Site &site)
{
    using analysis::ProbeKind;
    switch (kind) {
    case ProbeKind::KernelTrace: return ResolvedPoint::Cost::Tracepoint;
    case ProbeKind::KernelFunction:
    case ProbeKind::KernelReturn: return ResolvedPoint::Cost::KernelFunction;
    case ProbeKind::UserFunction:
    case ProbeKind::UserReturn:
    case ProbeKind::UserStatement:
        return site.cost == debuginfo::CostClass::SingleStepped ? ResolvedPoint::Cost::SingleStepped
                                                                : ResolvedPoint::Cost::Emulated;
    default: return ResolvedPoint::Cost::None;
    }
}

void takeVariables(const analysis::BoundPoint &bound, ResolvedPoint &out)
{
    out.module = bound.module;
    out.types = bound.module.get();
    if (bound.kernel) {
        takeKernelVariables(bound, out);
        return;
    }
    if (!bound.markers.empty()) {
        out.variables = bound.markers.front().arguments;
        out.words = {"$$name", "$$parms", "$$vars"};
        return;
    }
    if (!bound.module || bound.functions.empty())
        return;
    const debuginfo::Function &function = bound.functions.front();
    out.hasDebugInfo = function.hasDebugInfo;
    out.variables = bound.module->variables(function, function.entry.address);
    out.words = {"$$parms", "$$vars", "$$locals"};
    if (out.isReturn) {
        if (auto value = bound.module->returnValue(function)) {
            value->name = "return";
            out.variables.insert(out.variables.begin(), std::move(*value));
            out.words.emplace_back("$$return");
        }
    }
}

}

std::shared_ptr<const ResolvedPoint> resolvePoint(const std::string &point, const analysis::Options &options,
                                                  std::stop_token stop)
{
    auto out = std::make_shared<ResolvedPoint>();
    const StopFlag flag(stop);
    analysis::Options own = options;
    own.cancelled = flag.flag();
    script::SourceSet sources;
    script::Diagnostics diagnostics;
    const std::string head = "probe ";
    const script::FileId file = sources.add("<point>", head + point + " { }\n");
    const script::Ast ast = analysis::parse(sources, file, own, diagnostics);
    if (!diagnostics.hasErrors()) {
        analysis::Context context(sources, ast, own, diagnostics);
        analysis::PointExpander expander(context);
        analysis::ProbeBinder binder(context);
        for (const script::Probe &probe : ast.probes) {
            for (const script::ProbePoint &each : probe.points) {
                for (const analysis::ExpandedPoint &expanded : expander.expand(each)) {
                    if (stop.stop_requested())
                        return out;
                    for (const analysis::BoundPoint &bound : binder.bind(expanded)) {
                        if (out->placeCount == 0) {
                            out->isReturn = bound.kind == analysis::ProbeKind::UserReturn
                                || bound.kind == analysis::ProbeKind::KernelReturn;
                            takeVariables(bound, *out);
                        }
                        out->placeCount += bound.sites.size();
                        for (const analysis::Site &site : bound.sites) {
                            if (out->places.size() == mostPlaces)
                                break;
                            out->places.push_back({site.probePoint, site.function, site.modulePath, site.sourceFile, site.line,
                                                   costOf(bound.kind, site)});
                        }
                    }
                }
            }
        }
    }
    for (script::Diagnostic problem : diagnostics.all()) {
        const auto shift = [&](uint32_t &offset) {
            offset = offset > head.size() ? offset - static_cast<uint32_t>(head.size()) : 0;
        };
        shift(problem.range.begin);
        shift(problem.range.end);
        out->problems.push_back(std::move(problem));
    }
    return out;
}

}
