// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "analysis/probe_binder.h"
#include "base/files.h"
#include "base/hexadecimal.h"
#include "base/similar.h"
#include "debuginfo/kernel_symbols.h"
#include "debuginfo/process_image.h"

#include <linux/hw_breakpoint.h>
#include <linux/perf_event.h>

#include <algorithm>
#include <bit>

namespace tapscope::analysis {

namespace {

using debuginfo::LocationStep;

constexpr int64_t mostBytes = 8;

/// How far the file was moved in the process; nullopt: it is not there.
std::optional<uint64_t> loadBiasOf(int pid, const debuginfo::Module &module)
{
    const auto offset = module.fileOffset(module.codeStart());
    if (!offset)
        return std::nullopt;
    for (const debuginfo::Mapping &mapping : debuginfo::ProcessImage::mappingsOf(pid)) {
        if (mapping.path == module.path() && *offset >= mapping.offset && *offset - mapping.offset < mapping.end - mapping.begin)
            return mapping.begin + (*offset - mapping.offset) - module.codeStart();
    }
    return std::nullopt;
}

/// Where a variable outside of functions is; nullopt: not at a fixed place.
std::optional<uint64_t> fixedPlace(const debuginfo::Location &location, uint64_t bias)
{
    if (location.kind != debuginfo::Location::Kind::Memory)
        return std::nullopt;
    std::vector<uint64_t> stack;
    for (const LocationStep &step : location.steps) {
        if (step.op == LocationStep::Op::Constant) {
            stack.push_back(static_cast<uint64_t>(step.value));
        } else if (step.op == LocationStep::Op::LoadBias) {
            stack.push_back(bias);
        } else if (step.op == LocationStep::Op::Add && stack.size() > 1) {
            const uint64_t top = stack.back();
            stack.pop_back();
            stack.back() += top;
        } else {
            return std::nullopt;
        }
    }
    return stack.size() == 1 ? std::optional(stack.front()) : std::nullopt;
}

}

std::optional<uint64_t> ProbeBinder::kernelDataAddress(const ExpandedPoint &point, size_t component)
{
    const std::string &name = *point.components[component].text;
    const Range range = argumentRange(point, component);
    const auto text = readFile("/proc/kallsyms");
    const auto data = debuginfo::parseKernelData(text ? *text : std::string());
    const auto found = std::ranges::find(data, name, &debuginfo::KernelDataSymbol::name);
    if (found != data.end() && found->address != 0)
        return found->address;
    if (found != data.end() || data.empty()) {
        problem(point, "kernel-unavailable", range,
                {TAPSCOPE_TEXT("Diagnostics", "the kernel does not tell where its variables are"), {}},
                {TAPSCOPE_TEXT("Diagnostics", "run this as an administrator (kernel.kptr_restrict hides addresses from others)"),
                 {}});
        return std::nullopt;
    }
    std::vector<std::string> names;
    for (const debuginfo::KernelDataSymbol &each : data)
        names.push_back(each.name);
    const std::vector<std::string> similar = similarNames(name, names);
    script::Diagnostic *diagnostic = problem(
        point, "no-such-variable", range, {TAPSCOPE_TEXT("Diagnostics", "the running kernel has no variable '%1'"), {name}},
        similar.empty() ? Text{TAPSCOPE_TEXT("Diagnostics", "/proc/kallsyms lists what it has; an address can be given too"), {}}
                        : didYouMean(similar));
    if (diagnostic && !similar.empty() && range != point.range)
        diagnostic->fixIts.push_back(replaceBy(range, "\"" + similar.front() + "\""));
    return std::nullopt;
}

std::optional<uint64_t> ProbeBinder::processDataAddress(const ExpandedPoint &point, size_t component,
                                                        const debuginfo::Module &module, std::optional<uint64_t> bias)
{
    const std::string &name = *point.components[component].text;
    const Range range = argumentRange(point, component);
    const size_t at = std::min(name.find('@'), name.size());
    const auto found = module.globals(name.substr(0, at), at < name.size() ? name.substr(at + 1) : std::string(),
                                      module.codeStart());
    if (found.empty()) {
        problem(
            point, "no-such-variable", range,
            {TAPSCOPE_TEXT("Diagnostics", "%1 has no variable '%2' outside of its functions"), {module.path(), name}},
            module.hasDebugInfo()
                ? Text{TAPSCOPE_TEXT("Diagnostics", "name it as its source does, with @file.c behind it where several have it"),
                       {}}
                : Text{TAPSCOPE_TEXT("Diagnostics", "it has no debug information: build it with -g, or give the address"), {}});
        return std::nullopt;
    }
    const auto place = bias ? fixedPlace(found.front().location, *bias) : std::nullopt;
    if (!place) {
        problem(point, "unavailable-target-variable", range,
                {TAPSCOPE_TEXT("Diagnostics", "'%1' is at no fixed place in the process's memory"), {name}},
                {TAPSCOPE_TEXT("Diagnostics", "give the address"), {}});
    }
    return place;
}

std::vector<BoundPoint> ProbeBinder::watchpoint(const ExpandedPoint &point)
{
    const bool ofKernel = point.components.front().name.text == "kernel";
    BoundPoint bound;
    bound.kind = ProbeKind::Profile;
    bound.perf.type = PERF_TYPE_BREAKPOINT;
    bound.perf.period = 1;
    bound.perf.watchBytes = 1;
    size_t dataAt = 1;
    for (size_t i = 1; i < point.components.size(); ++i) {
        const script::ProbeComponent &part = point.components[i];
        if (part.name.text == "data") {
            dataAt = i;
        } else if (part.name.text == "length") {
            const int64_t bytes = part.number.value_or(0);
            if (bytes < 1 || bytes > mostBytes) {
                m_context.error(
                    "watch-length", argumentRange(point, i),
                    {TAPSCOPE_TEXT("Diagnostics", "the processor watches 1 to %1 bytes, not %2"),
                     {std::to_string(mostBytes), std::to_string(bytes)}},
                    {TAPSCOPE_TEXT("Diagnostics", "several probes can watch one after the other; there are four of them"), {}});
                return {};
            }
            bound.perf.watchBytes = std::bit_ceil(static_cast<uint32_t>(bytes));
        } else if (part.name.text == "write" || part.name.text == "rw") {
            bound.perf.watchType = part.name.text == "write" ? HW_BREAKPOINT_W : HW_BREAKPOINT_RW;
        }
    }
    if (!ofKernel)
        return userWatchpoints(point, dataAt, std::move(bound));
    const script::ProbeComponent &data = point.components[dataAt];
    const auto address = data.text ? kernelDataAddress(point, dataAt)
                                   : std::optional(static_cast<uint64_t>(data.number.value_or(0)));
    if (!address || !canBeWatched(point, dataAt, bound.perf, *address))
        return {};
    bound.perf.config = *address;
    Site &site = bound.sites.emplace_back();
    site.probePoint = point.text();
    return {std::move(bound)};
}

/// Of one process, which runs and whose addresses are known; or of all processes that run a program, now or later.
std::vector<BoundPoint> ProbeBinder::userWatchpoints(const ExpandedPoint &point, size_t dataAt, BoundPoint bound)
{
    const Options &options = m_context.options();
    const script::ProbeComponent &process = point.components.front();
    const script::ProbeComponent &data = point.components[dataAt];
    const Range range = argumentRange(point, 0);
    const bool ofCommand = !process.number && !process.text && options.targetPid == 0 && !options.targetProgram.empty();
    if (!process.text && !ofCommand) {
        const int64_t pid = process.number.value_or(options.targetPid);
        if (pid <= 0 || pid > INT32_MAX) {
            problem(
                point, "watch-process", range,
                {TAPSCOPE_TEXT("Diagnostics", "this does not say whose memory is to be watched"), {}},
                {TAPSCOPE_TEXT("Diagnostics",
                               "name the program, process(\"/path/of/program\"), or a process by its number, process(PID), or "
                               "choose a target (-c COMMAND or -x PID)"),
                 {}});
            return {};
        }
        const auto path = debuginfo::programOfProcess(static_cast<int>(pid));
        if (!path) {
            problem(point, "module-unavailable", range, path.error().what, path.error().nextStep);
            return {};
        }
        bound.perf.watchedProcess = pid;
        auto address = std::optional(static_cast<uint64_t>(data.number.value_or(0)));
        if (data.text) {
            const auto module = open(point, *path, range);
            if (!module)
                return {};
            address = processDataAddress(point, dataAt, *module, loadBiasOf(static_cast<int>(pid), *module));
        }
        if (!address || !canBeWatched(point, dataAt, bound.perf, *address))
            return {};
        bound.perf.config = *address;
        bound.sites.emplace_back().probePoint = point.text();
        return {std::move(bound)};
    }
    const auto paths = process.text ? expandPath(*process.text) : std::vector{options.targetProgram};
    if (paths.empty()) {
        problem(point, "module-unavailable", range, {TAPSCOPE_TEXT("Diagnostics", "no file matches '%1'"), {*process.text}},
                {TAPSCOPE_TEXT("Diagnostics", "check the path and its wildcards"), {}});
        return {};
    }
    Found out;
    for (const std::string &path : paths) {
        const auto module = open(point, path, range);
        const auto codeOffset = module ? module->fileOffset(module->codeStart()) : std::nullopt;
        const auto program = codeOffset ? watchedProgram(module->path()) : std::nullopt;
        if (!program)
            continue;
        const auto address = data.text ? processDataAddress(point, dataAt, *module, 0)
                                       : std::optional(static_cast<uint64_t>(data.number.value_or(0)));
        if (!address || !canBeWatched(point, dataAt, bound.perf, *address))
            return {};
        BoundPoint &each = out.emplace_back(bound);
        each.perf.config = *address;
        each.perf.inEachProcess = true;
        each.perf.linkedCode = module->codeStart();
        each.perf.codeOffset = *codeOffset;
        each.watchedProgram = program;
        each.targetProcessesOnly = options.hasTarget;
        ExpandedPoint named = point;
        named.components.front().text = module->path();
        each.sites.emplace_back().probePoint = named.text();
    }
    return out;
}

bool ProbeBinder::canBeWatched(const ExpandedPoint &point, size_t dataAt, const PerfEvent &perf, uint64_t address)
{
    const bool ofKernel = point.components.front().name.text == "kernel";
    if (address % perf.watchBytes != 0) {
        problem(point, "watch-alignment", argumentRange(point, dataAt),
                {TAPSCOPE_TEXT("Diagnostics", "%1 bytes at %2 cannot be watched: they do not begin at a multiple of %1"),
                 {std::to_string(perf.watchBytes), hexadecimal(address)}},
                {TAPSCOPE_TEXT("Diagnostics", "give a smaller .length, or the address of their beginning"), {}});
        return false;
    }
    if (ofKernel != (address >> 63 != 0)) {
        problem(point, "watch-address", argumentRange(point, dataAt),
                ofKernel ? Text{TAPSCOPE_TEXT("Diagnostics", "%1 is not an address of the kernel"), {hexadecimal(address)}}
                         : Text{TAPSCOPE_TEXT("Diagnostics", "%1 is not an address of a program"), {hexadecimal(address)}},
                ofKernel ? Text{TAPSCOPE_TEXT("Diagnostics", "a process's memory is watched with process(PID).data(ADDRESS)"), {}}
                         : Text{TAPSCOPE_TEXT("Diagnostics", "the kernel's memory is watched with kernel.data(ADDRESS)"), {}});
        return false;
    }
    return true;
}

std::vector<BoundPoint> ProbeBinder::perfCounter(const ExpandedPoint &point)
{
    BoundPoint bound;
    bound.kind = ProbeKind::Never; // it has no hits: @perf() reads it
    PerfCounter counter;
    counter.range = point.range;
    counter.probePoint = point.text();
    counter.type = static_cast<uint32_t>(point.components[1].number.value_or(0));
    counter.config = static_cast<uint64_t>(point.components[2].number.value_or(0));
    for (size_t i = 3; i < point.components.size(); ++i) {
        const script::ProbeComponent &part = point.components[i];
        if (part.name.text == "process" && part.text && !open(point, *part.text, argumentRange(point, i)))
            return {};
        if (part.name.text == "counter")
            counter.name = part.text.value_or("");
    }
    if (counter.type == PERF_TYPE_TRACEPOINT || counter.type == PERF_TYPE_BREAKPOINT) {
        problem(point, "perf-counter", argumentRange(point, 1),
                {TAPSCOPE_TEXT("Diagnostics", "events of this type cannot be counted for @perf()"), {}},
                {TAPSCOPE_TEXT("Diagnostics", "the processor's (0, 3, 4) and the kernel's own (1) can"), {}});
        return {};
    }
    bound.sites.emplace_back().probePoint = point.text();
    bound.counter = std::move(counter);
    return {std::move(bound)};
}

}
