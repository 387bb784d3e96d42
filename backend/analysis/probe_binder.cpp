// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "analysis/probe_binder.h"

#include "analysis/kernel_config.h"
#include "base/glob.h"
#include "base/similar.h"
#include "debuginfo/kernel_files.h"
#include "script/printer.h"

#include <sys/utsname.h>

#include <algorithm>
#include <charconv>
#include <fstream>

namespace tapscope::analysis {

namespace {

struct Unit {
    std::string_view name;
    uint64_t nanoseconds;
};
constexpr Unit units[] = {
    {"s", 1'000'000'000}, {"sec", 1'000'000'000}, {"ms", 1'000'000}, {"msec", 1'000'000},
    {"us", 1'000},        {"usec", 1'000},        {"ns", 1},         {"nsec", 1},
};
constexpr uint64_t dayNs = 86'400ull * 1'000'000'000;

/// What most distributions' kernels are built with, for those that do not say.
constexpr uint64_t usualTicksPerSecond = 250;

/// Nanoseconds from one tick of this kernel's timer to the next.
uint64_t tickNs()
{
    struct utsname system{};
    ::uname(&system);
    uint64_t perSecond = 0;
    for (const auto &[name, value] : *kernelConfig(system.release)) {
        if (name == "CONFIG_HZ")
            std::from_chars(value.data(), value.data() + value.size(), perSecond);
    }
    return 1'000'000'000 / (perSecond > 0 ? perSecond : usualTicksPerSecond);
}

uint64_t unitNs(std::string_view name)
{
    return name == "jiffies" ? tickNs() : std::ranges::find(units, name, &Unit::name)->nanoseconds;
}

}

std::vector<BoundPoint> ProbeBinder::bind(const ExpandedPoint &point)
{
    switch (point.pattern->family) {
    case Family::Begin: return session(point, ProbeKind::Begin);
    case Family::End: return session(point, ProbeKind::End);
    case Family::Error: return session(point, ProbeKind::Error);
    case Family::Never: return session(point, ProbeKind::Never);
    case Family::Timer: return timer(point);
    case Family::UserFunction:
    case Family::UserStatement:
    case Family::UserCallees:
    case Family::UserMark:
    case Family::UserLinkage: return userCode(point);
    case Family::KernelFunction: return kernelFunction(point);
    case Family::KernelCode: return kernelCode(point);
    case Family::KernelAddress: return kernelAddress(point);
    case Family::KernelTrace: return kernelTrace(point);
    case Family::Netfilter: return netfilterHook(point);
    case Family::SecurityHook: return securityHook(point);
    case Family::Syscall: return systemCall(point);
    case Family::ProcessEvent: return processEvent(point);
    case Family::Profile:
    case Family::Perf: return perfEvent(point);
    case Family::Watch: return watchpoint(point);
    case Family::PerfCounter: return perfCounter(point);
    case Family::ScriptFile: return scriptFile(point);
    case Family::Input: return userInput(point);
    case Family::Unsupported: break;
    }
    // Not even '?' hides this in silence: the user would wait for events that cannot come.
    const Text message{TAPSCOPE_TEXT("Diagnostics", "SystemTap's probe point '%1' is not yet able to run"), {point.text()}};
    if (point.optional)
        m_context.warning("not-yet", point.range, message,
                          {TAPSCOPE_TEXT("Diagnostics", "it is left out, as what is optional can be"), {}});
    else
        m_context.error("not-yet", point.range, message, {TAPSCOPE_TEXT("Diagnostics", "run this script with stap itself"), {}});
    return {};
}

Range ProbeBinder::argumentRange(const ExpandedPoint &point, size_t component) const
{
    const script::ProbeComponent &at = point.components[component];
    if (m_context.isTapset(at.range.file) || at.range.empty())
        return point.range;
    return at.argumentRange.empty() ? at.range : at.argumentRange;
}

script::Diagnostic *ProbeBinder::problem(const ExpandedPoint &point, std::string_view id, const Range &range, Text message,
                                         Text nextStep)
{
    return point.optional ? nullptr : m_context.error(id, range, std::move(message), std::move(nextStep));
}

void ProbeBinder::noSuchFunction(const ExpandedPoint &point, const Range &range, const std::string &written,
                                 const std::string &where, const std::vector<std::string> &names, bool exportedOnly)
{
    if (point.optional)
        return;
    const size_t at = std::min(written.find('@'), written.size());
    const std::string name = written.substr(0, at);
    const std::vector<std::string> similar = similarNames(name, names);
    Text help = didYouMean(similar);
    if (names.empty())
        help = {TAPSCOPE_TEXT("Diagnostics", "it has no function names at all: install its debug symbols, or build it with -g"),
                {}};
    else if (similar.empty() && exportedOnly)
        help = {TAPSCOPE_TEXT("Diagnostics",
                              "it has no debug information, so only the functions that it exports are known: install its debug "
                              "symbols, let them be fetched (DEBUGINFOD_URLS), or build it with -g"),
                {}};
    else if (similar.empty())
        help = {TAPSCOPE_TEXT("Diagnostics",
                              "the name can hold the wildcards * ? [ ]; '?' behind the probe point makes it optional"),
                {}};
    script::Diagnostic *diagnostic = m_context.error("no-such-function", range,
                                                     {TAPSCOPE_TEXT("Diagnostics", "there is no function '%1' in %2"),
                                                      {name, where}},
                                                     std::move(help));
    if (diagnostic && !similar.empty() && range != point.range)
        diagnostic->fixIts.push_back(replaceBy(range, "\"" + similar.front() + written.substr(at) + "\""));
}

std::vector<BoundPoint> ProbeBinder::session(const ExpandedPoint &point, ProbeKind kind)
{
    BoundPoint bound;
    bound.kind = kind;
    bound.sequence = point.components.front().number.value_or(0);
    bound.sites.emplace_back().probePoint = point.text();
    return {std::move(bound)};
}

std::vector<BoundPoint> ProbeBinder::timer(const ExpandedPoint &point)
{
    BoundPoint bound;
    bound.kind = ProbeKind::Timer;
    const script::ProbeComponent &interval = point.components[1];
    const int64_t value = interval.number.value_or(0);
    const Range range = argumentRange(point, 1);
    bound.sites.emplace_back().probePoint = point.text();
    if (interval.name.text == "hz") {
        constexpr int64_t fastest = 1'000'000;
        if (value < 1 || value > fastest) {
            m_context.error("timer-interval", range,
                            {TAPSCOPE_TEXT("Diagnostics", "a timer can fire 1 to %1 times a second, not %2"),
                             {std::to_string(fastest), std::to_string(value)}},
                            {});
            return {};
        }
        bound.periodNs = 1'000'000'000 / static_cast<uint64_t>(value);
        return {std::move(bound)};
    }
    const uint64_t unit = unitNs(interval.name.text);
    const uint64_t longest = dayNs / unit;
    if (value < 1 || static_cast<uint64_t>(value) > longest) {
        m_context.error("timer-interval", range,
                        {TAPSCOPE_TEXT("Diagnostics", "the interval of timer.%1 must be from 1 to %2, not %3"),
                         {interval.name.text, std::to_string(longest), std::to_string(value)}},
                        {TAPSCOPE_TEXT("Diagnostics", "a timer fires at least once a day"), {}});
        return {};
    }
    bound.periodNs = static_cast<uint64_t>(value) * unit;
    if (point.components.size() > 2) {
        const int64_t random = point.components[2].number.value_or(0);
        if (random < 0 || random > value) {
            m_context.error("timer-interval", argumentRange(point, 2),
                            {TAPSCOPE_TEXT("Diagnostics", "the random part must be from 0 to the interval, %1, not %2"),
                             {std::to_string(value), std::to_string(random)}});
            return {};
        }
        bound.randomizeNs = static_cast<uint64_t>(random) * unit;
    }
    return {std::move(bound)};
}

std::shared_ptr<const debuginfo::Kernel> ProbeBinder::kernel(const ExpandedPoint &point)
{
    if (!m_kernel) {
        auto running = runningKernelCached();
        if (!running) {
            problem(point, "kernel-unavailable", point.range, running.error().what, running.error().nextStep);
            return nullptr;
        }
        m_kernel = std::move(*running);
    }
    return m_kernel;
}

std::string tailOf(const ExpandedPoint &point, size_t last)
{
    std::string out;
    for (size_t i = last + 1; i < point.components.size(); ++i) {
        const script::ProbeComponent &component = point.components[i];
        out += "." + component.name.text;
        if (component.number)
            out += "(" + std::to_string(*component.number) + ")";
        else if (component.text)
            out += "(" + script::quoted(*component.text) + ")";
    }
    return out;
}

namespace {

std::vector<std::string> loadedModules()
{
    std::vector<std::string> names;
    std::ifstream file("/proc/modules");
    for (std::string line; std::getline(file, line);)
        names.push_back(line.substr(0, line.find(' ')));
    return names;
}

}

std::vector<BoundPoint> ProbeBinder::kernelFunction(const ExpandedPoint &point)
{
    const std::string &head = point.components.front().name.text;
    // kprobe.module("m").function("f"), module("m").function("f")
    const size_t functionAt = point.components[1].name.text == "module" ? 2 : 1;
    const std::optional<std::string> &module = point.components[functionAt - 1].text;
    const bool ofModule = module.has_value();
    const std::string &name = *point.components[functionAt].text;
    const Range range = argumentRange(point, functionAt);
    const std::string tail = tailOf(point, functionAt);
    if (name.contains('@'))
        return kernelCode(point);
    const std::shared_ptr<const debuginfo::Kernel> running = kernel(point);
    if (!running)
        return {};
    BoundPoint bound;
    bound.kind = tail.starts_with(".return") ? ProbeKind::KernelReturn : ProbeKind::KernelFunction;
    bound.kernel = running;
    using Refusal = debuginfo::KernelFunction::Refusal;
    std::optional<debuginfo::KernelFunction> refused;
    for (const debuginfo::KernelFunction &function : running->functions(name)) {
        if (ofModule ? function.module.empty() || !globMatches(*module, function.module)
                     : head == "kernel" && !function.module.empty())
            continue;
        if (function.refusal != Refusal::None) {
            refused = function;
            continue;
        }
        bound.modules.push_back(function.module);
        Site &site = bound.sites.emplace_back();
        site.probePoint = (ofModule ? (functionAt == 2 ? head + "." : "") + "module(\"" + function.module + "\")" : head)
            + ".function(\"" + function.name + "\")" + tail;
        site.function = function.name;
        site.kernelSymbol = function.name;
        site.address = function.address;
        site.isReturn = bound.kind == ProbeKind::KernelReturn;
    }
    if (bound.sites.empty() && refused) {
        refusedByKernel(point, range, refused->name, refused->refusal);
        return {};
    }
    if (bound.sites.empty() && ofModule && !isGlob(*module)) {
        const std::vector<std::string> loaded = loadedModules();
        if (!std::ranges::contains(loaded, *module)) {
            const std::vector<std::string> similar = similarNames(*module, loaded);
            problem(point, "no-such-module", argumentRange(point, functionAt - 1),
                    {TAPSCOPE_TEXT("Diagnostics", "no module '%1' is loaded"), {*module}},
                    similar.empty() ? Text{TAPSCOPE_TEXT("Diagnostics",
                                                         "load it with “modprobe %1”; the functions of what was built into the "
                                                         "kernel are kernel.function(\"…\")"),
                                           {*module}}
                                    : didYouMean(similar));
            return {};
        }
    }
    // Inlined everywhere, or with a suffix of the compiler's: only the debug information has it under this name.
    if (bound.sites.empty() && functionAt == 1 && head != "kprobe" && !isGlob(name) && !(module && isGlob(*module))
        && !debuginfo::findKernelFiles({}).image.empty() && onlyDebugInfoHas(head, module.value_or(""), name))
        return kernelCode(point);
    if (bound.sites.empty()) {
        const std::string where = ofModule ? "module " + *module : "the kernel";
        noSuchFunction(point, range, name, where, running->functionNames());
        return {};
    }
    return {std::move(bound)};
}

void ProbeBinder::refusedByKernel(const ExpandedPoint &point, const Range &range, const std::string &function,
                                  debuginfo::KernelFunction::Refusal why)
{
    const Text message = why == debuginfo::KernelFunction::Refusal::Blacklist
        ? Text{TAPSCOPE_TEXT("Diagnostics", "the kernel refuses probes in '%1': it is on the blacklist of its authors"),
               {function}}
        : Text{TAPSCOPE_TEXT("Diagnostics", "'%1' cannot be probed in this kernel: it was built without a hook for tracing"),
               {function}};
    problem(point, "refused-by-kernel", range, message,
            {TAPSCOPE_TEXT("Diagnostics",
                           "probe a function that calls it or that it calls; '?' behind the probe point leaves out what "
                           "cannot be probed"),
             {}});
}

}
