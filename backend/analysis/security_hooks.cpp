// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "analysis/probe_binder.h"
#include "base/files.h"
#include "base/glob.h"
#include "base/similar.h"

#include <algorithm>

/// kernel.lsm("…"): probes where the kernel asks its security modules. It has a function for each of their hooks that BPF
/// programs can stand in for (kernel/bpf/bpf_lsm.c); the probes are in those, so that they see what is asked and decide nothing.
namespace tapscope::analysis {

namespace {

/// Whether the kernel was started without "bpf" among its security modules; false where it does not tell.
bool isLeftOut()
{
    const auto active = readFile("/sys/kernel/security/lsm");
    return active && !("," + active->substr(0, active->find('\n')) + ",").contains(",bpf,");
}

/// The function that asks all modules, which can be probed whether there are BPF's or not.
Text askingFunction(const std::string &hook)
{
    return {TAPSCOPE_TEXT("Diagnostics",
                          "probe the kernel's function that asks all security modules, kernel.function(\"security_%1\"); its "
                          ".return tells whether they allowed it"),
            {hook}};
}

}

std::vector<BoundPoint> ProbeBinder::securityHook(const ExpandedPoint &point)
{
    const std::string &written = *point.components[1].text;
    const Range range = argumentRange(point, 1);
    const std::shared_ptr<const debuginfo::Kernel> running = kernel(point);
    if (!running)
        return {};
    const std::vector<std::string> hooks = running->securityHooks();
    if (hooks.empty()) {
        problem(point, "no-security-hooks", range,
                {TAPSCOPE_TEXT("Diagnostics",
                               "the running kernel was built without hooks of security modules for BPF (CONFIG_BPF_LSM), or does "
                               "not describe them"),
                 {}},
                askingFunction(isGlob(written) ? "*" : written));
        return {};
    }
    BoundPoint bound;
    bound.kind = ProbeKind::KernelFunction;
    bound.kernel = running;
    for (const std::string &hook : hooks) {
        if (!globMatches(written, hook))
            continue;
        for (const debuginfo::KernelFunction &function : running->functions(debuginfo::Kernel::securityHookFunction(hook))) {
            if (function.refusal != debuginfo::KernelFunction::Refusal::None)
                continue;
            bound.modules.push_back(function.module);
            Site &site = bound.sites.emplace_back();
            site.probePoint = "kernel.lsm(\"" + hook + "\")";
            site.function = function.name;
            site.kernelSymbol = function.name;
            site.address = function.address;
        }
    }
    if (bound.sites.empty()) {
        // A wildcard of the script means the library's names of hooks that this kernel has.
        if (!point.derivedFrom.empty() && isGlob(point.derivedFrom.back()))
            return {};
        const std::vector<std::string> similar = similarNames(written, hooks);
        script::Diagnostic *diagnostic = problem(
            point, "no-such-security-hook", range,
            {TAPSCOPE_TEXT("Diagnostics", "the security modules of the running kernel have no hook '%1'"), {written}},
            similar.empty() ? Text{TAPSCOPE_TEXT("Diagnostics", "list those that there are with -l '%1'"), {"kernel.lsm(\"*\")"}}
                            : didYouMean(similar));
        if (diagnostic && !similar.empty() && range != point.range)
            diagnostic->fixIts.push_back(replaceBy(range, "\"" + similar.front() + "\""));
        return {};
    }
    if (isLeftOut()) {
        problem(
            point, "security-hooks-inactive", range,
            {TAPSCOPE_TEXT("Diagnostics",
                           "the running kernel does not come to these hooks: bpf is not among the security modules that it was "
                           "started with (lsm=)"),
             {}},
            askingFunction(isGlob(written) ? "*" : written));
        return {};
    }
    return {std::move(bound)};
}

}
