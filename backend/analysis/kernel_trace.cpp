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

}
