// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "analysis/probe_binder.h"
#include "base/glob.h"
#include "base/similar.h"

#include <algorithm>
#include <filesystem>

namespace tapscope::analysis {

namespace {

// The system's directory names its events; where it cannot be read, every name is taken.
bool belongsTo(std::string_view systemGlob, const std::string &name)
{
    std::error_code error;
    bool readable = false;
    for (const char *root : {"/sys/kernel/tracing/events", "/sys/kernel/debug/tracing/events"}) {
        for (const auto &system : std::filesystem::directory_iterator(root, error)) {
            readable = true;
            if (globMatches(systemGlob, system.path().filename().string())
                && std::filesystem::exists(system.path() / name, error))
                return true;
        }
        if (readable)
            return false;
    }
    return true;
}

}

std::vector<BoundPoint> ProbeBinder::kernelTrace(const ExpandedPoint &point)
{
    const std::string &written = *point.components[1].text;
    const Range range = argumentRange(point, 1);
    const std::shared_ptr<const debuginfo::Kernel> running = kernel(point);
    if (!running)
        return {};
    const size_t colon = written.find(':');
    const std::string system = colon == std::string::npos ? std::string() : written.substr(0, colon);
    const std::string name = colon == std::string::npos ? written : written.substr(colon + 1);
    BoundPoint bound;
    bound.kind = ProbeKind::KernelTrace;
    bound.kernel = running;
    for (debuginfo::Tracepoint &found : running->tracepoints(name)) {
        if (!system.empty() && !belongsTo(system, found.name))
            continue;
        Site &site = bound.sites.emplace_back();
        site.probePoint = "kernel.trace(\"" + (system.empty() || isGlob(system) ? std::string() : system + ":") + found.name
            + "\")";
        site.function = found.name;
        site.kernelSymbol = found.name;
        bound.tracepoints.push_back(std::move(found));
    }
    if (!bound.sites.empty())
        return {std::move(bound)};
    const std::vector<std::string> names = running->tracepointNames();
    if (names.empty()) {
        problem(point, "no-tracepoints", range,
                {TAPSCOPE_TEXT("Diagnostics", "the running kernel does not describe its tracepoints"), {}},
                {TAPSCOPE_TEXT("Diagnostics", "run a kernel built with CONFIG_DEBUG_INFO_BTF"), {}});
        return {};
    }
    const std::vector<std::string> similar = similarNames(name, names);
    script::Diagnostic *diagnostic = problem(
        point, "no-such-tracepoint", range,
        {TAPSCOPE_TEXT("Diagnostics", "the running kernel has no tracepoint '%1'"), {written}},
        similar.empty()
            ? Text{TAPSCOPE_TEXT("Diagnostics",
                                 "the name can hold the wildcards * ? [ ]; '?' behind the probe point makes it optional"),
                   {}}
            : didYouMean(similar));
    if (diagnostic && !similar.empty() && range != point.range)
        diagnostic->fixIts.push_back(replaceBy(range, "\"" + similar.front() + "\""));
    return {};
}

std::vector<BoundPoint> ProbeBinder::systemCall(const ExpandedPoint &point)
{
    using debuginfo::Location;
    using Op = debuginfo::LocationStep::Op;
    // In struct pt_regs: rdi, rsi, rdx, r10, r8, r9, which keep the arguments until the call returns.
    constexpr int64_t registers[] = {112, 104, 96, 56, 72, 64};
    const bool isReturn = point.components.size() > 1;
    BoundPoint bound;
    bound.kind = ProbeKind::KernelTrace;
    bound.kernel = kernel(point);
    if (!bound.kernel)
        return {};
    bound.systemCall = point.components.front().number.value_or(-1);
    Site &site = bound.sites.emplace_back();
    site.probePoint = point.alias.empty() ? point.text() : point.alias;
    const size_t dot = site.probePoint.find('.');
    const std::string name = dot == std::string::npos ? site.probePoint : site.probePoint.substr(dot + 1);
    site.function = "sys_" + name.substr(0, name.find('.'));
    site.kernelSymbol = isReturn ? "sys_exit" : "sys_enter";
    site.isReturn = isReturn;
    debuginfo::Tracepoint tracepoint{site.kernelSymbol, {}};
    debuginfo::TypeInfo word;
    word.kind = debuginfo::TypeInfo::Kind::Integer;
    word.name = "long";
    word.byteSize = 8;
    word.isSigned = true;
    for (size_t i = 0; i < std::size(registers); ++i)
        tracepoint.arguments.push_back(
            {"arg" + std::to_string(i + 1), word,
             Location{Location::Kind::Memory, {{Op::Argument, 0}, {Op::Constant, registers[i]}, {Op::Add, 0}}, {}}, true});
    if (isReturn)
        tracepoint.arguments.push_back({"return", word, Location{Location::Kind::Value, {{Op::Argument, 1}}, {}}, false});
    bound.tracepoints.push_back(std::move(tracepoint));
    return {std::move(bound)};
}

}
