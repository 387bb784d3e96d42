// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "engine/explain.h"

#include <algorithm>
#include <cerrno>
#include <charconv>
#include <cstring>
#include <map>
#include <utility>

namespace tapscope::engine {

namespace {

constexpr size_t logLinesShown = 60;

std::string_view trimmed(std::string_view text)
{
    const size_t begin = text.find_first_not_of(" \t\r");
    if (begin == std::string_view::npos)
        return {};
    return text.substr(begin, text.find_last_not_of(" \t\r") - begin + 1);
}

/// Range of a whole line of a file, without its indentation.
script::Range lineRange(const script::SourceFile &file, script::FileId id, uint32_t line)
{
    const std::string_view whole = file.line(line);
    const std::string_view inner = trimmed(whole);
    const uint32_t begin = file.lineStart(line) + static_cast<uint32_t>(inner.empty() ? 0 : inner.data() - whole.data());
    return {id, begin, begin + static_cast<uint32_t>(inner.size())};
}

/// "; text @ path:line" (kernels before 6.8 leave the place out).
std::optional<script::Range> rangeOfLogLine(std::string_view line, const script::SourceSet &sources)
{
    std::string_view text = trimmed(line.substr(1));
    if (const size_t at = text.rfind(" @ "); at != std::string_view::npos) {
        const std::string_view place = text.substr(at + 3);
        const size_t colon = place.rfind(':');
        uint32_t number = 0;
        if (colon != std::string_view::npos)
            std::from_chars(place.data() + colon + 1, place.data() + place.size(), number);
        const std::string_view path = place.substr(0, colon);
        for (script::FileId id = 0; number > 0 && id < sources.size(); ++id) {
            const script::SourceFile &file = sources.file(id);
            // The kernel shows the file's last component only.
            if ((file.path() == path || file.path().ends_with("/" + std::string(path))) && number <= file.lineCount())
                return lineRange(file, id, number);
        }
        text = trimmed(text.substr(0, at));
    }
    const script::SourceFile &file = sources.file(0);
    for (uint32_t number = 1; !text.empty() && number <= file.lineCount(); ++number) {
        if (trimmed(file.line(number)) == text)
            return lineRange(file, 0, number);
    }
    return std::nullopt;
}

/// What the verifier's words mean.
Text meaning(std::string_view log)
{
    struct Known {
        std::string_view words;
        std::string_view pattern;
    };
    static constexpr Known known[]{
        {"BPF program is too large",
         TAPSCOPE_TEXT("Diagnostics", "the kernel gave up checking this handler: it has too many paths")},
        {"jumps is too complex",
         TAPSCOPE_TEXT("Diagnostics", "the kernel gave up checking this handler: its branches are too many")},
        {"back-edge",
         TAPSCOPE_TEXT("Diagnostics", "the kernel refused a loop of this handler, because it cannot prove that it ends")},
        {"infinite loop",
         TAPSCOPE_TEXT("Diagnostics", "the kernel refused a loop of this handler, because it cannot prove that it ends")},
        {"stack", TAPSCOPE_TEXT("Diagnostics", "the kernel refused this handler, because it needs too much stack")},
        {"unknown func", TAPSCOPE_TEXT("Diagnostics", "this handler needs a function that this kernel does not have")},
        {"cannot use helper",
         TAPSCOPE_TEXT("Diagnostics", "this handler needs a function that this kernel does not offer to such probes")},
        {"program of this type",
         TAPSCOPE_TEXT("Diagnostics", "this handler needs a function that this kernel does not offer to such probes")},
    };
    for (const Known &each : known) {
        if (log.contains(each.words))
            return {each.pattern, {}};
    }
    return {TAPSCOPE_TEXT("Diagnostics", "the kernel's checker refused this handler"), {}};
}

std::string_view lastLines(std::string_view text, size_t count)
{
    size_t at = text.size();
    while (count-- > 0 && at > 0) {
        const size_t before = text.rfind('\n', at - 1);
        if (before == std::string_view::npos)
            return text;
        at = before;
    }
    return text.substr(std::min(at + 1, text.size()));
}

script::Range rangeOfProgram(const translator::Bundle &bundle, uint32_t program)
{
    for (size_t handler = 0; handler < bundle.programOfHandler.size(); ++handler) {
        if (bundle.programOfHandler[handler] == program && handler < bundle.program.handlers.size())
            return bundle.program.handlers[handler].range;
    }
    return {};
}

/// Why a place refuses a probe.
Text attachReason(int error)
{
    switch (error) {
    case ENOENT:
    case ESRCH: return {TAPSCOPE_TEXT("Diagnostics", "the kernel finds no such place"), {}};
    case EPERM:
    case EACCES: return {TAPSCOPE_TEXT("Diagnostics", "the helper may not probe there"), {}};
    case EINVAL: return {TAPSCOPE_TEXT("Diagnostics", "the kernel takes no probe there"), {}};
    case EOPNOTSUPP:
    case 524: return {TAPSCOPE_TEXT("Diagnostics", "the kernel cannot execute the instruction there under a probe"), {}};
    case ENOSYS: return {TAPSCOPE_TEXT("Diagnostics", "this kernel was built without probes in functions (CONFIG_KPROBES)"), {}};
    case EBUSY: return {TAPSCOPE_TEXT("Diagnostics", "another tool has a probe of a conflicting kind there"), {}};
    case ENOMEM: return {TAPSCOPE_TEXT("Diagnostics", "memory ran out"), {}};
    default: return {TAPSCOPE_TEXT("Diagnostics", "%1"), {std::strerror(error)}};
    }
}

Failure cannotCount(const std::string &probePoint, int error)
{
    return {{TAPSCOPE_TEXT("Diagnostics", "This machine cannot count what '%1' is about (%2)."),
             {probePoint, std::strerror(error)}},
            {TAPSCOPE_TEXT("Diagnostics",
                           "Virtual machines often lack the processor's counters; timer.profile and perf.sw.cpu_clock are there "
                           "on every machine."),
             {}}};
}

/// Memory is watched by the processor's debug registers.
Failure cannotWatch(const std::string &probePoint, int error)
{
    const Text what{TAPSCOPE_TEXT("Diagnostics", "'%1' cannot be watched: %2"), {probePoint, std::strerror(error)}};
    switch (error) {
    case ENOSPC:
        return {{TAPSCOPE_TEXT("Diagnostics", "'%1' cannot be watched: all four debug registers of the processor are taken"),
                 {probePoint}},
                {TAPSCOPE_TEXT("Diagnostics", "Watch fewer places at once; debuggers and other tracers use the registers too."),
                 {}}};
    case EACCES:
    case EPERM:
        return {{TAPSCOPE_TEXT("Diagnostics", "'%1' cannot be watched in a process that another user runs"), {probePoint}},
                {TAPSCOPE_TEXT("Diagnostics", "Run this as an administrator to watch the memory of others."), {}}};
    case ESRCH: return {{TAPSCOPE_TEXT("Diagnostics", "'%1' cannot be watched: the process has ended"), {probePoint}}, {}};
    case ENOENT:
    case ENODEV:
    case EOPNOTSUPP:
        return {{TAPSCOPE_TEXT("Diagnostics", "'%1' cannot be watched: this machine has no debug registers"), {probePoint}},
                {TAPSCOPE_TEXT("Diagnostics",
                               "Some virtual machines keep them from their guests. Probe the functions that change the memory."),
                 {}}};
    case EINVAL:
        return {{TAPSCOPE_TEXT("Diagnostics", "'%1' cannot be watched: the kernel allows no such access to be watched there"),
                 {probePoint}},
                {TAPSCOPE_TEXT("Diagnostics", "Watch another address; the kernel's entry code and per-CPU areas are left out."),
                 {}}};
    default: return {what, {}};
    }
}

}

std::optional<script::Range> verifierPosition(std::string_view log, const script::SourceSet &sources)
{
    std::optional<script::Range> found;
    while (!log.empty()) {
        const size_t end = std::min(log.find('\n'), log.size());
        const std::string_view line = log.substr(0, end);
        if (line.starts_with(';')) {
            if (auto range = rangeOfLogLine(line, sources))
                found = range;
        }
        log.remove_prefix(std::min(end + 1, log.size()));
    }
    return found;
}

script::Diagnostic explainFailure(std::string_view id, const Failure &failure, const script::Range &range)
{
    script::Diagnostic diagnostic;
    diagnostic.id = id;
    diagnostic.range = range;
    diagnostic.message = failure.what;
    diagnostic.nextStep = failure.nextStep;
    return diagnostic;
}

script::Diagnostic explainLoad(const bpf::HelperError &error, const translator::Bundle &bundle, const script::SourceSet &sources)
{
    const bool verifier = error.refused && error.refused->stage == protocol::Failed::Stage::Verifier;
    if (error.refused && error.refused->stage == protocol::Failed::Stage::Map) {
        const auto counter = std::ranges::find(bundle.counterMaps, static_cast<int32_t>(error.refused->index));
        if (counter != bundle.counterMaps.end()) {
            const auto &named = bundle.program.counters[static_cast<size_t>(counter - bundle.counterMaps.begin())];
            return explainFailure("load-refused", cannotCount(named.probePoint, error.refused->error), named.range);
        }
    }
    if (!verifier)
        return explainFailure(error.refused ? "load-refused" : "helper-failed", error.failure, {});
    const script::Range handler = rangeOfProgram(bundle, error.refused->index);
    if (error.refused->log.contains("bpf_probe_write_user")) {
        return explainFailure(
            "locked-down",
            {{TAPSCOPE_TEXT("Diagnostics", "this kernel does not let eBPF programs change the memory of a program"), {}},
             {TAPSCOPE_TEXT(
                  "Diagnostics",
                  "It is locked down (/sys/kernel/security/lockdown), or the helper was not started by an administrator."),
              {}}},
            handler);
    }
    script::Diagnostic diagnostic;
    diagnostic.id = "verifier-refused";
    diagnostic.range = verifierPosition(error.refused->log, sources).value_or(handler);
    diagnostic.message = meaning(error.refused->log);
    diagnostic.nextStep
        = {TAPSCOPE_TEXT(
               "Diagnostics",
               "Try a simpler handler here. The script is not at fault: please report it together with the kernel's log below."),
           {}};
    diagnostic.notes.push_back({handler, {TAPSCOPE_TEXT("Diagnostics", "in this probe"), {}}});
    diagnostic.notes.push_back(
        {{},
         {TAPSCOPE_TEXT("Diagnostics", "the kernel's log:\n%1"), {std::string(lastLines(error.refused->log, logLinesShown))}}});
    return diagnostic;
}

std::vector<script::Diagnostic> explainAttach(const protocol::Attached &attached, const translator::Bundle &bundle)
{
    struct Group {
        size_t count = 0;
        std::vector<std::string> names;
    };
    constexpr size_t namesShown = 3;
    std::map<std::pair<uint32_t, int32_t>, Group> groups;
    std::vector<size_t> planned(bundle.program.handlers.size(), 0);
    for (const auto &plan : bundle.attachments) {
        if (plan.handler < planned.size())
            planned[plan.handler] += plan.sites.size();
    }
    for (const auto &failure : attached.failures) {
        if (failure.attachment >= bundle.attachments.size())
            continue;
        const auto &plan = bundle.attachments[failure.attachment];
        Group &group = groups[{plan.handler, failure.error}];
        ++group.count;
        if (group.names.size() < namesShown && failure.site < plan.sites.size()
            && plan.sites[failure.site] < bundle.program.sites.size())
            group.names.push_back(bundle.program.sites[plan.sites[failure.site]].function);
    }
    std::vector<script::Diagnostic> diagnostics;
    for (const auto &[key, group] : groups) {
        const auto [handler, error] = key;
        std::string names;
        for (const std::string &name : group.names)
            names += (names.empty() ? "" : ", ") + name;
        if (group.count > group.names.size() && !names.empty())
            names += ", …";
        script::Diagnostic diagnostic;
        diagnostic.severity = attached.attachedSites == 0 ? script::Severity::Error : script::Severity::Warning;
        diagnostic.id = "attach-failed";
        if (handler < bundle.program.handlers.size())
            diagnostic.range = bundle.program.handlers[handler].range;
        const size_t all = handler < planned.size() ? planned[handler] : group.count;
        diagnostic.message = {TAPSCOPE_TEXT("Diagnostics", "%1 of %2 places cannot be probed (%3): %4"),
                              {std::to_string(group.count), std::to_string(all), names, attachReason(error).english()}};
        diagnostic.nextStep = error == ENOSYS
            ? Text{TAPSCOPE_TEXT("Diagnostics",
                                 "Use a tracepoint (kernel.trace) or a system call (syscall) for it, or another kernel."),
                   {}}
            : error == EPERM || error == EACCES
            ? Text{TAPSCOPE_TEXT("Diagnostics", "Give the helper program its capabilities, or run this as an administrator."), {}}
            : Text{TAPSCOPE_TEXT("Diagnostics", "Narrow the probe point so that it leaves these functions out."), {}};
        if (handler < bundle.program.handlers.size() && bundle.program.handlers[handler].kind == analysis::ProbeKind::Profile
            && error != EPERM && error != EACCES) {
            const analysis::Handler &probe = bundle.program.handlers[handler];
            const Failure failure = probe.perf.watchType ? cannotWatch(probe.probePoint, error)
                                                         : cannotCount(probe.probePoint, error);
            diagnostic.message = failure.what;
            diagnostic.nextStep = failure.nextStep;
        }
        diagnostics.push_back(std::move(diagnostic));
    }
    return diagnostics;
}

script::Diagnostic explainUnwatched(uint32_t handler, int error, const translator::Bundle &bundle)
{
    const analysis::Handler &probe = bundle.program.handlers[handler];
    script::Diagnostic diagnostic = explainFailure("attach-failed", cannotWatch(probe.probePoint, error), probe.range);
    diagnostic.severity = script::Severity::Warning;
    return diagnostic;
}

std::vector<MissedPlace> missedPlaces(const protocol::Attached &attached, const translator::Bundle &bundle)
{
    std::vector<MissedPlace> missed;
    for (const auto &failure : attached.failures) {
        if (failure.attachment >= bundle.attachments.size())
            continue;
        const auto &plan = bundle.attachments[failure.attachment];
        if (failure.site < plan.sites.size())
            missed.push_back({plan.handler, plan.sites[failure.site], attachReason(failure.error)});
    }
    return missed;
}

}
