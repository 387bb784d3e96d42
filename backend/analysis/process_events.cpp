// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "analysis/kernel_config.h"
#include "analysis/probe_binder.h"

#include <linux/perf_event.h>
#include <sys/stat.h>

#include <algorithm>
#include <charconv>

namespace tapscope::analysis {

namespace {

using debuginfo::Location;
using Op = debuginfo::LocationStep::Op;

constexpr int64_t callNumber = 120; ///< in struct pt_regs

debuginfo::TypeInfo machineWord()
{
    debuginfo::TypeInfo word;
    word.kind = debuginfo::TypeInfo::Kind::Integer;
    word.name = "long";
    word.byteSize = 8;
    word.isSigned = true;
    return word;
}

Location inRegisters(int64_t offset)
{
    return {Location::Kind::Memory, {{Op::Argument, 0}, {Op::Constant, offset}, {Op::Add, 0}}, {}};
}

Location tracepointArgument(int64_t number)
{
    return {Location::Kind::Value, {{Op::Argument, number}}, {}};
}

/// What ends in ".begin", ".thread.end" and so on, and where it is told.
struct Event {
    std::string_view tail;
    LifeEvent life;
    const char *tracepoint;
};
// A new process or thread shows itself in its own context where it leaves the call that made it, as one does that runs a program.
constexpr Event events[] = {
    {"begin", LifeEvent::ProcessBegin, "sys_exit"},
    {"end", LifeEvent::ProcessEnd, "sched_process_exit"},
    {"thread.begin", LifeEvent::ThreadBegin, "sys_exit"},
    {"thread.end", LifeEvent::ThreadEnd, "sched_process_exit"},
    {"syscall", LifeEvent::None, "sys_enter"},
    {"syscall.return", LifeEvent::None, "sys_exit"},
};

// "syscall.stat.return": the function by which the kernel enters the call, which is an older one's successor here and there.
std::string kernelFunctionOf(const std::string &point)
{
    constexpr std::pair<std::string_view, std::string_view> renamed[] = {
        {"stat", "newstat"},  {"fstat", "newfstat"},     {"lstat", "newlstat"},  {"uname", "newuname"},
        {"pread", "pread64"}, {"fstatat", "newfstatat"}, {"pwrite", "pwrite64"}, {"sendfile", "sendfile64"},
    };
    const size_t dot = point.find('.');
    std::string name = dot == std::string::npos ? point : point.substr(dot + 1);
    name.resize(std::min(name.size(), name.find('.')));
    const auto *const found = std::ranges::find(renamed, name, &std::pair<std::string_view, std::string_view>::first);
    return "__x64_sys_" + (found == std::end(renamed) ? name : std::string(found->second));
}

uint64_t ticksPerSecond(const std::string &release)
{
    for (const auto &[name, value] : *kernelConfig(release)) {
        uint64_t ticks = 0;
        if (name == "CONFIG_HZ" && std::from_chars(value.data(), value.data() + value.size(), ticks).ec == std::errc()
            && ticks > 0)
            return ticks;
    }
    return 1000;
}

}

std::optional<WatchedProgram> watchedProgram(const std::string &path)
{
    struct stat file{};
    if (::stat(path.c_str(), &file) != 0)
        return std::nullopt;
    return WatchedProgram{path, static_cast<uint64_t>(file.st_ino), static_cast<uint64_t>(file.st_size)};
}

debuginfo::Tracepoint systemCallTracepoint(bool isReturn, bool withNumber)
{
    // In struct pt_regs: rdi, rsi, rdx, r10, r8, r9, which keep the arguments until the call returns.
    constexpr int64_t registers[] = {112, 104, 96, 56, 72, 64};
    debuginfo::Tracepoint tracepoint{isReturn ? "sys_exit" : "sys_enter", {}};
    if (withNumber)
        tracepoint.arguments.push_back(
            {"syscall", machineWord(), isReturn ? inRegisters(callNumber) : tracepointArgument(1), true});
    for (size_t i = 0; i < std::size(registers); ++i)
        tracepoint.arguments.push_back({"arg" + std::to_string(i + 1), machineWord(), inRegisters(registers[i]), true});
    if (isReturn)
        tracepoint.arguments.push_back({"return", machineWord(), tracepointArgument(1), false});
    return tracepoint;
}

std::vector<BoundPoint> ProbeBinder::processEvent(const ExpandedPoint &point)
{
    const Options &options = m_context.options();
    const script::ProbeComponent &process = point.components.front();
    const Range range = argumentRange(point, 0);
    std::string tail;
    for (size_t i = 1; i < point.components.size(); ++i)
        tail += (i > 1 ? "." : "") + point.components[i].name.text;
    const auto event = std::ranges::find(events, tail, &Event::tail);
    if (event == std::end(events))
        return {};
    BoundPoint base;
    base.kind = ProbeKind::KernelTrace;
    base.lifeEvent = event->life;
    base.targetProcessesOnly = options.hasTarget;
    base.kernel = kernel(point);
    if (!base.kernel)
        return {};
    if (process.number) {
        auto program = *process.number > 0 && *process.number <= INT32_MAX
            ? debuginfo::programOfProcess(static_cast<int>(*process.number))
            : std::expected<std::string, Failure>(std::unexpect,
                                                  Text{TAPSCOPE_TEXT("Diagnostics", "%1 is not the number of a process"),
                                                       {std::to_string(*process.number)}},
                                                  Text{});
        if (!program) {
            problem(point, "module-unavailable", range, program.error().what, program.error().nextStep);
            return {};
        }
        if (isThread(point, *process.number))
            return {};
        if (*process.number != options.targetPid)
            base.onlyPid = process.number;
    }
    std::vector<std::string> paths = {""};
    if (process.text) {
        paths = expandPath(*process.text);
        if (paths.empty()) {
            problem(point, "module-unavailable", range, {TAPSCOPE_TEXT("Diagnostics", "no file matches '%1'"), {*process.text}},
                    {TAPSCOPE_TEXT("Diagnostics", "check the path and its wildcards"), {}});
            return {};
        }
    }
    Found out;
    for (const std::string &path : paths) {
        BoundPoint bound = base;
        std::string head = process.number ? "process(" + std::to_string(*process.number) + ")" : "process";
        if (!path.empty()) {
            const auto module = open(point, path, range);
            if (!module)
                continue;
            bound.watchedProgram = watchedProgram(module->path());
            head = "process(\"" + module->path() + "\")";
        }
        Site &site = bound.sites.emplace_back();
        site.probePoint = head + "." + tail;
        site.kernelSymbol = event->tracepoint;
        site.isReturn = tail == "syscall.return";
        if (event->life == LifeEvent::None)
            bound.tracepoints.push_back(systemCallTracepoint(site.isReturn, true));
        else
            bound.tracepoints.push_back({event->tracepoint, {}});
        out.push_back(std::move(bound));
    }
    return out;
}

std::vector<BoundPoint> ProbeBinder::systemCall(const ExpandedPoint &point)
{
    const bool isReturn = point.components.size() > 1;
    BoundPoint bound;
    bound.kind = ProbeKind::KernelTrace;
    bound.kernel = kernel(point);
    if (!bound.kernel)
        return {};
    bound.systemCall = point.components.front().number.value_or(-1);
    Site &site = bound.sites.emplace_back();
    const std::string named = point.alias.empty() ? point.text() : point.alias;
    site.function = kernelFunctionOf(named);
    site.probePoint = "kprobe.function(\"" + site.function + "\")" + (isReturn ? ".return" : "");
    site.listedAs = named;
    site.kernelSymbol = isReturn ? "sys_exit" : "sys_enter";
    site.isReturn = isReturn;
    bound.tracepoints.push_back(systemCallTracepoint(isReturn, false));
    return {std::move(bound)};
}

std::vector<BoundPoint> ProbeBinder::perfEvent(const ExpandedPoint &point)
{
    constexpr uint64_t defaultPeriod = 1'000'000;
    constexpr int64_t fastest = 100'000;
    BoundPoint bound;
    bound.kind = ProbeKind::Profile;
    bound.targetProcessesOnly = false;
    bound.sites.emplace_back().probePoint = point.alias.empty() ? point.text() : point.alias;
    const auto rate = [&](size_t component) -> std::optional<uint64_t> {
        const int64_t number = point.components[component].number.value_or(0);
        if (number >= 1 && number <= fastest)
            return static_cast<uint64_t>(number);
        m_context.error("timer-interval", argumentRange(point, component),
                        {TAPSCOPE_TEXT("Diagnostics", "this can fire 1 to %1 times a second, not %2"),
                         {std::to_string(fastest), std::to_string(number)}});
        return std::nullopt;
    };
    if (point.pattern->family == Family::Profile) {
        bound.perf = {PERF_TYPE_SOFTWARE, PERF_COUNT_SW_CPU_CLOCK, 0, false};
        const script::ProbeComponent &last = point.components.back();
        const auto perSecond = last.name.text == "hz" ? rate(point.components.size() - 1)
                                                      : std::optional(ticksPerSecond(m_context.options().parse.kernelRelease));
        if (!perSecond)
            return {};
        bound.perf.period = 1'000'000'000 / *perSecond;
        return {std::move(bound)};
    }
    if (!std::ranges::contains(point.components, "sample", [](const script::ProbeComponent &part) { return part.name.text; })
        && point.components.size() == 3) {
        Site &site = bound.sites.back();
        site.listedAs = site.probePoint;
        site.probePoint = point.text() + ".sample(" + std::to_string(defaultPeriod) + ")";
    }
    bound.perf = {static_cast<uint32_t>(point.components[1].number.value_or(0)),
                  static_cast<uint64_t>(point.components[2].number.value_or(0)), defaultPeriod, false};
    for (size_t i = 3; i < point.components.size(); ++i) {
        const script::ProbeComponent &part = point.components[i];
        if (part.name.text == "sample") {
            if (part.number.value_or(0) < 1) {
                m_context.error("perf-sample", argumentRange(point, i),
                                {TAPSCOPE_TEXT("Diagnostics", "the number of events between two hits must be 1 or more"), {}});
                return {};
            }
            bound.perf.period = static_cast<uint64_t>(*part.number);
        } else if (part.name.text == "hz") {
            const auto perSecond = rate(i);
            if (!perSecond)
                return {};
            bound.perf.period = *perSecond;
            bound.perf.isFrequency = true;
        } else if (part.name.text == "process") {
            const auto module = part.text ? open(point, *part.text, argumentRange(point, i)) : nullptr;
            if (!module)
                return {};
            bound.watchedProgram = watchedProgram(module->path());
        }
    }
    return {std::move(bound)};
}

}
