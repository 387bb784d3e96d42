// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "translator/bundle.h"
#include "translator/deferral.h"
#include "translator/inline_calls.h"
#include "translator/point_constants.h"
#include "translator/translation.h"

#include <time.h>

#include <algorithm>
#include <map>

namespace tapscope::translator {

namespace {

uint64_t realtimeOffset()
{
    timespec real{}, monotonic{};
    clock_gettime(CLOCK_REALTIME, &real);
    clock_gettime(CLOCK_MONOTONIC, &monotonic);
    return static_cast<uint64_t>((real.tv_sec - monotonic.tv_sec) * 1'000'000'000 + (real.tv_nsec - monotonic.tv_nsec));
}

bool usesIndent(const std::vector<ir::Function> &bodies)
{
    return std::ranges::any_of(bodies, [](const ir::Function &f) {
        return std::ranges::any_of(f.blocks, [](const ir::BasicBlock &b) {
            return std::ranges::any_of(b.instructions, [](const ir::Instruction &i) {
                return i.op == ir::Op::Intrinsic
                    && (static_cast<analysis::Intrinsic>(i.imm) == analysis::Intrinsic::ThreadIndent
                        || static_cast<analysis::Intrinsic>(i.imm) == analysis::Intrinsic::Indent);
            });
        });
    });
}

/// Maps that every bundle has, and those that its handlers ask for. The frames' size is set when all are emitted.
bool asksForTheTarget(const std::vector<ir::Function> &bodies)
{
    const auto asks = [](const ir::Instruction &i) {
        return i.op == ir::Op::Intrinsic && static_cast<analysis::Intrinsic>(i.imm) == analysis::Intrinsic::InTargetTree;
    };
    return std::ranges::any_of(bodies, [&](const ir::Function &body) {
        return std::ranges::any_of(body.blocks,
                                   [&](const ir::BasicBlock &b) { return std::ranges::any_of(b.instructions, asks); });
    });
}

void planMaps(Translation &t)
{
    Bundle &bundle = t.bundle;
    const auto handlers = static_cast<uint32_t>(bundle.program.handlers.size());
    bundle.ringMap = t.addMap("ring", BPF_MAP_TYPE_RINGBUF, 0, 0, t.options.ringBytes, 0, true);
    bundle.controlMap = t.addMap("control", BPF_MAP_TYPE_ARRAY, 4, sizeof(Control), 1, BPF_F_MMAPABLE, true);
    Control control;
    control.targetPid = static_cast<uint32_t>(t.options.targetPid);
    control.realtimeOffsetNs = realtimeOffset();
    const auto *bytes = reinterpret_cast<const std::byte *>(&control);
    bundle.kernel.maps.back().initial.assign(bytes, bytes + sizeof control);
    bundle.countersMap = t.addMap("counters", BPF_MAP_TYPE_PERCPU_ARRAY, 4, sizeof(HandlerCounters), handlers, 0, true);
    t.maps.frames = t.addMap("frames", BPF_MAP_TYPE_PERCPU_ARRAY, 4, 8, framesPerCpu, 0, false);
    if (usesIndent(t.bodies))
        t.maps.indent = t.addMap("indent", BPF_MAP_TYPE_LRU_HASH, 4, sizeof(IndentState), 16384, 0, false);
    if (std::ranges::any_of(bundle.program.handlers, &analysis::Handler::targetProcessesOnly) || asksForTheTarget(t.bodies))
        bundle.targetsMap = t.addMap("targets", BPF_MAP_TYPE_LRU_HASH, 4, 4, 16384, 0, true);
    if (!bundle.program.watchedPrograms.empty())
        bundle.programsMap = t.addMap("programs", BPF_MAP_TYPE_LRU_HASH, 8, 4, 16384, 0, true);
    const auto isReturn = [](const analysis::Handler &h) { return h.kind == analysis::ProbeKind::UserReturn; };
    if (bundle.sitesByAddress && std::ranges::any_of(bundle.program.handlers, isReturn)) {
        t.maps.siteStacks = t.addMap("site_stacks", BPF_MAP_TYPE_LRU_HASH, 8, sizeof(SiteStack), 4096, 0, false);
        t.maps.zeroes = t.addMap("zeroes", BPF_MAP_TYPE_ARRAY, 4, sizeof(SiteStack), 1, 0, false);
    }
    if (const auto counters = static_cast<uint32_t>(bundle.program.counters.size())) {
        for (const analysis::PerfCounter &counter : bundle.program.counters) {
            // The events outlive the descriptor by which they were put in.
            bundle.counterMaps.push_back(
                t.addMap("counter", BPF_MAP_TYPE_PERF_EVENT_ARRAY, 4, 4, t.options.possibleCpus, BPF_F_PRESERVE_ELEMS, false));
            protocol::Map &map = bundle.kernel.maps.back();
            map.isCounter = true;
            map.counterType = counter.type;
            map.counterConfig = counter.config;
        }
        t.maps.counterTotals = t.addMap("counter_totals", BPF_MAP_TYPE_LRU_HASH, 8, 8, 16384, 0, false);
        t.maps.counterStarts = t.addMap("counter_starts", BPF_MAP_TYPE_PERCPU_ARRAY, 4, 8, counters, 0, false);
    }
    planSiteNames(t);
    planGlobals(t);
    if (t.locks.locks > 0)
        t.maps.locks = t.addMap("locks", BPF_MAP_TYPE_ARRAY, 4, t.locks.locks * 8, 1, 0, false);
}

/// One attachment for each file that the handler's sites are in.
void planAttachments(Translation &t, uint32_t handlerIndex, uint32_t program, bool isReturn,
                     std::map<std::string, uint32_t> &files)
{
    const analysis::Handler &handler = t.bundle.program.handlers[handlerIndex];
    const bool kernelSide = analysis::isKernelSide(handler.kind);
    const bool isTrace = handler.kind == analysis::ProbeKind::KernelTrace;
    const bool isProfile = handler.kind == analysis::ProbeKind::Profile;
    const bool returnsByInstruction = isReturn && t.returnsByInstruction(handler);
    std::map<std::string, PlannedAttachment> byFile;
    for (const uint32_t siteIndex : handler.sites) {
        const analysis::Site &site = t.bundle.program.sites[siteIndex];
        PlannedAttachment &planned = byFile[kernelSide ? std::string() : site.modulePath];
        const auto add = [&](uint64_t offset) {
            planned.sites.push_back(siteIndex);
            planned.attachment.cookies.push_back(siteIndex);
            planned.attachment.offsets.push_back(offset);
            planned.attachment.semaphoreOffsets.push_back(site.semaphoreOffset);
        };
        if (kernelSide) {
            planned.sites.push_back(siteIndex);
            if (!isTrace)
                planned.attachment.cookies.push_back(siteIndex);
            if (!isProfile)
                planned.attachment.symbols.push_back(site.kernelSymbol);
        } else if (returnsByInstruction) {
            std::ranges::for_each(site.returnOffsets, add);
        } else {
            add(site.fileOffset);
        }
    }
    for (auto &[path, planned] : byFile) {
        planned.path = path;
        if (std::ranges::all_of(planned.attachment.semaphoreOffsets, [](uint64_t offset) { return offset == 0; }))
            planned.attachment.semaphoreOffsets.clear();
        planned.handler = handlerIndex;
        planned.attachment.perfType = handler.perf.type;
        planned.attachment.perfConfig = handler.perf.config;
        planned.attachment.perfPeriod = handler.perf.period;
        planned.attachment.perfFrequency = handler.perf.isFrequency;
        planned.attachment.watchType = handler.perf.watchType;
        planned.attachment.watchBytes = handler.perf.watchBytes;
        planned.attachment.kind = isTrace ? protocol::Attachment::Kind::RawTracepoint
            : isProfile                   ? protocol::Attachment::Kind::PerfEvents
            : kernelSide                  ? protocol::Attachment::Kind::KernelFunctions
                                          : protocol::Attachment::Kind::UserFunctions;
        planned.attachment.program = program;
        planned.attachment.isReturn = isReturn && !returnsByInstruction;
        planned.attachment.maxActive = handler.maxActive;
        if (!kernelSide)
            planned.attachment.file = files.try_emplace(path, static_cast<uint32_t>(files.size())).first->second;
        t.bundle.attachments.push_back(std::move(planned));
    }
}

void emitPrograms(Translation &t, std::map<uint32_t, script::Diagnostic> &refused)
{
    std::map<std::string, uint32_t> files;
    const auto &handlers = t.bundle.program.handlers;
    // A single one is better off with a probe of its own.
    t.dispatched.resize(handlers.size());
    if (std::ranges::count_if(handlers, canBeDispatched) > 1)
        std::ranges::transform(handlers, t.dispatched.begin(), canBeDispatched);
    for (uint32_t h = 0; h < handlers.size(); ++h) {
        if (!handlers[h].inKernel() || handlers[h].sites.empty())
            continue;
        const auto kind = handlers[h].kind == analysis::ProbeKind::KernelTrace ? protocol::Program::Kind::RawTracepoint
            : handlers[h].kind == analysis::ProbeKind::Profile                 ? protocol::Program::Kind::PerfEvent
            : analysis::isKernelSide(handlers[h].kind)                         ? protocol::Program::Kind::Kprobe
                                                                               : protocol::Program::Kind::Uprobe;
        const bool isReturn = handlers[h].kind == analysis::ProbeKind::UserReturn
            || handlers[h].kind == analysis::ProbeKind::KernelReturn;
        if (!emitHandler(t, h, kind)) {
            refused.emplace(h, t.refusals.all().back());
            continue;
        }
        // The entry program goes first, so that its probes are in place before any return can fire.
        if (t.bundle.sitesByAddress && handlers[h].kind == analysis::ProbeKind::UserReturn)
            planAttachments(t, h, emitSiteStackEntry(t, h), false, files);
        if (!t.dispatched[h])
            planAttachments(t, h, t.bundle.programOfHandler[h], isReturn, files);
    }
    emitSystemCallDispatchers(t);
    if (t.maps.counterTotals >= 0)
        emitCounterSwitch(t);
    if (t.bundle.programsMap >= 0)
        emitProgramTracking(t);
    emitKernelReader(t);
    if (t.bundle.targetsMap < 0)
        return;
    const auto target = std::ranges::find_if(handlers, &analysis::Handler::targetProcessesOnly);
    if (t.options.taskTgidOffset >= 0 && t.options.features.rawTracepoint) {
        emitProcessTree(t);
    } else if (!t.options.features.btf) {
        t.diagnostics.warning(
            "no-process-tree", target->range,
            {TAPSCOPE_TEXT(
                 "Diagnostics",
                 "Processes that the target starts cannot be followed on this kernel; only the target itself is traced."),
             {}},
            {TAPSCOPE_TEXT("Diagnostics", "Use a kernel with BTF (CONFIG_DEBUG_INFO_BTF) to follow them."), {}});
    }
}

}

uint32_t addProgram(Translation &t, bpf::Assembler &assembler, const std::vector<bpf::FunctionMark> &functions,
                    protocol::Program::Kind kind, std::string name)
{
    protocol::Program program;
    program.kind = kind;
    program.name = std::move(name);
    program.code = assembler.code();
    program.relocations = assembler.relocations();
    program.functionInfo = t.btf.functionInfo(functions);
    program.lineInfo = t.btf.lineInfo(assembler.lines(), functions, t.sources);
    t.bundle.kernel.programs.push_back(std::move(program));
    return static_cast<uint32_t>(t.bundle.kernel.programs.size() - 1);
}

void planTracepoint(Translation &t, bpf::Assembler &a, const char *tracepoint, const char *name)
{
    PlannedAttachment planned;
    planned.handler = UINT32_MAX;
    planned.attachment.kind = protocol::Attachment::Kind::RawTracepoint;
    planned.attachment.program = addProgram(t, a, {{bpf::FunctionMark{0, tracepoint, false}}},
                                            protocol::Program::Kind::RawTracepoint, name);
    planned.attachment.symbols = {tracepoint};
    t.bundle.attachments.push_back(std::move(planned));
}

namespace {

/// Without uprobe_multi nothing tells a return probe at which address its function was loaded; static variables and callers are
/// at places relative to that. False, and it is said, where a script wants them there.
bool knowsWhereItWasLoaded(const Bundle &bundle, script::Diagnostics &diagnostics)
{
    using Step = debuginfo::LocationStep;
    for (const ir::Handler &h : bundle.ir.handlers) {
        if (bundle.program.handlers[h.programHandler].kind != analysis::ProbeKind::UserReturn)
            continue;
        for (const ir::BasicBlock &block : h.body.blocks) {
            const auto wants = std::ranges::find_if(block.instructions, [&](const ir::Instruction &i) {
                return i.op == ir::Op::TargetValue
                    && std::ranges::contains(bundle.ir.targetValues[static_cast<size_t>(i.imm)].location.steps,
                                             Step::Op::LoadBias, &Step::op);
            });
            if (wants == block.instructions.end())
                continue;
            diagnostics.error(
                "needs-uprobe-multi", wants->range,
                {TAPSCOPE_TEXT("Diagnostics",
                               "On a kernel before 6.6, static variables and callers cannot be told when a function "
                               "returns."),
                 {}},
                {TAPSCOPE_TEXT("Diagnostics",
                               "Use a .call probe, or keep what it reads there in a global variable of the script."),
                 {}});
            return false;
        }
    }
    return true;
}

/// One try: `refused` gets the handlers that cannot run in the kernel, with the reason.
Bundle translateOnce(analysis::Program program, const script::SourceSet &sources, const TranslateOptions &options,
                     const std::map<uint32_t, Deferral> &deferrals, script::Diagnostics &diagnostics,
                     std::map<uint32_t, script::Diagnostic> &refused)
{
    Bundle bundle;
    bundle.program = std::move(program);
    bundle.ir = ir::lower(bundle.program);
    bundle.deferrals = deferrals;
    bundle.programOfHandler.assign(bundle.program.handlers.size(), UINT32_MAX);
    bundle.globals.assign(bundle.program.globals.size(), {});
    const auto first = std::ranges::find_if(bundle.program.handlers, &analysis::Handler::inKernel);
    if (first == bundle.program.handlers.end())
        return bundle;

    Translation t{bundle, sources, options, diagnostics, {}, {}, {}, 0, {}};
    bundle.sitesByAddress = !options.features.uprobeMulti && options.features.tracefsUprobes;
    if (bundle.sitesByAddress && (options.taskMmOffset < 0 || options.mmStartCodeOffset < 0)) {
        diagnostics.error(
            "no-kernel-btf", first->range,
            {TAPSCOPE_TEXT("Diagnostics",
                           "This kernel has neither uprobe_multi nor BTF, so it cannot be told which function was hit."),
             {}},
            {TAPSCOPE_TEXT("Diagnostics", "Use Linux 6.6 or later, or a kernel with CONFIG_DEBUG_INFO_BTF."), {}});
        return bundle;
    }
    if (bundle.sitesByAddress && !knowsWhereItWasLoaded(bundle, diagnostics))
        return bundle;
    t.bodies.resize(bundle.program.handlers.size());
    for (const ir::Handler &h : bundle.ir.handlers) {
        if (!bundle.program.handlers[h.programHandler].inKernel())
            continue;
        script::Diagnostics said;
        if (const auto deferral = deferrals.find(h.programHandler); deferral != deferrals.end()) {
            if (auto body = recordingBody(bundle, h.programHandler, deferral->second, said))
                t.bodies[h.programHandler] = std::move(*body);
            else
                refused.emplace(h.programHandler, said.all().front());
        } else if (auto body = inlineCalls(bundle.ir, h.body, bundle.ir.foreachs, said)) {
            putPointConstants(*body, bundle.ir.foreachs, bundle.program, h.programHandler, &bundle.ir.strings);
            t.bodies[h.programHandler] = std::move(*body);
        } else {
            refused.emplace(h.programHandler, said.all().front());
        }
    }
    if (!refused.empty())
        return bundle;
    t.locks = planLocks(t.bodies, bundle.ir.foreachs, bundle.program.globals.size());
    bundle.lockOfHandler = t.locks.lockOfHandler;
    bundle.lockOfGlobal = t.locks.lockOfGlobal;
    planMaps(t);
    emitPrograms(t, refused);
    bundle.kernel.maps[static_cast<size_t>(t.maps.frames)].valueSize = std::max(t.frameBytes, 8u);
    bundle.kernel.btf = t.btf.finish();
    return bundle;
}

/// Adds `handlers` to the deferred ones. False: one cannot be, and why it would have to is said.
bool defer(const Bundle &bundle, const std::map<uint32_t, script::Diagnostic> &handlers, bool follows,
           std::map<uint32_t, Deferral> &deferrals, script::Diagnostics &diagnostics)
{
    bool possible = true;
    for (const auto &[handler, reason] : handlers) {
        const bool isDeferred = deferrals.contains(handler);
        auto planned = isDeferred ? Deferral() : planDeferral(bundle, handler, deferrals);
        if (isDeferred || !planned) {
            script::Diagnostic said = reason;
            const script::Range &range = bundle.program.handlers[handler].range;
            if (follows) {
                said.notes.push_back({range,
                                      {TAPSCOPE_TEXT("Diagnostics",
                                                     "The statement would be run outside of the kernel, on what is recorded of "
                                                     "each hit; but then this handler, which changes the same global variables, "
                                                     "would have to run there too, and it reads what cannot be recorded."),
                                       {}}});
            }
            if (!planned)
                said.notes.push_back(planned.error());
            // A probe of many points has many handlers with the same text.
            const auto isSame = [&](const script::Diagnostic &other) {
                return other.id == said.id && other.range == said.range && other.message == said.message;
            };
            if (std::ranges::none_of(diagnostics.all(), isSame))
                diagnostics.add(std::move(said));
            possible = false;
            continue;
        }
        planned->reason = reason;
        deferrals.emplace(handler, std::move(*planned));
    }
    return possible;
}

/// Return probes that count on the kernel's having what was kept from the entry, of which the entry's part has been deferred since.
bool planAgain(const Bundle &bundle, std::map<uint32_t, Deferral> &deferrals, script::Diagnostics &diagnostics)
{
    std::map<uint32_t, script::Diagnostic> handlers;
    for (const auto &[handler, deferral] : deferrals) {
        if (!deferral.entryValues.empty() && deferrals.contains(handler - 1))
            handlers.emplace(handler, deferral.reason);
    }
    for (const auto &[handler, reason] : handlers)
        deferrals.erase(handler);
    return defer(bundle, handlers, true, deferrals, diagnostics);
}

}

Bundle translate(analysis::Program program, const script::SourceSet &sources, const TranslateOptions &options,
                 script::Diagnostics &diagnostics)
{
    std::map<uint32_t, Deferral> deferrals;
    while (true) {
        script::Diagnostics said;
        std::map<uint32_t, script::Diagnostic> refused;
        Bundle bundle = translateOnce(std::move(program), sources, options, deferrals, said, refused);
        if (refused.empty()) {
            for (const script::Diagnostic &each : said.all())
                diagnostics.add(each);
            return bundle;
        }
        if (!defer(bundle, refused, false, deferrals, diagnostics))
            return bundle;
        std::map<uint32_t, script::Diagnostic> following;
        for (const auto &[handler, deferred] : followers(bundle, deferrals))
            following.emplace(handler, deferrals.at(refused.contains(deferred) ? deferred : refused.begin()->first).reason);
        if (!defer(bundle, following, true, deferrals, diagnostics))
            return bundle;
        if (!planAgain(bundle, deferrals, diagnostics))
            return bundle;
        program = std::move(bundle.program);
    }
}

}
