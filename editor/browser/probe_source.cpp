// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "editor/browser/probe_source.h"

#include "analysis/analyze.h"
#include "analysis/probe_list.h"
#include "editor/translated.h"

#include <QCoreApplication>

#include <algorithm>

namespace tapscope::editor {

using Kind = ProbeNode::Kind;
using Group = ProbeNode::Group;
using Family = NameCatalog::Family;

namespace {

ProbeNode root(Group group, const QString &text, const QString &pattern, const QString &toolTip)
{
    ProbeNode node;
    node.group = group;
    node.text = text;
    node.pattern = pattern;
    node.toolTip = toolTip;
    node.hasChildren = true;
    return node;
}

/// Nodes that are all made already.
void addNodes(NameCatalog &catalog, Family family, ProbeNodes nodes)
{
    FuzzyNames names;
    for (const ProbeNode &node : nodes)
        names.add((node.name.isEmpty() ? node.text : node.name).toStdString());
    auto shared = std::make_shared<const ProbeNodes>(std::move(nodes));
    catalog.add(family, std::move(names), [shared](uint32_t index) { return (*shared)[index]; });
}

bool isSystem(Group group)
{
    return group == Group::Kernel || group == Group::KernelPrefix || group == Group::Modules || group == Group::Tracepoints
        || group == Group::TracepointSystem || group == Group::Syscalls;
}

}

ProbeNodes ProbeSource::roots(const QString &target, const QStringList &programs)
{
    ProbeNodes out;
    QStringList paths = programs;
    paths.removeAll(target);
    if (!target.isEmpty())
        paths.prepend(target);
    for (const QString &path : paths) {
        ProbeNode node;
        node.kind = Kind::Program;
        node.text = path.section(u'/', -1);
        node.detail = path == target ? BrowserText::tr("target") + QStringLiteral("  ") + path : path;
        node.toolTip = path;
        node.program = path;
        node.pattern = processPoint(path) + QStringLiteral(".function(\"*\").call");
        node.hasChildren = true;
        out.push_back(std::move(node));
    }
    out.push_back(root(Group::Processes, BrowserText::tr("Running processes"), {},
                       BrowserText::tr("Programs that run now, with their libraries")));
    out.push_back(root(Group::Kernel, BrowserText::tr("Kernel"), QStringLiteral("kernel.function(\"*\").call"),
                       BrowserText::tr("Functions of the kernel")));
    out.push_back(root(Group::Modules, BrowserText::tr("Kernel modules"), QStringLiteral("module(\"*\").function(\"*\").call"),
                       BrowserText::tr("Functions of loaded modules")));
    out.push_back(root(Group::Tracepoints, BrowserText::tr("Tracepoints"), QStringLiteral("kernel.trace(\"*\")"),
                       BrowserText::tr("Places that the kernel's authors have made for tracing, with their arguments")));
    out.push_back(
        root(Group::Syscalls, BrowserText::tr("System calls"), {}, BrowserText::tr("What programs ask the kernel for")));
    out.push_back(root(Group::Tapset, BrowserText::tr("Tapset"), {},
                       BrowserText::tr("The library of scripts: functions and probe aliases by subject")));
    out.push_back(root(Group::Timers, BrowserText::tr("Timers"), QStringLiteral("timer.*"), BrowserText::tr("At a steady rate")));
    out.push_back(
        root(Group::PerfEvents, BrowserText::tr("Perf events"), {}, BrowserText::tr("Counters of the processor and the kernel")));
    out.push_back(root(Group::ScriptEvents, BrowserText::tr("Begin and end"), {},
                       BrowserText::tr("When the script begins, ends or fails")));
    return out;
}

const std::vector<TapsetSubject> &ProbeSource::tapset()
{
    if (!m_tapset)
        m_tapset = readTapset(m_tapsetDirectory);
    return *m_tapset;
}

/// By the tapset's aliases; where those are not defined, by the kernel's functions behind them.
ProbeNodes ProbeSource::syscalls(const ProbeNode &group)
{
    ProbeNodes out = m_kernel.children(group);
    const bool aliases = std::ranges::any_of(tapset(), [](const TapsetSubject &subject) {
        return std::ranges::any_of(subject.entries,
                                   [](const TapsetEntry &entry) { return entry.name.startsWith(QStringLiteral("syscall.")); });
    });
    if (aliases)
        return out;
    for (ProbeNode &node : out)
        node.pattern = u"kernel.function(\"__x64_sys_" + node.name + u"\").call";
    return out;
}

ProbeNodes ProbeSource::children(const ProbeNode &node, const std::atomic<bool> &cancelled)
{
    switch (node.group) {
    case Group::Processes: return processNodes();
    case Group::Syscalls: return syscalls(node);
    case Group::Tapset: return tapsetSubjectNodes(tapset());
    case Group::TapsetSubject:
        for (const TapsetSubject &subject : tapset()) {
            if (subject.path == node.file)
                return tapsetEntryNodes(subject);
        }
        return {};
    case Group::KernelSources: return m_kernelSources.children(node, cancelled);
    case Group::Timers: return timerNodes();
    case Group::PerfEvents: return perfNodes();
    case Group::ScriptEvents: return scriptEventNodes();
    default: break;
    }
    return isSystem(node.group) ? m_kernel.children(node) : m_programs.children(node, cancelled);
}

ProbeNodes ProbeSource::details(const ProbeNode &node)
{
    if (node.group == Group::KernelSources && node.kind != Kind::KernelFunction)
        return {};
    if (node.kind == Kind::KernelFunction || node.kind == Kind::Tracepoint || node.kind == Kind::Syscall)
        return m_kernel.details(node);
    return m_programs.details(node);
}

std::shared_ptr<const NameCatalog> ProbeSource::names(const QStringList &programs, const std::atomic<bool> &cancelled)
{
    auto catalog = std::make_shared<NameCatalog>();
    for (const QString &path : programs) {
        if (cancelled)
            return catalog;
        ProbeNode program;
        program.kind = Kind::Program;
        program.program = path;
        ProbeNodes functions, files, marks;
        for (const ProbeNode &group : m_programs.children(program, cancelled)) {
            if (group.group == Group::Files) {
                files = m_programs.children(group, cancelled);
            } else if (group.group == Group::Marks) {
                for (const ProbeNode &provider : m_programs.children(group, cancelled))
                    std::ranges::move(m_programs.children(provider, cancelled), std::back_inserter(marks));
            } else if (group.group == Group::Symbols) {
                std::ranges::move(m_programs.children(group, cancelled), std::back_inserter(functions));
            }
        }
        for (const ProbeNode &file : files) {
            for (ProbeNode &function : m_programs.children(file, cancelled)) {
                function.detail = file.text + u':' + QString::number(function.line);
                functions.push_back(std::move(function));
            }
        }
        addNodes(*catalog, Family::Function, std::move(functions));
        addNodes(*catalog, Family::File, std::move(files));
        addNodes(*catalog, Family::Mark, std::move(marks));
    }
    ProbeNodes aliases, functions;
    for (const TapsetSubject &subject : tapset()) {
        for (ProbeNode &node : tapsetEntryNodes(subject))
            (node.kind == Kind::Alias ? aliases : functions).push_back(std::move(node));
    }
    addNodes(*catalog, Family::Alias, std::move(aliases));
    addNodes(*catalog, Family::TapsetFunction, std::move(functions));
    if (cancelled)
        return catalog;

    ProbeNode systemCalls;
    systemCalls.group = Group::Syscalls;
    addNodes(*catalog, Family::Syscall, syscalls(systemCalls));
    const KernelNodes::Names kernel = m_kernel.names();
    ProbeNodes tracepoints;
    for (const auto &[system, name] : kernel.tracepoints) {
        ProbeNode node;
        node.kind = Kind::Tracepoint;
        node.text = system.isEmpty() ? name : system + u':' + name;
        node.name = name;
        node.file = system;
        node.pattern = u"kernel.trace(\"" + node.text + u"\")";
        tracepoints.push_back(std::move(node));
    }
    addNodes(*catalog, Family::Tracepoint, std::move(tracepoints));
    FuzzyNames names;
    names.reserve(kernel.functions.size(), kernel.functions.size() * 24);
    for (const std::string &name : kernel.functions)
        names.add(name);
    auto shared = std::make_shared<const std::vector<std::string>>(std::move(kernel.functions));
    catalog->add(Family::KernelFunction, std::move(names), [shared](uint32_t index) {
        ProbeNode node;
        node.kind = Kind::KernelFunction;
        node.text = QString::fromStdString((*shared)[index]);
        node.name = node.text;
        node.detail = BrowserText::tr("kernel");
        node.pattern = u"kernel.function(\"" + node.name + u"\").call";
        return node;
    });
    return catalog;
}

PatternCount countPoints(const QString &pattern, const std::string &tapsetDirectory, const QString &target,
                         const std::atomic<bool> &cancelled)
{
    analysis::Options options;
    options.tapsetDirectories = {tapsetDirectory};
    options.targetProgram = target.toStdString();
    options.hasTarget = !target.isEmpty();
    options.cancelled = &cancelled;
    script::SourceSet sources;
    script::Diagnostics diagnostics;
    const script::FileId file = sources.add("<list>", "probe " + pattern.toStdString() + " { }\n");
    const script::Ast ast = analysis::parse(sources, file, options, diagnostics);
    PatternCount out;
    if (!diagnostics.hasErrors())
        out.points = analysis::listProbePoints(sources, ast, options, false, diagnostics).size();
    for (const script::Diagnostic &diagnostic : diagnostics.all()) {
        if (out.points == 0 && diagnostic.severity == script::Severity::Error && out.problem.isEmpty())
            out.problem = translated(diagnostic.message);
    }
    return out;
}

}
