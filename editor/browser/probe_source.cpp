// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "editor/browser/probe_source.h"

#include "analysis/analyze.h"
#include "analysis/probe_list.h"
#include "editor/browser/caller_nodes.h"
#include "editor/browser/code_nodes.h"
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

/// A call that the tapset knows. `kernels` are those of the kernel by the names of its functions, which are older or newer than
/// the calls' own in some cases: "newuname", "pread64".
ProbeNode syscallNode(const ProbeNode &alias, const QString &name, const ProbeNodes &kernels)
{
    ProbeNode node = alias;
    node.kind = Kind::Syscall;
    node.text = node.name = name;
    const QString number = alias.detail.section(u'(', 1).section(u')', 0, 0); // of "= __syscall(257)"
    node.toolTip = BrowserText::tr("System call number %1.").arg(number);
    node.detail = number;
    bool any = false;
    for (const ProbeNode &kernel : kernels) {
        any = any || kernel.kind == Kind::Syscall;
        if (kernel.kind != Kind::Syscall
            || (kernel.name != name && kernel.name != u"new" + name && kernel.name != name + u"64" && kernel.name + u'2' != name
                && kernel.name != QString(name).replace(QStringLiteral("fstatat"), QStringLiteral("newfstatat"))))
            continue;
        if (!kernel.detail.isEmpty())
            node.detail = kernel.detail;
        return node;
    }
    if (any)
        node.detail = BrowserText::tr("not in this kernel");
    return node;
}

bool isSystem(Group group)
{
    switch (group) {
    case Group::Kernel:
    case Group::KernelNames:
    case Group::KernelPrefix:
    case Group::Sources:
    case Group::Modules:
    case Group::Module:
    case Group::Tracepoints:
    case Group::TracepointSystem: return true;
    default: return false;
    }
}

}

ProbeSource::ProbeSource(std::string tapsetDirectory, std::shared_ptr<CodeIndexes> indexes)
    : m_tapsetDirectory(std::move(tapsetDirectory))
    , m_indexes(std::move(indexes))
    , m_programs(m_indexes)
    , m_kernel(std::make_unique<KernelNodes>(std::string(), m_indexes, m_variables))
{}

void ProbeSource::setKernel(const QString &kernel)
{
    m_kernelName = kernel.toStdString();
    m_kernel = std::make_unique<KernelNodes>(m_kernelName, m_indexes, m_variables);
}

ProbeNodes ProbeSource::roots(const Top &top)
{
    ProbeNodes out;
    const QString &target = top.target;
    QStringList paths = top.programs;
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
                       BrowserText::tr("Directories, files, functions and lines of the kernel")));
    if (!top.kernel.isEmpty()) {
        const debuginfo::KernelFiles files = debuginfo::findKernelFiles(top.kernel.toStdString());
        out.back().detail = files.release.empty() ? top.kernel : QString::fromStdString(files.release);
        out.back().toolTip += u'\n' + BrowserText::tr("Of %1: it can be browsed and written for, not run here.").arg(top.kernel);
    }
    out.push_back(root(Group::Modules, BrowserText::tr("Kernel modules"), QStringLiteral("module(\"*\").function(\"*\").call"),
                       top.kernel.isEmpty() ? BrowserText::tr("Functions of loaded modules")
                                            : BrowserText::tr("Functions of its modules")));
    out.push_back(root(Group::Tracepoints, BrowserText::tr("Tracepoints"), QStringLiteral("kernel.trace(\"*\")"),
                       BrowserText::tr("Places that the kernel's authors have made for tracing, with their arguments")));
    out.push_back(root(Group::Syscalls, BrowserText::tr("System calls"), QStringLiteral("syscall.*"),
                       BrowserText::tr("What programs ask the kernel for")));
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

/// The tapset's system calls that the kernel has; where the tapset has none, the kernel's functions behind them.
ProbeNodes ProbeSource::syscalls(const ProbeNode &group, const std::atomic<bool> &cancelled)
{
    const QString prefix = QStringLiteral("syscall.");
    ProbeNodes known = m_kernel->children(group, cancelled);
    ProbeNodes out;
    for (const TapsetSubject &subject : tapset()) {
        for (const ProbeNode &entry : tapsetEntryNodes(subject)) {
            if (entry.kind == Kind::Alias && entry.name.startsWith(prefix) && !entry.name.endsWith(QStringLiteral(".return")))
                out.push_back(syscallNode(entry, entry.name.mid(prefix.size()), known));
        }
    }
    if (out.empty()) {
        for (ProbeNode &node : known) {
            if (node.kind == Kind::Syscall)
                node.pattern = u"kernel.function(\"__x64_sys_" + node.name + u"\").call";
        }
        return known;
    }
    std::ranges::sort(out, {}, &ProbeNode::text);
    return out;
}

ProbeNodes ProbeSource::children(const ProbeNode &node, const std::atomic<bool> &cancelled)
{
    switch (node.group) {
    case Group::Processes: return processNodes();
    case Group::Syscalls: return syscalls(node, cancelled);
    case Group::Tapset: return tapsetSubjectNodes(tapset());
    case Group::TapsetSubject:
        for (const TapsetSubject &subject : tapset()) {
            if (subject.path == node.file)
                return tapsetEntryNodes(subject);
        }
        return {};
    case Group::Timers: return timerNodes();
    case Group::PerfEvents: return perfNodes(tapset());
    case Group::ScriptEvents: return scriptEventNodes();
    default: break;
    }
    return isSystem(node.group) ? m_kernel->children(node, cancelled) : m_programs.children(node, cancelled);
}

ProbeNodes ProbeSource::callers(const ProbeNode &function, const std::atomic<bool> &cancelled)
{
    if (function.program.isEmpty())
        return {factNode(BrowserText::tr("No debuginfo"),
                         BrowserText::tr("Who calls a function is read from the file with its code, which is not here."))};
    const auto [index, failure] = m_indexes->open(function.code(), cancelled);
    if (!index)
        return {factNode(BrowserText::tr("Cannot be read"), failure)};
    return function.code().isProgram() ? callerNodes(*index, function, callingFiles(function), cancelled)
                                       : m_kernel->callers(*index, function, cancelled);
}

ProbeNodes ProbeSource::details(const ProbeNode &node)
{
    switch (node.kind) {
    case Kind::Mark: return m_programs.markArguments(node);
    case Kind::Function:
    case Kind::InlinedFunction:
    case Kind::Statement: return codeDetails(node);
    case Kind::KernelFunction: {
        ProbeNodes out = node.file.isEmpty() ? ProbeNodes() : codeDetails(node);
        return out.empty() ? m_kernel->details(node) : out;
    }
    case Kind::Tracepoint: return m_kernel->details(node);
    case Kind::Syscall:
    case Kind::Alias: return aliasDetails(node);
    default: return {};
    }
}

/// What an alias sets for scripts, and what the places behind it have.
ProbeNodes ProbeSource::aliasDetails(const ProbeNode &node)
{
    analysis::Options options;
    options.tapsetDirectories = {m_tapsetDirectory};
    script::SourceSet sources;
    script::Diagnostics diagnostics;
    const script::FileId file = sources.add("<list>", "probe " + node.pattern.toStdString() + " { }\n");
    const script::Ast ast = analysis::parse(sources, file, options, diagnostics);
    analysis::ListSettings settings;
    settings.withVariables = true;
    settings.kernel = m_kernelName;
    ProbeNodes out;
    for (const analysis::ListedPoint &point : analysis::listPoints(sources, ast, options, settings, diagnostics)) {
        for (const analysis::ListedPoint::Variable &variable : point.variables) {
            out.push_back(factNode(QString::fromStdString(variable.name), QString::fromStdString(variable.type)));
            out.back().toolTip.clear();
        }
    }
    return out;
}

/// Variables with their types; those that are not there with the reason and the nearest line where they are.
ProbeNodes ProbeSource::codeDetails(const ProbeNode &node)
{
    ProbeNodes out;
    const IndexPtr index = node.program.isEmpty() ? nullptr : m_indexes->known(node.code());
    if (!index || !index->hasDebugInfo() || node.id >= index->functionCount()
        || index->function(node.id).name != node.name.toStdString())
        return out;
    std::vector<PlaceVariable> variables;
    if (node.kind == Kind::Statement) {
        variables = m_variables.at(node.code(), index, node.id, node.address, node.badges & Badge::Inlined);
    } else {
        variables = m_variables.parameters(node.code(), index, node.id);
        if (const QString type = m_variables.returnType(index, node.id); !type.isEmpty() && node.kind != Kind::InlinedFunction)
            variables.push_back({QStringLiteral("return"), type, true, {}, 0});
    }
    for (const PlaceVariable &variable : variables) {
        ProbeNode row = factNode(u'$' + variable.name, variable.type);
        row.toolTip = variable.reason;
        if (!variable.isThere && variable.nearestLine > 0)
            row.toolTip += u"; " + BrowserText::tr("it is there in line %1").arg(variable.nearestLine);
        out.push_back(std::move(row));
    }
    return out;
}

void ProbeSource::addProgram(NameCatalog &catalog, const QString &path, const std::atomic<bool> &cancelled)
{
    ProbeNode program;
    program.kind = Kind::Program;
    program.program = path;
    const IndexPtr index = m_indexes->open(program.code(), cancelled).index;
    if (!index)
        return;
    // Rows are made only of what is found.
    struct Names {
        std::vector<uint32_t> ids;
        FuzzyNames names;
    };
    Names functions, files;
    for (debuginfo::FunctionId id = 0; id < index->functionCount(); ++id) {
        const debuginfo::FunctionEntry entry = index->function(id);
        if (entry.lowPc == 0 && entry.inlinedCopies == 0)
            continue;
        functions.ids.push_back(id);
        functions.names.add(std::string(entry.qualifiedName.empty() ? entry.name : entry.qualifiedName));
    }
    catalog.add(Family::Function, std::move(functions.names), [index, program, ids = std::move(functions.ids)](uint32_t at) {
        const debuginfo::FunctionEntry entry = index->function(ids[at]);
        const QString file = entry.file == debuginfo::noEntry ? QString()
                                                              : QString::fromStdString(std::string(index->file(entry.file).path));
        ProbeNode node = functionNode(entry, file, program);
        if (!file.isEmpty())
            node.detail = file.section(u'/', -1) + u':' + QString::number(node.line);
        return node;
    });
    addNodes(catalog, Family::File, fileNodes(*index, program));
    ProbeNodes marks;
    ProbeNode group = program;
    group.kind = Kind::Group;
    group.group = Group::Marks;
    for (const ProbeNode &provider : m_programs.children(group, cancelled))
        std::ranges::move(m_programs.children(provider, cancelled), std::back_inserter(marks));
    addNodes(catalog, Family::Mark, std::move(marks));
}

void ProbeSource::addKernel(NameCatalog &catalog, const std::atomic<bool> &cancelled)
{
    ProbeNode systemCalls;
    systemCalls.group = Group::Syscalls;
    KernelNodes::Names kernel = m_kernel->names(cancelled);
    if (cancelled)
        return;
    ProbeNodes calls = syscalls(systemCalls, cancelled);
    std::erase_if(calls, [](const ProbeNode &node) { return node.kind != Kind::Syscall; });
    addNodes(catalog, Family::Syscall, std::move(calls));
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
    addNodes(catalog, Family::Tracepoint, std::move(tracepoints));
    const QString image = QString::fromStdString(m_kernel->files().image);
    if (const IndexPtr index = kernel.index) {
        ProbeNode parent;
        parent.program = image;
        parent.head = QStringLiteral("kernel");
        ProbeNodes files = fileNodes(*index, parent);
        for (ProbeNode &file : files)
            file.detail = BrowserText::tr("kernel") + QStringLiteral("  ") + file.detail;
        addNodes(catalog, Family::File, std::move(files));
    }
    FuzzyNames names;
    names.reserve(kernel.functions.size(), kernel.functions.size() * 24);
    for (const std::string &name : kernel.functions)
        names.add(name);
    auto shared = std::make_shared<const KernelNodes::Names>(std::move(kernel));
    catalog.add(Family::KernelFunction, std::move(names), [shared, image](uint32_t at) {
        ProbeNode node = KernelNodes::named(shared->functions[at], shared->modules[at], shared->index, image);
        node.detail = node.module.isEmpty() ? BrowserText::tr("kernel") : node.module;
        if (!node.file.isEmpty())
            node.detail += QStringLiteral("  ") + node.file + u':' + QString::number(node.line);
        return node;
    });
}

std::shared_ptr<const NameCatalog> ProbeSource::names(const QStringList &programs, const std::atomic<bool> &cancelled)
{
    auto catalog = std::make_shared<NameCatalog>();
    for (const QString &path : programs) {
        if (cancelled)
            return catalog;
        addProgram(*catalog, path, cancelled);
    }
    ProbeNodes aliases, functions;
    for (const TapsetSubject &subject : tapset()) {
        for (ProbeNode &node : tapsetEntryNodes(subject))
            (node.kind == Kind::Alias ? aliases : functions).push_back(std::move(node));
    }
    addNodes(*catalog, Family::Alias, std::move(aliases));
    addNodes(*catalog, Family::TapsetFunction, std::move(functions));
    if (!cancelled)
        addKernel(*catalog, cancelled);
    return catalog;
}

ProbeSource::Count ProbeSource::count(const QString &pattern, const QString &target, const QString &kernel,
                                      const std::atomic<bool> &cancelled) const
{
    // The index of the kernel is made once, however many ask for it.
    if (const auto files = debuginfo::findKernelFiles(kernel.toStdString());
        pattern.startsWith(QStringLiteral("kernel.")) && !files.image.empty())
        (void)m_indexes->open({QString::fromStdString(files.image), QStringLiteral("kernel")}, cancelled);
    analysis::Options options;
    options.tapsetDirectories = {m_tapsetDirectory};
    options.targetProgram = target.toStdString();
    options.hasTarget = !target.isEmpty();
    options.cancelled = &cancelled;
    script::SourceSet sources;
    script::Diagnostics diagnostics;
    const script::FileId file = sources.add("<list>", "probe " + pattern.toStdString() + " { }\n");
    const script::Ast ast = analysis::parse(sources, file, options, diagnostics);
    Count out;
    analysis::ListSettings settings;
    settings.kernel = kernel.toStdString();
    if (!diagnostics.hasErrors() && !cancelled)
        out.points = analysis::listPoints(sources, ast, options, settings, diagnostics).size();
    for (const script::Diagnostic &diagnostic : diagnostics.all()) {
        if (out.points == 0 && diagnostic.severity == script::Severity::Error && out.problem.isEmpty())
            out.problem = translated(diagnostic.message);
    }
    return out;
}

}
