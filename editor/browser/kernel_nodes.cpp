// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "editor/browser/kernel_nodes.h"

#include "editor/browser/caller_nodes.h"
#include "editor/browser/code_nodes.h"
#include "editor/browser/kernel_facts.h"
#include "editor/translated.h"

#include <QCoreApplication>
#include <QFile>

#include <algorithm>

namespace tapscope::editor {

using Kind = ProbeNode::Kind;
using Group = ProbeNode::Group;

namespace {

struct RunningKernel {
    std::shared_ptr<const debuginfo::Kernel> kernel; ///< null: nothing is known of it
    std::vector<debuginfo::KernelFunction> functions;
};

/// Read once: a window that opens later shows the same kernel.
const RunningKernel &runningKernel()
{
    static const RunningKernel running = [] {
        RunningKernel out;
        auto kernel = debuginfo::Kernel::running();
        if (!kernel)
            return out;
        out.kernel = std::move(*kernel);
        out.functions = out.kernel->functions("*");
        // Compilers' copies and one name in several files are one probe point.
        const auto [first, last] = std::ranges::unique(out.functions, [](const auto &a, const auto &b) {
            return a.name == b.name && a.module == b.module;
        });
        out.functions.erase(first, last);
        return out;
    }();
    return running;
}

/// Functions that share their first word are put together from this many on.
constexpr int leastTogether = 12;

std::set<QString> readBlacklist()
{
    std::set<QString> names;
    QFile file(QStringLiteral("/sys/kernel/debug/kprobes/blacklist"));
    if (!file.open(QIODevice::ReadOnly))
        return names;
    // "0xffff…-0xffff…	name"
    for (const QByteArray &line : file.readAll().split('\n'))
        names.insert(QString::fromLatin1(line.mid(line.lastIndexOf('\t') + 1)));
    return names;
}

}

KernelNodes::KernelNodes(std::string kernel, std::shared_ptr<CodeIndexes> indexes, VariableReader &variables)
    : m_kernelName(std::move(kernel))
    , m_indexes(std::move(indexes))
    , m_variables(variables)
    , m_files(debuginfo::findKernelFiles(m_kernelName))
{}

bool KernelNodes::read(const std::atomic<bool> &cancelled)
{
    if (m_read)
        return true;
    if (!isRunning() && !openImage(cancelled) && cancelled)
        return false;
    m_read = true;
    if (isRunning())
        readRunning();
    else if (m_index)
        readIndexed();
    return true;
}

bool KernelNodes::openImage(const std::atomic<bool> &cancelled)
{
    if (m_files.image.empty()) {
        const Failure failure = debuginfo::noKernelDebugInfo(m_files);
        m_failure = translated(failure.what) + u' ' + translated(failure.nextStep);
        return false;
    }
    auto [index, failure] = m_indexes->open({QString::fromStdString(m_files.image), QStringLiteral("kernel")}, cancelled);
    m_index = std::move(index);
    m_failure = failure;
    return m_index != nullptr;
}

void KernelNodes::readRunning()
{
    const RunningKernel &running = runningKernel();
    m_kernel = running.kernel;
    m_functions = running.functions;
    m_blacklist = readBlacklist();
    readTracepoints();
}

void KernelNodes::readIndexed()
{
    // Each tracepoint has a function that calls who listens, in the header that declares it.
    constexpr std::string_view iterator = "__traceiter_";
    m_subsystemsKnown = true;
    for (debuginfo::FunctionId id = 0; id < m_index->functionCount(); ++id) {
        const debuginfo::FunctionEntry entry = m_index->function(id);
        if (entry.lowPc == 0)
            continue;
        if (entry.name.starts_with(iterator) && entry.file != debuginfo::noEntry) {
            std::string_view header = m_index->file(entry.file).path;
            header.remove_prefix(header.rfind('/') + 1);
            header = header.substr(0, header.find('.'));
            const std::string_view name = entry.name.substr(iterator.size());
            m_tracepoints[QString::fromUtf8(header.data(), static_cast<qsizetype>(header.size()))].push_back(
                QString::fromUtf8(name.data(), static_cast<qsizetype>(name.size())));
        }
        if (m_functions.empty() || m_functions.back().name != entry.name)
            m_functions.push_back({std::string(entry.name), {}, entry.lowPc});
    }
}

KernelNodes::Names KernelNodes::names(const std::atomic<bool> &cancelled)
{
    Names out;
    if (!read(cancelled))
        return out;
    if (!m_index && !m_files.image.empty())
        (void)openImage(cancelled);
    out.index = m_index;
    out.functions.reserve(m_functions.size());
    out.modules.reserve(m_functions.size());
    for (const debuginfo::KernelFunction &function : m_functions) {
        out.functions.push_back(function.name);
        out.modules.push_back(function.module);
    }
    for (const auto &[system, names] : m_tracepoints) {
        for (const QString &name : names)
            out.tracepoints.emplace_back(m_subsystemsKnown ? system : QString(), name);
    }
    return out;
}

ProbeNodes KernelNodes::children(const ProbeNode &node, const std::atomic<bool> &cancelled)
{
    if (!read(cancelled))
        return {};
    if (!isRunning() && !m_index)
        return {factNode(BrowserText::tr("No debuginfo"), m_failure)};
    switch (node.group) {
    case Group::Kernel: return kernel(node, cancelled);
    case Group::KernelNames: return prefixes(node.module);
    case Group::KernelPrefix: return functionsWithPrefix(node);
    case Group::Sources: return sources(node, cancelled);
    case Group::Modules: return modules();
    case Group::Module: return module(node, cancelled);
    case Group::Tracepoints: return tracepointSystems();
    case Group::TracepointSystem: return tracepointsOf(node);
    case Group::Syscalls: return syscalls();
    default: return {};
    }
}

/// The source tree when there is debuginfo, else functions by their names.
ProbeNodes KernelNodes::kernel(const ProbeNode &node, const std::atomic<bool> &cancelled)
{
    if (!m_index && !openImage(cancelled)) {
        ProbeNodes out{factNode(BrowserText::tr("No debuginfo"), m_failure)};
        std::ranges::move(prefixes({}), std::back_inserter(out));
        return out;
    }
    ProbeNode top = node;
    top.program = QString::fromStdString(m_files.image);
    top.head = QStringLiteral("kernel");
    top.name.clear();
    ProbeNodes out = directoryNodes(*m_index, top);
    ProbeNode names;
    names.group = Group::KernelNames;
    names.text = BrowserText::tr("Functions by name");
    names.detail = QString::number(m_functions.size());
    names.hasChildren = true;
    out.insert(out.begin(), std::move(names));
    return out;
}

ProbeNodes KernelNodes::sources(const ProbeNode &node, const std::atomic<bool> &cancelled)
{
    const auto [index, failure] = m_indexes->open(node.code(), cancelled);
    if (!index)
        return {factNode(BrowserText::tr("No debuginfo"), failure)};
    switch (node.kind) {
    case Kind::SourceFile: return functionNodes(*index, node, cancelled);
    case Kind::KernelFunction:
    case Kind::InlinedFunction: return lineNodes(*index, node);
    case Kind::Callers: return callers(*index, node, cancelled);
    default: return directoryNodes(*index, node);
    }
}

ProbeNodes KernelNodes::callers(const debuginfo::Index &index, const ProbeNode &function, const std::atomic<bool> &cancelled)
{
    std::vector<CallingFile> modules;
    for (const auto &[name, path] : debuginfo::kernelModuleFiles(m_files)) {
        if (path != function.program.toStdString())
            modules.push_back({path, QString::fromStdString(name)});
    }
    return callerNodes(index, function, modules, cancelled);
}

ProbeNode KernelNodes::named(const std::string &name, const std::string &module, const IndexPtr &index, const QString &image)
{
    ProbeNode parent;
    parent.head = QStringLiteral("kernel");
    parent.program = image;
    const auto entry = index && module.empty() ? findFunction(*index, name) : std::nullopt;
    ProbeNode node;
    if (entry && entry->file != debuginfo::noEntry) {
        const std::string_view file = index->file(entry->file).path;
        node = editor::functionNode(*entry, QString::fromUtf8(file.data(), static_cast<qsizetype>(file.size())), parent);
    } else {
        node.kind = Kind::KernelFunction;
        node.text = QString::fromStdString(name);
        node.name = node.text;
        node.module = QString::fromStdString(module);
        node.head = module.empty() ? parent.head : modulePoint(node.module);
        node.pattern = node.head + u".function(\"" + node.name + u"\").call";
    }
    return node;
}

ProbeNode KernelNodes::functionNode(const debuginfo::KernelFunction &function)
{
    ProbeNode node = named(function.name, function.module, m_index, QString::fromStdString(m_files.image));
    if (!m_index)
        node.address = function.address;
    if (const auto signature = m_kernel ? m_kernel->signature(function.name) : std::nullopt)
        node.detail = parameterText(plainVariables(signature->parameters));
    else if (m_index && !node.file.isEmpty())
        node.detail = node.file + u':' + QString::number(node.line);
    if (m_blacklist.contains(node.name))
        node.badges |= Badge::Blacklisted;
    return node;
}

ProbeNodes KernelNodes::prefixes(const QString &module)
{
    if (m_functions.empty())
        return {
            factNode(BrowserText::tr("No functions"), BrowserText::tr("The kernel shows neither its symbols nor its types."))};
    const std::string wanted = module.toStdString();
    std::map<QString, int> counts;
    std::map<QChar, int> letters;
    for (const debuginfo::KernelFunction &function : m_functions) {
        if (function.module == wanted)
            ++counts[firstWord(QString::fromStdString(function.name))];
    }
    for (auto entry = counts.begin(); entry != counts.end();) {
        if (entry->first.isEmpty() || entry->second < leastTogether)
            entry = counts.erase(entry);
        else
            ++entry;
    }
    for (const debuginfo::KernelFunction &function : m_functions) {
        const QString name = QString::fromStdString(function.name);
        if (function.module == wanted && !counts.contains(firstWord(name)))
            ++letters[name.at(0).toLower()];
    }
    ProbeNodes out;
    const QString head = module.isEmpty() ? QStringLiteral("kernel") : modulePoint(module);
    const auto add = [&](const QString &text, const QString &name, int count, bool probeable) {
        ProbeNode node;
        node.group = Group::KernelPrefix;
        node.text = text;
        node.name = name;
        node.module = module;
        node.detail = QString::number(count);
        if (probeable)
            node.pattern = head + u".function(\"" + name + u"*\").call";
        node.hasChildren = true;
        out.push_back(std::move(node));
    };
    for (const auto &[word, count] : counts)
        add(word + u'…', word, count, true);
    for (const auto &[letter, count] : letters)
        add(BrowserText::tr("others with %1").arg(letter), letter, count, false);
    return out;
}

ProbeNodes KernelNodes::functionsWithPrefix(const ProbeNode &node)
{
    std::map<QString, int> counts;
    const std::string module = node.module.toStdString();
    const bool byLetter = node.pattern.isEmpty();
    if (byLetter) {
        for (const debuginfo::KernelFunction &function : m_functions) {
            if (function.module == module)
                ++counts[firstWord(QString::fromStdString(function.name))];
        }
    }
    ProbeNodes out;
    for (const debuginfo::KernelFunction &function : m_functions) {
        if (function.module != module)
            continue;
        const QString name = QString::fromStdString(function.name);
        const QString word = firstWord(name);
        const bool alone = byLetter && (word.isEmpty() || counts[word] < leastTogether);
        if (byLetter ? alone && name.at(0).toLower() == node.name.at(0) : word == node.name)
            out.push_back(functionNode(function));
    }
    return out;
}

ProbeNodes KernelNodes::modules()
{
    std::map<std::string, int> counts;
    if (isRunning()) {
        for (const debuginfo::KernelFunction &function : m_functions) {
            if (!function.module.empty())
                ++counts[function.module];
        }
    } else {
        for (const std::string &name : debuginfo::kernelModuleNames(m_files))
            counts[name] = 0;
    }
    ProbeNodes out;
    for (const auto &[name, count] : counts) {
        ProbeNode node;
        node.group = Group::Module;
        node.text = QString::fromStdString(name);
        node.name = node.text;
        node.module = node.text;
        node.head = modulePoint(node.text);
        if (count > 0)
            node.detail = QString::number(count);
        node.pattern = node.head + QStringLiteral(".function(\"*\").call");
        node.hasChildren = true;
        out.push_back(std::move(node));
    }
    if (out.empty())
        out.push_back(factNode(BrowserText::tr("No modules"),
                               isRunning() ? BrowserText::tr("No module is loaded.")
                                           : BrowserText::tr("There are no files of this kernel's modules.")));
    return out;
}

/// Its source tree when its file is here with debuginfo, else its functions by their names.
ProbeNodes KernelNodes::module(const ProbeNode &node, const std::atomic<bool> &cancelled)
{
    const auto path = debuginfo::findKernelModule(m_files, node.module.toStdString());
    if (path) {
        ProbeNode top = node;
        top.program = QString::fromStdString(*path);
        top.name.clear();
        const auto [index, failure] = m_indexes->open(top.code(), cancelled);
        if (index && index->hasDebugInfo())
            return directoryNodes(*index, top);
        if (!isRunning())
            return {factNode(BrowserText::tr("No debuginfo"), failure)};
    }
    return prefixes(node.module);
}

}
