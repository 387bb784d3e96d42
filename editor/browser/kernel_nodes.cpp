// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "editor/browser/system_nodes.h"

#include <QCoreApplication>
#include <QDir>
#include <QRegularExpression>

#include <algorithm>

namespace tapscope::editor {

using Kind = ProbeNode::Kind;
using Group = ProbeNode::Group;

namespace {

/// Functions that share their first word are put together from this many on.
constexpr int leastTogether = 12;
constexpr const char *eventFolders[] = {"/sys/kernel/tracing/events", "/sys/kernel/debug/tracing/events"};

/// "tcp_" of "tcp_ack", "__x64_" of "__x64_sys_read", empty without an underscore.
QString firstWord(const QString &name)
{
    qsizetype begin = 0;
    while (begin < name.size() && name[begin] == u'_')
        ++begin;
    const qsizetype end = name.indexOf(u'_', begin);
    return end < 0 ? QString() : name.left(end + 1);
}

ProbeNode fact(const QString &text, const QString &detail)
{
    ProbeNode node;
    node.kind = Kind::Fact;
    node.text = text;
    node.detail = detail;
    return node;
}

/// "(struct file* file, size_t count)"
QString parameterText(const std::vector<debuginfo::VariableAt> &parameters)
{
    QStringList out;
    for (const debuginfo::VariableAt &parameter : parameters)
        out << QString::fromStdString(parameter.type.name + ' ' + parameter.name);
    return u'(' + out.join(QStringLiteral(", ")) + u')';
}

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

QString eventFolder()
{
    for (const char *folder : eventFolders) {
        if (!QDir(QString::fromLatin1(folder)).isEmpty())
            return QString::fromLatin1(folder);
    }
    return {};
}

}

std::vector<std::pair<QString, QString>> tracepointFields(const QString &subsystem, const QString &name)
{
    std::vector<std::pair<QString, QString>> fields;
    QFile file(eventFolder() + u'/' + subsystem + u'/' + name + QStringLiteral("/format"));
    if (!file.open(QIODevice::ReadOnly))
        return fields;
    static const QRegularExpression field(QStringLiteral("^\\s*field:(.*?)([A-Za-z_]\\w*)((?:\\[[^;]*\\])?);"));
    for (const QByteArray &line : file.readAll().split('\n')) {
        const auto match = field.match(QString::fromUtf8(line));
        if (match.hasMatch() && !match.captured(2).startsWith(QStringLiteral("common_")))
            fields.emplace_back(match.captured(2), match.captured(1).trimmed() + match.captured(3));
    }
    return fields;
}

void KernelNodes::read()
{
    if (m_read)
        return;
    m_read = true;
    if (auto kernel = debuginfo::Kernel::running()) {
        m_kernel = std::move(*kernel);
        m_functions = m_kernel->functions("*");
        // Compilers' copies and one name in several files are one probe point.
        const auto [first, last] = std::ranges::unique(m_functions, [](const auto &a, const auto &b) {
            return a.name == b.name && a.module == b.module;
        });
        m_functions.erase(first, last);
    }
    m_blacklist = readBlacklist();
    if (const QString folder = eventFolder(); !folder.isEmpty()) {
        m_subsystemsKnown = true;
        for (const QString &system : QDir(folder).entryList(QDir::Dirs | QDir::NoDotAndDotDot, QDir::Name)) {
            const QStringList events = QDir(folder + u'/' + system).entryList(QDir::Dirs | QDir::NoDotAndDotDot, QDir::Name);
            if (!events.isEmpty())
                m_tracepoints[system] = {events.begin(), events.end()};
        }
    } else if (m_kernel) {
        std::map<QString, std::vector<QString>> byWord;
        for (const std::string &name : m_kernel->tracepointNames()) {
            const QString text = QString::fromStdString(name);
            const QString word = firstWord(text);
            byWord[word.isEmpty() ? text : word.chopped(1)].push_back(text);
        }
        for (auto &[word, names] : byWord)
            std::ranges::move(names, std::back_inserter(m_tracepoints[names.size() > 1 ? word : BrowserText::tr("others")]));
    }
}

KernelNodes::Names KernelNodes::names()
{
    read();
    Names out;
    out.functions.reserve(m_functions.size());
    for (const debuginfo::KernelFunction &function : m_functions)
        out.functions.push_back(function.name);
    for (const auto &[system, names] : m_tracepoints) {
        for (const QString &name : names)
            out.tracepoints.emplace_back(m_subsystemsKnown ? system : QString(), name);
    }
    return out;
}

ProbeNodes KernelNodes::children(const ProbeNode &node)
{
    read();
    switch (node.group) {
    case Group::Kernel: return prefixes(node, node.program);
    case Group::KernelPrefix: return functionsWithPrefix(node);
    case Group::Modules: return modules();
    case Group::Tracepoints: return tracepointSystems();
    case Group::TracepointSystem: return tracepointsOf(node);
    case Group::Syscalls: return syscalls();
    default: return {};
    }
}

ProbeNode KernelNodes::functionNode(const debuginfo::KernelFunction &function) const
{
    ProbeNode node;
    node.kind = Kind::KernelFunction;
    node.text = QString::fromStdString(function.name);
    node.name = node.text;
    node.program = QString::fromStdString(function.module);
    node.address = function.address;
    node.pattern = (function.module.empty() ? QStringLiteral("kernel") : u"module(\"" + node.program + u"\")") + u".function(\""
        + node.name + u"\").call";
    if (const auto signature = m_kernel->signature(function.name))
        node.detail = parameterText(signature->parameters);
    if (isBlacklisted(node.name))
        node.badges |= Badge::Blacklisted;
    return node;
}

ProbeNodes KernelNodes::prefixes(const ProbeNode &, const QString &module)
{
    if (m_functions.empty())
        return {fact(BrowserText::tr("No functions"), BrowserText::tr("The kernel shows neither its symbols nor its types."))};
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
    if (module.isEmpty()) {
        ProbeNode sources;
        sources.group = Group::KernelSources;
        sources.text = BrowserText::tr("Source files");
        sources.detail = BrowserText::tr("with debuginfo");
        sources.toolTip = BrowserText::tr("Directories, files, functions and lines of the kernel, from its debuginfo");
        sources.hasChildren = true;
        out.push_back(std::move(sources));
    }
    const QString head = module.isEmpty() ? QStringLiteral("kernel") : u"module(\"" + module + u"\")";
    const auto add = [&](const QString &text, const QString &name, int count, bool probeable) {
        ProbeNode node;
        node.group = Group::KernelPrefix;
        node.text = text;
        node.name = name;
        node.program = module;
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
    const std::string module = node.program.toStdString();
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
    for (const debuginfo::KernelFunction &function : m_functions) {
        if (!function.module.empty())
            ++counts[function.module];
    }
    ProbeNodes out;
    for (const auto &[name, count] : counts) {
        ProbeNode node;
        node.group = Group::Kernel;
        node.text = QString::fromStdString(name);
        node.program = node.text;
        node.detail = QString::number(count);
        node.pattern = u"module(\"" + node.text + u"\").function(\"*\").call";
        node.hasChildren = true;
        out.push_back(std::move(node));
    }
    if (out.empty())
        out.push_back(fact(BrowserText::tr("No modules"), BrowserText::tr("No module is loaded.")));
    return out;
}

ProbeNodes KernelNodes::tracepointSystems()
{
    ProbeNodes out;
    for (const auto &[system, names] : m_tracepoints) {
        ProbeNode node;
        node.group = Group::TracepointSystem;
        node.text = system;
        node.name = system;
        node.detail = QString::number(names.size());
        if (m_subsystemsKnown)
            node.pattern = u"kernel.trace(\"" + system + u":*\")";
        node.hasChildren = true;
        out.push_back(std::move(node));
    }
    if (out.empty())
        out.push_back(
            fact(BrowserText::tr("No tracepoints"), BrowserText::tr("Neither tracefs nor the kernel's BTF can be read.")));
    return out;
}

ProbeNodes KernelNodes::tracepointsOf(const ProbeNode &node)
{
    ProbeNodes out;
    const auto found = m_tracepoints.find(node.name);
    if (found == m_tracepoints.end())
        return out;
    for (const QString &name : found->second) {
        ProbeNode point;
        point.kind = Kind::Tracepoint;
        point.text = name;
        point.name = name;
        if (m_subsystemsKnown)
            point.file = node.name;
        point.pattern = u"kernel.trace(\"" + (m_subsystemsKnown ? node.name + u':' : QString()) + name + u"\")";
        for (const debuginfo::Tracepoint &described :
             m_kernel ? m_kernel->tracepoints(name.toStdString()) : std::vector<debuginfo::Tracepoint>())
            point.detail = parameterText(described.arguments);
        out.push_back(std::move(point));
    }
    return out;
}

ProbeNodes KernelNodes::syscalls()
{
    ProbeNodes out;
    constexpr std::string_view prefix = "__x64_sys_";
    const auto from = std::ranges::lower_bound(m_functions, prefix, {}, &debuginfo::KernelFunction::name);
    for (auto function = from; function != m_functions.end() && function->name.starts_with(prefix); ++function) {
        ProbeNode node;
        node.kind = Kind::Syscall;
        node.text = QString::fromStdString(function->name.substr(prefix.size()));
        node.name = node.text;
        QStringList fields;
        for (const auto &[name, type] : tracepointFields(QStringLiteral("syscalls"), QStringLiteral("sys_enter_") + node.name)) {
            if (name != QStringLiteral("__syscall_nr"))
                fields << type + u' ' + name;
        }
        if (!fields.isEmpty())
            node.detail = u'(' + fields.join(QStringLiteral(", ")) + u')';
        node.pattern = u"syscall." + node.name;
        out.push_back(std::move(node));
    }
    return out;
}

ProbeNodes KernelNodes::details(const ProbeNode &node)
{
    read();
    ProbeNodes out;
    std::vector<debuginfo::VariableAt> variables;
    if (m_kernel && node.kind == Kind::KernelFunction) {
        if (auto signature = m_kernel->signature(node.name.toStdString())) {
            variables = std::move(signature->parameters);
            if (signature->result) {
                signature->result->name = "return";
                variables.push_back(std::move(*signature->result));
            }
        }
    } else if (m_kernel && node.kind == Kind::Tracepoint) {
        for (debuginfo::Tracepoint &point : m_kernel->tracepoints(node.name.toStdString()))
            variables = std::move(point.arguments);
    }
    for (const debuginfo::VariableAt &variable : variables)
        out.push_back(fact(u'$' + QString::fromStdString(variable.name), QString::fromStdString(variable.type.name)));
    if (node.kind == Kind::Tracepoint) {
        for (const auto &[name, type] : tracepointFields(node.file, node.name))
            out.push_back(fact(BrowserText::tr("field %1").arg(name), type));
    } else if (node.kind == Kind::Syscall) {
        for (const auto &[name, type] : tracepointFields(QStringLiteral("syscalls"), QStringLiteral("sys_enter_") + node.name))
            out.push_back(fact(name, type));
    }
    return out;
}

}
