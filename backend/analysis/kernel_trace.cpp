// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "analysis/probe_binder.h"
#include "base/glob.h"
#include "base/similar.h"

#include <algorithm>
#include <filesystem>
#include <map>

namespace tapscope::analysis {

/// The systems that tracepoints belong to, by the tracepoints' names: directories of directories.
class TraceSystems {
public:
    TraceSystems()
    {
        std::error_code error;
        for (const char *root : {"/sys/kernel/tracing/events", "/sys/kernel/debug/tracing/events"}) {
            for (const auto &system : std::filesystem::directory_iterator(root, error)) {
                m_readable = true;
                for (const auto &event : std::filesystem::directory_iterator(system.path(), error))
                    m_systems.emplace(event.path().filename().string(), system.path().filename().string());
            }
            if (m_readable)
                return;
        }
    }

    /// Empty where the directories cannot be read; then every name is taken.
    [[nodiscard]] std::optional<std::string> of(const std::string &name, std::string_view systemGlob) const
    {
        if (!m_readable)
            return isGlob(systemGlob) ? std::string() : std::string(systemGlob);
        const auto [first, last] = m_systems.equal_range(name);
        const auto found = std::find_if(first, last, [&](const auto &entry) { return globMatches(systemGlob, entry.second); });
        if (found != last)
            return found->second;
        return systemGlob == "*" ? std::optional(std::string()) : std::nullopt;
    }

private:
    std::multimap<std::string, std::string> m_systems;
    bool m_readable = false;
};

std::vector<BoundPoint> ProbeBinder::kernelTrace(const ExpandedPoint &point)
{
    // kernel.trace("system:name"); kernel.tracepoint("name") and module("m").tracepoint("name"), where arguments have numbers
    const size_t nameAt = point.components.size() - 1;
    const bool isNumbered = point.components[nameAt].name.text == "tracepoint";
    const std::optional<std::string> &module = point.components.front().text;
    const std::string &written = *point.components[nameAt].text;
    const Range range = argumentRange(point, nameAt);
    const std::shared_ptr<const debuginfo::Kernel> running = kernel(point);
    if (!running)
        return {};
    const size_t colon = isNumbered ? std::string::npos : written.find(':');
    const std::string systemGlob = colon == std::string::npos ? "*" : written.substr(0, colon);
    const std::string name = colon == std::string::npos ? written : written.substr(colon + 1);
    BoundPoint bound;
    bound.kind = ProbeKind::KernelTrace;
    bound.kernel = running;
    if (!m_traceSystems)
        m_traceSystems = std::make_shared<const TraceSystems>();
    for (debuginfo::Tracepoint &found : running->tracepoints(name)) {
        if (isNumbered && (module ? found.module.empty() || !globMatches(*module, found.module) : !found.module.empty()))
            continue;
        const std::optional<std::string> system = m_traceSystems->of(found.name, systemGlob);
        if (!system)
            continue;
        Site &site = bound.sites.emplace_back();
        site.probePoint = isNumbered
            ? (module ? "module(\"" + found.module + "\")" : "kernel") + ".tracepoint(\"" + found.name + "\")"
            : "kernel.trace(\"" + *system + (system->empty() ? "" : ":") + found.name + "\")";
        site.function = found.name;
        site.kernelSymbol = found.name;
        for (size_t i = 0; isNumbered && i < found.arguments.size(); ++i)
            found.arguments[i].name = "arg" + std::to_string(i + 1);
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
